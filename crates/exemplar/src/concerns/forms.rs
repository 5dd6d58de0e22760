//! What people fill in to report a concern and to answer one, and what is wrong with it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{What, Words};
use crate::platform::forms::{mail, text};
use crate::programmes::no_patients;

/// Messages by field.
pub type Errors = BTreeMap<&'static str, String>;

/// Reporting.
#[derive(Debug, Default, Deserialize)]
pub struct ConcernForm {
    /// What could go wrong.
    #[serde(default)]
    pub concern: String,
    /// Their name.
    #[serde(default)]
    pub name: String,
    /// Their mail address.
    #[serde(default)]
    pub mail: String,
}

impl ConcernForm {
    /// The words, or what is wrong with them.
    pub fn check(&self) -> Result<Words, Errors> {
        let mut errors = Errors::new();
        let words = Words {
            concern: text(&mut errors, "concern", &self.concern, ("Say what could go wrong, and where", 4_000)),
            name: text(&mut errors, "name", &self.name, ("Enter your name", 120)),
            mail: mail(&mut errors, "mail", &self.mail),
        };
        no_patients(&mut errors, "concern", &self.concern);
        if errors.is_empty() { Ok(words) } else { Err(errors) }
    }
}

/// Answering.
#[derive(Debug, Default, Deserialize)]
pub struct AnswerForm {
    /// The word of what.
    #[serde(default)]
    pub what: String,
    /// To whoever reported.
    #[serde(default)]
    pub words: String,
    /// To everybody who has a copy.
    #[serde(default)]
    pub notice: String,
}

impl AnswerForm {
    /// What is said: how, to whoever reported, and to everybody who has a copy; or what is wrong with it.
    pub fn check(&self, may_raise: bool) -> Result<(What, String, String), Errors> {
        let mut errors = Errors::new();
        let what = What::from_word(&self.what).filter(|what| may_raise || *what == What::Answered);
        if what.is_none() {
            errors.insert("what", "Choose how you answer".to_owned());
        }
        let words = text(&mut errors, "words", &self.words, ("Say what you found, to whoever reported it", 2_000));
        let needed = if what == Some(What::Notice) { "Say what everybody with a copy has to know and do" } else { "" };
        let notice = text(&mut errors, "notice", &self.notice, (needed, 2_000));
        no_patients(&mut errors, "words", &self.words);
        no_patients(&mut errors, "notice", &self.notice);
        match what {
            Some(what) if errors.is_empty() => Ok((what, words, notice)),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concern_says_what_could_go_wrong_and_where_it_is_answered() {
        let empty = ConcernForm::default().check().unwrap_err();
        assert_eq!(empty.keys().copied().collect::<Vec<_>>(), ["concern", "mail", "name"]);
        let form =
            |concern: &str, mail: &str| ConcernForm { concern: concern.into(), name: "A".into(), mail: mail.into() };
        assert!(form("The chart is wrong", "a@example.org").check().is_ok());
        assert!(form("943 476 5919", "a@example.org").check().unwrap_err().contains_key("concern"));
        assert!(form("x", "a@example").check().unwrap_err().contains_key("mail"));
    }

    #[test]
    fn only_a_safety_officer_raises_a_notice_and_it_needs_words() {
        let form =
            |notice: &str| AnswerForm { what: "notice".into(), words: "Thank you".into(), notice: notice.into() };
        assert!(form("x").check(false).unwrap_err().contains_key("what"));
        assert!(form(" ").check(true).unwrap_err().contains_key("notice"));
        assert!(form("Check the chart").check(true).is_ok());
    }
}
