//! The tables `milestone_evidence` and `milestone_decisions`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

use crate::journal::Moment;
use crate::people::policy::Given;

/// What shows that a milestone is done, with what was decided of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EvidenceRow {
    id: Vec<u8>,
    /// The programme.
    pub programme: String,
    /// The milestone.
    pub milestone: String,
    /// The organisation's code.
    pub organisation: String,
    /// When it was done, as they say.
    pub done_on: String,
    /// What shows it.
    pub words: String,
    account_id: Vec<u8>,
    /// The day this was said.
    pub said_on: String,
    /// `accepted` or `not-accepted`; none while it waits.
    pub says: Option<String>,
    /// Why not.
    pub reason: Option<String>,
    /// The day it was decided.
    pub decided_on: Option<String>,
}

impl EvidenceRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }

    /// Whose it is, and who gave it.
    #[must_use]
    pub fn given(&self) -> Given {
        let by = Uuid::from_slice(&self.account_id).unwrap_or_default();
        Given { organisation: self.organisation.clone(), by }
    }
}

/// What evidence is read with: `{}` stands for the condition; the newest stands last.
macro_rules! evidence {
    ($condition:literal) => {
        concat!(
            "SELECT e.id, e.programme, e.milestone, e.organisation, e.done_on, e.words, e.account_id, e.said_on, d.says,
                    d.reason, d.decided_on
             FROM milestone_evidence e
             LEFT JOIN milestone_decisions d ON d.evidence_id = e.id AND d.decided_on <= $1 AND d.from_sequence <= $2
             WHERE e.said_on <= $1 AND e.from_sequence <= $2 AND ",
            $condition,
            " ORDER BY e.said_on, e.from_sequence, e.id"
        )
    };
}

/// One.
pub async fn find(connection: &mut Connection, id: Uuid, moment: Moment) -> sqlx::Result<Option<EvidenceRow>> {
    sql!(connection, c => query_as(evidence!("e.id = $3"))
        .bind(moment.day()).bind(moment.sequence).bind(id.as_bytes().as_slice()).fetch_optional(c))
}

/// That of one organisation.
pub async fn of_organisation(
    connection: &mut Connection,
    organisation: &str,
    moment: Moment,
) -> sqlx::Result<Vec<EvidenceRow>> {
    sql!(connection, c => query_as(evidence!("e.organisation = $3"))
        .bind(moment.day()).bind(moment.sequence).bind(organisation).fetch_all(c))
}

/// That of one milestone.
pub async fn of_milestone(
    connection: &mut Connection,
    (programme, milestone): (&str, &str),
    moment: Moment,
) -> sqlx::Result<Vec<EvidenceRow>> {
    sql!(connection, c => query_as(evidence!("e.programme = $3 AND e.milestone = $4"))
        .bind(moment.day()).bind(moment.sequence).bind(programme).bind(milestone).fetch_all(c))
}

/// What nobody has decided yet, the oldest first, at most 200.
pub async fn waiting(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<EvidenceRow>> {
    let all: Vec<EvidenceRow> = sql!(connection, c => query_as(
        "SELECT e.id, e.programme, e.milestone, e.organisation, e.done_on, e.words, e.account_id, e.said_on,
                CAST(NULL AS TEXT) AS says, CAST(NULL AS TEXT) AS reason, CAST(NULL AS TEXT) AS decided_on
         FROM milestone_evidence e
         WHERE e.said_on <= $1 AND NOT EXISTS (SELECT 1 FROM milestone_decisions d WHERE d.evidence_id = e.id)
         ORDER BY e.said_on, e.from_sequence LIMIT 200"
    ).bind(moment.day()).fetch_all(c))?;
    Ok(all)
}

/// Evidence to be written.
pub struct NewRow<'a> {
    pub id: Uuid,
    pub programme: &'a str,
    pub milestone: &'a str,
    pub organisation: &'a str,
    pub done_on: &'a str,
    pub words: &'a str,
    pub account: Uuid,
    pub said_on: &'a str,
}

pub async fn insert(tx: &mut Transaction, new: &NewRow<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO milestone_evidence (id, programme, milestone, organisation, done_on, words, account_id, said_on,
                from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.programme)
        .bind(new.milestone)
        .bind(new.organisation)
        .bind(new.done_on)
        .bind(new.words)
        .bind(new.account.as_bytes().as_slice())
        .bind(new.said_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// A decision to be written: about which evidence, given by whom, and by whom it is decided.
pub async fn insert_decision(
    tx: &mut Transaction,
    (id, evidence, given_by, account): (Uuid, Uuid, Uuid, Uuid),
    (says, reason, decided_on): (&str, Option<&str>, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO milestone_decisions (id, evidence_id, given_by, account_id, says, reason, decided_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(evidence.as_bytes().as_slice())
        .bind(given_by.as_bytes().as_slice())
        .bind(account.as_bytes().as_slice())
        .bind(says)
        .bind(reason)
        .bind(decided_on)
        .bind(sequence)
    )?;
    Ok(())
}
