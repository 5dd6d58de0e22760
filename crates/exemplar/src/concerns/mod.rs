//! Concerns about the safety of a guide: reported by anyone, read by the safety officers of those whose guide it is and by
//! the programme office alone, answered within two working days, and where there is something in it, made a safety notice.
//!
//! Who reports, and every word of it, lies beside the journal. Not here: what copies have to answer (`copies::notices`).

mod changes;
mod forms;
pub mod pages;
mod store;
mod views;

pub use changes::{ConcernError, NewConcern, report};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::journal::{Column, RecordTable};
use crate::platform::working_days;

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[&CONCERNS, &ANSWERS];

pub(crate) const CONCERNS: RecordTable = RecordTable {
    name: "concerns",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("organisation"),
        Column::Bytes("account_id"),
        Column::Text("reported_on"),
        Column::Text("due_on"),
    ],
    ends: false,
};

pub(crate) const ANSWERS: RecordTable = RecordTable {
    name: "concern_answers",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("concern_id"),
        Column::Text("what"),
        Column::Bytes("account_id"),
        Column::Text("answered_on"),
    ],
    ends: false,
};

/// Within how many working days a concern is answered.
const TO_ANSWER: u32 = 2;

/// How many concerns one person reports in a day.
const MOST_OF_ONE: i64 = 10;

/// How many come in a day from people who are not signed in.
const MOST_OF_READERS: i64 = 200;

/// How many about one guide wait at once from people who are not signed in.
const MOST_OF_GUIDE: i64 = 5;

/// By when a concern of `day` is answered.
fn answer_by(day: Date) -> Date {
    working_days::after(day, TO_ANSWER)
}

/// How a concern was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// With words.
    Answered,
    /// With words, and a notice to everybody who has a copy.
    Notice,
}

impl What {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Answered, Self::Notice];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Notice => "notice",
        }
    }

    /// What a word says, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.word() == word)
    }
}

/// What whoever reports wrote, and where they are answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub mail: String,
    /// What could go wrong, and where in the guide.
    pub concern: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concern_is_answered_in_two_working_days() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(answer_by(day("2026-11-20")), day("2026-11-24"), "over a weekend");
        assert_eq!(What::ALL.map(|what| What::from_word(what.word())), What::ALL.map(Some));
    }
}
