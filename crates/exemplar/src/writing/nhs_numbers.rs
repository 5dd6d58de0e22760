//! Finding what may be a patient's NHS number: ten digits whose last one checks the others (modulus 11).

/// What may stand between the digits: blanks, dots and dashes of all sorts, at most this many in a row.
const LONGEST_GAP: usize = 3;

/// Every NHS number with a valid check digit in `text`, as it is written, each once.
#[must_use]
pub fn nhs_numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let (mut written, mut groups, mut gap) = (String::new(), vec![String::new()], 0);
    for c in text.chars().chain(['\u{0}']) {
        match (digit(c), written.is_empty()) {
            (Some(digit), _) => {
                if gap > 0 {
                    groups.push(String::new());
                }
                if let Some(last) = groups.last_mut() {
                    last.push(digit);
                }
                written.push(c);
                gap = 0;
            }
            (None, false) if is_gap(c) && gap < LONGEST_GAP => {
                written.push(c);
                gap += 1;
            }
            (None, false) => {
                let number = written.trim_end_matches(is_gap).split_whitespace().collect::<Vec<_>>().join(" ");
                if is_nhs_number(&groups) && !found.contains(&number) {
                    found.push(number);
                }
                (written, groups, gap) = (String::new(), vec![String::new()], 0);
            }
            (None, true) => {}
        }
    }
    found
}

/// A digit, also one that is as wide as a letter of Chinese.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10),
        _ => None,
    }
}

fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '.' | '/' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}')
}

fn is_nhs_number(groups: &[String]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(String::len).collect();
    // In up to three pieces of three digits or more: days and times of day have shorter ones.
    if lengths.iter().sum::<usize>() != 10 || lengths.len() > 3 || lengths.iter().any(|length| *length < 3) {
        return false;
    }
    let digits: Vec<u32> = groups.concat().chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = (11 - sum % 11) % 11;
    // All digits the same is nobody's number, though some of them check.
    let varies = digits.windows(2).any(|pair| pair.first() != pair.last());
    varies && check != 10 && digits.last() == Some(&check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_check_are_found_however_they_are_spaced() {
        assert_eq!(nhs_numbers("NHS 943 476 5919, again 9434765919."), ["943 476 5919", "9434765919"]);
        assert_eq!(nhs_numbers("943-476-5919"), ["943-476-5919"]);
        for odd in [
            "943.476.5919",
            "943\u{2013}476\u{2013}5919",
            "943\n476 5919",
            "943  476  5919",
            "\u{ff19}43 476 5919",
            "9434 765 919",
            "943476 5919",
            "943/476/5919",
            "94347\u{200b}65919",
        ] {
            assert_eq!(nhs_numbers(odd).len(), 1, "{odd}");
        }
    }

    #[test]
    fn telephone_numbers_dates_and_wrong_digits_are_not() {
        for text in ["9434765918", "0000000000", "020 7946 0000", "2026-11-22 0943", "94347659190", "1,250,000,000"] {
            assert_eq!(nhs_numbers(text), Vec::<String>::new(), "{text}");
        }
    }
}
