//! What a result hangs on: Sobol's indices, and leaving a part out.

use crate::answers::Cell;
use crate::ranks::competition;
use crate::scoring::{Score, score};
use crate::stats;
use crate::tree::Tree;

/// First-order and total indices of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// The share of the variance that this input makes alone.
    pub first: f64,
    /// The share that it makes alone and together with others.
    pub total: f64,
}

/// Sobol's indices from a design: outputs of the two independent samples, and for each input those of the first
/// sample with that input taken from the second. First order after Saltelli et al. (Computer Physics Communications
/// 181, 2010), `mean(yB (yABi - yA)) / var`; total after Jansen (1999), `sum((yA - yABi)^2) / (2 N var)`; the
/// variance is that of both samples together, with `n - 1`.
#[must_use]
pub fn sobol(a: &[f64], b: &[f64], swapped: &[&[f64]]) -> Vec<Indices> {
    let both: Vec<f64> = a.iter().chain(b).copied().collect();
    let variance = stats::variance(&both);
    let n = stats::count(a.len());
    let of = |swapped: &&[f64]| {
        let triples = || a.iter().zip(b).zip(swapped.iter());
        let first = triples().fold(0.0, |sum, ((a, b), s)| sum + b * (s - a));
        let total = triples().fold(0.0, |sum, ((a, _), s)| sum + (a - s) * (a - s));
        Indices { first: first / n / variance, total: total / (2.0 * n * variance) }
    };
    swapped.iter().map(of).collect()
}

/// By how many places, in the mean over the units, the whole moves when a node counts for nothing and its siblings
/// share its weight. Units without a score in either are left out.
#[must_use]
pub fn shift_without(tree: &Tree, rows: &[Vec<Cell>], node: usize) -> f64 {
    let places = |tree: &Tree| {
        let scores: Vec<Option<f64>> = rows.iter().map(|row| score(tree, row).first().and_then(Score::point)).collect();
        competition(&scores)
    };
    let (full, without) = (places(tree), places(&tree.with_weight(node, 0.0)));
    let shifts: Vec<f64> =
        full.iter().zip(&without).filter_map(|(a, b)| Some(stats::count((*a)?.abs_diff((*b)?)))).collect();
    stats::mean(&shifts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::Draws;

    #[test]
    fn the_indices_of_ishigami_come_near_as_the_sample_grows() {
        // Ishigami and Homma 1990 with 7 and 0.1: analytic values.
        let f = |x: &[f64; 3]| {
            libm::sin(x[0]) + 7.0 * libm::sin(x[1]) * libm::sin(x[1]) + 0.1 * libm::pow(x[2], 4.0) * libm::sin(x[0])
        };
        let point = |sample: u32, draw: u32| -> [f64; 3] {
            std::array::from_fn(|input| {
                let even = Draws::new(11, input as u64, sample).even(draw);
                (even * 2.0 - 1.0) * std::f64::consts::PI
            })
        };
        let error = |n: u32| {
            let a: Vec<[f64; 3]> = (0..n).map(|draw| point(0, draw)).collect();
            let b: Vec<[f64; 3]> = (0..n).map(|draw| point(1, draw)).collect();
            let swapped: Vec<Vec<f64>> = (0..3)
                .map(|input| {
                    let mixed = |(a, b): (&[f64; 3], &[f64; 3])| {
                        let mut x = *a;
                        x[input] = b[input];
                        f(&x)
                    };
                    a.iter().zip(&b).map(mixed).collect()
                })
                .collect();
            let ya: Vec<f64> = a.iter().map(f).collect();
            let yb: Vec<f64> = b.iter().map(f).collect();
            let indices = sobol(&ya, &yb, &swapped.iter().map(Vec::as_slice).collect::<Vec<_>>());
            let first = [0.313_905_191_147_811_46, 0.442_411_144_790_040_9, 0.0];
            let total = [0.557_588_855_209_959_2, 0.442_411_144_790_040_9, 0.243_683_664_062_147_7];
            indices.iter().zip(first).zip(total).fold(0.0_f64, |worst, ((found, first), total)| {
                worst.max((found.first - first).abs()).max((found.total - total).abs())
            })
        };
        assert!(error(40_000) < 0.03, "{}", error(40_000));
    }
}
