//! Plain statistics of columns. Sums run one after another in the order given.

/// The sum.
#[must_use]
pub fn sum(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, value| sum + value)
}

/// A count as a number.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub fn count(n: usize) -> f64 {
    n as f64
}

/// The mean; NaN of nothing.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    sum(values) / count(values.len())
}

fn power_sum(values: &[f64], power: i32) -> f64 {
    let mean = mean(values);
    values.iter().fold(0.0, |sum, value| {
        let apart = value - mean;
        (1..power).fold(apart, |product, _| product * apart) + sum
    })
}

/// The variance with `n - 1`.
#[must_use]
pub fn variance(values: &[f64]) -> f64 {
    power_sum(values, 2) / (count(values.len()) - 1.0)
}

/// The standard deviation with `n - 1`.
#[must_use]
pub fn deviation(values: &[f64]) -> f64 {
    variance(values).sqrt()
}

/// The skewness of a sample, corrected for bias (G1; Joanes and Gill, The Statistician 47, 1998).
#[must_use]
pub fn skewness(values: &[f64]) -> f64 {
    let n = count(values.len());
    let spread = power_sum(values, 2);
    (n * (n - 1.0)).sqrt() / (n - 2.0) * n.sqrt() * power_sum(values, 3) / (spread * spread.sqrt())
}

/// The excess kurtosis of a sample, corrected for bias (G2; Joanes and Gill 1998).
#[must_use]
pub fn kurtosis(values: &[f64]) -> f64 {
    let n = count(values.len());
    let spread = power_sum(values, 2);
    let plain = n * power_sum(values, 4) / (spread * spread);
    ((n + 1.0) * (plain - 3.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0))
}

/// The values in rising order.
#[must_use]
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// The quantile at `p` by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996).
#[must_use]
pub fn quantile(values: &[f64], p: f64) -> f64 {
    let sorted = sorted(values);
    let at = (count(sorted.len()) - 1.0) * p;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
    let place = at.max(0.0) as usize;
    let below = sorted.get(place).copied().unwrap_or(f64::NAN);
    let above = sorted.get(place + 1).copied().unwrap_or(below);
    below + (above - below) * (at - count(place))
}

/// The median.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The values that are there.
#[must_use]
pub fn known(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().filter_map(|value| *value).collect()
}

/// The smallest and the largest; infinities of nothing.
#[must_use]
pub fn range(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)))
}

/// Ranks in rising order; ties share the mean of their places.
#[must_use]
pub fn mean_ranks(values: &[f64]) -> Vec<f64> {
    let sorted = sorted(values);
    let rank = |value: &f64| {
        let below = sorted.partition_point(|other| other < value);
        let upto = sorted.partition_point(|other| other <= value);
        (count(below) + count(upto) + 1.0) / 2.0
    };
    values.iter().map(rank).collect()
}

/// The share of a standard normal distribution below `z`.
#[must_use]
pub fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// What is known of one column before anything is done to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The smallest value.
    pub min: f64,
    /// The largest value.
    pub max: f64,
    /// The mean.
    pub mean: f64,
    /// The median.
    pub median: f64,
    /// The standard deviation with `n - 1`.
    pub deviation: f64,
    /// The skewness G1.
    pub skewness: f64,
    /// The excess kurtosis G2.
    pub kurtosis: f64,
    /// How many units there are.
    pub units: usize,
    /// How many have a value.
    pub available: usize,
    /// How many values differ from 0.
    pub non_zero: usize,
    /// How many different values there are.
    pub unique: usize,
    /// How often the most frequent value occurs.
    pub same: usize,
}

/// Describes a column.
#[must_use]
pub fn describe(column: &[Option<f64>]) -> Description {
    let values = known(column);
    let sorted = sorted(&values);
    let runs: Vec<usize> = sorted.chunk_by(|a, b| a == b).map(<[f64]>::len).collect();
    let (min, max) = range(&values);
    Description {
        min,
        max,
        mean: mean(&values),
        median: median(&values),
        deviation: deviation(&values),
        skewness: skewness(&values),
        kurtosis: kurtosis(&values),
        units: column.len(),
        available: values.len(),
        non_zero: values.iter().filter(|value| **value != 0.0).count(),
        unique: runs.len(),
        same: runs.into_iter().max().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statistics_of_a_few_numbers() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!((mean(&values), median(&values)), (5.0, 4.5));
        assert!((variance(&values) - 32.0 / 7.0).abs() < 1e-14);
        assert!((skewness(&values) - 0.818_487_553_356_996).abs() < 1e-12);
        assert!((kurtosis(&values) - 0.940_625).abs() < 1e-12);
        assert_eq!(mean_ranks(&[3.0, 1.0, 3.0]), [2.5, 1.0, 2.5]);
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.25), 1.75);
        assert!((normal_below(1.959_963_984_540_054) - 0.975).abs() < 1e-15);
    }
}
