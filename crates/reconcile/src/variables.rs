//! Variables, `{{name}}`, that a copy filled in with what they stand for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::part;
use crate::leaves::Leaf;
use crate::sheet::Sheet;
use crate::tie::Tie;

/// The most words a variable is filled with.
const LONGEST: usize = 8;

/// What each variable stands for in a copy that filled it in, everywhere in the same way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled(BTreeMap<String, Option<String>>);

impl Filled {
    /// Finds what another version filled in, and lets those of its leaves say what the base
    /// says there.
    pub fn find(base: &Sheet<'_>, local: &mut Sheet<'_>, ours: &Tie) -> Self {
        let mut found = Self::default();
        if !base.text.text.contains("{{") {
            return found;
        }
        let mut same = Vec::new();
        for (place, leaf) in base.text.leaves.iter().enumerate().filter(|(_, leaf)| leaf.text.contains("{{")) {
            let own = ours.to(place).filter(|own| local.said(*own) != base.said(place));
            let Some((own, theirs)) = own.and_then(|own| Some((own, local.leaf(own)?))) else { continue };
            if let Some(values) = values(leaf, theirs) {
                found.note(values);
                same.push((own, base.said(place)));
            }
        }
        for (own, said) in same {
            if let Some(slot) = local.says.get_mut(own) {
                *slot = said;
            }
        }
        found
    }

    fn note(&mut self, values: Vec<(String, String)>) {
        for (name, value) in values {
            let known = self.0.entry(name).or_insert_with(|| Some(value.clone()));
            if known.as_ref() != Some(&value) {
                *known = None;
            }
        }
    }

    /// A text of the source with these variables filled in.
    pub fn fill<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let known = self.0.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        let known = known.filter(|_| text.contains("{{"));
        known.fold(Cow::Borrowed(text), |text, (name, value)| Cow::Owned(text.replace(name, value)))
    }
}

/// What stands in ours for each variable of the base, if nothing else differs.
fn values(base: &Leaf<'_>, ours: &Leaf<'_>) -> Option<Vec<(String, String)>> {
    let words = |leaf: &Leaf<'_>| -> Vec<(String, String)> {
        let word = |word: crate::words::Word<'_>| {
            (word.key.trim_start_matches('\n').to_owned(), part(leaf.text, word.range).trim().to_owned())
        };
        leaf.words().into_iter().map(word).collect()
    };
    let (old, new) = (words(base), words(ours));
    let (mut old, mut new) = (&old[..], &new[..]);
    let mut values = Vec::new();
    while let Some(((key, text), rest)) = old.split_first() {
        let Some((before, name, after)) = variable(text) else {
            let ((own, _), others) = new.split_first()?;
            if own != key {
                return None;
            }
            (old, new) = (rest, others);
            continue;
        };
        let next = rest.first().map(|(key, _)| key);
        let ends = |count: &usize| next == new.get(*count).map(|(key, _)| key);
        let count = (1..=LONGEST.min(new.len())).find(ends)?;
        let (own, others) = new.split_at_checked(count)?;
        let texts: Vec<&str> = own.iter().map(|(_, text)| text.as_str()).collect();
        let value = texts.join(" ").strip_prefix(before)?.strip_suffix(after)?.to_owned();
        values.push((name.to_owned(), value));
        (old, new) = (rest, others);
    }
    (new.is_empty() && values.iter().all(|(name, value)| name != value && !value.is_empty())).then_some(values)
}

/// A word that holds a variable: what stands before it, the variable, what stands after it.
fn variable(word: &str) -> Option<(&str, &str, &str)> {
    let start = word.find("{{")?;
    let end = word.find("}}")? + 2;
    Some((word.get(..start)?, word.get(start..end)?, word.get(end..)?))
}
