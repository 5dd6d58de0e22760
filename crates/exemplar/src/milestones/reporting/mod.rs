//! Rounds in which the members of a programme report on their milestones: what is known stands there already, only what
//! changed is asked, and two people sign.
//!
//! What was approved is frozen: it is never written to again. When the office opens parts of it again, what is approved then
//! stands beside it under the next number. The dates of an approved report become the organisation's public dates; nothing is
//! overwritten by that either.

mod changes;
mod forms;
pub mod pages;
mod store;
mod views;

pub use changes::{NewRound, ReportError, open_round, remind, save, sign};
pub use pages::{late, standing, waiting};
pub use store::RoundRow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::confidence::{ConfidenceRow, LevelRow};
use super::{MilestoneRow, Plan};
use crate::journal::{Column, RecordTable};
use crate::platform::files::sha256_hex;
use crate::programmes::ProgrammeRow;

pub(crate) const ROUNDS: RecordTable = RecordTable {
    name: "reporting_rounds",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("programme"),
        Column::Text("slug"),
        Column::Text("name"),
        Column::Text("opened_on"),
        Column::Text("due_on"),
    ],
    ends: false,
};

pub(crate) const REPORTS: RecordTable = RecordTable {
    name: "milestone_reports",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("programme"),
        Column::Text("round"),
        Column::Text("organisation"),
        Column::Integer("number"),
        Column::Text("state"),
        Column::Text("text_hash"),
        Column::Bytes("saved_by"),
        Column::Text("saved_on"),
    ],
    ends: true,
};

pub(crate) const SIGNATURES: RecordTable = RecordTable {
    name: "report_signatures",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("programme"),
        Column::Text("round"),
        Column::Text("organisation"),
        Column::Text("kind"),
        Column::Text("seen"),
        Column::Bytes("account_id"),
        Column::Bytes("saved_by"),
        Column::Text("signed_on"),
    ],
    ends: false,
};

pub(crate) const OPENINGS: RecordTable = RecordTable {
    name: "report_openings",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("programme"),
        Column::Text("round"),
        Column::Text("organisation"),
        Column::Text("part"),
        Column::Text("why"),
        Column::Text("opened_on"),
    ],
    ends: true,
};

/// A part of a report that the office can open again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The dates of the milestones.
    Dates,
    /// How sure they are.
    Confidence,
    /// What the pairing gave.
    Pairing,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Dates, Self::Confidence, Self::Pairing];

    /// The word in forms and the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Dates => "dates",
            Self::Confidence => "confidence",
            Self::Pairing => "pairing",
        }
    }

    /// The heading.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Dates => "Dates of milestones",
            Self::Confidence => "How sure they are to deliver",
            Self::Pairing => "What the pairing gave",
        }
    }

    /// The part of a word, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// What an organisation reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Of each milestone that is not done.
    pub dates: Vec<Reported>,
    /// How sure it is; none when the programme has no scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Sure>,
    /// What its pairings gave; none when it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairing: Option<Gave>,
}

/// What is reported of one milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The milestone, as addresses name it.
    pub milestone: String,
    /// What it is called.
    pub title: String,
    /// What was expected when this was reported, as dates are stored.
    pub was: String,
    /// What is expected now; none when nothing has changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
}

/// A date that moved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// What is expected now, as dates are stored.
    pub to: String,
    /// The word of the reason.
    pub reason: String,
    /// What happened.
    pub note: String,
}

/// How sure an organisation is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sure {
    /// The level on the scale in use.
    pub level: String,
    /// What that is called.
    pub title: String,
    /// Why.
    pub narrative: String,
    /// Whether it was said anew in this report.
    pub is_new: bool,
}

/// What pairings gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gave {
    /// The names of the partners.
    pub partners: Vec<String>,
    /// In words; empty when nothing new was said.
    pub words: String,
}

/// Who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer {
    /// Whoever passes it on.
    First,
    /// Whoever approves it.
    Second,
}

impl Signer {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::First => "passes-on",
            Self::Second => "approves",
        }
    }
}

/// A report as it stands: what is known, what was saved, and what was approved.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The programme.
    pub programme: ProgrammeRow,
    /// The round.
    pub round: RoundRow,
    /// The organisation, by code and name.
    pub organisation: (String, String),
    /// Its milestones that are not done, with their dates.
    pub plans: Vec<(MilestoneRow, Plan)>,
    /// Those without any date.
    pub undated: Vec<MilestoneRow>,
    /// The levels of the scale in use.
    pub levels: Vec<LevelRow>,
    /// What was said of its confidence in this programme.
    pub confidence: Vec<ConfidenceRow>,
    /// The names of its partners.
    pub partners: Vec<String>,
    draft: Option<(store::ReportRow, Report)>,
    approved: Option<(store::ReportRow, Report)>,
    /// The parts that are open again, and why.
    pub openings: Vec<(Part, String)>,
    signatures: Vec<store::SignatureRow>,
    savers: Vec<uuid::Uuid>,
}

impl Standing {
    /// Whether nothing can be changed: it is approved, and no part is open again.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.approved.is_some() && self.openings.is_empty()
    }

    /// Whether a part can be written.
    #[must_use]
    pub fn is_open(&self, part: Part) -> bool {
        self.approved.is_none() || self.openings.iter().any(|(open, _)| *open == part)
    }

    /// What a signature of the draft is bound to; empty when there is none.
    #[must_use]
    pub fn seen(&self) -> String {
        self.draft.as_ref().map(|(row, _)| seen(row)).unwrap_or_default()
    }

    /// Whether somebody passed it on.
    #[must_use]
    pub fn is_passed_on(&self) -> bool {
        self.signatures.iter().any(|row| row.kind == Signer::First.word())
    }

    /// Who cannot approve it: whoever saved any of it since it was last approved, and whoever passed it on.
    #[must_use]
    pub fn barred(&self) -> Vec<uuid::Uuid> {
        let signed = self.signatures.iter().map(store::SignatureRow::account);
        self.savers.iter().copied().chain(signed).collect()
    }

    /// The report that says that nothing has changed.
    #[must_use]
    pub fn unchanged(&self, pairing: &str) -> Report {
        let dates = self.plans.iter().filter_map(|(milestone, plan)| {
            Some(Reported {
                milestone: milestone.slug.clone(),
                title: milestone.title.clone(),
                was: plan.expected()?.stored().to_owned(),
                moved: None,
            })
        });
        let own = super::confidence::newest(&self.confidence, super::confidence::By::Own);
        let sure = own.map(|row| Sure {
            level: row.level.clone(),
            title: row.title().to_owned(),
            narrative: row.narrative.clone(),
            is_new: false,
        });
        let has_partners = !self.partners.is_empty();
        Report {
            dates: dates.collect(),
            confidence: sure,
            pairing: has_partners.then(|| Gave { partners: self.partners.clone(), words: pairing.to_owned() }),
        }
    }

    /// What the approved report says of a milestone's date that moved, when it is what is expected still.
    fn stays(&self, milestone: &str) -> Option<&Reported> {
        let (_, approved) = self.approved.as_ref()?;
        let said = approved.dates.iter().find(|said| said.milestone == milestone)?;
        let expected = self.plans.iter().find(|(known, _)| known.slug == milestone)?.1.expected()?;
        said.moved.as_ref().is_some_and(|moved| moved.to == expected.stored()).then_some(said)
    }

    /// A report with the parts that are not open as they were approved.
    #[must_use]
    pub fn kept(&self, mut report: Report) -> Report {
        if let Some((_, approved)) = &self.approved {
            if !self.is_open(Part::Dates) {
                report.dates.clone_from(&approved.dates);
            }
            if !self.is_open(Part::Confidence) {
                report.confidence.clone_from(&approved.confidence);
            }
            if !self.is_open(Part::Pairing) {
                report.pairing.clone_from(&approved.pairing);
            }
        }
        report
    }

    /// What approving the draft says anew: the dates that moved and the confidence, but for what the report that was approved
    /// before it said already.
    #[must_use]
    pub fn news(&self, report: &Report) -> (Vec<Reported>, Option<Sure>) {
        let before = self.approved.as_ref().map(|(_, before)| before);
        let is_new = |said: &&Reported| {
            said.moved.is_some() && !before.is_some_and(|before| before.dates.iter().any(|other| other == *said))
        };
        let dates = report.dates.iter().filter(is_new).cloned().collect();
        let sure = report.confidence.clone().filter(|sure| sure.is_new);
        (dates, sure.filter(|sure| before.and_then(|before| before.confidence.as_ref()) != Some(sure)))
    }
}

/// What a signature of this row is bound to.
fn seen(row: &store::ReportRow) -> String {
    let of = format!("{}\n{}\n{}\n{}\n", row.programme, row.round, row.organisation, row.from_sequence);
    sha256_hex(format!("{of}{}\n", row.text_hash).as_bytes())
}

/// The letter about a report that is due on `today` and has not gone out: 0 when the round opens, 1 a week before the day,
/// 2 when the day has passed, 3 a week later, 4 two weeks later. Those before it are not made up for.
#[must_use]
pub fn stage((opened, due): (Date, Date), today: Date, sent: &[i64]) -> Option<i64> {
    let left = i64::from((due - today).get_days());
    let now = match left {
        ..=-14 => 4,
        -13..=-7 => 3,
        -6..=-1 => 2,
        0..=7 if today > opened => 1,
        _ => 0,
    };
    (today >= opened && !sent.contains(&now)).then_some(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_each_stage_goes_out_once_and_those_missed_are_not_made_up_for() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let of = (day("2026-11-02"), day("2026-12-04"));
        let on = |today: &str, sent: &[i64]| stage(of, day(today), sent);
        assert_eq!(on("2026-11-01", &[]), None);
        assert_eq!(on("2026-11-02", &[]), Some(0));
        assert_eq!(on("2026-11-20", &[0]), None);
        assert_eq!(on("2026-11-27", &[0]), Some(1));
        assert_eq!(on("2026-12-04", &[0, 1]), None, "the day itself is in time");
        assert_eq!(on("2026-12-05", &[0, 1]), Some(2));
        assert_eq!(on("2026-12-11", &[]), Some(3));
        assert_eq!(on("2027-03-01", &[0, 1, 2, 3, 4]), None);
        assert_eq!(stage((day("2026-12-01"), day("2026-12-04")), day("2026-12-01"), &[]), Some(0));
    }
}
