//! How a change at the source fits our version.

use crate::around::Around;
use crate::leaves::Leaf;
use crate::merging::merge;
use crate::script::Change;
use crate::sheet::{Library, Said, Sheet};
use crate::spoken::{figures_differ, measures_differ};
use crate::tie::is_alike;
use crate::update::State;
use crate::weave::Versions;

/// How far above a leaf its heading is looked for.
const MOST_BETWEEN: usize = 12;

/// The most pairs that are looked through for what was written anew elsewhere.
const MOST_LOOKED_THROUGH: usize = 100_000;

/// How one change fits.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    pub state: State,
    /// What stands there in ours.
    pub local: Vec<usize>,
    /// What ours would say there, where that is not simply what the source says.
    pub text: Option<String>,
    /// Those new leaves that ours has already; they stand beside those of `local`.
    pub there: Vec<usize>,
}

/// Where something of ours stands inside what the source took out or wrote anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// Between two leaves of it.
    Between,
    /// Or in a section that it opens.
    SectionsToo,
}

/// What became of a leaf of the base in ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Same(usize),
    Edited(usize),
    Rewritten(Vec<usize>),
    Gone,
}

/// Holds changes at the source against our version.
pub(crate) struct Fitter<'a, 't> {
    pub versions: Versions<'a, 't>,
    pub library: &'a Library<'t>,
    /// What we changed of the base.
    our_changes: Vec<Option<&'a Change>>,
    pub added_here: Vec<bool>,
    pub ours: Around,
    pub theirs: Around,
}

impl Fit {
    pub fn new(state: State, local: Vec<usize>) -> Self {
        Self { state, local, text: None, there: Vec::new() }
    }
}

impl<'a, 't> Fitter<'a, 't> {
    pub fn new(versions: Versions<'a, 't>, library: &'a Library<'t>, our_changes: &'a [Change]) -> Self {
        let mut by_place = vec![None; versions.base.len()];
        let mut added_here = vec![false; versions.local.len()];
        for change in our_changes {
            let as_it_was = |i: &usize| {
                let to = versions.ours.to(*i);
                to.is_some_and(|to| versions.local.said(to) == versions.base.said(*i))
            };
            let (rewritten, added): (Vec<usize>, Vec<usize>) = match change {
                Change::Edit { old, new } if old.is_empty() => (Vec::new(), new.clone()),
                Change::Edit { old, .. } => (old.clone(), Vec::new()),
                Change::Turn { old, new, .. } => (
                    old.iter().copied().filter(|i| !as_it_was(i)).collect(),
                    new.iter().copied().filter(|&j| versions.ours.from(j).is_none()).collect(),
                ),
            };
            for place in rewritten {
                if let Some(slot) = by_place.get_mut(place) {
                    *slot = Some(change);
                }
            }
            for place in added {
                if let Some(slot) = added_here.get_mut(place) {
                    *slot = true;
                }
            }
        }
        let ours = Around::of(versions.local, versions.ours);
        let theirs = Around::of(versions.upstream, versions.theirs);
        Self { versions, library, our_changes: by_place, added_here, ours, theirs }
    }

    pub fn fit(&self, change: &Change) -> Fit {
        match change {
            Change::Turn { turn, old, new } => self.turned(turn, old, new),
            Change::Edit { old, new } => match (&old[..], &new[..]) {
                ([], new) => self.added(new),
                (old, []) => self.removed(old),
                ([old], [new]) => self.changed(*old, *new),
                (old, new) => self.rewritten(old, new),
            },
        }
    }

    pub fn base(&self) -> &Sheet<'t> {
        self.versions.base
    }

    pub fn local(&self) -> &Sheet<'t> {
        self.versions.local
    }

    pub fn upstream(&self) -> &Sheet<'t> {
        self.versions.upstream
    }

    pub fn standing(&self, old: usize) -> Standing {
        match (self.our_change(old), self.versions.ours.to(old)) {
            (Some(Change::Turn { .. }), Some(place)) => Standing::Rewritten(vec![place]),
            (_, Some(place)) if self.base().said(old) == self.local().said(place) => Standing::Same(place),
            (_, Some(place)) => self.with_others(old, place),
            (Some(Change::Edit { new, .. }), None) if !new.is_empty() => Standing::Rewritten(new.clone()),
            (_, None) => Standing::Gone,
        }
    }

    /// An edited leaf that was cut in two, or put together with another, was rewritten.
    fn with_others(&self, old: usize, place: usize) -> Standing {
        match self.our_change(old) {
            Some(Change::Edit { old, new }) if old.len() + new.len() > 2 => Standing::Rewritten(new.clone()),
            _ => Standing::Edited(place),
        }
    }

    pub fn our_change(&self, place: usize) -> Option<&Change> {
        self.our_changes.get(place).copied().flatten()
    }

    fn changed(&self, old: usize, new: usize) -> Fit {
        let (Some(base), Some(theirs)) = (self.base().leaf(old), self.upstream().leaf(new)) else {
            return Fit::new(State::TouchesLocalEdit, Vec::new());
        };
        match self.standing(old) {
            Standing::Same(place) if self.versions.theirs.to(old).is_none() && self.is_turned(old) => {
                Fit::new(State::TouchesLocalEdit, vec![place])
            }
            Standing::Same(place) if self.near_an_edited_measure(old, base, theirs) => {
                Fit::new(State::TouchesLocalEdit, vec![place])
            }
            Standing::Same(place) => {
                let ours = self.local().leaf(place).filter(|ours| ours.core() != base.core());
                let text = ours.and_then(|ours| merge(base, ours, theirs));
                Fit { text, ..Fit::new(State::Clean, vec![place]) }
            }
            Standing::Edited(place) if self.local().said(place) == self.upstream().said(new) => {
                Fit::new(State::AlreadyThere, vec![place])
            }
            Standing::Edited(place) => {
                let ours = self.local().leaf(place);
                let text = ours.and_then(|ours| merge(base, ours, theirs));
                let near = self.near_an_edited_measure(old, base, theirs);
                let state = if text.is_some() && !near { State::Clean } else { State::TouchesLocalEdit };
                Fit { text: text.filter(|_| !near), ..Fit::new(state, vec![place]) }
            }
            Standing::Rewritten(places) => {
                let state = if self.says(&places) == [self.upstream().said(new)] {
                    State::AlreadyThere
                } else {
                    State::TouchesLocalEdit
                };
                Fit::new(state, places)
            }
            Standing::Gone => Fit::new(State::TouchesLocalEdit, Vec::new()),
        }
    }

    /// Whether one side changed a figure and the other what is read with it, or both a measure: the leaf before or after, or
    /// the heading above. A drug, a dose, how often it is given and for whom are often a heading and two paragraphs or items.
    fn near_an_edited_measure(&self, old: usize, base: &Leaf<'t>, theirs: &Leaf<'t>) -> bool {
        if self.versions.theirs.to(old).is_none() {
            return false;
        }
        let beside = [old.checked_sub(1), old.checked_add(1)].into_iter().flatten();
        let near = beside.chain(self.heading_above(old)).map(|place| (place, self.standing(place)));
        let mut near =
            near.filter(|(_, standing)| matches!(standing, Standing::Edited(_) | Standing::Rewritten(_))).peekable();
        if near.peek().is_none() {
            return false;
        }
        let (measure, figure) = (measures_differ(base, theirs), figures_differ(base, theirs));
        let is = |place: usize, ours: usize, differ: fn(&Leaf<'_>, &Leaf<'_>) -> bool| {
            let leaves = self.base().leaf(place).zip(self.local().leaf(ours));
            leaves.is_some_and(|(leaf, ours)| differ(leaf, ours))
        };
        near.any(|(place, standing)| match standing {
            Standing::Edited(ours) => {
                figure || is(place, ours, figures_differ) || measure && is(place, ours, measures_differ)
            }
            _ => figure,
        })
    }

    /// The heading a leaf stands under.
    fn heading_above(&self, old: usize) -> Option<usize> {
        let is_heading = |place: &usize| self.base().leaf(*place).is_some_and(Leaf::is_heading);
        (old.saturating_sub(MOST_BETWEEN)..old).rev().find(is_heading)
    }

    fn says(&self, places: &[usize]) -> Vec<Said> {
        places.iter().map(|&place| self.local().said(place)).collect()
    }

    /// All that stands in ours for some leaves of the base, and whether all of it is as it was.
    pub(crate) fn standings(&self, old: &[usize]) -> (Vec<usize>, Vec<Standing>) {
        let standings: Vec<Standing> = old.iter().map(|&old| self.standing(old)).collect();
        let mut places = Vec::new();
        for standing in &standings {
            match standing {
                Standing::Same(place) | Standing::Edited(place) => places.push(*place),
                Standing::Rewritten(all) => places.extend(all),
                Standing::Gone => {}
            }
        }
        places.sort_unstable();
        places.dedup();
        (places, standings)
    }

    fn rewritten(&self, old: &[usize], new: &[usize]) -> Fit {
        let (places, standings) = self.standings(old);
        let theirs: Vec<Said> = new.iter().map(|&new| self.upstream().said(new)).collect();
        let state = if self.says(&places) == theirs {
            State::AlreadyThere
        } else if standings.iter().all(|standing| matches!(standing, Standing::Same(_)))
            && !old.iter().any(|&old| self.is_turned(old))
            && !self.ours_inside(old, Inside::Between)
        {
            State::Clean
        } else {
            State::TouchesLocalEdit
        };
        Fit::new(state, places)
    }

    fn removed(&self, old: &[usize]) -> Fit {
        let (places, standings) = self.standings(old);
        let gone: Vec<usize> = old
            .iter()
            .zip(&standings)
            .filter(|(_, standing)| **standing == Standing::Gone)
            .map(|(&old, _)| old)
            .collect();
        let state = if !gone.is_empty() && self.rewritten_elsewhere(&gone) {
            State::TouchesLocalEdit
        } else if gone.len() == old.len() {
            State::AlreadyThere
        } else if standings.iter().any(|s| matches!(s, Standing::Edited(_) | Standing::Rewritten(_)))
            || old.iter().any(|&old| self.is_turned(old))
            || self.ours_inside(old, Inside::SectionsToo)
        {
            State::TouchesLocalEdit
        } else {
            State::Clean
        };
        Fit::new(state, places)
    }

    /// Whether a leaf stands where we changed the order.
    fn is_turned(&self, old: usize) -> bool {
        self.versions.ours.turn_of(old).is_some()
    }

    /// Whether what is gone here as well stands in other words elsewhere in ours. Where that
    /// would be too much to look through, it may.
    pub(crate) fn rewritten_elsewhere(&self, old: &[usize]) -> bool {
        let added: Vec<usize> = (0..self.local().len()).filter(|&place| self.is_added_here(place)).collect();
        let alike = |old: usize| {
            let alike = |&new: &usize| is_alike(self.base().said(old), self.local().said(new), self.library);
            added.iter().any(alike)
        };
        old.len() * added.len() > MOST_LOOKED_THROUGH || old.iter().any(|&old| alike(old))
    }

    /// Whether we put something between these leaves, or into a section that one of them opens.
    pub(crate) fn ours_inside(&self, old: &[usize], inside: Inside) -> bool {
        let (Some(&first), Some(&last)) = (old.first(), old.last()) else { return false };
        let within = |place: Option<usize>| place.is_some_and(|place| first <= place && place <= last);
        let inside = |place: usize| {
            within(self.ours.before(place)) && within(self.ours.after(place))
                || inside == Inside::SectionsToo && within(self.ours.under(place))
        };
        (0..self.local().len()).filter(|&place| self.is_added_here(place)).any(inside)
    }
}
