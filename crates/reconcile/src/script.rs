//! What one version changed of another, cut into changes that can be made one by one.

use foldhash::HashMap;

use crate::alike::Bag;
use crate::sheet::{Library, Sheet};
use crate::tie::Tie;
use crate::turns::{Turn, level};

/// One change of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// These old leaves, next to one another, became these new ones; either may be none.
    Edit { old: Vec<usize>, new: Vec<usize> },
    /// A stretch has another order. Made with it, because they have no place without it: what
    /// moved and was edited at once, and what was taken out and added in that stretch. All
    /// these leaves, old and new, and those that moved.
    Turn { turn: Turn, old: Vec<usize>, new: Vec<usize> },
}

/// Old leaves that became these new ones.
type Edit = (Vec<usize>, Vec<usize>);

type Sheets<'a, 't> = (&'a Sheet<'t>, &'a Sheet<'t>);

/// The changes between two versions, in the order of the new one as far as they stand in it.
pub(crate) fn script<'t>(old: &Sheet<'t>, new: &Sheet<'t>, tie: &Tie, library: &Library<'_>) -> Vec<Change> {
    let mut edits = edits_of_pairs(old, new, tie);
    for gap in tie.gaps() {
        edits.extend(edits_of_gap(segments(&gap.old, old), segments(&gap.new, new), old, new));
    }
    for turn in &tie.turns {
        edits.extend(edits_of_turn(turn, tie));
    }
    join_what_belongs_together(&mut edits, (old, new), tie, library);
    let mut changes = with_turns(edits, tie);
    let before = before(tie);
    changes.sort_by_cached_key(|change| place(change, &before));
    changes
}

/// For each old leaf, the new place behind which it would stand.
fn before(tie: &Tie) -> Vec<Option<usize>> {
    let mut last = None;
    let step = |place| {
        let before = last;
        let to = match tie.turn_of(place).and_then(|turn| tie.turns.get(turn)) {
            Some(turn) => turn.new.end.checked_sub(1),
            None => tie.to(place),
        };
        last = to.or(last);
        before
    };
    (0..tie.to.len()).map(step).collect()
}

/// Where a change stands: beside the new leaf it makes, else after what is before it.
fn place(change: &Change, before: &[Option<usize>]) -> (usize, usize) {
    match change {
        Change::Edit { old, new } => {
            let first = old.first().copied().unwrap_or(usize::MAX);
            let at = new.first().map(|j| (2 * j) + 1);
            let before = || before.get(first).copied().flatten().map_or(0, |j| 2 * j + 2);
            (at.unwrap_or_else(before), first)
        }
        Change::Turn { turn, .. } => (2 * turn.new.start, turn.old.start),
    }
}

/// What was taken out and added where the order changed, each run by itself.
fn edits_of_turn(turn: &Turn, tie: &Tie) -> impl Iterator<Item = Edit> {
    let follows = |a: &usize, b: &usize| a + 1 == *b;
    let runs = |lone: Vec<usize>| lone.chunk_by(follows).map(<[usize]>::to_vec).collect::<Vec<_>>();
    let gone = runs(turn.old.clone().filter(|&i| tie.to(i).is_none()).collect());
    let came = runs(turn.new.clone().filter(|&j| tie.from(j).is_none()).collect());
    let gone = gone.into_iter().map(|old| (old, Vec::new()));
    gone.chain(came.into_iter().map(|new| (Vec::new(), new)))
}

/// Puts into each turn what cannot be made without it. What was edited and stands in order
/// is a change of its own.
fn with_turns(edits: Vec<Edit>, tie: &Tie) -> Vec<Change> {
    let moved = |i: &usize| tie.is_moved(*i);
    let with_moved = |turn: &Turn| {
        let old: Vec<usize> = turn.old.clone().filter(moved).collect();
        let new = old.iter().filter_map(|&i| tie.to(i)).collect();
        (turn.clone(), old, new)
    };
    let mut turns: Vec<(Turn, Vec<usize>, Vec<usize>)> = tie.turns.iter().map(with_moved).collect();
    let mut apart = Vec::new();
    for (old, new) in edits {
        let alone = self::pair(&old, &new).is_some_and(|(i, j)| tie.to(i) == Some(j) && !tie.is_moved(i));
        let turn = old.first().map_or_else(|| new.first().and_then(|&j| tie.turn_at(j)), |&i| tie.turn_of(i));
        match turn.and_then(|turn| turns.get_mut(turn)).filter(|_| !alone) {
            Some((_, with_old, with_new)) => {
                with_old.extend(old);
                with_new.extend(new);
            }
            None => apart.push(Change::Edit { old, new }),
        }
    }
    let ordered = |mut places: Vec<usize>| {
        places.sort_unstable();
        places.dedup();
        places
    };
    let turn = |(turn, old, new)| Change::Turn { turn, old: ordered(old), new: ordered(new) };
    apart.extend(turns.into_iter().map(turn));
    apart
}

fn edits_of_pairs(old: &Sheet<'_>, new: &Sheet<'_>, tie: &Tie) -> Vec<Edit> {
    let pairs = (0..old.len()).filter_map(|i| Some((i, tie.to(i)?)));
    let changed = pairs.filter(|&(i, j)| old.said(i) != new.said(j));
    changed.map(|(i, j)| (vec![i], vec![j])).collect()
}

/// What is left of a gap: what stands before its first heading belongs together; so many
/// sections in the place of as many are one change each, and otherwise all are one.
fn edits_of_gap(old: Vec<Vec<usize>>, new: Vec<Vec<usize>>, one: &Sheet<'_>, other: &Sheet<'_>) -> Vec<Edit> {
    let apart = |segments: Vec<Vec<usize>>, sheet: &Sheet<'_>| -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        segments.into_iter().partition(|segment| !is_titled(segment, sheet))
    };
    let ((old, old_sections), (new, new_sections)) = (apart(old, one), apart(new, other));
    let mut edits = Vec::new();
    for (old, new) in [(old, new), (old_sections, new_sections)] {
        if old.len() == new.len() {
            edits.extend(old.into_iter().zip(new));
        } else if old.is_empty() || new.is_empty() {
            edits.extend(old.into_iter().map(|old| (old, Vec::new())));
            edits.extend(new.into_iter().map(|new| (Vec::new(), new)));
        } else {
            edits.push((old.concat(), new.concat()));
        }
    }
    edits
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
        let level = sheet.leaf(place).and_then(|leaf| level(leaf.kind));
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

/// Where a text was cut in two or two were put together, the words that left one leaf stand
/// in the one beside it: that is one change.
fn join_what_belongs_together(edits: &mut Vec<Edit>, (old, new): Sheets<'_, '_>, tie: &Tie, library: &Library<'_>) {
    if !edits.iter().any(is_one_sided) {
        return;
    }
    edits.sort_by_key(|(old, new)| (old.first().copied(), new.first().copied()));
    let pairs =
        |(number, edit): (usize, &Edit)| pair(&edit.0, &edit.1).map(|(i, j)| [(Ok(i), number), (Err(j), number)]);
    let pairs: HashMap<Result<usize, usize>, usize> = edits.iter().enumerate().filter_map(pairs).flatten().collect();
    for number in 0..edits.len() {
        let Some((a, b)) = edits.get(number).filter(|edit| is_one_sided(edit)).cloned() else { continue };
        let beside = beside(&a).map(Ok).chain(beside(&b).map(Err));
        let mut partners: Vec<usize> = beside.filter_map(|place| pairs.get(&place).copied()).collect();
        partners.sort_unstable();
        let turn = a.first().map_or_else(|| b.first().and_then(|&j| tie.turn_at(j)), |&i| tie.turn_of(i));
        let fits = |partner: &usize| {
            let pair = edits.get(*partner).and_then(|(old, new)| pair(old, new));
            let pair = pair.filter(|(i, _)| tie.turn_of(*i) == turn);
            pair.is_some_and(|(i, j)| share_words((i, &a), (j, &b), old, new, library))
        };
        let Some(partner) = partners.into_iter().find(fits) else { continue };
        if let Some((with_old, with_new)) = edits.get_mut(partner) {
            with_old.extend(a);
            with_new.extend(b);
            with_old.sort_unstable();
            with_new.sort_unstable();
        }
        if let Some(edit) = edits.get_mut(number) {
            *edit = Edit::default();
        }
    }
    edits.retain(|(old, new)| !(old.is_empty() && new.is_empty()));
}

/// Whether something was only taken out, or only added.
fn is_one_sided((old, new): &Edit) -> bool {
    old.is_empty() != new.is_empty()
}

/// The one old and the one new leaf of an edit that is no more than that.
fn pair(old: &[usize], new: &[usize]) -> Option<(usize, usize)> {
    match (old, new) {
        ([old], [new]) => Some((*old, *new)),
        _ => None,
    }
}

/// The places directly before and behind a run of places.
fn beside(run: &[usize]) -> impl Iterator<Item = usize> {
    let before = run.first().and_then(|first| first.checked_sub(1));
    before.into_iter().chain(run.last().map(|last| last + 1))
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
