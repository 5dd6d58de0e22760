//! What stands of each milestone, from when to when: the date it was done, or else is expected. No record: it is worked out of
//! the dates, in the transaction that writes them, so that a list in the order of what stands is read from an index.

use std::collections::BTreeSet;

use database::Transaction;
use jiff::civil::Date;

use super::{DateRow, Kind, Plan, plans, store};
use crate::facts::Line;

/// A date that stood of an organisation's milestone, between two days.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub(super) struct Stood {
    pub milestone: String,
    pub organisation: String,
    /// The word of its kind.
    pub kind: String,
    pub due_on: String,
    /// The last day of it.
    pub day: String,
    /// From which day it stood.
    pub known_from: String,
    /// Until which it did; none while nothing else stands.
    pub known_until: Option<String>,
}

/// What stood of these plans, from when to when.
pub(super) fn stood(plans: &[Plan]) -> BTreeSet<Stood> {
    plans.iter().flat_map(of_plan).collect()
}

fn of_plan(plan: &Plan) -> Vec<Stood> {
    let mut all: Vec<Stood> = Vec::new();
    for (place, row) in plan.history.iter().enumerate() {
        let is_last_of_day = plan.history.get(place + 1).is_none_or(|next| next.known_from != row.known_from);
        let Some(head) = plan.history.get(..=place).and_then(head).filter(|_| is_last_of_day) else { continue };
        if let Some(before) = all.last_mut() {
            if (before.kind.as_str(), before.due_on.as_str()) == (head.kind.as_str(), head.stored()) {
                continue;
            }
            before.known_until = Some(row.known_from.clone());
        }
        all.push(Stood {
            milestone: plan.milestone.clone(),
            organisation: plan.organisation.clone(),
            kind: head.kind.clone(),
            due_on: head.stored().to_owned(),
            day: head.date().last_day().to_string(),
            known_from: row.known_from.clone(),
            known_until: None,
        });
    }
    all
}

/// What stands of dates in the order in which they were known: the newest done, else the newest expected, else the first promise.
fn head(rows: &[DateRow]) -> Option<&DateRow> {
    let newest = |kind: Kind| rows.iter().rev().find(|row| row.kind() == kind);
    newest(Kind::Done).or_else(|| newest(Kind::Expected)).or_else(|| rows.first())
}

/// The plans that lines of dates of one organisation in one programme come to, each line with the day it is known from.
pub(super) fn plans_of<'a>(lines: impl Iterator<Item = (&'a Line, Date)>) -> Vec<Plan> {
    let mut rows: Vec<DateRow> = lines.map(|(line, known)| DateRow::of_line(line, known.to_string())).collect();
    rows.sort_by(|one, other| (&one.milestone, &one.known_from).cmp(&(&other.milestone, &other.known_from)));
    plans(rows)
}

/// Writes what stands of the dates of one organisation in one programme, each with the day it is known from, none of which was
/// written before.
///
/// # Errors
/// When the database refuses.
pub async fn stand_new(
    tx: &mut Transaction,
    programme: &str,
    lines: impl Iterator<Item = (&Line, Date)>,
    sequence: i64,
) -> sqlx::Result<()> {
    let all: Vec<Stood> = stood(&plans_of(lines)).into_iter().collect();
    store::heads::insert(tx, programme, &all, sequence).await
}

/// Works out anew what stands of the plans of one organisation in one programme, after what was written under `sequence`.
pub(super) async fn restand(
    tx: &mut Transaction,
    (programme, organisation): (&str, &str),
    plans: &[Plan],
    sequence: i64,
) -> sqlx::Result<()> {
    let (now, mut before) = (stood(plans), BTreeSet::new());
    for row in store::heads::current(tx, (programme, organisation)).await? {
        if !now.contains(&row) {
            store::heads::end(tx, programme, &row, sequence).await?;
        }
        before.insert(row);
    }
    let new: Vec<Stood> = now.difference(&before).cloned().collect();
    store::heads::insert(tx, programme, &new, sequence).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_stands_until_another_does_and_done_stands_before_what_is_expected() {
        let rows = vec![
            DateRow::of("promised", "2018-06", "2017-01-01"),
            DateRow::of("expected", "2018-09-01", "2017-05-01"),
            DateRow::of("expected", "2018-10-01", "2017-05-01"),
            DateRow::of("done", "2018-11-05", "2018-11-05"),
            DateRow::of("expected", "2019-01-01", "2018-12-01"),
        ];
        let said: Vec<_> = stood(&plans(rows))
            .into_iter()
            .map(|one| (one.known_from, one.day, one.known_until.unwrap_or_default()))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let of = |from: &str, day: &str, until: &str| (from.to_owned(), day.to_owned(), until.to_owned());
        assert_eq!(
            said,
            [
                of("2017-01-01", "2018-06-30", "2017-05-01"),
                of("2017-05-01", "2018-10-01", "2018-11-05"),
                of("2018-11-05", "2018-11-05", ""),
            ]
        );
    }
}
