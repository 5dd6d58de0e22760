//! How an organisation's past dates held, as a range for its next one; and what was promised against what was delivered,
//! month by month: pure.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Kind, Plan};
use crate::platform::dates::PartialDate;
use crate::programmes::{counted, days_between};

/// The fewest past dates a range is made of.
const FEWEST: usize = 3;

/// How far past dates were from what came of them, in days; below 0 it came earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Of how many dates.
    pub dates: usize,
    /// The earliest it came.
    pub earliest: i64,
    /// The middle.
    pub middle: i64,
    /// The latest.
    pub latest: i64,
}

/// How the dates that were said of milestones held that are done since; none when there are too few.
#[must_use]
pub fn held<'a>(plans: impl IntoIterator<Item = &'a Plan>) -> Option<Held> {
    let mut days: Vec<i64> = Vec::new();
    for plan in plans {
        let Some(done) = plan.done() else { continue };
        let said = plan.history.iter().filter(|row| row.kind() != Kind::Done);
        days.extend(said.map(|row| days_between(row.date(), done.date())));
    }
    days.sort_unstable();
    let (earliest, latest) = (*days.first()?, *days.last()?);
    let middle = *days.get(days.len() / 2)?;
    (days.len() >= FEWEST).then_some(Held { dates: days.len(), earliest, middle, latest })
}

impl Held {
    /// In a sentence.
    #[must_use]
    pub fn said(&self) -> String {
        let apart = |days: i64| match days {
            0 => "on the day".to_owned(),
            days if days > 0 => format!("{} later", counted(days, "day")),
            days => format!("{} earlier", counted(-days, "day")),
        };
        format!(
            "{} were said of milestones that are done since. They were done between {} and {} than said, in the middle {}.",
            counted(i64::try_from(self.dates).unwrap_or(0), "date"),
            apart(self.earliest),
            apart(self.latest),
            apart(self.middle)
        )
    }

    /// Between which days something comes that is expected for `date`, if it goes as before.
    #[must_use]
    pub fn range(&self, date: PartialDate) -> Option<(Date, Date)> {
        let moved = |days: i64| date.last_day().checked_add(jiff::Span::new().try_days(days).ok()?).ok();
        Some((moved(self.earliest)?, moved(self.latest)?))
    }
}

/// Up to the end of a month: how many were promised by then, and how many were done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The month: its year, and 1 to 12.
    pub month: (i16, i8),
    /// How many were promised up to then.
    pub promised: usize,
    /// How many were done; none for months to come.
    pub done: Option<usize>,
}

/// Promised against done, month by month, from the first of either to the last or to the month of `on`. `counts` are how
/// many dates of a kind fall on a stored date.
#[must_use]
pub fn curve(counts: &[(String, String, i64)], on: Date) -> Vec<Point> {
    let mut months: BTreeMap<(i16, i8), (usize, usize)> = BTreeMap::new();
    for (kind, stored, count) in counts {
        let Ok(date) = stored.parse::<PartialDate>() else { continue };
        let day = date.last_day();
        let at = months.entry((day.year(), day.month())).or_default();
        let count = usize::try_from(*count).unwrap_or(0);
        match Kind::from_word(kind) {
            Kind::Promised => at.0 += count,
            Kind::Done => at.1 += count,
            Kind::Expected => {}
        }
    }
    let now = (on.year(), on.month());
    let (Some(first), Some(last)) = (months.keys().next().copied(), months.keys().last().copied()) else {
        return Vec::new();
    };
    let (mut month, mut promised, mut done, mut points) = (first, 0, 0, Vec::new());
    while month <= last.max(now) {
        let (more, finished) = months.get(&month).copied().unwrap_or_default();
        promised += more;
        done += finished;
        points.push(Point { month, promised, done: (month <= now).then_some(done) });
        month = if month.1 == 12 { (month.0 + 1, 1) } else { (month.0, month.1 + 1) };
    }
    points
}

/// The same of these plans.
#[must_use]
pub fn curve_of(plans: &[&Plan], on: Date) -> Vec<Point> {
    let dates = plans.iter().flat_map(|plan| [("promised", plan.promised()), ("done", plan.done())]);
    let counts: Vec<(String, String, i64)> =
        dates.filter_map(|(kind, row)| Some((kind.to_owned(), row?.stored().to_owned(), 1))).collect();
    curve(&counts, on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::{DateRow, plans};

    #[test]
    fn past_dates_make_a_range_for_the_next() {
        let rows = vec![
            DateRow::of("promised", "2018-06-01", "2017-01-01"),
            DateRow::of("expected", "2018-07-01", "2018-01-01"),
            DateRow::of("expected", "2018-07-20", "2018-06-01"),
            DateRow::of("done", "2018-07-11", "2018-07-11"),
        ];
        let held = held(&plans(rows)).unwrap();
        assert_eq!(held, Held { dates: 3, earliest: -9, middle: 10, latest: 40 });
        assert!(
            held.said().contains("between 9 days earlier and 40 days later than said, in the middle 10 days later")
        );
        let (from, to) = held.range("2020-01".parse().unwrap()).unwrap();
        assert_eq!((from.to_string(), to.to_string()), ("2020-01-22".to_owned(), "2020-03-11".to_owned()));
        let few =
            vec![DateRow::of("promised", "2018-06-01", "2017-01-01"), DateRow::of("done", "2018-07-11", "2018-07-11")];
        assert_eq!(super::held(&plans(few)), None, "two are too few");
    }

    #[test]
    fn promised_and_done_add_up_and_months_to_come_have_nothing_done() {
        let count = |kind: &str, on: &str, n| (kind.to_owned(), on.to_owned(), n);
        let counts =
            [count("promised", "2018-06", 2), count("promised", "2018-09-30", 1), count("done", "2018-07-11", 1)];
        let points = curve(&counts, "2018-08-15".parse().unwrap());
        let said: Vec<_> = points.iter().map(|point| (point.month.1, point.promised, point.done)).collect();
        assert_eq!(said, [(6, 2, Some(0)), (7, 2, Some(1)), (8, 2, Some(1)), (9, 3, None)]);
        assert_eq!(curve(&[], "2018-08-15".parse().unwrap()), []);
    }
}
