//! A text cut as finely as it is merged: headings, paragraphs, items of lists at any depth,
//! tables. Each leaf keeps its bytes; what it says is read only when it is needed.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::document::{Kind, Sections, part};
use crate::front::FrontMatter;
use crate::outline::{Cut, Found, outline};
use crate::spoken::{Spoken, spoken};
use crate::words::{Mark, Word, words};

/// The smallest part of a text that has a place of its own.
#[derive(Clone, Debug)]
pub(crate) struct Leaf<'t> {
    pub kind: Kind,
    /// In how many lists it stands.
    pub depth: usize,
    /// Its bytes, with the blank lines after it.
    pub text: &'t str,
    /// The headings it stands under; a heading stands under itself.
    pub path: Arc<[Arc<str>]>,
    start: usize,
    marks: Vec<(usize, Mark)>,
    silent: Vec<Range<usize>>,
    /// Its sentences, cut once somebody asks.
    spoken: OnceLock<Spoken<'t>>,
}

/// A text as its head (front matter, blank lines) and its leaves, no byte lost.
#[derive(Clone, Debug)]
pub(crate) struct Leaves<'t> {
    pub text: &'t str,
    pub head: &'t str,
    pub front: Option<FrontMatter<'t>>,
    pub leaves: Vec<Leaf<'t>>,
}

impl<'t> Leaves<'t> {
    pub fn of(text: &'t str) -> Self {
        let (front, body) = FrontMatter::split(text);
        let found = outline(text, body, Cut::Leaves);
        let end_of_head = found.first().map_or(text.len(), |first| first.range.start);
        Self { text, head: part(text, 0..end_of_head), front, leaves: leaves(text, found) }
    }
}

impl<'t> Leaf<'t> {
    /// Its bytes without the blanks after it.
    pub fn core(&self) -> &'t str {
        self.text.trim_end()
    }

    /// The blanks after it.
    pub fn gap(&self) -> &'t str {
        part(self.text, self.core().len()..self.text.len())
    }

    /// Its words; those that only mark a heading are left out.
    pub fn words(&self) -> Vec<Word<'t>> {
        let words = words(self.text, self.start, &self.marks, &self.silent);
        if matches!(self.kind, Kind::Heading(_)) { titled(words) } else { words }
    }

    /// Its sentences.
    pub fn spoken(&self) -> &Spoken<'t> {
        self.spoken.get_or_init(|| spoken(self))
    }

    /// Whether it is an item with a number.
    pub fn is_numbered(&self) -> bool {
        self.kind == Kind::Item && self.text.trim_start().starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether it is a heading.
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading(_))
    }
}

fn leaves(text: &str, found: Vec<Found>) -> Vec<Leaf<'_>> {
    let starts = found.iter().map(|found| found.range.start);
    let ends: Vec<usize> = starts.skip(1).chain([text.len()]).collect();
    let mut sections = Sections::default();
    let cut = |(found, end): (Found, usize)| Leaf {
        kind: found.kind,
        depth: found.depth,
        text: part(text, found.range.start..end),
        path: sections.path(&found),
        start: found.range.start,
        marks: found.marks,
        silent: found.silent,
        spoken: OnceLock::new(),
    };
    found.into_iter().zip(ends).map(cut).collect()
}

/// The words of a heading without its marks: `##` before and after, a line drawn under it.
fn titled(mut words: Vec<Word<'_>>) -> Vec<Word<'_>> {
    let drawn = |word: &Word<'_>, marks: &str| {
        let key = word.key.trim_start_matches('\n');
        !key.is_empty() && key.chars().all(|c| marks.contains(c))
    };
    if words.len() > 1 && words.last().is_some_and(|last| drawn(last, "#=-")) {
        words.pop();
    }
    if words.len() > 1 && words.first().is_some_and(|first| drawn(first, "#")) {
        words.remove(0);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(Kind, usize, &str)> {
        let leaves = Leaves::of(text).leaves;
        assert_eq!(leaves.iter().map(|leaf| leaf.text).collect::<String>(), text);
        leaves.iter().map(|leaf| (leaf.kind, leaf.depth, leaf.core())).collect()
    }

    #[test]
    fn nested_items_and_what_follows_in_them_stand_apart() {
        let text = "- a\n  - b\n    1. c\n  - d\n\n  e\n\n      code\n- f\n\ng\n";
        assert_eq!(
            cut(text),
            [
                (Kind::Item, 1, "- a"),
                (Kind::Item, 2, "  - b"),
                (Kind::Item, 3, "    1. c"),
                (Kind::Item, 2, "  - d"),
                (Kind::Paragraph, 1, "  e"),
                (Kind::Code, 1, "      code"),
                (Kind::Item, 1, "- f"),
                (Kind::Paragraph, 0, "g"),
            ]
        );
    }

    #[test]
    fn what_begins_inside_a_line_stays_with_it() {
        assert_eq!(cut("- - a\n  - b\n"), [(Kind::Item, 1, "- - a"), (Kind::Item, 2, "  - b")]);
        assert_eq!(cut("> - a\n> - b\n"), [(Kind::Quote, 0, "> - a\n> - b")]);
    }

    #[test]
    fn marks_of_headings_and_of_emphasis_are_not_words() {
        let said = |text: &str| {
            let leaves = Leaves::of(text).leaves;
            leaves.iter().flat_map(Leaf::words).map(|word| word.key.into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(said("## A b ##\n"), said("A b\n---\n"));
        assert_eq!(said("Do **not** give _it_, *ever*.\n"), said("Do not give it, ever.\n"));
        assert_ne!(said("2*3 a_b\n"), said("23 ab\n"));
    }
}
