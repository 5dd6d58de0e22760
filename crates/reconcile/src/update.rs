//! What is said of a change at the source, and what was decided about earlier ones.

use std::fmt;

/// One change that the source made since the copy was last brought up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The same on every run: a hash of its place, what the base says there, and what the
    /// source says there now.
    pub id: String,
    /// The headings it stands under, or the name of the field.
    pub section: String,
    /// What kind of change it is.
    pub kind: Kind,
    /// How it fits our version.
    pub state: State,
    /// What the base says there; empty when it was added.
    pub base: String,
    /// What our version says there; empty when it has nothing there.
    pub local: String,
    /// What the source says there now; empty when it was removed.
    pub upstream: String,
    /// What our version would say there once the change is taken.
    pub taken: String,
    /// Whether it changes a dose, a time, a quantity or a threshold.
    pub measured: bool,
}

/// The kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The source has something more.
    Added,
    /// The source has something no more.
    Removed,
    /// The source says something otherwise.
    Changed,
    /// The source has something elsewhere.
    Moved,
    /// Only the number of a heading is another.
    Renumbered,
    /// A field of the front matter.
    Field,
}

/// How a change fits our version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It can be taken without touching anything of ours.
    Clean,
    /// Our version says so already.
    AlreadyThere,
    /// Ours was edited in the same place.
    TouchesLocalEdit,
    /// It was refused, and the source changed that place again.
    RefusedBefore,
}

impl Kind {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Renumbered => "renumbered",
            Self::Field => "field",
        }
    }
}

impl State {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::AlreadyThere => "already_there",
            Self::TouchesLocalEdit => "touches_local_edit",
            Self::RefusedBefore => "refused_before",
        }
    }

    /// Whether a person has to decide.
    pub fn asks(self) -> bool {
        matches!(self, Self::TouchesLocalEdit | Self::RefusedBefore)
    }
}

/// A change that was refused before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Its section, as the update said it.
    pub section: String,
    /// What the source said there, and was refused.
    pub refused: String,
}

/// What is decided about an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Use it.
    Take,
    /// Use it in our words.
    TakeAs(String),
    /// Keep ours.
    Refuse,
    /// Decide later.
    PutOff,
}

/// What decisions led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The base, with every change that was taken or refused.
    pub base: String,
    /// Our version, with every change that was taken.
    pub local: String,
}

/// A text is longer than 2 MiB, or has more than 10,000 parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text is longer than 2 MB or has more than 10,000 paragraphs, items and headings")
    }
}

impl std::error::Error for TooLarge {}
