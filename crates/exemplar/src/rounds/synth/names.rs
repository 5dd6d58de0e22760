//! Invented organisations by number. Each has "Demonstration" in its name and a hyphen in its code, so that nobody takes it for
//! a real one.

use crate::organisations::Kind;

/// An invented organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invented {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The id of its care setting, which is the word of its kind.
    pub care_setting: String,
    /// The code of its region; none when it is not said.
    pub region: Option<String>,
}

const BEGINNINGS: [&str; 24] = [
    "Amber", "Birken", "Calla", "Drum", "Ells", "Farra", "Glen", "Hazel", "Ivel", "Jarrow", "Kests", "Larch", "Mossel",
    "Nether", "Orla", "Pels", "Quill", "Rowan", "Sorrel", "Thistle", "Umber", "Vale", "Willet", "Yarra",
];
const ENDINGS: [&str; 14] = [
    "beck", "combe", "dale", "fell", "garth", "holme", "leigh", "mere", "ness", "pool", "rigg", "stow", "thorpe",
    "wick",
];

/// The regions of 2016.
const REGIONS: [&str; 4] = ["Y54", "Y55", "Y56", "Y57"];

/// The invented organisation with this number, from 0.
#[must_use]
pub fn invented(number: usize) -> Invented {
    let (kind, what) = match number % 20 {
        3 | 8 | 13 | 18 => (Kind::MentalHealth, "Mental Health Partnership"),
        5 | 15 => (Kind::Community, "Community Health"),
        // One in forty.
        10 if number % 40 == 10 => (Kind::Ambulance, "Ambulance Service"),
        n if n % 2 == 0 => (Kind::Acute, "Hospitals"),
        _ => (Kind::Acute, "General Hospitals"),
    };
    let pick = |list: &[&'static str], at: usize| list.get(at % list.len()).copied().unwrap_or_default();
    let beginning = pick(&BEGINNINGS, number);
    // Each time all beginnings were used the endings shift by one, so that a name comes again after 336.
    let ending = pick(&ENDINGS, number + number / BEGINNINGS.len());
    let again = number / (BEGINNINGS.len() * ENDINGS.len());
    let again = if again > 0 { format!(" {}", again + 1) } else { String::new() };
    Invented {
        code: format!("SYN-{:04}", number + 1),
        name: format!("{beginning}{ending}{again} Demonstration {what}"),
        care_setting: kind.word().to_owned(),
        region: Some(pick(&REGIONS, number / 3 + number / 7).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::invented;

    #[test]
    fn every_name_is_another_and_says_that_it_is_invented() {
        let names: HashSet<String> = (0..2_000).map(|number| invented(number).name).collect();
        assert_eq!(names.len(), 2_000);
        assert!(names.iter().all(|name| name.contains(" Demonstration ")));
        assert!((0..2_000).all(|number| crate::organisations::is_invented(&invented(number).code)));
    }
}
