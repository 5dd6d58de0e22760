//! What was claimed, and what was found.

/// One answer that was checked, both as places on the same scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// What the organisation said.
    pub claimed: usize,
    /// What the assessor found.
    pub verified: usize,
}

/// How often each claim was found to be what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// A row for each claim, a column for each finding.
    counts: Vec<Vec<u64>>,
}

impl Ledger {
    /// Counts checks on a scale of so many answers; what lies outside the scale is not counted.
    #[must_use]
    pub fn new(levels: usize, checks: impl IntoIterator<Item = Check>) -> Self {
        let mut counts = vec![vec![0; levels]; levels];
        for check in checks {
            if let Some(count) = counts.get_mut(check.claimed).and_then(|row| row.get_mut(check.verified)) {
                *count += 1;
            }
        }
        Self { counts }
    }

    /// A row for each claim, a column for each finding.
    #[must_use]
    pub fn counts(&self) -> &[Vec<u64>] {
        &self.counts
    }

    /// How many answers were checked.
    #[must_use]
    pub fn checked(&self) -> u64 {
        self.count(|_, _| true)
    }

    /// The share found to be exactly what was claimed; none when nothing was checked.
    #[must_use]
    pub fn confirmed(&self) -> Option<f64> {
        self.share(|claimed, verified| claimed == verified)
    }

    /// The share found to be less than was claimed.
    #[must_use]
    pub fn over_claimed(&self) -> Option<f64> {
        self.share(|claimed, verified| claimed > verified)
    }

    /// The share found to be more than was claimed.
    #[must_use]
    pub fn under_claimed(&self) -> Option<f64> {
        self.share(|claimed, verified| claimed < verified)
    }

    fn count(&self, which: impl Fn(usize, usize) -> bool) -> u64 {
        let rows = self.counts.iter().enumerate();
        let cells = rows.flat_map(|(claimed, row)| row.iter().enumerate().map(move |(found, n)| (claimed, found, n)));
        cells.filter(|(claimed, found, _)| which(*claimed, *found)).map(|(_, _, n)| *n).sum()
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers of answers")]
    fn share(&self, which: impl Fn(usize, usize) -> bool) -> Option<f64> {
        let all = self.checked();
        (all > 0).then(|| self.count(which) as f64 / all as f64)
    }

    /// What each claim is worth: the mean of what it was found to be, `(sum_l K_cl v_l + k0 v_c) / (sum_l K_cl + k0)`
    /// with `prior` for `v_c`, the value over all sections, and `k0 = strength`, which draws small cells towards it.
    /// None where nothing was checked and the strength is 0. `values` are the scores of the scale's answers.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "numbers of answers")]
    pub fn worth(&self, values: &[f64], prior: &[f64], strength: f64) -> Vec<Option<f64>> {
        let of = |(row, prior): (&Vec<u64>, &f64)| {
            let n = row.iter().sum::<u64>() as f64 + strength;
            let found = row.iter().zip(values).fold(0.0, |sum, (count, value)| sum + *count as f64 * value);
            (n > 0.0).then(|| (found + strength * prior) / n)
        };
        self.counts.iter().zip(prior).map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_says_what_a_claim_is_worth() {
        let checks = [(1, 1), (1, 0), (1, 0), (0, 0), (9, 9)].map(|(claimed, verified)| Check { claimed, verified });
        let ledger = Ledger::new(2, checks);
        assert_eq!((ledger.checked(), ledger.confirmed(), ledger.over_claimed()), (4, Some(0.5), Some(0.5)));
        assert_eq!(ledger.under_claimed(), Some(0.0));
        let worth = ledger.worth(&[0.0, 100.0], &[0.0, 100.0], 0.0);
        assert!((worth[1].unwrap() - 100.0 / 3.0).abs() < 1e-12);
        assert_eq!(ledger.worth(&[0.0, 100.0], &[0.0, 50.0], 3.0)[1], Some(250.0 / 6.0));
        assert_eq!(Ledger::new(2, []).worth(&[0.0, 100.0], &[0.0, 100.0], 0.0), [None, None]);
    }
}
