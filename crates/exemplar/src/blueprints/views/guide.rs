//! One guide: what it answers and how well it worked before the text, then the text, then what belongs to it.

use jiff::civil::Date;
use maud::{Markup, PreEscaped, Render, html};
use nhsuk::{Cell, Colour, Column, ContentsList, InsetText, SummaryList, Table, Tag, WarningCallout};

use super::super::pages::address_of_file;
use super::super::render::RenderedGuide;
use super::super::store::{AttachmentRow, GuideLine, RevisionRow};
use super::super::text::{Cost, Depth, Fields, Person};
use super::super::{ChangeClass, State, synth};
use super::{Names, joined, owner};
use crate::journal::AsAt;
use crate::journal::views::{added_later, as_at_form, past_notice, query_of};
use crate::platform::dates::{self, PartialDate};
use crate::platform::money;
use crate::platform::shell::Page;

/// The files a version can be taken away as: the end of the address, and what people call it.
const FILES: &[(&str, &str)] = if cfg!(feature = "pdf") {
    &[("docx", "Word"), ("pdf", "PDF"), ("md", "Markdown")]
} else {
    &[("docx", "Word"), ("md", "Markdown")]
};

/// What other rooms show on a guide's page.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// What has to be read before its title.
    pub above: Option<Markup>,
    /// Before its facts.
    pub before: Markup,
    /// After its text.
    pub after: Markup,
    /// Whether anybody agreed to or signed this very text.
    pub is_agreed: bool,
}

/// What a guide's page shows.
pub(in crate::blueprints) struct Shown<'a> {
    pub line: &'a GuideLine,
    /// What other rooms show beside it.
    pub beside: Beside,
    /// The programmes its organisation was in.
    pub programmes: Markup,
    pub revision: &'a RevisionRow,
    pub revisions: &'a [RevisionRow],
    /// None when the text was removed.
    pub guide: Option<&'a RenderedGuide>,
    pub names: &'a Names,
    pub as_at: AsAt,
    pub today: Date,
    /// This portal's own address.
    pub address: &'a str,
}

/// A guide, or one version of it.
pub(in crate::blueprints) fn show(shown: &Shown<'_>) -> Page {
    let line = shown.line;
    let here = format!("/blueprints/{}", line.slug);
    let is_newest = shown.revision.number == line.revision;
    let main = html! {
        article.app-guide {
            h1 { (shown.revision.title) }
            @if let Some(guide) = shown.guide { (lede(&guide.fields)) }
            (notices(shown, is_newest))
            (shown.beside.before)
            @match shown.guide {
                Some(guide) => {
                    (facts(shown, &guide.fields))
                    (take_away(line, shown.revision.number, guide.words))
                    (contents(guide))
                    div.app-prose { (PreEscaped(&guide.html)) }
                    (artefacts(line, shown.revision.number, &guide.attachments))
                    (other(&guide.fields))
                }
                None => {
                    (WarningCallout::new("This text was removed", html! {
                        p { "The text of this version was removed by two people because it must not be kept. " a href="/removals" { "See what was removed, when and why" } "." }
                    }))
                }
            }
            (shown.beside.after)
            (shown.programmes)
            (history(shown))
            (cite(shown))
            (as_at_form(shown.as_at, &here))
        }
    };
    Page::new("/blueprints", shown.revision.title.clone(), main)
        .trail([("/blueprints", "Guides")])
        .notice(past_notice(shown.as_at, &here))
        .notice(shown.beside.above.clone())
        .unlisted(!is_newest || shown.as_at.is_past())
}

/// A guide whose text is somewhere else.
pub(in crate::blueprints) fn held_elsewhere(line: &GuideLine, names: &Names, programmes: Markup, as_at: AsAt) -> Page {
    let fields = line.fields();
    let here = format!("/blueprints/{}", line.slug);
    let mut list = SummaryList::new().row("Where the text is held", line.held_at.as_deref().unwrap_or("Not known"));
    if let Some(owner) = owner(line, names) {
        list = list.row("Organisation", owner);
    }
    for (name, value) in
        [("Care setting", joined(&fields.care_settings)), ("Project type", joined(&fields.project_types))]
    {
        list = list.row(name, value.unwrap_or_else(|| "Not known".to_owned()));
    }
    list = list.row(
        "Published",
        if line.published_on.is_empty() { "Not known".to_owned() } else { dates::said(&line.published_on) },
    );
    for (name, value) in &fields.other {
        list = list.row(name.as_str(), value.as_str());
    }
    list = list.row("Source", line.origin.as_deref().unwrap_or("Not known"));
    let main = html! {
        h1 { (line.title) }
        (InsetText::new(html! {
            p { strong { "The text of this guide is not held here." } " What is known of it is its title and the facts below. It is held at: " (line.held_at.as_deref().unwrap_or("not known")) "." }
        }))
        (list)
        (programmes)
        @if let Some(code) = &line.organisation {
            p { a href={ "/organisations/" (code) } { "Find the organisation" } " to ask for it, or " a href="/blueprints" { "look for a guide whose text is here" } "." }
        }
        (as_at_form(as_at, &here))
    };
    Page::new("/blueprints", line.title.clone(), main)
        .trail([("/blueprints", "Guides")])
        .notice(past_notice(as_at, &here))
}

fn lede(fields: &Fields) -> Markup {
    html! { @if !fields.summary.is_empty() { p.nhsuk-lede-text { (fields.summary) } } }
}

/// What must be read before anything else, the gravest first.
fn notices(shown: &Shown<'_>, is_newest: bool) -> Markup {
    let line = shown.line;
    let fields = shown.guide.map(|guide| &guide.fields);
    let overdue = fields
        .filter(|_| !shown.as_at.is_past())
        .filter(|f| f.review_due.parse::<PartialDate>().is_ok_and(|due| due.last_day() < shown.today));
    html! {
        @if line.state() == State::Withdrawn {
            (WarningCallout::new("This guide is withdrawn", "Do not start from it."))
        }
        @if !is_newest {
            (InsetText::new(html! {
                p { "This is version " (shown.revision.number) ". " a href={ "/blueprints/" (line.slug) } { "Read the newest, version " (line.revision) } " or "
                    a href={ "/blueprints/" (line.slug) "/compare?from=" (shown.revision.number) "&to=" (line.revision) } { "see what changed" } "." }
            }))
        }
        @if fields.is_some_and(|fields| fields.demonstration) {
            div.app-notice.app-notice--demonstration { p { strong { "Demonstration text." } " The organisation and its figures are invented." } }
        }
        @if let Some(origin) = line.origin.as_deref().filter(|origin| *origin != synth::ORIGIN && shown.revision.class().is_none()) {
            div.app-notice.app-notice--imported { p { "Imported from " (origin) @if is_later(&shown.revision.revised_on, shown.as_at) { " after that day," } " on " (dates::said(&shown.revision.revised_on)) @if !shown.beside.is_agreed { ", not reviewed here" } "."
                    @if let Some(added) = added_later(shown.as_at, line.recorded_at) { " (" (added) ")" } } }
        }
        @if let Some(fields) = overdue {
            (InsetText::new(format!("A review was due {} and is not recorded here. Ask whether it is still true.", dates::falls(&fields.review_due))))
        }
    }
}

/// The questions a reader has before reading. What nobody answered stands last, in one row.
fn facts(shown: &Shown<'_>, fields: &Fields) -> Markup {
    let said = |value: &str| Some(value).filter(|value| !value.is_empty()).map(|value| html! { (value) });
    let in_a_row = |values: &[String]| joined(values).map(|values| html! { (values) });
    let kind = match (fields.kind, fields.depth) {
        (Some(kind), depth) => Some(html! { (kind.shown()) ", " (depth.shown().to_lowercase()) }),
        (None, Depth::Full) => None,
        (None, Depth::OnAPage) => Some(html! { (Depth::OnAPage.shown()) }),
    };
    let versions = html! {
        (shown.revision.number) ", " (dates::said(&shown.revision.revised_on)) " (" a href="#history" { "all versions" } ")"
    };
    let rows = [
        ("Question it answers", listed(fields.questions.clone())),
        ("Kind", kind),
        ("Care setting", in_a_row(&fields.care_settings)),
        ("Systems", in_a_row(&fields.systems)),
        ("Cost", fields.cost.as_ref().map(cost)),
        ("Elapsed time", said(&fields.elapsed)),
        ("How well it worked", said(&fields.how_well)),
        ("Who runs it today", said(&fields.runs_today)),
        ("People to ask", listed(fields.people.iter().map(person_in_words).collect())),
        ("Covers", shown.guide.and_then(|guide| in_a_row(&guide.covers))),
        ("Last reviewed", reviewed(&fields.reviewed, shown.as_at)),
        ("Next review", said(&fields.review_due).map(|_| html! { (dates::said(&fields.review_due)) })),
        ("Version", Some(versions)),
    ];
    let mut list = SummaryList::new();
    if let Some(owner) = owner(shown.line, shown.names) {
        list = list.row("Organisation", owner);
    }
    let mut open = Vec::new();
    for (name, value) in rows {
        match value {
            Some(value) => list = list.row(name, value),
            None => open.push(name.to_lowercase()),
        }
    }
    if !open.is_empty() {
        list = list.row("Not said", open.join(", "));
    }
    html! {
        section.app-facts aria-labelledby="at-a-glance" { h2.app-facts__heading id="at-a-glance" { "At a glance" } (list) }
    }
}

/// What readers see before the text of a draft, as far as it says anything.
#[must_use]
pub fn said_before(fields: &Fields) -> Markup {
    let rows = [
        ("Title", fields.title.clone()),
        ("Summary", fields.summary.clone()),
        ("Question it answers", fields.questions.join(" ")),
        ("Kind", fields.kind.map(|kind| kind.shown().to_owned()).unwrap_or_default()),
        ("Care setting", fields.care_settings.join(", ")),
        ("Systems", fields.systems.join(", ")),
        ("Cost", cost_in_words(fields.cost.as_ref())),
        ("Elapsed time", fields.elapsed.clone()),
        ("How well it worked", fields.how_well.clone()),
        ("Who runs it today", fields.runs_today.clone()),
        ("People to ask", fields.people.iter().map(person_in_words).collect::<Vec<_>>().join("; ")),
        ("Last reviewed", fields.reviewed.clone()),
        ("Next review", fields.review_due.clone()),
    ];
    rows.into_iter()
        .filter(|(_, said)| !said.is_empty())
        .fold(SummaryList::new(), |list, (name, said)| list.row(name, said))
        .render()
}

/// Whether a stored date comes after the day a page is read as known on.
fn is_later(stored: &str, as_at: AsAt) -> bool {
    let date = stored.parse::<dates::PartialDate>();
    as_at.day.is_some_and(|day| date.is_ok_and(|date| date.first_day() > day))
}

/// When it was last reviewed; a review that came after the day asked for was not known on it.
fn reviewed(stored: &str, as_at: AsAt) -> Option<Markup> {
    match stored {
        "" => None,
        later if is_later(later, as_at) => Some(html! { "Not known on this day" }),
        stored => Some(html! { (dates::said(stored)) }),
    }
}

/// What it cost, in one line; empty when nothing is said.
pub(in crate::blueprints) fn cost_in_words(cost: Option<&Cost>) -> String {
    let Some(cost) = cost else { return String::new() };
    let basis = Some(cost.basis.clone()).filter(|basis| !basis.is_empty());
    [range(cost), basis].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn range(cost: &Cost) -> Option<String> {
    match (cost.low, cost.high) {
        (Some(low), Some(high)) if low == high => Some(pounds(low)),
        (Some(low), Some(high)) => Some(format!("{} to {}", pounds(low), pounds(high))),
        (Some(low), None) => Some(format!("From {}", pounds(low))),
        (None, Some(high)) => Some(format!("Up to {}", pounds(high))),
        (None, None) => None,
    }
}

fn cost(cost: &Cost) -> Markup {
    let range = range(cost);
    html! {
        @if let Some(range) = &range { strong { (range) } }
        @if range.is_some() && !cost.basis.is_empty() { br; }
        (cost.basis)
    }
}

/// Whole pounds with their thousands parted.
fn pounds(amount: i64) -> String {
    format!("\u{a3}{}", money::grouped(amount))
}

/// A person to ask, in one line.
pub(in crate::blueprints) fn person_in_words(person: &Person) -> String {
    let parts = [&person.name, &person.role, &person.about];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

/// One as it is, several as a list.
fn listed(several: Vec<String>) -> Option<Markup> {
    match several.as_slice() {
        [] => None,
        [one] => Some(html! { (one) }),
        several => Some(html! { ul.nhsuk-list.nhsuk-list--bullet { @for one in several { li { (one) } } } }),
    }
}

fn contents(guide: &RenderedGuide) -> Markup {
    let sections: Vec<_> = guide.headings.iter().filter(|heading| heading.level == 2).collect();
    if sections.len() < 2 {
        return html! {};
    }
    let mut list = ContentsList::new();
    for heading in sections {
        list = list.link(format!("#{}", heading.id), heading.text.as_str());
    }
    list.render()
}

/// The version as a file, with its type and how much there is to read.
fn take_away(line: &GuideLine, number: i64, words: usize) -> Markup {
    let kind = |ending: &str| match ending {
        "docx" => "Word document",
        "pdf" => "PDF",
        _ => "plain text, Markdown",
    };
    html! {
        p.nhsuk-body-s.app-no-print {
            "Take it with you (about " (words) " words): "
            @for (place, (ending, _)) in FILES.iter().enumerate() {
                @if place > 0 { ", " }
                a href={ "/blueprints/" (line.slug) "/versions/" (number) "/text." (ending) } download { (kind(ending)) }
            }
            "."
        }
    }
}

fn artefacts(line: &GuideLine, number: i64, files: &[AttachmentRow]) -> Markup {
    let mut files: Vec<&AttachmentRow> = files.iter().collect();
    files.dedup_by(|a, b| a.name == b.name);
    html! {
        @if !files.is_empty() {
            h2 id="files" { "Files" }
            ul.nhsuk-list {
                li { a href={ "/blueprints/" (line.slug) "/versions/" (number) "/guide.zip" } { "The text and all files" } " (ZIP)" }
                @for file in files {
                    li {
                        a href=(address_of_file(line, number, &file.name)) download[!file.is_picture()] { (file.file_name()) }
                        " (" (kind_of_file(&file.media_type)) ", " (size(file.size_bytes)) ")"
                    }
                }
            }
        }
    }
}

fn kind_of_file(media_type: &str) -> &str {
    match media_type.split(';').next().unwrap_or_default() {
        "application/pdf" => "PDF",
        "text/csv" => "CSV table, opens in a spreadsheet",
        "text/plain" => "plain text",
        "text/markdown" => "Markdown text",
        other if other.starts_with("image/") => "picture",
        other if other.contains("wordprocessingml") => "Word document",
        other if other.contains("spreadsheetml") => "Excel workbook",
        other if other.contains("presentationml") => "PowerPoint presentation",
        _ => "file",
    }
}

/// A size as people say it.
#[must_use]
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} kB", (bytes + 1_023) / 1_024),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

fn other(fields: &Fields) -> Markup {
    html! {
        @if !fields.other.is_empty() {
            h2 { "Other fields" }
            (SummaryList::new().items(fields.other.iter().map(|(name, value)| (name.as_str(), value.as_str()))))
        }
    }
}

fn history(shown: &Shown<'_>) -> Markup {
    let slug = &shown.line.slug;
    let mut table = Table::new().responsive().head(["Version", "Date", "What changed", "Text"].map(Column::new));
    for (place, revision) in shown.revisions.iter().enumerate() {
        let number = revision.number;
        // The version before it that can be seen: what was only a draft cannot.
        let before = shown.revisions.get(place + 1).map(|earlier| earlier.number);
        let compare = html! {
            @for (ending, name) in FILES.iter().filter(|_| shown.guide.is_some() || number != shown.revision.number) {
                a href={ "/blueprints/" (slug) "/versions/" (number) "/text." (ending) } { (name) span.nhsuk-u-visually-hidden { " of version " (number) } } " "
            }
            @if let Some(before) = before {
                br; a href={ "/blueprints/" (slug) "/compare?from=" (before) "&to=" (number) } { "Compare with version " (before) }
            }
        };
        let version = html! {
            a href={ "/blueprints/" (slug) "/versions/" (number) (query_of(shown.as_at)) } { (number) }
            @if number == shown.revision.number { " " (Tag::new("This version").colour(Colour::Grey)) }
        };
        let day = html! {
            (dates::said(&revision.revised_on))
            @if let Some(added) = added_later(shown.as_at, revision.recorded_at) { br; (added) }
        };
        let changed = html! {
            @if let Some(class) = revision.class() { (Tag::new(class.shown()).colour(colour(class))) " " }
            (revision.note)
        };
        table = table.row([Cell::new(version), Cell::new(day), Cell::new(changed), Cell::new(compare)]);
    }
    html! {
        h2 id="history" { "History" }
        (table)
        p.nhsuk-body-s.app-no-print { a href={ "/blueprints/" (slug) "/feed.atom" } { "Follow new versions with a feed reader" } }
    }
}

fn cite(shown: &Shown<'_>) -> Markup {
    let line = shown.line;
    let owner = line.organisation.as_ref().map(|code| shown.names.get(code).unwrap_or(code).as_str());
    let words = shown.guide.map(|guide| guide.words);
    html! {
        h2 id="cite" { "Cite this guide" }
        p {
            @if let Some(owner) = owner { (owner) ". " }
            cite { (shown.revision.title) } ". Version " (shown.revision.number) ", " (dates::said(&shown.revision.revised_on)) ". "
            span.app-address { (shown.address) "/blueprints/" (line.slug) "/versions/" (shown.revision.number) }
        }
        p.nhsuk-body-s {
            "This address always shows this version. SHA-256 of its text: " code.app-hash { (shown.revision.text_hash) }
            @if let Some(words) = words { ". About " (words) " words." }
        }
    }
}

fn colour(class: ChangeClass) -> Colour {
    match class {
        ChangeClass::Safety => Colour::Red,
        ChangeClass::Correction => Colour::Orange,
        ChangeClass::Improvement => Colour::Green,
        ChangeClass::Editorial => Colour::Grey,
    }
}
