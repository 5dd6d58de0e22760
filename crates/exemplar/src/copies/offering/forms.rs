//! What people fill in to offer changes and to answer an offer, and what is wrong with it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Reply;
use crate::writing::nhs_numbers;

/// Messages by field.
pub type Errors = BTreeMap<&'static str, String>;

/// The most characters of a reason.
const LONGEST: usize = 2_000;

fn short(errors: &mut Errors, field: &'static str, text: &str) {
    if text.chars().count() > LONGEST {
        errors.insert(field, format!("Use at most {LONGEST} characters"));
    }
    if let Some(number) = nhs_numbers(text).first() {
        errors.insert(field, format!("Take out {number}: it looks like an NHS number"));
    }
}

/// Changes that are offered.
#[derive(Clone, Debug, Default)]
pub struct OfferForm {
    /// The changes that were ticked.
    pub changes: Vec<String>,
    /// Why the source should have them.
    pub why: String,
}

impl OfferForm {
    /// Reads the pairs of the form.
    pub fn from_pairs(pairs: &[(String, String)]) -> Self {
        let values =
            |name: &str| pairs.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect();
        let changes: Vec<String> = values("change");
        let why: Vec<String> = values("why");
        Self { changes, why: why.first().map(|why| why.replace("\r\n", "\n").trim().to_owned()).unwrap_or_default() }
    }

    /// What is wrong with it.
    pub fn check(&self) -> Errors {
        let mut errors = Errors::new();
        if self.changes.is_empty() {
            errors.insert("change", "Choose what you offer".to_owned());
        }
        if self.why.is_empty() {
            errors.insert("why", "Say why: what went better with it?".to_owned());
        }
        short(&mut errors, "why", &self.why);
        errors
    }
}

/// The answer to an offer.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AnswerForm {
    /// What was shown of it.
    #[serde(default)]
    pub seen: String,
    /// The word of the reply.
    #[serde(default)]
    pub reply: String,
    /// The source's words.
    #[serde(default)]
    pub words: String,
    /// Why it was declined.
    #[serde(default)]
    pub reason: String,
}

impl AnswerForm {
    /// What was decided, or what is wrong with it.
    ///
    /// # Errors
    /// Messages by field.
    pub fn check(&self) -> Result<Reply, Errors> {
        let mut errors = Errors::new();
        let reply = Reply::from_word(&self.reply);
        match reply {
            None => drop(errors.insert("reply", "Choose what to do with it".to_owned())),
            Some(Reply::InOwnWords) if self.words.trim().is_empty() => {
                errors.insert("words", "Enter the words to use".to_owned());
            }
            Some(Reply::Declined) if self.reason.trim().is_empty() => {
                errors.insert("reason", "Say why: whoever offered it is told".to_owned());
            }
            Some(_) => {}
        }
        short(&mut errors, "reason", &self.reason);
        match reply {
            Some(reply) if errors.is_empty() => Ok(reply),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_needs_a_change_and_a_reason_and_so_does_declining_one() {
        let pairs =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        assert_eq!(OfferForm::from_pairs(&[]).check().into_keys().collect::<Vec<_>>(), ["change", "why"]);
        assert!(OfferForm::from_pairs(&pairs(&[("change", "a"), ("why", "Fewer calls")])).check().is_empty());
        let form = |reply: &str, reason: &str| AnswerForm {
            reply: reply.into(),
            reason: reason.into(),
            ..AnswerForm::default()
        };
        assert!(form("", "").check().unwrap_err().contains_key("reply"));
        assert!(form("declined", " ").check().unwrap_err().contains_key("reason"));
        assert!(form("used-in-own-words", "").check().unwrap_err().contains_key("words"));
        assert_eq!(form("used", "").check(), Ok(Reply::Used));
    }
}
