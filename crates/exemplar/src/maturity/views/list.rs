//! Every edition, and the question sets.

use maud::html;

use super::{invented, organisations};
use crate::journal::AsAt;
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::maturity::EditionRow;
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::rounds::store::FrameworkRow;

/// Every edition.
pub(in crate::maturity) fn list(editions: &[EditionRow], frameworks: &[FrameworkRow], as_at: AsAt) -> Page {
    let query = query_of(as_at);
    let corrected = |row: &EditionRow| editions.iter().find(|other| other.corrects.as_ref() == Some(&row.slug));
    let main = html! {
        h1 { "Digital maturity" }
        p.nhsuk-lede-text { "How far organisations are with digital ways of working, as they say themselves, and how sure that is. A place is always a range, because most differences are smaller than what can be off." }
        h2 { "Published results" }
        @if editions.is_empty() { p { "No results are published here on this day." } }
        @for row in editions {
            h3 { a href={ "/maturity/" (row.slug) (query) } { (row.title) } }
            p {
                (organisations(usize::try_from(row.organisations).unwrap_or(0))) ", published on " (dates::said(&row.published_on)) "."
                @if row.is_invented() { " All of them are invented." }
                @if let Some(by) = corrected(row) { " Corrected by " a href={ "/maturity/" (by.slug) (query) } { (by.title) } "." }
            }
        }
        h2 { "Question sets" }
        @if frameworks.is_empty() { p { "No question set is kept here on this day." } }
        @if !frameworks.is_empty() {
            ul.nhsuk-list.nhsuk-list--bullet {
                @for row in frameworks { li { (row.title) ", version " (row.version) ": " (row.questions) " questions" } }
            }
        }
        (as_at_form(as_at, "/maturity"))
    };
    let all_invented = editions.first().filter(|_| editions.iter().all(EditionRow::is_invented)).and_then(invented);
    Page::new("/maturity", "Digital maturity", main).notice(past_notice(as_at, "/maturity")).notice(all_invented)
}
