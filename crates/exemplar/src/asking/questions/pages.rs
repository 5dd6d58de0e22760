//! Pages of questions: all of a guide, asking, answering, setting aside, taking back.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use uuid::Uuid;

use super::forms::{AnswerForm, AsideForm, QuestionForm};
use super::views::{self, Asking, Shown, ToAnswer};
use super::{NewQuestion, Question, changes, store, together};
use crate::app::App;
use crate::asking::AskingError;
use crate::asking::contacts::people_of;
use crate::asking::forms::Errors;
use crate::asking::pages::{asking, readable};
use crate::asking::views::name;
use crate::blueprints::GuideLine;
use crate::error::AppError;
use crate::journal::{AsAtQuery, Moment};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{AnswerQuestion, AskPeople, WithdrawQuestion};
use crate::people::{self, Actor, Permit, SentForm, decide};
use crate::platform::shell::Page;

/// The questions about a guide at `moment`, and the names of those who want theirs to stand there.
pub(in crate::asking) async fn of_guide(
    connection: &mut Connection,
    blueprint: Uuid,
    moment: Moment,
) -> sqlx::Result<(Vec<Question>, BTreeMap<Uuid, String>)> {
    let rows = store::of_guide(connection, blueprint, moment).await?;
    if rows.is_empty() {
        return Ok((Vec::new(), BTreeMap::new()));
    }
    let answers = store::answers(connection, blueprint).await?;
    let ends = store::ends(connection, blueprint).await?;
    let mut names = BTreeMap::new();
    for row in rows.iter().filter(|row| row.shows_name()) {
        if !names.contains_key(&row.asker())
            && let Some(account) = people::account(connection, row.asker()).await?
        {
            names.insert(row.asker(), account.name);
        }
    }
    Ok((together(rows, &answers, &ends, moment), names))
}

/// `GET /blueprints/{slug}/questions`
///
/// # Errors
/// 404 for a guide that is not public.
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let line = readable(&app, &actor, &mut connection, &slug).await?;
    let moment = as_at.moment(&mut connection, app.clock().today()).await?;
    let names = app.names_at(&mut connection, as_at, moment).await?;
    let (questions, people) = of_guide(&mut connection, line.id(), moment).await?;
    Ok(views::list(&Shown {
        line: &line,
        questions: &questions,
        names: &names,
        people: &people,
        as_at,
        may_answer: may_answer(&app, &actor, &line),
        reader: reader(&actor),
    }))
}

/// Whether somebody may answer questions about a guide.
pub(in crate::asking) fn may_answer(app: &App, actor: &Actor, line: &GuideLine) -> bool {
    let asked_of = line.organisation.clone().unwrap_or_default();
    decide(actor, AnswerQuestion { question: Uuid::nil() }, &asked_of, app.clock().now()).is_ok()
}

/// The account of whoever reads.
pub(in crate::asking) fn reader(actor: &Actor) -> Option<Uuid> {
    match actor {
        Actor::Person(person) => Some(person.account),
        Actor::Reader | Actor::Operator => None,
    }
}

/// `GET /blueprints/{slug}/ask`
///
/// # Errors
/// 403 for those who may not ask, 404 for a guide that is not public.
pub async fn show_ask(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, permit) = asking(&app, &actor, &mut connection, &slug).await?;
    let form = QuestionForm::default();
    Ok(ask_page(&app, &mut connection, &actor, (&line, &permit), &form, &Errors::new()).await?.into_response())
}

async fn ask_page(
    app: &App,
    connection: &mut Connection,
    actor: &Actor,
    (line, permit): (&GuideLine, &Permit<AskPeople>),
    form: &QuestionForm,
    errors: &Errors,
) -> Result<Page, AppError> {
    let Actor::Person(person) = actor else { return Err(AppError::Forbidden) };
    let names = app.names(connection).await?;
    let owner = name(&names, line.organisation.as_deref().unwrap_or_default());
    let asking = Asking {
        line,
        person: &person.name,
        organisation: name(&names, &permit.action().organisation),
        owner,
        is_answered_by_somebody: !people_of(connection, line, app.clock().today()).await?.is_empty(),
    };
    Ok(views::ask(&asking, form, &key(app), errors))
}

/// `POST /blueprints/{slug}/ask`
///
/// # Errors
/// 403 for those who may not ask, 404 for a guide that is not public.
pub async fn ask(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<QuestionForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, permit) = asking(&app, &actor, &mut connection, &slug).await?;
    let words = match form.check() {
        Ok(words) => words,
        Err(errors) => {
            let page = ask_page(&app, &mut connection, &actor, (&line, &permit), &form, &errors).await?;
            return Ok(unprocessable(page));
        }
    };
    drop(connection);
    let new = NewQuestion { words: &words, shows_name: form.name == "yes", asked_on: app.clock().today() };
    match changes::ask(app.kit(), permit, sent.key()?, &new, app.address()).await {
        Ok(answer) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(error @ AskingError::TooMany(_)) => {
            let mut connection = app.db().read().await?;
            let (line, permit) = asking(&app, &actor, &mut connection, &slug).await?;
            let errors = Errors::from([("text", error.to_string())]);
            let page = ask_page(&app, &mut connection, &actor, (&line, &permit), &form, &errors).await?;
            Ok(unprocessable(page))
        }
        Err(error) => Err(error.into()),
    }
}

/// A question that was found, with its guide and its answers.
struct Found {
    line: GuideLine,
    question: Question,
}

async fn found(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    (slug, id): (&str, Uuid),
) -> Result<Found, AppError> {
    let line = readable(app, actor, connection, slug).await?;
    let row = store::find(connection, id).await?.filter(|row| row.blueprint() == line.id());
    let row = row.ok_or(AppError::NotFound)?;
    let answers = store::answers_to(connection, id).await?;
    let ends: Vec<_> = store::end_of(connection, id).await?.into_iter().collect();
    let moment = Moment::now(app.clock().today());
    let question = together(vec![row], &answers, &ends, moment).pop().ok_or(AppError::NotFound)?;
    Ok(Found { line, question })
}

fn answering(app: &App, actor: &Actor, found: &Found) -> Result<Permit<AnswerQuestion>, AppError> {
    let row = &found.question.row;
    Ok(decide(actor, AnswerQuestion { question: row.id() }, &row.asked_of, app.clock().now())?)
}

/// Nothing more is done with a question that ended.
fn not_ended(found: &Found) -> Result<(), AppError> {
    if found.question.end.is_some() { Err(AskingError::Settled.into()) } else { Ok(()) }
}

/// `GET /blueprints/{slug}/questions/{question}/answer`
///
/// # Errors
/// 404 for those of other organisations, 403 for those of the one that was asked who do not write for it.
pub async fn show_answer(
    State(app): State<App>,
    actor: Actor,
    Path((slug, id)): Path<(String, Uuid)>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let found = found(&app, &actor, &mut connection, (&slug, id)).await?;
    answering(&app, &actor, &found)?;
    not_ended(&found)?;
    let newest = found.question.answers.first();
    let form = AnswerForm {
        text: newest.and_then(store::AnswerRow::words).unwrap_or_default(),
        made_from: newest.map_or(0, |answer| answer.number),
    };
    let names = app.names(&mut connection).await?;
    let to = ToAnswer { line: &found.line, question: &found.question, names: &names, is_overtaken: false };
    Ok(views::answer(&to, &form, &key(&app), &Errors::new()).into_response())
}

/// `POST /blueprints/{slug}/questions/{question}/answer`
///
/// # Errors
/// 404 for those of other organisations, 403 for those of the one that was asked who do not write for it.
pub async fn answer(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, id)): Path<(String, Uuid)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let seen = found(&app, &actor, &mut connection, (&slug, id)).await?;
    let permit = answering(&app, &actor, &seen)?;
    let names = app.names(&mut connection).await?;
    let words = match form.check() {
        Ok(words) => words,
        Err(errors) => {
            let to = ToAnswer { line: &seen.line, question: &seen.question, names: &names, is_overtaken: false };
            return Ok(unprocessable(views::answer(&to, &form, &key(&app), &errors)));
        }
    };
    drop(connection);
    let said = (words.as_str(), form.made_from, app.clock().today());
    match changes::answer(app.kit(), permit, sent.key()?, said, app.address()).await {
        Ok(answer) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(AskingError::Settled) => {
            let now = found(&app, &actor, &mut app.db().read().await?, (&slug, id)).await?;
            not_ended(&now)?;
            let made_from = now.question.answers.first().map_or(0, |answer| answer.number);
            let form = AnswerForm { made_from, ..form };
            let to = ToAnswer { line: &now.line, question: &now.question, names: &names, is_overtaken: true };
            Ok((StatusCode::CONFLICT, views::answer(&to, &form, &key(&app), &Errors::new())).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /blueprints/{slug}/questions/{question}/set-aside`
///
/// # Errors
/// 404 for those of other organisations, 403 for those of the one that was asked who do not write for it.
pub async fn show_set_aside(
    State(app): State<App>,
    actor: Actor,
    Path((slug, id)): Path<(String, Uuid)>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let found = found(&app, &actor, &mut connection, (&slug, id)).await?;
    answering(&app, &actor, &found)?;
    not_ended(&found)?;
    let names = app.names(&mut connection).await?;
    let to = ToAnswer { line: &found.line, question: &found.question, names: &names, is_overtaken: false };
    Ok(views::set_aside(&to, &AsideForm::default(), &key(&app), &Errors::new()).into_response())
}

/// `POST /blueprints/{slug}/questions/{question}/set-aside`
///
/// # Errors
/// 404 for those of other organisations, 403 for those of the one that was asked who do not write for it.
pub async fn set_aside(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, id)): Path<(String, Uuid)>,
    Form(form): Form<AsideForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let found = found(&app, &actor, &mut connection, (&slug, id)).await?;
    let permit = answering(&app, &actor, &found)?;
    let why = match form.check() {
        Ok(why) => why,
        Err(errors) => {
            let names = app.names(&mut connection).await?;
            let to = ToAnswer { line: &found.line, question: &found.question, names: &names, is_overtaken: false };
            return Ok(unprocessable(views::set_aside(&to, &form, &key(&app), &errors)));
        }
    };
    drop(connection);
    let said = (why, app.clock().today());
    let answer = changes::set_aside(app.kit(), permit, sent.key()?, said, app.address()).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}

fn withdrawing(app: &App, actor: &Actor, found: &Found) -> Result<Permit<WithdrawQuestion>, AppError> {
    let row = &found.question.row;
    Ok(decide(actor, WithdrawQuestion { question: row.id() }, &row.asker(), app.clock().now())?)
}

/// `GET /blueprints/{slug}/questions/{question}/withdraw`
///
/// # Errors
/// 404 for those who did not ask it.
pub async fn show_withdraw(
    State(app): State<App>,
    actor: Actor,
    Path((slug, id)): Path<(String, Uuid)>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let found = found(&app, &actor, &mut connection, (&slug, id)).await?;
    withdrawing(&app, &actor, &found)?;
    if !found.question.is_open() {
        return Err(AskingError::Settled.into());
    }
    let names = app.names(&mut connection).await?;
    let to = ToAnswer { line: &found.line, question: &found.question, names: &names, is_overtaken: false };
    Ok(views::withdraw(&to, &key(&app)).into_response())
}

/// `POST /blueprints/{slug}/questions/{question}/withdraw`
///
/// # Errors
/// 404 for those who did not ask it.
pub async fn withdraw(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, id)): Path<(String, Uuid)>,
) -> Result<Response, AppError> {
    let found = found(&app, &actor, &mut app.db().read().await?, (&slug, id)).await?;
    let permit = withdrawing(&app, &actor, &found)?;
    let answer = changes::withdraw(app.kit(), permit, sent.key()?, app.clock().today()).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}
