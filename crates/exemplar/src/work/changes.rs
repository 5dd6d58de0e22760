//! Trying a job again, and giving it up. Jobs are no records: neither is journalled.

use crate::kit::Kit;
use crate::people::policy::LookAfterJobs;
use crate::people::{FormKey, LETTER, Permit, drop_letter, letter_of, spend, spent};
use crate::platform::jobs;

/// What becomes of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is tried again at once.
    Again,
    /// It is never done.
    GivenUp,
}

/// Decides what becomes of a job that waits or was put aside. Tells whether there was one.
///
/// # Errors
/// When the database refuses.
pub(super) async fn decide_fate(
    kit: &Kit,
    permit: Permit<LookAfterJobs>,
    key: &FormKey,
    fate: Fate,
) -> sqlx::Result<bool> {
    let Some(job) = permit.action().job else { return Ok(false) };
    let now = kit.clock.now();
    let mut tx = kit.db.begin().await?;
    if spent(&mut tx, key).await?.is_some() {
        return Ok(true);
    }
    let there = match fate {
        Fate::Again => jobs::try_again(&mut tx, job, now).await?,
        Fate::GivenUp => {
            let letter = jobs::find(&mut tx, job).await?.filter(|(kind, _)| kind == LETTER);
            let there = jobs::give_up(&mut tx, job, super::PERIODIC, now).await?;
            if let Some(letter) = letter.and_then(|(_, payload)| letter_of(&payload)).filter(|_| there) {
                drop_letter(&mut tx, letter).await?;
            }
            there
        }
    };
    spend(&mut tx, key, "", now.as_microsecond()).await?;
    tx.commit().await?;
    tracing::info!(job.id = %job, job.fate = ?fate, account = permit.actor(), "somebody decided about a job");
    Ok(there)
}
