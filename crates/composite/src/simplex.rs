//! Small linear programmes: maximise `c x` under `A x <= b`, `x >= 0`, with `b >= 0`, so that nothing is a start.
//!
//! The simplex method in its condensed tableau (Chvátal, *Linear Programming*, 1983, chapters 2 and 3) with Bland's
//! rule, which cannot go in circles. Meant for a few variables and some hundreds of constraints.

/// One constraint: the factors of the variables, and what their sum may not exceed.
#[derive(Clone, Debug)]
pub(crate) struct Constraint {
    pub factors: Vec<f64>,
    pub at_most: f64,
}

/// What counts as nothing.
const NOTHING: f64 = 1e-11;

/// The variables at the maximum; none when it has no limit.
pub(crate) fn maximise(objective: &[f64], constraints: &[Constraint]) -> Option<Vec<f64>> {
    let width = objective.len();
    let mut tableau = Tableau {
        rows: constraints.iter().map(|c| with(&c.factors, c.at_most)).collect(),
        goal: with(&objective.iter().map(|c| -c).collect::<Vec<f64>>(), 0.0),
        columns: (0..width).collect(),
        basis: (width..width + constraints.len()).collect(),
    };
    // Bland's rule ends; the limit only guards against noise.
    for _ in 0..50_000 {
        let Some(column) = tableau.entering() else { return Some(tableau.solution(width)) };
        let row = tableau.leaving(column)?;
        tableau.pivot(row, column);
    }
    None
}

fn with(factors: &[f64], last: f64) -> Vec<f64> {
    factors.iter().copied().chain([last]).collect()
}

struct Tableau {
    rows: Vec<Vec<f64>>,
    goal: Vec<f64>,
    /// The variable that each column stands for.
    columns: Vec<usize>,
    /// The variable that each row stands for.
    basis: Vec<usize>,
}

impl Tableau {
    /// The column to enter: of those that improve, the variable with the smallest number.
    fn entering(&self) -> Option<usize> {
        let improves = self.columns.iter().zip(&self.goal).enumerate().filter(|(_, (_, gain))| **gain < -NOTHING);
        improves.min_by_key(|(_, (variable, _))| **variable).map(|(column, _)| column)
    }

    /// The row to leave: the one that limits most; of equals, the variable with the smallest number.
    fn leaving(&self, column: usize) -> Option<usize> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (place, (row, variable)) in self.rows.iter().zip(&self.basis).enumerate() {
            let (Some(factor), Some(limit)) = (row.get(column), row.last()) else { continue };
            if *factor <= NOTHING {
                continue;
            }
            let ratio = limit / factor;
            let is_better = best.is_none_or(|(least, name, _)| {
                ratio < least - NOTHING || (ratio <= least + NOTHING && *variable < name)
            });
            if is_better {
                best = Some((ratio, *variable, place));
            }
        }
        best.map(|(_, _, place)| place)
    }

    #[expect(clippy::indexing_slicing, reason = "the inner loop: every row has the same width")]
    fn pivot(&mut self, row: usize, column: usize) {
        let by = self.rows[row][column];
        self.rows[row][column] = 1.0;
        for value in &mut self.rows[row] {
            *value /= by;
        }
        let pivot = self.rows[row].clone();
        for (place, other) in self.rows.iter_mut().chain([&mut self.goal]).enumerate() {
            if place == row {
                continue;
            }
            let factor = other[column];
            if factor != 0.0 {
                other[column] = 0.0;
                for (value, pivot) in other.iter_mut().zip(&pivot) {
                    *value -= factor * pivot;
                }
            }
        }
        std::mem::swap(&mut self.columns[column], &mut self.basis[row]);
    }

    fn solution(&self, width: usize) -> Vec<f64> {
        let mut solution = vec![0.0; width];
        for (row, variable) in self.rows.iter().zip(&self.basis) {
            if let (Some(place), Some(value)) = (solution.get_mut(*variable), row.last()) {
                *place = *value;
            }
        }
        solution
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_most(factors: &[f64], at_most: f64) -> Constraint {
        Constraint { factors: factors.to_vec(), at_most }
    }

    #[test]
    fn a_textbook_programme_is_solved() {
        let limits = [at_most(&[2.0, 3.0, 1.0], 5.0), at_most(&[4.0, 1.0, 2.0], 11.0), at_most(&[3.0, 4.0, 2.0], 8.0)];
        let solution = maximise(&[5.0, 4.0, 3.0], &limits).unwrap();
        assert!(solution.iter().zip([2.0, 0.0, 1.0]).all(|(a, b)| (a - b).abs() < 1e-12), "{solution:?}");
    }

    #[test]
    fn a_degenerate_one_ends_and_one_without_limit_has_no_answer() {
        let limits = [
            at_most(&[0.5, -5.5, -2.5, 9.0], 0.0),
            at_most(&[0.5, -1.5, -0.5, 1.0], 0.0),
            at_most(&[1.0, 0.0, 0.0, 0.0], 1.0),
        ];
        let solution = maximise(&[10.0, -57.0, -9.0, -24.0], &limits).unwrap();
        assert!((10.0 * solution[0] - 9.0 * solution[2] - 1.0).abs() < 1e-9);
        assert_eq!(maximise(&[1.0], &[at_most(&[-1.0], 1.0)]), None);
    }
}
