//! The public notice of what was removed.

use axum::extract::State;
use jiff::Timestamp;
use maud::html;
use nhsuk::{Cell, Column, Table};

use super::store;
use crate::app::App;
use crate::error::AppError;
use crate::people::policy::ReadPage;
use crate::people::{Actor, decide};
use crate::platform::clock::day_of;
use crate::platform::dates;
use crate::platform::shell::Page;

/// `GET /removals`
///
/// # Errors
/// When the database cannot be read.
pub async fn list(State(app): State<App>, actor: Actor) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let removals = store::list(&mut app.db().read().await?).await?;
    let mut table =
        Table::new().responsive().head(["Date", "What", "Why", "Asked by", "Agreed by", "Entry"].map(Column::new));
    for row in &removals {
        let day = Timestamp::from_microsecond(row.recorded_at).map(|at| dates::day(day_of(at))).unwrap_or_default();
        let what = match row.record.split('/').next() {
            Some("texts") => "A text: a version of a guide, a question, or what was said to it",
            Some("files") => "An attached file",
            _ => "A private part of the record",
        };
        let cells = [
            day,
            what.to_owned(),
            row.why.clone(),
            row.people.0.clone(),
            row.people.1.clone(),
            row.sequence.to_string(),
        ];
        table = table.row(cells.map(Cell::new));
    }
    let main = html! {
        h1 { "Removed content" }
        p { "Nothing here is overwritten. What must not be kept, such as a patient\u{2019}s details, is removed for good when two people agree. Each removal is listed here." }
        @if removals.is_empty() { p { "Nothing has been removed." } } @else { (table) }
    };
    Ok(Page::new("", "Removed content", main))
}
