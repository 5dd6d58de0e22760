//! The tables `brought_documents` and `revision_fingerprints`. Neither is a record.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::{Found, Kept};

/// A document that somebody brought.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BroughtRow {
    id: Vec<u8>,
    /// The name of its file.
    pub name: String,
    /// Its text.
    pub body: String,
    likely: String,
}

impl BroughtRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }

    /// What is kept of it beside its text.
    pub(super) fn kept(&self) -> Kept {
        let nothing = || Kept { found: Found::Likely(Vec::new()), pictures: Vec::new(), report: Vec::new() };
        serde_json::from_str(&self.likely).unwrap_or_else(|_| nothing())
    }
}

/// The documents an organisation brought, by name, at most 200.
pub(super) async fn brought(connection: &mut Connection, organisation: &str) -> sqlx::Result<Vec<BroughtRow>> {
    sql!(connection, c => query_as(
        "SELECT id, name, body, likely FROM brought_documents WHERE organisation = $1 ORDER BY name, id LIMIT 200",
    ).bind(organisation).fetch_all(c))
}

/// One of them.
pub(super) async fn find(
    connection: &mut Connection,
    id: Uuid,
    organisation: &str,
) -> sqlx::Result<Option<BroughtRow>> {
    sql!(connection, c => query_as("SELECT id, name, body, likely FROM brought_documents WHERE id = $1 AND organisation = $2")
        .bind(id.as_bytes().as_slice()).bind(organisation).fetch_optional(c))
}

/// How many documents an organisation brought.
pub(super) async fn count(connection: &mut Connection, organisation: &str) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar("SELECT COUNT(*) FROM brought_documents WHERE organisation = $1")
        .bind(organisation).fetch_one(c))
}

/// A document to be kept until it is a copy.
pub(super) struct NewBrought<'a> {
    pub id: Uuid,
    pub organisation: &'a str,
    pub account: Uuid,
    pub name: &'a str,
    pub body: &'a str,
    pub kept: &'a Kept,
    pub came_at: i64,
}

pub(super) async fn insert(tx: &mut Transaction, new: &NewBrought<'_>) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO brought_documents (id, organisation, account_id, name, body, likely, came_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.organisation)
        .bind(new.account.as_bytes().as_slice())
        .bind(new.name)
        .bind(new.body)
        .bind(serde_json::to_string(new.kept).unwrap_or_default())
        .bind(new.came_at)
    )?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Transaction, id: Uuid) -> sqlx::Result<()> {
    execute!(tx, query("DELETE FROM brought_documents WHERE id = $1").bind(id.as_bytes().as_slice()))?;
    Ok(())
}

/// Whether a document still waits.
pub(super) async fn is_there(connection: &mut Connection, id: Uuid) -> sqlx::Result<bool> {
    let found: i64 = sql!(connection, c => query_scalar("SELECT COUNT(*) FROM brought_documents WHERE id = $1")
        .bind(id.as_bytes().as_slice()).fetch_one(c))?;
    Ok(found > 0)
}

/// Takes out documents that came before `moment`, and fingerprints of texts that were removed for good.
pub(super) async fn sweep(tx: &mut Transaction, moment: i64) -> sqlx::Result<()> {
    execute!(tx, query("DELETE FROM brought_documents WHERE came_at < $1").bind(moment))?;
    execute!(
        tx,
        query(
            "DELETE FROM revision_fingerprints WHERE NOT EXISTS (
                 SELECT 1 FROM revisions r JOIN texts t ON t.hash = r.text_hash
                 WHERE r.blueprint_id = revision_fingerprints.blueprint_id AND r.number = revision_fingerprints.number)"
        )
    )?;
    Ok(())
}

/// Versions that everyone could read and that have no fingerprint yet, each with the hash of its text.
pub(super) async fn lacking(connection: &mut Connection, limit: i64) -> sqlx::Result<Vec<(Vec<u8>, i64, String)>> {
    sql!(connection, c => query_as(
        "SELECT r.blueprint_id, r.number, r.text_hash FROM revisions r JOIN texts t ON t.hash = r.text_hash
         WHERE EXISTS (SELECT 1 FROM blueprints b WHERE b.id = r.blueprint_id AND b.revision = r.number AND b.state <> 'draft')
           AND NOT EXISTS (SELECT 1 FROM revision_fingerprints f WHERE f.blueprint_id = r.blueprint_id AND f.number = r.number)
         ORDER BY r.blueprint_id, r.number LIMIT $1",
    ).bind(limit).fetch_all(c))
}

pub(super) async fn insert_fingerprint(
    tx: &mut Transaction,
    (guide, number): (&[u8], i64),
    marks: &[u8],
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO revision_fingerprints (blueprint_id, number, marks) VALUES ($1, $2, $3)
             ON CONFLICT (blueprint_id, number) DO NOTHING"
        )
        .bind(guide)
        .bind(number)
        .bind(marks)
    )?;
    Ok(())
}

/// The fingerprints of published versions of others than `organisation`, the next 500 after one of them.
pub(super) async fn fingerprints(
    connection: &mut Connection,
    organisation: &str,
    (after, number): (&[u8], i64),
) -> sqlx::Result<Vec<(Vec<u8>, i64, Vec<u8>)>> {
    sql!(connection, c => query_as(
        "SELECT f.blueprint_id, f.number, f.marks FROM revision_fingerprints f
         JOIN blueprints b ON b.id = f.blueprint_id AND b.until_sequence IS NULL AND b.known_until IS NULL
         JOIN revisions r ON r.blueprint_id = f.blueprint_id AND r.number = f.number JOIN texts t ON t.hash = r.text_hash
         WHERE b.state = 'published' AND COALESCE(b.organisation, '') <> $1
           AND (f.blueprint_id > $2 OR (f.blueprint_id = $2 AND f.number > $3))
         ORDER BY f.blueprint_id, f.number LIMIT 500",
    ).bind(organisation).bind(after).bind(number).fetch_all(c))
}
