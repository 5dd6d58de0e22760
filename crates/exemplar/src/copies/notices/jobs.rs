//! What happens by itself: raising a notice when a guide was corrected for safety or withdrawn, giving new copies their
//! duty, and telling again.

use jiff::Span;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::changes::{self, NewNotice};
use super::{Kind, NoticeError, REMINDED_BEFORE, store};
use crate::app::App;
use crate::copies;
use crate::journal::{Change, Moment};
use crate::kit::Kit;
use crate::platform::clock::Clock;
use crate::platform::jobs::{self, Job, Lane, NewJob};

/// The kind of job that raises notices and gives copies their duty; its payload is what `blueprints` queues.
pub const RAISE: &str = crate::blueprints::WARNED;

/// The kind of job that tells again what is due.
pub const REMIND: &str = "notices.remind";

/// What a job is about: a guide that was corrected or withdrawn, a notice that was raised, or a copy that is new.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum About {
    Guide { guide: Uuid, kind: String, number: i64, entry: i64 },
    Notice { notice: Uuid },
    Copy { copy: Uuid },
}

/// Raises the notice that a job is about, and gives every copy below it its duty. Safe to be done twice.
///
/// # Errors
/// When the database refuses.
pub async fn raise(app: &App, job: &Job) -> anyhow::Result<()> {
    if raised(app.kit(), job.payload()?, app.address()).await? {
        app.notice().await?;
    }
    Ok(())
}

async fn raised(kit: &Kit, about: About, site: &str) -> Result<bool, NoticeError> {
    let notices = match about {
        About::Notice { notice } => vec![notice],
        About::Copy { copy } => above(kit, copy).await?,
        About::Guide { guide, kind, number, entry } => {
            let Some(kind) = Kind::from_word(&kind) else { return Ok(false) };
            let new = NewNotice { source: guide, kind, number, entry, words: None };
            changes::raise(kit, &new).await?.into_iter().collect()
        }
    };
    for notice in &notices {
        changes::give_duties(kit, *notice, site).await?;
    }
    Ok(!notices.is_empty())
}

/// The notices about everything a copy comes from.
async fn above(kit: &Kit, copy: Uuid) -> Result<Vec<Uuid>, NoticeError> {
    let (mut connection, moment) = (kit.db.read().await?, Moment::now(kit.clock.today()));
    let (mut at, mut found) = (copy, Vec::new());
    for _ in 0..20 {
        let Some(row) = copies::copy_of(&mut connection, at, moment).await? else { break };
        at = row.source();
        found.extend(store::of_source(&mut connection, at).await?.iter().map(store::NoticeRow::id));
    }
    Ok(found)
}

/// Queues, in the act that makes a copy, that it is given a duty for every notice that concerns it.
///
/// # Errors
/// When the database refuses.
pub async fn catch_up(change: &mut Change, clock: &Clock, copy: Uuid) -> sqlx::Result<()> {
    let job = NewJob::new(RAISE, json!({ "copy": copy })).lane(Lane::Urgent);
    jobs::queue(change.tx(), clock, job).await
}

/// Tells again what is due: whoever answers shortly before the day, and the director once it has passed. Safe to be done
/// twice. Gives how many were told.
///
/// # Errors
/// When the database refuses; what was told before stays so.
pub async fn remind(kit: &Kit, site: &str) -> Result<usize, NoticeError> {
    let today = kit.clock.today();
    let until = today.saturating_add(Span::new().days(REMINDED_BEFORE)).to_string();
    let (mut told, mut after) = (0, Uuid::nil());
    loop {
        let mut connection = kit.db.read().await?;
        let part = store::due_by(&mut connection, &until, after).await?;
        let Some(last) = part.last() else { return Ok(told) };
        after = last.id();
        let mut due = Vec::new();
        for duty in &part {
            let standing = duty.standing();
            if let (Some(what), Some(day)) = (super::reminder(standing, today), standing.due())
                && !store::was_reminded(&mut connection, duty.id(), (what, &day.to_string())).await?
            {
                due.push(duty.id());
            }
        }
        drop(connection);
        for duty in due {
            told += usize::from(changes::remind_one(kit, duty, site).await?);
        }
    }
}
