//! By how much organisations claim too much, from a random sample of them that was checked.
//!
//! The difference estimator of survey sampling (Särndal, Swensson and Wretman, *Model Assisted Survey Sampling*, 1992,
//! 6.3), also known as prediction-powered inference (Angelopoulos et al., Science 382, 2023). No model: it holds for
//! any organisations, as long as those checked were drawn at random within their stratum.

use std::collections::BTreeMap;

use crate::stats;

/// One organisation of the sample that was drawn at random.
#[derive(Clone, Debug, PartialEq)]
pub struct Audited {
    /// Its stratum.
    pub stratum: String,
    /// Its claimed mean less its verified mean, over the questions that were checked.
    pub inflation: f64,
}

/// By how much all claim too much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bias {
    /// `sum_h (N_h/N) mean_h(d)`, in points.
    pub inflation: f64,
    /// Its standard error, with the correction for a finite population.
    pub error: f64,
    /// The degrees of freedom: organisations checked less strata.
    pub freedom: usize,
    /// How many were checked.
    pub audited: usize,
}

/// The bias of all organisations: `sum_h (N_h/N) mean_h(d)`, with
/// `se^2 = sum_h (N_h/N)^2 (1 - n_h/N_h) var_h(d)/n_h`. `sizes` are the numbers of all organisations in each stratum.
/// None when a stratum has nobody who was checked, or one of several.
#[must_use]
pub fn bias(sizes: &BTreeMap<String, usize>, sample: &[Audited]) -> Option<Bias> {
    let all = stats::count(sizes.values().sum());
    let (mut inflation, mut variance) = (0.0, 0.0);
    for (stratum, size) in sizes.iter().filter(|(_, size)| **size > 0) {
        let mut found: Vec<f64> = sample.iter().filter(|a| a.stratum == *stratum).map(|a| a.inflation).collect();
        // In rising order, so that the order of the rows does not matter.
        found.sort_unstable_by(f64::total_cmp);
        let share = stats::count(*size) / all;
        let unseen = 1.0 - stats::count(found.len()) / stats::count(*size);
        if found.is_empty() || (found.len() == 1 && unseen > 0.0) {
            return None;
        }
        inflation += share * stats::mean(&found);
        if unseen > 0.0 {
            variance += share * share * unseen * stats::variance(&found) / stats::count(found.len());
        }
    }
    let audited = sample.len();
    let freedom = audited.saturating_sub(sizes.values().filter(|size| **size > 0).count());
    (all > 0.0).then(|| Bias { inflation, error: variance.sqrt(), freedom, audited })
}

impl Bias {
    /// The mean of all claims less the bias, and its interval at 95 %.
    #[must_use]
    pub fn corrected(&self, claimed: f64) -> (f64, (f64, f64)) {
        let mean = claimed - self.inflation;
        let reach = student(self.freedom) * self.error;
        (mean, (mean - reach, mean + reach))
    }
}

/// The 97.5 % point of Student's t, by Hill's expansion from the normal one (Abramowitz and Stegun 26.7.5); exact for
/// 1 and 2, within 0.01 from 3 on.
fn student(freedom: usize) -> f64 {
    let z = 1.959_963_984_540_054_f64;
    let n = stats::count(freedom);
    match freedom {
        0 => f64::INFINITY,
        1 => 12.706_204_736_432_1,
        2 => 4.302_652_729_911_27,
        _ => {
            let (z3, z5) = (z * z * z, z * z * z * z * z);
            let (z7, z9) = (z5 * z * z, z5 * z3 * z);
            z + (z3 + z) / (4.0 * n)
                + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * n * n)
                + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * n * n * n)
                + (79.0 * z9 + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * z) / (92_160.0 * n * n * n * n)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stratum_nobody_looked_at_gives_no_figure() {
        let sizes: BTreeMap<String, usize> = [("a".to_owned(), 10), ("b".to_owned(), 10)].into();
        let audited = |stratum: &str, inflation| Audited { stratum: stratum.to_owned(), inflation };
        assert_eq!(bias(&sizes, &[audited("a", 5.0), audited("a", 7.0)]), None);
        let sample = [audited("a", 5.0), audited("a", 7.0), audited("b", 1.0), audited("b", 1.0)];
        let found = bias(&sizes, &sample).unwrap();
        assert!((found.inflation - 3.5).abs() < 1e-12);
        assert!((found.error - (0.25 * 0.8 * 2.0 / 2.0_f64).sqrt()).abs() < 1e-12);
        assert_eq!((found.freedom, found.audited), (2, 4));
        assert!((found.corrected(60.0).0 - 56.5).abs() < 1e-12);
    }

    #[test]
    fn students_t_is_near_the_tables() {
        for (freedom, t) in [(3, 3.1824), (5, 2.5706), (10, 2.2281), (43, 2.0167), (1000, 1.9623)] {
            assert!((student(freedom) - t).abs() < 0.012, "{freedom}: {}", student(freedom));
        }
    }
}
