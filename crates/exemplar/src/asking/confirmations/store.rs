//! The table `confirmations`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

use crate::journal::Moment;

/// What somebody said of a guide.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ConfirmationRow {
    /// The version it was said of.
    pub version: i64,
    /// The organisation that says it.
    pub organisation: String,
    holds: i64,
    /// None when nothing was written.
    pub text_hash: Option<String>,
    /// None when nothing was written, or it was removed.
    body: Option<Vec<u8>>,
    /// The day it was said.
    pub said_on: String,
}

impl ConfirmationRow {
    /// Whether it is still true there.
    pub fn holds(&self) -> bool {
        self.holds == 1
    }

    /// What was written, unless nothing was or it was removed.
    pub fn words(&self) -> Option<String> {
        self.body.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    #[cfg(test)]
    pub fn for_test(organisation: &str, holds: bool, said_on: &str) -> Self {
        Self {
            version: 1,
            organisation: organisation.to_owned(),
            holds: i64::from(holds),
            text_hash: None,
            body: None,
            said_on: said_on.to_owned(),
        }
    }
}

/// The newest words about a guide at `moment`, the newest first, at most 200.
pub async fn of_guide(
    connection: &mut Connection,
    blueprint: Uuid,
    moment: Moment,
) -> sqlx::Result<Vec<ConfirmationRow>> {
    sql!(connection, c => query_as(
        "SELECT f.version, f.organisation, f.holds, f.text_hash, t.body, f.said_on
         FROM confirmations f LEFT JOIN texts t ON t.hash = f.text_hash
         WHERE f.blueprint_id = $1 AND f.said_on <= $2 AND f.from_sequence <= $3
         ORDER BY f.said_on DESC, f.from_sequence DESC LIMIT 200",
    ).bind(blueprint.as_bytes().as_slice()).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// A word about a guide, to be written.
pub struct NewRow<'a> {
    pub id: Uuid,
    pub blueprint: Uuid,
    pub version: i64,
    pub organisation: &'a str,
    pub account: Uuid,
    pub holds: bool,
    pub text_hash: Option<&'a str>,
    pub said_on: &'a str,
}

pub async fn insert(tx: &mut Transaction, new: &NewRow<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO confirmations (id, blueprint_id, version, organisation, account_id, holds, text_hash, said_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.version)
        .bind(new.organisation)
        .bind(new.account.as_bytes().as_slice())
        .bind(i64::from(new.holds))
        .bind(new.text_hash)
        .bind(new.said_on)
        .bind(sequence)
    )?;
    Ok(())
}
