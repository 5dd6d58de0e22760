//! This room's part of a guide's page, and of the home page of a signed-in person.

use maud::{Markup, html};
use nhsuk::{Button, Cell, Column, Table};

use super::super::confirmations::store::ConfirmationRow;
use super::super::confirmations::{self, tally};
use super::super::contacts::views::Group;
use super::super::questions::{Question, views::Shown};
use super::super::requests::{Figures, Request, What};
use super::super::{contacts, questions, requests};
use super::counted;
use crate::blueprints::GuideLine;
use crate::platform::dates;

/// Everything this room knows of a guide.
pub struct Beside<'a> {
    /// Its questions.
    pub shown: Shown<'a>,
    /// Who agreed to be asked.
    pub groups: &'a [Group],
    /// How soon people answered.
    pub figures: &'a Figures,
    /// Whether it is still true, the newest first.
    pub confirmations: &'a [ConfirmationRow],
    /// The source, when this is a copy.
    pub source: Option<&'a GuideLine>,
    /// Whether its people can be asked, now and by whoever reads.
    pub takes_questions: bool,
    /// Whether whoever reads may agree to be asked.
    pub may_be_asked: bool,
    /// Whether whoever reads may say whether it is still true.
    pub may_confirm: bool,
}

/// A line before the text: how many asked, and whether it is still true.
pub fn before(beside: &Beside<'_>) -> Markup {
    let asked = questions::views::summary(beside.shown.questions);
    let still_true = confirmations::views::summary(&tally(beside.confirmations));
    html! {
        @if asked.is_some() || still_true.is_some() || beside.takes_questions {
            ul.app-meta {
                li { a href="#asking" { (asked.unwrap_or_else(|| "Ask the people who run it".to_owned())) } }
                @if let Some(words) = still_true { li { a href="#still-true" { (words) } } }
            }
        }
    }
}

/// The sections after the text.
pub fn after(beside: &Beside<'_>) -> Markup {
    let here = format!("/blueprints/{}", beside.shown.line.slug);
    html! {
        section aria-labelledby="asking" {
            h2 id="asking" { "Ask the people who run it" }
            @if let Some(source) = beside.source {
                p { "These are the questions about this version. There are others " a href={ "/blueprints/" (source.slug) "#asking" } { "about its source" } "." }
            }
            (questions::views::part(&beside.shown))
            @if beside.takes_questions { p.app-no-print { (Button::link(format!("{here}/ask"), "Ask a question").attribute("rel", "nofollow")) } }
            h3 { "A call or a visit" }
            (requests::views::part(beside.figures))
            (contacts::views::part(beside.groups, beside.shown.names, beside.takes_questions))
            @if beside.may_be_asked { p.app-no-print { a href={ (here) "/be-asked" } { "I agree to be asked" } } }
        }
        section aria-labelledby="still-true" {
            h2 id="still-true" { "Still true?" }
            (confirmations::views::part(beside.confirmations, beside.shown.names))
            @if beside.may_confirm { p.app-no-print { a href={ (here) "/still-true" } { "Say whether it is still true where you are" } } }
        }
    }
}

/// Something that waits for somebody.
pub struct Waiting {
    pub what: &'static str,
    pub href: String,
    pub line: GuideLine,
    pub since: String,
}

/// Something somebody asked.
pub struct Mine {
    pub what: &'static str,
    pub href: String,
    pub line: GuideLine,
    pub asked_on: String,
    pub stands: String,
}

/// How a question stands.
pub fn stands(question: &Question) -> String {
    match (&question.end, question.answers.first()) {
        (Some((end, _)), _) => end.shown().to_owned(),
        (None, Some(answer)) => format!("Answered on {}", dates::said(&answer.answered_on)),
        (None, None) => "Waits for an answer".to_owned(),
    }
}

/// How a request stands.
pub fn request_stands(request: &Request) -> String {
    let Some(end) = request.outcome() else {
        return format!("Waits for an answer since {}", dates::said(request.since()));
    };
    let on = dates::said(&end.moved_on);
    match end.what() {
        What::Agreed => format!("Agreed on {on}"),
        What::NotNow => format!("Not now, on {on}"),
        What::PassedOn | What::Unanswered => format!("Nobody answered by {on}"),
    }
}

/// What waits for somebody, the oldest first, and what they asked.
pub fn waiting(waiting: &[Waiting], mine: &[Mine]) -> Markup {
    let mut table = Table::new().responsive().head(["What", "Guide", "Since"].map(Column::new));
    for row in waiting {
        let link = html! { a href=(row.href) { (row.what) } };
        table = table.row([Cell::new(link), Cell::new(row.line.title.as_str()), Cell::new(dates::said(&row.since))]);
    }
    let mut asked = Table::new().responsive().head(["What", "Guide", "Asked on", "How it stands"].map(Column::new));
    for row in mine {
        let link = html! { a href=(row.href) { (row.what) } };
        asked = asked.row([
            Cell::new(link),
            Cell::new(row.line.title.as_str()),
            Cell::new(dates::said(&row.asked_on)),
            Cell::new(row.stands.as_str()),
        ]);
    }
    html! {
        h2 { "Asked of you" }
        @if waiting.is_empty() { p { "No question or request waits for you." } }
        @else { p { (counted(waiting.len(), "waits", "wait")) " for an answer." } (table) }
        @if !mine.is_empty() { h2 { "What you asked" } (asked) }
    }
}
