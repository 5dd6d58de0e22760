//! One organisation's milestones: a time line, the same in a table, and all that was said.

use maud::{Markup, html};
use nhsuk::{Cell, Column, Table};

use super::{date_cell, expected_cell, history, late_cell, timeline};
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::milestones::confidence::ConfidenceRow;
use crate::milestones::confidence::views::of_organisation as confidence;
use crate::milestones::evidence::views::given;
use crate::milestones::pages::{OfOrganisation, OfProgramme};
use crate::milestones::{MilestoneRow, held};
use crate::platform::dates;
use crate::platform::shell::{Page, disputing, small_link};
use crate::programmes::invented;

/// The milestones of one organisation.
pub(in crate::milestones) fn of_organisation(of: &OfOrganisation) -> Page {
    let here = format!("/organisations/{}/milestones", of.code);
    let query = query_of(of.read.as_at);
    let has_dates = of.programmes.iter().any(|of| !of.plans.is_empty());
    let main = html! {
        h1 { "Milestones of " (of.name) }
        p { "Three dates each: what was first promised, what is now expected, and when it was done. Nothing that was said is overwritten. Done counts when somebody from outside accepted what shows it." }
        @if !has_dates { p { "No date of its milestones is published." } }
        @if let Some(held) = held(of.programmes.iter().flat_map(|of| of.plans.iter().map(|(_, plan)| plan))) {
            h2.nhsuk-heading-m { "How its past dates held" }
            p { (held.said()) }
        }
        @for programme in &of.programmes { (one_programme(of, programme)) }
        (carried(of))
        @if has_dates {
            p {
                a href={ (here) ".csv" (query) } { "Download these dates (CSV)" } " or "
                a href={ (here) ".ics" } { "take them into a calendar" }
            }
        }
        @if !of.read.as_at.is_past() { (disputing(&here)) }
        (as_at_form(of.read.as_at, &here))
    };
    Page::new("/organisations", format!("Milestones of {}", of.name), main)
        .trail([
            ("/organisations".to_owned(), "Organisations".to_owned()),
            (format!("/organisations/{}{query}", of.code), of.name.clone()),
        ])
        .notice(past_notice(of.read.as_at, &here))
        .notice(of.corrections.clone())
}

fn one_programme(of: &OfOrganisation, own: &OfProgramme) -> Markup {
    let query = query_of(of.read.as_at);
    let programme = &own.programme;
    html! {
        h2 { a href={ "/programmes/" (programme.slug) (query) } { (programme.name) } }
        (invented(&programme.slug))
        (timeline::timeline(&own.plans, of.read.moment.known_on))
        @if !own.plans.is_empty() { (table(of, own)) }
        @if !own.undated.is_empty() {
            p { "No date is published for:" }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for milestone in &own.undated {
                    li {
                        a href={ "/programmes/" (programme.slug) "/milestones/" (milestone.slug) (query) } { (milestone.title) }
                        (say(of, milestone))
                    }
                }
            }
        }
        @let sure: Vec<ConfidenceRow> = of.confidence.iter().filter(|row| row.programme == programme.slug).cloned().collect();
        (confidence(&sure, of.read.as_at))
        @if !of.read.as_at.is_past() {
            (small_link(&format!("/organisations/{}/confidence/{}", of.code, programme.slug), "Say how sure you are that it is delivered"))
        }
        @if own.plans.len() > 1 || own.plans.iter().any(|(_, plan)| plan.history.len() > 1) {
            p { a href={ "/programmes/" (programme.slug) "/compare" (query) } { "Compare it with other organisations" } }
        }
    }
}

/// What organisations that it followed said: it confirms or re-dates each, and who said what stays readable.
fn carried(of: &OfOrganisation) -> Markup {
    let mut table = Table::new()
        .responsive()
        .head(["Milestone", "Said by", "Now expected", "What was said", "Here"].map(Column::new));
    for carried in &of.carried {
        table = table.row([
            Cell::new(carried.milestone.title.as_str()),
            Cell::new(carried.name.as_str()),
            Cell::new(expected_cell(&carried.plan, of.read.moment.known_on)),
            Cell::new(history(&carried.plan, of.read.as_at)),
            Cell::new(html! {
                @if carried.is_taken_up { "Said anew by this organisation, above" } @else {
                    strong { "Neither confirmed nor re-dated by this organisation" }
                    (say(of, &carried.milestone))
                }
            }),
        ]);
    }
    html! {
        @if !of.carried.is_empty() {
            h2 { "Carried on from organisations that it followed" }
            (table)
        }
    }
}

/// Where something is said of a milestone; on a page of its own, so that this one can be kept.
fn say(of: &OfOrganisation, milestone: &MilestoneRow) -> Markup {
    let address = format!("/organisations/{}/milestones/{}/{}", of.code, milestone.programme, milestone.slug);
    html! {
        @if !of.read.as_at.is_past() {
            (small_link(&address, "Say what is promised, expected or done"))
        }
    }
}

fn table(of: &OfOrganisation, own: &OfProgramme) -> Table {
    let query = query_of(of.read.as_at);
    let held = held(of.programmes.iter().flat_map(|of| of.plans.iter().map(|(_, plan)| plan)));
    let heads = ["Milestone", "First promised", "Now expected", "Done", "Later than first promised", "What was said"];
    let mut table = Table::new().responsive().head(heads.map(Column::new));
    for (milestone, plan) in &own.plans {
        let link = html! {
            a href={ "/programmes/" (milestone.programme) "/milestones/" (milestone.slug) (query) } { (milestone.title) }
            @if plan.done().is_none() { (say(of, milestone)) }
        };
        let range = plan.expected().filter(|_| plan.done().is_none()).and_then(|row| held?.range(row.date()));
        table = table.row([
            Cell::new(link),
            Cell::new(date_cell(plan.promised(), "Not published")),
            Cell::new(html! {
                (expected_cell(plan, of.read.moment.known_on))
                @if let Some((from, to)) = range {
                    br; span.nhsuk-u-secondary-text-colour { "If it goes as its past dates: between " (dates::day(from)) " and " (dates::day(to)) }
                }
            }),
            Cell::new(date_cell(plan.done(), "Not known to be done")),
            Cell::new(late_cell(plan)),
            Cell::new(html! { (history(plan, of.read.as_at)) (given(&of.evidence, plan)) }),
        ]);
    }
    table
}
