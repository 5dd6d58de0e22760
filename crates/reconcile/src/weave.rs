//! A text with some changes of another made in it.
//!
//! Leaves that are not touched keep their bytes. Between two leaves stand the blanks that
//! stood there: ours, or the source's where only the source changed them or where the two
//! stand side by side only there.

use std::borrow::Cow;

use crate::document::Kind;
use crate::numbers::renumber;
use crate::script::Change;
use crate::sheet::Sheet;
use crate::tie::Tie;
use crate::turns::{Turn, level};
use crate::variables::Filled;

/// The three versions, read and tied.
#[derive(Clone)]
pub(crate) struct Versions<'a, 't> {
    pub base: &'a Sheet<'t>,
    pub local: &'a Sheet<'t>,
    pub upstream: &'a Sheet<'t>,
    pub ours: &'a Tie,
    pub theirs: &'a Tie,
    /// What ours filled in for variables.
    pub filled: &'a Filled,
}

impl Versions<'_, '_> {
    /// The same, with ours and the source's in each other's place.
    pub fn turned_round(&self) -> Self {
        Self { local: self.upstream, upstream: self.local, ours: self.theirs, theirs: self.ours, ..self.clone() }
    }
}

/// A change to be made, in the source's words or in others.
pub(crate) struct Taken<'a> {
    pub change: &'a Change,
    /// What stands here in ours.
    pub local: &'a [usize],
    pub text: Option<String>,
    /// Those new leaves that ours has already.
    pub there: &'a [usize],
}

/// A part of the text that is being made.
#[derive(Clone, Debug)]
pub(crate) struct Piece<'t> {
    pub text: Cow<'t, str>,
    pub kind: Kind,
    pub depth: usize,
    /// The first and the last leaf of ours that it is.
    pub local: Option<(usize, usize)>,
    /// The first and the last leaf of the source that it is.
    pub upstream: Option<(usize, usize)>,
    /// The stretch with another order at the source that it still stands in.
    turn: Option<usize>,
}

/// The body of ours with these changes made.
pub(crate) fn weave(versions: &Versions<'_, '_>, taken: &[Taken<'_>]) -> String {
    let mut pieces = pieces(versions, taken);
    for one in taken {
        match one.change {
            Change::Edit { new, .. } => edit(&mut pieces, one, new, versions),
            Change::Turn { .. } => {}
        }
    }
    for one in taken {
        if let Change::Turn { turn, old, .. } = one.change {
            reorder(&mut pieces, turn, old, versions);
        }
    }
    renumber(&mut pieces, versions.local);
    written(&pieces, versions)
}

/// Ours as it is, each leaf with its counterpart at the source.
fn pieces<'t>(versions: &Versions<'_, 't>, taken: &[Taken<'_>]) -> Vec<Piece<'t>> {
    let mut pieces: Vec<Piece<'t>> = Vec::with_capacity(versions.local.len());
    for (place, leaf) in versions.local.text.leaves.iter().enumerate() {
        let base = versions.ours.from(place);
        let upstream = base.and_then(|base| versions.theirs.to(base));
        pieces.push(Piece {
            turn: base.and_then(|base| versions.theirs.turn_of(base)),
            text: Cow::Borrowed(leaf.core()),
            kind: leaf.kind,
            depth: leaf.depth,
            local: Some((place, place)),
            upstream: upstream.map(|place| (place, place)),
        });
    }
    for one in taken.iter().filter(|one| matches!(one.change, Change::Edit { .. })) {
        for (&new, &local) in one.there.iter().zip(one.local) {
            if let Some(piece) = pieces.get_mut(local) {
                piece.upstream = Some((new, new));
            }
        }
    }
    pieces
}

fn edit<'t>(pieces: &mut Vec<Piece<'t>>, taken: &Taken<'_>, new: &[usize], versions: &Versions<'_, 't>) {
    let is_ours = |piece: &Piece<'_>| piece.local.is_some_and(|(place, _)| taken.local.contains(&place));
    let made = made(taken, new, versions);
    let first = pieces.iter().position(is_ours).filter(|_| taken.there.is_empty());
    match (first, &made[..]) {
        (Some(first), [_, ..]) => {
            let kept = pieces.get(first).and_then(|piece| piece.local);
            let turn = pieces.get(first).and_then(|piece| piece.turn);
            let last = pieces.iter().filter(|piece| is_ours(piece)).filter_map(|piece| piece.local).next_back();
            pieces.retain(|piece| !is_ours(piece));
            let count = made.len();
            let placed = made.into_iter().enumerate().map(|(number, mut piece)| {
                piece.turn = turn;
                if number == 0 && count == 1 {
                    piece.local = kept.zip(last).map(|(kept, last)| (kept.0, last.1));
                }
                piece
            });
            pieces.splice(first..first, placed);
        }
        (Some(_), []) => pieces.retain(|piece| !is_ours(piece)),
        (None, _) => {
            for piece in made {
                insert(pieces, piece, versions);
            }
        }
    }
}

/// Puts something of the source beside what it stands beside there.
fn insert<'t>(pieces: &mut Vec<Piece<'t>>, piece: Piece<'t>, versions: &Versions<'_, 't>) {
    if let Some((from, to)) = piece.upstream {
        let place = place_for(pieces, (from, to), level(piece.kind).is_some(), versions);
        pieces.insert(place, piece);
    }
}

/// The new leaves as pieces; a text of one's own is one piece.
fn made<'t>(taken: &Taken<'_>, new: &[usize], versions: &Versions<'_, 't>) -> Vec<Piece<'t>> {
    let leaf = |place: usize| versions.upstream.leaf(place);
    if let Some(text) = &taken.text {
        let span = new.first().copied().zip(new.last().copied());
        let model = new.first().and_then(|&place| leaf(place));
        let model = model.or_else(|| taken.local.first().and_then(|&place| versions.local.leaf(place)));
        let (kind, depth) = model.map_or((Kind::Paragraph, 0), |leaf| (leaf.kind, leaf.depth));
        let text = Cow::Owned(text.trim_end().to_owned());
        let piece = Piece { text, kind, depth, local: None, upstream: span, turn: None };
        return if piece.text.is_empty() { Vec::new() } else { vec![piece] };
    }
    let left = new.iter().filter(|place| !taken.there.contains(place));
    left.filter_map(|&place| new_piece(place, versions)).collect()
}

/// A leaf of the source as a piece.
fn new_piece<'t>(place: usize, versions: &Versions<'_, 't>) -> Option<Piece<'t>> {
    let leaf = versions.upstream.leaf(place)?;
    let (text, upstream) = (versions.filled.fill(leaf.core()), Some((place, place)));
    Some(Piece { text, kind: leaf.kind, depth: leaf.depth, local: None, upstream, turn: None })
}

/// Where in the text something of the source goes: a section before what it stands before
/// there, because what follows the one before it may belong to that, and otherwise behind all that
/// follows; anything else behind what it stands behind. A stretch whose order is another here is beside it as a whole.
fn place_for(pieces: &[Piece<'_>], (from, to): (usize, usize), titled: bool, versions: &Versions<'_, '_>) -> usize {
    let span = |piece: &Piece<'_>| match piece.turn.and_then(|turn| versions.theirs.turns.get(turn)) {
        Some(turn) => Some((turn.new.start, turn.new.end - 1)),
        None => turned_here(piece, versions).filter(|(first, last)| to < *first || *last < from).or(piece.upstream),
    };
    let spans = || pieces.iter().enumerate().filter_map(|(place, piece)| Some((place, span(piece)?)));
    let behind = || {
        let before = spans().filter(|(_, (_, last))| *last < from).max_by_key(|(_, (_, last))| *last)?.0;
        let rest = pieces.get(before + 1..).unwrap_or_default();
        let ours = |piece: &&Piece<'_>| match titled {
            true => piece.upstream.is_none(),
            false => is_ours_alone(piece, versions) && level(piece.kind).is_none(),
        };
        Some(before + 1 + rest.iter().take_while(ours).count())
    };
    let before = || {
        let after = spans().filter(|(_, (first, _))| *first > to).min_by_key(|(_, (first, _))| *first)?;
        Some(after.0)
    };
    let found = if titled { before().or_else(behind) } else { behind().or_else(before) };
    found.unwrap_or(pieces.len())
}

/// The first and the last leaf of the source that stand in the stretch of a piece, where ours has another order.
fn turned_here(piece: &Piece<'_>, versions: &Versions<'_, '_>) -> Option<(usize, usize)> {
    let base = piece.upstream.and_then(|(first, _)| versions.theirs.from(first))?;
    let turn = versions.ours.turns.get(versions.ours.turn_of(base)?)?;
    let places = || turn.old.clone().filter_map(|old| versions.theirs.to(old));
    places().min().zip(places().max())
}

/// Whether neither the base nor the source has it.
fn is_ours_alone(piece: &Piece<'_>, versions: &Versions<'_, '_>) -> bool {
    piece.upstream.is_none() && piece.local.is_some_and(|(place, _)| versions.ours.from(place).is_none())
}

/// Puts a stretch into the order of the source, with what came there and without what went.
/// What is ours alone goes with what it stands behind.
fn reorder<'t>(pieces: &mut Vec<Piece<'t>>, turn: &Turn, bound: &[usize], versions: &Versions<'_, 't>) {
    let number = versions.theirs.turn_of(turn.old.start);
    let inside = |piece: &Piece<'_>| piece.turn.is_some() && piece.turn == number;
    let first = pieces.iter().position(inside);
    let titled = versions.upstream.leaf(turn.new.start).is_some_and(|leaf| level(leaf.kind).is_some());
    let first = first.unwrap_or_else(|| place_for(pieces, (turn.new.start, turn.new.end - 1), titled, versions));
    let end = pieces.iter().rposition(inside).map_or(first, |last| with_ours(pieces, last + 1, versions));
    let stretch: Vec<Piece<'t>> = pieces.drain(first..end).collect();
    let mut ordered: Vec<Piece<'t>> = Vec::with_capacity(stretch.len());
    let mut groups: Vec<Vec<Piece<'t>>> = Vec::new();
    for piece in stretch {
        let goes = inside(&piece) && piece.upstream.is_none();
        let leads = inside(&piece) && piece.upstream.is_some();
        match groups.last_mut().filter(|_| !leads) {
            _ if goes => {}
            Some(group) => group.push(piece),
            None if leads => groups.push(vec![piece]),
            None => ordered.push(piece),
        }
    }
    for place in turn.new.clone() {
        let leads = |group: &Vec<Piece<'t>>| {
            group.first().and_then(|piece| piece.upstream).is_some_and(|(first, last)| first <= place && place <= last)
        };
        let base = versions.theirs.from(place);
        let is_bound = base.is_none_or(|base| bound.binary_search(&base).is_ok());
        match groups.iter().position(leads).map(|number| groups.remove(number)) {
            Some(group) => {
                ordered.extend(group.into_iter().map(|piece| written_anew(piece, place, is_bound, versions)))
            }
            None if is_bound => ordered.extend(new_piece(place, versions)),
            None => {}
        }
    }
    ordered.extend(groups.into_iter().flatten());
    ordered.iter_mut().filter(|piece| inside(piece)).for_each(|piece| piece.turn = None);
    pieces.splice(first..first, ordered);
}
/// A leaf that the order needs as the source has it, where it was edited there as well.
fn written_anew<'t>(mut piece: Piece<'t>, place: usize, is_bound: bool, versions: &Versions<'_, 't>) -> Piece<'t> {
    let theirs = versions.upstream.said(place);
    let was = versions.theirs.from(place).map(|base| versions.base.said(base));
    let ours = piece.local.map(|(place, _)| versions.local.said(place));
    let leads = piece.upstream.is_some_and(|(first, last)| first <= place && place <= last);
    if is_bound && leads && was != Some(theirs) && ours != Some(theirs) {
        piece.text = new_piece(place, versions).map_or(piece.text, |new| new.text);
    }
    piece
}

/// The end of a stretch, with what is ours alone behind it and in its last section.
fn with_ours(pieces: &[Piece<'_>], end: usize, versions: &Versions<'_, '_>) -> usize {
    let section = pieces.get(..end).unwrap_or_default().iter().rev().find_map(|piece| level(piece.kind));
    let inside = |piece: &&Piece<'_>| {
        is_ours_alone(piece, versions) && level(piece.kind).is_none_or(|level| section.is_some_and(|top| top < level))
    };
    end + pieces.get(end..).unwrap_or_default().iter().take_while(inside).count()
}

/// The pieces with the blanks between them.
fn written(pieces: &[Piece<'_>], versions: &Versions<'_, '_>) -> String {
    let mut text = String::with_capacity(versions.local.text.text.len() + versions.upstream.text.text.len() / 8);
    for (number, piece) in pieces.iter().enumerate() {
        text += &piece.text;
        text += &gap(piece, pieces.get(number + 1), versions);
    }
    text
}

/// The blanks between a piece and the next one, or the end.
fn gap<'t>(piece: &Piece<'_>, next: Option<&Piece<'_>>, versions: &Versions<'_, 't>) -> Cow<'t, str> {
    let follows = |last: Option<usize>, first: Option<usize>, count: usize| match next {
        Some(_) => last.is_some_and(|last| Some(last + 1) == first),
        None => last.is_some_and(|last| last + 1 == count),
    };
    let last = |span: Option<(usize, usize)>| span.map(|(_, last)| last);
    let first = |span: Option<(usize, usize)>| span.map(|(first, _)| first);
    let (a, b) = (last(piece.local), next.and_then(|next| first(next.local)));
    let (x, y) = (last(piece.upstream), next.and_then(|next| first(next.upstream)));
    let (i, k) = (a.and_then(|a| versions.ours.from(a)), b.and_then(|b| versions.ours.from(b)));
    let blanks = |sheet: &Sheet<'t>, place: Option<usize>| -> &'t str {
        place.and_then(|place| sheet.leaf(place)).map_or("", |leaf| leaf.gap())
    };
    let in_ours = follows(a, b, versions.local.len());
    let at_source = follows(x, y, versions.upstream.len());
    let in_base = follows(i, k, versions.base.len());
    let (ours, theirs) = (blanks(versions.local, a), blanks(versions.upstream, x));
    let found = match (in_ours, at_source) {
        (true, true) if in_base && blanks(versions.base, i) == ours => theirs,
        (true, _) => ours,
        (false, true) => theirs,
        (false, false) => {
            let own = if piece.local.is_some() { ours } else { theirs };
            return Cow::Owned(parted(own, piece, next));
        }
    };
    if found.is_empty() && next.is_some() { Cow::Owned(parted(found, piece, next)) } else { Cow::Borrowed(found) }
}

/// Blanks that keep two pieces apart that never stood side by side.
fn parted(own: &str, piece: &Piece<'_>, next: Option<&Piece<'_>>) -> String {
    let Some(next) = next else { return "\n".to_owned() };
    let line = if own.contains("\r\n") { "\r\n" } else { "\n" };
    let listed = |piece: &Piece<'_>| piece.kind == Kind::Item;
    let own_lines = own.matches('\n').count();
    if listed(piece) && listed(next) {
        return if own_lines == 0 || own_lines > 1 && piece.local.is_none_or(|_| next.local.is_none()) {
            line.to_owned()
        } else {
            own.to_owned()
        };
    }
    if own_lines >= 2 { own.to_owned() } else { line.repeat(2) }
}
