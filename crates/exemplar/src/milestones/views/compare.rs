//! Two to six organisations side by side.

use maud::{Markup, html};
use nhsuk::{Button, Cell, Checkboxes, Choice, Column, Input, InputWidth, InsetText, Table};

use super::{date_cell, expected_cell, history, late_cell};
use crate::journal::views::{as_at_form_keeping, past_notice, query_of};
use crate::milestones::Plan;
use crate::milestones::pages::{MOST, SideBySide};
use crate::platform::http::query_string;
use crate::platform::shell::{Page, disputing};
use crate::programmes::invented;

/// The dates of the chosen organisations, milestone by milestone.
pub(in crate::milestones) fn compare(side: &SideBySide) -> Page {
    let programme = &side.programme;
    let here = format!("/programmes/{}/compare", programme.slug);
    let as_at = side.read.as_at;
    let asked: Vec<(&str, &str)> = side.chosen.iter().map(|code| ("organisation", code.as_str())).collect();
    let main = html! {
        h1 { "Compare organisations: " (programme.name) }
        (invented(&programme.slug))
        @if side.all.len() < 2 { p { "Fewer than two organisations have a published date " "in this programme." } }
        @else { (form(side, &here)) }
        @match side.chosen.len() {
            0 => {}
            1 => (InsetText::new("Choose at least two organisations.")),
            _ => (tables(side)),
        }
        p { a href={ "/programmes/" (programme.slug) "/milestones.csv" (query_of(as_at)) } { "Download every date of this programme (CSV)" } }
        @if !as_at.is_past() { (disputing(&format!("/programmes/{}", programme.slug))) }
        (as_at_form_keeping(as_at, &here, &asked))
    };
    Page::new("/programmes", format!("Compare organisations: {}", programme.name), main)
        .trail([
            ("/programmes".to_owned(), "Programmes".to_owned()),
            (format!("/programmes/{}{}", programme.slug, query_of(as_at)), programme.name.clone()),
        ])
        .notice(past_notice(as_at, &query_string(&here, &asked)))
        .unlisted(true)
}

fn form(side: &SideBySide, here: &str) -> Markup {
    let choices = side.all.iter().map(|code| Choice::new(code.as_str(), side.read.name(code)));
    let legend = format!("Organisations, at least two and at most {MOST}");
    html! {
        form method="get" action=(here) {
            @if side.has_more {
                p { "There are too many to choose from with a tick. Write the codes of two to six." }
                @for place in 0..MOST {
                    @let code = side.chosen.get(place).map_or("", String::as_str);
                    (Input::new("organisation", format!("Code of organisation {}", place + 1)).id(format!("organisation-{}", place + 1)).width(InputWidth::Chars10).value(code))
                }
            } @else {
            (Checkboxes::new("organisation").legend(legend).small().items(choices).values(side.chosen.iter().map(String::as_str)))
            }
            @for (name, day) in [("as-at", side.read.as_at.day), ("recorded-by", side.read.as_at.recorded_by)] {
                @if let Some(day) = day { input type="hidden" name=(name) value=(day); }
            }
            (Button::secondary("Compare"))
        }
    }
}

fn tables(side: &SideBySide) -> Markup {
    let query = query_of(side.read.as_at);
    html! {
        @for milestone in &side.milestones {
            h2.nhsuk-heading-m { a href={ "/programmes/" (milestone.programme) "/milestones/" (milestone.slug) (query) } { (milestone.title) } }
            @let plans: Vec<Option<&Plan>> = side.chosen.iter().map(|code| plan(side, &milestone.slug, code)).collect();
            @if plans.iter().all(Option::is_none) { p { "No date of any of them is published." } }
            @else { (table(side, &plans)) }
        }
    }
}

fn plan<'a>(side: &'a SideBySide, milestone: &str, code: &str) -> Option<&'a Plan> {
    side.plans.iter().find(|plan| plan.milestone == milestone && plan.organisation == code)
}

fn table(side: &SideBySide, plans: &[Option<&Plan>]) -> Table {
    let heads =
        ["Organisation", "First promised", "Now expected", "Done", "Later than first promised", "What was said"];
    let mut table = Table::new().responsive().head(heads.map(Column::new));
    for (code, plan) in side.chosen.iter().zip(plans) {
        let none = "Not published";
        table = table.row([
            Cell::new(html! { a href={ "/organisations/" (code) "/milestones" (query_of(side.read.as_at)) } { (side.read.name(code)) } }),
            Cell::new(date_cell(plan.and_then(Plan::promised), none)),
            Cell::new(html! { @match plan { Some(plan) => (expected_cell(plan, side.read.moment.known_on)), None => (none) } }),
            Cell::new(date_cell(plan.and_then(Plan::done), if plan.is_some() { "Not known to be done" } else { none })),
            Cell::new(html! { @match plan { Some(plan) => (late_cell(plan)), None => (none) } }),
            Cell::new(html! { @match plan { Some(plan) => (history(plan, side.read.as_at)), None => (none) } }),
        ]);
    }
    table
}
