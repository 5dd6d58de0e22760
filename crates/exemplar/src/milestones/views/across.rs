//! One milestone across all organisations.

use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Table};

use super::{date_cell, expected_cell, history, late_cell};
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::milestones::MilestoneRow;
use crate::milestones::evidence::views::given;
use crate::milestones::pages::{Across, IN_PART};
use crate::milestones::store::heads::HeadRow;
use crate::platform::shell::{Page, disputing};
use crate::programmes::{apart, counted, invented, said_in};

/// One milestone across all organisations, in the order in which they are expected.
pub(in crate::milestones) fn across(across: &Across) -> Page {
    let (programme, milestone, as_at) = (&across.programme, &across.milestone, across.read.as_at);
    let here = format!("/programmes/{}/milestones/{}", programme.slug, milestone.slug);
    let query = query_of(as_at);
    let main = html! {
        h1 { (milestone.title) }
        (invented(&programme.slug))
        @if let Some(headline) = headline(across) { p.nhsuk-lede-text { (headline) } }
        (meaning(across))
        h2 { "Every organisation\u{2019}s dates" }
        @if across.plans.is_empty() { p { "No date of any organisation is published." } }
        @else {
            p { (counted(across.count, "organisation")) ", in the order in which it is done or expected." }
            (table(across))
            p {
                a href={ (here) "/dates.csv" (query) } { "Download these dates (CSV" @if usize::try_from(across.count).unwrap_or(0) > IN_PART { ", in parts: each names the next" } ")" } " or "
                a href={ "/programmes/" (programme.slug) "/compare" (query) } { "compare two to six organisations" }
            }
        }
        @if !as_at.is_past() { (disputing(&here)) }
        (as_at_form(as_at, &here))
    };
    Page::new("/programmes", format!("{}: {}", milestone.title, programme.name), main)
        .trail([
            ("/programmes".to_owned(), "Programmes".to_owned()),
            (format!("/programmes/{}{query}", programme.slug), programme.name.clone()),
        ])
        .notice(past_notice(as_at, &here))
        .notice(across.corrections.clone())
}

/// The first and the last, and how far they are apart.
fn headline(across: &Across) -> Option<String> {
    let (first, last) = across.ends.as_ref()?;
    let said = |head: &HeadRow| format!("{} {}", across.read.name(&head.organisation), head.date());
    if first.organisation == last.organisation {
        return Some(format!("{}.", said(first)));
    }
    Some(format!("{}, {}: {} apart.", said(first), said(last), apart(first.date(), last.date())))
}

fn meaning(across: &Across) -> Markup {
    let milestone = &across.milestone;
    let covered: Vec<&MilestoneRow> =
        milestone.covers().iter().filter_map(|slug| across.all.iter().find(|row| row.slug == *slug)).collect();
    let query = query_of(across.read.as_at);
    html! {
        @if !covered.is_empty() {
            p { "This is the whole set of these " (covered.len()) " milestones. Its dates are for all of them together and say nothing of one alone:" }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for row in &covered { li { a href={ "/programmes/" (row.programme) "/milestones/" (row.slug) (query) } { (row.title) } } }
            }
        }
        h2 { "What counts as evidence" }
        ul.nhsuk-list.nhsuk-list--bullet { @for sentence in milestone.evidence() { li { (sentence) } } }
        p { "From " (milestone.framework) ", version " (milestone.version) ". "
            (said_in(&milestone.source, milestone.published.as_deref(), (across.read.as_at, milestone.recorded_at))) }
    }
}

fn table(across: &Across) -> Markup {
    let heads =
        ["Organisation", "First promised", "Now expected", "Done", "Later than first promised", "What was said"];
    let mut table = Table::new().responsive().head(heads.map(Column::new));
    let query = query_of(across.read.as_at);
    for plan in &across.plans {
        let code = &plan.organisation;
        table = table.row([
            Cell::new(html! { a href={ "/organisations/" (code) "/milestones" (query) } { (across.read.name(code)) } }),
            Cell::new(date_cell(plan.promised(), "Not published")),
            Cell::new(expected_cell(plan, across.read.moment.known_on)),
            Cell::new(date_cell(plan.done(), "Not known to be done")),
            Cell::new(late_cell(plan)),
            Cell::new(html! { (history(plan, across.read.as_at)) (given(&across.evidence, plan)) }),
        ]);
    }
    let here = format!("/programmes/{}/milestones/{}", across.programme.slug, across.milestone.slug);
    let start = if query.is_empty() { "?" } else { "&" };
    html! {
        (table.render())
        @if !across.is_first { p { a href={ (here) (query) } { "Back to the first" } } }
        @if let Some(next) = &across.next { p { a href={ (here) (query) (start) "from=" (next) } { "The organisations after these" } } }
    }
}
