//! The three dates of an organisation's milestone, and how far they are apart: pure.

use super::{DateRow, Kind};
use crate::platform::dates::PartialDate;
use crate::programmes::{counted, days_between};

/// An organisation's milestone with all dates that are known of it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The programme.
    pub programme: String,
    /// The milestone.
    pub milestone: String,
    /// The organisation's code.
    pub organisation: String,
    /// Everything said of it, the oldest first.
    pub history: Vec<DateRow>,
}

/// How much later than first promised something is, or is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// What was first promised is not known.
    NotKnown,
    /// By this many days; below 0 it is earlier. A date known to the month or year counts from its last day.
    Days {
        /// The days.
        days: i64,
        /// Whether one of the two dates is known to the month or year only.
        is_rough: bool,
    },
}

/// Dates by organisation and milestone; rows come in that order, and by the day they were known from.
#[must_use]
pub fn plans(rows: Vec<DateRow>) -> Vec<Plan> {
    let mut plans: Vec<Plan> = Vec::new();
    for row in rows {
        let of = |plan: &Plan| {
            plan.programme == row.programme && plan.milestone == row.milestone && plan.organisation == row.organisation
        };
        match plans.last_mut() {
            Some(plan) if of(plan) => plan.history.push(row),
            _ => plans.push(Plan {
                programme: row.programme.clone(),
                milestone: row.milestone.clone(),
                organisation: row.organisation.clone(),
                history: vec![row],
            }),
        }
    }
    plans
}

impl Plan {
    /// What was first promised.
    #[must_use]
    pub fn promised(&self) -> Option<&DateRow> {
        self.history.iter().find(|row| row.kind() == Kind::Promised)
    }

    /// What is now expected: the newest that was said, which is what was promised when nothing else was.
    #[must_use]
    pub fn expected(&self) -> Option<&DateRow> {
        self.history.iter().rev().find(|row| row.kind() == Kind::Expected).or_else(|| self.promised())
    }

    /// When it was done.
    #[must_use]
    pub fn done(&self) -> Option<&DateRow> {
        self.history.iter().rev().find(|row| row.kind() == Kind::Done)
    }

    /// When it was done, or else is expected.
    #[must_use]
    pub fn comes(&self) -> Option<&DateRow> {
        self.done().or_else(|| self.expected())
    }

    /// How much later than first promised.
    #[must_use]
    pub fn late(&self) -> Late {
        let (Some(promised), Some(comes)) = (self.promised(), self.comes()) else { return Late::NotKnown };
        let (promised, comes) = (promised.date(), comes.date());
        let is_day = |date: PartialDate| matches!(date, PartialDate::Day(_));
        Late::Days { days: days_between(promised, comes), is_rough: !is_day(promised) || !is_day(comes) }
    }
}

impl Late {
    /// In words.
    #[must_use]
    pub fn said(self) -> String {
        match self {
            Self::NotKnown => "Not known: what was first promised is not published".to_owned(),
            Self::Days { days: 0, .. } => "As first promised".to_owned(),
            Self::Days { days, .. } if days > 0 => format!("{} later than first promised", counted(days, "day")),
            Self::Days { days, .. } => format!("{} earlier than first promised", counted(-days, "day")),
        }
    }

    /// The days, when they are known.
    #[must_use]
    pub fn days(self) -> Option<i64> {
        match self {
            Self::NotKnown => None,
            Self::Days { days, .. } => Some(days),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(rows: &[(&str, &str, &str)]) -> Plan {
        let rows = rows.iter().map(|(kind, due, known)| DateRow::of(kind, due, known)).collect();
        plans(rows).remove(0)
    }

    #[test]
    fn lateness_is_counted_from_the_last_day_of_a_month() {
        let late = plan(&[("promised", "2018-06", "2017-01-31"), ("expected", "2018-08-15", "2018-01-31")]).late();
        assert_eq!(late, Late::Days { days: 46, is_rough: true });
        assert_eq!(late.said(), "46 days later than first promised");
    }

    #[test]
    fn without_a_promise_nothing_is_late() {
        let plan = plan(&[("expected", "2018-06", "2018-01-31")]);
        assert_eq!(plan.late(), Late::NotKnown);
        assert_eq!(plan.comes().unwrap().date().to_string(), "June 2018");
    }

    #[test]
    fn what_is_done_counts_before_what_was_expected_and_nothing_is_lost() {
        let plan = plan(&[
            ("promised", "2018-06-01", "2017-01-31"),
            ("expected", "2018-09-01", "2018-01-31"),
            ("expected", "2019-01-01", "2018-06-30"),
            ("done", "2018-05-30", "2018-07-31"),
        ]);
        assert_eq!(plan.expected().unwrap().stored(), "2019-01-01");
        assert_eq!(plan.late(), Late::Days { days: -2, is_rough: false });
        assert_eq!(plan.late().said(), "2 days earlier than first promised");
        assert_eq!(plan.history.len(), 4);
    }
}
