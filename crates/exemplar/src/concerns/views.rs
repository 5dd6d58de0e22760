//! Concerns as pages.

use jiff::civil::Date;
use maud::{Markup, Render, html};
use nhsuk::{
    Button, Cell, Choice, Colour, Column, Input, InputType, Legend, Radios, Size, SummaryList, Table, Tag, Textarea,
    WarningCallout,
};

use super::What;
use super::forms::{AnswerForm, ConcernForm, Errors};
use super::pages::Shown;
use super::store::ConcernRow;
use crate::blueprints::GuideLine;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;

/// Where incidents with patients are reported in England.
const INCIDENTS: &str = "https://www.england.nhs.uk/patient-safety/patient-safety-insight/learning-from-patient-safety-events/learn-from-patient-safety-events-service/";

/// Reporting a concern.
pub(super) fn report(line: &GuideLine, form: &ConcernForm, key: &FormKey, errors: &Errors) -> Page {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let title = "Report a safety concern";
    let main = html! {
        (error_summary(errors))
        h1 { (title) span.nhsuk-caption-l { (line.title) } }
        p { "Tell the people whose guide this is when following it could harm somebody. Only their clinical safety officers, for a copy also those of its source, and the programme office read it. You get an answer within two working days." }
        (WarningCallout::new("Was a patient harmed, or nearly?", html! {
            p { "Report that where your organisation reports incidents with patients. In England that is the service " a href=(INCIDENTS) rel="noopener" { "Learn from patient safety events (LFPSE)" } ". This page is about the words of a guide alone." }
        }))
        form method="post" action={ "/blueprints/" (line.slug) "/concern" } novalidate {
            (hidden("key", key.as_str()))
            (Textarea::new("concern", "What could go wrong?").id("concern").rows(6).hint("What the guide says and where, and what could happen. Do not name patients").value(form.concern.as_str()).error(error("concern")))
            (Input::new("name", "Your name").id("name").autocomplete("name").value(form.name.as_str()).error(error("name")))
            (Input::new("mail", "Email address to answer to").id("mail").kind(InputType::Email).autocomplete("email").value(form.mail.as_str()).error(error("mail")))
            (Button::new("Report it"))
        }
    };
    Page::new("/blueprints", title_of(title, errors), main)
        .trail([
            ("/blueprints".to_owned(), "Guides".to_owned()),
            (format!("/blueprints/{}", line.slug), line.title.clone()),
        ])
        .unlisted(true)
        .personal()
}

/// It came.
pub(super) fn received() -> Page {
    let main = html! {
        h1 { "Thank you: it came" }
        p { "The clinical safety officers of the organisation and the programme office were told. You get an answer by email within two working days." }
        p { "If a patient was harmed, or nearly, report that where your organisation reports incidents. In England: " a href=(INCIDENTS) rel="noopener" { "Learn from patient safety events (LFPSE)" } "." }
        p { a href="/blueprints" { "All guides" } }
    };
    Page::new("/blueprints", "Thank you", main).unlisted(true)
}

fn tag(row: &ConcernRow, today: Date) -> Markup {
    match row.what() {
        Some(What::Answered) => Tag::new("Answered").colour(Colour::Green),
        Some(What::Notice) => Tag::new("A notice was raised").colour(Colour::Green),
        None if row.is_late(today) => Tag::new("Late").colour(Colour::Red),
        None => Tag::new("Waits for an answer").colour(Colour::Orange),
    }
    .render()
}

/// One concern.
pub(super) fn show(shown: &Shown, (form, errors): (&AnswerForm, &Errors), key: &FormKey, today: Date) -> Page {
    let title = "A safety concern";
    let guide = html! { a href={ "/blueprints/" (shown.line.slug) } { (shown.line.title) } };
    let main = html! {
        (error_summary(errors))
        h1 { (title) span.nhsuk-caption-l { (shown.line.title) } }
        p { (tag(&shown.row, today)) }
        (SummaryList::new()
            .row("Guide", guide)
            .row("Copied from", html! { @match &shown.source { Some(source) => a href={ "/blueprints/" (source.slug) } { (source.title) }, None => "It is no copy" } })
            .row("Reported on", dates::said(&shown.row.reported_on))
            .row("To be answered by", dates::said(&shown.row.due_on)))
        @match &shown.words {
            Some(words) => {
                h2 { "What could go wrong" }
                (paragraphs(&words.concern))
                p { "From " (words.name) ", " a href={ "mailto:" (words.mail) } { (words.mail) } "." }
            }
            None => p { em { "What was written was removed by two people because it must not be kept." } },
        }
        @match shown.row.what() {
            Some(_) => (answered(shown)),
            None => (answering(shown, (form, errors), key)),
        }
    };
    Page::new("/me", title_of(title, errors), main).trail([("/me", "What waits for you")]).unlisted(true).personal()
}

fn paragraphs(text: &str) -> Markup {
    html! { @for paragraph in text.split("\n\n").filter(|part| !part.trim().is_empty()) { p { (paragraph) } } }
}

fn answered(shown: &Shown) -> Markup {
    let by = shown.row.answered_by.as_deref().unwrap_or("Somebody");
    let day = shown.row.answered_on.as_deref().map(dates::said).unwrap_or_default();
    html! {
        h2 { "The answer" }
        p { (by) " answered on " (day) "." }
        @if let Some(words) = &shown.answer { (paragraphs(words)) }
    }
}

fn answering(shown: &Shown, (form, errors): (&AnswerForm, &Errors), key: &FormKey) -> Markup {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let choice = |what: What| match (what, &shown.warns) {
        (What::Answered, _) => {
            Choice::new(what.word(), "Answer it").hint("Where nothing has to be done, or you will publish a correction")
        }
        (What::Notice, Some(guide)) => Choice::new(what.word(), "Answer it, and raise a safety notice").hint(format!(
            "At once on \u{201c}{}\u{201d} and on every copy of it; everybody with a copy has to answer",
            guide.title
        )),
        (What::Notice, None) => Choice::new(what.word(), "Raise a safety notice"),
    };
    let ways = What::ALL.into_iter().filter(|what| *what == What::Answered || shown.warns.is_some());
    html! {
        form method="post" action={ "/concerns/" (shown.row.id()) } novalidate {
            (hidden("key", key.as_str()))
            (Radios::new("what").id_prefix("what").legend(Legend::new("What do you do?").size(Size::M)).error(error("what")).value(form.what.as_str()).items(ways.map(choice)))
            (Textarea::new("words", "Your answer to whoever reported it").id("words").rows(4).hint("They get it by email. What you found, and what you will do").value(form.words.as_str()).error(error("words")))
            @if shown.warns.is_some() {
                (Textarea::new("notice", "What the notice says").id("notice").rows(4).hint("Only when you raise one. Everyone reads it: what is unsafe, and what to do until it is corrected").value(form.notice.as_str()).error(error("notice")))
            }
            (Button::new("Answer"))
        }
    }
}

fn table(rows: &[(ConcernRow, GuideLine)], today: Date) -> Markup {
    let mut table = Table::new().responsive().head(["Guide", "Reported", "Due", "How it stands"].map(Column::new));
    for (row, line) in rows {
        table = table.row([
            Cell::new(html! { a href={ "/concerns/" (row.id()) } { "A concern about " (line.title) } }),
            Cell::new(dates::said(&row.reported_on)),
            Cell::new(dates::said(&row.due_on)),
            Cell::new(tag(row, today)),
        ]);
    }
    table.render()
}

/// What waits for somebody.
pub(super) fn waiting(rows: &[(ConcernRow, GuideLine)], today: Date) -> Markup {
    html! { @if !rows.is_empty() { h2 { "Safety concerns to answer" } (table(rows, today)) } }
}

/// What of safety the programme office looks at.
pub(super) fn office(concerns: &[(ConcernRow, GuideLine)], notices: &Markup, today: Date) -> Page {
    let late = concerns.iter().filter(|(row, _)| row.is_late(today)).count();
    let main = html! {
        h1 { "Safety: what is not answered" }
        h2 { "Concerns that wait (" (concerns.len()) ", " (late) " late)" }
        @if concerns.is_empty() { p { "Every concern is answered." } } @else { (table(concerns, today)) }
        (notices)
    };
    Page::new("/me", "Safety: what is not answered", main)
        .trail([("/me", "What waits for you")])
        .unlisted(true)
        .personal()
}
