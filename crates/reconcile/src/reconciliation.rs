//! A copy and its source side by side: which changes wait, how each fits, and what comes of
//! deciding them.

use crate::budget::Budget;
use crate::divergence::{Divergence, sections, share};
use crate::fit::Fit;
use crate::head::{FieldEdit, Head};
use crate::leaves::Leaves;
use crate::script::{Change, script};
use crate::sheet::{Library, Sheet};
use crate::sides::both_ways;
use crate::tie::Tie;
use crate::update::{Decided, Decision, Settled, State, TooLarge, Update};
use crate::variables::Filled;
use crate::weave::{Taken, Versions, weave};

/// The changes that wait for a copy.
#[derive(Debug)]
pub struct Reconciliation<'t> {
    library: Library<'t>,
    pub(crate) base: Side<'t>,
    pub(crate) local: Side<'t>,
    pub(crate) upstream: Side<'t>,
    ours: Tie,
    pub(crate) theirs: Tie,
    pub(crate) filled: Filled,
    our_changes: Vec<Change>,
    updates: Vec<Update>,
    /// What each update is made of, in the same order.
    pub(crate) parts: Vec<Part<'t>>,
}

/// A version, its front matter and its body.
#[derive(Debug)]
pub(crate) struct Side<'t> {
    pub sheet: Sheet<'t>,
    pub head: Head<'t>,
}

/// What an update is made of.
#[derive(Debug)]
pub(crate) enum Part<'t> {
    Field { edit: FieldEdit<'t>, text: Option<String> },
    Body { change: Change, fit: Fit },
}

impl Part<'_> {
    fn change(&self) -> Option<&Change> {
        match self {
            Self::Body { change, .. } => Some(change),
            Self::Field { .. } => None,
        }
    }
}

/// An update that is not waiting: decided already, or of another version of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotWaiting(pub String);

/// The longest text that is reconciled, in bytes.
const LONGEST: usize = 2 << 20;

/// The most leaves that a text may have.
const MOST: usize = 10_000;

/// The changes the source made since the base, held against our version. `settled` are the
/// changes that were refused before.
///
/// # Errors
///
/// When one of the texts is too large: then nothing is said of any.
pub fn updates<'t>(
    reconciled_base: &'t str,
    local: &'t str,
    upstream: &'t str,
    settled: &[Settled],
) -> Result<Reconciliation<'t>, TooLarge> {
    let mut library = Library::default();
    let mut side = |text: &'t str| {
        let text = if text.len() > LONGEST { Err(TooLarge) } else { Ok(Leaves::of(text)) }?;
        let sheet = if text.leaves.len() > MOST { Err(TooLarge) } else { Ok(library.read(text)) }?;
        Ok(Side { head: Head::of(&sheet.text), sheet })
    };
    let (base, mut local, mut upstream) = (side(reconciled_base)?, side(local)?, side(upstream)?);
    let mut budget = Budget::new();
    let ours = Tie::of(&base.sheet.says, &local.sheet.says, &library, &mut budget);
    let theirs = Tie::of(&base.sheet.says, &upstream.sheet.says, &library, &mut budget);
    let filled = Filled::find(&base.sheet, &mut local.sheet, &ours);
    Filled::find(&base.sheet, &mut upstream.sheet, &theirs);
    let our_changes = script(&base.sheet, &local.sheet, &ours, &library);
    let (updates, parts) = (Vec::new(), Vec::new());
    let mut found =
        Reconciliation { library, base, local, upstream, ours, theirs, filled, our_changes, updates, parts };
    found.parts = found.field_parts().into_iter().chain(found.body_parts()).collect();
    found.updates = found.describe(settled);
    Ok(found)
}

impl<'t> Reconciliation<'t> {
    /// The changes that wait, in the order of the source's text.
    pub fn updates(&self) -> &[Update] {
        &self.updates
    }

    /// Whether a person has to decide something.
    pub fn asks(&self) -> bool {
        self.updates.iter().any(|update| update.state.asks())
    }

    /// How far our version and the source went apart.
    pub fn divergence(&self) -> Divergence {
        let theirs: Vec<Change> = self.parts.iter().filter_map(Part::change).cloned().collect();
        let here = sections(&self.our_changes, &self.base.sheet, &self.ours);
        let there = sections(&theirs, &self.base.sheet, &self.theirs);
        Divergence {
            share: share(&self.base.sheet, &self.local.sheet, &self.ours, &self.library),
            here: here.len(),
            at_the_source: there.len(),
            in_both: here.intersection(&there).count(),
        }
    }

    /// Our version with every clean change taken.
    pub fn merged(&self) -> String {
        let clean = self.updates.iter().enumerate().filter(|(_, update)| update.state == State::Clean);
        self.taken(&clean.map(|(place, _)| (place, None)).collect::<Vec<_>>())
    }

    /// What comes of some decisions, taken together.
    ///
    /// # Errors
    ///
    /// When an update is not waiting.
    pub fn decide(&self, decisions: &[(&str, Decision)]) -> Result<Decided, NotWaiting> {
        let mut advanced: Vec<usize> = Vec::new();
        let mut taken: Vec<(usize, Option<&str>)> = Vec::new();
        for (id, decision) in decisions {
            let place = self.updates.iter().position(|update| update.id == *id);
            let place = place.ok_or_else(|| NotWaiting((*id).to_owned()))?;
            match decision {
                Decision::PutOff => continue,
                Decision::Refuse => {}
                Decision::Take => taken.push((place, None)),
                Decision::TakeAs(text) => taken.push((place, Some(text))),
            }
            advanced.push(place);
        }
        Ok(Decided { base: self.advanced(&advanced), local: self.taken(&taken) })
    }

    /// The base with these changes made.
    fn advanced(&self, places: &[usize]) -> String {
        let open = |place: &usize| !places.contains(place) && self.waits(*place);
        if !(0..self.parts.len()).any(|place| open(&place)) {
            return self.upstream.sheet.text.text.to_owned();
        }
        if places.is_empty() {
            return self.base.sheet.text.text.to_owned();
        }
        let own: Vec<(&Part<'t>, Vec<usize>)> = places
            .iter()
            .filter_map(|&place| self.parts.get(place))
            .map(|part| match part {
                Part::Body { change: Change::Edit { old, .. } | Change::Turn { old, .. }, .. } => (part, old.clone()),
                Part::Field { .. } => (part, Vec::new()),
            })
            .collect();
        let itself = Tie::of(&self.base.sheet.says, &self.base.sheet.says, &self.library, &mut Budget::new());
        let nothing = Filled::default();
        let versions = Versions {
            base: &self.base.sheet,
            local: &self.base.sheet,
            upstream: &self.upstream.sheet,
            ours: &itself,
            theirs: &self.theirs,
            filled: &nothing,
        };
        let mut fields = Vec::new();
        let mut changes = Vec::new();
        for (part, old) in &own {
            match part {
                Part::Field { edit, .. } => fields.push((edit, None)),
                Part::Body { change, .. } => changes.push(Taken { change, local: old, text: None, there: &[] }),
            }
        }
        self.base.head.with(&self.upstream.head, &fields) + &weave(&versions, &changes)
    }

    /// Ours with these changes made.
    fn taken(&self, places: &[(usize, Option<&str>)]) -> String {
        let all = |place: usize| places.iter().any(|(taken, text)| *taken == place && text.is_none());
        let ours = self.local.sheet.text.text;
        if places.is_empty() {
            return ours.to_owned();
        }
        if ours == self.base.sheet.text.text && (0..self.parts.len()).all(all) {
            return self.upstream.sheet.text.text.to_owned();
        }
        let mut fields = Vec::new();
        let mut changes = Vec::new();
        for (place, own) in places {
            match self.parts.get(*place) {
                Some(Part::Field { edit, text }) if own.is_some() || !self.is_there(*place) => {
                    fields.push((edit, own.or(text.as_deref())));
                }
                Some(Part::Body { change, fit }) if own.is_some() || !self.is_there(*place) => {
                    let text = own.map(str::to_owned).or_else(|| fit.text.clone());
                    // What moved keeps its words; they are a change of their own.
                    let text = text.filter(|_| matches!(change, Change::Edit { .. }));
                    changes.push(Taken { change, local: &fit.local, text, there: &fit.there });
                }
                _ => {}
            }
        }
        self.local.head.with(&self.upstream.head, &fields) + &weave(&self.versions(), &changes)
    }

    fn is_there(&self, place: usize) -> bool {
        self.updates.get(place).is_some_and(|update| update.state == State::AlreadyThere)
    }

    /// Whether a change still needs a decision: what ours says already needs none.
    fn waits(&self, place: usize) -> bool {
        !self.is_there(place)
    }

    fn versions(&self) -> Versions<'_, 't> {
        Versions {
            base: &self.base.sheet,
            local: &self.local.sheet,
            upstream: &self.upstream.sheet,
            ours: &self.ours,
            theirs: &self.theirs,
            filled: &self.filled,
        }
    }

    fn field_parts(&self) -> Vec<Part<'t>> {
        let edits = Head::edits(&self.base.head, &self.local.head, &self.upstream.head);
        edits.into_iter().map(|edit| Part::Field { text: None, edit }).collect()
    }

    fn body_parts(&self) -> Vec<Part<'t>> {
        let changes = script(&self.base.sheet, &self.upstream.sheet, &self.theirs, &self.library);
        let fits = both_ways(&self.versions(), &self.library, &self.our_changes, &changes);
        changes.into_iter().zip(fits).map(|(change, fit)| Part::Body { change, fit }).collect()
    }
}
