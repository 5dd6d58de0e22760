//! Members: by group and state, and those of one organisation.

use maud::{Markup, Render, html};
use nhsuk::{Button, Cell, Column, Pagination, Select, SelectOption, Table};

use super::{download, invented, left_out, organisation, said_in};
use crate::journal::AsAt;
use crate::journal::views::{as_at_form_keeping, past_notice, query_of};
use crate::organisations::{Successions, ordinary_case, sort_name};
use crate::platform::dates;
use crate::platform::http::query_string;
use crate::platform::shell::{Page, disputing};
use crate::programmes::pages::files::parts_of;
use crate::programmes::pages::{Filter, Member, OfMembers, Read};
use crate::programmes::store::StateRow;
use crate::programmes::{Membership, State, Step, counted};

/// Whether the members of a table are of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowsOf {
    /// One group.
    Group,
    /// Several: the group stands in a column.
    Programme,
}

/// The members of a programme.
pub(in crate::programmes) fn members(of: &OfMembers, filter: &Filter) -> Page {
    let (programme, listing) = (&of.read.programme, &of.listing);
    let here = format!("/programmes/{}/members", programme.slug);
    let total = counted(i64::try_from(listing.total).unwrap_or(i64::MAX), "member");
    let files: Vec<String> = (1..=parts_of(listing.total)).map(|part| of.read.members_file(filter, part)).collect();
    let main = html! {
        h1 { "Members of " (programme.name) }
        (invented(&programme.slug))
        (filters(of, filter, &here))
        h2.nhsuk-heading-m { (total) @if listing.closed > 0 { ", " (listing.closed) " of them closed since" } @if listing.pages > 1 { ", page " (listing.page) " of " (listing.pages) } }
        @if listing.members.is_empty() { p { "No member fits all of this on this day." } }
        @else {
            (member_table(&of.read, &of.successions, listing.members.iter(), RowsOf::Programme))
            @if listing.pages > 1 {
                (Pagination::numbered(listing.page as u64, listing.pages as u64, |n| address(of, filter, &here, &n.to_string())))
            }
            p { (download("Download these members", &files)) }
        }
        @if !of.read.as_at.is_past() { (disputing(&format!("/programmes/{}", programme.slug))) }
        (as_at_form_keeping(of.read.as_at, &here, &[("group", &filter.group), ("state", &filter.state)]))
    };
    Page::new("/programmes", format!("Members of {}", programme.name), main)
        .trail([("/programmes".to_owned(), "Programmes".to_owned()), (of.read.address(""), programme.name.clone())])
        .notice(past_notice(of.read.as_at, &query_string(&here, &[("group", &filter.group), ("state", &filter.state)])))
        .notice(left_out(&of.read, of.left_out))
}

fn address(of: &OfMembers, filter: &Filter, path: &str, page: &str) -> String {
    let as_at = of.read.as_at;
    let [day, recorded_by] = [as_at.day, as_at.recorded_by].map(|day| day.map(|d| d.to_string()).unwrap_or_default());
    let page = if page == "1" { "" } else { page };
    let pairs = [
        ("group", filter.group.as_str()),
        ("state", &filter.state),
        ("as-at", &day),
        ("recorded-by", &recorded_by),
        ("page", page),
    ];
    query_string(path, &pairs)
}

fn filters(of: &OfMembers, filter: &Filter, here: &str) -> Markup {
    let option = |value: &str, words: &str, chosen: &str| {
        SelectOption::new(value.to_owned(), words.to_owned()).selected(value == chosen)
    };
    let groups = of.groups.iter().map(|group| option(&group.slug, &group.name, &filter.group));
    let states = Step::ALL.into_iter().map(|step| option(step.word(), step.shown(), &filter.state));
    html! {
        form.app-filter-row method="get" action=(here) role="search" aria-label="Members" {
            (Select::new("group", "Group or wave").item(SelectOption::new("", "All")).items(groups))
            (Select::new("state", "State").item(SelectOption::new("", "All")).items(states))
            @for (name, day) in [("as-at", of.read.as_at.day), ("recorded-by", of.read.as_at.recorded_by)] {
                @if let Some(day) = day { input type="hidden" name=(name) value=(day); }
            }
            (Button::secondary("Show"))
        }
    }
}

/// Members, each with every state it came into.
pub(super) fn member_table<'a>(
    read: &Read,
    successions: &Successions,
    members: impl Iterator<Item = &'a Member>,
    rows_of: RowsOf,
) -> Markup {
    let heads: &[&str] = match rows_of {
        RowsOf::Group => &["Organisation", "State", "History and sources"],
        RowsOf::Programme => &["Organisation", "Group or wave", "State", "History and sources"],
    };
    let mut table = Table::new().responsive().head(heads.iter().map(|head| Column::new(*head)));
    for member in members {
        let state = member.state();
        let mut cells = vec![Cell::new(html! {
            (read.organisation(&member.organisation))
            (named_as(read, member))
            (followed(read, successions, &member.organisation))
            br; a href=(read.address(&format!("/members/{}", member.organisation))) {
                "Its part" span.nhsuk-u-visually-hidden { " in this: " (read.name(&member.organisation)) }
            }
        })];
        if rows_of == RowsOf::Programme {
            cells.push(Cell::new(member.group_name.as_str()));
        }
        cells.push(Cell::new(html! { strong { (state) } }));
        cells.push(Cell::new(history(member, read.as_at)));
        table = table.row(cells);
    }
    table.render()
}

/// The name in the source, where it is another than on the day asked for.
fn named_as(read: &Read, member: &Member) -> Markup {
    let named = member.rows.iter().find_map(|row| row.named_as.as_deref());
    let other = named.filter(|named| sort_name(named) != sort_name(read.name(&member.organisation)));
    html! {
        @if let Some(named) = other {
            br; span.nhsuk-u-secondary-text-colour { "Named as " (ordinary_case(named)) }
        }
    }
}

fn followed(read: &Read, successions: &Successions, code: &str) -> Markup {
    html! {
        @for (after, on) in successions.after(code) {
            br; span.nhsuk-u-secondary-text-colour { "Carried on by " (read.organisation(after)) " from " (dates::said(on)) }
        }
    }
}

/// The states of a member, each with its date, how long it lasted, and its sources.
pub(super) fn history(member: &Member, as_at: AsAt) -> Markup {
    html! {
        @for stay in &member.stays {
            @for (place, row) in member.rows.iter().filter(|row| row.state() == stay.state).enumerate() {
                div {
                    (row.in_its_word().unwrap_or_else(|| row.state().shown().to_owned())) @match row.on() { Some(on) => { ", " (on) }, None => ", date not known" }
                    @if place == 0 && !stay.words.is_empty() && stay.since.is_some() { " (for " (stay.words) ")" }
                    "." (remarks(row)) " "
                    (said_in(&row.source, row.published.as_deref(), (as_at, row.recorded_at)))
                }
            }
        }
    }
}

fn remarks(row: &StateRow) -> Markup {
    html! {
        @if let Some(said) = &row.said && !is_said(row.state(), said) {
            " The source\u{2019}s word is \u{201c}" (said) "\u{201d}; it counts here as " (row.state().shown().to_lowercase()) "."
        }
        @if let Some(note) = &row.note { " " (note) }
    }
}

/// Whether a source's word is the state's own.
fn is_said(state: State, said: &str) -> bool {
    Step::of(state, Some(said)) == Step::Named || state.shown().to_lowercase() == said.to_lowercase()
}

/// The programmes an organisation was in, with those it carries on from others.
#[must_use]
pub fn memberships(all: &[Membership], as_at: AsAt) -> Markup {
    let query = query_of(as_at);
    let mut table =
        Table::new().responsive().head(["Programme", "Group or wave", "State", "History and sources"].map(Column::new));
    for membership in all {
        let member = &membership.member;
        let (slug, name) = membership.programme();
        table = table.row([
            Cell::new(html! { a href={ "/programmes/" (slug) (query) } { (name) } }),
            Cell::new(member.group_name.as_str()),
            Cell::new(html! { strong { (member.state()) } }),
            Cell::new(html! {
                @if let Some((name, on)) = &membership.carried_from {
                    div { "Carried on from " (organisation(&member.organisation, name, as_at)) " on " (dates::said(on)) "." }
                }
                (history(member, as_at))
            }),
        ]);
    }
    table.render()
}

/// The programmes a guide's organisation was in, in a sentence; nothing when it was in none.
#[must_use]
pub fn named(all: &[Membership], as_at: AsAt) -> Markup {
    let query = query_of(as_at);
    html! {
        @if !all.is_empty() {
            p {
                "Its organisation in programmes: "
                @for (place, membership) in all.iter().enumerate() {
                    @let (slug, name) = membership.programme();
                    @if place > 0 { "; " }
                    a href={ "/programmes/" (slug) (query) } { (name) }
                    " (" (membership.member.group_name) ": " (membership.member.state().to_lowercase()) ")"
                }
                "."
            }
        }
    }
}
