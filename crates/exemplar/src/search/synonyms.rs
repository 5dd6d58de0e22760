//! Words that mean the same, from a file people can edit: one group a line, its words parted by `=`.

use super::words::stems;

/// The groups that come with the program.
pub const BUILT_IN: &str = include_str!("synonyms.txt");

/// Groups of words that mean the same.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    /// Each group: its alternatives, each a sequence of stems.
    groups: Vec<Vec<Vec<String>>>,
}

impl Synonyms {
    /// Reads groups; blank lines and lines that begin with `#` are passed over.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let groups = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.split('=').map(stems).filter(|alternative| !alternative.is_empty()).collect::<Vec<_>>())
            .filter(|group| group.len() > 1)
            .collect();
        Self { groups }
    }

    /// These groups and others.
    #[must_use]
    pub fn and(&self, others: Self) -> Self {
        Self { groups: self.groups.iter().cloned().chain(others.groups).collect() }
    }

    /// Whether a line is a group: at least two that are not the same.
    #[must_use]
    pub fn is_group(line: &str) -> bool {
        let mut alternatives: Vec<Vec<String>> = line.split('=').map(stems).filter(|words| !words.is_empty()).collect();
        alternatives.sort();
        alternatives.dedup();
        alternatives.len() > 1
    }

    /// Where `words` begins with an alternative of some group: how many words that takes, and every alternative of the group.
    #[must_use]
    pub(super) fn at(&self, words: &[String]) -> Option<(usize, &[Vec<String>])> {
        self.groups
            .iter()
            .flat_map(|group| group.iter().map(move |alternative| (alternative, group)))
            .filter(|(alternative, _)| words.starts_with(alternative))
            .max_by_key(|(alternative, _)| alternative.len())
            .map(|(alternative, group)| (alternative.len(), group.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_alternative_counts() {
        let synonyms = Synonyms::parse(
            "# comment\nEPMA = electronic prescribing and medicines administration\nPAS = patient administration system\n",
        );
        let words = stems("electronic prescribing and medicines administration on wards");
        let (taken, group) = synonyms.at(&words).unwrap();
        assert_eq!((taken, group.len()), (5, 2));
        assert!(synonyms.at(&stems("wards")).is_none());
    }

    #[test]
    fn a_group_has_two_that_are_not_the_same() {
        assert!(Synonyms::is_group("ward = unit"));
        for line in ["ward", "ward = ", "ward = Ward", " = ", ""] {
            assert!(!Synonyms::is_group(line), "{line}");
        }
    }

    #[test]
    fn the_built_in_groups_can_be_read() {
        assert!(Synonyms::parse(BUILT_IN).groups.len() > 20);
    }
}
