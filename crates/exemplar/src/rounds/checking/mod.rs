//! Somebody else answers the same questions: a peer or an assessor sets what they found beside each answer and may ask about
//! it, the organisation replies, and what is agreed stands beside the claim.
//!
//! Only answers that two people signed are checked. Whoever checks comes from elsewhere and answered none of them. Who is
//! checked can be drawn at random, from a list and a seed that everybody can read ([`sample`]).

mod changes;
mod forms;
pub mod pages;
pub mod sample;
mod store;
mod views;

pub use changes::{Findings, draw, import, name};
pub use store::agreed as verified;

use std::collections::BTreeMap;

use composite::Answer;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::answering::Standing;
use crate::journal::{Column, RecordTable};
use store::{CheckRow, CheckerRow};

pub(crate) const CHECKERS: RecordTable = RecordTable {
    name: "assessment_checkers",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("round"),
        Column::Text("organisation"),
        Column::Bytes("account_id"),
        Column::Text("checker"),
        Column::Text("kind"),
        Column::Text("named_on"),
    ],
    ends: true,
};

pub(crate) const CHECKS: RecordTable = RecordTable {
    name: "assessment_checks",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("round"),
        Column::Text("organisation"),
        Column::Text("checked_by"),
        Column::Text("reason"),
        Column::Text("found"),
        Column::Text("agreed"),
        Column::Text("remarks_hash"),
        Column::Text("answers_hash"),
        Column::Text("checked_on"),
        Column::Text("state"),
        Column::Bytes("checker"),
        Column::Bytes("answered_by"),
        Column::Text("source"),
    ],
    ends: true,
};

pub(crate) const SAMPLES: RecordTable = RecordTable {
    name: "audit_samples",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("round"),
        Column::Integer("size"),
        Column::Integer("seed"),
        Column::Text("seed_from"),
        Column::Text("list_hash"),
        Column::Text("drawn"),
        Column::Text("known_from"),
    ],
    ends: false,
};

/// Who checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody of another organisation that answers too.
    Peer,
    /// Somebody whose work it is.
    Assessor,
}

impl Kind {
    pub(super) const ALL: [Self; 2] = [Self::Peer, Self::Assessor];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Peer => "peer",
            Self::Assessor => "assessor",
        }
    }

    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Peer => "A peer, of another organisation that answers too",
            Self::Assessor => "An assessor, whose work it is",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// How far a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It is being looked at.
    Open,
    /// The organisation was asked to reply.
    Asked,
    /// It replied, and what is agreed is to be said.
    Replied,
    /// It is agreed.
    Agreed,
}

impl Stage {
    pub(super) const ALL: [Self; 4] = [Self::Open, Self::Asked, Self::Replied, Self::Agreed];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Asked => "asked",
            Self::Replied => "replied",
            Self::Agreed => "final",
        }
    }

    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Open => "Being checked",
            Self::Asked => "Waits for the organisation\u{2019}s reply",
            Self::Replied => "Waits for what is agreed",
            Self::Agreed => "Checked and agreed",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }
}

/// What was said about an answer while it was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remark {
    /// What whoever checks saw.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub finding: String,
    /// What they want to know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// What the organisation replied.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
    /// Whether the organisation stands by its answer.
    #[serde(default)]
    pub stands: bool,
}

/// Remarks by the id of the question.
pub(super) type Remarks = BTreeMap<String, Remark>;

/// How a check stands.
#[derive(Clone, Debug)]
pub(super) struct Check {
    /// What is checked.
    pub standing: Standing,
    /// The row that holds; none before the first save.
    pub row: Option<CheckRow>,
    pub stage: Stage,
    /// What was found, one a question; unanswered where nobody looked.
    pub found: Vec<Answer>,
    /// What was agreed, once it is.
    pub agreed: Vec<Answer>,
    pub remarks: Remarks,
    /// Who was asked to check.
    pub checkers: Vec<CheckerRow>,
}

impl Check {
    /// What was found in place of an answer.
    pub(super) fn found(&self, place: usize) -> Answer {
        self.found.get(place).copied().unwrap_or_default()
    }

    /// What was said about an answer.
    pub(super) fn remark(&self, place: usize) -> Remark {
        let question = self.standing.framework.questions.get(place);
        question.and_then(|question| self.remarks.get(&question.id)).cloned().unwrap_or_default()
    }

    /// Whether something else was found than was claimed.
    pub(super) fn differs(&self, place: usize) -> bool {
        self.found(place) != Answer::Unanswered && self.found(place) != self.standing.answer(place)
    }

    /// The answers that the organisation is asked about: those found to be otherwise, and those with a question.
    pub(super) fn asked(&self) -> Vec<usize> {
        let is_asked = |place: &usize| self.differs(*place) || !self.remark(*place).question.is_empty();
        (0..self.standing.framework.questions.len()).filter(is_asked).collect()
    }

    /// The answers that the organisation stands by against what was found.
    pub(super) fn disputed(&self) -> Vec<usize> {
        (0..self.found.len()).filter(|place| self.differs(*place) && self.remark(*place).stands).collect()
    }

    /// How many answers of a section were looked at, of how many.
    pub(super) fn progress(&self, section: usize) -> (usize, usize) {
        let asked = self.standing.asked(section);
        (asked.iter().filter(|place| self.found(**place) != Answer::Unanswered).count(), asked.len())
    }

    /// How many answers were looked at.
    pub(super) fn looked_at(&self) -> usize {
        self.found.iter().filter(|found| **found != Answer::Unanswered).count()
    }

    /// Whether the answers were signed anew since they were looked at.
    pub(super) fn is_of_other_answers(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.answers_hash != self.standing.seen())
    }

    /// An address of this check.
    pub(super) fn address(&self, rest: &str) -> String {
        format!("/checks/{}/{}{rest}", self.standing.round.slug, self.standing.organisation)
    }

    /// What a form is bound to: the row that was seen.
    pub(super) fn seen(&self) -> String {
        let id = self.row.as_ref().and_then(|row| Uuid::from_slice(&row.id).ok());
        id.map(|id| id.simple().to_string()).unwrap_or_default()
    }

    /// The accounts that were asked to check.
    pub(super) fn named(&self) -> Vec<Uuid> {
        self.checkers.iter().map(CheckerRow::account).collect()
    }
}

/// What an organisation's answers were found to be, as results are made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// Whose answers.
    pub organisation: String,
    /// Who checked, in words.
    pub by: String,
    /// The day it was agreed.
    pub on: String,
    /// Whether the organisation was drawn at random.
    pub is_drawn: bool,
    /// What was agreed, in the words of answers; empty where nobody looked.
    pub answers: String,
}
