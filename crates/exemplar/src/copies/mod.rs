//! Copies: one organisation taking another's guide as its own, and its steps as a plan.
//!
//! A copy is a blueprint like any other, with one row here: its source, the version it was taken
//! from, the text they have in common, and how far it got. `blueprints` knows nothing of copies. `updates/` brings a copy
//! up to date, `notices/` tells every copy when its source was unsafe, `mine/` shows an
//! organisation all of its copies, `attaching/` makes copies of documents made elsewhere, `tree/` shows
//! who copied what from whom, `offering/` gives changes back to a source.

mod around;
pub mod attaching;
mod calendar;
mod changes;
mod forms;
pub mod mine;
pub mod notices;
pub mod offering;
pub mod pages;
mod store;
pub mod tree;
pub mod updates;
mod views;

pub use around::{Around, around, sources_of};
pub use changes::{CopyError, copy, note_step, set_standing};
pub use pages::steps_of;
pub use store::{CopyRow, StepRow, find as copy_of, of_organisation, of_source as copies_of};

use crate::journal::{Column, RecordTable};

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[
    &COPIES,
    &STEPS,
    &updates::COPY_BASES,
    &updates::UPDATE_DECISIONS,
    &notices::NOTICES,
    &notices::DUTIES,
    &notices::ANSWERS,
    &notices::REMINDERS,
    &notices::DIRECTORS,
    &offering::OFFERS,
    &offering::ANSWERS,
];

pub(crate) const COPIES: RecordTable = RecordTable {
    name: "copies",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Bytes("source_id"),
        Column::Integer("source_number"),
        Column::Text("base_hash"),
        Column::Text("organisation"),
        Column::Text("standing"),
        Column::Text("cost"),
        Column::Integer("months"),
        Column::Text("evidence"),
        Column::Text("note"),
        Column::Text("known_from"),
        Column::Text("known_until"),
        Column::Integer("first_sequence"),
    ],
    ends: true,
};

pub(crate) const STEPS: RecordTable = RecordTable {
    name: "plan_steps",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("title"),
        Column::Text("owner"),
        Column::Text("due_on"),
        Column::Text("done_on"),
        Column::Text("note"),
    ],
    ends: true,
};

/// How far a copy got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is thought about.
    Considering,
    /// It is being made ours.
    Adapting,
    /// We work by it.
    Live,
    /// We no longer do, or never did.
    Stopped,
}

impl Standing {
    /// Every standing, in order.
    pub const ALL: [Self; 4] = [Self::Considering, Self::Adapting, Self::Live, Self::Stopped];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Considering => "considering",
            Self::Adapting => "adapting",
            Self::Live => "live",
            Self::Stopped => "stopped",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Considering => "Considering it",
            Self::Adapting => "Adapting it",
            Self::Live => "Live",
            Self::Stopped => "Stopped",
        }
    }

    /// The standing of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

/// What an organisation says of its copy, for everyone to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How far it got.
    pub standing: Standing,
    /// What it cost, in their words.
    pub cost: String,
    /// How many months it took.
    pub months: Option<i64>,
    /// How they know that it works.
    pub evidence: String,
    /// Anything else; why it stopped.
    pub note: String,
}

impl Report {
    /// What is said of a copy that was just made.
    #[must_use]
    pub fn considering() -> Self {
        Self {
            standing: Standing::Considering,
            cost: String::new(),
            months: None,
            evidence: String::new(),
            note: String::new(),
        }
    }
}

/// At how many organisations copies are live, and the middle of the months it took those who say; of two in the middle the
/// longer, so that nobody is promised too much.
#[must_use]
pub fn live(reports: &[Report]) -> (usize, Option<i64>) {
    let live = reports.iter().filter(|report| report.standing == Standing::Live);
    let mut months: Vec<i64> = live.clone().filter_map(|report| report.months).collect();
    months.sort_unstable();
    (live.count(), months.get(months.len() / 2).copied())
}

/// A step of the text with what is planned for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStep {
    /// Its place in the text, from 1; none when the text no longer has it.
    pub place: Option<usize>,
    /// Its title.
    pub title: String,
    /// What was written down for it.
    pub row: Option<StepRow>,
}

/// The plan of a text: its steps in order, each with what was written down under its title; then what was written down
/// for steps that are no longer there.
#[must_use]
pub fn plan(steps: &[String], mut rows: Vec<StepRow>) -> Vec<PlannedStep> {
    let mut planned: Vec<PlannedStep> = Vec::new();
    for (place, title) in (1..).zip(steps) {
        let at = rows.iter().position(|row| row.title == *title);
        planned.push(PlannedStep { place: Some(place), title: title.clone(), row: at.map(|at| rows.remove(at)) });
    }
    planned.extend(rows.into_iter().map(|row| PlannedStep { place: None, title: row.title.clone(), row: Some(row) }));
    planned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_live_copies_count_and_the_middle_of_two_is_the_longer() {
        let report = |standing, months| Report { standing, months, ..Report::considering() };
        let of = [
            report(Standing::Live, Some(4)),
            report(Standing::Live, Some(9)),
            report(Standing::Live, None),
            report(Standing::Stopped, Some(1)),
        ];
        assert_eq!(live(&of), (3, Some(9)));
        assert_eq!(live(&[]), (0, None));
    }

    #[test]
    fn a_plan_follows_its_steps_wherever_they_stand_and_loses_nothing() {
        let row = |title: &str| StepRow::new(uuid::Uuid::nil(), title);
        let steps = ["Train".to_owned(), "Survey".to_owned()];
        let planned = plan(&steps, vec![row("Survey"), row("Buy")]);
        let said: Vec<_> = planned.iter().map(|step| (step.place, step.title.as_str(), step.row.is_some())).collect();
        assert_eq!(said, [(Some(1), "Train", false), (Some(2), "Survey", true), (None, "Buy", true)]);
    }
}
