//! A text with some changes of another made in it.
//!
//! Leaves that are not touched keep their bytes. Between two leaves stand the blanks that
//! stood there: ours, or the source's where only the source changed them or where the two
//! stand side by side only there.

use crate::document::Kind;
use crate::numbers::renumber;
use crate::script::Change;
use crate::sheet::Sheet;
use crate::tie::Tie;
use crate::variables::Filled;

/// The three versions, read and tied.
pub(crate) struct Versions<'a, 't> {
    pub base: &'a Sheet<'t>,
    pub local: &'a Sheet<'t>,
    pub upstream: &'a Sheet<'t>,
    pub ours: &'a Tie,
    pub theirs: &'a Tie,
    /// What ours filled in for variables.
    pub filled: &'a Filled,
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
pub(crate) struct Piece {
    pub text: String,
    pub kind: Kind,
    pub depth: usize,
    /// The first and the last leaf of ours that it is.
    pub local: Option<(usize, usize)>,
    /// The first and the last leaf of the source that it is.
    pub upstream: Option<(usize, usize)>,
    /// Whether it stands where the source has it, so that others are placed beside it.
    pub settled: bool,
}

/// The body of ours with these changes made.
pub(crate) fn weave(versions: &Versions<'_, '_>, taken: &[Taken<'_>]) -> String {
    let mut pieces = pieces(versions, taken);
    for one in taken {
        match one.change {
            Change::Edit { new, .. } => edit(&mut pieces, one, new, versions),
            Change::Move { .. } => {}
        }
    }
    for one in taken {
        if let Change::Move { old, new, anew } = one.change {
            if *anew {
                pieces.retain(|piece| piece.local.is_none_or(|(place, _)| !one.local.contains(&place)));
            } else {
                relocate(&mut pieces, old, one.local, versions);
            }
            for piece in made(one, new, versions) {
                insert(&mut pieces, piece, versions);
            }
        }
    }
    renumber(&mut pieces, versions.local);
    written(&pieces, versions)
}

/// Ours as it is, each leaf with its counterpart at the source.
fn pieces(versions: &Versions<'_, '_>, taken: &[Taken<'_>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(versions.local.len());
    for (place, leaf) in versions.local.text.leaves.iter().enumerate() {
        let base = versions.ours.from(place);
        let upstream = base.and_then(|base| versions.theirs.to(base));
        pieces.push(Piece {
            settled: base.is_some_and(|base| !versions.theirs.is_moved(base)),
            text: leaf.core().to_owned(),
            kind: leaf.kind,
            depth: leaf.depth,
            local: Some((place, place)),
            upstream: upstream.map(|place| (place, place)),
        });
    }
    for one in taken.iter().filter(|one| matches!(one.change, Change::Edit { .. })) {
        for (&new, &local) in one.there.iter().zip(one.local) {
            if let Some(piece) = pieces.get_mut(local) {
                (piece.upstream, piece.settled) = (Some((new, new)), true);
            }
        }
    }
    pieces
}

fn edit(pieces: &mut Vec<Piece>, taken: &Taken<'_>, new: &[usize], versions: &Versions<'_, '_>) {
    let is_ours = |piece: &Piece| piece.local.is_some_and(|(place, _)| taken.local.contains(&place));
    let made = made(taken, new, versions);
    let first = pieces.iter().position(is_ours).filter(|_| taken.there.is_empty());
    match (first, &made[..]) {
        (Some(first), [_, ..]) => {
            let kept = pieces.get(first).and_then(|piece| piece.local);
            let settled = pieces.get(first).is_some_and(|piece| piece.settled);
            let last = pieces.iter().filter(|piece| is_ours(piece)).filter_map(|piece| piece.local).next_back();
            pieces.retain(|piece| !is_ours(piece));
            let count = made.len();
            let placed = made.into_iter().enumerate().map(|(number, mut piece)| {
                piece.settled = settled;
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
fn insert(pieces: &mut Vec<Piece>, piece: Piece, versions: &Versions<'_, '_>) {
    if let Some((from, to)) = piece.upstream {
        let place = place_for(pieces, from, to, matches!(piece.kind, Kind::Heading(_)), versions);
        pieces.insert(place, piece);
    }
}

/// The new leaves as pieces; a text of one's own is one piece.
fn made(taken: &Taken<'_>, new: &[usize], versions: &Versions<'_, '_>) -> Vec<Piece> {
    let leaf = |place: usize| versions.upstream.leaf(place);
    if let Some(text) = &taken.text {
        let span = new.first().copied().zip(new.last().copied());
        let model = new.first().and_then(|&place| leaf(place));
        let model = model.or_else(|| taken.local.first().and_then(|&place| versions.local.leaf(place)));
        let (kind, depth) = model.map_or((Kind::Paragraph, 0), |leaf| (leaf.kind, leaf.depth));
        let piece = Piece { text: text.trim_end().to_owned(), kind, depth, local: None, upstream: span, settled: true };
        return if piece.text.is_empty() { Vec::new() } else { vec![piece] };
    }
    let left = new.iter().filter(|place| !taken.there.contains(place));
    left.filter_map(|&place| {
        let leaf = leaf(place)?;
        let upstream = Some((place, place));
        let text = versions.filled.fill(leaf.core());
        Some(Piece { text, kind: leaf.kind, depth: leaf.depth, local: None, upstream, settled: true })
    })
    .collect()
}

/// Where in the text something of the source goes: beside what it stands beside there.
fn place_for(pieces: &[Piece], from: usize, to: usize, titled: bool, versions: &Versions<'_, '_>) -> usize {
    let find = |is: &dyn Fn((usize, usize)) -> bool| {
        pieces.iter().position(|piece| piece.settled && piece.upstream.is_some_and(is))
    };
    let last = |place: usize| find(&|(_, last)| last == place);
    let first = |place: usize| find(&|(first, _)| first == place);
    for distance in 1..=versions.upstream.len() {
        let after = first(to + distance);
        // A section goes before what it stands before: what follows the one before it may belong to that.
        if let Some(after) = after.filter(|_| titled) {
            return after;
        }
        if let Some(before) = from.checked_sub(distance).and_then(last) {
            let ours_alone = |piece: &&Piece| {
                let alone = piece.upstream.is_none()
                    && piece.local.is_some_and(|(place, _)| versions.ours.from(place).is_none());
                alone && (titled || !matches!(piece.kind, Kind::Heading(_)))
            };
            let rest = pieces.get(before + 1..).unwrap_or_default();
            return before + 1 + rest.iter().take_while(ours_alone).count();
        }
        if let Some(after) = after {
            return after;
        }
    }
    pieces.len()
}

/// Moves what was moved at the source, with what stands inside it in ours.
fn relocate(pieces: &mut Vec<Piece>, old: &[usize], local: &[usize], versions: &Versions<'_, '_>) {
    let span = local.iter().min().copied().zip(local.iter().max().copied());
    let Some((least, most)) = span else { return };
    let counterparts = old.iter().filter_map(|&i| versions.theirs.to(i));
    let (Some(from), Some(to)) = (counterparts.clone().min(), counterparts.max()) else { return };
    let belongs = |piece: &Piece| {
        let ours = piece.local.is_some_and(|(place, _)| {
            local.contains(&place) || (least < place && place < most && versions.ours.from(place).is_none())
        });
        ours || piece.upstream.is_some_and(|(first, last)| from <= first && last <= to && piece.local.is_none())
    };
    let (mut moved, mut rest): (Vec<Piece>, Vec<Piece>) = pieces.drain(..).partition(belongs);
    moved.iter_mut().filter(|piece| piece.upstream.is_some()).for_each(|piece| piece.settled = true);
    let titled = moved.first().is_some_and(|piece| matches!(piece.kind, Kind::Heading(_)));
    let place = place_for(&rest, from, to, titled, versions);
    rest.splice(place..place, moved);
    *pieces = rest;
}

/// The pieces with the blanks between them.
fn written(pieces: &[Piece], versions: &Versions<'_, '_>) -> String {
    let mut text = String::new();
    for (number, piece) in pieces.iter().enumerate() {
        text += &piece.text;
        text += &gap(piece, pieces.get(number + 1), versions);
    }
    text
}

/// The blanks between a piece and the next one, or the end.
fn gap(piece: &Piece, next: Option<&Piece>, versions: &Versions<'_, '_>) -> String {
    let follows = |last: Option<usize>, first: Option<usize>, count: usize| match next {
        Some(_) => last.is_some_and(|last| Some(last + 1) == first),
        None => last.is_some_and(|last| last + 1 == count),
    };
    let last = |span: Option<(usize, usize)>| span.map(|(_, last)| last);
    let first = |span: Option<(usize, usize)>| span.map(|(first, _)| first);
    let (a, b) = (last(piece.local), next.and_then(|next| first(next.local)));
    let (x, y) = (last(piece.upstream), next.and_then(|next| first(next.upstream)));
    let (i, k) = (a.and_then(|a| versions.ours.from(a)), b.and_then(|b| versions.ours.from(b)));
    let blanks = |sheet: &Sheet<'_>, place: Option<usize>| {
        place.and_then(|place| sheet.leaf(place)).map_or("", |leaf| leaf.gap()).to_owned()
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
            return parted(&own, piece, next);
        }
    };
    if found.is_empty() && next.is_some() { parted(&found, piece, next) } else { found }
}

/// Blanks that keep two pieces apart that never stood side by side.
fn parted(own: &str, piece: &Piece, next: Option<&Piece>) -> String {
    let Some(next) = next else { return "\n".to_owned() };
    let line = if own.contains("\r\n") { "\r\n" } else { "\n" };
    let listed = |piece: &Piece| piece.kind == Kind::Item;
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
