//! `/blueprints/{slug}/updates`: what waits, one change a page, all that fit at once, and taking back.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::changes::{self, UpdateError, seen};
use super::forms::{Errors, UpdateForm, together};
use super::round::{Round, of_copy};
use super::{Waiting, store, views};
use crate::app::App;
use crate::blueprints::GuideLine;
use crate::error::AppError;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::EditBlueprint;
use crate::people::{Actor, Permit, SentForm, decide};
use crate::writing::pages::guide;

/// A copy of ours beside its source.
struct Ours {
    line: GuideLine,
    permit: Permit<EditBlueprint>,
    round: Option<Round>,
    decisions: Vec<store::DecisionRow>,
}

async fn ours(app: &App, actor: &Actor, slug: &str) -> Result<Ours, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide(app, &mut connection, slug).await?;
    let organisation = line.organisation.clone().filter(|_| line.is_held()).ok_or(AppError::NotFound)?;
    let permit = decide(actor, EditBlueprint { blueprint: line.id() }, &organisation, app.clock().now())?;
    let found = of_copy(&mut connection, &line, app.clock().today()).await?;
    let (_, round) = found.ok_or(AppError::NotFound)?;
    let decisions = store::decisions(&mut connection, line.id()).await?;
    Ok(Ours { line, permit, round, decisions })
}

/// `GET /blueprints/{slug}/updates`
///
/// # Errors
/// 404 for what is not theirs, or no copy.
pub async fn list(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let ours = ours(&app, &actor, &slug).await?;
    Ok(views::list(&ours.line, ours.round.as_ref(), &ours.decisions).into_response())
}

/// `GET /blueprints/{slug}/updates/{update}`
///
/// # Errors
/// 404 for what is not theirs, or no copy.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((slug, update)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let ours = ours(&app, &actor, &slug).await?;
    Ok(match one(&ours, &update) {
        None => views::gone(&ours.line).into_response(),
        Some((round, place, waiting)) => {
            let form =
                UpdateForm { seen: seen(&waiting.update), words: waiting.update.taken.clone(), ..Default::default() };
            views::one(&ours.line, (round, place), waiting, &form, &key(&app), &Errors::new()).into_response()
        }
    })
}

fn one<'a>(ours: &'a Ours, update: &str) -> Option<(&'a Round, usize, &'a Waiting)> {
    let round = ours.round.as_ref()?;
    let place = round.waiting.iter().position(|waiting| waiting.update.id == update)?;
    Some((round, place, round.waiting.get(place)?))
}

/// `POST /blueprints/{slug}/updates/{update}`
///
/// # Errors
/// 404 for what is not theirs, or no copy.
pub async fn decide_one(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, update)): Path<(String, String)>,
    Form(form): Form<UpdateForm>,
) -> Result<Response, AppError> {
    let ours = ours(&app, &actor, &slug).await?;
    let answer = match form.check(&update) {
        Ok(answer) => answer,
        Err(errors) => return Ok(unsaved(&app, &ours, &update, &form, &errors)),
    };
    let Ours { line, permit, round, decisions } = ours;
    match changes::decide(app.kit(), permit, sent.key()?, &[answer]).await {
        Ok(next) => Ok(Redirect::to(&next).into_response()),
        Err(UpdateError::Text(why)) => {
            let permit = decide(&actor, EditBlueprint { blueprint: line.id() }, &owner(&line), app.clock().now())?;
            let ours = Ours { line, permit, round, decisions };
            Ok(unsaved(&app, &ours, &update, &form, &Errors::from([("words", why)])))
        }
        Err(UpdateError::Overtaken) => Ok((StatusCode::CONFLICT, views::gone(&line)).into_response()),
        Err(error) => Err(error.into()),
    }
}

fn owner(line: &GuideLine) -> String {
    line.organisation.clone().unwrap_or_default()
}

/// The form again, with what is wrong with it and all that was typed.
fn unsaved(app: &App, ours: &Ours, update: &str, form: &UpdateForm, errors: &Errors) -> Response {
    match one(ours, update) {
        None => (StatusCode::CONFLICT, views::gone(&ours.line)).into_response(),
        Some((round, place, waiting)) => {
            unprocessable(views::one(&ours.line, (round, place), waiting, form, &key(app), errors))
        }
    }
}

/// `GET /blueprints/{slug}/updates-that-fit`
///
/// # Errors
/// 404 for what is not theirs, or no copy.
pub async fn ask_together(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let ours = ours(&app, &actor, &slug).await?;
    Ok(views::together(&ours.line, ours.round.as_ref(), &key(&app)).into_response())
}

/// `POST /blueprints/{slug}/updates-that-fit`
///
/// # Errors
/// 404 for what is not theirs, or no copy.
pub async fn use_together(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let ours = ours(&app, &actor, &slug).await?;
    let answers = together(&pairs);
    // What is not in the list of those that fit is decided on its own page.
    let fits = |update: &str| one(&ours, update).is_none_or(|(_, _, waiting)| waiting.fits());
    if answers.is_empty() || !answers.iter().all(|answer| fits(&answer.update)) {
        return Err(AppError::BadRequest("Open the list of changes again, and choose from there.".to_owned()));
    }
    match changes::decide(app.kit(), ours.permit, sent.key()?, &answers).await {
        Ok(next) => Ok(Redirect::to(&next).into_response()),
        Err(UpdateError::Overtaken | UpdateError::Text(_)) => {
            Ok((StatusCode::CONFLICT, views::gone(&ours.line)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /blueprints/{slug}/updates-undo`
///
/// # Errors
/// 404 for what is not theirs, or no copy.
pub async fn ask_undo(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let ours = ours(&app, &actor, &slug).await?;
    Ok(views::undo(&ours.line, &ours.decisions, &key(&app)).into_response())
}

/// `POST /blueprints/{slug}/updates-undo`
///
/// # Errors
/// 404 for what is not theirs, or no copy.
pub async fn undo(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let ours = ours(&app, &actor, &slug).await?;
    match changes::undo(app.kit(), ours.permit, sent.key()?).await {
        Ok(next) => Ok(Redirect::to(&next).into_response()),
        Err(UpdateError::Overtaken) => Ok((StatusCode::CONFLICT, views::cannot_undo(&ours.line)).into_response()),
        Err(error) => Err(error.into()),
    }
}

impl From<UpdateError> for AppError {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::NotThere => Self::NotFound,
            other => Self::Inside(other.into()),
        }
    }
}
