//! The form of a hazard.

use serde::Deserialize;

use super::Errors;
use crate::blueprints::WrittenHazard;

/// The longest answer, in characters.
const LONGEST: usize = 2_000;

/// A hazard.
#[derive(Debug, Default, Deserialize)]
pub struct HazardForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// What the hazard was when the form was shown.
    #[serde(default)]
    pub before: String,
    /// What could happen.
    #[serde(default)]
    pub hazard: String,
    /// What would cause it.
    #[serde(default)]
    pub cause: String,
    /// What it would do to a patient.
    #[serde(default)]
    pub effect: String,
    /// What controls it.
    #[serde(default)]
    pub control: String,
    /// What is left.
    #[serde(default)]
    pub left: String,
    /// `remove` takes it out.
    #[serde(default)]
    pub how: String,
}

impl HazardForm {
    /// The names of its inputs, in the order in which a hazard is written.
    pub(in crate::writing) const NAMES: [&'static str; 5] = ["hazard", "cause", "effect", "control", "left"];

    /// The form with a hazard.
    pub(in crate::writing) fn of([hazard, cause, effect, control, left]: &WrittenHazard, before: String) -> Self {
        let [hazard, cause, effect, control, left] = [hazard, cause, effect, control, left].map(Clone::clone);
        Self { before, hazard, cause, effect, control, left, ..Self::default() }
    }

    /// The form as somebody typed it.
    pub(in crate::writing) fn typed(field: impl Fn(&str) -> String) -> Self {
        Self::of(&Self::NAMES.map(&field), field("before"))
    }

    /// Whether the hazard is to go.
    pub(in crate::writing) fn takes_out(&self) -> bool {
        self.how == "remove"
    }

    /// The hazard, each answer on one line.
    pub(in crate::writing) fn written(&self) -> WrittenHazard {
        [&self.hazard, &self.cause, &self.effect, &self.control, &self.left]
            .map(|said| said.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// What is wrong with it.
    pub(in crate::writing) fn check(&self) -> Errors {
        if self.takes_out() {
            return Errors::new();
        }
        let written = self.written();
        let long = Self::NAMES.into_iter().zip(&written).filter(|(_, said)| said.chars().count() > LONGEST);
        let mut errors: Errors =
            long.map(|(name, _)| (name.to_owned(), format!("Say it in at most {LONGEST} characters"))).collect();
        if self.hazard.trim().is_empty() {
            errors.insert("hazard".to_owned(), "Say what could happen".to_owned());
        }
        errors
    }
}
