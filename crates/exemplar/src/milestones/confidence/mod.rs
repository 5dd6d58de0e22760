//! How sure an organisation is that it delivers, and how sure the centre is of it: apart, each in its own words, on a scale
//! that has a name.
//!
//! A scale is data and may change over the years: what was said keeps the scale it was said on. Nothing is overwritten.

pub mod pages;
pub(crate) mod store;
pub(super) mod views;

pub use store::{ConfidenceRow, LevelRow};

use crate::facts::{Field, Rule, Shape};
use crate::journal::{Column, RecordTable};
use crate::platform::dates;

pub(crate) const SCALES: RecordTable = RecordTable {
    name: "confidence_scales",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("scale"),
        Column::Text("level"),
        Column::Integer("place"),
        Column::Text("title"),
        Column::Text("meaning"),
        Column::Text("since"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

pub(crate) const CONFIDENCES: RecordTable = RecordTable {
    name: "delivery_confidence",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("organisation"),
        Column::Text("said_by"),
        Column::Text("scale"),
        Column::Text("level"),
        Column::Text("narrative"),
        Column::Text("given_on"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

/// Files of scales: a line for each level.
pub const SCALE: Shape = Shape {
    word: "confidence scales",
    tells: "meaning",
    action: "milestones.scale",
    table: &SCALES,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("scale", Rule::Slug),
        Field::key("level", Rule::Slug),
        Field::needed("place", Rule::Count),
        Field::needed("title", Rule::Text(100)),
        Field::needed("meaning", Rule::Text(500)),
        Field::maybe("since", Rule::Past),
        Field::needed("source", Rule::Text(500)),
        Field::maybe("published", Rule::Past),
    ],
    check: |_| Ok(()),
    says: |line| format!("The scale {}: {}", line.word("scale").replace('-', " "), line.word("title")),
};

/// Files of how sure somebody was.
pub const CONFIDENCE: Shape = Shape {
    word: "delivery confidence",
    tells: "narrative",
    action: "milestones.confidence",
    table: &CONFIDENCES,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("organisation", Rule::Code),
        Field::key("said_by", Rule::Word(&By::WORDS)),
        Field::needed("scale", Rule::Slug),
        Field::needed("level", Rule::Slug),
        Field::needed("narrative", Rule::Text(1_000)),
        Field::key("on", Rule::Past).kept_as("given_on"),
        Field::key("source", Rule::Text(500)),
        Field::maybe("published", Rule::Past),
    ],
    check: |_| Ok(()),
    says: |line| {
        let who = By::from_word(line.word("said_by")).map_or("", By::shown);
        let level = line.word("level").replace('-', " ");
        format!("{}: {who} is {level}, {}", line.word("organisation"), dates::said(line.word("on")))
    },
};

/// Whose confidence it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The organisation's own.
    Own,
    /// The centre's.
    Centre,
}

impl By {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Own, Self::Centre];

    /// The words in files, in the order of [`By::ALL`].
    pub const WORDS: [&str; 2] = ["own", "centre"];

    /// The word in files and the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Centre => "centre",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Own => "its own confidence",
            Self::Centre => "the centre\u{2019}s confidence",
        }
    }

    /// Whose a word means, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.word() == word)
    }
}

/// The newest of each side, from rows in the order in which they were said.
#[must_use]
pub fn newest(rows: &[ConfidenceRow], by: By) -> Option<&ConfidenceRow> {
    rows.iter().rev().find(|row| row.by() == by)
}

/// The levels of the scale that is in use on a day: the one that began last.
#[must_use]
pub fn in_use<'a>(levels: &'a [LevelRow], today: &str) -> Vec<&'a LevelRow> {
    let begun = |row: &&LevelRow| row.since.as_deref().unwrap_or_default() <= today;
    let last = levels.iter().filter(begun).max_by_key(|row| row.since.as_deref().unwrap_or_default());
    last.map_or_else(Vec::new, |last| levels.iter().filter(|row| row.scale == last.scale).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_in_use_is_the_one_that_began_last_and_not_one_to_come() {
        let level = |scale: &str, level: &str, since: Option<&str>| LevelRow::of(scale, level, since);
        let all = [
            level("five", "green", None),
            level("three", "green", Some("2021-04")),
            level("three", "red", Some("2021-04")),
            level("seven", "green", Some("2030")),
        ];
        let said: Vec<&str> = in_use(&all, "2026-11-22").iter().map(|row| row.scale.as_str()).collect();
        assert_eq!(said, ["three", "three"]);
        assert_eq!(in_use(&all, "2020-01-01").len(), 1);
    }
}
