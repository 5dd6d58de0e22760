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

/// What is asked of hostile texts: an answer or a refusal, soon.
fn assert_an_answer(base: &str, ours: &str, theirs: &str) {
    let start = std::time::Instant::now();
    match reconcile::updates(base, ours, theirs, &[]) {
        Ok(found) => {
            let merged = found.merged();
            assert!(merged.len() <= ours.len() + theirs.len() + base.len() + 1000);
        }
        Err(refused) => assert!(!refused.to_string().is_empty()),
    }
    assert!(start.elapsed().as_secs() < 20, "{:?} for {} bytes", start.elapsed(), base.len());
}

#[test]
fn hostile_texts_are_reconciled_or_refused() {
    let line = "word ".repeat(LONGEST);
    assert_an_answer(&line, &line, "word");
    let line = format!("{}1.", "word ".repeat(LONGEST / 5 - 10));
    assert_an_answer(&line, &line.replacen("word", "wort", 1), &line.replace("1.", "2."));
    let sentences = |number: usize| (0..60_000).map(|k| format!("Say {}. ", k * number % 977)).collect::<String>();
    assert_an_answer(&sentences(1), &sentences(2), &sentences(3));
    let headings = |number: usize| (0..9_999).map(|k| format!("# h{}\n", k * number % 9_973)).collect::<String>();
    assert_an_answer(&headings(1), &headings(2), &headings(7));
    assert_an_answer(&headings(1), &"# h\n".repeat(9_999), &headings(3));
    assert_an_answer(&"# h\n".repeat(100_000), "# h\n", "# h\n");
    let nested = |mark: &str| (0..500).map(|level| format!("{}- a{mark}\n", "  ".repeat(level))).collect::<String>();
    assert_an_answer(&nested(""), &nested("b"), &nested("c"));
    let items = |mark: &str| (0..60).map(|level| format!("{}- a{mark} b\n", "  ".repeat(level))).collect::<String>();
    assert_an_answer(&items(""), &items("x"), &items("y"));
    let cells = |mark: &str| format!("|{}\n|{}\n|{}\n", " a |".repeat(5_000), "---|".repeat(5_000), mark.repeat(5_000));
    assert_an_answer(&cells(" b |"), &cells(" c |"), &cells(" d |"));
    for (one, other) in [("```\na\n", "```\nb\n"), ("a\r\nb\rc\n", "a\nb\nc\r\n"), ("a\0b", "a\0c"), ("", "\u{feff}")] {
        assert_an_answer(one, other, one);
        assert_an_answer(one, one, other);
        assert_an_answer(other, one, "x");
    }
}
