//! The tables `organisations`, `successions`, `organisation_lists` and `organisation_variables`.

use std::collections::HashMap;

use database::{Connection, Transaction, execute, sql};
use jiff::civil::Date;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::register::{Known, NewKnown};
use super::{Facts, Kind, Successions, is_invented, ordinary_case, sort_name};
use crate::journal::Moment;

/// What is known of an organisation, as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OrganisationRow {
    id: Vec<u8>,
    /// Its code.
    pub code: String,
    /// Its name as the source writes it.
    pub name: String,
    /// Its name as pages show it.
    pub shown_name: String,
    kind: Option<String>,
    /// The source of the kind.
    pub kind_source: Option<String>,
    /// The national grouping's code.
    pub national_group: Option<String>,
    /// The local grouping's code.
    pub local_group: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its postcode.
    pub postcode: Option<String>,
    /// The day it opened.
    pub opened_on: Option<String>,
    /// The day it closed.
    pub closed_on: Option<String>,
    /// Where this is said.
    pub source: String,
    /// The day from which this is known.
    pub known_from: String,
    /// The day until which this was known.
    pub known_until: Option<String>,
    /// The entry that first said it.
    pub first_sequence: i64,
    /// When that entry was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// A line of the list of organisations.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OrganisationLine {
    /// Its code.
    pub code: String,
    /// Its name as pages show it.
    pub shown_name: String,
    /// The word of its kind.
    pub kind: Option<String>,
    /// The national grouping's code.
    pub national_group: Option<String>,
    /// The day it opened.
    pub opened_on: Option<String>,
    /// The day it closed.
    pub closed_on: Option<String>,
}

/// One organisation following another.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SuccessionRow {
    /// The code that ended.
    pub predecessor: String,
    /// The code that followed.
    pub successor: String,
    /// The day.
    pub succeeded_on: String,
    /// Where this is said.
    pub source: String,
    /// The name of the one that is not asked about.
    pub other_name: Option<String>,
}

impl OrganisationRow {
    /// Its kind, when a source says it.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.kind.as_deref().and_then(Kind::from_word)
    }

    /// Whether it is plainly invented.
    #[must_use]
    pub fn is_invented(&self) -> bool {
        is_invented(&self.code)
    }

    pub(super) fn known(self) -> sqlx::Result<Known> {
        let day = |text: &str| text.parse::<Date>().map_err(|error| sqlx::Error::Decode(error.into()));
        let maybe = |text: Option<&String>| text.map(|text| day(text)).transpose();
        Ok(Known {
            id: Uuid::from_slice(&self.id).map_err(|error| sqlx::Error::Decode(error.into()))?,
            from: day(&self.known_from)?,
            until: maybe(self.known_until.as_ref())?,
            first: self.first_sequence,
            facts: Facts {
                kind: self.kind(),
                opened_on: maybe(self.opened_on.as_ref())?,
                closed_on: maybe(self.closed_on.as_ref())?,
                name: self.name,
                kind_source: self.kind_source,
                national_group: self.national_group,
                local_group: self.local_group,
                address: self.address,
                postcode: self.postcode,
                source: self.source,
            },
            code: self.code,
        })
    }
}

/// What was known at `moment` of the organisation with this code.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Option<OrganisationRow>> {
    sql!(connection, c => query_as(
        "SELECT o.id, o.code, o.name, o.shown_name, o.kind, o.kind_source, o.national_group, o.local_group, o.address,
                o.postcode, o.opened_on, o.closed_on, o.source, o.known_from, o.known_until, o.first_sequence, j.recorded_at
         FROM organisations o JOIN journal_entries j ON j.sequence = o.first_sequence
         WHERE o.code = $1 AND o.known_from <= $2 AND (o.known_until IS NULL OR o.known_until > $2)
           AND o.from_sequence <= $3 AND (o.until_sequence IS NULL OR o.until_sequence > $3)",
    ).bind(code).bind(moment.day()).bind(moment.sequence).fetch_optional(c))
}

/// Everything known of this code up to `moment`, by the day it was known from.
///
/// # Errors
/// When the database cannot be read.
pub async fn history(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Vec<OrganisationRow>> {
    sql!(connection, c => query_as(
        "SELECT o.id, o.code, o.name, o.shown_name, o.kind, o.kind_source, o.national_group, o.local_group, o.address,
                o.postcode, o.opened_on, o.closed_on, o.source, o.known_from, o.known_until, o.first_sequence, j.recorded_at
         FROM organisations o JOIN journal_entries j ON j.sequence = o.first_sequence
         WHERE o.code = $1 AND o.known_from <= $2
           AND o.from_sequence <= $3 AND (o.until_sequence IS NULL OR o.until_sequence > $3)
         ORDER BY o.known_from",
    ).bind(code).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Every organisation known at `moment`, by name.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<OrganisationLine>> {
    sql!(connection, c => query_as(
        "SELECT code, shown_name, kind, national_group, opened_on, closed_on FROM organisations
         WHERE known_from <= $1 AND (known_until IS NULL OR known_until > $1)
           AND from_sequence <= $2 AND (until_sequence IS NULL OR until_sequence > $2)
         ORDER BY sort_name, code",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Everything known at `moment`, by code: what an export writes.
///
/// # Errors
/// When the database cannot be read.
pub async fn all(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<OrganisationRow>> {
    sql!(connection, c => query_as(
        "SELECT id, code, name, shown_name, kind, kind_source, national_group, local_group, address, postcode, opened_on,
                closed_on, source, known_from, known_until, first_sequence, CAST(0 AS BIGINT) AS recorded_at
         FROM organisations
         WHERE known_from <= $1 AND (known_until IS NULL OR known_until > $1)
           AND from_sequence <= $2 AND (until_sequence IS NULL OR until_sequence > $2) ORDER BY code",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// The name of the organisation with this code, as it is known now.
///
/// # Errors
/// When the database cannot be read.
pub async fn name(connection: &mut Connection, code: &str) -> sqlx::Result<Option<String>> {
    sql!(connection, c => query_scalar(
        "SELECT shown_name FROM organisations WHERE code = $1 AND known_until IS NULL AND until_sequence IS NULL",
    ).bind(code).fetch_optional(c))
}

/// A name an organisation was known by, and when: by the day and by the entry.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NameVersion {
    /// Its code.
    pub code: String,
    /// The name.
    pub shown_name: String,
    known_from: String,
    known_until: Option<String>,
    from_sequence: i64,
    until_sequence: Option<i64>,
}

impl NameVersion {
    /// Whether it was known at a moment, whose day is `day`.
    #[must_use]
    pub fn is_known(&self, day: &str, moment: Moment) -> bool {
        self.known_from.as_str() <= day
            && self.known_until.as_deref().is_none_or(|until| until > day)
            && self.from_sequence <= moment.sequence
            && self.until_sequence.is_none_or(|until| until > moment.sequence)
    }
}

/// Every name any organisation was ever known by here.
///
/// # Errors
/// When the database cannot be read.
pub async fn name_versions(connection: &mut Connection) -> sqlx::Result<Vec<NameVersion>> {
    sql!(connection, c => query_as(
        "SELECT code, shown_name, known_from, known_until, from_sequence, until_sequence FROM organisations",
    ).fetch_all(c))
}

/// Every code, with the name that is known now.
///
/// # Errors
/// When the database cannot be read.
pub async fn all_names(connection: &mut Connection) -> sqlx::Result<HashMap<String, String>> {
    let moment = Moment::now(Date::MAX);
    let names: Vec<(String, String)> = sql!(connection, c => query_as(
        "SELECT code, shown_name FROM organisations
         WHERE known_from <= $1 AND (known_until IS NULL OR known_until > $1)
           AND from_sequence <= $2 AND (until_sequence IS NULL OR until_sequence > $2)",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
    Ok(names.into_iter().collect())
}

/// Every code known now, with the day it closed.
///
/// # Errors
/// When the database cannot be read.
pub async fn closings(connection: &mut Connection) -> sqlx::Result<HashMap<String, Option<String>>> {
    let rows: Vec<(String, Option<String>)> = sql!(connection, c => query_as(
        "SELECT code, closed_on FROM organisations WHERE known_until IS NULL AND until_sequence IS NULL",
    ).fetch_all(c))?;
    Ok(rows.into_iter().collect())
}

/// The day each organisation closed, of those known at `moment` to close.
///
/// # Errors
/// When the database cannot be read.
pub async fn closed_at(connection: &mut Connection, moment: Moment) -> sqlx::Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = sql!(connection, c => query_as(
        "SELECT code, closed_on FROM organisations
         WHERE closed_on IS NOT NULL AND known_from <= $1 AND (known_until IS NULL OR known_until > $1)
           AND from_sequence <= $2 AND (until_sequence IS NULL OR until_sequence > $2)",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
    Ok(rows.into_iter().collect())
}

/// Every succession known at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn successions(connection: &mut Connection, moment: Moment) -> sqlx::Result<Successions> {
    let rows: Vec<(String, String, String)> = sql!(connection, c => query_as(
        "SELECT predecessor, successor, succeeded_on FROM successions
         WHERE known_from <= $1 AND from_sequence <= $2 AND (until_sequence IS NULL OR until_sequence > $2)
         ORDER BY succeeded_on, predecessor, successor",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
    Ok(Successions::new(rows))
}

/// Everything that is known now, of every code, in the order of days: what a list is held against.
pub(super) async fn known(connection: &mut Connection) -> sqlx::Result<Vec<Known>> {
    let rows: Vec<OrganisationRow> = sql!(connection, c => query_as(
        "SELECT id, code, name, shown_name, kind, kind_source, national_group, local_group, address, postcode, opened_on,
                closed_on, source, known_from, known_until, first_sequence, CAST(0 AS BIGINT) AS recorded_at
         FROM organisations WHERE until_sequence IS NULL ORDER BY code, known_from",
    ).fetch_all(c))?;
    rows.into_iter().map(OrganisationRow::known).collect()
}

pub(super) async fn end(tx: &mut Transaction, id: Uuid, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE organisations SET until_sequence = $1 WHERE id = $2")
            .bind(sequence)
            .bind(id.as_bytes().as_slice())
    )?;
    Ok(())
}

pub(super) async fn insert(tx: &mut Transaction, id: Uuid, row: &NewKnown, sequence: i64) -> sqlx::Result<()> {
    let shown = ordinary_case(&row.facts.name);
    execute!(
        tx,
        query(
            "INSERT INTO organisations (id, code, name, shown_name, sort_name, kind, kind_source, national_group, local_group,
                address, postcode, opened_on, closed_on, is_invented, source, known_from, known_until, first_sequence,
                from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(&row.code)
        .bind(&row.facts.name)
        .bind(&shown)
        .bind(sort_name(&shown))
        .bind(row.facts.kind.map(Kind::word))
        .bind(&row.facts.kind_source)
        .bind(&row.facts.national_group)
        .bind(&row.facts.local_group)
        .bind(&row.facts.address)
        .bind(&row.facts.postcode)
        .bind(row.facts.opened_on.map(|day| day.to_string()))
        .bind(row.facts.closed_on.map(|day| day.to_string()))
        .bind(i64::from(is_invented(&row.code)))
        .bind(&row.facts.source)
        .bind(row.from.to_string())
        .bind(row.until.map(|day| day.to_string()))
        .bind(row.first.unwrap_or(sequence))
        .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn insert_list(
    tx: &mut Transaction,
    id: Uuid,
    listed_on: Date,
    source: &str,
    organisations: usize,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO organisation_lists (id, listed_on, source, organisations, from_sequence) VALUES ($1, $2, $3, $4, $5)")
            .bind(id.as_bytes().as_slice())
            .bind(listed_on.to_string())
            .bind(source)
            .bind(i64::try_from(organisations).unwrap_or(i64::MAX))
            .bind(sequence)
    )?;
    Ok(())
}

/// The organisations this one followed, at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn predecessors(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Vec<SuccessionRow>> {
    sql!(connection, c => query_as(
        "SELECT s.predecessor, s.successor, s.succeeded_on, s.source, o.shown_name AS other_name
         FROM successions s LEFT JOIN organisations o
           ON o.code = s.predecessor AND o.known_from <= $2 AND (o.known_until IS NULL OR o.known_until > $2)
           AND o.from_sequence <= $3 AND (o.until_sequence IS NULL OR o.until_sequence > $3)
         WHERE s.successor = $1 AND s.known_from <= $2 AND s.from_sequence <= $3
           AND (s.until_sequence IS NULL OR s.until_sequence > $3) ORDER BY s.succeeded_on, s.predecessor",
    ).bind(code).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// The organisations that followed this one, at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn successors(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Vec<SuccessionRow>> {
    sql!(connection, c => query_as(
        "SELECT s.predecessor, s.successor, s.succeeded_on, s.source, o.shown_name AS other_name
         FROM successions s LEFT JOIN organisations o
           ON o.code = s.successor AND o.known_from <= $2 AND (o.known_until IS NULL OR o.known_until > $2)
           AND o.from_sequence <= $3 AND (o.until_sequence IS NULL OR o.until_sequence > $3)
         WHERE s.predecessor = $1 AND s.known_from <= $2 AND s.from_sequence <= $3
           AND (s.until_sequence IS NULL OR s.until_sequence > $3) ORDER BY s.succeeded_on, s.successor",
    ).bind(code).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

pub(super) async fn succession_exists(
    connection: &mut Connection,
    predecessor: &str,
    successor: &str,
) -> sqlx::Result<bool> {
    let found: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM successions WHERE predecessor = $1 AND successor = $2 AND until_sequence IS NULL",
    ).bind(predecessor).bind(successor).fetch_optional(c))?;
    Ok(found.is_some())
}

pub(super) async fn insert_succession(
    tx: &mut Transaction,
    id: Uuid,
    said: &super::reading::Succession,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO successions (id, predecessor, successor, succeeded_on, source, known_from, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(&said.predecessor)
        .bind(&said.successor)
        .bind(said.on.to_string())
        .bind(&said.source)
        .bind(said.on.to_string())
        .bind(sequence)
    )?;
    Ok(())
}

/// What an organisation calls things.
///
/// # Errors
/// When the database cannot be read.
pub async fn variables(connection: &mut Connection, organisation: &str) -> sqlx::Result<Vec<(String, String)>> {
    sql!(connection, c => query_as(
        "SELECT name, value FROM organisation_variables WHERE organisation = $1 AND until_sequence IS NULL ORDER BY name",
    ).bind(organisation).fetch_all(c))
}

/// Writes down what an organisation calls something, ending what it called it before.
///
/// # Errors
/// When the database refuses.
pub async fn set_variable(
    tx: &mut Transaction,
    id: Uuid,
    (organisation, name, value): (&str, &str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE organisation_variables SET until_sequence = $1 WHERE organisation = $2 AND name = $3 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(organisation)
            .bind(name)
    )?;
    execute!(
        tx,
        query("INSERT INTO organisation_variables (id, organisation, name, value, from_sequence) VALUES ($1, $2, $3, $4, $5)")
            .bind(id.as_bytes().as_slice())
            .bind(organisation)
            .bind(name)
            .bind(value)
            .bind(sequence)
    )?;
    Ok(())
}
