//! Which of this room's tables know a guide at all: most guides stand in none, and one look tells.

use database::{Connection, sql};
use sqlx::query_as;
use uuid::Uuid;

/// Whether anything was ever asked, agreed or said about a guide.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct Known {
    /// Somebody asked a question.
    pub questions: bool,
    /// Somebody agreed to be asked.
    pub contacts: bool,
    /// Somebody asked for a call or a visit.
    pub requests: bool,
    /// Somebody said whether it is still true.
    pub confirmations: bool,
}

/// What there is about a guide, at any time.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn known(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Known> {
    sql!(connection, c => query_as(
        "SELECT EXISTS (SELECT 1 FROM questions WHERE blueprint_id = $1) AS questions,
                EXISTS (SELECT 1 FROM contacts WHERE blueprint_id = $1) AS contacts,
                EXISTS (SELECT 1 FROM requests WHERE blueprint_id = $1) AS requests,
                EXISTS (SELECT 1 FROM confirmations WHERE blueprint_id = $1) AS confirmations",
    ).bind(blueprint.as_bytes().as_slice()).fetch_one(c))
}
