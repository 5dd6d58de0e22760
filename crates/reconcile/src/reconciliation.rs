//! A copy and its source side by side: which changes wait, how each fits, and what comes of
//! deciding them.

use sha2::{Digest, Sha256};

use crate::budget::Budget;
use crate::fit::{Fit, Fitter};
use crate::head::{FieldEdit, FieldFit, Head};
use crate::leaves::Leaf;
use crate::measures::is_measure;
use crate::script::{Change, script};
use crate::sheet::{Library, Sheet};
use crate::tie::Tie;
use crate::update::{Decided, Decision, Kind, Settled, State, Update};
use crate::weave::{Taken, Versions, weave};

/// The changes that wait for a copy.
#[derive(Debug)]
pub struct Reconciliation<'t> {
    library: Library<'t>,
    base: Side<'t>,
    local: Side<'t>,
    upstream: Side<'t>,
    ours: Tie,
    theirs: Tie,
    updates: Vec<Update>,
    /// What each update is made of, in the same order.
    parts: Vec<Part<'t>>,
}

/// A version, its front matter and its body.
#[derive(Debug)]
struct Side<'t> {
    sheet: Sheet<'t>,
    head: Head<'t>,
}

#[derive(Debug)]
enum Part<'t> {
    Field { edit: FieldEdit<'t>, text: Option<String> },
    Body { change: Change, fit: Fit },
}

/// An update that is not waiting: decided already, or of another version of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotWaiting(pub String);

/// The changes the source made since the base, held against our version. `settled` are the
/// changes that were refused before.
pub fn updates<'t>(
    reconciled_base: &'t str,
    local: &'t str,
    upstream: &'t str,
    settled: &[Settled],
) -> Reconciliation<'t> {
    let mut library = Library::default();
    let mut side = |text| {
        let sheet = library.read(text);
        Side { head: Head::of(&sheet.text), sheet }
    };
    let (base, local, upstream) = (side(reconciled_base), side(local), side(upstream));
    let mut budget = Budget::new();
    let ours = Tie::of(&base.sheet.says, &local.sheet.says, &library, &mut budget);
    let theirs = Tie::of(&base.sheet.says, &upstream.sheet.says, &library, &mut budget);
    let mut found =
        Reconciliation { library, base, local, upstream, ours, theirs, updates: Vec::new(), parts: Vec::new() };
    found.parts = found.field_parts().into_iter().chain(found.body_parts()).collect();
    found.updates = found.describe(settled);
    found
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

    /// Our version with every clean change taken.
    pub fn merged(&self) -> String {
        let clean = self.updates.iter().filter(|update| update.state == State::Clean);
        let decisions: Vec<(&str, Decision)> = clean.map(|update| (update.id.as_str(), Decision::Take)).collect();
        if decisions.is_empty() {
            return self.local.sheet.text.text.to_owned();
        }
        self.decide(&decisions).map_or_else(|_| String::new(), |decided| decided.local)
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
                Part::Body { change: Change::Edit { old, .. } | Change::Move { old }, .. } => (part, old.clone()),
                Part::Field { .. } => (part, Vec::new()),
            })
            .collect();
        let itself = Tie::of(&self.base.sheet.says, &self.base.sheet.says, &self.library, &mut Budget::new());
        let versions = Versions {
            base: &self.base.sheet,
            local: &self.base.sheet,
            upstream: &self.upstream.sheet,
            ours: &itself,
            theirs: &self.theirs,
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
                Some(Part::Field { edit, text }) => {
                    if own.is_some() || !self.is_there(*place) {
                        fields.push((edit, own.or(text.as_deref())));
                    }
                }
                Some(Part::Body { change, fit }) if own.is_some() || !self.is_there(*place) => {
                    let text = own.map(str::to_owned).or_else(|| fit.text.clone());
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
        }
    }

    fn field_parts(&self) -> Vec<Part<'t>> {
        let edits = Head::edits(&self.base.head, &self.local.head, &self.upstream.head);
        edits.into_iter().map(|edit| Part::Field { text: None, edit }).collect()
    }

    fn body_parts(&self) -> Vec<Part<'t>> {
        let our_changes = script(&self.base.sheet, &self.local.sheet, &self.ours, &self.library);
        let fitter = Fitter { versions: self.versions(), library: &self.library, our_changes: &our_changes };
        let changes = script(&self.base.sheet, &self.upstream.sheet, &self.theirs, &self.library);
        changes.into_iter().map(|change| Part::Body { fit: fitter.fit(&change), change }).collect()
    }

    fn describe(&mut self, settled: &[Settled]) -> Vec<Update> {
        let mut updates: Vec<Update> = Vec::with_capacity(self.parts.len());
        let mut parts = std::mem::take(&mut self.parts);
        for part in &mut parts {
            let mut update = match part {
                Part::Field { edit, text } => {
                    let (state, merged) = match edit.fit() {
                        FieldFit::Clean(text) => (State::Clean, text),
                        FieldFit::AlreadyThere => (State::AlreadyThere, None),
                        FieldFit::Touches => (State::TouchesLocalEdit, None),
                    };
                    *text = merged;
                    field_update(edit, state, text.as_deref())
                }
                Part::Body { change, fit } => self.body_update(change, fit),
            };
            update.state = self.remembering(&update, settled);
            let times = updates.iter().filter(|other| other.id == update.id).count();
            update.id = identity(&update, times);
            updates.push(update);
        }
        self.parts = parts;
        updates
    }

    /// The state of an update, knowing what was refused.
    fn remembering(&self, update: &Update, settled: &[Settled]) -> State {
        let refused = |one: &Settled| {
            let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
            !update.base.is_empty()
                && same(&one.refused, &update.base)
                && (one.section == update.section || update.base.split_whitespace().count() >= 4)
        };
        match update.state {
            State::AlreadyThere => State::AlreadyThere,
            _ if settled.iter().any(refused) => State::RefusedBefore,
            state => state,
        }
    }

    fn body_update(&self, change: &Change, fit: &Fit) -> Update {
        let (Change::Edit { old, .. } | Change::Move { old }) = change;
        let new: Vec<usize> = match change {
            Change::Edit { new, .. } => new.clone(),
            Change::Move { old } => old.iter().filter_map(|&old| self.theirs.to(old)).collect(),
        };
        let base = texts(&self.base.sheet, old);
        let upstream = texts(&self.upstream.sheet, &new);
        let taken = fit.text.clone().unwrap_or_else(|| upstream.clone());
        Update {
            id: String::new(),
            section: self.section(old, &new),
            kind: self.kind(change),
            state: fit.state,
            measured: differ_in_measures(&base, &upstream),
            local: texts(&self.local.sheet, &fit.local),
            base,
            upstream,
            taken,
        }
    }

    fn section(&self, old: &[usize], new: &[usize]) -> String {
        let path = |sheet: &Sheet<'_>, places: &[usize]| {
            let leaf = places.first().and_then(|&place| sheet.leaf(place));
            leaf.map(|leaf| leaf.path.iter().map(|heading| &**heading).collect::<Vec<_>>().join(" > "))
        };
        path(&self.upstream.sheet, new).or_else(|| path(&self.base.sheet, old)).unwrap_or_default()
    }

    fn kind(&self, change: &Change) -> Kind {
        match change {
            Change::Move { .. } => Kind::Moved,
            Change::Edit { old, new } => match (&old[..], &new[..]) {
                ([], _) => Kind::Added,
                (_, []) => Kind::Removed,
                ([old], [new]) if self.only_number(*old, *new) => Kind::Renumbered,
                _ => Kind::Changed,
            },
        }
    }

    /// Whether two headings differ in nothing but their number.
    fn only_number(&self, old: usize, new: usize) -> bool {
        let words = |leaf: &Leaf<'_>| {
            let words = leaf.words().into_iter().map(|word| word.key.trim_matches(['.', ':', ')']).to_owned());
            words.filter(|word| !word.starts_with(|c: char| c.is_ascii_digit())).collect::<Vec<_>>()
        };
        let leaves = self.base.sheet.leaf(old).zip(self.upstream.sheet.leaf(new));
        leaves.is_some_and(|(old, new)| old.kind == new.kind && old.is_heading() && words(old) == words(new))
    }
}

fn field_update(edit: &FieldEdit<'_>, state: State, text: Option<&str>) -> Update {
    let value = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let (base, upstream) = (value(edit.base), value(edit.upstream));
    Update {
        id: String::new(),
        section: edit.key.clone(),
        kind: Kind::Field,
        state,
        measured: false,
        local: value(edit.local),
        taken: text.map_or_else(|| upstream.clone(), str::to_owned),
        base,
        upstream,
    }
}

fn texts(sheet: &Sheet<'_>, places: &[usize]) -> String {
    let mut text = String::new();
    for (number, &place) in places.iter().enumerate() {
        let Some(leaf) = sheet.leaf(place) else { continue };
        let last = number + 1 == places.len();
        text += if last { leaf.core() } else { leaf.text };
    }
    text
}

fn differ_in_measures(one: &str, other: &str) -> bool {
    let measures = |text: &'_ str| {
        let mut measures: Vec<String> =
            text.split_whitespace().filter(|word| is_measure(word)).map(str::to_owned).collect();
        measures.sort_unstable();
        measures
    };
    measures(one) != measures(other)
}

/// The hash of an update's place, what the base says there and what the source says there.
fn identity(update: &Update, times: usize) -> String {
    let mut hash = Sha256::new();
    let times = times.to_string();
    for part in [&update.section, update.kind.name(), &update.base, &update.upstream, &times] {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
