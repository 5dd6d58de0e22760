//! An organisation's own result, before the results are public, and what it says of it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use nhsuk::{Button, InsetText, Textarea};

use super::{invented, unit};
use crate::maturity::first::Reply;
use crate::maturity::pages::Read;
use crate::maturity::{EditionRow, Standing};
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;

/// A result that is read first.
pub(in crate::maturity) struct First<'a> {
    pub read: &'a Read,
    pub standing: &'a Standing,
    /// When it becomes public, in microseconds since 1970; none when it is.
    pub until: Option<i64>,
    pub reply: Option<&'a Reply>,
    pub may_reply: bool,
    /// What was typed, and what is wrong with it.
    pub typed: Option<(&'a str, &'a str)>,
}

/// What is not public yet, with the organisations of the reader that are in it.
pub(in crate::maturity) fn first_list(own: &[(EditionRow, i64, Vec<String>)]) -> Page {
    let main = html! {
        h1 { "Results before they are public" }
        p.nhsuk-lede-text { "Each organisation reads its own result first, and may say something of it." }
        @if own.is_empty() { p { "No results wait to become public." } }
        @for (row, until, codes) in own {
            h2.nhsuk-heading-m { (row.title) }
            p { "They become public on " (dates::moment_of(*until)) "." }
            @if codes.is_empty() { p { "Your organisation is not in them." } }
            @for code in codes { p { a href={ "/results/" (row.slug) "/" (code) } { "The result of " (code) } } }
        }
    };
    Page::new("", "Results before they are public", main).unlisted(true).personal()
}

/// One result, and the form to say something of it.
pub(in crate::maturity) fn first(of: &First<'_>, key: &FormKey) -> Page {
    let First { read, standing, until, reply, may_reply, typed } = of;
    let errors: BTreeMap<&str, String> = typed.iter().map(|(_, wrong)| ("words", (*wrong).to_owned())).collect();
    let before = reply.and_then(|reply| reply.words.clone()).unwrap_or_default();
    let words = typed.map_or(before, |(words, _)| words.to_owned());
    let main = html! {
        (error_summary(&errors))
        h1 { (standing.name) }
        @match until {
            Some(until) => (InsetText::new(format!("Not public until {}. Until then only people of this organisation and the programme office read this page, and links to other pages of these results lead nowhere.", dates::moment_of(*until)))),
            None => p { "These results are public: " a href={ "/maturity/" (read.row.slug) "/organisations/" (standing.code) } { "the page everybody reads" } },
        }
        (unit::result(read, standing))
        h2 { "What you say of it" }
        (shown(*reply))
        @if *may_reply {
            form method="post" action={ "/results/" (read.row.slug) "/" (standing.code) } novalidate {
                (hidden("key", key.as_str()))
                (Textarea::new("words", "It stands on your page for everybody, from the day the results are public").id("words").rows(5).value(words).error(errors.get("words").cloned()))
                (Button::new("Save"))
            }
        }
    };
    let title = format!("{} - {}", standing.name, read.row.title);
    Page::new("", title_of(&title, &errors), main)
        .trail(vec![("/results".to_owned(), "Results before they are public".to_owned())])
        .notice(invented(&read.row))
        .unlisted(true)
        .personal()
}

/// What an organisation says of its result.
pub(super) fn shown(reply: Option<&Reply>) -> Markup {
    html! {
        @if let Some(reply) = reply {
            @match &reply.words {
                Some(words) => { @for part in words.split("\n\n") { p { (part) } } },
                None => p { "The words were removed." },
            }
            p.nhsuk-u-secondary-text-colour { "Said on " (dates::said(&reply.said_on)) }
        }
    }
}
