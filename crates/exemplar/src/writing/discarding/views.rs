//! Throwing a draft away, and what stands in its place.

use maud::html;
use nhsuk::Button;

use crate::blueprints::GuideLine;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::writing::forms::Errors;
use crate::writing::store::DraftRow;
use crate::writing::views::{heading, here, hidden, page};

/// Asks before a draft is thrown away.
pub(super) fn ask(line: &GuideLine, draft: &DraftRow, key: &FormKey) -> Page {
    let title = "Throw this draft away";
    let main = html! {
        (heading(line, title))
        p {
            "It was saved last by " strong { (draft.name) } " on " (dates::day_of(draft.saved_at)) ". "
            @if line.revision > 0 { "Everyone goes on reading version " (line.revision) "." } @else { "Nobody outside your organisation has read it." }
        }
        p { "Its text can be brought back; files that were added to it have to be added again." }
        form method="post" action=(here(line, "discard")) {
            (hidden("key", key.as_str()))
            (hidden("text_hash", &draft.text_hash))
            div.nhsuk-button-group {
                (Button::warning("Throw it away"))
                a.nhsuk-link href=(here(line, "draft")) { "Keep it" }
            }
        }
    };
    page(line, title, &Errors::new(), main)
}

/// What stands where a draft was thrown away.
pub(in crate::writing) fn thrown_away(line: &GuideLine, thrown: &DraftRow, key: &FormKey, may_edit: bool) -> Page {
    let title = "This draft was thrown away";
    let main = html! {
        (heading(line, title))
        p { "It was saved last by " strong { (thrown.name) } " on " (dates::day_of(thrown.saved_at)) "." }
        @if may_edit {
            form method="post" action=(here(line, "bring-back")) {
                (hidden("key", key.as_str()))
                (Button::new("Bring its text back"))
            }
        }
        @if line.revision > 0 { p { a href={ "/blueprints/" (line.slug) } { "Read what everyone reads" } } } @else { p { a href="/me" { "What waits for you" } } }
    };
    page(line, title, &Errors::new(), main)
}
