//! The tables of places and national targets, as they are read.

use database::{Connection, sql};
use sqlx::{query_as, query_scalar};

use crate::journal::Moment;
use crate::platform::dates::PartialDate;

/// A place.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FootprintRow {
    /// Its part of addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The word of its kind.
    pub kind: String,
    /// Anything else.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// An organisation in a place.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PlaceRow {
    /// The place.
    pub footprint: String,
    /// The organisation's code.
    pub organisation: String,
    /// Since when.
    pub since: Option<String>,
    /// Until when.
    pub until: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// A date the centre gave for something to be so everywhere.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TargetRow {
    /// The target's part of addresses.
    pub slug: String,
    /// What is to be so.
    pub name: String,
    /// By when.
    pub due_on: String,
    /// Anything else.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

impl PlaceRow {
    /// Whether it belongs there on a day: from the first day of `since` to the last of `until`.
    #[must_use]
    pub fn holds_on(&self, day: jiff::civil::Date) -> bool {
        let date = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<PartialDate>().ok());
        date(&self.since).is_none_or(|since| since.first_day() <= day)
            && date(&self.until).is_none_or(|until| until.last_day() >= day)
    }
}

/// Every place, by kind and name.
pub async fn list(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<FootprintRow>> {
    sql!(connection, c => query_as(
        "SELECT f.slug, f.name, f.kind, f.note, f.source, f.published, j.recorded_at
         FROM footprints f JOIN journal_entries j ON j.sequence = f.from_sequence
         WHERE f.known_from <= $1 AND f.from_sequence <= $2 AND (f.until_sequence IS NULL OR f.until_sequence > $2)
         ORDER BY f.kind, f.name, f.slug",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What places and organisations are read with: `{}` stands for the condition.
macro_rules! places {
    ($condition:literal) => {
        concat!(
            "SELECT m.footprint, m.organisation, m.since, m.until, m.source, m.published, j.recorded_at
             FROM footprint_members m JOIN journal_entries j ON j.sequence = m.from_sequence
             WHERE ",
            $condition,
            " AND m.known_from <= $2 AND m.from_sequence <= $3 AND (m.until_sequence IS NULL OR m.until_sequence > $3)
             ORDER BY m.footprint, m.organisation, m.since NULLS FIRST, m.id"
        )
    };
}

/// Who belongs to a place.
pub async fn members(connection: &mut Connection, slug: &str, moment: Moment) -> sqlx::Result<Vec<PlaceRow>> {
    sql!(connection, c => query_as(places!("m.footprint = $1"))
        .bind(slug).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Who belongs to any place, place by place.
pub async fn all_members(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<PlaceRow>> {
    sql!(connection, c => query_as(places!("m.footprint > $1"))
        .bind("").bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What the centre said by when, in the order in which it was said.
pub async fn targets(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<TargetRow>> {
    sql!(connection, c => query_as(
        "SELECT t.slug, t.name, t.due_on, t.note, t.source, t.published, j.recorded_at
         FROM national_targets t JOIN journal_entries j ON j.sequence = t.from_sequence
         WHERE t.known_from <= $1 AND t.from_sequence <= $2
         ORDER BY t.slug, t.known_from, t.from_sequence, t.id",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Whether there is a place of this name now.
pub async fn has(connection: &mut Connection, slug: &str) -> sqlx::Result<bool> {
    let found: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM footprints WHERE slug = $1 AND until_sequence IS NULL",
    ).bind(slug).fetch_optional(c))?;
    Ok(found.is_some())
}
