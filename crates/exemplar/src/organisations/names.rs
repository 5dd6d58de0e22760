//! Names in capitals shown in ordinary case.

/// Words that stay small inside a name.
const SMALL: &[&str] = &["and", "at", "by", "for", "in", "of", "on", "the", "to", "under", "upon", "with"];

/// Words that stay in capitals.
const CAPITALS: &[&str] = &["NHS", "UK", "ICB", "CIC", "BMI", "HMP"];

/// Shows a name written in capitals in ordinary case; a name that has small letters already is left as it is.
///
/// `GUY'S AND ST THOMAS' NHS FOUNDATION TRUST` becomes `Guy's and St Thomas' NHS Foundation Trust`.
#[must_use]
pub fn ordinary_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let words: Vec<String> = name.split_whitespace().enumerate().map(|(place, w)| word(w, place == 0)).collect();
    words.join(" ")
}

fn word(original: &str, first: bool) -> String {
    let bare = original.trim_matches(|c: char| !c.is_alphanumeric());
    if CAPITALS.contains(&bare) {
        return original.to_owned();
    }
    let small = original.to_lowercase();
    if !first && SMALL.contains(&small.as_str()) {
        return small;
    }
    // Hyphened names: STOCKTON-ON-TEES.
    let parts: Vec<String> = small
        .split('-')
        .enumerate()
        .map(|(place, part)| if place > 0 && SMALL.contains(&part) { part.to_owned() } else { capitalised(part) })
        .collect();
    parts.join("-")
}

/// The first letter large, brackets and digits before it passed over: `(north` becomes `(North`.
fn capitalised(part: &str) -> String {
    let mut done = false;
    part.chars()
        .map(|c| match c.is_alphabetic() && !done {
            true => {
                done = true;
                c.to_uppercase().next().unwrap_or(c)
            }
            false => c,
        })
        .collect()
}

/// The name as lists are sorted by: small letters, without punctuation and a leading “The”.
#[must_use]
pub fn sort_name(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let joined = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.strip_prefix("the ").unwrap_or(&joined).to_owned()
}

/// Whether a name has every one of these words, or begins of them.
#[must_use]
pub fn has_words(name: &str, words: &str) -> bool {
    let name = format!(" {}", sort_name(name));
    sort_name(words).split(' ').all(|word| name.contains(&format!(" {word}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_ordinary_case() {
        for (written, shown) in [
            ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
            (
                "THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS FOUNDATION TRUST",
                "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust",
            ),
            ("STOKE-ON-TRENT (CITY) NHS TRUST", "Stoke-on-Trent (City) NHS Trust"),
            ("2GETHER NHS FOUNDATION TRUST", "2Gether NHS Foundation Trust"),
            ("5 BOROUGHS PARTNERSHIP NHS FOUNDATION TRUST", "5 Boroughs Partnership NHS Foundation Trust"),
            ("Velindre University NHS Trust", "Velindre University NHS Trust"),
        ] {
            assert_eq!(ordinary_case(written), shown);
        }
    }

    #[test]
    fn the_is_passed_over_in_sorting() {
        assert_eq!(sort_name("The Royal Marsden"), "royal marsden");
    }
}
