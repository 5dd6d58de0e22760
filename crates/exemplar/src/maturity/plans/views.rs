//! A plan as a page: the sections an organisation scored lowest in with guides for them, what is planned, and the form.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maud::{Markup, html};
use nhsuk::{Button, Input, InputWidth, Select, SelectOption, Textarea};

use super::pages::Errors;
use super::store::ImprovementRow;
use super::{Goal, State};
use crate::maturity::pages::{Help, Read};
use crate::maturity::views::helps;
use crate::people::{Colleague, FormKey};
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;

/// A step as it is shown.
pub(super) struct Step {
    pub row: ImprovementRow,
    pub words: String,
    pub owner: String,
    pub goal: Option<Goal>,
    pub key: FormKey,
}

/// A plan as it is shown.
pub(super) struct Plan<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub read: Option<&'a Read>,
    pub help: &'a [Help],
    pub steps: &'a [Step],
    pub colleagues: &'a [Colleague],
    pub goals: &'a [Goal],
    pub today: Date,
}

/// The page.
pub(super) fn show(of: &Plan<'_>, typed: &BTreeMap<String, String>, key: &FormKey, errors: &Errors) -> Page {
    let title = "What we do about our gaps";
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        p.nhsuk-lede-text { "For " (of.name) ". Only your own people read this page." }
        h2 { "What is planned" }
        @if of.steps.is_empty() { p { "Nothing is planned yet." } }
        @for step in of.steps { (one(of, step)) }
        @match of.read {
            None => p { "No published results have your organisation in them, so that there are no gaps to begin from." },
            Some(read) => {
                p { "Begun from " a href={ "/maturity/" (read.row.slug) "/organisations/" (of.code) } { (read.row.title) } "." }
                (helps(read, of.help))
                (form(of, read, typed, key, errors))
            }
        }
    };
    Page::new("", title_of(title, errors), main)
        .trail(vec![(format!("/organisations/{}", of.code), of.name.to_owned())])
        .unlisted(true)
        .personal()
}

/// The steps somebody does, each an organisation, its words and its day.
pub(super) fn waiting(steps: &[(String, String, String)]) -> Markup {
    html! {
        @if !steps.is_empty() {
            h2 { "Steps to close our gaps" }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for (organisation, words, due_on) in steps { li { a href={ "/organisations/" (organisation) "/improvement" } { (words) } ", by " (dates::said(due_on)) } }
            }
        }
    }
}

fn one(of: &Plan<'_>, step: &Step) -> Markup {
    let row = &step.row;
    let section = of.read.and_then(|read| {
        let framework = &read.opened.framework;
        framework.section(&row.section).and_then(|place| framework.sections.get(place))
    });
    let title = section.map_or(row.section.as_str(), |section| section.title.as_str());
    let state = State::from_word(&row.state);
    let is_late = state == Some(State::Open) && row.due_on.as_str() < of.today.to_string().as_str();
    let next = match state {
        Some(State::Open) => [(State::Done, "It is done"), (State::Dropped, "We will not do it")].as_slice(),
        _ => [(State::Open, "Open it again")].as_slice(),
    };
    html! {
        h3.nhsuk-heading-s { (title) }
        p { (step.words) }
        p {
            (step.owner) ", "
            @match state {
                Some(State::Done) => { "done, as said on " (dates::said(&row.said_on)) },
                Some(State::Dropped) => { "not done, as said on " (dates::said(&row.said_on)) },
                _ => { "by " (dates::said(&row.due_on)) @if is_late { strong { ", which is over" } } },
            }
            @if let Some(goal) = &step.goal { ". Towards the milestone " a href={ "/organisations/" (of.code) "/milestones/" (goal.programme) "/" (goal.milestone) } { (goal.title) } }
            @if let Some(guide) = row.guide.as_ref().filter(|guide| !guide.is_empty()) { ". From the guide " a href={ "/blueprints/" (guide) } { (guide.replace('-', " ")) } }
        }
        form method="post" action={ "/organisations/" (of.code) "/improvement/" (row.improvement()) } novalidate {
            (hidden("key", step.key.as_str()))
            @for (state, words) in next { button.nhsuk-button.nhsuk-button--secondary.nhsuk-button--small type="submit" name="state" value=(state.word()) { (words) } " " }
        }
    }
}

fn form(of: &Plan<'_>, read: &Read, typed: &BTreeMap<String, String>, key: &FormKey, errors: &Errors) -> Markup {
    let framework = &read.opened.framework;
    let weak: Vec<usize> = of.help.iter().map(|help| help.section).collect();
    let rest = (0..framework.sections.len()).filter(|place| !weak.contains(place));
    let rest = rest.filter(|place| framework.questions_in(*place).next().is_some());
    let sections = weak.iter().copied().chain(rest).filter_map(|place| framework.sections.get(place));
    let sections = sections.map(|section| SelectOption::new(section.id.as_str(), section.title.as_str()));
    let guides = of.help.iter().flat_map(|help| &help.guides);
    let guides = guides.map(|guide| SelectOption::new(guide.slug.as_str(), guide.title.as_str()));
    let owners = of.colleagues.iter().map(|one| SelectOption::new(one.account().to_string(), one.name.as_str()));
    let value = |name: &str| typed.get(name).map_or("", String::as_str);
    let error = |name: &str| errors.get(name).cloned();
    html! {
        h2 { "Plan a step" }
        form method="post" action={ "/organisations/" (of.code) "/improvement" } novalidate {
            (hidden("key", key.as_str()))
            (hidden("edition", &read.row.slug))
            (Select::new("section", "Section").hint("The weakest stand first").value(value("section")).error(error("section")).items(sections))
            (Textarea::new("words", "What is to be done").id("words").rows(3).value(value("words")).error(error("words")))
            (Select::new("guide", "From a guide, when there is one").value(value("guide")).item(SelectOption::new("", "None")).items(guides))
            @if !of.goals.is_empty() {
                (Select::new("goal", "Towards a milestone, when there is one").value(value("goal")).error(error("goal")).item(SelectOption::new("", "None"))
                    .items(of.goals.iter().map(|goal| SelectOption::new(goal.value(), goal.title.as_str()))))
            }
            (Select::new("owner", "Who does it").hint("They get a letter").value(value("owner")).error(error("owner")).item(SelectOption::new("", "Choose")).items(owners))
            (Input::new("due", "By when").width(InputWidth::Chars10).hint("For example, 31/3/2027").value(value("due")).error(error("due")))
            (Button::new("Plan it"))
        }
    }
}
