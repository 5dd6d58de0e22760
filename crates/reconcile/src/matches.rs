//! Which elements of two sequences are the same, in order.
//!
//! Elements that stand once on each side are matched first (the longest run of them that
//! rises on both sides: patience diff, after Bram Cohen). The gaps between are settled by
//! Myers's algorithm while the budget lasts, and are left unmatched after that.

use std::iter::successors;

use foldhash::HashMap;
use foldhash::fast::RandomState;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::budget::Budget;

/// Positions that belong together, one on each side.
pub(crate) type Pairs = Vec<(usize, usize)>;

/// Pairs of positions of equal elements, rising on both sides. Swapping the sides swaps
/// the pairs.
pub(crate) fn matches(old: &[usize], new: &[usize], budget: &mut Budget) -> Pairs {
    if new < old {
        return swapped(matches(new, old, budget));
    }
    let mut pairs = Pairs::new();
    let (mut i, mut j) = (0, 0);
    for (a, b) in longest_rise(&once_each(old, new)) {
        gap((i, old.get(i..a)), (j, new.get(j..b)), budget, &mut pairs);
        pairs.push((a, b));
        (i, j) = (a + 1, b + 1);
    }
    gap((i, old.get(i..)), (j, new.get(j..)), budget, &mut pairs);
    pairs
}

/// The same pairs, sides swapped.
pub(crate) fn swapped(pairs: Pairs) -> Pairs {
    pairs.into_iter().map(|(i, j)| (j, i)).collect()
}

/// The elements that stand exactly once on each side, in the order of the old side.
pub(crate) fn once_each(old: &[usize], new: &[usize]) -> Pairs {
    let lone_old = lone(old);
    let lone_new = lone(new);
    let both = |(i, element)| {
        let only = lone_old.get(element)?.is_some();
        let j = (*lone_new.get(element)?)?;
        only.then_some((i, j))
    };
    old.iter().enumerate().filter_map(both).collect()
}

/// Where each element stands, if it stands in one place only.
fn lone(sequence: &[usize]) -> HashMap<usize, Option<usize>> {
    let mut places = HashMap::with_capacity_and_hasher(sequence.len(), RandomState::default());
    for (place, element) in sequence.iter().enumerate() {
        places.entry(*element).and_modify(|first| *first = None).or_insert(Some(place));
    }
    places
}

/// The longest choice of pairs, already rising on the old side, that rises on the new one.
fn longest_rise(pairs: &[(usize, usize)]) -> Pairs {
    let right = |k: usize| pairs.get(k).map(|pair| pair.1);
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for k in 0..pairs.len() {
        let length = tails.partition_point(|&tail| right(tail) < right(k));
        before.push(length.checked_sub(1).and_then(|l| tails.get(l).copied()));
        match tails.get_mut(length) {
            Some(tail) => *tail = k,
            None => tails.push(k),
        }
    }
    let chain = successors(tails.last().copied(), |&k| before.get(k).copied().flatten());
    let mut chosen: Pairs = chain.filter_map(|k| pairs.get(k).copied()).collect();
    chosen.reverse();
    chosen
}

/// A part of a sequence and where it begins.
type Part<'a> = (usize, Option<&'a [usize]>);

/// Matches what is equal in a gap: at its start, at its end, then between.
fn gap((i, old): Part<'_>, (j, new): Part<'_>, budget: &mut Budget, pairs: &mut Pairs) {
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let head = alike_from(old.iter(), new.iter());
    let (old, new) = (rest(old, head), rest(new, head));
    let tail = alike_from(old.iter().rev(), new.iter().rev());
    let ends = (old.len() - tail, new.len() - tail);

    pairs.extend((0..head).map(|k| (i + k, j + k)));
    let (i, j) = (i + head, j + head);
    if budget.spend(ends.0 * ends.1) {
        let (old, new) = (first(old, ends.0), first(new, ends.1));
        for op in capture_diff_slices(Algorithm::Myers, old, new) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                pairs.extend((0..len).map(|k| (i + old_index + k, j + new_index + k)));
            }
        }
    }
    pairs.extend((0..tail).map(|k| (i + ends.0 + k, j + ends.1 + k)));
}

/// How many elements are equal from the start of both.
fn alike_from<'a>(old: impl Iterator<Item = &'a usize>, new: impl Iterator<Item = &'a usize>) -> usize {
    old.zip(new).take_while(|(a, b)| a == b).count()
}

fn first(sequence: &[usize], length: usize) -> &[usize] {
    sequence.get(..length).unwrap_or_default()
}

fn rest(sequence: &[usize], from: usize) -> &[usize] {
    sequence.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_element_that_moved_costs_only_itself() {
        let pairs = matches(&[1, 2, 3, 4, 5], &[2, 3, 4, 5, 1], &mut Budget::new());
        assert_eq!(pairs, [(1, 0), (2, 1), (3, 2), (4, 3)]);
    }

    #[test]
    fn without_budget_only_the_ends_and_what_stands_once_match() {
        let old = [7, 1, 1, 2, 2, 9, 1, 2, 8];
        let new = [7, 2, 2, 1, 1, 9, 2, 1, 8];
        let mut spent = Budget::new();
        while spent.spend(1_000_000) {}
        assert_eq!(matches(&old, &new, &mut spent), [(0, 0), (5, 5), (8, 8)]);
    }

    proptest! {
        #[test]
        fn pairs_are_equal_rise_and_swap_with_the_sides(
            old in prop::collection::vec(0..12_usize, 0..60),
            new in prop::collection::vec(0..12_usize, 0..60),
        ) {
            let pairs = matches(&old, &new, &mut Budget::new());
            prop_assert!(pairs.iter().all(|&(i, j)| old[i] == new[j]));
            prop_assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
            prop_assert_eq!(pairs, swapped(matches(&new, &old, &mut Budget::new())));
        }
    }
}
