//! The hazards of a draft, a row at a time.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

use super::super::changes;
use super::super::forms::{Errors, HazardForm};
use super::super::views::hazards as views;
use super::parts::{Put, before, open, row_of, saved};
use super::{FormQuery, put_back};
use crate::app::App;
use crate::blueprints::{Text, WrittenHazard};
use crate::error::AppError;
use crate::people::pages::{key, unprocessable};
use crate::people::{Actor, SentForm};

/// The hazard at a place, from 1; one past the last is a new one.
fn hazard_at(text: &Text, place: usize) -> Result<WrittenHazard, AppError> {
    let hazards = text.written_hazards();
    let at = place.checked_sub(1).filter(|at| *at <= hazards.len()).ok_or(AppError::NotFound)?;
    Ok(hazards.into_iter().nth(at).unwrap_or_default())
}

/// `GET /blueprints/{slug}/hazards/{place}`
///
/// # Errors
/// 404 for what is not theirs, and for a hazard there is none of.
pub async fn ask(
    State(app): State<App>,
    actor: Actor,
    Path((slug, place)): Path<(String, usize)>,
    Query(asked): Query<FormQuery>,
) -> Result<Response, AppError> {
    let (line, text) = open(&app, &actor, &slug).await?;
    let hazard = hazard_at(&text, place)?;
    let form = HazardForm::of(&hazard, before(&format!("{hazard:?}")));
    let of = (&actor, &*format!("/blueprints/{slug}/hazards/{place}"));
    let (form, above) = put_back(&mut app.db().read().await?, of, &asked, form, |typed, saved| {
        let form = HazardForm::typed(|name| typed.field(name));
        (form.written() != saved.written()).then_some(form)
    })
    .await?;
    Ok(views::hazard((&line, place), &form, &key(&app), &Errors::new(), &above).into_response())
}

/// `POST /blueprints/{slug}/hazards/{place}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn save(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, place)): Path<(String, usize)>,
    Form(form): Form<HazardForm>,
) -> Result<Response, AppError> {
    let (line, _) = open(&app, &actor, &slug).await?;
    let refused = |errors: &Errors| {
        unprocessable(views::hazard((&line, place), &form, &key(&app), errors, &Markup::default())).into_response()
    };
    let hazard = form.written();
    let wrong = |(name, words): (&str, &String)| changes::refusal(words).map(|why| (name.to_owned(), why));
    let errors: Errors = match form.check() {
        errors if errors.is_empty() => HazardForm::NAMES.into_iter().zip(&hazard).filter_map(wrong).collect(),
        errors => errors,
    };
    if !errors.is_empty() {
        return Ok(refused(&errors));
    }
    let put = |text: &Text| {
        let Some(at) = row_of(&text.written_hazards(), place, &form.before) else { return Err(Put::Meanwhile) };
        let hazard = Some(&hazard).filter(|_| !form.takes_out());
        text.with_hazard(at, hazard).map_err(|error| Put::Refused(error.to_string()))
    };
    match saved(&app, &actor, (&slug, &sent), put).await? {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(Put::Refused(why)) => Ok(refused(&Errors::from([("hazard".to_owned(), why)]))),
        Err(Put::Meanwhile) => {
            let (_, text) = open(&app, &actor, &slug).await?;
            let theirs = hazard_at(&text, place).unwrap_or_default();
            let form = HazardForm { before: before(&format!("{theirs:?}")), ..form };
            let page = views::hazard_meanwhile((&line, place), &theirs, &form, &key(&app));
            Ok((StatusCode::CONFLICT, page).into_response())
        }
    }
}
