//! Front matter, found and fenced off from the body.
//!
//! It comes in three forms: lines between two `---` (YAML), lines between two `+++` (TOML),
//! or one JSON object. What the fields mean is read elsewhere.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::fields::{Field, fields};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The front matter of a text.
#[derive(Clone, Debug)]
pub struct FrontMatter<'t> {
    /// Its bytes, with the lines that fence it.
    pub raw: &'t str,
    /// Its fields, in order (those of a JSON object by name).
    pub fields: Vec<Field<'t>>,
}

impl<'t> FrontMatter<'t> {
    /// The front matter a text begins with, if it does, and where the body begins.
    pub(crate) fn split(text: &'t str) -> (Option<Self>, usize) {
        let start = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let front = fenced(start, "---", ':').or_else(|| fenced(start, "+++", '=')).or_else(|| object(start));
        let length = front.as_ref().map_or(0, |front| front.raw.len());
        (front, text.len() - start.len() + length)
    }
}

/// The lines between two fences.
fn fenced<'t>(text: &'t str, fence: &str, separator: char) -> Option<FrontMatter<'t>> {
    let mut lines = text.split_inclusive('\n');
    let mut length = lines.next().filter(|line| line.trim_end() == fence)?.len();
    let start = length;
    for line in lines {
        length += line.len();
        if line.trim_end() == fence {
            let inner = text.get(start..length - line.len())?;
            return Some(FrontMatter { raw: text.get(..length)?, fields: fields(inner, separator) });
        }
    }
    None
}

/// One JSON object with nothing after it on its last line.
fn object<'t>(text: &'t str) -> Option<FrontMatter<'t>> {
    let _ = text.strip_prefix('{')?;
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    let members: BTreeMap<Cow<'t, str>, &'t RawValue> = values.next()?.ok()?;
    let (raw, rest) = text.split_at_checked(values.byte_offset())?;
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    let fields = members.into_iter().map(|(key, value)| Field { key, value: value.get() });
    line.trim()
        .is_empty()
        .then(|| FrontMatter { raw: text.get(..raw.len() + line.len()).unwrap_or(raw), fields: fields.collect() })
}
