//! The tables of milestones, as they are read.

pub(super) mod counts;
pub(crate) mod heads;

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::{Kind, Reason, framework};
use crate::facts::Line;
use crate::journal::Moment;
use crate::platform::dates::PartialDate;

/// A milestone of a programme.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MilestoneRow {
    /// The programme.
    pub programme: String,
    /// Its part of addresses.
    pub slug: String,
    /// Its place, from 1.
    pub place: i64,
    /// Its title.
    pub title: String,
    covers: Option<String>,
    evidence: String,
    /// The file of definitions it is from.
    pub framework: String,
    /// That file's version.
    pub version: String,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// The day from which it is known.
    pub known_from: String,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// A date of an organisation's milestone.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DateRow {
    /// The programme.
    pub programme: String,
    /// The milestone.
    pub milestone: String,
    /// The organisation's code.
    pub organisation: String,
    pub(super) kind: String,
    pub(super) due_on: String,
    reason: Option<String>,
    /// In a sentence.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// The day from which it is known.
    pub known_from: String,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// Which dates are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// From a day on.
    ToCome,
    /// Before it.
    Passed,
}

/// What a definition says now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct VersionRow {
    pub version: String,
    title: String,
    covers: Option<String>,
    evidence: String,
}

impl VersionRow {
    /// Whether a line says the same.
    pub fn says(&self, line: &Line) -> bool {
        self.title == line.word("title")
            && self.covers.as_deref() == line.text("covers")
            && self.evidence == line.word("evidence")
    }
}

impl MilestoneRow {
    /// The milestones it is the whole set of.
    #[must_use]
    pub fn covers(&self) -> Vec<&str> {
        self.covers.as_deref().map(|all| all.split(' ').collect()).unwrap_or_default()
    }

    /// What counts as evidence, a sentence each.
    #[must_use]
    pub fn evidence(&self) -> Vec<&str> {
        self.evidence.split(framework::EVIDENCE).collect()
    }
}

impl DateRow {
    /// Which of the three dates it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        Kind::from_word(&self.kind)
    }

    /// The date.
    #[must_use]
    pub fn date(&self) -> PartialDate {
        self.due_on.parse().unwrap_or(PartialDate::Year(9999))
    }

    /// The date as it is stored.
    #[must_use]
    pub fn stored(&self) -> &str {
        &self.due_on
    }

    /// Why it moved.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reason.as_deref().and_then(Reason::from_word)
    }

    /// The word of why it moved; empty when none was given.
    pub(super) fn reason_word(&self) -> &str {
        self.reason.as_deref().unwrap_or_default()
    }

    /// The row a line of dates is written as.
    pub(super) fn of_line(line: &Line, known_from: String) -> Self {
        Self {
            programme: line.word("programme").to_owned(),
            milestone: line.word("milestone").to_owned(),
            organisation: line.word("organisation").to_owned(),
            kind: line.word("kind").to_owned(),
            due_on: line.word("date").to_owned(),
            reason: line.text("reason").map(str::to_owned),
            note: None,
            source: String::new(),
            published: None,
            known_from,
            recorded_at: 0,
        }
    }

    /// A date of a milestone of which no more is asked than what it is.
    fn bare((programme, milestone, organisation): (&str, &str, &str), kind: &str, due_on: String) -> Self {
        Self {
            programme: programme.to_owned(),
            milestone: milestone.to_owned(),
            organisation: organisation.to_owned(),
            kind: kind.to_owned(),
            due_on,
            reason: None,
            note: None,
            source: String::new(),
            published: None,
            known_from: String::new(),
            recorded_at: 0,
        }
    }

    #[cfg(test)]
    pub(super) fn of(kind: &str, due_on: &str, known_from: &str) -> Self {
        Self {
            programme: "p".into(),
            milestone: "m".into(),
            organisation: "RAA".into(),
            kind: kind.into(),
            due_on: due_on.into(),
            reason: None,
            note: None,
            source: "s".into(),
            published: None,
            known_from: known_from.into(),
            recorded_at: 0,
        }
    }

    #[cfg(test)]
    pub(super) fn with_reason(due_on: &str, known_from: &str, reason: &str) -> Self {
        Self { reason: Some(reason.into()), ..Self::of("expected", due_on, known_from) }
    }
}

/// The milestones of a programme known at `moment`, in their order.
///
/// # Errors
/// When the database cannot be read.
pub async fn definitions(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<Vec<MilestoneRow>> {
    sql!(connection, c => query_as(
        "SELECT m.programme, m.slug, m.place, m.title, m.covers, m.evidence, m.framework, m.version, m.source, m.published,
                m.known_from, j.recorded_at
         FROM milestones m JOIN journal_entries j ON j.sequence = m.from_sequence
         WHERE m.programme = $1 AND m.known_from <= $2
           AND m.from_sequence <= $3 AND (m.until_sequence IS NULL OR m.until_sequence > $3)
         ORDER BY m.place, m.slug",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// The milestones of a programme, each with how many organisations have a date for it.
///
/// # Errors
/// When the database cannot be read.
pub async fn with_counts(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<Vec<(MilestoneRow, i64)>> {
    let counts = counts::organisations(connection, programme, moment).await?;
    let with_count = |row: MilestoneRow| {
        let count = counts.get(&row.slug).copied().unwrap_or(0);
        (row, count)
    };
    Ok(definitions(connection, programme, moment).await?.into_iter().map(with_count).collect())
}

/// What dates are read with; they come in the order in which they were known.
macro_rules! dates {
    ($condition:literal) => {
        concat!(
            "SELECT d.programme, d.milestone, d.organisation, d.kind, d.due_on, d.reason, d.note, d.source, d.published,
                    d.known_from, j.recorded_at
             FROM milestone_dates d JOIN journal_entries j ON j.sequence = d.from_sequence
             WHERE ",
            $condition,
            " AND d.known_from <= $2 AND d.from_sequence <= $3
               AND NOT EXISTS (SELECT 1 FROM milestone_dates_set_aside a WHERE a.date_id = d.id AND a.from_sequence <= $3)
             ORDER BY d.programme, d.milestone, d.organisation, d.known_from, d.from_sequence, d.id"
        )
    };
}

pub(in crate::milestones::store) use dates;

/// Every date of an organisation known at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_organisation(
    connection: &mut Connection,
    organisation: &str,
    moment: Moment,
) -> sqlx::Result<Vec<DateRow>> {
    sql!(connection, c => query_as(dates!("d.organisation = $1"))
        .bind(organisation).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Whether any date of an organisation is known at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn has_dates(connection: &mut Connection, organisation: &str, moment: Moment) -> sqlx::Result<bool> {
    let found: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM milestone_dates
         WHERE organisation = $1 AND known_from <= $2 AND from_sequence <= $3 LIMIT 1",
    ).bind(organisation).bind(moment.day()).bind(moment.sequence).fetch_optional(c))?;
    Ok(found.is_some())
}

/// Whether a programme has this milestone now.
pub(super) async fn has_milestone(connection: &mut Connection, programme: &str, milestone: &str) -> sqlx::Result<bool> {
    Ok(versions(connection, programme, milestone).await?.is_some())
}

/// What a milestone is defined as now.
pub(super) async fn versions(
    connection: &mut Connection,
    programme: &str,
    milestone: &str,
) -> sqlx::Result<Option<VersionRow>> {
    sql!(connection, c => query_as(
        "SELECT version, title, covers, evidence FROM milestones
         WHERE programme = $1 AND slug = $2 AND until_sequence IS NULL",
    ).bind(programme).bind(milestone).fetch_optional(c))
}

/// What an organisation first promised, when it is on record.
pub(super) async fn promised(
    connection: &mut Connection,
    programme: &str,
    milestone: &str,
    organisation: &str,
) -> sqlx::Result<Option<String>> {
    sql!(connection, c => query_scalar(
        "SELECT d.due_on FROM milestone_dates d
         WHERE d.programme = $1 AND d.milestone = $2 AND d.organisation = $3 AND d.kind = 'promised'
           AND NOT EXISTS (SELECT 1 FROM milestone_dates_set_aside a WHERE a.date_id = d.id)
         ORDER BY d.known_from, d.from_sequence LIMIT 1",
    ).bind(programme).bind(milestone).bind(organisation).fetch_optional(c))
}

/// The ids of an organisation's dates that were set aside.
///
/// # Errors
/// When the database cannot be read.
pub async fn set_aside(connection: &mut Connection, organisation: &str) -> sqlx::Result<Vec<Vec<u8>>> {
    sql!(connection, c => query_scalar(
        "SELECT a.date_id FROM milestone_dates_set_aside a JOIN milestone_dates d ON d.id = a.date_id
         WHERE d.organisation = $1",
    ).bind(organisation).fetch_all(c))
}

/// Sets a date aside that was recorded wrongly, by a correction.
///
/// # Errors
/// When the database refuses.
pub async fn put_aside(
    tx: &mut Transaction,
    id: Uuid,
    (date, correction): (&[u8], Uuid),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO milestone_dates_set_aside (id, date_id, correction_id, from_sequence) VALUES ($1, $2, $3, $4)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(date)
        .bind(correction.as_bytes().as_slice())
        .bind(sequence)
    )?;
    Ok(())
}
