//! HTML as a tree. Programs write what they put on a clipboard, so tags are closed where people would expect it;
//! nothing is reopened, which is what makes trees of a few bytes explode.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, Tag, TagKind, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// The deepest that elements nest; what nests deeper stands at this depth.
const DEEPEST: usize = 100;

/// An element; the root has no name.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All its text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => out.push_str(&element.text()),
            }
        }
        out
    }
}

/// Reads `html`, a whole page or a piece of one.
pub(super) fn parse(html: &str) -> Element {
    let tokenizer = Tokenizer::new(Sink(RefCell::new(vec![Element::default()])), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut open = tokenizer.sink.0.into_inner();
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default()
}

/// The elements that are open, outermost first.
struct Sink(RefCell<Vec<Element>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut open = self.0.borrow_mut();
        match token {
            CharacterTokens(text) => {
                if let Some(element) = open.last_mut() {
                    match element.children.last_mut() {
                        Some(Node::Text(before)) => before.push_str(&text),
                        _ => element.children.push(Node::Text(text.to_string())),
                    }
                }
            }
            TagToken(tag) if tag.kind == TagKind::StartTag => return start(&mut open, &tag),
            TagToken(tag) => end(&mut open, &tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn start(open: &mut Vec<Element>, tag: &Tag) -> TokenSinkResult<()> {
    let name = tag.name.to_string();
    match name.as_str() {
        "li" => close_up_to(open, &["li"], &["ul", "ol"]),
        "td" | "th" => close_up_to(open, &["td", "th"], &["tr", "table"]),
        "tr" => close_up_to(open, &["tr"], &["table"]),
        "tbody" | "thead" | "tfoot" => close_up_to(open, &["tbody", "thead", "tfoot"], &["table"]),
        "dt" | "dd" => close_up_to(open, &["dt", "dd"], &["dl"]),
        name if is_block(name) => close_up_to(open, &["p"], &["td", "th", "li", "div", "table"]),
        _ => {}
    }
    let attributes = tag
        .attrs
        .iter()
        .filter(|attribute| {
            matches!(
                &*attribute.name.local,
                "style" | "class" | "href" | "src" | "alt" | "colspan" | "rowspan" | "start"
            )
        })
        .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
        .collect();
    let raw = match name.as_str() {
        "style" | "noframes" | "noembed" | "iframe" | "xmp" => TokenSinkResult::RawData(RawKind::Rawtext),
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    };
    let is_void = tag.self_closing || is_void(&name);
    let element = Element { name, attributes, children: Vec::new() };
    if is_void || (open.len() > DEEPEST && raw == TokenSinkResult::Continue) {
        if let Some(outer) = open.last_mut() {
            outer.children.push(Node::Element(element));
        }
    } else {
        open.push(element);
    }
    raw
}

fn end(open: &mut Vec<Element>, name: &str) {
    // An end tag closes what it began, and what was left open inside; never the cell or row around it.
    let walls: &[&str] = match name {
        "table" | "tr" | "tbody" | "thead" | "tfoot" | "td" | "th" | "body" | "html" => &[],
        _ => &["td", "th"],
    };
    if open.iter().skip(1).rev().take_while(|element| !walls.contains(&&*element.name)).any(|e| e.name == name) {
        while let Some(closed) = open.last().map(|element| element.name == name).filter(|_| open.len() > 1) {
            close(open);
            if closed {
                return;
            }
        }
    }
}

/// Closes the nearest of `names`, unless one of `walls` stands nearer.
fn close_up_to(open: &mut Vec<Element>, names: &[&str], walls: &[&str]) {
    let near = open.iter().rev().find(|e| names.contains(&&*e.name) || walls.contains(&&*e.name));
    let Some(name) = near.map(|element| element.name.clone()).filter(|name| names.contains(&&**name)) else { return };
    end(open, &name);
}

fn close(open: &mut Vec<Element>) {
    let Some(closed) = open.pop() else { return };
    if let Some(outer) = open.last_mut() {
        outer.children.push(Node::Element(closed));
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "img" | "hr" | "meta" | "link" | "input" | "col" | "base" | "wbr" | "area" | "source" | "embed"
    )
}

/// Whether an element begins a line of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "table"
            | "blockquote"
            | "pre"
            | "hr"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "figure"
            | "figcaption"
            | "address"
            | "dl"
            | "dt"
            | "dd"
            | "details"
            | "summary"
            | "form"
            | "fieldset"
            | "center"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(element: &Element) -> String {
        let inner: String = element
            .children
            .iter()
            .map(|node| match node {
                Node::Text(text) => text.clone(),
                Node::Element(element) => shape(element),
            })
            .collect();
        format!("{}({inner})", element.name)
    }

    #[test]
    fn tags_are_closed_where_people_expect_it() {
        assert_eq!(shape(&parse("<p>a<p>b<ul><li>c<li>d<ul><li>e</ul></ul>")), "(p(a)p(b)ul(li(c)li(dul(li(e)))))");
        assert_eq!(shape(&parse("<table><tr><td>a<td><b>b<tr><td>c</table>d")), "(table(tr(td(a)td(b(b)))tr(td(c)))d)");
        assert_eq!(shape(&parse("<p>a</b></div>b<br/>c")), "(p(abbr()c))");
    }

    #[test]
    fn what_nests_too_deep_or_reopens_stays_small() {
        let deep = parse(&"<div><b>".repeat(50_000));
        let mut depth = 0;
        let mut at = &deep;
        while let Some(inner) = at.elements().next() {
            depth += 1;
            at = inner;
        }
        assert!(depth <= DEEPEST + 1, "{depth}");
        parse(&format!("{}{}", "<b><i>".repeat(1_000), "<p>x".repeat(10_000)));
    }
}
