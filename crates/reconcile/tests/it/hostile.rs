//! Texts made to break or to stall a parser: they are cut without loss, and compared.

use std::fmt::Write;

use reconcile::{Document, Kind, compare};

use crate::laws::{assert_comparison_laws, assert_parsing_laws};

/// The longest text a guide may be.
const LONGEST: usize = 2 << 20;

#[test]
fn ten_thousand_nested_quotations_are_one_text() {
    let nested = ">".repeat(10_000);
    assert_comparison_laws(&nested, &format!("{nested} a"));
    let lazy = format!("{nested}a\n{}", "b\n".repeat(100_000));
    assert_parsing_laws(&lazy);
    assert_eq!(Document::parse(&lazy).blocks().len(), 1);
}

#[test]
fn quotations_as_deep_as_guides_may_have_are_read() {
    let deep = format!("{}deep\n", "> ".repeat(64));
    assert_eq!(Document::parse(&deep).blocks()[0].kind, Kind::Quote);
    let deep = (0..64).fold(String::new(), |mut list, level| {
        let _ = writeln!(list, "{}- item", "    ".repeat(level));
        list
    });
    assert_eq!(Document::parse(&deep).blocks()[0].kind, Kind::Item);
}

#[test]
fn lists_nested_by_indentation_do_not_stall() {
    let list = (0..1000).map(|level| format!("{}- a\n", "  ".repeat(level)));
    assert_parsing_laws(&(list.collect::<String>() + &"b\n".repeat(500_000)));
}

#[test]
fn two_megabytes_of_one_character_are_cut_without_loss() {
    for character in ["[", "`", "\n", "|", "“"] {
        assert_parsing_laws(&character.repeat(LONGEST / character.len()));
    }
}

#[test]
fn line_ends_marks_and_fences_of_any_kind_are_kept() {
    for text in [
        "",
        "no newline at all",
        "\u{feff}",
        "\u{feff}# Title\r\n\r\ntext\r\n",
        "old\rmac\r\rlines",
        "```\nnever closed\n\n# not a heading",
        "---\nnever: closed\n",
        "---\n---",
        "{\"never\": closed",
        "{{name}} begins here",
        "\u{a0}",
        "a\u{2028}b\u{0}c",
    ] {
        assert_comparison_laws(text, "# Another\n\ntext\n");
    }
}

#[test]
fn long_texts_with_nothing_or_little_in_common_are_compared_within_bounds() {
    let words = |seed: usize| {
        let word = |k: usize| format!("w{} ", (k * 7919 + seed * k * k) % 9973);
        (0..15_000).map(word).collect::<String>()
    };
    assert_comparison_laws(&words(1), &words(2));
    let paragraphs = |seed: usize| words(seed).replace("7 ", "\n\n");
    assert_comparison_laws(&paragraphs(1), &paragraphs(2));
    assert_comparison_laws(&"a\n\n".repeat(10_000), &"b\n\n".repeat(10_000));
    assert_comparison_laws(&"a\n\nb\n\n".repeat(5_000), &"b\n\nb\n\na\n\n".repeat(5_000));
}

#[test]
fn long_front_matter_is_compared_field_by_field() {
    let lines = |value: &str| format!("a: {value}\n").repeat(100_000);
    let (old, new) = (lines("1"), lines("2"));
    let (old, new) = (format!("---\n{old}---\n"), format!("---\n{new}---\n"));
    let (old, new) = (Document::parse(&old), Document::parse(&new));
    assert_eq!(compare(&old, &new).fields.len(), 100_000);
}
