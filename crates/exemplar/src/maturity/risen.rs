//! Who was weak in a part and is strong now, with the months that took: those whom others may want to ask how.

use jiff::civil::Date;

use super::shelf::Opened;
use super::{Results, Standing};
use composite::places::CLEAR;

/// How many are named.
const MOST: usize = 5;

/// Somebody who was weak and is strong now.
#[derive(Clone, Debug, PartialEq)]
pub struct Risen {
    /// Its code.
    pub code: String,
    /// Its name now.
    pub name: String,
    /// Its score then and now.
    pub scores: (f64, f64),
    /// The months between its two answers.
    pub months: i32,
}

/// Those who were in the lowest quarter in a section and are in the highest now, and rose by more than answers of a part can be
/// off. Those who rose most, first.
#[must_use]
pub fn risen(before: &Opened, now: &Opened, section: usize) -> Vec<Risen> {
    let point = |standing: &Standing| standing.sections.get(section).copied().flatten()?.point;
    let quarter = |results: &Results, share: usize| {
        let mut points: Vec<f64> = results.units.iter().filter_map(point).collect();
        points.sort_unstable_by(f64::total_cmp);
        points.get(points.len() * share / 4).copied()
    };
    let (Some(weak), Some(strong)) = (quarter(&before.results, 1), quarter(&now.results, 3)) else { return Vec::new() };
    let (one, other) = (before.recipe.error.theme_sd, now.recipe.error.theme_sd);
    let least = CLEAR * (one * one + other * other).sqrt();
    let mut all: Vec<Risen> = now
        .results
        .units
        .iter()
        .filter_map(|unit| {
            let old = before.results.of(&unit.code)?;
            let (then, now) = (point(old)?, point(unit)?);
            let months = months(&old.answered_on, &unit.answered_on)?;
            let has_risen = then < weak && now >= strong && now - then > least;
            has_risen.then(|| Risen { code: unit.code.clone(), name: unit.name.clone(), scores: (then, now), months })
        })
        .collect();
    let by = |risen: &Risen| risen.scores.1 - risen.scores.0;
    all.sort_by(|one, other| by(other).total_cmp(&by(one)).then_with(|| one.name.cmp(&other.name)));
    all.truncate(MOST);
    all
}

/// Whole months between two days.
fn months(from: &str, to: &str) -> Option<i32> {
    let (from, to): (Date, Date) = (from.parse().ok()?, to.parse().ok()?);
    let months = i32::from(to.year() - from.year()) * 12 + i32::from(to.month() - from.month());
    Some(if to.day() < from.day() { months - 1 } else { months })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole() {
        assert_eq!(months("2023-02-24", "2025-02-21"), Some(23));
        assert_eq!(months("2023-02-24", "2025-02-24"), Some(24));
        assert_eq!(months("x", "2025-02-24"), None);
    }
}
