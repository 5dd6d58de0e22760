//! `/blueprints/{slug}/previews`: links to a draft, and `/preview/{token}`: what they show.

use axum::extract::{Form, Path, State};
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::{DAYS, changes, store, views};
use crate::app::App;
use crate::blueprints::{self, GuideLine};
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::ShowDraft;
use crate::people::{Actor, Permit, SentForm};
use crate::platform::files::sha256_hex;
use crate::platform::shell::Page;
use crate::writing::changes::WritingError;
use crate::writing::files::{self, Shown};
use crate::writing::forms::Errors;
use crate::writing::pages::{allowed, guide_as_drafted, preview};
use crate::writing::store::current;
use crate::writing::text_of;

/// The longest word of for whom, in characters.
const LONGEST: usize = 120;

/// A link to be made.
#[derive(Debug, Default, Deserialize)]
pub struct LinkForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// For whom.
    #[serde(default)]
    pub made_for: String,
    /// For how many days.
    #[serde(default)]
    pub days: String,
}

impl LinkForm {
    fn check(&self) -> Result<i64, Errors> {
        let mut errors = Errors::new();
        match self.made_for.trim().chars().count() {
            0 => drop(errors.insert("made_for".to_owned(), "Say for whom it is".to_owned())),
            1..=LONGEST => {}
            _ => drop(errors.insert("made_for".to_owned(), format!("Use at most {LONGEST} characters"))),
        }
        let days = self.days.parse::<i64>().ok().filter(|days| DAYS.contains(days));
        if days.is_none() {
            errors.insert("days".to_owned(), "Choose for how long".to_owned());
        }
        match days {
            Some(days) if errors.is_empty() => Ok(days),
            _ => Err(errors),
        }
    }
}

async fn open(app: &App, actor: &Actor, slug: &str) -> Result<(GuideLine, Permit<ShowDraft>), AppError> {
    let line = guide_as_drafted(app, &mut app.db().read().await?, slug).await?;
    let permit = allowed(app, actor, &line, ShowDraft { blueprint: line.id() })?;
    Ok((line, permit))
}

async fn shown(app: &App, line: &GuideLine, form: &LinkForm, errors: &Errors) -> Result<Page, AppError> {
    let links = store::list(&mut app.db().read().await?, line.id(), &app.clock().today().to_string()).await?;
    Ok(views::list(line, &links, form, &|| key(app), errors))
}

/// `GET /blueprints/{slug}/previews`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn list(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Page, AppError> {
    let (line, _) = open(&app, &actor, &slug).await?;
    shown(&app, &line, &LinkForm { days: "14".to_owned(), ..LinkForm::default() }, &Errors::new()).await
}

/// `POST /blueprints/{slug}/previews`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn make(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<LinkForm>,
) -> Result<Response, AppError> {
    let (line, permit) = open(&app, &actor, &slug).await?;
    let days = match form.check() {
        Ok(days) => days,
        Err(errors) => return Ok(unprocessable(shown(&app, &line, &form, &errors).await?)),
    };
    match changes::make(app.kit(), permit, sent.key()?, (form.made_for.trim(), days)).await {
        Ok(Some(token)) => Ok(views::made(&line, &format!("{}/preview/{token}", app.address())).into_response()),
        Ok(None) => Ok(Redirect::to(&format!("/blueprints/{slug}/previews")).into_response()),
        Err(WritingError::Text(why)) => {
            let errors = Errors::from([("made_for".to_owned(), why)]);
            Ok(unprocessable(shown(&app, &line, &form, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /blueprints/{slug}/previews/{link}/end`
///
/// # Errors
/// 404 for what is not theirs, and for a link there is none of.
pub async fn end(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, link)): Path<(String, Uuid)>,
) -> Result<Response, AppError> {
    let (_, permit) = open(&app, &actor, &slug).await?;
    let answer = changes::end(app.kit(), permit, sent.key()?, link).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// The guide a link leads to.
async fn found(app: &App, token: &str) -> Result<GuideLine, AppError> {
    let (hash, today) = (sha256_hex(token.as_bytes()), app.clock().today());
    let mut connection = app.db().read().await?;
    let id = store::blueprint_of(&mut connection, &hash, &today.to_string()).await?.ok_or(AppError::NotFound)?;
    blueprints::store::find(&mut connection, id, Moment::now(today)).await?.ok_or(AppError::NotFound)
}

/// `GET /preview/{token}`
///
/// # Errors
/// 404 for a link that has ended or was taken back.
pub async fn show(State(app): State<App>, Path(token): Path<String>) -> Result<Response, AppError> {
    let line = match found(&app, &token).await {
        Err(AppError::NotFound) => {
            return Ok(private((StatusCode::NOT_FOUND, views::ended()).into_response()));
        }
        found => found?,
    };
    let mut connection = app.db().read().await?;
    let Some(draft) = current(&mut connection, line.id()).await? else {
        return Ok(private(views::no_draft(&line).into_response()));
    };
    let text = text_of(&mut connection, &draft.text_hash).await?.ok_or(AppError::Removed)?;
    let text_alone = preview(&mut connection, &line, &text, Shown::To(&token)).await?;
    let html = blueprints::said_before(&text.fields).into_string() + &text_alone;
    let names = app.names(&mut connection).await?;
    Ok(private(views::show((&text.fields, &line), &draft, &names, &html).into_response()))
}

/// `GET /preview/{token}/files/{*name}`
///
/// # Errors
/// 404 for a link that has ended or was taken back, and for a file the draft does not have.
pub async fn file(State(app): State<App>, Path((token, name)): Path<(String, String)>) -> Result<Response, AppError> {
    let line = found(&app, &token).await?;
    Ok(private(files::pages::answer(&app, &line, &name).await?))
}

/// The address is the secret: it goes to no other site, and the page is kept by nobody.
fn private(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
