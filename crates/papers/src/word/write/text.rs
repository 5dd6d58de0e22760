//! The text of a guide as the body of a document, with what it leads to: links, pictures, lists, notes.

use std::collections::BTreeMap;

use super::escaped;
use super::parts::{HEAD, KINDS, NAMESPACES, RELATIONS};
use crate::Paper;
use crate::blocks::{Block, Inline, Look, Shift, words_of};
use crate::paper::{Target, anchor};
use crate::picture::{self, Kind};

/// The widest and highest a picture stands, in pixels of 1/96 inch: the width of the text, and most of a page.
const ROOM: (u32, u32) = (600, 800);
/// How many of Word's units such a pixel has.
const UNITS: u32 = 9_525;

/// The body, and what came up while it was written.
pub(super) struct Text<'p> {
    paper: &'p Paper,
    body: String,
    notes: String,
    links: Vec<String>,
    pictures: Vec<(&'p str, Kind)>,
    /// Numbered lists: at which level each stands and where it begins.
    lists: Vec<(usize, u64)>,
    said: BTreeMap<String, Vec<Block>>,
    numbered: Vec<String>,
    drawn: usize,
    bookmarks: usize,
}

/// Where a block stands.
#[derive(Clone, Copy, Default)]
struct Place {
    is_quoted: bool,
    /// How deep in lists.
    depth: usize,
}

impl<'p> Text<'p> {
    pub fn of(paper: &'p Paper) -> Self {
        let (blocks, said) = paper.read();
        let mut text = Self {
            paper,
            body: String::new(),
            notes: String::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            lists: Vec::new(),
            said,
            numbered: Vec::new(),
            drawn: 0,
            bookmarks: 0,
        };
        let mut body = paragraph("Title", &run(&paper.title, Look::default(), ""));
        for notice in &paper.notices {
            body.push_str(&paragraph("Notice", &run(notice, Look::default(), "")));
        }
        body.push_str(&facts(&paper.facts));
        for block in &blocks {
            body.push_str(&text.block(block, Place::default()));
        }
        text.body = body;
        text.write_notes();
        text
    }

    pub fn document(&self) -> String {
        format!(
            r#"{HEAD}<w:document {NAMESPACES}><w:body>{}<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1304" w:bottom="1418" w:left="1304" w:header="680" w:footer="680" w:gutter="0"/></w:sectPr></w:body></w:document>"#,
            self.body
        )
    }

    pub fn relations(&self) -> String {
        let own = ["styles", "numbering", "footnotes", "settings"]
            .map(|part| format!(r#"<Relationship Id="rId_{part}" Type="{KINDS}{part}" Target="{part}.xml"/>"#));
        let around = [("Header", "header"), ("Footer", "footer")]
            .map(|(id, kind)| format!(r#"<Relationship Id="rId{id}" Type="{KINDS}{kind}" Target="{kind}1.xml"/>"#));
        let links = self.links.iter().enumerate().map(|(at, address)| {
            let address = escaped(address);
            format!(r#"<Relationship Id="rIdL{at}" Type="{KINDS}hyperlink" Target="{address}" TargetMode="External"/>"#)
        });
        let pictures = self.pictures.iter().enumerate().map(|(at, (_, kind))| {
            let name = media_name(at, *kind);
            format!(r#"<Relationship Id="rIdP{at}" Type="{KINDS}image" Target="media/{name}"/>"#)
        });
        let rest: String = links.chain(pictures).collect();
        format!(r#"{HEAD}<Relationships xmlns="{RELATIONS}">{}{}{rest}</Relationships>"#, own.concat(), around.concat())
    }

    pub fn media(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.pictures
            .iter()
            .enumerate()
            .filter_map(|(at, (name, kind))| Some((media_name(at, *kind), self.paper.pictures.get(*name)?.as_slice())))
    }

    /// One kind of list with bullets and one with numbers; each numbered list begins anew.
    pub fn numbering(&self) -> String {
        let levels = |is_numbered: bool| -> String {
            let level = |depth: usize| {
                let (format, mark) = if is_numbered {
                    ("decimal", format!("%{}.", depth + 1))
                } else {
                    ("bullet", "\u{2022}".to_owned())
                };
                let left = 425 * (depth + 1);
                format!(
                    r#"<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="425"/></w:pPr></w:lvl>"#
                )
            };
            (0..9).map(level).collect()
        };
        let kinds = [(0, false), (1, true)].map(|(id, is_numbered)| {
            let levels = levels(is_numbered);
            format!(r#"<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>"#)
        });
        let lists: String = self
            .lists
            .iter()
            .enumerate()
            .map(|(at, (depth, start))| {
                format!(
                    r#"<w:num w:numId="{}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>"#,
                    at + 2
                )
            })
            .collect();
        format!(
            r#"{HEAD}<w:numbering {NAMESPACES}>{}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{lists}</w:numbering>"#,
            kinds.concat()
        )
    }

    pub fn footnotes(&self) -> String {
        let ruled = [("separator", 0), ("continuationSeparator", 1)].map(|(kind, id)| {
            format!(r#"<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>"#)
        });
        format!(r#"{HEAD}<w:footnotes {NAMESPACES}>{}{}</w:footnotes>"#, ruled.concat(), self.notes)
    }

    fn write_notes(&mut self) {
        let mut at = 0;
        // A note may refer to another, which is then written after it.
        while let Some(name) = self.numbered.get(at).cloned() {
            let blocks = self.said.get(&name).cloned().unwrap_or_default();
            let mut inner = String::new();
            for block in &blocks {
                inner.push_str(&self.block(block, Place::default()));
            }
            let mark = r#"<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r></w:p>"#;
            // The mark stands in the first paragraph of the note.
            let said = match inner.find("</w:pPr>").filter(|_| inner.starts_with("<w:p>")) {
                Some(end) => {
                    let (head, tail) = inner.split_at_checked(end + "</w:pPr>".len()).unwrap_or((&inner, ""));
                    format!(
                        r#"{head}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>{tail}"#
                    )
                }
                None => format!("{mark}{inner}"),
            };
            self.notes.push_str(&format!(r#"<w:footnote w:id="{}">{said}</w:footnote>"#, at + 2));
            at += 1;
        }
    }

    fn block(&mut self, block: &Block, place: Place) -> String {
        match block {
            Block::Heading { level, words } => self.heading(*level, words),
            Block::Paragraph(words) => {
                let style = if place.is_quoted { "Quote" } else { "Normal" };
                let line = self.line(words, "");
                let indent = indent(place);
                format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{indent}</w:pPr>{line}</w:p>"#)
            }
            Block::List { start, items } => self.list(*start, items, place),
            Block::Table(rows) => self.table(rows),
            Block::Quote(inner) => {
                inner.iter().map(|block| self.block(block, Place { is_quoted: true, ..place })).collect()
            }
            Block::Code(text) => {
                let lines: Vec<String> = text.lines().map(|line| run(&line.replace('\t', "    "), Look::default(), "")).collect();
                paragraph("Code", &lines.join("<w:r><w:br/></w:r>"))
            }
            Block::Rule => {
                r#"<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="768692"/></w:pBdr></w:pPr></w:p>"#.to_owned()
            }
            Block::Note { blocks, .. } => blocks.iter().map(|block| self.block(block, place)).collect(),
        }
    }

    /// The second level of a guide is the first of a document: the title stands above.
    fn heading(&mut self, level: u8, words: &[Inline]) -> String {
        let (line, at) = (self.line(words, ""), self.bookmarks);
        self.bookmarks += 1;
        format!(
            r#"<w:p><w:pPr><w:pStyle w:val="Heading{}"/></w:pPr><w:bookmarkStart w:id="{at}" w:name="{}"/>{line}<w:bookmarkEnd w:id="{at}"/></w:p>"#,
            level.clamp(2, 6) - 1,
            bookmark(&anchor(&words_of(words)))
        )
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], place: Place) -> String {
        let depth = place.depth.min(8);
        let id = match start {
            Some(start) => {
                self.lists.push((depth, start.min(30_000)));
                self.lists.len() + 1
            }
            None => 1,
        };
        let mut out = String::new();
        for item in items {
            let mut blocks = item.iter();
            let first = match item.first() {
                Some(Block::Paragraph(words)) => {
                    blocks.next();
                    self.line(words, "")
                }
                _ => String::new(),
            };
            out.push_str(&format!(
                r#"<w:p><w:pPr><w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{id}"/></w:numPr></w:pPr>{first}</w:p>"#
            ));
            for block in blocks {
                out.push_str(&self.block(block, Place { depth: place.depth + 1, ..place }));
            }
        }
        out
    }

    fn table(&mut self, rows: &[Vec<Vec<Inline>>]) -> String {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = table_begin(columns, r#"w:firstRow="1" w:firstColumn="0""#);
        for (number, row) in rows.iter().enumerate() {
            let is_head = number == 0;
            out.push_str(if is_head {
                "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
            } else {
                "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            });
            for column in 0..columns {
                let looks = if is_head { "<w:b/>" } else { "" };
                let line = row.get(column).map(|cell| self.line(cell, looks)).unwrap_or_default();
                out.push_str(&cell(&line));
            }
            out.push_str("</w:tr>");
        }
        out + "</w:tbl><w:p/>"
    }

    /// A line as runs; `looks` are properties that all of its words have.
    fn line(&mut self, parts: &[Inline], looks: &str) -> String {
        let mut out = String::new();
        for part in parts {
            match part {
                Inline::Words(words, look) => out.push_str(&run(words, *look, looks)),
                Inline::Break => out.push_str("<w:r><w:br/></w:r>"),
                Inline::Link { address, words } => out.push_str(&self.link(address, words, looks)),
                Inline::Picture { name, description } => out.push_str(&self.picture(name, description)),
                Inline::Note(name) => out.push_str(&self.note(name)),
            }
        }
        out
    }

    fn link(&mut self, address: &str, words: &[Inline], looks: &str) -> String {
        let way = match self.paper.target(address) {
            None => return self.line(words, looks),
            Some(Target::Heading(anchor)) => format!(r#"w:anchor="{}""#, bookmark(&anchor)),
            Some(Target::Address(address)) => {
                let at = self.links.iter().position(|known| *known == address).unwrap_or_else(|| {
                    self.links.push(address);
                    self.links.len() - 1
                });
                format!(r#"r:id="rIdL{at}""#)
            }
        };
        let inner = self.line(words, &format!(r#"<w:rStyle w:val="Hyperlink"/>{looks}"#));
        format!(r#"<w:hyperlink {way}>{inner}</w:hyperlink>"#)
    }

    fn note(&mut self, name: &str) -> String {
        let at = self.numbered.iter().position(|known| known == name).unwrap_or_else(|| {
            self.numbered.push(name.to_owned());
            self.numbered.len() - 1
        });
        format!(
            r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>"#,
            at + 2
        )
    }

    fn picture(&mut self, name: &str, description: &str) -> String {
        let described = if description.is_empty() { "Picture without a description" } else { description };
        let known = self.paper.pictures.get_key_value(name).and_then(|(name, bytes)| {
            let kind = Kind::of(bytes).filter(|kind| *kind != Kind::Webp)?;
            Some((name.as_str(), kind, picture::size(bytes)?))
        });
        let Some((name, kind, size)) = known else {
            return run(&format!("[Picture: {described}]"), Look::default(), "");
        };
        let at = self.pictures.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.pictures.push((name, kind));
            self.pictures.len() - 1
        });
        self.drawn += 1;
        let (width, height) = fitted(size);
        let described = escaped(described);
        let id = self.drawn;
        format!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{id}" name="Picture {id}" descr="{described}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{id}" name="Picture {id}" descr="{described}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdP{at}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        )
    }
}

fn media_name(at: usize, kind: Kind) -> String {
    format!("picture{}.{}", at + 1, kind.extension())
}

/// The size of a picture on the page, in Word's units.
fn fitted((width, height): (u32, u32)) -> (u64, u64) {
    let shrink = (f64::from(ROOM.0) / f64::from(width)).min(f64::from(ROOM.1) / f64::from(height)).min(1.0);
    let units = |side: u32| (f64::from(side) * shrink * f64::from(UNITS)).round().max(1.0) as u64;
    (units(width), units(height))
}

/// A bookmark has at most 40 letters, digits and low lines, and begins with a letter.
fn bookmark(anchor: &str) -> String {
    format!("s_{}", anchor.replace('-', "_").chars().take(38).collect::<String>())
}

fn indent(place: Place) -> String {
    match (place.depth, place.is_quoted) {
        (0, _) => String::new(),
        (depth, is_quoted) => {
            format!(r#"<w:ind w:left="{}"/>"#, 425 * depth.min(9) + if is_quoted { 567 } else { 0 })
        }
    }
}

fn paragraph(style: &str, inner: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>"#)
}

fn run(words: &str, look: Look, looks: &str) -> String {
    let mut properties = looks.to_owned();
    if look.code && !looks.contains("rStyle") {
        properties.insert_str(0, r#"<w:rStyle w:val="CodeWords"/>"#);
    }
    if look.strong && !looks.contains("<w:b/>") {
        properties.push_str("<w:b/>");
    }
    for (is_on, property) in [
        (look.emphasis, "<w:i/>"),
        (look.struck, "<w:strike/>"),
        (look.shift == Shift::Sub, r#"<w:vertAlign w:val="subscript"/>"#),
        (look.shift == Shift::Super, r#"<w:vertAlign w:val="superscript"/>"#),
    ] {
        if is_on {
            properties.push_str(property);
        }
    }
    format!(r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(words))
}

fn table_begin(columns: usize, look: &str) -> String {
    let width = 9_298 / columns.max(1);
    let grid = format!(r#"<w:gridCol w:w="{width}"/>"#).repeat(columns);
    format!(
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook {look}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"#
    )
}

fn cell(line: &str) -> String {
    format!(r#"<w:tc><w:tcPr/><w:p>{line}</w:p></w:tc>"#)
}

/// What is known at a glance: names in the first column, values in the second.
fn facts(facts: &[(String, String)]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let mut out = table_begin(2, r#"w:firstRow="0" w:firstColumn="1""#);
    for (name, value) in facts {
        let (name, value) = (run(name, Look::default(), "<w:b/>"), run(value, Look::default(), ""));
        out.push_str(&format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{}{}</w:tr>", cell(&name), cell(&value)));
    }
    out + "</w:tbl><w:p/>"
}
