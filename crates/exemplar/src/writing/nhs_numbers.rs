//! Finding what may be a patient's NHS number: ten digits whose last one checks the others (modulus 11).

/// Every NHS number with a valid check digit in `text`, as it is written, each once.
#[must_use]
pub fn nhs_numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        let joins =
            matches!(c, ' ' | '-' | '\u{a0}' | '\u{2011}') && run.chars().last().is_some_and(|c| c.is_ascii_digit());
        if c.is_ascii_digit() || joins {
            run.push(c);
            continue;
        }
        let number = run.trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned();
        run.clear();
        if is_nhs_number(&number) && !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

fn is_nhs_number(written: &str) -> bool {
    let groups: Vec<usize> = written.split(|c: char| !c.is_ascii_digit()).map(str::len).collect();
    // As people write it: in one piece, or three, three and four.
    if groups != [10] && groups != [3, 3, 4] {
        return false;
    }
    let digits: Vec<u32> = written.chars().filter_map(|c| c.to_digit(10)).collect();
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
    }

    #[test]
    fn telephone_numbers_dates_and_wrong_digits_are_not() {
        for text in ["9434765918", "0000000000", "020 7946 0000", "2026-11-22 0943", "94347659190", "1,250,000,000"] {
            assert_eq!(nhs_numbers(text), Vec::<String>::new(), "{text}");
        }
    }
}
