//! Finding what looks like a dose or a limit of care in a text, so that nobody says by oversight that it has none.

/// What stands behind the number of a dose or a measurement, in small letters.
const UNITS: &[&str] = &[
    "mg",
    "mgs",
    "milligram",
    "milligrams",
    "mcg",
    "microgram",
    "micrograms",
    "ml",
    "mls",
    "millilitre",
    "millilitres",
    "mmol",
    "mmol/l",
    "mg/kg",
    "mg/l",
    "mmhg",
    "units",
    "iu",
];

/// The most that are named.
const MOST: usize = 5;

/// What looks like a dose, a threshold or a time limit of care: "5 mg", "every 4 hours", each once, the first few.
#[must_use]
pub(super) fn doses(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(is_sign)).collect();
    let mut found: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let after = words.get(at + 2).copied().unwrap_or_default();
        let named = if is_number(word) && is_unit(next) {
            Some(format!("{word} {next}"))
        } else if glued(word) {
            Some((*word).to_owned())
        } else if word.eq_ignore_ascii_case("every") && is_number(next) && is_time(after) {
            Some(format!("{word} {next} {after}"))
        } else {
            None
        };
        if let Some(named) = named.filter(|named| !found.contains(named)) {
            found.push(named);
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && c != '/'
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '\u{2013}'))
}

fn is_unit(word: &str) -> bool {
    UNITS.contains(&word.to_lowercase().as_str())
}

/// A number with its unit in one word: "5mg".
fn glued(word: &str) -> bool {
    let at = word.find(|c: char| c.is_alphabetic()).unwrap_or(0);
    at > 0 && word.split_at_checked(at).is_some_and(|(number, unit)| is_number(number) && is_unit(unit))
}

fn is_time(word: &str) -> bool {
    ["hour", "hours", "minute", "minutes"].contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doses_are_found_and_money_and_months_are_not() {
        assert_eq!(doses("Give **5 mg** of morphine every 4 hours, then 2.5mg."), ["5 mg", "every 4 hours", "2.5mg"]);
        assert_eq!(doses("Call at 90 mmHg or 10 units; 5 mg; 5 mg"), ["90 mmHg", "10 units", "5 mg"]);
        assert!(doses("450 tablets took 12 months, 40k and 3 MB at 9:30, within 2 working days.").is_empty());
    }
}
