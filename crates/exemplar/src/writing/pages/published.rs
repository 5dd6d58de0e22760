//! What is done with a guide that everyone reads: reviewing it for another organisation, and withdrawing it.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;

use super::super::changes::{self, WritingError};
use super::super::forms::{Errors, TextForm, WithdrawForm};
use super::super::store;
use super::super::views::published as views;
use super::guide;
use crate::app::App;
use crate::blueprints::{self, GuideLine, State as Life};
use crate::error::AppError;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{ReviewText, WithdrawBlueprint, Written};
use crate::people::{Actor, Permit, Role, SentForm, decide};

/// A guide that everyone reads.
async fn published(app: &App, connection: &mut Connection, slug: &str) -> Result<GuideLine, AppError> {
    let line = guide(app, connection, slug).await?;
    match line.state() == Life::Published && line.is_held() {
        true => Ok(line),
        false => Err(AppError::NotFound),
    }
}

async fn reviewing(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    (line, text_hash): (&GuideLine, String),
) -> Result<Permit<ReviewText>, AppError> {
    let Actor::Person(person) = actor else { return Err(AppError::Forbidden) };
    let organisation = person.first_with(Role::Reviewer).unwrap_or_default().to_owned();
    let by = store::ever_wrote(connection, line.id()).await?;
    let written = Written { organisation: line.organisation.clone().unwrap_or_default(), by };
    let action = ReviewText { blueprint: line.id(), text_hash, organisation };
    Ok(decide(actor, action, &written, app.clock().now())?)
}

/// `GET /blueprints/{slug}/review`
///
/// # Errors
/// 403 for those who may not review it, 404 for what is not published.
pub async fn ask_to_review(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = published(&app, &mut connection, &slug).await?;
    let revision = blueprints::store::revision(&mut connection, line.id(), line.revision).await?;
    let hash = revision.ok_or(AppError::NotFound)?.text_hash;
    let permit = reviewing(&app, &actor, &mut connection, (&line, hash.clone())).await?;
    let names = app.names(&mut connection).await?;
    let form = TextForm { text_hash: hash, ..TextForm::default() };
    Ok(views::ask_to_review(&line, &permit.action().organisation, &names, &form, &key(&app)).into_response())
}

/// `POST /blueprints/{slug}/review`
///
/// # Errors
/// 403 for those who may not review it, 404 for what is not published.
pub async fn review(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<TextForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = published(&app, &mut connection, &slug).await?;
    let permit = reviewing(&app, &actor, &mut connection, (&line, form.text_hash.clone())).await?;
    drop(connection);
    match crate::writing::review(app.kit(), permit, sent.key()?, (&form.note, app.address())).await {
        Ok(answer) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(WritingError::Changed) => Ok((StatusCode::CONFLICT, super::super::views::changed(&line)).into_response()),
        Err(error) => Err(error.into()),
    }
}

fn withdrawing(app: &App, actor: &Actor, line: &GuideLine) -> Result<Permit<WithdrawBlueprint>, AppError> {
    let organisation = line.organisation.clone().unwrap_or_default();
    Ok(decide(actor, WithdrawBlueprint { blueprint: line.id() }, &organisation, app.clock().now())?)
}

/// `GET /blueprints/{slug}/withdraw`
///
/// # Errors
/// 403 for those of its organisation who may not withdraw it, 404 for others and for what is not published.
pub async fn ask_to_withdraw(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let line = published(&app, &mut app.db().read().await?, &slug).await?;
    withdrawing(&app, &actor, &line)?;
    Ok(views::ask_to_withdraw(&line, &WithdrawForm::default(), &key(&app), &Errors::new()).into_response())
}

/// `POST /blueprints/{slug}/withdraw`
///
/// # Errors
/// 403 for those of its organisation who may not withdraw it, 404 for others and for what is not published.
pub async fn withdraw(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide(&app, &mut connection, &slug).await?;
    let permit = withdrawing(&app, &actor, &line)?;
    let mut errors = form.check();
    let instead = match form.instead_slug() {
        "" => None,
        slug => match published(&app, &mut connection, slug).await {
            Ok(other) if other.id() != line.id() => Some(other.id()),
            Ok(_) | Err(AppError::NotFound) => {
                errors.insert("instead".to_owned(), "Enter the address of another published guide".to_owned());
                None
            }
            Err(error) => return Err(error),
        },
    };
    drop(connection);
    if !errors.is_empty() {
        return Ok(unprocessable(views::ask_to_withdraw(&line, &form, &key(&app), &errors)));
    }
    let answer = changes::withdraw(app.kit(), permit, sent.key()?, (&form.reason, instead)).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}
