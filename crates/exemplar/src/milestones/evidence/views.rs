//! Evidence as pages.

use maud::{Markup, html};
use nhsuk::{Button, Choice, InsetText, Legend, Radios, Size, SummaryList, Textarea};

use super::pages::{DecisionForm, Errors, Shown};
use super::store::EvidenceRow;
use crate::milestones::Plan;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;
use crate::programmes::source;

/// What is said to show that a milestone is done, and how it stands, under everything else that was said of it.
pub(in crate::milestones) fn given(all: &[EvidenceRow], plan: &Plan) -> Markup {
    let of = |row: &&EvidenceRow| {
        row.programme == plan.programme && row.milestone == plan.milestone && row.organisation == plan.organisation
    };
    html! {
        @for row in all.iter().filter(of) {
            div {
                "Said to be done " (dates::falls(&row.done_on)) " (said " (dates::said(&row.said_on)) "): " (source(&row.words)) " "
                strong {
                    @match (row.says.as_deref(), &row.decided_on) {
                        (Some("accepted"), Some(day)) => { "Accepted on " (dates::said(day)) " by somebody from outside." }
                        (Some(_), Some(day)) => { "Not accepted on " (dates::said(day)) @if let Some(reason) = &row.reason { ": " (reason) } }
                        _ => { "Waits to be accepted by somebody from outside." }
                    }
                }
            }
        }
    }
}

/// Reading evidence, and accepting it or not.
pub(super) fn decide(shown: &Shown, form: &DecisionForm, key: &FormKey, errors: &Errors) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let (row, milestone) = (&shown.row, &shown.milestone);
    let title = format!("Does it show that \u{201c}{}\u{201d} is done?", milestone.title);
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (shown.name) } (title) }
        (SummaryList::new()
            .row("Done on", dates::said(&row.done_on))
            .row("What shows it", source(&row.words))
            .row("Said on", dates::said(&row.said_on)))
        h2 { "What counts as evidence" }
        ul.nhsuk-list.nhsuk-list--bullet { @for sentence in milestone.evidence() { li { (sentence) } } }
        @if row.says.is_some() { (InsetText::new("This was decided already.")) } @else {
            form method="post" action={ "/evidence/" (row.id()) } novalidate {
                (hidden("key", key.as_str()))
                (Radios::new("says").id_prefix("says").legend(Legend::new("What do you say?").size(Size::M)).error(error("says")).value(form.says.as_str()).items([
                    Choice::new("accepted", "Yes: the milestone is done"),
                    Choice::new("not-accepted", "No, not yet"),
                ]))
                (Textarea::new("reason", "Why not?").id("reason").rows(4).hint("Needed for a no. Everyone reads it").value(form.reason.as_str()).error(error("reason")))
                (Button::new("Say it in public"))
            }
        }
    };
    Page::new("/programmes", title_of(&title, errors), main)
        .trail([(format!("/organisations/{}/milestones", row.organisation), format!("Milestones of {}", shown.name))])
        .unlisted(true)
        .personal()
}
