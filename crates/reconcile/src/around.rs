//! What stands around a leaf, told in leaves of the base.

use crate::sheet::Sheet;
use crate::tie::Tie;

/// For each leaf of a version, the nearest leaves of the base before and after it, and that
/// of the heading it stands under.
pub(crate) struct Around {
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
    under: Vec<Option<usize>>,
}

impl Around {
    pub fn of(sheet: &Sheet<'_>, tie: &Tie) -> Self {
        let (mut before, mut under) = (Vec::with_capacity(sheet.len()), Vec::with_capacity(sheet.len()));
        let (mut last, mut heading) = (None, None);
        for (place, leaf) in sheet.text.leaves.iter().enumerate() {
            before.push(last);
            last = tie.from(place).or(last);
            if leaf.is_heading() {
                heading = tie.from(place);
            }
            under.push(heading);
        }
        let mut next = None;
        let mut after = vec![None; sheet.len()];
        for (place, slot) in after.iter_mut().enumerate().rev() {
            *slot = next;
            next = tie.from(place).or(next);
        }
        Self { before, after, under }
    }

    pub fn before(&self, place: usize) -> Option<usize> {
        self.before.get(place).copied().flatten()
    }

    pub fn after(&self, place: usize) -> Option<usize> {
        self.after.get(place).copied().flatten()
    }

    pub fn under(&self, place: usize) -> Option<usize> {
        self.under.get(place).copied().flatten()
    }
}
