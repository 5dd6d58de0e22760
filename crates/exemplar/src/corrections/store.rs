//! The tables `corrections` and `correction_moves`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::{Correction, What};
use crate::journal::Moment;

/// A dispute.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    id: Vec<u8>,
    /// The address of the page that is disputed.
    pub record: String,
    /// The organisation it is about.
    pub organisation: Option<String>,
    account_id: Option<Vec<u8>>,
    is_concerned: i64,
    /// The day it came.
    pub asked_on: String,
    /// The entry that wrote it, whose private part holds the words.
    pub from_sequence: i64,
}

/// What became of one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MoveRow {
    /// From 1.
    pub number: i64,
    what: String,
    /// In words, for everyone to read.
    pub words: String,
    /// The day.
    pub moved_on: String,
}

impl Row {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }

    /// Who asked, when they were signed in.
    #[must_use]
    pub fn account(&self) -> Option<Uuid> {
        self.account_id.as_deref().and_then(|id| Uuid::from_slice(id).ok())
    }

    /// Whether the organisation it is about asked itself.
    #[must_use]
    pub fn is_concerned(&self) -> bool {
        self.is_concerned == 1
    }

    #[cfg(test)]
    pub(super) fn for_test(is_concerned: bool, asked_on: &str) -> Self {
        Self {
            id: Vec::new(),
            record: "/programmes/x".into(),
            organisation: None,
            account_id: None,
            is_concerned: i64::from(is_concerned),
            asked_on: asked_on.into(),
            from_sequence: 1,
        }
    }
}

impl MoveRow {
    /// What became of it.
    #[must_use]
    pub fn what(&self) -> Option<What> {
        What::from_word(&self.what)
    }

    #[cfg(test)]
    pub(super) fn for_test(what: What, moved_on: &str) -> Self {
        Self { number: 1, what: what.word().into(), words: "w".into(), moved_on: moved_on.into() }
    }
}

/// What disputes are read with: `{}` stands for the condition.
macro_rules! corrections {
    ($condition:literal) => {
        concat!(
            "SELECT c.id, c.record, c.organisation, c.account_id, c.is_concerned, c.asked_on, c.from_sequence
             FROM corrections c WHERE c.asked_on <= $1 AND c.from_sequence <= $2 AND ",
            $condition
        )
    };
}

/// One.
pub(super) async fn find(connection: &mut Connection, id: Uuid, moment: Moment) -> sqlx::Result<Option<Correction>> {
    let row: Option<Row> = sql!(connection, c => query_as(corrections!("c.id = $3"))
        .bind(moment.day()).bind(moment.sequence).bind(id.as_bytes().as_slice()).fetch_optional(c))?;
    let Some(row) = row else { return Ok(None) };
    Ok(with_moves(connection, vec![row], moment).await?.pop())
}

/// Those of one page, the oldest first.
pub(super) async fn of_record(
    connection: &mut Connection,
    record: &str,
    moment: Moment,
) -> sqlx::Result<Vec<Correction>> {
    let rows: Vec<Row> = sql!(connection, c => query_as(corrections!("c.record = $3 ORDER BY c.asked_on, c.from_sequence LIMIT 200"))
        .bind(moment.day()).bind(moment.sequence).bind(record).fetch_all(c))?;
    with_moves(connection, rows, moment).await
}

/// Those of other pages that are about an organisation, the oldest first.
pub(super) async fn about(
    connection: &mut Connection,
    (organisation, record): (&str, &str),
    moment: Moment,
) -> sqlx::Result<Vec<Correction>> {
    let rows: Vec<Row> = sql!(connection, c => query_as(corrections!(
        "c.organisation = $3 AND c.record <> $4 AND c.record NOT LIKE '/blueprints/%'
         ORDER BY c.asked_on, c.from_sequence LIMIT 200"
    )).bind(moment.day()).bind(moment.sequence).bind(organisation).bind(record).fetch_all(c))?;
    with_moves(connection, rows, moment).await
}

/// The newest, at most 300.
pub(super) async fn newest(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<Correction>> {
    let rows: Vec<Row> = sql!(connection, c => query_as(corrections!("1 = 1 ORDER BY c.asked_on DESC, c.from_sequence DESC LIMIT 300"))
        .bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
    with_moves(connection, rows, moment).await
}

/// Those that are not over, the oldest first, at most 300.
pub(super) async fn unsettled(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<Correction>> {
    let rows: Vec<Row> = sql!(connection, c => query_as(corrections!(
        "NOT EXISTS (SELECT 1 FROM correction_moves m WHERE m.correction_id = c.id AND m.what <> 'arguable')
         ORDER BY c.asked_on, c.from_sequence LIMIT 300"
    )).bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
    with_moves(connection, rows, moment).await
}

async fn with_moves(connection: &mut Connection, rows: Vec<Row>, moment: Moment) -> sqlx::Result<Vec<Correction>> {
    let mut all = Vec::new();
    for row in rows {
        let moves: Vec<MoveRow> = sql!(connection, c => query_as(
            "SELECT number, what, words, moved_on FROM correction_moves
             WHERE correction_id = $1 AND moved_on <= $2 AND from_sequence <= $3 ORDER BY number",
        ).bind(row.id.as_slice()).bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
        let changes: Vec<(String, String)> = sql!(connection, c => query_as(
            "SELECT said, says FROM correction_changes WHERE correction_id = $1 AND from_sequence <= $2
             ORDER BY from_sequence, id",
        ).bind(row.id.as_slice()).bind(moment.sequence).fetch_all(c))?;
        all.push(Correction { row, moves, changes });
    }
    Ok(all)
}

/// How many somebody sent on a day; how many came on it from people who are not signed in, for nobody.
pub(super) async fn count_on(connection: &mut Connection, account: Option<Uuid>, day: &str) -> sqlx::Result<i64> {
    match account {
        Some(id) => sql!(connection, c => query_scalar(
            "SELECT COUNT(*) FROM corrections WHERE asked_on = $1 AND account_id = $2",
        ).bind(day).bind(id.as_bytes().as_slice()).fetch_one(c)),
        None => sql!(connection, c => query_scalar(
            "SELECT COUNT(*) FROM corrections WHERE asked_on = $1 AND account_id IS NULL",
        ).bind(day).fetch_one(c)),
    }
}

/// How many of one page wait that came from people who are not signed in.
pub(super) async fn count_waiting(connection: &mut Connection, record: &str) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar(
        "SELECT COUNT(*) FROM corrections c WHERE c.record = $1 AND c.account_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM correction_moves m WHERE m.correction_id = c.id)",
    ).bind(record).fetch_one(c))
}

/// A dispute to be written.
pub(super) struct NewRow<'a> {
    pub id: Uuid,
    pub record: &'a str,
    pub organisation: Option<&'a str>,
    pub account: Option<Uuid>,
    pub is_concerned: bool,
    pub asked_on: &'a str,
}

pub(super) async fn insert(tx: &mut Transaction, new: &NewRow<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO corrections (id, record, organisation, account_id, is_concerned, asked_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.record)
        .bind(new.organisation)
        .bind(new.account.map(|id| id.as_bytes().to_vec()))
        .bind(i64::from(new.is_concerned))
        .bind(new.asked_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// A move to be written: its id, the dispute, and who made it.
pub(super) async fn insert_move(
    tx: &mut Transaction,
    (id, correction, account): (Uuid, Uuid, Uuid),
    (number, what, words, moved_on): (i64, What, &str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO correction_moves (id, correction_id, number, what, words, account_id, moved_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(correction.as_bytes().as_slice())
        .bind(number)
        .bind(what.word())
        .bind(words)
        .bind(account.as_bytes().as_slice())
        .bind(moved_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// What a correction changed, to be written: which kind of fact, what it said, and what it says.
pub(super) async fn insert_change(
    tx: &mut Transaction,
    (id, correction): (Uuid, Uuid),
    (about, said, says): (&str, &str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO correction_changes (id, correction_id, about, said, says, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(correction.as_bytes().as_slice())
        .bind(about)
        .bind(said)
        .bind(says)
        .bind(sequence)
    )?;
    Ok(())
}
