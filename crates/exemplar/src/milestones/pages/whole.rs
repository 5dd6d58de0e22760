//! Pages of all milestones of a programme together: what was promised against what was delivered, why dates moved, and the
//! dates as a calendar.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use database::Connection;
use jiff::civil::Date;

use super::super::reasons::{Sum, reasons};
use super::super::record::{Point, curve};
use super::super::store::heads::HeadRow;
use super::super::store::{self, MilestoneRow, Which};
use super::super::{Plan, plans, views};
use super::{ListQuery, Read, read};
use crate::app::App;
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::policy::{ReadOrganisation, ReadProgramme};
use crate::people::{Actor, decide};
use crate::platform::calendar::{Event, calendar};
use crate::platform::csv::file;
use crate::platform::shell::Page;
use crate::programmes::{self, ProgrammeRow};

/// How many of those that come next, and of those that passed, stand on the page.
const SHOWN: usize = 10;

/// How many dates to come a programme's calendar has at most; of those that passed it has a quarter as many.
const IN_CALENDAR: i64 = 400;

/// A programme's milestones together.
pub(in crate::milestones) struct Delivered {
    pub read: Read,
    pub programme: ProgrammeRow,
    pub points: Vec<Point>,
    /// Those whose day passed and that are not known to be done, the newest first.
    pub passed: Vec<(MilestoneRow, Plan)>,
    /// Those that come next.
    pub next: Vec<(MilestoneRow, Plan)>,
}

/// Why the dates of a programme moved.
pub(in crate::milestones) struct Reasons {
    pub read: Read,
    pub programme: ProgrammeRow,
    pub sums: Vec<Sum>,
}

/// `GET /programmes/{slug}/delivered`
///
/// # Errors
/// 404 for a programme that is not known on the day asked for.
pub async fn delivered(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Page, AppError> {
    Ok(views::delivered(&read_delivered(&app, &actor, slug, &query).await?))
}

/// `GET /programmes/{slug}/delivered.csv`
///
/// # Errors
/// As for the page.
pub async fn delivered_csv(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, AppError> {
    let of = read_delivered(&app, &actor, slug, &query).await?;
    let rows = of.points.iter().map(|point| {
        [
            of.programme.slug.clone(),
            format!("{:04}-{:02}", point.month.0, point.month.1),
            point.promised.to_string(),
            point.done.map(|done| done.to_string()).unwrap_or_default(),
            of.read.moment.day(),
        ]
    });
    let header = ["programme", "month", "promised_by_then", "done_by_then", "known_on"];
    Ok(file(&format!("{}-delivered", of.programme.slug), header, rows)?)
}

async fn read_delivered(app: &App, actor: &Actor, slug: String, query: &ListQuery) -> Result<Delivered, AppError> {
    let permit = decide(actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let slug = permit.action().slug.as_str();
    let mut connection = app.db().read().await?;
    let read = read(app, &mut connection, query).await?;
    let programme = programmes::get(&mut connection, slug, (read.as_at, read.moment), app.clock().today()).await?;
    let counts = store::counts::by_month(&mut connection, slug, read.moment).await?;
    let passed = open(&mut connection, slug, (Which::Passed, SHOWN), read.moment).await?;
    let next = open(&mut connection, slug, (Which::ToCome, SHOWN), read.moment).await?;
    Ok(Delivered { points: curve(&counts, read.moment.known_on), passed, next, programme, read })
}

/// The milestones that are not done and whose newest date is one of those looked for.
///
/// # Errors
/// When the database cannot be read.
pub async fn open(
    connection: &mut Connection,
    slug: &str,
    (which, most): (Which, usize),
    moment: Moment,
) -> sqlx::Result<Vec<(MilestoneRow, Plan)>> {
    let titles = store::definitions(connection, slug, moment).await?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let heads = store::heads::open(connection, slug, (which, most), moment).await?;
    let pairs: Vec<(&str, &str)> =
        heads.iter().map(|head| (head.milestone.as_str(), head.organisation.as_str())).collect();
    let rows = store::heads::dates_of(connection, slug, &pairs, moment).await?;
    let plans = plans(rows).into_iter();
    let mut found: HashMap<(String, String), Plan> =
        plans.map(|plan| ((plan.milestone.clone(), plan.organisation.clone()), plan)).collect();
    let with_title = |head: HeadRow| {
        let row = titles.iter().find(|row| row.slug == head.milestone)?;
        Some((row.clone(), found.remove(&(head.milestone, head.organisation))?))
    };
    Ok(heads.into_iter().filter_map(with_title).collect())
}

/// `GET /programmes/{slug}/reasons`
///
/// # Errors
/// 404 for a programme that is not known on the day asked for.
pub async fn why(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Page, AppError> {
    Ok(views::reasons(&read_reasons(&app, &actor, slug, &query).await?))
}

/// `GET /programmes/{slug}/reasons.csv`
///
/// # Errors
/// As for the page.
pub async fn why_csv(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, AppError> {
    let of = read_reasons(&app, &actor, slug, &query).await?;
    let rows = of.sums.iter().map(|sum| {
        [
            of.programme.slug.clone(),
            sum.reason.map_or("none given", |reason| reason.shown()).to_owned(),
            sum.reason.is_some_and(|reason| reason.is_the_centre_s()).to_string(),
            sum.dates.to_string(),
            sum.organisations.to_string(),
            sum.days.to_string(),
            of.read.moment.day(),
        ]
    });
    let header = ["programme", "reason", "is_the_centre_s", "dates", "organisations", "days_later", "known_on"];
    Ok(file(&format!("{}-reasons", of.programme.slug), header, rows)?)
}

async fn read_reasons(app: &App, actor: &Actor, slug: String, query: &ListQuery) -> Result<Reasons, AppError> {
    let permit = decide(actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let slug = permit.action().slug.as_str();
    let mut connection = app.db().read().await?;
    let read = read(app, &mut connection, query).await?;
    let programme = programmes::get(&mut connection, slug, (read.as_at, read.moment), app.clock().today()).await?;
    let sums = reasons(store::counts::sums(&mut connection, slug, read.moment).await?);
    Ok(Reasons { sums, programme, read })
}

/// `GET /programmes/{slug}/milestones.ics`
///
/// # Errors
/// 404 for a programme that is not known.
pub async fn of_programme_calendar(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let permit = decide(&actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let slug = permit.action().slug.as_str();
    let mut connection = app.db().read().await?;
    let read = read(&app, &mut connection, &ListQuery::default()).await?;
    let programme = programmes::get(&mut connection, slug, (read.as_at, read.moment), app.clock().today()).await?;
    let titles = store::definitions(&mut connection, slug, read.moment).await?;
    let mut heads = store::heads::open(&mut connection, slug, (Which::Passed, IN_CALENDAR / 4), read.moment).await?;
    heads.reverse();
    heads.extend(store::heads::open(&mut connection, slug, (Which::ToCome, IN_CALENDAR), read.moment).await?);
    let event = |head: &HeadRow| {
        let title = titles.iter().find(|row| row.slug == head.milestone)?;
        Some(Event {
            id: format!("{slug} {} {}", head.milestone, head.organisation),
            changed: head.from_sequence,
            day: head.date().last_day(),
            title: format!("{}: {}", read.name(&head.organisation), title.title),
            note: format!("Now expected {}.", head.date()),
            address: format!("{}/organisations/{}/milestones", app.address(), head.organisation),
        })
    };
    let events: Vec<Event> = heads.iter().filter_map(event).collect();
    Ok(sent(&app, &programme.name, &events))
}

/// `GET /organisations/{code}/milestones.ics`
///
/// # Errors
/// 404 for an organisation that is not known.
pub async fn of_organisation_calendar(
    State(app): State<App>,
    actor: Actor,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let code = code.to_uppercase();
    let permit = decide(&actor, ReadOrganisation { code }, &(), app.clock().now())?;
    let code = permit.action().code.as_str();
    let mut connection = app.db().read().await?;
    let read = read(&app, &mut connection, &ListQuery::default()).await?;
    let name = read.names.get(code).cloned().ok_or(AppError::NotFound)?;
    let plans = plans(store::of_organisation(&mut connection, code, read.moment).await?);
    let mut titles = Vec::new();
    let mut slugs: Vec<&str> = plans.iter().map(|plan| plan.programme.as_str()).collect();
    slugs.dedup();
    for slug in slugs {
        titles.extend(store::definitions(&mut connection, slug, read.moment).await?);
    }
    Ok(as_calendar(&app, &read, &format!("Milestones of {name}"), &titles, &plans))
}

/// The dates that are now expected and not done, each an event of a day; a date known to the month stands on its last day.
fn as_calendar(app: &App, read: &Read, name: &str, titles: &[MilestoneRow], plans: &[Plan]) -> Response {
    let event = |plan: &Plan| -> Option<Event> {
        let expected = plan.expected().filter(|_| plan.done().is_none())?;
        let title = titles.iter().find(|row| row.programme == plan.programme && row.slug == plan.milestone)?;
        let day: Date = expected.date().last_day();
        Some(Event {
            id: format!("{} {} {}", plan.programme, plan.milestone, plan.organisation),
            changed: i64::try_from(plan.history.len()).unwrap_or(0),
            day,
            title: format!("{}: {}", read.name(&plan.organisation), title.title),
            note: format!("Now expected {}. {}", expected.date(), plan.late().said()),
            address: format!("{}/organisations/{}/milestones", app.address(), plan.organisation),
        })
    };
    let events: Vec<Event> = plans.iter().filter_map(event).collect();
    sent(app, name, &events)
}

fn sent(app: &App, name: &str, events: &[Event]) -> Response {
    let body = calendar(name, events, app.clock().now());
    let headers = [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, body).into_response()
}
