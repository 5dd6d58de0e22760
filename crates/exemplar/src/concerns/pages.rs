//! Pages of concerns: reporting, answering, and what of safety the programme office looks at.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use maud::Markup;
use uuid::Uuid;

use super::changes::{self, ConcernError, NewAnswer, NewConcern};
use super::forms::{AnswerForm, ConcernForm, Errors};
use super::store::{self, ConcernRow};
use super::{Words, views};
use crate::app::App;
use crate::blueprints::{self, GuideLine, State as Life};
use crate::copies;
use crate::error::AppError;
use crate::journal::Moment;
use crate::journal::store::private_part;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{AnswerConcern, ReadPage, ReportConcern, RunProgramme};
use crate::people::{self, Actor, Permit, Person, SentForm, decide};
use crate::platform::shell::Page;
use crate::writing::pages::guide;

/// A guide somebody may report a concern about: one that everyone reads.
async fn reportable(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    slug: &str,
) -> Result<(GuideLine, Permit<ReportConcern>), AppError> {
    let line = guide(app, connection, slug).await?;
    if line.state() == Life::Draft || !line.is_held() {
        return Err(AppError::NotFound);
    }
    let permit = decide(actor, ReportConcern { blueprint: line.id() }, &(), app.clock().now())?;
    Ok((line, permit))
}

/// What a guide was copied from.
async fn source_of(connection: &mut Connection, line: &GuideLine, moment: Moment) -> sqlx::Result<Option<GuideLine>> {
    match copies::copy_of(connection, line.id(), moment).await? {
        Some(row) => blueprints::store::find(connection, row.source(), moment).await,
        None => Ok(None),
    }
}

/// The organisations whose safety officers read a concern: whose guide it is, and whose it was copied from.
fn officers_of(line: &GuideLine, source: Option<&GuideLine>) -> Vec<String> {
    let source = source.and_then(|source| source.organisation.clone());
    let mut codes: Vec<String> = line.organisation.clone().into_iter().chain(source).collect();
    codes.dedup();
    codes
}

/// `GET /blueprints/{slug}/concern`
///
/// # Errors
/// 404 for a guide that is not public.
pub async fn ask(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, _) = reportable(&app, &actor, &mut connection, &slug).await?;
    let mut form = ConcernForm::default();
    if let Actor::Person(person) = &actor
        && let Some(account) = people::account(&mut connection, person.account).await?
    {
        (form.name, form.mail) = (account.name, account.mail);
    }
    Ok(views::report(&line, &form, &key(&app), &Errors::new()).into_response())
}

/// `POST /blueprints/{slug}/concern`
///
/// # Errors
/// 404 for a guide that is not public.
pub async fn report(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<ConcernForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, permit) = reportable(&app, &actor, &mut connection, &slug).await?;
    let source = source_of(&mut connection, &line, Moment::now(app.clock().today())).await?;
    drop(connection);
    let words = match form.check() {
        Ok(words) => words,
        Err(errors) => return Ok(unprocessable(views::report(&line, &form, &key(&app), &errors))),
    };
    let organisations = officers_of(&line, source.as_ref());
    let new = NewConcern { line: &line, organisations: &organisations, words: &words };
    match changes::report(app.kit(), permit, sent.key()?, &new, app.address()).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(ConcernError::TooMany(words)) => {
            let errors = Errors::from([("concern", words.to_owned())]);
            Ok(unprocessable(views::report(&line, &form, &key(&app), &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /concerns/received`
///
/// # Errors
/// Never.
pub async fn received(State(app): State<App>, actor: Actor) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    Ok(views::received())
}

/// A concern as its page shows it.
pub(super) struct Shown {
    pub row: ConcernRow,
    pub line: GuideLine,
    pub source: Option<GuideLine>,
    /// What was written; none when it was removed.
    pub words: Option<Words>,
    /// The answer.
    pub answer: Option<String>,
    /// The guide on which whoever reads may raise a notice.
    pub warns: Option<GuideLine>,
}

#[derive(serde::Deserialize)]
struct Answered {
    words: String,
}

async fn read(app: &App, actor: &Actor, id: &str) -> Result<(Shown, Permit<AnswerConcern>), AppError> {
    let id = Uuid::try_parse(id).map_err(|_| AppError::NotFound)?;
    let moment = Moment::now(app.clock().today());
    let mut connection = app.db().read().await?;
    let row = store::find(&mut connection, id).await?.ok_or(AppError::NotFound)?;
    let line = blueprints::store::find(&mut connection, row.guide(), moment).await?.ok_or(AppError::NotFound)?;
    let source = source_of(&mut connection, &line, moment).await?;
    let organisations = officers_of(&line, source.as_ref());
    let permit = decide(actor, AnswerConcern { concern: id }, &organisations, app.clock().now())?;
    let private = private_part(&mut connection, row.from_sequence).await?;
    let words = private.and_then(|body| serde_json::from_slice(&body).ok());
    let answer = match row.answered_in {
        Some(sequence) => private_part(&mut connection, sequence).await?,
        None => None,
    };
    let answer = answer.and_then(|body| serde_json::from_slice::<Answered>(&body).ok()).map(|answer| answer.words);
    let is_officer = |line: &&GuideLine| match (actor, &line.organisation) {
        (Actor::Person(person), Some(code)) => person.signs_for(code),
        _ => false,
    };
    let warns = source.iter().chain([&line]).find(is_officer).cloned();
    Ok((Shown { row, line, source, words, answer, warns }, permit))
}

/// `GET /concerns/{concern}`
///
/// # Errors
/// 404 for all but the safety officers concerned and the office.
pub async fn show(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Response, AppError> {
    let (shown, _) = read(&app, &actor, &id).await?;
    let form = AnswerForm::default();
    Ok(views::show(&shown, (&form, &Errors::new()), &key(&app), app.clock().today()).into_response())
}

/// `POST /concerns/{concern}`
///
/// # Errors
/// 404 for all but the safety officers concerned and the office.
pub async fn answer(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(id): Path<String>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, AppError> {
    let (shown, permit) = read(&app, &actor, &id).await?;
    let (what, words, notice) = match form.check(shown.warns.is_some()) {
        Ok(said) => said,
        Err(errors) => {
            let page = views::show(&shown, (&form, &errors), &key(&app), app.clock().today());
            return Ok(unprocessable(page));
        }
    };
    let warned = shown.warns.as_ref().unwrap_or(&shown.line);
    let new = NewAnswer { what, words: &words, notice: &notice, guides: (&shown.line, warned) };
    let answer = changes::answer(app.kit(), permit, sent.key()?, &new).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}

/// Every concern that waits and that somebody may read, each with its guide.
async fn readable(
    app: &App,
    connection: &mut Connection,
    actor: &Actor,
) -> Result<Vec<(ConcernRow, GuideLine)>, AppError> {
    let moment = Moment::now(app.clock().today());
    let mut found = Vec::new();
    for row in store::waiting(connection).await? {
        let Some(line) = blueprints::store::find(connection, row.guide(), moment).await? else { continue };
        let source = source_of(connection, &line, moment).await?;
        let organisations = officers_of(&line, source.as_ref());
        if decide(actor, AnswerConcern { concern: row.id() }, &organisations, app.clock().now()).is_ok() {
            found.push((row, line));
        }
    }
    Ok(found)
}

/// What waits for somebody: concerns to answer.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(app: &App, connection: &mut Connection, person: &Person) -> Result<Markup, AppError> {
    let rows = match person.answers_concerns() {
        true => readable(app, connection, &Actor::Person(person.clone())).await?,
        false => Vec::new(),
    };
    Ok(views::waiting(&rows, app.clock().today()))
}

/// `GET /office/safety`
///
/// # Errors
/// 403 for all but the programme office.
pub async fn office(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    decide(&actor, RunProgramme, &(), app.clock().now())?;
    let mut connection = app.db().read().await?;
    let concerns = readable(&app, &mut connection, &actor).await?;
    let notices = copies::notices::pages::of_all(&app, &mut connection).await?;
    Ok(views::office(&concerns, &notices, app.clock().today()).into_response())
}
