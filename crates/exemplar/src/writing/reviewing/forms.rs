//! What people fill in between a draft and its readers.

use jiff::civil::Date;
use serde::Deserialize;

use crate::blueprints::ChangeClass;
use crate::platform::dates;
use crate::writing::forms::Errors;

/// The longest note, in characters.
const LONGEST_NOTE: usize = 2_000;

/// Submitting a text.
#[derive(Debug, Default, Deserialize)]
pub struct SubmitForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// The SHA-256 of the text that was seen.
    #[serde(default)]
    pub text_hash: String,
    /// What to look at.
    #[serde(default)]
    pub note: String,
    /// `yes` when numbers in the text were said to be invented.
    #[serde(default)]
    pub invented: String,
}

/// Sending a text back to whoever submitted it.
#[derive(Debug, Default, Deserialize)]
pub struct SendBackForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// What should change.
    #[serde(default)]
    pub words: String,
}

impl SendBackForm {
    pub(super) fn check(&self) -> Errors {
        let words = match self.words.trim().chars().count() {
            0 => "Say what should change".to_owned(),
            1..=LONGEST_NOTE => return Errors::new(),
            _ => format!("Use at most {LONGEST_NOTE} characters"),
        };
        Errors::from([("words".to_owned(), words)])
    }
}

/// Who looks after a guide.
#[derive(Debug, Default, Deserialize)]
pub struct KeeperForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// The account.
    #[serde(default)]
    pub account: String,
}

/// Showing a text to everyone, now or on a day.
#[derive(Debug, Default, Deserialize)]
pub struct PublishForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// The SHA-256 of the text that was seen.
    #[serde(default)]
    pub text_hash: String,
    /// What readers are told of it.
    #[serde(default)]
    pub note: String,
    /// The word of what kind of change it is.
    #[serde(default)]
    pub class: String,
    /// `yes` when numbers in the text were said to be invented.
    #[serde(default)]
    pub invented: String,
    /// `day` when it is to be on another day.
    #[serde(default)]
    pub when: String,
    /// That day.
    #[serde(default)]
    pub day: String,
}

impl PublishForm {
    /// What kind of change it is, where there is a version before it.
    pub(super) fn class(&self) -> Option<ChangeClass> {
        ChangeClass::from_word(&self.class)
    }

    /// The day on which it is to be published; none for now.
    pub(super) fn check(&self, is_first: bool, today: Date) -> Result<Option<Date>, Errors> {
        let mut errors = Errors::new();
        if !is_first && self.class().is_none() {
            errors.insert("class".to_owned(), "Choose what kind of change it is".to_owned());
        }
        if !is_first && self.note.trim().is_empty() {
            errors.insert("note".to_owned(), "Say what changed: readers see it in the history".to_owned());
        }
        if self.note.chars().count() > LONGEST_NOTE {
            errors.insert("note".to_owned(), format!("Use at most {LONGEST_NOTE} characters"));
        }
        let mut day = None;
        if self.when == "day" {
            match dates::typed_day(&self.day) {
                Some(date) if date > today && date.year() <= today.year() + 2 => day = Some(date),
                Some(_) => drop(errors.insert("day".to_owned(), "Enter a day to come, within two years".to_owned())),
                None => drop(errors.insert("day".to_owned(), "Enter the day, like 31/3/2027".to_owned())),
            }
        }
        if errors.is_empty() { Ok(day) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_of_what_kind_it_is_and_a_day_is_one_to_come() {
        let today: Date = "2026-11-22".parse().unwrap();
        let first = PublishForm::default();
        assert_eq!(first.check(true, today), Ok(None));
        assert_eq!(first.check(false, today).unwrap_err().into_keys().collect::<Vec<_>>(), ["class", "note"]);
        let on = |day: &str| PublishForm { when: "day".into(), day: day.into(), ..PublishForm::default() };
        assert_eq!(on("2026-12-01").check(true, today), Ok(Some("2026-12-01".parse().unwrap())));
        for day in ["2026-11-22", "2020-01-01", "2100-01-01", "soon", ""] {
            assert!(on(day).check(true, today).is_err(), "{day}");
        }
    }
}
