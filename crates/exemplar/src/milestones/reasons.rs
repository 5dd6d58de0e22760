//! What holds organisations back: the reasons that were given for dates that moved, added up; pure.

use std::collections::BTreeSet;

use super::{Kind, Plan, Reason};
use crate::programmes::days_between;

/// What was said under one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The reason; none for dates that moved without one.
    pub reason: Option<Reason>,
    /// How many dates moved.
    pub dates: usize,
    /// Of how many organisations.
    pub organisations: usize,
    /// By how many days later, those that became earlier not counted.
    pub days: i64,
}

impl Reason {
    /// Whether it is the centre's to mend.
    #[must_use]
    pub fn is_the_centre_s(self) -> bool {
        matches!(self, Self::CentreMoney | Self::CentreDecision | Self::CentreRule)
    }
}

/// The reasons for which dates moved, the most days first. A date moved when another stood before it.
#[must_use]
pub fn reasons(plans: &[Plan]) -> Vec<Sum> {
    let of: Vec<Option<Reason>> = Reason::ALL.into_iter().map(Some).chain([None]).collect();
    let mut sums: Vec<(Sum, BTreeSet<&str>)> =
        of.into_iter().map(|reason| (Sum { reason, dates: 0, organisations: 0, days: 0 }, BTreeSet::new())).collect();
    for plan in plans {
        let dates: Vec<_> = plan.history.iter().filter(|row| row.kind() != Kind::Done).collect();
        for (before, row) in dates.iter().zip(dates.iter().skip(1)) {
            if row.kind() != Kind::Expected {
                continue;
            }
            if let Some((sum, whose)) = sums.iter_mut().find(|(sum, _)| sum.reason == row.reason()) {
                sum.dates += 1;
                sum.days += days_between(before.date(), row.date()).max(0);
                whose.insert(&plan.organisation);
            }
        }
    }
    let counted = sums.into_iter().map(|(sum, whose)| Sum { organisations: whose.len(), ..sum });
    let mut counted: Vec<Sum> = counted.filter(|sum| sum.dates > 0).collect();
    counted.sort_by_key(|one| std::cmp::Reverse((one.days, one.dates)));
    counted
}

/// The days by which dates moved later, and how many of them were the centre's to mend.
#[must_use]
pub fn the_centre_s(sums: &[Sum]) -> (i64, i64) {
    let all = sums.iter().map(|sum| sum.days).sum();
    let centre = sums.iter().filter(|sum| sum.reason.is_some_and(Reason::is_the_centre_s)).map(|sum| sum.days).sum();
    (all, centre)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::{DateRow, plans};

    #[test]
    fn days_are_added_up_by_the_reason_given_for_them() {
        let rows = vec![
            DateRow::of("promised", "2018-06-01", "2017-01-01"),
            DateRow::with_reason("2018-06-11", "2017-02-01", "supplier"),
            DateRow::with_reason("2018-07-11", "2017-03-01", "centre-money"),
            DateRow::with_reason("2018-07-01", "2017-04-01", "staff"),
            DateRow::of("done", "2018-07-05", "2018-07-05"),
        ];
        let sums = reasons(&plans(rows));
        let said: Vec<_> = sums.iter().map(|sum| (sum.reason, sum.dates, sum.days)).collect();
        assert_eq!(
            said,
            [(Some(Reason::CentreMoney), 1, 30), (Some(Reason::Supplier), 1, 10), (Some(Reason::Staff), 1, 0)]
        );
        assert_eq!(the_centre_s(&sums), (40, 30));
    }

    #[test]
    fn a_first_date_has_not_moved() {
        let rows = vec![DateRow::with_reason("2018-06-11", "2017-02-01", "supplier")];
        assert_eq!(reasons(&plans(rows)), []);
    }
}
