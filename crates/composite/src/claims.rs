//! Claims about pairs that hold together: Holm's rule, ranges of places from it, bands; and lists with a limit on
//! false alarms.

use crate::places::{Clearly, Estimate};
use crate::stats::{count, normal_below};

/// Which claims hold together at a level, by their probabilities: sorted, each is held against `level / (m - k + 1)`
/// until the first fails (Holm, Scandinavian Journal of Statistics 6, 1979).
#[must_use]
pub fn holm(probabilities: &[f64], level: f64) -> Vec<bool> {
    let order = rising(probabilities);
    let m = probabilities.len();
    let mut holds = vec![false; m];
    for (k, place) in order.into_iter().enumerate() {
        let probability = probabilities.get(place).copied().unwrap_or(1.0);
        if probability > level / count(m - k) {
            break;
        }
        if let Some(holds) = holds.get_mut(place) {
            *holds = true;
        }
    }
    holds
}

/// Which of a list stay when at most this share of those named may be false alarms (Benjamini and Hochberg, Journal
/// of the Royal Statistical Society B 57, 1995).
#[must_use]
pub fn benjamini_hochberg(probabilities: &[f64], share: f64) -> Vec<bool> {
    let order = rising(probabilities);
    let m = count(probabilities.len());
    let limit = order
        .iter()
        .zip(1..)
        .filter_map(|(place, k)| probabilities.get(*place).copied().filter(|p| *p <= share * count(k) / m))
        .fold(f64::NEG_INFINITY, f64::max);
    probabilities.iter().map(|probability| *probability <= limit).collect()
}

fn rising(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let at = |place: &usize| values.get(*place).copied().unwrap_or(f64::NAN);
    order.sort_by(|a, b| at(a).total_cmp(&at(b)).then(a.cmp(b)));
    order
}

/// Pairs of which the first is above the second, over all ordered pairs together, by a z test on one side and
/// Holm's rule. Errors are taken as independent.
#[must_use]
pub fn pairs_above(scores: &[Estimate], level: f64) -> Vec<(usize, usize)> {
    let pairs: Vec<(usize, usize)> =
        (0..scores.len()).flat_map(|i| (0..scores.len()).filter(move |j| *j != i).map(move |j| (i, j))).collect();
    let probability = |(i, j): &(usize, usize)| {
        let (Some(one), Some(other)) = (scores.get(*i), scores.get(*j)) else { return 1.0 };
        let error = (one.sd * one.sd + other.sd * other.sd).sqrt();
        let apart = one.mean - other.mean;
        if error > 0.0 { normal_below(-apart / error) } else { f64::from(u8::from(apart <= 0.0)) }
    };
    let probabilities: Vec<f64> = pairs.iter().map(probability).collect();
    pairs.into_iter().zip(holm(&probabilities, level)).filter(|(_, holds)| *holds).map(|(pair, _)| pair).collect()
}

/// How many are above and below each, where all of that is claimed together.
#[must_use]
pub fn above_and_below(scores: &[Estimate], level: f64) -> Vec<Clearly> {
    let mut clear = vec![Clearly { above: 0, below: 0 }; scores.len()];
    for (one, other) in pairs_above(scores, level) {
        if let Some(one) = clear.get_mut(one) {
            one.below += 1;
        }
        if let Some(other) = clear.get_mut(other) {
            other.above += 1;
        }
    }
    clear
}

/// The band of each unit, from 1 for the first: a new band begins at the first unit, going down, that Holm's rule
/// puts below the one the band began with. So the heads of any two bands differ by more than chance.
#[must_use]
pub fn bands(scores: &[Estimate], level: f64) -> Vec<usize> {
    let above: std::collections::HashSet<(usize, usize)> = pairs_above(scores, level).into_iter().collect();
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let at = |place: &usize| scores.get(*place).map_or(f64::NAN, |score| score.mean);
    order.sort_by(|a, b| at(b).total_cmp(&at(a)).then(a.cmp(b)));
    let mut bands = vec![1; scores.len()];
    let Some(mut head) = order.first().copied() else { return bands };
    let mut band = 1;
    for unit in order {
        if above.contains(&(head, unit)) {
            (head, band) = (unit, band + 1);
        }
        if let Some(place) = bands.get_mut(unit) {
            *place = band;
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_stops_at_the_first_that_fails() {
        assert_eq!(holm(&[0.01, 0.04, 0.03, 0.005], 0.05), [true, false, false, true]);
        assert_eq!(benjamini_hochberg(&[0.01, 0.04, 0.03, 0.005], 0.05), [true; 4]);
        assert_eq!(benjamini_hochberg(&[0.2, 0.9], 0.1), [false; 2]);
    }

    #[test]
    fn bands_part_what_differs_by_more_than_chance() {
        let scores: Vec<Estimate> = [90.0, 89.0, 50.0, 49.0, 10.0].map(|mean| Estimate { mean, sd: 2.0 }).to_vec();
        assert_eq!(bands(&scores, 0.05), [1, 1, 2, 2, 3]);
        assert_eq!(bands(&[], 0.05), [0; 0]);
    }
}
