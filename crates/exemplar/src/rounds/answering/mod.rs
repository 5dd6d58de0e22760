//! Answering a question set in the browser: section by section, by whom it was asked, with reasons and evidence; two people
//! sign, and after that only the office opens named sections again.
//!
//! Each save writes the answers anew, so that nothing that was said is lost. What was signed last is what counts, also while
//! sections are open again.

mod changes;
pub mod evidence;
mod forms;
pub mod pages;
mod sheets;
mod store;
mod views;

use std::collections::BTreeMap;

use composite::{Answer, Framework};
use jiff::civil::Date;

use super::store::{AssessmentRow, RoundRow};
use super::{Note, Notes, parted};
use crate::journal::{Column, RecordTable};
use crate::platform::dates;
use crate::platform::files::sha256_hex;
pub use changes::{AnsweringError, remind};
pub(in crate::rounds) use evidence::shown as evidence_shown;
pub(in crate::rounds) use pages::standing;
pub(in crate::rounds) use store::signers;
pub(in crate::rounds) use views::odd;

pub(crate) const SIGNATURES: RecordTable = RecordTable {
    name: "assessment_signatures",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("round"),
        Column::Text("organisation"),
        Column::Text("kind"),
        Column::Text("answers_hash"),
        Column::Bytes("account_id"),
        Column::Bytes("saved_by"),
        Column::Text("signed_on"),
    ],
    ends: false,
};

pub(crate) const OPENINGS: RecordTable = RecordTable {
    name: "section_openings",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("round"),
        Column::Text("organisation"),
        Column::Text("section"),
        Column::Text("why"),
        Column::Text("opened_on"),
    ],
    ends: true,
};

pub(crate) const OWNERS: RecordTable = RecordTable {
    name: "section_owners",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("round"),
        Column::Text("organisation"),
        Column::Text("section"),
        Column::Bytes("account_id"),
    ],
    ends: true,
};

/// How many days before its last day those who have not answered a round are reminded.
const REMINDERS: [i64; 4] = [28, 14, 3, 0];

/// The reminder to send on `today` of a round that closes on `closes`; after that day there is none.
fn reminder(closes: Date, today: Date, sent: &[i64]) -> Option<i64> {
    dates::reminder(&REMINDERS, closes, today, sent).filter(|_| today <= closes)
}

/// As whom somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signer {
    /// The director who answers for it.
    Director,
    /// A member of the board.
    Board,
}

impl Signer {
    pub(super) const ALL: [Self; 2] = [Self::Director, Self::Board];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Director => "director",
            Self::Board => "board",
        }
    }

    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Director => "The accountable director",
            Self::Board => "A member of the board",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|signer| signer.word() == word)
    }
}

/// How answers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rounds) enum Life {
    /// They are being answered: all sections.
    Open,
    /// Two people signed them.
    Signed,
    /// They were signed, and the office opened some sections again.
    OpenAgain,
}

/// What an organisation says in a round so far.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub round: RoundRow,
    pub organisation: String,
    pub framework: Framework,
    /// The place of its care setting in the question set, when that knows it.
    pub setting: Option<usize>,
    pub care_setting: String,
    /// The row that holds; none before the first save.
    pub row: Option<AssessmentRow>,
    pub answers: Vec<Answer>,
    pub notes: Notes,
    pub life: Life,
    /// The ids of sections that are open again, and why.
    pub openings: BTreeMap<String, String>,
}

impl Standing {
    /// The sections that questions stand in and that are asked here, by their places.
    pub(super) fn sections(&self) -> Vec<usize> {
        (0..self.framework.sections.len()).filter(|section| !self.asked(*section).is_empty()).collect()
    }

    /// The questions of a section that are asked here and apply, by their places.
    pub(super) fn asked(&self, section: usize) -> Vec<usize> {
        let applies = |place: &usize| self.framework.applies(*place, self.setting, &self.answers);
        self.framework.questions_in(section).map(|(place, _)| place).filter(applies).collect()
    }

    /// The section in which a question is asked here; none when it is not, or does not apply.
    pub(super) fn section_asking(&self, question: &str) -> Option<usize> {
        let place = self.framework.question(question)?;
        self.sections().into_iter().find(|section| self.asked(*section).contains(&place))
    }

    /// How many questions of a section are answered, of how many. "Not known" is an answer, and so is "does not apply".
    pub(super) fn progress(&self, section: usize) -> (usize, usize) {
        let asked = self.asked(section);
        let answered = asked.iter().filter(|place| self.answer(**place) != Answer::Unanswered).count();
        (answered, asked.len())
    }

    /// Whether nothing is left to answer.
    pub(super) fn is_complete(&self) -> bool {
        self.sections().iter().all(|section| {
            let (answered, asked) = self.progress(*section);
            answered == asked
        })
    }

    /// The answer to a question.
    pub(super) fn answer(&self, place: usize) -> Answer {
        self.answers.get(place).copied().unwrap_or_default()
    }

    /// Whether a section can be answered on this day.
    pub(super) fn is_open(&self, section: usize, today: Date) -> bool {
        let id = self.framework.sections.get(section).map_or("", |section| section.id.as_str());
        match self.life {
            Life::Open => self.round.takes_answers(today),
            Life::Signed => false,
            Life::OpenAgain => self.openings.contains_key(id),
        }
    }

    /// What a signature is bound to: the row that was seen.
    pub(super) fn seen(&self) -> String {
        self.row.as_ref().map(seen).unwrap_or_default()
    }

    /// A hash over what a section holds, to notice that somebody else saved it meanwhile. Files have forms of their own.
    pub(super) fn seen_of(&self, section: usize) -> String {
        let said = self.framework.questions_in(section).map(|(place, question)| {
            let note = self.notes.get(&question.id).cloned().unwrap_or_default();
            let Note { why, evidence, link, until, .. } = note;
            format!("{} {why} {evidence} {link} {until}\n", super::word(self.answer(place)))
        });
        sha256_hex(said.collect::<String>().as_bytes())
    }
}

/// What a signature of these answers is bound to.
pub(super) fn seen(row: &AssessmentRow) -> String {
    let notes = row.notes_hash.as_deref().unwrap_or_default();
    sha256_hex(format!("{}\n{}\n{notes}\n", row.from_sequence, row.answers).as_bytes())
}

/// The answers of a row; none of anything before the first save, or when the question set is another.
pub(super) fn answers_of(row: Option<&AssessmentRow>, framework: &Framework) -> Vec<Answer> {
    row.and_then(|row| parted(&row.answers, framework).ok())
        .unwrap_or_else(|| vec![Answer::Unanswered; framework.questions.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_goes_out_once_and_never_after_the_last_day() {
        let closes: Date = "2026-12-18".parse().unwrap();
        let on = |day: &str, sent: &[i64]| reminder(closes, day.parse().unwrap(), sent);
        assert_eq!(on("2026-11-19", &[]), None);
        assert_eq!(on("2026-11-20", &[]), Some(28));
        assert_eq!(on("2026-11-21", &[28]), None);
        assert_eq!(on("2026-12-10", &[]), Some(14), "what was missed is not made up for");
        assert_eq!(on("2026-12-18", &[28, 14, 3]), Some(0));
        assert_eq!(on("2026-12-19", &[]), None);
    }
}
