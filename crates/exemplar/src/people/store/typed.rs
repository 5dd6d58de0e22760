//! The table `typed`: what somebody typed into a form and has not saved. Not journalled.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

/// What somebody typed into a form.
#[derive(Clone, sqlx::FromRow)]
pub struct Typed {
    fields: String,
    /// When, in microseconds since 1970.
    pub typed_at: i64,
}

impl std::fmt::Debug for Typed {
    /// What it says is nobody's business yet.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typed").field("typed_at", &self.typed_at).finish_non_exhaustive()
    }
}

impl Typed {
    /// The fields with what was typed into them.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.fields.as_bytes()).into_owned().collect()
    }

    /// What was typed into a field.
    #[must_use]
    pub fn field(&self, name: &str) -> String {
        self.pairs().into_iter().find(|(field, _)| field == name).map(|(_, value)| value).unwrap_or_default()
    }
}

/// What this person typed into the form that goes to `path`, and has not saved.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(connection: &mut Connection, account: Uuid, path: &str) -> sqlx::Result<Option<Typed>> {
    sql!(connection, c => query_as("SELECT fields, typed_at FROM typed WHERE account_id = $1 AND path = $2")
        .bind(account.as_bytes().as_slice()).bind(path).fetch_optional(c))
}

/// Keeps what this person typed, in place of what they typed before; what nobody came back to since `oldest` goes.
pub(in crate::people) async fn keep(
    tx: &mut Transaction,
    (account, path): (Uuid, &str),
    (fields, now): (&str, i64),
    oldest: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("DELETE FROM typed WHERE account_id = $1 AND typed_at < $2")
            .bind(account.as_bytes().as_slice())
            .bind(oldest)
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO typed (account_id, path, fields, typed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (account_id, path) DO UPDATE SET fields = excluded.fields, typed_at = excluded.typed_at",
        )
        .bind(account.as_bytes().as_slice())
        .bind(path)
        .bind(fields)
        .bind(now)
    )?;
    Ok(())
}

/// Forgets what this person typed into a form.
pub(super) async fn forget(tx: &mut Transaction, account: Uuid, path: &str) -> sqlx::Result<()> {
    execute!(
        tx,
        query("DELETE FROM typed WHERE account_id = $1 AND path = $2").bind(account.as_bytes().as_slice()).bind(path)
    )?;
    Ok(())
}
