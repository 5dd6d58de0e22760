//! The form that says what is promised, expected or done of one milestone.

use maud::html;
use nhsuk::{Button, Choice, Input, InputWidth, InsetText, Legend, Radios, Select, SelectOption, Size, Textarea};

use super::history;
use crate::journal::AsAt;
use crate::milestones::Reason;
use crate::milestones::evidence::pages::Errors;
use crate::milestones::evidence::views::given;
use crate::milestones::pages::entering::{DateForm, Entering};
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;

/// Saying what is promised, expected or done.
pub(in crate::milestones) fn enter(of: &Entering, form: &DateForm, key: &FormKey, errors: &Errors) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let title = &of.milestone.title;
    let mut choices = Vec::new();
    if !of.has_promise() {
        choices.push(Choice::new("promised", "What is first promised").hint("Said once: it stays as it is said"));
    }
    choices.push(Choice::new("expected", "When it is now expected").hint("With the reason, and a sentence"));
    if of.plan.is_some() {
        choices.push(
            Choice::new("done", "That it is done").hint("With what shows it. Somebody from outside has to accept it"),
        );
    }
    let reasons = Reason::ALL
        .iter()
        .zip(Reason::WORDS)
        .map(|(reason, word)| SelectOption::new(word, reason.shown()).selected(form.reason == word));
    let action = format!("/organisations/{}/milestones/{}/{}", of.code, of.programme.slug, of.milestone.slug);
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (of.name) } (title) }
        @if let Some(plan) = &of.plan {
            h2 { "What was said" }
            div.nhsuk-body { (history(plan, AsAt::default())) (given(&of.evidence, plan)) }
        }
        @if let Some(row) = of.to_confirm() {
            h2 { "Is this right?" }
            p { "The programme office was told by telephone: " (row.kind().shown().to_lowercase()) " " (dates::said(row.stored())) ". With this button you say the same yourself. When it is wrong, say below what is so, or " a href={ "/dispute?record=/organisations/" (of.code) "/milestones" } { "dispute it" } "." }
            form method="post" action=(action) novalidate {
                (hidden("key", key.as_str()))
                (hidden("kind", "confirm"))
                (Button::new("That is right"))
            }
        }
        @if !of.is_theirs {
            (InsetText::new(format!("Enter what you were told. It says \u{201c}The programme office, told by {} by telephone\u{201d}, and {} gets a letter, to confirm or dispute it.", of.name, of.name)))
        }
        @if of.is_done() { (InsetText::new("It is done. Nothing more is said of its dates.")) } @else {
            form method="post" action=(action) novalidate {
                (hidden("key", key.as_str()))
                (Radios::new("kind").id_prefix("kind").legend(Legend::new("What do you want to say?").size(Size::M)).error(error("kind")).value(form.kind.as_str()).items(choices))
                (Input::new("date", "Date").id("date").hint("As exactly as you know it: 2027, 2027-03 or 2027-03-31").width(InputWidth::Chars10).value(form.date.as_str()).error(error("date")))
                (Select::new("reason", "Why did it move?").id("reason").error(error("reason")).hint("For a date that is now expected")
                    .item(SelectOption::new("", "Choose"))
                    .items(reasons))
                (Textarea::new("note", "In a sentence").id("note").rows(3).hint("What happened; or, when it is done, what shows it, with an address. Everyone reads it").value(form.note.as_str()).error(error("note")))
                (Button::new("Say it in public"))
            }
            h2 { "What counts as evidence" }
            ul.nhsuk-list.nhsuk-list--bullet { @for sentence in of.milestone.evidence() { li { (sentence) } } }
        }
    };
    Page::new("/organisations", format!("{} - {}", title_of(title, errors), of.name), main)
        .trail([(format!("/organisations/{}/milestones", of.code), format!("Milestones of {}", of.name))])
        .unlisted(true)
        .personal()
}
