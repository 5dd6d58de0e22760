//! A guide among its copies: what it was copied from, and who copied it.

use std::collections::HashMap;

use database::Connection;
use uuid::Uuid;

use super::store::{self, CopyRow};
use crate::blueprints::{self, GuideLine, State};
use crate::journal::Moment;

/// What is known of a guide's source and copies at one moment.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The copy that this guide is.
    pub row: Option<CopyRow>,
    /// What it was copied from.
    pub source: Option<GuideLine>,
    /// Who copied it, the newest first, and their guides where everyone reads them.
    pub copied: Vec<(CopyRow, Option<GuideLine>)>,
}

/// What is known of a guide's source and copies at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn around(connection: &mut Connection, line: &GuideLine, moment: Moment) -> sqlx::Result<Around> {
    let mut around = Around::default();
    for row in store::around(connection, line.id(), moment).await? {
        if row.blueprint() == line.id() {
            around.source = blueprints::store::find(connection, row.source(), moment).await?;
            around.row = Some(row);
        } else {
            let guide = blueprints::store::find(connection, row.blueprint(), moment).await?;
            around.copied.push((row, guide.filter(|guide| guide.state() == State::Published)));
        }
    }
    Ok(around)
}

/// What those of `guides` that are copies were copied from, where everyone reads that.
///
/// # Errors
/// When the database cannot be read.
pub async fn sources_of(
    connection: &mut Connection,
    guides: &[Uuid],
    moment: Moment,
) -> sqlx::Result<HashMap<Uuid, GuideLine>> {
    let pairs = store::sources_of(connection, guides).await?;
    let ids: Vec<Uuid> = pairs.iter().map(|(_, source)| *source).collect();
    let sources = blueprints::store::find_all(connection, &ids, moment).await?;
    let of = |id: &Uuid| sources.iter().find(|source| source.id() == *id && source.state() != State::Draft).cloned();
    Ok(pairs.iter().filter_map(|(copy, source)| Some((*copy, of(source)?))).collect())
}
