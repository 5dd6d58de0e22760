//! The page of a plan, and its forms.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, Query, State as Held};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use maud::Markup;
use uuid::Uuid;

use super::changes::{self, NewStep};
use super::{Goal, State, store, views};
use crate::app::App;
use crate::error::AppError;
use crate::journal::store::get_text;
use crate::journal::{AsAt, Moment};
use crate::maturity::pages::{Read, helps};
use crate::maturity::{store as editions, views as results};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::PlanImprovement;
use crate::people::{self, Actor, Permit, Person, Role, SentForm, decide};
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::writing::nhs_numbers;
use crate::{milestones, programmes};

/// The most characters of a step.
const LONGEST: usize = 1_000;

/// Messages by field.
pub(super) type Errors = BTreeMap<&'static str, String>;

fn planning(app: &App, actor: &Actor, code: &str) -> Result<Permit<PlanImprovement>, AppError> {
    Ok(decide(actor, PlanImprovement { organisation: code.to_owned() }, &(), app.clock().now())?)
}

/// The results that the plan begins from: those asked for, or the newest that the organisation is in.
async fn result(app: &App, code: &str, asked: &str) -> Result<Option<Read>, AppError> {
    let moment = Moment::now(app.clock().today());
    let mut connection = app.db().read().await?;
    for row in editions::list(&mut connection, moment).await? {
        if !asked.is_empty() && row.slug != asked {
            continue;
        }
        let opened = app.shelf().open(&mut connection, app.files(), &row).await.map_err(AppError::Inside)?;
        if let Some(opened) = opened.filter(|opened| opened.results.of(code).is_some()) {
            let as_at = AsAt::default();
            return Ok(Some(Read { row, opened, corrected_by: None, before: None, linked: None, as_at, moment }));
        }
    }
    Ok(None)
}

/// The milestones of the programmes that an organisation takes part in.
async fn goals(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Vec<Goal>> {
    let mut goals = Vec::new();
    for programme in programmes::programmes_of(connection, code, moment).await? {
        let rows = milestones::definitions(connection, &programme, moment).await?;
        goals.extend(rows.into_iter().map(|row| Goal {
            programme: programme.clone(),
            milestone: row.slug.clone(),
            title: row.title,
        }));
    }
    Ok(goals)
}

/// The steps of improvement plans that somebody does, for their own page; nothing when there are none.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(connection: &mut Connection, person: &Person) -> sqlx::Result<Markup> {
    let mut steps = Vec::new();
    for (organisation, hash, due_on) in store::open_of(connection, person.account).await? {
        let words = match get_text(connection, &hash).await {
            Ok(text) => String::from_utf8_lossy(&text).into_owned(),
            Err(sqlx::Error::RowNotFound) => "The words were removed.".to_owned(),
            Err(error) => return Err(error),
        };
        steps.push((organisation, words, due_on));
    }
    Ok(views::waiting(&steps))
}

/// `GET /organisations/{code}/improvement`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn show(
    Held(app): Held<App>,
    actor: Actor,
    Path(code): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Page, AppError> {
    planning(&app, &actor, &code)?;
    let asked = query.get("edition").map_or("", String::as_str);
    page(&app, &code, &BTreeMap::from([("edition".to_owned(), asked.to_owned())]), &Errors::new()).await
}

async fn page(app: &App, code: &str, typed: &BTreeMap<String, String>, errors: &Errors) -> Result<Page, AppError> {
    let read = result(app, code, typed.get("edition").map_or("", String::as_str)).await?;
    let help = match &read {
        Some(read) => match read.opened.results.of(code) {
            Some(standing) => helps(app, read, results::weakest(read, standing)).await?,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let mut connection = app.db().read().await?;
    let roles = [Role::Contributor, Role::Publisher];
    let colleagues = people::colleagues_with(&mut connection, code, &roles, app.clock().today()).await?;
    let goals = goals(&mut connection, code, Moment::now(app.clock().today())).await?;
    let led_to = store::goals(&mut connection, code).await?;
    let mut steps = Vec::new();
    for row in store::list(&mut connection, code).await? {
        let words = match get_text(&mut connection, &row.words_hash).await {
            Ok(text) => String::from_utf8_lossy(&text).into_owned(),
            Err(sqlx::Error::RowNotFound) => "The words were removed.".to_owned(),
            Err(error) => return Err(error.into()),
        };
        let owner = people::account(&mut connection, row.owner()).await?;
        let owner = owner.map_or_else(|| "Somebody who has no account any more".to_owned(), |account| account.name);
        let goal = led_to.iter().find(|(step, ..)| *step == row.improvement);
        let goal = goal.and_then(|(_, programme, milestone)| {
            goals.iter().find(|goal| (&goal.programme, &goal.milestone) == (programme, milestone)).cloned()
        });
        steps.push(views::Step { row, words, owner, goal, key: key(app) });
    }
    let names = app.names(&mut connection).await?;
    let of = views::Plan {
        code,
        name: names.get(code).map_or(code, String::as_str),
        read: read.as_ref(),
        help: &help,
        steps: &steps,
        colleagues: &colleagues,
        goals: &goals,
        today: app.clock().today(),
    };
    Ok(views::show(&of, typed, &key(app), errors))
}

/// `POST /organisations/{code}/improvement`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn plan(
    Held(app): Held<App>,
    actor: Actor,
    sent: SentForm,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = planning(&app, &actor, &code)?;
    let typed: BTreeMap<String, String> =
        pairs.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n").trim().to_owned())).collect();
    let value = |name: &str| typed.get(name).map_or("", String::as_str);
    let read = result(&app, &code, value("edition")).await?;
    let mut errors = Errors::new();
    let section = read.as_ref().and_then(|read| {
        let framework = &read.opened.framework;
        framework.section(value("section")).and_then(|place| framework.sections.get(place)).cloned()
    });
    if section.is_none() {
        errors.insert("section", "Choose a section".to_owned());
    }
    let words = value("words");
    match words.chars().count() {
        0 => drop(errors.insert("words", "Say what is to be done".to_owned())),
        count if count > LONGEST => drop(errors.insert("words", format!("Use at most {LONGEST} characters"))),
        _ if !nhs_numbers(words).is_empty() => {
            errors.insert("words", "This looks like an NHS number: take it out".to_owned());
        }
        _ => {}
    }
    let roles = [Role::Contributor, Role::Publisher];
    let all = people::colleagues_with(&mut app.db().read().await?, &code, &roles, app.clock().today()).await?;
    let owner = Uuid::try_parse(value("owner")).ok().filter(|id| all.iter().any(|one| one.account() == *id));
    if owner.is_none() {
        errors.insert("owner", "Choose who does it".to_owned());
    }
    let goals = goals(&mut app.db().read().await?, &code, Moment::now(app.clock().today())).await?;
    if !value("goal").is_empty() && !goals.iter().any(|goal| goal.value() == value("goal")) {
        errors.insert("goal", "Choose one of the milestones, or none".to_owned());
    }
    let due = dates::typed_day(value("due")).filter(|due| *due >= app.clock().today());
    if due.is_none() {
        errors.insert("due", "Write a day that is not over, like 31/3/2027".to_owned());
    }
    let (Some(read), Some(section), Some(owner), Some(due_on), true) = (&read, &section, owner, due, errors.is_empty())
    else {
        return Ok(unprocessable(page(&app, &code, &typed, &errors).await?));
    };
    let guide = Some(value("guide")).filter(|slug| !slug.is_empty() && crate::facts::is_slug(slug));
    let goal = goals.iter().find(|goal| goal.value() == value("goal"));
    let goal = goal.map(|goal| (goal.programme.as_str(), goal.milestone.as_str()));
    let (edition, title) = (read.row.slug.as_str(), section.title.as_str());
    let new = NewStep { edition, section: &section.id, title, guide, goal, words, owner, due_on };
    let answer = changes::plan(app.kit(), permit, sent.key()?, &new, app.address()).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `POST /organisations/{code}/improvement/{improvement}`
///
/// # Errors
/// 404 for what is not theirs, 400 for a step that is not there.
pub async fn settle(
    Held(app): Held<App>,
    actor: Actor,
    sent: SentForm,
    Path((code, improvement)): Path<(String, Uuid)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = planning(&app, &actor, &code)?;
    let said = pairs.iter().find(|(name, _)| name == "state").and_then(|(_, word)| State::from_word(word));
    let Some(state) = said else { return Err(AppError::BadRequest("Say how it stands.".to_owned())) };
    match changes::settle(app.kit(), permit, sent.key()?, (improvement, state)).await? {
        Some(answer) => Ok(Redirect::to(&answer).into_response()),
        None => Err(AppError::BadRequest("This step is not in the plan.".to_owned())),
    }
}
