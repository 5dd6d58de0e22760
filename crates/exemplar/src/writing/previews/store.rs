//! The table `preview_links`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

/// A link that still works.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LinkRow {
    id: Vec<u8>,
    /// For whom it was made, as its maker said.
    pub made_for: String,
    /// The last day on which it works.
    pub ends_on: String,
    /// Who made it, by name.
    pub name: String,
}

impl LinkRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }
}

/// The links to a guide's draft that work on `today`.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(connection: &mut Connection, blueprint: Uuid, today: &str) -> sqlx::Result<Vec<LinkRow>> {
    sql!(connection, c => query_as(
        "SELECT l.id, l.made_for, l.ends_on, a.name FROM preview_links l JOIN accounts a ON a.id = l.made_by
         WHERE l.blueprint_id = $1 AND l.until_sequence IS NULL AND l.ends_on >= $2 ORDER BY l.ends_on, l.id LIMIT 100",
    ).bind(blueprint.as_bytes().as_slice()).bind(today).fetch_all(c))
}

/// The guide whose draft a link shows on `today`.
///
/// # Errors
/// When the database cannot be read.
pub async fn blueprint_of(connection: &mut Connection, token_hash: &str, today: &str) -> sqlx::Result<Option<Uuid>> {
    let id: Option<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT blueprint_id FROM preview_links WHERE token_hash = $1 AND until_sequence IS NULL AND ends_on >= $2",
    ).bind(token_hash).bind(today).fetch_optional(c))?;
    Ok(id.and_then(|id| Uuid::from_slice(&id).ok()))
}

/// A link to be written.
pub(super) struct NewLink<'a> {
    pub id: Uuid,
    pub token_hash: &'a str,
    pub blueprint: Uuid,
    pub made_by: Uuid,
    pub made_for: &'a str,
    pub ends_on: &'a str,
}

pub(super) async fn insert(tx: &mut Transaction, row_id: Uuid, new: &NewLink<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO preview_links (row_id, id, token_hash, blueprint_id, made_by, made_for, ends_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(new.id.as_bytes().as_slice())
        .bind(new.token_hash)
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.made_by.as_bytes().as_slice())
        .bind(new.made_for)
        .bind(new.ends_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// Ends every link of a guide: what it showed is for everyone to read now.
pub(in crate::writing) async fn end_all(tx: &mut Transaction, blueprint: Uuid, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE preview_links SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    Ok(())
}

/// Takes a link of this guide back; tells whether there was one.
pub(super) async fn end(tx: &mut Transaction, (blueprint, link): (Uuid, Uuid), sequence: i64) -> sqlx::Result<bool> {
    let ended = execute!(
        tx,
        query("UPDATE preview_links SET until_sequence = $1 WHERE id = $2 AND blueprint_id = $3 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(link.as_bytes().as_slice())
            .bind(blueprint.as_bytes().as_slice())
    )?;
    Ok(ended > 0)
}
