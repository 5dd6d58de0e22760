//! Who is checked, drawn at random: from a list of everyone whose answers count, a seed that was named before, and nothing else.
//! Whoever has the list and the seed can draw again.

use std::collections::BTreeMap;

use composite::verification::sample;

/// What stands before the list.
const HEADER: &str = "organisation,care_setting";

/// Who is drawn from, as it is kept and published: a line an organisation, in the order of their codes.
#[must_use]
pub fn list_text(list: &[(String, String)]) -> String {
    let mut list: Vec<&(String, String)> = list.iter().collect();
    list.sort();
    let lines: Vec<String> = list.iter().map(|(code, setting)| format!("{code},{setting}\n")).collect();
    format!("{HEADER}\n{}", lines.concat())
}

/// Who stands on such a list.
#[must_use]
pub fn list_of(text: &str) -> Vec<(String, String)> {
    let pair = |line: &str| line.split_once(',').map(|(code, setting)| (code.to_owned(), setting.to_owned()));
    text.lines().skip(1).filter_map(pair).collect()
}

/// So many of a list, in proportion to how many there are of each care setting, two of each at least where there are two.
#[must_use]
pub fn drawn(list: &[(String, String)], size: usize, seed: u64) -> Vec<String> {
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for (_, setting) in list {
        *sizes.entry(setting.clone()).or_default() += 1;
    }
    let wanted = sample::in_proportion(&sizes, size);
    let units: Vec<(&str, &str)> = list.iter().map(|(code, setting)| (code.as_str(), setting.as_str())).collect();
    sample::draw(&units, &wanted, seed).into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_the_list_and_the_seed_draws_the_same() {
        let pair = |at: usize| (format!("SYN-{at:03}"), ["acute", "community"][at % 3 / 2].to_owned());
        let list: Vec<(String, String)> = (0..60).map(pair).collect();
        let first = drawn(&list, 9, 20_261_101);
        assert_eq!(first.len(), 9);
        assert_eq!(drawn(&list_of(&list_text(&list)), 9, 20_261_101), first);
        assert_ne!(drawn(&list, 9, 20_261_102), first);
    }
}
