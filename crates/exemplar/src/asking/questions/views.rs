//! Questions as a part of a guide's page, and the pages to ask and answer.

use maud::{Markup, Render, html};
use nhsuk::{
    Button, Checkboxes, Choice, Colour, Details, InsetText, Legend, Radios, Size, Tag, Textarea, WarningCallout,
};

use super::forms::{AnswerForm, AsideForm, LONGEST_ANSWER, LONGEST_QUESTION, QuestionForm};
use super::{End, Question};
use crate::asking::forms::Errors;
use crate::asking::views::{counted, error_summary, heading, hidden_key, name, page, prose, record, trail};
use crate::blueprints::GuideLine;
use crate::journal::AsAt;
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::shell::Page;

/// How many questions stand on a guide's page.
const MOST: usize = 10;

/// What a guide's page needs to show its questions.
pub struct Shown<'a> {
    pub line: &'a GuideLine,
    pub questions: &'a [Question],
    pub names: &'a Names,
    /// The names of those who want theirs to stand beside their question, by account.
    pub people: &'a std::collections::BTreeMap<uuid::Uuid, String>,
    pub as_at: AsAt,
    /// Whether whoever reads may answer.
    pub may_answer: bool,
    /// Who reads, to find their own.
    pub reader: Option<uuid::Uuid>,
}

/// How many were answered and how many wait, since when. None when nobody has asked.
pub fn summary(questions: &[Question]) -> Option<String> {
    let answered = questions.iter().filter(|question| question.is_answered()).count();
    let open: Vec<&Question> = questions.iter().filter(|question| question.is_open()).collect();
    let waits = open.first().map(|oldest| {
        let verb = if open.len() == 1 { "waits for an answer since" } else { "wait for an answer, the oldest since" };
        format!("{} {verb} {}", open.len(), dates::said(&oldest.row.asked_on))
    });
    match (answered, waits) {
        (0, None) => None,
        (0, Some(waits)) => Some(format!("No question answered yet, {waits}")),
        (_, None) => Some(format!("{} answered", counted(answered, "question", "questions"))),
        (_, Some(waits)) => Some(format!("{} answered, {waits}", counted(answered, "question", "questions"))),
    }
}

/// The questions on a guide's page: what waits first, the oldest first; then the newest that were settled.
pub fn part(shown: &Shown<'_>) -> Markup {
    let (open, settled): (Vec<&Question>, Vec<&Question>) = shown.questions.iter().partition(|q| q.is_open());
    let few: Vec<&Question> = open.into_iter().take(MOST).chain(settled.into_iter().rev().take(MOST)).collect();
    html! {
        @match summary(shown.questions) {
            Some(words) => p { (words) "." },
            None if few.is_empty() => p { "Nobody has asked a question yet." },
            None => {},
        }
        @for question in &few { (one(shown, question)) }
        @if few.len() < shown.questions.len() {
            p { a href={ "/blueprints/" (shown.line.slug) "/questions" (query_of(shown.as_at)) } { "All " (shown.questions.len()) " questions" } }
        }
    }
}

/// Every question about a guide, the newest first.
pub fn list(shown: &Shown<'_>) -> Page {
    let here = format!("/blueprints/{}/questions", shown.line.slug);
    let main = html! {
        (heading(shown.line, "Questions to the people who run it"))
        @match summary(shown.questions) { Some(words) => p { (words) "." }, None => p { "Nobody has asked a question yet." } }
        p { a href={ "/blueprints/" (shown.line.slug) "/ask" } rel="nofollow" { "Ask a question" } }
        @for question in shown.questions.iter().rev() { (one(shown, question)) }
        (as_at_form(shown.as_at, &here))
    };
    Page::new("/blueprints", format!("Questions - {}", shown.line.title), main)
        .trail(trail(shown.line))
        .notice(past_notice(shown.as_at, &here))
        .unlisted(shown.as_at.is_past())
}

fn one(shown: &Shown<'_>, question: &Question) -> Markup {
    let row = &question.row;
    let here = format!("/blueprints/{}/questions/{}", shown.line.slug, row.id());
    html! {
        section.app-letter id={ "question-" (row.id()) } {
            h3.nhsuk-heading-s {
                (asker(shown, question)) ", " (dates::said(&row.asked_on)) " "
                @if question.is_open() { (Tag::new("Waits for an answer").colour(Colour::Yellow)) }
            }
            @match &question.end {
                Some((end, on)) => {
                    p { strong { (end.shown()) "." } " " (dates::said(on)) }
                    @if !question.is_hidden {
                        (Details::new("Read it all the same", html! { (words(row.words())) @for answer in question.answers.iter().take(1) { (words(answer.words())) } }))
                    }
                }
                None if question.is_hidden => p { "Its words are not shown any more: it was taken back or set aside later." },
                None => {
                    div.app-words { (words(row.words())) }
                    (answered(shown, question))
                }
            }
            @if !shown.as_at.is_past() && question.end.is_none() { (acts(shown, question, &here)) }
        }
    }
}

fn asker(shown: &Shown<'_>, question: &Question) -> Markup {
    let row = &question.row;
    html! {
        @if let Some(person) = shown.people.get(&row.asker()).filter(|_| row.shows_name()) { (person) ", " }
        (name(shown.names, &row.organisation))
    }
}

fn words(words: Option<String>) -> Markup {
    match words {
        Some(words) => prose(&words),
        None => {
            html! { p { em { "These words were removed by two people because they must not be kept. " a href="/removals" { "See when and why" } "." } } }
        }
    }
}

fn answered(shown: &Shown<'_>, question: &Question) -> Markup {
    let Some((newest, before)) = question.answers.split_first() else { return html! {} };
    let mended = if before.is_empty() { "" } else { "mended on " };
    html! {
        (InsetText::new(html! {
            p { strong { "Answer by " (name(shown.names, &newest.organisation)) ", " (mended) (dates::said(&newest.answered_on)) } }
            div.app-words { (words(newest.words())) }
            @if !before.is_empty() {
                (Details::new("What it said before", html! {
                    @for answer in before {
                        p { strong { (dates::said(&answer.answered_on)) } }
                        div.app-words { (words(answer.words())) }
                    }
                }))
            }
        }))
    }
}

fn acts(shown: &Shown<'_>, question: &Question, here: &str) -> Markup {
    let is_mine = shown.reader == Some(question.row.asker());
    let about = html! { span.nhsuk-u-visually-hidden { " the question of " (dates::said(&question.row.asked_on)) } };
    html! {
        @if shown.may_answer || (is_mine && question.is_open()) {
            ul.app-meta {
                @if shown.may_answer {
                    li { a href={ (here) "/answer" } { @if question.is_open() { "Answer" } @else { "Mend the answer to" } (about) } }
                    li { a href={ (here) "/set-aside" } { "Set aside" (about) } }
                }
                @if is_mine && question.is_open() { li { a href={ (here) "/withdraw" } { "Take back" (about) } } }
            }
        }
    }
}

/// What the form to ask needs to show.
pub struct Asking<'a> {
    pub line: &'a GuideLine,
    /// The asker.
    pub person: &'a str,
    /// Their organisation.
    pub organisation: &'a str,
    /// The organisation that is asked.
    pub owner: &'a str,
    /// Whether anybody there has an account to answer with.
    pub is_answered_by_somebody: bool,
}

/// Asks for a question.
pub fn ask(asking: &Asking<'_>, form: &QuestionForm, key: &FormKey, errors: &Errors) -> Page {
    let Asking { line, person, organisation, owner, .. } = asking;
    let title = "Ask the people who run it";
    let error = |field: &str| errors.get(field).map(String::as_str);
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        p { "Everyone can read your question at once, with the name of your organisation, " (organisation) "."
            @if asking.is_answered_by_somebody { " The people of " (owner) " get a letter, and answer in public." }
            @else { " Nobody of " (owner) " has an account here yet who could answer: your question stands there until somebody has." }
        }
        p { "Write nothing about a patient, and no secrets." }
        form method="post" action={ "/blueprints/" (line.slug) "/ask" } novalidate {
            (hidden_key(key))
            (Textarea::new("text", "Your question").id("text").rows(6).hint(format!("At most {LONGEST_QUESTION} characters")).value(form.text.as_str()).error(error("text")))
            (Checkboxes::new("name").id_prefix("name").small().item(Choice::new("yes", format!("Show my name beside it: {person}")).checked(form.name == "yes")))
            (Button::new("Ask in public"))
        }
        p { a href={ "/blueprints/" (line.slug) "/request" } { "Ask for a call or a visit instead" } }
    };
    page(line, title, errors, main)
}

/// A question to be answered, with its answer as it is.
pub struct ToAnswer<'a> {
    pub line: &'a GuideLine,
    pub question: &'a Question,
    pub names: &'a Names,
    /// Whether somebody answered since the form was made.
    pub is_overtaken: bool,
}

/// Asks for an answer.
pub fn answer(to: &ToAnswer<'_>, form: &AnswerForm, key: &FormKey, errors: &Errors) -> Page {
    let title = if to.question.answers.is_empty() { "Answer a question" } else { "Mend the answer" };
    let error = |field: &str| errors.get(field).map(String::as_str);
    let here = format!("/blueprints/{}/questions/{}", to.line.slug, to.question.row.id());
    let main = html! {
        (error_summary(errors))
        (heading(to.line, title))
        @if to.is_overtaken {
            (WarningCallout::new("What you typed is not saved yet", html! { p { "Somebody answered in the meantime. Below the question is their answer, and under it what you typed. Send it again to put yours in its place; theirs stays readable." } }))
        }
        (asked(to))
        @if to.is_overtaken && let Some(now) = to.question.answers.first() {
            h2.nhsuk-heading-s { "The answer as it is" }
            div.app-words { (words(now.words())) }
        }
        form method="post" action={ (here) "/answer" } novalidate {
            (hidden_key(key))
            input type="hidden" name="made_from" value=(form.made_from);
            (Textarea::new("text", "Your answer").id("text").rows(10).hint(format!("Everyone can read it, with the name of your organisation. At most {LONGEST_ANSWER} characters")).value(form.text.as_str()).error(error("text")))
            (Button::new("Answer in public"))
        }
        p { a href={ (here) "/set-aside" } { "Set it aside instead" } }
        @for version in &to.question.answers { (record(&format!("texts/{}", version.text_hash))) }
    };
    page(to.line, title, errors, main)
}

fn asked(to: &ToAnswer<'_>) -> Markup {
    let row = &to.question.row;
    html! {
        section.app-letter {
            h2.nhsuk-heading-s { (name(to.names, &row.organisation)) " asked on " (dates::said(&row.asked_on)) }
            div.app-words { (words(row.words())) }
        }
    }
}

/// Asks why a question is set aside.
pub fn set_aside(to: &ToAnswer<'_>, form: &AsideForm, key: &FormKey, errors: &Errors) -> Page {
    let title = "Set a question aside";
    let row = &to.question.row;
    let items = [
        Choice::new(End::OffTopic.word(), "It is not about this guide")
            .hint("Its words stay readable for those who open them"),
        Choice::new(End::NotPublic.word(), "It holds something that should not be public")
            .hint("Its words are not shown any more, nor on earlier days"),
    ];
    let main = html! {
        (error_summary(errors))
        (heading(to.line, title))
        (asked(to))
        form method="post" action={ "/blueprints/" (to.line.slug) "/questions/" (row.id()) "/set-aside" } novalidate {
            (hidden_key(key))
            (Radios::new("why").id_prefix("why").legend(Legend::new("Why?").size(Size::M)).hint("Everyone sees that it was set aside, and why. Whoever asked gets a letter.")
                .error(errors.get("why").map(String::as_str)).value(form.why.as_str()).items(items))
            (Button::warning("Set it aside"))
        }
        (record(&format!("texts/{}", row.text_hash)))
    };
    page(to.line, title, errors, main)
}

/// Asks whether a question is to be taken back.
pub fn withdraw(to: &ToAnswer<'_>, key: &FormKey) -> Page {
    let title = "Take your question back";
    let row = &to.question.row;
    let main = html! {
        (heading(to.line, title))
        (asked(to))
        p { "Its words are not shown any more, nor on earlier days. That you took it back is." }
        form method="post" action={ "/blueprints/" (to.line.slug) "/questions/" (row.id()) "/withdraw" } {
            (hidden_key(key))
            (Button::warning("Take it back").render())
        }
        p { a href={ "/blueprints/" (to.line.slug) "/questions" } { "Not now" } }
        (record(&format!("texts/{}", row.text_hash)))
    };
    page(to.line, title, &Errors::new(), main)
}
