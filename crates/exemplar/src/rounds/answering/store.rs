//! The tables `assessment_signatures`, `section_openings` and `section_owners`, and what an organisation said before.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use crate::rounds::store::{AssessmentRow, RoundRow};

/// A signature.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct SignatureRow {
    pub kind: String,
    account_id: Vec<u8>,
    pub signed_on: String,
}

/// Who was asked to answer a section.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct OwnerRow {
    pub section: String,
    account_id: Vec<u8>,
}

impl SignatureRow {
    pub(super) fn account(&self) -> Uuid {
        Uuid::from_slice(&self.account_id).unwrap_or_default()
    }
}

impl OwnerRow {
    pub(super) fn account(&self) -> Uuid {
        Uuid::from_slice(&self.account_id).unwrap_or_default()
    }
}

/// What holds of an organisation's assessment in a round.
pub(super) async fn current(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Option<AssessmentRow>> {
    sql!(connection, c => query_as(
        "SELECT id, organisation, care_setting, answers, notes_hash, answered_on, state, saved_by, from_sequence
         FROM assessments WHERE round = $1 AND organisation = $2 AND until_sequence IS NULL",
    ).bind(round).bind(organisation).fetch_optional(c))
}

/// Everyone who saved answers since the last that counted.
pub(super) async fn saved_by(connection: &mut Connection, round: &str, organisation: &str) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT DISTINCT saved_by FROM assessments
         WHERE round = $1 AND organisation = $2 AND saved_by IS NOT NULL AND state = 'open'
           AND from_sequence > (SELECT COALESCE(MAX(final.from_sequence), 0) FROM assessments final
                                WHERE final.round = $1 AND final.organisation = $2 AND final.state = 'final')",
    ).bind(round).bind(organisation).fetch_all(c))?;
    Ok(ids.iter().filter_map(|id| Uuid::from_slice(id).ok()).collect())
}

/// Everyone who ever saved or signed an organisation's answers in a round.
pub(in crate::rounds) async fn signers(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT saved_by FROM assessments WHERE round = $1 AND organisation = $2 AND saved_by IS NOT NULL
         UNION SELECT account_id FROM assessment_signatures WHERE round = $1 AND organisation = $2",
    ).bind(round).bind(organisation).fetch_all(c))?;
    Ok(ids.iter().filter_map(|id| Uuid::from_slice(id).ok()).collect())
}

/// What an organisation let count last in another round, with the hash of that round's question set.
pub(super) async fn before(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Option<(String, String, String)>> {
    sql!(connection, c => query_as(
        "SELECT a.answers, r.framework, r.name FROM assessments a JOIN rounds r ON r.slug = a.round AND r.until_sequence IS NULL
         WHERE a.organisation = $2 AND a.round <> $1 AND a.state = 'final' ORDER BY a.from_sequence DESC LIMIT 1",
    ).bind(round).bind(organisation).fetch_optional(c))
}

/// The rounds that are open on this day, the newest first.
pub(super) async fn open_rounds(connection: &mut Connection, today: &str) -> sqlx::Result<Vec<RoundRow>> {
    sql!(connection, c => query_as(
        "SELECT id, slug, name, framework, opened_on, closed_on, is_invented, source FROM rounds
         WHERE until_sequence IS NULL AND opened_on <= $1 AND (closed_on IS NULL OR closed_on >= $1)
         ORDER BY from_sequence DESC",
    ).bind(today).fetch_all(c))
}

/// The signatures under answers.
pub(super) async fn signatures(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
    answers_hash: &str,
) -> sqlx::Result<Vec<SignatureRow>> {
    sql!(connection, c => query_as(
        "SELECT kind, account_id, signed_on FROM assessment_signatures
         WHERE round = $1 AND organisation = $2 AND answers_hash = $3 ORDER BY from_sequence",
    ).bind(round).bind(organisation).bind(answers_hash).fetch_all(c))
}

/// The signatures with which the answers of an organisation came to count last.
pub(super) async fn last_signatures(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Vec<SignatureRow>> {
    sql!(connection, c => query_as(
        "SELECT kind, account_id, signed_on FROM assessment_signatures
         WHERE round = $1 AND organisation = $2 AND answers_hash = (
             SELECT answers_hash FROM assessment_signatures WHERE round = $1 AND organisation = $2
             ORDER BY from_sequence DESC LIMIT 1
         ) ORDER BY from_sequence",
    ).bind(round).bind(organisation).fetch_all(c))
}

pub(super) async fn insert_signature(
    tx: &mut Transaction,
    id: Uuid,
    (round, organisation, kind, answers_hash): (&str, &str, &str, &str),
    (account, saved_by): (Uuid, &[u8]),
    (signed_on, sequence): (&str, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO assessment_signatures
             (id, round, organisation, kind, answers_hash, account_id, saved_by, signed_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(round)
        .bind(organisation)
        .bind(kind)
        .bind(answers_hash)
        .bind(account.as_bytes().as_slice())
        .bind(saved_by)
        .bind(signed_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// The sections of signed answers that are open again, and why.
pub(super) async fn openings(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Vec<(String, String)>> {
    sql!(connection, c => query_as(
        "SELECT section, why FROM section_openings WHERE round = $1 AND organisation = $2 AND until_sequence IS NULL",
    ).bind(round).bind(organisation).fetch_all(c))
}

pub(super) async fn insert_opening(
    tx: &mut Transaction,
    id: Uuid,
    (round, organisation, section, why): (&str, &str, &str, &str),
    (opened_on, sequence): (&str, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO section_openings (id, round, organisation, section, why, opened_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(round)
        .bind(organisation)
        .bind(section)
        .bind(why)
        .bind(opened_on)
        .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end_openings(
    tx: &mut Transaction,
    round: &str,
    organisation: &str,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "UPDATE section_openings SET until_sequence = $1
             WHERE round = $2 AND organisation = $3 AND until_sequence IS NULL"
        )
        .bind(sequence)
        .bind(round)
        .bind(organisation)
    )?;
    Ok(())
}

/// Who was asked to answer which section.
pub(super) async fn owners(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Vec<OwnerRow>> {
    sql!(connection, c => query_as(
        "SELECT section, account_id FROM section_owners WHERE round = $1 AND organisation = $2 AND until_sequence IS NULL",
    ).bind(round).bind(organisation).fetch_all(c))
}

pub(super) async fn change_owner(
    tx: &mut Transaction,
    id: Uuid,
    (round, organisation, section): (&str, &str, &str),
    account: Uuid,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "UPDATE section_owners SET until_sequence = $1
             WHERE round = $2 AND organisation = $3 AND section = $4 AND until_sequence IS NULL"
        )
        .bind(sequence)
        .bind(round)
        .bind(organisation)
        .bind(section)
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO section_owners (id, round, organisation, section, account_id, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(round)
        .bind(organisation)
        .bind(section)
        .bind(account.as_bytes().as_slice())
        .bind(sequence)
    )?;
    Ok(())
}

/// The reminders of a round that went to an organisation.
pub(super) async fn reminded(connection: &mut Connection, round: &str, organisation: &str) -> sqlx::Result<Vec<i64>> {
    sql!(connection, c => query_scalar(
        "SELECT days_before FROM round_reminders WHERE round = $1 AND organisation = $2",
    ).bind(round).bind(organisation).fetch_all(c))
}

/// Notes that a reminder goes out; false when it did already.
pub(super) async fn insert_reminder(
    tx: &mut Transaction,
    (round, organisation, days_before): (&str, &str, i64),
) -> sqlx::Result<bool> {
    let done = execute!(
        tx,
        query(
            "INSERT INTO round_reminders (round, organisation, days_before) VALUES ($1, $2, $3)
             ON CONFLICT (round, organisation, days_before) DO NOTHING"
        )
        .bind(round)
        .bind(organisation)
        .bind(days_before)
    )?;
    Ok(done == 1)
}
