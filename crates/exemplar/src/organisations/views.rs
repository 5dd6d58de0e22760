//! The register as pages.

use std::sync::Arc;

use jiff::civil::Date;
use maud::{Markup, Render, html};
use nhsuk::{Button, Cell, Colour, Column, InsetText, Pagination, SummaryList, Table, Tag, WarningCallout};

use super::pages::{Filter, PAGE_SIZE, is_open};
use super::store::{OrganisationLine, OrganisationRow, SuccessionRow};
use super::systems::{self, SystemRow};
use super::{Kind, Names, region, regions};
use crate::blueprints::{self, GuideLine};
use crate::journal::AsAt;
use crate::journal::views::{added_later, as_at_form, past_notice, query_of};
use crate::platform::dates;
use crate::platform::http::query_string;
use crate::platform::shell::{Page, disputing, small_link};
use crate::programmes::{self, OfOrganisation};

/// What the list page shows.
pub(super) struct Listing<'a> {
    pub filter: &'a Filter,
    pub as_at: AsAt,
    pub known_on: Date,
    pub total: usize,
    pub found: &'a [OrganisationLine],
}

/// What an organisation's page shows.
pub(super) struct Shown {
    pub organisation: OrganisationRow,
    pub history: Vec<OrganisationRow>,
    /// When it had closed on the day asked for, as was learnt later.
    pub closed_later: Option<String>,
    pub predecessors: Vec<SuccessionRow>,
    pub successors: Vec<SuccessionRow>,
    pub guides: Vec<GuideLine>,
    pub programmes: OfOrganisation,
    pub names: Arc<Names>,
    /// The newest published results it is in, as an address and words.
    pub results: Option<(String, String)>,
    pub corrections: Option<Markup>,
    pub systems: Vec<SystemRow>,
    /// Whether any date of its milestones is known.
    pub has_dates: bool,
    pub as_at: AsAt,
    pub known_on: Date,
}

/// The list of organisations.
pub(super) fn list(listing: &Listing<'_>) -> Page {
    let pages = listing.found.len().div_ceil(PAGE_SIZE).max(1);
    let page = listing.filter.page().min(pages);
    let lines = listing.found.iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE);
    let main = html! {
        h1 { "Organisations" }
        p.nhsuk-lede-text { "Trusts and other bodies by name and code, with their names over time and who succeeded whom." }
        p { a href={ "/systems" (query_of(listing.as_at)) } { "Systems in use, and who runs them" } " or " a href={ "/footprints" (query_of(listing.as_at)) } { "places that plan together" } }
        (filters(listing))
        h2.nhsuk-heading-m { (sentence(listing, page, pages)) }
        @if listing.found.is_empty() {
            (nothing(listing))
        } @else {
            (table(lines, listing))
            @if pages > 1 { (Pagination::numbered(page as u64, pages as u64, |n| address(listing, n))) }
        }
        (as_at_form(listing.as_at, "/organisations"))
    };
    Page::new("/organisations", "Organisations", main).notice(past_notice(listing.as_at, "/organisations"))
}

fn sentence(listing: &Listing<'_>, page: usize, pages: usize) -> String {
    let count = match listing.found.len() {
        1 => "1 organisation".to_owned(),
        n => format!("{n} organisations"),
    };
    let part = if pages > 1 { format!(", page {page} of {pages}") } else { String::new() };
    if listing.found.len() == listing.total {
        format!("{count}{part}")
    } else {
        format!("{count} of {}{part}", listing.total)
    }
}

fn nothing(listing: &Listing<'_>) -> Markup {
    html! {
        @if listing.total == 0 {
            p { "No organisation is known here on this day." }
        } @else {
            p { "No organisation fits all of this. Use fewer words, or " a href="/organisations" { "show all of them" } "." }
        }
    }
}

fn filters(listing: &Listing<'_>) -> Markup {
    let filter = listing.filter;
    let kinds = Kind::ALL.iter().map(|kind| (kind.word(), kind.shown())).chain([("not-known", "Not known")]);
    html! {
        form.app-filter-row method="get" action="/organisations" role="search" aria-label="Organisations" {
            (nhsuk::Input::new("q", "Name or code").value(filter.q.as_str()))
            (choice("kind", "Kind", &filter.kind, kinds))
            (choice("region", "Region", &filter.region, regions::regions().into_iter()))
            (choice("open", "Open or closed", &filter.open, [("open", "Open"), ("closed", "Closed")].into_iter()))
            @for (name, day) in [("as-at", listing.as_at.day), ("recorded-by", listing.as_at.recorded_by)] {
                @if let Some(day) = day { input type="hidden" name=(name) value=(day); }
            }
            (Button::secondary("Show"))
        }
    }
}

/// A select with “All” first.
fn choice<'a>(name: &str, label: &str, chosen: &str, options: impl Iterator<Item = (&'a str, &'a str)>) -> Markup {
    html! {
        div.nhsuk-form-group {
            label.nhsuk-label for=(name) { (label) }
            select.nhsuk-select id=(name) name=(name) {
                option value="" { "All" }
                @for (value, words) in options {
                    option value=(value) selected[value == chosen] { (words) }
                }
            }
        }
    }
}

fn table<'a>(lines: impl Iterator<Item = &'a OrganisationLine>, listing: &Listing<'_>) -> Markup {
    let mut table =
        Table::new().responsive().head(["Name", "Code", "Kind", "Region", "Open or closed"].map(Column::new));
    for line in lines {
        let address = format!("/organisations/{}{}", line.code, query_of(listing.as_at));
        let kind = line.kind.as_deref().and_then(Kind::from_word).map_or("Not known", Kind::shown);
        let region = line.national_group.as_deref().map_or("Not known", |code| region(code).unwrap_or(code));
        table = table.row([
            Cell::new(html! { a href=(address) { (line.shown_name) } }),
            Cell::new(line.code.as_str()),
            Cell::new(kind),
            Cell::new(region),
            Cell::new(status(line.closed_on.as_deref(), listing.known_on)),
        ]);
    }
    table.render()
}

fn status(closed_on: Option<&str>, on: Date) -> Markup {
    match closed_on {
        Some(day) if !is_open(closed_on, on) => html! { "Closed " (dates::said(day)) },
        _ => html! { "Open" },
    }
}

fn address(listing: &Listing<'_>, page: u64) -> String {
    let filter = listing.filter;
    let days = [listing.as_at.day, listing.as_at.recorded_by].map(|day| day.map(|d| d.to_string()).unwrap_or_default());
    let [as_at, recorded_by] = &days;
    let page = page.to_string();
    query_string(
        "/organisations",
        &[
            ("q", &filter.q),
            ("kind", &filter.kind),
            ("region", &filter.region),
            ("open", &filter.open),
            ("as-at", as_at),
            ("recorded-by", recorded_by),
            ("page", if page == "1" { "" } else { &page }),
        ],
    )
}

/// One organisation.
pub(super) fn show(shown: &Shown) -> Page {
    let organisation = &shown.organisation;
    let here = format!("/organisations/{}", organisation.code);
    let open = is_open(organisation.closed_on.as_deref(), shown.known_on);
    let main = html! {
        h1 { (organisation.shown_name) }
        p { (if open { Tag::new("Open").colour(Colour::Green) } else { Tag::new("Closed").colour(Colour::Grey) }) }
        @if organisation.is_invented() {
            (InsetText::new("This organisation is invented, for the demonstration."))
        }
        @if !open { (closed(shown)) }
        @if let Some(day) = &shown.closed_later {
            (InsetText::new(format!("It closed on {}. That was learnt after the day this page shows.", dates::said(day))))
        }
        (facts(shown))
        (names(shown))
        (successions(shown))
        (programmes::beside_organisation(&shown.programmes, &shown.names, shown.as_at))
        @if shown.has_dates {
            p { a href={ (here) "/milestones" (query_of(shown.as_at)) } { "Milestones: promised, expected and done" } }
        }
        (systems::of_organisation(&organisation.code, &shown.systems, &in_guides(shown), shown.as_at))
        @if let Some((address, words)) = &shown.results {
            h2 { "Digital maturity" }
            p { a href={ (address) (query_of(shown.as_at)) } { (words) } ", as it says itself." }
        }
        h2 { "Guides" }
        @if shown.guides.is_empty() {
            p { "No guide of this organisation is in the library." }
        } @else {
            (blueprints::guide_list(&shown.guides))
        }
        @if !shown.as_at.is_past() { (disputing(&here)) }
        @if !shown.as_at.is_past() { (small_link(&format!("{here}/watch"), "Watch this organisation: a letter when it publishes or copies")) }
        (as_at_form(shown.as_at, &here))
    };
    Page::new("/organisations", format!("{} ({})", organisation.shown_name, organisation.code), main)
        .trail([("/organisations", "Organisations")])
        .notice(past_notice(shown.as_at, &here))
        .notice(shown.corrections.clone())
}

/// The systems its guides name, each once.
fn in_guides(shown: &Shown) -> Vec<String> {
    let mut all: Vec<String> = shown.guides.iter().flat_map(|line| line.fields().systems).collect();
    all.sort();
    all.dedup();
    all
}

fn closed(shown: &Shown) -> Markup {
    let day = shown.organisation.closed_on.as_deref().map(dates::said).unwrap_or_default();
    let followed = html! {
        @if shown.successors.is_empty() {
            p { "It closed on " (day) ". Which organisation followed it is not known here." }
        } @else {
            p {
                "It closed on " (day) ". It was followed by "
                @for (place, row) in shown.successors.iter().enumerate() {
                    @if place > 0 { ", " }
                    (organisation_link(shown, &row.successor, row.other_name.as_deref()))
                }
                "."
            }
        }
    };
    WarningCallout::new("This organisation is closed", followed).render()
}

fn facts(shown: &Shown) -> Markup {
    let organisation = &shown.organisation;
    let kind = html! {
        @match organisation.kind() {
            Some(kind) => { (kind.shown()) @if let Some(source) = &organisation.kind_source { (source_note(source)) } },
            None => "Not known",
        }
    };
    let region_shown = html! {
        @match organisation.national_group.as_deref() {
            Some(code) => { @if let Some(name) = region(code) { (name) " (" (code) ")" } @else { (code) } },
            None => "Not known",
        }
    };
    let day = |stored: Option<&String>| stored.map(|day| dates::said(day));
    let mut list = SummaryList::new()
        .row("Code", organisation.code.as_str())
        .row("Kind", kind)
        .row("Region", region_shown)
        .row("Opened", day(organisation.opened_on.as_ref()).unwrap_or_else(|| "Not known".to_owned()));
    if let Some(closed) = day(organisation.closed_on.as_ref()) {
        list = list.row("Closed", closed);
    }
    if let Some(area) = &organisation.local_group {
        list = list.row("Area code", area.as_str());
    }
    if let Some(address) = &organisation.address {
        let postcode = organisation.postcode.as_deref().unwrap_or_default();
        list = list.row("Address", format!("{address}, {postcode}"));
    }
    let source = html! {
        (organisation.source) ", as known on " (dates::said(&organisation.known_from))
        @if let Some(added) = added_later(shown.as_at, organisation.recorded_at) { " (" (added) ")" }
    };
    list.row("Source", source).render()
}

fn source_note(source: &str) -> Markup {
    html! { br; span.nhsuk-u-secondary-text-colour { "Source: " (source) } }
}

/// Names in the order of days, each from the day of the list that gave it.
fn names(shown: &Shown) -> Markup {
    let mut spans: Vec<(&OrganisationRow, &str)> = Vec::new();
    for row in &shown.history {
        match spans.last() {
            Some((_, name)) if *name == row.name => {}
            _ => spans.push((row, &row.name)),
        }
    }
    let mut table = Table::new().responsive().head(["Name", "Known from", "As written in the source"].map(Column::new));
    for (row, _) in spans.iter().rev() {
        let from = html! {
            (dates::said(&row.known_from))
            @if let Some(added) = added_later(shown.as_at, row.recorded_at) { br; (added) }
        };
        table = table.row([Cell::new(row.shown_name.as_str()), Cell::new(from), Cell::new(row.name.as_str())]);
    }
    html! {
        h2 { "Names over time" }
        p.nhsuk-hint { "A name is known from the day of the list that gives it. It may have been in use before." }
        (table)
    }
}

fn successions(shown: &Shown) -> Markup {
    html! {
        @if !shown.predecessors.is_empty() {
            h2 { "Came from" }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for row in &shown.predecessors { li { (organisation_link(shown, &row.predecessor, row.other_name.as_deref())) (on(row)) } }
            }
        }
        @if !shown.successors.is_empty() {
            h2 { "Followed by" }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for row in &shown.successors { li { (organisation_link(shown, &row.successor, row.other_name.as_deref())) (on(row)) } }
            }
        }
    }
}

fn on(row: &SuccessionRow) -> Markup {
    html! { ", on " (dates::said(&row.succeeded_on)) (source_note(&row.source)) }
}

fn organisation_link(shown: &Shown, code: &str, name: Option<&str>) -> Markup {
    html! { a href={ "/organisations/" (code) (query_of(shown.as_at)) } { (name.unwrap_or(code)) } }
}
