//! Pages of the register: the list, and one organisation.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::views::{self, Listing, Shown};
use super::{Kind, store, systems};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::people::policy::{ReadOrganisation, ReadPage};
use crate::people::{Actor, decide};
use crate::platform::shell::Page;
use crate::{blueprints, corrections, maturity, milestones, programmes};

/// How many organisations stand on a page.
pub(super) const PAGE_SIZE: usize = 50;

/// What the list can be asked for. Empty words count as absent.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    /// Words of the name, or a code.
    #[serde(default)]
    pub q: String,
    /// The word of a kind, or `not-known`.
    #[serde(default)]
    pub kind: String,
    /// The code of a national grouping.
    #[serde(default)]
    pub region: String,
    /// `open`, `closed` or both.
    #[serde(default)]
    pub open: String,
    /// From 1.
    #[serde(default)]
    pub page: String,
    /// A day.
    #[serde(rename = "as-at")]
    pub as_at: Option<String>,
    /// A day.
    #[serde(rename = "recorded-by")]
    pub recorded_by: Option<String>,
}

/// `GET /organisations`
///
/// # Errors
/// When the day asked for is not one, or the database cannot be read.
pub async fn list(State(app): State<App>, actor: Actor, Query(filter): Query<Filter>) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let today = app.clock().today();
    let as_at = AsAt::parse(filter.as_at.as_deref(), filter.recorded_by.as_deref(), today)?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, today).await?;
    let all = store::list(&mut connection, moment).await?;
    drop(connection);
    let total = all.len();
    let found: Vec<_> = all.into_iter().filter(|line| filter.takes(line, moment.known_on)).collect();
    Ok(views::list(&Listing { filter: &filter, as_at, known_on: moment.known_on, total, found: &found }))
}

/// `GET /organisations/{code}`
///
/// # Errors
/// 404 for a code that is not in the register, or was not yet on the day asked for.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(code): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    let capitals: String = code.to_uppercase().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if capitals.is_empty() {
        return Err(AppError::NotFound);
    }
    if capitals != code {
        let days = crate::journal::views::query_of(query.parse(app.clock().today())?);
        return Ok(Redirect::permanent(&format!("/organisations/{capitals}{days}")).into_response());
    }
    let permit = decide(&actor, ReadOrganisation { code }, &(), app.clock().now())?;
    let code = permit.action().code.as_str();
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, app.clock().today()).await?;
    let history = store::history(&mut connection, code, moment).await?;
    let Some(organisation) = store::find(&mut connection, code, moment).await? else {
        return Err(unknown(&mut connection, &app, code, as_at).await?);
    };
    let names = app.names_at(&mut connection, as_at, moment).await?;
    let shown = Shown {
        closed_later: closed_later(&mut connection, &app, &organisation, (as_at, moment)).await?,
        results: maturity::link_of(&app, &mut connection, code, moment).await?,
        has_dates: milestones::has_dates(&mut connection, code, moment).await?,
        programmes: programmes::of_organisation(&mut connection, code, &names, moment).await?,
        systems: systems::store::of_organisation(&mut connection, code, moment).await?,
        corrections: corrections::beside(&mut connection, &format!("/organisations/{code}"), (as_at, moment)).await?,
        names,
        predecessors: store::predecessors(&mut connection, code, moment).await?,
        successors: store::successors(&mut connection, code, moment).await?,
        guides: blueprints::of_organisation(&mut connection, code, moment).await?,
        known_on: moment.known_on,
        organisation,
        history,
        as_at,
    };
    Ok(views::show(&shown).into_response())
}

/// When an organisation had closed that the page of a past day has as open: its closing was learnt later. What was recorded by a
/// past day knows nothing of it.
async fn closed_later(
    connection: &mut database::Connection,
    app: &App,
    organisation: &store::OrganisationRow,
    (as_at, moment): (AsAt, Moment),
) -> Result<Option<String>, AppError> {
    let is_closed = |day: &String| *day <= moment.day();
    if as_at.day.is_none() || as_at.recorded_by.is_some() || organisation.closed_on.as_ref().is_some_and(is_closed) {
        return Ok(None);
    }
    let now = store::find(connection, &organisation.code, Moment::now(app.clock().today())).await?;
    Ok(now.and_then(|row| row.closed_on).filter(is_closed))
}

/// Tells a code nobody knows from one that was not known yet.
async fn unknown(
    connection: &mut database::Connection,
    app: &App,
    code: &str,
    as_at: AsAt,
) -> Result<AppError, AppError> {
    let now = crate::journal::Moment::now(app.clock().today());
    let history = store::history(connection, code, now).await?;
    Ok(match history.first() {
        Some(first) if as_at.is_past() => AppError::NotYetKnown(format!(
            "{} ({code}) is first known here from {}. Ask for that day or a later one, and for everything recorded since.",
            first.shown_name,
            crate::platform::dates::said(&first.known_from)
        )),
        _ => AppError::NotFound,
    })
}

impl Filter {
    fn takes(&self, line: &store::OrganisationLine, on: jiff::civil::Date) -> bool {
        let kind = match self.kind.as_str() {
            "" => true,
            "not-known" => line.kind.is_none(),
            word => line.kind.as_deref() == Some(word),
        };
        let region = self.region.is_empty() || line.national_group.as_deref() == Some(self.region.as_str());
        let open = match self.open.as_str() {
            "open" => line.is_open(on),
            "closed" => !line.is_open(on),
            _ => true,
        };
        kind && region && open && self.matches(line)
    }

    /// Every word asked for stands in the name, or is the code.
    fn matches(&self, line: &store::OrganisationLine) -> bool {
        let name = super::sort_name(&line.shown_name);
        let code = line.code.to_lowercase();
        super::sort_name(&self.q)
            .split(' ')
            .all(|word| name.contains(word) || code == word || self.q.trim().eq_ignore_ascii_case(&line.code))
    }

    /// The page asked for, from 1.
    #[must_use]
    pub fn page(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }

    /// The kind chosen, when it is one.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        Kind::from_word(&self.kind)
    }
}

impl store::OrganisationLine {
    /// Whether it is open on this day.
    #[must_use]
    pub fn is_open(&self, on: jiff::civil::Date) -> bool {
        is_open(self.closed_on.as_deref(), on)
    }
}

/// An organisation is closed from its closing day on.
pub(super) fn is_open(closed_on: Option<&str>, on: jiff::civil::Date) -> bool {
    closed_on.is_none_or(|day| day > on.to_string().as_str())
}
