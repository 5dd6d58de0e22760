//! Who is checked, drawn at random within strata from a seed that everybody knows, so that everybody can draw again.

use std::collections::BTreeMap;

use crate::draws::{Draws, unit_key};

/// The stream of draws for samples.
const STREAM: u32 = 4;

/// Draws so many organisations of each stratum: those whose counted draw is smallest. The order of the rows does not
/// matter, and one more organisation on the list changes nothing about the others' draws.
///
/// `units` holds ids and strata; `wanted` says how many of each stratum. Ids come back sorted.
#[must_use]
pub fn draw<'u>(units: &[(&'u str, &str)], wanted: &BTreeMap<String, usize>, seed: u64) -> Vec<&'u str> {
    let mut strata: BTreeMap<&str, Vec<(f64, &str)>> = BTreeMap::new();
    for (id, stratum) in units {
        strata.entry(stratum).or_default().push((Draws::new(seed, unit_key(id), STREAM).even(0), id));
    }
    let mut drawn = Vec::new();
    for (stratum, mut ids) in strata {
        ids.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
        let n = wanted.get(stratum).copied().unwrap_or(0);
        drawn.extend(ids.into_iter().take(n).map(|(_, id)| id));
    }
    drawn.sort_unstable();
    drawn
}

/// How many of each stratum when `n` are drawn in proportion to their sizes, two at least where there are two: the
/// largest remainders get what is left over.
#[must_use]
pub fn in_proportion(sizes: &BTreeMap<String, usize>, n: usize) -> BTreeMap<String, usize> {
    let all: usize = sizes.values().sum();
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    let mut rests = Vec::new();
    for (stratum, size) in sizes {
        let whole = (n * size).checked_div(all).unwrap_or(0);
        rests.push(((n * size).checked_rem(all).unwrap_or(0), stratum.clone()));
        wanted.insert(stratum.clone(), whole.max(2).min(*size));
    }
    rests.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut left = n.saturating_sub(wanted.values().sum());
    for (_, stratum) in rests {
        let size = sizes.get(&stratum).copied().unwrap_or(0);
        if let Some(count) = wanted.get_mut(&stratum).filter(|count| left > 0 && **count < size) {
            *count += 1;
            left -= 1;
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_does_not_depend_on_the_order_of_the_list() {
        let ids: Vec<String> = (0..40).map(|i| format!("T{i:03}")).collect();
        let strata = ["acute", "mental"];
        let mut units: Vec<(&str, &str)> = ids.iter().zip(strata.into_iter().cycle()).map(|(a, b)| (&**a, b)).collect();
        let wanted: BTreeMap<String, usize> = strata.map(|stratum| (stratum.to_owned(), 4)).into();
        let one = draw(&units, &wanted, 2026);
        units.reverse();
        assert_eq!(draw(&units, &wanted, 2026), one);
        assert_eq!(one.len(), 8);
        assert_ne!(draw(&units, &wanted, 2027), one);
        let stratum = |id: &str| units.iter().find(|(other, _)| *other == id).unwrap().1;
        assert_eq!(one.iter().filter(|id| stratum(id) == "acute").count(), 4);
    }

    #[test]
    fn proportions_leave_two_in_small_strata() {
        let sizes: BTreeMap<String, usize> =
            [("a".to_owned(), 100), ("b".to_owned(), 130), ("c".to_owned(), 10)].into();
        let wanted = in_proportion(&sizes, 48);
        assert_eq!((wanted["a"], wanted["b"], wanted["c"]), (20, 26, 2));
    }
}
