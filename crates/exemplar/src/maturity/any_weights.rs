//! How places stand under any weights whatever: the parts at the top are weighed by chance, many times, and each time everyone is
//! put in order.

use composite::any_weights::drawn_ranks;
use composite::places::PlaceRange;
use composite::tree::Scoring;
use composite::{Framework, Mean};

use super::Results;

/// How often the parts are weighed.
const DRAWS: usize = 2_000;

/// How many ranks are worked out at most, so that a hundred thousand organisations are weighed less often.
const MOST: usize = 5_000_000;

/// Draws are the same whenever they are made.
const SEED: u64 = 1;

/// The ranks of everyone under weights drawn evenly from all there are.
#[derive(Debug)]
pub struct AnyWeights {
    draws: usize,
    /// For each organisation in the order of the results, the best first; empty for those that lack a part.
    ranks: Vec<Vec<u32>>,
}

impl AnyWeights {
    /// Of these results; none where scores are no weighted means, or there is one part alone.
    #[must_use]
    pub fn of(framework: &Framework, results: &Results) -> Option<Self> {
        let parts: Vec<usize> = framework.sections_under(None).map(|(at, _)| at).collect();
        if framework.scoring != Scoring::Compensatory(Mean::Arithmetic) || parts.len() < 2 || results.units.is_empty() {
            return None;
        }
        let draws = (MOST / results.units.len()).clamp(20, DRAWS);
        let rows: Vec<Option<Vec<f64>>> = results
            .units
            .iter()
            .map(|unit| parts.iter().map(|at| unit.sections.get(*at)?.as_ref()?.unrounded).collect())
            .collect();
        let ranks = drawn_ranks(&rows, u32::try_from(draws).unwrap_or(u32::MAX), SEED);
        Some(Self { draws, ranks })
    }

    /// How often the parts were weighed.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// Under how many of 100 weights an organisation, by its place in the results, holds one of these places.
    #[must_use]
    pub fn holds(&self, at: usize, range: &PlaceRange) -> Option<usize> {
        let ranks = self.ranks.get(at).filter(|ranks| !ranks.is_empty())?;
        let upto = |place: usize| ranks.partition_point(|rank| *rank as usize <= place);
        Some((100 * (upto(range.worst) - upto(range.best.saturating_sub(1))) + ranks.len() / 2) / ranks.len())
    }

    /// The places it holds under nine of ten weights: the lowest and the highest twentieth are left out.
    #[must_use]
    pub fn most(&self, at: usize) -> Option<PlaceRange> {
        let ranks = self.ranks.get(at).filter(|ranks| !ranks.is_empty())?;
        let left_out = ranks.len() / 20;
        let place = |at: usize| ranks.get(at).map(|rank| *rank as usize);
        let range = PlaceRange { best: place(left_out)?, worst: place(ranks.len() - 1 - left_out)? };
        Some(range.of_two(self.ranks.len()))
    }
}
