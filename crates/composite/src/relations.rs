//! How columns go together: correlations, and Cronbach's alpha.

use std::cmp::Ordering;

use crate::stats;

/// Which correlation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correlation {
    /// Pearson's, of the values.
    Pearson,
    /// Spearman's, of their ranks (ties share the mean).
    Spearman,
    /// Kendall's tau-b, of the orders of pairs.
    Kendall,
}

impl Correlation {
    /// The correlation of two columns over the units that have both; none with fewer than two of them.
    #[must_use]
    pub fn of(self, one: &[Option<f64>], other: &[Option<f64>]) -> Option<f64> {
        let both = one.iter().zip(other).filter_map(|(a, b)| Some(((*a)?, (*b)?)));
        let (a, b): (Vec<f64>, Vec<f64>) = both.unzip();
        let r = match self {
            Self::Pearson => pearson(&a, &b),
            Self::Spearman => pearson(&stats::mean_ranks(&a), &stats::mean_ranks(&b)),
            Self::Kendall => kendall(&a, &b),
        };
        Some(r).filter(|r| r.is_finite())
    }
}

fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, mean_b) = (stats::mean(a), stats::mean(b));
    let product = a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + (a - mean_a) * (b - mean_b));
    let square = |values: &[f64], mean: f64| values.iter().fold(0.0, |sum, v| sum + (v - mean) * (v - mean));
    product / (square(a, mean_a) * square(b, mean_b)).sqrt()
}

/// Tau-b: `(concordant - discordant) / sqrt((pairs - ties in a) (pairs - ties in b))` (Kendall 1945).
fn kendall(a: &[f64], b: &[f64]) -> f64 {
    let (mut sum, mut apart_a, mut apart_b) = (0.0, 0.0, 0.0);
    let points: Vec<(f64, f64)> = a.iter().copied().zip(b.iter().copied()).collect();
    for (place, one) in points.iter().enumerate() {
        for other in points.iter().skip(place + 1) {
            let (x, y) = (sign(one.0, other.0), sign(one.1, other.1));
            sum += x * y;
            apart_a += x.abs();
            apart_b += y.abs();
        }
    }
    sum / (apart_a * apart_b).sqrt()
}

fn sign(a: f64, b: f64) -> f64 {
    match a.total_cmp(&b) {
        _ if a == b => 0.0,
        Ordering::Greater => 1.0,
        _ => -1.0,
    }
}

/// Cronbach's alpha, `k/(k-1) (1 - sum of variances / variance of the sum)`, over the units that have every column
/// (Cronbach, Psychometrika 16, 1951). It may be negative. None with fewer than two columns.
#[must_use]
pub fn alpha(columns: &[&[Option<f64>]]) -> Option<f64> {
    let units = columns.first()?.len();
    let rows: Vec<Vec<f64>> = (0..units)
        .filter_map(|unit| columns.iter().map(|column| column.get(unit).copied().flatten()).collect())
        .collect();
    let k = stats::count(columns.len());
    let column = |place: usize| rows.iter().filter_map(|row| row.get(place).copied()).collect::<Vec<f64>>();
    let parts = (0..columns.len()).fold(0.0, |sum, place| sum + stats::variance(&column(place)));
    let whole = stats::variance(&rows.iter().map(|row| stats::sum(row)).collect::<Vec<f64>>());
    Some(k / (k - 1.0) * (1.0 - parts / whole)).filter(|alpha| alpha.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlations_of_a_few_points() {
        let a = [Some(1.0), Some(2.0), Some(3.0), None, Some(4.0)];
        let b = [Some(2.0), Some(2.0), Some(8.0), Some(1.0), Some(6.0)];
        assert!((Correlation::Pearson.of(&a, &b).unwrap() - 9.0 / (5.0_f64 * 27.0).sqrt()).abs() < 1e-15);
        assert!((Correlation::Kendall.of(&a, &b).unwrap() - 3.0 / 30.0_f64.sqrt()).abs() < 1e-15);
        assert!(Correlation::Spearman.of(&a, &[Some(1.0); 5]).is_none());
    }

    #[test]
    fn alpha_of_equal_columns_is_one() {
        let column = [Some(1.0), Some(3.0), Some(2.0)];
        assert!((alpha(&[&column, &column]).unwrap() - 1.0).abs() < 1e-15);
        assert_eq!(alpha(&[&column]), None);
    }
}
