//! Reading answers from a CSV: one line an organisation, one column a question. Every cell that cannot be taken is named.

use std::collections::HashMap;

use composite::{Answer, Framework};
use csv::StringRecord;
use jiff::civil::Date;

use super::{Note, Notes};
use crate::platform::csv::unguarded;

/// The most that is said of a cell.
const SHOWN: usize = 60;

/// What one organisation answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The line of the file.
    pub line: u64,
    /// The organisation's code.
    pub organisation: String,
    /// The id of the care setting it answers for; may be empty when the question set knows none.
    pub care_setting: String,
    /// The day it answered, when the file says so.
    pub answered_on: Option<Date>,
    /// An answer for each question, in their order.
    pub answers: Vec<Answer>,
    /// Why something does not apply.
    pub notes: Notes,
}

/// A cell, or a line, that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The line of the file.
    pub line: u64,
    /// The column's name; empty when it is about the whole line.
    pub column: String,
    /// Why, in a sentence without its full stop.
    pub reason: String,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// The lines that can be taken.
    pub answered: Vec<Answered>,
    /// What cannot.
    pub refused: Vec<Refusal>,
}

/// Reads a CSV of answers. `organisation` and, when the question set knows care settings, `care_setting` are needed, and
/// a column for each question under its id; `answered_on` may stand beside them, and `name` is passed over.
///
/// # Errors
/// In words, when the header is not one of such a file.
pub fn read_answers(bytes: &[u8], framework: &Framework, today: Date) -> Result<Read, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "the file is not UTF-8 text".to_owned())?;
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns = Columns::of(csv.headers().map_err(|error| error.to_string())?, framework)?;
    let mut read = Read::default();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for record in csv.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let before = read.refused.len();
        let answered = Line { framework, columns: &columns, record: &record, line, today }.read(&mut read.refused);
        if read.refused.len() > before {
            continue;
        }
        match seen.insert(answered.organisation.clone(), line) {
            None => read.answered.push(answered),
            Some(first) => read.refused.push(Refusal {
                line,
                column: "organisation".to_owned(),
                reason: format!("{} stands already on line {first}", answered.organisation),
            }),
        }
    }
    Ok(read)
}

/// Where what stands in the file.
struct Columns {
    organisation: usize,
    care_setting: Option<usize>,
    answered_on: Option<usize>,
    /// For each question its column.
    questions: Vec<usize>,
}

impl Columns {
    fn of(header: &StringRecord, framework: &Framework) -> Result<Self, String> {
        let place = |name: &str| header.iter().position(|column| column.trim() == name);
        let needed =
            |name: &str| place(name).ok_or_else(|| format!("line 1: the header has no column \u{201c}{name}\u{201d}"));
        let known = |name: &str| {
            matches!(name, "organisation" | "name" | "care_setting" | "answered_on")
                || framework.question(name).is_some()
        };
        if let Some(unknown) = header.iter().map(str::trim).find(|name| !known(name)) {
            return Err(format!("line 1: \u{201c}{unknown}\u{201d} is no question of {}", framework.title));
        }
        Ok(Self {
            organisation: needed("organisation")?,
            care_setting: if framework.settings.is_empty() {
                place("care_setting")
            } else {
                Some(needed("care_setting")?)
            },
            answered_on: place("answered_on"),
            questions: framework.questions.iter().map(|question| needed(&question.id)).collect::<Result<_, _>>()?,
        })
    }
}

/// One line of the file.
struct Line<'a> {
    framework: &'a Framework,
    columns: &'a Columns,
    record: &'a StringRecord,
    line: u64,
    today: Date,
}

impl Line<'_> {
    fn cell(&self, column: usize) -> &str {
        unguarded(self.record.get(column).unwrap_or_default().trim())
    }

    fn read(&self, refused: &mut Vec<Refusal>) -> Answered {
        let mut refuse = |column: &str, reason: String| {
            refused.push(Refusal { line: self.line, column: column.to_owned(), reason });
        };
        let organisation = self.cell(self.columns.organisation).to_owned();
        if organisation.is_empty() {
            refuse("organisation", "it does not say whose answers these are".to_owned());
        }
        let care_setting = self.columns.care_setting.map(|column| self.cell(column)).unwrap_or_default().to_owned();
        let setting = self.framework.setting(&care_setting);
        if setting.is_none() && !self.framework.settings.is_empty() {
            let all: Vec<&str> = self.framework.settings.iter().map(|setting| setting.id.as_str()).collect();
            refuse(
                "care_setting",
                format!("\u{201c}{}\u{201d} is not one of {}", short(&care_setting), all.join(", ")),
            );
        }
        let answered_on = self.columns.answered_on.map(|column| self.cell(column)).filter(|cell| !cell.is_empty());
        let answered_on = answered_on.and_then(|cell| match cell.parse::<Date>() {
            Ok(day) if day <= self.today => Some(day),
            Ok(day) => {
                refuse("answered_on", format!("{day} is in the future"));
                None
            }
            Err(_) => {
                refuse("answered_on", format!("\u{201c}{}\u{201d} is not a date: write it as 2026-03-31", short(cell)));
                None
            }
        });
        let mut notes = Notes::new();
        let mut answers = Vec::with_capacity(self.columns.questions.len());
        for (place, (question, column)) in self.framework.questions.iter().zip(&self.columns.questions).enumerate() {
            match self.answer(place, self.cell(*column), self.framework.is_asked(place, setting)) {
                Ok((answer, reason)) => {
                    answers.push(answer);
                    let note = |why| (question.id.clone(), Note { why, ..Note::default() });
                    notes.extend(reason.map(note));
                }
                Err(reason) => refuse(&question.id, reason),
            }
        }
        Answered { line: self.line, organisation, care_setting, answered_on, answers, notes }
    }

    /// The answer in a cell, and why it does not apply when it says so.
    fn answer(&self, question: usize, cell: &str, is_asked: bool) -> Result<(Answer, Option<String>), String> {
        let lower = cell.to_lowercase();
        let reason = ["not applicable", "n/a", "na"]
            .iter()
            .find_map(|word| lower.strip_prefix(word))
            .map(|_| cell.split_once(':').map(|(_, reason)| reason.trim()).unwrap_or_default().to_owned());
        match (reason, is_asked) {
            (Some(reason), true) if reason.is_empty() => {
                Err("what does not apply needs a reason: write it as \u{201c}na: why\u{201d}".to_owned())
            }
            (Some(reason), _) => Ok((Answer::NotApplicable, Some(reason).filter(|reason| !reason.is_empty()))),
            (None, false) if cell.is_empty() => Ok((Answer::NotApplicable, None)),
            (None, false) => Err("it is not asked in this care setting".to_owned()),
            (None, true) => match lower.as_str() {
                "" => Ok((Answer::Unanswered, None)),
                "?" | "not known" => Ok((Answer::NotKnown, None)),
                _ => self.given(question, cell).map(|answer| (answer, None)),
            },
        }
    }

    /// An answer of the question's scale: by its place there, counted from 1, its id, or its words.
    fn given(&self, question: usize, cell: &str) -> Result<Answer, String> {
        let scale =
            self.framework.questions.get(question).and_then(|question| self.framework.scales.get(question.scale));
        let answers = scale.map(|scale| scale.answers.as_slice()).unwrap_or_default();
        let by_place =
            cell.parse::<usize>().ok().filter(|place| (1..=answers.len()).contains(place)).map(|place| place - 1);
        let by_words = || answers.iter().position(|answer| answer.id == cell || answer.text.eq_ignore_ascii_case(cell));
        let place = by_place.or_else(by_words).and_then(|place| u16::try_from(place).ok());
        place.map(Answer::Value).ok_or_else(|| {
            let all: Vec<String> = answers.iter().zip(1..).map(|(answer, place)| format!("{place} {}", answer.text)).collect();
            format!("\u{201c}{}\u{201d} is no answer; there are {}, \u{201c}?\u{201d} for not known and \u{201c}na: why\u{201d}", short(cell), all.join(", "))
        })
    }
}

fn short(cell: &str) -> String {
    cell.chars().take(SHOWN).collect()
}
