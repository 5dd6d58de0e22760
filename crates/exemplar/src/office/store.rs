//! How far somebody of the office looked, and which reminders went out: no records.

use std::collections::HashMap;

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

/// Up to which entry somebody looked, and when.
pub(super) async fn looked(connection: &mut Connection, account: Uuid) -> sqlx::Result<Option<(i64, i64)>> {
    sql!(connection, c => query_as("SELECT sequence, looked_at FROM office_looks WHERE account_id = $1")
        .bind(account.as_bytes().as_slice()).fetch_optional(c))
}

pub(super) async fn put_look(tx: &mut Transaction, account: Uuid, sequence: i64, now: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO office_looks (account_id, sequence, looked_at) VALUES ($1, $2, $3)
             ON CONFLICT (account_id) DO UPDATE SET sequence = excluded.sequence, looked_at = excluded.looked_at",
        )
        .bind(account.as_bytes().as_slice())
        .bind(sequence)
        .bind(now)
    )?;
    Ok(())
}

/// When each organisation was last reminded of what, since a time.
pub(super) async fn reminded(connection: &mut Connection, since: i64) -> sqlx::Result<HashMap<(String, String), i64>> {
    let rows: Vec<(String, String, i64)> = sql!(connection, c => query_as(
        "SELECT organisation, about, MAX(sent_at) FROM office_reminders WHERE sent_at >= $1 GROUP BY organisation, about",
    ).bind(since).fetch_all(c))?;
    Ok(rows.into_iter().map(|(organisation, about, at)| ((organisation, about), at)).collect())
}

pub(super) async fn put_reminder(
    tx: &mut Transaction,
    id: Uuid,
    (organisation, about): (&str, &str),
    now: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO office_reminders (id, organisation, about, sent_at) VALUES ($1, $2, $3, $4)")
            .bind(id.as_bytes().as_slice())
            .bind(organisation)
            .bind(about)
            .bind(now)
    )?;
    Ok(())
}
