//! Blocks onto pages: what is drawn where, and the tree of tags that says what it is.

mod table;

use std::collections::BTreeMap;

use super::fonts::{Fonts, Style};
use super::lines::{Bit, Line, Part, lines};
use crate::Paper;
use crate::blocks::{Block, Inline, Look, Shift, words_of};
use crate::paper::{Target, anchor};
use crate::picture;

/// A4, in points.
pub(super) const PAGE: (f32, f32) = (595.0, 842.0);
/// The margins left and right, and above and below the text.
pub(super) const SIDE: f32 = 57.0;
const TOP: f32 = 76.0;
const BOTTOM: f32 = 88.0;
/// The size of the text.
const TEXT: f32 = 10.5;
/// How far lines stand apart, in parts of the size of their letters.
const LEADING: f32 = 1.4;
/// The highest a picture stands.
const HIGHEST: f32 = 480.0;
/// The most pixels of a picture that is put in; a larger one stands as its description.
const MOST_PIXELS: u64 = 4_096 * 4_096;
/// How deep lists and quotations are indented.
const DEEPEST: usize = 10;

/// Something on a page; places count from its top left.
#[derive(Debug)]
pub(super) enum Mark {
    Words {
        x: f32,
        base: f32,
        size: f32,
        bit: Bit,
    },
    /// Words that were there before, such as the header of a table on its next page.
    Again {
        x: f32,
        base: f32,
        size: f32,
        bit: Bit,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    Picture {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        name: String,
        leaf: usize,
    },
}

/// What a part of the tree is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Heading(u8, String),
    Paragraph,
    Quote,
    Code,
    List { is_numbered: bool },
    Item,
    Label,
    Body,
    Table,
    Row,
    Header,
    RowHeader,
    Cell,
    Link(usize),
    Figure(String),
}

/// The tree of tags.
#[derive(Debug)]
pub(super) enum Tag {
    Group(Kind, Vec<Tag>),
    Leaf(usize),
}

/// A heading, where it stands.
#[derive(Debug)]
pub(super) struct Place {
    pub level: u8,
    pub words: String,
    pub anchor: String,
    pub page: usize,
    pub y: f32,
}

/// Pages ready to be drawn.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub pages: Vec<Vec<Mark>>,
    pub tags: Vec<Tag>,
    pub leaves: usize,
    /// Where each link leads, with its words.
    pub links: Vec<(Target, String)>,
    pub headings: Vec<Place>,
}

pub(super) struct Layout<'p> {
    paper: &'p Paper,
    fonts: &'p Fonts,
    laid: Laid,
    y: f32,
    notes: Vec<String>,
}

/// Where blocks stand.
#[derive(Clone, Copy, Default)]
struct Room {
    indent: f32,
    depth: usize,
}

/// Lays a paper out.
pub(super) fn lay(paper: &Paper, fonts: &Fonts) -> Laid {
    let (blocks, said) = paper.read();
    let mut layout = Layout { paper, fonts, laid: Laid::default(), y: TOP, notes: Vec::new() };
    layout.laid.pages.push(Vec::new());
    let strong = Look { strong: true, ..Look::default() };
    let mut tags = vec![layout.heading(1, &[Inline::Words(paper.title.clone(), Look::default())])];
    for notice in &paper.notices {
        tags.push(layout.paragraph(&[Inline::Words(notice.clone(), strong)], Room::default()));
    }
    tags.extend(layout.facts());
    for block in &blocks {
        tags.extend(layout.block(block, Room::default()));
    }
    tags.extend(layout.said(&said));
    layout.laid.tags = tags;
    layout.laid
}

impl Layout<'_> {
    /// The notes, after the text.
    fn said(&mut self, said: &BTreeMap<String, Vec<Block>>) -> Vec<Tag> {
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(name) = self.notes.get(at).cloned() {
            if at == 0 {
                out.push(self.heading(2, &[Inline::Words("Notes".to_owned(), Look::default())]));
            }
            let mut blocks = said.get(&name).cloned().unwrap_or_default();
            let label = Inline::Words(format!("{}. ", at + 1), Look::default());
            match blocks.first_mut() {
                Some(Block::Paragraph(words)) => words.insert(0, label),
                _ => blocks.insert(0, Block::Paragraph(vec![label])),
            }
            for block in &blocks {
                out.extend(self.block(block, Room::default()));
            }
            at += 1;
        }
        out
    }

    fn block(&mut self, block: &Block, room: Room) -> Vec<Tag> {
        match block {
            Block::Heading { level, words } => vec![self.heading((*level).clamp(2, 6), words)],
            Block::Paragraph(words) => self.pictured(words, room),
            Block::List { start, items } => vec![self.list(*start, items, room)],
            Block::Table(rows) => vec![self.table(rows, room)],
            Block::Quote(inner) => {
                let inner_room = room.deeper();
                let tags = inner.iter().flat_map(|block| self.block(block, inner_room)).collect();
                vec![Tag::Group(Kind::Quote, tags)]
            }
            Block::Code(text) => vec![self.code(text, room)],
            Block::Rule => {
                self.need(14.0);
                self.mark(Mark::Rule { x: SIDE + room.indent, y: self.y, width: room.width(), height: 0.7 });
                self.y += 14.0;
                Vec::new()
            }
            Block::Note { blocks, .. } => blocks.iter().flat_map(|block| self.block(block, room)).collect(),
        }
    }

    fn heading(&mut self, level: u8, words: &[Inline]) -> Tag {
        let size = match level {
            1 => 22.0,
            2 => 16.0,
            3 => 13.0,
            _ => 11.5,
        };
        let strong = words.iter().cloned().map(strong).collect::<Vec<_>>();
        let (parts, tags) = self.parts(&strong);
        let lines = lines(&parts, Room::default().width(), size, self.fonts);
        // A heading stands with what comes after it.
        self.need(lines.len() as f32 * size * LEADING + 3.0 * TEXT * LEADING + 12.0);
        if self.y > TOP {
            self.y += 12.0;
        }
        let said = words_of(words);
        self.laid.headings.push(Place {
            level,
            words: said.clone(),
            anchor: anchor(&said),
            page: self.page(),
            y: self.y,
        });
        self.set(lines, 0.0, size);
        self.y += 4.0;
        Tag::Group(Kind::Heading(level, said), tags)
    }

    /// A paragraph; pictures in it stand on lines of their own.
    fn pictured(&mut self, words: &[Inline], room: Room) -> Vec<Tag> {
        let mut out = Vec::new();
        for piece in words.split_inclusive(|part| matches!(part, Inline::Picture { .. })) {
            let (line, picture) = match piece.split_last() {
                Some((Inline::Picture { name, description }, line)) => (line, Some((name, description))),
                _ => (piece, None),
            };
            if !crate::blocks::is_blank(line) {
                out.push(self.paragraph(line, room));
            }
            if let Some((name, description)) = picture {
                out.push(self.picture(name, description, room));
            }
        }
        out
    }

    fn paragraph(&mut self, words: &[Inline], room: Room) -> Tag {
        let (parts, tags) = self.parts(words);
        let lines = lines(&parts, room.width(), TEXT, self.fonts);
        self.set(lines, room.indent, TEXT);
        self.y += 6.0;
        Tag::Group(Kind::Paragraph, tags)
    }

    fn code(&mut self, text: &str, room: Room) -> Tag {
        let leaf = self.leaf();
        let look = Look { code: true, ..Look::default() };
        let mut parts = Vec::new();
        for line in text.lines() {
            // Blanks at the beginning of a line of code are part of it.
            let line = line.replace('\t', "    ").replace(' ', "\u{a0}");
            parts.push(Part::Bit(Bit::new(&format!("{line} "), look, leaf, None, self.fonts)));
            parts.push(Part::Break);
        }
        let lines = lines(&parts, room.width(), TEXT - 1.5, self.fonts);
        self.set(lines, room.indent, TEXT - 1.5);
        self.y += 6.0;
        Tag::Group(Kind::Paragraph, vec![Tag::Group(Kind::Code, vec![Tag::Leaf(leaf)])])
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], room: Room) -> Tag {
        let inner = room.deeper();
        let mut tags = Vec::new();
        for (number, item) in (start.unwrap_or(1)..).zip(items) {
            self.need(TEXT * LEADING);
            let leaf = self.leaf();
            let label = start.map_or("\u{2022} ".to_owned(), |_| format!("{number}. "));
            let bit = Bit::new(&label, Look::default(), leaf, None, self.fonts);
            let wide = self.fonts.face(Style::Regular).width(&label, TEXT);
            let x = (SIDE + inner.indent - wide.max(12.0)).max(SIDE);
            let base = self.y + TEXT;
            self.mark(Mark::Words { x, base, size: TEXT, bit });
            let before = (self.page(), self.y);
            let body: Vec<Tag> = item.iter().flat_map(|block| self.block(block, inner)).collect();
            if before == (self.page(), self.y) {
                self.y += TEXT * LEADING;
            }
            let label = Tag::Group(Kind::Label, vec![Tag::Leaf(leaf)]);
            tags.push(Tag::Group(Kind::Item, vec![label, Tag::Group(Kind::Body, body)]));
        }
        Tag::Group(Kind::List { is_numbered: start.is_some() }, tags)
    }

    fn picture(&mut self, name: &str, description: &str, room: Room) -> Tag {
        let described = if description.is_empty() { "Picture without a description" } else { description };
        let size = self.paper.pictures.get(name).and_then(|bytes| picture::size(bytes));
        let Some((width, height)) = size.filter(|(w, h)| u64::from(*w) * u64::from(*h) <= MOST_PIXELS) else {
            let words = [Inline::Words(format!("[Picture: {described}]"), Look::default())];
            return self.paragraph(&words, room);
        };
        // Pixels are 1/96 inch, points 1/72.
        let (width, height) = (width as f32 * 0.75, height as f32 * 0.75);
        let shrink = (room.width() / width).min(HIGHEST / height).min(1.0);
        let (width, height) = (width * shrink, height * shrink);
        self.need(height);
        let leaf = self.leaf();
        let (x, y) = (SIDE + room.indent, self.y);
        self.mark(Mark::Picture { x, y, width, height, name: name.to_owned(), leaf });
        self.y += height + 8.0;
        Tag::Group(Kind::Figure(described.to_owned()), vec![Tag::Leaf(leaf)])
    }

    /// The parts of a line, and their tags: links are groups of their own.
    fn parts(&mut self, words: &[Inline]) -> (Vec<Part>, Vec<Tag>) {
        let (mut parts, mut tags) = (Vec::new(), Vec::new());
        let mut leaf = None;
        for inline in words {
            match inline {
                Inline::Link { address, words } => match self.paper.target(address) {
                    Some(target) => {
                        let at = self.laid.links.len();
                        self.laid.links.push((target, words_of(words)));
                        let inner = self.leaf();
                        self.bits(words, inner, Some(at), &mut parts);
                        tags.push(Tag::Group(Kind::Link(at), vec![Tag::Leaf(inner)]));
                        leaf = None;
                    }
                    None => {
                        let now = self.leaf_of(&mut leaf, &mut tags);
                        self.bits(words, now, None, &mut parts);
                    }
                },
                other => {
                    let now = self.leaf_of(&mut leaf, &mut tags);
                    self.bits(std::slice::from_ref(other), now, None, &mut parts);
                }
            }
        }
        (parts, tags)
    }

    fn leaf_of(&mut self, leaf: &mut Option<usize>, tags: &mut Vec<Tag>) -> usize {
        *leaf.get_or_insert_with(|| {
            let now = self.leaf();
            tags.push(Tag::Leaf(now));
            now
        })
    }

    fn bits(&mut self, words: &[Inline], leaf: usize, link: Option<usize>, out: &mut Vec<Part>) {
        for inline in words {
            match inline {
                Inline::Words(words, look) => out.push(Part::Bit(Bit::new(words, *look, leaf, link, self.fonts))),
                Inline::Break => out.push(Part::Break),
                Inline::Link { words, .. } => self.bits(words, leaf, link, out),
                Inline::Picture { description, .. } => {
                    let words = format!("[Picture: {description}]");
                    out.push(Part::Bit(Bit::new(&words, Look::default(), leaf, link, self.fonts)));
                }
                Inline::Note(name) => {
                    let at = self.notes.iter().position(|known| known == name).unwrap_or_else(|| {
                        self.notes.push(name.clone());
                        self.notes.len() - 1
                    });
                    let look = Look { shift: Shift::Super, ..Look::default() };
                    out.push(Part::Bit(Bit::new(&(at + 1).to_string(), look, leaf, link, self.fonts)));
                }
            }
        }
    }

    /// Sets lines, going on to the next page where one ends.
    fn set(&mut self, lines: Vec<Line>, indent: f32, size: f32) {
        for line in lines {
            self.need(size * LEADING);
            self.set_line(line, SIDE + indent, size);
            self.y += size * LEADING;
        }
    }

    fn set_line(&mut self, line: Line, left: f32, size: f32) {
        let base = self.y + size;
        for (at, bit) in line {
            self.mark(Mark::Words { x: left + at, base, size, bit });
        }
    }

    /// Begins a new page when less than `height` is left on this one.
    fn need(&mut self, height: f32) {
        if self.y + height > PAGE.1 - BOTTOM && self.y > TOP {
            self.laid.pages.push(Vec::new());
            self.y = TOP;
        }
    }

    fn page(&self) -> usize {
        self.laid.pages.len() - 1
    }

    fn leaf(&mut self) -> usize {
        self.laid.leaves += 1;
        self.laid.leaves - 1
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.laid.pages.last_mut() {
            page.push(mark);
        }
    }
}

impl Room {
    fn width(self) -> f32 {
        PAGE.0 - 2.0 * SIDE - self.indent
    }

    fn deeper(self) -> Self {
        match self.depth < DEEPEST {
            true => Self { indent: self.indent + 22.0, depth: self.depth + 1 },
            false => self,
        }
    }
}

fn strong(part: Inline) -> Inline {
    match part {
        Inline::Words(words, look) => Inline::Words(words, Look { strong: true, ..look }),
        Inline::Link { address, words } => Inline::Link { address, words: words.into_iter().map(strong).collect() },
        other => other,
    }
}
