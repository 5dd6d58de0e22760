//! A paragraph's line: its runs, links and fields.

use super::body::Document;
use super::styles::Marks;
use super::xml::{Element, Node};
use super::{LONGEST_TEXT, Refused};
use crate::blocks::{Inline, Look};
use crate::report::short;

/// A field that has begun: what Word works out and writes into the text.
#[derive(Debug, Default)]
pub(super) struct Field {
    instruction: String,
    /// Whether what it shows has begun.
    shows: bool,
}

impl Field {
    fn word(&self) -> &str {
        self.instruction.split_whitespace().next().unwrap_or_default()
    }

    pub fn is_contents(&self) -> bool {
        matches!(self.word(), "TOC" | "INDEX" | "TOA")
    }

    /// Where a link made as a field leads: an address, or a place in the document.
    fn link(&self) -> Option<(String, bool)> {
        if self.word() != "HYPERLINK" {
            return None;
        }
        let is_place = self.instruction.contains("\\l");
        let address = self.instruction.split('"').nth(1)?;
        Some((address.to_owned(), is_place))
    }
}

impl Document<'_> {
    /// The line in a paragraph.
    pub fn line(&mut self, element: &Element, out: &mut Vec<Inline>) -> Result<(), Refused> {
        for element in element.elements() {
            match &*element.name {
                "r" => self.run(element, out)?,
                "hyperlink" => self.hyperlink(element, out)?,
                "ins" | "moveTo" => {
                    self.report.say("text that was marked as inserted was kept");
                    self.line(element, out)?;
                }
                "del" | "moveFrom" => self.report.say("text that was marked as deleted was left out"),
                "fldSimple" => {
                    let field =
                        Field { instruction: element.attribute("instr").unwrap_or_default().to_owned(), shows: true };
                    self.fields.push(field);
                    self.line(element, out)?;
                    self.end_field();
                }
                "oMath" | "oMathPara" => {
                    let words = element.text();
                    self.report.say(format!("an equation was kept as plain words: {}", short(&words, 60)));
                    self.words(&words, Look::default(), out)?;
                }
                "subDoc" => self.report.say("a document inside the document was left out"),
                "AlternateContent" => {
                    let choice = element.child("Choice").or_else(|| element.child("Fallback"));
                    choice.map_or(Ok(()), |choice| self.line(choice, out))?;
                }
                name if name.ends_with("Pr") => {}
                "ruby" => element.child("rubyBase").map_or(Ok(()), |base| self.line(base, out))?,
                _ => self.line(element, out)?,
            }
        }
        Ok(())
    }

    fn hyperlink(&mut self, element: &Element, out: &mut Vec<Inline>) -> Result<(), Refused> {
        let mut words = Vec::new();
        self.line(element, &mut words)?;
        let outside = element.attribute("id").and_then(|id| self.relations.get(id)).filter(|r| r.is_outside);
        let address = match (outside.map(|relation| relation.target.clone()), element.attribute("anchor")) {
            (Some(address), Some(place)) if !address.contains('#') => {
                self.address(&format!("{address}#{place}"), false)
            }
            (Some(address), _) => self.address(&address, false),
            (None, Some(place)) => self.address(place, true),
            (None, None) => None,
        };
        match address {
            Some(address) => join(out, address, words),
            None => out.extend(words),
        }
        Ok(())
    }

    /// The address a link may have; none, with a remark, when it leads nowhere a page may lead.
    fn address(&mut self, address: &str, is_place: bool) -> Option<String> {
        if is_place {
            let anchor = self.places.get(address).map(|anchor| format!("#{anchor}"));
            if anchor.is_none() && !address.starts_with("_Toc") {
                self.report.say("a link to a place inside the document was kept as words");
            }
            return anchor;
        }
        let is_known = ["http://", "https://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        if !is_known {
            self.report.say(format!("a link that leads to no page was kept as words: {}", short(address, 60)));
        }
        is_known.then(|| address.to_owned())
    }

    fn run(&mut self, element: &Element, out: &mut Vec<Inline>) -> Result<(), Refused> {
        let marks = Marks::of(element.child("rPr"));
        let look = self.styles.look(self.paragraph_style.as_deref(), &marks);
        let mut is_hidden = marks.is_hidden;
        for element in element.elements() {
            match &*element.name {
                "fldChar" => self.field(element),
                "instrText" => self.instruct(element),
                "commentReference" => self.report.say("a comment was left out"),
                _ if self.is_skipped() => {}
                "t" if is_hidden => {
                    self.report.say("hidden text was left out");
                    is_hidden = false;
                }
                _ if marks.is_hidden => {}
                name => self.part(name, element, look, out)?,
            }
        }
        if marks.is_marked && !self.is_skipped() && self.fields.iter().all(|field| field.link().is_none()) {
            self.report.say("underlining or highlighting was not kept");
        }
        Ok(())
    }

    fn part(&mut self, name: &str, element: &Element, look: Look, out: &mut Vec<Inline>) -> Result<(), Refused> {
        match name {
            "t" => {
                let said: String = element.children.iter().filter_map(text_of).collect();
                self.words(&said, look, out)?;
            }
            "tab" | "ptab" => self.words(" ", look, out)?,
            "noBreakHyphen" => self.words("\u{2011}", look, out)?,
            "sym" => self.symbol(element, look, out)?,
            "br" if matches!(element.attribute("type"), Some("page" | "column")) => {
                self.report.say("a page break was left out");
            }
            "br" | "cr" => out.push(Inline::Break),
            "footnoteReference" => self.note("footnote", element, out),
            "endnoteReference" => self.note("endnote", element, out),
            "drawing" | "pict" | "object" => self.drawing(element, out)?,
            "AlternateContent" => {
                let choice = element.child("Choice").or_else(|| element.child("Fallback"));
                for inner in choice.into_iter().flat_map(Element::elements) {
                    self.part(&inner.name, inner, look, out)?;
                }
            }
            "ruby" => element.child("rubyBase").map_or(Ok(()), |base| self.line(base, out))?,
            _ => {}
        }
        Ok(())
    }

    fn words(&mut self, words: &str, look: Look, out: &mut Vec<Inline>) -> Result<(), Refused> {
        self.length += words.len();
        if self.length > LONGEST_TEXT {
            return Err(Refused::TooLong);
        }
        let words: String = words.chars().filter(|c| *c != '\u{ad}').collect();
        let link = self.fields.iter().rev().find_map(Field::link);
        match link.and_then(|(address, is_place)| self.address(&address, is_place)) {
            Some(address) => join(out, address, vec![Inline::Words(words, look)]),
            None => out.push(Inline::Words(words, look)),
        }
        Ok(())
    }

    fn symbol(&mut self, element: &Element, look: Look, out: &mut Vec<Inline>) -> Result<(), Refused> {
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
        let font = element.attribute("font").unwrap_or_default();
        match symbol(font, code) {
            Some(c) => self.words(&c.to_string(), look, out),
            None => {
                self.report.say(format!("a symbol of the font {} was left out", short(font, 40)));
                Ok(())
            }
        }
    }

    fn note(&mut self, kind: &'static str, element: &Element, out: &mut Vec<Inline>) {
        let id = element.attribute("id").unwrap_or_default().to_owned();
        let at = self.notes.iter().position(|(of, known)| *of == kind && *known == id).unwrap_or_else(|| {
            self.notes.push((kind, id));
            self.notes.len() - 1
        });
        out.push(Inline::Note((at + 1).to_string()));
    }

    fn field(&mut self, element: &Element) {
        match element.attribute("fldCharType") {
            Some("begin") if self.fields.len() < 50 => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.shows = true;
                }
            }
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    fn instruct(&mut self, element: &Element) {
        let said: String = element.children.iter().filter_map(text_of).collect();
        if let Some(field) = self.fields.last_mut().filter(|field| field.instruction.len() < 4_000) {
            field.instruction.push_str(&said);
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        match field.word() {
            "HYPERLINK" => {}
            _ if field.is_contents() => {
                self.report.say("the table of contents was left out: the page makes its own");
            }
            // Parts of the table of contents that surrounds them.
            _ if self.fields.iter().any(Field::is_contents) => {}
            "" => {}
            word => self.report.say(format!("a field ({}) was kept as what it last showed", short(word, 30))),
        }
    }

    /// Whether what comes now is not to be shown: a field's instruction, or a table of contents.
    fn is_skipped(&self) -> bool {
        self.fields.iter().any(|field| !field.shows || field.is_contents())
    }
}

fn text_of(node: &Node) -> Option<&str> {
    match node {
        Node::Text(text) => Some(text),
        Node::Element(_) => None,
    }
}

/// A link, or more words of the link before it.
fn join(out: &mut Vec<Inline>, address: String, words: Vec<Inline>) {
    match out.last_mut() {
        Some(Inline::Link { address: before, words: known }) if *before == address => known.extend(words),
        _ => out.push(Inline::Link { address, words }),
    }
}

/// What the two fonts of symbols show in the places people use.
fn symbol(font: &str, code: u32) -> Option<char> {
    let place = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let found = match (font, place) {
        ("Symbol", 0xb7) | ("Wingdings", 0x6c | 0x9f) => '\u{2022}',
        ("Symbol", 0xae) | ("Wingdings", 0xe0 | 0xf0) => '\u{2192}',
        ("Symbol", 0xb3) => '\u{2265}',
        ("Symbol", 0xa3) => '\u{2264}',
        ("Symbol", 0xb1) => '\u{b1}',
        ("Symbol", 0xb0) => '\u{b0}',
        ("Symbol", 0xb4) => '\u{d7}',
        ("Symbol", 0x6d) => '\u{b5}',
        ("Symbol", 0x61) => '\u{3b1}',
        ("Symbol", 0x62) => '\u{3b2}',
        ("Symbol", 0x44) => '\u{394}',
        ("Wingdings", 0xfc) => '\u{2713}',
        ("Wingdings", 0xfb) => '\u{2717}',
        ("Wingdings", 0xa8 | 0x6f) => '\u{2610}',
        ("Wingdings", 0xfe) => '\u{2611}',
        ("Wingdings", 0xfd) => '\u{2612}',
        ("Wingdings", 0xa7) => '\u{25aa}',
        ("Symbol" | "Wingdings" | "Wingdings 2" | "Wingdings 3" | "Webdings", _) => return None,
        _ => return char::from_u32(code).filter(|c| !c.is_control() && !(0xe000..0xf900).contains(&code)),
    };
    Some(found)
}
