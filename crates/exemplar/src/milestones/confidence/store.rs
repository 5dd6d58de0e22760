//! The tables `confidence_scales` and `delivery_confidence`, as they are read.

use database::{Connection, sql};
use sqlx::{query_as, query_scalar};

use super::By;
use crate::journal::Moment;

/// A level of a scale.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LevelRow {
    /// The scale's name in files.
    pub scale: String,
    /// The level's name in files.
    pub level: String,
    /// What it is called.
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// From when the scale is used.
    pub since: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// How sure somebody was.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ConfidenceRow {
    /// The programme.
    pub programme: String,
    /// The organisation's code.
    pub organisation: String,
    said_by: String,
    /// The scale.
    pub scale: String,
    /// The level's name in files.
    pub level: String,
    title: Option<String>,
    /// Why, in their words.
    pub narrative: String,
    /// The day it is said for.
    pub given_on: String,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

impl LevelRow {
    #[cfg(test)]
    pub(super) fn of(scale: &str, level: &str, since: Option<&str>) -> Self {
        Self {
            scale: scale.into(),
            level: level.into(),
            title: level.into(),
            meaning: "m".into(),
            since: since.map(str::to_owned),
            source: "s".into(),
            published: None,
            recorded_at: 0,
        }
    }
}

impl ConfidenceRow {
    /// Whose it is.
    #[must_use]
    pub fn by(&self) -> By {
        By::from_word(&self.said_by).unwrap_or(By::Centre)
    }

    /// What the level is called.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.level)
    }
}

/// The levels of a programme's scales, the oldest scale first.
pub async fn levels(connection: &mut Connection, programme: &str, moment: Moment) -> sqlx::Result<Vec<LevelRow>> {
    sql!(connection, c => query_as(
        "SELECT s.scale, s.level, s.title, s.meaning, s.since, s.source, s.published, j.recorded_at
         FROM confidence_scales s JOIN journal_entries j ON j.sequence = s.from_sequence
         WHERE s.programme = $1 AND s.known_from <= $2
           AND s.from_sequence <= $3 AND (s.until_sequence IS NULL OR s.until_sequence > $3)
         ORDER BY s.since NULLS FIRST, s.scale, s.place, s.level",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Whether a scale of a programme has this level now.
pub async fn has_level(
    connection: &mut Connection,
    (programme, scale, level): (&str, &str, &str),
) -> sqlx::Result<bool> {
    let found: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM confidence_scales
         WHERE programme = $1 AND scale = $2 AND level = $3 AND until_sequence IS NULL",
    ).bind(programme).bind(scale).bind(level).fetch_optional(c))?;
    Ok(found.is_some())
}

/// What confidence is read with; `$2` and `$3` are the moment.
macro_rules! said {
    ($rest:literal) => {
        concat!(
            "SELECT d.programme, d.organisation, d.said_by, d.scale, d.level, s.title, d.narrative, d.given_on, d.source,
                    d.published, j.recorded_at
             FROM delivery_confidence d JOIN journal_entries j ON j.sequence = d.from_sequence
             LEFT JOIN confidence_scales s ON s.programme = d.programme AND s.scale = d.scale AND s.level = d.level
               AND s.known_from <= $2 AND s.from_sequence <= $3 AND (s.until_sequence IS NULL OR s.until_sequence > $3)
             WHERE d.known_from <= $2 AND d.from_sequence <= $3 AND (d.until_sequence IS NULL OR d.until_sequence > $3)
               AND ",
            $rest
        )
    };
}

/// What was said of one organisation, by programme, in the order in which it was said.
pub async fn of_organisation(
    connection: &mut Connection,
    code: &str,
    moment: Moment,
) -> sqlx::Result<Vec<ConfidenceRow>> {
    sql!(connection, c => query_as(said!("d.organisation = $1 ORDER BY d.programme, d.given_on, d.from_sequence, d.id"))
        .bind(code).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What stands now of each organisation of a programme after this code: the newest of each side, by code.
pub async fn standing(
    connection: &mut Connection,
    programme: &str,
    (after, most): (&str, i64),
    moment: Moment,
) -> sqlx::Result<Vec<ConfidenceRow>> {
    sql!(connection, c => query_as(said!(
        "d.programme = $1 AND d.organisation > $4 AND NOT EXISTS (
            SELECT 1 FROM delivery_confidence l
            WHERE l.programme = d.programme AND l.organisation = d.organisation AND l.said_by = d.said_by
              AND l.known_from <= $2 AND l.from_sequence <= $3 AND (l.until_sequence IS NULL OR l.until_sequence > $3)
              AND (l.given_on > d.given_on OR (l.given_on = d.given_on
                AND (l.from_sequence > d.from_sequence OR (l.from_sequence = d.from_sequence AND l.id > d.id)))))
         ORDER BY d.organisation, d.said_by DESC LIMIT $5"
    )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(after).bind(most).fetch_all(c))
}
