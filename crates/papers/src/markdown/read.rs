//! Markdown to blocks, as the pages read it: a few tags of HTML mean what they say, all others are words.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::blocks::{Block, Inline, Look, Shift, is_blank, words_of};

/// What of CommonMark's extensions is read.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// The blocks of `text`.
pub(crate) fn read(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, options()) {
        reader.event(event);
    }
    reader.finish()
}

/// The words of a text that is one paragraph; none otherwise.
pub(super) fn line(text: &str) -> Vec<Inline> {
    match read(text).pop() {
        Some(Block::Paragraph(words)) => words,
        _ => Vec::new(),
    }
}

/// What is open: blocks gathered in it, and the line that is being read.
#[derive(Debug, Default)]
struct Frame {
    blocks: Vec<Block>,
    line: Vec<Inline>,
    items: Vec<Vec<Block>>,
    rows: Vec<Vec<Vec<Inline>>>,
    /// What the end of the tag does not say again: an address, a name, a number.
    said: String,
}

#[derive(Debug, Default)]
struct Reader {
    frames: Vec<Frame>,
    now: Frame,
    strong: usize,
    emphasis: usize,
    struck: usize,
    shift: Shift,
    /// Text of a block of code or of raw HTML.
    raw: Option<String>,
    is_html: bool,
}

impl Reader {
    fn finish(mut self) -> Vec<Block> {
        while let Some(outer) = self.frames.pop() {
            self.end_line();
            let inner = std::mem::replace(&mut self.now, outer);
            self.now.blocks.extend(inner.blocks);
        }
        self.end_line();
        self.now.blocks
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Html(words) if self.raw.is_some() => {
                if let Some(raw) = &mut self.raw {
                    raw.push_str(&words);
                }
            }
            Event::Text(words) => self.words(&words, false),
            Event::Code(words) => self.words(&words, true),
            Event::InlineHtml(html) | Event::Html(html) => self.tag(&html),
            Event::SoftBreak => self.words(" ", false),
            Event::HardBreak => self.now.line.push(Inline::Break),
            Event::Rule => self.block(Block::Rule),
            Event::TaskListMarker(done) => self.words(if done { "Done: " } else { "To do: " }, false),
            Event::FootnoteReference(name) => self.now.line.push(Inline::Note(name.to_string())),
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.is_html = matches!(tag, Tag::HtmlBlock);
                self.raw = Some(String::new());
            }
            Tag::TableHead | Tag::TableRow => self.now.rows.push(Vec::new()),
            _ => {
                // A list directly under words ends them.
                if !matches!(tag, Tag::Link { .. } | Tag::Image { .. }) {
                    self.end_line();
                }
                let outer = std::mem::take(&mut self.now);
                self.frames.push(outer);
                self.now.said = match tag {
                    Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => dest_url.to_string(),
                    Tag::FootnoteDefinition(name) => name.to_string(),
                    Tag::List(Some(start)) => start.to_string(),
                    _ => String::new(),
                };
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.end_raw(),
            TagEnd::TableHead | TagEnd::TableRow => {}
            tag => self.close(tag),
        }
    }

    fn close(&mut self, tag: TagEnd) {
        let outer = self.frames.pop().unwrap_or_default();
        let mut inner = std::mem::replace(&mut self.now, outer);
        match tag {
            TagEnd::Link => {
                self.now.line.push(Inline::Link { address: inner.said, words: inner.line });
            }
            TagEnd::Image => {
                let description = words_of(&inner.line);
                self.now.line.push(Inline::Picture { name: inner.said, description });
            }
            TagEnd::Heading(level) => self.block(Block::Heading { level: number(level), words: inner.line }),
            TagEnd::Paragraph => self.block(Block::Paragraph(inner.line)),
            TagEnd::TableCell => {
                if let Some(row) = self.now.rows.last_mut() {
                    row.push(inner.line);
                }
            }
            TagEnd::Table => self.block(Block::Table(inner.rows)),
            TagEnd::Item => {
                inner.end_line();
                self.now.items.push(inner.blocks);
            }
            TagEnd::List(is_numbered) => {
                let start = if is_numbered { Some(inner.said.parse().unwrap_or(1)) } else { None };
                self.block(Block::List { start, items: inner.items });
            }
            TagEnd::FootnoteDefinition => {
                inner.end_line();
                self.block(Block::Note { name: inner.said, blocks: inner.blocks });
            }
            TagEnd::BlockQuote(_) => {
                inner.end_line();
                self.block(Block::Quote(inner.blocks));
            }
            _ => {
                inner.end_line();
                self.now.blocks.extend(inner.blocks);
            }
        }
    }

    fn end_raw(&mut self) {
        let text = self.raw.take().unwrap_or_default();
        if !std::mem::take(&mut self.is_html) {
            self.block(Block::Code(text.trim_end_matches('\n').to_owned()));
            return;
        }
        for line in text.lines() {
            self.tag(line);
        }
        self.end_line();
    }

    fn block(&mut self, block: Block) {
        self.end_line();
        self.now.blocks.push(block);
    }

    fn end_line(&mut self) {
        self.now.end_line();
    }

    fn words(&mut self, words: &str, code: bool) {
        let look = match code {
            true => Look { code, ..Look::default() },
            false => Look {
                strong: self.strong > 0,
                emphasis: self.emphasis > 0,
                struck: self.struck > 0,
                code,
                shift: self.shift,
            },
        };
        match self.now.line.last_mut() {
            Some(Inline::Words(before, last)) if *last == look => before.push_str(words),
            _ => self.now.line.push(Inline::Words(words.to_owned(), look)),
        }
    }

    /// Raw HTML: of tags that mean what they say the words stay, anything else is words.
    fn tag(&mut self, html: &str) {
        let pieces: Option<Vec<Piece>> = pieces(html);
        let Some(pieces) = pieces else { return self.words(html.trim_end(), false) };
        for piece in pieces {
            match piece {
                Piece::Words("") => {}
                Piece::Words(words) => self.words(words, false),
                Piece::Tag(tag) => match tag.as_str() {
                    "br" => self.now.line.push(Inline::Break),
                    "sub" => self.shift = Shift::Sub,
                    "sup" => self.shift = Shift::Super,
                    "/sub" | "/sup" => self.shift = Shift::None,
                    _ => {}
                },
            }
        }
    }
}

impl Frame {
    /// Words that stand in no paragraph of their own, as in a short list, become one.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !is_blank(&line) {
            self.blocks.push(Block::Paragraph(line));
        }
    }
}

enum Piece<'t> {
    Words(&'t str),
    Tag(String),
}

/// The words and tags of `html`; none when a tag is among them that means nothing here.
fn pieces(html: &str) -> Option<Vec<Piece<'_>>> {
    let mut out = Vec::new();
    let mut rest = html;
    while let Some((words, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>')?;
        let name = tag.trim_end_matches('/').trim().to_ascii_lowercase();
        let bare = name.trim_start_matches('/');
        let means = matches!(bare, "br" | "sub" | "sup" | "kbd" | "abbr" | "details" | "summary");
        if !(means || bare.starts_with("abbr title=\"") && bare.matches('"').count() == 2) {
            return None;
        }
        out.push(Piece::Words(words));
        out.push(Piece::Tag(name));
        rest = after;
    }
    out.push(Piece::Words(rest));
    Some(out)
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}
