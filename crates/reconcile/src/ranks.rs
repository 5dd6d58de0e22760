//! Numbers for things, so that comparing them is comparing numbers.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Each thing's place among all the distinct things in sorted order. The places do not
/// depend on the order in which the things came, so neither does what is made of them.
pub(crate) fn ranks<'k, K: Ord + Hash + ?Sized>(things: impl Iterator<Item = &'k K>) -> HashMap<&'k K, usize> {
    let mut distinct: Vec<&K> = things.collect::<HashSet<_>>().into_iter().collect();
    distinct.sort_unstable();
    distinct.into_iter().zip(0..).collect()
}
