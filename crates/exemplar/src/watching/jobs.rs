//! Following the journal for those who watch, and the letter of the day.
//!
//! Where the following stands is one row, moved on in the transaction that writes the letters: killed
//! in between, it goes on where it was, and nobody is told twice or never.

use std::collections::BTreeMap;

use database::Connection;
use uuid::Uuid;

use super::letters::Told;
use super::store::{self, Position, WatchRow};
use super::subjects::{asked, described};
use super::{Event, MOST, MOST_SEARCHES, Subject, What, changes, event};
use crate::app::App;
use crate::blueprints::{self, GuideLine, State};
use crate::copies;
use crate::journal::store::{EntryRow, entries_after, head};
use crate::journal::{Entry, Moment};
use crate::people::{self, AccountRow};
use crate::platform::jobs::Job;

/// The kind of job that looks through what is new.
pub const FOLLOW: &str = "watching.follow";

/// The kind of job that writes the letters of the day.
pub const DIGEST: &str = "watching.digest";

/// How many entries are read at a time.
const STEP: i64 = 200;

/// How many watches are told in one transaction; more than anyone has.
const PAGE: i64 = MOST + 100;

/// Queues the looking through of what is new, when something public is.
///
/// # Errors
/// When the database refuses.
pub async fn wake(app: &App) -> sqlx::Result<()> {
    let mut connection = app.db().read().await?;
    let position = store::position(&mut connection).await?;
    let public = head(&mut connection).await?.public_sequence;
    drop(connection);
    match position.entry < public.min(app.search().level()) {
        true => changes::queue_follow(app.kit(), FOLLOW).await,
        false => Ok(()),
    }
}

/// Tells those who watch what is new, up to where the search of this server is.
///
/// # Errors
/// When the journal, the search or the database cannot be read or written.
pub async fn follow(app: &App, _job: &Job) -> anyhow::Result<()> {
    while step(app).await? {}
    Ok(())
}

/// Writes the letters of the day, with everything up to now.
///
/// # Errors
/// When the journal or the database cannot be read or written.
pub async fn digest(app: &App, _job: &Job) -> anyhow::Result<()> {
    while step(app).await? {}
    let mut after = Vec::new();
    loop {
        let accounts = store::to_be_told(&mut app.db().read().await?, &after).await?;
        let Some(last) = accounts.last().cloned() else { break };
        for account in accounts {
            letter_of_the_day(app, Uuid::from_slice(&account)?).await?;
        }
        after = last;
    }
    Ok(changes::sweep(app.kit()).await?)
}

/// Goes on by one entry that tells somebody something, or over many that do not. Tells whether there may be more.
async fn step(app: &App) -> anyhow::Result<bool> {
    let mut connection = app.db().read().await?;
    let position = store::position(&mut connection).await?;
    let upto = head(&mut connection).await?.sequence.min(app.search().level());
    if position.entry >= upto {
        return Ok(false);
    }
    if !store::is_anything_watched(&mut connection).await? {
        drop(connection);
        return Ok(changes::pass(app.kit(), &position, upto).await?);
    }
    let mut passed = position.entry;
    for row in entries_after(&mut connection, position.entry, STEP).await?.iter().filter(|row| row.sequence <= upto) {
        if let Some((told, event, line)) = told(app, &mut connection, row).await? {
            let subjects = touched(app, &mut connection, &event, &line, row.sequence).await?;
            let watchers = watchers_of(&mut connection, &subjects, row.sequence, &position_at(&position, row)).await?;
            if !watchers.is_empty() {
                drop(connection);
                if passed > position.entry && !changes::pass(app.kit(), &position, passed).await? {
                    return Ok(false);
                }
                return tell(app, &told, &event, &subjects).await;
            }
        }
        passed = row.sequence;
    }
    drop(connection);
    Ok(changes::pass(app.kit(), &position, passed).await?)
}

/// The account after which an entry is gone on with: only the entry after the position was begun.
fn position_at(position: &Position, row: &EntryRow) -> Vec<u8> {
    if row.sequence == position.entry + 1 { position.after_account.clone() } else { Vec::new() }
}

/// Tells everyone who watches it of an entry, page by page. Tells whether nobody else did.
async fn tell(app: &App, told: &Told, event: &Event, subjects: &[String]) -> anyhow::Result<bool> {
    loop {
        let mut connection = app.db().read().await?;
        let from = store::position(&mut connection).await?;
        if from.entry != told.entry - 1 {
            return Ok(false);
        }
        let page = watchers_of(&mut connection, subjects, told.entry, &from.after_account).await?;
        let Some(last) = page.last().map(WatchRow::account) else {
            drop(connection);
            return Ok(changes::pass(app.kit(), &from, told.entry).await?);
        };
        let mut to_whom: Vec<(WatchRow, AccountRow)> = Vec::new();
        for watch in page {
            let is_known = to_whom.last().is_some_and(|(before, _)| before.account() == watch.account());
            // Nobody is told of what they did.
            if is_known || watch.account().to_string() == event.actor {
                continue;
            }
            if let Some(account) = people::account(&mut connection, watch.account()).await? {
                to_whom.push((watch, account));
            }
        }
        drop(connection);
        let to = Position { entry: from.entry, after_account: last.as_bytes().to_vec() };
        if !changes::tell(app.kit(), (&from, &to), told, &to_whom, app.address()).await? {
            return Ok(false);
        }
    }
}

/// The next watches of whole accounts.
async fn watchers_of(
    connection: &mut Connection,
    subjects: &[String],
    entry: i64,
    after: &[u8],
) -> sqlx::Result<Vec<WatchRow>> {
    let mut page = store::watchers(connection, subjects, entry, after, PAGE).await?;
    if page.len() as i64 == PAGE
        && let Some(last) = page.last().map(WatchRow::account)
    {
        // The rest of the last account's may be on the next page: nobody has as many as fill one.
        page.retain(|watch| watch.account() != last);
    }
    Ok(page)
}

/// What an entry tells, when everyone can read about it.
async fn told(
    app: &App,
    connection: &mut Connection,
    row: &EntryRow,
) -> anyhow::Result<Option<(Told, Event, GuideLine)>> {
    let entry: Entry = serde_json::from_slice(&row.entry)?;
    let Some(event) = event(&entry) else { return Ok(None) };
    let Some(mut id) = blueprints::store::id_of_slug(connection, &event.slug).await? else { return Ok(None) };
    let moment = Moment::now(app.clock().today());
    if matches!(event.what, What::Standing(_)) {
        // How far a copy got stands on the page of its source.
        let Some(copy) = copies::copy_of(connection, id, moment).await? else { return Ok(None) };
        id = copy.source();
    }
    let line = blueprints::store::find(connection, id, moment).await?;
    let Some(line) = line.filter(|line| line.state() != State::Draft) else { return Ok(None) };
    let names = app.names(connection).await?;
    let by = event.by.as_deref().map_or("", |code| names.get(code).map_or(code, String::as_str)).to_owned();
    let (title, path) = (line.title.clone(), format!("/blueprints/{}", line.slug));
    let told = Told { entry: row.sequence, what: event.what.clone(), title, path, by };
    Ok(Some((told, event, line)))
}

/// What watches an event touches: the guide, its organisation and the one that acted, and searches that find a new guide.
async fn touched(
    app: &App,
    connection: &mut Connection,
    event: &Event,
    line: &GuideLine,
    entry: i64,
) -> anyhow::Result<Vec<String>> {
    let mut subjects = vec![Subject::Guide(line.id())];
    subjects.extend(line.organisation.iter().chain(&event.by).map(|code| Subject::Organisation(code.clone())));
    let mut subjects: Vec<String> = subjects.iter().map(Subject::stored).collect();
    let is_new = matches!(event.what, What::Published { .. })
        && !blueprints::store::was_public_before(connection, line.id(), entry).await?;
    if is_new {
        let searches = store::searches(connection, MOST_SEARCHES).await?;
        let (search, id) = (app.search().clone(), line.id());
        let finds = move |stored: &String| match Subject::read(stored) {
            Some(Subject::Search(query)) => search.finds(&asked(&query), id),
            _ => Ok(false),
        };
        let found = tokio::task::spawn_blocking(move || {
            let mut found = Vec::new();
            for stored in searches {
                if finds(&stored)? {
                    found.push(stored);
                }
            }
            anyhow::Ok(found)
        });
        subjects.extend(found.await??);
    }
    subjects.sort();
    subjects.dedup();
    Ok(subjects)
}

/// Somebody's letter of the day.
async fn letter_of_the_day(app: &App, id: Uuid) -> anyhow::Result<()> {
    let mut connection = app.db().read().await?;
    let Some(account) = people::account(&mut connection, id).await? else { return Ok(()) };
    let rows = store::news(&mut connection, id).await?;
    let mut titles = BTreeMap::new();
    let mut news = Vec::new();
    for row in rows {
        // One entry comes to somebody through one watch.
        let entry = entries_after(&mut connection, row.entry - 1, 1).await?.into_iter().next();
        let told = match entry {
            Some(entry) => told(app, &mut connection, &entry).await?.map(|(told, ..)| told),
            None => None,
        };
        if let Some(subject) = row.subject()
            && !titles.contains_key(&subject.stored())
        {
            let title = described(app, &mut connection, &subject).await?.title;
            titles.insert(subject.stored(), (subject, title));
        }
        news.push((row, told));
    }
    drop(connection);
    let titles: Vec<_> = titles.into_values().collect();
    Ok(changes::tell_the_day(app.kit(), &account, &news, &titles, app.address()).await?)
}
