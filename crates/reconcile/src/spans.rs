//! What was kept, removed and added inside a block that changed.

use crate::budget::Budget;
use crate::document::Block;
use crate::matches::matches;

/// A stretch of a changed block. The old texts of all stretches in order are the old
/// block, byte for byte, and the new texts the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span<'a> {
    /// Words both have; what is not meaning (blanks, quotes) may differ.
    Kept {
        /// As the old block has it.
        old: &'a str,
        /// As the new block has it.
        new: &'a str,
    },
    /// Words only the old block has.
    Removed(&'a str),
    /// Words only the new block has.
    Added(&'a str),
}

impl<'a> Span<'a> {
    /// Its text in the old block, empty if it was added.
    pub fn in_old(&self) -> &'a str {
        match self {
            Self::Kept { old, .. } | Self::Removed(old) => old,
            Self::Added(_) => "",
        }
    }

    /// Its text in the new block, empty if it was removed.
    pub fn in_new(&self) -> &'a str {
        match self {
            Self::Kept { new, .. } | Self::Added(new) => new,
            Self::Removed(_) => "",
        }
    }
}

/// The stretches of two versions of a block, given with their words as numbers. Where the
/// budget is spent, more is removed and added than need be.
pub(crate) fn spans<'a>(
    (old, old_words): (&Block<'a>, &[usize]),
    (new, new_words): (&Block<'a>, &[usize]),
    budget: &mut Budget,
) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (a, b, length) in runs(&matches(old_words, new_words, budget)) {
        spans.push(Span::Removed(old.stretch(i..a)));
        spans.push(Span::Added(new.stretch(j..b)));
        (i, j) = (a + length, b + length);
        spans.push(Span::Kept { old: old.stretch(a..i), new: new.stretch(b..j) });
    }
    spans.push(Span::Removed(old.stretch(i..old_words.len())));
    spans.push(Span::Added(new.stretch(j..new_words.len())));
    spans.retain(|span| !(span.in_old().is_empty() && span.in_new().is_empty()));
    spans
}

/// Pairs that follow one another on both sides, as start, start and length.
fn runs(pairs: &[(usize, usize)]) -> impl Iterator<Item = (usize, usize, usize)> {
    let follows = |one: &(usize, usize), next: &(usize, usize)| *next == (one.0 + 1, one.1 + 1);
    let runs = pairs.chunk_by(follows);
    runs.filter_map(|run| run.first().map(|&(a, b)| (a, b, run.len())))
}
