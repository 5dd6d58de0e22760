//! `/blueprints/{slug}/comments`: what is said of a guide_as_drafted, saying something, and settling it.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use serde::Deserialize;
use uuid::Uuid;

use super::{LONGEST, WHOLE, changes, shown, store, views};
use crate::app::App;
use crate::blueprints::GuideLine;
use crate::error::AppError;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::CommentOnDraft;
use crate::people::{Actor, Permit, SentForm};
use crate::writing::forms::Errors;
use crate::writing::nhs_numbers;
use crate::writing::pages::{FormQuery, allowed, guide_as_drafted, put_back};

/// Something said of a section.
#[derive(Debug, Default, Deserialize)]
pub struct CommentForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// The word of what it is about.
    #[serde(default)]
    pub section: String,
    /// What is said.
    #[serde(default)]
    pub words: String,
}

impl CommentForm {
    fn check(&self) -> Errors {
        let mut errors = Errors::new();
        match self.words.trim().chars().count() {
            0 => drop(errors.insert("words".to_owned(), "Write your comment".to_owned())),
            1..=LONGEST if !nhs_numbers(&self.words).is_empty() => {
                drop(errors.insert("words".to_owned(), "This looks like an NHS number: take it out".to_owned()));
            }
            1..=LONGEST => {}
            _ => drop(errors.insert("words".to_owned(), format!("A comment has at most {LONGEST} characters"))),
        }
        if shown(&self.section).is_none() {
            errors.insert("section".to_owned(), "Choose what it is about".to_owned());
        }
        errors
    }
}

/// Settling a comment, or opening it again.
#[derive(Debug, Default, Deserialize)]
pub struct SettleForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// `again` opens it.
    #[serde(default)]
    pub how: String,
}

/// What a page of comments is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct CommentsQuery {
    /// The word of what the next comment is about.
    #[serde(default)]
    pub section: String,
    /// `yes` when what was typed and not saved is to be put back.
    #[serde(default)]
    pub typed: String,
}

async fn open(app: &App, actor: &Actor, slug: &str) -> Result<(GuideLine, Permit<CommentOnDraft>), AppError> {
    let line = guide_as_drafted(app, &mut app.db().read().await?, slug).await?;
    let permit = allowed(app, actor, &line, CommentOnDraft { blueprint: line.id() })?;
    Ok((line, permit))
}

/// `GET /blueprints/{slug}/comments`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    axum::extract::Query(asked): axum::extract::Query<CommentsQuery>,
) -> Result<Response, AppError> {
    let (line, _) = open(&app, &actor, &slug).await?;
    let mut connection = app.db().read().await?;
    let comments = store::list(&mut connection, line.id()).await?;
    let section = if shown(&asked.section).is_some() { asked.section } else { WHOLE.to_owned() };
    let form = CommentForm { section, ..CommentForm::default() };
    let (of, asked) = ((&actor, &*format!("/blueprints/{slug}/comments")), FormQuery { typed: asked.typed });
    let (form, above) = put_back(&mut connection, of, &asked, form, |typed, _| {
        let words = typed.field("words");
        (!words.trim().is_empty()).then(|| CommentForm {
            section: typed.field("section"),
            words,
            ..CommentForm::default()
        })
    })
    .await?;
    let keys = || key(&app);
    Ok(views::list(&line, &comments, (&form, &above), &keys, &Errors::new()).into_response())
}

/// `POST /blueprints/{slug}/comments`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn say(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<CommentForm>,
) -> Result<Response, AppError> {
    let (line, permit) = open(&app, &actor, &slug).await?;
    let errors = form.check();
    if !errors.is_empty() {
        let comments = store::list(&mut app.db().read().await?, line.id()).await?;
        return Ok(unprocessable(views::list(&line, &comments, (&form, &Markup::default()), &|| key(&app), &errors)));
    }
    let words = form.words.replace("\r\n", "\n");
    let answer = changes::say(app.kit(), permit, sent.key()?, (&form.section, words.trim())).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `POST /blueprints/{slug}/comments/{comment}`
///
/// # Errors
/// 404 for what is not theirs, and for a comment there is none of.
pub async fn settle(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, comment)): Path<(String, Uuid)>,
    Form(form): Form<SettleForm>,
) -> Result<Response, AppError> {
    let (_, permit) = open(&app, &actor, &slug).await?;
    let answer = changes::settle(app.kit(), permit, sent.key()?, (comment, form.how != "again")).await?;
    Ok(Redirect::to(&answer).into_response())
}
