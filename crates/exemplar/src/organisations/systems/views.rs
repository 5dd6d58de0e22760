//! Systems in use as pages.

use maud::{Markup, Render, html};
use nhsuk::{Button, Cell, Column, Input, InputWidth, Select, SelectOption, Table, Textarea};

use super::pages::{Errors, Listing, SystemForm};
use super::store::SystemRow;
use super::{KINDS, kind_shown};
use crate::blueprints::{self, GuideLine};
use crate::journal::AsAt;
use crate::journal::views::{as_at_form, as_at_form_keeping, past_notice, query_of};
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::http::query_string;
use crate::platform::shell::{Page, disputing, small_link};
use crate::programmes::said_in;

/// How many systems stand on the list.
const MOST: usize = 200;

/// The name of an organisation; its code when there is none.
pub(super) fn name_of<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

/// Every system that somebody is known to run.
pub(super) fn list(listing: &Listing) -> Page {
    let mut systems: Vec<(&SystemRow, usize)> = Vec::new();
    for row in listing.rows.iter().filter(|row| row.until.is_none()) {
        match systems.last_mut() {
            Some((known, count)) if known.slug == row.slug && known.kind == row.kind => *count += 1,
            _ => systems.push((row, 1)),
        }
    }
    let query = query_of(listing.as_at);
    let mut table = Table::new().responsive().head(["System", "Kind", "Supplier", "Organisations"].map(Column::new));
    for (row, count) in systems.iter().take(MOST) {
        table = table.row([
            Cell::new(html! { a href={ "/systems/" (row.slug) (query) } { (row.product) } }),
            Cell::new(kind_shown(&row.kind)),
            Cell::new(row.supplier.as_deref().unwrap_or("Not said")),
            Cell::new(count.to_string()),
        ]);
    }
    let kinds = KINDS.iter().map(|kind| SelectOption::new(*kind, kind_shown(kind)).selected(listing.kind == *kind));
    let main = html! {
        h1 { "Systems in use" }
        p.nhsuk-lede-text { "Which organisation runs what, as it says itself or a source does. What nobody has said is not known: it does not mean that it is not so." }
        form.app-filter-row method="get" action="/systems" role="search" aria-label="Systems" {
            (Select::new("kind", "Kind").item(SelectOption::new("", "All")).items(kinds))
            @for (name, day) in [("as-at", listing.as_at.day), ("recorded-by", listing.as_at.recorded_by)] {
                @if let Some(day) = day { input type="hidden" name=(name) value=(day); }
            }
            (Button::secondary("Show"))
        }
        @if systems.is_empty() { p { "No system in use is known here." } } @else { (table) }
        @if systems.len() > MOST { p { "The first " (MOST) " of " (systems.len()) " stand here. Choose a kind to see fewer, or take all of them as a file." } }
        @if !listing.rows.is_empty() { p { a href={ "/systems.csv" (query) } { "Download who runs what (CSV)" } } }
        (as_at_form_keeping(listing.as_at, "/systems", &[("kind", &listing.kind)]))
    };
    Page::new("/organisations", "Systems in use", main)
        .trail([("/organisations", "Organisations")])
        .notice(past_notice(listing.as_at, &query_string("/systems", &[("kind", &listing.kind)])))
}

/// One system: who runs it, and the guides that name it.
pub(super) fn show(listing: &Listing, product: &str, guides: &[GuideLine]) -> Page {
    let slug = listing.rows.first().map_or("", |row| row.slug.as_str());
    let here = format!("/systems/{slug}");
    let query = query_of(listing.as_at);
    let mut table =
        Table::new().responsive().head(["Organisation", "Kind", "Supplier", "Since", "Source"].map(Column::new));
    for row in &listing.rows {
        table = table.row([
            Cell::new(html! { a href={ "/organisations/" (row.organisation) (query) } { (name_of(&listing.names, &row.organisation)) } }),
            Cell::new(kind_shown(&row.kind)),
            Cell::new(row.supplier.as_deref().unwrap_or("Not said")),
            Cell::new(when(row)),
            Cell::new(html! {
                @if let Some(note) = &row.note { (note) " " }
                (said_in(&row.source, row.published.as_deref(), (listing.as_at, row.recorded_at)))
            }),
        ]);
    }
    let main = html! {
        h1 { (product) }
        h2 { "Who runs it" }
        (table)
        h2 { "Guides that name it" }
        @if listing.as_at.is_past() { p { "Guides are found as they are today only." } }
        @else if guides.is_empty() { p { "No guide of the library names it." } }
        @else {
            (blueprints::guide_list(guides))
            p { a href=(query_string("/blueprints", &[("system", product)])) { "All guides that name it" } }
        }
        @if !listing.as_at.is_past() { (disputing(&here)) }
        (as_at_form(listing.as_at, &here))
    };
    Page::new("/organisations", product.to_owned(), main)
        .trail([("/organisations", "Organisations"), ("/systems", "Systems in use")])
        .notice(past_notice(listing.as_at, &here))
        .notice(listing.corrections.clone())
}

fn when(row: &SystemRow) -> String {
    let since = row.since.as_deref().map_or_else(|| "Not said".to_owned(), dates::said);
    match row.until.as_deref() {
        Some(until) => format!("{since}, until {}", dates::said(until)),
        None => since,
    }
}

/// What an organisation's page says of its systems: what it says itself, and what its guides name.
pub fn of_organisation(code: &str, rows: &[SystemRow], in_guides: &[String], as_at: AsAt) -> Markup {
    let query = query_of(as_at);
    let mut table = Table::new().responsive().head(["System", "Kind", "Supplier", "Since", "Source"].map(Column::new));
    for row in rows {
        table = table.row([
            Cell::new(html! { a href={ "/systems/" (row.slug) (query) } { (row.product) } }),
            Cell::new(kind_shown(&row.kind)),
            Cell::new(row.supplier.as_deref().unwrap_or("Not said")),
            Cell::new(when(row)),
            Cell::new(html! {
                @if let Some(note) = &row.note { (note) " " }
                (said_in(&row.source, row.published.as_deref(), (as_at, row.recorded_at)))
            }),
        ]);
    }
    html! {
        h2 id="systems" { "Systems in use" }
        @if rows.is_empty() { p { "Which systems it runs is not known here." } } @else { (table.render()) }
        @if !in_guides.is_empty() && !as_at.is_past() {
            p {
                "Its guides, and its versions of others\u{2019} guides, name "
                @for (place, system) in in_guides.iter().enumerate() {
                    @if place > 0 { ", " }
                    a href=(query_string("/blueprints", &[("system", system)])) { (system) }
                }
                "."
            }
        }
        @if !as_at.is_past() { (small_link(&format!("/organisations/{code}/systems"), "Say which systems this organisation runs")) }
    }
}

/// Entering a system.
pub(super) fn enter(
    (code, name): (&str, &str),
    rows: &[SystemRow],
    form: &SystemForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let title = "Say which systems it runs";
    let kinds = KINDS.iter().map(|kind| SelectOption::new(*kind, kind_shown(kind)).selected(form.kind == *kind));
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (name) } (title) }
        p { "Others find by it who has done what they are about to do, and partners are suggested by it. The same system of the same kind again corrects what was said of it; the old stays readable." }
        @if !rows.is_empty() {
            p { "Known already:" }
            ul.nhsuk-list.nhsuk-list--bullet { @for row in rows { li { (row.product) " (" (kind_shown(&row.kind)) "), " (when(row)) } } }
        }
        form method="post" action={ "/organisations/" (code) "/systems" } novalidate {
            (hidden("key", key.as_str()))
            (Select::new("kind", "Kind").id("kind").error(error("kind")).item(SelectOption::new("", "Choose")).items(kinds))
            (Input::new("product", "Product").id("product").hint("As its supplier calls it, without a version").value(form.product.as_str()).error(error("product")))
            (Input::new("supplier", "Supplier").id("supplier").hint("Optional").value(form.supplier.as_str()).error(error("supplier")))
            (Input::new("since", "Since when").id("since").hint("Optional. For example, 2019, 2019-06 or 2019-06-03").width(InputWidth::Chars10).value(form.since.as_str()).error(error("since")))
            (Input::new("until", "Until when, if you no longer run it").id("until").hint("Optional").width(InputWidth::Chars10).value(form.until.as_str()).error(error("until")))
            (Textarea::new("note", "Anything else").id("note").rows(3).hint("Optional. Everyone reads it").value(form.note.as_str()).error(error("note")))
            (Button::new("Say it in public"))
        }
    };
    Page::new("/organisations", format!("{} - {name}", title_of(title, errors)), main)
        .trail([(format!("/organisations/{code}"), name.to_owned())])
        .unlisted(true)
        .personal()
}
