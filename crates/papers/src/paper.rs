//! A guide as it goes out on paper: plain data, from which Word files and PDFs are made.

use std::collections::BTreeMap;

use crate::blocks::{Block, Inline, words_of};
use crate::markdown;

/// A guide to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// The language it is written in, such as `en-GB`.
    pub language: String,
    /// What must be seen before the text, such as that it was withdrawn; each a sentence.
    pub notices: Vec<String>,
    /// What is known of it at a glance: names and values.
    pub facts: Vec<(String, String)>,
    /// Its text, without front matter. A first heading that repeats the title is left out.
    pub markdown: String,
    /// What stands where the text says `{{name}}`, as words, whatever they are.
    pub variables: BTreeMap<String, String>,
    /// The pictures, under the names the text gives them. One that is missing stands as its description.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// Where links of the text lead that are no whole addresses. One that is missing stands as its words.
    pub links: BTreeMap<String, String>,
    /// What stands on each page.
    pub margin: Margin,
}

/// What each page carries, so that a single sheet says what it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Margin {
    /// Whose guide it is, and of what it is a copy.
    pub source: String,
    /// Which version, such as `Version 3`.
    pub version: String,
    /// The day of that version, in words.
    pub date: String,
    /// The address where safety notices about it stand.
    pub notices_at: String,
}

impl Margin {
    /// The parts of the line at the foot of a page, before its number.
    #[must_use]
    pub fn foot(&self) -> String {
        let notices =
            if self.notices_at.is_empty() { String::new() } else { format!("Safety notices: {}", self.notices_at) };
        let parts = [self.version.as_str(), &self.date, &notices];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" \u{b7} ")
    }

    /// The line at the head of a page.
    #[must_use]
    pub fn head(&self, title: &str) -> String {
        let parts = [title, &self.source];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" \u{b7} ")
    }
}

/// Why a paper could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the file could not be made: {0}")]
pub struct Unwritable(pub(crate) String);

/// Where a link leads.
#[derive(Debug)]
pub(crate) enum Target {
    /// Outside, to this address.
    Address(String),
    /// To the heading with this anchor.
    Heading(String),
}

impl Paper {
    /// The text as blocks, its variables filled, and what its notes say, by their names.
    pub(crate) fn read(&self) -> (Vec<Block>, BTreeMap<String, Vec<Block>>) {
        let (mut blocks, mut notes) = (Vec::new(), BTreeMap::new());
        for mut block in markdown::read(&self.markdown) {
            self.fill_block(&mut block);
            let repeats_title = match &block {
                Block::Heading { level: 1, words } => anchor(&words_of(words)) == anchor(&self.title),
                _ => false,
            };
            match block {
                Block::Note { name, blocks } => drop(notes.insert(name, blocks)),
                _ if repeats_title && blocks.is_empty() => {}
                block => blocks.push(block),
            }
        }
        (blocks, notes)
    }

    fn fill_block(&self, block: &mut Block) {
        match block {
            Block::Heading { words, .. } | Block::Paragraph(words) => self.fill_line(words),
            Block::List { items, .. } => items.iter_mut().flatten().for_each(|block| self.fill_block(block)),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(|cell| self.fill_line(cell)),
            Block::Quote(inner) | Block::Note { blocks: inner, .. } => {
                inner.iter_mut().for_each(|block| self.fill_block(block));
            }
            Block::Code(text) => *text = self.filled(text),
            Block::Rule => {}
        }
    }

    fn fill_line(&self, line: &mut [Inline]) {
        for part in line {
            match part {
                Inline::Words(words, look) if !look.code => *words = self.filled(words),
                Inline::Link { words, .. } => self.fill_line(words),
                Inline::Picture { description, .. } => *description = self.filled(description),
                Inline::Words(..) | Inline::Break | Inline::Note(_) => {}
            }
        }
    }

    /// `text` with the variables it names filled; a name that is not known stays.
    fn filled(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            match after.split_once("}}").and_then(|(name, tail)| Some((self.variables.get(name.trim())?, tail))) {
                Some((value, tail)) => {
                    out.push_str(value);
                    rest = tail;
                }
                None => {
                    out.push_str("{{");
                    rest = after;
                }
            }
        }
        out + rest
    }

    /// Where a link of the text leads; none when nowhere.
    pub(crate) fn target(&self, href: &str) -> Option<Target> {
        if let Some(address) = self.links.get(href) {
            return Some(Target::Address(address.clone()));
        }
        if let Some(place) = href.strip_prefix('#') {
            return Some(Target::Heading(anchor(place)));
        }
        let is_whole = ["http://", "https://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        is_whole.then(|| Target::Address(href.to_owned()))
    }
}

/// How the place of a heading is named: its words in small letters and digits, parted by hyphens.
pub(crate) fn anchor(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            '\'' | '\u{2019}' => {}
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}
