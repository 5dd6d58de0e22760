//! The sections of a guide, matched to the known ones where their headings fit.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::one_line;
use crate::platform::markdown::{events, slug};

/// A section every guide may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "`shown` says what each is called")]
pub enum SectionKind {
    Summary,
    Problem,
    WhatWeDid,
    Steps,
    CostsAndTime,
    Benefits,
    WentWrong,
    People,
    Safety,
    Artefacts,
    Systems,
}

const HEADINGS: &[(SectionKind, &[&str])] = &[
    (SectionKind::Summary, &["summary", "in short", "overview", "introduction"]),
    (SectionKind::Problem, &["the problem", "problem", "background", "why", "context", "why we did it"]),
    (SectionKind::WhatWeDid, &["what we did", "approach", "solution", "the solution", "what we built", "method"]),
    (SectionKind::Steps, &["steps", "how to do it", "implementation", "how we did it", "instructions", "procedure"]),
    (SectionKind::CostsAndTime, &["costs and time", "cost", "costs", "timescales", "time and money"]),
    (SectionKind::Benefits, &["benefits", "benefits with evidence", "results", "outcomes", "outcome", "impact"]),
    (
        SectionKind::WentWrong,
        &["what went wrong", "lessons", "lessons learned", "lessons learnt", "challenges", "pitfalls"],
    ),
    (SectionKind::People, &["people to ask", "contact", "contacts", "who to ask"]),
    (SectionKind::Safety, &["standards and safety", "safety", "standards", "clinical safety", "hazards", "security"]),
    (
        SectionKind::Artefacts,
        &["artefacts", "attachments", "downloads", "resources", "templates", "useful links", "documents"],
    ),
    (SectionKind::Systems, &["suppliers and systems", "suppliers", "systems", "technology", "tools"]),
];

impl SectionKind {
    /// Every section, in order.
    pub const ALL: [Self; 11] = [
        Self::Summary,
        Self::Problem,
        Self::WhatWeDid,
        Self::Steps,
        Self::CostsAndTime,
        Self::Benefits,
        Self::WentWrong,
        Self::People,
        Self::Safety,
        Self::Artefacts,
        Self::Systems,
    ];

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> String {
        slug(self.shown())
    }

    /// The section of a word in an address.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Its name, as readers are told what a guide covers.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Problem => "The problem",
            Self::WhatWeDid => "What we did",
            Self::Steps => "Steps",
            Self::CostsAndTime => "Costs and time",
            Self::Benefits => "Benefits",
            Self::WentWrong => "What went wrong",
            Self::People => "People to ask",
            Self::Safety => "Standards and safety",
            Self::Artefacts => "Artefacts",
            Self::Systems => "Suppliers and systems",
        }
    }

    /// The section a heading names.
    #[must_use]
    pub fn of(heading: &str) -> Option<Self> {
        let plain = heading.trim().trim_end_matches(':').to_lowercase();
        HEADINGS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(kind, _)| *kind)
    }
}

/// The titles of the steps: headings of the third level in the section of steps.
pub(super) fn steps(body: &str) -> Vec<String> {
    let mut in_steps = false;
    let mut found = Vec::new();
    for (level, words) in all_headings(body) {
        match level {
            HeadingLevel::H1 | HeadingLevel::H2 => in_steps = SectionKind::of(&words) == Some(SectionKind::Steps),
            HeadingLevel::H3 if in_steps && !words.is_empty() => found.push(one_line(&words, 200)),
            _ => {}
        }
    }
    found
}

/// A heading at the top of the text, outside lists and quotations, and where it stands.
pub(super) struct Place {
    pub level: HeadingLevel,
    pub words: String,
    /// Where its line begins and where the text under it begins, in bytes.
    pub from: usize,
    pub to: usize,
}

/// The headings that divide the text, in order.
pub(super) fn places(body: &str) -> Vec<Place> {
    let (mut depth, mut open, mut found) = (0, false, Vec::<Place>::new());
    for (event, range) in events(body) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                open = true;
                found.push(Place { level, words: String::new(), from: range.start, to: range.end });
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => {
                if let Some(place) = found.last_mut() {
                    place.words.push_str(&text);
                }
            }
            Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) | Tag::Table(_)) => depth += 1,
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::Table) => {
                depth -= 1
            }
            _ => {}
        }
    }
    for place in &mut found {
        place.words = place.words.trim().to_owned();
    }
    found
}

/// The first heading of the first level.
pub(super) fn first_title(body: &str) -> Option<String> {
    headings(body, HeadingLevel::H1).find(|heading| !heading.is_empty())
}

/// The first paragraph outside lists, quotations and headings, as one line: what stands in lists when there is no summary.
pub(super) fn first_paragraph(body: &str) -> String {
    let (mut depth, mut words) = (0, String::new());
    for (event, _) in events(body) {
        match event {
            Event::Start(
                Tag::List(_) | Tag::BlockQuote(_) | Tag::Table(_) | Tag::FootnoteDefinition(_) | Tag::Heading { .. },
            ) => depth += 1,
            Event::End(
                TagEnd::List(_)
                | TagEnd::BlockQuote(_)
                | TagEnd::Table
                | TagEnd::FootnoteDefinition
                | TagEnd::Heading(_),
            ) => {
                depth -= 1;
            }
            Event::Text(text) | Event::Code(text) if depth == 0 => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak if depth == 0 => words.push(' '),
            Event::End(TagEnd::Paragraph) if depth == 0 && !words.trim().is_empty() => break,
            _ => {}
        }
    }
    one_line(&words, 300)
}

pub(super) fn headings(body: &str, wanted: HeadingLevel) -> impl Iterator<Item = String> + '_ {
    all_headings(body).filter(move |(level, _)| *level == wanted).map(|(_, words)| words)
}

fn all_headings(body: &str) -> impl Iterator<Item = (HeadingLevel, String)> + '_ {
    let mut current: Option<(HeadingLevel, String)> = None;
    events(body).filter_map(move |(event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => {
            current = Some((level, String::new()));
            None
        }
        Event::Text(text) | Event::Code(text) => {
            if let Some((_, words)) = &mut current {
                words.push_str(&text);
            }
            None
        }
        Event::End(TagEnd::Heading(_)) => current.take().map(|(level, words)| (level, words.trim().to_owned())),
        _ => None,
    })
}
