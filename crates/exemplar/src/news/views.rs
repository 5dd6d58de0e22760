//! What changed in public, as a page.

use maud::{Markup, html};
use nhsuk::{Button, Input, Select, SelectOption};

use super::pages::Listing;
use super::{KINDS, News};
use crate::journal::views::{as_at_form_keeping, past_notice, query_of};
use crate::platform::dates;
use crate::platform::http::query_string;
use crate::platform::shell::Page;

/// A page of changes, day by day.
pub(super) fn list(listing: &Listing) -> Page {
    let asked = [("kind", listing.filter.kind.as_str()), ("organisation", &listing.filter.organisation)];
    let main = html! {
        h1 { "What changed" }
        p.nhsuk-lede-text { "Everything that was added to this portal in public or changed in it, newest first." }
        (filters(listing))
        @if listing.news.is_empty() { p { "Nothing fits all of this." } }
        @for day in days(&listing.news) {
            h2.nhsuk-heading-s { (dates::day_of(day.first().map_or(0, |news| news.recorded_at))) }
            ul.nhsuk-list { @for news in day { (one(listing, news)) } }
        }
        nav.app-no-print aria-label="Pages" {
            p {
                @if listing.page > 1 { a href=(listing.address("/changes", listing.page - 1)) { "Newer changes" } " " }
                @if listing.has_more { a href=(listing.address("/changes", listing.page + 1)) { "Older changes" } }
            }
        }
        p { "Follow these changes: " a href=(listing.address("/changes.atom", 1)) { "as a feed (Atom)" } " or " a href=(listing.address("/changes.json", 1)) { "as data (JSON)" } }
        (as_at_form_keeping(listing.as_at, "/changes", &asked))
    };
    Page::new("", "What changed", main)
        .notice(past_notice(listing.as_at, &query_string("/changes", &asked)))
        .unlisted(listing.page > 1)
}

/// Changes that were recorded on one day, together.
fn days(news: &[News]) -> impl Iterator<Item = &[News]> {
    news.chunk_by(|one, other| dates::day_of(one.recorded_at) == dates::day_of(other.recorded_at))
}

fn one(listing: &Listing, news: &News) -> Markup {
    html! {
        li id={ "entry-" (news.sequence) } {
            a href={ (news.address) (query_of(listing.as_at)) } { (listing.title(news)) }
            @if !news.details.is_empty() {
                ul.nhsuk-list.nhsuk-list--bullet { @for detail in &news.details { li { (detail) } } }
            }
        }
    }
}

fn filters(listing: &Listing) -> Markup {
    let filter = &listing.filter;
    let kinds = KINDS.iter().map(|(word, shown)| SelectOption::new(*word, *shown).selected(filter.kind == *word));
    html! {
        form.app-filter-row method="get" action="/changes" role="search" aria-label="Changes" {
            (Select::new("kind", "Kind").item(SelectOption::new("", "All")).items(kinds))
            (Input::new("organisation", "Code of an organisation").value(filter.organisation.as_str()))
            @for (name, day) in [("as-at", listing.as_at.day), ("recorded-by", listing.as_at.recorded_by)] {
                @if let Some(day) = day { input type="hidden" name=(name) value=(day); }
            }
            (Button::secondary("Show"))
        }
    }
}
