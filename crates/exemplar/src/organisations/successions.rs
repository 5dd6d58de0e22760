//! Who followed whom, as a map to walk: pure.

use std::collections::{BTreeMap, BTreeSet};

/// How many steps are walked at most.
const STEPS: usize = 20;

/// Successions as they were known at one moment.
#[derive(Clone, Debug, Default)]
pub struct Successions {
    followed: BTreeMap<String, Vec<(String, String)>>,
    came_from: BTreeMap<String, Vec<(String, String)>>,
}

impl Successions {
    /// From predecessor, successor and day.
    #[must_use]
    pub fn new(all: Vec<(String, String, String)>) -> Self {
        let mut successions = Self::default();
        for (predecessor, successor, on) in all {
            successions.came_from.entry(successor.clone()).or_default().push((predecessor.clone(), on.clone()));
            successions.followed.entry(predecessor).or_default().push((successor, on));
        }
        successions
    }

    /// Those that followed an organisation, each with its day.
    #[must_use]
    pub fn after(&self, code: &str) -> &[(String, String)] {
        self.followed.get(code).map_or(&[], Vec::as_slice)
    }

    /// Those an organisation came from, near ones first, each with the day of its end; not the organisation itself.
    #[must_use]
    pub fn before(&self, code: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        let mut next = vec![code.to_owned()];
        for _ in 0..STEPS {
            let step: Vec<_> =
                next.iter().flat_map(|code| self.came_from.get(code).cloned().unwrap_or_default()).collect();
            next = step.iter().map(|(code, _)| code.clone()).collect();
            found.extend(step.into_iter().filter(|(other, _)| other != code));
        }
        let mut seen = BTreeSet::new();
        found.retain(|(code, _)| seen.insert(code.clone()));
        found
    }

    /// Whether two organisations have become one.
    #[must_use]
    pub fn are_one(&self, one: &str, other: &str) -> bool {
        !self.ends(one).is_disjoint(&self.ends(other))
    }

    /// The organisation and all that followed it.
    fn ends(&self, code: &str) -> BTreeSet<&str> {
        let mut all = BTreeSet::new();
        let mut next: Vec<&str> =
            self.followed.get_key_value(code).map(|(code, _)| code.as_str()).into_iter().collect();
        for _ in 0..STEPS {
            next = next.iter().flat_map(|code| self.after(code)).map(|(code, _)| code.as_str()).collect();
            all.extend(next.iter().copied());
        }
        // The organisation itself counts: one of two may be what both became.
        if let Some((own, _)) = self.followed.get_key_value(code).or_else(|| self.came_from.get_key_value(code)) {
            all.insert(own);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(all: &[(&str, &str)]) -> Successions {
        Successions::new(all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned(), "2019-04-01".to_owned())).collect())
    }

    #[test]
    fn two_become_one_when_both_go_on_in_the_same() {
        let merged = map(&[("RLN", "R0B"), ("RE9", "R0B"), ("RC1", "RC9")]);
        assert!(merged.are_one("RLN", "RE9") && merged.are_one("RC1", "RC9"));
        assert!(!merged.are_one("RLN", "RC1") && !merged.are_one("RXX", "RYY"));
    }

    #[test]
    fn what_came_before_is_walked_and_a_circle_ends() {
        let chain = map(&[("A", "B"), ("B", "C"), ("C", "A")]);
        let before: Vec<String> = chain.before("C").into_iter().map(|(code, _)| code).collect();
        assert_eq!(before, ["B", "A"]);
    }
}
