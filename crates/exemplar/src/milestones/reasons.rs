//! What holds organisations back: the reasons that were given for dates that moved, added up; pure.

use super::Reason;

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

/// The reasons for which dates moved, the most days first: word, dates, organisations and days of each.
#[must_use]
pub fn reasons(counts: Vec<(String, i64, i64, i64)>) -> Vec<Sum> {
    let sum = |(word, dates, organisations, days): (String, i64, i64, i64)| Sum {
        reason: Reason::from_word(&word),
        dates: usize::try_from(dates).unwrap_or(0),
        organisations: usize::try_from(organisations).unwrap_or(0),
        days,
    };
    let mut sums: Vec<Sum> = counts.into_iter().map(sum).collect();
    sums.sort_by_key(|one| std::cmp::Reverse((one.days, one.dates)));
    sums
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

    #[test]
    fn the_centre_s_part_is_told_apart() {
        let count = |word: &str, days| (word.to_owned(), 1, 1, days);
        let sums = reasons(vec![count("staff", 0), count("supplier", 10), count("", 2), count("centre-money", 30)]);
        let said: Vec<_> = sums.iter().map(|sum| (sum.reason, sum.days)).collect();
        assert_eq!(
            said,
            [(Some(Reason::CentreMoney), 30), (Some(Reason::Supplier), 10), (None, 2), (Some(Reason::Staff), 0)]
        );
        assert_eq!(the_centre_s(&sums), (42, 30));
    }
}
