//! How something new at the source fits our version.

use crate::fit::{Fit, Fitter, Standing};
use crate::leaves::Leaf;
use crate::tie::is_alike;
use crate::update::State;

impl Fitter<'_, '_> {
    /// Whether a new leaf of the source stands inside what we removed.
    fn inside_what_is_gone(&self, new: usize) -> bool {
        let gone = |old: usize| self.versions.ours.to(old).is_none();
        let one_change = match (self.theirs.before(new), self.theirs.after(new)) {
            (Some(a), Some(b)) if gone(a) && gone(b) => self.our_change(a) == self.our_change(b),
            _ => false,
        };
        one_change || self.theirs.under(new).is_some_and(|heading| self.standing(heading) == Standing::Gone)
    }

    pub(crate) fn added(&self, new: &[usize]) -> Fit {
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
        let lost = new.iter().any(|&new| self.inside_what_is_gone(new)) || self.before_what_waits(new);
        if clash || lost {
            let shown = if rest.is_empty() { places } else { rest };
            return Fit::new(State::TouchesLocalEdit, if clash { shown } else { Vec::new() });
        }
        Fit { there, ..Fit::new(State::Clean, places) }
    }

    /// Whether it would stand before something of ours that the source took out elsewhere: there only because we took out
    /// what stood between. Once that is kept, it would stand behind it.
    fn before_what_waits(&self, new: &[usize]) -> bool {
        let (Some(&first), Some(&last)) = (new.first(), new.last()) else { return false };
        let (ours, theirs) = (self.versions.ours, self.versions.theirs);
        let here = |place: usize| ours.to(theirs.from(place)?);
        let is_titled = self.upstream().leaf(first).is_some_and(Leaf::is_heading);
        if is_titled && (last + 1..self.upstream().len()).any(|place| here(place).is_some()) {
            return false;
        }
        let Some(before) = (0..first).rev().find_map(here) else { return false };
        let next = (before + 1..self.local().len()).find_map(|place| ours.from(place));
        let is_gone = |old: usize| ours.to(old).is_none();
        let apart = |old: usize| match (self.theirs.before(first), self.theirs.after(last)) {
            (_, Some(after)) if after <= old => (after..old).any(is_gone),
            (Some(before), _) if old <= before => (old + 1..=before).any(is_gone),
            _ => false,
        };
        next.is_some_and(|old| theirs.to(old).is_none() && apart(old))
    }

    /// Whether we put a leaf where nothing was, and not in the place of another.
    pub(crate) fn is_added_here(&self, place: usize) -> bool {
        self.added_here.get(place).copied().unwrap_or(false)
    }

    /// What we alone put where the source put something.
    fn ours_at_the_place_of(&self, new: &[usize]) -> Vec<usize> {
        let (Some(&first), Some(&last)) = (new.first(), new.last()) else { return Vec::new() };
        let (before, after) = (self.theirs.before(first), self.theirs.after(last));
        let alone = (0..self.local().len()).filter(|&place| self.is_added_here(place));
        alone.filter(|&place| self.ours.before(place) == before || self.ours.after(place) == after).collect()
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
}
