//! The tables `watches`, `watch_news`, `watch_links` and `watch_position`. None is of records.

use database::{Connection, Transaction, execute, sql};
use sqlx::{AssertSqlSafe, query, query_as, query_scalar};
use uuid::Uuid;

use super::{Pace, Subject};

/// Something that somebody watches.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WatchRow {
    id: Vec<u8>,
    account_id: Vec<u8>,
    subject: String,
    pace: String,
}

/// Something that somebody is to be told.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NewsRow {
    /// The entry of the journal that says so.
    pub entry: i64,
    subject: String,
}

/// How far watches were looked through.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Position {
    /// The last entry that is done.
    pub entry: i64,
    /// The last account that was told of the entry after it; empty for none.
    pub after_account: Vec<u8>,
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

impl WatchRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id_of(&self.id)
    }

    /// Whose it is.
    #[must_use]
    pub fn account(&self) -> Uuid {
        id_of(&self.account_id)
    }

    /// What is watched.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        Subject::read(&self.subject)
    }

    /// How soon they are told.
    #[must_use]
    pub fn pace(&self) -> Pace {
        Pace::from_word(&self.pace).unwrap_or(Pace::Off)
    }
}

impl NewsRow {
    /// Through which watch it came.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        Subject::read(&self.subject)
    }
}

/// What somebody watches, the newest first.
pub(super) async fn list(connection: &mut Connection, account: Uuid) -> sqlx::Result<Vec<WatchRow>> {
    sql!(connection, c => query_as(
        "SELECT id, account_id, subject, pace FROM watches WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 200",
    ).bind(account.as_bytes().as_slice()).fetch_all(c))
}

/// One watch of somebody.
pub(super) async fn find(connection: &mut Connection, account: Uuid, id: Uuid) -> sqlx::Result<Option<WatchRow>> {
    sql!(connection, c => query_as(
        "SELECT id, account_id, subject, pace FROM watches WHERE account_id = $1 AND id = $2",
    ).bind(account.as_bytes().as_slice()).bind(id.as_bytes().as_slice()).fetch_optional(c))
}

/// The watch somebody has on this.
pub(super) async fn on(
    connection: &mut Connection,
    account: Uuid,
    subject: &Subject,
) -> sqlx::Result<Option<WatchRow>> {
    sql!(connection, c => query_as(
        "SELECT id, account_id, subject, pace FROM watches WHERE account_id = $1 AND subject = $2",
    ).bind(account.as_bytes().as_slice()).bind(subject.stored()).fetch_optional(c))
}

/// How many things somebody watches, and keeps on the list.
pub(super) async fn count(connection: &mut Connection, account: Uuid) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar("SELECT COUNT(*) FROM watches WHERE account_id = $1")
        .bind(account.as_bytes().as_slice()).fetch_one(c))
}

/// Takes out what somebody turned off.
pub(super) async fn drop_off(tx: &mut Transaction, account: Uuid) -> sqlx::Result<()> {
    execute!(
        tx,
        query("DELETE FROM watches WHERE account_id = $1 AND pace = 'off'").bind(account.as_bytes().as_slice())
    )?;
    Ok(())
}

/// The different searches that anyone watches, at most `limit`.
pub(super) async fn searches(connection: &mut Connection, limit: i64) -> sqlx::Result<Vec<String>> {
    sql!(connection, c => query_scalar(
        "SELECT DISTINCT subject FROM watches WHERE substr(subject, 1, 7) = 'search/' AND pace <> 'off'
         ORDER BY subject LIMIT $1",
    ).bind(limit).fetch_all(c))
}

/// Writes down that somebody watches something, from the entry `since` on.
pub(super) async fn put(
    tx: &mut Transaction,
    (id, account): (Uuid, Uuid),
    (subject, pace): (&Subject, Pace),
    (since, now): (i64, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO watches (id, account_id, subject, pace, since_entry, created_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (account_id, subject) DO UPDATE SET pace = excluded.pace,
                since_entry = CASE WHEN watches.pace = 'off' THEN excluded.since_entry ELSE watches.since_entry END",
        )
        .bind(id.as_bytes().as_slice())
        .bind(account.as_bytes().as_slice())
        .bind(subject.stored())
        .bind(pace.word())
        .bind(since)
        .bind(now)
    )?;
    if pace == Pace::Off {
        forget_news(tx, account, subject).await?;
    }
    Ok(())
}

/// Forgets what somebody was still to be told through one watch.
async fn forget_news(tx: &mut Transaction, account: Uuid, subject: &Subject) -> sqlx::Result<()> {
    execute!(
        tx,
        query("DELETE FROM watch_news WHERE account_id = $1 AND subject = $2 AND told_at IS NULL")
            .bind(account.as_bytes().as_slice())
            .bind(subject.stored())
    )?;
    Ok(())
}

/// Turns off everything somebody is told once a day, and forgets what they were still to be told.
pub(super) async fn stop_daily(tx: &mut Transaction, account: Uuid) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE watches SET pace = 'off' WHERE account_id = $1 AND pace = 'daily'")
            .bind(account.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query("DELETE FROM watch_news WHERE account_id = $1 AND told_at IS NULL").bind(account.as_bytes().as_slice())
    )?;
    Ok(())
}

/// Whether anyone watches anything.
pub(super) async fn is_anything_watched(connection: &mut Connection) -> sqlx::Result<bool> {
    let any: Option<String> = sql!(connection, c => query_scalar(
        "SELECT subject FROM watches WHERE pace <> 'off' LIMIT 1",
    ).fetch_optional(c))?;
    Ok(any.is_some())
}

/// Who watches any of `subjects` since before `entry`: by account after `after`, of each account what tells soonest first.
pub(super) async fn watchers(
    connection: &mut Connection,
    subjects: &[String],
    entry: i64,
    after: &[u8],
    limit: i64,
) -> sqlx::Result<Vec<WatchRow>> {
    let places: Vec<String> = (0..subjects.len()).map(|at| format!("${}", at + 4)).collect();
    let text = format!(
        "SELECT id, account_id, subject, pace FROM watches
         WHERE account_id > $1 AND since_entry < $2 AND pace <> 'off' AND subject IN ({})
         ORDER BY account_id, pace, subject LIMIT $3",
        places.join(", ")
    );
    sql!(connection, c => {
        let query = query_as(AssertSqlSafe(text)).bind(after.to_vec()).bind(entry).bind(limit);
        subjects.iter().fold(query, |query, subject| query.bind(subject.clone())).fetch_all(c)
    })
}

/// Writes down that somebody is told, or is to be told, of an entry; tells whether that is new.
pub(super) async fn insert_news(
    tx: &mut Transaction,
    account: Uuid,
    (entry, subject): (i64, &Subject),
    pace: Pace,
    told_at: Option<i64>,
) -> sqlx::Result<bool> {
    let inserted = execute!(
        tx,
        query(
            "INSERT INTO watch_news (account_id, entry, subject, pace, told_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (account_id, entry) DO NOTHING",
        )
        .bind(account.as_bytes().as_slice())
        .bind(entry)
        .bind(subject.stored())
        .bind(pace.word())
        .bind(told_at)
    )?;
    Ok(inserted > 0)
}

/// How many letters of their own somebody got since a moment.
pub(super) async fn told_at_once(connection: &mut Connection, account: Uuid, since: i64) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar(
        "SELECT COUNT(*) FROM watch_news WHERE account_id = $1 AND pace = 'at-once' AND told_at > $2",
    ).bind(account.as_bytes().as_slice()).bind(since).fetch_one(c))
}

/// Accounts after `after` that are to be told something, at most 100.
pub(super) async fn to_be_told(connection: &mut Connection, after: &[u8]) -> sqlx::Result<Vec<Vec<u8>>> {
    sql!(connection, c => query_scalar(
        "SELECT DISTINCT account_id FROM watch_news WHERE told_at IS NULL AND account_id > $1 ORDER BY account_id LIMIT 100",
    ).bind(after.to_vec()).fetch_all(c))
}

/// What somebody is still to be told, by watch and in the order it happened, at most 1,000.
pub(super) async fn news(connection: &mut Connection, account: Uuid) -> sqlx::Result<Vec<NewsRow>> {
    sql!(connection, c => query_as(
        "SELECT entry, subject FROM watch_news WHERE account_id = $1 AND told_at IS NULL ORDER BY subject, entry LIMIT 1000",
    ).bind(account.as_bytes().as_slice()).fetch_all(c))
}

/// Writes down that somebody was told of an entry; tells whether they were still to be.
pub(super) async fn mark_told(tx: &mut Transaction, account: Uuid, entry: i64, now: i64) -> sqlx::Result<bool> {
    let marked = execute!(
        tx,
        query("UPDATE watch_news SET told_at = $1 WHERE account_id = $2 AND entry = $3 AND told_at IS NULL")
            .bind(now)
            .bind(account.as_bytes().as_slice())
            .bind(entry)
    )?;
    Ok(marked > 0)
}

/// Forgets what was told before a moment.
pub(super) async fn sweep(tx: &mut Transaction, before: i64) -> sqlx::Result<()> {
    execute!(tx, query("DELETE FROM watch_news WHERE told_at IS NOT NULL AND told_at < $1").bind(before))?;
    Ok(())
}

/// The secret that stops somebody's letters; `new` when they had none.
pub(super) async fn stop_token(tx: &mut Transaction, account: Uuid, new: &str) -> sqlx::Result<String> {
    execute!(
        tx,
        query("INSERT INTO watch_links (account_id, token) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING")
            .bind(account.as_bytes().as_slice())
            .bind(new)
    )?;
    sql!(tx, c => query_scalar("SELECT token FROM watch_links WHERE account_id = $1")
        .bind(account.as_bytes().as_slice()).fetch_one(c))
}

/// Whose letters a secret stops.
pub(super) async fn account_of(connection: &mut Connection, token: &str) -> sqlx::Result<Option<Uuid>> {
    let id: Option<Vec<u8>> = sql!(connection, c => query_scalar("SELECT account_id FROM watch_links WHERE token = $1")
        .bind(token).fetch_optional(c))?;
    Ok(id.map(|id| id_of(&id)))
}

/// How far watches were looked through.
pub(super) async fn position(connection: &mut Connection) -> sqlx::Result<Position> {
    sql!(connection, c => query_as("SELECT entry, after_account FROM watch_position WHERE id = 1").fetch_one(c))
}

/// Moves on from a position to another; tells whether it still was the position.
pub(super) async fn move_on(tx: &mut Transaction, from: &Position, to: &Position) -> sqlx::Result<bool> {
    let moved = execute!(
        tx,
        query(
            "UPDATE watch_position SET entry = $1, after_account = $2 WHERE id = 1 AND entry = $3 AND after_account = $4",
        )
        .bind(to.entry)
        .bind(to.after_account.as_slice())
        .bind(from.entry)
        .bind(from.after_account.as_slice())
    )?;
    Ok(moved > 0)
}
