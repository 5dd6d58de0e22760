//! `/changes`: what changed in public, as a page, as Atom and as JSON.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::{KINDS, News, views};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{AsAt, AsAtQuery, JournalError, store};
use crate::organisations::Names;
use crate::people::policy::ReadPage;
use crate::people::{Actor, decide};
use crate::platform::atom::{self, feed, instant};
use crate::platform::clock;
use crate::platform::http::query_string;
use crate::platform::shell::Page;

/// How many changes stand on a page.
const SHOWN: usize = 50;

/// How far back pages go.
const PAGES: i64 = 1_000;

/// What the changes can be asked for. Empty words count as absent.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    /// The word of a kind.
    #[serde(default)]
    pub kind: String,
    /// The code of an organisation.
    #[serde(default)]
    pub organisation: String,
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

/// A page of changes.
pub(super) struct Listing {
    pub filter: Filter,
    pub as_at: AsAt,
    pub news: Vec<News>,
    pub names: Arc<Names>,
    pub page: i64,
    pub has_more: bool,
}

/// `GET /changes`
///
/// # Errors
/// When a day asked for is not one, or the journal cannot be read.
pub async fn list(State(app): State<App>, actor: Actor, Query(filter): Query<Filter>) -> Result<Page, AppError> {
    Ok(views::list(&read(&app, &actor, filter).await?))
}

/// `GET /changes.atom`
///
/// # Errors
/// As for the page.
pub async fn list_atom(
    State(app): State<App>,
    actor: Actor,
    Query(filter): Query<Filter>,
) -> Result<Response, AppError> {
    let listing = read(&app, &actor, filter).await?;
    let site = app.address();
    let entry = |news: &News| atom::Entry {
        id: format!("{site}/changes#entry-{}", news.sequence),
        address: format!("{site}{}", news.address),
        title: listing.title(news),
        updated: news.recorded_at,
        summary: news.details.join("; "),
    };
    let entries: Vec<_> = listing.news.iter().map(entry).collect();
    Ok(feed(site, &listing.address("/changes", 1), "What changed in public", &entries))
}

/// `GET /changes.json`
///
/// # Errors
/// As for the page.
pub async fn list_json(
    State(app): State<App>,
    actor: Actor,
    Query(filter): Query<Filter>,
) -> Result<Response, AppError> {
    let listing = read(&app, &actor, filter).await?;
    let change = |news: &News| {
        json!({
            "entry": news.sequence,
            "recorded_at": instant(news.recorded_at),
            "kind": news.kind,
            "organisation": news.organisation,
            "words": news.words,
            "details": news.details,
            "address": format!("{}{}", app.address(), news.address),
        })
    };
    let next =
        listing.has_more.then(|| format!("{}{}", app.address(), listing.address("/changes.json", listing.page + 1)));
    let body = json!({ "changes": listing.news.iter().map(change).collect::<Vec<_>>(), "next": next });
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, body.to_string()).into_response())
}

async fn read(app: &App, actor: &Actor, mut filter: Filter) -> Result<Listing, AppError> {
    decide(actor, ReadPage, &(), app.clock().now())?;
    let today = app.clock().today();
    let days = AsAtQuery { as_at: filter.as_at.clone(), recorded_by: filter.recorded_by.clone() };
    let as_at = days.parse(today)?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, today).await?;
    let by_that_day = match as_at.day {
        Some(day) => store::last_sequence_before(&mut connection, clock::end_of(day).as_microsecond()).await?,
        None => i64::MAX,
    };
    let is_of_code = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    filter.organisation = filter.organisation.to_uppercase().chars().filter(is_of_code).take(12).collect();
    let page = filter.page.parse().unwrap_or(1).clamp(1, PAGES);
    let asked = (filter.kind.as_str(), filter.organisation.as_str());
    if !asked.0.is_empty() && !KINDS.iter().any(|(word, _)| *word == asked.0) {
        return Err(AppError::BadRequest(format!("There is no kind of change \u{201c}{}\u{201d}.", asked.0)));
    }
    let last = moment.sequence.min(by_that_day);
    let mut rows =
        store::public_entries(&mut connection, asked, last, ((page - 1) * SHOWN as i64, SHOWN as i64 + 1)).await?;
    let has_more = rows.len() > SHOWN;
    rows.truncate(SHOWN);
    let news = rows.iter().map(News::read).collect::<Result<Vec<_>, JournalError>>()?;
    let names = app.names_at(&mut connection, as_at, moment).await?;
    let news = news.into_iter().map(|news| news.with_names(&names)).collect();
    Ok(Listing { names, filter, as_at, news, page, has_more })
}

impl Listing {
    /// What was done and by whom it concerns.
    pub(super) fn title(&self, news: &News) -> String {
        match &news.organisation {
            Some(code) => format!("{}: {}", self.names.get(code).unwrap_or(code), news.words),
            None => news.words.clone(),
        }
    }

    /// The address of these changes, on another page or as another file.
    pub(super) fn address(&self, path: &str, page: i64) -> String {
        let [day, recorded_by] =
            [self.as_at.day, self.as_at.recorded_by].map(|day| day.map(|d| d.to_string()).unwrap_or_default());
        let page = if page == 1 { String::new() } else { page.to_string() };
        let pairs = [
            ("kind", self.filter.kind.as_str()),
            ("organisation", &self.filter.organisation),
            ("as-at", &day),
            ("recorded-by", &recorded_by),
            ("page", &page),
        ];
        query_string(path, &pairs)
    }
}
