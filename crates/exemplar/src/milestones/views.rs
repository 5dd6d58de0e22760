//! Milestones as pages.

mod across;
mod compare;
mod entering;
mod organisation;
mod timeline;
mod whole;

pub(super) use across::across;
pub(super) use compare::compare;
pub(super) use entering::enter;
pub(super) use organisation::of_organisation;
pub use whole::{curve_table, drawing};
pub(super) use whole::{delivered, reasons};

use jiff::civil::Date;
use maud::{Markup, html};

use super::{DateRow, Late, Plan};
use crate::journal::AsAt;
use crate::programmes;

/// A date as a cell: the words for none where there is none.
fn date_cell(row: Option<&DateRow>, none: &str) -> Markup {
    html! { @match row { Some(row) => (row.date()), None => (none) } }
}

/// What is expected; when that day has passed without a word, it says so.
fn expected_cell(plan: &Plan, known_on: Date) -> Markup {
    let has_passed = plan.done().is_none() && plan.expected().is_some_and(|row| row.date().last_day() < known_on);
    html! {
        (date_cell(plan.expected(), "Not published"))
        @if has_passed { br; strong { "Passed; nothing is known since" } }
    }
}

/// How much later than first promised, with the rule it is counted by.
fn late_cell(plan: &Plan) -> Markup {
    let late = plan.late();
    html! {
        (late.said())
        @if matches!(late, Late::Days { is_rough: true, .. }) {
            br; span.nhsuk-u-secondary-text-colour { "A date known to the month or year counts from its last day." }
        }
    }
}

/// Everything that was said, the oldest first.
fn history(plan: &Plan, as_at: AsAt) -> Markup {
    html! {
        @for row in &plan.history {
            div {
                (row.kind().shown()) ": " strong { (row.date()) }
                @if let Some(reason) = row.reason() { ". Reason: " (reason.shown().to_lowercase()) }
                "." @if let Some(note) = &row.note { " " (note) } " "
                (programmes::said_in(&row.source, row.published.as_deref(), (as_at, row.recorded_at)))
            }
        }
    }
}
