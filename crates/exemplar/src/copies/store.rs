//! The tables `copies` and `plan_steps`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{AssertSqlSafe, query, query_as};
use uuid::Uuid;

use super::{Report, Standing};
use crate::journal::Moment;

/// A copy as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CopyRow {
    blueprint_id: Vec<u8>,
    source_id: Vec<u8>,
    /// The version it was taken from.
    pub source_number: i64,
    /// The text both had then.
    pub base_hash: String,
    /// Whose copy it is.
    pub organisation: String,
    standing: String,
    cost: String,
    months: Option<i64>,
    evidence: String,
    note: String,
    /// Since when it stands so.
    pub known_from: String,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// What is planned for a step.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StepRow {
    pub(super) blueprint_id: Vec<u8>,
    /// What is to be done.
    pub title: String,
    /// Who does it; empty when nobody was named.
    pub owner: String,
    /// By when.
    pub due_on: Option<String>,
    /// When it was done.
    pub done_on: Option<String>,
    /// Anything else.
    pub note: String,
    /// The entry that wrote it: a change made from an older one is refused. 0 when nothing was written yet.
    pub from_sequence: i64,
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

impl CopyRow {
    /// The copy's own guide.
    #[must_use]
    pub fn blueprint(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// The guide it was taken from.
    #[must_use]
    pub fn source(&self) -> Uuid {
        id_of(&self.source_id)
    }

    /// What its organisation says of it.
    #[must_use]
    pub fn report(&self) -> Report {
        Report {
            standing: Standing::from_word(&self.standing).unwrap_or(Standing::Considering),
            cost: self.cost.clone(),
            months: self.months,
            evidence: self.evidence.clone(),
            note: self.note.clone(),
        }
    }
}

impl StepRow {
    /// The guide it belongs to.
    #[must_use]
    pub fn blueprint(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// A step nothing was written down for yet.
    #[must_use]
    pub fn new(blueprint: Uuid, title: &str) -> Self {
        Self {
            blueprint_id: blueprint.as_bytes().to_vec(),
            title: title.to_owned(),
            owner: String::new(),
            due_on: None,
            done_on: None,
            note: String::new(),
            from_sequence: 0,
        }
    }
}

/// Copies at a moment: $2 is the day, $3 the entry.
macro_rules! copy {
    ($which:literal, $order:literal) => {
        concat!(
            "SELECT c.blueprint_id, c.source_id, c.source_number, c.base_hash, c.organisation, c.standing, c.cost, c.months,
                    c.evidence, c.note, c.known_from, j.recorded_at
             FROM copies c JOIN journal_entries j ON j.sequence = c.first_sequence
             WHERE ", $which, " AND c.known_from <= $2 AND (c.known_until IS NULL OR c.known_until > $2)
               AND c.from_sequence <= $3 AND (c.until_sequence IS NULL OR c.until_sequence > $3)", $order
        )
    };
}

/// The copy that is this guide, at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(connection: &mut Connection, blueprint: Uuid, moment: Moment) -> sqlx::Result<Option<CopyRow>> {
    sql!(connection, c => query_as(copy!("c.blueprint_id = $1", "")).bind(blueprint.as_bytes().as_slice()).bind(moment.day()).bind(moment.sequence).fetch_optional(c))
}

/// Every copy of this guide, at `moment`, at most 200.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_source(connection: &mut Connection, source: Uuid, moment: Moment) -> sqlx::Result<Vec<CopyRow>> {
    sql!(connection, c => query_as(copy!("c.source_id = $1", " ORDER BY c.known_from DESC, c.row_id LIMIT 200")).bind(source.as_bytes().as_slice()).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// The copy that is this guide, and every copy of it, the newest first, at `moment`; at most 200.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn around(connection: &mut Connection, blueprint: Uuid, moment: Moment) -> sqlx::Result<Vec<CopyRow>> {
    sql!(connection, c => query_as(copy!(
        "(c.blueprint_id = $1 OR c.source_id = $1)",
        " ORDER BY CASE WHEN c.blueprint_id = $1 THEN 0 ELSE 1 END, c.known_from DESC, c.row_id LIMIT 200"
    )).bind(blueprint.as_bytes().as_slice()).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Which of these guides are copies, and of what, in no order.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn sources_of(connection: &mut Connection, guides: &[Uuid]) -> sqlx::Result<Vec<(Uuid, Uuid)>> {
    if guides.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=guides.len()).map(|at| format!("${at}")).collect();
    let text = format!(
        "SELECT blueprint_id, source_id FROM copies
         WHERE blueprint_id IN ({}) AND until_sequence IS NULL AND known_until IS NULL",
        places.join(", ")
    );
    let rows: Vec<(Vec<u8>, Vec<u8>)> = sql!(connection, c => {
        let query = query_as(AssertSqlSafe(text));
        guides.iter().fold(query, |query, id| query.bind(id.as_bytes().to_vec())).fetch_all(c)
    })?;
    Ok(rows.iter().map(|(copy, source)| (id_of(copy), id_of(source))).collect())
}

/// Every copy of an organisation, the newest first, at most 200.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_organisation(connection: &mut Connection, organisation: &str) -> sqlx::Result<Vec<CopyRow>> {
    sql!(connection, c => query_as(
        "SELECT blueprint_id, source_id, source_number, base_hash, organisation, standing, cost, months, evidence, note, known_from,
                CAST(0 AS BIGINT) AS recorded_at
         FROM copies WHERE organisation = $1 AND until_sequence IS NULL AND known_until IS NULL
         ORDER BY from_sequence DESC LIMIT 200",
    ).bind(organisation).fetch_all(c))
}

/// What is planned for the steps of a copy.
///
/// # Errors
/// When the database cannot be read.
pub async fn steps(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<StepRow>> {
    sql!(connection, c => query_as(
        "SELECT blueprint_id, title, owner, due_on, done_on, note, from_sequence FROM plan_steps
         WHERE blueprint_id = $1 AND until_sequence IS NULL ORDER BY title",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))
}

/// How a copy stands, to be written.
pub(super) struct NewCopy<'a> {
    pub blueprint: Uuid,
    pub source: Uuid,
    pub source_number: i64,
    pub base_hash: &'a str,
    pub organisation: &'a str,
    pub report: &'a Report,
    pub known_from: &'a str,
}

pub(super) async fn insert(tx: &mut Transaction, row_id: Uuid, new: &NewCopy<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO copies (row_id, blueprint_id, source_id, source_number, base_hash, organisation, standing, cost, months,
                evidence, note, known_from, first_sequence, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.source.as_bytes().as_slice())
        .bind(new.source_number)
        .bind(new.base_hash)
        .bind(new.organisation)
        .bind(new.report.standing.word())
        .bind(&new.report.cost)
        .bind(new.report.months)
        .bind(&new.report.evidence)
        .bind(&new.report.note)
        .bind(new.known_from)
        .bind(sequence)
    )?;
    Ok(())
}

/// Ends how a copy stands now on `day`; how it stood before that day stays known.
pub(super) async fn end_on(
    tx: &mut Transaction,
    blueprint: Uuid,
    row_id: Uuid,
    day: &str,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO copies (row_id, blueprint_id, source_id, source_number, base_hash, organisation, standing, cost, months,
                evidence, note, known_from, known_until, first_sequence, from_sequence)
             SELECT $1, blueprint_id, source_id, source_number, base_hash, organisation, standing, cost, months, evidence, note,
                known_from, $2, first_sequence, $3
             FROM copies WHERE blueprint_id = $4 AND until_sequence IS NULL AND known_until IS NULL AND known_from < $2",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(day)
        .bind(sequence)
        .bind(blueprint.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query("UPDATE copies SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL AND known_until IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    Ok(())
}

/// Writes what is planned for a step, ending what was planned before.
pub(super) async fn put_step(tx: &mut Transaction, row_id: Uuid, step: &StepRow, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE plan_steps SET until_sequence = $1 WHERE blueprint_id = $2 AND title = $3 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(&step.blueprint_id)
            .bind(&step.title)
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO plan_steps (row_id, blueprint_id, title, owner, due_on, done_on, note, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(&step.blueprint_id)
        .bind(&step.title)
        .bind(&step.owner)
        .bind(&step.due_on)
        .bind(&step.done_on)
        .bind(&step.note)
        .bind(sequence)
    )?;
    Ok(())
}

/// Below a guide: its copies, their copies and so on, the nearest first, at most 1,000: the copy, the guide it was copied
/// from, the version of that, whose it is, and the entry that made it.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn below(connection: &mut Connection, source: Uuid) -> sqlx::Result<Vec<Below>> {
    sql!(connection, c => query_as(
        "WITH RECURSIVE below (blueprint_id, source_id, source_number, organisation, depth) AS (
             SELECT blueprint_id, source_id, source_number, organisation, CAST(1 AS BIGINT) FROM copies
             WHERE source_id = $1 AND until_sequence IS NULL AND known_until IS NULL
             UNION
             SELECT c.blueprint_id, c.source_id, c.source_number, c.organisation, b.depth + 1
             FROM copies c JOIN below b ON c.source_id = b.blueprint_id
             WHERE c.until_sequence IS NULL AND c.known_until IS NULL AND b.depth < 20)
         SELECT blueprint_id, source_id, source_number, organisation, depth FROM below
         ORDER BY depth, organisation, blueprint_id LIMIT 1000",
    ).bind(source.as_bytes().as_slice()).fetch_all(c))
}

/// A copy somewhere below a guide.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Below {
    blueprint_id: Vec<u8>,
    source_id: Vec<u8>,
    /// The version it was taken from.
    pub source_number: i64,
    /// Whose it is.
    pub organisation: String,
    /// How far below: 1 for a copy, 2 for a copy of a copy.
    pub depth: i64,
}

impl Below {
    /// The copy.
    pub fn copy(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// What it was copied from.
    pub fn source(&self) -> Uuid {
        id_of(&self.source_id)
    }
}
