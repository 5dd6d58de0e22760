//! What an organisation said to a question: four states that are never mixed up.

/// The answer to one question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// One of the answers of the question's scale, by its place there, counted from 0.
    Value(u16),
    /// The question does not apply here, which needs a reason. It leaves every denominator.
    NotApplicable,
    /// The question applies, and the organisation says that it does not know.
    NotKnown,
    /// Nobody has answered yet.
    #[default]
    Unanswered,
}

impl Answer {
    /// Whether something is still unknown: it counts between the scale's worst and best.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotKnown | Self::Unanswered)
    }
}

/// What a leaf of a tree holds for one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// A number.
    Value(f64),
    /// Does not apply: leaves every denominator.
    NotApplicable,
    /// Applies and is not known.
    Missing,
}

impl Cell {
    /// The number, when there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value),
            Self::NotApplicable | Self::Missing => None,
        }
    }
}

impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Missing, Self::Value)
    }
}
