//! What colleagues say of a part of a guide while it is written: open until somebody settles it.
//!
//! Only people of the guide's organisation see it. Not here: questions of readers.

mod changes;
pub mod pages;
pub(super) mod store;
pub(super) mod views;

pub use changes::say;

use crate::blueprints::SectionKind;
use crate::journal::{Column, RecordTable};

pub(crate) const COMMENTS: RecordTable = RecordTable {
    name: "comments",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("id"),
        Column::Bytes("blueprint_id"),
        Column::Text("section"),
        Column::Text("words_hash"),
        Column::Bytes("said_by"),
        Column::Integer("said_at"),
        Column::Bytes("settled_by"),
    ],
    ends: true,
};

/// The longest comment, in characters.
pub(super) const LONGEST: usize = 4_000;

/// What is said of no section in particular.
pub(super) const WHOLE: &str = "guide";

/// What a comment is about, in words; none for what no guide has.
pub(super) fn shown(section: &str) -> Option<&'static str> {
    match section {
        WHOLE => Some("The whole guide"),
        "facts" => Some("Facts"),
        word => SectionKind::from_word(word).map(SectionKind::shown),
    }
}

/// The words of everything that can be commented on, the whole first.
pub(super) fn sections() -> impl Iterator<Item = String> {
    [WHOLE, "facts"].into_iter().map(str::to_owned).chain(SectionKind::ALL.iter().map(|kind| kind.word()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_can_be_commented_on_has_words_and_nothing_else_has() {
        assert!(sections().all(|section| shown(&section).is_some()));
        assert_eq!(shown("nothing-of-the-kind"), None);
    }
}
