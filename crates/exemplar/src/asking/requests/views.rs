//! Asking for a call or a visit, and answering, as pages; and how soon people answer, as a part of a guide's page.

use maud::{Markup, html};
use nhsuk::{
    Button, Checkboxes, Choice, Colour, InsetText, Legend, Radios, Select, SelectOption, Size, SummaryList, Tag,
    Textarea,
};
use uuid::Uuid;

use super::forms::{ReplyForm, RequestForm};
use super::{Figures, Request, What, Words};
use crate::asking::contacts::Way;
use crate::asking::forms::Errors;
use crate::asking::views::{counted, error_summary, heading, hidden_key, page, prose, record};
use crate::blueprints::GuideLine;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::shell::Page;

/// How often people were asked and how soon they answered, in words. None when nobody asked.
pub fn summary(figures: &Figures) -> Option<String> {
    let times = match figures.asked {
        0 => return None,
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        many => format!("{many} times"),
    };
    let answered = match figures.median() {
        None => "not answered yet".to_owned(),
        Some(0) => "answered on the same day".to_owned(),
        Some(1) => "answered in 1 day".to_owned(),
        Some(days) => format!("answered in {days} days"),
    };
    Some(format!("Asked {times}, {answered}"))
}

/// The figures on a guide's page.
pub fn part(figures: &Figures) -> Markup {
    let answers = figures.answered.len();
    html! {
        @if let Some(words) = summary(figures) {
            p {
                strong { (words) "." }
                @if answers > 1 { " At least half of " (answers) " answers came within that." }
                @if figures.waiting > 0 { " " (counted(figures.waiting, "request waits", "requests wait")) " for an answer." }
                @let silent = figures.asked.saturating_sub(answers + figures.waiting);
                @if silent > 0 { " " (counted(silent, "got none", "got none")) "." }
            }
        }
    }
}

/// What the form to ask needs to show.
pub struct Asking<'a> {
    pub line: &'a GuideLine,
    /// The asker, their organisation, their mail address.
    pub me: (&'a str, &'a str, &'a str),
    /// The organisation that is asked.
    pub owner: &'a str,
    /// In which ways somebody agreed to be asked.
    pub offered: &'a [Way],
}

/// Asks for a call or a visit.
pub fn ask(asking: &Asking<'_>, form: &RequestForm, key: &FormKey, errors: &Errors) -> Page {
    let (person, organisation, mail) = asking.me;
    let title = "Ask for a call or a visit";
    let error = |field: &str| errors.get(field).map(String::as_str);
    let main = html! {
        (error_summary(errors))
        (heading(asking.line, title))
        p { "Your request goes to one person of " (asking.owner) " who agreed to be asked. They see your name, " (person) ", and your organisation, " (organisation) ". If they do not answer within ten working days, their stand-in is asked, and you are told." }
        p { "Nobody else can read it. Everyone sees how often people were asked, and how soon they answered." }
        form method="post" action={ "/blueprints/" (asking.line.slug) "/request" } novalidate {
            (hidden_key(key))
            (Radios::new("way").id_prefix("way").inline().legend(Legend::new("What do you ask for?").size(Size::M)).error(error("way")).value(form.way.as_str())
                .items(asking.offered.iter().map(|way| Choice::new(way.word(), said(*way)))))
            (Textarea::new("why", "Why do you ask?").id("why").rows(4).hint("Where you stand, and what you would like to find out").value(form.why.as_str()).error(error("why")))
            (Textarea::new("when", "When would it suit you?").id("when").rows(2).hint("For example, any afternoon in the first half of March").value(form.when.as_str()).error(error("when")))
            (Textarea::new("what", "What would you like to see or hear about?").id("what").rows(3).hint("Optional").value(form.what.as_str()).error(error("what")))
            (Textarea::new("reach", "How can they reach you?").id("reach").rows(2).hint("Optional. Only whoever is asked reads it. If you leave it empty, the answer still reaches you through this portal").value(form.reach.as_str()).error(error("reach")))
            (Checkboxes::new("address").id_prefix("address").small().item(Choice::new("yes", format!("Give them my email address: {mail}")).checked(form.address == "yes")))
            (Button::new("Send the request"))
        }
    };
    page(asking.line, title, errors, main)
}

fn said(way: Way) -> &'static str {
    match way {
        Way::Call => "A call",
        Way::Visit => "A visit",
    }
}

/// When nobody can be asked.
pub fn nobody(line: &GuideLine) -> Page {
    let title = "Ask for a call or a visit";
    let main = html! {
        (heading(line, title))
        p { "Nobody has agreed to be asked about this guide yet." }
        p { a href={ "/blueprints/" (line.slug) "/ask" } { "Ask a question in public instead" } }
    };
    page(line, title, &Errors::new(), main)
}

/// A request as its two people see it.
pub struct Shown<'a> {
    pub line: &'a GuideLine,
    pub request: &'a Request,
    /// The asker and their organisation.
    pub asker: (&'a str, &'a str),
    /// Their mail address, where they give it.
    pub mail: Option<&'a str>,
    /// What was written; none when it was removed.
    pub words: Option<Words>,
    /// What was answered, when there is an answer with words.
    pub answer: Option<String>,
    /// Whether whoever reads is to answer.
    pub is_mine_to_answer: bool,
    /// Who else agreed to be asked in this way.
    pub others: &'a [(Uuid, String)],
}

/// A request, with the form to answer it for whoever it is with.
pub fn show(shown: &Shown<'_>, form: &ReplyForm, key: &FormKey, errors: &Errors) -> Page {
    let row = &shown.request.row;
    let title = format!("A request for {}", row.way().shown());
    let main = html! {
        (error_summary(errors))
        (heading(shown.line, &title))
        p { (status(shown.request)) }
        (what_became(shown))
        (written(shown))
        @if shown.is_mine_to_answer { (reply(shown, form, key, errors)) }
        (record(&format!("journal/{}/private", row.from_sequence)))
    };
    page(shown.line, &title, errors, main)
}

fn status(request: &Request) -> Markup {
    let tag = match request.outcome().map(super::store::MoveRow::what) {
        None | Some(What::PassedOn) => Tag::new("Waits for an answer").colour(Colour::Yellow),
        Some(What::Agreed) => Tag::new("Agreed").colour(Colour::Green),
        Some(What::NotNow) => Tag::new("Not now").colour(Colour::Grey),
        Some(What::Unanswered) => Tag::new("Nobody answered").colour(Colour::Red),
    };
    html! { (tag) " " @if request.outcome().is_none() { "since " (dates::said(request.since())) } }
}

fn what_became(shown: &Shown<'_>) -> Markup {
    html! {
        ul.nhsuk-list {
            li { "Sent on " (dates::said(&shown.request.row.asked_on)) }
            @for row in &shown.request.moves {
                li {
                    (dates::said(&row.moved_on)) ": "
                    @match (row.what(), row.account()) {
                        (What::Agreed, _) => "agreed",
                        (What::NotNow, _) => "not now",
                        (What::PassedOn, Some(_)) => "passed on to a colleague",
                        (What::PassedOn, None) => "no answer in ten working days: the stand-in was asked",
                        (What::Unanswered, _) => "no answer, and nobody else to ask",
                    }
                }
            }
        }
        @if let Some(answer) = &shown.answer {
            (InsetText::new(html! {
                h2.nhsuk-heading-s { "The answer" }
                @if answer.is_empty() { p { "Without further words." } } @else { div.app-words { (prose(answer)) } }
            }))
        }
    }
}

fn written(shown: &Shown<'_>) -> Markup {
    let Some(words) = &shown.words else {
        return html! { p { em { "What was written was removed by two people because it must not be kept. " a href="/removals" { "See when and why" } "." } } };
    };
    let (person, organisation) = shown.asker;
    let or = |words: &str| {
        if words.is_empty() {
            html! { "Not said" }
        } else {
            prose(words)
        }
    };
    let mut list = SummaryList::new()
        .row("Who asks", format!("{person}, {organisation}"))
        .row("Why", or(&words.why))
        .row("When", or(&words.when))
        .row("What they would like to see", or(&words.what))
        .row("How to reach them", or(&words.reach));
    if let Some(mail) = shown.mail {
        list = list.row("Email address", html! { a href={ "mailto:" (mail) } { (mail) } });
    }
    html! { (list) }
}

fn reply(shown: &Shown<'_>, form: &ReplyForm, key: &FormKey, errors: &Errors) -> Markup {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let mut choices = vec![Choice::new("agreed", "Agreed"), Choice::new("not-now", "Not now")];
    if !shown.others.is_empty() {
        choices.push(Choice::new("somebody-else", "Somebody else should answer"));
    }
    html! {
        h2 { "Your answer" }
        form method="post" action={ "/requests/" (shown.request.row.id()) } novalidate {
            (hidden_key(key))
            (Radios::new("reply").id_prefix("reply").legend(Legend::new("What do you say?").size(Size::M)).error(error("reply")).value(form.reply.as_str()).items(choices))
            (Textarea::new("words", "Which dates suit you, and how do you meet? Or why not?").id("words").rows(4).hint("Only whoever asked reads it. Your address is not given to them: write it here if you want to").value(form.words.as_str()).error(error("words")))
            @if !shown.others.is_empty() {
                (Select::new("to", "Who should answer instead?").id("to").error(error("to")).value(form.to.as_str())
                    .item(SelectOption::new("", "Nobody else"))
                    .items(shown.others.iter().map(|(id, name)| SelectOption::new(id.to_string(), name.as_str()))))
            }
            (Button::new("Send the answer"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_soon_people_answer_is_said_in_words_and_nothing_is_invented() {
        let said =
            |asked: usize, answered: &[i64]| summary(&Figures { asked, answered: answered.to_vec(), waiting: 0 });
        assert_eq!(said(0, &[]), None);
        assert_eq!(said(1, &[]).as_deref(), Some("Asked once, not answered yet"));
        assert_eq!(said(12, &[1, 2, 5]).as_deref(), Some("Asked 12 times, answered in 2 days"));
        assert_eq!(said(2, &[0]).as_deref(), Some("Asked twice, answered on the same day"));
    }
}
