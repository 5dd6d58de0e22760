//! Confidence sets for places that hold together, by drawing and stepping down (Mogstad, Romano, Shaikh and Wilhelm,
//! Review of Economic Studies 91, 2024). Honest, wide, and slow: for claims that must stand up, not for every page.

use crate::draws::Draws;
use crate::places::{Clearly, Estimate};

/// For whom a set must hold at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// For all units at once.
    ForAll,
    /// For each unit by itself.
    ForEach,
}

/// How the sets are made.
#[derive(Clone, Copy, Debug)]
pub struct Sets {
    /// The probability with which they hold, such as 0.95.
    pub coverage: f64,
    /// For whom at once.
    pub holds: Holds,
    /// How many draws.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
}

/// The stream of draws for rank sets.
const STREAM: u32 = 3;

impl Sets {
    /// Who is above and below each unit, with errors independent of each other; `keys` are the units' numbers for
    /// drawing.
    #[must_use]
    pub fn of(&self, keys: &[u64], scores: &[Estimate]) -> Vec<Clearly> {
        let errors = self.errors(keys, scores);
        match self.holds {
            Holds::ForAll => {
                let pairs = (0..scores.len()).flat_map(|i| (0..scores.len()).map(move |j| (i, j)));
                let found = self.step_down(scores, &errors, pairs.filter(|(i, j)| i != j).collect());
                (0..scores.len()).map(|unit| count(unit, &found)).collect()
            }
            Holds::ForEach => (0..scores.len())
                .map(|unit| {
                    let others = (0..scores.len()).filter(|other| *other != unit);
                    let pairs = others.flat_map(|other| [(unit, other), (other, unit)]).collect();
                    count(unit, &self.step_down(scores, &errors, pairs))
                })
                .collect(),
        }
    }

    /// A row for each draw, a drawn error for each unit.
    fn errors(&self, keys: &[u64], scores: &[Estimate]) -> Vec<Vec<f64>> {
        let sources: Vec<Draws> = keys.iter().map(|key| Draws::new(self.seed, *key, STREAM)).collect();
        let row = |draw| sources.iter().zip(scores).map(|(source, own)| own.sd * source.normal(draw)).collect();
        (0..self.draws).map(row).collect()
    }

    /// The pairs of which the first is above the second. What was found is taken out and the rest held against the
    /// largest difference that chance makes among them, until nothing more is found.
    fn step_down(
        &self,
        scores: &[Estimate],
        errors: &[Vec<f64>],
        mut open: Vec<(usize, usize)>,
    ) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        loop {
            let limit = self.largest(scores, errors, &open);
            let (above, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|pair| apart(scores, *pair) > limit);
            found.extend(&above);
            if above.is_empty() || rest.is_empty() {
                return found;
            }
            open = rest;
        }
    }

    #[expect(clippy::indexing_slicing, reason = "the inner loop: pairs of units that are there")]
    fn largest(&self, scores: &[Estimate], errors: &[Vec<f64>], open: &[(usize, usize)]) -> f64 {
        let scales: Vec<f64> = open.iter().map(|(i, j)| 1.0 / error(scores, (*i, *j))).collect();
        let largest = |row: &Vec<f64>| {
            let differences = open.iter().zip(&scales).map(|((i, j), scale)| (row[*i] - row[*j]) * scale);
            differences.fold(f64::NEG_INFINITY, f64::max)
        };
        let mut all: Vec<f64> = errors.iter().map(largest).collect();
        all.sort_unstable_by(f64::total_cmp);
        crate::stats::quantile(&all, self.coverage)
    }
}

fn error(scores: &[Estimate], (i, j): (usize, usize)) -> f64 {
    let sd = |place: usize| scores.get(place).map_or(0.0, |score| score.sd);
    (sd(i) * sd(i) + sd(j) * sd(j)).sqrt()
}

fn apart(scores: &[Estimate], (i, j): (usize, usize)) -> f64 {
    let mean = |place: usize| scores.get(place).map_or(f64::NAN, |score| score.mean);
    (mean(i) - mean(j)) / error(scores, (i, j))
}

fn count(unit: usize, found: &[(usize, usize)]) -> Clearly {
    Clearly {
        above: found.iter().filter(|(_, below)| *below == unit).count(),
        below: found.iter().filter(|(above, _)| *above == unit).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_for_each_are_no_wider_than_sets_for_all() {
        let scores: Vec<Estimate> = (0..8).map(|i| Estimate { mean: f64::from(i) * 3.0, sd: 2.0 }).collect();
        let keys: Vec<u64> = (0..8).collect();
        let sets = |holds| Sets { coverage: 0.95, holds, draws: 1_000, seed: 3 }.of(&keys, &scores);
        let (all, each) = (sets(Holds::ForAll), sets(Holds::ForEach));
        assert!(all.iter().zip(&each).all(|(all, each)| all.above <= each.above && all.below <= each.below));
        assert!(all[0].above >= 3);
    }
}
