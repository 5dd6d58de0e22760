//! What a score is likely to be worth: verified scores as a line over claimed ones.
//!
//! Regression calibration (Carroll, Ruppert, Stefanski and Crainiceanu, *Measurement Error in Nonlinear Models*, 2006,
//! chapter 4). It moves levels, hardly order: the order of one organisation improves only when that one shows
//! evidence.

use crate::places::Estimate;
use crate::stats;

/// A line `verified = intercept + slope claimed`, fitted over the organisations that were checked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Where the line begins.
    pub intercept: f64,
    /// How it rises.
    pub slope: f64,
    /// The standard deviation around it, with `n - 2`.
    pub residual: f64,
    /// The mean of the claimed scores.
    pub mean: f64,
    /// The sum of squares of the claimed scores around their mean.
    pub squares: f64,
    /// How many organisations were checked.
    pub audited: usize,
}

/// How claims differ from findings: between organisations, and within one from question to question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The variance of inflation between organisations.
    pub between: f64,
    /// The variance of claimed less verified within an organisation.
    pub within: f64,
}

impl Calibration {
    /// Fits the line by least squares to pairs (claimed, verified); none with fewer than three, or when all claim the
    /// same.
    #[must_use]
    pub fn fit(pairs: &[(f64, f64)]) -> Option<Self> {
        let mut pairs = pairs.to_vec();
        // In rising order, so that the order of the rows does not matter.
        pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let (claimed, verified): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let (mean, mean_verified) = (stats::mean(&claimed), stats::mean(&verified));
        let squares = claimed.iter().fold(0.0, |sum, x| sum + (x - mean) * (x - mean));
        if pairs.len() < 3 || squares <= 0.0 {
            return None;
        }
        let products = pairs.iter().fold(0.0, |sum, (x, y)| sum + (x - mean) * (y - mean_verified));
        let slope = products / squares;
        let intercept = mean_verified - slope * mean;
        let misses = pairs.iter().fold(0.0, |sum, (x, y)| {
            let miss = y - intercept - slope * x;
            sum + miss * miss
        });
        let residual = (misses / (stats::count(pairs.len()) - 2.0)).sqrt();
        Some(Self { intercept, slope, residual, mean, squares, audited: pairs.len() })
    }

    /// What an organisation that nobody checked is likely to be worth: `a + b x`, with standard deviation
    /// `s sqrt(1 + 1/n + (x - mean)^2 / Sxx)`.
    #[must_use]
    pub fn predict(&self, claimed: f64) -> Estimate {
        let apart = claimed - self.mean;
        let factor = 1.0 + 1.0 / stats::count(self.audited) + apart * apart / self.squares;
        Estimate { mean: self.intercept + self.slope * claimed, sd: self.residual * factor.sqrt() }
    }

    /// What an organisation is likely to be worth of which so many questions were checked and found to be inflated by
    /// so much in the mean: `x - [w d + (1 - w)(x - a - b x)]`, `w = between / (between + within / m)`, with standard
    /// deviation `sqrt(w within / m)`.
    #[must_use]
    pub fn predict_checked(&self, claimed: f64, inflation: f64, checked: usize, spread: Spread) -> Estimate {
        let noise = spread.within / stats::count(checked.max(1));
        let own = if spread.between + noise > 0.0 { spread.between / (spread.between + noise) } else { 0.0 };
        let usual = claimed - self.intercept - self.slope * claimed;
        Estimate { mean: claimed - (own * inflation + (1.0 - own) * usual), sd: (own * noise).sqrt() }
    }
}

impl Spread {
    /// The spread of claimed less verified, from the differences found at each organisation: between as the variance
    /// of the means less what chance makes of them, within as the pooled variance. None with fewer than two
    /// organisations that had two questions checked.
    #[must_use]
    pub fn of(differences: &[Vec<f64>]) -> Option<Self> {
        let several: Vec<&Vec<f64>> = differences.iter().filter(|found| found.len() > 1).collect();
        if several.len() < 2 {
            return None;
        }
        let free = several.iter().fold(0.0, |sum, found| sum + stats::count(found.len() - 1));
        let within = several.iter().fold(0.0, |sum, f| sum + stats::variance(f) * stats::count(f.len() - 1)) / free;
        let means: Vec<f64> = several.iter().map(|found| stats::mean(found)).collect();
        let noise = several.iter().fold(0.0, |sum, found| sum + within / stats::count(found.len()));
        let between = (stats::variance(&means) - noise / stats::count(several.len())).max(0.0);
        Some(Self { between, within })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_and_predicts_with_more_doubt_further_out() {
        let line = Calibration::fit(&[(0.0, 1.0), (50.0, 40.0), (100.0, 82.0), (60.0, 47.0)]).unwrap();
        assert!((line.slope - 0.808).abs() < 0.01);
        assert!(line.predict(100.0).sd > line.predict(50.0).sd);
        assert_eq!(Calibration::fit(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None);
        let spread = Spread { between: 16.0, within: 100.0 };
        let few = line.predict_checked(80.0, 30.0, 1, spread);
        let many = line.predict_checked(80.0, 30.0, 1000, spread);
        assert!((many.mean - 50.0).abs() < 0.5 && many.sd < few.sd && few.mean > many.mean);
    }

    #[test]
    fn spread_parts_organisations_from_chance() {
        let spread = Spread::of(&[vec![10.0, 12.0, 11.0], vec![0.0, 1.0, 2.0], vec![5.0]]).unwrap();
        assert!((spread.within - 1.0).abs() < 1e-12 && (spread.between - (50.0 - 1.0 / 3.0)).abs() < 1e-12);
        assert_eq!(Spread::of(&[vec![1.0]]), None);
    }
}
