//! What a source changed since a copy was made: which changes wait, and what our people decided about each.
//!
//! Which changes wait, and how each fits, is `reconcile`'s to say. Kept is one text, the source as the copy has settled
//! it, and a row for each decision. Nothing that is used changes the text in force: it makes the next draft.

mod changes;
mod forms;
pub mod pages;
mod round;
pub(super) mod store;
pub(super) mod views;

pub use changes::{Answer, UpdateError, decide, seen};
pub use round::{Round, round};

use reconcile::{State, Update, UpdateKind};

use crate::blueprints::{ChangeClass, SectionKind};
use crate::journal::{Column, RecordTable};

pub(crate) const COPY_BASES: RecordTable = RecordTable {
    name: "copy_bases",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Integer("source_number"),
        Column::Text("base_hash"),
        Column::Text("settled_on"),
    ],
    ends: true,
};

pub(crate) const UPDATE_DECISIONS: RecordTable = RecordTable {
    name: "update_decisions",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("update_id"),
        Column::Text("decision"),
        Column::Text("words_hash"),
        Column::Integer("source_number"),
        Column::Text("base_before"),
        Column::Text("text_before"),
        Column::Text("text_after"),
        Column::Bytes("decided_by"),
        Column::Text("decided_on"),
    ],
    ends: true,
};

/// What was decided about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It was used as the source says it.
    Used,
    /// It was used in our words.
    InOwnWords,
    /// Ours was kept.
    KeptOurs,
    /// It is decided later.
    Later,
}

impl How {
    /// Every way, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Used, Self::InOwnWords, Self::KeptOurs, Self::Later];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::InOwnWords => "used-in-own-words",
            Self::KeptOurs => "kept-ours",
            Self::Later => "later",
        }
    }

    /// What was done, on pages.
    #[must_use]
    pub fn done(self) -> &'static str {
        match self {
            Self::Used => "Used",
            Self::InOwnWords => "Used in our words",
            Self::KeptOurs => "Kept ours",
            Self::Later => "To be decided later",
        }
    }

    /// The way of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.word() == word)
    }
}

/// A change that waits, and which version of the source made it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The change.
    pub update: Update,
    /// The version that made it.
    pub number: i64,
    /// What the source said of that version.
    pub note: String,
    /// The day of that version.
    pub on: String,
    /// What kind of change it is.
    pub class: Option<ChangeClass>,
    /// Whether somebody put it off.
    pub is_put_off: bool,
}

impl Waiting {
    /// Whether it may be used together with others: it fits, and holds nothing that could harm unread.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.update.state == State::Clean && !is_careful(&self.update) && self.class != Some(ChangeClass::Safety)
    }

    /// What kind of change it is, in the order in which they are looked at.
    #[must_use]
    pub fn rank(&self) -> usize {
        let class = self.class.and_then(|class| ChangeClass::ALL.iter().position(|other| *other == class));
        class.unwrap_or(ChangeClass::ALL.len())
    }
}

/// Whether a change is always looked at by itself: it touches a dose, a time, a quantity, a threshold, a hazard or its
/// control.
#[must_use]
pub fn is_careful(update: &Update) -> bool {
    let is_safety = |heading: &str| SectionKind::of(heading) == Some(SectionKind::Safety);
    let speaks_of_hazards = [&update.base, &update.upstream].iter().any(|text| {
        let text = text.to_lowercase();
        text.contains("hazard") || text.contains("control")
    });
    update.measured || speaks_of_hazards || update.section.split(" > ").any(is_safety)
}

/// How a change fits, on pages.
#[must_use]
pub fn fitting(state: State) -> &'static str {
    match state {
        State::Clean => "Fits: you did not change this",
        State::AlreadyThere => "Your version says so already",
        State::TouchesLocalEdit => "You changed this too",
        State::RefusedBefore => "You kept yours before, and the source has changed this again",
    }
}

/// What a change does, on pages.
#[must_use]
pub fn doing(kind: UpdateKind) -> &'static str {
    match kind {
        UpdateKind::Added => "Added",
        UpdateKind::Removed => "Taken out",
        UpdateKind::Changed => "Changed",
        UpdateKind::Moved => "Moved",
        UpdateKind::Renumbered => "Numbered anew",
        UpdateKind::Field => "A fact changed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(section: &str, base: &str, upstream: &str, measured: bool) -> Update {
        Update {
            id: String::new(),
            section: section.to_owned(),
            kind: UpdateKind::Changed,
            state: State::Clean,
            base: base.to_owned(),
            local: base.to_owned(),
            upstream: upstream.to_owned(),
            taken: upstream.to_owned(),
            measured,
        }
    }

    #[test]
    fn what_could_harm_unread_is_looked_at_by_itself() {
        assert!(!is_careful(&update("Steps", "Ask.", "Ask first.", false)));
        assert!(is_careful(&update("Steps", "Give 10 mg.", "Give 20 mg.", true)));
        assert!(is_careful(&update("Standards and safety > Ours", "Ask.", "Ask first.", false)));
        assert!(is_careful(&update("Steps", "The hazard is low.", "It is low.", false)));
    }
}
