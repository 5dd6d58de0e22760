//! Letters: written in the transaction of the act they are about, and sent by a job of their own.

use anyhow::Context;
use database::Transaction;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{changes, store};
use crate::app::App;
use crate::kit::Kit;
use crate::platform::clock::Clock;
use crate::platform::jobs::{self, Job, Lane, NewJob};
use crate::platform::mail::Mail;

/// The kind of job that sends a letter.
pub const LETTER: &str = "letter";

/// A letter to be written.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// To whom, by mail address.
    pub to: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// What it says, as `platform::mail::blocks` reads it.
    pub text: &'a str,
    /// Whether somebody waits for it.
    pub lane: Lane,
    /// Where such letters are stopped without signing in.
    pub stop_address: Option<&'a str>,
}

impl<'a> Letter<'a> {
    /// A letter that nobody sits and waits for.
    #[must_use]
    pub fn new(to: &'a str, subject: &'a str, text: &'a str) -> Self {
        Self { to, subject, text, lane: Lane::Ordinary, stop_address: None }
    }
}

/// Writes a letter; it goes out when the transaction is committed.
///
/// # Errors
/// When the database refuses.
pub async fn write_letter(tx: &mut Transaction, clock: &Clock, letter: &Letter<'_>) -> sqlx::Result<()> {
    let id = clock.new_id();
    store::insert_letter(tx, id, letter, clock.now().as_microsecond()).await?;
    jobs::queue(tx, clock, NewJob::new(LETTER, json!({ "letter": id.simple().to_string() })).lane(letter.lane)).await
}

/// Writes a letter to somebody, by their account, in the transaction of the act that is its reason.
///
/// # Errors
/// When the database refuses.
pub async fn write_to(tx: &mut Transaction, kit: &Kit, to: Uuid, (subject, body): (&str, &str)) -> sqlx::Result<()> {
    let Some(account) = store::account(tx, to).await? else { return Ok(()) };
    let body = format!("Hello {},\n\n{body}\n", account.name);
    write_letter(tx, &kit.clock, &Letter::new(&account.mail, subject, &body)).await
}

#[derive(Deserialize)]
struct Which {
    letter: String,
}

/// Which letter a job sends.
#[must_use]
pub fn letter_of(payload: &str) -> Option<Uuid> {
    let which: Which = serde_json::from_str(payload).ok()?;
    Uuid::try_parse(&which.letter).ok()
}

/// Sends a letter: marks it as going out, hands it over, and marks it as sent in the transaction that ends the job. When the
/// process dies after it was handed over and before it was marked, it is handed over again under the same Message-ID.
///
/// # Errors
/// When it could not be handed over.
pub async fn send(app: &App, job: &Job) -> anyhow::Result<()> {
    let Which { letter } = job.payload()?;
    let id = Uuid::try_parse(&letter).context("a letter without an id")?;
    let letter = store::letter(&mut app.db().read().await?, id).await?;
    // Sent already, and killed before the job was ended; or taken out.
    let Some(letter) = letter.filter(|letter| letter.sent_at.is_none()) else { return Ok(()) };
    changes::letter_is_going(app.kit(), id).await?;
    let mail = Mail {
        id,
        to: &letter.recipient,
        subject: &letter.subject,
        text: &letter.body,
        stop_address: letter.stop_address.as_deref(),
        at: Timestamp::from_microsecond(letter.created_at)?,
    };
    app.outgoing().send(&mail).await?;
    changes::letter_is_sent(app.kit(), job, id).await?;
    Ok(())
}
