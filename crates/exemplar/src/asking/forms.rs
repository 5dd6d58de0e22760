//! What is the same in every form of this room: words that are neither empty nor too long, and hold no patient's number.

use std::collections::BTreeMap;

use crate::writing::nhs_numbers;

/// Messages by field.
pub type Errors = BTreeMap<&'static str, String>;

/// Whether a field has to be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// With this message when it is not.
    Yes(&'static str),
    /// It may be left empty.
    No,
}

/// The words of a field, without blanks around them; notes what is wrong with them.
pub fn words(errors: &mut Errors, field: &'static str, text: &str, (needed, most): (Needed, usize)) -> String {
    let words = text.replace("\r\n", "\n").trim().to_owned();
    let length = words.chars().count();
    match (needed, nhs_numbers(&words).first()) {
        (Needed::Yes(message), _) if length == 0 => errors.insert(field, message.to_owned()),
        (_, _) if length > most => errors.insert(field, format!("Use at most {most} characters: this has {length}")),
        (_, Some(number)) => errors.insert(field, format!("Take out {number}: it looks like an NHS number")),
        (_, None) => None,
    };
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_long_and_patients_numbers_are_named_and_the_rest_is_trimmed() {
        let check = |text: &str, needed| {
            let mut errors = Errors::new();
            let words = words(&mut errors, "text", text, (needed, 20));
            (words, errors.get("text").cloned())
        };
        assert_eq!(check(" a\r\nb \n", Needed::Yes("Write")), ("a\nb".to_owned(), None));
        assert_eq!(check("  ", Needed::Yes("Write")).1.as_deref(), Some("Write"));
        assert_eq!(check("  ", Needed::No).1, None);
        assert!(check(&"x".repeat(21), Needed::No).1.unwrap().contains("this has 21"));
        assert!(check("943 476 5919", Needed::No).1.unwrap().contains("NHS number"));
    }
}
