//! Pages of copies: copying, how far we got, the plan, and what waits for me.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use jiff::civil::Date;
use maud::html;
use uuid::Uuid;

use super::calendar::event;
use super::changes::{self, CopyError};
use super::forms::{CopyForm, Errors, StandingForm, StepForm};
use super::store::{self, CopyRow, StepRow};
use super::updates::round;
use super::{Around, PlannedStep, plan as plan_of, views};
use super::{notices, offering};
use crate::app::App;
use crate::blueprints::{self, GuideLine, State as Life, Text};
use crate::error::AppError;
use crate::journal::{Moment, store::get_text};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{
    CopyBlueprint, EditBlueprint, PlanCopy, ReadDraft, ReadHome, ReviewText, Visibility, WithdrawBlueprint, Written,
};
use crate::people::{self, Actor, Permit, Person, Role, SentForm, decide};
use crate::writing::pages::guide;
use crate::{asking, concerns, maturity, organisations, platform, programmes, writing};

/// `GET /blueprints/{slug}/copy`
///
/// # Errors
/// 404 for a guide that is not public.
pub async fn ask(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    let mut connection = app.db().read().await?;
    let source = guide(&app, &mut connection, &slug).await?;
    let organisation = person.organisations().first().map(|code| (*code).to_owned()).unwrap_or_default();
    allowed_to_copy(&app, &actor, &source, &organisation)?;
    let known = organisations::variables(&mut connection, &organisation).await?;
    let names = app.names(&mut connection).await?;
    let mut ours = None;
    for row in store::of_organisation(&mut connection, &organisation).await? {
        if row.source() == source.id() && ours.is_none() {
            ours = blueprints::store::find(&mut connection, row.blueprint(), Moment::now(app.clock().today())).await?;
        }
    }
    Ok(views::ask((&source, ours.as_ref()), person, &names, &known, &key(&app)).into_response())
}

fn allowed_to_copy(
    app: &App,
    actor: &Actor,
    source: &GuideLine,
    organisation: &str,
) -> Result<Permit<CopyBlueprint>, AppError> {
    let visibility = match source.state() == Life::Published && source.is_held() {
        true => Visibility::Public,
        false => Visibility::Private(String::new()),
    };
    let action = CopyBlueprint { source: source.id(), organisation: organisation.to_owned() };
    Ok(decide(actor, action, &visibility, app.clock().now())?)
}

/// `POST /blueprints/{slug}/copy`
///
/// # Errors
/// 403 for an organisation that is not theirs, 404 for a guide that is not public.
pub async fn copy(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let form = CopyForm::from_pairs(pairs);
    if form.variables.values().any(|value| !writing::nhs_numbers(value).is_empty()) {
        let words = "One of the words to fill in looks like an NHS number. Go back, where your browser still has them, and write another.";
        return Err(AppError::BadRequest(words.to_owned()));
    }
    let source = guide(&app, &mut app.db().read().await?, &slug).await?;
    let permit = allowed_to_copy(&app, &actor, &source, &form.organisation)?;
    let answer = changes::copy(app.kit(), permit, sent.key()?, &form.variables).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}

/// A copy this person may plan with.
struct Ours {
    line: GuideLine,
    row: CopyRow,
    permit: Permit<PlanCopy>,
}

async fn ours(app: &App, actor: &Actor, connection: &mut Connection, slug: &str) -> Result<Ours, AppError> {
    let line = guide(app, connection, slug).await?;
    let row = store::find(connection, line.id(), Moment::now(app.clock().today())).await?.ok_or(AppError::NotFound)?;
    let permit = decide(actor, PlanCopy { blueprint: line.id() }, &row.organisation, app.clock().now())?;
    Ok(Ours { line, row, permit })
}

/// The plan of a copy.
async fn planned(connection: &mut Connection, line: &GuideLine) -> Result<Vec<PlannedStep>, AppError> {
    let steps = steps_of(connection, line).await?;
    Ok(plan_of(&steps, store::steps(connection, line.id()).await?))
}

/// The steps of a copy: from its draft when there is one, otherwise from its text.
///
/// # Errors
/// When the database cannot be read.
pub async fn steps_of(connection: &mut Connection, line: &GuideLine) -> sqlx::Result<Vec<String>> {
    let newest = writing::store::newest_text(connection, line.id(), line.revision).await?;
    let Some(hash) = newest else { return Ok(Vec::new()) };
    match get_text(connection, &hash).await {
        Ok(bytes) => Ok(Text::parse(&bytes, "Untitled").map(|text| text.steps()).unwrap_or_default()),
        // A text that was removed has no steps; what was planned for them is still there.
        Err(sqlx::Error::RowNotFound) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// `GET /blueprints/{slug}/standing`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_standing(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let ours = ours(&app, &actor, &mut app.db().read().await?, &slug).await?;
    let form = StandingForm::of(&ours.row.report());
    Ok(views::standing(&ours.line, &form, &key(&app), &Errors::new()).into_response())
}

/// `POST /blueprints/{slug}/standing`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn standing(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<StandingForm>,
) -> Result<Response, AppError> {
    let ours = ours(&app, &actor, &mut app.db().read().await?, &slug).await?;
    let said = match form.check() {
        Ok(said) => said,
        Err(errors) => return Ok(unprocessable(views::standing(&ours.line, &form, &key(&app), &errors))),
    };
    let answer = changes::set_standing(app.kit(), ours.permit, sent.key()?, &said).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `GET /blueprints/{slug}/plan`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn plan(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let ours = ours(&app, &actor, &mut connection, &slug).await?;
    let steps = planned(&mut connection, &ours.line).await?;
    Ok(views::plan(&ours.line, &steps, app.clock().today()).into_response())
}

/// `GET /blueprints/{slug}/plan/{step}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_step(
    State(app): State<App>,
    actor: Actor,
    Path((slug, place)): Path<(String, usize)>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let ours = ours(&app, &actor, &mut connection, &slug).await?;
    let step = step_at(&mut connection, &ours.line, place).await?;
    Ok(views::step((&ours.line, place), &step, &StepForm::of(&step), &key(&app), &Errors::new()).into_response())
}

async fn step_at(connection: &mut Connection, line: &GuideLine, place: usize) -> Result<StepRow, AppError> {
    let steps = planned(connection, line).await?;
    let step = place.checked_sub(1).and_then(|at| steps.into_iter().nth(at)).ok_or(AppError::NotFound)?;
    Ok(step.row.unwrap_or_else(|| StepRow::new(line.id(), &step.title)))
}

/// `POST /blueprints/{slug}/plan/{step}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn note_step(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, place)): Path<(String, usize)>,
    Form(form): Form<StepForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let ours = ours(&app, &actor, &mut connection, &slug).await?;
    let step = step_at(&mut connection, &ours.line, place).await?;
    drop(connection);
    // The text may have been edited since the form was shown: then another step stands in this place.
    let is_same = step.title == form.title;
    let noted = match form.check(&step, app.clock().today()) {
        Ok(noted) => noted,
        Err(errors) => {
            return Ok(unprocessable(views::step((&ours.line, place), &step, &form, &key(&app), &errors)));
        }
    };
    let result = match is_same {
        true => changes::note_step(app.kit(), ours.permit, sent.key()?, &noted).await,
        false => Err(CopyError::Overtaken(step.from_sequence)),
    };
    match result {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(CopyError::Overtaken(_)) => {
            let step = step_at(&mut app.db().read().await?, &ours.line, place).await?;
            let form = StepForm { made_from: step.from_sequence, title: step.title.clone(), ..form };
            let page = views::overtaken((&ours.line, place), &step, &form, &key(&app));
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /me`
///
/// # Errors
/// When the database cannot be read.
pub async fn home(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    decide(&actor, ReadHome, &(), app.clock().now())?;
    let today = app.clock().today();
    let mut connection = app.db().read().await?;
    let mut versions = versions_of(&mut connection, person, today).await?;
    for version in &mut versions {
        version.updates = round(&mut connection, &version.line, &version.row, today).await?;
    }
    let drafts = writing::reviewing::pages::waiting(&mut connection, person, today).await?;
    let asked = asking::pages::waiting(&mut connection, person, today).await?;
    let names = app.names(&mut connection).await?;
    let drafts = writing::reviewing::views::drafts(&drafts);
    let programmes = programmes::waiting_for(&programmes::pages::waiting(&app, &mut connection, person).await?);
    let notices = notices::pages::waiting(&app, &mut connection, person).await?;
    let offers = offering::pages::waiting(&mut connection, person).await?;
    let concerns = concerns::pages::waiting(&app, &mut connection, person).await?;
    let is_office = person.first_with(Role::Office).is_some();
    let office = html! { @if is_office { p { a href="/office/safety" { "Safety: notices and concerns that are not answered" } } } };
    let roles = people::colleagues::offered(&app, &mut connection, person).await?;
    let gaps = maturity::plans::pages::waiting(&mut connection, person).await?;
    let waiting = html! { (roles) (notices) (concerns) (offers) (office) (views::waiting(&versions, &person.name, today)) (gaps) (drafts) (asked) (programmes) };
    Ok(people::home(person, &names, &waiting, &views::versions(&versions, today)).into_response())
}

/// `POST /me/calendar`
///
/// # Errors
/// When the database cannot be written.
pub async fn new_calendar(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    decide(&actor, ReadHome, &(), app.clock().now())?;
    let token = people::new_calendar_link(app.kit(), person.account).await?;
    Ok(views::calendar_link(&format!("{}/calendar/{token}.ics", app.address())).into_response())
}

/// `GET /calendar/{token}.ics`
///
/// # Errors
/// 404 for a link that leads nowhere, or no longer.
pub async fn calendar(State(app): State<App>, Path(token): Path<String>) -> Result<Response, AppError> {
    let token = token.trim_end_matches(".ics");
    let person = people::person_of_calendar(app.kit(), token).await?.ok_or(AppError::NotFound)?;
    let versions = versions_of(&mut app.db().read().await?, &person, app.clock().today()).await?;
    let events: Vec<_> = versions
        .iter()
        .flat_map(|version| version.steps.iter().filter_map(move |step| Some((version, step.row.as_ref()?))))
        .filter_map(|(version, step)| {
            let address = format!("{}/blueprints/{}/plan", app.address(), version.line.slug);
            event(step, &version.line.title, address)
        })
        .collect();
    let body = platform::calendar::calendar("Steps of our plans", &events, app.clock().now());
    let headers = [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CACHE_CONTROL, "private, no-store")];
    Ok((headers, body).into_response())
}

/// Our versions, each with its plan.
async fn versions_of(
    connection: &mut Connection,
    person: &Person,
    today: Date,
) -> Result<Vec<views::Version>, AppError> {
    let mut versions = Vec::new();
    for organisation in person.organisations() {
        for row in store::of_organisation(connection, organisation).await? {
            let Some(line) = blueprints::store::find(connection, row.blueprint(), Moment::now(today)).await? else {
                continue;
            };
            let steps = planned(connection, &line).await?;
            versions.push(views::Version { line, row, steps, updates: None });
        }
    }
    Ok(versions)
}

/// Of which guide this one is a copy, in words; none when it is none, or when what it was copied from is not public.
///
/// # Errors
/// When the database cannot be read.
pub async fn copied_from(app: &App, connection: &mut Connection, blueprint: Uuid) -> Result<Option<String>, AppError> {
    let moment = Moment::now(app.clock().today());
    let Some(row) = store::find(connection, blueprint, moment).await? else { return Ok(None) };
    let source = blueprints::store::find(connection, row.source(), moment).await?;
    let Some(source) = source.filter(|source| source.state() != Life::Draft) else { return Ok(None) };
    let names = app.names(connection).await?;
    let owner = source.organisation.as_ref().map(|code| names.get(code).unwrap_or(code).clone());
    let owner = owner.map(|owner| format!(" of {owner}")).unwrap_or_default();
    Ok(Some(format!("copied from \u{201c}{}\u{201d}{owner}, version {}", source.title, row.source_number)))
}

/// What stands beside a guide: for a copy where it came from, for any guide who copied it, and what this person can do.
///
/// # Errors
/// When the database cannot be read.
pub async fn beside(
    app: &App,
    connection: &mut Connection,
    actor: &Actor,
    (line, text_hash, around): (&GuideLine, &str, &Around),
) -> Result<blueprints::Beside, AppError> {
    let moment = Moment::now(app.clock().today());
    let names = app.names(connection).await?;
    let now = app.clock().now();
    let is_ours = around
        .row
        .as_ref()
        .is_some_and(|row| decide(actor, PlanCopy { blueprint: line.id() }, &row.organisation, now).is_ok());
    let updates = match around.row.as_ref().filter(|_| is_ours) {
        Some(row) => round(connection, line, row, app.clock().today()).await?,
        None => None,
    };
    let organisation = line.organisation.clone().unwrap_or_default();
    let may_edit = line.is_held() && decide(actor, EditBlueprint { blueprint: line.id() }, &organisation, now).is_ok();
    let sees_draft = decide(actor, ReadDraft { blueprint: line.id() }, &organisation, now).is_ok();
    let draft = if sees_draft { writing::store::current(connection, line.id()).await? } else { None };
    let approvals = writing::store::approvals(connection, line.id(), text_hash).await?;
    let mut answers = Vec::new();
    for approval in approvals.iter().filter(|approval| approval.kind() == Some(writing::Approval::Safety)) {
        answers.extend(writing::store::hazard_answers(connection, approval.id()).await?);
    }
    let withdrawal = match line.state() {
        Life::Withdrawn => writing::store::withdrawal(connection, line.id()).await?,
        Life::Draft | Life::Published => None,
    };
    let instead = match withdrawal.as_ref().and_then(writing::WithdrawalRow::replaced_by) {
        Some(id) => blueprints::store::find(connection, id, moment).await?,
        None => None,
    };
    let is_copied = !around.copied.is_empty();
    let is_public = line.state() == Life::Published && line.is_held();
    let hash = || text_hash.to_owned();
    let may_review = match actor {
        Actor::Person(person) if is_public => {
            let reviewer = person.first_with(Role::Reviewer).unwrap_or_default().to_owned();
            let is_said = approvals.iter().any(|approval| approval.is_review_by(&reviewer));
            let by = writing::store::ever_wrote(connection, line.id()).await?;
            let action = ReviewText { blueprint: line.id(), text_hash: hash(), organisation: reviewer };
            !is_said && decide(actor, action, &Written { organisation: organisation.clone(), by }, now).is_ok()
        }
        Actor::Person(_) | Actor::Reader | Actor::Operator => false,
    };
    let may_withdraw =
        is_public && decide(actor, WithdrawBlueprint { blueprint: line.id() }, &organisation, now).is_ok();
    let beside = views::Beside {
        line,
        row: around.row.as_ref(),
        source: around.source.as_ref(),
        copied: &around.copied,
        names: &names,
        is_ours,
        updates: updates.as_ref(),
        is_own: matches!(actor, Actor::Person(person) if person.organisations() == [organisation.as_str()]),
        may_edit,
        has_draft: draft.is_some(),
        may_review,
        may_withdraw,
        withdrawn: withdrawal.map(|withdrawal| writing::withdrawn(&withdrawal, instead.as_ref())),
        labels: writing::labels(&approvals, &names),
        answers: writing::hazards_answered(&answers),
    };
    let improved = match is_copied {
        true => offering::pages::beside(connection, line, &names).await?,
        false => html! {},
    };
    let (above, notices) =
        notices::pages::beside(app, connection, actor, (line, around.row.as_ref(), is_copied)).await?;
    Ok(blueprints::Beside {
        above,
        before: html! { (notices) (views::before(&beside)) },
        after: html! { (views::after(&beside)) (improved) },
        is_agreed: !approvals.is_empty(),
    })
}

impl From<CopyError> for AppError {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::NotThere => Self::NotFound,
            CopyError::Own => {
                Self::BadRequest("This guide is your organisation\u{2019}s own: edit it instead.".to_owned())
            }
            other => Self::Inside(other.into()),
        }
    }
}
