//! The parts of a document as trees: bounded in size and depth, without definitions of their own.

use std::collections::HashMap;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Refused;

/// An element; names are without their prefix.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub name: Rc<str>,
    attributes: Vec<(Rc<str>, Box<str>)>,
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| **known == *name).map(|(_, value)| &**value)
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name directly in it.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| *element.name == *name)
    }

    /// The first element of this name anywhere in it.
    pub fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find_map(|element| if *element.name == *name { Some(element) } else { element.find(name) })
    }

    /// The attribute `val` of the first element of this name directly in it.
    pub fn val(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Whether a property is switched on or off; none when it is not named.
    pub fn flag(&self, name: &str) -> Option<bool> {
        let property = self.child(name)?;
        Some(!matches!(property.attribute("val"), Some("0" | "false" | "off" | "none")))
    }

    /// The text in it, with a blank between paragraphs.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn gather(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) if matches!(&*self.name, "t" | "title" | "creator") => out.push_str(text),
                Node::Text(_) => {}
                Node::Element(element) => element.gather(out),
            }
        }
        if matches!(&*self.name, "p" | "tab" | "br") {
            out.push(' ');
        }
    }
}

/// Reads a part; `left` is how many elements may still come, over all parts.
pub(super) fn parse(bytes: &[u8], left: &mut usize, deepest: usize) -> Result<Element, Refused> {
    let text = decoded(bytes)?;
    let mut reader = Reader::from_str(&text);
    let mut names = Names::default();
    let mut open = vec![Element { name: Rc::from(""), attributes: Vec::new(), children: Vec::new() }];
    loop {
        match reader.read_event().map_err(|_| Refused::Damaged)? {
            Event::Start(start) => {
                *left = left.checked_sub(1).ok_or(Refused::TooComplex)?;
                if open.len() > deepest {
                    return Err(Refused::TooComplex);
                }
                open.push(names.element(&start, left)?);
            }
            Event::Empty(start) => {
                *left = left.checked_sub(1).ok_or(Refused::TooComplex)?;
                let element = names.element(&start, left)?;
                put(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                let element = open.pop().ok_or(Refused::Damaged)?;
                put(&mut open, Node::Element(element));
            }
            Event::Text(text) => put_text(&mut open, &text),
            Event::CData(text) => put_text(&mut open, &text),
            Event::GeneralRef(name) => put_text(&mut open, &reference(&name)),
            Event::DocType(_) => return Err(Refused::Definitions),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    let root = open.pop().filter(|_| open.is_empty()).ok_or(Refused::Damaged)?;
    let first = root.children.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    first.ok_or(Refused::Damaged)
}

fn put(open: &mut [Element], node: Node) {
    if let Some(element) = open.last_mut() {
        element.children.push(node);
    }
}

fn put_text(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    match element.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => element.children.push(Node::Text(text.to_owned())),
    }
}

/// Names are said often and kept once.
#[derive(Default)]
struct Names(HashMap<Box<str>, Rc<str>>);

impl Names {
    fn get(&mut self, name: &str) -> Rc<str> {
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        if let Some(known) = self.0.get(local) {
            return Rc::clone(known);
        }
        let kept: Rc<str> = Rc::from(local);
        self.0.insert(local.into(), Rc::clone(&kept));
        kept
    }

    fn element(&mut self, start: &BytesStart<'_>, left: &mut usize) -> Result<Element, Refused> {
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Refused::Damaged)?;
            let name = attribute.key.as_ref();
            // Word marks nearly everything with the session it was typed in.
            if name.starts_with("w:rsid") || name.starts_with("xmlns") || attributes.len() >= 40 {
                continue;
            }
            *left = left.checked_sub(1).ok_or(Refused::TooComplex)?;
            let value = unescaped(&attribute.value);
            attributes.push((self.get(name), value.into_boxed_str()));
        }
        Ok(Element { name: self.get(start.name().as_ref()), attributes, children: Vec::new() })
    }
}

fn decoded(bytes: &[u8]) -> Result<String, Refused> {
    let units = |bytes: &[u8], of: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(of).collect()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => String::from_utf16(&units(rest, u16::from_le_bytes)).map_err(|_| Refused::Damaged),
        [0xfe, 0xff, rest @ ..] => String::from_utf16(&units(rest, u16::from_be_bytes)).map_err(|_| Refused::Damaged),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => {
            std::str::from_utf8(rest).map(str::to_owned).map_err(|_| Refused::Damaged)
        }
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';') {
            Some((name, tail)) => {
                out.push_str(&reference(name));
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

/// What `&name;` stands for: one of five characters, or a number. There are no others without definitions.
fn reference(name: &str) -> String {
    let number = name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")).map_or_else(
        || name.strip_prefix('#').and_then(|digits| digits.parse().ok()),
        |digits| u32::from_str_radix(digits, 16).ok(),
    );
    match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        _ => number.and_then(char::from_u32).map(String::from).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Element, Refused> {
        parse(text.as_bytes(), &mut 1_000, 50)
    }

    #[test]
    fn names_lose_their_prefix_and_text_keeps_its_characters() {
        let root = read("<w:p w:rsidR='1'><w:r w:x='a&amp;b'><w:t>1 &lt; 2 &#x41;</w:t></w:r></w:p>").unwrap();
        assert_eq!(root.text(), "1 < 2 A");
        assert_eq!(root.child("r").unwrap().attribute("x"), Some("a&b"));
    }

    #[test]
    fn definitions_depth_and_number_are_refused() {
        assert_eq!(read("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").unwrap_err(), Refused::Definitions);
        assert_eq!(read(&"<a>".repeat(60)).unwrap_err(), Refused::TooComplex);
        assert_eq!(read(&format!("<a>{}</a>", "<b/>".repeat(1_001))).unwrap_err(), Refused::TooComplex);
        assert_eq!(read("<a><b></a>").unwrap_err(), Refused::Damaged);
        assert_eq!(read("").unwrap_err(), Refused::Damaged);
    }
}
