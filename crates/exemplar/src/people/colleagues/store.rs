//! The table `role_offers`, and the roles of an organisation.

use database::{Connection, Transaction, execute, sql};
use jiff::civil::Date;
use sqlx::{query, query_as};
use uuid::Uuid;

use super::super::policy::Role;

/// A role that somebody has for an organisation, or is offered.
#[derive(Clone, sqlx::FromRow)]
pub struct ColleagueRow {
    id: Vec<u8>,
    account_id: Vec<u8>,
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub mail: String,
    /// The organisation's code.
    pub organisation: String,
    role: String,
    /// The last day on which they have it.
    pub ends_on: Option<String>,
}

impl std::fmt::Debug for ColleagueRow {
    /// Addresses do not stand in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ColleagueRow").field("role", &self.role).finish_non_exhaustive()
    }
}

impl ColleagueRow {
    /// The id of the role, or of the offer.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }

    /// Whose it is.
    #[must_use]
    pub fn account(&self) -> Uuid {
        Uuid::from_slice(&self.account_id).unwrap_or_default()
    }

    /// What they may do.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        Role::from_word(&self.role)
    }
}

/// Every role for an organisation, by name, at most 1,000.
pub(super) async fn colleagues(connection: &mut Connection, organisation: &str) -> sqlx::Result<Vec<ColleagueRow>> {
    sql!(connection, c => query_as(
        "SELECT r.id, r.account_id, a.name, a.mail, r.organisation, r.role, r.ends_on FROM roles r JOIN accounts a ON a.id = r.account_id
         WHERE r.organisation = $1 AND r.until_sequence IS NULL ORDER BY a.name, a.mail, r.role LIMIT 1000",
    ).bind(organisation).fetch_all(c))
}

/// Every role an organisation offers that nobody has answered, by name, at most 1,000.
pub(super) async fn offers_by(connection: &mut Connection, organisation: &str) -> sqlx::Result<Vec<ColleagueRow>> {
    sql!(connection, c => query_as(
        "SELECT o.id, o.account_id, a.name, a.mail, o.organisation, o.role, o.ends_on
         FROM role_offers o JOIN accounts a ON a.id = o.account_id
         WHERE o.organisation = $1 AND o.until_sequence IS NULL ORDER BY a.name, a.mail, o.role LIMIT 1000",
    ).bind(organisation).fetch_all(c))
}

/// The roles somebody is offered that can still be taken on `today`, by organisation.
pub(super) async fn offers_to(
    connection: &mut Connection,
    account: Uuid,
    today: Date,
) -> sqlx::Result<Vec<ColleagueRow>> {
    sql!(connection, c => query_as(
        "SELECT o.id, o.account_id, a.name, a.mail, o.organisation, o.role, o.ends_on
         FROM role_offers o JOIN accounts a ON a.id = o.account_id
         WHERE o.account_id = $1 AND o.until_sequence IS NULL AND (o.ends_on IS NULL OR o.ends_on >= $2)
         ORDER BY o.organisation, o.role LIMIT 100",
    ).bind(account.as_bytes().as_slice()).bind(today.to_string()).fetch_all(c))
}

pub(super) async fn insert_offer(
    tx: &mut Transaction,
    (id, account): (Uuid, Uuid),
    (role, organisation, ends_on): (Role, &str, Option<&str>),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO role_offers (id, account_id, organisation, role, ends_on, from_sequence) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(id.as_bytes().as_slice())
            .bind(account.as_bytes().as_slice())
            .bind(organisation)
            .bind(role.word())
            .bind(ends_on)
            .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end_offer(tx: &mut Transaction, offer: Uuid, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE role_offers SET until_sequence = $1 WHERE id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(offer.as_bytes().as_slice())
    )?;
    Ok(())
}

pub(super) async fn end_role(tx: &mut Transaction, role: Uuid, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE roles SET until_sequence = $1 WHERE id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(role.as_bytes().as_slice())
    )?;
    Ok(())
}
