//! `/organisations/{code}/attach`: bringing documents, and saying what each is a copy of.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::documents::{self, Document};
use super::store::BroughtRow;
use super::{Found, Likely, changes, store, views};
use crate::app::App;
use crate::blueprints::{self, GuideLine, State as Life};
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{CopyBlueprint, KeepCopies, Visibility};
use crate::people::{Actor, Permit, SentForm, SentParts, decide};

fn keeping(app: &App, actor: &Actor, code: &str) -> Result<Permit<KeepCopies>, AppError> {
    Ok(decide(actor, KeepCopies { organisation: code.to_owned() }, &(), app.clock().now())?)
}

/// `GET /organisations/{code}/attach`
///
/// # Errors
/// 404 for another organisation, 403 for those who do not write for it.
pub async fn ask(State(app): State<App>, actor: Actor, Path(code): Path<String>) -> Result<Response, AppError> {
    keeping(&app, &actor, &code)?;
    Ok(views::ask(&code, "", &key(&app), None).into_response())
}

/// `POST /organisations/{code}/attach`
///
/// # Errors
/// 404 for another organisation, 403 for those who do not write for it.
pub async fn bring(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(code): Path<String>,
    parts: SentParts,
) -> Result<Response, AppError> {
    let permit = keeping(&app, &actor, &code)?;
    let pasted = parts.text("text");
    let mut files: Vec<(String, Vec<u8>)> =
        parts.files("file").map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect();
    if !pasted.trim().is_empty() {
        files.push(("What was pasted".to_owned(), pasted.clone().into_bytes()));
    }
    if files.is_empty() {
        let words = "Choose one or more documents, or paste the text of one";
        return Ok(unprocessable(views::ask(&code, &pasted, &key(&app), Some(words))));
    }
    let read = tokio::task::spawn_blocking(move || {
        files.iter().map(|(name, bytes)| Document::read(name, bytes)).collect::<Vec<_>>()
    });
    let documents = read.await.map_err(anyhow::Error::from)?;
    let found = documents::found(app.kit(), &code, &documents).await?;
    let brought: Vec<(Document, Found)> = documents.into_iter().zip(found).collect();
    let answer = changes::bring(app.kit(), permit, sent.key()?, &brought).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// A document with the guides it may be a copy of.
pub(super) struct Shown {
    pub row: BroughtRow,
    pub likely: Vec<(Likely, GuideLine)>,
    pub refused: Option<String>,
    /// How many pictures it has.
    pub pictures: usize,
}

/// `GET /organisations/{code}/attach/found`
///
/// # Errors
/// 404 for another organisation, 403 for those who do not write for it.
pub async fn ask_which(State(app): State<App>, actor: Actor, Path(code): Path<String>) -> Result<Response, AppError> {
    keeping(&app, &actor, &code)?;
    let moment = Moment::now(app.clock().today());
    let mut connection = app.db().read().await?;
    let names = app.names(&mut connection).await?;
    let mut shown = Vec::new();
    for row in store::brought(&mut connection, &code).await? {
        let (mut likely, mut refused) = (Vec::new(), None);
        let kept = row.kept();
        match kept.found {
            Found::Refused(why) => refused = Some(why),
            Found::Likely(found) => {
                for one in found {
                    let line = blueprints::store::find(&mut connection, one.guide, moment).await?;
                    likely.extend(line.filter(|line| line.state() == Life::Published).map(|line| (one, line)));
                }
            }
        }
        shown.push(Shown { row, likely, refused, pictures: kept.pictures.len() });
    }
    Ok(views::which(&code, &shown, &names, &key(&app)).into_response())
}

/// `POST /organisations/{code}/attach/found`
///
/// # Errors
/// 404 for another organisation, 403 for those who do not write for it.
pub async fn attach(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = keeping(&app, &actor, &code)?;
    let mut attached = 0;
    for (name, chosen) in &pairs {
        let Some(document) = name.strip_prefix("document-").and_then(|id| Uuid::try_parse(id).ok()) else { continue };
        if chosen == "leave-out" {
            changes::leave_out(app.kit(), &code, document).await?;
            continue;
        }
        let Some((guide, number)) = chosen.split_once('.') else { continue };
        let (Ok(source), Ok(number)) = (Uuid::try_parse(guide), number.parse::<i64>()) else { continue };
        let action = CopyBlueprint { source, organisation: code.clone() };
        let copying = decide(&actor, action, &Visibility::Public, app.clock().now())?;
        let key = sent.key()?.of(permit.actor(), &format!("attach/{document}"), b"");
        changes::attach(app.kit(), copying, &key, (document, number)).await?;
        attached += 1;
    }
    sent.key()?;
    app.notice().await?;
    Ok(Redirect::to(&format!("/organisations/{code}/copies?attached={attached}")).into_response())
}
