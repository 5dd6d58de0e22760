//! The data of an edition: who answered what, as a CSV that is published with the results.

use composite::{Answer, Framework};

use crate::platform::csv::{guarded, unguarded};
use crate::rounds::{from_word, word};

/// What stands before the questions.
const BEFORE: [&str; 5] = ["organisation", "name", "care_setting", "region", "answered_on"];

/// The data of an edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Everyone who answered, in the order of their codes.
    pub units: Vec<Unit>,
}

/// Who answered, and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The organisation's code.
    pub code: String,
    /// Its name on the day the results were published.
    pub name: String,
    /// The id of the care setting it answered for; empty when the question set knows none.
    pub care_setting: String,
    /// The code of its region; empty when it is not known.
    pub region: String,
    /// The day it answered.
    pub answered_on: String,
    /// An answer for each question.
    pub answers: Vec<Answer>,
}

impl Data {
    /// As a CSV.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn to_csv(&self, framework: &Framework) -> anyhow::Result<Vec<u8>> {
        let mut csv = csv::Writer::from_writer(Vec::new());
        let questions = framework.questions.iter().map(|question| question.id.as_str());
        csv.write_record(BEFORE.into_iter().chain(questions))?;
        for unit in &self.units {
            let Unit { code, name, care_setting, region, answered_on, answers } = unit;
            let before = [code, name, care_setting, region, answered_on].map(|cell| guarded(cell.clone()));
            csv.write_record(before.into_iter().chain(answers.iter().map(|answer| word(*answer))))?;
        }
        csv.into_inner().map_err(|error| anyhow::anyhow!("{error}"))
    }

    /// Reads what [`Data::to_csv`] wrote.
    ///
    /// # Errors
    /// When it is not such a file.
    pub fn from_csv(bytes: &[u8], framework: &Framework) -> anyhow::Result<Self> {
        let mut csv = csv::Reader::from_reader(bytes);
        let header = csv.headers()?.clone();
        let questions = framework.questions.iter().map(|question| question.id.as_str());
        anyhow::ensure!(header.iter().eq(BEFORE.into_iter().chain(questions)), "the data have other questions");
        let mut units = Vec::new();
        for record in csv.records() {
            let record = record?;
            let cell = |place: usize| unguarded(record.get(place).unwrap_or_default()).to_owned();
            let answers = record
                .iter()
                .skip(BEFORE.len())
                .map(|word| from_word(word).ok_or_else(|| anyhow::anyhow!("\u{201c}{word}\u{201d} is no answer")));
            units.push(Unit {
                code: cell(0),
                name: cell(1),
                care_setting: cell(2),
                region: cell(3),
                answered_on: cell(4),
                answers: answers.collect::<anyhow::Result<_>>()?,
            });
        }
        Ok(Self { units })
    }
}
