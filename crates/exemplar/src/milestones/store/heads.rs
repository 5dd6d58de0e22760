//! What stands of each milestone at a moment: the date it was done, or else is expected; in order, a page at a time.

use database::{Connection, sql};
use sqlx::{AssertSqlSafe, query_as, query_scalar};

use super::{DateRow, Which, dates};
use crate::journal::Moment;
use crate::platform::dates::PartialDate;

/// What stands of an organisation's milestone.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct HeadRow {
    /// The organisation's code.
    pub organisation: String,
    /// The milestone.
    pub milestone: String,
    due_on: String,
    /// The same as a day: a year or month as its last.
    pub day: String,
    /// The entry that wrote it.
    pub from_sequence: i64,
}

impl HeadRow {
    /// The date.
    #[must_use]
    pub fn date(&self) -> PartialDate {
        self.due_on.parse().unwrap_or(PartialDate::Year(9999))
    }
}

/// The last day of a stored date, as the index has it. The last of a month stands as the 31st, which sorts the same.
macro_rules! last_day {
    () => {
        "(CASE length(d.due_on) WHEN 4 THEN d.due_on || '-12-31' WHEN 7 THEN d.due_on || '-31' ELSE d.due_on END)"
    };
}

/// Whether a date `d` stands: none was said of its milestone that counts before it. Done counts before expected, which counts
/// before promised, as their words are ordered; of the same the newest counts, but the first promise.
macro_rules! stands {
    () => {
        "d.known_from <= $2 AND d.from_sequence <= $3
         AND NOT EXISTS (SELECT 1 FROM milestone_dates_set_aside a WHERE a.date_id = d.id AND a.from_sequence <= $3)
         AND NOT EXISTS (
            SELECT 1 FROM milestone_dates l
            WHERE l.programme = d.programme AND l.milestone = d.milestone AND l.organisation = d.organisation
              AND l.kind <= d.kind AND l.known_from <= $2 AND l.from_sequence <= $3
              AND (l.kind < d.kind
                OR (d.kind <> 'promised' AND (l.known_from, l.from_sequence, l.id) > (d.known_from, d.from_sequence, d.id))
                OR (d.kind = 'promised' AND (l.known_from, l.from_sequence, l.id) < (d.known_from, d.from_sequence, d.id)))
              AND NOT EXISTS (SELECT 1 FROM milestone_dates_set_aside a WHERE a.date_id = l.id AND a.from_sequence <= $3))"
    };
}

/// In which direction a list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// What comes first, first.
    First,
    /// What comes last, first.
    Last,
}

/// What stands of one milestone, after a day and code.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_milestone(
    connection: &mut Connection,
    (programme, milestone): (&str, &str),
    (order, after, most): (Order, (&str, &str), i64),
    moment: Moment,
) -> sqlx::Result<Vec<HeadRow>> {
    let rows: Vec<HeadRow> = match order {
        Order::First => sql!(connection, c => query_as(concat!(
            "SELECT d.organisation, d.milestone, d.due_on, ", last_day!(), " AS day, d.from_sequence FROM milestone_dates d
             WHERE d.programme = $1 AND d.milestone = $4 AND ", last_day!(), " >= $5
               AND (", last_day!(), ", d.organisation) > ($5, $6) AND ", stands!(), "
             ORDER BY ", last_day!(), ", d.organisation LIMIT $7"
        )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(milestone).bind(after.0).bind(after.1).bind(most)
            .fetch_all(c)),
        Order::Last => sql!(connection, c => query_as(concat!(
            "SELECT d.organisation, d.milestone, d.due_on, ", last_day!(), " AS day, d.from_sequence FROM milestone_dates d
             WHERE d.programme = $1 AND d.milestone = $4 AND ", last_day!(), " <= $5 AND ", stands!(), "
             ORDER BY ", last_day!(), " DESC, d.organisation DESC LIMIT $6"
        )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(milestone).bind(after.0).bind(most).fetch_all(c)),
    }?;
    Ok(rows)
}

/// Every date that was said of one milestone by these organisations.
///
/// # Errors
/// When the database cannot be read.
pub async fn dates_of(
    connection: &mut Connection,
    (programme, milestone): (&str, &str),
    codes: &[&str],
    moment: Moment,
) -> sqlx::Result<Vec<DateRow>> {
    let places: Vec<String> = (5..5 + codes.len()).map(|at| format!("${at}")).collect();
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let text =
        dates!("d.programme = $1 AND d.milestone = $4 AND d.organisation IN (#)").replacen('#', &places.join(", "), 1);
    sql!(connection, c => async {
        let mut asked = query_as(AssertSqlSafe(text))
            .bind(programme)
            .bind(moment.day())
            .bind(moment.sequence)
            .bind(milestone);
        for code in codes {
            asked = asked.bind(*code);
        }
        asked.fetch_all(c).await
    })
}

/// The organisations with any date in a programme after this code, by code.
///
/// # Errors
/// When the database cannot be read.
pub async fn organisations_after(
    connection: &mut Connection,
    programme: &str,
    (after, most): (&str, i64),
    moment: Moment,
) -> sqlx::Result<Vec<String>> {
    // From code to code along the index, and no further than is asked for.
    let mut codes: Vec<String> = sql!(connection, c => query_scalar(
        "WITH RECURSIVE every (code) AS (
            SELECT MIN(organisation) FROM milestone_dates WHERE organisation > $4
            UNION ALL
            SELECT (SELECT MIN(organisation) FROM milestone_dates WHERE organisation > every.code)
            FROM every WHERE every.code IS NOT NULL
         )
         SELECT code FROM every
         WHERE code IS NOT NULL AND EXISTS (
            SELECT 1 FROM milestone_dates d
            WHERE d.organisation = every.code AND d.programme = $1 AND d.known_from <= $2 AND d.from_sequence <= $3)
         LIMIT $5",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).bind(after).bind(most).fetch_all(c))?;
    codes.sort();
    Ok(codes)
}

/// How many dates are looked at to find those that stand: most were replaced by later ones, and nearly all first promises.
const LOOKED_AT: i64 = 1_000;
const PROMISES_LOOKED_AT: i64 = 400;

/// What is looked at of one kind of date: at most the number that the last parameter says.
macro_rules! window {
    ($name:literal, $kind:literal, $condition:literal, $order:literal, $most:literal) => {
        concat!(
            "SELECT * FROM (SELECT * FROM milestone_dates WHERE programme = $1 AND kind = '",
            $kind,
            "' AND ",
            $condition,
            " AND known_from <= $2 AND from_sequence <= $3 ORDER BY due_on ",
            $order,
            " LIMIT ",
            $most,
            ") AS ",
            $name
        )
    };
}

/// What is expected from the day of `moment` on and not done, the next first; or was expected before it, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn open(
    connection: &mut Connection,
    programme: &str,
    (which, most): (Which, i64),
    moment: Moment,
) -> sqlx::Result<Vec<HeadRow>> {
    let day = moment.day();
    let (month, year) = (day.get(..7).unwrap_or_default(), day.get(..4).unwrap_or_default());
    let rows: Vec<HeadRow> = match which {
        // A month or a year that has begun may still end later.
        Which::ToCome => sql!(connection, c => query_as(concat!(
            "SELECT d.organisation, d.milestone, d.due_on, ", last_day!(), " AS day, d.from_sequence FROM (",
            window!("expected", "expected", "due_on >= $2", "", "$4"), " UNION ALL ",
            window!("promised", "promised", "due_on >= $2", "", "$5"), " UNION ALL ",
            window!("soon_expected", "expected", "due_on IN ($7, $8)", "", "$4"), " UNION ALL ",
            window!("soon_promised", "promised", "due_on IN ($7, $8)", "", "$5"), ") AS d
             WHERE ", last_day!(), " >= $2 AND ", stands!(), "
             ORDER BY ", last_day!(), ", d.organisation, d.milestone LIMIT $6"
        )).bind(programme).bind(&day).bind(moment.sequence).bind(LOOKED_AT).bind(PROMISES_LOOKED_AT).bind(most)
            .bind(month).bind(year).fetch_all(c)),
        Which::Passed => sql!(connection, c => query_as(concat!(
            "SELECT d.organisation, d.milestone, d.due_on, ", last_day!(), " AS day, d.from_sequence FROM (",
            window!("expected", "expected", "due_on < $2", "DESC", "$4"), " UNION ALL ",
            window!("promised", "promised", "due_on < $2", "DESC", "$5"), ") AS d
             WHERE ", last_day!(), " < $2 AND ", stands!(), "
             ORDER BY ", last_day!(), " DESC, d.organisation, d.milestone LIMIT $6"
        )).bind(programme).bind(&day).bind(moment.sequence).bind(LOOKED_AT).bind(PROMISES_LOOKED_AT).bind(most)
            .fetch_all(c)),
    }?;
    Ok(rows)
}
