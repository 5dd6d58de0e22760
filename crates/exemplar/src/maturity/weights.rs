//! What comes out when a reader gives the parts at the top other weights: scores, and the places that leaves.

use composite::Framework;
use composite::places::{CLEAR, PlaceRange};
use composite::ranks::published;

use super::{Place, Recipe, Results};

/// The largest weight that can be given.
pub const MOST: u32 = 100;

/// An organisation under other weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reweighed {
    /// Its score.
    pub score: f64,
    /// The places that are left when those clearly ahead and clearly behind are taken away.
    pub place: Place,
    /// How many it is clearly ahead of.
    pub ahead_of: usize,
    /// How many it is clearly behind.
    pub behind: usize,
}

/// Each organisation under these weights, one for each part at the top; none for those without a score in all that count.
/// Every score is off by as much, so that counting needs one sorted list and no pairs.
#[must_use]
pub fn reweighed(framework: &Framework, recipe: &Recipe, results: &Results, weights: &[f64]) -> Vec<Option<Reweighed>> {
    let parts: Vec<(usize, f64)> = framework
        .sections_under(None)
        .map(|(at, _)| at)
        .zip(weights.iter().copied())
        .filter(|(_, w)| *w > 0.0)
        .collect();
    let sum: f64 = parts.iter().map(|(_, weight)| weight).sum();
    let squares: f64 = parts.iter().map(|(_, weight)| weight * weight).sum();
    let sd = recipe.error.theme_sd * squares.sqrt() / sum;
    let score = |sections: &[Option<super::Bounds>]| -> Option<f64> {
        let mut all = 0.0;
        for (at, weight) in &parts {
            all += weight * sections.get(*at).copied().flatten()?.point?;
        }
        (sum > 0.0).then(|| published(all / sum, recipe.score.decimals))
    };
    let scores: Vec<Option<f64>> = results.units.iter().map(|unit| score(&unit.sections)).collect();
    let mut sorted: Vec<f64> = scores.iter().flatten().copied().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let (of, clear) = (sorted.len(), CLEAR * sd * std::f64::consts::SQRT_2);
    let placed = |score: f64| {
        let behind = of - sorted.partition_point(|other| *other <= score + clear);
        let ahead_of = sorted.partition_point(|other| *other < score - clear);
        Reweighed {
            score,
            place: Place { range: PlaceRange { best: 1 + behind, worst: of - ahead_of }, of },
            ahead_of,
            behind,
        }
    };
    scores.into_iter().map(|score| score.map(placed)).collect()
}
