//! How much of a copy is its own.

use std::collections::BTreeSet;
use std::fmt;

use crate::script::Change;
use crate::sheet::{Library, Sheet};
use crate::tie::Tie;

/// How far a copy and its source went apart since the copy was last brought up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Divergence {
    /// The share of the base, weighed by words, that says something else in our version or
    /// is not there; from 0 to 1.
    pub share: f64,
    /// Sections changed in our version.
    pub here: usize,
    /// Sections changed at the source.
    pub at_the_source: usize,
    /// Sections changed in both.
    pub in_both: usize,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sections = if self.here == 1 { "section" } else { "sections" };
        write!(
            f,
            "{} {sections} changed here, {} at the source, {} in both",
            self.here, self.at_the_source, self.in_both
        )
    }
}

/// The share of the base that differs in ours.
pub(crate) fn share(base: &Sheet<'_>, local: &Sheet<'_>, ours: &Tie, library: &Library<'_>) -> f64 {
    let weight = |place: &usize| library.weight(base.said(*place));
    let differs = |place: &usize| ours.to(*place).is_none_or(|to| local.said(to) != base.said(*place));
    let all: usize = (0..base.len()).map(|place| weight(&place)).sum();
    let apart: usize = (0..base.len()).filter(differs).map(|place| weight(&place)).sum();
    if all == 0 { 0.0 } else { apart as f64 / all as f64 }
}

/// The sections of the base that some changes touch, each as the place of its heading.
pub(crate) fn sections(changes: &[Change], base: &Sheet<'_>, tie: &Tie) -> BTreeSet<Option<usize>> {
    let section = |place: usize| (0..=place).rev().find(|&at| base.leaf(at).is_some_and(|leaf| leaf.is_heading()));
    let place = |change: &Change| match change {
        Change::Edit { old, new } => {
            let before = || new.first().and_then(|&new| (0..new).rev().find_map(|place| tie.from(place)));
            old.first().copied().or_else(before)
        }
        Change::Turn { old, .. } => old.first().copied(),
    };
    changes.iter().map(|change| place(change).and_then(section)).collect()
}
