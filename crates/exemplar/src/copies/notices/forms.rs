//! What people fill in to answer a notice, and what is wrong with it.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use serde::Deserialize;

use super::Reply;
use super::changes::Given;
use crate::platform::dates;
use crate::writing::nhs_numbers;

/// Messages by field.
pub type Errors = BTreeMap<&'static str, String>;

/// The most characters of an answer.
const LONGEST: usize = 2_000;

/// The furthest day that can be promised, in days from today.
const FURTHEST: i64 = 183;

/// An answer.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AnswerForm {
    /// The word of the reply.
    #[serde(default)]
    pub reply: String,
    /// In words.
    #[serde(default)]
    pub words: String,
    /// By when.
    #[serde(default)]
    pub by_when: String,
}

impl AnswerForm {
    /// What was answered, or what is wrong with it.
    ///
    /// # Errors
    /// Messages by field.
    pub fn check(&self, today: Date) -> Result<Given, Errors> {
        let mut errors = Errors::new();
        let reply = Reply::from_word(&self.reply);
        let words = self.words.replace("\r\n", "\n").trim().to_owned();
        if reply.is_none() {
            errors.insert("reply", "Choose what you do about it".to_owned());
        }
        if reply == Some(Reply::NotRelevant) && words.is_empty() {
            errors.insert("words", "Say why it is not relevant to you".to_owned());
        }
        if words.chars().count() > LONGEST {
            errors.insert("words", format!("Use at most {LONGEST} characters"));
        }
        if let Some(number) = nhs_numbers(&words).first() {
            errors.insert("words", format!("Take out {number}: it looks like an NHS number"));
        }
        let furthest = today.saturating_add(Span::new().days(FURTHEST));
        let by_when = match (reply, dates::typed_day(&self.by_when)) {
            (Some(Reply::WillDo), Some(day)) if day >= today && day <= furthest => Some(day),
            (Some(Reply::WillDo), Some(_)) => {
                errors.insert("by_when", "Enter a day within the next six months".to_owned());
                None
            }
            (Some(Reply::WillDo), None) => {
                errors.insert("by_when", "Enter a date, like 31/3/2027".to_owned());
                None
            }
            (Some(Reply::Taken | Reply::NotRelevant) | None, _) => None,
        };
        match reply {
            Some(reply) if errors.is_empty() => Ok(Given { reply, words, by_when }),
            _ => Err(errors),
        }
    }
}

/// Naming a director.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DirectorForm {
    /// Whom, by account.
    #[serde(default)]
    pub account: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_relevant_needs_a_reason_and_a_promise_a_day_to_come() {
        let today: Date = "2026-11-22".parse().unwrap();
        let form = |reply: &str, words: &str, by_when: &str| AnswerForm {
            reply: reply.into(),
            words: words.into(),
            by_when: by_when.into(),
        };
        let wrong = |form: AnswerForm| form.check(today).unwrap_err().into_keys().collect::<Vec<_>>();
        assert_eq!(wrong(form("", "", "")), ["reply"]);
        assert_eq!(wrong(form("not-relevant", " ", "")), ["words"]);
        assert_eq!(wrong(form("will-do", "", "soon")), ["by_when"]);
        assert_eq!(wrong(form("will-do", "", "2026-11-21")), ["by_when"]);
        assert_eq!(wrong(form("will-do", "", "2027-11-21")), ["by_when"]);
        assert_eq!(wrong(form("taken", "943 476 5919", "")), ["words"]);
        let given = form("will-do", "", "2026-12-01").check(today).unwrap();
        assert_eq!(given.by_when, Some("2026-12-01".parse().unwrap()));
    }
}
