//! The tables of what it takes to be a member, as they are read.

use database::{Connection, sql};
use sqlx::{query_as, query_scalar};

use crate::journal::Moment;

/// Something that is looked at.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CheckRow {
    /// The group.
    pub group_slug: String,
    /// Its name in addresses.
    pub slug: String,
    /// What it is.
    pub title: String,
    /// What has to be shown.
    pub asks_for: String,
    /// The word of the state it is needed for.
    pub needed_for: String,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// What was found of a member.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AnswerRow {
    /// The group.
    pub group_slug: String,
    /// The member.
    pub organisation: String,
    /// What was looked at.
    pub check_slug: String,
    /// The word of the decision.
    pub decision: String,
    /// What shows it.
    pub evidence: Option<String>,
    /// Who sees to it.
    pub owner: Option<String>,
    /// Why, or anything else.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// Something that is expected.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ExpectationRow {
    /// The group.
    pub group_slug: String,
    /// Its name in addresses.
    pub slug: String,
    /// What it is.
    pub title: String,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// What a member says to it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReplyRow {
    /// The group.
    pub group_slug: String,
    /// The member.
    pub organisation: String,
    /// What is expected.
    pub expectation: String,
    /// The word of what it says.
    pub answer: String,
    /// Since when.
    pub answered_on: Option<String>,
    /// What shows it.
    pub evidence: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// What is looked at in the groups of a programme.
pub async fn checks(connection: &mut Connection, programme: &str, moment: Moment) -> sqlx::Result<Vec<CheckRow>> {
    sql!(connection, c => query_as(
        "SELECT k.group_slug, k.slug, k.title, k.asks_for, k.needed_for, k.source, k.published, j.recorded_at
         FROM programme_checks k JOIN journal_entries j ON j.sequence = k.from_sequence
         WHERE k.programme = $1 AND k.known_from <= $2
           AND k.from_sequence <= $3 AND (k.until_sequence IS NULL OR k.until_sequence > $3)
         ORDER BY k.group_slug, k.place, k.slug",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What was found of one member, the newest last.
pub async fn answers(
    connection: &mut Connection,
    (programme, organisation): (&str, &str),
    moment: Moment,
) -> sqlx::Result<Vec<AnswerRow>> {
    sql!(connection, c => query_as(
        "SELECT a.group_slug, a.organisation, a.check_slug, a.decision, a.evidence, a.owner, a.note, a.source, a.published,
                j.recorded_at
         FROM programme_check_answers a JOIN journal_entries j ON j.sequence = a.from_sequence
         WHERE a.programme = $1 AND a.organisation = $4 AND a.known_from <= $2 AND a.from_sequence <= $3
         ORDER BY a.known_from, a.from_sequence, a.id",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).bind(organisation).fetch_all(c))
}

/// What the groups of a programme expect.
pub async fn expectations(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<Vec<ExpectationRow>> {
    sql!(connection, c => query_as(
        "SELECT e.group_slug, e.slug, e.title, e.source, e.published, j.recorded_at
         FROM programme_expectations e JOIN journal_entries j ON j.sequence = e.from_sequence
         WHERE e.programme = $1 AND e.known_from <= $2
           AND e.from_sequence <= $3 AND (e.until_sequence IS NULL OR e.until_sequence > $3)
         ORDER BY e.group_slug, e.place, e.slug",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What one member said to what is expected of it, the newest last.
pub async fn replies(
    connection: &mut Connection,
    (programme, organisation): (&str, &str),
    moment: Moment,
) -> sqlx::Result<Vec<ReplyRow>> {
    sql!(connection, c => query_as(
        "SELECT r.group_slug, r.organisation, r.expectation, r.answer, r.answered_on, r.evidence, r.note, r.source,
                r.published, j.recorded_at
         FROM programme_expectation_answers r JOIN journal_entries j ON j.sequence = r.from_sequence
         WHERE r.programme = $1 AND r.organisation = $4 AND r.known_from <= $2 AND r.from_sequence <= $3
         ORDER BY r.known_from, r.from_sequence, r.id",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).bind(organisation).fetch_all(c))
}

/// Whether this is looked at in a group now.
pub async fn has_check(
    connection: &mut Connection,
    (programme, group, slug): (&str, &str, &str),
) -> sqlx::Result<bool> {
    let found: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM programme_checks
         WHERE programme = $1 AND group_slug = $2 AND slug = $3 AND until_sequence IS NULL",
    ).bind(programme).bind(group).bind(slug).fetch_optional(c))?;
    Ok(found.is_some())
}

/// Whether this is expected in a group now.
pub async fn has_expectation(
    connection: &mut Connection,
    (programme, group, slug): (&str, &str, &str),
) -> sqlx::Result<bool> {
    let found: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM programme_expectations
         WHERE programme = $1 AND group_slug = $2 AND slug = $3 AND until_sequence IS NULL",
    ).bind(programme).bind(group).bind(slug).fetch_optional(c))?;
    Ok(found.is_some())
}

#[cfg(test)]
impl CheckRow {
    pub(super) fn of(slug: &str, needed_for: &str) -> Self {
        Self {
            group_slug: "g".into(),
            slug: slug.into(),
            title: slug.into(),
            asks_for: "x".into(),
            needed_for: needed_for.into(),
            source: "s".into(),
            published: None,
            recorded_at: 0,
        }
    }
}

#[cfg(test)]
impl AnswerRow {
    pub(super) fn of(check: &str, decision: &str) -> Self {
        Self {
            group_slug: "g".into(),
            organisation: "RAA".into(),
            check_slug: check.into(),
            decision: decision.into(),
            evidence: None,
            owner: None,
            note: None,
            source: "s".into(),
            published: None,
            recorded_at: 0,
        }
    }
}

#[cfg(test)]
impl ExpectationRow {
    pub(super) fn of(slug: &str) -> Self {
        Self {
            group_slug: "g".into(),
            slug: slug.into(),
            title: slug.into(),
            source: "s".into(),
            published: None,
            recorded_at: 0,
        }
    }
}
