//! Links to a draft as pages, and the draft as they show it.

use maud::{PreEscaped, html};
use nhsuk::{Button, Cell, Choice, Column, Input, InsetText, Legend, Radios, Size, Table, WarningCallout};

use super::DAYS;
use super::pages::LinkForm;
use super::store::LinkRow;
use crate::blueprints::{Fields, GuideLine};
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::writing::forms::Errors;
use crate::writing::store::DraftRow;
use crate::writing::views::{error_summary, heading, here, hidden, page};

/// The links that work, and a form for another.
pub(super) fn list(
    line: &GuideLine,
    links: &[LinkRow],
    form: &LinkForm,
    key: &dyn Fn() -> FormKey,
    errors: &Errors,
) -> Page {
    let title = "Show this draft to somebody";
    let error = |field: &str| errors.get(field).map(String::as_str);
    let mut table = Table::new().responsive().head(["For", "Made by", "Works until", ""].map(Column::new));
    for link in links {
        let end = html! {
            form method="post" action=(here(line, &format!("previews/{}/end", link.id()))) {
                (hidden("key", key().as_str()))
                (Button::secondary(html! { "Take back" span.nhsuk-u-visually-hidden { " the link for " (link.made_for) } }).small())
            }
        };
        table = table.row([
            Cell::new(link.made_for.as_str()),
            Cell::new(link.name.as_str()),
            Cell::new(dates::said(&link.ends_on)),
            Cell::new(end),
        ]);
    }
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        p { "Whoever has the link can read the draft as it then stands, without an account. They cannot change it. The link ends by itself, and you can take it back at any time." }
        form method="post" action=(here(line, "previews")) novalidate {
            (hidden("key", key().as_str()))
            (Input::new("made_for", "For whom is it?").id("made_for").hint("So that you know which to take back. Colleagues see this.").value(form.made_for.as_str()).error(error("made_for")))
            (Radios::new("days").id_prefix("days").inline().legend(Legend::new("For how long?").size(Size::S)).value(form.days.as_str()).error(error("days"))
                .items(DAYS.map(|days| Choice::new(days.to_string(), format!("{days} days")))))
            (Button::new("Make a link"))
        }
        @if !links.is_empty() { h2 { "Links that work" } (table) }
        p { a href=(here(line, "draft")) { "Back to the draft" } }
    };
    page(line, title, errors, main)
}

/// The link, the one time it is shown.
pub(super) fn made(line: &GuideLine, address: &str) -> Page {
    let title = "The link is made";
    let main = html! {
        (heading(line, title))
        p { "Copy it now: it is not shown again. If you lose it, take it back and make another." }
        (InsetText::new(html! { p.app-address { a href=(address) { (address) } } }))
        p { a href=(here(line, "previews")) { "Links to this draft" } }
    };
    page(line, title, &Errors::new(), main)
}

/// The draft as a link shows it.
pub(super) fn show((fields, line): (&Fields, &GuideLine), draft: &DraftRow, names: &Names, preview: &str) -> Page {
    let code = line.organisation.as_deref().unwrap_or_default();
    let organisation = names.get(code).map_or(code, String::as_str);
    let main = html! {
        (WarningCallout::new("This is a draft", html! {
            p { (organisation) " shows it to you before it is published. Saved on " (dates::day_of(draft.saved_at)) ". It may change, and it is not for use." }
        }))
        h1 { (fields.title) }
        @if !fields.summary.is_empty() { p.nhsuk-lede-text { (fields.summary) } }
        div.app-prose { (PreEscaped(preview)) }
    };
    Page::new("", format!("Draft: {}", fields.title), main).unlisted(true).personal()
}

/// The link leads nowhere any more, or never did.
pub(super) fn ended() -> Page {
    let main = html! {
        h1 { "This link shows nothing any more" }
        p { "Links to a draft end by themselves, and can be taken back. Ask whoever sent it to you for another." }
    };
    Page::new("", "This link shows nothing any more", main).unlisted(true).personal()
}

/// There is no draft any more: it was published.
pub(super) fn no_draft(line: &GuideLine) -> Page {
    let main = html! {
        h1 { "This draft is published now" }
        p { a href={ "/blueprints/" (line.slug) } { "Read it" } }
    };
    Page::new("", "This draft is published now", main).unlisted(true).personal()
}
