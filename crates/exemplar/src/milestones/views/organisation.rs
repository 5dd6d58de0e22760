//! One organisation's milestones: a time line, the same in a table, and all that was said.

use maud::{Markup, html};
use nhsuk::{Cell, Column, Table};

use super::{date_cell, expected_cell, history, late_cell, timeline};
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::milestones::pages::OfOrganisation;
use crate::milestones::{MilestoneRow, Plan};
use crate::platform::shell::Page;
use crate::programmes::{ProgrammeRow, invented};

/// The milestones of one organisation.
pub(in crate::milestones) fn of_organisation(of: &OfOrganisation) -> Page {
    let here = format!("/organisations/{}/milestones", of.code);
    let query = query_of(of.read.as_at);
    let main = html! {
        h1 { "Milestones of " (of.name) }
        p { "Three dates each: what was first promised, what is now expected, and when it was done. Nothing that was said is overwritten." }
        @if of.programmes.is_empty() { p { "No date of its milestones is published." } }
        @for (programme, plans) in &of.programmes { (one_programme(of, programme, plans)) }
        @if !of.programmes.is_empty() {
            p { a href={ "/organisations/" (of.code) "/milestones.csv" (query) } { "Download these dates (CSV)" } }
        }
        (as_at_form(of.read.as_at, &here))
    };
    Page::new("/organisations", format!("Milestones of {}", of.name), main)
        .trail([
            ("/organisations".to_owned(), "Organisations".to_owned()),
            (format!("/organisations/{}{query}", of.code), of.name.clone()),
        ])
        .notice(past_notice(of.read.as_at, &here))
}

fn one_programme(of: &OfOrganisation, programme: &ProgrammeRow, plans: &[(MilestoneRow, Plan)]) -> Markup {
    let query = query_of(of.read.as_at);
    let heads = ["Milestone", "First promised", "Now expected", "Done", "Later than first promised", "What was said"];
    let mut table = Table::new().responsive().head(heads.map(Column::new));
    for (milestone, plan) in plans {
        let link = html! { a href={ "/programmes/" (programme.slug) "/milestones/" (milestone.slug) (query) } { (milestone.title) } };
        table = table.row([
            Cell::new(link),
            Cell::new(date_cell(plan.promised(), "Not published")),
            Cell::new(expected_cell(plan, of.read.moment.known_on)),
            Cell::new(date_cell(plan.done(), "Not known to be done")),
            Cell::new(late_cell(plan)),
            Cell::new(history(plan, of.read.as_at)),
        ]);
    }
    html! {
        h2 { a href={ "/programmes/" (programme.slug) (query) } { (programme.name) } }
        (invented(&programme.slug))
        (timeline::timeline(plans, of.read.moment.known_on))
        (table)
        @if plans.len() > 1 || plans.iter().any(|(_, plan)| plan.history.len() > 1) {
            p { a href={ "/programmes/" (programme.slug) "/compare" (query) } { "Compare it with other organisations" } }
        }
    }
}
