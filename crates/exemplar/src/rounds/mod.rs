//! Question sets, the rounds in which organisations answer them, and what each organisation answered.
//!
//! A question set is a file that is kept as it came; a version that a round uses is never changed. An assessment is what one
//! organisation answered in one round: a later one stands beside it, and ends it. Not here: scores, and what is published of
//! them (`maturity`).

pub mod answering;
mod changes;
pub mod checking;
mod odd;
mod reading;
pub mod shipped;
pub mod store;
pub mod synth;

pub use changes::{Added, NewRound, RoundError, Source, Taken, add_framework, import_answers, open_round};
pub use reading::{Answered, Read, Refusal, read_answers};

use std::collections::BTreeMap;

use composite::{Answer, Framework};
use serde::{Deserialize, Serialize};

use crate::journal::{Column, RecordTable};

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[
    &FRAMEWORKS,
    &ROUNDS,
    &ASSESSMENTS,
    &answering::SIGNATURES,
    &answering::OPENINGS,
    &answering::OWNERS,
    &checking::CHECKERS,
    &checking::CHECKS,
    &checking::SAMPLES,
];

pub(crate) const FRAMEWORKS: RecordTable = RecordTable {
    name: "frameworks",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("slug"),
        Column::Text("version"),
        Column::Text("title"),
        Column::Text("text_hash"),
        Column::Integer("questions"),
        Column::Text("source"),
        Column::Text("known_from"),
    ],
    ends: true,
};

pub(crate) const ROUNDS: RecordTable = RecordTable {
    name: "rounds",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("slug"),
        Column::Text("name"),
        Column::Text("framework"),
        Column::Text("opened_on"),
        Column::Text("closed_on"),
        Column::Integer("is_invented"),
        Column::Text("source"),
        Column::Text("known_from"),
    ],
    ends: true,
};

pub(crate) const ASSESSMENTS: RecordTable = RecordTable {
    name: "assessments",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("round"),
        Column::Text("organisation"),
        Column::Text("care_setting"),
        Column::Text("answers"),
        Column::Text("notes_hash"),
        Column::Text("answered_on"),
        Column::Text("state"),
        Column::Bytes("saved_by"),
        Column::Text("source"),
    ],
    ends: true,
};

/// What an organisation says beside an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Why the question does not apply; empty when it does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What shows that the answer is true; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// Where that can be read; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub link: String,
    /// The last day it holds, as 2026-12-31; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub until: String,
    /// Files that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<EvidenceFile>,
}

/// A file that shows that an answer is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    /// Its name, as addresses have it.
    pub name: String,
    /// The SHA-256 of what is in it.
    pub hash: String,
    /// The type a browser is told.
    pub media_type: String,
}

impl Note {
    /// Whether anything shows that the answer is true.
    #[must_use]
    pub fn has_evidence(&self) -> bool {
        !(self.evidence.is_empty() && self.link.is_empty() && self.files.is_empty())
    }
}

/// Notes by the id of the question.
pub type Notes = BTreeMap<String, Note>;

/// The word of an answer in files and in the database: its place on the scale counted from 1, `na`, `?`, or nothing.
#[must_use]
pub fn word(answer: Answer) -> String {
    match answer {
        Answer::Value(place) => (u32::from(place) + 1).to_string(),
        Answer::NotApplicable => "na".to_owned(),
        Answer::NotKnown => "?".to_owned(),
        Answer::Unanswered => String::new(),
    }
}

/// The answer of a word; none when it is no such word.
#[must_use]
pub fn from_word(word: &str) -> Option<Answer> {
    match word {
        "" => Some(Answer::Unanswered),
        "?" => Some(Answer::NotKnown),
        "na" => Some(Answer::NotApplicable),
        number => number.parse::<u16>().ok()?.checked_sub(1).map(Answer::Value),
    }
}

/// Answers as one text: their words in the order of the questions, parted by commas.
#[must_use]
pub fn joined(answers: &[Answer]) -> String {
    answers.iter().map(|answer| word(*answer)).collect::<Vec<_>>().join(",")
}

/// The answers of such a text.
///
/// # Errors
/// With the word that is none, or when there is not one for each question.
pub fn parted(text: &str, framework: &Framework) -> Result<Vec<Answer>, String> {
    let answers = text
        .split(',')
        .map(|word| from_word(word).ok_or_else(|| format!("\u{201c}{word}\u{201d} is no answer")))
        .collect::<Result<Vec<_>, _>>()?;
    match answers.len() == framework.questions.len() {
        true => Ok(answers),
        false => Err(format!("{} answers to {} questions", answers.len(), framework.questions.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_states_stay_four() {
        let answers = [Answer::Value(0), Answer::Value(6), Answer::NotApplicable, Answer::NotKnown, Answer::Unanswered];
        assert_eq!(joined(&answers), "1,7,na,?,");
        assert!(answers.iter().all(|answer| from_word(&word(*answer)) == Some(*answer)));
        assert!(["0", "x", "NA", "-1", "1.5"].iter().all(|word| from_word(word).is_none()));
    }
}
