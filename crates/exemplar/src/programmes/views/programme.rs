//! The list of programmes, and one programme.

use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, ContentsList, Table};

use super::members::{RowsOf, member_table};
use super::money::overview;
use super::{figure, invented, on, published_in, said_in};
use crate::journal::AsAt;
use crate::journal::views::{added_later, as_at_form, past_notice, query_of};
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::programmes::pages::{Member, Whole};
use crate::programmes::store::{ClaimRow, GroupRow, ProgrammeRow, StatementRow};
use crate::programmes::{Pairing, Side, Standing, State, counted};

/// How many members of a group stand on the programme's own page.
const MOST: usize = 30;

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
        (as_at_form(as_at, &here))
    };
    Page::new("/programmes", programme.name.clone(), main)
        .trail([("/programmes", "Programmes")])
        .notice(past_notice(as_at, &here))
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

/// How many members are in each state on the day asked for.
fn by_state(whole: &Whole) -> Markup {
    let in_state = |state: State| {
        whole.members.iter().filter(|member| member.stays.last().is_some_and(|stay| stay.state == state)).count()
    };
    html! {
        @if !whole.members.is_empty() {
            p { "Members by state " (on(whole.read.moment.known_on)) ":" }
            ul.app-meta {
                @for (state, count) in State::ALL.map(|state| (state, in_state(state))).iter().filter(|(_, count)| *count > 0) {
                    li { a href=(members_address(whole, "state", state.word())) { (state.shown()) ": " (count) } }
                }
            }
        }
    }
}

fn group(whole: &Whole, row: &GroupRow) -> Markup {
    let members: Vec<&Member> = whole.members.iter().filter(|member| member.group == row.slug).collect();
    let known = i64::try_from(members.len()).unwrap_or(i64::MAX);
    let announced = row.announced.as_deref().map(|day| format!("Announced {}. ", dates::said(day))).unwrap_or_default();
    html! {
        h3 { (row.name) }
        p {
            (announced)
            @match row.announced_members {
                Some(all) if all > known => { (counted(all, "organisation")) " announced; " (known) " known here by name, the others are not." }
                _ => { (counted(known, "organisation")) " known here by name." }
            }
            @if let Some(note) = &row.note { " " (note) }
        }
        p { (said_in(&row.source, row.published.as_deref(), (whole.read.as_at, row.recorded_at))) }
        @if !members.is_empty() {
            (member_table(&whole.read, &whole.successions, members.iter().copied().take(MOST), RowsOf::Group))
        }
        @if members.len() > MOST {
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

fn pairs(whole: &Whole) -> Markup {
    let of = |standing: &[Standing]| -> Vec<&Pairing> {
        whole.pairings.iter().filter(|pairing| standing.contains(&pairing.standing)).collect()
    };
    let paired = of(&[Standing::Paired]);
    let claimed = of(&[Standing::Claimed, Standing::Denied]);
    let over = of(&[Standing::Ended, Standing::OneOrganisation]);
    html! {
        h2 id="pairings" { "Pairings" }
        p { "A pairing exists, and is listed as one, only when both organisations say so." }
        h3 { "Confirmed by both" }
        @if paired.is_empty() { p { "No pairing is known here to be confirmed by both organisations " (on(whole.read.moment.known_on)) "." } }
        @else { (pair_table(whole, &paired)) }
        @if !claimed.is_empty() {
            h3 { "Claimed by a source, not confirmed by both" }
            (pair_table(whole, &claimed))
        }
        @if !over.is_empty() {
            h3 { "Ended" }
            (pair_table(whole, &over))
        }
        @if !whole.pairings.is_empty() { p { a href=(whole.read.address("/pairings.csv")) { "Download the pairings (CSV)" } } }
    }
}

fn pair_table(whole: &Whole, pairings: &[&Pairing]) -> Markup {
    let mut table = Table::new().responsive().head(["Organisation", "Partner", "What is said"].map(Column::new));
    for pairing in pairings {
        table = table.row([
            Cell::new(whole.read.organisation(&pairing.organisation)),
            Cell::new(whole.read.organisation(&pairing.partner)),
            Cell::new(html! {
                strong { (standing(whole, pairing)) }
                @for claim in &pairing.claims { div { (said(whole, pairing, claim)) } }
            }),
        ]);
    }
    table.render()
}

/// What stands of a pairing, in a sentence.
fn standing(whole: &Whole, pairing: &Pairing) -> String {
    let (one, other) = (whole.name(&pairing.organisation), whole.name(&pairing.partner));
    match (pairing.standing, pairing.organisation_says, pairing.partner_says) {
        (Standing::Paired, ..) => "Both confirm it.".to_owned(),
        (Standing::OneOrganisation, ..) => "Ended: both became one organisation.".to_owned(),
        (Standing::Ended, ..) => "Ended.".to_owned(),
        (Standing::Denied, Side::Denies, _) => format!("{one} says that it is not so."),
        (Standing::Denied, ..) => format!("{other} says that it is not so."),
        (Standing::Claimed, Side::Confirms, _) => format!("{one} confirms it; no confirmation by {other} is known."),
        (Standing::Claimed, _, Side::Confirms) => format!("{other} confirms it; no confirmation by {one} is known."),
        (Standing::Claimed, ..) => "Claimed by the source. No confirmation by either organisation is known.".to_owned(),
    }
}

fn said(whole: &Whole, pairing: &Pairing, claim: &ClaimRow) -> Markup {
    let who = match claim.said_by.as_str() {
        "organisation" => whole.name(&pairing.organisation),
        "partner" => whole.name(&pairing.partner),
        _ => "The source",
    };
    let what = match claim.side() {
        Side::Confirms => "says they are paired",
        Side::Ended => "says it ended",
        Side::Denies | Side::Silent => "says they are not paired",
    };
    let when = claim.said_on.as_deref().map(|day| format!(" ({})", dates::said(day))).unwrap_or_default();
    html! {
        (who) " " (what) (when) "." @if let Some(note) = &claim.note { " " (note) } " "
        (said_in(&claim.source, claim.published.as_deref(), (whole.read.as_at, claim.recorded_at)))
    }
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
                        @if *count == 0 { ", no date is published" } @else { ", dates of " (counted(i64::try_from(*count).unwrap_or(0), "organisation")) }
                        @if let Some(added) = added_later(whole.read.as_at, row.recorded_at) { " (" (added) ")" }
                    }
                }
            }
            @if whole.milestones.iter().any(|(_, count)| *count > 0) {
                p { a href=(whole.read.address("/compare")) { "Compare two to six organisations" } " or "
                    a href=(whole.read.address("/milestones.csv")) { "download every date (CSV)" } }
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
            p { a href=(whole.read.address("/statements.csv")) { "Download all statements (CSV)" } }
        }
    }
}
