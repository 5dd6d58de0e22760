//! The table `comments`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

/// A comment.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CommentRow {
    id: Vec<u8>,
    /// The word of what it is about.
    pub section: String,
    words: Option<Vec<u8>>,
    /// Who said it, by name.
    pub name: String,
    /// When, in microseconds since 1970.
    pub said_at: i64,
    /// Who settled it, by name.
    pub settled: Option<String>,
}

impl CommentRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }

    /// What was said; none when it was removed for good.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        self.words.as_deref().map(|words| String::from_utf8_lossy(words).into_owned())
    }

    /// Whether it waits for somebody.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.settled.is_none()
    }
}

/// Every comment on a guide, the first said first, at most 500.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<CommentRow>> {
    sql!(connection, c => query_as(
        "SELECT c.id, c.section, t.body AS words, a.name, c.said_at, s.name AS settled
         FROM comments c JOIN accounts a ON a.id = c.said_by
         LEFT JOIN accounts s ON s.id = c.settled_by LEFT JOIN texts t ON t.hash = c.words_hash
         WHERE c.blueprint_id = $1 AND c.until_sequence IS NULL ORDER BY c.said_at, c.id LIMIT 500",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))
}

/// A comment to be written.
pub(in crate::writing) struct NewComment<'a> {
    pub id: Uuid,
    pub blueprint: Uuid,
    pub section: &'a str,
    pub words_hash: &'a str,
    pub said_by: Uuid,
    pub said_at: i64,
}

pub(in crate::writing) async fn insert(
    tx: &mut Transaction,
    row_id: Uuid,
    new: &NewComment<'_>,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO comments (row_id, id, blueprint_id, section, words_hash, said_by, said_at, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(new.id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.section)
        .bind(new.words_hash)
        .bind(new.said_by.as_bytes().as_slice())
        .bind(new.said_at)
        .bind(sequence)
    )?;
    Ok(())
}

/// Writes a comment of this guide anew as settled by somebody, or open again. Tells whether there is one.
pub(super) async fn settle(
    tx: &mut Transaction,
    row_id: Uuid,
    (blueprint, comment): (Uuid, Uuid),
    by: Option<Uuid>,
    sequence: i64,
) -> sqlx::Result<bool> {
    let ended = execute!(
        tx,
        query("UPDATE comments SET until_sequence = $1 WHERE id = $2 AND blueprint_id = $3 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(comment.as_bytes().as_slice())
            .bind(blueprint.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO comments (row_id, id, blueprint_id, section, words_hash, said_by, said_at, settled_by, from_sequence)
             SELECT $1, id, blueprint_id, section, words_hash, said_by, said_at, $2, $3
             FROM comments WHERE id = $4 AND until_sequence = $3",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(by.map(|id| id.as_bytes().to_vec()))
        .bind(sequence)
        .bind(comment.as_bytes().as_slice())
    )?;
    Ok(ended > 0)
}
