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

pub use changes::OfferError;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_again() {
        assert_eq!(Reply::ALL.map(|reply| Reply::from_word(reply.word())), Reply::ALL.map(Some));
    }
}
