//! The top and the bottom so many: surely in, possibly in, surely out.

use crate::places::PlaceRange;

/// Whether an organisation is among the first or last so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Membership {
    /// Its whole range of places is in.
    SurelyIn,
    /// Part of its range is in.
    PossiblyIn,
    /// No place of its range is in.
    SurelyOut,
}

/// How many are surely in, possibly in, surely out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Surely in.
    pub surely_in: usize,
    /// Possibly in, those surely in not counted again.
    pub possibly_in: usize,
    /// Surely out.
    pub surely_out: usize,
}

/// Who is among the first `n`, from the range of places of each.
#[must_use]
pub fn top(ranges: &[PlaceRange], n: usize) -> Vec<Membership> {
    ranges.iter().map(|range| membership(range.best, range.worst, n)).collect()
}

/// Who is among the last `n`, from the range of places of each.
#[must_use]
pub fn bottom(ranges: &[PlaceRange], n: usize) -> Vec<Membership> {
    let from_below = |place: usize| (ranges.len() + 1).saturating_sub(place);
    ranges.iter().map(|range| membership(from_below(range.worst), from_below(range.best), n)).collect()
}

fn membership(best: usize, worst: usize, n: usize) -> Membership {
    if worst <= n {
        Membership::SurelyIn
    } else if best <= n {
        Membership::PossiblyIn
    } else {
        Membership::SurelyOut
    }
}

/// Counts memberships, of all or of any group.
#[must_use]
pub fn count(members: impl IntoIterator<Item = Membership>) -> Counts {
    let mut counts = Counts::default();
    for member in members {
        match member {
            Membership::SurelyIn => counts.surely_in += 1,
            Membership::PossiblyIn => counts.possibly_in += 1,
            Membership::SurelyOut => counts.surely_out += 1,
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surely_possibly_and_out_from_above_and_below() {
        let ranges: Vec<PlaceRange> =
            [(1, 1), (2, 3), (2, 4), (4, 4)].map(|(best, worst)| PlaceRange { best, worst }).to_vec();
        use Membership::{PossiblyIn, SurelyIn, SurelyOut};
        assert_eq!(top(&ranges, 2), [SurelyIn, PossiblyIn, PossiblyIn, SurelyOut]);
        assert_eq!(bottom(&ranges, 2), [SurelyOut, PossiblyIn, PossiblyIn, SurelyIn]);
        assert_eq!(count(top(&ranges, 2)), Counts { surely_in: 1, possibly_in: 2, surely_out: 1 });
        assert_eq!(count(top(&ranges, 9)).surely_in, 4);
    }
}
