//! The tables `moved_dates`, `dates_by_month` and `dated_organisations`: counts of dates.

use std::collections::HashMap;

use database::{Connection, Transaction, execute, sql};
use jiff::civil::Date;
use sqlx::{query, query_as, query_scalar};

use super::super::counting::Counts;
use super::DateRow;
use crate::journal::Moment;
use crate::platform::clock;

/// Adds counts that were recorded on `today`.
pub(in crate::milestones) async fn add(
    tx: &mut Transaction,
    programme: &str,
    counts: &Counts,
    today: Date,
) -> sqlx::Result<()> {
    let today = today.to_string();
    for ((reason, known_from), count) in &counts.moved {
        execute!(
            tx,
            query(
                "INSERT INTO moved_dates (programme, reason, known_from, recorded_on, dates, organisations, days)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (programme, reason, known_from, recorded_on) DO UPDATE SET
                    dates = moved_dates.dates + excluded.dates,
                    organisations = moved_dates.organisations + excluded.organisations,
                    days = moved_dates.days + excluded.days"
            )
            .bind(programme)
            .bind(reason)
            .bind(known_from)
            .bind(&today)
            .bind(count.dates)
            .bind(count.organisations)
            .bind(count.days)
        )?;
    }
    for ((kind, month, known_from), count) in &counts.months {
        execute!(
            tx,
            query(
                "INSERT INTO dates_by_month (programme, kind, month, known_from, recorded_on, dates)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (programme, kind, month, known_from, recorded_on)
                 DO UPDATE SET dates = dates_by_month.dates + excluded.dates"
            )
            .bind(programme)
            .bind(kind)
            .bind(month)
            .bind(known_from)
            .bind(&today)
            .bind(count)
        )?;
    }
    for ((milestone, known_from), count) in &counts.firsts {
        execute!(
            tx,
            query(
                "INSERT INTO dated_organisations (programme, milestone, known_from, recorded_on, organisations)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (programme, milestone, known_from, recorded_on)
                 DO UPDATE SET organisations = dated_organisations.organisations + excluded.organisations"
            )
            .bind(programme)
            .bind(milestone)
            .bind(known_from)
            .bind(&today)
            .bind(count)
        )?;
    }
    Ok(())
}

/// The day by which something was recorded that a moment has; none when it has nothing.
async fn recorded_by(connection: &mut Connection, moment: Moment) -> sqlx::Result<Option<String>> {
    if moment.sequence == i64::MAX {
        return Ok(Some("9999-12-31".to_owned()));
    }
    let at: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT recorded_at FROM journal_entries WHERE sequence = $1",
    ).bind(moment.sequence).fetch_optional(c))?;
    let at = at.and_then(|at| jiff::Timestamp::from_microsecond(at).ok());
    Ok(at.map(|at| clock::day_of(at).to_string()))
}

/// How many dates were promised for, or done in, each month by the moment: kind, month and number.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_month(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<Vec<(String, String, i64)>> {
    let Some(recorded_by) = recorded_by(connection, moment).await? else { return Ok(Vec::new()) };
    sql!(connection, c => query_as(
        "SELECT kind, month, CAST(SUM(dates) AS BIGINT) FROM dates_by_month
         WHERE programme = $1 AND known_from <= $2 AND recorded_on <= $3
         GROUP BY kind, month HAVING SUM(dates) > 0",
    ).bind(programme).bind(moment.day()).bind(recorded_by).fetch_all(c))
}

/// How many organisations have a date for each milestone of a programme by the moment.
///
/// # Errors
/// When the database cannot be read.
pub async fn organisations(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<HashMap<String, i64>> {
    let Some(recorded_by) = recorded_by(connection, moment).await? else { return Ok(HashMap::new()) };
    let counts: Vec<(String, i64)> = sql!(connection, c => query_as(
        "SELECT milestone, CAST(SUM(organisations) AS BIGINT) FROM dated_organisations
         WHERE programme = $1 AND known_from <= $2 AND recorded_on <= $3 GROUP BY milestone",
    ).bind(programme).bind(moment.day()).bind(recorded_by).fetch_all(c))?;
    Ok(counts.into_iter().collect())
}

/// The dates of an organisation in a programme that stood on record with an entry, which may not be written yet.
pub(in crate::milestones) async fn dates_with(
    connection: &mut Connection,
    (programme, organisation): (&str, &str),
    sequence: i64,
) -> sqlx::Result<Vec<DateRow>> {
    sql!(connection, c => query_as(
        "SELECT d.programme, d.milestone, d.organisation, d.kind, d.due_on, d.reason, d.note, d.source, d.published,
                d.known_from, CAST(0 AS BIGINT) AS recorded_at
         FROM milestone_dates d
         WHERE d.organisation = $1 AND d.programme = $2 AND d.from_sequence <= $3
           AND NOT EXISTS (SELECT 1 FROM milestone_dates_set_aside a WHERE a.date_id = d.id AND a.from_sequence <= $3)
         ORDER BY d.milestone, d.known_from, d.from_sequence, d.id",
    ).bind(organisation).bind(programme).bind(sequence).fetch_all(c))
}

/// How many dates of a programme moved by the moment, of how many organisations and by how many days, by the word of the
/// reason.
pub(in crate::milestones) async fn sums(
    connection: &mut Connection,
    programme: &str,
    moment: Moment,
) -> sqlx::Result<Vec<(String, i64, i64, i64)>> {
    let Some(recorded_by) = recorded_by(connection, moment).await? else { return Ok(Vec::new()) };
    sql!(connection, c => query_as(
        "SELECT reason, CAST(SUM(dates) AS BIGINT), CAST(SUM(organisations) AS BIGINT), CAST(SUM(days) AS BIGINT)
         FROM moved_dates WHERE programme = $1 AND known_from <= $2 AND recorded_on <= $3
         GROUP BY reason HAVING SUM(dates) > 0",
    ).bind(programme).bind(moment.day()).bind(recorded_by).fetch_all(c))
}

/// Whether nothing was counted though there are dates: the dates are older than the counts.
pub(in crate::milestones) async fn is_behind(connection: &mut Connection) -> sqlx::Result<bool> {
    let counted: Option<i64> =
        sql!(connection, c => query_scalar("SELECT organisations FROM dated_organisations LIMIT 1").fetch_optional(c))?;
    let dated: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM milestone_dates LIMIT 1",
    ).fetch_optional(c))?;
    Ok(counted.is_none() && dated.is_some())
}

/// Every programme and organisation with dates, each with the entries that wrote them and when, the oldest first.
pub(in crate::milestones) async fn written(
    connection: &mut Connection,
) -> sqlx::Result<Vec<(String, String, i64, i64)>> {
    sql!(connection, c => query_as(
        "SELECT DISTINCT d.programme, d.organisation, d.from_sequence, j.recorded_at
         FROM milestone_dates d JOIN journal_entries j ON j.sequence = d.from_sequence
         ORDER BY d.programme, d.organisation, d.from_sequence",
    ).fetch_all(c))
}
