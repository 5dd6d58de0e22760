//! The passage of a text that best shows why it was found, the words marked.

use maud::{Markup, html};

use super::words::stems;

/// How many words a passage has.
const LENGTH: usize = 32;

/// How far into a text passages are looked for, in bytes.
const DEPTH: usize = 32 * 1024;

/// A word's place in the text, and whether it was asked for.
#[derive(Clone, Copy)]
struct Word {
    from: usize,
    to: usize,
    /// Which of the words asked for it is.
    is: Option<usize>,
}

/// The whole of `text` with the words asked for marked.
pub(super) fn marked(text: &str, wanted: &[String]) -> Markup {
    let words = words(text, wanted);
    render(text, &words, 0..text.len())
}

/// A whole word of a stem, as it stands marked in a snippet: the shortest of them.
pub(super) fn word_of(snippet: &super::Snippet, stem: &str) -> Option<String> {
    let marked = |html: &str| {
        html.split("<mark>")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once("</mark>")?.0.to_lowercase()))
            .collect::<Vec<_>>()
    };
    let words = [marked(&snippet.title.0), marked(&snippet.passage.0)].concat();
    let same = words.into_iter().filter(|word| stems(word).first().is_some_and(|found| found == stem));
    same.min_by_key(|word| word.len())
}

/// The passage of `text` with the most different words asked for.
pub(super) fn passage(text: &str, wanted: &[String]) -> Markup {
    let text = text.get(..floor(text, DEPTH)).unwrap_or(text);
    let words = words(text, wanted);
    let start = after_blank(text, &words, best_start(&words, wanted.len()));
    let end = (start + LENGTH).min(words.len());
    let (Some(first), Some(last)) = (words.get(start), words.get(end.saturating_sub(1))) else { return html! {} };
    // Up to the end of the sentence's own mark.
    let to = text
        .get(last.to..)
        .and_then(|rest| rest.char_indices().find(|(_, c)| c.is_whitespace()))
        .map_or(text.len(), |(at, _)| last.to + at);
    html! {
        @if start > 0 { "\u{2026} " }
        (render(text, words.get(start..end).unwrap_or_default(), first.from..to))
        @if end < words.len() { " \u{2026}" }
    }
}

fn render(text: &str, words: &[Word], range: std::ops::Range<usize>) -> Markup {
    let mut pieces = Vec::new();
    let mut at = range.start;
    for word in words.iter().filter(|word| word.is.is_some()) {
        pieces.push((at..word.from, false));
        pieces.push((word.from..word.to, true));
        at = word.to;
    }
    pieces.push((at..range.end, false));
    html! {
        @for (piece, is_wanted) in pieces {
            @let words = text.get(piece).unwrap_or_default();
            @if is_wanted { mark { (words) } } @else { (words) }
        }
    }
}

/// Words of `text`. Only those that begin like a word asked for are cut to their stems, which takes most of the time.
fn words(text: &str, wanted: &[String]) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words.push(Word { from: start, to: at, is: which(text.get(start..at).unwrap_or_default(), wanted) });
                from = None;
            }
            _ => {}
        }
    }
    words
}

fn which(word: &str, wanted: &[String]) -> Option<usize> {
    // Only the last letters of a word change when it is cut. An accent may hide the likeness: such words are cut to be sure.
    let begins_alike = |stem: &String| {
        let alike = |(ours, theirs): (&u8, &u8)| !ours.is_ascii() || ours.eq_ignore_ascii_case(theirs);
        word.as_bytes().iter().zip(stem.as_bytes()).take(if word.len() < 4 { 1 } else { 2 }).all(alike)
    };
    if !wanted.iter().any(begins_alike) {
        return None;
    }
    let stem = stems(word).into_iter().next()?;
    wanted.iter().position(|wanted| *wanted == stem)
}

/// Where the passage with the most different words asked for begins: a few words before the first of them.
fn best_start(words: &[Word], kinds: usize) -> usize {
    let mut best = (0, 0);
    for (place, word) in words.iter().enumerate().filter(|(_, word)| word.is.is_some()) {
        let window = words.get(place..(place + LENGTH).min(words.len())).unwrap_or_default();
        let different = (0..kinds.min(64)).filter(|kind| window.iter().any(|w| w.is == Some(*kind))).count();
        if different > best.0 {
            best = (different, place);
        }
        if different == kinds && word.is.is_some() {
            break;
        }
    }
    best.1.saturating_sub(6)
}

/// The first word from `start` on that a blank stands before: a passage does not begin inside “children’s”.
fn after_blank(text: &str, words: &[Word], start: usize) -> usize {
    let begins = |word: &Word| {
        text.get(..word.from).is_none_or(|before| before.is_empty() || before.ends_with(char::is_whitespace))
    };
    words.iter().skip(start).position(begins).map_or(start, |ahead| if ahead < 4 { start + ahead } else { start })
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_by_their_stem_and_text_is_escaped() {
        let found = passage("Nurses prescribed <b> on wards.", &stems("prescribing ward"));
        assert_eq!(found.0, "Nurses <mark>prescribed</mark> &lt;b&gt; on <mark>wards</mark>.");
    }

    #[test]
    fn the_passage_is_where_the_words_are() {
        let text = format!("{} the broken scanner was replaced. {}", "filler ".repeat(100), "more ".repeat(100));
        let found = passage(&text, &stems("scanner replaced")).0;
        assert!(found.contains("<mark>scanner</mark> was <mark>replaced</mark>"), "{found}");
        assert!(found.starts_with("\u{2026}") && found.ends_with("\u{2026}"));
    }

    #[test]
    fn an_empty_text_gives_an_empty_passage() {
        assert_eq!(passage("", &stems("x")).0, "");
    }
}
