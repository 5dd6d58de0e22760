//! What stands of each milestone at a moment: the date it was done, or else is expected; in order, a page at a time.

use database::{Connection, Transaction, execute, sql};
use sqlx::{AssertSqlSafe, query, query_as, query_scalar};

use super::super::standing::Stood;
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

/// What a standing date is read with, and what stands at a moment.
macro_rules! heads {
    ($condition:literal) => {
        concat!(
            "SELECT d.organisation, d.milestone, d.due_on, d.day, d.from_entry AS from_sequence FROM standing_dates d
             WHERE d.programme = $1 AND d.known_from <= $2 AND (d.known_until IS NULL OR d.known_until > $2)
               AND d.from_entry <= $3 AND (d.until_entry IS NULL OR d.until_entry > $3) AND ",
            $condition
        )
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
    match order {
        Order::First => sql!(connection, c => query_as(heads!(
            "d.milestone = $4 AND d.day >= $5 AND (d.day, d.organisation) > ($5, $6)
             ORDER BY d.day, d.organisation LIMIT $7"
        )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(milestone).bind(after.0).bind(after.1).bind(most)
            .fetch_all(c)),
        Order::Last => sql!(connection, c => query_as(heads!(
            "d.milestone = $4 AND d.day <= $5 ORDER BY d.day DESC, d.organisation DESC LIMIT $6"
        )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(milestone).bind(after.0).bind(most).fetch_all(c)),
    }
}

/// Every date that was said of these milestones of organisations in a programme, each a milestone and a code.
///
/// # Errors
/// When the database cannot be read.
pub async fn dates_of(
    connection: &mut Connection,
    programme: &str,
    of: &[(&str, &str)],
    moment: Moment,
) -> sqlx::Result<Vec<DateRow>> {
    let places: Vec<String> = (0..of.len()).map(|at| format!("(${}, ${})", at * 2 + 4, at * 2 + 5)).collect();
    if places.is_empty() {
        return Ok(Vec::new());
    }
    // SQLite finds rows by an index for each row of a table, but not for each of a list of pairs.
    let text = dates!("d.programme = $1 AND d.milestone = w.milestone AND d.organisation = w.organisation");
    let text = text.replacen("FROM milestone_dates d", "FROM wanted w CROSS JOIN milestone_dates d", 1);
    let text = format!("WITH wanted (milestone, organisation) AS (VALUES {}) {text}", places.join(", "));
    sql!(connection, c => async {
        let mut asked = query_as(AssertSqlSafe(text)).bind(programme).bind(moment.day()).bind(moment.sequence);
        for (milestone, code) in of {
            asked = asked.bind(*milestone).bind(*code);
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
    match which {
        Which::ToCome => sql!(connection, c => query_as(heads!(
            "d.kind <> 'done' AND d.day >= $2 ORDER BY d.day, d.organisation, d.milestone LIMIT $4"
        )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(most).fetch_all(c)),
        Which::Passed => sql!(connection, c => query_as(heads!(
            "d.kind <> 'done' AND d.day < $2 ORDER BY d.day DESC, d.organisation DESC, d.milestone DESC LIMIT $4"
        )).bind(programme).bind(moment.day()).bind(moment.sequence).bind(most).fetch_all(c)),
    }
}

/// A milestone of an organisation: its programme, its name and the code; what stands of it, as kind and date; what was first
/// promised, and what was expected last.
type Counting = (String, String, String, String, String, Option<String>, Option<String>);

/// The newest or oldest date of a kind that was said of the milestone of a standing date.
macro_rules! said {
    ($kind:literal, $order:literal) => {
        concat!(
            "(SELECT p.due_on FROM milestone_dates p
              WHERE p.programme = d.programme AND p.milestone = d.milestone AND p.organisation = d.organisation
                AND p.kind = '",
            $kind,
            "' AND p.known_from <= $1 AND p.from_sequence <= $2 AND NOT EXISTS (
                    SELECT 1 FROM milestone_dates_set_aside a WHERE a.date_id = p.id AND a.from_sequence <= $2)
              ORDER BY p.known_from ",
            $order,
            ", p.from_sequence ",
            $order,
            ", p.id ",
            $order,
            " LIMIT 1)"
        )
    };
}

/// Of every milestone of these organisations the dates that count: the first promise, what is now expected, and when it was done.
/// Why they moved and who says so is left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn that_count(connection: &mut Connection, codes: &[&str], moment: Moment) -> sqlx::Result<Vec<DateRow>> {
    let mut all = Vec::new();
    for codes in codes.chunks(TOGETHER) {
        let places: Vec<String> = (3..3 + codes.len()).map(|at| format!("${at}")).collect();
        let text = concat!(
            "SELECT d.programme, d.milestone, d.organisation, d.kind, d.due_on, ",
            said!("promised", "ASC"),
            ", ",
            said!("expected", "DESC"),
            " FROM standing_dates d
             WHERE d.organisation IN (#) AND d.known_from <= $1 AND (d.known_until IS NULL OR d.known_until > $1)
               AND d.from_entry <= $2 AND (d.until_entry IS NULL OR d.until_entry > $2)
             ORDER BY d.organisation, d.programme, d.milestone"
        )
        .replacen('#', &places.join(", "), 1);
        let found: Vec<Counting> = sql!(connection, c => async {
            let mut asked = query_as(AssertSqlSafe(text)).bind(moment.day()).bind(moment.sequence);
            for code in codes {
                asked = asked.bind(*code);
            }
            asked.fetch_all(c).await
        })?;
        for (programme, milestone, code, kind, due_on, promised, expected) in found {
            let of = (programme.as_str(), milestone.as_str(), code.as_str());
            let done = Some(due_on).filter(|_| kind == "done");
            let dates = [("promised", promised), ("expected", expected), ("done", done)];
            all.extend(dates.into_iter().filter_map(|(kind, date)| Some(DateRow::bare(of, kind, date?))));
        }
    }
    Ok(all)
}

/// What stands of the dates of an organisation in a programme, as it is written now.
pub(in crate::milestones) async fn current(
    connection: &mut Connection,
    (programme, organisation): (&str, &str),
) -> sqlx::Result<Vec<Stood>> {
    sql!(connection, c => query_as(
        "SELECT milestone, organisation, kind, due_on, day, known_from, known_until FROM standing_dates
         WHERE programme = $1 AND organisation = $2 AND until_entry IS NULL",
    ).bind(programme).bind(organisation).fetch_all(c))
}

/// Ends what was written of a standing date.
pub(in crate::milestones) async fn end(
    tx: &mut Transaction,
    programme: &str,
    row: &Stood,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "UPDATE standing_dates SET until_entry = $1
             WHERE programme = $2 AND organisation = $3 AND milestone = $4 AND known_from = $5 AND until_entry IS NULL"
        )
        .bind(sequence)
        .bind(programme)
        .bind(&row.organisation)
        .bind(&row.milestone)
        .bind(&row.known_from)
    )?;
    Ok(())
}

/// How many rows are written with one statement.
const TOGETHER: usize = 200;

/// Writes what stands.
pub(in crate::milestones) async fn insert(
    tx: &mut Transaction,
    programme: &str,
    rows: &[Stood],
    sequence: i64,
) -> sqlx::Result<()> {
    for rows in rows.chunks(TOGETHER) {
        let places = (0..rows.len()).map(|row| {
            let of: Vec<String> = (3..10).map(|at| format!("${}", row * 7 + at)).collect();
            format!("($1, {}, $2)", of.join(", "))
        });
        let text = format!(
            "INSERT INTO standing_dates
                (programme, milestone, organisation, kind, due_on, day, known_from, known_until, from_entry)
             VALUES {}",
            places.collect::<Vec<_>>().join(", ")
        );
        sql!(tx, c => async {
            let mut insert = query(AssertSqlSafe(text)).bind(programme).bind(sequence);
            for row in rows {
                insert = insert
                    .bind(&row.milestone)
                    .bind(&row.organisation)
                    .bind(&row.kind)
                    .bind(&row.due_on)
                    .bind(&row.day)
                    .bind(&row.known_from)
                    .bind(&row.known_until);
            }
            insert.execute(c).await.map(drop)
        })?;
    }
    Ok(())
}
