//! Copeland's rule: who is ahead of whom on most of the weight.

/// Each unit's wins less losses over all others (Copeland 1951; OECD and JRC, *Handbook*, 2008, section 6.3).
///
/// `rows` holds each unit's values. A pair is compared on the indicators that both have; what one of them lacks
/// counts for neither, so that the order of the rows does not matter (METHODS, defect 1). Ahead on more than half of
/// the weight compared is a win; level indicators count half for each.
#[must_use]
pub fn copeland(rows: &[Vec<Option<f64>>], weights: &[f64]) -> Vec<i64> {
    let duel = |one: &[Option<f64>], other: &[Option<f64>]| {
        let mut lead = 0.0;
        for ((a, b), weight) in one.iter().zip(other).zip(weights) {
            if let (Some(a), Some(b)) = (a, b) {
                lead += weight * f64::from(i8::from(a > b) - i8::from(a < b));
            }
        }
        i64::from(lead > 1e-12) - i64::from(lead < -1e-12)
    };
    rows.iter().map(|one| rows.iter().map(|other| duel(one, other)).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reversing_the_rows_changes_nobody_s_score() {
        let mut rows = vec![
            vec![Some(1.0), None, Some(3.0)],
            vec![None, Some(2.0), Some(2.0)],
            vec![Some(3.0), Some(1.0), None],
            vec![None, None, Some(9.0)],
        ];
        let scores = copeland(&rows, &[1.0, 1.0, 1.0]);
        rows.reverse();
        let mut reversed = copeland(&rows, &[1.0, 1.0, 1.0]);
        reversed.reverse();
        assert_eq!(scores, reversed);
        assert_eq!(scores.iter().sum::<i64>(), 0);
        assert_eq!(copeland(&[vec![None], vec![Some(1.0)]], &[1.0]), [0, 0], "nothing to compare is no defeat");
    }
}
