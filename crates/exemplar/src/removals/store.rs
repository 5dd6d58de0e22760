//! What was removed is read from the journal itself: a removal has no table of its own.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};

use crate::journal::Entry;

/// A removal as readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovalRow {
    /// The entry that says so.
    pub sequence: i64,
    /// When, in microseconds since 1970.
    pub recorded_at: i64,
    /// What was removed.
    pub record: String,
    /// Why.
    pub why: String,
    /// Who asked for it and who agreed.
    pub people: (String, String),
}

/// The last 200 removals, newest first.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn list(connection: &mut Connection) -> sqlx::Result<Vec<RemovalRow>> {
    let rows: Vec<(i64, i64, String, Vec<u8>)> = sql!(connection, c => query_as(
        "SELECT sequence, recorded_at, record, entry FROM journal_entries WHERE action = 'removals.remove'
         ORDER BY sequence DESC LIMIT 200",
    ).fetch_all(c))?;
    Ok(rows
        .into_iter()
        .map(|(sequence, recorded_at, record, entry)| {
            let public = serde_json::from_slice::<Entry>(&entry).map(|entry| entry.public).unwrap_or_default();
            let said = |name: &str| public.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
            RemovalRow {
                sequence,
                recorded_at,
                record,
                why: said("why"),
                people: (said("asked_by"), said("agreed_by")),
            }
        })
        .collect())
}

pub(super) async fn delete_private(tx: &mut Transaction, sequence: i64) -> sqlx::Result<bool> {
    Ok(execute!(tx, query("DELETE FROM journal_private WHERE sequence = $1").bind(sequence))? > 0)
}

pub(super) async fn delete_text(tx: &mut Transaction, hash: &str) -> sqlx::Result<bool> {
    Ok(execute!(tx, query("DELETE FROM texts WHERE hash = $1").bind(hash))? > 0)
}
