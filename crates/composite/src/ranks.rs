//! Rounding once, and competition ranks of what was rounded.

/// A score as published: rounded half away from zero to so many decimals, once.
///
/// What lies within a billionth of a half counts as a half, so that the noise of sums in floating point decides
/// nothing (METHODS, defect 10).
#[must_use]
pub fn published(value: f64, decimals: u8) -> f64 {
    let scale = (0..decimals).fold(1.0, |scale, _| scale * 10.0);
    let size = (value * scale).abs();
    let whole = size.floor();
    let up = size - whole >= 0.5 - 1e-9;
    let rounded = if up { whole + 1.0 } else { whole } / scale;
    if value < 0.0 && rounded > 0.0 { -rounded } else { rounded }
}

/// Competition ranks: 1 for the largest, ties share the smallest number, what is missing has none.
#[must_use]
pub fn competition(values: &[Option<f64>]) -> Vec<Option<usize>> {
    let mut sorted: Vec<f64> = values.iter().filter_map(|value| *value).collect();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let rank = |value: f64| sorted.partition_point(|other| *other > value) + 1;
    values.iter().map(|value| value.map(rank)).collect()
}

/// Whether each value is shared by another, for the sign "=" beside a place.
#[must_use]
pub fn shared(values: &[Option<f64>]) -> Vec<bool> {
    let mut sorted: Vec<f64> = values.iter().filter_map(|value| *value).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let count =
        |value: f64| sorted.partition_point(|other| *other <= value) - sorted.partition_point(|other| *other < value);
    values.iter().map(|value| value.is_some_and(|value| count(value) > 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_the_smallest_number_and_what_is_missing_has_none() {
        let values = [Some(1.0), Some(3.0), None, Some(3.0), Some(2.0)];
        assert_eq!(competition(&values), [Some(4), Some(1), None, Some(1), Some(3)]);
        assert_eq!(shared(&values), [false, true, false, true, false]);
    }

    #[test]
    fn a_half_rounds_away_from_zero_whatever_the_noise() {
        assert_eq!(published(60.25, 1), 60.3);
        assert_eq!(published(60.249_999_999_999_99, 1), 60.3, "noise of a sum decides nothing");
        assert_eq!(published(60.249, 1), 60.2);
        assert_eq!(published(-0.25, 1), -0.3);
        assert_eq!(published(0.1 + 0.2, 1), published(0.3, 1));
        assert_eq!(published(2.1, 0), 2.0, "2.1 is not level 3");
        assert!(published(-0.01, 1).is_sign_positive());
    }
}
