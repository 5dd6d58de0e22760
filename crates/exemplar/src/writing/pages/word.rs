//! `/write/from-word`: a Word document becomes a draft; `/write/paste`: what was copied from Word becomes text.

use axum::extract::{Form, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use papers::word::Taken;
use serde::Deserialize;
use serde_json::json;

use super::super::changes::{self, WritingError};
use super::super::forms::{Errors, StartForm};
use super::super::views::parts as views;
use crate::app::App;
use crate::blueprints::{SectionKind, Text};
use crate::error::AppError;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{ReadHome, StartBlueprint};
use crate::people::{Actor, Person, SentForm, SentParts, decide};
use crate::platform::shell::Page;
use crate::writing::FromWord;
use crate::writing::files::LARGEST;

/// `GET /write/from-word`
///
/// # Errors
/// 403 for those who write for no organisation.
pub async fn ask(State(app): State<App>, actor: Actor) -> Result<Page, AppError> {
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    let organisation = person.organisations().first().map(|code| (*code).to_owned()).unwrap_or_default();
    decide(&actor, StartBlueprint { organisation }, &(), app.clock().now())?;
    page(&app, person, &StartForm::default(), &Errors::new()).await
}

async fn page(app: &App, person: &Person, form: &StartForm, errors: &Errors) -> Result<Page, AppError> {
    let names = app.names(&mut app.db().read().await?).await?;
    Ok(views::from_word(person, &names, form, &key(app), errors))
}

/// `POST /write/from-word`
///
/// # Errors
/// 403 for an organisation they do not write for.
pub async fn begin(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    parts: SentParts,
) -> Result<Response, AppError> {
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    let form = StartForm {
        organisation: parts.text("organisation"),
        title: parts.text("title"),
        kind: parts.text("kind"),
        ..StartForm::default()
    };
    let permit = decide(&actor, StartBlueprint { organisation: form.organisation.clone() }, &(), app.clock().now())?;
    let mut errors = form.check_kind();
    let taken = match parts.file("file") {
        None => Err("Choose a Word document".to_owned()),
        Some((_, bytes)) if bytes.len() > LARGEST => Err("The file is larger than 25 MB".to_owned()),
        Some((name, bytes)) => {
            let bytes = bytes.to_vec();
            let read = tokio::task::spawn_blocking(move || papers::word::read(&bytes));
            let read = read.await.map_err(anyhow::Error::from)?;
            read.map(|taken| (name, taken)).map_err(|refused| refused.to_string())
        }
    };
    let taken = taken.map_err(|why| errors.insert("file".to_owned(), why));
    let (name, taken) = match taken {
        Ok(taken) if errors.is_empty() => taken,
        _ => return Ok(unprocessable(page(&app, person, &form, &errors).await?)),
    };
    sent.key()?;
    let (draft, files) = (drafted(name, taken, &form), app.files().clone());
    let came_as: String = name.chars().take(120).collect();
    let kept = tokio::task::spawn_blocking(move || draft.keep(&files, &came_as)).await.map_err(anyhow::Error::from)?;
    let (text, brought) = kept.map_err(anyhow::Error::from)?;
    match changes::start_with(app.kit(), permit, sent.key()?, &text, &brought).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(WritingError::Text(why)) => {
            errors.insert("file".to_owned(), why);
            Ok(unprocessable(page(&app, person, &form, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// A document as the text of a new draft with its front matter, and what of it was not kept.
fn drafted(name: &str, taken: Taken, form: &StartForm) -> FromWord {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = [form.title.trim(), taken.title.trim(), stem.trim(), "Untitled"];
    let title: String =
        title.into_iter().find(|title| !title.is_empty()).unwrap_or_default().chars().take(200).collect();
    let front = format!("---\ntitle: {}\nkind: {}\n---\n\n", json!(title), json!(form.kind));
    let text = format!("{front}{}\n", taken.markdown.trim());
    let mut drafted = FromWord::of(text, taken.pictures, taken.report);
    let sections = sections(&drafted.text);
    drafted.report.extend(sections);
    drafted
}

/// Which headings are known sections, and which stay as they are.
fn sections(text: &str) -> Vec<String> {
    let Ok(text) = Text::parse(text.as_bytes(), "Untitled") else { return Vec::new() };
    let headings: Vec<String> = text.headings();
    let (known, others): (Vec<&String>, Vec<&String>) =
        headings.iter().partition(|heading| SectionKind::of(heading).is_some());
    let list = |headings: &[&String]| {
        headings.iter().map(|heading| format!("\u{201c}{heading}\u{201d}")).collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    if !known.is_empty() {
        lines.push(format!("Headings taken as sections: {}.", list(&known)));
    }
    if !others.is_empty() {
        lines.push(format!(
            "Headings kept as they are: {}. Rename one to a section\u{2019}s name to make it that section.",
            list(&others)
        ));
    }
    lines
}

/// What was on the clipboard.
#[derive(Debug, Default, Deserialize)]
pub struct PasteForm {
    /// As HTML.
    #[serde(default)]
    pub html: String,
}

/// `POST /write/paste`
///
/// # Errors
/// 403 for those who are not signed in.
pub async fn paste(State(app): State<App>, actor: Actor, Form(form): Form<PasteForm>) -> Result<Response, AppError> {
    decide(&actor, ReadHome, &(), app.clock().now())?;
    let pasted = tokio::task::spawn_blocking(move || papers::paste::markdown(&form.html));
    let pasted = pasted.await.map_err(anyhow::Error::from)?;
    let body = json!({ "markdown": pasted.markdown, "left_out": pasted.left_out }).to_string();
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}
