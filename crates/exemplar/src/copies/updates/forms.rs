//! What people decide about changes of a source, and what is wrong with it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::How;
use super::changes::Answer;
use crate::writing::nhs_numbers;

/// Messages by field.
pub type Errors = BTreeMap<&'static str, String>;

/// The most characters of a reason.
const LONGEST: usize = 2_000;

/// A decision about one change.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct UpdateForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// What was shown of the change.
    #[serde(default)]
    pub seen: String,
    /// The word of what was decided.
    #[serde(default)]
    pub how: String,
    /// Our words.
    #[serde(default)]
    pub words: String,
    /// Why ours was kept.
    #[serde(default)]
    pub reason: String,
}

impl UpdateForm {
    /// What was decided, or what is wrong with it.
    ///
    /// # Errors
    /// Messages by field.
    pub fn check(&self, update: &str) -> Result<Answer, Errors> {
        let mut errors = Errors::new();
        let how = How::from_word(&self.how);
        let (words, reason) = (self.words.replace("\r\n", "\n"), self.reason.trim().to_owned());
        match how {
            None => drop(errors.insert("how", "Choose what to do with this change".to_owned())),
            Some(How::InOwnWords) if words.trim().is_empty() => {
                errors.insert("words", "Enter the words to use".to_owned());
            }
            Some(How::KeptOurs) if reason.is_empty() => {
                errors.insert("reason", "Say why you keep yours: whoever looks next will want to know".to_owned());
            }
            Some(_) => {}
        }
        if reason.chars().count() > LONGEST {
            errors.insert("reason", format!("Use at most {LONGEST} characters"));
        }
        if let Some(number) = nhs_numbers(&reason).first() {
            errors.insert("reason", format!("Take out {number}: it looks like an NHS number"));
        }
        match how {
            Some(how) if errors.is_empty() => {
                Ok(Answer { update: update.to_owned(), seen: self.seen.clone(), how, words, reason })
            }
            _ => Err(errors),
        }
    }
}

/// The changes that are used together: pairs of a change and what was shown of it.
#[must_use]
pub fn together(pairs: &[(String, String)]) -> Vec<Answer> {
    let shown = pairs.iter().filter(|(name, _)| name == "change").filter_map(|(_, value)| value.split_once('.'));
    shown
        .map(|(update, seen)| Answer {
            update: update.to_owned(),
            seen: seen.to_owned(),
            how: How::Used,
            words: String::new(),
            reason: String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeping_ours_needs_a_reason_and_our_words_need_words() {
        let form = |how: &str, words: &str, reason: &str| UpdateForm {
            how: how.into(),
            words: words.into(),
            reason: reason.into(),
            ..UpdateForm::default()
        };
        assert!(form("", "", "").check("x").unwrap_err().contains_key("how"));
        assert!(form("kept-ours", "", " ").check("x").unwrap_err().contains_key("reason"));
        assert!(form("used-in-own-words", " ", "").check("x").unwrap_err().contains_key("words"));
        assert!(form("later", "", "943 476 5919").check("x").unwrap_err().contains_key("reason"));
        assert_eq!(form("kept-ours", "", "We have no pharmacist").check("x").unwrap().how, How::KeptOurs);
    }
}
