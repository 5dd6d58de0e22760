//! What is done to a column before it is normalised: dividing by a size, filling in, taming outliers.
//!
//! Outliers: OECD and JRC, *Handbook on Constructing Composite Indicators*, 2008, section 5; the limits on skewness
//! and kurtosis are those of the JRC's practice.

use std::collections::BTreeMap;

use crate::stats;

/// Divides each value by its unit's size; without a size, or with a size of nothing, the result is missing.
#[must_use]
pub fn denominate(column: &[Option<f64>], sizes: &[Option<f64>]) -> Vec<Option<f64>> {
    let divided = |(value, size): (&Option<f64>, &Option<f64>)| Some((*value)? / (*size).filter(|size| *size != 0.0)?);
    column.iter().zip(sizes).map(divided).collect()
}

/// How what is missing in an indicator is filled in. Answers are never filled in: they have bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imputation {
    /// The mean of the column.
    Mean,
    /// The median of the column.
    Median,
    /// The mean of the unit's group.
    GroupMean,
    /// The median of the unit's group.
    GroupMedian,
}

/// Fills in what is missing; a group without any value stays missing.
#[must_use]
pub fn impute(column: &[Option<f64>], how: Imputation, groups: &[String]) -> Vec<Option<f64>> {
    let is_grouped = matches!(how, Imputation::GroupMean | Imputation::GroupMedian);
    let group_of = |unit: usize| groups.get(unit).filter(|_| is_grouped).map_or("", String::as_str);
    let mut values: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (unit, value) in column.iter().enumerate() {
        values.entry(group_of(unit)).or_default().extend(value);
    }
    let middle = |group: &str| {
        let values = values.get(group).filter(|values| !values.is_empty())?;
        Some(match how {
            Imputation::Mean | Imputation::GroupMean => stats::mean(values),
            Imputation::Median | Imputation::GroupMedian => stats::median(values),
        })
    };
    column.iter().enumerate().map(|(unit, value)| value.or_else(|| middle(group_of(unit)))).collect()
}

/// When a column has outliers, and what is done about them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outliers {
    /// A column passes when its skewness is smaller in size than this …
    pub skewness: f64,
    /// … or its kurtosis is smaller than this.
    pub kurtosis: f64,
    /// How many values may be winsorised.
    pub at_most: usize,
    /// Whether a logarithm is taken of a column that still does not pass.
    pub then_log: bool,
}

impl Default for Outliers {
    fn default() -> Self {
        Self { skewness: 2.0, kurtosis: 3.5, at_most: 5, then_log: true }
    }
}

/// What was done to a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Treated {
    /// The column afterwards.
    pub column: Vec<Option<f64>>,
    /// Its skewness and kurtosis before.
    pub before: (f64, f64),
    /// Whether it passed before, so that nothing was done.
    pub passed_before: bool,
    /// How many values were winsorised, when winsorising is what was done.
    pub winsorised: usize,
    /// Whether the logarithm was taken instead.
    pub logged: bool,
    /// Skewness and kurtosis afterwards.
    pub after: (f64, f64),
    /// Whether it passes afterwards.
    pub passed_after: bool,
}

impl Outliers {
    fn pass(&self, values: &[f64]) -> bool {
        stats::skewness(values).abs() < self.skewness || stats::kurtosis(values) < self.kurtosis
    }

    /// Treats a column: the extreme values are moved to the next one, at the high end if the skewness is not
    /// negative, else at the low end, until it passes or as many as allowed were moved; if it does not pass then,
    /// `ln(x - min + 0.01 (max - min))` of the column as it was.
    #[must_use]
    pub fn treat(&self, column: &[Option<f64>]) -> Treated {
        let values = stats::known(column);
        let before = (stats::skewness(&values), stats::kurtosis(&values));
        let (low, high) = stats::range(&values);
        // Three different values at least: otherwise there is nothing to move to, and no skewness to speak of.
        let passed_before = self.pass(&values) || values.len() < 4 || low >= high;
        let (mut result, winsorised) = if passed_before { (values.clone(), 0) } else { self.winsorise(&values) };
        let logged = !passed_before && self.then_log && !self.pass(&result);
        if logged {
            result = values.iter().map(|value| libm::log(value - low + 0.01 * (high - low))).collect();
        }
        let after = (stats::skewness(&result), stats::kurtosis(&result));
        let passed_after = passed_before || self.pass(&result);
        let mut rest = result.into_iter();
        let column = column.iter().map(|value| value.and_then(|_| rest.next())).collect();
        let winsorised = if logged { 0 } else { winsorised };
        Treated { column, before, passed_before, winsorised, logged, after, passed_after }
    }

    fn winsorise(&self, values: &[f64]) -> (Vec<f64>, usize) {
        let mut values = values.to_vec();
        let (mut high, mut low) = (0, 0);
        while !self.pass(&values) && high + low < self.at_most {
            let (min, max) = stats::range(&values);
            let is_high = stats::skewness(&values) >= 0.0;
            let end = if is_high { max } else { min };
            let inner: Vec<f64> = values.iter().copied().filter(|value| *value != end).collect();
            if inner.is_empty() {
                break;
            }
            let (inner_min, inner_max) = stats::range(&inner);
            let moved = values.len() - inner.len();
            *(if is_high { &mut high } else { &mut low }) = moved;
            let next = if is_high { inner_max } else { inner_min };
            for value in values.iter_mut().filter(|value| **value == end) {
                *value = next;
            }
        }
        (values, high + low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithm_that_was_taken_changes_the_column() {
        // Another tool returns the column as it was and says that it was treated (METHODS, defect 3).
        let column: Vec<Option<f64>> = (0..20).map(|i| Some(libm::exp(f64::from(i)))).collect();
        let treated = Outliers { at_most: 1, ..Outliers::default() }.treat(&column);
        assert!(treated.logged && treated.column != column);
        assert_ne!(treated.before, treated.after);
    }

    #[test]
    fn filling_in_takes_the_middle_of_the_group() {
        let groups = ["a", "a", "b", "b"].map(String::from);
        let column = [Some(1.0), None, Some(5.0), Some(7.0)];
        assert_eq!(impute(&column, Imputation::GroupMean, &groups)[1], Some(1.0));
        assert!((impute(&column, Imputation::Mean, &groups)[1].unwrap() - 13.0 / 3.0).abs() < 1e-15);
        assert_eq!(impute(&[None], Imputation::Mean, &groups), [None]);
        assert_eq!(denominate(&[Some(4.0), Some(1.0)], &[Some(2.0), Some(0.0)]), [Some(2.0), None]);
    }
}
