//! Stretches of two versions whose leaves stand in another order.
//!
//! Which of two things that changed places was moved is a choice; that their order changed
//! is none. So what is found here are the smallest stretches that hold all that changed
//! places with one another: outside them both versions have one order.

use std::ops::Range;

use crate::document::Kind;
use crate::sheet::{Library, Said};

/// A stretch of both versions that holds the same leaves in another order, with what was
/// taken out and added between them and directly behind, in the last section of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// One version as what its leaves say, and the counterpart of each.
pub(crate) type Side<'a> = (&'a [Said], &'a [Option<usize>]);

/// The turns of two versions.
pub(crate) fn turns((old, to): Side<'_>, (new, from): Side<'_>, library: &Library<'_>) -> Vec<Turn> {
    let mut turns = stretches(to);
    for turn in &mut turns {
        turn.old.end = with_its_section(turn.old.end, old, library, to);
        turn.new.end = with_its_section(turn.new.end, new, library, from);
    }
    turns
}

/// The stretches that changed order, told from the counterparts of the old leaves.
fn stretches(to: &[Option<usize>]) -> Vec<Turn> {
    let pairs: Vec<(usize, usize)> = to.iter().enumerate().filter_map(|(i, j)| Some((i, (*j)?))).collect();
    let mut least = usize::MAX;
    let least_behind = |&(_, j): &(usize, usize)| {
        let behind = least;
        least = least.min(j);
        behind
    };
    let mut after: Vec<usize> = pairs.iter().rev().map(least_behind).collect();
    after.reverse();
    let (mut turns, mut open, mut most) = (Vec::new(), Vec::new(), 0);
    for (&(i, j), least_after) in pairs.iter().zip(after) {
        open.push((i, j));
        most = most.max(j);
        if most < least_after {
            turns.extend(turn(&open));
            open.clear();
        }
    }
    turns
}

/// The stretch of some pairs, if there is more than one.
fn turn(pairs: &[(usize, usize)]) -> Option<Turn> {
    let ([(first, _), .., (last, _)], least, most) =
        (pairs, pairs.iter().map(|pair| pair.1).min()?, pairs.iter().map(|pair| pair.1).max()?)
    else {
        return None;
    };
    Some(Turn { old: *first..last + 1, new: least..most + 1 })
}

/// The end of a stretch, moved on over leaves without a counterpart that still stand in the
/// section it ends in.
fn with_its_section(end: usize, says: &[Said], library: &Library<'_>, counterparts: &[Option<usize>]) -> usize {
    let level = |place: usize| says.get(place).and_then(|said| level(library.class(*said)?.0));
    let section = (0..end).rev().find_map(level).unwrap_or_default();
    let lone = |place: &usize| counterparts.get(*place).is_some_and(Option::is_none);
    let inside = |place: &usize| level(*place).is_none_or(|level| section > 0 && level > section);
    end + (end..counterparts.len()).take_while(|place| lone(place) && inside(place)).count()
}

/// The level of a heading.
pub(crate) fn level(kind: Kind) -> Option<u8> {
    match kind {
        Kind::Heading(level) => Some(level),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_places_is_one_stretch_and_the_rest_is_none() {
        let found = stretches(&[Some(0), Some(3), None, Some(1), Some(5), Some(7), Some(6)]);
        assert_eq!(found, [Turn { old: 1..4, new: 1..4 }, Turn { old: 5..7, new: 6..8 }]);
        assert_eq!(stretches(&[Some(1), None, Some(2)]), []);
    }
}
