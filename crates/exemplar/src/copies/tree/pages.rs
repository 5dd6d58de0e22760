//! `/blueprints/{slug}/copies`: who copied a guide from whom.

use axum::extract::{Path, State};
use database::Connection;
use jiff::civil::Date;
use uuid::Uuid;

use super::{MOST, Node, views};
use crate::app::App;
use crate::blueprints::{self, GuideLine, State as Life};
use crate::copies::store;
use crate::copies::updates::store as update_store;
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::policy::{ReadBlueprint, Visibility};
use crate::people::{Actor, decide};
use crate::platform::shell::Page;
use crate::writing::pages::guide;

/// `GET /blueprints/{slug}/copies`
///
/// # Errors
/// 404 for a guide that is not public.
pub async fn show(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Page, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide(&app, &mut connection, &slug).await?;
    let visibility = match line.state() {
        Life::Draft => Visibility::Private(line.organisation.clone().unwrap_or_default()),
        Life::Published | Life::Withdrawn => Visibility::Public,
    };
    decide(&actor, ReadBlueprint { slug }, &visibility, app.clock().now())?;
    let today = app.clock().today();
    let top = top(&mut connection, &line, today).await?;
    let nodes = nodes(&mut connection, top, today).await?;
    let names = app.names(&mut connection).await?;
    Ok(views::show(&line, &nodes, &names))
}

/// What a guide comes from in the end, as far as everyone reads it.
async fn top(connection: &mut Connection, line: &GuideLine, today: Date) -> sqlx::Result<GuideLine> {
    let mut at = line.clone();
    for _ in 0..20 {
        let Some(row) = store::find(connection, at.id(), Moment::now(today)).await? else { break };
        let source = blueprints::store::find(connection, row.source(), Moment::now(today)).await?;
        match source.filter(|source| source.state() != Life::Draft) {
            Some(source) => at = source,
            None => break,
        }
    }
    Ok(at)
}

async fn nodes(connection: &mut Connection, top: GuideLine, today: Date) -> sqlx::Result<Vec<Node>> {
    let moment = Moment::now(today);
    let mut ids: Vec<Uuid> = vec![top.id()];
    let mut revisions = vec![top.revision];
    let mut nodes = vec![Node {
        depth: 0,
        parent: None,
        organisation: top.organisation.clone().unwrap_or_default(),
        line: Some(top.clone()),
        behind: 0,
        ahead: 0,
        report: None,
    }];
    for copy in store::below(connection, top.id()).await?.into_iter().take(MOST) {
        let Some(parent) = ids.iter().position(|id| *id == copy.source()) else { continue };
        let line = blueprints::store::find(connection, copy.copy(), moment).await?;
        let row = store::find(connection, copy.copy(), moment).await?;
        let level =
            update_store::base(connection, copy.copy()).await?.map_or(copy.source_number, |base| base.source_number);
        let revision = line.as_ref().map_or(0, |line| line.revision);
        let public = line.filter(|line| line.state() == Life::Published);
        let behind = revisions.get(parent).map_or(0, |newest| newest - level).max(0);
        nodes.push(Node {
            depth: usize::try_from(copy.depth).unwrap_or(1),
            parent: Some(parent),
            organisation: copy.organisation.clone(),
            // A copy begins with the text of its source as its first version.
            ahead: if public.is_some() { (revision - 1).max(0) } else { 0 },
            line: public,
            behind,
            report: row.map(|row| row.report()),
        });
        ids.push(copy.copy());
        revisions.push(revision);
    }
    Ok(nodes)
}
