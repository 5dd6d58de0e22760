//! Bringing indicators onto one scale (OECD and JRC, *Handbook on Constructing Composite Indicators*, 2008,
//! section 6). A column is multiplied by its direction before.

use crate::stats;

/// How a column is brought onto a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Normalising {
    /// Left as it is.
    AsItIs,
    /// From the smallest to the largest value onto `low..high`.
    MinMax {
        /// What the smallest becomes.
        low: f64,
        /// What the largest becomes.
        high: f64,
    },
    /// From goalposts of its own onto `low..high`, cut off there.
    Goalposts {
        /// The value that becomes `low`.
        from: f64,
        /// The value that becomes `high`.
        to: f64,
        /// What the first goalpost becomes.
        low: f64,
        /// What the second goalpost becomes.
        high: f64,
        /// Whether the logarithm is taken of value and goalposts.
        log: bool,
    },
    /// Mean and standard deviation (`n - 1`) as given.
    ZScore {
        /// The mean afterwards.
        mean: f64,
        /// The standard deviation afterwards.
        sd: f64,
    },
    /// The smallest becomes 1; ties share the smallest rank.
    Rank,
    /// `(rank - 1) / (n - 1)`.
    PercentRank,
    /// `rank - 1`.
    Borda,
    /// `1 - (max - x) / (max - min)`.
    DistanceToMaximum,
    /// `(x - min) / (target - min)`.
    DistanceToTarget {
        /// The target, multiplied by the direction.
        target: f64,
        /// Whether more than the target counts as the target.
        cut: bool,
    },
}

/// Every unit has the same value, so that the column says nothing and cannot be normalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSpread;

impl Normalising {
    /// Normalises a column; what is missing stays missing.
    ///
    /// # Errors
    /// When the values do not differ and the method needs that they do.
    pub fn apply(self, column: &[Option<f64>]) -> Result<Vec<Option<f64>>, NoSpread> {
        let values = stats::known(column);
        let (min, max) = stats::range(&values);
        let n = stats::count(values.len());
        let is_ranked = matches!(self, Self::Rank | Self::PercentRank | Self::Borda);
        let sorted = if is_ranked { stats::sorted(&values) } else { Vec::new() };
        let rank = |x: f64| stats::count(sorted.partition_point(|other| *other < x)) + 1.0;
        let is_standardised = matches!(self, Self::ZScore { .. });
        let centre = if is_standardised { (stats::mean(&values), stats::deviation(&values)) } else { (0.0, 1.0) };
        let divisor = match self {
            Self::AsItIs | Self::Rank | Self::Borda => 1.0,
            Self::MinMax { .. } | Self::DistanceToMaximum => max - min,
            Self::Goalposts { from, to, log, .. } => of(to, log) - of(from, log),
            Self::ZScore { .. } => centre.1,
            Self::PercentRank => n - 1.0,
            Self::DistanceToTarget { target, .. } => target - min,
        };
        if values.is_empty() {
            return Ok(column.to_vec());
        }
        if divisor == 0.0 || !divisor.is_finite() {
            return Err(NoSpread);
        }
        let one = |x: f64| match self {
            Self::AsItIs => x,
            Self::MinMax { low, high } => (x - min) / divisor * (high - low) + low,
            Self::Goalposts { from, low, high, log, .. } => {
                ((of(x, log) - of(from, log)) / divisor).clamp(0.0, 1.0) * (high - low) + low
            }
            Self::ZScore { mean, sd } => (x - centre.0) / divisor * sd + mean,
            Self::Rank => rank(x),
            Self::PercentRank => (rank(x) - 1.0) / divisor,
            Self::Borda => rank(x) - 1.0,
            Self::DistanceToMaximum => 1.0 - (max - x) / divisor,
            Self::DistanceToTarget { cut, .. } => {
                let share = (x - min) / divisor;
                if cut { share.min(1.0) } else { share }
            }
        };
        Ok(column.iter().map(|value| value.map(one)).collect())
    }
}

fn of(value: f64, log: bool) -> f64 {
    if log { libm::log(value) } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_standardised_down_and_not_across() {
        // Another tool standardises along the wrong dimension, and its columns have means of 92 and 189 instead of
        // 100 (METHODS, defect 7).
        for column in [[Some(1.0), Some(2.0), Some(6.0)], [Some(50.0), Some(-3.0), Some(7.0)]] {
            let z = Normalising::ZScore { mean: 100.0, sd: 10.0 }.apply(&column).unwrap();
            let z = stats::known(&z);
            assert!((stats::mean(&z) - 100.0).abs() < 1e-12 && (stats::deviation(&z) - 10.0).abs() < 1e-12);
        }
    }

    #[test]
    fn what_does_not_differ_cannot_be_normalised() {
        let same = [Some(3.0), Some(3.0)];
        assert_eq!(Normalising::MinMax { low: 0.0, high: 1.0 }.apply(&same), Err(NoSpread));
        assert_eq!(Normalising::Rank.apply(&same).unwrap(), [Some(1.0), Some(1.0)]);
        assert_eq!(Normalising::Rank.apply(&[None]).unwrap(), [None]);
    }

    #[test]
    fn goalposts_cut_off() {
        let posts = Normalising::Goalposts { from: 100.0, to: 75_000.0, low: 0.0, high: 1.0, log: true };
        let column = posts.apply(&[Some(50.0), Some(100.0), Some(200_000.0)]).unwrap();
        assert_eq!(column, [Some(0.0), Some(0.0), Some(1.0)]);
    }
}
