//! What becomes of jobs. They are no records: none of this is journalled.

use database::{Db, Dialect, Transaction};
use jiff::Timestamp;
use uuid::Uuid;

use super::{GRACE, Job, Kind, Lane, NewJob, Periodic, store, wait_after};
use crate::platform::clock::Clock;

/// Puts what comes back by itself into the queue, where it is not there yet. Where no other process can be running jobs
/// (SQLite has one server), those that a dead one held are freed.
///
/// # Errors
/// When the database refuses.
pub async fn plan(db: &Db, clock: &Clock, periodic: &[Periodic]) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    if db.dialect() == Dialect::Sqlite {
        store::free_all(&mut tx, clock.now()).await?;
    }
    for Periodic { kind, when } in periodic {
        let job = NewJob::new(kind, serde_json::Value::Null).named(kind).due(when.first(clock.now()));
        store::queue(&mut tx, clock, job).await?;
    }
    tx.commit().await
}

/// Takes up the next job of a lane that is due, and holds it for as long as its work may take.
pub(super) async fn take<S>(
    db: &Db,
    clock: &Clock,
    lane: Lane,
    kinds: &'static [Kind<S>],
) -> sqlx::Result<Option<(Job, Option<&'static Kind<S>>)>> {
    let now = clock.now();
    if !store::is_due(&mut db.read().await?, lane, now.as_microsecond()).await? {
        return Ok(None);
    }
    let mut tx = db.begin().await?;
    let until = |limit| now.checked_add(limit).unwrap_or(now).as_microsecond();
    let taken = store::take(&mut tx, lane, clock.new_id(), (now.as_microsecond(), until(GRACE))).await?;
    let Some(job) = taken else { return Ok(None) };
    let kind = kinds.iter().find(|kind| kind.name == job.kind);
    if let Some(kind) = kind {
        store::hold(&mut tx, &job, until(kind.limit + GRACE)).await?;
    }
    tx.commit().await?;
    Ok(Some((job, kind)))
}

/// Ends a job that was done, or lets it wait for its next time.
pub(super) async fn done(db: &Db, clock: &Clock, job: &Job, periodic: &[Periodic]) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    match next(periodic, &job.kind, clock.now()) {
        Some(due) => store::wait(&mut tx, job, due, None, 0).await?,
        None => {
            store::finish(&mut tx, job).await?;
        }
    }
    tx.commit().await
}

/// Lets a job that failed wait before it is tried again, or puts it aside. Tells which.
pub(super) async fn failed(db: &Db, clock: &Clock, job: &Job, error: &str, for_good: bool) -> sqlx::Result<bool> {
    let now = clock.now();
    let wait = wait_after(job.tries).filter(|_| !for_good);
    let mut tx = db.begin().await?;
    match wait {
        Some(wait) => {
            let due = now.checked_add(wait).unwrap_or(now).as_microsecond();
            store::wait(&mut tx, job, due, Some(error), job.tries).await?;
        }
        None => store::park(&mut tx, job, now.as_microsecond(), error).await?,
    }
    tx.commit().await?;
    Ok(wait.is_none())
}

/// Gives back a job that was not done because the server stops: it does not count as tried.
pub(super) async fn give_back(db: &Db, clock: &Clock, job: &Job) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    store::wait(&mut tx, job, clock.now().as_microsecond(), None, job.tries - 1).await?;
    tx.commit().await
}

/// Lets a job that waits or was put aside be taken up at once. Tells whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn try_again(tx: &mut Transaction, id: Uuid, now: Timestamp) -> sqlx::Result<bool> {
    store::renew(tx, id, now.as_microsecond()).await
}

/// Takes a job out of the queue for good; what comes back by itself waits for its next time. Tells whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn give_up(tx: &mut Transaction, id: Uuid, periodic: &[Periodic], now: Timestamp) -> sqlx::Result<bool> {
    let Some((kind, _)) = store::find(tx, id).await? else { return Ok(false) };
    match next(periodic, &kind, now) {
        Some(due) => store::renew(tx, id, due).await,
        None => store::delete(tx, id).await,
    }
}

/// When work of this kind comes back, when it does, in microseconds since 1970.
fn next(periodic: &[Periodic], kind: &str, now: Timestamp) -> Option<i64> {
    periodic.iter().find(|periodic| periodic.kind == kind).map(|periodic| periodic.when.after(now).as_microsecond())
}
