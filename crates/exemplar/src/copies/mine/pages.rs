//! `/organisations/{code}/copies`: how all copies of an organisation stand, and using what fits in several at once.

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use serde::Deserialize;

use super::forms::chosen;
use super::{AT_ONCE, Mine, views};
use crate::app::App;
use crate::blueprints;
use crate::copies::updates::{self, UpdateError, round};
use crate::copies::{notices, store};
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::pages::key;
use crate::people::policy::{EditBlueprint, KeepCopies, ReadCopies};
use crate::people::{Actor, SentForm, decide};

/// What was just done.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DoneQuery {
    /// How many changes were used.
    pub used: Option<usize>,
    /// In how many copies.
    #[serde(rename = "in")]
    pub copies: Option<usize>,
    /// In how many copies nothing was used, because somebody changed them meanwhile.
    #[serde(default)]
    pub missed: usize,
    /// How many copies made elsewhere were attached.
    #[serde(default)]
    pub attached: usize,
}

/// All copies of an organisation, the most pressing first.
async fn all(app: &App, connection: &mut Connection, code: &str) -> Result<Vec<Mine>, AppError> {
    let today = app.clock().today();
    let open = notices::open_of(connection, code).await?;
    let mut found = Vec::new();
    for row in store::of_organisation(connection, code).await? {
        let Some(line) = blueprints::store::find(connection, row.blueprint(), Moment::now(today)).await? else {
            continue;
        };
        let round = round(connection, &line, &row, today).await?;
        let notices = open.iter().filter(|copy| **copy == line.id()).count();
        found.push(Mine { line, row, round, notices });
    }
    found.sort_by(|one, other| other.rank().cmp(&one.rank()).then_with(|| one.line.title.cmp(&other.line.title)));
    Ok(found)
}

/// `GET /organisations/{code}/copies`
///
/// # Errors
/// 404 for another organisation.
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Path(code): Path<String>,
    Query(done): Query<DoneQuery>,
) -> Result<Response, AppError> {
    decide(&actor, ReadCopies { organisation: code.clone() }, &(), app.clock().now())?;
    let may_keep = decide(&actor, KeepCopies { organisation: code.clone() }, &(), app.clock().now()).is_ok();
    let mut connection = app.db().read().await?;
    let names = app.names(&mut connection).await?;
    let name = names.get(&code).map_or(code.as_str(), String::as_str);
    let all = all(&app, &mut connection, &code).await?;
    Ok(views::list((&code, name), &all, may_keep, &done).into_response())
}

/// `GET /organisations/{code}/copies/that-fit`
///
/// # Errors
/// 404 for another organisation, 403 for those who do not write for it.
pub async fn ask_together(
    State(app): State<App>,
    actor: Actor,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    decide(&actor, KeepCopies { organisation: code.clone() }, &(), app.clock().now())?;
    let mut connection = app.db().read().await?;
    let mut all = all(&app, &mut connection, &code).await?;
    all.retain(|mine| mine.fitting().next().is_some());
    all.truncate(AT_ONCE);
    Ok(views::together(&code, &all, &key(&app)).into_response())
}

/// `POST /organisations/{code}/copies/that-fit`
///
/// # Errors
/// 404 for another organisation, 403 for those who do not write for it.
pub async fn use_together(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let now = app.clock().now();
    let permit = decide(&actor, KeepCopies { organisation: code.clone() }, &(), now)?;
    let chosen = chosen(&pairs);
    if chosen.is_empty() || chosen.len() > AT_ONCE {
        return Err(AppError::BadRequest("Open the list of changes that fit again, and choose from there.".to_owned()));
    }
    let (mut used, mut copies, mut missed) = (0, 0, 0);
    for of in &chosen {
        if !fit(&app, &code, of).await? {
            missed += 1;
            continue;
        }
        // Each copy is an act of its own, and done once however often the form is sent.
        let key = sent.key()?.of(permit.actor(), &format!("copies/{}", of.copy), b"");
        let edit = decide(&actor, EditBlueprint { blueprint: of.copy }, &code, now)?;
        match updates::decide(app.kit(), edit, &key, &of.answers).await {
            Ok(_) => (used, copies) = (used + of.answers.len(), copies + 1),
            Err(UpdateError::Overtaken | UpdateError::Text(_)) => missed += 1,
            Err(error) => return Err(error.into()),
        }
    }
    app.notice().await?;
    Ok(Redirect::to(&format!("/organisations/{code}/copies?used={used}&in={copies}&missed={missed}")).into_response())
}

/// Whether the copy is this organisation's, and nothing chosen of it has to be looked at by itself.
async fn fit(app: &App, code: &str, of: &super::forms::OfCopy) -> Result<bool, AppError> {
    let (mut connection, today) = (app.db().read().await?, app.clock().today());
    let moment = Moment::now(today);
    let row = store::find(&mut connection, of.copy, moment).await?.filter(|row| row.organisation == code);
    let line = blueprints::store::find(&mut connection, of.copy, moment).await?;
    let (Some(row), Some(line)) = (row, line) else { return Err(AppError::NotFound) };
    let Some(round) = round(&mut connection, &line, &row, today).await? else { return Ok(false) };
    let waits = |update: &str| round.waiting.iter().find(|waiting| waiting.update.id == update);
    // What no longer waits was decided already; the act says so.
    Ok(of.answers.iter().all(|answer| waits(&answer.update).is_none_or(super::Waiting::fits)))
}
