//! The tables `copy_bases` and `update_decisions`.

use database::{Connection, Transaction, execute, sql};
use serde::{Deserialize, Serialize};
use sqlx::{query, query_as};
use uuid::Uuid;

use super::How;

/// The text a copy and its source have in common, as far as the copy has settled it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BaseRow {
    /// The version of the source up to which nothing was left open.
    pub source_number: i64,
    /// The SHA-256 of the text.
    pub base_hash: String,
    /// The day it was settled so.
    pub settled_on: String,
}

/// What was decided about a change.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DecisionRow {
    /// The change.
    pub update_id: String,
    decision: String,
    words: Option<Vec<u8>>,
    /// The version of the source up to which nothing was left open before.
    pub source_number: i64,
    /// The SHA-256 of the common text before.
    pub base_before: String,
    /// The SHA-256 of our text before.
    pub text_before: String,
    /// The SHA-256 of our text after.
    pub text_after: String,
    /// Who decided, by name.
    pub name: String,
    /// The day.
    pub decided_on: String,
    /// The entry that wrote it: changes decided together have one.
    pub from_sequence: i64,
}

/// What a decision was about, and why: kept apart from the row, so that it can be removed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionWords {
    /// Where it stands.
    pub section: String,
    /// What the common text said there.
    pub base: String,
    /// What the source said there.
    pub upstream: String,
    /// Why, in our people's words.
    pub reason: String,
}

impl DecisionRow {
    /// What was decided.
    #[must_use]
    pub fn how(&self) -> How {
        How::from_word(&self.decision).unwrap_or(How::Later)
    }

    /// What it was about, and why; none when that was removed for good.
    #[must_use]
    pub fn words(&self) -> Option<DecisionWords> {
        serde_json::from_slice(self.words.as_deref()?).ok()
    }
}

/// The text a copy and its source have in common now; none when nothing was settled since it was copied.
///
/// # Errors
/// When the database cannot be read.
pub async fn base(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Option<BaseRow>> {
    sql!(connection, c => query_as(
        "SELECT source_number, base_hash, settled_on FROM copy_bases WHERE blueprint_id = $1 AND until_sequence IS NULL",
    ).bind(blueprint.as_bytes().as_slice()).fetch_optional(c))
}

/// What was decided about changes to a copy and not undone, the newest first, at most 500.
///
/// # Errors
/// When the database cannot be read.
pub async fn decisions(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<DecisionRow>> {
    sql!(connection, c => query_as(
        "SELECT d.update_id, d.decision, t.body AS words, d.source_number, d.base_before, d.text_before, d.text_after,
                a.name, d.decided_on, d.from_sequence
         FROM update_decisions d JOIN accounts a ON a.id = d.decided_by LEFT JOIN texts t ON t.hash = d.words_hash
         WHERE d.blueprint_id = $1 AND d.until_sequence IS NULL ORDER BY d.from_sequence DESC, d.row_id LIMIT 500",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))
}

/// Writes the common text of a copy, ending the one before.
pub(super) async fn put_base(
    tx: &mut Transaction,
    (row_id, blueprint): (Uuid, Uuid),
    base: &BaseRow,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE copy_bases SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO copy_bases (row_id, blueprint_id, source_number, base_hash, settled_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(blueprint.as_bytes().as_slice())
        .bind(base.source_number)
        .bind(&base.base_hash)
        .bind(&base.settled_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// A decision to be written.
pub(super) struct NewDecision<'a> {
    pub blueprint: Uuid,
    pub update_id: &'a str,
    pub how: How,
    pub words_hash: &'a str,
    pub source_number: i64,
    pub base_before: &'a str,
    pub text_before: &'a str,
    pub text_after: &'a str,
    pub by: Uuid,
    pub on: &'a str,
}

pub(super) async fn insert(
    tx: &mut Transaction,
    row_id: Uuid,
    new: &NewDecision<'_>,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "UPDATE update_decisions SET until_sequence = $1
             WHERE blueprint_id = $2 AND update_id = $3 AND decision = 'later' AND until_sequence IS NULL",
        )
        .bind(sequence)
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.update_id)
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO update_decisions (row_id, blueprint_id, update_id, decision, words_hash, source_number, base_before,
                text_before, text_after, decided_by, decided_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.update_id)
        .bind(new.how.word())
        .bind(new.words_hash)
        .bind(new.source_number)
        .bind(new.base_before)
        .bind(new.text_before)
        .bind(new.text_after)
        .bind(new.by.as_bytes().as_slice())
        .bind(new.on)
        .bind(sequence)
    )?;
    Ok(())
}

/// Ends every decision that one entry wrote.
pub(super) async fn end(tx: &mut Transaction, blueprint: Uuid, written: i64, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "UPDATE update_decisions SET until_sequence = $1
             WHERE blueprint_id = $2 AND from_sequence = $3 AND until_sequence IS NULL",
        )
        .bind(sequence)
        .bind(blueprint.as_bytes().as_slice())
        .bind(written)
    )?;
    Ok(())
}
