//! The list of programmes, and one programme.

use maud::{Markup, html};
use nhsuk::{Cell, Column, ContentsList, Table};

use super::members::{RowsOf, member_table};
use super::money::overview;
use super::pairings::pairs;
use super::{download, figure, invented, left_out, on, published_in, said_in};
use crate::journal::AsAt;
use crate::journal::views::{added_later, as_at_form, past_notice, query_of};
use crate::platform::dates;
use crate::platform::money::grouped;
use crate::platform::shell::{Page, disputing};
use crate::programmes::pages::{Member, Members, Whole};
use crate::programmes::store::{GroupRow, ProgrammeRow, StatementRow};
use crate::programmes::{Step, counted};

/// Every programme.
pub(in crate::programmes) fn list(lines: &[(ProgrammeRow, Members)], as_at: AsAt) -> Page {
    let query = query_of(as_at);
    let main = html! {
        h1 { "Programmes" }
        p.nhsuk-lede-text { "Who takes part, what was promised for when, and what is published of the money. Each fact has its date and source." }
        @if lines.is_empty() { p { "No programme is known here on this day." } }
        @for (row, members) in lines {
            h2.nhsuk-heading-m { a href={ "/programmes/" (row.slug) (query) } { (row.name) } }
            p { (row.summary) }
            p.nhsuk-u-secondary-text-colour { (members_known(members)) }
        }
        @if !lines.is_empty() { p { a href={ "/programmes.csv" (query) } { "Download this list (CSV)" } } }
        (as_at_form(as_at, "/programmes"))
    };
    Page::new("/programmes", "Programmes", main).notice(past_notice(as_at, "/programmes"))
}

/// How many members are open, and how many have closed.
fn members_known(members: &Members) -> String {
    let known = format!("{} known here by name", counted(members.open, "organisation"));
    match (members.open, members.closed, members.followed) {
        (0, 0, _) => "No member is known here by name.".to_owned(),
        (_, 0, _) => format!("{known}."),
        (_, closed, 0) => format!("{known}, and {closed} that closed since."),
        (_, closed, followed) if closed == followed => {
            format!("{known}, and {closed} that closed since and became part of another.")
        }
        (_, closed, followed) => {
            format!("{known}, and {closed} that closed since: {followed} of them became part of another.")
        }
    }
}

/// One programme.
pub(in crate::programmes) fn show(whole: &Whole) -> Page {
    let programme = &whole.read.programme;
    let here = format!("/programmes/{}", programme.slug);
    let as_at = whole.read.as_at;
    let main = html! {
        h1 { (programme.name) }
        (invented(&programme.slug))
        p.nhsuk-lede-text { (programme.summary) }
        p { (said_in(&programme.source, programme.published.as_deref(), (as_at, programme.recorded_at))) }
        (ContentsList::new()
            .link("#members", "Groups and waves")
            .link("#pairings", "Pairings")
            .link("#milestones", "Milestones")
            .link("#money", "Money")
            .link("#statements", "Statements of fact"))
        (groups(whole))
        (pairs(whole))
        (milestones(whole))
        (overview(whole))
        (statements(whole))
        @if !as_at.is_past() { (disputing(&here)) }
        (as_at_form(as_at, &here))
    };
    Page::new("/programmes", programme.name.clone(), main)
        .trail([("/programmes", "Programmes")])
        .notice(past_notice(as_at, &here))
        .notice(left_out(&whole.read, whole.left_out))
        .notice(whole.corrections.clone())
}

fn groups(whole: &Whole) -> Markup {
    html! {
        h2 id="members" { "Groups and waves" }
        @if whole.groups.is_empty() { p { "No group or wave is known here." } }
        (by_state(whole))
        @for row in &whole.groups { (group(whole, row)) }
        @if !whole.counts.is_empty() {
            p { a href=(whole.read.address("/members")) { "All members, by group and state, and as files" } }
        }
    }
}

/// How many members are in each state on the day asked for; those that have closed by then stand apart.
fn by_state(whole: &Whole) -> Markup {
    let closed: usize = whole.counts.iter().map(|count| count.closed).sum();
    let open_at = |step: Step| -> usize {
        whole.counts.iter().filter(|count| count.step == step).map(|count| count.members - count.closed).sum()
    };
    html! {
        @if !whole.counts.is_empty() {
            p { "Members by state " (on(whole.read.moment.known_on)) ":" }
            ul.app-meta {
                @for (step, count) in Step::ALL.map(|step| (step, open_at(step))).iter().filter(|(_, count)| *count > 0) {
                    li { a href=(members_address(whole, "state", step.word())) { (step.shown()) ": " (count) } }
                }
                @if closed > 0 { li { "Organisation closed since: " (closed) } }
            }
        }
    }
}

fn group(whole: &Whole, row: &GroupRow) -> Markup {
    let members: Vec<&Member> = whole.members.iter().filter(|member| member.group == row.slug).collect();
    let counts = || whole.counts.iter().filter(|count| count.group == row.slug);
    let (all, closed): (usize, usize) =
        (counts().map(|count| count.members).sum(), counts().map(|count| count.closed).sum());
    let known = i64::try_from(all).unwrap_or(i64::MAX);
    let announced = row.announced.as_deref().map(|day| format!("Announced {}. ", dates::said(day))).unwrap_or_default();
    html! {
        h3 { (row.name) }
        p {
            (announced)
            @match row.announced_members {
                Some(all) if all > known => { (counted(all, "organisation")) " announced; " (known) " known here by name, the others are not." }
                _ => { (counted(known, "organisation")) " known here by name." }
            }
            @if closed > 0 { " " (closed) " of them closed since." }
            @if let Some(note) = &row.note { " " (note) }
        }
        p { (said_in(&row.source, row.published.as_deref(), (whole.read.as_at, row.recorded_at))) }
        @if !members.is_empty() {
            (member_table(&whole.read, &whole.successions, members.iter().copied(), RowsOf::Group))
        }
        @if all > members.len() {
            p { a href=(members_address(whole, "group", &row.slug)) { "All " (grouped(known)) " members of this group" } }
        }
    }
}

/// The address of the members with this group or state.
fn members_address(whole: &Whole, name: &str, value: &str) -> String {
    let days = query_of(whole.read.as_at);
    let start = if days.is_empty() { "?" } else { "&" };
    format!("/programmes/{}/members{days}{start}{name}={value}", whole.read.programme.slug)
}

/// How many milestones of organisations may have dates for all of them to be one file.
const FEW_DATED: i64 = 100;

fn milestones(whole: &Whole) -> Markup {
    let dated: i64 = whole.milestones.iter().map(|(_, count)| count).sum();
    html! {
        h2 id="milestones" { "Milestones" }
        @if whole.milestones.is_empty() { p { "No milestone is known here." } }
        @else {
            p { "Each milestone shows every organisation\u{2019}s dates, in the order in which they are expected." }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for (row, count) in &whole.milestones {
                    li {
                        a href=(whole.read.address(&format!("/milestones/{}", row.slug))) { (row.title) }
                        @if *count == 0 { ", no date is published" } @else { ", dates of " (counted(*count, "organisation")) }
                        @if let Some(added) = added_later(whole.read.as_at, row.recorded_at) { " (" (added) ")" }
                    }
                }
            }
            @if whole.milestones.iter().any(|(_, count)| *count > 0) {
                p { a href=(whole.read.address("/delivered")) { "Promised against done, and who is next" } " or "
                    a href=(whole.read.address("/reasons")) { "what holds organisations back" } }
                p { a href=(whole.read.address("/confidence")) { "How sure everybody is to deliver" } " or "
                    a href=(whole.read.address("/reports")) { "the reports of its members" } }
                p { a href=(whole.read.address("/compare")) { "Compare two to six organisations" } " or "
                    a href=(whole.read.address("/milestones.csv")) { "download every date (CSV)" }
                    @if dated > FEW_DATED { ". That file comes in parts; the page of each milestone has links to all parts of its own." } }
            }
        }
    }
}

fn statements(whole: &Whole) -> Markup {
    let rows: Vec<&StatementRow> = whole.statements.iter().filter(|row| row.organisation.is_none()).collect();
    let mut table = Table::new().responsive().head(["Figure", "What it is", "Holds for", "Source"].map(Column::new));
    for row in &rows {
        let about = row.subject != whole.read.programme.name;
        table = table.row([
            Cell::new(html! { strong { (figure(row)) } }),
            Cell::new(html! {
                @if about { (row.subject) ": " } (row.measure)
                @if let Some(note) = &row.note { br; (note) }
            }),
            Cell::new(row.holds_on.as_deref().map_or_else(|| "Not said".to_owned(), dates::said)),
            Cell::new(published_in(&row.source, row.published.as_deref(), (whole.read.as_at, row.recorded_at))),
        ]);
    }
    html! {
        h2 id="statements" { "Statements of fact" }
        @if rows.is_empty() { p { "No statement is known here." } }
        @else {
            p { "What sources state, newest first; figures without a date stand last. Where they differ, each stands with its date and source, and none replaces another." }
            (table)
            @let places = whole.statements.iter().map(|row| (row.organisation.as_deref().unwrap_or_default(), ""));
            p { (download("Download all statements", &whole.read.parts("statements.csv", places))) }
        }
    }
}
