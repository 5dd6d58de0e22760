//! Which leaf of one version is which of another.
//!
//! What says the same is tied in order first, as many words of it as can be; then what
//! says the same and stands nowhere else, out of order; then, in the gaps, what is alike.
//! Of several best choices the earliest is taken, so that a pair that came to say the same
//! changes no other.

use std::ops::Range;

use crate::alike::{Bag, alike, likeness};
use crate::budget::Budget;
use crate::document::Kind;
use crate::matches::{Pairs, matches, once_each};
use crate::sheet::{Library, Said};
use crate::turns::{Turn, turns};

/// A grid larger than this is not weighed; what stands once on each side leads then.
const LARGEST: usize = 250_000;

/// What has fewer words than this is not looked for elsewhere.
const LEAST_MOVED: usize = 4;

/// What was moved and edited at once has at least so many words, and so many of a thousand
/// in common: lines of one pattern stand in many sections.
const LEAST_EDITED: usize = 6;
const LEAST_LIKE: usize = 700;

/// The leaves of two versions, tied.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tie {
    /// For each old leaf its counterpart.
    pub to: Vec<Option<usize>>,
    /// For each new leaf its counterpart.
    pub from: Vec<Option<usize>>,
    /// Whether an old leaf stands out of order in the new version.
    moved: Vec<bool>,
    /// Where the order is another.
    pub turns: Vec<Turn>,
}

/// What stands between two tied leaves on both sides and has no counterpart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub old: Vec<usize>,
    pub new: Vec<usize>,
}

impl Tie {
    pub fn of(old: &[Said], new: &[Said], library: &Library<'_>, budget: &mut Budget) -> Self {
        let (to, from) = (vec![None; old.len()], vec![None; new.len()]);
        let mut tie = Self { to, from, moved: vec![false; old.len()], turns: Vec::new() };
        for (i, j) in chain(old, new, library, budget) {
            tie.set(i, j, false);
        }
        if tie.to.iter().all(Option::is_some) || tie.from.iter().all(Option::is_some) {
            return tie;
        }
        tie.tie_moved(old, new, library);
        tie.tie_alike(old, new, library, budget);
        tie.tie_moved_and_edited(old, new, library, budget);
        if tie.moved.contains(&true) {
            tie.turns = turns((old, &tie.to), (new, &tie.from), library);
        }
        tie
    }

    fn set(&mut self, i: usize, j: usize, moved: bool) {
        if let (Some(to), Some(from), Some(place)) = (self.to.get_mut(i), self.from.get_mut(j), self.moved.get_mut(i)) {
            (*to, *from, *place) = (Some(j), Some(i), moved);
        }
    }

    pub fn to(&self, old: usize) -> Option<usize> {
        self.to.get(old).copied().flatten()
    }

    pub fn from(&self, new: usize) -> Option<usize> {
        self.from.get(new).copied().flatten()
    }

    /// Whether an old leaf stands out of order in the new version.
    pub fn is_moved(&self, old: usize) -> bool {
        self.moved.get(old).copied().unwrap_or(false)
    }

    /// The turn that an old leaf stands in.
    pub fn turn_of(&self, old: usize) -> Option<usize> {
        let turn = self.turns.partition_point(|turn| turn.old.end <= old);
        self.turns.get(turn).filter(|found| found.old.contains(&old)).map(|_| turn)
    }

    /// The turn that a new leaf stands in.
    pub fn turn_at(&self, new: usize) -> Option<usize> {
        let turn = self.turns.partition_point(|turn| turn.new.end <= new);
        self.turns.get(turn).filter(|found| found.new.contains(&new)).map(|_| turn)
    }

    /// Ties what says the same and is left once on each side, and what stands beside it.
    fn tie_moved(&mut self, old: &[Said], new: &[Said], library: &Library<'_>) {
        let left: Vec<usize> = (0..old.len()).filter(|&i| self.to(i).is_none()).collect();
        let right: Vec<usize> = (0..new.len()).filter(|&j| self.from(j).is_none()).collect();
        let said = |places: &[usize], side: &[Said]| -> Vec<Said> {
            places.iter().filter_map(|&place| side.get(place).copied()).collect()
        };
        for (a, b) in once_each(&said(&left, old), &said(&right, new)) {
            let (Some(&i), Some(&j)) = (left.get(a), right.get(b)) else { continue };
            if self.run((i, old), (j, new), library) >= LEAST_MOVED && self.to(i).is_none() && self.from(j).is_none() {
                self.set(i, j, true);
                self.spread((i, old), (j, new), library, 1);
                self.spread((i, old), (j, new), library, -1);
            }
        }
    }

    /// How many words a pair that says the same has, with those of its neighbours that say
    /// the same; a heading counts as enough.
    fn run(&self, (i, old): (usize, &[Said]), (j, new): (usize, &[Said]), library: &Library<'_>) -> usize {
        let words = |said: &Said| library.weight(*said) - 1;
        let free = |(i, j): (usize, usize)| self.to(i).is_none() && self.from(j).is_none();
        let pair = |i: usize, j: usize| old.get(i).zip(new.get(j)).filter(|_| free((i, j)));
        let same = |(x, y): (&Said, &Said)| (x == y).then(|| words(x));
        let after: usize = (1..).map_while(|k| pair(i + k, j + k).and_then(same)).take(LEAST_MOVED).sum();
        let before: usize = (1..=i.min(j)).map_while(|k| pair(i - k, j - k).and_then(same)).take(LEAST_MOVED).sum();
        let heading = old.get(i).filter(|said| is_heading(**said, library)).map_or(0, |_| LEAST_MOVED);
        old.get(i).map_or(0, words) + after + before + heading
    }

    /// From a pair that moved, ties its neighbours on one side while they belong together.
    fn spread(&mut self, (i, old): (usize, &[Said]), (j, new): (usize, &[Said]), library: &Library<'_>, step: isize) {
        let (mut i, mut j) = (i, j);
        while let (Some(a), Some(b)) = (i.checked_add_signed(step), j.checked_add_signed(step)) {
            let (Some(&x), Some(&y)) = (old.get(a), new.get(b)) else { return };
            let free = self.to(a).is_none() && self.from(b).is_none();
            if !free || !(x == y || is_alike(x, y, library)) {
                return;
            }
            self.set(a, b, true);
            (i, j) = (a, b);
        }
    }

    fn tie_alike(&mut self, old: &[Said], new: &[Said], library: &Library<'_>, budget: &mut Budget) {
        for gap in self.gaps_in_order() {
            let bags = |places: &[usize], side: &[Said]| -> Vec<Bag> {
                let said = places.iter().filter_map(|&place| side.get(place));
                said.map(|said| library.facts(*said).map(|facts| facts.bag.clone()).unwrap_or_default()).collect()
            };
            if gap.old.is_empty() || gap.new.is_empty() {
                continue;
            }
            for (a, b) in alike(&bags(&gap.old, old), &bags(&gap.new, new), budget) {
                if let (Some(&i), Some(&j)) = (gap.old.get(a), gap.new.get(b))
                    && let (Some(&x), Some(&y)) = (old.get(i), new.get(j))
                    && of_one_kind(x, y, library)
                {
                    self.set(i, j, false);
                }
            }
        }
    }

    /// Ties what is left and alike, out of order: it was moved and edited at once.
    fn tie_moved_and_edited(&mut self, old: &[Said], new: &[Said], library: &Library<'_>, budget: &mut Budget) {
        let bag = |said: &Said| library.facts(*said).map(|facts| &facts.bag).filter(|bag| bag.len() >= LEAST_EDITED);
        let left: Vec<(usize, &Said)> =
            old.iter().enumerate().filter(|(i, said)| self.to(*i).is_none() && bag(said).is_some()).collect();
        let right: Vec<(usize, &Said)> =
            new.iter().enumerate().filter(|(j, said)| self.from(*j).is_none() && bag(said).is_some()).collect();
        let size = |side: &[(usize, &Said)]| -> usize { side.iter().map(|(_, said)| library.weight(**said)).sum() };
        if !budget.spend(size(&left) * right.len() + size(&right) * left.len()) {
            return;
        }
        let mut pairs = Vec::new();
        for (i, x) in &left {
            for (j, y) in &right {
                let Some(likeness) =
                    bag(x).zip(bag(y)).map(|(x, y)| likeness(x, y)).filter(|likeness| *likeness >= LEAST_LIKE)
                else {
                    continue;
                };
                if of_one_kind(**x, **y, library) {
                    pairs.push((std::cmp::Reverse(likeness), *i, *j));
                }
            }
        }
        pairs.sort_unstable();
        for (_, i, j) in pairs {
            if self.to(i).is_none() && self.from(j).is_none() {
                self.set(i, j, true);
            }
        }
    }

    /// What has no counterpart, between each two pairs that stand in order.
    fn gaps_in_order(&self) -> Vec<Gap> {
        let in_order = (0..self.to.len()).filter(|&i| !self.is_moved(i));
        self.gaps_between(in_order.filter_map(|i| Some((i..i + 1, self.to(i).map(|j| j..j + 1)?))))
    }

    /// What has no counterpart, between each two pairs or turns.
    pub fn gaps(&self) -> Vec<Gap> {
        let alone = |&i: &usize| self.turn_of(i).is_none();
        let pairs = (0..self.to.len()).filter(alone).filter_map(|i| Some((i..i + 1, self.to(i).map(|j| j..j + 1)?)));
        let turns = self.turns.iter().map(|turn| (turn.old.clone(), turn.new.clone()));
        let mut stays: Vec<(Range<usize>, Range<usize>)> = pairs.chain(turns).collect();
        stays.sort_unstable_by_key(|(old, _)| old.start);
        self.gaps_between(stays.into_iter())
    }

    fn gaps_between(&self, stays: impl Iterator<Item = (Range<usize>, Range<usize>)>) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let (mut i, mut j) = (0, 0);
        let (olds, news) = (self.to.len(), self.from.len());
        for (old, new) in stays.chain([(olds..olds, news..news)]) {
            let gap = Gap { old: self.untied_old(i..old.start), new: self.untied_new(j..new.start) };
            if !(gap.old.is_empty() && gap.new.is_empty()) {
                gaps.push(gap);
            }
            (i, j) = (old.end, new.end);
        }
        gaps
    }

    fn untied_old(&self, range: Range<usize>) -> Vec<usize> {
        range.filter(|&i| self.to(i).is_none()).collect()
    }

    fn untied_new(&self, range: Range<usize>) -> Vec<usize> {
        range.filter(|&j| self.from(j).is_none()).collect()
    }
}

/// Whether both are headings, or neither.
fn of_one_kind(x: Said, y: Said, library: &Library<'_>) -> bool {
    is_heading(x, library) == is_heading(y, library)
}

fn is_heading(said: Said, library: &Library<'_>) -> bool {
    library.class(said).is_some_and(|class| matches!(class.0, Kind::Heading(_)))
}

/// Whether two leaves are likely versions of one.
pub(crate) fn is_alike(x: Said, y: Said, library: &Library<'_>) -> bool {
    let bag = |said| library.facts(said).map(|facts| &facts.bag);
    of_one_kind(x, y, library) && bag(x).zip(bag(y)).is_some_and(|(x, y)| likeness(x, y) > 0)
}

/// Pairs that say the same, rising on both sides, with the most words in sum; of several
/// such choices the one that begins earliest.
fn chain(old: &[Said], new: &[Said], library: &Library<'_>, budget: &mut Budget) -> Pairs {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (rest_old, rest_new) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(|(a, b)| a == b).count();
    let middle_old = rest_old.get(..rest_old.len() - tail).unwrap_or_default();
    let middle_new = rest_new.get(..rest_new.len() - tail).unwrap_or_default();
    let middle = if middle_old.len() * middle_new.len() <= LARGEST {
        heaviest(middle_old, middle_new, library)
    } else {
        matches(middle_old, middle_new, budget)
    };
    let ends = (old.len() - tail, new.len() - tail);
    let mut pairs: Pairs = (0..head).map(|k| (k, k)).collect();
    pairs.extend(middle.into_iter().map(|(i, j)| (i + head, j + head)));
    pairs.extend((0..tail).map(|k| (ends.0 + k, ends.1 + k)));
    pairs
}

#[expect(clippy::indexing_slicing, reason = "an inner loop over a grid made here")]
fn heaviest(old: &[Said], new: &[Said], library: &Library<'_>) -> Pairs {
    if old.is_empty() || new.is_empty() {
        return Pairs::new();
    }
    let weights: Vec<usize> = old.iter().map(|said| library.weight(*said)).collect();
    let mut sums = vec![vec![0; new.len() + 1]; old.len() + 1];
    for (i, (a, weight)) in old.iter().zip(&weights).enumerate().rev() {
        let (above, below) = sums.split_at_mut(i + 1);
        let (Some(row), Some(below)) = (above.last_mut(), below.first()) else { continue };
        let mut right = 0;
        for (j, b) in new.iter().enumerate().rev() {
            let apart = below[j].max(right);
            right = if a == b { apart.max(below[j + 1] + weight) } else { apart };
            row[j] = right;
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Pairs::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] && sums[i][j] == sums[i + 1][j + 1] + weights[i] {
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
