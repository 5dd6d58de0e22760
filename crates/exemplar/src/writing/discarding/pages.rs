//! `/blueprints/{slug}/discard` and `/bring-back`.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{changes, views};
use crate::app::App;
use crate::blueprints::GuideLine;
use crate::error::AppError;
use crate::people::pages::key;
use crate::people::policy::EditBlueprint;
use crate::people::{Actor, SentForm};
use crate::writing::changes::WritingError;
use crate::writing::pages::{allowed, guide_as_drafted};
use crate::writing::store;
use crate::writing::views::changed;

/// Which text is thrown away.
#[derive(Debug, Deserialize)]
pub struct DiscardForm {
    /// The SHA-256 of the draft that was seen.
    #[serde(default)]
    pub text_hash: String,
}

/// `GET /blueprints/{slug}/discard`
///
/// # Errors
/// 404 for what is not theirs, and when there is no draft.
pub async fn ask(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide_as_drafted(&app, &mut connection, &slug).await?;
    allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    let draft = store::current(&mut connection, line.id()).await?.ok_or(AppError::NotFound)?;
    Ok(views::ask(&line, &draft, &key(&app)).into_response())
}

/// `POST /blueprints/{slug}/discard`
///
/// # Errors
/// 404 for what is not theirs, 409 when somebody saved meanwhile.
pub async fn discard(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<DiscardForm>,
) -> Result<Response, AppError> {
    let line = guide_as_drafted(&app, &mut app.db().read().await?, &slug).await?;
    let permit = allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    answered(&line, changes::discard(app.kit(), permit, sent.key()?, &form.text_hash).await)
}

/// `POST /blueprints/{slug}/bring-back`
///
/// # Errors
/// 404 for what is not theirs, 409 when there is a draft already.
pub async fn bring_back(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let line = guide_as_drafted(&app, &mut app.db().read().await?, &slug).await?;
    let permit = allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    answered(&line, changes::bring_back(app.kit(), permit, sent.key()?).await)
}

fn answered(line: &GuideLine, done: Result<String, WritingError>) -> Result<Response, AppError> {
    match done {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(WritingError::Changed) => Ok((StatusCode::CONFLICT, changed(line)).into_response()),
        Err(error) => Err(error.into()),
    }
}
