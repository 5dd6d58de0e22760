//! Pages of places: all of them, and one as the roadmap of its members, with what the centre said would be so by when.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::Markup;

use super::store::{self, FootprintRow, PlaceRow, TargetRow};
use super::views;
use crate::app::App;
use crate::corrections;
use crate::error::AppError;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::milestones::{self, Plan};
use crate::organisations::Names;
use crate::people::policy::ReadPage;
use crate::people::{Actor, decide};
use crate::platform::csv::file;
use crate::platform::dates::PartialDate;
use crate::platform::shell::Page;

/// One place on a day.
pub(super) struct Roadmap {
    pub place: FootprintRow,
    /// Those who belong to it on the day, each with its milestones; then those who did before.
    pub members: Vec<(PlaceRow, Vec<Plan>)>,
    pub former: Vec<PlaceRow>,
    pub targets: Vec<TargetRow>,
    pub names: Arc<Names>,
    pub as_at: AsAt,
    pub moment: Moment,
    pub corrections: Option<Markup>,
    pub titles: milestones::Titles,
}

/// `GET /footprints`
///
/// # Errors
/// When the day asked for is not one, or the database cannot be read.
pub async fn list(State(app): State<App>, actor: Actor, Query(query): Query<AsAtQuery>) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, app.clock().today()).await?;
    let places = store::list(&mut connection, moment).await?;
    let targets = store::targets(&mut connection, moment).await?;
    Ok(views::list(&places, &targets, as_at))
}

async fn read(app: &App, actor: &Actor, slug: &str, query: &AsAtQuery) -> Result<Roadmap, AppError> {
    decide(actor, ReadPage, &(), app.clock().now())?;
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, app.clock().today()).await?;
    let place = store::list(&mut connection, moment).await?.into_iter().find(|row| row.slug == slug);
    let place = place.ok_or(AppError::NotFound)?;
    let (now, former): (Vec<PlaceRow>, Vec<PlaceRow>) =
        store::members(&mut connection, slug, moment).await?.into_iter().partition(|row| row.holds_on(moment.known_on));
    let codes: Vec<&str> = now.iter().map(|row| row.organisation.as_str()).collect();
    let rows = milestones::that_count(&mut connection, &codes, moment).await?;
    let titles = milestones::titles(&mut connection, rows.iter().map(|row| row.programme.as_str()), moment).await?;
    let mut plans: HashMap<String, Vec<Plan>> = HashMap::new();
    for plan in milestones::plans(rows) {
        plans.entry(plan.organisation.clone()).or_default().push(plan);
    }
    let of = |row: PlaceRow| {
        let plans = plans.get(&row.organisation).cloned().unwrap_or_default();
        (row, plans)
    };
    let members = now.into_iter().map(of).collect();
    let here = format!("/footprints/{slug}");
    Ok(Roadmap {
        corrections: corrections::beside(&mut connection, &here, (as_at, moment)).await?,
        targets: store::targets(&mut connection, moment).await?,
        names: app.names_at(&mut connection, as_at, moment).await?,
        place,
        members,
        former,
        as_at,
        moment,
        titles,
    })
}

/// `GET /footprints/{footprint}`
///
/// # Errors
/// 404 for a place that is not known on the day asked for.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    Ok(views::show(&read(&app, &actor, &slug, &query).await?))
}

/// `GET /footprints/{footprint}/milestones.csv`
///
/// # Errors
/// As for the page.
pub async fn csv(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    let of = read(&app, &actor, &slug, &query).await?;
    let header =
        ["footprint", "organisation", "name", "programme", "milestone", "promised", "expected", "done", "known_on"];
    let rows =
        of.members.iter().flat_map(|(row, plans)| plans.iter().map(move |plan| (row, plan))).map(|(row, plan)| {
            let date = |date: Option<&milestones::DateRow>| date.map(|row| row.stored().to_owned()).unwrap_or_default();
            [
                of.place.slug.clone(),
                row.organisation.clone(),
                of.names.get(&row.organisation).cloned().unwrap_or_default(),
                plan.programme.clone(),
                plan.milestone.clone(),
                date(plan.promised()),
                date(plan.expected()),
                date(plan.done()),
                of.moment.day(),
            ]
        });
    Ok(file(&format!("{}-milestones", of.place.slug), header, rows)?)
}

/// `GET /footprints/{footprint}/delivered.csv`
///
/// # Errors
/// As for the page.
pub async fn delivered_csv(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    let of = read(&app, &actor, &slug, &query).await?;
    let header = ["footprint", "month", "promised_by_then", "done_by_then", "targets_of_the_centre", "known_on"];
    let rows = views::points(&of).into_iter().map(|point| {
        let month = format!("{:04}-{:02}", point.month.0, point.month.1);
        let is_then = |row: &&TargetRow| {
            let day = row.due_on.parse::<PartialDate>().map(PartialDate::last_day);
            day.is_ok_and(|day| (day.year(), day.month()) == point.month)
        };
        let targets: Vec<String> = of.targets.iter().filter(is_then).map(|row| row.name.clone()).collect();
        [
            of.place.slug.clone(),
            month,
            point.promised.to_string(),
            point.done.map(|done| done.to_string()).unwrap_or_default(),
            targets.join("; "),
            of.moment.day(),
        ]
    });
    Ok(file(&format!("{}-delivered", of.place.slug), header, rows)?)
}
