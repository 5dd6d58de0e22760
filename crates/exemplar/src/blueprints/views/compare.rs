//! What changed between two versions, said in words before colour.

use maud::{Markup, html};
use nhsuk::{Button, Cell, Column, Table};

use super::super::compare::{self, Differences, Part, Words};
use super::super::store::{GuideLine, RevisionRow};
use crate::platform::dates;
use crate::platform::shell::Page;

/// Two versions side by side in one column.
pub(in crate::blueprints) fn compare(
    line: &GuideLine,
    revisions: &[RevisionRow],
    (from, to): (i64, i64),
    differences: &Differences,
) -> Page {
    let title = format!("What changed between version {from} and version {to}");
    let main = html! {
        h1 { (title) span.nhsuk-caption-l { (line.title) } }
        (chooser(line, revisions, from, to))
        p.nhsuk-lede-text { (differences.sentence) }
        @if !differences.fields.is_empty() { h2 { "Facts" } (fields(differences, from, to)) }
        @if !differences.parts.is_empty() { h2 { "Text" } (parts(differences)) }
    };
    let guide = format!("/blueprints/{}", line.slug);
    Page::new("/blueprints", format!("{title} - {}", line.title), main)
        .trail([("/blueprints".to_owned(), "Guides".to_owned()), (guide, line.title.clone())])
        .unlisted(true)
}

/// What differs between two texts, for other pages.
#[must_use]
pub fn difference(old: &str, new: &str) -> Markup {
    let differences = compare::differences(old, new);
    html! { p { (differences.sentence) } (parts(&differences)) }
}

fn parts(differences: &Differences) -> Markup {
    html! { div.app-prose { @for part in &differences.parts { (shown(part)) } } }
}

fn chooser(line: &GuideLine, revisions: &[RevisionRow], from: i64, to: i64) -> Markup {
    let select = |name: &str, label: &str, chosen: i64| {
        html! {
            div.nhsuk-form-group {
                label.nhsuk-label for=(name) { (label) }
                select.nhsuk-select id=(name) name=(name) {
                    @for revision in revisions {
                        option value=(revision.number) selected[revision.number == chosen] {
                            "Version " (revision.number) ", " (dates::said(&revision.revised_on))
                        }
                    }
                }
            }
        }
    };
    html! {
        @if revisions.len() > 1 {
            form.app-filter-row method="get" action={ "/blueprints/" (line.slug) "/compare" } {
                (select("from", "From", from))
                (select("to", "To", to))
                (Button::secondary("Compare"))
            }
        } @else {
            p { "This guide has one version only." }
        }
    }
}

fn fields(differences: &Differences, from: i64, to: i64) -> Markup {
    let head = ["Fact".to_owned(), format!("In version {from}"), format!("In version {to}")];
    let mut table = Table::new().responsive().head(head.map(Column::new));
    for (name, before, after) in &differences.fields {
        let or_nothing = |value: &String| if value.is_empty() { "Not said".to_owned() } else { value.clone() };
        table = table.row([Cell::new(name.as_str()), Cell::new(or_nothing(before)), Cell::new(or_nothing(after))]);
    }
    html! { (table) }
}

fn shown(part: &Part) -> Markup {
    match part {
        Part::LeftOut(1) => html! { p.app-unchanged { "1 paragraph the same" } },
        Part::LeftOut(count) => html! { p.app-unchanged { (count) " paragraphs the same" } },
        Part::Same(text) => html! { p.app-context { (text) } },
        Part::Added(text) => {
            html! { div.app-change.app-change--added { p { span.app-change__word { "Added:" } ins { (text) } } } }
        }
        Part::Removed(text) => {
            html! { div.app-change.app-change--removed { p { span.app-change__word { "Removed:" } del { (text) } } } }
        }
        Part::Moved(text) => html! { div.app-change { p { span.app-change__word { "Moved here:" } (text) } } },
        Part::Changed(words) => html! {
            div.app-change {
                p {
                    span.app-change__word { "Changed:" }
                    @for word in words {
                        @match word {
                            Words::Kept(text) => (text),
                            Words::Added(text) => ins { span.app-change__word { "[Added:" } (text) span.app-change__word { "]" } },
                            Words::Removed(text) => del { span.app-change__word { "[Removed:" } (text) span.app-change__word { "]" } },
                        }
                    }
                }
            }
        },
    }
}
