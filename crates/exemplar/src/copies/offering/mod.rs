//! Offering a change of a copy back to its source: the copy's people choose, the source's people use it with credit or
//! decline it with a reason. A change that several copies made alike comes as a suggestion by itself.
//!
//! A copy held against its source the other way round is the same question as an update: what `reconcile` says of a change
//! at the source it says here of a change of ours.

mod changes;
mod forms;
pub mod pages;
mod round;
mod store;
mod views;

pub use changes::{OfferError, Offering, offer};
pub use round::{Ready, ready};

use crate::journal::{Column, RecordTable};

pub(crate) const OFFERS: RecordTable = RecordTable {
    name: "offers",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Bytes("source_id"),
        Column::Text("organisation"),
        Column::Text("update_id"),
        Column::Text("base_hash"),
        Column::Text("text_hash"),
        Column::Text("words_hash"),
        Column::Integer("alike"),
        Column::Bytes("account_id"),
        Column::Text("offered_on"),
    ],
    ends: false,
};

pub(crate) const ANSWERS: RecordTable = RecordTable {
    name: "offer_answers",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("offer_id"),
        Column::Text("answer"),
        Column::Text("words_hash"),
        Column::Bytes("account_id"),
        Column::Text("answered_on"),
    ],
    ends: false,
};

/// What the source's people made of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// They used it as it was offered.
    Used,
    /// They used it in their words.
    InOwnWords,
    /// They did not, and why.
    Declined,
}

impl Reply {
    /// Every reply, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Used, Self::InOwnWords, Self::Declined];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::InOwnWords => "used-in-own-words",
            Self::Declined => "declined",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Used => "Used",
            Self::InOwnWords => "Used in the source\u{2019}s words",
            Self::Declined => "Declined",
        }
    }

    /// The reply of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reply| reply.word() == word)
    }
}

/// Whose changes a version has, for its note: the organisation's name, how many copies made it alike (0 where it was
/// offered), and how many changes. Empty when it has none.
fn credit(used: &[(&str, i64, i64)]) -> String {
    let said = |(name, alike, count): &(&str, i64, i64)| {
        let what = if *count == 1 { "a change".to_owned() } else { format!("{count} changes") };
        match alike {
            0 => format!("{what} from {name}"),
            copies => format!("{what} that {copies} copies made alike"),
        }
    };
    let all: Vec<String> = used.iter().map(said).collect();
    match all.split_last() {
        None => String::new(),
        Some((only, [])) => format!("With {only}"),
        Some((last, before)) => format!("With {} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_of_a_version_says_whose_changes_it_has() {
        assert_eq!(credit(&[]), "");
        assert_eq!(credit(&[("Ashby", 0, 1)]), "With a change from Ashby");
        let all = [("Ashby", 0, 1), ("Oxley Vale", 0, 2), ("Ashby", 3, 1)];
        let words = "With a change from Ashby, 2 changes from Oxley Vale and a change that 3 copies made alike";
        assert_eq!(credit(&all), words);
    }

    #[test]
    fn every_word_is_read_again() {
        assert_eq!(Reply::ALL.map(|reply| Reply::from_word(reply.word())), Reply::ALL.map(Some));
    }
}
