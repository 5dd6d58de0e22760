//! The words of a block, and what of each is meaning.
//!
//! A word is a run of characters without blanks, together with the blanks after it, so
//! that the words of a block tile its text. Its *key* is what is compared: quotes made
//! straight, the marks of lists made alike, no trace of where lines were wrapped. Where
//! structure begins inside a block (a nested item, a row, a second paragraph) the key
//! says so, and in code the key holds the blanks before the word as well. The marks of
//! emphasis are no part of it.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;
use std::slice::Iter;

use crate::document::part;

/// A word of a block.
#[derive(Clone, Debug)]
pub(crate) struct Word<'t> {
    /// Its bytes in the text of the block, with the blanks after it.
    pub range: Range<usize>,
    /// What is compared.
    pub key: Cow<'t, str>,
    /// Whether a reader would count it: not a mark, not punctuation alone.
    pub spoken: bool,
}

/// A place where structure begins inside a block.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    /// An item of a list: the next word is its bullet or number.
    Item,
    /// A quotation: the next character is its `>`.
    Quote,
    /// A row, a further paragraph, a heading, raw HTML, a footnote.
    Part,
    /// Code: blanks count up to the given place in the document.
    Verbatim { end: usize },
}

/// How many words of a text a reader would count.
pub(crate) fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| is_spoken(word)).count()
}

fn is_spoken(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) || word.contains(char::is_alphanumeric)
}

/// The words of a block that begins at `start` in the document; never none. What is
/// `silent` (the marks of emphasis, in order) is no part of any key.
pub(crate) fn words<'t>(
    text: &'t str,
    start: usize,
    marks: &[(usize, Mark)],
    silent: &[Range<usize>],
) -> Vec<Word<'t>> {
    let mut reader = Reader {
        text,
        start,
        silent,
        marks: marks.iter().peekable(),
        quoted: marks.iter().any(|(_, mark)| matches!(mark, Mark::Quote)),
        verbatim: 0..0,
        end: 0,
        words: Vec::with_capacity(text.len() / 6 + 1),
    };
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let line_end = line_start + line.len();
        reader.line(line_start..line_end);
        line_start = line_end;
    }
    tile(reader.words, text.len())
}

/// Stretches each word to the start of the next one, the first and last to the ends.
fn tile(mut words: Vec<Word<'_>>, end: usize) -> Vec<Word<'_>> {
    let mut next = end;
    for word in words.iter_mut().rev() {
        word.range.end = next;
        next = word.range.start;
    }
    match words.first_mut() {
        Some(first) => first.range.start = 0,
        None => words.push(Word { range: 0..end, key: Cow::Borrowed(""), spoken: false }),
    }
    words
}

struct Reader<'t, 'm> {
    text: &'t str,
    start: usize,
    silent: &'m [Range<usize>],
    marks: Peekable<Iter<'m, (usize, Mark)>>,
    quoted: bool,
    verbatim: Range<usize>,
    /// Where the last word ended, blanks not included.
    end: usize,
    words: Vec<Word<'t>>,
}

impl<'t> Reader<'t, '_> {
    fn line(&mut self, line: Range<usize>) {
        let mut rest = line;
        let mut margin = self.quoted;
        while let Some(mut core) = next_core(self.text, &rest) {
            let mark = self.pass_marks(core.start);
            let quotes = self.quotes(&core);
            if quotes && matches!(mark, Some(Mark::Quote)) {
                core.end = core.start + 1;
            } else if quotes && margin {
                rest.start = core.start + 1;
                continue;
            } else {
                margin = false;
            }
            rest.start = core.end;
            self.push(core, mark);
        }
    }

    /// Whether a word begins with the mark of a quotation.
    fn quotes(&self, core: &Range<usize>) -> bool {
        !self.verbatim.contains(&core.start) && part(self.text, core.clone()).starts_with('>')
    }

    /// The last mark up to this place, code apart, which is remembered.
    fn pass_marks(&mut self, place: usize) -> Option<Mark> {
        let mut last = None;
        let place = place + self.start;
        while let Some((at, mark)) = self.marks.next_if(|(at, _)| *at <= place) {
            match mark {
                Mark::Verbatim { end } => self.verbatim = at - self.start..end - self.start,
                mark => last = Some(*mark),
            }
        }
        last
    }

    fn push(&mut self, core: Range<usize>, mark: Option<Mark>) {
        let word = part(self.text, core.clone());
        let heard = self.heard(&core);
        self.words.push(Word {
            range: core.clone(),
            key: self.key(&core, word, heard, mark),
            spoken: is_spoken(word) && !matches!(mark, Some(Mark::Item)),
        });
        self.end = core.end;
    }

    /// A word without the marks of emphasis in it; none if it has none, or nothing else.
    fn heard(&mut self, core: &Range<usize>) -> Option<String> {
        if self.silent.is_empty() {
            return None;
        }
        let (from, to) = (core.start + self.start, core.end + self.start);
        let passed = self.silent.iter().take_while(|silent| silent.end <= from).count();
        self.silent = self.silent.get(passed..).unwrap_or_default();
        if self.silent.first().is_none_or(|silent| silent.start >= to) {
            return None;
        }
        let mut heard = String::new();
        let mut place = from;
        for silent in self.silent.iter().take_while(|silent| silent.start < to) {
            heard += part(self.text, place - self.start..silent.start.max(place) - self.start);
            place = silent.end.min(to);
        }
        heard += part(self.text, place - self.start..core.end);
        (place > from && !heard.is_empty()).then_some(heard)
    }

    fn key(&self, core: &Range<usize>, word: &'t str, heard: Option<String>, mark: Option<Mark>) -> Cow<'t, str> {
        if self.verbatim.contains(&core.start) {
            let blanks = part(self.text, self.end.max(self.verbatim.start)..core.start);
            return Cow::Owned(format!("\t{}{word}", untrailed(blanks)));
        }
        let said = || match &heard {
            Some(heard) => Cow::Owned(straight(heard).into_owned()),
            None => straight(word),
        };
        match mark {
            None => said(),
            Some(Mark::Item) => Cow::Owned(format!("\n{}", bullet(word))),
            Some(_) => Cow::Owned(format!("\n{}", said())),
        }
    }
}

/// The next run of characters without blanks.
fn next_core(text: &str, rest: &Range<usize>) -> Option<Range<usize>> {
    let ahead = part(text, rest.clone()).trim_start();
    let start = rest.end - ahead.len();
    let is_plain = |byte: &u8| byte.is_ascii() && !is_blank(*byte);
    let plain = ahead.bytes().take_while(is_plain).count();
    let length = match ahead.as_bytes().get(plain) {
        None => ahead.len(),
        Some(byte) if byte.is_ascii() => plain,
        Some(_) => ahead.find(char::is_whitespace).unwrap_or(ahead.len()),
    };
    (length > 0).then_some(start..start + length)
}

/// Whether a byte is a blank, as [`char::is_whitespace`] says of it.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Blanks between words of code, without those that trail on a line.
fn untrailed(blanks: &str) -> String {
    let lines = blanks.matches('\n').count();
    let indent = blanks.rsplit('\n').next().unwrap_or_default();
    "\n".repeat(lines) + indent
}

/// The mark of a list item: one for all bullets, one for all numbers.
fn bullet(word: &str) -> String {
    let after = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if after.len() < word.len() { format!("1{after}") } else { "-".to_owned() }
}

/// A word with its quotes made straight, and with no more than three dashes in a row if
/// it draws a line (under a heading, in a table).
pub(crate) fn straight(word: &str) -> Cow<'_, str> {
    if word.len() > 3 && word.bytes().all(|byte| matches!(byte, b'-' | b'=' | b':' | b'|')) {
        let mut line = word.to_owned();
        while line.contains("----") || line.contains("====") {
            line = line.replace("----", "---").replace("====", "===");
        }
        return Cow::Owned(line);
    }
    if word.is_ascii() || !word.contains(is_curly) {
        return Cow::Borrowed(word);
    }
    let straighten = |c| match c {
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        other => other,
    };
    Cow::Owned(word.chars().map(straighten).collect())
}

fn is_curly(c: char) -> bool {
    ('‘'..='‟').contains(&c)
}
