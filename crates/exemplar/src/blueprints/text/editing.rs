//! Changing one part of a text and nothing else: a section, a step, or some fields of the front matter.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use serde_json::Value;

use super::sections::{Place, SectionKind, places};
use super::{Text, front_matter};
use crate::platform::markdown;

/// A step as people fill it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub title: String,
    /// Who does it.
    pub who: String,
    /// How long it takes.
    pub how_long: String,
    /// What it needs.
    pub needs: String,
    /// How it is done.
    pub words: String,
}

/// Why a part cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A larger heading would end the part.
    #[error("a heading of this size begins another part: use {0} for headings inside this one")]
    Heading(&'static str),
    /// Something that was begun goes on to the end of the guide.
    #[error(
        "a block of code or a comment is begun and not ended: it would take in everything after it. End it with the signs it begins with"
    )]
    Open,
    /// Front matter that only its author can change.
    #[error("the facts of this guide are written in a form that cannot be changed here")]
    FrontMatter,
}

/// Whether words stay in the part they are put into: no heading of this size or larger, and nothing left open at their end.
fn stands_alone(words: &str, largest: HeadingLevel, smaller: &'static str) -> Result<(), EditError> {
    let followed = format!("{words}\n\n# End\n");
    let headings = places(&followed);
    let Some((end, inside)) = headings.split_last() else { return Err(EditError::Open) };
    if inside.iter().any(|place| place.level <= largest) {
        return Err(EditError::Heading(smaller));
    }
    if end.from < words.len() { Err(EditError::Open) } else { Ok(()) }
}

/// Words on one line, with no sign that means anything in Markdown.
fn escaped(words: &str) -> String {
    let mut plain = String::new();
    for sign in words.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if sign.is_ascii_punctuation() && !matches!(sign, '.' | ',' | '-' | '\'' | ':' | ';' | '?' | '/' | '(' | ')') {
            plain.push('\\');
        }
        plain.push(sign);
    }
    plain
}

impl Text {
    /// What stands under the heading of a section; empty when there is none.
    #[must_use]
    pub fn section(&self, kind: SectionKind) -> &str {
        section_at(self.body(), kind).and_then(|(_, words)| self.body().get(words)).unwrap_or_default().trim()
    }

    /// The whole text with other words in a section. Without words the section goes, heading and all.
    ///
    /// # Errors
    /// When the words hold a heading that would end the section.
    pub fn with_section(&self, kind: SectionKind, words: &str) -> Result<String, EditError> {
        let (body, words) = (self.body(), words.trim());
        stands_alone(words, HeadingLevel::H2, "###")?;
        Ok(self.with_body(&match section_at(body, kind) {
            Some((heading, under)) if words.is_empty() => replaced(body, heading.start..under.end, ""),
            Some((_, under)) => replaced(body, under.clone(), &under_heading(words, under.end == body.len())),
            None if words.is_empty() => body.to_owned(),
            None => {
                let at = place_for(body, kind);
                let before = if at == body.len() { ending_blank(body) } else { "" };
                let section = format!("{before}## {}\n{}", kind.shown(), under_heading(words, at == body.len()));
                replaced(body, at..at, &section)
            }
        }))
    }

    /// Its steps, in order, as people filled them in.
    #[must_use]
    pub fn written_steps(&self) -> Vec<Step> {
        let body = self.body();
        step_spans(body)
            .into_iter()
            .map(|(title, _, words)| read_step(title, body.get(words).unwrap_or_default()))
            .collect()
    }

    /// The whole text with another step at `place`, from 0; past the last one it is added. Without a step, that one goes.
    ///
    /// # Errors
    /// When the words hold a heading that would end the step.
    pub fn with_step(&self, place: usize, step: Option<&Step>) -> Result<String, EditError> {
        if let Some(step) = step {
            stands_alone(step.words.trim(), HeadingLevel::H3, "####")?;
        }
        let body = self.body();
        let written = step.map(write_step).unwrap_or_default();
        match step_spans(body).get(place) {
            Some((_, heading, words)) => Ok(self.with_body(&replaced(body, heading.start..words.end, &written))),
            None if section_at(body, SectionKind::Steps).is_none() => self.with_new_section_of_steps(&written),
            None => {
                let at = section_at(body, SectionKind::Steps).map_or(body.len(), |(_, words)| words.end);
                let before = ending_blank(body.get(..at).unwrap_or_default());
                Ok(self.with_body(&replaced(body, at..at, &format!("{before}{written}"))))
            }
        }
    }

    fn with_new_section_of_steps(&self, written: &str) -> Result<String, EditError> {
        if written.is_empty() {
            return Ok(self.source.clone());
        }
        let (body, at) = (self.body(), place_for(self.body(), SectionKind::Steps));
        let before = if at == body.len() { ending_blank(body) } else { "" };
        Ok(self.with_body(&replaced(body, at..at, &format!("{before}## {}\n\n{written}", SectionKind::Steps.shown()))))
    }

    /// The whole text with the step at `place` one place further up.
    #[must_use]
    pub fn with_step_up(&self, place: usize) -> String {
        let (body, spans) = (self.body(), step_spans(self.body()));
        let (Some((_, above, above_words)), Some((_, heading, words))) =
            (place.checked_sub(1).and_then(|at| spans.get(at)), spans.get(place))
        else {
            return self.source.clone();
        };
        let slice = |range: Range<usize>| body.get(range).unwrap_or_default().trim_end().to_owned() + "\n\n";
        let swapped = slice(heading.start..words.end) + &slice(above.start..above_words.end);
        self.with_body(&replaced(body, above.start..words.end, &swapped))
    }

    /// The whole text with a file mentioned at the end of a section: shown when it is a picture, otherwise linked. `name` has
    /// no signs that mean anything in Markdown.
    ///
    /// # Errors
    /// When the section cannot be changed.
    pub fn with_file(
        &self,
        kind: SectionKind,
        name: &str,
        (description, is_picture): (&str, bool),
    ) -> Result<String, EditError> {
        let words = escaped(description);
        let mention = if is_picture { format!("![{words}]({name})") } else { format!("- [{words}]({name})") };
        let section = self.section(kind);
        // A list goes on where it stands; anything else is a paragraph of its own.
        let goes_on = !is_picture && section.lines().last().is_some_and(|line| line.starts_with("- "));
        let between = if section.is_empty() {
            ""
        } else if goes_on {
            "\n"
        } else {
            "\n\n"
        };
        self.with_section(kind, &format!("{section}{between}{mention}"))
    }

    /// What a picture is said to show; none when the text does not show it.
    #[must_use]
    pub fn description(&self, href: &str) -> Option<String> {
        let (mut shown, mut is_inside) = (None, false);
        for (event, _) in markdown::events(self.body()) {
            match event {
                Event::Start(Tag::Image { dest_url, .. }) if &*dest_url == href && shown.is_none() => {
                    (shown, is_inside) = (Some(String::new()), true);
                }
                Event::End(TagEnd::Image) => is_inside = false,
                Event::Text(words) | Event::Code(words) if is_inside => shown.get_or_insert_default().push_str(&words),
                _ => {}
            }
        }
        shown
    }

    /// The whole text with other words for what a picture shows, wherever it shows it.
    #[must_use]
    pub fn with_description(&self, href: &str, description: &str) -> String {
        let body = self.body();
        let shown = |(event, range): (Event<'_>, Range<usize>)| match event {
            Event::Start(Tag::Image { dest_url, .. }) if &*dest_url == href => Some(range),
            _ => None,
        };
        let places: Vec<Range<usize>> = markdown::events(body).filter_map(shown).collect();
        let mention = format!("![{}]({href})", escaped(description));
        let changed = places.into_iter().rev().fold(body.to_owned(), |text, range| replaced(&text, range, &mention));
        self.with_body(&changed)
    }

    /// The whole text without the mentions of a file: of a link its words stay, a picture goes.
    #[must_use]
    pub fn without_file(&self, href: &str) -> String {
        let body = self.body();
        let mut open: Vec<(bool, Range<usize>, Option<Range<usize>>)> = Vec::new();
        let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for (event, range) in markdown::events(body) {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    open.push((&*dest_url == href, range, None));
                }
                Event::End(end @ (TagEnd::Link | TagEnd::Image)) => {
                    if let Some((true, whole, inside)) = open.pop() {
                        let kept = if end == TagEnd::Link { inside } else { None };
                        found.push((whole.clone(), kept.unwrap_or(whole.start..whole.start)));
                    }
                }
                _ => {
                    if let Some((_, _, inside)) = open.last_mut() {
                        let start = inside.as_ref().map_or(range.start, |inside| inside.start);
                        *inside = Some(start..range.end);
                    }
                }
            }
        }
        let mut changed = body.to_owned();
        for (whole, kept) in found.into_iter().rev() {
            let words = body.get(kept).unwrap_or_default();
            changed = replaced(&changed, whole, words);
        }
        self.with_body(&changed)
    }

    /// The whole text with other values of some fields; lines of other fields stay as they are. Null takes a field out.
    ///
    /// # Errors
    /// When its front matter is not YAML.
    pub fn with_fields(&self, fields: &[(&[&str], Value)]) -> Result<String, EditError> {
        let front = front_matter::with(self.front(), fields).ok_or(EditError::FrontMatter)?;
        Ok(front + self.body())
    }

    /// The whole text with this body.
    #[must_use]
    pub fn with_body(&self, body: &str) -> String {
        format!("{}{body}", self.front())
    }
}

/// Where a section's heading stands, and what stands under it.
fn section_at(body: &str, kind: SectionKind) -> Option<(Range<usize>, Range<usize>)> {
    let places = places(body);
    let at = places.iter().position(|place| is_section(place) && SectionKind::of(&place.words) == Some(kind))?;
    let place = places.get(at)?;
    let end =
        places.iter().skip(at + 1).find(|next| next.level <= HeadingLevel::H2).map_or(body.len(), |next| next.from);
    Some((place.from..place.to, place.to..end))
}

fn is_section(place: &Place) -> bool {
    place.level == HeadingLevel::H2
}

/// Where a section that is not there yet belongs: before the first one that comes after it.
fn place_for(body: &str, kind: SectionKind) -> usize {
    let later = |place: &&Place| is_section(place) && SectionKind::of(&place.words).is_some_and(|other| other > kind);
    places(body).iter().find(later).map_or(body.len(), |place| place.from)
}

type StepSpan = (String, Range<usize>, Range<usize>);

/// The steps: title, heading, and what stands under it.
fn step_spans(body: &str) -> Vec<StepSpan> {
    let Some((_, section)) = section_at(body, SectionKind::Steps) else { return Vec::new() };
    let inside: Vec<Place> = places(body)
        .into_iter()
        .filter(|place| place.level == HeadingLevel::H3 && section.contains(&place.from))
        .collect();
    let ends = inside.iter().skip(1).map(|next| next.from).chain([section.end]).collect::<Vec<_>>();
    inside.into_iter().zip(ends).map(|(place, end)| (place.words, place.from..place.to, place.to..end)).collect()
}

fn read_step(title: String, under: &str) -> Step {
    let mut step = Step { title, ..Step::default() };
    let mut rest = under.trim_start_matches(['\n', '\r']);
    while let Some((line, after)) = rest.split_once('\n').or(Some((rest, ""))).filter(|_| !rest.is_empty()) {
        let Some((name, value)) = line.trim().strip_prefix("- ").and_then(|item| item.split_once(':')) else { break };
        let field = match name.trim().to_lowercase().as_str() {
            "who" => &mut step.who,
            "how long" => &mut step.how_long,
            "needs" => &mut step.needs,
            _ => break,
        };
        value.trim().clone_into(field);
        rest = after;
    }
    step.words = rest.trim().to_owned();
    step
}

fn write_step(step: &Step) -> String {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut written = format!("### {}\n\n", line(&step.title));
    for (name, value) in [("Who", &step.who), ("How long", &step.how_long), ("Needs", &step.needs)] {
        if !value.trim().is_empty() {
            written.push_str(&format!("- {name}: {}\n", line(value)));
        }
    }
    if !written.ends_with("\n\n") {
        written.push('\n');
    }
    if !step.words.trim().is_empty() {
        written.push_str(step.words.trim());
        written.push_str("\n\n");
    }
    written
}

fn under_heading(words: &str, is_last: bool) -> String {
    if is_last { format!("\n{words}\n") } else { format!("\n{words}\n\n") }
}

/// What must be added for the text to end with an empty line.
fn ending_blank(text: &str) -> &'static str {
    match text {
        "" => "",
        text if text.ends_with("\n\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    }
}

pub(super) fn replaced(body: &str, range: Range<usize>, with: &str) -> String {
    let (before, after) = (body.get(..range.start).unwrap_or_default(), body.get(range.end..).unwrap_or_default());
    format!("{before}{with}{after}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const GUIDE: &str = "---\ntitle: A\n# a remark\ncare setting: [Acute]\nodd: 1\n---\n# A\n\nIn short.\n\n## The problem\n\nOld.\n\n## Steps\n\nFirst a word.\n\n### Survey\n\n- Who: me\n- Needs: boots\n\nLook.\n\n### Buy\n\nPay.\n\n## My own heading\n\nStays.\n";

    fn text() -> Text {
        Text::parse(GUIDE.as_bytes(), "x").unwrap()
    }

    fn again(source: &str) -> Text {
        Text::parse(source.as_bytes(), "x").unwrap()
    }

    #[test]
    fn only_the_section_changes() {
        assert_eq!(text().section(SectionKind::Problem), "Old.");
        let changed = text().with_section(SectionKind::Problem, "New.\n\n### Inside\n\nMore.").unwrap();
        assert_eq!(changed, GUIDE.replace("Old.", "New.\n\n### Inside\n\nMore."));
        assert_eq!(again(&changed).with_section(SectionKind::Problem, "Old.").unwrap(), GUIDE);
        assert_eq!(text().with_section(SectionKind::Problem, "x\n\n## Another\n"), Err(EditError::Heading("###")));
    }

    #[test]
    fn a_picture_is_described_wherever_it_is_shown() {
        let shown = again("# A\n\n![](p.png) and ![old *x*](p.png), not ![](q.png)\n");
        assert_eq!(shown.description("p.png").as_deref(), Some(""));
        assert_eq!(shown.description("z.png"), None);
        let said = again(&shown.with_description("p.png", "A [ward]  map"));
        assert_eq!(said.body(), "# A\n\n![A \\[ward\\] map](p.png) and ![A \\[ward\\] map](p.png), not ![](q.png)\n");
        assert_eq!(said.description("p.png").as_deref(), Some("A [ward] map"));
    }

    #[test]
    fn what_goes_into_a_part_stays_in_it() {
        for open in ["```\ncode", "Text\n\n~~~\nx", "<!-- a remark", "> ok\n\n<script>"] {
            assert_eq!(text().with_section(SectionKind::Problem, open), Err(EditError::Open), "{open}");
            let step = Step { title: "S".into(), words: open.into(), ..Step::default() };
            assert_eq!(text().with_step(0, Some(&step)), Err(EditError::Open), "{open}");
        }
        assert!(text().with_section(SectionKind::Problem, "```\ncode\n```").is_ok());
        for hidden in ["\u{a0}## X\n\nY", "    ## X\n\nY", "\u{2028}## X", "\u{c}## X"] {
            assert_eq!(text().with_section(SectionKind::Problem, hidden), Err(EditError::Heading("###")), "{hidden:?}");
        }
    }

    #[test]
    fn a_new_section_stands_in_its_place_and_an_empty_one_goes() {
        let changed = text().with_section(SectionKind::WhatWeDid, "We did.").unwrap();
        assert_eq!(changed, GUIDE.replace("## Steps\n", "## What we did\n\nWe did.\n\n## Steps\n"));
        assert_eq!(again(&changed).with_section(SectionKind::WhatWeDid, " ").unwrap(), GUIDE);
        let last = text().with_section(SectionKind::Systems, "Epic.").unwrap();
        assert!(last.ends_with("Stays.\n\n## Suppliers and systems\n\nEpic.\n"), "{last}");
    }

    #[test]
    fn steps_are_read_changed_added_moved_and_taken_out() {
        let steps = text().written_steps();
        assert_eq!(steps.len(), 2);
        let survey = Step {
            title: "Survey".into(),
            who: "me".into(),
            needs: "boots".into(),
            words: "Look.".into(),
            ..Step::default()
        };
        assert_eq!(steps.first(), Some(&survey));
        assert_eq!(text().with_step(0, Some(&survey)).unwrap(), GUIDE);
        let longer = Step { how_long: "2 weeks".into(), ..survey.clone() };
        assert_eq!(
            text().with_step(0, Some(&longer)).unwrap(),
            GUIDE.replace("- Needs: boots", "- How long: 2 weeks\n- Needs: boots")
        );
        let added = text().with_step(9, Some(&Step { title: "Train".into(), ..Step::default() })).unwrap();
        assert_eq!(added, GUIDE.replace("Pay.\n\n", "Pay.\n\n### Train\n\n"));
        assert_eq!(again(&added).with_step(2, None).unwrap(), GUIDE);
        let titles = |source: &str| again(source).steps();
        assert_eq!(titles(&text().with_step_up(1)), ["Buy", "Survey"]);
        assert_eq!(text().with_step_up(0), GUIDE);
    }

    #[test]
    fn a_file_is_mentioned_and_its_mention_taken_away() {
        let with = text().with_file(SectionKind::Problem, "ward.png", ("A [ward] with *two* beds", true)).unwrap();
        assert_eq!(with, GUIDE.replace("Old.", "Old.\n\n![A \\[ward\\] with \\*two\\* beds](ward.png)"));
        let both = again(&with).with_file(SectionKind::Artefacts, "plan.docx", ("Our plan", false)).unwrap();
        let three = again(&both).with_file(SectionKind::Artefacts, "form.csv", ("A form", false)).unwrap();
        assert!(three.contains("## Artefacts\n\n- [Our plan](plan.docx)\n- [A form](form.csv)\n"), "{three}");
        let without = again(&three).without_file("plan.docx");
        assert!(without.contains("- Our plan\n- [A form](form.csv)\n"), "{without}");
        assert_eq!(again(&with).without_file("ward.png"), GUIDE.replace("Old.", "Old.\n\n"));
        assert_eq!(again(&with).without_file("other.png"), with);
    }

    #[test]
    fn the_first_step_brings_its_section() {
        let bare = again("# A\n\n## Benefits\n\nx\n");
        let step = Step { title: "Begin".into(), ..Step::default() };
        assert_eq!(bare.with_step(0, Some(&step)).unwrap(), "# A\n\n## Steps\n\n### Begin\n\n## Benefits\n\nx\n");
    }

    #[test]
    fn only_the_lines_of_changed_fields_are_written_anew() {
        let fields: [(&[&str], Value); 3] = [
            (&["care_settings", "care_setting"], json!(["Community"])),
            (&["title"], Value::Null),
            (&["cost"], json!({ "low": 5 })),
        ];
        let changed = text().with_fields(&fields).unwrap();
        let expected = GUIDE
            .replace("title: A\n", "")
            .replace("care setting: [Acute]", "care_settings: [\"Community\"]")
            .replace("odd: 1\n", "odd: 1\ncost: {\"low\":5}\n");
        assert_eq!(changed, expected);
        let bare = again("# A\n").with_fields(&[(&["kind"], json!("it-system"))]).unwrap();
        assert_eq!(bare, "---\nkind: \"it-system\"\n---\n# A\n");
        assert_eq!(again("+++\na = 1\n+++\nx").with_fields(&[(&["kind"], json!("x"))]), Err(EditError::FrontMatter));
    }
}
