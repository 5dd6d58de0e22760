//! Places as ranges: which places an organisation could hold, given how far its score is known.
//!
//! Three kinds of range, none of which is a bare rank:
//!
//! - [`bounded`]: from the lowest and highest score, if everything unknown were the worst or the best;
//! - [`clearly`]: from counting who is clearly above and clearly below, which a pocket calculator can check;
//! - [`drawn`]: from drawing all scores many times, shrunken towards their mean by [`shrink`].

use std::collections::BTreeMap;

use crate::draws::normals;
use crate::held::{Desk, Places};
use crate::stats;

/// A score and the standard deviation of what could be wrong with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The score, or the mean of what it may be.
    pub mean: f64,
    /// Its standard error.
    pub sd: f64,
}

/// From the best to the worst place that can be held; 1 is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlaceRange {
    /// The best place.
    pub best: usize,
    /// The worst place.
    pub worst: usize,
}

impl PlaceRange {
    /// The range that holds both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { best: self.best.min(other.best), worst: self.worst.max(other.worst) }
    }

    /// The range with a place beside it when it names one alone: of `all`, nobody is said to hold a place for certain.
    #[must_use]
    pub fn of_two(self, all: usize) -> Self {
        match self.best == self.worst {
            true if self.worst < all => Self { worst: self.worst + 1, ..self },
            true => Self { best: self.best.saturating_sub(1).max(1), ..self },
            false => self,
        }
    }

    /// How many places it spans.
    #[must_use]
    pub fn width(self) -> usize {
        self.worst - self.best + 1
    }
}

/// How many are clearly above and clearly below an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clearly {
    /// How many are clearly above it.
    pub above: usize,
    /// How many are clearly below it.
    pub below: usize,
}

impl Clearly {
    /// The places that are left, of `all`.
    #[must_use]
    pub fn range(self, all: usize) -> PlaceRange {
        PlaceRange { best: 1 + self.above, worst: all - self.below }
    }
}

/// The difference in standard errors from which on a difference is clear: 5 % on one side.
pub const CLEAR: f64 = 1.645;

/// Who is clearly above and below whom: `(x_j - x_i) / sqrt(e_i^2 + e_j^2) > z`, errors taken as independent.
/// `z` is [`CLEAR`] for what the public is told.
#[must_use]
pub fn clearly(scores: &[Estimate], z: f64) -> Vec<Clearly> {
    // Those with the same error stand together in rising order: whoever is clearly above is at one end of each list.
    let mut alike: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    for score in scores {
        alike.entry(score.sd.to_bits()).or_default().push(score.mean);
    }
    alike.values_mut().for_each(|means| means.sort_unstable_by(f64::total_cmp));
    let is_clear = |apart: f64, limit: f64| apart > 0.0 && apart > limit;
    let of = |own: &Estimate| {
        let (mut above, mut below) = (0, 0);
        for (sd, means) in &alike {
            let other = f64::from_bits(*sd);
            let limit = z * (own.sd * own.sd + other * other).sqrt();
            above += means.len() - means.partition_point(|mean| !is_clear(mean - own.mean, limit));
            below += means.partition_point(|mean| is_clear(own.mean - mean, limit));
        }
        Clearly { above, below }
    };
    scores.iter().map(of).collect()
}

/// Whether the first is clearly above the second.
#[must_use]
pub fn is_clearly_above(one: &Estimate, other: &Estimate) -> bool {
    clearly(&[*one, *other], CLEAR).first().is_some_and(|clear| clear.below == 1)
}

/// The places that bounds allow, from the lowest and the highest score of each.
#[must_use]
pub fn bounded(bounds: &[(f64, f64)]) -> Vec<PlaceRange> {
    let mut lows: Vec<f64> = bounds.iter().map(|(low, _)| *low).collect();
    let mut highs: Vec<f64> = bounds.iter().map(|(_, high)| *high).collect();
    lows.sort_unstable_by(f64::total_cmp);
    highs.sort_unstable_by(f64::total_cmp);
    let range = |(low, high): &(f64, f64)| PlaceRange {
        best: 1 + lows.len() - lows.partition_point(|other| other <= high),
        worst: bounds.len() - highs.partition_point(|other| other < low),
    };
    bounds.iter().map(range).collect()
}

/// The least of a score that shrinking keeps: enough to draw around, too little to see.
const HAIR: f64 = 1e-18;

/// Scores drawn towards their mean by how unsure they are: mean `m + B (x - m)`, `B = t2 / (t2 + e^2)`,
/// `t2 = max(0, var(x) - mean(e^2))`, standard deviation `e sqrt(B)` (Laird and Louis 1989; Goldstein and
/// Spiegelhalter 1996). Where the errors explain all that differs, `B` is a hair above 0: all draws are then alike but
/// for chance and every place is open, and nobody shares the first.
#[must_use]
pub fn shrink(scores: &[Estimate]) -> Vec<Estimate> {
    if scores.len() < 2 {
        return scores.to_vec();
    }
    // In rising order, so that theirs does not matter.
    let means = stats::sorted(&scores.iter().map(|score| score.mean).collect::<Vec<f64>>());
    let errors = stats::sorted(&scores.iter().map(|score| score.sd * score.sd).collect::<Vec<f64>>());
    let (mean, spread, error) = (stats::mean(&means), stats::variance(&means), stats::mean(&errors));
    let between = (spread - error).max(0.0);
    let shrunken = |score: &Estimate| {
        let all = between + score.sd * score.sd;
        let kept = if all > 0.0 { (between / all).max(HAIR) } else { 1.0 };
        Estimate { mean: mean + kept * (score.mean - mean), sd: score.sd * kept.sqrt() }
    };
    scores.iter().map(shrunken).collect()
}

/// What many draws say about the place of one organisation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawnPlace {
    /// From the place that 5 % of the draws reach to the one that 95 % do.
    pub range: PlaceRange,
    /// The place that half of the draws reach.
    pub median: usize,
    /// The mean place.
    pub expected: f64,
    /// The share of draws in the top quarter.
    pub top_quarter: f64,
    /// The share of draws in the bottom quarter.
    pub bottom_quarter: f64,
}

/// Places from draws: for each organisation its key ([`crate::draws::unit_key`]) and its estimate. Every draw ranks all
/// of them anew.
#[must_use]
pub fn drawn(units: &[(u64, Estimate)], draws: u32, seed: u64) -> Vec<DrawnPlace> {
    held(units, draws, seed).summaries()
}

/// How often each organisation held each place in such draws.
#[must_use]
pub fn held(units: &[(u64, Estimate)], draws: u32, seed: u64) -> Places {
    let mut places = Places::new(units.len());
    let (mut scores, mut desk) = (vec![vec![0.0; units.len()]; AT_ONCE], Desk::default());
    for first in (0..draws).step_by(AT_ONCE) {
        let block: Vec<u32> = (first..draws).take(AT_ONCE).collect();
        for (scores, draw) in scores.iter_mut().zip(&block) {
            for (scores, units) in scores.chunks_mut(STRIP).zip(units.chunks(STRIP)) {
                let keys: [u64; STRIP] = std::array::from_fn(|at| units.get(at).map_or(0, |(key, _)| *key));
                let normals = normals(&keys, [*draw, REPORTING], seed);
                for ((score, (_, own)), normal) in scores.iter_mut().zip(units).zip(normals) {
                    *score = own.mean + own.sd * normal;
                }
            }
        }
        places.count(scores.iter().take(block.len()).map(Vec::as_slice), &mut desk);
    }
    places
}

/// How many draws, and for how many units numbers are drawn at once.
const AT_ONCE: usize = 16;
const STRIP: usize = 48;

/// The stream of draws for errors of reporting.
const REPORTING: u32 = 1;

/// Reads counts of places: `counts[p]` draws held the place `p + 1`.
#[must_use]
pub fn summary(counts: &[u32], draws: u32) -> DrawnPlace {
    let draws = f64::from(draws.max(1));
    let reaches = |share: f64| {
        let mut sum = 0.0;
        let reached = counts.iter().position(|count| {
            sum += f64::from(*count);
            sum >= share * draws - 1e-9
        });
        reached.map_or(counts.len(), |place| place + 1)
    };
    let quarter = counts.len() / 4;
    let share = |counts: &mut dyn Iterator<Item = &u32>| counts.map(|count| f64::from(*count)).sum::<f64>() / draws;
    let places = (1_u32..).zip(counts).map(|(place, count)| f64::from(place) * f64::from(*count));
    DrawnPlace {
        range: PlaceRange { best: reaches(0.05), worst: reaches(0.95) },
        median: reaches(0.5),
        expected: places.sum::<f64>() / draws,
        top_quarter: share(&mut counts.iter().take(quarter)),
        bottom_quarter: share(&mut counts.iter().rev().take(quarter)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::unit_key;

    fn estimates(values: &[(f64, f64)]) -> Vec<Estimate> {
        values.iter().map(|(mean, sd)| Estimate { mean: *mean, sd: *sd }).collect()
    }

    #[test]
    fn clear_differences_leave_places() {
        let clear = clearly(&estimates(&[(90.0, 2.0), (88.0, 2.0), (50.0, 2.0)]), CLEAR);
        let ranges: Vec<PlaceRange> = clear.iter().map(|clear| clear.range(3)).collect();
        let range = |best, worst| PlaceRange { best, worst };
        assert_eq!(ranges, [range(1, 2), range(1, 2), range(3, 3)]);
    }

    #[test]
    fn what_is_equal_without_error_is_not_apart() {
        let clear = clearly(&estimates(&[(5.0, 0.0), (5.0, 0.0)]), CLEAR);
        assert!(clear.iter().all(|clear| *clear == Clearly { above: 0, below: 0 }));
    }

    #[test]
    fn a_place_is_never_named_alone() {
        let range = |best, worst| PlaceRange { best, worst };
        let told = [range(1, 1), range(7, 7), range(3, 4)].map(|range| range.of_two(7));
        assert_eq!(told, [range(1, 2), range(6, 7), range(3, 4)]);
    }

    #[test]
    fn bounds_leave_places() {
        let ranges = bounded(&[(80.0, 90.0), (85.0, 85.0), (10.0, 20.0), (20.0, 30.0)]);
        let range = |best, worst| PlaceRange { best, worst };
        assert_eq!(ranges, [range(1, 2), range(1, 2), range(3, 4), range(3, 4)]);
    }

    #[test]
    fn draws_do_not_depend_on_the_order_of_the_rows() {
        let scores = estimates(&[(60.0, 7.0), (55.0, 7.0), (70.0, 3.0), (40.0, 7.0)]);
        let mut units: Vec<(u64, Estimate)> = ["A", "B", "C", "D"].map(unit_key).into_iter().zip(scores).collect();
        let one = drawn(&units, 2_000, 5);
        units.reverse();
        let mut other = drawn(&units, 2_000, 5);
        other.reverse();
        assert_eq!(one, other);
        assert!(one[2].expected < one[0].expected && one[0].expected < one[3].expected);
        let sum: f64 = one.iter().map(|place| place.expected).sum();
        assert!((sum - 10.0).abs() < 1e-9);
    }

    #[test]
    fn certain_scores_hold_their_places_and_ties_share_them() {
        let units: Vec<(u64, Estimate)> =
            estimates(&[(2.0, 0.0), (1.0, 0.0), (2.0, 0.0)]).into_iter().map(|e| (1, e)).collect();
        let drawn = drawn(&units, 100, 1);
        assert_eq!(drawn.iter().map(|p| (p.range.best, p.range.worst)).collect::<Vec<_>>(), [(1, 1), (3, 3), (1, 1)]);
    }

    #[test]
    fn errors_larger_than_every_difference_leave_every_place_open() {
        let scores: Vec<Estimate> = (0..40).map(|at| Estimate { mean: f64::from(at), sd: 50.0 }).collect();
        let keys = (0..40).map(|at| unit_key(&format!("U{at}")));
        let drawn = drawn(&keys.zip(shrink(&scores)).collect::<Vec<_>>(), 2_000, 1);
        assert!(drawn.iter().all(|place| place.range.best <= 3 && place.range.worst >= 38), "{drawn:?}");
    }

    #[test]
    fn shrinking_pulls_the_unsure_to_the_middle() {
        let shrunken = shrink(&estimates(&[(100.0, 10.0), (0.0, 1.0), (50.0, 1.0), (60.0, 1.0)]));
        assert!(shrunken[0].mean < 100.0 && shrunken[0].sd < 10.0);
        assert!(100.0 - shrunken[0].mean > shrunken[1].mean - 0.0);
    }
}
