//! The words people search with as a page.

use maud::html;
use nhsuk::{Button, Cell, Column, Table, Textarea};

use super::pages::{Errors, WordsForm};
use super::store::{GroupRow, MissedRow};
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::http::query_string;
use crate::platform::shell::Page;

/// What was not found, and which words mean the same.
pub(super) fn page(
    (groups, missed): (&[GroupRow], &[MissedRow]),
    form: &WordsForm,
    key: &dyn Fn() -> FormKey,
    errors: &Errors,
) -> Page {
    let title = "Words people search with";
    let error = errors.get("words").map(String::as_str);
    let mut searches = Table::new().responsive().head(["Searched for", "Times", "Last on", ""].map(Column::new));
    for row in missed {
        let words = [("words", row.words.as_str())];
        searches = searches.row([
            Cell::new(html! { a href=(query_string("/blueprints", &[("q", &row.words)])) { (row.words) } }),
            Cell::new(row.times.to_string()),
            Cell::new(dates::said(&row.last_on)),
            Cell::new(html! { a href={ (query_string("/office/words", &words)) "#add" } { "Say what means the same" span.nhsuk-u-visually-hidden { " as " (row.words) } } }),
        ]);
    }
    let mut added = Table::new().responsive().head(["Mean the same", ""].map(Column::new));
    for group in groups {
        let end = html! {
            form method="post" action={ "/office/words/" (group.id()) "/end" } {
                (hidden("key", key().as_str()))
                (Button::secondary(html! { "Take out" span.nhsuk-u-visually-hidden { ": " (group.words) } }).small())
            }
        };
        added = added.row([Cell::new(group.words.as_str()), Cell::new(end)]);
    }
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        h2 { "Searched for, and nothing found" }
        @if missed.is_empty() { p { "Nothing in the last 90 days." } } @else { (searches) }
        p.nhsuk-body-s { "Who searched is not kept, nor anything that could be about a person: numbers and addresses are left out." }
        h2 id="add" { "Words that mean the same" }
        p { "Whoever searches for one finds guides that have another, from the next search on. These come on top of those that the program knows." }
        form method="post" action="/office/words" novalidate {
            (hidden("key", key().as_str()))
            (Textarea::new("words", "Words").id("words").rows(4).hint("One on each line, such as ward round and board round").value(form.words.as_str()).error(error))
            (Button::new("Add them"))
        }
        @if !groups.is_empty() { (added) }
    };
    let said = title_of(title, errors);
    Page::new("/me", said, main).trail([("/me", "What waits for you")]).unlisted(true).personal()
}
