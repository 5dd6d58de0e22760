//! The table `systems_in_use`, as it is read.

use database::{Connection, sql};
use sqlx::query_as;

use crate::journal::Moment;

/// A system an organisation runs, or ran.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SystemRow {
    /// The organisation's code.
    pub organisation: String,
    /// The word of its kind.
    pub kind: String,
    /// What it is called.
    pub product: String,
    /// Its part of addresses.
    pub slug: String,
    /// Who sells it.
    pub supplier: Option<String>,
    /// Since when.
    pub since: Option<String>,
    /// Until when.
    pub until: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// What systems are read with: `{}` stands for the condition.
macro_rules! systems {
    ($condition:literal) => {
        concat!(
            "SELECT s.organisation, s.kind, s.product, s.slug, s.supplier, s.since, s.until, s.note, s.source, s.published,
                    j.recorded_at
             FROM systems_in_use s JOIN journal_entries j ON j.sequence = s.from_sequence
             WHERE ",
            $condition,
            " AND s.known_from <= $2 AND s.from_sequence <= $3 AND (s.until_sequence IS NULL OR s.until_sequence > $3)
             ORDER BY s.kind, s.product, s.organisation LIMIT 20000"
        )
    };
}

/// The systems of one organisation.
pub async fn of_organisation(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Vec<SystemRow>> {
    sql!(connection, c => query_as(systems!("s.organisation = $1"))
        .bind(code).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Who runs one system, or ran it.
pub async fn named(connection: &mut Connection, slug: &str, moment: Moment) -> sqlx::Result<Vec<SystemRow>> {
    sql!(connection, c => query_as(systems!("s.slug = $1"))
        .bind(slug).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Every system of one kind; of all kinds for an empty word.
pub async fn of_kind(connection: &mut Connection, kind: &str, moment: Moment) -> sqlx::Result<Vec<SystemRow>> {
    sql!(connection, c => query_as(systems!("(s.kind = $1 OR $1 = '')"))
        .bind(kind).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}
