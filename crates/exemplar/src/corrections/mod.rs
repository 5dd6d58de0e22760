//! Corrections: a public record that somebody disputes, whether the office finds it arguable, and how it was answered.
//!
//! Who disputes, and in which words, lies beside the journal. The record's page says that a correction is open, and since
//! when: at once when the organisation listed asks, otherwise when somebody of the office found it arguable.

mod changes;
mod forms;
pub mod pages;
mod store;
mod views;

pub use changes::{DisputeError, Mend, NewDispute, answer, dispute};
pub use pages::{beside, unsettled, waiting};
pub use store::{MoveRow, Row};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::journal::{Column, RecordTable};
use crate::platform::working_days;

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[&CORRECTIONS, &MOVES, &CHANGES];

pub(crate) const CORRECTIONS: RecordTable = RecordTable {
    name: "corrections",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("record"),
        Column::Text("organisation"),
        Column::Bytes("account_id"),
        Column::Integer("is_concerned"),
        Column::Text("asked_on"),
    ],
    ends: false,
};

pub(crate) const MOVES: RecordTable = RecordTable {
    name: "correction_moves",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("correction_id"),
        Column::Integer("number"),
        Column::Text("what"),
        Column::Text("words"),
        Column::Bytes("account_id"),
        Column::Text("moved_on"),
    ],
    ends: false,
};

pub(crate) const CHANGES: RecordTable = RecordTable {
    name: "correction_changes",
    key: Column::Bytes("id"),
    columns: &[Column::Bytes("correction_id"), Column::Text("about"), Column::Text("said"), Column::Text("says")],
    ends: false,
};

/// Within how many working days the office says whether a dispute is arguable.
pub const TO_LOOK: u32 = 2;

/// Within how many working days an open correction is answered.
pub const TO_ANSWER: u32 = 20;

/// How many disputes one person sends in a day.
const MOST_OF_ONE: i64 = 10;

/// How many disputes come in a day from people who are not signed in.
const MOST_OF_READERS: i64 = 200;

/// How many of one record wait at once from people who are not signed in.
const MOST_OF_RECORD: i64 = 5;

/// What became of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// There is something in it: the page says that it is open.
    Arguable,
    /// There is not, and why.
    NotArguable,
    /// The record was wrong, and was mended.
    Upheld,
    /// Part of it was.
    PartlyUpheld,
    /// The record stands.
    NotUpheld,
}

impl What {
    /// Every one, in order.
    pub const ALL: [Self; 5] = [Self::Arguable, Self::NotArguable, Self::Upheld, Self::PartlyUpheld, Self::NotUpheld];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Arguable => "arguable",
            Self::NotArguable => "not-arguable",
            Self::Upheld => "upheld",
            Self::PartlyUpheld => "partly-upheld",
            Self::NotUpheld => "not-upheld",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Arguable => "Arguable",
            Self::NotArguable => "Not arguable",
            Self::Upheld => "Upheld",
            Self::PartlyUpheld => "Partly upheld",
            Self::NotUpheld => "Not upheld",
        }
    }

    /// What a word says, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.word() == word)
    }
}

/// What whoever disputes wrote, and where they are answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub mail: String,
    /// What is wrong.
    pub wrong: String,
    /// What shows it.
    pub proof: String,
}

/// A dispute with what became of it, in order.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The dispute.
    pub row: Row,
    /// What became of it.
    pub moves: Vec<MoveRow>,
    /// What it changed: what the record said, and what it says since.
    pub changes: Vec<(String, String)>,
}

/// How a dispute stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Somebody of the office has to look at it, by this day.
    Waits(Date),
    /// Its page says that it is open, and an answer is due by this day.
    Open(Date),
    /// There was nothing in it.
    NotArguable,
    /// It was answered.
    Answered(What),
}

impl Correction {
    /// Since when its page says that it is open; none when it does not.
    #[must_use]
    pub fn opened_on(&self) -> Option<&str> {
        let arguable = self.moves.iter().find(|row| row.what() == Some(What::Arguable));
        match self.row.is_concerned() {
            true => Some(&self.row.asked_on),
            false => arguable.map(|row| row.moved_on.as_str()),
        }
    }

    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let due = |day: &str, days| working_days::after(day.parse().unwrap_or(Date::MAX), days);
        match self.moves.last().and_then(MoveRow::what) {
            Some(What::NotArguable) => Standing::NotArguable,
            Some(answer @ (What::Upheld | What::PartlyUpheld | What::NotUpheld)) => Standing::Answered(answer),
            Some(What::Arguable) | None => match self.opened_on() {
                Some(day) => Standing::Open(due(day, TO_ANSWER)),
                None => Standing::Waits(due(&self.row.asked_on, TO_LOOK)),
            },
        }
    }

    /// Whether everyone may read of it.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.opened_on().is_some()
    }

    /// What can be said of it next.
    #[must_use]
    pub fn next(&self) -> &'static [What] {
        match self.standing() {
            Standing::Waits(_) => &[What::Arguable, What::NotArguable],
            Standing::Open(_) => &[What::Upheld, What::PartlyUpheld, What::NotUpheld],
            Standing::NotArguable | Standing::Answered(_) => &[],
        }
    }
}

/// A record that can be disputed: the address of a public page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A programme, and perhaps the organisation a page of it is about.
    Programme(String, Option<String>),
    /// An organisation.
    Organisation(String),
    /// A guide.
    Guide(String),
    /// A place that plans together.
    Footprint(String),
    /// A system in use.
    System(String),
}

impl Record {
    /// The record at an address; none for what is no record.
    #[must_use]
    pub fn at(address: &str) -> Option<Self> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '_');
        if address.len() > 200 || !address.chars().all(is_plain) {
            return None;
        }
        let parts: Vec<&str> = address.strip_prefix('/')?.split('/').collect();
        match parts.as_slice() {
            ["programmes", slug, "members", code] => {
                Some(Self::Programme((*slug).to_owned(), Some((*code).to_owned())))
            }
            ["programmes", slug, ..] => Some(Self::Programme((*slug).to_owned(), None)),
            ["organisations", code, ..] => Some(Self::Organisation((*code).to_owned())),
            ["footprints", slug] => Some(Self::Footprint((*slug).to_owned())),
            ["systems", slug] => Some(Self::System((*slug).to_owned())),
            ["blueprints", slug, ..] => Some(Self::Guide((*slug).to_owned())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(is_concerned: bool, moves: &[(What, &str)]) -> Correction {
        let moves = moves.iter().map(|(what, on)| MoveRow::for_test(*what, on)).collect();
        Correction { row: Row::for_test(is_concerned, "2026-11-20"), moves, changes: Vec::new() }
    }

    #[test]
    fn a_rival_marks_no_page_and_the_organisation_listed_does_at_once() {
        let by_a_reader = correction(false, &[]);
        assert!(!by_a_reader.is_public());
        assert_eq!(by_a_reader.standing(), Standing::Waits("2026-11-24".parse().unwrap()), "two working days");
        let by_itself = correction(true, &[]);
        assert!(by_itself.is_public());
        assert_eq!(by_itself.standing(), Standing::Open("2026-12-18".parse().unwrap()), "twenty working days");
        let arguable = correction(false, &[(What::Arguable, "2026-11-23")]);
        assert_eq!(arguable.opened_on(), Some("2026-11-23"));
        assert_eq!(correction(false, &[(What::NotArguable, "2026-11-23")]).standing(), Standing::NotArguable);
        assert!(!correction(false, &[(What::NotArguable, "2026-11-23")]).is_public());
    }

    #[test]
    fn what_is_answered_is_over() {
        let answered = correction(true, &[(What::PartlyUpheld, "2026-12-01")]);
        assert_eq!(answered.standing(), Standing::Answered(What::PartlyUpheld));
        assert!(answered.next().is_empty() && correction(true, &[]).next().len() == 3);
        assert_eq!(What::ALL.map(|what| What::from_word(what.word())), What::ALL.map(Some));
    }

    #[test]
    fn only_public_pages_are_records() {
        assert_eq!(Record::at("/organisations/RAL/milestones"), Some(Record::Organisation("RAL".into())));
        assert_eq!(Record::at("/programmes/x/members/RAL"), Some(Record::Programme("x".into(), Some("RAL".into()))));
        for other in ["/me", "https://a.example/", "//evil", "/organisations", "/office/jobs", "/programmes/x?y=1"] {
            assert_eq!(Record::at(other), None, "{other}");
        }
    }
}
