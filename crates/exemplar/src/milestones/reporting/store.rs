//! The tables of reporting rounds.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::{Part, Signer};
use crate::journal::Moment;

/// A round.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RoundRow {
    /// The programme.
    pub programme: String,
    /// Its part of addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The day it was opened.
    pub opened_on: String,
    /// The day by which reports are in.
    pub due_on: String,
}

/// A report as a row: a draft, or what was approved.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ReportRow {
    pub id: Vec<u8>,
    pub programme: String,
    pub round: String,
    pub organisation: String,
    pub number: i64,
    pub state: String,
    pub text_hash: String,
    pub saved_by: Vec<u8>,
    pub saved_on: String,
    pub from_sequence: i64,
}

/// A signature.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct SignatureRow {
    pub kind: String,
    account_id: Vec<u8>,
    pub signed_on: String,
}

impl SignatureRow {
    /// Who signed.
    pub(super) fn account(&self) -> Uuid {
        Uuid::from_slice(&self.account_id).unwrap_or_default()
    }
}

/// The rounds of a programme opened by the moment, the newest first, at most 100.
pub(super) async fn rounds(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<Vec<RoundRow>> {
    sql!(connection, c => query_as(
        "SELECT programme, slug, name, opened_on, due_on FROM reporting_rounds
         WHERE programme = $1 AND opened_on <= $2 AND from_sequence <= $3 ORDER BY from_sequence DESC LIMIT 100",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// One round.
pub(super) async fn round(connection: &mut Connection, programme: &str, slug: &str) -> sqlx::Result<Option<RoundRow>> {
    sql!(connection, c => query_as(
        "SELECT programme, slug, name, opened_on, due_on FROM reporting_rounds WHERE programme = $1 AND slug = $2",
    ).bind(programme).bind(slug).fetch_optional(c))
}

/// The newest round of each programme.
pub(super) async fn newest(connection: &mut Connection) -> sqlx::Result<Vec<RoundRow>> {
    sql!(connection, c => query_as(
        "SELECT r.programme, r.slug, r.name, r.opened_on, r.due_on FROM reporting_rounds r
         WHERE NOT EXISTS (SELECT 1 FROM reporting_rounds l WHERE l.programme = r.programme AND l.from_sequence > r.from_sequence)
         ORDER BY r.programme",
    ).fetch_all(c))
}

pub(super) async fn insert_round(tx: &mut Transaction, id: Uuid, row: &RoundRow, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO reporting_rounds (id, programme, slug, name, opened_on, due_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(&row.programme)
        .bind(&row.slug)
        .bind(&row.name)
        .bind(&row.opened_on)
        .bind(&row.due_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// What reports are read with.
macro_rules! reports {
    ($rest:literal) => {
        concat!(
            "SELECT id, programme, round, organisation, number, state, text_hash, saved_by, saved_on, from_sequence
             FROM milestone_reports WHERE programme = $1 AND round = $2 AND ",
            $rest
        )
    };
}

/// What was saved and is not approved.
pub(super) async fn draft(
    connection: &mut Connection,
    (programme, round, organisation): (&str, &str, &str),
) -> sqlx::Result<Option<ReportRow>> {
    sql!(connection, c => query_as(reports!("organisation = $3 AND state = 'draft' AND until_sequence IS NULL"))
        .bind(programme).bind(round).bind(organisation).fetch_optional(c))
}

/// What was approved by the moment, the newest first.
pub(super) async fn approved(
    connection: &mut Connection,
    (programme, round, organisation): (&str, &str, &str),
    moment: Moment,
) -> sqlx::Result<Vec<ReportRow>> {
    sql!(connection, c => query_as(reports!(
        "organisation = $3 AND state = 'approved' AND saved_on <= $4 AND from_sequence <= $5 ORDER BY number DESC"
    )).bind(programme).bind(round).bind(organisation).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Whose reports were approved by the moment, after this code: each once, by code, with the day of the newest.
pub(super) async fn reported(
    connection: &mut Connection,
    (programme, round): (&str, &str),
    (after, most): (&str, i64),
    moment: Moment,
) -> sqlx::Result<Vec<(String, String)>> {
    sql!(connection, c => query_as(
        "SELECT organisation, MAX(saved_on) FROM milestone_reports
         WHERE programme = $1 AND round = $2 AND state = 'approved' AND saved_on <= $3 AND from_sequence <= $4
           AND organisation > $5
         GROUP BY organisation ORDER BY organisation LIMIT $6",
    ).bind(programme).bind(round).bind(moment.day()).bind(moment.sequence).bind(after).bind(most).fetch_all(c))
}

/// Everyone who saved any of a report since it was approved last.
pub(super) async fn savers(
    connection: &mut Connection,
    (programme, round, organisation): (&str, &str, &str),
    number: i64,
) -> sqlx::Result<Vec<Uuid>> {
    let all: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT DISTINCT saved_by FROM milestone_reports
         WHERE programme = $1 AND round = $2 AND organisation = $3 AND number = $4 AND state = 'draft'",
    ).bind(programme).bind(round).bind(organisation).bind(number).fetch_all(c))?;
    Ok(all.iter().filter_map(|id| Uuid::from_slice(id).ok()).collect())
}

pub(super) async fn insert_report(tx: &mut Transaction, row: &ReportRow) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO milestone_reports (id, programme, round, organisation, number, state, text_hash, saved_by, saved_on,
                from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        )
        .bind(&row.id)
        .bind(&row.programme)
        .bind(&row.round)
        .bind(&row.organisation)
        .bind(row.number)
        .bind(&row.state)
        .bind(&row.text_hash)
        .bind(&row.saved_by)
        .bind(&row.saved_on)
        .bind(row.from_sequence)
    )?;
    Ok(())
}

/// Ends a draft.
pub(super) async fn end_draft(tx: &mut Transaction, id: &[u8], sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE milestone_reports SET until_sequence = $1 WHERE id = $2 AND state = 'draft'")
            .bind(sequence)
            .bind(id)
    )?;
    Ok(())
}

/// The signatures under a draft.
pub(super) async fn signatures(connection: &mut Connection, seen: &str) -> sqlx::Result<Vec<SignatureRow>> {
    sql!(connection, c => query_as(
        "SELECT kind, account_id, signed_on FROM report_signatures WHERE seen = $1 ORDER BY from_sequence",
    ).bind(seen).fetch_all(c))
}

pub(super) async fn insert_signature(
    tx: &mut Transaction,
    (id, report): (Uuid, &ReportRow),
    (signer, seen, account): (Signer, &str, Uuid),
    (signed_on, sequence): (&str, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO report_signatures (id, programme, round, organisation, kind, seen, account_id, saved_by, signed_on,
                from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(&report.programme)
        .bind(&report.round)
        .bind(&report.organisation)
        .bind(signer.word())
        .bind(seen)
        .bind(account.as_bytes().as_slice())
        .bind(&report.saved_by)
        .bind(signed_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// The parts that are open again, and why.
pub(super) async fn openings(
    connection: &mut Connection,
    (programme, round, organisation): (&str, &str, &str),
) -> sqlx::Result<Vec<(Part, String)>> {
    let rows: Vec<(String, String)> = sql!(connection, c => query_as(
        "SELECT part, why FROM report_openings
         WHERE programme = $1 AND round = $2 AND organisation = $3 AND until_sequence IS NULL ORDER BY part",
    ).bind(programme).bind(round).bind(organisation).fetch_all(c))?;
    Ok(rows.into_iter().filter_map(|(part, why)| Some((Part::from_word(&part)?, why))).collect())
}

pub(super) async fn insert_opening(
    tx: &mut Transaction,
    id: Uuid,
    (programme, round, organisation): (&str, &str, &str),
    (part, why): (Part, &str),
    (opened_on, sequence): (&str, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO report_openings (id, programme, round, organisation, part, why, opened_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(programme)
        .bind(round)
        .bind(organisation)
        .bind(part.word())
        .bind(why)
        .bind(opened_on)
        .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end_openings(
    tx: &mut Transaction,
    (programme, round, organisation): (&str, &str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "UPDATE report_openings SET until_sequence = $1
             WHERE programme = $2 AND round = $3 AND organisation = $4 AND until_sequence IS NULL"
        )
        .bind(sequence)
        .bind(programme)
        .bind(round)
        .bind(organisation)
    )?;
    Ok(())
}

/// Which letters about a report went out.
pub(super) async fn reminded(
    connection: &mut Connection,
    (programme, round, organisation): (&str, &str, &str),
) -> sqlx::Result<Vec<i64>> {
    sql!(connection, c => query_scalar(
        "SELECT stage FROM report_reminders WHERE programme = $1 AND round = $2 AND organisation = $3",
    ).bind(programme).bind(round).bind(organisation).fetch_all(c))
}

/// Notes that a letter goes out; tells whether it had not gone out before.
pub(super) async fn insert_reminder(
    tx: &mut Transaction,
    (programme, round, organisation): (&str, &str, &str),
    stage: i64,
) -> sqlx::Result<bool> {
    let rows = execute!(
        tx,
        query(
            "INSERT INTO report_reminders (programme, round, organisation, stage) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING"
        )
        .bind(programme)
        .bind(round)
        .bind(organisation)
        .bind(stage)
    )?;
    Ok(rows > 0)
}
