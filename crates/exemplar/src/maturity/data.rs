//! The data of an edition: who answered what, as a CSV that is published with the results.

use composite::{Answer, Framework};

use crate::platform::csv::{guarded, unguarded};
use crate::rounds::{from_word, word};

/// What stands before the questions.
const BEFORE: [&str; 5] = ["organisation", "name", "care_setting", "region", "answered_on"];

/// What stands between answers and findings, when anything was checked.
const CHECKED: [&str; 3] = ["checked_by", "checked_on", "checked_because"];

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
    /// What somebody else found, when anybody looked.
    pub checked: Option<Checked>,
}

/// What somebody else found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Who checked, in words.
    pub by: String,
    /// The day it was agreed.
    pub on: String,
    /// Whether the organisation was drawn at random.
    pub is_drawn: bool,
    /// What was agreed, one a question; unanswered where nobody looked.
    pub answers: Vec<Answer>,
}

impl Unit {
    /// What it claimed and what was found, of a question that was checked and where both are answers of the scale.
    #[must_use]
    pub fn claimed_and_found(&self, place: usize) -> Option<(u16, u16)> {
        let found = self.checked.as_ref()?.answers.get(place)?;
        match (self.answers.get(place)?, found) {
            (Answer::Value(claimed), Answer::Value(found)) => Some((*claimed, *found)),
            _ => None,
        }
    }

    /// The points of both.
    #[must_use]
    pub fn points(&self, framework: &Framework, place: usize) -> Option<(f64, f64)> {
        let (claimed, found) = self.claimed_and_found(place)?;
        let scale = framework.scales.get(framework.questions.get(place)?.scale)?;
        Some((scale.score(claimed)?, scale.score(found)?))
    }

    /// By how many points each answer that was checked was claimed above what was found.
    #[must_use]
    pub fn apart(&self, framework: &Framework) -> Vec<f64> {
        let places = 0..framework.questions.len();
        places.filter_map(|place| self.points(framework, place)).map(|(claimed, found)| claimed - found).collect()
    }
}

impl Data {
    /// As a CSV. Columns for what was found stand in it only when anything was checked.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn to_csv(&self, framework: &Framework) -> anyhow::Result<Vec<u8>> {
        let is_checked = self.units.iter().any(|unit| unit.checked.is_some());
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(header(framework, is_checked))?;
        for unit in &self.units {
            let Unit { code, name, care_setting, region, answered_on, answers, checked } = unit;
            let before = [code, name, care_setting, region, answered_on].map(|cell| guarded(cell.clone()));
            let mut cells: Vec<String> = before.to_vec();
            cells.extend(answers.iter().map(|answer| word(*answer)));
            if is_checked {
                cells.extend(findings(checked.as_ref(), framework.questions.len()));
            }
            csv.write_record(cells)?;
        }
        csv.into_inner().map_err(|error| anyhow::anyhow!("{error}"))
    }

    /// Reads what [`Data::to_csv`] wrote.
    ///
    /// # Errors
    /// When it is not such a file.
    pub fn from_csv(bytes: &[u8], framework: &Framework) -> anyhow::Result<Self> {
        let mut csv = csv::Reader::from_reader(bytes);
        let found = csv.headers()?.clone();
        let is_checked = found.iter().eq(header(framework, true));
        anyhow::ensure!(is_checked || found.iter().eq(header(framework, false)), "the data have other questions");
        let questions = framework.questions.len();
        let mut units = Vec::new();
        for record in csv.records() {
            let record = record?;
            let cell = |place: usize| unguarded(record.get(place).unwrap_or_default()).to_owned();
            let answers = |first: usize| {
                let words = record.iter().skip(first).take(questions);
                words
                    .map(|word| from_word(word).ok_or_else(|| anyhow::anyhow!("\u{201c}{word}\u{201d} is no answer")))
                    .collect::<anyhow::Result<Vec<_>>>()
            };
            let after = BEFORE.len() + questions;
            let checked = (is_checked && !cell(after).is_empty()).then(|| -> anyhow::Result<Checked> {
                Ok(Checked {
                    by: cell(after),
                    on: cell(after + 1),
                    is_drawn: cell(after + 2) == "drawn",
                    answers: answers(after + CHECKED.len())?,
                })
            });
            units.push(Unit {
                code: cell(0),
                name: cell(1),
                care_setting: cell(2),
                region: cell(3),
                answered_on: cell(4),
                answers: answers(BEFORE.len())?,
                checked: checked.transpose()?,
            });
        }
        Ok(Self { units })
    }

    /// The data of the organisation with this code.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<&Unit> {
        let at = self.units.binary_search_by(|unit| unit.code.as_str().cmp(code)).ok()?;
        self.units.get(at)
    }
}

fn header(framework: &Framework, is_checked: bool) -> Vec<String> {
    let questions = || framework.questions.iter().map(|question| question.id.as_str());
    let own = BEFORE.into_iter().chain(questions()).map(str::to_owned);
    let found = CHECKED.into_iter().map(str::to_owned).chain(questions().map(|id| format!("{id}_found")));
    if is_checked { own.chain(found).collect() } else { own.collect() }
}

fn findings(checked: Option<&Checked>, questions: usize) -> Vec<String> {
    let Some(checked) = checked else { return vec![String::new(); CHECKED.len() + questions] };
    let why = if checked.is_drawn { "drawn" } else { "asked" };
    let before = [guarded(checked.by.clone()), checked.on.clone(), why.to_owned()];
    before.into_iter().chain(checked.answers.iter().map(|answer| word(*answer))).collect()
}
