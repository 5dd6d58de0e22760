//! The tables of programmes, as they are read.

pub(super) mod parts;
mod standing;

use database::{Connection, sql};
use sqlx::{AssertSqlSafe, query_as, query_scalar};

pub use standing::{counts, members_of_each, programmes_of_some, standing, standing_in, standing_low, standing_of};

use super::{Side, State};
use crate::facts::is_slug;
use crate::journal::Moment;
use crate::platform::dates::PartialDate;

/// What is known of a programme.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ProgrammeRow {
    /// Its part of addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is, in a few sentences.
    pub summary: String,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// The day from which this is known.
    pub known_from: String,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// A group or wave.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct GroupRow {
    /// Its name in files.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
    /// The place of care it is for.
    pub care_setting: Option<String>,
    /// When it was announced.
    pub announced: Option<String>,
    /// How many members were announced, which may be more than are known here by name.
    pub announced_members: Option<i64>,
    /// Anything else.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// A state an organisation came into.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StateRow {
    /// The programme.
    pub programme: String,
    /// The programme's name at the moment asked about.
    pub programme_name: Option<String>,
    /// The group.
    pub group_slug: String,
    /// The group's name at the moment asked about.
    pub group_name: Option<String>,
    /// The organisation's code.
    pub organisation: String,
    /// Its name as the source has it.
    pub named_as: Option<String>,
    state: String,
    state_on: Option<String>,
    /// The source's own word.
    pub said: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// Something said of a pairing.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ClaimRow {
    /// The programme.
    pub programme: String,
    /// The follower's code.
    pub organisation: String,
    /// The exemplar's code.
    pub partner: String,
    /// `source`, `organisation` or `partner`.
    pub said_by: String,
    /// `paired`, `not-paired` or `ended`.
    pub says: String,
    /// When it is said to have been so.
    pub said_on: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// A figure as a source states it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StatementRow {
    /// The programme.
    pub programme: String,
    /// The group, when it is about one.
    pub group_slug: Option<String>,
    /// The organisation, when it is about one.
    pub organisation: Option<String>,
    /// What it is about.
    pub subject: String,
    /// What is counted.
    pub measure: String,
    /// The word of the kind of money, when it is money.
    pub money: Option<String>,
    /// The figure as the source has it; none when it is not published.
    pub value: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// The same in pence, when it is money.
    pub pence: Option<i64>,
    /// `each` or `shared`.
    pub per: Option<String>,
    /// The date it holds for.
    pub holds_on: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// Where this is said.
    pub source: String,
    /// When that was published.
    pub published: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

impl StateRow {
    /// The state.
    #[must_use]
    pub fn state(&self) -> State {
        State::from_word(&self.state).unwrap_or(State::Proposed)
    }

    /// The state in the source's own word, when it has one.
    #[must_use]
    pub fn in_its_word(&self) -> Option<String> {
        let mut letters = self.said.as_deref()?.chars();
        Some(letters.next()?.to_uppercase().chain(letters).collect())
    }

    /// Since when, when a source says.
    #[must_use]
    pub fn on(&self) -> Option<PartialDate> {
        self.state_on.as_deref().and_then(|on| on.parse().ok())
    }

    /// The same as it is stored.
    #[must_use]
    pub fn stored_on(&self) -> &str {
        self.state_on.as_deref().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn of(state: State, on: Option<&str>) -> Self {
        Self {
            programme: "a".into(),
            programme_name: None,
            group_slug: "g".into(),
            group_name: None,
            organisation: "RAA".into(),
            named_as: None,
            state: state.word().into(),
            state_on: on.map(str::to_owned),
            said: None,
            note: None,
            source: "s".into(),
            published: None,
            recorded_at: 0,
        }
    }
}

impl ClaimRow {
    /// Whether it is a proposal of the programme office.
    #[must_use]
    pub fn is_proposal(&self) -> bool {
        self.said_by == "source" && self.source.starts_with(super::OFFICE)
    }

    /// Whether it is said of the same two in the same programme.
    #[must_use]
    pub fn is_of_the_pair_of(&self, other: &Self) -> bool {
        self.programme == other.programme && self.organisation == other.organisation && self.partner == other.partner
    }

    /// What whoever says it says.
    #[must_use]
    pub fn side(&self) -> Side {
        match self.says.as_str() {
            "paired" => Side::Confirms,
            "ended" => Side::Ended,
            _ => Side::Denies,
        }
    }

    #[cfg(test)]
    pub(super) fn of(organisation: &str, partner: &str, by: &str, says: &str) -> Self {
        Self {
            programme: "a".into(),
            organisation: organisation.into(),
            partner: partner.into(),
            said_by: by.into(),
            says: says.into(),
            said_on: None,
            note: None,
            source: "s".into(),
            published: None,
            recorded_at: 0,
        }
    }
}

/// Every programme known at `moment`, by name.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<ProgrammeRow>> {
    sql!(connection, c => query_as(
        "SELECT p.slug, p.name, p.summary, p.source, p.published, p.known_from, j.recorded_at
         FROM programmes p JOIN journal_entries j ON j.sequence = p.from_sequence
         WHERE p.known_from <= $1 AND p.from_sequence <= $2 AND (p.until_sequence IS NULL OR p.until_sequence > $2)
         ORDER BY p.name, p.slug",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What was known of a programme at `moment`; nothing is looked up for what no programme can be called.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(connection: &mut Connection, slug: &str, moment: Moment) -> sqlx::Result<Option<ProgrammeRow>> {
    if !is_slug(slug) {
        return Ok(None);
    }
    sql!(connection, c => query_as(
        "SELECT p.slug, p.name, p.summary, p.source, p.published, p.known_from, j.recorded_at
         FROM programmes p JOIN journal_entries j ON j.sequence = p.from_sequence
         WHERE p.slug = $1 AND p.known_from <= $2
           AND p.from_sequence <= $3 AND (p.until_sequence IS NULL OR p.until_sequence > $3)",
    ).bind(slug).bind(moment.day()).bind(moment.sequence).fetch_optional(c))
}

/// The groups of a programme, in the order in which they were announced.
///
/// # Errors
/// When the database cannot be read.
pub async fn groups(connection: &mut Connection, programme: &str, moment: Moment) -> sqlx::Result<Vec<GroupRow>> {
    sql!(connection, c => query_as(
        "SELECT g.slug, g.name, g.care_setting, g.announced, g.announced_members, g.note, g.source, g.published, j.recorded_at
         FROM programme_groups g JOIN journal_entries j ON j.sequence = g.from_sequence
         WHERE g.programme = $1 AND g.known_from <= $2
           AND g.from_sequence <= $3 AND (g.until_sequence IS NULL OR g.until_sequence > $3)
         ORDER BY g.announced NULLS LAST, g.name, g.slug",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What the states of members are read with: `{}` stands for the condition.
macro_rules! states {
    ($condition:literal) => {
        concat!(
            "SELECT m.programme, p.name AS programme_name, m.group_slug, g.name AS group_name, m.organisation, m.named_as,
                    m.state, m.state_on, m.said, m.note, m.source, m.published, j.recorded_at
             FROM membership_states m JOIN journal_entries j ON j.sequence = m.from_sequence
             LEFT JOIN programmes p ON p.slug = m.programme AND p.known_from <= $2
               AND p.from_sequence <= $3 AND (p.until_sequence IS NULL OR p.until_sequence > $3)
             LEFT JOIN programme_groups g ON g.programme = m.programme AND g.slug = m.group_slug AND g.known_from <= $2
               AND g.from_sequence <= $3 AND (g.until_sequence IS NULL OR g.until_sequence > $3)
             WHERE ",
            $condition,
            " AND m.known_from <= $2 AND m.from_sequence <= $3 AND (m.until_sequence IS NULL OR m.until_sequence > $3)
             ORDER BY m.programme, m.group_slug, m.organisation, m.state_on NULLS FIRST, m.known_from, m.id"
        )
    };
}

/// The states of every member of a programme, by group and organisation.
///
/// # Errors
/// When the database cannot be read.
pub async fn states(connection: &mut Connection, programme: &str, moment: Moment) -> sqlx::Result<Vec<StateRow>> {
    sql!(connection, c => query_as(states!("m.programme = $1"))
        .bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// The states of one organisation in every programme.
///
/// # Errors
/// When the database cannot be read.
pub async fn states_of(connection: &mut Connection, organisation: &str, moment: Moment) -> sqlx::Result<Vec<StateRow>> {
    sql!(connection, c => query_as(states!("m.organisation = $1"))
        .bind(organisation).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What claims are read with: `{}` stands for the condition. They come by programme, organisation, partner and time.
macro_rules! claim_rows {
    ($condition:literal) => {
        concat!(
            "SELECT k.programme, k.organisation, k.partner, k.said_by, k.says, k.said_on, k.note, k.source, k.published,
                    j.recorded_at
             FROM pairing_claims k JOIN journal_entries j ON j.sequence = k.from_sequence
             WHERE ",
            $condition,
            " AND k.known_from <= $2 AND k.from_sequence <= $3 AND (k.until_sequence IS NULL OR k.until_sequence > $3)
             ORDER BY k.programme, k.organisation, k.partner, k.known_from, k.from_sequence, k.id"
        )
    };
}

/// What is said of the pairings of a programme.
///
/// # Errors
/// When the database cannot be read.
pub async fn claims(connection: &mut Connection, programme: &str, moment: Moment) -> sqlx::Result<Vec<ClaimRow>> {
    sql!(connection, c => query_as(claim_rows!("k.programme = $1"))
        .bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What is said of the pairings of one organisation, in every programme.
///
/// # Errors
/// When the database cannot be read.
pub async fn claims_of(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Vec<ClaimRow>> {
    sql!(connection, c => query_as(claim_rows!("(k.organisation = $1 OR k.partner = $1)"))
        .bind(code).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What statements are read with, the newest first; what has no date stands last.
macro_rules! statement_rows {
    ($condition:literal) => {
        concat!(
            "SELECT s.programme, s.group_slug, s.organisation, s.subject, s.measure, s.money, s.value, s.unit, s.pence,
                    s.per, s.holds_on, s.note, s.source, s.published, j.recorded_at
             FROM statements s JOIN journal_entries j ON j.sequence = s.from_sequence
             WHERE ",
            $condition,
            " AND s.known_from <= $2 AND s.from_sequence <= $3 AND (s.until_sequence IS NULL OR s.until_sequence > $3)
             ORDER BY s.holds_on DESC NULLS LAST, s.published DESC NULLS LAST, s.subject, s.measure, s.source, s.value, s.id"
        )
    };
}

pub(in crate::programmes::store) use {claim_rows, statement_rows};

/// What is stated of a programme.
///
/// # Errors
/// When the database cannot be read.
pub async fn statements(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<Vec<StatementRow>> {
    sql!(connection, c => query_as(statement_rows!("s.programme = $1"))
        .bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// What is stated of one organisation's money, and of what each or all of its groups have.
///
/// # Errors
/// When the database cannot be read.
pub async fn money_of(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Vec<StatementRow>> {
    sql!(connection, c => query_as(statement_rows!(
        "s.money IS NOT NULL AND (s.organisation = $1 OR (s.organisation IS NULL AND s.per IS NOT NULL AND EXISTS (
            SELECT 1 FROM membership_states m
            WHERE m.organisation = $1 AND m.programme = s.programme AND m.group_slug = s.group_slug AND m.known_from <= $2
              AND m.from_sequence <= $3 AND (m.until_sequence IS NULL OR m.until_sequence > $3))))"
    )).bind(code).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// The states of some members of a programme.
///
/// # Errors
/// When the database cannot be read.
pub async fn states_of_some(
    connection: &mut Connection,
    programme: &str,
    codes: &[&str],
    moment: Moment,
) -> sqlx::Result<Vec<StateRow>> {
    let places: Vec<String> = (4..4 + codes.len()).map(|at| format!("${at}")).collect();
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let text = states!("m.programme = $1 AND m.organisation IN (#)").replacen('#', &places.join(", "), 1);
    sql!(connection, c => async {
        let mut asked =
            query_as(AssertSqlSafe(text)).bind(programme).bind(moment.day()).bind(moment.sequence);
        for code in codes {
            asked = asked.bind(*code);
        }
        asked.fetch_all(c).await
    })
}

/// How many facts of a programme whose source shows no date were recorded after the day of `moment`: they count from
/// the day they were recorded.
///
/// # Errors
/// When the database cannot be read.
pub async fn undated_later(connection: &mut Connection, programme: &str, moment: Moment) -> sqlx::Result<i64> {
    let mut all = 0;
    for table in ["programme_groups", "membership_states", "pairing_claims", "statements"] {
        let text = format!(
            "SELECT COUNT(*) FROM {table} WHERE programme = $1 AND published IS NULL AND known_from > $2
               AND from_sequence <= $3 AND (until_sequence IS NULL OR until_sequence > $3)"
        );
        let count: i64 = sql!(connection, c => query_scalar(AssertSqlSafe(text))
            .bind(programme).bind(moment.day()).bind(moment.sequence).fetch_one(c))?;
        all += count;
    }
    Ok(all)
}

/// The programmes an organisation is, or was, in.
///
/// # Errors
/// When the database cannot be read.
pub async fn programmes_of(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Vec<String>> {
    sql!(connection, c => query_scalar(
        "SELECT DISTINCT programme FROM membership_states
         WHERE organisation = $1 AND known_from <= $2 AND from_sequence <= $3 AND (until_sequence IS NULL OR until_sequence > $3)
         ORDER BY programme",
    ).bind(code).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Whether a programme of this name is on record now.
pub(super) async fn has_programme(connection: &mut Connection, slug: &str) -> sqlx::Result<bool> {
    let found: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM programmes WHERE slug = $1 AND until_sequence IS NULL",
    ).bind(slug).fetch_optional(c))?;
    Ok(found.is_some())
}

/// Whether a programme has this group now.
pub(super) async fn has_group(connection: &mut Connection, programme: &str, group: &str) -> sqlx::Result<bool> {
    let found: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM programme_groups WHERE programme = $1 AND slug = $2 AND until_sequence IS NULL",
    ).bind(programme).bind(group).fetch_optional(c))?;
    Ok(found.is_some())
}

/// The states an organisation has in a group now, with their dates.
pub(super) async fn states_in(
    connection: &mut Connection,
    programme: &str,
    group: &str,
    organisation: &str,
) -> sqlx::Result<Vec<(String, Option<String>)>> {
    sql!(connection, c => query_as(
        "SELECT state, state_on FROM membership_states
         WHERE programme = $1 AND group_slug = $2 AND organisation = $3 AND until_sequence IS NULL",
    ).bind(programme).bind(group).bind(organisation).fetch_all(c))
}
