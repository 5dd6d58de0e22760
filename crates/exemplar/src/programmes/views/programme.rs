//! The list of programmes, and one programme.

use maud::{Markup, html};
use nhsuk::{Cell, Column, ContentsList, Table};

use super::members::{RowsOf, member_table};
use super::money::overview;
use super::pairings::pairs;
use super::{figure, invented, left_out, on, published_in, said_in};
use crate::journal::AsAt;
use crate::journal::views::{added_later, as_at_form, past_notice, query_of};
use crate::milestones::MOST_COUNTED;
use crate::platform::dates;
use crate::platform::shell::{Page, disputing};
use crate::programmes::pages::{Member, Whole, of_group};
use crate::programmes::store::{GroupRow, ProgrammeRow, StatementRow};
use crate::programmes::{State, counted};

/// Every programme.
pub(in crate::programmes) fn list(lines: &[(ProgrammeRow, i64)], as_at: AsAt) -> Page {
    let query = query_of(as_at);
    let main = html! {
        h1 { "Programmes" }
        p.nhsuk-lede-text { "Who takes part, what was promised for when, and what is published of the money. Each fact has its date and source." }
        @if lines.is_empty() { p { "No programme is known here on this day." } }
        @for (row, members) in lines {
            h2.nhsuk-heading-m { a href={ "/programmes/" (row.slug) (query) } { (row.name) } }
            p { (row.summary) }
            p.nhsuk-u-secondary-text-colour { @if *members == 0 { "No member is known here by name." } @else { (counted(*members, "organisation")) " known here by name." } }
        }
        @if !lines.is_empty() { p { a href={ "/programmes.csv" (query) } { "Download this list (CSV)" } } }
        (as_at_form(as_at, "/programmes"))
    };
    Page::new("/programmes", "Programmes", main).notice(past_notice(as_at, "/programmes"))
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
        .notice(left_out(whole))
        .notice(whole.corrections.clone())
}

fn groups(whole: &Whole) -> Markup {
    html! {
        h2 id="members" { "Groups and waves" }
        @if whole.groups.is_empty() { p { "No group or wave is known here." } }
        (by_state(whole))
        @for row in &whole.groups { (group(whole, row)) }
        @if !whole.members.is_empty() {
            p { a href=(whole.read.address("/members")) { "All members, by group and state" } " or "
                a href=(whole.read.address("/members.csv")) { "download them (CSV)" } }
        }
    }
}

/// How many members are in each state on the day asked for; those that have closed by then stand apart.
fn by_state(whole: &Whole) -> Markup {
    let (closed, open): (Vec<&Member>, Vec<&Member>) =
        whole.members.iter().partition(|member| whole.read.is_closed(&member.organisation));
    let in_state = |state: State| open.iter().filter(|member| member.last == state).count();
    html! {
        @if !whole.members.is_empty() {
            p { "Members by state " (on(whole.read.moment.known_on)) ":" }
            ul.app-meta {
                @for (state, count) in State::ALL.map(|state| (state, in_state(state))).iter().filter(|(_, count)| *count > 0) {
                    li { a href=(members_address(whole, "state", state.word())) { (state.shown()) ": " (count) } }
                }
                @if !closed.is_empty() { li { "Organisation closed since: " (closed.len()) } }
            }
        }
    }
}

fn group(whole: &Whole, row: &GroupRow) -> Markup {
    let members: Vec<&Member> = whole.members.iter().filter(|member| member.group == row.slug).collect();
    let known = i64::try_from(members.len()).unwrap_or(i64::MAX);
    let closed = members.iter().filter(|member| whole.read.is_closed(&member.organisation)).count();
    let most = of_group(whole.groups.len());
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
            (member_table(&whole.read, &whole.successions, members.iter().copied().take(most), RowsOf::Group))
        }
        @if members.len() > most {
            p { a href=(members_address(whole, "group", &row.slug)) { "All " (members.len()) " members of this group" } }
        }
    }
}

/// The address of the members with this group or state.
fn members_address(whole: &Whole, name: &str, value: &str) -> String {
    let days = query_of(whole.read.as_at);
    let start = if days.is_empty() { "?" } else { "&" };
    format!("/programmes/{}/members{days}{start}{name}={value}", whole.read.programme.slug)
}

fn milestones(whole: &Whole) -> Markup {
    html! {
        h2 id="milestones" { "Milestones" }
        @if whole.milestones.is_empty() { p { "No milestone is known here." } }
        @else {
            p { "Each milestone shows every organisation\u{2019}s dates, in the order in which they are expected." }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for (row, count) in &whole.milestones {
                    li {
                        a href=(whole.read.address(&format!("/milestones/{}", row.slug))) { (row.title) }
                        @if *count == 0 { ", no date is published" } @else { (dates_of(*count)) }
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
                    a href=(whole.read.address("/milestones.csv")) { "download every date (CSV)" } }
            }
        }
    }
}

/// Of how many organisations dates are known; no more are counted than are told.
fn dates_of(count: usize) -> String {
    match i64::try_from(count).unwrap_or(i64::MAX) {
        many if many > MOST_COUNTED => format!(", dates of more than {MOST_COUNTED} organisations"),
        few => format!(", dates of {}", counted(few, "organisation")),
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
            p { a href=(whole.read.address("/statements.csv")) { "Download all statements (CSV)" } }
        }
    }
}
