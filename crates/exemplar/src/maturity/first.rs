//! Results that are not public yet: whoever answered reads its own result first, and may say something of it, which stands on
//! its page once that is public.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;

use super::pages::Read;
use super::{changes, store, views};
use crate::app::App;
use crate::error::AppError;
use crate::journal::store::get_text;
use crate::journal::{AsAt, Moment};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{AnswerAssessment, ReadAssessment, ReadHome};
use crate::people::{Actor, SentForm, decide};
use crate::platform::shell::Page;
use crate::writing::nhs_numbers;

/// The longest reply, in characters.
const LONGEST: usize = 2_000;

/// What an organisation said of its result, and when.
pub(super) struct Reply {
    /// The words; none when two people removed them.
    pub words: Option<String>,
    pub said_on: String,
}

/// What an organisation says of its result at a moment.
pub(super) async fn reply_of(
    connection: &mut Connection,
    (edition, code): (&str, &str),
    moment: Moment,
) -> sqlx::Result<Option<Reply>> {
    let Some(row) = store::reply(connection, edition, code, moment).await? else { return Ok(None) };
    let words = match get_text(connection, &row.words_hash).await {
        Ok(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        Err(sqlx::Error::RowNotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(Some(Reply { words, said_on: row.said_on }))
}

/// `GET /results`
///
/// # Errors
/// When the database cannot be read.
pub async fn list(State(app): State<App>, actor: Actor) -> Result<Page, AppError> {
    decide(&actor, ReadHome, &(), app.clock().now())?;
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    let mut connection = app.db().read().await?;
    let mut own = Vec::new();
    for embargo in store::embargoes(&mut connection).await? {
        let Some(row) = store::kept(&mut connection, &embargo.edition).await? else { continue };
        let opened = app.shelf().open(&mut connection, app.files(), &row).await.map_err(AppError::Inside)?;
        let codes = person.organisations().into_iter().map(str::to_owned);
        let codes = codes.filter(|code| opened.as_ref().is_some_and(|opened| opened.results.of(code).is_some()));
        own.push((row, embargo.until_at, codes.collect::<Vec<_>>()));
    }
    Ok(views::first_list(&own))
}

/// The result of one organisation, public or not.
async fn found(app: &App, edition: &str, code: &str) -> Result<(Read, Option<i64>), AppError> {
    let mut connection = app.db().read().await?;
    let row = store::kept(&mut connection, edition).await?.ok_or(AppError::NotFound)?;
    let embargo = store::embargoes(&mut connection).await?.into_iter().find(|embargo| embargo.edition == edition);
    let opened = app.shelf().open(&mut connection, app.files(), &row).await.map_err(AppError::Inside)?;
    let opened = opened.ok_or(AppError::Removed)?;
    opened.results.of(code).ok_or(AppError::NotFound)?;
    let moment = Moment::now(app.clock().today());
    let read = Read { row, opened, corrected_by: None, before: None, linked: None, as_at: AsAt::default(), moment };
    Ok((read, embargo.map(|embargo| embargo.until_at)))
}

/// `GET /results/{edition}/{code}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((edition, code)): Path<(String, String)>,
) -> Result<Page, AppError> {
    let action = ReadAssessment { round: edition.clone(), organisation: code.clone() };
    decide(&actor, action, &(), app.clock().now())?;
    page(&app, &actor, (&edition, &code), None).await
}

async fn page(
    app: &App,
    actor: &Actor,
    (edition, code): (&str, &str),
    typed: Option<(&str, &str)>,
) -> Result<Page, AppError> {
    let (read, until) = found(app, edition, code).await?;
    let reply = reply_of(&mut app.db().read().await?, (edition, code), read.moment).await?;
    let action = AnswerAssessment { round: edition.to_owned(), organisation: code.to_owned() };
    let may_reply = decide(actor, action, &(), app.clock().now()).is_ok();
    let standing = read.opened.results.of(code).ok_or(AppError::NotFound)?;
    let of = views::First { read: &read, standing, until, reply: reply.as_ref(), may_reply, typed };
    Ok(views::first(&of, &key(app)))
}

/// `POST /results/{edition}/{code}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn reply(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((edition, code)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let action = AnswerAssessment { round: edition.clone(), organisation: code.clone() };
    let permit = decide(&actor, action, &(), app.clock().now())?;
    found(&app, &edition, &code).await?;
    let words = pairs.iter().find(|(name, _)| name == "words").map(|(_, words)| words.replace("\r\n", "\n"));
    let words = words.unwrap_or_default().trim().to_owned();
    let wrong = match words.chars().count() {
        0 => Some("Write what you want to say".to_owned()),
        count if count > LONGEST => Some(format!("Use at most {LONGEST} characters")),
        _ if !nhs_numbers(&words).is_empty() => Some("This looks like an NHS number: take it out".to_owned()),
        _ => None,
    };
    if let Some(wrong) = wrong {
        return Ok(unprocessable(page(&app, &actor, (&edition, &code), Some((&words, &wrong))).await?));
    }
    let answer = changes::reply(app.kit(), permit, sent.key()?, (&edition, &words)).await?;
    Ok(Redirect::to(&answer).into_response())
}
