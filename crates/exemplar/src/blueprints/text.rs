//! The text of a blueprint, read: front matter, title, sections. The form is fixed in `docs/formats.md`, section 1.

mod editing;
mod fields;
mod front_matter;
mod hazards;
mod sections;

pub use editing::{EditError, Step};
pub use fields::{Cost, Depth, Fields, Kind, Person, Variable};
pub use hazards::{Hazard, WrittenHazard};
pub use sections::SectionKind;

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::platform::markdown::{TooDeep, check_nesting, events};

/// The largest text, in bytes.
pub const LARGEST: usize = 2 * 1024 * 1024;

/// A text that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What its front matter says, with the title filled in.
    pub fields: Fields,
    /// What could not be used as it was meant, each in a sentence.
    pub remarks: Vec<String>,
    /// Where the body begins, in bytes.
    body: usize,
    source: String,
}

/// Why a text cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing in it but white space.
    #[error("the file is empty")]
    Empty,
    /// Too large.
    #[error("the file has {0} kB; a guide has at most 2,048 kB")]
    TooLarge(usize),
    /// Another encoding.
    #[error("line {line}: not UTF-8 text{hint}")]
    Encoding {
        /// The line of the first wrong byte.
        line: usize,
        /// What it may be instead.
        hint: &'static str,
    },
    /// A zero byte.
    #[error("line {0}: a zero byte stands in the text")]
    ZeroByte(usize),
    /// Front matter that cannot be read.
    #[error("{0}")]
    FrontMatter(String),
    /// Nested too deep.
    #[error(transparent)]
    TooDeep(#[from] TooDeep),
}

impl Text {
    /// Reads `bytes`; `fallback_title` is the title when the text has none.
    ///
    /// # Errors
    /// [`TextError`], with the line where there is one.
    pub fn parse(bytes: &[u8], fallback_title: &str) -> Result<Self, TextError> {
        let source = utf8(bytes)?;
        let (front, body) = front_matter::split(source)?;
        let (mut fields, remarks) = Fields::from_map(front);
        let text = source.get(body..).unwrap_or_default();
        check_nesting(text)
            .map_err(|deep| TooDeep { line: deep.line + source.get(..body).map_or(0, |b| b.matches('\n').count()) })?;
        if fields.title.is_empty() {
            fields.title = sections::first_title(text).unwrap_or_else(|| fallback_title.to_owned());
        }
        fields.title = one_line(&spoken(&fields.title), 200);
        if fields.title.is_empty() {
            fields.title = "Untitled".to_owned();
        }
        if fields.summary.is_empty() {
            fields.summary = sections::first_paragraph(text);
        }
        // Lists, letters and links show these without anybody's words for what stands in braces.
        fields.summary = spoken(&fields.summary);
        Ok(Self { fields, remarks, body, source: source.to_owned() })
    }

    /// The Markdown after the front matter.
    #[must_use]
    pub fn body(&self) -> &str {
        self.source.get(self.body..).unwrap_or_default()
    }

    /// Everything before the body: the front matter with its fences, as it was written.
    #[must_use]
    pub fn front(&self) -> &str {
        self.source.get(..self.body).unwrap_or_default()
    }

    /// The hazards its tables name, in order.
    #[must_use]
    pub fn hazards(&self) -> Vec<Hazard> {
        hazards::read(self.body())
    }

    /// The names in double braces that its front matter says nothing of: nobody is asked what to put there.
    #[must_use]
    pub fn undeclared(&self) -> BTreeSet<String> {
        let words = events(self.body()).filter_map(|(event, _)| match event {
            Event::Text(words) => Some(words.into_string()),
            _ => None,
        });
        let names = words.flat_map(|words| names_in_braces(&words));
        names.filter(|name| !self.fields.variables.contains_key(name)).collect()
    }

    /// How many pictures say nothing of what they show.
    #[must_use]
    pub fn undescribed(&self) -> usize {
        let (mut open, mut words, mut found) = (0_usize, false, 0);
        for (event, _) in events(self.body()) {
            match event {
                Event::Start(Tag::Image { .. }) => (open, words) = (open + 1, open > 0 && words),
                Event::Text(said) | Event::Code(said) if open > 0 => words |= !said.trim().is_empty(),
                Event::End(TagEnd::Image) => {
                    open = open.saturating_sub(1);
                    found += usize::from(!words);
                }
                _ => {}
            }
        }
        found
    }

    /// Its headings of the second level, which are its sections, in order.
    #[must_use]
    pub fn headings(&self) -> Vec<String> {
        sections::headings(self.body(), pulldown_cmark::HeadingLevel::H2).map(|words| one_line(&words, 200)).collect()
    }

    /// The titles of its steps, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        sections::steps(self.body())
    }
}

fn names_in_braces(text: &str) -> Vec<String> {
    let parts = text.split("{{").skip(1).filter_map(|after| after.split_once("}}"));
    parts.map(|(name, _)| name.trim()).filter(|name| is_name(name)).map(str::to_owned).collect()
}

/// Names in braces as words: `{{help_desk}}` is "help desk".
fn spoken(text: &str) -> String {
    let mut parts = text.split("{{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("}}") {
            Some((name, rest)) if is_name(name.trim()) => {
                out.push_str(&name.trim().replace(['_', '-'], " "));
                out.push_str(rest);
            }
            _ => {
                out.push_str("{{");
                out.push_str(part);
            }
        }
    }
    out
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// `text` on one line, cut to `longest` characters at a word.
pub(super) fn one_line(text: &str, longest: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= longest {
        return line;
    }
    let cut: String = line.chars().take(longest - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{cut}\u{2026}")
}

fn utf8(bytes: &[u8]) -> Result<&str, TextError> {
    if bytes.len() > LARGEST {
        return Err(TextError::TooLarge(bytes.len() / 1024));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| TextError::Encoding {
        line: line_at(bytes, error.valid_up_to()),
        hint: match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => " (it looks like UTF-16: save it as UTF-8)",
            _ => " (it may be Windows-1252 or Latin-1: save it as UTF-8)",
        },
    })?;
    if let Some(place) = text.find('\0') {
        return Err(TextError::ZeroByte(line_at(bytes, place)));
    }
    match text.trim().is_empty() {
        true => Err(TextError::Empty),
        false => Ok(text),
    }
}

fn line_at(bytes: &[u8], place: usize) -> usize {
    bytes.iter().take(place).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_title_and_sections_are_read() {
        let text = "---\ntitle: Wi-Fi on wards\nkind: it-system\ncare setting: [Acute, Community]\ncost: {low: 1000, high: 2500, basis: quotes}\nodd: 1\n---\n\n# Wi-Fi on wards\n\nIn short.\n\n## Steps\n\n### Survey\n\n- Who: me\n\n## Lessons learnt\n\nx\n";
        let text = Text::parse(text.as_bytes(), "x").unwrap();
        assert_eq!(text.fields.title, "Wi-Fi on wards");
        assert_eq!(text.fields.kind, Some(Kind::ItSystem));
        assert_eq!(text.fields.care_settings, ["Acute", "Community"]);
        assert_eq!(text.fields.other, [("odd".to_owned(), "1".to_owned())]);
        assert_eq!(text.fields.summary, "In short.");
        assert!(text.section(SectionKind::Steps).starts_with("### Survey"));
        assert_eq!(text.section(SectionKind::WentWrong), "x");
    }

    #[test]
    fn pictures_that_say_nothing_are_counted() {
        let undescribed = |body: &str| Text::parse(body.as_bytes(), "x").unwrap().undescribed();
        assert_eq!(undescribed("![](a.png) ![A ward](b.png) `![](c.png)` [![](d.png)](e) ![ ](f.png)"), 3);
    }

    #[test]
    fn names_that_nobody_is_asked_about_are_found_in_words_alone() {
        let text = "---\nvariables:\n  trust: {default: ours}\n---\nCall {{ desk }} of {{trust}}, {{not a name}}, `{{code}}` {{desk}}.\n";
        assert_eq!(Text::parse(text.as_bytes(), "x").unwrap().undeclared().into_iter().collect::<Vec<_>>(), ["desk"]);
    }

    #[test]
    fn a_text_without_front_matter_takes_its_heading_or_its_name() {
        assert_eq!(Text::parse(b"# A title\n\nText", "x").unwrap().fields.title, "A title");
        assert_eq!(Text::parse(b"Text", "the file").unwrap().fields.title, "the file");
        let named =
            Text::parse(b"# Phones of {{ward_name}}\n\nCall {{ help_desk }}, {{help_desk}} of {{no name!}}.\n", "x")
                .unwrap();
        assert_eq!(named.fields.title, "Phones of ward name");
        assert_eq!(named.fields.summary, "Call help desk, help desk of {{no name!}}.");
    }

    #[test]
    fn bad_input_is_refused_with_its_place() {
        let error = |bytes: &[u8]| Text::parse(bytes, "x").unwrap_err().to_string();
        assert!(error(b"ok\n\xe9t\xe9").starts_with("line 2: not UTF-8"));
        assert!(error(b"a\n\nb\0c").starts_with("line 3"));
        assert_eq!(error(b" \n"), "the file is empty");
        assert!(
            error(b"---\ntitle: [a\nb: c\n---\ntext").starts_with("line "),
            "{}",
            error(b"---\ntitle: [a\nb: c\n---\ntext")
        );
        assert!(
            error(b"---\ntitle: a\ntitle: b\n---\ntext").contains("line 3"),
            "{}",
            error(b"---\ntitle: a\ntitle: b\n---\ntext")
        );
        assert!(error(format!("a\n\n{} x", ">".repeat(10_000)).as_bytes()).starts_with("line 3"));
        assert!(error(&vec![b'a'; LARGEST + 1]).contains("kB"));
    }
}
