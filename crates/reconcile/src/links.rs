//! Which block of one document belongs to which of the other.
//!
//! First the blocks that say the same, in order; then those that say the same and stand
//! nowhere else, out of order (moved); then, between the first, those that are alike.

use std::collections::HashMap;

use crate::alike::{Bag, alike};
use crate::budget::Budget;
use crate::document::{Block, Document};
use crate::matches::{matches, once_each};
use crate::ranks::ranks;

/// How a block is tied to the other document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// It has no counterpart.
    None,
    /// Its counterpart stands at the same place in the order.
    Paired(usize),
    /// It says the same as its counterpart, which stands elsewhere in the order.
    Moved(usize),
}

/// One document of the two, read for comparison.
pub(crate) struct Side<'a> {
    pub blocks: &'a [Block<'a>],
    /// The words of each block as numbers, common to both documents.
    words: Vec<Vec<usize>>,
    links: Vec<Link>,
}

/// Reads and links two documents.
pub(crate) fn link<'a>(old: &'a Document<'a>, new: &'a Document<'a>, budget: &mut Budget) -> (Side<'a>, Side<'a>) {
    let keys =
        |document: &'a Document<'a>| document.blocks().iter().flat_map(|block| &block.words).map(|word| &*word.key);
    let numbers = ranks(keys(old).chain(keys(new)));
    let (mut old, mut new) = (Side::read(old, &numbers), Side::read(new, &numbers));
    link_sides(&mut old, &mut new, budget);
    (old, new)
}

impl<'a> Side<'a> {
    fn read(document: &'a Document<'a>, numbers: &HashMap<&str, usize>) -> Self {
        let number = |key: &str| numbers.get(key).copied().unwrap_or(usize::MAX);
        let words = |block: &Block<'_>| block.words.iter().map(|word| number(&word.key)).collect();
        let blocks = document.blocks();
        Self { blocks, words: blocks.iter().map(words).collect(), links: vec![Link::None; blocks.len()] }
    }

    /// A block and its words as numbers.
    pub fn block(&self, block: usize) -> Option<(&'a Block<'a>, &[usize])> {
        Some((self.blocks.get(block)?, self.words.get(block)?))
    }

    /// How a block is tied to the other document.
    pub fn link(&self, block: usize) -> Link {
        self.links.get(block).copied().unwrap_or(Link::None)
    }

    /// The words of a block that a reader would count, sorted.
    fn bag(&self, block: usize) -> Bag {
        let words = self.block(block).into_iter().flat_map(|(block, numbers)| block.words.iter().zip(numbers));
        let spoken = words.filter(|(word, _)| word.spoken);
        let mut bag: Bag = spoken.map(|(_, number)| *number).collect();
        bag.sort_unstable();
        bag
    }

    /// The blocks of a gap that are not linked yet.
    fn unlinked(&self, from: usize, to: usize) -> Vec<usize> {
        (from..to).filter(|&block| self.link(block) == Link::None).collect()
    }

    fn set(&mut self, block: usize, link: Link) {
        if let Some(place) = self.links.get_mut(block) {
            *place = link;
        }
    }
}

fn link_sides(old: &mut Side<'_>, new: &mut Side<'_>, budget: &mut Budget) {
    let (old_texts, new_texts) = texts(old, new);
    let same = matches(&old_texts, &new_texts, budget);
    for &(i, j) in &same {
        old.set(i, Link::Paired(j));
        new.set(j, Link::Paired(i));
    }
    for (i, j) in once_each(&old_texts, &new_texts) {
        if (old.link(i), new.link(j)) == (Link::None, Link::None) {
            old.set(i, Link::Moved(j));
            new.set(j, Link::Moved(i));
        }
    }
    let (mut i, mut j) = (0, 0);
    for (a, b) in same.into_iter().chain([(old.blocks.len(), new.blocks.len())]) {
        link_alike(old, new, &old.unlinked(i, a), &new.unlinked(j, b), budget);
        (i, j) = (a + 1, b + 1);
    }
}

/// A number for what each block says, common to both sides.
fn texts(old: &Side<'_>, new: &Side<'_>) -> (Vec<usize>, Vec<usize>) {
    let numbers = ranks(old.words.iter().chain(&new.words));
    let of = |side: &Side<'_>| {
        let texts = side.words.iter();
        texts.map(|words| numbers.get(words).copied().unwrap_or(usize::MAX)).collect()
    };
    (of(old), of(new))
}

fn link_alike(old: &mut Side<'_>, new: &mut Side<'_>, left: &[usize], right: &[usize], budget: &mut Budget) {
    let bags = |side: &Side<'_>, gap: &[usize]| gap.iter().map(|&b| side.bag(b)).collect::<Vec<_>>();
    for (a, b) in alike(&bags(old, left), &bags(new, right), budget) {
        if let (Some(&i), Some(&j)) = (left.get(a), right.get(b)) {
            old.set(i, Link::Paired(j));
            new.set(j, Link::Paired(i));
        }
    }
}
