//! The tables `synonym_groups` and `empty_searches`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

/// The most different searches that are noted.
const MOST: i64 = 5_000;

/// Words that mean the same.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct GroupRow {
    id: Vec<u8>,
    /// The words, parted by `=`.
    pub words: String,
}

impl GroupRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }
}

/// A search that found nothing.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MissedRow {
    /// What was searched for.
    pub words: String,
    /// How often.
    pub times: i64,
    /// The last day.
    pub last_on: String,
}

/// Every group that editors added, the newest first, at most 2,000.
///
/// # Errors
/// When the database cannot be read.
pub async fn groups(connection: &mut Connection) -> sqlx::Result<Vec<GroupRow>> {
    sql!(connection, c => query_as(
        "SELECT id, words FROM synonym_groups WHERE until_sequence IS NULL ORDER BY from_sequence DESC LIMIT 2000",
    ).fetch_all(c))
}

/// The searches that found nothing, the most frequent first, at most 100.
///
/// # Errors
/// When the database cannot be read.
pub async fn missed(connection: &mut Connection) -> sqlx::Result<Vec<MissedRow>> {
    sql!(connection, c => query_as(
        "SELECT words, times, last_on FROM empty_searches ORDER BY times DESC, last_on DESC, words LIMIT 100",
    ).fetch_all(c))
}

pub(super) async fn insert_group(tx: &mut Transaction, id: Uuid, words: &str, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO synonym_groups (id, words, from_sequence) VALUES ($1, $2, $3)")
            .bind(id.as_bytes().as_slice())
            .bind(words)
            .bind(sequence)
    )?;
    Ok(())
}

/// Ends a group; tells whether there was one.
pub(super) async fn end_group(tx: &mut Transaction, id: Uuid, sequence: i64) -> sqlx::Result<bool> {
    let ended = execute!(
        tx,
        query("UPDATE synonym_groups SET until_sequence = $1 WHERE id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(id.as_bytes().as_slice())
    )?;
    Ok(ended > 0)
}

/// Counts a search that found nothing; what nobody searched for since `oldest` goes.
pub(super) async fn count(tx: &mut Transaction, words: &str, today: &str, oldest: &str) -> sqlx::Result<()> {
    execute!(tx, query("DELETE FROM empty_searches WHERE last_on < $1").bind(oldest))?;
    execute!(
        tx,
        query(
            "INSERT INTO empty_searches (words, times, last_on)
             SELECT $1, 1, $2 WHERE (SELECT COUNT(*) FROM empty_searches) < $3
             ON CONFLICT (words) DO UPDATE SET times = empty_searches.times + 1, last_on = excluded.last_on",
        )
        .bind(words)
        .bind(today)
        .bind(MOST)
    )?;
    Ok(())
}
