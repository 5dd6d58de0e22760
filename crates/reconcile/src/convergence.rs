//! The same change made by several copies.

use std::collections::BTreeMap;

use crate::budget::Budget;
use crate::leaves::Leaves;
use crate::script::{Change, script};
use crate::sheet::{Library, Sheet};
use crate::tie::Tie;

/// A change that several copies made alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Convergence {
    /// The headings it stands under.
    pub section: String,
    /// What their base says there; empty when it was added.
    pub base: String,
    /// What they say there, as the first of them writes it; empty when it was removed.
    pub copies_say: String,
    /// The copies, as places in what was given, rising.
    pub copies: Vec<usize>,
}

/// The changes that at least two copies made alike, each copy given with its base; those most
/// copies made come first.
pub fn convergence(copies: &[(&str, &str)]) -> Vec<Convergence> {
    let mut found: BTreeMap<(String, String, String), Convergence> = BTreeMap::new();
    for (place, (base, local)) in copies.iter().enumerate() {
        let mut library = Library::default();
        let (base, local) = (library.read(Leaves::of(base)), library.read(Leaves::of(local)));
        let tie = Tie::of(&base.says, &local.says, &library, &mut Budget::new());
        for change in script(&base, &local, &tie, &library) {
            let Change::Edit { old, new } = change else { continue };
            let place_of = |sheet: &Sheet<'_>, places: &[usize]| {
                let leaf = places.first().and_then(|&place| sheet.leaf(place));
                leaf.map(|leaf| leaf.path.iter().map(|heading| &**heading).collect::<Vec<_>>().join(" > "))
            };
            let section = place_of(&base, &old).or_else(|| place_of(&local, &new)).unwrap_or_default();
            let key = (section.clone(), said(&base, &old), said(&local, &new));
            let group = found.entry(key).or_insert_with(|| Convergence {
                section,
                base: texts(&base, &old),
                copies_say: texts(&local, &new),
                copies: Vec::new(),
            });
            if group.copies.last() != Some(&place) {
                group.copies.push(place);
            }
        }
    }
    let mut shared: Vec<Convergence> = found.into_values().filter(|group| group.copies.len() > 1).collect();
    shared.sort_by_key(|group| std::cmp::Reverse(group.copies.len()));
    shared
}

/// What some leaves say, however they are wrapped, quoted or marked.
fn said(sheet: &Sheet<'_>, places: &[usize]) -> String {
    let words = places.iter().filter_map(|&place| sheet.leaf(place)).flat_map(|leaf| leaf.words());
    words.map(|word| word.key.into_owned()).collect::<Vec<_>>().join(" ")
}

fn texts(sheet: &Sheet<'_>, places: &[usize]) -> String {
    let texts = places.iter().filter_map(|&place| sheet.leaf(place)).map(|leaf| leaf.text);
    texts.collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_change_of_several_copies_is_found_once() {
        let base = "## Steps\n\n1. Ask.\n2. Wait a day.\n";
        let (one, two) = ("## Steps\n\n1. Ask.\n2. Wait two days.\n", "## Steps\n\n1. Ask!\n1. Wait\n   two days.\n");
        let shared = convergence(&[(base, one), (base, base), (base, two)]);
        assert_eq!(shared.len(), 1);
        assert_eq!((&*shared[0].section, &*shared[0].copies_say), ("Steps", "2. Wait two days."));
        assert_eq!(shared[0].copies, [0, 2]);
    }
}
