//! Which blocks of a gap are likely versions of one another.
//!
//! Likeness is the share of words two blocks have in common, in any order (Sørensen and
//! Dice's coefficient over multisets). From half upwards a pair may be made; the pairs
//! chosen keep their order and have the greatest likeness in sum.

use crate::budget::Budget;
use crate::matches::{Pairs, swapped};

/// The words of a block as numbers, sorted, marks and punctuation left out.
pub(crate) type Bag = Vec<usize>;

/// A gap with more pairings than this is cut in halves first.
const LARGEST: usize = 40_000;

/// The likeness of two equal blocks.
const WHOLE: usize = 1000;

/// Pairs of positions of like blocks, rising on both sides. Swapping the sides swaps the
/// pairs.
pub(crate) fn alike(old: &[Bag], new: &[Bag], budget: &mut Budget) -> Pairs {
    if new < old {
        return swapped(alike(new, old, budget));
    }
    if old.is_empty() || new.is_empty() {
        return Pairs::new();
    }
    if old.len() * new.len() > LARGEST {
        return in_halves(old, new, budget);
    }
    let size = |bags: &[Bag]| bags.iter().map(|bag| bag.len() + 1).sum::<usize>();
    if !budget.spend(size(old) * new.len() + size(new) * old.len()) {
        return Pairs::new();
    }
    best(&likenesses(old, new))
}

fn in_halves(old: &[Bag], new: &[Bag], budget: &mut Budget) -> Pairs {
    let (i, j) = (old.len() / 2, new.len() / 2);
    let (old, later_old) = old.split_at(i);
    let (new, later_new) = new.split_at(j);
    let mut pairs = alike(old, new, budget);
    let later = alike(later_old, later_new, budget);
    pairs.extend(later.into_iter().map(|(a, b)| (a + i, b + j)));
    pairs
}

/// The likeness of each old block to each new one, a row for each old block.
fn likenesses(old: &[Bag], new: &[Bag]) -> Vec<Vec<usize>> {
    let row = |a: &Bag| new.iter().map(|b| likeness(a, b)).collect();
    old.iter().map(row).collect()
}

/// From half of [`WHOLE`] to all of it, or 0 when less than half is common.
pub(crate) fn likeness(a: &Bag, b: &Bag) -> usize {
    let both = a.len() + b.len();
    if 4 * a.len().min(b.len()) < both || both == 0 {
        return 0;
    }
    let common = common(a, b);
    if 4 * common < both { 0 } else { 2 * common * WHOLE / both }
}

/// How many words two bags share.
fn common(a: &Bag, b: &Bag) -> usize {
    let mut rest = b.iter().peekable();
    let shared = |word: &&usize| {
        while rest.next_if(|other| other < word).is_some() {}
        rest.next_if_eq(word).is_some()
    };
    a.iter().filter(shared).count()
}

/// The pairs, rising on both sides, whose likenesses have the greatest sum.
#[expect(clippy::indexing_slicing, reason = "an inner loop over a grid made here")]
fn best(likenesses: &[Vec<usize>]) -> Pairs {
    let width = likenesses.first().map_or(0, Vec::len);
    let mut sums = vec![vec![0; width + 1]; likenesses.len() + 1];
    for (i, row) in likenesses.iter().enumerate().rev() {
        for (j, &likeness) in row.iter().enumerate().rev() {
            let apart = sums[i + 1][j].max(sums[i][j + 1]);
            let together = if likeness > 0 { sums[i + 1][j + 1] + likeness } else { 0 };
            sums[i][j] = apart.max(together);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Pairs::new());
    while i < likenesses.len() && j < width {
        let likeness = likenesses[i][j];
        if likeness > 0 && sums[i][j] == sums[i + 1][j + 1] + likeness {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if sums[i][j] == sums[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(old: &[&[usize]], new: &[&[usize]]) -> Pairs {
        let bags = |side: &[&[usize]]| side.iter().map(|bag| bag.to_vec()).collect::<Vec<_>>();
        alike(&bags(old), &bags(new), &mut Budget::new())
    }

    #[test]
    fn half_in_common_is_enough_and_less_is_not() {
        assert_eq!(pairs(&[&[1, 2]], &[&[2, 3]]), [(0, 0)]);
        assert_eq!(pairs(&[&[1, 2]], &[&[2, 3, 4]]), []);
        assert_eq!(pairs(&[&[]], &[&[]]), []);
    }

    #[test]
    fn the_likeliest_version_is_chosen_among_several() {
        let old: [&[usize]; 1] = [&[1, 2, 3, 4]];
        let new: [&[usize]; 3] = [&[1, 2, 8, 9], &[1, 2, 3, 9], &[3, 4, 8, 9]];
        assert_eq!(pairs(&old, &new), [(0, 1)]);
        assert_eq!(pairs(&new, &old), [(1, 0)]);
    }

    #[test]
    fn repeated_words_count_as_often_as_both_have_them() {
        assert_eq!(common(&vec![1, 1, 1, 2], &vec![1, 1, 3]), 2);
    }

    #[test]
    fn a_gap_too_large_for_one_grid_is_paired_in_halves() {
        let old: Vec<Bag> = (0..600).map(|k| vec![k, 10_000 + k]).collect();
        let new: Vec<Bag> = (0..600).map(|k| vec![k, 20_000 + k]).collect();
        let pairs = alike(&old, &new, &mut Budget::new());
        assert!(pairs.into_iter().eq((0..600).zip(0..600)));
    }

    fn bags() -> impl Strategy<Value = Vec<Bag>> {
        let bag = prop::collection::vec(0..4_usize, 0..4).prop_map(|mut bag| {
            bag.sort_unstable();
            bag
        });
        prop::collection::vec(bag, 0..8)
    }

    proptest! {
        #[test]
        fn pairs_swap_with_the_sides(old in bags(), new in bags()) {
            let there = alike(&old, &new, &mut Budget::new());
            let back = alike(&new, &old, &mut Budget::new());
            prop_assert_eq!(there, swapped(back));
        }
    }
}
