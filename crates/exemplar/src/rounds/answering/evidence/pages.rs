//! `/assessments/{round}/{code}/evidence/{item}`: the files beside one answer, adding one, taking one out, and reading one.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use composite::framework::Question;
use serde::Deserialize;

use super::super::Standing;
use super::super::changes::{self, AnsweringError};
use super::super::forms::Errors;
use super::super::pages::{answering, found};
use super::{MOST, views};
use crate::app::App;
use crate::blueprints::pages::kept_file;
use crate::blueprints::store::AttachmentRow;
use crate::error::AppError;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::ReadCheck;
use crate::people::{Actor, SentForm, SentParts, decide};
use crate::platform::files::{SetAside, sha256_hex};
use crate::platform::shell::Page;
use crate::rounds::EvidenceFile;
use crate::rounds::checking;
use crate::writing::files::{Came, came, free_name};

/// An address: the round, the organisation and the question.
type At = Path<(String, String, String)>;

fn files<'a>(standing: &'a Standing, question: &str) -> &'a [EvidenceFile] {
    standing.notes.get(question).map_or(&[], |note| note.files.as_slice())
}

/// The question at this address, where it is asked.
fn asked<'a>(standing: &'a Standing, question: &str) -> Result<&'a Question, AppError> {
    standing.section_asking(question).ok_or(AppError::NotFound)?;
    let place = standing.framework.question(question);
    place.and_then(|place| standing.framework.questions.get(place)).ok_or(AppError::NotFound)
}

/// `GET /assessments/{round}/{code}/evidence/{item}`
///
/// # Errors
/// 404 for what is not theirs, and for a question that is not asked.
pub async fn list(State(app): State<App>, actor: Actor, Path((round, code, id)): At) -> Result<Page, AppError> {
    answering(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let question = asked(&standing, &id)?;
    Ok(views::list(&standing, question, files(&standing, &id), || key(&app), &Errors::new()))
}

/// `POST /assessments/{round}/{code}/evidence/{item}`
///
/// # Errors
/// 404 for what is not theirs, and for a question that is not asked.
pub async fn add(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code, id)): At,
    parts: SentParts,
) -> Result<Response, AppError> {
    let permit = answering(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let question = asked(&standing, &id)?;
    let refused = |why: String| {
        let errors = Errors::from([("file".to_owned(), why)]);
        Ok(unprocessable(views::list(&standing, question, files(&standing, &id), || key(&app), &errors)))
    };
    let file = parts.file("file").map_or(Err("Choose a file".to_owned()), |(name, bytes)| came(name, bytes));
    let file: Came = match file {
        Ok(_) if files(&standing, &id).len() >= MOST => return refused(format!("An answer has at most {MOST} files")),
        Ok(file) => file,
        Err(why) => return refused(why),
    };
    sent.key()?;
    let (name, media_type) = (file.name.clone(), file.media.mime.to_owned());
    let is_known = app.files().path(&sha256_hex(&file.bytes)).exists();
    let (hash, numbers) = file.keep(&app).await?;
    if numbers > 0 {
        if !is_known {
            // What may be a patient's number is not left lying there.
            app.files().set_aside(&hash).and_then(SetAside::remove).map_err(anyhow::Error::from)?;
        }
        return refused(
            "The file holds what looks like an NHS number: take it out, and choose the file again".to_owned(),
        );
    }
    let put = |files: &mut Vec<EvidenceFile>| {
        let taken: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        files.push(EvidenceFile { name: free_name(&name, &taken), hash, media_type });
        files.len() <= MOST
    };
    match changes::save_evidence(app.kit(), permit, sent.key()?, &id, put).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(AnsweringError::NotThere) => refused(format!("An answer has at most {MOST} files")),
        Err(error) => Err(error.into()),
    }
}

/// Which file is taken out.
#[derive(Debug, Default, Deserialize)]
pub struct TakeOutForm {
    /// Its name.
    #[serde(default)]
    pub name: String,
}

/// `POST /assessments/{round}/{code}/evidence/{item}/out`
///
/// # Errors
/// 404 for what is not theirs, and for a file that is not there.
pub async fn take_out(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code, id)): At,
    Form(form): Form<TakeOutForm>,
) -> Result<Response, AppError> {
    let permit = answering(&app, &actor, &round, &code)?;
    let take = |files: &mut Vec<EvidenceFile>| {
        let before = files.len();
        files.retain(|file| file.name != form.name);
        files.len() < before
    };
    let answer = changes::save_evidence(app.kit(), permit, sent.key()?, &id, take).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `GET /assessments/{round}/{code}/evidence/{item}/files/{*name}`
///
/// # Errors
/// 404 for those who have no part in it, and for a file that is not there.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((round, code, id, name)): Path<(String, String, String, String)>,
) -> Result<Response, AppError> {
    let facts = checking::pages::facts(&mut app.db().read().await?, &round, &code).await?;
    let action = ReadCheck { round: round.clone(), organisation: code.clone() };
    decide(&actor, action, &facts, app.clock().now())?;
    let standing = found(&app, &round, &code).await?;
    let file = files(&standing, &id).iter().find(|file| file.name == name).ok_or(AppError::NotFound)?;
    let row = AttachmentRow::kept((&file.name, &file.name), &file.hash, (&file.media_type, false), 0);
    kept_file(&app, &row).await
}
