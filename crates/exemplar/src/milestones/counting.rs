//! What is counted of dates as they are written: which moved for which reasons, how many were promised for or done in each month,
//! and how many organisations have a date for each milestone. A programme may have a million dates, and its pages add up a few
//! thousand rows. No record: the counts are made from the dates, in the transaction that writes them.

use std::collections::BTreeMap;

use database::Transaction;
use jiff::civil::Date;

use super::{DateRow, Kind, Plan, plans, standing, store};
use crate::facts::Line;
use crate::programmes::days_between;

/// What is counted under one reason and day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moved {
    /// Dates.
    pub dates: i64,
    /// Organisations whose first date moved for the reason on that day.
    pub organisations: i64,
    /// Days later; what became earlier counts as none.
    pub days: i64,
}

/// What is counted of the plans of one organisation in one programme: by the word of the reason, empty for none, and by the
/// day it was known from. A date moved when another stood before it: one that is said again has not.
pub(super) fn moved(plans: &[Plan]) -> BTreeMap<(String, String), Moved> {
    let mut counts: BTreeMap<(String, String), Moved> = BTreeMap::new();
    for plan in plans {
        let dates: Vec<_> = plan.history.iter().filter(|row| row.kind() != Kind::Done).collect();
        let moved =
            |(before, row): &(&&DateRow, &&DateRow)| row.kind() == Kind::Expected && row.stored() != before.stored();
        for (before, row) in dates.iter().zip(dates.iter().skip(1)).filter(moved) {
            let count = counts.entry((row.reason_word().to_owned(), row.known_from.clone())).or_default();
            count.dates += 1;
            count.days += days_between(before.date(), row.date()).max(0);
        }
    }
    let mut last = None;
    for ((reason, _), count) in &mut counts {
        if last.as_ref() != Some(reason) {
            count.organisations = 1;
            last = Some(reason.clone());
        }
    }
    counts
}

/// Counts of dates that were made here, to be added together: each by the day it was known from.
#[derive(Debug, Default)]
pub struct Counts {
    /// By the word of the reason.
    pub(super) moved: BTreeMap<(String, String), Moved>,
    /// By kind and month: what was promised or done.
    pub(super) months: BTreeMap<(String, String, String), i64>,
    /// By milestone: organisations whose first date it is.
    pub(super) firsts: BTreeMap<(String, String), i64>,
}

impl Counts {
    /// Counts the dates of one organisation in one programme, each with the day it is known from, none of which was counted
    /// before.
    pub fn count<'a>(&mut self, lines: impl Iterator<Item = (&'a Line, Date)>) {
        self.add_up(&standing::plans_of(lines), 1);
    }

    fn add_up(&mut self, plans: &[Plan], sign: i64) {
        for (key, count) in moved(plans) {
            let sum = self.moved.entry(key).or_default();
            sum.dates += sign * count.dates;
            sum.organisations += sign * count.organisations;
            sum.days += sign * count.days;
        }
        for plan in plans {
            if let Some(first) = plan.history.iter().map(|row| &row.known_from).min() {
                *self.firsts.entry((plan.milestone.clone(), first.clone())).or_default() += sign;
            }
            // What was first promised may be said by several, or confirmed: it is one promise.
            let done = plan.history.iter().filter(|row| row.kind() == Kind::Done);
            for row in plan.promised().into_iter().chain(done) {
                let day = row.date().last_day();
                let month = format!("{:04}-{:02}", day.year(), day.month());
                *self.months.entry((row.kind.clone(), month, row.known_from.clone())).or_default() += sign;
            }
        }
    }

    /// Writes what was counted in a programme, as recorded on `today`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add(mut self, tx: &mut Transaction, programme: &str, today: Date) -> sqlx::Result<()> {
        self.moved.retain(|_, count| *count != Moved::default());
        self.months.retain(|_, count| *count != 0);
        self.firsts.retain(|_, count| *count != 0);
        store::counts::add(tx, programme, &self, today).await
    }
}

/// Counts anew what was written under `sequence` of one organisation in one programme, or set aside under it, and works out what
/// stands since.
///
/// # Errors
/// When the database refuses.
pub async fn recount(
    tx: &mut Transaction,
    (programme, organisation): (&str, &str),
    (sequence, today): (i64, Date),
) -> sqlx::Result<()> {
    let mut counts = Counts::default();
    for (sequence, sign) in [(sequence - 1, -1), (sequence, 1)] {
        let of = plans(store::counts::dates_with(tx, (programme, organisation), sequence).await?);
        counts.add_up(&of, sign);
        if sign > 0 {
            standing::restand(tx, (programme, organisation), &of, sequence).await?;
        }
    }
    counts.add(tx, programme, today).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::DateRow;

    #[test]
    fn days_are_counted_by_the_reason_given_for_them_and_the_day_it_was_known_from() {
        let rows = vec![
            DateRow::of("promised", "2018-06-01", "2017-01-01"),
            DateRow::with_reason("2018-06-11", "2017-02-01", "supplier"),
            DateRow::with_reason("2018-07-11", "2017-03-01", "centre-money"),
            DateRow::with_reason("2018-07-01", "2017-04-01", "staff"),
            DateRow::with_reason("2018-07-04", "2017-05-01", "supplier"),
            DateRow::of("done", "2018-07-05", "2018-07-05"),
        ];
        let counts = moved(&plans(rows));
        let said: Vec<_> = counts.iter().map(|((reason, day), c)| (reason.as_str(), day.as_str(), *c)).collect();
        let of = |dates, organisations, days| Moved { dates, organisations, days };
        assert_eq!(
            said,
            [
                ("centre-money", "2017-03-01", of(1, 1, 30)),
                ("staff", "2017-04-01", of(1, 1, 0)),
                ("supplier", "2017-02-01", of(1, 1, 10)),
                ("supplier", "2017-05-01", of(1, 0, 3)),
            ]
        );
    }

    #[test]
    fn what_is_said_again_has_not_moved() {
        let rows = vec![
            DateRow::of("promised", "2018-06-01", "2017-01-01"),
            DateRow::with_reason("2018-06-01", "2017-02-01", "supplier"),
        ];
        assert!(moved(&plans(rows)).is_empty());
    }

    #[test]
    fn a_first_date_has_not_moved() {
        assert!(moved(&plans(vec![DateRow::with_reason("2018-06-11", "2017-02-01", "supplier")])).is_empty());
    }
}
