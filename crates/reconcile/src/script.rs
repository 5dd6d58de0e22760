//! What one version changed of another, cut into changes that can be made one by one.

use crate::alike::Bag;
use crate::document::Kind;
use crate::sheet::{Library, Sheet};
use crate::tie::Tie;

/// One change of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// These old leaves, next to one another, became these new ones; either may be none.
    Edit { old: Vec<usize>, new: Vec<usize> },
    /// These old leaves, next to one another, stand elsewhere in the new version, and these
    /// new ones stand right behind them there. Where some of them were edited as well, all are
    /// written anew: the new ones are then all that stands there.
    Move { old: Vec<usize>, new: Vec<usize>, anew: bool },
}

/// The changes between two versions, in the order of the new one as far as they stand in it.
pub(crate) fn script(old: &Sheet<'_>, new: &Sheet<'_>, tie: &Tie, library: &Library<'_>) -> Vec<Change> {
    let mut changes = edits_of_pairs(old, new, tie);
    for gap in tie.gaps() {
        changes.extend(edits_of_gap(&segments(&gap.old, old), &segments(&gap.new, new), old, new));
    }
    join_what_belongs_together(&mut changes, old, new, library);
    let mut moves = moves(old, new, tie);
    changes.retain(|change| !is_part_of_a_move(change, tie));
    changes.retain(|change| !goes_with_a_move(change, &mut moves, new, tie));
    changes.extend(moves);
    let before = before(tie);
    changes.sort_by_cached_key(|change| place(change, tie, &before));
    changes
}

/// For each old leaf, the new one that the nearest before it in order became.
fn before(tie: &Tie) -> Vec<Option<usize>> {
    let mut last = None;
    let step = |place| {
        let before = last;
        last = tie.to(place).filter(|_| !tie.is_moved(place)).or(last);
        before
    };
    (0..tie.to.len()).map(step).collect()
}

/// Where a change stands: beside the new leaf it makes, else after what is before it.
fn place(change: &Change, tie: &Tie, before: &[Option<usize>]) -> (usize, usize) {
    let before = |old: usize| before.get(old).copied().flatten();
    match change {
        Change::Edit { old, new } => {
            let first = old.first().copied().unwrap_or(usize::MAX);
            let at = new.first().map(|j| (2 * j) + 1);
            (at.unwrap_or_else(|| before(first).map_or(0, |j| 2 * j + 2)), first)
        }
        Change::Move { old, .. } => {
            let first = old.first().copied().unwrap_or_default();
            (tie.to(first).map_or(0, |j| 2 * j), first)
        }
    }
}

fn edits_of_pairs(old: &Sheet<'_>, new: &Sheet<'_>, tie: &Tie) -> Vec<Change> {
    let pairs = (0..old.len()).filter_map(|i| Some((i, tie.to(i)?)));
    let changed = pairs.filter(|&(i, j)| old.said(i) != new.said(j));
    changed.map(|(i, j)| Change::Edit { old: vec![i], new: vec![j] }).collect()
}

/// What is left of a gap: what stands before its first heading belongs together; sections
/// are one change each, unless there is just one on either side.
fn edits_of_gap(old: &[Vec<usize>], new: &[Vec<usize>], one: &Sheet<'_>, other: &Sheet<'_>) -> Vec<Change> {
    let untitled = |segment: &&Vec<usize>, sheet: &Sheet<'_>| !is_titled(segment, sheet);
    let apart = |segments: &[Vec<usize>], sheet: &Sheet<'_>| -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        segments.iter().cloned().partition(|segment| untitled(&segment, sheet))
    };
    let ((old, old_sections), (new, new_sections)) = (apart(old, one), apart(new, other));
    let mut changes = Vec::new();
    for (old, new) in [(old, new), (old_sections, new_sections)] {
        if let ([a], [b]) = (&old[..], &new[..]) {
            changes.push(Change::Edit { old: a.clone(), new: b.clone() });
        } else {
            changes.extend(old.into_iter().map(|old| Change::Edit { old, new: Vec::new() }));
            changes.extend(new.into_iter().map(|new| Change::Edit { old: Vec::new(), new }));
        }
    }
    changes
}

fn is_titled(segment: &[usize], sheet: &Sheet<'_>) -> bool {
    segment.first().is_some_and(|&place| sheet.leaf(place).is_some_and(|leaf| leaf.is_heading()))
}

/// Runs of leaves next to one another; a heading begins a new one, unless it stands under
/// the heading the run began with.
fn segments(places: &[usize], sheet: &Sheet<'_>) -> Vec<Vec<usize>> {
    let mut segments: Vec<Vec<usize>> = Vec::new();
    let mut top = None;
    for &place in places {
        let level = sheet.leaf(place).and_then(|leaf| match leaf.kind {
            Kind::Heading(level) => Some(level),
            _ => None,
        });
        let begins = level.is_some_and(|level| top.is_none_or(|top| level <= top));
        match segments.last_mut().filter(|run| !begins && run.last().is_some_and(|last| last + 1 == place)) {
            Some(run) => run.push(place),
            None => {
                segments.push(vec![place]);
                top = level;
            }
        }
    }
    segments
}

/// The runs of leaves that moved together.
fn moves(one: &Sheet<'_>, other: &Sheet<'_>, tie: &Tie) -> Vec<Change> {
    let moved: Vec<usize> = (0..tie.to.len()).filter(|&i| tie.is_moved(i)).collect();
    let follows = |a: &usize, b: &usize| a + 1 == *b && tie.to(*a).map(|j| j + 1) == tie.to(*b);
    let change = |run: &[usize]| {
        let edited = |&&i: &&usize| tie.to(i).is_some_and(|j| one.said(i) != other.said(j));
        let anew = run.iter().any(|i| edited(&i));
        let new = run.iter().filter(|_| anew).filter_map(|&i| tie.to(i)).collect();
        Change::Move { old: run.to_vec(), new, anew }
    };
    moved.chunk_by(follows).map(change).collect()
}

/// Whether a leaf was edited that moved: that is made with the move, or a part of it made
/// alone would change which leaves seem to have moved.
fn is_part_of_a_move(change: &Change, tie: &Tie) -> bool {
    matches!(change, Change::Edit { old, new } if old.len() + new.len() == 2
        && old.first().is_some_and(|&old| tie.is_moved(old) && tie.to(old) == new.first().copied()))
}

/// Whether new leaves stand behind some that moved: then they are made together with the
/// move, because they have no place without it. A section has one before what it precedes.
fn goes_with_a_move(change: &Change, moves: &mut [Change], sheet: &Sheet<'_>, tie: &Tie) -> bool {
    let Change::Edit { old, new } = change else { return false };
    let (Some(&first), Some(&last)) = (new.first().filter(|_| old.is_empty()), new.last()) else { return false };
    let moved = |place: usize| tie.from(place).filter(|&old| tie.is_moved(old));
    let before = first.checked_sub(1).and_then(moved);
    if is_titled(new, sheet) && moved(last + 1).is_none() {
        return false;
    }
    let holds =
        |change: &&mut Change| matches!(change, Change::Move { old, .. } if before.is_some_and(|b| old.contains(&b)));
    match moves.iter_mut().find(holds) {
        Some(Change::Move { new: with, .. }) => {
            with.extend(new);
            true
        }
        _ => false,
    }
}

/// Where a text was cut in two or two were put together, the words that left one leaf stand
/// in the one beside it: that is one change.
fn join_what_belongs_together(changes: &mut Vec<Change>, old: &Sheet<'_>, new: &Sheet<'_>, library: &Library<'_>) {
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    changes.sort_by_key(|change| match change {
        Change::Edit { old, new } => (old.first().copied(), new.first().copied()),
        Change::Move { old, .. } => (old.first().copied(), None),
    });
    let pairs: Vec<(usize, usize)> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Edit { old, new } => Some((*old.first()?, *new.first()?)).filter(|_| old.len() + new.len() == 2),
            Change::Move { .. } => None,
        })
        .collect();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for change in changes.iter() {
        let partner = match change {
            Change::Edit { old: a, new: b } if a.is_empty() != b.is_empty() => {
                let beside = |&&(i, j): &&(usize, usize)| touches(a, i) || touches(b, j);
                let shared = |&&(i, j): &&(usize, usize)| share_words((i, a), (j, b), old, new, library);
                pairs.iter().find(|pair| beside(pair) && shared(pair) && !taken.contains(pair))
            }
            _ => None,
        };
        match (partner, change) {
            (Some(&(i, j)), Change::Edit { old, new }) => {
                taken.push((i, j));
                let with = |places: &[usize], place| {
                    let mut all = [places, &[place]].concat();
                    all.sort_unstable();
                    all
                };
                joined.push(Change::Edit { old: with(old, i), new: with(new, j) });
            }
            _ => joined.push(change.clone()),
        }
    }
    joined.retain(|change| match change {
        Change::Edit { old, new } => {
            !(old.len() + new.len() == 2 && taken.iter().any(|(i, j)| old.as_slice() == [*i] && new.as_slice() == [*j]))
        }
        Change::Move { .. } => true,
    });
    *changes = joined;
}

/// Whether a place stands directly beside a run of places.
fn touches(run: &[usize], place: usize) -> bool {
    let before = run.first().is_some_and(|&first| place + 1 == first);
    before || run.last().is_some_and(|&last| last + 1 == place)
}

/// Whether at least half, and four, of the words that a pair lost (or gained) stand in the
/// leaves that were added (or removed) beside it.
fn share_words(
    (i, removed): (usize, &[usize]),
    (j, added): (usize, &[usize]),
    old: &Sheet<'_>,
    new: &Sheet<'_>,
    library: &Library<'_>,
) -> bool {
    let bag = |sheet: &Sheet<'_>, place: usize| library.facts(sheet.said(place)).map(|facts| facts.bag.clone());
    let (Some(was), Some(is)) = (bag(old, i), bag(new, j)) else { return false };
    let all = |sheet: &Sheet<'_>, places: &[usize]| -> Bag {
        let mut all: Bag = places.iter().filter_map(|&place| bag(sheet, place)).flatten().collect();
        all.sort_unstable();
        all
    };
    let (gone, there) = if removed.is_empty() {
        (without(&was, &is), all(new, added))
    } else {
        (without(&is, &was), all(old, removed))
    };
    let shared = gone.len() - without(&gone, &there).len();
    shared >= 4 && 2 * shared >= gone.len() && 2 * shared >= there.len()
}

/// What one sorted bag has and another has not.
fn without(bag: &[usize], other: &[usize]) -> Bag {
    let mut rest = other.iter().peekable();
    let missing = |word: &&usize| {
        while rest.next_if(|other| other < word).is_some() {}
        rest.next_if_eq(word).is_none()
    };
    bag.iter().filter(missing).copied().collect()
}
