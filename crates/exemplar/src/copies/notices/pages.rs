//! Pages of safety notices: answering one for a copy, who has answered, who the director is, and what stands on guides.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use maud::{Markup, html};
use uuid::Uuid;

use super::changes;
use super::forms::{AnswerForm, DirectorForm, Errors};
use super::store::{self, DutyRow, NoticeRow};
use super::telling::{self, Director};
use super::{Kind, is_shown, views};
use crate::app::App;
use crate::blueprints::{self, ChangeClass, GuideLine, State as Life};
use crate::copies::CopyRow;
use crate::error::AppError;
use crate::journal::Moment;
use crate::organisations::Names;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{AnswerNotice, Answerable, NameDirector, ReadNotices};
use crate::people::{self, Actor, Permit, Person, Role, SentForm, decide};
use crate::writing::pages::guide;

/// A duty with what its page shows.
pub(super) struct Shown {
    pub duty: DutyRow,
    pub source: GuideLine,
    pub copy: GuideLine,
    pub names: Arc<Names>,
    pub director: Director,
    pub passed_on: Option<String>,
}

async fn read(app: &App, actor: &Actor, id: &str) -> Result<(Shown, Permit<AnswerNotice>), AppError> {
    let id = Uuid::try_parse(id).map_err(|_| AppError::NotFound)?;
    let today = app.clock().today();
    let mut connection = app.db().read().await?;
    let duty = store::find(&mut connection, id).await?.ok_or(AppError::NotFound)?;
    let director = telling::director(&mut connection, &duty.organisation, today).await?;
    let facts = Answerable { organisation: duty.organisation.clone(), director: director.named() };
    let permit = decide(actor, AnswerNotice { duty: id }, &facts, app.clock().now())?;
    let moment = Moment::now(today);
    let source = blueprints::store::find(&mut connection, duty.source(), moment).await?.ok_or(AppError::NotFound)?;
    let copy = blueprints::store::find(&mut connection, duty.copy(), moment).await?.ok_or(AppError::NotFound)?;
    let passed_on = store::passed_on(&mut connection, id).await?;
    let names = app.names(&mut connection).await?;
    Ok((Shown { duty, source, copy, names, director, passed_on }, permit))
}

/// `GET /notices/{duty}`
///
/// # Errors
/// 404 for those it is not given to.
pub async fn show(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Response, AppError> {
    let (shown, _) = read(&app, &actor, &id).await?;
    let today = app.clock().today();
    Ok(views::show(&shown, (&AnswerForm::default(), &Errors::new()), &key(&app), today).into_response())
}

/// `POST /notices/{duty}`
///
/// # Errors
/// 404 for those it is not given to.
pub async fn answer(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(id): Path<String>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, AppError> {
    let (shown, permit) = read(&app, &actor, &id).await?;
    let today = app.clock().today();
    let given = match form.check(today) {
        Ok(given) => given,
        Err(errors) => return Ok(unprocessable(views::show(&shown, (&form, &errors), &key(&app), today))),
    };
    let answer = changes::answer(app.kit(), permit, sent.key()?, &given).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}

/// A notice with the duties it gave.
pub(super) struct Raised {
    pub notice: NoticeRow,
    pub duties: Vec<(DutyRow, Option<String>)>,
}

async fn raised(connection: &mut Connection, notice: NoticeRow) -> sqlx::Result<Raised> {
    let mut duties = Vec::new();
    for duty in store::of_notice(connection, notice.id()).await? {
        let passed_on = store::passed_on(connection, duty.id()).await?;
        duties.push((duty, passed_on));
    }
    Ok(Raised { notice, duties })
}

/// `GET /blueprints/{slug}/notices`
///
/// # Errors
/// 404 for those who are neither of its organisation nor of the office.
pub async fn list(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide(&app, &mut connection, &slug).await?;
    let organisation = line.organisation.clone().unwrap_or_default();
    decide(&actor, ReadNotices { blueprint: line.id() }, &organisation, app.clock().now())?;
    let mut all = Vec::new();
    for notice in store::of_source(&mut connection, line.id()).await? {
        all.push(raised(&mut connection, notice).await?);
    }
    let names = app.names(&mut connection).await?;
    Ok(views::list(&line, &all, &names, app.clock().today()).into_response())
}

/// Every notice that somebody has not answered yet, with its guide, for the programme office: those that are late first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_all(app: &App, connection: &mut Connection) -> Result<Markup, AppError> {
    let today = app.clock().today();
    let names = app.names(connection).await?;
    let mut all = Vec::new();
    for notice in store::newest(connection).await? {
        let line = blueprints::store::find(connection, notice.source(), Moment::now(today)).await?;
        let Some(line) = line else { continue };
        let raised = raised(connection, notice).await?;
        if raised.duties.iter().any(|(duty, _)| duty.standing().due().is_some()) {
            all.push((line, raised));
        }
    }
    all.sort_by_key(|(_, raised)| !raised.duties.iter().any(|(duty, _)| duty.standing().is_late(today)));
    Ok(views::of_all(&all, &names, today))
}

/// Who looks after safety in an organisation.
pub(super) struct Safety {
    pub code: String,
    pub name: String,
    pub director: Director,
    pub officers: Vec<people::Colleague>,
    pub colleagues: Vec<people::Colleague>,
}

async fn safety(app: &App, actor: &Actor, code: &str) -> Result<(Safety, Permit<NameDirector>), AppError> {
    let permit = decide(actor, NameDirector { organisation: code.to_owned() }, &(), app.clock().now())?;
    let today = app.clock().today();
    let mut connection = app.db().read().await?;
    let names = app.names(&mut connection).await?;
    let safety = Safety {
        code: code.to_owned(),
        name: names.get(code).map_or(code, String::as_str).to_owned(),
        director: telling::director(&mut connection, code, today).await?,
        officers: people::colleagues_with(&mut connection, code, &[Role::SafetyOfficer], today).await?,
        colleagues: people::colleagues_with(&mut connection, code, &Role::ALL, today).await?,
    };
    Ok((safety, permit))
}

/// `GET /organisations/{code}/safety`
///
/// # Errors
/// 404 for another organisation, 403 for those who neither sign nor look after its accounts.
pub async fn ask_director(
    State(app): State<App>,
    actor: Actor,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let (safety, _) = safety(&app, &actor, &code).await?;
    Ok(views::safety(&safety, &key(&app), &Errors::new()).into_response())
}

/// `POST /organisations/{code}/safety`
///
/// # Errors
/// 404 for another organisation, 403 for those who neither sign nor look after its accounts.
pub async fn name_director(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(code): Path<String>,
    Form(form): Form<DirectorForm>,
) -> Result<Response, AppError> {
    let (safety, permit) = safety(&app, &actor, &code).await?;
    let account = Uuid::try_parse(&form.account).ok();
    let account = account.filter(|id| safety.colleagues.iter().any(|colleague| colleague.account() == *id));
    let Some(account) = account else {
        let errors = Errors::from([("account", "Choose somebody of your organisation".to_owned())]);
        return Ok(unprocessable(views::safety(&safety, &key(&app), &errors)));
    };
    let answer = changes::name_director(app.kit(), permit, sent.key()?, account).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// What waits for somebody: notices to answer for their organisations, and those that are late and come to them.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(app: &App, connection: &mut Connection, person: &Person) -> Result<Markup, AppError> {
    let (today, actor) = (app.clock().today(), Actor::Person(person.clone()));
    let mut codes: Vec<String> = person.organisations().into_iter().map(str::to_owned).collect();
    codes.extend(store::directed_by(connection, person.account).await?);
    codes.sort();
    codes.dedup();
    let mut rows = Vec::new();
    for code in &codes {
        let director = telling::director(connection, code, today).await?.named();
        let facts = Answerable { organisation: code.clone(), director };
        for duty in store::of_organisation(connection, code).await? {
            if decide(&actor, AnswerNotice { duty: duty.id() }, &facts, app.clock().now()).is_err() {
                continue;
            }
            if let Some(copy) = blueprints::store::find(connection, duty.copy(), Moment::now(today)).await? {
                rows.push((duty, copy));
            }
        }
    }
    let is_named = [Role::SafetyOfficer, Role::Administrator].iter().find_map(|role| person.first_with(*role));
    Ok(html! {
        (views::waiting(&rows, today))
        @if let Some(code) = is_named { p { a href={ "/organisations/" (code) "/safety" } { "Safety in our organisation: officers, and the director for notices that are late" } } }
    })
}

/// What stands above a guide, and what can be done beside it: on a copy that its source warns of, on a source that was warned of, and for those who see who
/// has answered.
///
/// # Errors
/// When the database cannot be read.
pub async fn beside(
    app: &App,
    connection: &mut Connection,
    actor: &Actor,
    (line, row, is_copied): (&GuideLine, Option<&CopyRow>, bool),
) -> Result<(Option<Markup>, Markup), AppError> {
    let now = app.clock().now();
    let mut shown = Vec::new();
    if row.is_some() {
        let duties = store::of_copy(connection, line.id()).await?;
        for duty in duties.into_iter().filter(|duty| is_shown(duty, line)) {
            let director = telling::director(connection, &duty.organisation, app.clock().today()).await?.named();
            let facts = Answerable { organisation: duty.organisation.clone(), director };
            let may_answer = decide(actor, AnswerNotice { duty: duty.id() }, &facts, now).is_ok();
            let moment = Moment::now(app.clock().today());
            if let Some(source) = blueprints::store::find(connection, duty.source(), moment).await? {
                shown.push((duty, source, may_answer));
            }
        }
    }
    let mut warned = Vec::new();
    let mut may_read = false;
    if is_copied || line.state() == Life::Published {
        let notices = store::of_source(connection, line.id()).await?;
        let organisation = line.organisation.clone().unwrap_or_default();
        may_read =
            !notices.is_empty() && decide(actor, ReadNotices { blueprint: line.id() }, &organisation, now).is_ok();
        warned = notices.into_iter().filter(|one| one.kind() == Kind::Concern).collect();
        if !warned.is_empty() {
            let last = corrected_at(connection, line).await?;
            warned.retain(|one| one.number >= last);
        }
    }
    Ok(views::beside(line, (&shown, &warned), may_read))
}

/// The last version of a guide that was said to be about safety; 0 when there is none.
async fn corrected_at(connection: &mut Connection, line: &GuideLine) -> sqlx::Result<i64> {
    let all = blueprints::store::revisions(connection, line.id(), i64::MAX, line.state()).await?;
    let last = all.iter().find(|version| version.class() == Some(ChangeClass::Safety));
    Ok(last.map_or(0, |version| version.number))
}
