//! "Still true?": those who live with a guide say whether it still holds where they are.
//!
//! Those are its own organisation, and organisations with a live copy. Everything said is a row; the newest of each
//! organisation counts.

pub mod changes;
mod forms;
pub mod pages;
pub(super) mod store;
pub(super) mod views;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::journal::{Column, RecordTable};
use store::ConfirmationRow;

pub(crate) const CONFIRMATIONS: RecordTable = RecordTable {
    name: "confirmations",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Integer("version"),
        Column::Text("organisation"),
        Column::Bytes("account_id"),
        Column::Integer("holds"),
        Column::Text("text_hash"),
        Column::Text("said_on"),
    ],
    ends: false,
};

/// What somebody says of a guide.
#[derive(Clone, Debug)]
pub struct NewConfirmation<'a> {
    /// Whether it is still true where they are.
    pub holds: bool,
    /// In a sentence; may be empty where it holds.
    pub words: &'a str,
    /// The day it is said.
    pub said_on: Date,
}

/// How many organisations say that it holds, and the last day one did; how many say that it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub holds: usize,
    pub last: Option<String>,
    pub no_longer: usize,
}

/// Counts the newest word of each organisation. `rows` are the newest first.
pub(super) fn tally(rows: &[ConfirmationRow]) -> Tally {
    let mut newest: BTreeMap<&str, &ConfirmationRow> = BTreeMap::new();
    for row in rows {
        newest.entry(&row.organisation).or_insert(row);
    }
    let holds = newest.values().filter(|row| row.holds());
    Tally {
        holds: holds.clone().count(),
        last: holds.map(|row| row.said_on.clone()).max(),
        no_longer: newest.values().filter(|row| !row.holds()).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_word_of_each_organisation_counts() {
        let row = |organisation: &str, holds: bool, on: &str| ConfirmationRow::for_test(organisation, holds, on);
        let rows = [
            row("A", false, "2026-11-20"),
            row("B", true, "2026-11-04"),
            row("C", true, "2026-10-04"),
            row("A", true, "2026-09-04"),
        ];
        assert_eq!(tally(&rows), Tally { holds: 2, last: Some("2026-11-04".to_owned()), no_longer: 1 });
        assert_eq!(tally(&[]), Tally::default());
    }
}
