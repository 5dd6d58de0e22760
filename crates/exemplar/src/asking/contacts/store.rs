//! The table `contacts`.

use database::{Connection, Transaction, execute, sql};
use jiff::civil::Date;
use sqlx::{query, query_as};
use uuid::Uuid;

use super::{MOST_LETTERS, Way};
use crate::blueprints::GuideLine;
use crate::journal::Moment;
use crate::people::{self, Role};

/// Somebody who agreed to be asked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ContactRow {
    blueprint_id: Vec<u8>,
    /// Their organisation.
    pub organisation: String,
    account_id: Vec<u8>,
    by_call: i64,
    by_visit: i64,
    shows_name: i64,
    stand_in_id: Option<Vec<u8>>,
    /// The day they last said so.
    pub agreed_on: String,
    /// The day they were asked whether they still do, when they have not answered yet.
    pub asked_again_on: Option<String>,
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

impl ContactRow {
    /// The guide.
    pub fn blueprint(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// Who.
    pub fn account(&self) -> Uuid {
        id_of(&self.account_id)
    }

    /// Whether they agreed to this way.
    pub fn agrees_to(&self, way: Way) -> bool {
        match way {
            Way::Call => self.by_call == 1,
            Way::Visit => self.by_visit == 1,
        }
    }

    /// Whether their name stands on the page.
    pub fn shows_name(&self) -> bool {
        self.shows_name == 1
    }

    /// Who stands in for them.
    pub fn stand_in(&self) -> Option<Uuid> {
        self.stand_in_id.as_deref().map(id_of)
    }

    #[cfg(test)]
    pub fn for_test(account: Uuid, ways: &[Way], agreed_on: &str, stand_in: Option<Uuid>) -> Self {
        Self {
            blueprint_id: Vec::new(),
            organisation: "DEMO-A".to_owned(),
            account_id: account.as_bytes().to_vec(),
            by_call: i64::from(ways.contains(&Way::Call)),
            by_visit: i64::from(ways.contains(&Way::Visit)),
            shows_name: 0,
            stand_in_id: stand_in.map(|id| id.as_bytes().to_vec()),
            agreed_on: agreed_on.to_owned(),
            asked_again_on: None,
        }
    }
}

/// Everyone who agrees now to be asked about a guide, whoever agreed first before others, at most 200.
pub async fn current(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<ContactRow>> {
    sql!(connection, c => query_as(
        "SELECT blueprint_id, organisation, account_id, by_call, by_visit, shows_name, stand_in_id, agreed_on, asked_again_on
         FROM contacts WHERE blueprint_id = $1 AND until_sequence IS NULL AND known_until IS NULL
         ORDER BY agreed_on, row_id LIMIT 200",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))
}

/// Everyone who agreed to be asked about a guide at `moment`, at most 200.
pub async fn at(connection: &mut Connection, blueprint: Uuid, moment: Moment) -> sqlx::Result<Vec<ContactRow>> {
    sql!(connection, c => query_as(
        "SELECT blueprint_id, organisation, account_id, by_call, by_visit, shows_name, stand_in_id, agreed_on, asked_again_on
         FROM contacts WHERE blueprint_id = $1 AND known_from <= $2 AND (known_until IS NULL OR known_until > $2)
           AND from_sequence <= $3 AND (until_sequence IS NULL OR until_sequence > $3)
         ORDER BY agreed_on, row_id LIMIT 200",
    ).bind(blueprint.as_bytes().as_slice()).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What somebody agrees to now for a guide.
pub async fn find(connection: &mut Connection, blueprint: Uuid, account: Uuid) -> sqlx::Result<Option<ContactRow>> {
    Ok(current(connection, blueprint).await?.into_iter().find(|row| row.account() == account))
}

/// What somebody agrees to now, at most 200.
pub async fn of_account(connection: &mut Connection, account: Uuid) -> sqlx::Result<Vec<ContactRow>> {
    sql!(connection, c => query_as(
        "SELECT blueprint_id, organisation, account_id, by_call, by_visit, shows_name, stand_in_id, agreed_on, asked_again_on
         FROM contacts WHERE account_id = $1 AND until_sequence IS NULL AND known_until IS NULL
         ORDER BY agreed_on, row_id LIMIT 200",
    ).bind(account.as_bytes().as_slice()).fetch_all(c))
}

/// Those who agreed on or before `day` and were not asked again since, at most 200.
pub async fn agreed_before(connection: &mut Connection, day: &str) -> sqlx::Result<Vec<ContactRow>> {
    sql!(connection, c => query_as(
        "SELECT blueprint_id, organisation, account_id, by_call, by_visit, shows_name, stand_in_id, agreed_on, asked_again_on
         FROM contacts WHERE agreed_on <= $1 AND asked_again_on IS NULL AND until_sequence IS NULL AND known_until IS NULL
         ORDER BY agreed_on, row_id LIMIT 200",
    ).bind(day).fetch_all(c))
}

/// A part of everyone who agrees now: those after this guide and account, at most 500. Gone through to the end, it is everyone.
pub async fn everyone_after(
    connection: &mut Connection,
    (blueprint, account): (Uuid, Uuid),
) -> sqlx::Result<Vec<ContactRow>> {
    sql!(connection, c => query_as(
        "SELECT blueprint_id, organisation, account_id, by_call, by_visit, shows_name, stand_in_id, agreed_on, asked_again_on
         FROM contacts WHERE until_sequence IS NULL AND known_until IS NULL
           AND (blueprint_id > $1 OR (blueprint_id = $1 AND account_id > $2))
         ORDER BY blueprint_id, account_id LIMIT 500",
    ).bind(blueprint.as_bytes().as_slice()).bind(account.as_bytes().as_slice()).fetch_all(c))
}

/// What somebody agreed to, to be written.
pub struct NewRow<'a> {
    pub blueprint: Uuid,
    pub organisation: &'a str,
    pub account: Uuid,
    pub ways: &'a [Way],
    pub shows_name: bool,
    pub stand_in: Option<Uuid>,
    pub agreed_on: &'a str,
    pub asked_again_on: Option<&'a str>,
    pub known_from: &'a str,
}

pub async fn insert(tx: &mut Transaction, row_id: Uuid, new: &NewRow<'_>, sequence: i64) -> sqlx::Result<()> {
    let has = |way: Way| i64::from(new.ways.contains(&way));
    execute!(
        tx,
        query(
            "INSERT INTO contacts (row_id, blueprint_id, organisation, account_id, by_call, by_visit, shows_name, stand_in_id,
                agreed_on, asked_again_on, known_from, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.organisation)
        .bind(new.account.as_bytes().as_slice())
        .bind(has(Way::Call))
        .bind(has(Way::Visit))
        .bind(i64::from(new.shows_name))
        .bind(new.stand_in.map(|id| id.as_bytes().to_vec()))
        .bind(new.agreed_on)
        .bind(new.asked_again_on)
        .bind(new.known_from)
        .bind(sequence)
    )?;
    Ok(())
}

/// Ends what somebody agreed to on `day`; how it stood before that day stays known.
pub async fn end_on(
    tx: &mut Transaction,
    (blueprint, account): (Uuid, Uuid),
    row_id: Uuid,
    day: &str,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO contacts (row_id, blueprint_id, organisation, account_id, by_call, by_visit, shows_name, stand_in_id,
                agreed_on, asked_again_on, known_from, known_until, from_sequence)
             SELECT $1, blueprint_id, organisation, account_id, by_call, by_visit, shows_name, stand_in_id,
                agreed_on, asked_again_on, known_from, $2, $3
             FROM contacts WHERE blueprint_id = $4 AND account_id = $5 AND until_sequence IS NULL AND known_until IS NULL
               AND known_from < $2",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(day)
        .bind(sequence)
        .bind(blueprint.as_bytes().as_slice())
        .bind(account.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query(
            "UPDATE contacts SET until_sequence = $1
             WHERE blueprint_id = $2 AND account_id = $3 AND until_sequence IS NULL AND known_until IS NULL",
        )
        .bind(sequence)
        .bind(blueprint.as_bytes().as_slice())
        .bind(account.as_bytes().as_slice())
    )?;
    Ok(())
}

/// Who gets a letter about a guide, of those who write for its organisation: whoever agreed to be asked about it, or else
/// the publishers, or else everyone.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::asking) async fn people_of(
    connection: &mut Connection,
    line: &GuideLine,
    today: Date,
) -> sqlx::Result<Vec<Uuid>> {
    let organisation = line.organisation.as_deref().unwrap_or_default();
    let publishers = with_role(connection, (organisation, Role::Publisher), today).await?;
    let contributors = with_role(connection, (organisation, Role::Contributor), today).await?;
    let agreed = current(connection, line.id()).await?.into_iter().map(|contact| contact.account());
    let agreed = agreed.filter(|id| publishers.contains(id) || contributors.contains(id)).collect();
    let mut people =
        [agreed, publishers, contributors].into_iter().find(|people| !people.is_empty()).unwrap_or_default();
    people.truncate(MOST_LETTERS);
    Ok(people)
}

async fn with_role(
    connection: &mut Connection,
    (organisation, role): (&str, Role),
    today: Date,
) -> sqlx::Result<Vec<Uuid>> {
    let theirs = people::colleagues_with(connection, organisation, &[role], today).await?;
    Ok(theirs.iter().map(people::Colleague::account).collect())
}
