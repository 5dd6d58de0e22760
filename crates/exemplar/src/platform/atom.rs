//! Atom feeds (RFC 4287).

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use maud::{Markup, PreEscaped, html};

/// An entry of a feed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is known by for ever: an address of this portal.
    pub id: String,
    /// Where it leads.
    pub address: String,
    /// Its title.
    pub title: String,
    /// In microseconds since 1970.
    pub updated: i64,
    /// In a few words; empty when there are none.
    pub summary: String,
}

/// A feed of the portal at `site`, of its page `page`.
#[must_use]
pub fn feed(site: &str, page: &str, title: &str, entries: &[Entry]) -> Response {
    let here = format!("{site}{page}");
    let newest = entries.iter().map(|entry| entry.updated).max().unwrap_or(0);
    let main = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"))
        feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" {
            id { (here) }
            title { (title) }
            updated { (instant(newest)) }
            (link("alternate", &here))
            author { name { (site) } }
            @for entry in entries {
                entry {
                    id { (entry.id) }
                    title { (entry.title) }
                    updated { (instant(entry.updated)) }
                    (link("alternate", &entry.address))
                    @if !entry.summary.is_empty() { summary { (entry.summary) } }
                }
            }
        }
    };
    let headers = [(CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, main.into_string()).into_response()
}

/// HTML's `link` has no end; XML's needs one.
fn link(rel: &str, href: &str) -> Markup {
    html! { (PreEscaped("<link rel=\"")) (rel) (PreEscaped("\" href=\"")) (href) (PreEscaped("\"/>")) }
}

/// An instant as feeds and programs read it.
#[must_use]
pub fn instant(microseconds: i64) -> String {
    Timestamp::from_microsecond(microseconds)
        .map_or_else(|_| "1970-01-01T00:00:00Z".to_owned(), |at| format!("{at:.0}"))
}
