//! Watching, changing and stopping it, and telling people. None of it is a record, so none is journalled.

use jiff::SignedDuration;
use uuid::Uuid;

use super::letters::{Told, at_once, of_the_day};
use super::store::{self, NewsRow, Position, WatchRow};
use super::{MOST, MOST_AT_ONCE, MOST_SEARCHES, Pace, Subject};
use crate::journal::store::head;
use crate::kit::Kit;
use crate::people::policy::{KeepWatches, WatchBlueprint};
use crate::people::{AccountRow, FormKey, Letter, Permit, spend, spent, write_letter};
use crate::platform::jobs::{self, NewJob};

/// How long it is kept who was told what.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Why something is not watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// Enough already.
    #[error("You watch {MOST} things already. Turn one of them off first")]
    TooMany,
    /// Enough for the portal.
    #[error("As many different searches are watched here as can be. Watch one with fewer filters")]
    TooManySearches,
    /// Nothing there.
    #[error("there is no such watch")]
    NotThere,
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Watches a guide.
///
/// # Errors
/// [`WatchError`]; then nothing was written.
pub async fn watch_guide(
    kit: &Kit,
    permit: Permit<WatchBlueprint>,
    key: &FormKey,
    pace: Pace,
) -> Result<(), WatchError> {
    let account = permit.person().ok_or(WatchError::NotThere)?;
    watch(kit, account, key, &Subject::Guide(permit.action().blueprint), pace).await
}

/// Watches an organisation or a search.
///
/// # Errors
/// [`WatchError`]; then nothing was written.
pub(super) async fn watch_public(
    kit: &Kit,
    permit: Permit<KeepWatches>,
    key: &FormKey,
    (subject, pace): (&Subject, Pace),
) -> Result<(), WatchError> {
    watch(kit, permit.person().ok_or(WatchError::NotThere)?, key, subject, pace).await
}

async fn watch(kit: &Kit, account: Uuid, key: &FormKey, subject: &Subject, pace: Pace) -> Result<(), WatchError> {
    let mut tx = kit.db.begin().await?;
    if spent(&mut tx, key).await?.is_some() {
        return Ok(());
    }
    if store::on(&mut tx, account, subject).await?.is_none() {
        if store::count(&mut tx, account).await? >= MOST {
            store::drop_off(&mut tx, account).await?;
        }
        if store::count(&mut tx, account).await? >= MOST {
            return Err(WatchError::TooMany);
        }
    }
    if matches!(subject, Subject::Search(_)) {
        let watched = store::searches(&mut tx, MOST_SEARCHES).await?;
        if watched.len() as i64 >= MOST_SEARCHES && !watched.contains(&subject.stored()) {
            return Err(WatchError::TooManySearches);
        }
    }
    let (since, now) = (head(&mut tx).await?.sequence, kit.clock.now().as_microsecond());
    store::put(&mut tx, (kit.clock.new_id(), account), (subject, pace), (since, now)).await?;
    spend(&mut tx, key, "", now).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes how soon somebody is told of something they watch.
///
/// # Errors
/// [`WatchError::NotThere`] when it is not theirs; then nothing was written.
pub(super) async fn set_pace(
    kit: &Kit,
    permit: Permit<KeepWatches>,
    key: &FormKey,
    (id, pace): (Uuid, Pace),
) -> Result<(), WatchError> {
    let account = permit.person().ok_or(WatchError::NotThere)?;
    let row = store::find(&mut kit.db.read().await?, account, id).await?.ok_or(WatchError::NotThere)?;
    let subject = row.subject().ok_or(WatchError::NotThere)?;
    watch(kit, account, key, &subject, pace).await
}

/// What a secret link stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stopping {
    /// Letters about one thing.
    Watch(Uuid),
    /// The letter of the day.
    Daily,
}

/// Stops letters for whoever has the secret; tells whether there was anything to stop. Done twice it is the same.
///
/// # Errors
/// When the database refuses.
pub(super) async fn stop(kit: &Kit, account: Uuid, what: Stopping) -> sqlx::Result<bool> {
    let mut tx = kit.db.begin().await?;
    match what {
        Stopping::Daily => store::stop_daily(&mut tx, account).await?,
        Stopping::Watch(id) => {
            let row = store::find(&mut tx, account, id).await?;
            let Some(subject) = row.and_then(|row| row.subject()) else { return Ok(false) };
            let now = kit.clock.now().as_microsecond();
            store::put(&mut tx, (id, account), (&subject, Pace::Off), (0, now)).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// Queues the looking through of new entries, unless it is queued.
///
/// # Errors
/// When the database refuses.
pub(super) async fn queue_follow(kit: &Kit, kind: &'static str) -> sqlx::Result<()> {
    let mut tx = kit.db.begin().await?;
    jobs::queue(&mut tx, &kit.clock, NewJob::new(kind, serde_json::Value::Null).named(kind)).await?;
    tx.commit().await
}

/// Moves on over entries that tell nobody anything. Tells whether nobody else did.
///
/// # Errors
/// When the database refuses.
pub(super) async fn pass(kit: &Kit, from: &Position, entry: i64) -> sqlx::Result<bool> {
    let mut tx = kit.db.begin().await?;
    let moved = store::move_on(&mut tx, from, &Position { entry, after_account: Vec::new() }).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Tells some of those who watch it of an entry: letters, what waits for the letter of the day, and the new position become
/// true together. Tells whether nobody else did.
///
/// # Errors
/// When the database refuses.
pub(super) async fn tell(
    kit: &Kit,
    (from, to): (&Position, &Position),
    told: &Told,
    to_whom: &[(WatchRow, AccountRow)],
    site: &str,
) -> sqlx::Result<bool> {
    let now = kit.clock.now();
    let an_hour_ago = now.as_microsecond() - 3_600_000_000;
    let mut tx = kit.db.begin().await?;
    if !store::move_on(&mut tx, from, to).await? {
        return Ok(false);
    }
    for (watch, account) in to_whom {
        let Some(subject) = watch.subject() else { continue };
        let is_flood = watch.pace() == Pace::AtOnce
            && store::told_at_once(&mut tx, watch.account(), an_hour_ago).await? >= MOST_AT_ONCE;
        let pace = if is_flood { Pace::Daily } else { watch.pace() };
        let told_at = (pace == Pace::AtOnce).then(|| now.as_microsecond());
        let news = (told.entry, &subject);
        if !store::insert_news(&mut tx, watch.account(), news, pace, told_at).await? || pace != Pace::AtOnce {
            continue;
        }
        let token = store::stop_token(&mut tx, watch.account(), &kit.clock.secret()).await?;
        let stop = format!("{site}/watching/stop/{token}/{}", watch.id());
        let (title, text) = at_once(told, &subject, &account.name, (site, &stop));
        let letter = Letter { stop_address: Some(&stop), ..Letter::new(&account.mail, &title, &text) };
        write_letter(&mut tx, &kit.clock, &letter).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Writes somebody's letter of the day, and that they were told what is in it. What they turned off meanwhile is not.
///
/// # Errors
/// When the database refuses.
pub(super) async fn tell_the_day(
    kit: &Kit,
    account: &AccountRow,
    news: &[(NewsRow, Option<Told>)],
    titles: &[(Subject, String)],
    site: &str,
) -> sqlx::Result<()> {
    let now = kit.clock.now().as_microsecond();
    let mut tx = kit.db.begin().await?;
    let mut tells = Vec::new();
    for (row, told) in news {
        let is_new = store::mark_told(&mut tx, account.id(), row.entry, now).await?;
        if let (true, Some(told), Some(subject)) = (is_new, told, row.subject()) {
            tells.push((subject, told));
        }
    }
    if !tells.is_empty() {
        let token = store::stop_token(&mut tx, account.id(), &kit.clock.secret()).await?;
        let stop = format!("{site}/watching/stop/{token}/daily");
        let (title, text) = of_the_day(&tells, titles, &account.name, (site, &stop));
        let letter = Letter { stop_address: Some(&stop), ..Letter::new(&account.mail, &title, &text) };
        write_letter(&mut tx, &kit.clock, &letter).await?;
    }
    tx.commit().await
}

/// Forgets who was told what long ago.
///
/// # Errors
/// When the database refuses.
pub(super) async fn sweep(kit: &Kit) -> sqlx::Result<()> {
    let before = kit.clock.now().checked_sub(KEPT).unwrap_or(kit.clock.now());
    let mut tx = kit.db.begin().await?;
    store::sweep(&mut tx, before.as_microsecond()).await?;
    tx.commit().await
}
