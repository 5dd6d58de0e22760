//! Changes from one round to the next that stand out from everybody's.

use crate::stats;

/// The change of each organisation as a robust z, `(change - median) / (1.4826 MAD)` (Iglewicz and Hoaglin 1993);
/// beyond 3.5 in size it stands out. None for all when half of them changed alike. Only on the same questions.
#[must_use]
pub fn jumps(changes: &[f64]) -> Option<Vec<f64>> {
    let median = stats::median(changes);
    let apart: Vec<f64> = changes.iter().map(|change| (change - median).abs()).collect();
    let spread = 1.482_6 * stats::median(&apart);
    (spread > 0.0).then(|| changes.iter().map(|change| (change - median) / spread).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_leaps_stands_out() {
        let z = jumps(&[1.0, 2.0, 0.0, 3.0, 2.0, 40.0]).unwrap();
        assert!(z[5] > 3.5 && z[..5].iter().all(|z| z.abs() < 3.5));
        assert_eq!(jumps(&[1.0, 1.0, 1.0, 9.0]), None);
    }
}
