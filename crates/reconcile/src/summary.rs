//! A comparison in numbers, from which a sentence can be made.

use crate::comparison::{Aligned, Comparison};
use crate::spans::Span;
use crate::words::count;

/// How many blocks and words of two versions are the same and how many differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Fields of the front matter that differ.
    pub fields_changed: usize,
    /// Blocks that say the same in both.
    pub blocks_same: usize,
    /// Blocks both have, in two versions.
    pub blocks_changed: usize,
    /// Blocks only the new document has.
    pub blocks_added: usize,
    /// Blocks only the old document has.
    pub blocks_removed: usize,
    /// Blocks that say the same and stand elsewhere.
    pub blocks_moved: usize,
    /// Words added, in changed and in added blocks; an item's number counts as a word.
    pub words_added: usize,
    /// Words removed, in changed and in removed blocks; an item's number counts as a word.
    pub words_removed: usize,
}

impl Summary {
    /// Blocks that are not the same: changed, added, removed or moved.
    pub fn blocks_touched(&self) -> usize {
        self.blocks_changed + self.blocks_added + self.blocks_removed + self.blocks_moved
    }

    /// The share of blocks that are not the same, from 0 to 1; 0 when there is no block.
    pub fn share_changed(&self) -> f64 {
        let all = (self.blocks_same + self.blocks_touched()).max(1);
        self.blocks_touched() as f64 / all as f64
    }

    fn add(&mut self, aligned: &Aligned<'_>) {
        match aligned {
            Aligned::Same { .. } => self.blocks_same += 1,
            Aligned::Changed { spans, .. } => {
                self.blocks_changed += 1;
                spans.iter().for_each(|span| self.add_words(*span));
            }
            Aligned::Removed(block) => {
                self.blocks_removed += 1;
                self.add_words(Span::Removed(block.text));
            }
            Aligned::Added(block) => {
                self.blocks_added += 1;
                self.add_words(Span::Added(block.text));
            }
            Aligned::MovedAway { .. } => self.blocks_moved += 1,
            Aligned::MovedHere { .. } => {}
        }
    }

    fn add_words(&mut self, span: Span<'_>) {
        match span {
            Span::Kept { .. } => {}
            Span::Removed(text) => self.words_removed += count(text),
            Span::Added(text) => self.words_added += count(text),
        }
    }
}

impl Comparison<'_> {
    /// The comparison in numbers. A block that moved counts once.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { fields_changed: self.fields.len(), ..Summary::default() };
        self.blocks.iter().for_each(|aligned| summary.add(aligned));
        summary
    }
}
