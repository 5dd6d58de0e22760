//! The tables `improvements` and `improvement_goals`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

/// A step of a plan.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ImprovementRow {
    pub id: Vec<u8>,
    pub improvement: Vec<u8>,
    pub edition: String,
    pub section: String,
    pub guide: Option<String>,
    pub words_hash: String,
    pub owner: Vec<u8>,
    pub due_on: String,
    pub state: String,
    pub said_on: String,
}

impl ImprovementRow {
    /// A step that is new.
    pub(super) fn new(improvement: Uuid, (edition, section): (&str, &str), owner: Uuid) -> Self {
        Self {
            id: Vec::new(),
            improvement: improvement.as_bytes().to_vec(),
            edition: edition.to_owned(),
            section: section.to_owned(),
            guide: None,
            words_hash: String::new(),
            owner: owner.as_bytes().to_vec(),
            due_on: String::new(),
            state: "open".to_owned(),
            said_on: String::new(),
        }
    }

    pub(super) fn improvement(&self) -> Uuid {
        Uuid::from_slice(&self.improvement).unwrap_or_default()
    }

    pub(super) fn owner(&self) -> Uuid {
        Uuid::from_slice(&self.owner).unwrap_or_default()
    }
}

/// The plan of an organisation, what is due first before the rest, at most 500 steps.
pub(super) async fn list(connection: &mut Connection, organisation: &str) -> sqlx::Result<Vec<ImprovementRow>> {
    sql!(connection, c => query_as(
        "SELECT id, improvement, edition, section, guide, words_hash, owner, due_on, state, said_on FROM improvements
         WHERE organisation = $1 AND until_sequence IS NULL ORDER BY due_on, from_sequence LIMIT 500",
    ).bind(organisation).fetch_all(c))
}

/// The open steps that somebody does, what is due first before the rest, each with its organisation; at most 100.
pub(super) async fn open_of(connection: &mut Connection, owner: Uuid) -> sqlx::Result<Vec<(String, String, String)>> {
    sql!(connection, c => query_as(
        "SELECT organisation, words_hash, due_on FROM improvements
         WHERE owner = $1 AND state = 'open' AND until_sequence IS NULL ORDER BY due_on, from_sequence LIMIT 100",
    ).bind(owner.as_bytes().as_slice()).fetch_all(c))
}

/// The milestones that steps of an organisation lead to: the step, the programme and the milestone.
pub(super) async fn goals(
    connection: &mut Connection,
    organisation: &str,
) -> sqlx::Result<Vec<(Vec<u8>, String, String)>> {
    sql!(connection, c => query_as(
        "SELECT improvement, programme, milestone FROM improvement_goals WHERE organisation = $1",
    ).bind(organisation).fetch_all(c))
}

pub(super) async fn insert_goal(
    tx: &mut Transaction,
    (id, improvement): (Uuid, Uuid),
    organisation: &str,
    (programme, milestone): (&str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO improvement_goals (id, improvement, organisation, programme, milestone, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(improvement.as_bytes().as_slice())
        .bind(organisation)
        .bind(programme)
        .bind(milestone)
        .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end(tx: &mut Transaction, id: &[u8], sequence: i64) -> sqlx::Result<()> {
    execute!(tx, query("UPDATE improvements SET until_sequence = $1 WHERE id = $2").bind(sequence).bind(id))?;
    Ok(())
}

pub(super) async fn insert(
    tx: &mut Transaction,
    id: Uuid,
    organisation: &str,
    row: &ImprovementRow,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO improvements
             (id, improvement, organisation, edition, section, guide, words_hash, owner, due_on, state, said_on,
              from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(row.improvement.as_slice())
        .bind(organisation)
        .bind(&row.edition)
        .bind(&row.section)
        .bind(row.guide.as_deref())
        .bind(&row.words_hash)
        .bind(row.owner.as_slice())
        .bind(&row.due_on)
        .bind(&row.state)
        .bind(&row.said_on)
        .bind(sequence)
    )?;
    Ok(())
}
