//! A leaf cut into sentences.

use std::borrow::Cow;

use crate::document::{Kind, part};
use crate::leaves::Leaf;
use crate::measures;
use crate::words::Word;

/// What a word ends a sentence with only seemingly.
const ABBREVIATIONS: &[&str] = &[
    "approx", "cap", "caps", "cf", "co", "dept", "dr", "e.g", "ed", "eg", "esp", "etc", "fig", "figs", "i.e", "ie",
    "incl", "inj", "ltd", "max", "min", "mr", "mrs", "ms", "no", "nos", "p", "para", "pp", "prof", "ref", "sec", "st",
    "tab", "tabs", "vol", "vs",
];

/// A leaf as what marks it, its sentences, and what marks its end.
#[derive(Clone, Debug)]
pub(crate) struct Spoken<'t> {
    pub lead: &'t str,
    pub sentences: Vec<Sentence<'t>>,
    pub tail: &'t str,
}

/// A sentence.
#[derive(Clone, Debug)]
pub(crate) struct Sentence<'t> {
    /// Its bytes, with the blanks after it.
    pub text: &'t str,
    /// What is compared, word by word.
    pub keys: Vec<Cow<'t, str>>,
}

/// Hands over the words of each sentence of a leaf, as they are compared.
pub(crate) fn each(leaf: &Leaf<'_>, mut take: impl FnMut(&[Cow<'_, str>])) {
    for sentence in spoken(leaf).sentences {
        take(&sentence.keys);
    }
}

/// Whether the words of a leaf that carry measures differ between two versions.
pub(crate) fn measures_differ(one: &Leaf<'_>, other: &Leaf<'_>) -> bool {
    measures::differ(keys(&one.spoken().sentences), keys(&other.spoken().sentences))
}

/// Whether the figures of a leaf differ between two versions.
pub(crate) fn figures_differ(one: &Leaf<'_>, other: &Leaf<'_>) -> bool {
    measures::figures_differ(keys(&one.spoken().sentences), keys(&other.spoken().sentences))
}

/// The words of some sentences, as they are compared.
pub(crate) fn keys<'a>(sentences: &'a [Sentence<'_>]) -> impl Iterator<Item = &'a str> {
    sentences.iter().flat_map(|sentence| &sentence.keys).map(|key| &**key)
}

/// Cuts a leaf into sentences.
pub(crate) fn spoken<'t>(leaf: &Leaf<'t>) -> Spoken<'t> {
    let mut words = leaf.words();
    if leaf.kind == Kind::Item && words.len() > 1 {
        words.remove(0);
    }
    let start = match words.first() {
        Some(first) if first.range.start == 0 => {
            let text = leaf.text.trim_start_matches([' ', '\t']);
            leaf.text.len() - text.len()
        }
        Some(first) => first.range.start,
        None => 0,
    };
    let end = words.last().map_or(start, |last| last.range.end);
    Spoken {
        lead: part(leaf.text, 0..start),
        sentences: sentences(leaf, &words),
        tail: part(leaf.text, end..leaf.text.len()),
    }
}

fn sentences<'t>(leaf: &Leaf<'t>, words: &[Word<'t>]) -> Vec<Sentence<'t>> {
    let ends = |pair: &[Word<'t>]| match pair {
        [word, next] => {
            ends_a_sentence(part(leaf.text, word.range.clone()), part(leaf.text, next.range.clone()), &next.key)
        }
        _ => true,
    };
    let mut sentences = Vec::new();
    let mut start = 0;
    for place in 0..words.len() {
        let last = words.get(place..place + 2).is_none_or(ends);
        if let Some(run) = words.get(start..=place).filter(|_| last)
            && let (Some(first), Some(end)) = (run.first(), run.last())
        {
            let from = if first.range.start == 0 { indent(leaf.text) } else { first.range.start };
            sentences.push(Sentence {
                text: part(leaf.text, from..end.range.end),
                keys: run.iter().map(|word| word.key.clone()).collect(),
            });
            start = place + 1;
        }
    }
    sentences
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// Whether a sentence ends between two words. In doubt it does not: what is one sentence is
/// never put together from two edits.
fn ends_a_sentence(word: &str, next: &str, next_key: &str) -> bool {
    if next_key.starts_with('\n') {
        return true;
    }
    let bare = word.trim_end().trim_end_matches(['"', '\'', '”', '’', ')', ']', '*', '_']);
    let Some(before) = bare.strip_suffix(['.', '?', '!']) else { return false };
    let opens = |c: char| matches!(c, '"' | '\'' | '“' | '‘' | '(' | '[' | '*' | '_');
    let begins = next.trim_start_matches(opens).chars().next().is_some_and(char::is_uppercase);
    let last = before.trim_start_matches(opens).to_lowercase();
    let short =
        bare.ends_with('.') && (last.chars().count() < 2 || ABBREVIATIONS.binary_search(&last.as_str()).is_ok());
    begins && !short
}

#[cfg(test)]
mod tests {
    use super::ABBREVIATIONS;

    #[test]
    fn abbreviations_are_in_order() {
        assert!(ABBREVIATIONS.is_sorted());
    }
}
