//! The tables `requests` and `request_moves`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::{Request, What};
use crate::asking::contacts::Way;
use crate::journal::Moment;

/// A request.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RequestRow {
    id: Vec<u8>,
    blueprint_id: Vec<u8>,
    /// The organisation that asks.
    pub organisation: String,
    account_id: Vec<u8>,
    way: String,
    to_account_id: Vec<u8>,
    gives_address: i64,
    /// The day it was sent.
    pub asked_on: String,
    /// The entry that wrote it, whose private part holds its words.
    pub from_sequence: i64,
}

/// What became of a request.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MoveRow {
    request_id: Vec<u8>,
    /// From 1.
    pub number: i64,
    what: String,
    account_id: Option<Vec<u8>>,
    to_account_id: Option<Vec<u8>>,
    /// The day.
    pub moved_on: String,
    /// The entry that wrote it, whose private part holds what was said.
    pub from_sequence: i64,
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

impl RequestRow {
    /// Its id.
    pub fn id(&self) -> Uuid {
        id_of(&self.id)
    }

    /// The guide it is about.
    pub fn blueprint(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// Who asks.
    pub fn asker(&self) -> Uuid {
        id_of(&self.account_id)
    }

    /// For a call or a visit.
    pub fn way(&self) -> Way {
        Way::from_word(&self.way).unwrap_or(Way::Call)
    }

    /// Who was asked first.
    pub fn to_account(&self) -> Uuid {
        id_of(&self.to_account_id)
    }

    /// Whether whoever is asked gets the asker's mail address.
    pub fn gives_address(&self) -> bool {
        self.gives_address == 1
    }

    #[cfg(test)]
    pub fn for_test(id: Uuid, asked_on: &str) -> Self {
        Self {
            id: id.as_bytes().to_vec(),
            blueprint_id: Vec::new(),
            organisation: "DEMO-B".to_owned(),
            account_id: Vec::new(),
            way: "call".to_owned(),
            to_account_id: Vec::new(),
            gives_address: 0,
            asked_on: asked_on.to_owned(),
            from_sequence: 1,
        }
    }
}

impl MoveRow {
    /// The request.
    pub fn request(&self) -> Uuid {
        id_of(&self.request_id)
    }

    /// What became of it.
    pub fn what(&self) -> What {
        What::from_word(&self.what).unwrap_or(What::Unanswered)
    }

    /// Who did it; none when the portal did.
    pub fn account(&self) -> Option<Uuid> {
        self.account_id.as_deref().map(id_of)
    }

    /// To whom it went on.
    pub fn to_account(&self) -> Option<Uuid> {
        self.to_account_id.as_deref().map(id_of)
    }

    #[cfg(test)]
    pub fn for_test(request: Uuid, what: What, moved_on: &str, to: Option<Uuid>) -> Self {
        Self {
            request_id: request.as_bytes().to_vec(),
            number: 1,
            what: what.word().to_owned(),
            account_id: None,
            to_account_id: to.map(|id| id.as_bytes().to_vec()),
            moved_on: moved_on.to_owned(),
            from_sequence: 2,
        }
    }
}

/// A request with what became of it.
pub async fn find(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<Request>> {
    let row: Option<RequestRow> = sql!(connection, c => query_as(
        "SELECT id, blueprint_id, organisation, account_id, way, to_account_id, gives_address, asked_on, from_sequence
         FROM requests WHERE id = $1",
    ).bind(id.as_bytes().as_slice()).fetch_optional(c))?;
    let Some(row) = row else { return Ok(None) };
    let moves = sql!(connection, c => query_as(
        "SELECT request_id, number, what, account_id, to_account_id, moved_on, from_sequence
         FROM request_moves WHERE request_id = $1 ORDER BY number LIMIT 200",
    ).bind(id.as_bytes().as_slice()).fetch_all(c))?;
    Ok(Some(Request { row, moves }))
}

/// The newest requests about a guide, and what became of them, at `moment`, at most 1,000.
pub async fn of_guide(
    connection: &mut Connection,
    blueprint: Uuid,
    moment: Moment,
) -> sqlx::Result<(Vec<RequestRow>, Vec<MoveRow>)> {
    let rows = sql!(connection, c => query_as(
        "SELECT id, blueprint_id, organisation, account_id, way, to_account_id, gives_address, asked_on, from_sequence
         FROM requests WHERE blueprint_id = $1 AND asked_on <= $2 AND from_sequence <= $3
         ORDER BY asked_on DESC, from_sequence DESC LIMIT 1000",
    ).bind(blueprint.as_bytes().as_slice()).bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
    let moves = sql!(connection, c => query_as(
        "SELECT m.request_id, m.number, m.what, m.account_id, m.to_account_id, m.moved_on, m.from_sequence
         FROM request_moves m JOIN requests r ON r.id = m.request_id
         WHERE r.blueprint_id = $1 AND m.moved_on <= $2 AND m.from_sequence <= $3 ORDER BY m.from_sequence LIMIT 4000",
    ).bind(blueprint.as_bytes().as_slice()).bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
    Ok((rows, moves))
}

/// The ids of requests that are with somebody and not answered, the oldest first, at most 50.
pub async fn waiting_for(connection: &mut Connection, account: Uuid) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT r.id FROM requests r
         WHERE NOT EXISTS (SELECT 1 FROM request_moves m WHERE m.request_id = r.id AND m.what <> 'passed-on')
           AND (r.to_account_id = $1 OR EXISTS (SELECT 1 FROM request_moves m WHERE m.request_id = r.id AND m.to_account_id = $1))
         ORDER BY r.asked_on, r.from_sequence LIMIT 50",
    ).bind(account.as_bytes().as_slice()).fetch_all(c))?;
    Ok(ids.iter().map(|id| id_of(id)).collect())
}

/// The ids of the newest requests somebody sent, at most 20.
pub async fn asked_by(connection: &mut Connection, account: Uuid) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT id FROM requests WHERE account_id = $1 ORDER BY asked_on DESC, from_sequence DESC LIMIT 20",
    ).bind(account.as_bytes().as_slice()).fetch_all(c))?;
    Ok(ids.iter().map(|id| id_of(id)).collect())
}

/// The ids of requests nobody has answered, sent on or before `day`, after the id `after`, at most 200.
pub async fn unanswered(connection: &mut Connection, day: &str, after: Uuid) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT r.id FROM requests r WHERE r.asked_on <= $1 AND r.id > $2
           AND NOT EXISTS (SELECT 1 FROM request_moves m WHERE m.request_id = r.id AND m.what <> 'passed-on')
         ORDER BY r.id LIMIT 200",
    ).bind(day).bind(after.as_bytes().as_slice()).fetch_all(c))?;
    Ok(ids.iter().map(|id| id_of(id)).collect())
}

/// How many requests somebody sent on `day`.
pub async fn count_on(connection: &mut Connection, account: Uuid, day: &str) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar("SELECT COUNT(*) FROM requests WHERE account_id = $1 AND asked_on = $2")
        .bind(account.as_bytes().as_slice()).bind(day).fetch_one(c))
}

/// A request to be written.
pub struct NewRow<'a> {
    pub id: Uuid,
    pub blueprint: Uuid,
    pub organisation: &'a str,
    pub account: Uuid,
    pub way: Way,
    pub to_account: Uuid,
    pub gives_address: bool,
    pub asked_on: &'a str,
}

pub async fn insert(tx: &mut Transaction, new: &NewRow<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO requests (id, blueprint_id, organisation, account_id, way, to_account_id, gives_address, asked_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.organisation)
        .bind(new.account.as_bytes().as_slice())
        .bind(new.way.word())
        .bind(new.to_account.as_bytes().as_slice())
        .bind(i64::from(new.gives_address))
        .bind(new.asked_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// What became of a request, to be written.
pub struct NewMove<'a> {
    pub request: Uuid,
    pub number: i64,
    pub what: What,
    pub account: Option<Uuid>,
    pub to_account: Option<Uuid>,
    pub moved_on: &'a str,
}

pub async fn insert_move(tx: &mut Transaction, id: Uuid, new: &NewMove<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO request_moves (id, request_id, number, what, account_id, to_account_id, moved_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(new.request.as_bytes().as_slice())
        .bind(new.number)
        .bind(new.what.word())
        .bind(new.account.map(|id| id.as_bytes().to_vec()))
        .bind(new.to_account.map(|id| id.as_bytes().to_vec()))
        .bind(new.moved_on)
        .bind(sequence)
    )?;
    Ok(())
}
