//! A hazard of a draft as a page.

use maud::{Markup, html};
use nhsuk::{Button, Input, SummaryList, Textarea, WarningCallout};

use super::super::forms::{Errors, HazardForm};
use super::{error_summary, heading, here, hidden, page};
use crate::blueprints::{GuideLine, WrittenHazard};
use crate::people::FormKey;
use crate::platform::shell::Page;

/// What is asked of a hazard, and what helps to answer.
const ASKED: [(&str, &str); 5] = [
    ("What could happen?", "The hazard in a few words, such as \u{201c}Allergy not shown at discharge\u{201d}"),
    ("What would cause it?", ""),
    ("What would it do to a patient?", ""),
    ("What controls it?", "What was built, trained or checked, and who sees to it"),
    ("What is left?", "The risk that stays, and who accepted it"),
];

/// One hazard.
pub(in crate::writing) fn hazard(
    (line, place): (&GuideLine, usize),
    form: &HazardForm,
    key: &FormKey,
    errors: &Errors,
    above: &Markup,
) -> Page {
    let title = format!("Hazard {place}");
    let main = html! {
        (error_summary(errors))
        (heading(line, &title))
        (above)
        (hazard_form((line, place), form, key, errors))
    };
    page(line, &title, errors, main)
}

/// Somebody changed this hazard in between.
pub(in crate::writing) fn hazard_meanwhile(
    (line, place): (&GuideLine, usize),
    theirs: &WrittenHazard,
    form: &HazardForm,
    key: &FormKey,
) -> Page {
    let title = format!("Hazard {place}");
    let now =
        ASKED.iter().zip(theirs).fold(SummaryList::new(), |list, ((asked, _), said)| list.row(*asked, said.as_str()));
    let main = html! {
        (heading(line, &title))
        (WarningCallout::new("What you typed is not saved yet", html! {
            p { "Somebody changed the hazards in the meantime. Below is the hazard that stands in this place now; under it what you typed. Save again to put yours in its place." }
        }))
        (now)
        (hazard_form((line, place), form, key, &Errors::new()))
    };
    page(line, &title, &Errors::new(), main)
}

fn hazard_form((line, place): (&GuideLine, usize), form: &HazardForm, key: &FormKey, errors: &Errors) -> Markup {
    let error = |name: &str| errors.get(name).map(String::as_str);
    let written = form.written();
    html! {
        form method="post" action=(here(line, &format!("hazards/{place}"))) novalidate data-keep {
            (hidden("key", key.as_str()))
            (hidden("before", &form.before))
            p { "Hazards travel with every copy of this guide: whoever copies it answers each of them." }
            @for ((name, (asked, hint)), said) in HazardForm::NAMES.into_iter().zip(ASKED).zip(&written) {
                @if name == "hazard" {
                    (Input::new(name, asked).id(name).hint(hint).value(said.as_str()).error(error(name)))
                } @else if hint.is_empty() {
                    (Textarea::new(name, asked).id(name).rows(2).value(said.as_str()).error(error(name)))
                } @else {
                    (Textarea::new(name, asked).id(name).rows(2).hint(hint).value(said.as_str()).error(error(name)))
                }
            }
            div.nhsuk-button-group {
                (Button::new("Save this hazard"))
                @if !form.hazard.is_empty() { (Button::secondary("Take it out").name("how").value("remove")) }
            }
        }
    }
}
