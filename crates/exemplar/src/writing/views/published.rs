//! Reviewing and withdrawing as pages, and what readers are told of it.

use maud::{Markup, html};
use nhsuk::{Button, Input, InsetText, Textarea};

use super::super::forms::{Errors, TextForm, WithdrawForm};
use super::super::store::WithdrawalRow;
use super::{error_summary, heading, here, hidden, page};
use crate::blueprints::GuideLine;
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::shell::Page;

/// Asks a reviewer.
pub(in crate::writing) fn ask_to_review(
    line: &GuideLine,
    organisation: &str,
    names: &Names,
    form: &TextForm,
    key: &FormKey,
) -> Page {
    let title = "Say that you reviewed it";
    let name = names.get(organisation).map_or(organisation, String::as_str);
    let main = html! {
        (heading(line, title))
        p { "Readers will see that somebody of " strong { (name) } " read version " (line.revision) " and agrees with it, and when. They do not see your name. It holds for this version alone." }
        form method="post" action=(here(line, "review")) {
            (hidden("key", key.as_str()))
            (hidden("text_hash", &form.text_hash))
            (Input::new("note", "A note for its authors").hint("Optional").id("note").value(form.note.as_str()))
            (Button::new("I reviewed it and agree"))
        }
    };
    page(line, title, &Errors::new(), main)
}

/// Asks why, before it is withdrawn.
pub(in crate::writing) fn ask_to_withdraw(
    line: &GuideLine,
    form: &WithdrawForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let title = "Withdraw this guide";
    let error = |field: &str| errors.get(field).map(String::as_str);
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        p { "It stays readable at its address, with your reason above it, and so for everyone who copied it. Lists and search leave it out." }
        form method="post" action=(here(line, "withdraw")) novalidate {
            (hidden("key", key.as_str()))
            (Textarea::new("reason", "Why?").id("reason").rows(4).hint("Every reader sees this").value(form.reason.as_str()).error(error("reason")))
            (Input::new("instead", "What should be read instead?").id("instead").hint("The address of another guide here. Optional.").value(form.instead.as_str()).error(error("instead")))
            (Button::warning("Withdraw"))
        }
        p { a href={ "/blueprints/" (line.slug) } { "Not now" } }
    };
    page(line, title, errors, main)
}

/// What readers of a withdrawn guide are told first.
#[must_use]
pub fn withdrawn(withdrawal: &WithdrawalRow, instead: Option<&GuideLine>) -> Markup {
    html! {
        (InsetText::new(html! {
            p { "Withdrawn on " (dates::said(&withdrawal.withdrawn_on)) ": " (withdrawal.reason) }
            @if let Some(guide) = instead { p { "Read instead: " a href={ "/blueprints/" (guide.slug) } { (guide.title) } } }
        }))
    }
}
