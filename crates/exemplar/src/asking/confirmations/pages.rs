//! The page on which those who live with a guide say whether it is still true.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;

use super::forms::StillTrueForm;
use super::{NewConfirmation, changes, views};
use crate::app::App;
use crate::asking::AskingError;
use crate::asking::forms::Errors;
use crate::asking::pages::readable;
use crate::asking::views::name;
use crate::blueprints::{GuideLine, State as Life};
use crate::copies::{self, Standing};
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::ConfirmGuide;
use crate::people::{Actor, Permit, SentForm, decide};
use crate::platform::shell::Page;

/// The organisations that live with a guide: its own, and those with a live copy.
async fn live_with(app: &App, connection: &mut Connection, line: &GuideLine) -> sqlx::Result<Vec<String>> {
    let moment = Moment::now(app.clock().today());
    let copies = copies::copies_of(connection, line.id(), moment).await?;
    let live = copies.into_iter().filter(|copy| copy.report().standing == Standing::Live).map(|copy| copy.organisation);
    Ok(line.organisation.clone().into_iter().chain(live).collect())
}

/// Leave to say so, for the first organisation of theirs that lives with it.
pub(in crate::asking) async fn confirming(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    line: &GuideLine,
) -> Result<Permit<ConfirmGuide>, AppError> {
    let Actor::Person(person) = actor else { return Err(AppError::Forbidden) };
    let live = live_with(app, connection, line).await?;
    let theirs = person.organisations();
    let organisation = theirs.iter().find(|code| live.iter().any(|lives| lives == *code)).copied().unwrap_or_default();
    let action = ConfirmGuide { blueprint: line.id(), organisation: organisation.to_owned() };
    Ok(decide(actor, action, &live, app.clock().now())?)
}

async fn published(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    slug: &str,
) -> Result<(GuideLine, Permit<ConfirmGuide>), AppError> {
    let line = readable(app, actor, connection, slug).await?;
    let permit = confirming(app, actor, connection, &line).await?;
    match line.state() {
        Life::Published => Ok((line, permit)),
        Life::Draft | Life::Withdrawn => Err(AskingError::Withdrawn.into()),
    }
}

async fn page(
    app: &App,
    connection: &mut Connection,
    (line, permit): (&GuideLine, &Permit<ConfirmGuide>),
    form: &StillTrueForm,
    errors: &Errors,
) -> Result<Page, AppError> {
    let names = app.names(connection).await?;
    Ok(views::ask(line, name(&names, &permit.action().organisation), form, &key(app), errors))
}

/// `GET /blueprints/{slug}/still-true`
///
/// # Errors
/// 404 for those who do not live with it.
pub async fn show(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, permit) = published(&app, &actor, &mut connection, &slug).await?;
    let form = StillTrueForm::default();
    Ok(page(&app, &mut connection, (&line, &permit), &form, &Errors::new()).await?.into_response())
}

/// `POST /blueprints/{slug}/still-true`
///
/// # Errors
/// 404 for those who do not live with it.
pub async fn say(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<StillTrueForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, permit) = published(&app, &actor, &mut connection, &slug).await?;
    let (holds, words) = match form.check() {
        Ok(said) => said,
        Err(errors) => {
            return Ok(unprocessable(page(&app, &mut connection, (&line, &permit), &form, &errors).await?));
        }
    };
    drop(connection);
    let new = NewConfirmation { holds, words: &words, said_on: app.clock().today() };
    let answer = changes::confirm(app.kit(), permit, sent.key()?, &new, app.address()).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}
