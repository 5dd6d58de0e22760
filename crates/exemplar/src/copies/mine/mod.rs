//! All copies of one organisation on a page: how much is ours, what waits, how far each got; and using what fits in several
//! of them at once.

mod forms;
pub mod pages;
mod views;

use super::CopyRow;
use super::updates::{Round, Waiting};
use crate::blueprints::{ChangeClass, GuideLine};

/// The most copies that are brought up to date with one button.
const AT_ONCE: usize = 50;

/// A copy of ours, as the page shows it.
#[derive(Clone, Debug)]
pub(super) struct Mine {
    pub line: GuideLine,
    pub row: CopyRow,
    /// Beside its source; none when the source cannot be read here.
    pub round: Option<Round>,
    /// How many safety notices wait for an answer.
    pub notices: usize,
}

impl Mine {
    /// The changes that wait and were not put off.
    pub fn open(&self) -> impl Iterator<Item = &Waiting> {
        self.round.iter().flat_map(|round| &round.waiting).filter(|waiting| !waiting.is_put_off)
    }

    /// How many of a kind wait.
    pub fn count(&self, class: Option<ChangeClass>) -> usize {
        self.open().filter(|waiting| waiting.class == class).count()
    }

    /// What fits, and may be used together with others.
    pub fn fitting(&self) -> impl Iterator<Item = &Waiting> {
        self.open().filter(|waiting| waiting.fits())
    }

    /// How pressing it is: notices first, then safety, then how much waits.
    pub fn rank(&self) -> (usize, usize, usize) {
        (self.notices, self.count(Some(ChangeClass::Safety)), self.open().count())
    }
}

/// Of a hundred words, how many are as the sources say them, over all copies whose source can be read.
pub(super) fn same(all: &[Mine]) -> Option<f64> {
    let shares: Vec<f64> = all.iter().filter_map(|mine| Some(1.0 - mine.round.as_ref()?.divergence.share)).collect();
    let count = shares.len();
    (count > 0).then(|| (100.0 * shares.iter().sum::<f64>() / count as f64).floor())
}
