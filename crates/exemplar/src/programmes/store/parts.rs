//! The lists of a programme a part at a time, for files: what comes after a place, in the order of an index.

use database::{Connection, sql};
use sqlx::{query_as, query_scalar};

use super::{ClaimRow, StatementRow, claim_rows, statement_rows};
use crate::journal::Moment;

/// Who is said to be paired with whom, after two codes.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::programmes) async fn pairs(
    connection: &mut Connection,
    programme: &str,
    (after, most): ((&str, &str), i64),
    moment: Moment,
) -> sqlx::Result<Vec<(String, String)>> {
    sql!(connection, c => query_as(
        "SELECT organisation, partner FROM pairing_claims
         WHERE programme = $1 AND known_from <= $2 AND from_sequence <= $3 AND (until_sequence IS NULL OR until_sequence > $3)
           AND organisation >= $4 AND (organisation, partner) > ($4, $5)
         GROUP BY organisation, partner ORDER BY organisation, partner LIMIT $6",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).bind(after.0).bind(after.1).bind(most)
        .fetch_all(c))
}

/// Everything that is said of the pairs after two codes, up to two others.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::programmes) async fn claims_between(
    connection: &mut Connection,
    programme: &str,
    (after, last): ((&str, &str), (&str, &str)),
    moment: Moment,
) -> sqlx::Result<Vec<ClaimRow>> {
    sql!(connection, c => query_as(claim_rows!(
        "k.programme = $1 AND k.organisation BETWEEN $4 AND $6
         AND (k.organisation, k.partner) > ($4, $5) AND (k.organisation, k.partner) <= ($6, $7)"
    )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(after.0).bind(after.1).bind(last.0).bind(last.1)
        .fetch_all(c))
}

/// Which statements a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::programmes) enum About {
    /// All of them.
    Anything,
    /// Those of money.
    Money,
}

/// The organisations with a statement, after a code; the empty code stands for what is of none, and comes first.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::programmes) async fn organisations_stated(
    connection: &mut Connection,
    (programme, about): (&str, About),
    (after, most): (&str, i64),
    moment: Moment,
) -> sqlx::Result<Vec<String>> {
    sql!(connection, c => query_scalar(
        "SELECT COALESCE(organisation, '') FROM statements
         WHERE programme = $1 AND known_from <= $2 AND from_sequence <= $3 AND (until_sequence IS NULL OR until_sequence > $3)
           AND COALESCE(organisation, '') >= $4 AND ($4 = '' OR COALESCE(organisation, '') > $4)
           AND (money IS NOT NULL OR CAST($5 AS BIGINT) = 1)
         GROUP BY COALESCE(organisation, '') ORDER BY COALESCE(organisation, '') LIMIT $6",
    ).bind(programme).bind(moment.day()).bind(moment.sequence).bind(after).bind(i64::from(about == About::Anything))
        .bind(most).fetch_all(c))
}

/// What is stated of the organisations with these codes and between them, by code; of one the newest first.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::programmes) async fn stated_between(
    connection: &mut Connection,
    (programme, about): (&str, About),
    (first, last): (&str, &str),
    moment: Moment,
) -> sqlx::Result<Vec<StatementRow>> {
    let mut rows: Vec<StatementRow> = sql!(connection, c => query_as(statement_rows!(
        "s.programme = $1 AND COALESCE(s.organisation, '') BETWEEN $4 AND $5
         AND (s.money IS NOT NULL OR CAST($6 AS BIGINT) = 1)"
    )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(first).bind(last)
        .bind(i64::from(about == About::Anything)).fetch_all(c))?;
    rows.sort_by(|one, other| one.organisation.cmp(&other.organisation));
    Ok(rows)
}
