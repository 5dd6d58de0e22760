//! Atom feeds (RFC 4287): the library, and the versions of one guide.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use maud::{Markup, PreEscaped, html};

use super::State as Life;
use super::store::{self, GuideLine};
use crate::app::App;
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::policy::{ReadBlueprint, ReadPage, Visibility};
use crate::people::{Actor, decide};

/// How many guides, or versions of one, a feed holds.
const LENGTH: i64 = 50;

/// An entry of a feed.
struct Entry {
    address: String,
    title: String,
    /// In microseconds since 1970.
    updated: i64,
    summary: String,
}

/// `GET /blueprints.atom`
///
/// # Errors
/// When the library cannot be read.
pub async fn library(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let moment = Moment::now(app.clock().today());
    let lines = store::newest(&mut app.db().read().await?, moment, LENGTH, 0).await?;
    let entry = |line: &GuideLine| Entry {
        address: format!("{}/blueprints/{}", app.address(), line.slug),
        title: line.title.clone(),
        updated: line.recorded_at,
        summary: line.fields().summary,
    };
    Ok(feed(&app, "/blueprints", "Guides", &lines.iter().map(entry).collect::<Vec<_>>()))
}

/// `GET /blueprints/{slug}/feed.atom`
///
/// # Errors
/// 404 for a guide that is not public.
pub async fn guide(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let id = store::id_of_slug(&mut connection, &slug).await?.ok_or(AppError::NotFound)?;
    let moment = Moment::now(app.clock().today());
    let line = store::find(&mut connection, id, moment).await?.ok_or(AppError::NotFound)?;
    let visibility = match line.state() {
        Life::Draft => Visibility::Private(line.organisation.clone().unwrap_or_default()),
        Life::Published | Life::Withdrawn => Visibility::Public,
    };
    decide(&actor, ReadBlueprint { slug }, &visibility, app.clock().now())?;
    let here = format!("/blueprints/{}", line.slug);
    let revisions = store::revisions(&mut connection, id, moment.sequence, line.state()).await?;
    let shown = revisions.iter().filter(|revision| revision.number <= line.revision).take(LENGTH as usize);
    let entries: Vec<Entry> = shown
        .map(|revision| Entry {
            address: format!("{}{here}/versions/{}", app.address(), revision.number),
            title: format!("{}, version {}", revision.title, revision.number),
            updated: revision.recorded_at,
            summary: match revision.class() {
                Some(class) => format!("{}: {}", class.shown(), revision.note),
                None => revision.note.clone(),
            },
        })
        .collect();
    Ok(feed(&app, &here, &line.title, &entries))
}

fn feed(app: &App, page: &str, title: &str, entries: &[Entry]) -> Response {
    let (site, here) = (app.address(), format!("{}{page}", app.address()));
    let newest = entries.iter().map(|entry| entry.updated).max().unwrap_or(0);
    let main = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"))
        feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" {
            id { (here) }
            title { (title) }
            updated { (instant(newest)) }
            (link("alternate", &here))
            author { name { (site) } }
            @for entry in entries {
                entry {
                    id { (entry.address) }
                    title { (entry.title) }
                    updated { (instant(entry.updated)) }
                    (link("alternate", &entry.address))
                    @if !entry.summary.is_empty() { summary { (entry.summary) } }
                }
            }
        }
    };
    let headers = [(CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, main.into_string()).into_response()
}

/// HTML's `link` has no end; XML's needs one.
fn link(rel: &str, href: &str) -> Markup {
    html! { (PreEscaped("<link rel=\"")) (rel) (PreEscaped("\" href=\"")) (href) (PreEscaped("\"/>")) }
}

fn instant(microseconds: i64) -> String {
    Timestamp::from_microsecond(microseconds)
        .map_or_else(|_| "1970-01-01T00:00:00Z".to_owned(), |at| format!("{at:.0}"))
}
