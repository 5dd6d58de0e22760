//! Confidence as pages and parts of pages.

use maud::{Markup, Render, html};
use nhsuk::{Button, Cell, Choice, Column, InsetText, Legend, Radios, Size, Table, Textarea};

use super::pages::{ConfidenceForm, Entering, OfProgramme};
use super::{By, ConfidenceRow, LevelRow, newest};
use crate::journal::AsAt;
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::milestones::evidence::pages::Errors;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::{Page, disputing};
use crate::programmes::{invented, said_in};

/// What one side said last, in a cell.
fn now(row: Option<&ConfidenceRow>) -> Markup {
    html! {
        @match row {
            Some(row) => { strong { (row.title()) } ", " (dates::said(&row.given_on)) ". " (row.narrative) }
            None => "Not said",
        }
    }
}

/// How sure an organisation and the centre are, side by side, with everything that was said before; `rows` are of one
/// programme.
pub(in crate::milestones) fn of_organisation(rows: &[ConfidenceRow], as_at: AsAt) -> Markup {
    let mut table = Table::new().responsive().head(["Date", "Whose", "How sure", "Why", "Source"].map(Column::new));
    for row in rows.iter().rev() {
        table = table.row([
            Cell::new(dates::said(&row.given_on)),
            Cell::new(match row.by() {
                By::Own => "Its own",
                By::Centre => "The centre\u{2019}s",
            }),
            Cell::new(row.title()),
            Cell::new(row.narrative.as_str()),
            Cell::new(said_in(&row.source, row.published.as_deref(), (as_at, row.recorded_at))),
        ]);
    }
    html! {
        @if !rows.is_empty() {
            h3 { "How sure they are to deliver" }
            p { "Its own: " (now(newest(rows, By::Own))) }
            p { "The centre\u{2019}s: " (now(newest(rows, By::Centre))) }
            (nhsuk::Details::new("Everything that was said of it, the newest first", table.render()))
        }
    }
}

fn scales(levels: &[LevelRow], as_at: AsAt) -> Markup {
    let mut names: Vec<&str> = levels.iter().map(|row| row.scale.as_str()).collect();
    names.dedup();
    html! {
        @for name in names {
            @let of: Vec<&LevelRow> = levels.iter().filter(|row| row.scale == name).collect();
            h3 { "The scale \u{201c}" (name.replace('-', " ")) "\u{201d}" @if let Some(since) = of.first().and_then(|row| row.since.as_deref()) { ", since " (dates::said(since)) } }
            ul.nhsuk-list.nhsuk-list--bullet { @for row in &of { li { strong { (row.title) } ": " (row.meaning) } } }
            @if let Some(row) = of.first() { p { (said_in(&row.source, row.published.as_deref(), (as_at, row.recorded_at))) } }
        }
    }
}

/// How sure everybody in a programme is.
pub(super) fn of_programme(of: &OfProgramme) -> Page {
    let (programme, as_at) = (&of.programme, of.read.as_at);
    let here = format!("/programmes/{}/confidence", programme.slug);
    let query = query_of(as_at);
    let start = if query.is_empty() { "?" } else { "&" };
    let mut table =
        Table::new().responsive().head(["Organisation", "Its own confidence", "The centre\u{2019}s"].map(Column::new));
    for rows in of.rows.chunk_by(|one, other| one.organisation == other.organisation) {
        let Some(first) = rows.first() else { continue };
        table = table.row([
            Cell::new(html! { a href={ "/organisations/" (first.organisation) "/milestones" (query) } { (of.read.name(&first.organisation)) } }),
            Cell::new(now(newest(rows, By::Own))),
            Cell::new(now(newest(rows, By::Centre))),
        ]);
    }
    let main = html! {
        h1 { "How sure they are to deliver" span.nhsuk-caption-l { (programme.name) } }
        (invented(&programme.slug))
        p { "What each organisation says of itself, and what the centre says of it, stand apart. Neither replaces the other, and what was said before stays readable on the organisation\u{2019}s page." }
        @if of.rows.is_empty() { p { "Nothing is published of how sure anybody is." } } @else {
            (table)
            @if let Some(next) = &of.next { p { a href={ (here) (query) (start) "from=" (next) } { "The organisations after these" } } }
            p { a href={ (here) ".csv" (query) } { "Download it (CSV)" } }
        }
        @if !of.levels.is_empty() { h2 { "What the words mean" } (scales(&of.levels, as_at)) }
        @if !as_at.is_past() { (disputing(&format!("/programmes/{}", programme.slug))) }
        (as_at_form(as_at, &here))
    };
    Page::new("/programmes", format!("How sure they are to deliver: {}", programme.name), main)
        .trail([
            ("/programmes".to_owned(), "Programmes".to_owned()),
            (format!("/programmes/{}{query}", programme.slug), programme.name.clone()),
        ])
        .notice(past_notice(as_at, &here))
}

/// The choices of a scale.
pub(in crate::milestones) fn choices(levels: &[LevelRow], chosen: &str, error: Option<&str>) -> Radios {
    let legend = Legend::new("How sure are you to deliver as you say?").size(Size::S);
    Radios::new("level")
        .id_prefix("level")
        .legend(legend)
        .error(error.map(str::to_owned))
        .value(chosen.to_owned())
        .items(levels.iter().map(|row| Choice::new(row.level.as_str(), row.title.as_str()).hint(row.meaning.as_str())))
}

/// Saying how sure one is.
pub(super) fn enter(of: &Entering, form: &ConfidenceForm, key: &FormKey, errors: &Errors) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let title = match of.by {
        By::Own => "How sure are you to deliver?",
        By::Centre => "How sure is the centre that it delivers?",
    };
    let action = format!("/organisations/{}/confidence/{}", of.code, of.programme.slug);
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (of.name) ", " (of.programme.name) } (title) }
        (of_organisation(&of.rows, AsAt::default()))
        @if of.levels.is_empty() { (InsetText::new("This programme has no scale yet. A file of its levels can be imported.")) } @else {
            form method="post" action=(action) novalidate {
                (hidden("key", key.as_str()))
                (choices(&of.levels, &form.level, error("level")))
                (Textarea::new("narrative", "Why").id("narrative").rows(4).hint("In a sentence or two. Everyone reads it").value(form.narrative.as_str()).error(error("narrative")))
                (Button::new("Say it in public"))
            }
        }
    };
    Page::new("/organisations", format!("{} - {}", title_of(title, errors), of.name), main)
        .trail([(format!("/organisations/{}/milestones", of.code), format!("Milestones of {}", of.name))])
        .unlisted(true)
        .personal()
}
