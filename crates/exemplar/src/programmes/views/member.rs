//! One member of a programme as a page, and the forms that move it on.

use maud::{Markup, html};
use nhsuk::{
    Button, Cell, Choice, Colour, Column, Input, InputWidth, Legend, Radios, Select, SelectOption, Size, Table, Tag,
    Textarea,
};

use super::members::history;
use super::{invented, organisation, said_in, source};
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::{Page, disputing, small_link};
use crate::programmes::State;
use crate::programmes::forms::Errors;
use crate::programmes::joining::{Checked, Decision, Expected, Reply};
use crate::programmes::pages::member::{AnswerForm, MoveForm, OfMember, Part};

/// One member of a programme.
pub(in crate::programmes) fn show(of: &OfMember) -> Page {
    let here = of.address("");
    let query = query_of(of.as_at);
    let title = format!("{} in {}", of.name, of.programme.name);
    let main = html! {
        h1 { (of.name) span.nhsuk-caption-l { (of.programme.name) } }
        (invented(&of.programme.slug))
        @for part in &of.parts { (one(of, part)) }
        p {
            a href={ "/organisations/" (of.code) (query) } { "Everything about this organisation" } " or "
            a href={ "/organisations/" (of.code) "/milestones" (query) } { "its milestones" }
        }
        @if !of.as_at.is_past() {
            (small_link(&of.address("/move"), "Move it on (programme office)"))
            (disputing(&here))
        }
        (as_at_form(of.as_at, &here))
    };
    page(of, title, main).notice(past_notice(of.as_at, &here)).notice(of.corrections.clone())
}

fn page(of: &OfMember, title: String, main: Markup) -> Page {
    Page::new("/programmes", title, main).trail([
        ("/programmes".to_owned(), "Programmes".to_owned()),
        (format!("/programmes/{}{}", of.programme.slug, query_of(of.as_at)), of.programme.name.clone()),
    ])
}

fn one(of: &OfMember, part: &Part) -> Markup {
    html! {
        h2 { (part.member.group_name) }
        @if let Some((name, on)) = &part.carried_from {
            p { "Carried on from " (organisation(&part.member.organisation, name, of.as_at)) " on " (dates::said(on)) "." }
        }
        p { "State: " strong { (part.member.state()) } }
        div.nhsuk-body { (history(&part.member, of.as_at)) }
        h3 { "What is looked at before it goes on" }
        @if part.checked.is_empty() { p { "Nothing is known here to be looked at in this group." } } @else { (checks(of, part)) }
        h3 { "What is expected of it" }
        @if part.expected.is_empty() { p { "No expectation of this group is known here." } } @else { (expectations(of, part)) }
    }
}

fn decision(checked: &Checked) -> Markup {
    let tag = match checked.decision() {
        Some(Decision::Met) => Tag::new("Met").colour(Colour::Green),
        Some(Decision::SetAside) => Tag::new("Set aside").colour(Colour::Grey),
        Some(Decision::NotMet) => Tag::new("Not met").colour(Colour::Red),
        None => Tag::new("Not looked at yet").colour(Colour::Yellow),
    };
    html! { (tag) }
}

fn checks(of: &OfMember, part: &Part) -> Table {
    let mut table =
        Table::new().responsive().head(["What", "Needed for", "Decision", "What was found"].map(Column::new));
    for checked in &part.checked {
        let check = &checked.check;
        let needed = State::from_word(&check.needed_for).map_or("", State::shown);
        table = table.row([
            Cell::new(html! {
                (check.title) br; span.nhsuk-u-secondary-text-colour { (check.asks_for) }
                @if part.carried_from.is_none() && !of.as_at.is_past() {
                    (small_link(&of.address(&format!("/checks/{}", check.slug)), "Say what was found (programme office)"))
                }
            }),
            Cell::new(needed),
            Cell::new(decision(checked)),
            Cell::new(html! {
                @for row in &checked.answers {
                    div {
                        (Decision::from_word(&row.decision).shown()) ". "
                        @if let Some(evidence) = &row.evidence { (source(evidence)) " " }
                        @if let Some(owner) = &row.owner { "Seen to by " (owner) ". " }
                        @if let Some(note) = &row.note { (note) " " }
                        (said_in(&row.source, row.published.as_deref(), (of.as_at, row.recorded_at)))
                    }
                }
            }),
        ]);
    }
    table
}

fn expectations(of: &OfMember, part: &Part) -> Table {
    let mut table = Table::new().responsive().head(["What", "What it says", "Evidence and date"].map(Column::new));
    for expected in &part.expected {
        let expectation = &expected.expectation;
        table = table.row([
            Cell::new(html! {
                (expectation.title)
                @if part.carried_from.is_none() && !of.as_at.is_past() {
                    (small_link(&of.address(&format!("/expectations/{}", expectation.slug)), "Answer for this organisation"))
                }
            }),
            Cell::new(html! { strong { (expected.said()) } }),
            Cell::new(html! {
                @for row in &expected.replies {
                    div {
                        (Reply::from_word(&row.answer).shown())
                        @if let Some(on) = &row.answered_on { ", " (dates::said(on)) } ". "
                        @if let Some(evidence) = &row.evidence { (source(evidence)) " " }
                        @if let Some(note) = &row.note { (note) " " }
                        (said_in(&row.source, row.published.as_deref(), (of.as_at, row.recorded_at)))
                    }
                }
            }),
        ]);
    }
    table
}

fn form_page(of: &OfMember, title: &str, errors: &Errors, main: Markup) -> Page {
    Page::new("/programmes", format!("{} - {}", title_of(title, errors), of.name), main)
        .trail([(of.address(""), format!("{} in {}", of.name, of.programme.name))])
        .unlisted(true)
        .personal()
}

/// Moving a member on.
pub(in crate::programmes) fn move_on(of: &OfMember, form: &MoveForm, key: &FormKey, errors: &Errors) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let title = "Move a member on";
    let groups = of
        .groups
        .iter()
        .map(|group| SelectOption::new(group.slug.as_str(), group.name.as_str()).selected(form.group == group.slug));
    let states = State::ALL
        .iter()
        .map(|state| SelectOption::new(state.word(), state.shown()).selected(form.state == state.word()));
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (of.name) } (title) }
        p { "It goes on only when what is needed for the state is met, or set aside with a reason. It may leave at any time, and keeps its history. The organisation gets a letter." }
        @for part in of.own() { p { (part.member.group_name) ": " strong { (part.member.state()) } } }
        form method="post" action=(of.address("/move")) novalidate {
            (hidden("key", key.as_str()))
            (Select::new("group", "Group or wave").id("group").error(error("group")).item(SelectOption::new("", "Choose")).items(groups))
            (Select::new("state", "State").id("state").error(error("state")).item(SelectOption::new("", "Choose")).items(states))
            (Input::new("on", "Since when").id("on").hint("2026, 2026-11 or 2026-11-22").width(InputWidth::Chars10).value(form.on.as_str()).error(error("on")))
            (Textarea::new("note", "Anything else").id("note").rows(3).hint("Optional, but say why when it leaves. Everyone reads it").value(form.note.as_str()).error(error("note")))
            (Button::new("Move it on, in public"))
        }
    };
    form_page(of, title, errors, main)
}

/// Saying what was found.
pub(in crate::programmes) fn check(
    of: &OfMember,
    checked: &Checked,
    form: &AnswerForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let check = &checked.check;
    let choices = Decision::ALL.into_iter().zip(Decision::WORDS).map(|(is, word)| Choice::new(word, is.shown()));
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (of.name) } (check.title) }
        p { (check.asks_for) }
        p { "Now: " (decision(checked)) }
        form method="post" action=(of.address(&format!("/checks/{}", check.slug))) novalidate {
            (hidden("key", key.as_str()))
            (Radios::new("answer").id_prefix("answer").legend(Legend::new("What was found?").size(Size::M)).error(error("answer")).value(form.answer.as_str()).items(choices))
            (Textarea::new("evidence", "What shows it").id("evidence").rows(3).hint("Needed when it is met. An address where it can be read is best").value(form.evidence.as_str()).error(error("evidence")))
            (Input::new("owner", "Who sees to it").id("owner").hint("Optional. A role rather than a name, such as head of digital").value(form.owner.as_str()).error(error("owner")))
            (Textarea::new("note", "Why").id("note").rows(3).hint("Needed when it is not met or set aside. Everyone reads it").value(form.note.as_str()).error(error("note")))
            (Button::new("Say it in public"))
        }
    };
    form_page(of, &check.title, errors, main)
}

/// Answering what is expected.
pub(in crate::programmes) fn expectation(
    of: &OfMember,
    expected: &Expected,
    form: &AnswerForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let expectation = &expected.expectation;
    let choices = Reply::ALL.into_iter().zip(Reply::WORDS).map(|(is, word)| Choice::new(word, is.shown()));
    let main = html! {
        (error_summary(errors))
        h1 { span.nhsuk-caption-l { (of.name) } (expectation.title) }
        p { "Now: " strong { (expected.said()) } }
        form method="post" action=(of.address(&format!("/expectations/{}", expectation.slug))) novalidate {
            (hidden("key", key.as_str()))
            (Radios::new("answer").id_prefix("answer").legend(Legend::new("What does the organisation say?").size(Size::M)).error(error("answer")).value(form.answer.as_str()).items(choices))
            (Input::new("on", "Since when").id("on").hint("Optional. 2026, 2026-11 or 2026-11-22").width(InputWidth::Chars10).value(form.on.as_str()).error(error("on")))
            (Textarea::new("evidence", "What shows it").id("evidence").rows(3).hint("Needed when it is met").value(form.evidence.as_str()).error(error("evidence")))
            (Textarea::new("note", "Anything else").id("note").rows(3).hint("Optional. Everyone reads it").value(form.note.as_str()).error(error("note")))
            (Button::new("Say it in public"))
        }
    };
    form_page(of, &expectation.title, errors, main)
}
