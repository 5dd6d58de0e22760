//! Two versions of a guide side by side.

use std::ops::Range;

use crate::budget::Budget;
use crate::document::{Block, Document};
use crate::fields::{FieldChange, field_changes};
use crate::links::{Link, Side, link};
use crate::spans::{Span, spans};

/// What two versions of a guide have in common and what not.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The fields of the front matter that differ.
    pub fields: Vec<FieldChange<'a>>,
    /// The blocks of both documents, aligned. Taken in order, those with an
    /// [`Aligned::in_old`] are the blocks of the old document, those with an
    /// [`Aligned::in_new`] the blocks of the new one.
    pub blocks: Vec<Aligned<'a>>,
    exact: bool,
}

/// A block of one document and what the other has in its place.
#[derive(Clone, Debug)]
pub enum Aligned<'a> {
    /// Both have it and it says the same.
    Same {
        /// The block in the old document.
        old: &'a Block<'a>,
        /// The block in the new document.
        new: &'a Block<'a>,
    },
    /// Both have it, in two versions.
    Changed {
        /// The block in the old document.
        old: &'a Block<'a>,
        /// The block in the new document.
        new: &'a Block<'a>,
        /// The differences by word.
        spans: Vec<Span<'a>>,
    },
    /// Only the old document has it.
    Removed(&'a Block<'a>),
    /// Only the new document has it.
    Added(&'a Block<'a>),
    /// It stood here in the old document and stands elsewhere in the new one.
    MovedAway {
        /// The block in the old document.
        old: &'a Block<'a>,
        /// The block in the new document.
        to: &'a Block<'a>,
    },
    /// It stands here in the new document and stood elsewhere in the old one.
    MovedHere {
        /// The block in the new document.
        new: &'a Block<'a>,
        /// The block in the old document.
        from: &'a Block<'a>,
    },
}

impl<'a> Aligned<'a> {
    /// The block of the old document that stands here, if one does.
    pub fn in_old(&self) -> Option<&'a Block<'a>> {
        match self {
            Self::Same { old, .. } | Self::Changed { old, .. } => Some(old),
            Self::Removed(old) | Self::MovedAway { old, .. } => Some(old),
            Self::Added(_) | Self::MovedHere { .. } => None,
        }
    }

    /// The block of the new document that stands here, if one does.
    pub fn in_new(&self) -> Option<&'a Block<'a>> {
        match self {
            Self::Same { new, .. } | Self::Changed { new, .. } => Some(new),
            Self::Added(new) | Self::MovedHere { new, .. } => Some(new),
            Self::Removed(_) | Self::MovedAway { .. } => None,
        }
    }

    /// Whether the block is the same, byte for byte and in the same place.
    pub fn is_exact(&self) -> bool {
        matches!(self, Self::Same { old, new } if old.text == new.text)
    }
}

impl Comparison<'_> {
    /// Whether the texts are the same, byte for byte.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// Whether the texts say the same: every field, and every block in its place.
    pub fn means_the_same(&self) -> bool {
        let same = |aligned: &Aligned<'_>| matches!(aligned, Aligned::Same { .. });
        self.fields.is_empty() && self.blocks.iter().all(same)
    }
}

/// Compares two versions of a guide: the front matter by field, the body by block, the
/// changed blocks by word.
pub fn compare<'a>(old: &'a Document<'a>, new: &'a Document<'a>) -> Comparison<'a> {
    let mut budget = Budget::new();
    let (left, right) = link(old, new, &mut budget);
    Comparison {
        fields: field_changes(old.fields(), new.fields()),
        blocks: align(&left, &right, &mut budget),
        exact: old.text() == new.text(),
    }
}

/// Walks both sides at once; between two pairs, what only the old one has comes first.
fn align<'a>(old: &Side<'a>, new: &Side<'a>, budget: &mut Budget) -> Vec<Aligned<'a>> {
    let mut rows = Vec::with_capacity(old.blocks.len().max(new.blocks.len()));
    let mut next = 0;
    for (i, block) in old.blocks.iter().enumerate() {
        match old.link(i) {
            Link::Paired(j) => {
                rows.extend(only_new(old, new, next..j));
                rows.extend(paired((old, i), (new, j), budget));
                next = j + 1;
            }
            Link::Moved(j) => rows.push(match new.blocks.get(j) {
                Some(to) => Aligned::MovedAway { old: block, to },
                None => Aligned::Removed(block),
            }),
            Link::None => rows.push(Aligned::Removed(block)),
        }
    }
    rows.extend(only_new(old, new, next..new.blocks.len()));
    rows
}

/// The blocks of a gap of the new document.
fn only_new<'a>(old: &Side<'a>, new: &Side<'a>, gap: Range<usize>) -> impl Iterator<Item = Aligned<'a>> {
    gap.filter_map(|j| {
        let block = new.blocks.get(j)?;
        let from = match new.link(j) {
            Link::Moved(i) => old.blocks.get(i),
            Link::None | Link::Paired(_) => None,
        };
        Some(from.map_or(Aligned::Added(block), |from| Aligned::MovedHere { new: block, from }))
    })
}

/// Two blocks that belong together, the same or changed.
fn paired<'a>((old, i): (&Side<'a>, usize), (new, j): (&Side<'a>, usize), budget: &mut Budget) -> Option<Aligned<'a>> {
    let (old, old_words) = old.block(i)?;
    let (new, new_words) = new.block(j)?;
    Some(if old_words == new_words {
        Aligned::Same { old, new }
    } else {
        let spans = spans((old, old_words), (new, new_words), budget);
        Aligned::Changed { old, new, spans }
    })
}
