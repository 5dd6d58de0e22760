//! What changed between two versions, said in words before colour.

use maud::{Markup, html};
use nhsuk::{Button, Cell, Column, Table};

use super::super::compare::{Differences, Part, Words};
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
        @if !differences.parts.is_empty() {
            h2 { "Text" }
            div.app-differences { @for part in &differences.parts { (shown(part)) } }
        }
    };
    let guide = format!("/blueprints/{}", line.slug);
    Page::new("/blueprints", format!("{title} - {}", line.title), main)
        .trail([("/blueprints".to_owned(), "Guides".to_owned()), (guide, line.title.clone())])
        .unlisted(true)
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
            form.app-filters method="get" action={ "/blueprints/" (line.slug) "/compare" } {
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
        Part::LeftOut(1) => html! { p.app-differences__left-out { "1 paragraph the same" } },
        Part::LeftOut(count) => html! { p.app-differences__left-out { (count) " paragraphs the same" } },
        Part::Same(text) => html! { p.app-differences__same { (text) } },
        Part::Added(text) => html! { p.app-differences__added { strong { "Added: " } ins { (text) } } },
        Part::Removed(text) => html! { p.app-differences__removed { strong { "Removed: " } del { (text) } } },
        Part::Moved(text) => html! { p.app-differences__moved { strong { "Moved here: " } (text) } },
        Part::Changed(words) => html! {
            p.app-differences__changed {
                strong { "Changed: " }
                @for word in words {
                    @match word {
                        Words::Kept(text) => (text),
                        Words::Added(text) => { span.nhsuk-u-visually-hidden { " added: " } ins { (text) } span.nhsuk-u-visually-hidden { " end of addition " } },
                        Words::Removed(text) => { span.nhsuk-u-visually-hidden { " removed: " } del { (text) } span.nhsuk-u-visually-hidden { " end of removal " } },
                    }
                }
            }
        },
    }
}
