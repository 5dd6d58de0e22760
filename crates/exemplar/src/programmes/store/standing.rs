//! Who is in a programme and how far they got, counted and by code.

use std::collections::HashMap;

use database::{Connection, sql};
use sqlx::{AssertSqlSafe, query_as};

use crate::journal::Moment;

/// The place of a state among [`Step::ALL`](crate::programmes::Step::ALL).
macro_rules! step {
    () => {
        "CASE WHEN state = 'proposed' AND lower(said) = 'named' THEN 0 WHEN state = 'proposed' THEN 1
         WHEN state = 'due-diligence' THEN 2 WHEN state = 'agreed' THEN 3 WHEN state = 'funded' THEN 4
         WHEN state = 'completed' THEN 5 ELSE 6 END"
    };
}

/// What a member stands at, by its group and code: `{}` stands for a condition more.
macro_rules! standing {
    ($condition:literal) => {
        concat!(
            "SELECT group_slug, organisation, CAST(MAX(",
            step!(),
            ") AS BIGINT) AS step FROM membership_states
             WHERE programme = $1 AND known_from <= $2 AND from_sequence <= $3
               AND (until_sequence IS NULL OR until_sequence > $3)",
            $condition,
            " GROUP BY group_slug, organisation"
        )
    };
}

/// How many organisations each programme has at `moment`, by slug.
///
/// # Errors
/// When the database cannot be read.
pub async fn members_of_each(connection: &mut Connection, moment: Moment) -> sqlx::Result<HashMap<String, i64>> {
    let counts: Vec<(String, i64)> = sql!(connection, c => query_as(
        "SELECT programme, COUNT(*) FROM (
            SELECT DISTINCT programme, organisation FROM membership_states
            WHERE known_from <= $1 AND from_sequence <= $2 AND (until_sequence IS NULL OR until_sequence > $2)
         ) AS members GROUP BY programme",
    ).bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
    Ok(counts.into_iter().collect())
}

/// How many organisations are asked for in one query.
const ASKED: usize = 500;

/// The programmes that any of these organisations is a member of, each with the organisation.
///
/// # Errors
/// When the database cannot be read.
pub async fn programmes_of_some(
    connection: &mut Connection,
    codes: &[&str],
    moment: Moment,
) -> sqlx::Result<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = Vec::new();
    for codes in codes.chunks(ASKED) {
        let places: Vec<String> = (3..3 + codes.len()).map(|at| format!("${at}")).collect();
        let text = format!(
            "SELECT DISTINCT programme, organisation FROM membership_states
             WHERE known_from <= $1 AND from_sequence <= $2 AND (until_sequence IS NULL OR until_sequence > $2)
               AND organisation IN ({})",
            places.join(", ")
        );
        let found: Vec<(String, String)> = sql!(connection, c => async {
            let mut asked = query_as(AssertSqlSafe(text)).bind(moment.day()).bind(moment.sequence);
            for code in codes {
                asked = asked.bind(*code);
            }
            asked.fetch_all(c).await
        })?;
        all.extend(found);
    }
    Ok(all)
}

/// How many members each group of a programme has at each step, by group and the step's place.
///
/// # Errors
/// When the database cannot be read.
pub async fn counts(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<Vec<(String, i64, i64)>> {
    sql!(connection, c => query_as(concat!(
        "SELECT group_slug, step, COUNT(*) FROM (", standing!(""), ") AS members
         GROUP BY group_slug, step ORDER BY group_slug, step"
    )).bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// Who is in a group of a programme, by code, each with the place of the step it came to last.
///
/// # Errors
/// When the database cannot be read.
pub async fn standing_in(
    connection: &mut Connection,
    (programme, group): (&str, &str),
    moment: Moment,
) -> sqlx::Result<Vec<(String, i64)>> {
    sql!(connection, c => query_as(concat!(
        "SELECT organisation, step FROM (", standing!(" AND group_slug = $4"), ") AS members ORDER BY organisation"
    )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(group).fetch_all(c))
}

/// The members whose step has at most this place, as many as are asked for, by group and code.
///
/// # Errors
/// When the database cannot be read.
pub async fn standing_low(
    connection: &mut Connection,
    programme: &str,
    (step, most): (i64, i64),
    moment: Moment,
) -> sqlx::Result<Vec<(String, String, i64)>> {
    sql!(connection, c => query_as(concat!(
        standing!(""), " HAVING MAX(", step!(), ") <= $4 ORDER BY group_slug, organisation LIMIT $5"
    )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(step).bind(most).fetch_all(c))
}

/// What these organisations stand at in a programme: group, code, and the place of the step.
///
/// # Errors
/// When the database cannot be read.
pub async fn standing_of(
    connection: &mut Connection,
    programme: &str,
    codes: &[&str],
    moment: Moment,
) -> sqlx::Result<Vec<(String, String, i64)>> {
    let mut all: Vec<(String, String, i64)> = Vec::new();
    for codes in codes.chunks(ASKED) {
        let places: Vec<String> = (4..4 + codes.len()).map(|at| format!("${at}")).collect();
        let text = standing!(" AND organisation IN (#)").replacen('#', &places.join(", "), 1);
        let found: Vec<(String, String, i64)> = sql!(connection, c => async {
            let mut asked = query_as(AssertSqlSafe(text)).bind(programme).bind(moment.day()).bind(moment.sequence);
            for code in codes {
                asked = asked.bind(*code);
            }
            asked.fetch_all(c).await
        })?;
        all.extend(found);
    }
    Ok(all)
}

/// Who is in a programme, by group and code, each with the step it came to last, as its place among the steps.
///
/// # Errors
/// When the database cannot be read.
pub async fn standing(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<Vec<(String, String, i64)>> {
    sql!(connection, c => query_as(concat!(
        standing!(""), " ORDER BY group_slug, organisation"
    )).bind(programme).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}
