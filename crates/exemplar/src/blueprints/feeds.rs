//! Atom feeds (RFC 4287): the library, and the versions of one guide.

use axum::extract::{Path, State};
use axum::response::Response;

use super::State as Life;
use super::store::{self, GuideLine};
use crate::app::App;
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::policy::{ReadBlueprint, ReadPage, Visibility};
use crate::people::{Actor, decide};
use crate::platform::atom::{Entry, feed};

/// How many guides, or versions of one, a feed holds.
const LENGTH: i64 = 50;

/// `GET /blueprints.atom`
///
/// # Errors
/// When the library cannot be read.
pub async fn library(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let moment = Moment::now(app.clock().today());
    let lines = store::newest(&mut app.db().read().await?, moment, LENGTH, 0).await?;
    let entry = |line: &GuideLine| Entry {
        id: format!("{}/blueprints/{}", app.address(), line.slug),
        address: format!("{}/blueprints/{}", app.address(), line.slug),
        title: line.title.clone(),
        updated: line.recorded_at,
        summary: line.fields().summary,
    };
    Ok(feed(app.address(), "/blueprints", "Guides", &lines.iter().map(entry).collect::<Vec<_>>()))
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
            id: format!("{}{here}/versions/{}", app.address(), revision.number),
            address: format!("{}{here}/versions/{}", app.address(), revision.number),
            title: format!("{}, version {}", revision.title, revision.number),
            updated: revision.recorded_at,
            summary: match revision.class() {
                Some(class) => format!("{}: {}", class.shown(), revision.note),
                None => revision.note.clone(),
            },
        })
        .collect();
    Ok(feed(app.address(), &here, &line.title, &entries))
}
