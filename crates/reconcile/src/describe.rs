//! The changes that wait, as they are told.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::fit::Fit;
use crate::head::{FieldEdit, FieldFit};
use crate::leaves::Leaf;
use crate::measures;
use crate::reconciliation::{Part, Reconciliation};
use crate::script::Change;
use crate::sheet::Sheet;
use crate::update::{Kind, Settled, State, Update};

impl Reconciliation<'_> {
    pub(crate) fn describe(&mut self, settled: &[Settled]) -> Vec<Update> {
        let mut updates: Vec<Update> = Vec::with_capacity(self.parts.len());
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut parts = std::mem::take(&mut self.parts);
        for part in &mut parts {
            let mut place = String::new();
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
                Part::Body { change, fit } => {
                    place = self.place(change);
                    self.body_update(change, fit)
                }
            };
            update.state = self.remembering(&update, settled);
            let first = identity(&update, &place, 0);
            update.id = match seen.get(&first) {
                Some(times) => identity(&update, &place, *times),
                None => first.clone(),
            };
            *seen.entry(first).or_insert(0) += 1;
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
        let (Change::Edit { old, new } | Change::Turn { old, new, .. }) = change;
        let base = texts(&self.base.sheet, old);
        let upstream = texts(&self.upstream.sheet, new);
        let taken = fit.text.clone().unwrap_or_else(|| self.filled.fill(&upstream).into_owned());
        Update {
            id: String::new(),
            section: self.section(old, new),
            kind: self.kind(change),
            state: fit.state,
            measured: measures::differ(base.split_whitespace(), upstream.split_whitespace()),
            local: texts(&self.local.sheet, &fit.local),
            base,
            upstream,
            taken,
        }
    }

    /// Where a change stands at the source, told by nothing that other decisions change: its
    /// headings there and which of several such texts it is; of what was removed, the headings
    /// over what stands before it.
    fn place(&self, change: &Change) -> String {
        let upstream = &self.upstream.sheet;
        let (Change::Edit { old, new } | Change::Turn { old, new, .. }) = change;
        let headings = |place: usize| {
            let leaf = upstream.leaf(place);
            leaf.map(|leaf| leaf.path.iter().map(|heading| &**heading).collect::<Vec<_>>().join(" > "))
                .unwrap_or_default()
        };
        if let Some(&new) = new.first() {
            let path = |place: usize| upstream.leaf(place).map(|leaf| &leaf.path);
            let same = |&other: &usize| upstream.said(other) == upstream.said(new) && path(other) == path(new);
            return format!("{}\n{}", headings(new), (0..new).filter(same).count());
        }
        let first = old.first().copied().unwrap_or_default();
        let stays = |old: usize| match self.theirs.turn_of(old).and_then(|turn| self.theirs.turns.get(turn)) {
            Some(turn) => turn.new.end.checked_sub(1),
            None => self.theirs.to(old),
        };
        (0..first).rev().find_map(stays).map(headings).unwrap_or_default()
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
            Change::Turn { .. } => Kind::Moved,
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

/// A text without the numbers its lines begin with: items are numbered anew when others come.
fn unnumbered(text: &str) -> String {
    let bare = |line: &str| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        if rest.starts_with(['.', ')']) { rest.to_owned() } else { line.to_owned() }
    };
    text.lines().map(bare).collect::<Vec<_>>().join("\n")
}

/// The hash of an update's place, what the base says there and what the source says there.
fn identity(update: &Update, place: &str, times: usize) -> String {
    let mut hash = Sha256::new();
    let place = if update.kind == Kind::Field { &update.section } else { place };
    let (base, times) = (unnumbered(&update.base), times.to_string());
    for part in [place, update.kind.name(), &base, &update.upstream, &times] {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or_default();
    hash.finalize().iter().take(16).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
