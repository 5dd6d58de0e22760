//! Places as pages.

use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Details, InsetText, Table};

use super::pages::Roadmap;
use super::store::{FootprintRow, PlaceRow, TargetRow};
use crate::journal::AsAt;
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::milestones::{self, Plan, Point};
use crate::platform::dates::{self, PartialDate};
use crate::platform::shell::{Page, disputing};
use crate::programmes::{counted, said_in};

fn kind(word: &str) -> &'static str {
    match word {
        "care-system" => "Integrated care system",
        "region" => "Region",
        _ => "Transformation footprint",
    }
}

/// Every place, and what the centre said by when.
pub(super) fn list(places: &[FootprintRow], all: &[TargetRow], as_at: AsAt) -> Page {
    let query = query_of(as_at);
    let mut table = Table::new().responsive().head(["Place", "Kind", "Source"].map(Column::new));
    for row in places {
        table = table.row([
            Cell::new(html! { a href={ "/footprints/" (row.slug) (query) } { (row.name) } }),
            Cell::new(kind(&row.kind)),
            Cell::new(said_in(&row.source, row.published.as_deref(), (as_at, row.recorded_at))),
        ]);
    }
    let main = html! {
        h1 { "Places that plan together" }
        p.nhsuk-lede-text { "Which organisations plan together, since when, and the milestones of each place\u{2019}s members." }
        @if places.is_empty() { p { "No place is known here on this day." } } @else { (table) }
        (targets(all, as_at))
        (as_at_form(as_at, "/footprints"))
    };
    Page::new("/organisations", "Places that plan together", main)
        .trail([("/organisations", "Organisations")])
        .notice(past_notice(as_at, "/footprints"))
}

/// What the centre said would be so everywhere, by when: each date stands beside those before it.
fn targets(all: &[TargetRow], as_at: AsAt) -> Markup {
    html! {
        @if !all.is_empty() {
            h2 { "What the centre said by when" }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for row in all {
                    li {
                        (row.name) ": " strong { (dates::said(&row.due_on)) } ". " @if let Some(note) = &row.note { (note) " " }
                        (said_in(&row.source, row.published.as_deref(), (as_at, row.recorded_at)))
                    }
                }
            }
        }
    }
}

/// One place.
pub(super) fn show(of: &Roadmap) -> Page {
    let here = format!("/footprints/{}", of.place.slug);
    let query = query_of(of.as_at);
    let main = html! {
        h1 { (of.place.name) span.nhsuk-caption-l { (kind(&of.place.kind)) } }
        @if of.place.slug.starts_with("demo-") { (InsetText::new("This place and its organisations are invented, for the demonstration.")) }
        @if let Some(note) = &of.place.note { p { (note) "." } }
        p { (said_in(&of.place.source, of.place.published.as_deref(), (of.as_at, of.place.recorded_at))) }
        h2 { "Its members\u{2019} milestones" }
        @if of.members.is_empty() { p { "Nobody belongs to it on this day." } } @else {
            (drawing(of))
            (members(of))
            p { a href={ (here) "/milestones.csv" (query) } { "Download these dates (CSV)" } }
        }
        (targets(&of.targets, of.as_at))
        @if !of.former.is_empty() {
            h2 { "Belonged to it before" }
            ul.nhsuk-list.nhsuk-list--bullet { @for row in &of.former { li { (organisation(of, row)) ", " (when(row)) } } }
        }
        @if !of.as_at.is_past() { (disputing(&here)) }
        (as_at_form(of.as_at, &here))
    };
    Page::new("/organisations", of.place.name.clone(), main)
        .trail([("/organisations", "Organisations"), ("/footprints", "Places that plan together")])
        .notice(past_notice(of.as_at, &here))
        .notice(of.corrections.clone())
}

fn organisation(of: &Roadmap, row: &PlaceRow) -> Markup {
    let name = of.names.get(&row.organisation).unwrap_or(&row.organisation);
    html! { a href={ "/organisations/" (row.organisation) "/milestones" (query_of(of.as_at)) } { (name) } }
}

fn when(row: &PlaceRow) -> String {
    let since = row
        .since
        .as_deref()
        .map_or_else(|| "since when is not known".to_owned(), |on| format!("since {}", dates::said(on)));
    match row.until.as_deref() {
        Some(until) => format!("{since}, until {}", dates::said(until)),
        None => since,
    }
}

/// Promised against done of all members, with the dates of the centre as lines.
fn drawing(of: &Roadmap) -> Markup {
    let plans: Vec<&Plan> = of.members.iter().flat_map(|(_, plans)| plans).collect();
    let done = plans.iter().filter(|plan| plan.done().is_some()).count();
    let words =
        format!("{done} of {} of its members are done.", counted(i64::try_from(plans.len()).unwrap_or(0), "milestone"));
    let points = points(of);
    let lines: Vec<(String, PartialDate)> = of
        .targets
        .iter()
        .filter_map(|row| Some((format!("{} by {}", row.name, dates::said(&row.due_on)), row.due_on.parse().ok()?)))
        .collect();
    html! {
        (milestones::drawing(&points, &words, &lines))
        @if !points.is_empty() {
            (Details::new("The same figures in a table", html! {
                (milestones::curve_table(&points))
                @if !lines.is_empty() { p { "The lines across are dates of the centre:" } ul.nhsuk-list.nhsuk-list--bullet { @for (label, _) in &lines { li { (label) } } } }
                p { a href={ "/footprints/" (of.place.slug) "/delivered.csv" (query_of(of.as_at)) } { "Download it month by month (CSV)" } }
            }))
        }
    }
}

/// Promised against done of all members, month by month.
pub(super) fn points(of: &Roadmap) -> Vec<Point> {
    let plans: Vec<&Plan> = of.members.iter().flat_map(|(_, plans)| plans).collect();
    milestones::curve_of(&plans, of.moment.known_on)
}

fn members(of: &Roadmap) -> Markup {
    let mut table =
        Table::new().responsive().head(["Organisation", "Belongs to it", "Milestones", "Comes next"].map(Column::new));
    for (row, plans) in &of.members {
        let done = plans.iter().filter(|plan| plan.done().is_some()).count();
        let next =
            plans.iter().filter(|plan| plan.done().is_none()).filter_map(|plan| Some((plan.expected()?.date(), plan)));
        let (next, passed): (Vec<_>, Vec<_>) = next.partition(|(date, _)| date.last_day() >= of.moment.known_on);
        let next = next.into_iter().min_by_key(|(date, _)| date.last_day());
        let next = match (next, passed.len()) {
            (Some((date, plan)), _) => format!("{}, {date}", of.titles.of(&plan.programme, &plan.milestone)),
            (None, 0) => "Nothing that is published".to_owned(),
            (None, passed) => format!("No date to come; {passed} passed without a word since"),
        };
        table = table.row([
            Cell::new(html! { (organisation(of, row)) br; (said_in(&row.source, row.published.as_deref(), (of.as_at, row.recorded_at))) }),
            Cell::new(when(row)),
            Cell::new(if plans.is_empty() { "No date is published".to_owned() } else { format!("{done} of {} done", plans.len()) }),
            Cell::new(next),
        ]);
    }
    table.render()
}
