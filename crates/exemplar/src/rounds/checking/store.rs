//! The tables `assessment_checkers`, `assessment_checks` and `audit_samples`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

use super::Verified;
use crate::rounds::answering::seen;
use crate::rounds::store::AssessmentRow;

/// Somebody who was asked to check.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::rounds) struct CheckerRow {
    account_id: Vec<u8>,
    pub round: String,
    pub organisation: String,
    pub checker: String,
    pub kind: String,
}

impl CheckerRow {
    pub(in crate::rounds) fn account(&self) -> Uuid {
        Uuid::from_slice(&self.account_id).unwrap_or_default()
    }
}

/// A check as it stands.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::rounds) struct CheckRow {
    pub id: Vec<u8>,
    pub organisation: String,
    pub checked_by: String,
    pub reason: String,
    pub found: String,
    pub agreed: String,
    pub remarks_hash: Option<String>,
    pub answers_hash: String,
    pub checked_on: String,
    pub state: String,
    pub checker: Option<Vec<u8>>,
    pub answered_by: Option<Vec<u8>>,
}

/// A sample that was drawn.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::rounds) struct SampleRow {
    pub round: String,
    /// How many were asked for.
    pub size: i64,
    pub seed: i64,
    pub seed_from: String,
    pub list_hash: String,
    /// The codes of those drawn, parted by blanks.
    pub drawn: String,
    pub known_from: String,
    pub from_sequence: i64,
}

impl SampleRow {
    /// Whether an organisation was drawn.
    pub(in crate::rounds) fn has(&self, organisation: &str) -> bool {
        self.drawn.split(' ').any(|code| code == organisation)
    }
}

/// Everybody who was asked to check an organisation's answers.
pub(super) async fn checkers(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Vec<CheckerRow>> {
    sql!(connection, c => query_as(
        "SELECT account_id, round, organisation, checker, kind FROM assessment_checkers
         WHERE round = $1 AND organisation = $2 AND until_sequence IS NULL ORDER BY from_sequence",
    ).bind(round).bind(organisation).fetch_all(c))
}

/// What somebody was asked to check, the newest first, at most 200.
pub(super) async fn checked_by(connection: &mut Connection, account: Uuid) -> sqlx::Result<Vec<CheckerRow>> {
    sql!(connection, c => query_as(
        "SELECT account_id, round, organisation, checker, kind FROM assessment_checkers
         WHERE account_id = $1 AND until_sequence IS NULL ORDER BY from_sequence DESC LIMIT 200",
    ).bind(account.as_bytes().as_slice()).fetch_all(c))
}

pub(super) async fn insert_checker(
    tx: &mut Transaction,
    id: Uuid,
    (round, organisation, checker, kind): (&str, &str, &str, &str),
    account: Uuid,
    (named_on, sequence): (&str, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO assessment_checkers
             (id, round, organisation, account_id, checker, kind, named_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(round)
        .bind(organisation)
        .bind(account.as_bytes().as_slice())
        .bind(checker)
        .bind(kind)
        .bind(named_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// How the check of an organisation's answers stands.
pub(super) async fn current(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Option<CheckRow>> {
    sql!(connection, c => query_as(
        "SELECT id, organisation, checked_by, reason, found, agreed, remarks_hash, answers_hash, checked_on, state,
                checker, answered_by
         FROM assessment_checks WHERE round = $1 AND organisation = $2 AND until_sequence IS NULL",
    ).bind(round).bind(organisation).fetch_optional(c))
}

/// How the checks of a round stand: organisation, state, and who checks.
pub(super) async fn states(connection: &mut Connection, round: &str) -> sqlx::Result<Vec<(String, String, String)>> {
    sql!(connection, c => query_as(
        "SELECT organisation, state, checked_by FROM assessment_checks
         WHERE round = $1 AND until_sequence IS NULL ORDER BY organisation",
    ).bind(round).fetch_all(c))
}

/// What was agreed in a round, of those checks that are of the answers that count.
///
/// # Errors
/// When the database cannot be read.
pub async fn agreed(connection: &mut Connection, round: &str, finals: &[AssessmentRow]) -> sqlx::Result<Vec<Verified>> {
    let rows: Vec<CheckRow> = sql!(connection, c => query_as(
        "SELECT id, organisation, checked_by, reason, found, agreed, remarks_hash, answers_hash, checked_on, state,
                checker, answered_by
         FROM assessment_checks WHERE round = $1 AND state = 'final' AND until_sequence IS NULL",
    ).bind(round).fetch_all(c))?;
    let is_current = |row: &CheckRow| {
        let own = finals.binary_search_by(|one| one.organisation.cmp(&row.organisation)).ok();
        own.and_then(|at| finals.get(at)).is_some_and(|own| seen(own) == row.answers_hash)
    };
    Ok(rows
        .into_iter()
        .filter(is_current)
        .map(|row| Verified {
            organisation: row.organisation,
            by: row.checked_by,
            on: row.checked_on,
            is_drawn: row.reason == "drawn",
            answers: row.agreed,
        })
        .collect())
}

pub(super) async fn end(tx: &mut Transaction, id: &[u8], sequence: i64) -> sqlx::Result<()> {
    execute!(tx, query("UPDATE assessment_checks SET until_sequence = $1 WHERE id = $2").bind(sequence).bind(id))?;
    Ok(())
}

pub(super) async fn insert(
    tx: &mut Transaction,
    (round, source): (&str, &str),
    row: &CheckRow,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO assessment_checks
             (id, round, organisation, checked_by, reason, found, agreed, remarks_hash, answers_hash, checked_on, state,
              checker, answered_by, source, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        )
        .bind(row.id.as_slice())
        .bind(round)
        .bind(&row.organisation)
        .bind(&row.checked_by)
        .bind(&row.reason)
        .bind(&row.found)
        .bind(&row.agreed)
        .bind(row.remarks_hash.as_deref())
        .bind(&row.answers_hash)
        .bind(&row.checked_on)
        .bind(&row.state)
        .bind(row.checker.as_deref())
        .bind(row.answered_by.as_deref())
        .bind(source)
        .bind(sequence)
    )?;
    Ok(())
}

/// The sample of a round.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn sample(connection: &mut Connection, round: &str) -> sqlx::Result<Option<SampleRow>> {
    sql!(connection, c => query_as(
        "SELECT round, size, seed, seed_from, list_hash, drawn, known_from, from_sequence FROM audit_samples WHERE round = $1",
    ).bind(round).fetch_optional(c))
}

pub(super) async fn insert_sample(tx: &mut Transaction, id: Uuid, row: &SampleRow, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO audit_samples (id, round, size, seed, seed_from, list_hash, drawn, known_from, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(&row.round)
        .bind(row.size)
        .bind(row.seed)
        .bind(&row.seed_from)
        .bind(&row.list_hash)
        .bind(&row.drawn)
        .bind(&row.known_from)
        .bind(sequence)
    )?;
    Ok(())
}
