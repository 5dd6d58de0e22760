//! What people fill in to ask for a call or a visit, and to answer.

use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use super::{NewRequest, Reply, Words};
use crate::asking::contacts::Way;
use crate::asking::forms::{Errors, Needed, words};

/// Asking for a call or a visit.
#[derive(Debug, Default, Deserialize)]
pub struct RequestForm {
    /// The word of the way.
    #[serde(default)]
    pub way: String,
    /// Why.
    #[serde(default)]
    pub why: String,
    /// When.
    #[serde(default)]
    pub when: String,
    /// What they want to see.
    #[serde(default)]
    pub what: String,
    /// How to reach them.
    #[serde(default)]
    pub reach: String,
    /// `yes` when their mail address may be given.
    #[serde(default)]
    pub address: String,
}

impl RequestForm {
    /// The request, or what is wrong with it.
    pub fn check(&self, offered: &[Way], asked_on: Date) -> Result<NewRequest, Errors> {
        let mut errors = Errors::new();
        let way = Way::from_word(&self.way).filter(|way| offered.contains(way));
        if way.is_none() {
            errors.insert("way", "Choose what you ask for".to_owned());
        }
        let words = Words {
            why: words(&mut errors, "why", &self.why, (Needed::Yes("Say why you ask"), 1_000)),
            when: words(&mut errors, "when", &self.when, (Needed::Yes("Say when it would suit you"), 300)),
            what: words(&mut errors, "what", &self.what, (Needed::No, 1_000)),
            reach: words(&mut errors, "reach", &self.reach, (Needed::No, 300)),
        };
        match way {
            Some(way) if errors.is_empty() => {
                Ok(NewRequest { way, words, gives_address: self.address == "yes", asked_on })
            }
            _ => Err(errors),
        }
    }
}

/// Answering.
#[derive(Debug, Default, Deserialize)]
pub struct ReplyForm {
    /// `agreed`, `not-now` or `somebody-else`.
    #[serde(default)]
    pub reply: String,
    /// Dates, or why not.
    #[serde(default)]
    pub words: String,
    /// The id of the colleague.
    #[serde(default)]
    pub to: String,
}

impl ReplyForm {
    /// What is said, or what is wrong with it.
    pub fn check(&self, others: &[Uuid]) -> Result<Reply, Errors> {
        let mut errors = Errors::new();
        let needed = if self.reply == "agreed" { Needed::Yes("Say which dates suit you") } else { Needed::No };
        let said = words(&mut errors, "words", &self.words, (needed, 1_000));
        let to = Uuid::try_parse(&self.to).ok().filter(|id| others.contains(id));
        let reply = match (self.reply.as_str(), to) {
            ("agreed", _) => Some(Reply::Agreed(said)),
            ("not-now", _) => Some(Reply::NotNow(said)),
            ("somebody-else", Some(to)) => Some(Reply::PassOn(to)),
            ("somebody-else", None) => {
                errors.insert("to", "Choose who should answer".to_owned());
                None
            }
            (_, _) => {
                errors.insert("reply", "Choose your answer".to_owned());
                None
            }
        };
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
    fn a_request_says_what_why_and_when_and_only_asks_for_what_is_offered() {
        let today = "2026-11-22".parse().unwrap();
        let empty = RequestForm::default().check(&Way::ALL, today).unwrap_err();
        assert_eq!(empty.keys().copied().collect::<Vec<_>>(), ["way", "when", "why"]);
        let full = RequestForm { way: "visit".into(), why: "x".into(), when: "y".into(), ..RequestForm::default() };
        assert!(full.check(&Way::ALL, today).is_ok_and(|new| new.way == Way::Visit && !new.gives_address));
        assert!(full.check(&[Way::Call], today).unwrap_err().contains_key("way"));
        let patient = RequestForm { reach: "943 476 5919".into(), ..full };
        assert!(patient.check(&Way::ALL, today).unwrap_err().contains_key("reach"));
    }

    #[test]
    fn agreeing_needs_dates_and_passing_on_needs_somebody_who_agreed() {
        let form =
            |reply: &str, words: &str, to: &str| ReplyForm { reply: reply.into(), words: words.into(), to: to.into() };
        let other = Uuid::from_u128(3);
        assert!(form("agreed", " ", "").check(&[]).unwrap_err().contains_key("words"));
        assert!(form("", "", "").check(&[]).unwrap_err().contains_key("reply"));
        assert!(form("somebody-else", "", &other.to_string()).check(&[]).unwrap_err().contains_key("to"));
        assert_eq!(form("somebody-else", "", &other.to_string()).check(&[other]), Ok(Reply::PassOn(other)));
        assert_eq!(form("not-now", "", "").check(&[]), Ok(Reply::NotNow(String::new())));
    }
}
