//! Comments as pages, and beside the part they are about.

use maud::{Markup, html};
use nhsuk::{Button, Colour, InsetText, Select, Tag, Textarea};

use super::pages::CommentForm;
use super::store::CommentRow;
use super::{sections, shown};
use crate::blueprints::GuideLine;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::writing::forms::Errors;
use crate::writing::views::{error_summary, heading, here, hidden, page};

/// Every comment on a guide: the open ones first.
pub(super) fn list(
    line: &GuideLine,
    comments: &[CommentRow],
    (form, above): (&CommentForm, &Markup),
    key: &dyn Fn() -> FormKey,
    errors: &Errors,
) -> Page {
    let title = "Comments";
    let (open, settled): (Vec<_>, Vec<_>) = comments.iter().partition(|comment| comment.is_open());
    let error = |field: &str| errors.get(field).map(String::as_str);
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        p { "Only people of your organisation see them. They are not published." }
        h2 { "Open" }
        @if open.is_empty() { p { "None." } }
        @for comment in open { (one(line, comment, &key())) }
        h2 { "Say something" }
        (above)
        form method="post" action=(here(line, "comments")) novalidate data-keep {
            (hidden("key", key().as_str()))
            (Select::new("section", "About what?").id("section").value(form.section.as_str()).error(error("section"))
                .items(sections().map(|section| (section.clone(), shown(&section).unwrap_or_default()))))
            (Textarea::new("words", "Your comment").id("words").rows(5).value(form.words.as_str()).error(error("words")))
            (Button::new("Add the comment"))
        }
        @if !settled.is_empty() {
            h2 { "Settled" }
            @for comment in settled { (one(line, comment, &key())) }
        }
        p { a href=(here(line, "draft")) { "Back to the draft" } }
    };
    page(line, title, errors, main)
}

fn one(line: &GuideLine, comment: &CommentRow, key: &FormKey) -> Markup {
    let about = shown(&comment.section).unwrap_or_default();
    html! {
        section.app-comment {
            h3.nhsuk-heading-s { (about) @if !comment.is_open() { " " (Tag::new("Settled").colour(Colour::Green)) } }
            (said(comment))
            form method="post" action=(here(line, &format!("comments/{}", comment.id()))) {
                (hidden("key", key.as_str()))
                @if comment.is_open() {
                    (Button::secondary(html! { "Settle" span.nhsuk-u-visually-hidden { " the comment on " (about) } }).small())
                } @else {
                    (Button::secondary(html! { "Open again" span.nhsuk-u-visually-hidden { ": the comment on " (about) } }).small().name("how").value("again"))
                }
            }
        }
    }
}

fn said(comment: &CommentRow) -> Markup {
    html! {
        @match comment.words() {
            Some(words) => @for line in words.lines().filter(|line| !line.trim().is_empty()) { p { (line) } },
            None => p { "This comment was removed." },
        }
        p.nhsuk-u-secondary-text-colour {
            (comment.name) ", " (dates::day_of(comment.said_at))
            @if let Some(by) = &comment.settled { ". Settled by " (by) }
        }
    }
}

/// What is said of one part and not settled, where that part is written.
pub(in crate::writing) fn open_on(line: &GuideLine, section: &str, comments: &[CommentRow]) -> Markup {
    let open: Vec<_> = comments.iter().filter(|comment| comment.is_open() && comment.section == section).collect();
    html! {
        @if !open.is_empty() {
            (InsetText::new(html! {
                @for comment in &open { (said(comment)) }
                p { a href={ (here(line, "comments")) "?section=" (section) } { "Answer or settle" } }
            }))
        } @else {
            p { a href={ (here(line, "comments")) "?section=" (section) } { "Comment on this part" } }
        }
    }
}
