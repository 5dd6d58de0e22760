//! The tables `concerns` and `concern_answers`.

use database::{Connection, Transaction, execute, sql};
use jiff::civil::Date;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::What;

/// A concern, and how it was answered.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ConcernRow {
    id: Vec<u8>,
    blueprint_id: Vec<u8>,
    /// The day it came.
    pub reported_on: String,
    /// By when it is answered.
    pub due_on: String,
    /// The entry that wrote it, whose private part holds the words.
    pub from_sequence: i64,
    what: Option<String>,
    /// The day it was answered.
    pub answered_on: Option<String>,
    /// Who answered, by name.
    pub answered_by: Option<String>,
    /// The entry that answered, whose private part holds the words.
    pub answered_in: Option<i64>,
}

impl ConcernRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }

    /// The guide it is about.
    #[must_use]
    pub fn guide(&self) -> Uuid {
        Uuid::from_slice(&self.blueprint_id).unwrap_or_default()
    }

    /// How it was answered.
    #[must_use]
    pub fn what(&self) -> Option<What> {
        What::from_word(self.what.as_deref()?)
    }

    /// Whether its day is past, and nobody answered.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.what.is_none() && self.due_on < today.to_string()
    }
}

macro_rules! concerns {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.blueprint_id, c.reported_on, c.due_on, c.from_sequence, a.what, a.answered_on, p.name AS answered_by,
                    a.from_sequence AS answered_in
             FROM concerns c LEFT JOIN concern_answers a ON a.concern_id = c.id LEFT JOIN accounts p ON p.id = a.account_id ",
            $rest
        )
    };
}

/// One.
pub(super) async fn find(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<ConcernRow>> {
    sql!(connection, c => query_as(concerns!("WHERE c.id = $1")).bind(id.as_bytes().as_slice()).fetch_optional(c))
}

/// Those that nobody answered, the oldest first, at most 300.
pub(super) async fn waiting(connection: &mut Connection) -> sqlx::Result<Vec<ConcernRow>> {
    sql!(connection, c => query_as(concerns!("WHERE a.what IS NULL ORDER BY c.from_sequence LIMIT 300")).fetch_all(c))
}

/// How many somebody reported on a day; how many came on it from people who are not signed in, for nobody.
pub(super) async fn count_on(connection: &mut Connection, account: Option<Uuid>, day: &str) -> sqlx::Result<i64> {
    match account {
        Some(id) => sql!(connection, c => query_scalar(
            "SELECT COUNT(*) FROM concerns WHERE reported_on = $1 AND account_id = $2",
        ).bind(day).bind(id.as_bytes().as_slice()).fetch_one(c)),
        None => sql!(connection, c => query_scalar(
            "SELECT COUNT(*) FROM concerns WHERE reported_on = $1 AND account_id IS NULL",
        ).bind(day).fetch_one(c)),
    }
}

/// How many about one guide wait that came from people who are not signed in.
pub(super) async fn count_waiting(connection: &mut Connection, guide: Uuid) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar(
        "SELECT COUNT(*) FROM concerns c WHERE c.blueprint_id = $1 AND c.account_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM concern_answers a WHERE a.concern_id = c.id)",
    ).bind(guide.as_bytes().as_slice()).fetch_one(c))
}

/// A concern to be written.
pub(super) struct NewRow<'a> {
    pub id: Uuid,
    pub guide: Uuid,
    pub organisation: Option<&'a str>,
    pub account: Option<Uuid>,
    pub reported_on: &'a str,
    pub due_on: &'a str,
}

pub(super) async fn insert(tx: &mut Transaction, new: &NewRow<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO concerns (id, blueprint_id, organisation, account_id, reported_on, due_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.guide.as_bytes().as_slice())
        .bind(new.organisation)
        .bind(new.account.map(|id| id.as_bytes().to_vec()))
        .bind(new.reported_on)
        .bind(new.due_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// An answer to be written: its id, the concern, and who gave it.
pub(super) async fn insert_answer(
    tx: &mut Transaction,
    (id, concern, account): (Uuid, Uuid, Uuid),
    (what, on): (What, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO concern_answers (id, concern_id, what, account_id, answered_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(concern.as_bytes().as_slice())
        .bind(what.word())
        .bind(account.as_bytes().as_slice())
        .bind(on)
        .bind(sequence)
    )?;
    Ok(())
}
