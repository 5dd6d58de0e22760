//! The fields of front matter, cut by line and compared by name.
//!
//! A field begins where a line that is not indented names a key, and holds all lines up to
//! the next such line, comments included.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::words::straight;

/// A field at the top level of front matter.
#[derive(Clone, Debug)]
pub struct Field<'t> {
    /// Its name as written: `[name]` for a table of TOML, empty for lines before the first
    /// field.
    pub key: Cow<'t, str>,
    /// Its value as written, without the blanks around it.
    pub value: &'t str,
}

/// A field whose value differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange<'a> {
    /// Its name, as the old version writes it if it has it.
    pub key: &'a str,
    /// Its value as written in the old version, if it has the field.
    pub old: Option<&'a str>,
    /// Its value as written in the new version, if it has the field.
    pub new: Option<&'a str>,
}

/// A field and where its lines and its value begin.
pub(crate) struct Cut<'t> {
    pub key: Cow<'t, str>,
    pub start: usize,
    pub value: usize,
}

/// Where the fields of some lines begin, where `separator` stands between name and value;
/// the first has no name and holds what stands before all others.
pub(crate) fn cuts(lines: &str, separator: char) -> Vec<Cut<'_>> {
    let mut cuts = vec![Cut { key: Cow::Borrowed(""), start: 0, value: 0 }];
    let (mut start, mut in_table) = (0, false);
    for line in lines.split_inclusive('\n') {
        let table = separator == '=' && line.starts_with('[');
        in_table |= table;
        if table {
            cuts.push(Cut { key: Cow::Borrowed(line.trim()), start, value: start + line.len() });
        } else if let Some(key) = key(line, separator).filter(|_| !in_table) {
            let name = key.trim().trim_matches(['"', '\'']);
            let value = start + key.len() + separator.len_utf8();
            cuts.push(Cut { key: Cow::Borrowed(name), start, value });
        }
        start += line.len();
    }
    cuts
}

/// The fields of some lines, where `separator` stands between name and value.
pub(crate) fn fields<'t>(lines: &'t str, separator: char) -> Vec<Field<'t>> {
    let cuts = cuts(lines, separator);
    let ends: Vec<usize> = cuts.iter().map(|cut| cut.start).skip(1).chain([lines.len()]).collect();
    let field = |(cut, end): (Cut<'t>, usize)| {
        let value = outdented(lines.get(cut.value..end).unwrap_or_default());
        Field { key: cut.key, value }
    };
    let fields = cuts.into_iter().zip(ends).map(field);
    fields.filter(|field| !(field.key.is_empty() && field.value.is_empty())).collect()
}

/// The key a line begins with, up to the separator.
fn key(line: &str, separator: char) -> Option<&str> {
    if line.starts_with([' ', '\t', '#', '-', '[', ']', '{', '}', ')']) {
        return None;
    }
    let (key, after) = line.split_once(separator)?;
    let ends = separator != ':' || after.is_empty() || after.starts_with(char::is_whitespace);
    (ends && !key.trim().is_empty()).then_some(key)
}

/// A value without the blanks around it, the indentation of its first whole line kept.
pub(crate) fn outdented(value: &str) -> &str {
    match value.trim_end().split_once('\n') {
        Some((first, rest)) if first.trim().is_empty() => rest,
        _ => value.trim(),
    }
}

/// The fields that differ, in the order of the old version, then what the new one added.
/// Names are compared without case, `-` and blanks as `_`; values as text, line by line,
/// trailing blanks and the shape of quotes apart.
pub(crate) fn field_changes<'a>(old: &'a [Field<'a>], new: &'a [Field<'a>]) -> Vec<FieldChange<'a>> {
    let old = named(old);
    let new = named(new);
    let lookup: HashMap<_, _> = new.iter().map(|(name, field)| (name, *field)).collect();
    let known: HashMap<_, _> = old.iter().map(|(name, field)| (name, *field)).collect();
    let kept = old.iter().map(|(name, field)| (Some(*field), lookup.get(name).copied()));
    let added = new.iter().filter(|(name, _)| !known.contains_key(name));
    let both = kept.chain(added.map(|(_, field)| (None, Some(*field))));
    both.filter_map(|(old, new)| change(old, new)).collect()
}

/// The name of a field as it is compared: without case, `-` and blanks as `_`.
pub(crate) fn normal(key: &str) -> String {
    key.to_lowercase().replace(['-', ' '], "_")
}

/// Whether two values are the same, trailing blanks and the shape of quotes apart.
pub(crate) fn same_value(one: &str, other: &str) -> bool {
    let lines = |value| str::lines(value).map(|line| straight(line.trim_end()));
    lines(one).eq(lines(other))
}

/// Each field with its normal name and how often that name came before.
fn named<'a>(fields: &'a [Field<'a>]) -> Vec<((String, usize), &'a Field<'a>)> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let number = |field: &'a Field<'a>| {
        let name = normal(&field.key);
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        ((name, *times), field)
    };
    fields.iter().map(number).collect()
}

fn change<'a>(old: Option<&'a Field<'a>>, new: Option<&'a Field<'a>>) -> Option<FieldChange<'a>> {
    if old.zip(new).is_some_and(|(old, new)| same_value(old.value, new.value)) {
        return None;
    }
    Some(FieldChange { key: &old.or(new)?.key, old: old.map(|field| field.value), new: new.map(|field| field.value) })
}
