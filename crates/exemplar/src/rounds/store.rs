//! The tables `frameworks`, `rounds` and `assessments`.

use std::collections::HashMap;

use composite::Framework;
use database::{Connection, Transaction, execute, sql};
use jiff::civil::Date;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::NewRound;
use crate::journal::Moment;

/// A version of a question set.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FrameworkRow {
    pub(super) id: Vec<u8>,
    /// Its part of addresses.
    pub slug: String,
    /// Its version.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// The SHA-256 of the file it came from.
    pub text_hash: String,
    /// How many questions it asks.
    pub questions: i64,
    /// Where it comes from.
    pub source: String,
}

/// A round.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RoundRow {
    pub(super) id: Vec<u8>,
    /// Its part of addresses.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// The SHA-256 of the question set's file.
    pub framework: String,
    /// The day it opened.
    pub opened_on: String,
    /// The day it closed.
    pub closed_on: Option<String>,
    is_invented: i64,
    /// Where the answers come from.
    pub source: String,
}

/// What an organisation answered.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AssessmentRow {
    pub(super) id: Vec<u8>,
    /// The organisation's code.
    pub organisation: String,
    /// The word of the care setting it answered for.
    pub care_setting: String,
    /// Its answers, as [`super::parted`] reads them.
    pub answers: String,
    /// The SHA-256 of its notes.
    pub notes_hash: Option<String>,
    /// The day it answered.
    pub answered_on: String,
    /// `open` while it is being answered, `final` when it counts.
    pub state: String,
    /// The account that saved it; none when it came from a file.
    pub saved_by: Option<Vec<u8>>,
    /// The entry that wrote it.
    pub from_sequence: i64,
}

impl FrameworkRow {
    /// A version that is about to be kept.
    #[must_use]
    pub(super) fn new(id: Uuid, framework: &Framework, text_hash: String) -> Self {
        Self {
            id: id.as_bytes().to_vec(),
            slug: framework.id.clone(),
            version: framework.version.clone(),
            title: framework.title.clone(),
            text_hash,
            questions: i64::try_from(framework.questions.len()).unwrap_or(i64::MAX),
            source: framework.source.clone().unwrap_or_else(|| "not said in the file".to_owned()),
        }
    }
}

impl RoundRow {
    /// A round that is about to be made.
    #[must_use]
    pub(super) fn new(id: Uuid, round: &NewRound, source: &str, is_invented: bool) -> Self {
        Self {
            id: id.as_bytes().to_vec(),
            slug: round.slug.clone(),
            name: round.name.clone(),
            framework: round.framework.clone(),
            opened_on: round.opened_on.to_string(),
            closed_on: round.closed_on.map(|day| day.to_string()),
            is_invented: i64::from(is_invented),
            source: source.to_owned(),
        }
    }

    /// Whether it takes answers on this day.
    #[must_use]
    pub fn takes_answers(&self, today: Date) -> bool {
        let today = today.to_string();
        self.opened_on <= today && self.closed_on.as_ref().is_none_or(|closed| *closed >= today)
    }

    /// Whether all of it is invented.
    #[must_use]
    pub fn is_invented(&self) -> bool {
        self.is_invented == 1
    }
}

/// The version of a question set that holds now.
///
/// # Errors
/// When the database cannot be read.
pub async fn framework(connection: &mut Connection, slug: &str, version: &str) -> sqlx::Result<Option<FrameworkRow>> {
    sql!(connection, c => query_as(
        "SELECT id, slug, version, title, text_hash, questions, source FROM frameworks
         WHERE slug = $1 AND version = $2 AND until_sequence IS NULL",
    ).bind(slug).bind(version).fetch_optional(c))
}

/// Every version of every question set on record at `moment`, the newest of each first.
///
/// # Errors
/// When the database cannot be read.
pub async fn frameworks(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<FrameworkRow>> {
    sql!(connection, c => query_as(
        "SELECT id, slug, version, title, text_hash, questions, source FROM frameworks
         WHERE known_from <= $1 AND from_sequence <= $2 AND (until_sequence IS NULL OR until_sequence > $2)
         ORDER BY slug, from_sequence DESC",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Whether a round uses the question set whose file has this hash.
pub(super) async fn is_used(connection: &mut Connection, text_hash: &str) -> sqlx::Result<bool> {
    let rounds: i64 = sql!(connection, c => query_scalar("SELECT COUNT(*) FROM rounds WHERE framework = $1")
        .bind(text_hash).fetch_one(c))?;
    Ok(rounds > 0)
}

pub(super) async fn insert_framework(
    tx: &mut Transaction,
    row: &FrameworkRow,
    (known_from, sequence): (&str, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO frameworks (id, slug, version, title, text_hash, questions, source, known_from, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        )
        .bind(row.id.as_slice())
        .bind(&row.slug)
        .bind(&row.version)
        .bind(&row.title)
        .bind(&row.text_hash)
        .bind(row.questions)
        .bind(&row.source)
        .bind(known_from)
        .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end_framework(tx: &mut Transaction, id: &[u8], sequence: i64) -> sqlx::Result<()> {
    execute!(tx, query("UPDATE frameworks SET until_sequence = $1 WHERE id = $2").bind(sequence).bind(id))?;
    Ok(())
}

/// The round at this address.
///
/// # Errors
/// When the database cannot be read.
pub async fn round(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<RoundRow>> {
    sql!(connection, c => query_as(
        "SELECT id, slug, name, framework, opened_on, closed_on, is_invented, source FROM rounds
         WHERE slug = $1 AND until_sequence IS NULL",
    ).bind(slug).fetch_optional(c))
}

/// Every round, the newest first, at most 100.
pub(super) async fn rounds(connection: &mut Connection) -> sqlx::Result<Vec<RoundRow>> {
    sql!(connection, c => query_as(
        "SELECT id, slug, name, framework, opened_on, closed_on, is_invented, source FROM rounds
         WHERE until_sequence IS NULL ORDER BY opened_on DESC, from_sequence DESC LIMIT 100",
    ).fetch_all(c))
}

pub(super) async fn insert_round(
    tx: &mut Transaction,
    row: &RoundRow,
    (known_from, sequence): (&str, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO rounds (id, slug, name, framework, opened_on, closed_on, is_invented, source, known_from, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        )
        .bind(row.id.as_slice())
        .bind(&row.slug)
        .bind(&row.name)
        .bind(&row.framework)
        .bind(&row.opened_on)
        .bind(row.closed_on.as_deref())
        .bind(row.is_invented)
        .bind(&row.source)
        .bind(known_from)
        .bind(sequence)
    )?;
    Ok(())
}

/// What each organisation answered in a round and lets count, in the order of their codes.
///
/// # Errors
/// When the database cannot be read.
pub async fn final_assessments(connection: &mut Connection, round: &str) -> sqlx::Result<Vec<AssessmentRow>> {
    sql!(connection, c => query_as(
        "SELECT a.id, a.organisation, a.care_setting, a.answers, a.notes_hash, a.answered_on, a.state, a.saved_by, a.from_sequence FROM assessments a
         WHERE a.round = $1 AND a.state = 'final' AND a.from_sequence = (
             SELECT MAX(other.from_sequence) FROM assessments other
             WHERE other.round = a.round AND other.organisation = a.organisation AND other.state = 'final')
         ORDER BY a.organisation",
    ).bind(round).fetch_all(c))
}

/// What others let count under the same question set in rounds that have closed, the newest first; the invented are held
/// against the invented alone.
pub(super) async fn answers_of_others(
    connection: &mut Connection,
    round: &RoundRow,
    organisation: &str,
    today: Date,
    most: i64,
) -> sqlx::Result<Vec<String>> {
    sql!(connection, c => query_scalar(
        "SELECT a.answers FROM assessments a JOIN rounds r ON r.slug = a.round AND r.until_sequence IS NULL
         WHERE r.framework = $1 AND r.slug <> $2 AND r.is_invented = $3 AND r.closed_on <= $4
           AND a.organisation <> $5 AND a.state = 'final' AND a.until_sequence IS NULL
         ORDER BY a.from_sequence DESC, a.id LIMIT $6",
    ).bind(&round.framework).bind(&round.slug).bind(i64::from(round.is_invented())).bind(today.to_string())
     .bind(organisation).bind(most).fetch_all(c))
}

/// What holds of a round's assessments, by organisation.
pub(super) async fn assessed(connection: &mut Connection, round: &str) -> sqlx::Result<HashMap<String, AssessmentRow>> {
    let rows: Vec<AssessmentRow> = sql!(connection, c => query_as(
        "SELECT id, organisation, care_setting, answers, notes_hash, answered_on, state, saved_by, from_sequence FROM assessments
         WHERE round = $1 AND until_sequence IS NULL",
    ).bind(round).fetch_all(c))?;
    Ok(rows.into_iter().map(|row| (row.organisation.clone(), row)).collect())
}

pub(super) async fn insert_assessment(
    tx: &mut Transaction,
    (round, source): (&str, &str),
    row: &AssessmentRow,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO assessments
             (id, round, organisation, care_setting, answers, notes_hash, answered_on, state, saved_by, source,
              from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        )
        .bind(row.id.as_slice())
        .bind(round)
        .bind(&row.organisation)
        .bind(&row.care_setting)
        .bind(&row.answers)
        .bind(row.notes_hash.as_deref())
        .bind(&row.answered_on)
        .bind(&row.state)
        .bind(row.saved_by.as_deref())
        .bind(source)
        .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end_assessment(tx: &mut Transaction, id: &[u8], sequence: i64) -> sqlx::Result<()> {
    execute!(tx, query("UPDATE assessments SET until_sequence = $1 WHERE id = $2").bind(sequence).bind(id))?;
    Ok(())
}
