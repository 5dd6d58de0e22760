//! The text of a document: its paragraphs, one after the other.

use std::collections::HashMap;

use super::numbering::{Marked, Numbering};
use super::package::{Package, Relations};
use super::runs::Field;
use super::styles::{Role, Styles};
use super::xml::{Element, Node};
use super::{LONGEST_TEXT, Picture, Refused, Taken};
use crate::blocks::{Block, Inline, is_blank, level_headings, words_of};
use crate::lists::{Piece, nest};
use crate::markdown;
use crate::paper::anchor;
use crate::report::{Report, short};

/// A document that is being read.
pub(super) struct Document<'b> {
    pub package: Package<'b>,
    pub styles: Styles,
    numbering: Numbering,
    pub relations: Relations,
    pub report: Report,
    pub pictures: Vec<Picture>,
    /// The name of each picture that was taken, by its part; empty for one that cannot be shown.
    pub taken: HashMap<String, String>,
    pub fields: Vec<Field>,
    /// Notes in the order in which the text refers to them: their kind and id.
    pub notes: Vec<(&'static str, String)>,
    /// Which heading a place inside the document is.
    pub places: HashMap<String, String>,
    /// Blocks that stand beside the paragraph in hand, such as text boxes.
    pub beside: Vec<Block>,
    pub paragraph_style: Option<String>,
    title: Option<String>,
    pub length: usize,
}

/// Reads the package.
pub(super) fn read(mut package: Package<'_>) -> Result<Taken, Refused> {
    let main = package.main_part()?;
    let relations = package.relations(&main)?;
    let of_kind = |kind: &str| {
        let relation = relations.values().find(|relation| relation.kind == kind && !relation.is_outside);
        relation.map_or_else(String::new, |relation| relation.target.clone())
    };
    let styles = Styles::read(package.tree(&of_kind("styles"))?.as_ref());
    let numbering = Numbering::read(package.tree(&of_kind("numbering"))?.as_ref());
    let parts = [("footnote", of_kind("footnotes")), ("endnote", of_kind("endnotes"))];
    let tree = package.tree(&main)?.ok_or(Refused::Damaged)?;
    let mut document = Document {
        package,
        styles,
        numbering,
        relations,
        report: Report::default(),
        pictures: Vec::new(),
        taken: HashMap::new(),
        fields: Vec::new(),
        notes: Vec::new(),
        places: HashMap::new(),
        beside: Vec::new(),
        paragraph_style: None,
        title: None,
        length: 0,
    };
    let body = tree.child("body").ok_or(Refused::Damaged)?;
    document.find_places(body);
    let mut blocks = document.blocks(body)?;
    document.around(&tree)?;
    let title = match document.title.take().or_else(|| sole_top_heading(&mut blocks)) {
        Some(title) => title,
        None => document.own_title()?,
    };
    level_headings(&mut blocks);
    for (kind, part) in &parts {
        document.notes(kind, part, &mut blocks)?;
    }
    let markdown = markdown::write(&blocks);
    if markdown.len() > LONGEST_TEXT {
        return Err(Refused::TooLong);
    }
    Ok(Taken { title, markdown, pictures: document.pictures, report: document.report.lines() })
}

/// The title, when the document begins with the only heading of its highest level.
fn sole_top_heading(blocks: &mut Vec<Block>) -> Option<String> {
    let levels: Vec<u8> = blocks
        .iter()
        .filter_map(|block| if let Block::Heading { level, .. } = block { Some(*level) } else { None })
        .collect();
    let (first, others) = levels.split_first()?;
    let is_top = others.iter().all(|level| level > first) && matches!(blocks.first(), Some(Block::Heading { .. }));
    match is_top.then(|| blocks.remove(0)) {
        Some(Block::Heading { words, .. }) => Some(words_of(&words)),
        _ => None,
    }
}

impl Document<'_> {
    /// The blocks in an element, with their lists nested.
    pub fn blocks(&mut self, element: &Element) -> Result<Vec<Block>, Refused> {
        let mut pieces = Vec::new();
        self.pieces(element, &mut pieces)?;
        Ok(nest(pieces))
    }

    fn pieces(&mut self, element: &Element, out: &mut Vec<Piece>) -> Result<(), Refused> {
        for element in element.elements() {
            match &*element.name {
                "p" => self.paragraph(element, out)?,
                "tbl" => {
                    let table = self.table(element)?;
                    out.extend(table.into_iter().map(Piece::Block));
                }
                "sdt" if is_contents(element) => {
                    self.report.say("the table of contents was left out: the page makes its own");
                }
                "del" | "moveFrom" => self.report.say("text that was marked as deleted was left out"),
                "ins" | "moveTo" => {
                    self.report.say("text that was marked as inserted was kept");
                    self.pieces(element, out)?;
                }
                "altChunk" => self.report.say("a part in another format was left out"),
                "AlternateContent" => {
                    let choice = element.child("Choice").or_else(|| element.child("Fallback"));
                    choice.map_or(Ok(()), |choice| self.pieces(choice, out))?;
                }
                name if name.ends_with("Pr") || name == "bookmarkStart" => {}
                _ => self.pieces(element, out)?,
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, element: &Element, out: &mut Vec<Piece>) -> Result<(), Refused> {
        let properties = element.child("pPr");
        let role = self.styles.role(properties);
        if matches!(role, Role::Heading(_) | Role::Title) {
            // A table of contents that never ends does not swallow the text.
            self.fields.retain(|field| !field.is_contents());
        }
        self.paragraph_style = match role {
            Role::Heading(_) | Role::Title => None,
            _ => properties.and_then(|p| p.val("pStyle")).map(str::to_owned),
        };
        let mut line = Vec::new();
        self.line(element, &mut line)?;
        let beside = std::mem::take(&mut self.beside);
        if !is_blank(&line) {
            self.place(role, properties, line, out);
        }
        out.extend(beside.into_iter().map(Piece::Block));
        Ok(())
    }

    fn place(&mut self, role: Role, properties: Option<&Element>, line: Vec<Inline>, out: &mut Vec<Piece>) {
        let block = match role {
            Role::Title if self.title.is_none() && !out.iter().any(is_heading) => {
                self.title = Some(words_of(&line));
                self.pictures_of(line).map(Block::Paragraph)
            }
            Role::Title => Some(self.heading(1, line)),
            Role::Heading(level) => {
                if properties.and_then(|p| p.child("numPr")).is_some() {
                    self.report.say("the number that Word gave the heading was left out");
                }
                Some(self.heading(level, line))
            }
            Role::Contents => {
                self.report.say("a line of a table of contents was left out: the page makes its own");
                None
            }
            Role::Code => Some(Block::Code(as_written(&line))),
            Role::Quote => Some(Block::Quote(vec![Block::Paragraph(line)])),
            Role::Text => match self.item(properties, line) {
                Ok(item) => return out.push(item),
                Err(line) => Some(Block::Paragraph(line)),
            },
        };
        match (out.last_mut(), block) {
            (Some(Piece::Block(Block::Code(before))), Some(Block::Code(text))) => {
                before.push('\n');
                before.push_str(&text);
            }
            (Some(Piece::Block(Block::Quote(before))), Some(Block::Quote(more))) => before.extend(more),
            (_, Some(block)) => out.push(Piece::Block(block)),
            (_, None) => {}
        }
    }

    /// A heading holds words alone: its pictures come after it.
    fn heading(&mut self, level: u8, line: Vec<Inline>) -> Block {
        self.report.under(&words_of(&line));
        let words = line.into_iter().map(plainer).collect();
        Block::Heading { level, words }
    }

    fn pictures_of(&mut self, line: Vec<Inline>) -> Option<Vec<Inline>> {
        let pictures: Vec<_> = line.into_iter().filter(|part| matches!(part, Inline::Picture { .. })).collect();
        (!pictures.is_empty()).then_some(pictures)
    }

    /// The paragraph as an item of a list, or as it came when it is in none.
    fn item(&mut self, properties: Option<&Element>, line: Vec<Inline>) -> Result<Piece, Vec<Inline>> {
        let direct = properties.and_then(|p| p.child("numPr"));
        let styled = self.styles.numbering(self.paragraph_style.as_deref());
        let level = direct.and_then(|n| n.val("ilvl")).and_then(|level| level.parse::<u8>().ok());
        let Some(id) =
            direct.and_then(|n| n.val("numId")).map(str::to_owned).or_else(|| Some(styled.as_ref()?.0.clone()))
        else {
            return Err(line);
        };
        let level = level.or_else(|| Some(styled?.1)).unwrap_or(0).min(8);
        let Some(counted) = self.numbering.count(&id, level) else { return Err(line) };
        if counted.marked == Marked::Letter {
            self.report.say("a list that Word marks with letters or Roman numbers is numbered 1, 2, 3");
        }
        let number = (counted.marked != Marked::Bullet).then_some(counted.number);
        Ok(Piece::Item { list: counted.list, level, number, line })
    }

    /// Which headings links inside the document lead to.
    fn find_places(&mut self, element: &Element) {
        for element in element.elements() {
            if &*element.name == "p" && matches!(self.styles.role(element.child("pPr")), Role::Heading(_)) {
                let anchor = anchor(&element.text());
                for mark in element.elements().filter(|mark| &*mark.name == "bookmarkStart") {
                    if let Some(name) = mark.attribute("name") {
                        self.places.insert(name.to_owned(), anchor.clone());
                    }
                }
            } else {
                self.find_places(element);
            }
        }
    }

    /// What stands around the text: headers and footers, and macros.
    fn around(&mut self, tree: &Element) -> Result<(), Refused> {
        let mut said = Vec::new();
        let mut relations: Vec<_> = self.relations.values().filter(|relation| !relation.is_outside).cloned().collect();
        relations.sort_by(|a, b| a.target.cmp(&b.target));
        self.report.throughout();
        for relation in relations.iter().filter(|relation| matches!(relation.kind.as_str(), "header" | "footer")) {
            let Some(part) = self.package.tree(&relation.target)? else { continue };
            let text = part.text();
            if !text.is_empty() && !said.contains(&text) {
                self.report.say(format!(
                    "the page {} was left out: \u{201c}{}\u{201d}",
                    relation.kind,
                    short(&text, 80)
                ));
                said.push(text);
            }
        }
        if self.package.names().any(|name| name.ends_with("vbaProject.bin")) {
            self.report.say("macros were left out");
        }
        if tree.child("background").is_some_and(|background| !background.children.is_empty()) {
            self.report.say("the picture behind the page was left out");
        }
        Ok(())
    }

    /// What the document's properties call it, unless a program made that up.
    fn own_title(&mut self) -> Result<String, Refused> {
        let Some(core) = self.package.tree("docProps/core.xml")? else { return Ok(String::new()) };
        let Some(title) = core.child("title") else { return Ok(String::new()) };
        let said: String =
            title.children.iter().map(|node| if let Node::Text(text) = node { text.as_str() } else { "" }).collect();
        let is_made_up = said.starts_with("Microsoft Word") || said.contains(".doc");
        Ok(if is_made_up { String::new() } else { said.split_whitespace().collect::<Vec<_>>().join(" ") })
    }

    /// What the notes say that the text refers to.
    fn notes(&mut self, kind: &'static str, part: &str, blocks: &mut Vec<Block>) -> Result<(), Refused> {
        if !self.notes.iter().any(|(of, _)| *of == kind) {
            return Ok(());
        }
        let Some(tree) = self.package.tree(part)? else { return Ok(()) };
        // Links and pictures in notes are counted from the notes' own part.
        self.relations = self.package.relations(part)?;
        for note in tree.elements().filter(|note| &*note.name == kind) {
            let id = note.attribute("id").unwrap_or_default();
            let Some(at) = self.notes.iter().position(|(of, known)| *of == kind && known == id) else { continue };
            let said = self.blocks(note)?;
            blocks.push(Block::Note { name: (at + 1).to_string(), blocks: said });
        }
        Ok(())
    }
}

fn is_heading(piece: &Piece) -> bool {
    matches!(piece, Piece::Block(Block::Heading { .. }))
}

fn is_contents(element: &Element) -> bool {
    let properties = element.child("sdtPr");
    let gallery = properties.and_then(|p| p.child("docPartObj")).and_then(|part| part.val("docPartGallery"));
    gallery == Some("Table of Contents")
}

/// A heading is strong already.
fn plainer(part: Inline) -> Inline {
    match part {
        Inline::Words(words, mut look) => {
            look.strong = false;
            Inline::Words(words, look)
        }
        other => other,
    }
}

/// The words of a line of code, with its blanks.
fn as_written(line: &[Inline]) -> String {
    let mut out = String::new();
    for part in line {
        match part {
            Inline::Words(words, _) => out.push_str(words),
            Inline::Link { words, .. } => out.push_str(&as_written(words)),
            Inline::Break => out.push('\n'),
            Inline::Picture { .. } | Inline::Note(_) => {}
        }
    }
    out
}
