//! Finds where the blocks of a body begin, and where structure stands inside them.
//!
//! The reading is pulldown-cmark's. What it passes over in silence (definitions of links)
//! becomes blocks too, so that no byte is lost.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::document::{Kind, part};
use crate::words::Mark;

/// A text with a line nested deeper than this is not read as Markdown: the parser's work
/// grows with depth times lines. Twice the nesting that guides may have, because
/// [`nesting`] can only guess from the indentation.
const DEEPEST: usize = 130;

/// A block before its bytes are cut out.
pub(crate) struct Found {
    pub kind: Kind,
    pub range: Range<usize>,
    /// The words of a heading, without markup; empty for other blocks.
    pub heading: String,
    /// Where structure stands in the block, in order.
    pub marks: Vec<(usize, Mark)>,
}

/// The blocks of the text from `body` on, in order, starts strictly rising.
pub(crate) fn outline(text: &str, body: usize) -> Vec<Found> {
    let rest = part(text, body..text.len());
    if rest.lines().any(|line| nesting(line) > DEEPEST) {
        return leftovers(text, body..text.len());
    }
    let mut outliner = Outliner::default();
    for (event, range) in Parser::new_ext(rest, options()).into_offset_iter() {
        outliner.read(&event, range.start + body..range.end + body);
    }
    complete(text, body, outliner.found)
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// Reads the parser's events and keeps what lies on top.
#[derive(Default)]
struct Outliner {
    found: Vec<Found>,
    depth: usize,
    /// The event before opened something whose first paragraph needs no mark of its own.
    opened: bool,
}

impl Outliner {
    fn read(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Rule if self.depth == 0 => self.open(Kind::Rule, range),
            Event::Text(text) | Event::Code(text) => self.heading(text),
            Event::SoftBreak | Event::HardBreak => self.heading(" "),
            _ => {}
        }
        self.opened = matches!(event, Event::Start(Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)));
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let mark = self.mark(tag, &range).map(|mark| (range.start, mark));
        match (self.depth, tag) {
            (1, Tag::Item) => self.open(Kind::Item, range),
            (0, tag) => {
                if let Some(kind) = kind(tag) {
                    self.open(kind, range);
                }
            }
            _ => {}
        }
        if let Some(block) = self.found.last_mut() {
            block.marks.extend(mark);
        }
        self.depth += 1;
    }

    fn open(&mut self, kind: Kind, range: Range<usize>) {
        self.found.push(Found { kind, range, heading: String::new(), marks: Vec::new() });
    }

    fn heading(&mut self, text: &str) {
        if let Some(Found { kind: Kind::Heading(_), heading, .. }) = self.found.last_mut() {
            heading.push_str(text);
        }
    }

    fn mark(&self, tag: &Tag<'_>, range: &Range<usize>) -> Option<Mark> {
        match tag {
            Tag::Item => Some(Mark::Item),
            Tag::BlockQuote(_) => Some(Mark::Quote),
            Tag::CodeBlock(_) => Some(Mark::Verbatim { end: range.end }),
            Tag::TableHead | Tag::TableRow | Tag::HtmlBlock | Tag::FootnoteDefinition(_) => Some(Mark::Part),
            Tag::Paragraph | Tag::Heading { .. } if self.depth > 0 && !self.opened => Some(Mark::Part),
            _ => None,
        }
    }
}

/// The kind of block a tag opens on top; none for a list, whose items are the blocks.
fn kind(tag: &Tag<'_>) -> Option<Kind> {
    match tag {
        Tag::List(_) => None,
        Tag::Heading { level, .. } => Some(Kind::Heading(*level as u8)),
        Tag::Paragraph => Some(Kind::Paragraph),
        Tag::Table(_) => Some(Kind::Table),
        Tag::CodeBlock(_) => Some(Kind::Code),
        Tag::BlockQuote(_) => Some(Kind::Quote),
        Tag::HtmlBlock => Some(Kind::Html),
        Tag::FootnoteDefinition(_) => Some(Kind::Footnote),
        _ => Some(Kind::Other),
    }
}

/// Moves each block's start to the start of its line and adds what no block covers.
fn complete(text: &str, body: usize, found: Vec<Found>) -> Vec<Found> {
    let mut all = Vec::with_capacity(found.len());
    let mut end = body;
    for mut block in found {
        let before = part(text, end..block.range.start);
        let outdented = before.trim_end_matches([' ', '\t']);
        if outdented.is_empty() || outdented.ends_with('\n') {
            block.range.start = end + outdented.len();
        }
        all.extend(leftovers(text, end..block.range.start));
        end = block.range.end;
        all.push(block);
    }
    all.extend(leftovers(text, end..text.len()));
    all
}

/// Text that is no Markdown block: one block for each run of lines between blank ones.
fn leftovers(text: &str, range: Range<usize>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut start = range.start;
    let mut after_blank = true;
    for line in part(text, range).split_inclusive('\n') {
        let end = start + line.len();
        let blank = line.trim().is_empty();
        if after_blank && !blank {
            found.push(Found {
                kind: Kind::Other,
                range: start..end,
                heading: String::new(),
                marks: vec![(start, Mark::Part)],
            });
        }
        after_blank = blank;
        start = end;
    }
    found
}

/// How deep a line could be nested in quotations and lists, by its indentation and the
/// marks it begins with.
fn nesting(line: &str) -> usize {
    let mut rest = line.trim_start_matches([' ', '\t']);
    let indent = line.len() - rest.len();
    let mut depth = 0;
    while let Some(after) = after_marker(rest) {
        depth += 1;
        rest = after.trim_start_matches([' ', '\t']);
    }
    if depth == 0 { 0 } else { depth + indent / 2 }
}

/// The line after one mark of a quotation or list item, when it begins with one.
fn after_marker(line: &str) -> Option<&str> {
    if let Some(after) = line.strip_prefix('>') {
        return Some(after);
    }
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let after =
        if digits.len() < line.len() { digits.strip_prefix(['.', ')'])? } else { line.strip_prefix(['-', '*', '+'])? };
    (after.is_empty() || after.starts_with([' ', '\t'])).then_some(after)
}
