//! The tables `submissions`, `publication_plans`, `keepers` and `review_reminders`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

/// A text that somebody submitted.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SubmissionRow {
    /// The SHA-256 of the text.
    pub text_hash: String,
    submitted_by: Vec<u8>,
    /// When, in microseconds since 1970.
    pub submitted_at: i64,
    said_invented: i64,
    /// What they said with it.
    pub note: String,
    /// Who, by name.
    pub name: String,
}

impl SubmissionRow {
    /// Whose it is.
    #[must_use]
    pub fn by(&self) -> Uuid {
        id_of(&self.submitted_by)
    }

    /// Whether they said that numbers in it are invented.
    #[must_use]
    pub fn said_invented(&self) -> bool {
        self.said_invented == 1
    }
}

/// A text that is to be published.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PlanRow {
    row_id: Vec<u8>,
    blueprint_id: Vec<u8>,
    /// The SHA-256 of the text.
    pub text_hash: String,
    /// The day.
    pub publish_on: String,
    planned_by: Vec<u8>,
    /// The word of what kind of change it is; empty for a first version.
    pub class: String,
    /// What readers are told of it.
    pub note: String,
    said_invented: i64,
    /// Who planned it, by name.
    pub name: String,
}

impl PlanRow {
    /// The id of the row.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id_of(&self.row_id)
    }

    /// The guide.
    #[must_use]
    pub fn blueprint(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// Who planned it.
    #[must_use]
    pub fn by(&self) -> Uuid {
        id_of(&self.planned_by)
    }

    /// Whether they said that numbers in it are invented.
    #[must_use]
    pub fn said_invented(&self) -> bool {
        self.said_invented == 1
    }
}

/// Who looks after a guide.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeeperRow {
    blueprint_id: Vec<u8>,
    account_id: Vec<u8>,
    /// The last day before which its review is due; empty when none was said.
    pub review_due: String,
    /// Their name.
    pub name: String,
}

impl KeeperRow {
    /// The guide.
    #[must_use]
    pub fn blueprint(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> Uuid {
        id_of(&self.account_id)
    }
}

/// The submission of a guide, when there is one: of whichever text.
///
/// # Errors
/// When the database cannot be read.
pub async fn submission(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Option<SubmissionRow>> {
    sql!(connection, c => query_as(
        "SELECT s.text_hash, s.submitted_by, s.submitted_at, s.said_invented, s.note, a.name
         FROM submissions s JOIN accounts a ON a.id = s.submitted_by
         WHERE s.blueprint_id = $1 AND s.until_sequence IS NULL",
    ).bind(blueprint.as_bytes().as_slice()).fetch_optional(c))
}

/// A submission to be written.
pub(super) struct NewSubmission<'a> {
    pub blueprint: Uuid,
    pub text_hash: &'a str,
    pub by: Uuid,
    pub at: i64,
    pub said_invented: bool,
    pub note: &'a str,
}

pub(super) async fn insert_submission(
    tx: &mut Transaction,
    row_id: Uuid,
    new: &NewSubmission<'_>,
    sequence: i64,
) -> sqlx::Result<()> {
    end_submission(tx, new.blueprint, sequence).await?;
    execute!(
        tx,
        query(
            "INSERT INTO submissions (row_id, blueprint_id, text_hash, submitted_by, submitted_at, said_invented, note, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.text_hash)
        .bind(new.by.as_bytes().as_slice())
        .bind(new.at)
        .bind(i64::from(new.said_invented))
        .bind(new.note)
        .bind(sequence)
    )?;
    Ok(())
}

pub(in crate::writing) async fn end_submission(
    tx: &mut Transaction,
    blueprint: Uuid,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE submissions SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    Ok(())
}

/// The day on which a guide is to be published, when there is one.
///
/// # Errors
/// When the database cannot be read.
pub async fn plan(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Option<PlanRow>> {
    sql!(connection, c => query_as(
        "SELECT p.row_id, p.blueprint_id, p.text_hash, p.publish_on, p.planned_by, p.class, p.note, p.said_invented, a.name
         FROM publication_plans p JOIN accounts a ON a.id = p.planned_by
         WHERE p.blueprint_id = $1 AND p.until_sequence IS NULL",
    ).bind(blueprint.as_bytes().as_slice()).fetch_optional(c))
}

/// Everything that is to be published on `today` or was before, at most 100.
///
/// # Errors
/// When the database cannot be read.
pub async fn plans_due(connection: &mut Connection, today: &str) -> sqlx::Result<Vec<PlanRow>> {
    sql!(connection, c => query_as(
        "SELECT p.row_id, p.blueprint_id, p.text_hash, p.publish_on, p.planned_by, p.class, p.note, p.said_invented, a.name
         FROM publication_plans p JOIN accounts a ON a.id = p.planned_by
         WHERE p.until_sequence IS NULL AND p.publish_on <= $1 ORDER BY p.publish_on LIMIT 100",
    ).bind(today).fetch_all(c))
}

/// A plan to be written.
pub(super) struct NewPlan<'a> {
    pub blueprint: Uuid,
    pub text_hash: &'a str,
    pub publish_on: &'a str,
    pub by: Uuid,
    pub class: &'a str,
    pub note: &'a str,
    pub said_invented: bool,
}

pub(super) async fn insert_plan(
    tx: &mut Transaction,
    row_id: Uuid,
    new: &NewPlan<'_>,
    sequence: i64,
) -> sqlx::Result<()> {
    end_plan(tx, new.blueprint, sequence).await?;
    execute!(
        tx,
        query(
            "INSERT INTO publication_plans (row_id, blueprint_id, text_hash, publish_on, planned_by, class, note, said_invented, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.text_hash)
        .bind(new.publish_on)
        .bind(new.by.as_bytes().as_slice())
        .bind(new.class)
        .bind(new.note)
        .bind(i64::from(new.said_invented))
        .bind(sequence)
    )?;
    Ok(())
}

/// Ends the plan of a guide; tells whether there was one.
pub(in crate::writing) async fn end_plan(tx: &mut Transaction, blueprint: Uuid, sequence: i64) -> sqlx::Result<bool> {
    let ended = execute!(
        tx,
        query("UPDATE publication_plans SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    Ok(ended > 0)
}

/// Who looks after a guide.
///
/// # Errors
/// When the database cannot be read.
pub async fn keeper(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Option<KeeperRow>> {
    sql!(connection, c => query_as(
        "SELECT k.blueprint_id, k.account_id, k.review_due, a.name FROM keepers k JOIN accounts a ON a.id = k.account_id
         WHERE k.blueprint_id = $1 AND k.until_sequence IS NULL",
    ).bind(blueprint.as_bytes().as_slice()).fetch_optional(c))
}

/// Everyone who looks after a published guide of an organisation, the next review first, at most 500.
///
/// # Errors
/// When the database cannot be read.
pub async fn keepers_of(connection: &mut Connection, organisation: &str) -> sqlx::Result<Vec<KeeperRow>> {
    sql!(connection, c => query_as(
        "SELECT k.blueprint_id, k.account_id, k.review_due, a.name FROM keepers k JOIN accounts a ON a.id = k.account_id
         JOIN blueprints b ON b.id = k.blueprint_id AND b.until_sequence IS NULL AND b.known_until IS NULL
         WHERE b.organisation = $1 AND b.state = 'published' AND k.until_sequence IS NULL
         ORDER BY CASE WHEN k.review_due = '' THEN '9999' ELSE k.review_due END, b.title LIMIT 500",
    ).bind(organisation).fetch_all(c))
}

/// Everyone who looks after a published guide whose review is due on `day` or before: the next 200 after one of them, the
/// longest due first.
///
/// # Errors
/// When the database cannot be read.
pub async fn reviews_due(
    connection: &mut Connection,
    day: &str,
    (after_due, after): (&str, Option<Uuid>),
) -> sqlx::Result<Vec<KeeperRow>> {
    let after = after.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
    sql!(connection, c => query_as(
        "SELECT k.blueprint_id, k.account_id, k.review_due, a.name FROM keepers k JOIN accounts a ON a.id = k.account_id
         JOIN blueprints b ON b.id = k.blueprint_id AND b.until_sequence IS NULL AND b.known_until IS NULL
         WHERE b.state = 'published' AND k.until_sequence IS NULL AND k.review_due <> '' AND k.review_due <= $1
           AND (k.review_due > $2 OR (k.review_due = $2 AND k.blueprint_id > $3))
         ORDER BY k.review_due, k.blueprint_id LIMIT 200",
    ).bind(day).bind(after_due).bind(after).fetch_all(c))
}

pub(in crate::writing) async fn put_keeper(
    tx: &mut Transaction,
    row_id: Uuid,
    (blueprint, account, review_due): (Uuid, Uuid, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE keepers SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO keepers (row_id, blueprint_id, account_id, review_due, from_sequence) VALUES ($1, $2, $3, $4, $5)"
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(blueprint.as_bytes().as_slice())
        .bind(account.as_bytes().as_slice())
        .bind(review_due)
        .bind(sequence)
    )?;
    Ok(())
}

/// The reminders that went out for a review.
///
/// # Errors
/// When the database cannot be read.
pub async fn reminded(connection: &mut Connection, blueprint: Uuid, review_due: &str) -> sqlx::Result<Vec<i64>> {
    sql!(connection, c => query_scalar(
        "SELECT days_before FROM review_reminders WHERE blueprint_id = $1 AND review_due = $2",
    ).bind(blueprint.as_bytes().as_slice()).bind(review_due).fetch_all(c))
}

/// Notes that a reminder goes out; tells whether it is the first time.
pub(super) async fn insert_reminder(
    tx: &mut Transaction,
    (blueprint, review_due, days_before): (Uuid, &str, i64),
) -> sqlx::Result<bool> {
    let written = execute!(
        tx,
        query(
            "INSERT INTO review_reminders (blueprint_id, review_due, days_before) VALUES ($1, $2, $3)
             ON CONFLICT (blueprint_id, review_due, days_before) DO NOTHING",
        )
        .bind(blueprint.as_bytes().as_slice())
        .bind(review_due)
        .bind(days_before)
    )?;
    Ok(written > 0)
}
