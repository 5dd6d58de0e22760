//! Pages of watching: what I watch, watching something, and stopping letters without signing in.

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use uuid::Uuid;

use super::changes::{self, Stopping, WatchError};
use super::forms::PaceForm;
use super::subjects::{Described, asked, described, search_of};
use super::{Pace, Subject, store, views};
use crate::app::App;
use crate::blueprints::{self, State as Life};
use crate::error::AppError;
use crate::journal::Moment;
use crate::organisations;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{KeepWatches, Visibility, WatchBlueprint};
use crate::people::{Actor, Permit, Person, SentForm, decide};
use crate::platform::shell::Page;
use crate::search::Asked;

/// Where one's list is.
const HERE: &str = "/watching";

fn person(actor: &Actor) -> Result<&Person, AppError> {
    match actor {
        Actor::Person(person) => Ok(person),
        Actor::Reader | Actor::Operator => Err(AppError::Forbidden),
    }
}

fn keeping(app: &App, actor: &Actor) -> Result<Permit<KeepWatches>, AppError> {
    Ok(decide(actor, KeepWatches, &(), app.clock().now())?)
}

/// `GET /watching`
///
/// # Errors
/// When the database cannot be read.
pub async fn list(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    keeping(&app, &actor)?;
    let mut connection = app.db().read().await?;
    let mut watches = Vec::new();
    for row in store::list(&mut connection, person(&actor)?.account).await? {
        let Some(subject) = row.subject() else { continue };
        let described = described(&app, &mut connection, &subject).await?;
        watches.push((row, subject, described));
    }
    Ok(views::list(&watches, &key(&app)).into_response())
}

/// `POST /watching/{watch}`
///
/// # Errors
/// 404 for what somebody else watches.
pub async fn change(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(watch): Path<Uuid>,
    Form(form): Form<PaceForm>,
) -> Result<Response, AppError> {
    let permit = keeping(&app, &actor)?;
    let pace = form.check().map_err(|words| AppError::BadRequest(words.to_owned()))?;
    changes::set_pace(app.kit(), permit, sent.key()?, (watch, pace)).await?;
    Ok(Redirect::to(HERE).into_response())
}

/// What is about to be watched, and where its form goes.
struct Watched {
    subject: Subject,
    described: Described,
    action: String,
}

/// The form to watch something, as it is or with what is wrong with it.
async fn form(
    app: &App,
    actor: &Actor,
    watched: &Watched,
    problem: Option<(&PaceForm, String)>,
) -> Result<Response, AppError> {
    let row = store::on(&mut app.db().read().await?, person(actor)?.account, &watched.subject).await?;
    let now = row.map(|row| row.pace());
    let chosen = problem.as_ref().map_or(now.unwrap_or(Pace::Daily).word(), |(form, _)| form.pace.as_str());
    let words = problem.as_ref().map(|(_, words)| words.as_str());
    let query = if let Subject::Search(query) = &watched.subject { Some(query.as_str()) } else { None };
    let to = (watched.action.as_str(), query);
    let page = views::ask((&watched.subject, &watched.described), to, (chosen, now.is_some()), &key(app), words);
    Ok(if problem.is_some() { unprocessable(page) } else { page.into_response() })
}

/// The end of a form: the list, or the form again with what is wrong.
async fn answer(
    app: &App,
    actor: &Actor,
    watched: &Watched,
    form_sent: &PaceForm,
    done: Result<(), WatchError>,
) -> Result<Response, AppError> {
    match done {
        Ok(()) => Ok(Redirect::to(HERE).into_response()),
        Err(error @ (WatchError::TooMany | WatchError::TooManySearches)) => {
            form(app, actor, watched, Some((form_sent, error.to_string()))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn guide(app: &App, actor: &Actor, slug: &str) -> Result<(Watched, Permit<WatchBlueprint>), AppError> {
    let mut connection = app.db().read().await?;
    let id = blueprints::store::id_of_slug(&mut connection, slug).await?.ok_or(AppError::NotFound)?;
    let moment = Moment::now(app.clock().today());
    let line = blueprints::store::find(&mut connection, id, moment).await?.ok_or(AppError::NotFound)?;
    let visibility = match line.state() {
        Life::Draft => Visibility::Private(line.organisation.clone().unwrap_or_default()),
        Life::Published | Life::Withdrawn => Visibility::Public,
    };
    let permit = decide(actor, WatchBlueprint { blueprint: id }, &visibility, app.clock().now())?;
    let (action, path) = (format!("/blueprints/{}/watch", line.slug), Some(format!("/blueprints/{}", line.slug)));
    let described = Described { title: line.title, path };
    Ok((Watched { subject: Subject::Guide(id), described, action }, permit))
}

/// `GET /blueprints/{slug}/watch`
///
/// # Errors
/// 404 for a guide that may not be read.
pub async fn ask_guide(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let (watched, _) = guide(&app, &actor, &slug).await?;
    form(&app, &actor, &watched, None).await
}

/// `POST /blueprints/{slug}/watch`
///
/// # Errors
/// 404 for a guide that may not be read.
pub async fn watch_guide(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(chosen): Form<PaceForm>,
) -> Result<Response, AppError> {
    let (watched, permit) = guide(&app, &actor, &slug).await?;
    let key = sent.key()?;
    match chosen.check() {
        Ok(pace) => {
            let done = changes::watch_guide(app.kit(), permit, key, pace).await;
            answer(&app, &actor, &watched, &chosen, done).await
        }
        Err(words) => form(&app, &actor, &watched, Some((&chosen, words.to_owned()))).await,
    }
}

async fn watch(
    app: &App,
    actor: &Actor,
    sent: &SentForm,
    watched: &Watched,
    chosen: &PaceForm,
) -> Result<Response, AppError> {
    let (permit, key) = (keeping(app, actor)?, sent.key()?);
    match chosen.check() {
        Ok(pace) => {
            let done = changes::watch_public(app.kit(), permit, key, (&watched.subject, pace)).await;
            answer(app, actor, watched, chosen, done).await
        }
        Err(words) => form(app, actor, watched, Some((chosen, words.to_owned()))).await,
    }
}

async fn organisation(app: &App, code: String) -> Result<Watched, AppError> {
    let mut connection = app.db().read().await?;
    let moment = Moment::now(app.clock().today());
    organisations::store::find(&mut connection, &code, moment).await?.ok_or(AppError::NotFound)?;
    let action = format!("/organisations/{code}/watch");
    let subject = Subject::Organisation(code);
    Ok(Watched { described: described(app, &mut connection, &subject).await?, subject, action })
}

/// `GET /organisations/{code}/watch`
///
/// # Errors
/// 404 for an organisation that is not known.
pub async fn ask_organisation(
    State(app): State<App>,
    actor: Actor,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    keeping(&app, &actor)?;
    form(&app, &actor, &organisation(&app, code).await?, None).await
}

/// `POST /organisations/{code}/watch`
///
/// # Errors
/// 404 for an organisation that is not known.
pub async fn watch_organisation(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(code): Path<String>,
    Form(chosen): Form<PaceForm>,
) -> Result<Response, AppError> {
    keeping(&app, &actor)?;
    watch(&app, &actor, &sent, &organisation(&app, code).await?, &chosen).await
}

async fn search(app: &App, asked: &Asked) -> Result<Watched, AppError> {
    let subject = search_of(asked);
    let described = described(app, &mut app.db().read().await?, &subject).await?;
    Ok(Watched { subject, described, action: "/watching/search".to_owned() })
}

/// `GET /watching/search`, with the words and filters of the search
///
/// # Errors
/// When the database cannot be read.
pub async fn ask_search(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    keeping(&app, &actor)?;
    form(&app, &actor, &search(&app, &Asked::from_pairs(&pairs)).await?, None).await
}

/// `POST /watching/search`
///
/// # Errors
/// When the database cannot be read or written.
pub async fn watch_search(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Form(chosen): Form<PaceForm>,
) -> Result<Response, AppError> {
    keeping(&app, &actor)?;
    watch(&app, &actor, &sent, &search(&app, &asked(&chosen.query)).await?, &chosen).await
}

/// What a secret link stops, in words; none when it leads nowhere.
async fn stopping(
    app: &App,
    connection: &mut Connection,
    (token, which): (&str, &str),
) -> Result<Option<(Uuid, Stopping, Option<String>)>, AppError> {
    let token: String = token.chars().filter(char::is_ascii_hexdigit).take(64).collect();
    let Some(account) = store::account_of(connection, &token).await? else { return Ok(None) };
    if which == Pace::Daily.word() {
        return Ok(Some((account, Stopping::Daily, None)));
    }
    let Ok(id) = Uuid::try_parse(which) else { return Ok(None) };
    let row = store::find(connection, account, id).await?;
    let Some(subject) = row.and_then(|row| row.subject()) else { return Ok(None) };
    let title = described(app, connection, &subject).await?.title;
    Ok(Some((account, Stopping::Watch(id), Some(title))))
}

/// `GET /watching/stop/{token}/{which}`: a page with a button, so that a mail scanner stops nothing
///
/// # Errors
/// When the database cannot be read.
pub async fn ask_to_stop(
    State(app): State<App>,
    Path((token, which)): Path<(String, String)>,
) -> Result<Page, AppError> {
    let found = stopping(&app, &mut app.db().read().await?, (&token, &which)).await?;
    Ok(match found {
        Some((_, _, title)) => views::ask_to_stop(&format!("/watching/stop/{token}/{which}"), title.as_deref()),
        None => views::nothing_to_stop(),
    })
}

/// `POST /watching/stop/{token}/{which}`: what mail programs send with one click (RFC 8058) does the same
///
/// # Errors
/// When the database cannot be read or written.
pub async fn stop(State(app): State<App>, Path((token, which)): Path<(String, String)>) -> Result<Page, AppError> {
    let found = stopping(&app, &mut app.db().read().await?, (&token, &which)).await?;
    let Some((account, what, title)) = found else { return Ok(views::nothing_to_stop()) };
    changes::stop(app.kit(), account, what).await?;
    Ok(views::stopped(title.as_deref()))
}

impl From<WatchError> for AppError {
    fn from(error: WatchError) -> Self {
        match error {
            WatchError::NotThere => Self::NotFound,
            other => Self::Inside(other.into()),
        }
    }
}
