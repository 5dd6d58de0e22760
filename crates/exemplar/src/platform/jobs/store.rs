//! The table `jobs`.

use database::{Connection, Transaction, execute, sql};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, query, query_as, query_scalar};
use uuid::Uuid;

use super::{Job, Lane, NewJob};
use crate::platform::clock::Clock;

/// A job as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct JobRow {
    id: Vec<u8>,
    /// What is done.
    pub kind: String,
    /// With what, as JSON.
    pub payload: String,
    /// In which lane.
    pub lane: String,
    /// `waiting`, `running` or `parked`.
    pub state: String,
    /// When it is taken up, in microseconds since 1970; while it runs, when its lease ends.
    pub due_at: i64,
    /// How often it was tried.
    pub tries: i64,
    /// How the last try failed.
    pub last_error: Option<String>,
    /// When it was queued, in microseconds since 1970.
    pub created_at: i64,
}

impl JobRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }
}

#[derive(sqlx::FromRow)]
struct Taken {
    id: Vec<u8>,
    kind: String,
    payload: String,
    tries: i64,
}

/// Queues a job in the transaction of the act that causes it.
///
/// # Errors
/// When the database refuses.
pub async fn queue(tx: &mut Transaction, clock: &Clock, job: NewJob<'_>) -> sqlx::Result<()> {
    let now = clock.now();
    execute!(
        tx,
        query(
            "INSERT INTO jobs (id, kind, name, payload, lane, state, due_at, tries, created_at)
             VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0, $7) ON CONFLICT (name) DO NOTHING",
        )
        .bind(clock.new_id().as_bytes().as_slice())
        .bind(job.kind)
        .bind(job.name)
        .bind(job.payload.to_string())
        .bind(job.lane.word())
        .bind(job.due.unwrap_or(now).as_microsecond())
        .bind(now.as_microsecond())
    )?;
    Ok(())
}

/// Ends a job in the transaction of its own work, so that the work is done exactly once. Tells whether the job is still
/// held by whoever does it: when not, somebody else does it, and this transaction must not be committed.
///
/// # Errors
/// When the database refuses.
pub async fn finish(tx: &mut Transaction, job: &Job) -> sqlx::Result<bool> {
    let ended = execute!(
        tx,
        query("DELETE FROM jobs WHERE id = $1 AND lease = $2")
            .bind(job.id.as_bytes().as_slice())
            .bind(job.lease.as_bytes().as_slice())
    )?;
    Ok(ended > 0)
}

/// Whether anything in this lane is due.
pub(super) async fn is_due(connection: &mut Connection, lane: Lane, now: i64) -> sqlx::Result<bool> {
    let due: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT due_at FROM jobs WHERE lane = $1 AND state <> 'parked' AND due_at <= $2 ORDER BY due_at LIMIT 1",
    ).bind(lane.word()).bind(now).fetch_optional(c))?;
    Ok(due.is_some())
}

/// Takes up what has been due for longest: a job that waits, or one whose lease has ended. It is held until `until`, which
/// [`hold`] puts off.
pub(super) async fn take(
    tx: &mut Transaction,
    lane: Lane,
    lease: Uuid,
    (now, until): (i64, i64),
) -> sqlx::Result<Option<Job>> {
    let text = format!(
        "UPDATE jobs SET state = 'running', lease = $1, due_at = $2, tries = tries + 1 WHERE id = (
             SELECT id FROM jobs WHERE lane = $3 AND state <> 'parked' AND due_at <= $4 ORDER BY due_at, id LIMIT 1{})
         RETURNING id, kind, payload, tries",
        tx.dialect().for_update_of_free()
    );
    let taken: Option<Taken> = sql!(tx, c => query_as(AssertSqlSafe(text))
        .bind(lease.as_bytes().as_slice()).bind(until).bind(lane.word()).bind(now).fetch_optional(c))?;
    Ok(taken.map(|row| Job {
        id: Uuid::from_slice(&row.id).unwrap_or_default(),
        lease,
        kind: row.kind,
        payload: row.payload,
        tries: row.tries,
    }))
}

/// Holds a job until another moment.
pub(super) async fn hold(tx: &mut Transaction, job: &Job, until: i64) -> sqlx::Result<()> {
    set(tx, job, ("running", until), None, job.tries).await
}

/// Lets a job wait until `due`: it failed, or its time comes back.
pub(super) async fn wait(
    tx: &mut Transaction,
    job: &Job,
    due: i64,
    error: Option<&str>,
    tries: i64,
) -> sqlx::Result<()> {
    set(tx, job, ("waiting", due), error, tries).await
}

/// Puts a job aside.
pub(super) async fn park(tx: &mut Transaction, job: &Job, now: i64, error: &str) -> sqlx::Result<()> {
    set(tx, job, ("parked", now), Some(error), job.tries).await
}

/// Changes a job that is still held by whoever took it up.
async fn set(
    tx: &mut Transaction,
    job: &Job,
    (state, due): (&str, i64),
    error: Option<&str>,
    tries: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "UPDATE jobs SET state = $1, due_at = $2, last_error = COALESCE($3, last_error), tries = $4
             WHERE id = $5 AND lease = $6",
        )
        .bind(state)
        .bind(due)
        .bind(error)
        .bind(tries)
        .bind(job.id.as_bytes().as_slice())
        .bind(job.lease.as_bytes().as_slice())
    )?;
    Ok(())
}

/// Lets every job that runs be taken up at once: when no other process can be running one.
pub(super) async fn free_all(tx: &mut Transaction, now: Timestamp) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE jobs SET state = 'waiting', due_at = $1 WHERE state = 'running'").bind(now.as_microsecond())
    )?;
    Ok(())
}

/// Lets a job that waits or was put aside be taken up at once, as if it were new. Tells whether there was one.
pub(super) async fn renew(tx: &mut Transaction, id: Uuid, due: i64) -> sqlx::Result<bool> {
    let renewed = execute!(
        tx,
        query("UPDATE jobs SET state = 'waiting', due_at = $1, tries = 0 WHERE id = $2 AND state <> 'running'")
            .bind(due)
            .bind(id.as_bytes().as_slice())
    )?;
    Ok(renewed > 0)
}

/// Takes a job out that waits or was put aside. Tells whether there was one.
pub(super) async fn delete(tx: &mut Transaction, id: Uuid) -> sqlx::Result<bool> {
    let deleted =
        execute!(tx, query("DELETE FROM jobs WHERE id = $1 AND state <> 'running'").bind(id.as_bytes().as_slice()))?;
    Ok(deleted > 0)
}

/// The kind of a job, and what it was queued with.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<(String, String)>> {
    sql!(connection, c => query_as("SELECT kind, payload FROM jobs WHERE id = $1")
        .bind(id.as_bytes().as_slice()).fetch_optional(c))
}

/// Jobs in one of these states, the one due first first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(connection: &mut Connection, states: [&str; 2], limit: i64) -> sqlx::Result<Vec<JobRow>> {
    let [one, other] = states;
    sql!(connection, c => query_as(
        "SELECT id, kind, payload, lane, state, due_at, tries, last_error, created_at FROM jobs
         WHERE state = $1 OR state = $2 ORDER BY due_at, id LIMIT $3",
    ).bind(one).bind(other).bind(limit).fetch_all(c))
}
