//! `/blueprints/{slug}/files`: the files of a draft, adding one, and taking one out.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::coming::{Came, came};
use super::{free_name, store, views};
use crate::app::App;
use crate::blueprints::store::AttachmentRow;
use crate::blueprints::{self, GuideLine, SectionKind, Text};
use crate::error::AppError;
use crate::file_words;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::ReadDraft;
use crate::people::{Actor, SentForm, SentParts};
use crate::platform::shell::Page;
use crate::writing::changes::FileChange;
use crate::writing::forms::Errors;
use crate::writing::pages::parts::{Part, Put, open, saved, saved_with};
use crate::writing::pages::{allowed, guide};

/// The longest description, in characters.
const LONGEST: usize = 400;

/// What is said with a file.
#[derive(Debug, Default)]
pub struct FileForm {
    /// What it is, or what the picture shows.
    pub description: String,
    /// The word of the section it stands in.
    pub section: String,
}

/// Taking a file out.
#[derive(Debug, Default, Deserialize)]
pub struct TakeOutForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
}

impl FileForm {
    fn of(parts: &SentParts) -> Self {
        Self { description: parts.text("description"), section: parts.text("section") }
    }

    /// The file and where it goes, or what is wrong.
    fn check(&self, parts: &SentParts) -> Result<(Came, SectionKind), Errors> {
        let mut errors = Errors::new();
        let file = parts.file("file").map_or(Err("Choose a file".to_owned()), |(name, bytes)| came(name, bytes));
        let file = file.map_err(|why| errors.insert("file".to_owned(), why)).ok();
        match self.description.trim().chars().count() {
            0 => drop(errors.insert(
                "description".to_owned(),
                "Say what it is; of a picture, what it shows, for people who cannot see it".to_owned(),
            )),
            1..=LONGEST => {}
            _ => drop(errors.insert("description".to_owned(), format!("Use at most {LONGEST} characters"))),
        }
        let section = SectionKind::from_word(&self.section);
        if section.is_none() {
            errors.insert("section".to_owned(), "Choose a section".to_owned());
        }
        match (file, section) {
            (Some(file), Some(section)) if errors.is_empty() => Ok((file, section)),
            _ => Err(errors),
        }
    }
}

async fn page(
    app: &App,
    (line, text): (&GuideLine, &Text),
    form: &FileForm,
    errors: &Errors,
) -> Result<Page, AppError> {
    let mut connection = app.db().read().await?;
    let files = store::of_draft(&mut connection, line.id(), line.revision).await?;
    let troubles = file_words::troubles(&mut connection, line.id(), line.revision).await?;
    Ok(views::list((line, text), (&files, &troubles), form, &|| key(app), errors))
}

/// What a page of files is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct FilesQuery {
    /// The word of the section the next file is for.
    #[serde(default)]
    pub section: String,
}

/// `GET /blueprints/{slug}/files`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    axum::extract::Query(asked): axum::extract::Query<FilesQuery>,
) -> Result<Page, AppError> {
    let (line, text) = open(&app, &actor, &slug).await?;
    let section = SectionKind::from_word(&asked.section).unwrap_or(SectionKind::Artefacts).word();
    page(&app, (&line, &text), &FileForm { section, ..FileForm::default() }, &Errors::new()).await
}

/// `POST /blueprints/{slug}/files`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn add(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    parts: SentParts,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let (line, text) = open(&app, &actor, &slug).await?;
    let form = FileForm::of(&parts);
    let (came, section) = match form.check(&parts) {
        Ok(checked) => checked,
        Err(errors) => return Ok(unprocessable(page(&app, (&line, &text), &form, &errors).await?)),
    };
    sent.key()?;
    let (name, media, size) = (came.name.clone(), came.media, came.bytes.len());
    let (hash, numbers) = came.keep(&app).await?;
    let put = |newest: &Part| {
        let taken: Vec<String> = newest.files.iter().flat_map(|file| [file.name.clone(), file.path.clone()]).collect();
        let name = free_name(&name, &taken);
        let text = newest.text.with_file(section, &name, (form.description.trim(), media.is_picture));
        let text = text.map_err(|error| Put::Refused(error.to_string()))?;
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let file = AttachmentRow::kept((&name, &name), &hash, (media.mime, media.is_picture), size);
        Ok((text, FileChange::Add(file, i64::try_from(numbers).unwrap_or(i64::MAX))))
    };
    match saved_with(&app, &actor, (&slug, &sent), put).await? {
        Ok(_) => Ok(Redirect::to(&format!("/blueprints/{slug}/files?section={}", section.word())).into_response()),
        Err(Put::Refused(why)) => {
            let errors = Errors::from([("file".to_owned(), why)]);
            Ok(unprocessable(page(&app, (&line, &text), &form, &errors).await?))
        }
        Err(Put::Meanwhile) => {
            let errors = Errors::from([("file".to_owned(), "Others are saving too: choose it again".to_owned())]);
            Ok(unprocessable(page(&app, (&line, &text), &form, &errors).await?))
        }
    }
}

/// What a picture shows.
#[derive(Debug, Default, Deserialize)]
pub struct DescriptionForm {
    /// The name of its file.
    #[serde(default)]
    pub name: String,
    /// What it shows.
    #[serde(default)]
    pub shows: String,
}

/// `POST /blueprints/{slug}/files/words`
///
/// # Errors
/// 404 for what is not theirs, and for a file the draft does not have.
pub async fn describe(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<DescriptionForm>,
) -> Result<Response, AppError> {
    let (line, text) = open(&app, &actor, &slug).await?;
    sent.key()?;
    let files = store::of_draft(&mut app.db().read().await?, line.id(), line.revision).await?;
    let file = files.into_iter().find(|file| file.name == form.name).ok_or(AppError::NotFound)?;
    let wrong = match form.shows.trim().chars().count() {
        0 => Some("Say what it shows, for people who cannot see it".to_owned()),
        1..=LONGEST => None,
        _ => Some(format!("Use at most {LONGEST} characters")),
    };
    let put = |text: &Text| Ok(text.with_description(&file.path, form.shows.trim()));
    let refused = match wrong {
        Some(why) => Some(why),
        None => match saved(&app, &actor, (&slug, &sent), put).await? {
            Ok(_) => None,
            Err(Put::Refused(why)) => Some(why),
            Err(Put::Meanwhile) => Some("Others are saving too: save it again".to_owned()),
        },
    };
    match refused {
        None => Ok(Redirect::to(&format!("/blueprints/{slug}/files")).into_response()),
        Some(why) => {
            let errors = Errors::from([(format!("shows-{}", form.name), why)]);
            Ok(unprocessable(page(&app, (&line, &text), &FileForm::default(), &errors).await?))
        }
    }
}

/// `POST /blueprints/{slug}/files/out`
///
/// # Errors
/// 404 for what is not theirs, and for a file the draft does not have.
pub async fn take_out(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<TakeOutForm>,
) -> Result<Response, AppError> {
    open(&app, &actor, &slug).await?;
    let put = |newest: &Part| {
        let file = newest.files.iter().find(|file| file.name == form.name).ok_or(Put::Meanwhile)?;
        Ok((newest.text.without_file(&file.path), FileChange::TakeOut(form.name.clone())))
    };
    match saved_with(&app, &actor, (&slug, &sent), put).await? {
        Ok(_) => Ok(Redirect::to(&format!("/blueprints/{slug}/files")).into_response()),
        Err(Put::Refused(_) | Put::Meanwhile) => Err(AppError::NotFound),
    }
}

/// `GET /blueprints/{slug}/draft/files/{*name}`
///
/// # Errors
/// 404 for what is not theirs, and for a file the draft does not have.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((slug, name)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let line = guide(&app, &mut app.db().read().await?, &slug).await?;
    allowed(&app, &actor, &line, ReadDraft { blueprint: line.id() })?;
    answer(&app, &line, &name).await
}

/// A file of a draft.
///
/// # Errors
/// 404 for one the draft does not have.
pub(in crate::writing) async fn answer(app: &App, line: &GuideLine, name: &str) -> Result<Response, AppError> {
    let files = store::of_draft(&mut app.db().read().await?, line.id(), line.revision).await?;
    let file = files.into_iter().find(|file| file.name == name).ok_or(AppError::NotFound)?;
    blueprints::pages::kept_file(app, &file).await
}
