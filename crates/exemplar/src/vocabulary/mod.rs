//! The words people search with: what was searched for and not found, and which words editors say mean the same.
//!
//! Words that mean the same come with the program or from the operator's file; editors add to them here. Not here: the
//! search itself, which takes them up (`search`).

mod changes;
pub mod pages;
mod store;
mod views;

pub use changes::{missed, take_up};

use crate::journal::{Column, RecordTable};

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[&SYNONYM_GROUPS];

pub(crate) const SYNONYM_GROUPS: RecordTable =
    RecordTable { name: "synonym_groups", key: Column::Bytes("id"), columns: &[Column::Text("words")], ends: true };

/// The longest words that are noted, in characters.
const LONGEST: usize = 60;

/// What was searched for as it is noted: in small letters, with single blanks. None for what could be about a person, such
/// as a number or an address, and for what is too long to be words.
#[must_use]
fn noted(words: &str) -> Option<String> {
    let plain = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '\u{2019}' | '&' | '/');
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let is_fine = plain.chars().any(char::is_alphabetic)
        && plain.chars().count() <= LONGEST
        && plain.chars().all(is_word)
        && digits < 4;
    is_fine.then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::noted;

    #[test]
    fn what_could_be_about_a_person_is_not_noted() {
        assert_eq!(noted("  Bed   Boards "), Some("bed boards".to_owned()));
        assert_eq!(noted("covid-19"), Some("covid-19".to_owned()));
        for words in ["943 476 5919", "a.smith@example.org", "born 1980", "", "?!", &"x".repeat(61)] {
            assert_eq!(noted(words), None, "{words}");
        }
    }
}
