//! Dates of milestones as CSV.

use axum::response::Response;

use super::Plan;
use super::pages::Read;
use crate::platform::csv::file;

/// Everything that was said of these plans, a line each, with what it comes to.
pub(super) fn dates<'a>(read: &Read, name: &str, plans: impl Iterator<Item = &'a Plan>) -> anyhow::Result<Response> {
    let header = [
        "programme",
        "milestone",
        "organisation",
        "name",
        "kind",
        "date",
        "reason",
        "note",
        "days_later_than_promised",
        "source",
        "published",
        "known_from",
        "known_on",
    ];
    let mut rows = Vec::new();
    for plan in plans {
        let late = plan.late().days().map(|days| days.to_string()).unwrap_or_default();
        for row in &plan.history {
            rows.push([
                row.programme.clone(),
                row.milestone.clone(),
                row.organisation.clone(),
                read.name(&row.organisation).to_owned(),
                row.kind().shown().to_lowercase(),
                row.stored().to_owned(),
                row.reason().map(|reason| reason.shown().to_owned()).unwrap_or_default(),
                row.note.clone().unwrap_or_default(),
                late.clone(),
                row.source.clone(),
                row.published.clone().unwrap_or_default(),
                row.known_from.clone(),
                read.moment.day(),
            ]);
        }
    }
    file(name, header, rows)
}
