//! Questions to the people who run a guide: asked and answered in public.
//!
//! A question, an answer and an end are rows that are written once. How a question stands is read from them.

pub mod changes;
mod forms;
pub mod pages;
pub(super) mod store;
pub(super) mod views;

use jiff::civil::Date;

use crate::journal::{Column, Moment, RecordTable};
use store::{AnswerRow, EndRow, QuestionRow};
pub use store::{guides_changed, guides_with_text, public_words};

/// How many questions one person may ask in a day.
pub(super) const MOST_A_DAY: i64 = 20;

pub(crate) const QUESTIONS: RecordTable = RecordTable {
    name: "questions",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("asked_of"),
        Column::Text("organisation"),
        Column::Bytes("account_id"),
        Column::Integer("shows_name"),
        Column::Text("text_hash"),
        Column::Text("asked_on"),
    ],
    ends: false,
};

pub(crate) const ANSWERS: RecordTable = RecordTable {
    name: "answers",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("question_id"),
        Column::Integer("number"),
        Column::Text("organisation"),
        Column::Bytes("account_id"),
        Column::Text("text_hash"),
        Column::Text("answered_on"),
    ],
    ends: false,
};

pub(crate) const QUESTION_ENDS: RecordTable = RecordTable {
    name: "question_ends",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("question_id"),
        Column::Text("why"),
        Column::Bytes("account_id"),
        Column::Text("ended_on"),
    ],
    ends: false,
};

/// A question to be asked.
#[derive(Clone, Debug)]
pub struct NewQuestion<'a> {
    /// What is asked.
    pub words: &'a str,
    /// Whether the asker's name stands beside it.
    pub shows_name: bool,
    /// The day it is asked.
    pub asked_on: Date,
}

/// Why a question ended without an answer, or with its answer put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is not about the guide.
    OffTopic,
    /// It holds something that should not be public.
    NotPublic,
    /// Who asked took it back.
    Withdrawn,
}

impl End {
    /// For which reasons those who were asked set a question aside.
    pub const ASIDE: [Self; 2] = [Self::OffTopic, Self::NotPublic];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OffTopic => "off-topic",
            Self::NotPublic => "not-public",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::OffTopic => "Set aside: it is not about this guide",
            Self::NotPublic => "Set aside: it holds something that should not be public",
            Self::Withdrawn => "Taken back by who asked it",
        }
    }

    /// The end of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::OffTopic, Self::NotPublic, Self::Withdrawn].into_iter().find(|end| end.word() == word)
    }

    /// Whether its words are not shown any more, on no day.
    fn hides(self) -> bool {
        matches!(self, Self::NotPublic | Self::Withdrawn)
    }
}

/// A question as it stands at a moment.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub row: QuestionRow,
    /// Its answers, the newest first.
    pub answers: Vec<AnswerRow>,
    /// How it ended.
    pub end: Option<(End, String)>,
    /// Whether its words, and those of its answers, may be shown.
    pub is_hidden: bool,
}

impl Question {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.answers.is_empty() && self.end.is_none()
    }

    /// Whether it is shown with an answer.
    pub fn is_answered(&self) -> bool {
        !self.answers.is_empty() && self.end.is_none()
    }
}

/// Puts questions together with their answers and ends as known at `moment`, in the order in which they were asked.
/// What must not be seen is hidden at every moment.
pub(super) fn together(
    rows: Vec<QuestionRow>,
    answers: &[AnswerRow],
    ends: &[EndRow],
    moment: Moment,
) -> Vec<Question> {
    let known = |day: &str, sequence: i64| day <= moment.day().as_str() && sequence <= moment.sequence;
    let one = |row: QuestionRow| {
        let mut answered: Vec<AnswerRow> = answers
            .iter()
            .filter(|a| a.question() == row.id() && known(&a.answered_on, a.from_sequence))
            .cloned()
            .collect();
        answered.sort_by_key(|answer| std::cmp::Reverse(answer.number));
        let end = ends.iter().find(|end| end.question() == row.id());
        let is_hidden = end.is_some_and(|end| end.why().hides());
        let end =
            end.filter(|end| known(&end.ended_on, end.from_sequence)).map(|end| (end.why(), end.ended_on.clone()));
        Question { row, answers: answered, end, is_hidden }
    };
    rows.into_iter().map(one).collect()
}
