//! The table `editions`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

use super::Hashes;
use crate::journal::Moment;

/// An edition.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EditionRow {
    /// Its part of addresses.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// The round whose answers it is made of.
    pub round: String,
    framework_hash: String,
    recipe_hash: String,
    data_hash: String,
    results_hash: String,
    /// The hash of the whole: see [`Hashes::whole`].
    pub hash: String,
    /// How many organisations are in it.
    pub organisations: i64,
    is_invented: i64,
    /// The day it was published.
    pub published_on: String,
    /// The edition it corrects.
    pub corrects: Option<String>,
    /// What was wrong with that one, or anything else that readers should know.
    pub note: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// An edition that is about to be kept.
#[derive(Clone, Debug)]
pub(super) struct NewRow<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub round: &'a str,
    pub hashes: &'a Hashes,
    pub organisations: usize,
    pub is_invented: bool,
    pub published_on: &'a str,
    pub corrects: Option<&'a str>,
    pub note: Option<&'a str>,
}

impl EditionRow {
    /// Whether every organisation in it is invented.
    #[must_use]
    pub fn is_invented(&self) -> bool {
        self.is_invented == 1
    }

    /// The hashes of its parts.
    #[must_use]
    pub fn hashes(&self) -> Hashes {
        Hashes {
            framework: self.framework_hash.clone(),
            recipe: self.recipe_hash.clone(),
            data: self.data_hash.clone(),
            results: self.results_hash.clone(),
        }
    }
}

const COLUMNS: &str =
    "SELECT e.slug, e.title, e.round, e.framework_hash, e.recipe_hash, e.data_hash, e.results_hash, e.hash,
    e.organisations, e.is_invented, e.published_on, e.corrects, e.note, j.recorded_at
    FROM editions e JOIN journal_entries j ON j.sequence = e.from_sequence";

/// Leaves out what is not public yet at the entry `$N`.
const PUBLIC: &str = "NOT EXISTS (SELECT 1 FROM edition_embargoes b WHERE b.edition = e.slug
    AND b.from_sequence <= $2 AND (b.until_sequence IS NULL OR b.until_sequence > $2))";

/// An edition that is not public yet.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct EmbargoRow {
    pub id: Vec<u8>,
    pub edition: String,
    /// When it becomes public, in microseconds since 1970.
    pub until_at: i64,
}

/// What an organisation said of its result.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ReplyRow {
    pub id: Vec<u8>,
    pub words_hash: String,
    pub said_on: String,
}

/// The editions known at `moment` and public, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<EditionRow>> {
    let text = format!(
        "{COLUMNS} WHERE e.known_from <= $1 AND e.from_sequence <= $2 AND {PUBLIC} ORDER BY e.published_on DESC, e.from_sequence DESC"
    );
    sql!(connection, c => query_as(sqlx::AssertSqlSafe(text)).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// The edition at this address, as known at `moment`, when it is public then.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(connection: &mut Connection, slug: &str, moment: Moment) -> sqlx::Result<Option<EditionRow>> {
    let text = format!("{COLUMNS} WHERE e.known_from <= $1 AND e.from_sequence <= $2 AND e.slug = $3 AND {PUBLIC}");
    sql!(connection, c => query_as(sqlx::AssertSqlSafe(text)).bind(moment.day()).bind(moment.sequence).bind(slug).fetch_optional(c))
}

/// The edition at this address, public or not.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn kept(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<EditionRow>> {
    let text = format!("{COLUMNS} WHERE e.slug = $1");
    sql!(connection, c => query_as(sqlx::AssertSqlSafe(text)).bind(slug).fetch_optional(c))
}

/// What is not public yet.
pub(super) async fn embargoes(connection: &mut Connection) -> sqlx::Result<Vec<EmbargoRow>> {
    sql!(connection, c => query_as(
        "SELECT id, edition, until_at FROM edition_embargoes WHERE until_sequence IS NULL ORDER BY until_at",
    ).fetch_all(c))
}

pub(super) async fn insert_embargo(
    tx: &mut Transaction,
    id: Uuid,
    (edition, until_at): (&str, i64),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO edition_embargoes (id, edition, until_at, from_sequence) VALUES ($1, $2, $3, $4)")
            .bind(id.as_bytes().as_slice())
            .bind(edition)
            .bind(until_at)
            .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end_embargo(tx: &mut Transaction, id: &[u8], sequence: i64) -> sqlx::Result<()> {
    execute!(tx, query("UPDATE edition_embargoes SET until_sequence = $1 WHERE id = $2").bind(sequence).bind(id))?;
    Ok(())
}

/// What an organisation says of its result at the entry of a moment.
pub(super) async fn reply(
    connection: &mut Connection,
    edition: &str,
    organisation: &str,
    moment: Moment,
) -> sqlx::Result<Option<ReplyRow>> {
    sql!(connection, c => query_as(
        "SELECT id, words_hash, said_on FROM edition_replies
         WHERE edition = $1 AND organisation = $2 AND said_on <= $3
           AND from_sequence <= $4 AND (until_sequence IS NULL OR until_sequence > $4)",
    ).bind(edition).bind(organisation).bind(moment.day()).bind(moment.sequence).fetch_optional(c))
}

pub(super) async fn insert_reply(
    tx: &mut Transaction,
    id: Uuid,
    (edition, organisation, words_hash): (&str, &str, &str),
    account: Uuid,
    (said_on, sequence): (&str, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO edition_replies (id, edition, organisation, words_hash, account_id, said_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(edition)
        .bind(organisation)
        .bind(words_hash)
        .bind(account.as_bytes().as_slice())
        .bind(said_on)
        .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end_reply(tx: &mut Transaction, id: &[u8], sequence: i64) -> sqlx::Result<()> {
    execute!(tx, query("UPDATE edition_replies SET until_sequence = $1 WHERE id = $2").bind(sequence).bind(id))?;
    Ok(())
}

pub(super) async fn insert(tx: &mut Transaction, id: Uuid, row: &NewRow<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO editions
             (id, slug, title, round, framework_hash, recipe_hash, data_hash, results_hash, hash, organisations,
              is_invented, published_on, corrects, note, known_from, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $12, $15)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(row.slug)
        .bind(row.title)
        .bind(row.round)
        .bind(&row.hashes.framework)
        .bind(&row.hashes.recipe)
        .bind(&row.hashes.data)
        .bind(&row.hashes.results)
        .bind(row.hashes.whole())
        .bind(i64::try_from(row.organisations).unwrap_or(i64::MAX))
        .bind(i64::from(row.is_invented))
        .bind(row.published_on)
        .bind(row.corrects)
        .bind(row.note)
        .bind(sequence)
    )?;
    Ok(())
}
