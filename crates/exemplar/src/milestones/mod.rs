//! Milestones: what they are, and the dates that were promised, are expected and were met, for each organisation.
//!
//! A date once said is never overwritten: what is expected now stands beside what was expected before. Not here: the
//! programmes they belong to, and evidence that somebody accepted.

mod changes;
pub mod confidence;
mod counting;
pub mod evidence;
mod export;
mod fitting;
mod framework;
pub mod pages;
mod plans;
mod reasons;
mod record;
pub mod reporting;
mod standing;
mod store;
mod titles;
mod views;

pub use changes::count_what_moved;
pub use counting::{Counts, recount};
pub use fitting::fits;
pub use framework::read as read_definitions;
pub use pages::whole::open;
pub use plans::{Late, Plan, plans};
pub use record::{Held, Point, curve_of, held};
pub use standing::stand_new;
pub use store::heads::that_count;
pub use store::{
    DateRow, MilestoneRow, Which, definitions, has_dates, of_organisation, put_aside, set_aside, with_counts,
};

pub use confidence::{CONFIDENCE, SCALE};
pub use titles::{Titles, titles};
pub use views::{curve_table, drawing};

use crate::facts::{Field, Rule, Shape};
use crate::journal::{Column, RecordTable};
use crate::platform::dates;

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[
    &MILESTONES,
    &DATES,
    &SET_ASIDE,
    &evidence::EVIDENCE,
    &evidence::DECISIONS,
    &confidence::SCALES,
    &confidence::CONFIDENCES,
    &reporting::ROUNDS,
    &reporting::REPORTS,
    &reporting::SIGNATURES,
    &reporting::OPENINGS,
];

pub(crate) const MILESTONES: RecordTable = RecordTable {
    name: "milestones",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("slug"),
        Column::Integer("place"),
        Column::Text("title"),
        Column::Text("covers"),
        Column::Text("evidence"),
        Column::Text("framework"),
        Column::Text("version"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

pub(crate) const DATES: RecordTable = RecordTable {
    name: "milestone_dates",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("milestone"),
        Column::Text("organisation"),
        Column::Text("kind"),
        Column::Text("due_on"),
        Column::Text("reason"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: false,
};

/// Dates that were recorded wrongly, and were set aside by a correction.
pub(crate) const SET_ASIDE: RecordTable = RecordTable {
    name: "milestone_dates_set_aside",
    key: Column::Bytes("id"),
    columns: &[Column::Bytes("date_id"), Column::Bytes("correction_id")],
    ends: false,
};

/// Definitions, as a file of them is read.
pub const MILESTONE: Shape = Shape {
    word: "definitions",
    tells: "framework",
    action: "milestones.definition",
    table: &MILESTONES,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("milestone", Rule::Slug).kept_as("slug"),
        Field::needed("place", Rule::Count),
        Field::needed("title", Rule::Text(200)),
        Field::maybe("covers", Rule::Text(1_000)),
        Field::needed("evidence", Rule::Text(5_000)),
        Field::needed("framework", Rule::Slug),
        Field::needed("version", Rule::Text(20)),
        Field::needed("source", Rule::Text(500)),
        Field::maybe("published", Rule::Past),
    ],
    check: |_| Ok(()),
    says: |line| format!("The milestone \u{201c}{}\u{201d}", line.word("title")),
};

/// Files of dates.
pub const DATE: Shape = Shape {
    word: "milestone dates",
    tells: "milestone",
    action: "milestones.date",
    table: &DATES,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("milestone", Rule::Slug),
        Field::key("organisation", Rule::Code),
        Field::key("kind", Rule::Word(&Kind::WORDS)),
        Field::key("date", Rule::Date).kept_as("due_on"),
        Field::maybe_key("reason", Rule::Word(&Reason::WORDS)),
        Field::maybe_key("note", Rule::Text(1_000)),
        Field::key("source", Rule::Text(500)),
        Field::maybe_key("published", Rule::Past),
    ],
    check: |line| match (line.word("kind"), line.text("reason")) {
        ("promised" | "done", Some(_)) => Err("only a date that is now expected has a reason".to_owned()),
        _ => Ok(()),
    },
    says: |line| {
        let said = match line.word("kind") {
            "promised" => "first promised for",
            "done" => "done",
            _ => "now expected",
        };
        let milestone = line.word("milestone").replace('-', " ");
        format!("{}: {milestone}, {said} {}", line.word("organisation"), dates::said(line.word("date")))
    },
};

/// Which of the three dates it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// First promised.
    Promised,
    /// Now expected.
    Expected,
    /// Done.
    Done,
}

impl Kind {
    /// The words in files.
    pub const WORDS: [&str; 3] = ["promised", "expected", "done"];

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "promised" => Self::Promised,
            "done" => Self::Done,
            _ => Self::Expected,
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Promised => "First promised",
            Self::Expected => "Now expected",
            Self::Done => "Done",
        }
    }
}

/// Why a date moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The supplier.
    Supplier,
    /// Their own staff.
    Staff,
    /// Their own money.
    Money,
    /// Money of the centre that has not come.
    CentreMoney,
    /// A decision of the centre that has not been taken.
    CentreDecision,
    /// A rule of the centre in the way.
    CentreRule,
    /// Anything else.
    Other,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Supplier,
        Self::Staff,
        Self::Money,
        Self::CentreMoney,
        Self::CentreDecision,
        Self::CentreRule,
        Self::Other,
    ];

    /// The words in files, in the order of [`Reason::ALL`].
    pub const WORDS: [&str; 7] =
        ["supplier", "staff", "own-money", "centre-money", "centre-decision", "centre-rule", "other"];

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Supplier => "The supplier",
            Self::Staff => "Staff",
            Self::Money => "Their own money",
            Self::CentreMoney => "Waiting for the centre: money",
            Self::CentreDecision => "Waiting for the centre: a decision",
            Self::CentreRule => "Waiting for the centre: a rule in the way",
            Self::Other => "Another reason",
        }
    }

    /// The reason of a word, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().position(|known| *known == word).and_then(|at| Self::ALL.get(at)).copied()
    }
}
