//! What the names of styles mean: headings, the title, quotations, code, bold and italic.

use std::collections::HashMap;

use super::xml::Element;
use crate::blocks::{Look, Shift};

/// The longest chain of styles that is followed.
const LONGEST_CHAIN: usize = 12;

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    numbering: Option<(String, u8)>,
    marks: Marks,
}

/// What a set of run properties says; none where it says nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    strong: Option<bool>,
    emphasis: Option<bool>,
    struck: Option<bool>,
    shift: Option<Shift>,
    pub is_hidden: bool,
    pub is_marked: bool,
    pub style: Option<String>,
}

impl Marks {
    /// Reads `rPr`.
    pub fn of(properties: Option<&Element>) -> Self {
        let Some(properties) = properties else { return Self::default() };
        let either = |a, b| properties.flag(a).or_else(|| properties.flag(b));
        Self {
            strong: properties.flag("b"),
            emphasis: properties.flag("i"),
            struck: either("strike", "dstrike"),
            shift: properties.val("vertAlign").map(|way| match way {
                "superscript" => Shift::Super,
                "subscript" => Shift::Sub,
                _ => Shift::None,
            }),
            is_hidden: properties.flag("vanish").unwrap_or(false),
            is_marked: properties.flag("highlight").unwrap_or(false) || properties.flag("u").unwrap_or(false),
            style: properties.val("rStyle").map(str::to_owned),
        }
    }

    fn over(&self, look: &mut Look) {
        look.strong = self.strong.unwrap_or(look.strong);
        look.emphasis = self.emphasis.unwrap_or(look.emphasis);
        look.struck = self.struck.unwrap_or(look.struck);
        look.shift = self.shift.unwrap_or(look.shift);
    }
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Heading(u8),
    Quote,
    Code,
    Contents,
    Text,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    pub fn read(tree: Option<&Element>) -> Self {
        let styles = tree.into_iter().flat_map(Element::elements).filter(|element| &*element.name == "style");
        Self(styles.filter_map(|style| Some((style.attribute("styleId")?.to_owned(), Style::read(style)))).collect())
    }

    /// The style and those it is made from, nearest first.
    fn chain<'s>(&'s self, id: Option<&str>) -> impl Iterator<Item = &'s Style> {
        std::iter::successors(id.and_then(|id| self.0.get(id)), |style| self.0.get(style.based_on.as_deref()?))
            .take(LONGEST_CHAIN)
    }

    /// What a paragraph with these properties is: by its style, otherwise by its outline level.
    pub fn role(&self, properties: Option<&Element>) -> Role {
        let style = properties.and_then(|p| p.val("pStyle"));
        let direct = properties.and_then(|p| p.val("outlineLvl")).and_then(|level| level.parse::<u8>().ok());
        if let Some(level) = direct.filter(|level| *level < 9) {
            return Role::Heading(level + 1);
        }
        for style in self.chain(style) {
            if let Some(level) = style.name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok()) {
                return Role::Heading(level.clamp(1, 9));
            }
            match style.name.as_str() {
                "title" => return Role::Title,
                "quote" | "intense quote" | "block text" => return Role::Quote,
                "html preformatted" | "source code" | "code" | "plain text" | "macro text" => return Role::Code,
                name if name.starts_with("toc ") && name != "toc heading" => return Role::Contents,
                _ => {}
            }
            if let Some(level) = style.outline.filter(|level| *level < 9 && direct.is_none()) {
                return Role::Heading(level + 1);
            }
        }
        Role::Text
    }

    /// The list a paragraph's style puts it in.
    pub fn numbering(&self, style: Option<&str>) -> Option<(String, u8)> {
        self.chain(style).find_map(|style| style.numbering.clone())
    }

    /// How words look: by the style of their paragraph, their own style, and what is said of them alone.
    pub fn look(&self, paragraph: Option<&str>, marks: &Marks) -> Look {
        let mut look = Look::default();
        let chains = [self.chain(paragraph).collect::<Vec<_>>(), self.chain(marks.style.as_deref()).collect()];
        for style in chains.iter().flat_map(|chain| chain.iter().rev()) {
            style.marks.over(&mut look);
        }
        let own = self.chain(marks.style.as_deref()).next().map_or("", |style| &style.name);
        look.code = matches!(own, "html code" | "verbatim char" | "html keyboard" | "code" | "inline code");
        marks.over(&mut look);
        look
    }
}

impl Style {
    fn read(style: &Element) -> Self {
        let paragraph = style.child("pPr");
        let numbering = paragraph.and_then(|p| p.child("numPr"));
        Self {
            name: style.val("name").unwrap_or_default().to_lowercase(),
            based_on: style.val("basedOn").map(str::to_owned),
            outline: paragraph.and_then(|p| p.val("outlineLvl")).and_then(|level| level.parse().ok()),
            numbering: numbering.and_then(|n| {
                let level = n.val("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                Some((n.val("numId")?.to_owned(), level))
            }),
            marks: Marks::of(style.child("rPr")),
        }
    }
}
