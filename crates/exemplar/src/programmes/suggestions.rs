//! Which partners to suggest, and why: pure. What counts is what evaluation of the real programme found to matter: the
//! same record system, a place nearby, the same setting of care, and guides both follow.

use std::collections::BTreeSet;

/// What is known of an organisation that could be a partner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Its code.
    pub code: String,
    /// The record systems it runs.
    pub record_systems: BTreeSet<String>,
    /// The code of its care board's area.
    pub area: Option<String>,
    /// The code and the name of its region.
    pub region: Option<(String, String)>,
    /// The letters its postcode begins with.
    pub postcode_area: Option<String>,
    /// The words of its kind.
    pub kind: Option<String>,
    /// The titles of the guides it follows, its own and those it copied.
    pub guides: BTreeSet<String>,
}

/// A suggested partner, with the reasons in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its code.
    pub code: String,
    /// Why, the weightiest first.
    pub reasons: Vec<String>,
    weight: u32,
}

/// The others in the order in which they are suggested; whoever has nothing in common with us is left out.
#[must_use]
pub fn suggestions(ours: &Candidate, others: &[Candidate]) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> =
        others.iter().filter(|other| other.code != ours.code).filter_map(|other| suggest(ours, other)).collect();
    all.sort_by(|one, other| (other.weight, &one.code).cmp(&(one.weight, &other.code)));
    all
}

fn suggest(ours: &Candidate, other: &Candidate) -> Option<Suggestion> {
    let mut found: Vec<(u32, String)> = Vec::new();
    if let Some(system) = ours.record_systems.intersection(&other.record_systems).next() {
        found.push((8, format!("runs the same record system, {system}")));
    }
    if ours.kind.is_some() && ours.kind == other.kind {
        let kind = ours.kind.as_deref().unwrap_or_default().to_lowercase();
        found.push((4, format!("works in the same setting, {kind}")));
    }
    // The nearest that is known counts, and once.
    if ours.area.is_some() && ours.area == other.area {
        found.push((3, "belongs to the same care board".to_owned()));
    } else if ours.postcode_area.is_some() && ours.postcode_area == other.postcode_area {
        let area = ours.postcode_area.as_deref().unwrap_or_default();
        found.push((3, format!("has a postcode in the same area, {area}")));
    } else if let (Some((code, name)), Some((other, _))) = (&ours.region, &other.region)
        && code == other
    {
        found.push((2, format!("lies in the same region, {name}")));
    }
    let both: Vec<&String> = ours.guides.intersection(&other.guides).collect();
    if let Some(first) = both.first() {
        let more = if both.len() > 1 { format!(" and {} more", both.len() - 1) } else { String::new() };
        found.push((2, format!("follows the same guide, \u{201c}{first}\u{201d}{more}")));
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.0));
    let weight = found.iter().map(|(weight, _)| weight).sum();
    let reasons: Vec<String> = found.into_iter().map(|(_, reason)| reason).collect();
    (weight > 0).then(|| Suggestion { code: other.code.clone(), reasons, weight })
}

/// The letters a postcode begins with.
#[must_use]
pub fn postcode_area(postcode: &str) -> Option<String> {
    let letters: String = postcode.trim().chars().take_while(char::is_ascii_alphabetic).collect();
    (1..=2).contains(&letters.len()).then(|| letters.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(code: &str, system: &str, region: &str) -> Candidate {
        Candidate {
            code: code.into(),
            record_systems: [system].into_iter().filter(|s| !s.is_empty()).map(str::to_owned).collect(),
            region: Some((region.to_owned(), format!("Region {region}"))),
            kind: Some("Acute".to_owned()),
            ..Candidate::default()
        }
    }

    #[test]
    fn the_same_record_system_weighs_most_and_reasons_are_in_words() {
        let ours = candidate("A", "Epic", "N");
        let near = Candidate { guides: ["Wi-Fi".to_owned()].into(), ..candidate("B", "", "N") };
        let others = [near, candidate("C", "Epic", "S"), candidate("A", "Epic", "N")];
        let found = suggestions(&ours, &others);
        assert_eq!(found.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["C", "B"]);
        assert_eq!(found[0].reasons, ["runs the same record system, Epic", "works in the same setting, acute"]);
        assert_eq!(found[1].reasons, ["works in the same setting, acute", "lies in the same region, Region N"]);
    }

    #[test]
    fn what_is_not_known_is_not_the_same() {
        let unknown = |code: &str| Candidate { code: code.into(), ..Candidate::default() };
        assert_eq!(suggestions(&unknown("A"), &[unknown("B")]), []);
        assert_eq!(postcode_area("LE1 5WW"), Some("LE".to_owned()));
        assert_eq!(postcode_area("1"), None);
    }

    #[test]
    fn the_nearest_place_counts_once() {
        let both = |code: &str| Candidate {
            area: Some("QX".into()),
            postcode_area: Some("LE".into()),
            ..Candidate { kind: None, ..candidate(code, "", "N") }
        };
        assert_eq!(suggestions(&both("A"), &[both("B")])[0].reasons, ["belongs to the same care board"]);
    }
}
