//! The work the portal does by itself: one list of its kinds, one of what comes back each day, and the page for those who
//! look after it.
//!
//! How jobs are queued, held, tried again and put aside stands in `platform::jobs`; what each does, in its room.

mod changes;
pub mod pages;
mod views;

use std::time::Duration;

use jiff::SignedDuration;

use crate::app::App;
use crate::copies::{attaching, notices};
use crate::people;
use crate::platform::jobs::{self, Kind, Periodic, When, Worker};
use crate::{asking, file_words, maturity, milestones, rounds, watching, writing};

/// Every kind of job, by the word it is queued under.
pub static KINDS: &[Kind<App>] = &[
    Kind::new(people::LETTER, "Send a letter", |app, job| Box::pin(people::send_letter(app, job)))
        .within(Duration::from_secs(60)),
    Kind::new(watching::FOLLOW, "Tell those who watch what is new", |app, job| Box::pin(watching::follow(app, job))),
    Kind::new(watching::DIGEST, "Write the letters of the day", |app, job| Box::pin(watching::digest(app, job))),
    Kind::new(OLD_LETTERS, "Take out letters sent 90 days ago", |app, _| Box::pin(forget_letters(app))),
    Kind::new(ASKING, "Ask people again, and pass on what waited", |app, _| Box::pin(ask_what_is_due(app))),
    Kind::new(file_words::READ, "Read the words of attached files", |app, _| Box::pin(file_words::read_waiting(app))),
    Kind::new(notices::RAISE, "Tell copies of a safety notice", |app, job| Box::pin(notices::raise(app, job))),
    Kind::new(notices::REMIND, "Remind of safety notices, and pass on those that are late", |app, _| {
        Box::pin(remind_of_notices(app))
    }),
    Kind::new(attaching::FINGERPRINTS, "Make what copies are known again by", |app, _| {
        Box::pin(attaching::fingerprint(app))
    }),
    Kind::new(REPORTS, "Ask members for their reports", |app, _| Box::pin(ask_for_reports(app))),
    Kind::new(RESULTS, "Make results public whose time has come, and remind of assessments", |app, _| {
        Box::pin(results(app))
    }),
    Kind::new(DUE, "Publish what is planned for today, and remind of reviews", |app, _| Box::pin(due(app))),
];

/// What comes back by itself. One row each, however many servers there are.
pub static PERIODIC: &[Periodic] = &[
    Periodic { kind: watching::DIGEST, when: When::Daily(7, 0) },
    Periodic { kind: OLD_LETTERS, when: When::Daily(3, 0) },
    Periodic { kind: ASKING, when: When::Every(SignedDuration::from_hours(1)) },
    Periodic { kind: file_words::READ, when: When::Every(SignedDuration::from_mins(1)) },
    Periodic { kind: notices::REMIND, when: When::Every(SignedDuration::from_hours(1)) },
    Periodic { kind: attaching::FINGERPRINTS, when: When::Every(SignedDuration::from_hours(1)) },
    Periodic { kind: REPORTS, when: When::Every(SignedDuration::from_hours(1)) },
    Periodic { kind: DUE, when: When::Every(SignedDuration::from_mins(1)) },
    Periodic { kind: RESULTS, when: When::Every(SignedDuration::from_mins(1)) },
];

/// The kind of job that does what is planned for a day.
const DUE: &str = "writing.due";

/// The kind of job that takes out letters sent long ago.
const OLD_LETTERS: &str = "letters.forget";

async fn forget_letters(app: &App) -> anyhow::Result<()> {
    Ok(people::forget_letters(app.kit()).await?)
}

/// The kind of job that does what falls due around asking.
const ASKING: &str = "asking.due";

/// Asks people again whether they still want to be asked, and passes on requests that waited. Safe to be done twice.
async fn ask_what_is_due(app: &App) -> anyhow::Result<()> {
    asking::due(app.kit(), app.address()).await?;
    Ok(())
}

/// Tells again of notices that are due or late. Safe to be done twice.
async fn remind_of_notices(app: &App) -> anyhow::Result<()> {
    notices::remind(app.kit(), app.address()).await?;
    Ok(())
}

/// The kind of job that writes to members about their reports.
const REPORTS: &str = "milestones.reports";

/// Writes to members whose report is open or late. Safe to be done twice.
async fn ask_for_reports(app: &App) -> anyhow::Result<()> {
    milestones::reporting::remind(app.kit(), app.address()).await?;
    Ok(())
}

/// Publishes what was planned for today, and reminds of reviews. Safe to be done twice.
async fn due(app: &App) -> anyhow::Result<()> {
    if writing::publish_due(app.kit(), app.address()).await? > 0 {
        app.notice().await?;
    }
    writing::remind(app.kit(), app.address()).await?;
    Ok(())
}

/// The kind of job that makes results public and reminds of assessments.
const RESULTS: &str = "maturity.due";

/// Makes results public whose time has come, and reminds those who have not answered. Safe to be done twice.
async fn results(app: &App) -> anyhow::Result<()> {
    if maturity::release_due(app.kit()).await? > 0 {
        app.notice().await?;
    }
    rounds::answering::remind(app.kit(), app.address()).await?;
    Ok(())
}

/// Whoever does the jobs of this portal.
#[must_use]
pub fn worker(app: &App) -> Worker<App> {
    Worker { db: app.db().clone(), clock: app.clock().clone(), kinds: KINDS, periodic: PERIODIC, state: app.clone() }
}

/// Puts what comes back by itself into the queue.
///
/// # Errors
/// When the database refuses.
pub async fn plan(app: &App) -> anyhow::Result<()> {
    Ok(jobs::plan(app.db(), app.clock(), PERIODIC).await?)
}

/// A mail address that those who look after the portal may see: enough to ask whose it is, and no more.
fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((name, host)) => format!("{}\u{2026}@{host}", name.chars().next().unwrap_or('?')),
        None => "\u{2026}".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_by_its_first_letter_and_its_host() {
        assert_eq!(masked("priya.anand@example.org"), "p\u{2026}@example.org");
        assert_eq!(masked("x"), "\u{2026}");
    }
}
