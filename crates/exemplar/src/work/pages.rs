//! `/office/jobs`: what waits, what failed and why, and the mail queue.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use uuid::Uuid;

use super::changes::{Fate, decide_fate};
use super::{KINDS, PERIODIC, masked, views};
use crate::app::App;
use crate::error::AppError;
use crate::journal::store::head;
use crate::people::pages::key;
use crate::people::policy::LookAfterJobs;
use crate::people::{self, Actor, Permit, SentForm, decide};
use crate::platform::jobs::{self, JobRow};

/// How many jobs of each sort the page shows.
const MOST: i64 = 50;

/// Where the page is.
const HERE: &str = "/office/jobs";

fn looking_after(app: &App, actor: &Actor, job: Option<Uuid>) -> Result<Permit<LookAfterJobs>, AppError> {
    Ok(decide(actor, LookAfterJobs { job }, &(), app.clock().now())?)
}

/// `GET /office/jobs`
///
/// # Errors
/// 403 for those who do not look after the portal.
pub async fn list(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    looking_after(&app, &actor, None)?;
    let mut connection = app.db().read().await?;
    let parked = jobs::list(&mut connection, ["parked", "parked"], MOST).await?;
    let waiting = jobs::list(&mut connection, ["waiting", "running"], MOST).await?;
    let (mut shown, mut periodic) = (Vec::new(), Vec::new());
    for row in waiting {
        // What comes back by itself and is well stands apart.
        match PERIODIC.iter().any(|periodic| periodic.kind == row.kind) && row.tries == 0 {
            true => periodic.push(described(&mut connection, row).await?),
            false => shown.push(described(&mut connection, row).await?),
        }
    }
    let mut aside = Vec::new();
    for row in parked {
        aside.push(described(&mut connection, row).await?);
    }
    let health = views::Health {
        letters_go_to: app.outgoing().post.shown(),
        mail: people::mail_queue(&mut connection, app.clock().now()).await?,
        database: connection.dialect().name(),
        entry: head(&mut connection).await?.sequence,
        searched: app.search().level(),
    };
    Ok(views::list(&aside, &shown, &periodic, &health, &key(&app)).into_response())
}

/// A job in words. Of a letter: what it is about and, as far as is needed to ask, to whom it goes.
async fn described(connection: &mut Connection, row: JobRow) -> sqlx::Result<views::Shown> {
    let about = KINDS.iter().find(|kind| kind.name() == row.kind).map_or(row.kind.as_str(), |kind| kind.about());
    let letter = match people::letter_of(&row.payload).filter(|_| row.kind == people::LETTER) {
        Some(id) => people::letter(connection, id).await?,
        None => None,
    };
    let error = row.last_error.clone().unwrap_or_default();
    Ok(match letter {
        None => views::Shown { what: about.to_owned(), error, row },
        Some(letter) => views::Shown {
            what: format!("{about}: \u{201c}{}\u{201d} to {}", letter.subject, masked(&letter.recipient)),
            // Mail servers repeat addresses in their answers.
            error: error.replace(&letter.recipient, &masked(&letter.recipient)),
            row,
        },
    })
}

/// `POST /office/jobs/{job}/again`
///
/// # Errors
/// 403 for those who do not look after the portal, 404 for a job that is not there any more.
pub async fn again(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(job): Path<Uuid>,
) -> Result<Response, AppError> {
    decided(&app, &actor, &sent, job, Fate::Again).await
}

/// `POST /office/jobs/{job}/give-up`
///
/// # Errors
/// 403 for those who do not look after the portal, 404 for a job that is not there any more.
pub async fn give_up(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(job): Path<Uuid>,
) -> Result<Response, AppError> {
    decided(&app, &actor, &sent, job, Fate::GivenUp).await
}

async fn decided(app: &App, actor: &Actor, sent: &SentForm, job: Uuid, fate: Fate) -> Result<Response, AppError> {
    let permit = looking_after(app, actor, Some(job))?;
    match decide_fate(app.kit(), permit, sent.key()?, fate).await? {
        true => Ok(Redirect::to(HERE).into_response()),
        false => Err(AppError::NotFound),
    }
}
