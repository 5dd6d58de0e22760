//! What is form and what is meaning.

use proptest::prelude::*;
use reconcile::{Document, compare};

fn means_the_same(old: &str, new: &str) -> bool {
    let (old, new) = (Document::parse(old), Document::parse(new));
    let comparison = compare(&old, &new);
    assert_eq!(comparison.is_exact(), old.text() == new.text());
    comparison.means_the_same()
}

#[test]
fn form_is_no_change_of_meaning() {
    for (old, new) in [
        ("a b\n", "a\nb"),
        ("a  \nb\n", "a\nb\n\n\n"),
        ("a\r\nb\r\n", "a b\n"),
        ("“a” isn’t\n", "\"a\" isn't\n"),
        ("- a b\n- c\n", "* a\n  b\n\n* c\n"),
        ("1. a\n2. b\n", "1. a\n1. b\n"),
        ("> a b\n> c\n", "> a\nb\n> c\n"),
        ("> > a b\n", ">> a\n>> b\n"),
        ("- > a b\n", "- >a\n  > b\n"),
        ("| a | b |\n|---|---|\n| c | d |\n", "| a   | b |\n|-----|---|\n| c   | d |\n"),
        ("Title\n===\n", "Title\n========\n"),
        ("```\na  \n  b\n```\n", "```\r\na\r\n  b\r\n```"),
        ("\u{feff}a\n", "a\n"),
    ] {
        assert!(means_the_same(old, new), "{old:?} {new:?}");
    }
}

#[test]
fn structure_is_meaning() {
    for (old, new) in [
        ("a\n\nb\n", "a\nb\n"),
        ("- a\n  - b\n", "- a - b\n"),
        ("- a\n\n  b\n", "- a b\n"),
        ("- a\n", "1. a\n"),
        ("# a\n", "## a\n"),
        ("> a\n\nb\n", "> a\nb\n"),
        ("> a\n", "> > a\n"),
        ("> a\n> > b\n", "> a\n> b\n"),
        ("| a |\n|---|\n| b |\n| c |\n", "| a |\n|---|\n| b | c |\n"),
        ("- [ ] a\n", "- [x] a\n"),
        ("<span>\na\n", "<span> a\n"),
    ] {
        assert!(!means_the_same(old, new), "{old:?} {new:?}");
    }
}

#[test]
fn in_code_blanks_and_quotes_are_meaning() {
    for (old, new) in [
        ("```\na b\n```\n", "```\na\nb\n```\n"),
        ("```\nif:\n  a\n```\n", "```\nif:\n    a\n```\n"),
        ("    a\n", "      a\n"),
        ("```\n“a”\n```\n", "```\n\"a\"\n```\n"),
        ("- a\n\n      b\n", "- a\n\n  b\n"),
        ("```\na\n\nb\n```\n", "```\na\nb\n```\n"),
        ("> ```\n> > a\n> ```\n", "> ```\n> a\n> ```\n"),
    ] {
        assert!(!means_the_same(old, new), "{old:?} {new:?}");
    }
}

fn wrapped(words: &[String], breaks: &[bool], first: &str, margin: &str) -> String {
    let mut text = first.to_owned();
    for (word, at_end) in words.iter().zip(breaks) {
        text += word;
        text += &if *at_end { format!("\n{margin}") } else { " ".to_owned() };
    }
    text + "end\n"
}

proptest! {
    #[test]
    fn wrapping_anew_gives_no_change_of_meaning(
        words in prop::collection::vec("[a-z]{1,8}[,.’”]?", 1..40),
        one in prop::collection::vec(any::<bool>(), 40),
        other in prop::collection::vec(any::<bool>(), 40),
        margin in prop::sample::select(vec![("", ""), ("- ", "  "), ("> ", "> "), ("1. > ", "   > ")]),
    ) {
        let straight: Vec<_> = words.iter().map(|w| w.replace('’', "'").replace('”', "\"")).collect();
        let old = wrapped(&words, &one, margin.0, margin.1);
        let new = wrapped(&straight, &other, margin.0, margin.1);
        prop_assert!(means_the_same(&old, &new));
        prop_assert!(means_the_same(&old, &new.replace('\n', "  \r\n")));
    }
}
