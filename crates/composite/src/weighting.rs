//! Weights that data choose: benefit of the doubt, and principal components. And what weights come to in effect.

use crate::relations::Correlation;
use crate::simplex::{Constraint, maximise};
use crate::tree::Tree;

/// Limits on how much of a unit's score one part may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// At least this share.
    pub least: f64,
    /// At most this share.
    pub most: f64,
}

/// Benefit of the doubt: each unit's score under the weights that suit it best, such that nobody would score more
/// than 1 with them (Cherchye, Moesen, Rogge and Van Puyenbroeck, Social Indicators Research 82, 2007). With shares,
/// each part makes up between the least and the most of the unit's own score. Scores lie between 0 and 1.
///
/// `rows` holds each unit's values, none negative. A unit is none when no weights give it a score within the shares.
#[must_use]
pub fn benefit_of_the_doubt(rows: &[Vec<f64>], shares: Option<Shares>) -> Vec<Option<f64>> {
    let limits: Vec<Constraint> = rows.iter().map(|row| Constraint { factors: row.clone(), at_most: 1.0 }).collect();
    let best = |row: &Vec<f64>| {
        let mut constraints = limits.clone();
        if let Some(shares) = shares {
            constraints.extend(share_limits(row, shares));
        }
        let weights = maximise(row, &constraints)?;
        Some(weights.iter().zip(row).fold(0.0, |sum, (weight, value)| sum + weight * value))
    };
    rows.iter().map(best).collect()
}

/// `least w.x <= w_k x_k <= most w.x` for each part.
fn share_limits(row: &[f64], shares: Shares) -> impl Iterator<Item = Constraint> {
    (0..row.len()).flat_map(move |part| {
        let own = |other: usize, value: &f64| if other == part { *value } else { 0.0 };
        let least = row.iter().enumerate().map(|(k, value)| shares.least * value - own(k, value)).collect();
        let most = row.iter().enumerate().map(|(k, value)| own(k, value) - shares.most * value).collect();
        [Constraint { factors: least, at_most: 0.0 }, Constraint { factors: most, at_most: 0.0 }]
    })
}

/// Weights from the first principal component of the columns' correlations: squared loadings, which are the parts of
/// the component that each column makes up and add to 1 (OECD and JRC, *Handbook*, 2008, section 4.1). None when a
/// correlation is not defined.
#[must_use]
pub fn principal(columns: &[&[Option<f64>]]) -> Option<Vec<f64>> {
    let size = columns.len();
    let mut matrix = vec![vec![1.0; size]; size];
    for (i, one) in columns.iter().enumerate() {
        for (j, other) in columns.iter().enumerate().skip(i + 1) {
            let r = Correlation::Pearson.of(one, other)?;
            *matrix.get_mut(i)?.get_mut(j)? = r;
            *matrix.get_mut(j)?.get_mut(i)? = r;
        }
    }
    let vector = first_eigenvector(&matrix);
    Some(vector.iter().map(|part| part * part).collect())
}

/// The eigenvector, of length 1, of the largest eigenvalue, by Jacobi's rotations.
#[expect(clippy::indexing_slicing, reason = "the inner loop: a square matrix")]
fn first_eigenvector(matrix: &[Vec<f64>]) -> Vec<f64> {
    let n = matrix.len();
    let mut a = matrix.to_vec();
    let mut vectors: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..100 {
        let off: f64 = (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| a[i][j] * a[i][j]).sum();
        if off < 1e-26 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    let largest = (0..n).max_by(|i, j| a[*i][*i].total_cmp(&a[*j][*j]).then(j.cmp(i))).unwrap_or(0);
    (0..n).map(|i| vectors[i][largest]).collect()
}

/// Turns the matrix so that its entry at `p, q` becomes nothing (Golub and Van Loan, *Matrix Computations*, 8.5).
#[expect(clippy::indexing_slicing, clippy::needless_range_loop, reason = "the inner loop: a square matrix")]
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let tau = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let t = if tau >= 0.0 { 1.0 } else { -1.0 } / (tau.abs() + (1.0 + tau * tau).sqrt());
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    for row in a.iter_mut().chain(vectors) {
        (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
    }
    for k in 0..a.len() {
        let (x, y) = (a[p][k], a[q][k]);
        a[p][k] = c * x - s * y;
        a[q][k] = s * x + c * y;
    }
}

/// What each node counts in the whole: the product of the shares of weight on the way there.
#[must_use]
pub fn effective(tree: &Tree) -> Vec<f64> {
    let mut weights = vec![1.0; tree.nodes().len()];
    for (place, node) in tree.nodes().iter().enumerate() {
        let Some(parent) = node.parent else { continue };
        let siblings = tree.children(parent).iter().filter_map(|sibling| tree.nodes().get(*sibling));
        let all = siblings.fold(0.0, |sum, sibling| sum + sibling.weight);
        let above = weights.get(parent).copied().unwrap_or(0.0);
        if let Some(weight) = weights.get_mut(place) {
            *weight = if all > 0.0 { above * (node.weight / all) } else { 0.0 };
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_s_best_weights_favour_what_they_are_best_at() {
        let rows = vec![vec![1.0, 0.2], vec![0.2, 1.0], vec![0.5, 0.5]];
        let scores: Vec<f64> = benefit_of_the_doubt(&rows, None).into_iter().map(Option::unwrap).collect();
        assert!((scores[0] - 1.0).abs() < 1e-9 && (scores[1] - 1.0).abs() < 1e-9);
        assert!((scores[2] - 1.0 / 1.2).abs() < 1e-9);
    }

    #[test]
    fn columns_that_go_together_weigh_more() {
        let a = [1.0, 2.0, 3.0, 4.0, 5.0].map(Some);
        let b = [1.1, 2.2, 2.9, 4.1, 5.2].map(Some);
        let c = [3.0, 1.0, 4.0, 1.0, 5.0].map(Some);
        let weights = principal(&[&a, &b, &c]).unwrap();
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(weights[0] > weights[2] && weights[1] > weights[2]);
        let equal = principal(&[&a, &a]).unwrap();
        assert!((equal[0] - 0.5).abs() < 1e-12);
    }
}
