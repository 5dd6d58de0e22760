//! The table `file_words`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};

use super::TYPES;

/// The words of a file; none when they were not taken out yet, or cannot be.
///
/// # Errors
/// When the database cannot be read.
pub async fn words(connection: &mut Connection, file_hash: &str) -> sqlx::Result<Option<String>> {
    sql!(connection, c => query_scalar("SELECT words FROM file_words WHERE file_hash = $1 AND words <> ''")
        .bind(file_hash).fetch_optional(c))
}

/// Files of a guide's version whose words could not be taken out: name and reason.
///
/// # Errors
/// When the database cannot be read.
pub async fn troubles(
    connection: &mut Connection,
    blueprint: uuid::Uuid,
    number: i64,
) -> sqlx::Result<Vec<(String, String)>> {
    sql!(connection, c => query_as(
        "SELECT a.name, w.trouble FROM attachments a JOIN file_words w ON w.file_hash = a.file_hash
         WHERE a.blueprint_id = $1 AND a.number = $2 AND w.trouble <> '' ORDER BY a.name",
    ).bind(blueprint.as_bytes().as_slice()).bind(number).fetch_all(c))
}

/// Files of guides as they stand today whose words were not looked for yet, at most `limit`.
pub(super) async fn waiting(connection: &mut Connection, limit: i64) -> sqlx::Result<Vec<String>> {
    let [pdf, word] = TYPES;
    sql!(connection, c => query_scalar(
        "SELECT DISTINCT a.file_hash FROM attachments a JOIN blueprints b ON b.id = a.blueprint_id AND b.revision = a.number
         WHERE a.media_type IN ($1, $2) AND b.until_sequence IS NULL AND b.known_until IS NULL
           AND NOT EXISTS (SELECT 1 FROM file_words w WHERE w.file_hash = a.file_hash) LIMIT $3",
    ).bind(pdf).bind(word).bind(limit).fetch_all(c))
}

/// Keeps the words of a file, or why there are none; tells whether that is new.
pub(super) async fn insert(
    tx: &mut Transaction,
    file_hash: &str,
    (words, trouble): (&str, &str),
    now: i64,
) -> sqlx::Result<bool> {
    let written = execute!(
        tx,
        query(
            "INSERT INTO file_words (file_hash, words, trouble, read_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (file_hash) DO NOTHING",
        )
        .bind(file_hash)
        .bind(words)
        .bind(trouble)
        .bind(now)
    )?;
    Ok(written > 0)
}

pub(super) async fn delete(tx: &mut Transaction, file_hash: &str) -> sqlx::Result<()> {
    execute!(tx, query("DELETE FROM file_words WHERE file_hash = $1").bind(file_hash))?;
    Ok(())
}
