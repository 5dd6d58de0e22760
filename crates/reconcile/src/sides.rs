//! The changes of the source held against ours, and ours against the source's: whoever is
//! asked does not depend on which of two versions is called ours.

use crate::around::Around;
use crate::fit::{Fit, Fitter};
use crate::script::Change;
use crate::sheet::Library;
use crate::update::State;
use crate::weave::Versions;

/// How each change of the source fits ours. Where a change of ours would not fit theirs, the
/// change of the source nearest to it asks.
pub(crate) fn both_ways<'t>(
    versions: &Versions<'_, 't>,
    library: &Library<'t>,
    ours: &[Change],
    theirs: &[Change],
) -> Vec<Fit> {
    let there = Fitter::new(versions.clone(), library, ours);
    let mut fits: Vec<Fit> = theirs.iter().map(|change| there.fit(change)).collect();
    let back = Fitter::new(versions.turned_round(), library, theirs);
    let reaches: Vec<(usize, usize)> = theirs.iter().map(|change| reach(change, &there.theirs)).collect();
    let clashes = ours.iter().filter(|change| back.fit(change).state == State::TouchesLocalEdit);
    for clash in clashes {
        let at = reach(clash, &there.ours);
        let distance = |other: &(usize, usize)| other.0.saturating_sub(at.1).max(at.0.saturating_sub(other.1));
        let settled = |fit: &Fit| (fit.state != State::TouchesLocalEdit, fit.state == State::AlreadyThere);
        let nearest = reaches.iter().zip(&mut fits).min_by_key(|(reach, fit)| (distance(reach), settled(fit)));
        if let Some((_, fit)) = nearest {
            *fit = Fit::new(State::TouchesLocalEdit, std::mem::take(&mut fit.local));
        }
    }
    fits
}

/// The first and the last leaf of the base that a change reaches.
fn reach(change: &Change, around: &Around) -> (usize, usize) {
    match change {
        Change::Turn { turn, .. } => (turn.old.start, turn.old.end),
        Change::Edit { old, new } => match (old.first(), old.last(), new.first(), new.last()) {
            (Some(&first), Some(&last), ..) => (first, last),
            (.., Some(&first), Some(&last)) => {
                let (before, after) = (around.before(first), around.after(last));
                let (before, after) = (before.or(after).unwrap_or_default(), after.or(before).unwrap_or_default());
                (before.min(after), before.max(after))
            }
            _ => (0, 0),
        },
    }
}
