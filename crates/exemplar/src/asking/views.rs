//! What is the same on every page of this room.

pub(super) mod part;

use maud::{Markup, html};

use super::forms::Errors;
use crate::blueprints::GuideLine;
use crate::organisations::Names;
use crate::people::FormKey;
pub(super) use crate::platform::forms::error_summary;
use crate::platform::forms::{hidden, title_of};
use crate::platform::shell::Page;

/// The name of an organisation; its code where there is none.
pub(super) fn name<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

pub(super) fn hidden_key(key: &FormKey) -> Markup {
    hidden("key", key.as_str())
}

/// A page about a guide, for whoever is signed in.
pub(super) fn page(line: &GuideLine, title: &str, errors: &Errors, main: Markup) -> Page {
    let said = title_of(title, errors);
    Page::new("/blueprints", format!("{said} - {}", line.title), main).trail(trail(line)).unlisted(true)
}

pub(super) fn trail(line: &GuideLine) -> [(String, String); 2] {
    [("/blueprints".to_owned(), "Guides".to_owned()), (format!("/blueprints/{}", line.slug), line.title.clone())]
}

pub(super) fn heading(line: &GuideLine, title: &str) -> Markup {
    html! { h1 { span.nhsuk-caption-l { (line.title) } (title) } }
}

/// What somebody wrote, as paragraphs and lines. Nothing in it is markup; web addresses can be followed.
pub(super) fn prose(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            p {
                @for (at, line) in paragraph.lines().enumerate() {
                    @if at > 0 { br; }
                    @for word in line.split_inclusive(char::is_whitespace) { (linked(word)) }
                }
            }
        }
    }
}

/// A word with the blank after it: a link when it is an address of the web.
fn linked(word: &str) -> Markup {
    let end =
        word.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | ')' | '!' | '?'));
    let (address, rest) = (end, word.get(end.len()..).unwrap_or_default());
    let leads =
        ["https://", "http://"].iter().any(|scheme| address.len() > scheme.len() && address.starts_with(scheme));
    html! {
        @if leads { a href=(address) rel="nofollow ugc noopener" { (address) } (rest) } @else { (word) }
    }
}

/// `1 person` or `3 people`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// What removes something for good: the name of the record, for whoever runs the portal.
pub(super) fn record(name: &str) -> Markup {
    html! {
        p.nhsuk-body-s.nhsuk-u-secondary-text-colour {
            "If these words must go for good, give the people who run this portal this name: " code.app-hash { (name) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shown_as_they_are_and_addresses_lead_on() {
        let shown = prose("One <b>\ntwo https://a.example/x?y=1&z.\n\njavascript:alert(1) https://").into_string();
        assert_eq!(
            shown,
            "<p>One &lt;b&gt;<br>two <a href=\"https://a.example/x?y=1&amp;z\" rel=\"nofollow ugc noopener\">https://a.example/x?y=1&amp;z</a>.</p><p>javascript:alert(1) https://</p>"
        );
    }
}
