//! `/demo`: being somebody with one click, and every letter the portal wrote.

use axum::extract::{Form, State};
use axum::response::Response;
use serde::Deserialize;

use super::{everybody, views};
use crate::app::App;
use crate::error::AppError;
use crate::people;
use crate::people::pages::entered;
use crate::platform::shell::Page;

/// Whom to be.
#[derive(Debug, Deserialize)]
pub struct WhomForm {
    /// Their mail address.
    #[serde(default)]
    pub mail: String,
}

/// `GET /demo`
///
/// # Errors
/// When the database cannot be read.
pub async fn show(State(app): State<App>) -> Result<Page, AppError> {
    let names = app.names(&mut app.db().read().await?).await?;
    Ok(views::everybody(&everybody(), &names))
}

/// `POST /demo`
///
/// # Errors
/// 404 for somebody who is not of the demonstration.
pub async fn be(State(app): State<App>, Form(form): Form<WhomForm>) -> Result<Response, AppError> {
    let somebody = everybody().into_iter().find(|somebody| somebody.mail == form.mail).ok_or(AppError::NotFound)?;
    let token = people::begin_session_of(app.kit(), &somebody.mail).await?.ok_or(AppError::NotFound)?;
    Ok(entered(&token, "/me"))
}

/// `GET /demo/letters`
///
/// # Errors
/// When the database cannot be read.
pub async fn letters(State(app): State<App>) -> Result<Page, AppError> {
    let letters = people::newest_letters(&mut app.db().read().await?).await?;
    Ok(views::letters(&letters))
}
