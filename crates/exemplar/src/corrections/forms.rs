//! What people fill in to dispute a record, and to answer.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{What, Words};
use crate::platform::forms::{mail, text};
use crate::programmes::no_patients;

/// Messages by field.
pub type Errors = BTreeMap<&'static str, String>;

/// Disputing.
#[derive(Debug, Default, Deserialize)]
pub struct DisputeForm {
    /// The address of the page.
    #[serde(default)]
    pub record: String,
    /// What is wrong.
    #[serde(default)]
    pub wrong: String,
    /// What shows it.
    #[serde(default)]
    pub proof: String,
    /// Their name.
    #[serde(default)]
    pub name: String,
    /// Their mail address.
    #[serde(default)]
    pub mail: String,
    /// For a programme's page: the code of the organisation it is about.
    #[serde(default)]
    pub organisation: String,
}

impl DisputeForm {
    /// The words, or what is wrong with them.
    pub fn check(&self) -> Result<Words, Errors> {
        let mut errors = Errors::new();
        let words = Words {
            wrong: text(&mut errors, "wrong", &self.wrong, ("Say what is wrong", 2_000)),
            proof: text(&mut errors, "proof", &self.proof, ("", 1_000)),
            name: text(&mut errors, "name", &self.name, ("Enter your name", 120)),
            mail: mail(&mut errors, "mail", &self.mail),
        };
        no_patients(&mut errors, "wrong", &self.wrong);
        no_patients(&mut errors, "proof", &self.proof);
        if errors.is_empty() { Ok(words) } else { Err(errors) }
    }
}

/// Saying what becomes of it.
#[derive(Debug, Default, Deserialize)]
pub struct AnswerForm {
    /// The word of what.
    #[serde(default)]
    pub what: String,
    /// In words.
    #[serde(default)]
    pub words: String,
    /// The line of the record that is mended with it; empty for none.
    #[serde(default)]
    pub fact: String,
    /// `change` or `take-out`; empty before that was asked.
    #[serde(default)]
    pub how: String,
    /// What stands in the line's columns, each under `to-` and its name.
    #[serde(flatten)]
    pub typed: BTreeMap<String, String>,
}

impl AnswerForm {
    /// The cells of the line as they were typed, by the names of its columns.
    #[must_use]
    pub fn cells(&self) -> Vec<(&str, &str)> {
        let cells = self.typed.iter().filter_map(|(name, value)| Some((name.strip_prefix("to-")?, value.as_str())));
        cells.collect()
    }

    /// What is said, of what can be said now; or what is wrong with it.
    pub fn check(&self, next: &[What]) -> Result<(What, String), Errors> {
        let mut errors = Errors::new();
        let what = What::from_word(&self.what).filter(|what| next.contains(what));
        if what.is_none() {
            errors.insert("what", "Choose what becomes of it".to_owned());
        }
        let words = self.words.replace("\r\n", "\n").trim().to_owned();
        match words.chars().count() {
            0 => {
                errors.insert("words", "Say why, in words that everyone may read".to_owned());
            }
            length if length > 2_000 => {
                errors.insert("words", format!("Use at most 2,000 characters: this has {length}"));
            }
            _ => {}
        }
        no_patients(&mut errors, "words", &self.words);
        match what {
            Some(what) if errors.is_empty() => Ok((what, words)),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dispute_says_what_is_wrong_and_where_it_is_answered() {
        let empty = DisputeForm::default().check().unwrap_err();
        assert_eq!(empty.keys().copied().collect::<Vec<_>>(), ["mail", "name", "wrong"]);
        let form = |mail: &str| DisputeForm {
            wrong: "It was dropped".into(),
            name: "Ann".into(),
            mail: mail.into(),
            ..DisputeForm::default()
        };
        assert!(form("ann@example.org").check().is_ok());
        for mail in ["ann", "@example.org", "ann@example", "a b@example.org", "a@example.org\nBcc: x@y.z"] {
            assert!(form(mail).check().unwrap_err().contains_key("mail"), "{mail}");
        }
        let patient = DisputeForm { wrong: "943 476 5919".into(), ..form("ann@example.org") };
        assert!(patient.check().unwrap_err().contains_key("wrong"));
    }

    #[test]
    fn an_answer_needs_words_and_must_be_possible_now() {
        let form =
            |what: &str, words: &str| AnswerForm { what: what.into(), words: words.into(), ..AnswerForm::default() };
        let next = [What::Arguable, What::NotArguable];
        assert_eq!(form("arguable", "x").check(&next), Ok((What::Arguable, "x".to_owned())));
        assert!(form("upheld", "x").check(&next).unwrap_err().contains_key("what"));
        assert!(form("arguable", " ").check(&next).unwrap_err().contains_key("words"));
    }
}
