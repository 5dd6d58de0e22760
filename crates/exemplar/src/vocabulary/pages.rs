//! `/office/words`: what was searched for and not found, and which words mean the same.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::{changes, store, views};
use crate::app::App;
use crate::error::AppError;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::EditVocabulary;
use crate::people::{Actor, Permit, SentForm, decide};
use crate::platform::shell::Page;
use crate::search::Synonyms;

/// Where the page is.
const HERE: &str = "/office/words";

/// The longest group, in characters.
const LONGEST: usize = 300;

/// Messages by field.
pub(super) type Errors = BTreeMap<String, String>;

/// Words that mean the same.
#[derive(Debug, Default, Deserialize)]
pub struct WordsForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// One on each line.
    #[serde(default)]
    pub words: String,
}

impl WordsForm {
    /// The group as a line, or what is wrong.
    fn check(&self) -> Result<String, Errors> {
        let words: Vec<&str> = self.words.lines().flat_map(|line| line.split('=')).map(str::trim).collect();
        let line = words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" = ");
        let wrong = match line.chars().count() {
            0 => "Enter the words, one on each line",
            _ if !Synonyms::is_group(&line) => "Enter at least two that differ, one on each line",
            _ if line.starts_with('#') => "Words do not begin with #",
            1..=LONGEST => return Ok(line),
            _ => "Use at most 300 characters",
        };
        Err(Errors::from([("words".to_owned(), wrong.to_owned())]))
    }
}

fn editing(app: &App, actor: &Actor) -> Result<Permit<EditVocabulary>, AppError> {
    Ok(decide(actor, EditVocabulary, &(), app.clock().now())?)
}

async fn page(app: &App, form: &WordsForm, errors: &Errors) -> Result<Page, AppError> {
    let mut connection = app.db().read().await?;
    let groups = store::groups(&mut connection).await?;
    let missed = store::missed(&mut connection).await?;
    Ok(views::page((&groups, &missed), form, &|| key(app), errors))
}

/// `GET /office/words`
///
/// # Errors
/// 403 for those who are not of the programme office.
pub async fn show(State(app): State<App>, actor: Actor, Query(form): Query<WordsForm>) -> Result<Page, AppError> {
    editing(&app, &actor)?;
    page(&app, &form, &Errors::new()).await
}

/// `POST /office/words`
///
/// # Errors
/// 403 for those who are not of the programme office.
pub async fn add(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Form(form): Form<WordsForm>,
) -> Result<Response, AppError> {
    let permit = editing(&app, &actor)?;
    match form.check() {
        Ok(line) => changes::change_group(app.kit(), permit, sent.key()?, (Some(&line), None)).await?,
        Err(errors) => return Ok(unprocessable(page(&app, &form, &errors).await?)),
    }
    app.notice().await?;
    Ok(Redirect::to(HERE).into_response())
}

/// `POST /office/words/{group}/end`
///
/// # Errors
/// 403 for those who are not of the programme office.
pub async fn end(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(group): Path<Uuid>,
) -> Result<Response, AppError> {
    let permit = editing(&app, &actor)?;
    changes::change_group(app.kit(), permit, sent.key()?, (None, Some(group))).await?;
    app.notice().await?;
    Ok(Redirect::to(HERE).into_response())
}
