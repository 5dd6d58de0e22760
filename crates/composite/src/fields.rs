//! Reading a TOML table key by key, so that every mistake is named with its line, not only the first.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::mistake::{Mistake, line_of};

/// The text of a file and what was found wrong with it so far.
pub(crate) struct Page<'t> {
    text: &'t str,
    mistakes: RefCell<Vec<Mistake>>,
}

impl<'t> Page<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, mistakes: RefCell::default() }
    }

    /// Reads the text as TOML; what is no TOML is a mistake, and the rest is read all the same.
    pub(crate) fn table(&self) -> DeTable<'t> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            self.wrong(line_of(self.text, at), error.message().to_owned());
        }
        table.into_inner()
    }

    pub(crate) fn line(&self, byte: usize) -> usize {
        line_of(self.text, byte)
    }

    pub(crate) fn wrong(&self, line: usize, text: impl Into<String>) {
        self.mistakes.borrow_mut().push(Mistake { line, text: text.into() });
    }

    /// What was read, or every mistake in the order of the lines.
    pub(crate) fn end<T>(self, read: T) -> Result<T, Vec<Mistake>> {
        let mut mistakes = self.mistakes.into_inner();
        mistakes.sort();
        mistakes.dedup();
        if mistakes.is_empty() { Ok(read) } else { Err(mistakes) }
    }
}

/// One table of the file. Keys that nobody asked for are mistakes when it ends.
pub(crate) struct Fields<'p, 'f> {
    page: &'p Page<'f>,
    table: &'p DeTable<'f>,
    /// Where the table begins.
    pub(crate) line: usize,
    /// What it is, for messages: "question", "scale".
    what: &'static str,
    asked: RefCell<Vec<&'static str>>,
}

impl<'p, 'f> Fields<'p, 'f> {
    pub(crate) fn new(page: &'p Page<'f>, table: &'p DeTable<'f>, line: usize, what: &'static str) -> Self {
        Self { page, table, line, what, asked: RefCell::default() }
    }

    pub(crate) fn page(&self) -> &'p Page<'f> {
        self.page
    }

    fn find(&self, key: &'static str) -> Option<&'p Spanned<DeValue<'f>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// The line of a key, or of the table when the key is not there.
    pub(crate) fn line_of(&self, key: &str) -> usize {
        self.table.get_key_value(key).map_or(self.line, |(key, _)| self.page.line(key.span().start))
    }

    pub(crate) fn wrong(&self, key: &str, text: impl Into<String>) {
        self.page.wrong(self.line_of(key), text);
    }

    fn missing(&self, key: &str) {
        self.page.wrong(self.line, format!("this {} has no {key}", self.what));
    }

    fn is_no(&self, key: &str, wanted: &str, value: &DeValue<'_>) {
        self.wrong(key, format!("{key} is {wanted}, not {}", said(value)));
    }

    /// A text that may be left out; an empty one counts as left out.
    pub(crate) fn text(&self, key: &'static str) -> Option<String> {
        let value = self.find(key)?.get_ref();
        match value.as_str() {
            Some(text) if text.trim().is_empty() => {
                self.wrong(key, format!("{key} is empty; leave it out or say something"));
                None
            }
            Some(text) => Some(text.to_owned()),
            None => {
                self.is_no(key, "a text", value);
                None
            }
        }
    }

    /// A text that must be there.
    pub(crate) fn needed(&self, key: &'static str) -> String {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.text(key).unwrap_or_default()
    }

    /// An id: small letters, digits, hyphens and dots.
    pub(crate) fn id(&self, key: &'static str) -> String {
        let id = self.needed(key);
        if !id.is_empty() && !is_id(&id) {
            self.wrong(
                key,
                format!(
                    "\u{201c}{id}\u{201d} cannot be an id: small letters, digits, hyphens and dots, \
                     beginning with a letter or digit"
                ),
            );
        }
        id
    }

    /// A number that may be left out.
    pub(crate) fn number(&self, key: &'static str) -> Option<f64> {
        let value = self.find(key)?.get_ref();
        let number = number(value);
        if number.is_none() {
            self.is_no(key, "a number", value);
        }
        number
    }

    /// A share between 0 and 1, as a number or as `"2/3"`.
    pub(crate) fn share(&self, key: &'static str) -> Option<f64> {
        let value = self.find(key)?.get_ref();
        self.share_of(key, value)
    }

    fn share_of(&self, key: &str, value: &DeValue<'_>) -> Option<f64> {
        let share = match value.as_str().and_then(|text| text.split_once('/')) {
            Some((part, whole)) => {
                let parts = part.trim().parse::<f64>().ok().zip(whole.trim().parse::<f64>().ok());
                parts.map(|(part, whole)| part / whole)
            }
            None => number(value),
        };
        let share = share.filter(|share| (0.0..=1.0).contains(share));
        if share.is_none() {
            self.is_no(key, "a share from 0 to 1 (0.75 or \"2/3\")", value);
        }
        share
    }

    /// A share or a list of shares; empty when left out.
    pub(crate) fn shares(&self, key: &'static str) -> Vec<f64> {
        let Some(found) = self.find(key) else { return Vec::new() };
        let items: Vec<&DeValue<'_>> = match found.get_ref().as_array() {
            Some(list) => list.iter().map(Spanned::get_ref).collect(),
            None => vec![found.get_ref()],
        };
        items.into_iter().filter_map(|item| self.share_of(key, item)).collect()
    }

    /// A text or a list of texts, each with its line; empty when left out.
    pub(crate) fn texts_or_one(&self, key: &'static str) -> Vec<(String, usize)> {
        match self.table.get(key).map(Spanned::get_ref) {
            Some(DeValue::Array(_)) => self.texts(key),
            _ => self.text(key).map(|text| (text, self.line_of(key))).into_iter().collect(),
        }
    }

    /// A whole number from 0 that may be left out.
    pub(crate) fn whole(&self, key: &'static str) -> Option<u32> {
        let number = self.number(key)?;
        if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "looked at in the line above"
            )]
            return Some(number as u32);
        }
        self.wrong(key, format!("{key} is a whole number from 0, not {number}"));
        None
    }

    /// A number or a list of numbers; empty when left out.
    pub(crate) fn numbers(&self, key: &'static str) -> Vec<f64> {
        let Some(found) = self.find(key) else { return Vec::new() };
        let all: Option<Vec<f64>> = match found.get_ref().as_array() {
            Some(list) => list.iter().map(|item| number(item.get_ref())).collect(),
            None => number(found.get_ref()).map(|number| vec![number]),
        };
        all.unwrap_or_else(|| {
            self.is_no(key, "a number or a list of numbers", found.get_ref());
            Vec::new()
        })
    }

    /// Whether a key says true; false when left out.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        let Some(found) = self.find(key) else { return false };
        let flag = found.get_ref().as_bool();
        if flag.is_none() {
            self.is_no(key, "true or false", found.get_ref());
        }
        flag.unwrap_or(false)
    }

    /// A list of texts, each with its line; empty when left out.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<(String, usize)> {
        let Some(found) = self.find(key) else { return Vec::new() };
        let Some(list) = found.get_ref().as_array() else {
            self.is_no(key, "a list of texts", found.get_ref());
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in list.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), self.page.line(item.span().start))),
                None => self.is_no(key, "a list of texts", item.get_ref()),
            }
        }
        texts
    }

    /// A table of texts, each with its key and line; empty when left out.
    pub(crate) fn pairs(&self, key: &'static str) -> Vec<(String, String, usize)> {
        let Some(found) = self.find(key) else { return Vec::new() };
        let Some(table) = found.get_ref().as_table() else {
            self.is_no(key, "a table of texts", found.get_ref());
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (name, value) in table {
            let line = self.page.line(name.span().start);
            match value.get_ref().as_str() {
                Some(text) => pairs.push((name.get_ref().clone().into_owned(), text.to_owned(), line)),
                None => self.page.wrong(line, format!("{name} is a text, not {}", said(value.get_ref()))),
            }
        }
        pairs
    }

    /// A table within this one.
    pub(crate) fn inner(&self, key: &'static str, what: &'static str) -> Option<Fields<'p, 'f>> {
        let found = self.find(key)?;
        let Some(table) = found.get_ref().as_table() else {
            self.is_no(key, "a table", found.get_ref());
            return None;
        };
        Some(Fields::new(self.page, table, self.page.line(found.span().start), what))
    }

    /// A table within this one that must be there.
    pub(crate) fn needed_inner(&self, key: &'static str, what: &'static str) -> Option<Fields<'p, 'f>> {
        if !self.table.contains_key(key) {
            self.missing(key);
        }
        self.inner(key, what)
    }

    /// The tables of a list: `[[question]]`.
    pub(crate) fn list(&self, key: &'static str, what: &'static str) -> Vec<Fields<'p, 'f>> {
        let Some(found) = self.find(key) else { return Vec::new() };
        let Some(list) = found.get_ref().as_array() else {
            self.is_no(key, "a list of tables", found.get_ref());
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in list.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Fields::new(self.page, table, self.page.line(item.span().start), what)),
                None => self.is_no(key, "a list of tables", item.get_ref()),
            }
        }
        tables
    }

    /// One of a few words, or the first when left out.
    pub(crate) fn one_of<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let word = self.text(key)?;
        let found = words.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
            self.wrong(key, format!("{key} is one of {}, not \u{201c}{word}\u{201d}", names.join(", ")));
        }
        found
    }

    /// Ends the table: keys that nobody asked for are mistakes.
    pub(crate) fn end(self) {
        let asked = self.asked.into_inner();
        for (key, _) in self.table {
            if !asked.contains(&key.get_ref().as_ref()) {
                let line = self.page.line(key.span().start);
                self.page.wrong(line, format!("a {} has no key {}", self.what, key.get_ref()));
            }
        }
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())
}

fn said(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\u{201c}{text}\u{201d}"),
        DeValue::Integer(integer) => integer.as_str().to_owned(),
        DeValue::Float(float) => float.as_str().to_owned(),
        other => format!("a {}", other.type_str()),
    }
}

/// Small letters, digits, hyphens, dots and underscores, beginning with a letter or digit, at most 80.
fn is_id(text: &str) -> bool {
    text.len() <= 80
        && text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c))
}
