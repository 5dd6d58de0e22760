//! All milestones of a programme together: promised against done as a drawing and a table, and why dates moved.

use maud::{Markup, html};
use nhsuk::{Cell, Column, Table};

use super::{expected_cell, late_cell};
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::milestones::pages::whole::{Delivered, Reasons};
use crate::milestones::reasons::the_centre_s;
use crate::milestones::record::Point;
use crate::milestones::{MilestoneRow, Plan};
use crate::platform::dates::PartialDate;
use crate::platform::shell::{Page, disputing};
use crate::programmes::{ProgrammeRow, counted, invented};

/// How a drawing is laid out: one for wide screens, one for narrow ones. Only one of them is shown.
struct Layout {
    class: &'static str,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// Where the second word of the key begins.
    key: f64,
}

const WIDE: Layout = Layout {
    class: "app-timeline app-timeline--wide",
    width: 640.0,
    height: 320.0,
    left: 48.0,
    right: 620.0,
    top: 48.0,
    bottom: 280.0,
    key: 200.0,
};

const NARROW: Layout = Layout {
    class: "app-timeline app-timeline--narrow",
    width: 288.0,
    height: 260.0,
    left: 40.0,
    right: 280.0,
    top: 48.0,
    bottom: 224.0,
    key: 160.0,
};

fn page(programme: &ProgrammeRow, title: &str, main: Markup) -> Page {
    Page::new("/programmes", format!("{title}: {}", programme.name), main).trail([
        ("/programmes".to_owned(), "Programmes".to_owned()),
        (format!("/programmes/{}", programme.slug), programme.name.clone()),
    ])
}

/// Promised against done.
pub(in crate::milestones) fn delivered(of: &Delivered) -> Page {
    let (programme, as_at) = (&of.programme, of.read.as_at);
    let here = format!("/programmes/{}/delivered", programme.slug);
    let query = query_of(as_at);
    let main = html! {
        h1 { "Promised against done" span.nhsuk-caption-l { (programme.name) } }
        (invented(&programme.slug))
        @if of.points.is_empty() { p { "Nothing is published of what was first promised or done." } }
        @else {
            (drawing(&of.points, &headline(of), &[]))
            (curve_table(&of.points))
            p {
                a href={ (here) ".csv" (query) } { "Download it month by month (CSV)" } " or "
                a href={ "/programmes/" (programme.slug) "/milestones.ics" } { "take what is now expected into a calendar" }
            }
        }
        h2 { "Passed, and not known to be done" }
        (open(of, &of.passed, "No date that was said has passed without a word since."))
        h2 { "Who is next" }
        (open(of, &of.next, "No date to come is published."))
        p { a href={ "/programmes/" (programme.slug) "/reasons" (query) } { "Why dates moved" } }
        @if !as_at.is_past() { (disputing(&format!("/programmes/{}", programme.slug))) }
        (as_at_form(as_at, &here))
    };
    page(programme, "Promised against done", main).notice(past_notice(as_at, &here))
}

fn open(of: &Delivered, all: &[(MilestoneRow, Plan)], none: &str) -> Markup {
    let query = query_of(of.read.as_at);
    let mut table = Table::new()
        .responsive()
        .head(["Organisation", "Milestone", "Now expected", "Later than first promised"].map(Column::new));
    for (milestone, plan) in all {
        table = table.row([
            Cell::new(html! { a href={ "/organisations/" (plan.organisation) "/milestones" (query) } { (of.read.name(&plan.organisation)) } }),
            Cell::new(milestone.title.as_str()),
            Cell::new(expected_cell(plan, of.read.moment.known_on)),
            Cell::new(late_cell(plan)),
        ]);
    }
    html! { @if all.is_empty() { p { (none) } } @else { (table) } }
}

/// How far promises and deliveries are apart, in a sentence made of the figures.
fn headline(of: &Delivered) -> String {
    let on = of.read.moment.known_on;
    let now = of.points.iter().rev().find(|point| point.month <= (on.year(), on.month()));
    let all = of.points.last().map_or(0, |point| point.promised);
    let (promised, done) = now.map_or((0, 0), |point| (point.promised, point.done.unwrap_or(0)));
    format!("Of {all} that were promised, {promised} were promised for this month or before; {done} are done.")
}

/// Promised against done as a drawing, with other dates as lines across it; nothing when there is nothing to draw.
#[must_use]
pub fn drawing(points: &[Point], words: &str, lines: &[(String, PartialDate)]) -> Markup {
    html! {
        @if !points.is_empty() {
            figure.app-chart {
                figcaption { p { strong { (words) } } }
                @for layout in [&WIDE, &NARROW] { (laid_out(layout, points, words, lines)) }
            }
        }
    }
}

fn laid_out(layout: &Layout, points: &[Point], words: &str, lines: &[(String, PartialDate)]) -> Markup {
    let Layout { left, right, top, bottom, key, .. } = *layout;
    let most = points.iter().map(|point| point.promised.max(point.done.unwrap_or(0))).max().unwrap_or(1).max(1);
    let (x, y) = (|at: usize| layout.across(at, points.len()), |count: usize| layout.up(count, most));
    let path = |of_point: &dyn Fn(&Point) -> Option<usize>| -> String {
        let mut path = String::new();
        for (at, count) in points.iter().enumerate().filter_map(|(at, point)| Some((at, of_point(point)?))) {
            match path.is_empty() {
                true => path.push_str(&format!("M{} {}", x(at), y(count))),
                false => path.push_str(&format!(" H{} V{}", x(at), y(count))),
            }
        }
        path
    };
    let place = |date: &PartialDate| {
        let day = date.last_day();
        points.iter().position(|point| point.month == (day.year(), day.month()))
    };
    html! {
        svg class=(layout.class) viewBox=(format!("0 0 {} {}", layout.width, layout.height)) role="img" aria-label=(format!("{words} The table below has the same figures.")) {
            g font-size="14" fill="#212b32" {
                line x1=(left) x2=(left + 24.0) y1="16" y2="16" stroke="#12436D" stroke-width="3" stroke-dasharray="6 4" {}
                text x=(left + 30.0) y="21" { "first promised" }
                line x1=(key) x2=(key + 24.0) y1="16" y2="16" stroke="#F46A25" stroke-width="3" {}
                text x=(key + 30.0) y="21" { "done" }
            }
            @for count in [0, most] {
                line x1=(left) x2=(right) y1=(y(count)) y2=(y(count)) stroke="#d8dde0" stroke-width="1" {}
                text x=(left - 8.0) y=(y(count) + 5.0) font-size="14" fill="#4c6272" text-anchor="end" { (count) }
            }
            @if let (Some(first), Some(last)) = (points.first(), points.last()) {
                text x=(left) y=(bottom + 24.0) font-size="14" fill="#4c6272" { (month(first)) }
                text x=(right) y=(bottom + 24.0) font-size="14" fill="#4c6272" text-anchor="end" { (month(last)) }
            }
            @for (label, date) in lines {
                @if let Some(at) = place(date) {
                    line x1=(x(at)) x2=(x(at)) y1=(top - 8.0) y2=(bottom) stroke="#801650" stroke-width="2" stroke-dasharray="2 4" { title { (label) } }
                    text x=((x(at) - 4.0).max(left + 90.0)) y=(top - 12.0) font-size="14" fill="#801650" text-anchor="end" { (date) }
                }
            }
            path d=(path(&|point| Some(point.promised))) fill="none" stroke="#12436D" stroke-width="3" stroke-dasharray="6 4" {}
            path d=(path(&|point| point.done)) fill="none" stroke="#F46A25" stroke-width="3" {}
        }
    }
}

impl Layout {
    fn across(&self, at: usize, of: usize) -> f64 {
        let steps = u32::try_from(of.saturating_sub(1).max(1)).unwrap_or(1);
        let x = self.left + (self.right - self.left) * f64::from(u32::try_from(at).unwrap_or(0)) / f64::from(steps);
        (x * 10.0).round() / 10.0
    }

    fn up(&self, count: usize, most: usize) -> f64 {
        let share = f64::from(u32::try_from(count).unwrap_or(0)) / f64::from(u32::try_from(most).unwrap_or(1));
        ((self.bottom - (self.bottom - self.top) * share) * 10.0).round() / 10.0
    }
}

fn month(point: &Point) -> String {
    PartialDate::Month(point.month.0, point.month.1).to_string()
}

/// The figures of a drawing where they change: months in which nothing did are left out.
#[must_use]
pub fn curve_table(points: &[Point]) -> Table {
    let mut table =
        Table::new().responsive().head(["By the end of", "Promised by then", "Done by then"].map(Column::new));
    let mut before = None;
    for (at, point) in points.iter().enumerate() {
        let figures = (point.promised, point.done);
        if before != Some(figures) || at + 1 == points.len() {
            let done = point.done.map_or_else(|| "Still to come".to_owned(), |done| done.to_string());
            table = table.row([Cell::new(month(point)), Cell::new(point.promised.to_string()), Cell::new(done)]);
        }
        before = Some(figures);
    }
    table
}

/// Why dates moved.
pub(in crate::milestones) fn reasons(of: &Reasons) -> Page {
    let (programme, as_at) = (&of.programme, of.read.as_at);
    let here = format!("/programmes/{}/reasons", programme.slug);
    let (all, centre) = the_centre_s(&of.sums);
    let mut table = Table::new()
        .responsive()
        .head(["Reason", "Whose to mend", "Dates that moved", "Organisations", "Days later"].map(Column::new));
    for sum in &of.sums {
        let whose = match sum.reason {
            Some(reason) if reason.is_the_centre_s() => "The centre",
            Some(_) => "The organisation or its suppliers",
            None => "Not known",
        };
        table = table.row([
            Cell::new(sum.reason.map_or("No reason given", |reason| reason.shown())),
            Cell::new(whose),
            Cell::new(sum.dates.to_string()),
            Cell::new(sum.organisations.to_string()),
            Cell::new(sum.days.to_string()),
        ]);
    }
    let main = html! {
        h1 { "What holds organisations back" span.nhsuk-caption-l { (programme.name) } }
        (invented(&programme.slug))
        @if of.sums.is_empty() { p { "No date that was said has moved." } } @else {
            p.nhsuk-lede-text { (share(all, centre)) }
            p { "Each time a date moved, the organisation gave the reason. The days are those from one date to the next; what became earlier counts as no days. A date known to the month counts from its last day." }
            (table)
            p { a href={ (here) ".csv" (query_of(as_at)) } { "Download it (CSV)" } }
        }
        @if !as_at.is_past() { (disputing(&format!("/programmes/{}", programme.slug))) }
        (as_at_form(as_at, &here))
    };
    page(programme, "What holds organisations back", main).notice(past_notice(as_at, &here))
}

/// How much of it is the centre's to mend.
fn share(all: i64, centre: i64) -> String {
    match (all, centre) {
        (0, _) => "No date moved to a later day.".to_owned(),
        (all, centre) => format!(
            "Dates moved later by {} in all. For {} of them, {} in 100, the reason given was the centre: money, a decision, or a rule in the way.",
            counted(all, "day"),
            counted(centre, "day"),
            centre * 100 / all
        ),
    }
}
