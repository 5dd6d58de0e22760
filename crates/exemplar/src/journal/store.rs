//! The journal's tables, and the texts its entries refer to.

use database::{Connection, Transaction, execute, sql};
use sqlx::{AssertSqlSafe, Row, query, query_as, query_scalar};

use super::seal::{Cell, SealedRow};
use super::{Column, Entry, RecordTable};

/// Where the journal stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// The last entry.
    pub sequence: i64,
    /// The last entry the public can see the effect of.
    pub public_sequence: i64,
    /// The hash of the last entry.
    pub hash: String,
}

/// An entry as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EntryRow {
    /// Its number.
    pub sequence: i64,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
    /// Who acted.
    pub actor: String,
    /// For which organisation.
    pub organisation: Option<String>,
    /// What was done.
    pub action: String,
    /// To what.
    pub record: String,
    /// Whether the public sees it.
    pub is_public: i64,
    /// The hashed bytes.
    pub entry: Vec<u8>,
    /// Their hash.
    pub hash: String,
}

/// A private part as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PrivateRow {
    /// The entry it belongs to.
    pub sequence: i64,
    /// The salt.
    pub salt: Vec<u8>,
    /// The part itself.
    pub body: Vec<u8>,
}

/// Where the journal stands.
///
/// # Errors
/// When the database cannot be read.
pub async fn head(connection: &mut Connection) -> sqlx::Result<Head> {
    sql!(connection, c => query_as("SELECT sequence, public_sequence, hash FROM journal_head WHERE id = 1").fetch_one(c))
}

pub(super) async fn lock_head(tx: &mut Transaction) -> sqlx::Result<Head> {
    let text =
        format!("SELECT sequence, public_sequence, hash FROM journal_head WHERE id = 1{}", tx.dialect().for_update());
    sql!(tx, c => query_as(AssertSqlSafe(text)).fetch_one(c))
}

pub(super) async fn move_head(tx: &mut Transaction, head: &Head) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE journal_head SET sequence = $1, public_sequence = $2, hash = $3 WHERE id = 1")
            .bind(head.sequence)
            .bind(head.public_sequence)
            .bind(&head.hash)
    )?;
    Ok(())
}

pub(super) async fn insert_entry(
    tx: &mut Transaction,
    entry: &Entry,
    recorded_at: i64,
    bytes: &[u8],
    hash: &str,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO journal_entries (sequence, recorded_at, actor, organisation, action, record, is_public, entry, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(entry.sequence)
        .bind(recorded_at)
        .bind(&entry.actor)
        .bind(&entry.organisation)
        .bind(&entry.action)
        .bind(&entry.record)
        .bind(i64::from(entry.is_public))
        .bind(bytes)
        .bind(hash)
    )?;
    Ok(())
}

pub(super) async fn insert_private(tx: &mut Transaction, sequence: i64, salt: &[u8], body: &[u8]) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO journal_private (sequence, salt, body) VALUES ($1, $2, $3)")
            .bind(sequence)
            .bind(salt)
            .bind(body)
    )?;
    Ok(())
}

/// Keeps `body` once, under its SHA-256 `hash`.
///
/// # Errors
/// When the database refuses.
pub async fn put_text(tx: &mut Transaction, hash: &str, body: &[u8]) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO texts (hash, body) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING").bind(hash).bind(body)
    )?;
    Ok(())
}

/// The text kept under `hash`.
///
/// # Errors
/// When there is none, or the database cannot be read.
pub async fn get_text(connection: &mut Connection, hash: &str) -> sqlx::Result<Vec<u8>> {
    sql!(connection, c => query_scalar("SELECT body FROM texts WHERE hash = $1").bind(hash).fetch_one(c))
}

/// Up to `limit` entries after `after`, in order.
///
/// # Errors
/// When the database cannot be read.
pub async fn entries_after(connection: &mut Connection, after: i64, limit: i64) -> sqlx::Result<Vec<EntryRow>> {
    sql!(connection, c => query_as(
        "SELECT sequence, recorded_at, actor, organisation, action, record, is_public, entry, hash
         FROM journal_entries WHERE sequence > $1 ORDER BY sequence LIMIT $2",
    ).bind(after).bind(limit).fetch_all(c))
}

/// The public entries up to `last`, the newest first: of one kind (the first word of their action) and one organisation,
/// where these are not empty. From the `skip`th on, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn public_entries(
    connection: &mut Connection,
    (kind, organisation): (&str, &str),
    last: i64,
    (skip, limit): (i64, i64),
) -> sqlx::Result<Vec<EntryRow>> {
    // Two texts, so that each is answered by an index of its own.
    if organisation.is_empty() {
        return sql!(connection, c => query_as(
            "SELECT sequence, recorded_at, actor, organisation, action, record, is_public, entry, hash FROM journal_entries
             WHERE is_public = 1 AND sequence <= $1 AND ($2 = '' OR substr(action, 1, length($2) + 1) = $2 || '.')
             ORDER BY sequence DESC LIMIT $3 OFFSET $4",
        ).bind(last).bind(kind).bind(limit).bind(skip).fetch_all(c));
    }
    sql!(connection, c => query_as(
        "SELECT sequence, recorded_at, actor, organisation, action, record, is_public, entry, hash FROM journal_entries
         WHERE is_public = 1 AND sequence <= $1 AND ($2 = '' OR substr(action, 1, length($2) + 1) = $2 || '.')
           AND organisation = $5
         ORDER BY sequence DESC LIMIT $3 OFFSET $4",
    ).bind(last).bind(kind).bind(limit).bind(skip).bind(organisation).fetch_all(c))
}

/// The number of the last entry recorded before `instant` (microseconds since 1970); 0 when there is none.
///
/// # Errors
/// When the database cannot be read.
pub async fn last_sequence_before(connection: &mut Connection, instant: i64) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar("SELECT COALESCE(MAX(sequence), 0) FROM journal_entries WHERE recorded_at < $1")
        .bind(instant).fetch_one(c))
}

/// The private part of an entry, unless it has none or it was removed.
///
/// # Errors
/// When the database cannot be read.
pub async fn private_part(connection: &mut Connection, sequence: i64) -> sqlx::Result<Option<Vec<u8>>> {
    sql!(connection, c => query_scalar("SELECT body FROM journal_private WHERE sequence = $1")
        .bind(sequence).fetch_optional(c))
}

/// Every private part, in order.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn privates(connection: &mut Connection) -> sqlx::Result<Vec<PrivateRow>> {
    sql!(connection, c => query_as("SELECT sequence, salt, body FROM journal_private ORDER BY sequence").fetch_all(c))
}

/// Up to `limit` texts after the hash `after`, in order of their hashes.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn texts_after(
    connection: &mut Connection,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<(String, Vec<u8>)>> {
    sql!(connection, c => query_as("SELECT hash, body FROM texts WHERE hash > $1 ORDER BY hash LIMIT $2")
        .bind(after).bind(limit).fetch_all(c))
}

/// What `sequence` wrote and ended in `table`.
pub(super) async fn rows_of(
    connection: &mut Connection,
    table: &RecordTable,
    sequence: i64,
) -> sqlx::Result<Vec<SealedRow>> {
    rows_between(connection, table, sequence, sequence).await
}

/// What the entries from `first` to `last` wrote and ended in `table`.
pub(super) async fn rows_between(
    connection: &mut Connection,
    table: &RecordTable,
    first: i64,
    last: i64,
) -> sqlx::Result<Vec<SealedRow>> {
    let mut rows = rows_by(connection, table, "from_sequence", first, last).await?;
    if table.ends {
        rows.extend(rows_by(connection, table, "until_sequence", first, last).await?);
    }
    Ok(rows)
}

async fn rows_by(
    connection: &mut Connection,
    table: &RecordTable,
    by: &'static str,
    first: i64,
    last: i64,
) -> sqlx::Result<Vec<SealedRow>> {
    let columns: Vec<Column> = std::iter::once(table.key).chain(table.columns.iter().copied()).collect();
    let names: Vec<&str> = columns.iter().map(|c| c.name()).collect();
    let text = format!("SELECT {by}, {} FROM {} WHERE {by} BETWEEN $1 AND $2", names.join(", "), table.name);
    let ended = by == "until_sequence";
    sql!(connection, c => async {
        let rows = query(AssertSqlSafe(text)).bind(first).bind(last).fetch_all(c).await?;
        rows.iter().map(|row| {
            let cells = columns.iter().enumerate().map(|(i, column)| Ok(match column {
                Column::Text(_) => row.try_get::<Option<String>, _>(i + 1)?.map_or(Cell::Null, Cell::Text),
                Column::Integer(_) => row.try_get::<Option<i64>, _>(i + 1)?.map_or(Cell::Null, Cell::Integer),
                Column::Bytes(_) => row.try_get::<Option<Vec<u8>>, _>(i + 1)?.map_or(Cell::Null, Cell::Bytes),
            })).collect::<sqlx::Result<_>>()?;
            Ok(SealedRow { sequence: row.try_get(0)?, ended, cells })
        }).collect::<sqlx::Result<Vec<_>>>()
    })
}
