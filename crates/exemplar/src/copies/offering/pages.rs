//! `/blueprints/{slug}/offer`: offering changes of a copy; `/blueprints/{slug}/offers`: what was offered to a guide.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use maud::Markup;
use reconcile::Update;
use uuid::Uuid;

use super::changes::{self, Decided, OfferError, Offering, What};
use super::forms::{AnswerForm, Errors, OfferForm};
use super::round::{self, Alike, Ours, Ready, seen};
use super::store::{self, OfferRow};
use super::views;
use crate::app::App;
use crate::blueprints::{self, GuideLine};
use crate::error::AppError;
use crate::journal::Moment;
use crate::organisations::Names;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::EditBlueprint;
use crate::people::{Actor, Permit, Person, SentForm, decide};
use crate::writing::pages::guide;

async fn editing(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    slug: &str,
) -> Result<(GuideLine, Permit<EditBlueprint>), AppError> {
    let line = guide(app, connection, slug).await?;
    let organisation = line.organisation.clone().filter(|_| line.is_held()).ok_or(AppError::NotFound)?;
    let permit = decide(actor, EditBlueprint { blueprint: line.id() }, &organisation, app.clock().now())?;
    Ok((line, permit))
}

async fn ready(app: &App, connection: &mut Connection, line: GuideLine) -> Result<Ready, AppError> {
    round::ready(connection, line, app.clock().today()).await?.ok_or(AppError::NotFound)
}

/// `GET /blueprints/{slug}/offer`
///
/// # Errors
/// 404 for what is not theirs, or no copy.
pub async fn ask(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, _) = editing(&app, &actor, &mut connection, &slug).await?;
    let ready = ready(&app, &mut connection, line).await?;
    Ok(views::ask(&ready, &OfferForm::default(), &key(&app), &Errors::new()).into_response())
}

/// `POST /blueprints/{slug}/offer`
///
/// # Errors
/// 404 for what is not theirs, or no copy.
pub async fn offer(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, permit) = editing(&app, &actor, &mut connection, &slug).await?;
    let ready = ready(&app, &mut connection, line).await?;
    drop(connection);
    let form = OfferForm::from_pairs(&pairs);
    let errors = form.check();
    let chosen: Vec<Update> =
        ready.changes.iter().filter(|update| form.changes.contains(&update.id)).cloned().collect();
    let Some(ours) = ready.ours.as_ref().filter(|_| errors.is_empty()) else {
        return Ok(unprocessable(views::ask(&ready, &form, &key(&app), &errors)));
    };
    let new = Offering { guides: (&ready.line, &ready.source), ours, changes: &chosen, why: &form.why };
    let answer = changes::offer(app.kit(), permit, sent.key()?, &new, app.address()).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// What was offered to a guide.
pub(super) struct Offered {
    pub line: GuideLine,
    pub offers: Vec<OfferRow>,
    pub alike: Vec<Alike>,
    pub names: Arc<Names>,
}

async fn offered(app: &App, connection: &mut Connection, line: GuideLine) -> Result<Offered, AppError> {
    let offers = store::of_source(connection, line.id()).await?;
    let mut alike = round::alike(connection, &line, app.clock().today()).await?;
    // What was offered by hand, or decided before, is not suggested besides.
    alike.retain(|one| !offers.iter().any(|offer| offer.update_id == one.update.id));
    let names = app.names(connection).await?;
    Ok(Offered { line, offers, alike, names })
}

/// `GET /blueprints/{slug}/offers`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn list(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, _) = editing(&app, &actor, &mut connection, &slug).await?;
    Ok(views::list(&offered(&app, &mut connection, line).await?).into_response())
}

/// One offer or suggestion, as its screen shows it.
pub(super) struct One {
    pub line: GuideLine,
    pub id: String,
    pub update: Update,
    pub ours: Ours,
    /// Who offers it, or how many copies changed it alike, in words.
    pub from: String,
    pub why: String,
    pub offer: Option<OfferRow>,
    pub alike: Option<Alike>,
}

async fn one(app: &App, connection: &mut Connection, line: GuideLine, id: &str) -> Result<Option<One>, AppError> {
    let all = offered(app, connection, line).await?;
    let name = |code: &str| all.names.get(code).map_or(code, String::as_str).to_owned();
    if let Some(alike) = all.alike.iter().find(|alike| alike.update.id == id) {
        let from = format!("{} of {} copies changed this alike", alike.count, alike.of);
        return Ok(Some(One {
            line: all.line,
            id: id.to_owned(),
            update: alike.update.clone(),
            ours: alike.ours.clone(),
            from,
            why: String::new(),
            offer: None,
            alike: Some(alike.clone()),
        }));
    }
    let row = Uuid::try_parse(id).ok().and_then(|id| all.offers.iter().find(|offer| offer.id() == id));
    let Some(row) = row.filter(|row| row.reply().is_none()).cloned() else { return Ok(None) };
    let base = round::copied(connection, &row.base_hash).await?;
    let text = round::copied(connection, &row.text_hash).await?;
    let (Some(base), Some(text), Some((local, _))) = (base, text, round::newest(connection, &all.line).await?) else {
        return Ok(None);
    };
    let ours = Ours { base, text };
    let update = round::changes(&ours, &local).into_iter().find(|update| update.id == row.update_id);
    let from = format!("Offered by {}", name(&row.organisation));
    Ok(update.map(|update| One {
        line: all.line,
        id: id.to_owned(),
        update,
        ours,
        from,
        why: row.words().why,
        offer: Some(row),
        alike: None,
    }))
}

/// `GET /blueprints/{slug}/offers/{offer}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, _) = editing(&app, &actor, &mut connection, &slug).await?;
    Ok(match one(&app, &mut connection, line.clone(), &id).await? {
        None => views::gone(&line).into_response(),
        Some(one) => {
            let form = AnswerForm { seen: seen(&one.update), words: one.update.taken.clone(), ..AnswerForm::default() };
            views::one(&one, &form, &key(&app), &Errors::new()).into_response()
        }
    })
}

/// `POST /blueprints/{slug}/offers/{offer}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn answer(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, id)): Path<(String, String)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, permit) = editing(&app, &actor, &mut connection, &slug).await?;
    let gone = |line: &GuideLine| (StatusCode::CONFLICT, views::gone(line)).into_response();
    let Some(one) = one(&app, &mut connection, line.clone(), &id).await? else { return Ok(gone(&line)) };
    let copy = match &one.alike {
        Some(alike) => blueprints::store::find(&mut connection, alike.copy, Moment::now(app.clock().today())).await?,
        None => None,
    };
    drop(connection);
    let reply = match form.check() {
        Ok(reply) => reply,
        Err(errors) => return Ok(unprocessable(views::one(&one, &form, &key(&app), &errors))),
    };
    let changes = [one.update.clone()];
    let offering =
        copy.as_ref().map(|copy| Offering { guides: (copy, &one.line), ours: &one.ours, changes: &changes, why: "" });
    let count = one.alike.as_ref().map_or(0, |alike| i64::try_from(alike.count).unwrap_or(i64::MAX));
    let what = match (&one.offer, &offering) {
        (Some(row), _) => What::Offer(row, &one.ours),
        (None, Some(offering)) => What::Alike(offering, count),
        (None, None) => return Ok(gone(&line)),
    };
    let decided = Decided { what, seen: &form.seen, reply, words: &form.words, reason: &form.reason };
    match changes::answer(app.kit(), permit, sent.key()?, &decided, app.address()).await {
        Ok(answer) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(OfferError::Overtaken) => Ok(gone(&line)),
        Err(OfferError::Text(why)) => {
            let errors = Errors::from([("words", why)]);
            Ok(unprocessable(views::one(&one, &form, &key(&app), &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// What waits for somebody: offers to guides they write for.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(connection: &mut Connection, person: &Person) -> sqlx::Result<Markup> {
    let mut rows = Vec::new();
    for code in person.organisations_written_for() {
        rows.extend(store::waiting(connection, code).await?);
    }
    Ok(views::waiting(&rows))
}

/// What the note of a guide's next version says of whose changes are in its draft, begun from version `made_from`.
///
/// # Errors
/// When the database cannot be read.
pub async fn credit(connection: &mut Connection, source: Uuid, made_from: i64, names: &Names) -> sqlx::Result<String> {
    let used = store::used_in(connection, source, made_from).await?;
    let named =
        used.iter().map(|(code, alike, count)| (names.get(code).map_or(code.as_str(), String::as_str), *alike, *count));
    Ok(super::credit(&named.collect::<Vec<_>>()))
}

/// What stands below a guide: which of its changes came from copies, by whose people.
///
/// # Errors
/// When the database cannot be read.
pub async fn beside(connection: &mut Connection, line: &GuideLine, names: &Names) -> sqlx::Result<Markup> {
    Ok(views::beside(&store::of_source(connection, line.id()).await?, names))
}
