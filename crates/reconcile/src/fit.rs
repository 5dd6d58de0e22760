//! How a change at the source fits our version.

use crate::document::Kind;
use crate::leaves::Leaf;
use crate::script::Change;
use crate::sentences;
use crate::sheet::{Library, Said, Sheet};
use crate::tie::is_alike;
use crate::update::State;
use crate::weave::Versions;

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

/// What became of a leaf of the base in ours.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
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
    pub our_changes: &'a [Change],
}

impl Fit {
    fn new(state: State, local: Vec<usize>) -> Self {
        Self { state, local, text: None, there: Vec::new() }
    }
}

impl<'t> Fitter<'_, 't> {
    pub fn fit(&self, change: &Change) -> Fit {
        match change {
            Change::Move { old } => self.moved(old),
            Change::Edit { old, new } => match (&old[..], &new[..]) {
                ([], new) => self.added(new),
                (old, []) => self.removed(old),
                ([old], [new]) => self.changed(*old, *new),
                (old, new) => self.rewritten(old, new),
            },
        }
    }

    fn base(&self) -> &Sheet<'t> {
        self.versions.base
    }

    fn local(&self) -> &Sheet<'t> {
        self.versions.local
    }

    fn upstream(&self) -> &Sheet<'t> {
        self.versions.upstream
    }

    fn standing(&self, old: usize) -> Standing {
        if let Some(place) = self.versions.ours.to(old) {
            let same = self.base().said(old) == self.local().said(place);
            return if same { Standing::Same(place) } else { self.with_others(old, place) };
        }
        match self.our_change(old) {
            Some(Change::Edit { new, .. }) if !new.is_empty() => Standing::Rewritten(new.clone()),
            _ => Standing::Gone,
        }
    }

    /// An edited leaf that was cut in two, or put together with another, was rewritten.
    fn with_others(&self, old: usize, place: usize) -> Standing {
        match self.our_change(old) {
            Some(Change::Edit { old, new }) if old.len() + new.len() > 2 => Standing::Rewritten(new.clone()),
            _ => Standing::Edited(place),
        }
    }

    fn our_change(&self, place: usize) -> Option<&Change> {
        let holds = |change: &&Change| matches!(change, Change::Edit { old, .. } if old.contains(&place));
        self.our_changes.iter().find(holds)
    }

    fn changed(&self, old: usize, new: usize) -> Fit {
        let (Some(base), Some(theirs)) = (self.base().leaf(old), self.upstream().leaf(new)) else {
            return Fit::new(State::TouchesLocalEdit, Vec::new());
        };
        match self.standing(old) {
            Standing::Same(place) if self.near_an_edited_measure(old, base, theirs) => {
                Fit::new(State::TouchesLocalEdit, vec![place])
            }
            Standing::Same(place) => {
                let ours = self.local().leaf(place).filter(|ours| ours.core() != base.core());
                let text = ours.and_then(|ours| sentences::merge(base, ours, theirs));
                Fit { text, ..Fit::new(State::Clean, vec![place]) }
            }
            Standing::Edited(place) if self.local().said(place) == self.upstream().said(new) => {
                Fit::new(State::AlreadyThere, vec![place])
            }
            Standing::Edited(place) => {
                let ours = self.local().leaf(place);
                let text = ours.and_then(|ours| self.merge(base, ours, theirs));
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

    fn merge(&self, base: &Leaf<'t>, ours: &Leaf<'t>, theirs: &Leaf<'t>) -> Option<String> {
        sentences::merge(base, ours, theirs)
    }

    /// Whether both changed a measure in items next to one another: a dose and how often it
    /// is given are often two items.
    fn near_an_edited_measure(&self, old: usize, base: &Leaf<'t>, theirs: &Leaf<'t>) -> bool {
        if base.kind != Kind::Item || !sentences::measures_differ(base, theirs) {
            return false;
        }
        let beside = [old.checked_sub(1), old.checked_add(1)].into_iter().flatten();
        beside.filter_map(|place| Some((place, self.base().leaf(place)?))).any(|(place, leaf)| {
            let of_one_list = leaf.kind == Kind::Item && leaf.depth == base.depth;
            of_one_list
                && match self.standing(place) {
                    Standing::Edited(ours) => {
                        let ours = self.local().leaf(ours);
                        ours.is_some_and(|ours| sentences::measures_differ(leaf, ours))
                    }
                    _ => false,
                }
        })
    }

    fn says(&self, places: &[usize]) -> Vec<Said> {
        places.iter().map(|&place| self.local().said(place)).collect()
    }

    /// All that stands in ours for some leaves of the base, and whether all of it is as it was.
    fn standings(&self, old: &[usize]) -> (Vec<usize>, Vec<Standing>) {
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
        } else if standings.iter().all(|standing| matches!(standing, Standing::Same(_))) && !self.ours_inside(old) {
            State::Clean
        } else {
            State::TouchesLocalEdit
        };
        Fit::new(state, places)
    }

    fn removed(&self, old: &[usize]) -> Fit {
        let (places, standings) = self.standings(old);
        let state = if standings.iter().all(|standing| *standing == Standing::Gone) {
            State::AlreadyThere
        } else if standings.iter().any(|s| matches!(s, Standing::Edited(_) | Standing::Rewritten(_)))
            || old.iter().any(|&old| self.versions.ours.is_moved(old))
            || self.ours_inside(old)
        {
            State::TouchesLocalEdit
        } else {
            State::Clean
        };
        Fit::new(state, places)
    }

    /// Whether we put something between these leaves, or into a section that one of them opens.
    fn ours_inside(&self, old: &[usize]) -> bool {
        let tie = self.versions.ours;
        let alone = (0..self.local().len()).filter(|&place| tie.from(place).is_none());
        let inside = |place: usize| {
            let before = (0..place).rev().find_map(|place| tie.from(place));
            let after = (place + 1..self.local().len()).find_map(|place| tie.from(place));
            let holds = |place: Option<usize>| place.is_some_and(|place| old.contains(&place));
            let heading = (0..=place).rev().find(|&place| self.local().leaf(place).is_some_and(Leaf::is_heading));
            let under = heading.and_then(|heading| tie.from(heading));
            holds(before) && holds(after) || holds(under)
        };
        alone.into_iter().any(inside)
    }

    /// Whether a new leaf of the source stands inside what we removed.
    fn inside_what_is_gone(&self, new: usize) -> bool {
        let tie = self.versions.theirs;
        let gone = |old: usize| self.versions.ours.to(old).is_none();
        let before = (0..new).rev().find_map(|place| tie.from(place));
        let after = (new + 1..self.upstream().len()).find_map(|place| tie.from(place));
        let heading = (0..=new).rev().find(|&place| self.upstream().leaf(place).is_some_and(Leaf::is_heading));
        let under = heading.and_then(|heading| tie.from(heading));
        let one_change = match (before, after) {
            (Some(a), Some(b)) if gone(a) && gone(b) => self.our_change(a) == self.our_change(b),
            _ => false,
        };
        one_change || under.is_some_and(gone)
    }

    fn added(&self, new: &[usize]) -> Fit {
        let (mut there, mut places) = (Vec::new(), Vec::new());
        let beside = self.ours_at_the_place_of(new);
        for &place in new {
            let same = |ours: &&usize| self.local().said(**ours) == self.upstream().said(place);
            if let Some(ours) = beside.iter().filter(|ours| !places.contains(*ours)).find(same) {
                there.push(place);
                places.push(*ours);
            }
        }
        if there.len() == new.len() {
            return Fit::new(State::AlreadyThere, places);
        }
        let rest: Vec<usize> = beside.into_iter().filter(|ours| !places.contains(ours)).collect();
        let left = new.iter().copied().filter(|place| !there.contains(place));
        let clash = rest.iter().any(|&ours| left.clone().any(|theirs| self.clash(ours, theirs)));
        if clash || new.iter().any(|&new| self.inside_what_is_gone(new)) {
            let shown = if rest.is_empty() { places } else { rest };
            return Fit::new(State::TouchesLocalEdit, if clash { shown } else { Vec::new() });
        }
        Fit { there, ..Fit::new(State::Clean, places) }
    }

    /// What we alone put where the source put something.
    fn ours_at_the_place_of(&self, new: &[usize]) -> Vec<usize> {
        let around = |tie: &crate::tie::Tie, first: usize, last: usize, count: usize| {
            let before = (0..first).rev().find_map(|place| tie.from(place));
            (before, (last + 1..count).find_map(|place| tie.from(place)))
        };
        let (Some(&first), Some(&last)) = (new.first(), new.last()) else { return Vec::new() };
        let theirs = around(self.versions.theirs, first, last, self.upstream().len());
        let alone = (0..self.local().len()).filter(|&place| self.versions.ours.from(place).is_none());
        let meets = |place: &usize| {
            let ours = around(self.versions.ours, *place, *place, self.local().len());
            ours.0 == theirs.0 || ours.1 == theirs.1
        };
        alone.filter(meets).collect()
    }

    /// Whether what both put at one place cannot stand side by side unasked: versions of one
    /// thing, steps whose order matters, or two with figures.
    fn clash(&self, ours: usize, theirs: usize) -> bool {
        let (x, y) = (self.local().said(ours), self.upstream().said(theirs));
        let numbered = |leaf: Option<&Leaf<'_>>| leaf.is_some_and(Leaf::is_numbered);
        let figures = |said| self.library.facts(said).is_some_and(|facts| facts.figures);
        is_alike(x, y, self.library)
            || numbered(self.local().leaf(ours)) && numbered(self.upstream().leaf(theirs))
            || figures(x) && figures(y)
    }

    fn moved(&self, old: &[usize]) -> Fit {
        let (places, standings) = self.standings(old);
        let rewritten = standings.iter().any(|standing| matches!(standing, Standing::Rewritten(_)));
        let moved_too = old.iter().any(|&old| self.versions.ours.is_moved(old));
        let state = if places.is_empty() || rewritten {
            State::TouchesLocalEdit
        } else if moved_too {
            if self.moved_alike(old) { State::AlreadyThere } else { State::TouchesLocalEdit }
        } else {
            State::Clean
        };
        Fit::new(state, places)
    }

    /// Whether both moved these leaves to the same place.
    fn moved_alike(&self, old: &[usize]) -> bool {
        let before = |tie: &crate::tie::Tie, place: Option<usize>| {
            (0..place.unwrap_or_default()).rev().find_map(|place| tie.from(place))
        };
        let (ours, theirs) = (self.versions.ours, self.versions.theirs);
        let same = |&old: &usize| before(ours, ours.to(old)) == before(theirs, theirs.to(old));
        old.first().is_some_and(same)
    }
}
