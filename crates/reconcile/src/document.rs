//! A guide as front matter and blocks, every byte of it in its place.

use std::ops::Range;
use std::sync::Arc;

use crate::fields::Field;
use crate::front::FrontMatter;
use crate::outline::{Cut, Found, outline};
use crate::words::{Word, words};

/// A text cut into its front matter and the blocks of its body.
///
/// [`Document::head`] followed by the text of each block is the whole text, byte for byte.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    text: &'t str,
    head: &'t str,
    front: Option<FrontMatter<'t>>,
    blocks: Vec<Block<'t>>,
}

/// A part of the body that is compared as one: a heading, a paragraph, a list item with
/// all that is nested in it, a whole table.
#[derive(Clone, Debug)]
pub struct Block<'t> {
    /// What kind of part it is.
    pub kind: Kind,
    /// Its bytes, with the blank lines after it.
    pub text: &'t str,
    /// Where those bytes stand in the text of the document.
    pub range: Range<usize>,
    /// The headings it stands under, outermost first; a heading stands under itself.
    pub path: Arc<[Arc<str>]>,
    pub(crate) words: Vec<Word<'t>>,
}

/// The kinds of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// One item of a list, bulleted, numbered or to be ticked.
    Item,
    /// A table, its head and all its rows.
    Table,
    /// A block of code, fenced or indented.
    Code,
    /// A quotation.
    Quote,
    /// Raw HTML.
    Html,
    /// A line across the page.
    Rule,
    /// The text of a footnote.
    Footnote,
    /// Definitions of links, and text nested too deep to be read as Markdown.
    Other,
}

impl<'t> Document<'t> {
    /// Cuts a text into front matter and blocks. Any text is a document.
    pub fn parse(text: &'t str) -> Self {
        let (front, body) = FrontMatter::split(text);
        let found = outline(text, body, Cut::Blocks);
        let end_of_head = found.first().map_or(text.len(), |first| first.range.start);
        Self { text, head: part(text, 0..end_of_head), front, blocks: blocks(text, found) }
    }

    /// The whole text, as it was given.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// All that stands before the first block: byte order mark, front matter, blank lines.
    pub fn head(&self) -> &'t str {
        self.head
    }

    /// The front matter, when the text begins with one.
    pub fn front_matter(&self) -> Option<&FrontMatter<'t>> {
        self.front.as_ref()
    }

    /// The fields of the front matter, none when there is none.
    pub fn fields(&self) -> &[Field<'t>] {
        self.front.as_ref().map_or(&[], |front| &front.fields)
    }

    /// The blocks of the body, in order.
    pub fn blocks(&self) -> &[Block<'t>] {
        &self.blocks
    }
}

impl<'t> Block<'t> {
    /// Whether both say the same, however they are wrapped, quoted or marked.
    pub fn means_the_same(&self, other: &Block<'_>) -> bool {
        let keys = self.words.iter().map(|word| &*word.key);
        keys.eq(other.words.iter().map(|word| &*word.key))
    }

    /// The text from the first to the last of these words, blanks included.
    pub(crate) fn stretch(&self, words: Range<usize>) -> &'t str {
        match self.words.get(words) {
            Some([only]) => part(self.text, only.range.clone()),
            Some([first, .., last]) => part(self.text, first.range.start..last.range.end),
            _ => "",
        }
    }
}

/// The bytes of a range, or nothing where the text has no such range.
pub(crate) fn part(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

/// Gives each block the bytes up to the next one, and the headings above it.
fn blocks(text: &str, found: Vec<Found>) -> Vec<Block<'_>> {
    let starts = found.iter().map(|found| found.range.start);
    let ends: Vec<usize> = starts.skip(1).chain([text.len()]).collect();
    let mut sections = Sections::default();
    let cut = |(found, end): (Found, usize)| {
        let range = found.range.start..end;
        Block {
            kind: found.kind,
            text: part(text, range.clone()),
            path: sections.path(&found),
            words: words(part(text, range.clone()), range.start, &found.marks, &found.silent),
            range,
        }
    };
    found.into_iter().zip(ends).map(cut).collect()
}

/// The headings open at a place in the text.
#[derive(Default)]
pub(crate) struct Sections {
    open: Vec<(u8, Arc<str>)>,
    path: Arc<[Arc<str>]>,
}

impl Sections {
    /// The headings above a block, after entering the section it opens if it is a heading.
    pub fn path(&mut self, found: &Found) -> Arc<[Arc<str>]> {
        if let Kind::Heading(level) = found.kind {
            self.open.retain(|(above, _)| *above < level);
            self.open.push((level, found.heading.trim().into()));
            self.path = self.open.iter().map(|(_, heading)| heading.clone()).collect();
        }
        self.path.clone()
    }
}
