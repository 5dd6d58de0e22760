//! Finds where the blocks of a body begin, and where structure stands inside them.
//!
//! The reading is pulldown-cmark's. What it passes over in silence (definitions of links)
//! becomes blocks too, so that no byte is lost.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

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
    /// In how many lists it stands.
    pub depth: usize,
    /// Where structure stands in the block, in order.
    pub marks: Vec<(usize, Mark)>,
    /// Where the marks of emphasis stand, in order.
    pub silent: Vec<Range<usize>>,
}

/// How finely a text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Into the blocks on top, and the items of lists on top with all that is in them.
    Blocks,
    /// Into these and, inside items, into nested items and the blocks after the first.
    Leaves,
}

/// The blocks of the text from `body` on, in order, starts strictly rising.
pub(crate) fn outline(text: &str, body: usize, cut: Cut) -> Vec<Found> {
    let rest = part(text, body..text.len());
    if rest.lines().any(|line| nesting(line) > DEEPEST) {
        return leftovers(text, body..text.len());
    }
    let mut outliner = Outliner { cut, found: Vec::new(), depth: 0, listed: 0, opened: false };
    for (event, range) in Parser::new_ext(rest, options()).into_offset_iter() {
        outliner.read(&event, range.start + body..range.end + body);
    }
    complete(text, body, outliner.found)
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// Reads the parser's events and keeps what lies on top.
struct Outliner {
    cut: Cut,
    found: Vec<Found>,
    depth: usize,
    /// How many of what is open are lists and items, from the outermost without a gap.
    listed: usize,
    /// The event before opened something whose first paragraph needs no mark of its own.
    opened: bool,
}

impl Outliner {
    fn read(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, &range),
            Event::Rule if self.depth == 0 => self.open(Kind::Rule, range),
            Event::Text(text) | Event::Code(text) => self.heading(text),
            Event::SoftBreak | Event::HardBreak => self.heading(" "),
            _ => {}
        }
        self.opened = matches!(event, Event::Start(Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)));
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let mark = self.mark(tag, &range).map(|mark| (range.start, mark));
        let silent = silent(tag).map(|length| range.start..range.start + length);
        match (self.depth, tag) {
            (1, Tag::Item) => self.open(Kind::Item, range),
            (0, tag) => {
                if let Some(kind) = kind(tag) {
                    self.open(kind, range);
                }
            }
            (depth, tag) if self.cut == Cut::Leaves && depth == self.listed => {
                if let Some(kind) = inner_kind(tag).filter(|kind| *kind == Kind::Item || !self.opened) {
                    self.open(kind, range);
                }
            }
            _ => {}
        }
        if let Some(block) = self.found.last_mut() {
            block.marks.extend(mark);
            block.silent.extend(silent);
        }
        if self.listed == self.depth && matches!(tag, Tag::List(_) | Tag::Item) {
            self.listed += 1;
        }
        self.depth += 1;
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        self.depth = self.depth.saturating_sub(1);
        self.listed = self.listed.min(self.depth);
        let length = match tag {
            TagEnd::Emphasis => 1,
            TagEnd::Strong => 2,
            _ => return,
        };
        if let Some(block) = self.found.last_mut() {
            block.silent.push(range.end.saturating_sub(length)..range.end);
        }
    }

    fn open(&mut self, kind: Kind, range: Range<usize>) {
        let depth = self.listed.div_ceil(2);
        self.found.push(Found { kind, range, heading: String::new(), depth, marks: Vec::new(), silent: Vec::new() });
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

/// The kind of block a tag opens inside an item.
fn inner_kind(tag: &Tag<'_>) -> Option<Kind> {
    match tag {
        Tag::Item => Some(Kind::Item),
        Tag::Heading { .. } | Tag::Paragraph | Tag::CodeBlock(_) | Tag::Table(_) | Tag::BlockQuote(_) => kind(tag),
        _ => None,
    }
}

/// How long the marks of an emphasis are.
fn silent(tag: &Tag<'_>) -> Option<usize> {
    match tag {
        Tag::Emphasis => Some(1),
        Tag::Strong => Some(2),
        _ => None,
    }
}

/// Moves each block's start to the start of its line and adds what no block covers. What
/// begins inside a line of another block belongs to that block.
fn complete(text: &str, body: usize, found: Vec<Found>) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::with_capacity(found.len());
    let (mut end, mut last) = (body, body);
    for mut block in found {
        let inside = block.range.start < end;
        let before = part(text, if inside { last } else { end }..block.range.start);
        let outdented = before.trim_end_matches([' ', '\t']);
        let at_line_start = outdented.is_empty() || outdented.ends_with('\n');
        if inside
            && (!at_line_start || outdented.is_empty())
            && let Some(outer) = all.last_mut()
        {
            outer.marks.append(&mut block.marks);
            outer.silent.append(&mut block.silent);
            continue;
        }
        if at_line_start {
            block.range.start -= before.len() - outdented.len();
        }
        all.extend(leftovers(text, end..block.range.start));
        end = end.max(block.range.end);
        last = block.range.start;
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
                depth: 0,
                marks: vec![(start, Mark::Part)],
                silent: Vec::new(),
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
