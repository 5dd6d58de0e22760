//! Programmes as pages.

pub(super) mod member;
mod members;
mod money;
mod of_organisation;
pub(super) mod pairing_forms;
mod pairings;
mod programme;

pub(super) use members::members;
pub use members::{memberships, named};
pub(super) use money::money;
pub use of_organisation::beside_organisation;
pub(super) use programme::{list, show};

use jiff::civil::Date;
use maud::{Markup, Render, html};
use nhsuk::InsetText;

use super::pages::Read;
use super::store::StatementRow;
use crate::journal::AsAt;
use crate::journal::views::{added_later, query_of};
use crate::organisations::Names;
use crate::platform::{dates, money as amounts};

impl Read {
    /// The name of an organisation on the day asked for; its code when there was none.
    pub(super) fn name<'a>(&'a self, code: &'a str) -> &'a str {
        name_of(&self.names, code)
    }

    /// Whether an organisation has closed by the day asked for.
    pub(super) fn is_closed(&self, code: &str) -> bool {
        self.closed.get(code).is_some_and(|day| *day <= self.moment.day())
    }

    /// The address of a page of this programme, on the day asked for.
    pub(super) fn address(&self, rest: &str) -> String {
        format!("/programmes/{}{rest}{}", self.programme.slug, query_of(self.as_at))
    }

    /// A link to an organisation, on the day asked for.
    pub(super) fn organisation(&self, code: &str) -> Markup {
        let closed = self.closed.get(code).filter(|_| self.is_closed(code));
        html! {
            (organisation(code, self.name(code), self.as_at))
            @if let Some(day) = closed {
                " " span.nhsuk-u-secondary-text-colour { "(closed " (dates::said(day)) ")" }
            }
        }
    }
}

/// A link to a file; where it comes in parts, one to each.
pub(super) fn download(words: &str, parts: &[String]) -> Markup {
    html! {
        @match parts {
            [whole] => a href=(whole) { (words) " (CSV)" },
            _ => {
                (words) " (CSV), in parts: "
                @for (place, address) in parts.iter().enumerate() {
                    @if place > 0 { ", " }
                    a href=(address) { span.nhsuk-u-visually-hidden { "part " } (place + 1) }
                }
            }
        }
    }
}

/// The name of an organisation; its code when there is none.
pub(super) fn name_of<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

/// Says that facts without a date are not on a page of an earlier day.
pub(super) fn left_out(read: &Read, many: i64) -> Option<Markup> {
    let known_on = read.moment.known_on;
    let facts = super::counted(many, "fact");
    let sentence = format!(
        "{facts} whose source shows no date {} left out here: what has no date counts from the day it was recorded, which was after {}.",
        if many == 1 { "is" } else { "are" },
        dates::day(known_on)
    );
    (many > 0).then(|| InsetText::new(sentence).render())
}

/// A link to an organisation, on the day asked for.
pub(super) fn organisation(code: &str, name: &str, as_at: AsAt) -> Markup {
    html! { a href={ "/organisations/" (code) (query_of(as_at)) } { (name) } }
}

/// A source as readers see it: its addresses become links under the name of their site.
#[must_use]
pub fn source(text: &str) -> Markup {
    html! {
        @for (place, word) in text.split(' ').enumerate() {
            @if place > 0 { " " }
            @match site(word) {
                Some(site) => a href=(word) rel="external" { (site) },
                None => (word),
            }
        }
    }
}

/// The name of the site of an address.
fn site(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"))?;
    let host = rest.split(['/', '?']).next().filter(|host| host.contains('.'))?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// Where something is said and when that was published, in a line of its own.
#[must_use]
pub fn said_in(text: &str, published: Option<&str>, (as_at, recorded_at): (AsAt, i64)) -> Markup {
    html! {
        span.nhsuk-u-secondary-text-colour {
            "Source: " (published_in(text, published, (as_at, recorded_at)))
        }
    }
}

/// A source and when it was published.
pub(super) fn published_in(text: &str, published: Option<&str>, (as_at, recorded_at): (AsAt, i64)) -> Markup {
    html! {
        (source(text))
        @match published {
            Some(day) => { ", published " (dates::said(day)) }
            None => { ", date not shown in the source" }
        }
        @if let Some(added) = added_later(as_at, recorded_at) { " (" (added) ")" }
    }
}

/// A figure as readers see it: money in pounds, nothing as "not published".
pub(super) fn figure(row: &StatementRow) -> String {
    let per = match row.per.as_deref() {
        Some("each") => " each",
        Some("shared") => " shared",
        _ => "",
    };
    match (row.pence, row.value.as_deref(), row.unit.as_deref()) {
        (Some(pence), ..) => format!("{}{per}", amounts::said(pence)),
        (None, Some(value), Some("year") | None) => value.to_owned(),
        (None, Some(value), Some(unit)) => format!("{value} {unit}"),
        (None, None, _) => "not published".to_owned(),
    }
}

/// Figures beside each other, each with its source; the words "not published" when there is none.
pub(super) fn stated(rows: &[&StatementRow], as_at: AsAt) -> Markup {
    html! {
        @if rows.is_empty() { "not published" }
        @for row in rows {
            div {
                strong { (figure(row)) } ", " (row.measure)
                @if let Some(day) = &row.holds_on { " (" (dates::said(day)) ")" } ". "
                @if let Some(note) = &row.note { (note) " " }
                (said_in(&row.source, row.published.as_deref(), (as_at, row.recorded_at)))
            }
        }
    }
}

/// What waits for somebody in programmes, on their own page.
#[must_use]
pub fn waiting_for(waiting: &[(String, String)]) -> Markup {
    html! {
        @if !waiting.is_empty() {
            h2 { "Programmes" }
            ul.nhsuk-list { @for (address, words) in waiting { li { a href=(address) { (words) } } } }
        }
    }
}

/// The notice on pages of a programme that is plainly invented: its address begins `demo-`.
#[must_use]
pub fn invented(slug: &str) -> Markup {
    html! {
        @if slug.starts_with("demo-") {
            (InsetText::new("This programme and its organisations are invented, for the demonstration."))
        }
    }
}

/// The day a page speaks of: "on 22 November 2026".
pub(super) fn on(day: Date) -> String {
    format!("on {}", dates::day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_a_source_become_links_and_nothing_else_does() {
        let shown = source("A page, https://www.hsj.co.uk/x/7.article and javascript:alert(1) <b>").into_string();
        assert_eq!(
            shown,
            "A page, <a href=\"https://www.hsj.co.uk/x/7.article\" rel=\"external\">hsj.co.uk</a> and javascript:alert(1) &lt;b&gt;"
        );
    }
}
