//! How another order at the source fits our version.
//!
//! Order is apart from content: what we edited goes where the source put it, and what we
//! added goes with what it stands behind. What was moved there and taken out here, or the
//! other way round, asks, and so do two new orders of one stretch.

use crate::fit::{Fit, Fitter, Inside, Standing};
use crate::sheet::{Said, Sheet};
use crate::tie::Tie;
use crate::turns::Turn;
use crate::update::State;

/// A leaf in a new order: a leaf of the base, or something new that says this.
#[derive(PartialEq, Eq)]
enum Placed {
    Of(usize),
    New(Said),
}

impl Fitter<'_, '_> {
    pub(crate) fn turned(&self, turn: &Turn, old: &[usize], new: &[usize]) -> Fit {
        let (places, _) = self.standings(old);
        if let Some(state) = self.turned_alike(turn, old) {
            return Fit::new(state, places);
        }
        let runs = |places: Vec<usize>| -> Vec<Vec<usize>> {
            places.chunk_by(|a, b| a + 1 == *b).map(<[usize]>::to_vec).collect()
        };
        let gone = runs(old.iter().copied().filter(|&i| self.versions.theirs.to(i).is_none()).collect());
        let came = runs(new.iter().copied().filter(|&j| self.versions.theirs.from(j).is_none()).collect());
        let touched = turn.old.clone().any(|i| self.versions.ours.turn_of(i).is_some())
            || turn.old.clone().any(|i| self.loses(i, old))
            || gone.iter().any(|run| self.ours_inside(run, Inside::SectionsToo))
            || gone.iter().flatten().any(|&i| self.standing(i) == Standing::Gone && self.rewritten_elsewhere(&[i]))
            || came.iter().map(|run| self.added(run)).any(|fit| fit.state != State::Clean || !fit.there.is_empty());
        Fit::new(if touched { State::TouchesLocalEdit } else { State::Clean }, places)
    }

    /// Whether we took out or edited what the new order needs as it was.
    fn loses(&self, leaf: usize, bound: &[usize]) -> bool {
        match (self.versions.theirs.to(leaf), self.standing(leaf)) {
            (None, standing) => matches!(standing, Standing::Edited(_) | Standing::Rewritten(_)),
            (Some(_), Standing::Same(_)) => false,
            (Some(to), Standing::Edited(place)) => {
                let is_bound = bound.binary_search(&leaf).is_ok();
                let theirs = self.upstream().said(to);
                is_bound && theirs != self.base().said(leaf) && theirs != self.local().said(place)
            }
            (Some(_), Standing::Rewritten(_) | Standing::Gone) => true,
        }
    }

    /// Where we gave the same stretch the same order, with the same things new in it, only
    /// what was edited as well is left.
    fn turned_alike(&self, turn: &Turn, bound: &[usize]) -> Option<State> {
        let ours = self.versions.ours.turns.iter().find(|ours| ours.old == turn.old)?;
        let order = placed(turn, self.versions.theirs, self.upstream());
        if placed(ours, self.versions.ours, self.local()) != order {
            return None;
        }
        let versions = bound.iter().filter_map(|&i| {
            let (theirs, ours) = (self.versions.theirs.to(i)?, self.versions.ours.to(i)?);
            Some([self.base().said(i), self.local().said(ours), self.upstream().said(theirs)])
        });
        let edits: Vec<[Said; 3]> =
            versions.filter(|[base, local, theirs]| theirs != base && theirs != local).collect();
        let only_theirs = edits.iter().all(|[base, local, _]| base == local);
        Some(match edits.is_empty() {
            true => State::AlreadyThere,
            false if only_theirs && order.iter().all(|placed| matches!(placed, Placed::Of(_))) => State::Clean,
            false => State::TouchesLocalEdit,
        })
    }
}

fn placed(turn: &Turn, tie: &Tie, sheet: &Sheet<'_>) -> Vec<Placed> {
    turn.new.clone().map(|place| tie.from(place).map_or_else(|| Placed::New(sheet.said(place)), Placed::Of)).collect()
}
