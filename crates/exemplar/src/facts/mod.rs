//! Facts: dated lines with their source, taken from files into record tables. Programmes and milestones are made of them.
//!
//! A [`Shape`] says what the lines of one kind of file look like, what a line is known again by, and where it is kept.
//! Reading a file ([`read`]) is pure; what a line means, and whether it fits what is known, is the room's own rule.

mod reading;
pub(crate) mod store;
pub mod whole;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use reading::{FileError, Refusal, is_slug, read};

use crate::journal::RecordTable;
use crate::platform::dates::PartialDate;
use crate::platform::files::sha256_hex;
use crate::platform::money;

/// What may stand in a column of a file.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// Small letters, digits and hyphens: part of an address.
    Slug,
    /// The code of an organisation.
    Code,
    /// One line, at most this many characters.
    Text(usize),
    /// A date with the precision it was published with.
    Date,
    /// Such a date that has begun: what is done, or was published.
    Past,
    /// A whole number.
    Count,
    /// One of these words.
    Word(&'static [&'static str]),
    /// In no file: pence, worked out of the columns `value` and `unit`.
    Pence,
}

/// A column of a file, and of the table its lines are kept in.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in the file.
    pub name: &'static str,
    /// Its name in the table.
    pub column: &'static str,
    /// What may stand in it.
    pub rule: Rule,
    /// Whether a line is known again by it.
    pub is_key: bool,
    /// Whether it must say something.
    pub is_needed: bool,
}

impl Field {
    /// A column that must say something, and by which a line is known again.
    #[must_use]
    pub const fn key(name: &'static str, rule: Rule) -> Self {
        Self { name, column: name, rule, is_key: true, is_needed: true }
    }

    /// A column that must say something.
    #[must_use]
    pub const fn needed(name: &'static str, rule: Rule) -> Self {
        Self { is_key: false, ..Self::key(name, rule) }
    }

    /// A column that may be empty.
    #[must_use]
    pub const fn maybe(name: &'static str, rule: Rule) -> Self {
        Self { is_key: false, is_needed: false, ..Self::key(name, rule) }
    }

    /// A column that may be empty, and by which a line is known again.
    #[must_use]
    pub const fn maybe_key(name: &'static str, rule: Rule) -> Self {
        Self { is_needed: false, ..Self::key(name, rule) }
    }

    /// The same with another name in the table.
    #[must_use]
    pub const fn kept_as(mut self, column: &'static str) -> Self {
        self.column = column;
        self
    }
}

/// What the lines of one kind of file look like.
#[derive(Debug)]
pub struct Shape {
    /// What they are called, such as `members`; the column `tells` tells such a file from the others.
    pub word: &'static str,
    /// The column that only this kind of file has.
    pub tells: &'static str,
    /// The action their entries in the journal are named by.
    pub action: &'static str,
    /// Where they are kept.
    pub table: &'static RecordTable,
    /// Their columns, in the order of the table's.
    pub fields: &'static [Field],
    /// What is wrong with a line that can be told from the line alone.
    pub check: fn(&Line) -> Result<(), String>,
    /// What a line says, as a sentence without a full stop.
    pub says: fn(&Line) -> String,
}

/// A value of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text, or nothing.
    Text(Option<String>),
    /// A whole number, or nothing.
    Number(Option<i64>),
}

/// A line as it was read.
#[derive(Clone, Debug)]
pub struct Line {
    /// What kind of line it is.
    pub shape: &'static Shape,
    /// The file it stands in.
    pub file: String,
    /// Its number there, from 1.
    pub number: u64,
    /// Its values, in the order of the shape's fields.
    pub values: Vec<Value>,
}

impl Shape {
    /// A line as somebody typed it, by the names of its columns; what is not named is empty.
    ///
    /// # Errors
    /// What is wrong, by column.
    pub fn typed(&'static self, cells: &[(&str, &str)], today: Date) -> Result<Line, BTreeMap<&'static str, String>> {
        let mut errors = BTreeMap::new();
        let mut values = Vec::new();
        for field in self.fields {
            let cell = cells.iter().find(|(name, _)| *name == field.name).map_or("", |(_, cell)| cell.trim());
            match field.value(cell, today) {
                Ok(value) => values.push(value),
                Err(_) if cell.is_empty() => {
                    errors.insert(field.name, "This must be filled in".to_owned());
                }
                Err(reason) => {
                    let own = reason.strip_prefix(field.name).and_then(|rest| rest.strip_prefix(": "));
                    errors.insert(field.name, own.map_or_else(|| reason.clone(), str::to_owned));
                }
            }
        }
        if errors.is_empty() { Ok(Line { shape: self, file: String::new(), number: 0, values }) } else { Err(errors) }
    }
}

impl Line {
    /// The same line with this text in the column of this name.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        let at = self.shape.fields.iter().position(|field| field.name == name);
        if let Some(value) = at.and_then(|at| self.values.get_mut(at)) {
            *value = Value::Text(Some(text.to_owned()));
        }
        self
    }

    /// The same line with the pence that its columns `value` and `unit` come to, where its kind has any.
    ///
    /// # Errors
    /// When they are no amount.
    pub fn with_pence(mut self) -> Result<Self, String> {
        if let Some(at) = self.shape.fields.iter().position(|field| matches!(field.rule, Rule::Pence)) {
            let pence = money::of(self.word("value"), self.word("unit"))?;
            if let Some(value) = self.values.get_mut(at) {
                *value = Value::Number(pence);
            }
        }
        Ok(self)
    }

    /// The text in the column of this name, when it says something.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        let at = self.shape.fields.iter().position(|field| field.name == name)?;
        match self.values.get(at)? {
            Value::Text(text) => text.as_deref(),
            Value::Number(_) => None,
        }
    }

    /// The text in the column of this name; empty when it says nothing.
    #[must_use]
    pub fn word(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// The number kept in the table's column of this name.
    #[must_use]
    pub fn number(&self, column: &str) -> Option<i64> {
        let at = self.shape.fields.iter().position(|field| field.column == column)?;
        match self.values.get(at)? {
            Value::Number(number) => *number,
            Value::Text(_) => None,
        }
    }

    /// The date in the column of this name.
    #[must_use]
    pub fn date(&self, name: &str) -> Option<PartialDate> {
        self.text(name)?.parse().ok()
    }

    /// What the line is known again by, as one hash.
    #[must_use]
    pub fn fact(&self) -> String {
        let mut bytes = Vec::new();
        for (field, value) in self.shape.fields.iter().zip(&self.values).filter(|(field, _)| field.is_key) {
            let said = match value {
                Value::Text(text) => text.clone().unwrap_or_default(),
                Value::Number(number) => number.map(|n| n.to_string()).unwrap_or_default(),
            };
            bytes.extend_from_slice(field.name.as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(said.as_bytes());
            bytes.push(0);
        }
        sha256_hex(&bytes)
    }

    /// The day from which it is publicly known: when its source was published, a month from its last day; today when
    /// that is not known.
    #[must_use]
    pub fn known_from(&self, today: Date) -> Date {
        self.date("published").map_or(today, |published| published.last_day().min(today))
    }
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was not taken.
    Refused,
    /// Nothing like it was known.
    New,
    /// It says otherwise what was known; what was known stays readable by the day it was recorded.
    Corrected,
    /// It says what is known.
    Unchanged,
}

impl Outcome {
    /// Every outcome, in the order of the report.
    pub const ALL: [Self; 4] = [Self::Refused, Self::New, Self::Corrected, Self::Unchanged];

    /// The word in the report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::New => "new",
            Self::Corrected => "corrected",
            Self::Unchanged => "unchanged",
        }
    }
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// What became of it.
    pub outcome: Outcome,
    /// The file.
    pub file: String,
    /// The line in the file.
    pub line: u64,
    /// Why not, or what it says.
    pub detail: String,
}

/// What files do, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By outcome, file and line.
    pub lines: Vec<ReportLine>,
}

impl Report {
    /// Notes what became of a line.
    pub fn note(&mut self, outcome: Outcome, file: &str, line: u64, detail: String) {
        self.lines.push(ReportLine { outcome, file: file.to_owned(), line, detail });
    }

    /// Puts its lines in order.
    pub fn sort(&mut self) {
        self.lines.sort_by(|a, b| (a.outcome, &a.file, a.line).cmp(&(b.outcome, &b.file, b.line)));
    }

    /// How many lines had this outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }
}
