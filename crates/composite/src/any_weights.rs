//! What places hold under any weights: exactly for three themes, by draws for any number.
//!
//! Weights are spread evenly over all that add to 1 (a simplex). For three themes these are the points of a triangle,
//! and shares of them are shares of its area. Lahdelma and Salminen (Operations Research 49, 2001) call the shares
//! acceptability.

use crate::draws::Draws;
use crate::held::{Desk, Places};
use crate::places::DrawnPlace;
use crate::stats;

/// The mean place of each unit over all weights of three themes, exactly; where two are level each counts half.
#[must_use]
pub fn expected_places(rows: &[[f64; 3]]) -> Vec<f64> {
    let ahead = |one: &[f64; 3], other: &[f64; 3]| share_above(less(other, one));
    rows.iter()
        .enumerate()
        .map(|(i, own)| {
            let others = rows.iter().enumerate().filter(|(j, _)| *j != i);
            others.fold(1.0, |place, (_, other)| place + ahead(own, other))
        })
        .collect()
}

/// The share of a triangle over which a linear function with these values at the corners is above 0.
#[must_use]
pub fn share_above(corners: [f64; 3]) -> f64 {
    let mut sorted = corners;
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let [high, middle, low] = sorted;
    if high == 0.0 && low == 0.0 {
        0.5
    } else if low >= 0.0 {
        1.0
    } else if high <= 0.0 {
        0.0
    } else if middle <= 0.0 {
        // One corner above: the small triangle there.
        high / (high - middle) * (high / (high - low))
    } else {
        1.0 - low / (low - middle) * (low / (low - high))
    }
}

/// For each unit, the share of all weights of three themes under which it is first, exactly. Units with the same
/// values share what they win.
#[must_use]
pub fn first_shares(rows: &[[f64; 3]]) -> Vec<f64> {
    rows.iter()
        .map(|own| {
            let mut polygon = vec![[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
            for other in rows {
                cut(&mut polygon, less(own, other));
                if polygon.len() < 3 {
                    return 0.0;
                }
            }
            area(&polygon) / stats::count(rows.iter().filter(|other| *other == own).count())
        })
        .collect()
}

fn less(one: &[f64; 3], other: &[f64; 3]) -> [f64; 3] {
    let ([a, b, c], [d, e, f]) = (one, other);
    [a - d, b - e, c - f]
}

/// Keeps what of a polygon lies where a linear function is not below 0 (Sutherland and Hodgman 1974).
fn cut(polygon: &mut Vec<[f64; 3]>, function: [f64; 3]) {
    if function.iter().all(|value| *value >= 0.0) {
        return;
    }
    let at = |point: &[f64; 3]| function.iter().zip(point).fold(0.0, |sum, (f, w)| sum + f * w);
    let mut kept = Vec::with_capacity(polygon.len() + 1);
    let ends = polygon.iter().skip(1).chain(polygon.first());
    for (one, other) in polygon.iter().zip(ends) {
        let (a, b) = (at(one), at(other));
        if a >= 0.0 {
            kept.push(*one);
        }
        if (a > 0.0 && b < 0.0) || (a < 0.0 && b > 0.0) {
            let t = a / (a - b);
            let step = less(other, one).map(|apart| t * apart);
            kept.push(less(one, &step.map(|apart| -apart)));
        }
    }
    *polygon = kept;
}

/// The area as a share of the whole triangle.
fn area(polygon: &[[f64; 3]]) -> f64 {
    let ends = polygon.iter().skip(1).chain(polygon.first());
    polygon.iter().zip(ends).fold(0.0, |sum, (a, b)| sum + (a[0] * b[1] - b[0] * a[1])).abs()
}

/// The stream of draws for weights.
const WEIGHTS: u32 = 2;

/// Weights spread evenly over all that add to 1: one draw.
#[must_use]
pub fn draw_weights(parts: usize, seed: u64, draw: u32) -> Vec<f64> {
    let waits: Vec<f64> =
        (0_u64..).take(parts).map(|part| -libm::log(Draws::new(seed, part, WEIGHTS).even(draw))).collect();
    let all = stats::sum(&waits);
    waits.iter().map(|wait| wait / all).collect()
}

/// The places of each unit under weights drawn evenly: a row of values for each unit.
#[must_use]
pub fn drawn_places(rows: &[Vec<f64>], draws: u32, seed: u64) -> Vec<DrawnPlace> {
    let parts = rows.first().map_or(0, Vec::len);
    let mut places = Places::new(rows.len());
    let mut desk = Desk::default();
    let mut scores = vec![0.0; rows.len()];
    for draw in 0..draws {
        let weights = draw_weights(parts, seed, draw);
        for (score, row) in scores.iter_mut().zip(rows) {
            *score = row.iter().zip(&weights).fold(0.0, |sum, (value, weight)| sum + value * weight);
        }
        places.count(std::iter::once(scores.as_slice()), &mut desk);
    }
    places.summaries()
}

/// The ranks of each unit under weights drawn evenly, the best first: one more than how many are ahead of it. A unit without
/// a row has none, and stands before nobody.
#[must_use]
pub fn drawn_ranks(rows: &[Option<Vec<f64>>], draws: u32, seed: u64) -> Vec<Vec<u32>> {
    let parts = rows.iter().flatten().map(Vec::len).max().unwrap_or(0);
    let mut ranks: Vec<Vec<u32>> =
        rows.iter().map(|row| Vec::with_capacity(row.as_ref().map_or(0, |_| draws as usize))).collect();
    let (mut scores, mut sorted) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for draw in 0..draws {
        let weights = draw_weights(parts, seed, draw);
        let score = |row: &Vec<f64>| row.iter().zip(&weights).fold(0.0, |sum, (value, weight)| sum + value * weight);
        scores.clear();
        scores.extend(rows.iter().map(|row| row.as_ref().map(score)));
        sorted.clear();
        sorted.extend(scores.iter().flatten().copied());
        sorted.sort_unstable_by(|one: &f64, other: &f64| other.total_cmp(one));
        for (ranks, score) in ranks.iter_mut().zip(&scores) {
            if let Some(score) = score {
                let ahead = sorted.partition_point(|other| other > score);
                ranks.push(u32::try_from(ahead + 1).unwrap_or(u32::MAX));
            }
        }
    }
    for ranks in &mut ranks {
        ranks.sort_unstable();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_a_triangle() {
        assert_eq!(share_above([1.0, 1.0, 1.0]), 1.0);
        assert_eq!(share_above([0.0, 0.0, 0.0]), 0.5);
        assert_eq!(share_above([1.0, -1.0, 0.0]), 0.5);
        assert_eq!(share_above([1.0, -1.0, -1.0]), 0.25);
        assert_eq!(share_above([1.0, 1.0, -1.0]), 0.75);
    }

    #[test]
    fn the_shares_of_being_first_add_to_one() {
        let rows = [[0.9, 0.1, 0.5], [0.2, 0.8, 0.6], [0.5, 0.5, 0.5], [0.2, 0.8, 0.6]];
        let first = first_shares(&rows);
        assert!((first.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(first[1], first[3]);
        assert!((expected_places(&rows).iter().sum::<f64>() - 10.0).abs() < 1e-12);
    }

    #[test]
    fn drawn_weights_add_to_one_within_a_draw_and_cover_the_triangle_evenly() {
        // Another tool divides by the sum over the draws, and draws that are not even (METHODS, defect 9).
        let mut small = 0;
        for draw in 0..20_000 {
            let weights = draw_weights(3, 1, draw);
            assert!((stats::sum(&weights) - 1.0).abs() < 1e-12);
            small += u32::from(weights[0] < 0.5);
        }
        assert!((f64::from(small) / 20_000.0 - 0.75).abs() < 0.01, "three quarters of the triangle: {small}");
    }

    #[test]
    fn ranks_under_drawn_weights_are_those_of_the_shares() {
        let rows = [Some(vec![0.9, 0.1, 0.5]), None, Some(vec![0.2, 0.8, 0.6]), Some(vec![0.1, 0.0, 0.4])];
        let ranks = drawn_ranks(&rows, 4_000, 1);
        assert!(ranks[1].is_empty());
        assert!(ranks[3].iter().all(|rank| *rank == 3), "behind the others under any weights");
        let first = |at: usize| ranks[at].iter().filter(|rank| **rank == 1).count() as f64 / 4_000.0;
        let exact = first_shares(&[[0.9, 0.1, 0.5], [0.2, 0.8, 0.6]]);
        assert!((first(0) - exact[0]).abs() < 0.03 && (first(2) - exact[1]).abs() < 0.03, "{exact:?}");
        assert!(ranks[0].is_sorted());
    }
}
