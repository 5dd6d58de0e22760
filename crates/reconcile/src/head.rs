//! The front matter of three versions, field by field.

use std::borrow::Cow;

use crate::fields::{Cut, cuts, normal, outdented, same_value};
use crate::leaves::Leaves;
use crate::lists;

/// Words in the names of fields that each organisation keeps for itself: who looks after a
/// page, and when it was looked at. Once ours differ, the source's are of no use to us.
const OWN: &[&str] = &["contact", "contacts", "owner", "owners", "review", "reviewed", "reviewer", "reviewers"];

/// The head of a text: what opens it, its fields line by line, what closes it.
#[derive(Clone, Debug)]
pub(crate) struct Head<'t> {
    open: &'t str,
    pub fields: Vec<Line<'t>>,
    close: &'t str,
    separator: char,
}

/// The lines of one field.
#[derive(Clone, Debug)]
pub(crate) struct Line<'t> {
    /// The name it is compared by, and how often it came before.
    pub name: (String, usize),
    /// The name as written.
    pub key: Cow<'t, str>,
    pub raw: &'t str,
    pub value: &'t str,
}

/// A field whose value the source changed.
#[derive(Clone, Debug)]
pub(crate) struct FieldEdit<'t> {
    pub name: (String, usize),
    pub key: String,
    pub base: Option<&'t str>,
    pub local: Option<&'t str>,
    pub upstream: Option<&'t str>,
}

/// How a change of a field fits ours.
pub(crate) enum FieldFit {
    Clean(Option<String>),
    AlreadyThere,
    Touches,
}

impl<'t> Head<'t> {
    pub fn of(text: &Leaves<'t>) -> Self {
        let none = Self { open: "", fields: Vec::new(), close: text.head, separator: ':' };
        let Some(front) = &text.front else { return none };
        let before = text.head.len() - text.head.trim_start_matches('\u{feff}').len();
        let fence = front.raw.lines().next().unwrap_or_default();
        let separator = if fence.starts_with('+') { '=' } else { ':' };
        let end = before + front.raw.len();
        let (open, close) = if fence.starts_with('{') {
            (before, end)
        } else {
            let first = front.raw.split_inclusive('\n').next().unwrap_or_default().len();
            let last = front.raw.split_inclusive('\n').next_back().unwrap_or_default().len();
            (before + first, end - last)
        };
        let cut = |from, to| text.head.get(from..to).unwrap_or_default();
        let inner = cut(open, close);
        let fields = if fence.starts_with('{') {
            let name = ("{}".to_owned(), 1);
            vec![Line { name, key: Cow::Borrowed("{}"), raw: inner, value: inner.trim() }]
        } else {
            lines(inner, separator)
        };
        Self { open: cut(0, open), fields, close: cut(close, text.head.len()), separator }
    }

    fn find(&self, name: &(String, usize)) -> Option<&Line<'t>> {
        self.fields.iter().find(|line| line.name == *name)
    }

    /// What the source changed between two versions of a head, and what ours has there.
    pub fn edits(base: &Self, local: &Self, upstream: &Self) -> Vec<FieldEdit<'t>> {
        let removed = base.fields.iter().filter(|line| upstream.find(&line.name).is_none());
        let edit = |line: &Line<'t>| {
            let value = |head: &Self| head.find(&line.name).map(|line| line.value);
            let (base, local, upstream) = (value(base), value(local), value(upstream));
            let same = base.zip(upstream).is_some_and(|(base, upstream)| same_value(base, upstream));
            let (name, key) = (line.name.clone(), line.key.clone().into_owned());
            (!same).then_some(FieldEdit { name, key, base, local, upstream })
        };
        upstream.fields.iter().chain(removed).filter_map(edit).collect()
    }

    /// This head with some fields as another has them, or with a value of one's own.
    pub fn with(&self, other: &Self, taken: &[(&FieldEdit<'_>, Option<&str>)]) -> String {
        if taken.is_empty() {
            return format!(
                "{}{}{}",
                self.open,
                self.fields.iter().map(|line| line.raw).collect::<String>(),
                self.close
            );
        }
        let mut lines: Vec<((String, usize), String)> =
            self.fields.iter().map(|line| (line.name.clone(), line.raw.to_owned())).collect();
        let order = |edit: &FieldEdit<'_>| other.fields.iter().position(|line| line.name == edit.name);
        let mut taken = taken.to_vec();
        taken.sort_by_key(|(edit, _)| order(edit));
        for (edit, value) in taken {
            let theirs = other.find(&edit.name);
            let raw = match value {
                Some(value) => Some(self.line(&edit.key, value)),
                None => theirs.map(|line| line.raw.to_owned()),
            };
            let place = lines.iter().position(|(name, _)| *name == edit.name);
            match (raw, place.and_then(|place| lines.get_mut(place))) {
                (Some(raw), Some(line)) => line.1 = raw,
                (None, _) => lines.retain(|(name, _)| *name != edit.name),
                (Some(raw), None) => {
                    let place = place_for(order(edit), other, &lines);
                    lines.insert(place, (edit.name.clone(), raw));
                }
            }
        }
        let fields: String = lines.into_iter().map(|(_, raw)| ended(raw)).collect();
        match (self.open.contains(['-', '+', '{']), fields.is_empty()) {
            (true, _) => format!("{}{fields}{}", self.open, self.close),
            (false, true) => self.close.to_owned(),
            (false, false) => {
                let (open, close) =
                    if other.open.is_empty() { ("---\n", "---\n\n") } else { (other.open, other.close) };
                format!("{open}{fields}{close}{}", self.close)
            }
        }
    }

    /// The lines of a field with a value that somebody wrote.
    fn line(&self, key: &str, value: &str) -> String {
        let several = value.contains('\n') || value.trim_start().starts_with("- ");
        match (several, self.separator) {
            _ if key == "{}" => value.to_owned(),
            (true, ':') => format!("{key}:\n{}\n", value.trim_end()),
            (_, ':') => format!("{key}: {}\n", value.trim()),
            _ => format!("{key} = {}\n", value.trim()),
        }
    }
}

/// Where a field goes: after the nearest field that stands before it in the other head.
fn place_for(order: Option<usize>, other: &Head<'_>, lines: &[((String, usize), String)]) -> usize {
    let before = other.fields.get(..order.unwrap_or_default()).unwrap_or_default().iter().rev();
    let place = |line: &Line<'_>| lines.iter().position(|(name, _)| *name == line.name);
    before.filter_map(place).next().map_or(if order == Some(0) { 0 } else { lines.len() }, |place| place + 1)
}

fn ended(raw: String) -> String {
    if raw.is_empty() || raw.ends_with('\n') { raw } else { raw + "\n" }
}

fn lines<'t>(inner: &'t str, separator: char) -> Vec<Line<'t>> {
    let cuts = cuts(inner, separator);
    let ends: Vec<usize> = cuts.iter().map(|cut| cut.start).skip(1).chain([inner.len()]).collect();
    let mut seen = std::collections::HashMap::new();
    let line = |(cut, end): (Cut<'t>, usize)| {
        let name = normal(&cut.key);
        let times: &mut usize = seen.entry(name.clone()).or_default();
        *times += 1;
        let raw = inner.get(cut.start..end).unwrap_or_default();
        let value = outdented(inner.get(cut.value..end).unwrap_or_default());
        Line { name: (name, *times), key: cut.key, raw, value }
    };
    let all = cuts.into_iter().zip(ends).map(line);
    all.filter(|line| !line.raw.is_empty()).collect()
}

impl FieldEdit<'_> {
    /// How the change fits ours.
    pub fn fit(&self) -> FieldFit {
        let same = |one: Option<&str>, other: Option<&str>| match (one, other) {
            (Some(one), Some(other)) => same_value(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        if same(self.local, self.upstream) {
            return FieldFit::AlreadyThere;
        }
        if same(self.local, self.base) {
            return FieldFit::Clean(None);
        }
        let (Some(base), Some(local), Some(upstream)) = (self.base, self.local, self.upstream) else {
            return FieldFit::Touches;
        };
        if self.is_own() {
            return FieldFit::AlreadyThere;
        }
        match lists::merge(base, local, upstream) {
            Some(list) if same_value(&list, local) => FieldFit::AlreadyThere,
            Some(list) => FieldFit::Clean(Some(list)),
            None => FieldFit::Touches,
        }
    }

    fn is_own(&self) -> bool {
        self.name.0.split('_').any(|word| OWN.contains(&word))
    }
}
