//! Markdown to HTML that is safe to show: nested no deeper than 64, raw HTML shown as text, links and
//! pictures only where the caller says they lead. What is written is safe by how it is written; where a text has
//! tags of its own, few as they may be, a sanitiser goes over the result.

mod limits;
mod raw_html;
mod sanitise;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

pub use limits::{TooDeep, check_nesting};
pub use raw_html::{foreign_tags, running_link};

/// What every link of a text says of itself: nothing is told to where it leads, and it is no recommendation.
const LINK_REL: &str = "rel=\"nofollow noopener noreferrer\"";

/// Where a link or picture of the text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To this address.
    Address(String),
    /// Nowhere that may be followed: its text stands without a link.
    Nowhere,
}

/// How the text refers to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A link to follow.
    Link,
    /// A picture to show.
    Picture,
}

/// How to render.
pub struct Rendering<'a> {
    /// Where relative links and pictures lead.
    pub resolve: &'a dyn Fn(&str, Reference) -> Target,
    /// Fills `{{name}}`; a name it does not know stays as it is written.
    pub variables: &'a BTreeMap<String, String>,
    /// A list directly under a third-level heading whose items begin with one of these words and a colon is shown as facts.
    pub facts: &'a [&'a str],
    /// A first heading of the first level that says this is left out: the page has it already.
    pub title: &'a str,
}

/// A heading of the rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// What it says.
    pub text: String,
}

/// Text as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Sanitised HTML.
    pub html: String,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// How many words it has.
    pub words: usize,
}

/// What of CommonMark's extensions is read.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// The events of `text` with their places.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    TextMergeWithOffset::new(Parser::new_ext(text, options()).into_offset_iter())
}

/// Renders `text`, whose nesting [`check_nesting`] has allowed.
#[must_use]
pub fn render(text: &str, rendering: &Rendering<'_>) -> Rendered {
    let mut writer = Writer {
        rendering,
        headings: Vec::new(),
        anchors: BTreeMap::new(),
        footnotes: Vec::new(),
        words: 0,
        has_raw_tags: false,
        out: Vec::new(),
    };
    writer.run(events(text).map(|(event, _)| event).collect());
    let mut html = String::with_capacity(text.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, writer.out.into_iter());
    if writer.has_raw_tags {
        html = sanitise::clean(&html);
    }
    Rendered { html, headings: writer.headings, words: writer.words }
}

/// The words of `text` alone, for searching: headings, and everything else.
#[must_use]
pub fn plain(text: &str) -> (String, String) {
    let (mut headings, mut body, mut in_heading) = (String::new(), String::new(), false);
    for (event, _) in events(text) {
        let out = if in_heading { &mut headings } else { &mut body };
        match event {
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => {
                headings.push('\n');
                in_heading = false;
            }
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            // Raw HTML is shown as text, so it is found as text; of tags that stand as they are, the words between them.
            Event::Html(html) | Event::InlineHtml(html) => out.push_str(&raw_html::words(&html)),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => out.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableRow | TagEnd::CodeBlock) => out.push('\n'),
            _ => {}
        }
    }
    (headings, body)
}

struct Writer<'a, 'r> {
    rendering: &'r Rendering<'r>,
    headings: Vec<Heading>,
    anchors: BTreeMap<String, usize>,
    footnotes: Vec<String>,
    words: usize,
    /// Whether a tag of the text itself stands in what is written: it may be left open, or closed twice.
    has_raw_tags: bool,
    out: Vec<Event<'a>>,
}

impl<'a> Writer<'a, '_> {
    fn run(&mut self, events: Vec<Event<'a>>) {
        let mut at = 0;
        let mut seen_heading = false;
        while let Some(event) = events.get(at) {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let end = end_of_heading(&events, at);
                    let inner = events.get(at + 1..end).unwrap_or_default();
                    let words = words_of(inner);
                    let repeats_title =
                        !seen_heading && *level == HeadingLevel::H1 && same_words(&words, self.rendering.title);
                    seen_heading = true;
                    if !repeats_title {
                        self.heading(*level, &words, inner);
                    }
                    at = end + 1;
                    if *level == HeadingLevel::H3 {
                        at = self.facts(&events, at);
                    }
                }
                Event::Start(Tag::HtmlBlock) => at = self.html_block(&events, at),
                Event::Start(Tag::Link { dest_url, .. }) => at = self.link(&events, at, dest_url),
                Event::Start(Tag::Image { dest_url, .. }) => at = self.picture(&events, at, dest_url),
                other => {
                    self.plain_event(other);
                    at += 1;
                }
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel, words: &str, inner: &[Event<'a>]) {
        let level = (level as u8).max(2);
        let words = self.filled(words);
        let id = self.anchor(&words);
        self.html(format!("<h{level} id=\"{id}\">"));
        self.run(inner.to_vec());
        self.html(format!("</h{level}>\n"));
        self.headings.push(Heading { level, id, text: words });
    }

    /// A list of `Key: value` items becomes a list of facts; gives the place after it.
    fn facts(&mut self, events: &[Event<'a>], at: usize) -> usize {
        let Some((facts, end)) = fact_list(events, at, self.rendering.facts) else { return at };
        self.html("<dl class=\"app-step-facts\">".to_owned());
        for (name, value) in facts {
            self.html(format!("<div><dt>{name}</dt><dd>"));
            self.run(value);
            self.html("</dd></div>".to_owned());
        }
        self.html("</dl>\n".to_owned());
        end
    }

    fn link(&mut self, events: &[Event<'a>], at: usize, href: &str) -> usize {
        let end = matching_end(events, at);
        let inner = events.get(at + 1..end).unwrap_or_default().to_vec();
        match self.target(href, Reference::Link) {
            Target::Address(address) => {
                self.html(format!("<a href=\"{}\" {LINK_REL}>", escaped(&address)));
                self.run(inner);
                self.html("</a>".to_owned());
            }
            Target::Nowhere => self.run(inner),
        }
        end + 1
    }

    fn picture(&mut self, events: &[Event<'a>], at: usize, href: &str) -> usize {
        let end = matching_end(events, at);
        let words = words_of(events.get(at + 1..end).unwrap_or_default());
        let described =
            if words.trim().is_empty() { "Picture without a description".to_owned() } else { self.filled(&words) };
        match self.target(href, Reference::Picture) {
            Target::Address(address) => {
                self.html(format!(
                    "<img src=\"{}\" alt=\"{}\" loading=\"lazy\">",
                    escaped(&address),
                    escaped(&described)
                ));
            }
            // A picture on another server would tell it who reads: it becomes a link.
            Target::Nowhere => match scheme(href) {
                Some("https" | "http") if leads_out(href) => {
                    self.html(format!("<a href=\"{}\" {LINK_REL}>Picture: {}</a>", escaped(href), escaped(&described)));
                }
                _ => self.out.push(Event::Text(format!("[Picture: {described}]").into())),
            },
        }
        end + 1
    }

    /// A block of raw HTML: as it is when every tag in it is allowed, otherwise a paragraph of text.
    fn html_block(&mut self, events: &[Event<'a>], at: usize) -> usize {
        let end = matching_end(events, at);
        let inner = events.get(at + 1..end).unwrap_or_default();
        let is_allowed = inner.iter().all(|event| !matches!(event, Event::Html(html) if !raw_html::allowed(html)));
        if !is_allowed {
            self.out.push(Event::Start(Tag::Paragraph));
        }
        self.run(inner.to_vec());
        if !is_allowed {
            self.out.push(Event::End(TagEnd::Paragraph));
        }
        end + 1
    }

    fn plain_event(&mut self, event: &Event<'a>) {
        if let Event::Text(words) | Event::Code(words) = event {
            self.words += words.split_whitespace().count();
        }
        match event {
            Event::Html(html) | Event::InlineHtml(html) => match raw_html::allowed(html) {
                true => {
                    self.has_raw_tags = true;
                    self.out.push(event.clone());
                }
                false => self.out.push(Event::Text(html.clone())),
            },
            Event::Text(text) if text.contains("{{") => self.out.push(Event::Text(self.filled(text).into())),
            Event::TaskListMarker(done) => {
                self.out.push(Event::Text(CowStr::from(if *done { "Done: " } else { "To do: " })))
            }
            Event::FootnoteReference(name) => {
                let number = self.footnote(name);
                self.html(format!("<sup><a href=\"#fn-{number}\" {LINK_REL}>{number}</a></sup>"));
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                let number = self.footnote(name);
                self.html(format!("<div class=\"app-footnote\" id=\"fn-{number}\"><sup>{number}</sup> "));
            }
            Event::End(TagEnd::FootnoteDefinition) => self.html("</div>\n".to_owned()),
            Event::Start(Tag::Table(columns)) => {
                self.html("<div class=\"app-scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">".to_owned());
                // Where a column's words stand would be a style, and pages take none from texts.
                self.out.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
            }
            Event::End(TagEnd::Table) => {
                self.out.push(event.clone());
                self.html("</div>\n".to_owned());
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => {
                self.html("<pre tabindex=\"0\"><code>".to_owned());
            }
            Event::End(TagEnd::CodeBlock) => self.html("</code></pre>\n".to_owned()),
            other => self.out.push(other.clone()),
        }
    }

    fn html(&mut self, html: String) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    fn footnote(&mut self, name: &str) -> usize {
        match self.footnotes.iter().position(|known| known == name) {
            Some(place) => place + 1,
            None => {
                self.footnotes.push(name.to_owned());
                self.footnotes.len()
            }
        }
    }

    fn target(&self, href: &str, reference: Reference) -> Target {
        match (scheme(href), reference) {
            (Some("http" | "https" | "mailto" | "tel"), Reference::Link) if leads_out(href) => {
                Target::Address(href.to_owned())
            }
            (Some(_), _) => Target::Nowhere,
            (None, Reference::Link) if href.starts_with('#') => Target::Address(format!("#s-{}", slug(href))),
            (None, _) => (self.rendering.resolve)(href, reference),
        }
    }

    /// An anchor made of the heading's words; the second of the same words gets a number.
    fn anchor(&mut self, words: &str) -> String {
        let base = slug(words);
        let base = if base.is_empty() { "section".to_owned() } else { base };
        let count = self.anchors.entry(base.clone()).and_modify(|n| *n += 1).or_insert(1);
        if *count == 1 { format!("s-{base}") } else { format!("s-{base}-{count}") }
    }

    fn filled(&self, text: &str) -> String {
        fill(text, self.rendering.variables)
    }
}

/// Fills `{{name}}` where the name is known.
#[must_use]
pub fn fill(text: &str, variables: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        match after.split_once("}}").and_then(|(name, tail)| Some((variables.get(name.trim())?, tail))) {
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

/// Words as they stand in an address: small letters and digits, parted by single hyphens.
#[must_use]
pub fn slug(words: &str) -> String {
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

/// The scheme of an address, in small letters; none when it is relative. `//host` counts as one.
#[must_use]
pub fn scheme(href: &str) -> Option<&'static str> {
    let href: String =
        href.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect::<String>().to_lowercase();
    if href.starts_with("//") || href.starts_with("\\\\") || href.starts_with("/\\") {
        return Some("//");
    }
    let end = href.find([':', '/', '?', '#'])?;
    if !href.get(end..)?.starts_with(':') {
        return None;
    }
    Some(match href.get(..end)? {
        "http" => "http",
        "https" => "https",
        "mailto" => "mailto",
        "tel" => "tel",
        _ => "other",
    })
}

/// Whether an address with a scheme is one that can be followed, and begins with that scheme to the letter.
fn leads_out(href: &str) -> bool {
    url::Url::parse(href).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto" | "tel"))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn end_of_heading(events: &[Event<'_>], at: usize) -> usize {
    let rest = events.get(at..).unwrap_or_default();
    at + rest.iter().position(|e| matches!(e, Event::End(TagEnd::Heading(_)))).unwrap_or(rest.len())
}

/// The place of the end that belongs to the start at `at`.
fn matching_end(events: &[Event<'_>], at: usize) -> usize {
    let mut depth = 0_usize;
    for (place, event) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return place;
                }
            }
            _ => {}
        }
    }
    events.len()
}

/// The words inside these events.
pub(crate) fn words_of(events: &[Event<'_>]) -> String {
    let mut words = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

fn same_words(one: &str, other: &str) -> bool {
    slug(one) == slug(other)
}

/// A fact's name, and the events of its value.
type Fact<'n, 'a> = (&'n str, Vec<Event<'a>>);

/// The facts of the list at `at`, and the place after it; none unless every item begins with one of `names` and a colon.
fn fact_list<'a, 'n>(events: &[Event<'a>], at: usize, names: &'n [&'n str]) -> Option<(Vec<Fact<'n, 'a>>, usize)> {
    if !matches!(events.get(at), Some(Event::Start(Tag::List(None)))) {
        return None;
    }
    let end = matching_end(events, at);
    let mut facts: Vec<Fact<'n, 'a>> = Vec::new();
    let mut place = at + 1;
    while place < end {
        let item_end = matching_end(events, place);
        let inner: Vec<Event<'a>> = events
            .get(place + 1..item_end)?
            .iter()
            .filter(|e| !matches!(e, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)))
            .cloned()
            .collect();
        facts.push(fact(inner, names)?);
        place = item_end + 1;
    }
    Some((facts, end + 1))
}

fn fact<'a, 'n>(mut inner: Vec<Event<'a>>, names: &'n [&'n str]) -> Option<Fact<'n, 'a>> {
    let Some(Event::Text(first)) = inner.first() else { return None };
    let (name, rest) = first.split_once(':')?;
    let name = names.iter().find(|known| known.eq_ignore_ascii_case(name.trim()))?;
    let rest = CowStr::from(rest.trim_start().to_owned());
    if let Some(slot) = inner.first_mut() {
        *slot = Event::Text(rest);
    }
    Some((name, inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let resolve = |href: &str, _: Reference| match href {
            "other.md" => Target::Address("/blueprints/other".into()),
            "plan.png" => Target::Address("/blueprints/a/files/plan.png".into()),
            _ => Target::Nowhere,
        };
        let variables = BTreeMap::from([("trust_name".to_owned(), "Our <Trust>".to_owned())]);
        render(
            text,
            &Rendering {
                resolve: &resolve,
                variables: &variables,
                facts: &["Who", "How long", "Needs"],
                title: "The title",
            },
        )
        .html
    }

    #[test]
    fn the_title_is_not_repeated_and_headings_have_anchors() {
        assert_eq!(
            html("# The title\n\n## Steps\n\n## Steps\n").trim(),
            "<h2 id=\"s-steps\">Steps</h2>\n<h2 id=\"s-steps-2\">Steps</h2>"
        );
    }

    #[test]
    fn links_lead_where_they_may_and_nowhere_else() {
        assert!(html("[a](other.md)").contains("href=\"/blueprints/other\""));
        assert!(!html("[a](../../etc/passwd)").contains("<a"));
        assert!(!html("[a](javascript:alert(1))").contains("<a"));
        assert!(!html("[a](//evil.example)").contains("<a"));
        assert!(!html("[a](java\tscript:x)").contains("script:x\""));
    }

    #[test]
    fn pictures_from_elsewhere_become_links_and_ours_keep_their_description() {
        assert!(html("![A plan](plan.png)").contains("alt=\"A plan\""));
        assert!(html("![](plan.png)").contains("Picture without a description"));
        assert!(!html("![x](https://elsewhere.example/x.png)").contains("<img"));
    }

    #[test]
    fn facts_under_a_step_become_a_list_of_facts() {
        let page = html("### Count the dead spots\n\n- Who: two engineers\n- How long: 3 *weeks*\n\nWalk.\n");
        assert!(page.contains("<dl class=\"app-step-facts\"><div><dt>Who</dt><dd>two engineers</dd></div>"), "{page}");
        assert!(html("### A\n\n- Who: x\n- and more\n").contains("<ul>"));
    }

    #[test]
    fn variables_are_filled_as_text() {
        assert!(html("Ask {{trust_name}} or {{unknown}}.").contains("Our &lt;Trust&gt; or {{unknown}}"));
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        assert!(html("<script>alert(1)</script>").contains("&lt;script&gt;"));
        assert!(html("H<sub>2</sub>O").contains("<sub>2</sub>"));
        let block = html("<details>\n<summary>More</summary>\n\nwords\n\n</details>\n");
        assert!(block.contains("<details>\n<summary>More</summary>\n<p>words</p>\n</details>"), "{block}");
    }

    #[test]
    fn words_are_found_without_their_markup() {
        assert_eq!(
            plain("## Head *line*\n\nSome `code` and\n[a link](x).\n"),
            ("Head line\n".into(), "Some code and a link.\n".into())
        );
    }
}
