//! What people fill in while they write, and what is wrong with it.

mod hazards;
mod parts;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

pub use hazards::HazardForm;
pub use parts::{FactsForm, SectionForm, StartForm, StepForm};

use super::store::HazardAnswerRow;
use super::{CareAnswers, HazardAnswer};
use crate::blueprints::Hazard;

/// Messages by field, in the order of the form.
pub(super) type Errors = IndexMap<String, String>;

/// The text of a guide.
#[derive(Debug, Default, Deserialize)]
pub struct EditForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// The SHA-256 of the text it was made from: a later one is not overwritten.
    #[serde(default)]
    pub made_from: String,
    /// The text, without what stands before it in front matter.
    #[serde(default)]
    pub text: String,
    /// `preview` shows the text before it is saved.
    #[serde(default)]
    pub how: String,
}

/// The three questions.
#[derive(Debug, Default, Deserialize)]
pub struct CareForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// Does it change what staff prescribe, record, decide or see?
    #[serde(default)]
    pub changes_what: String,
    /// Could a fault in it delay or misdirect care?
    #[serde(default)]
    pub could_harm: String,
    /// Does it state a dose, threshold or time limit?
    #[serde(default)]
    pub states_dose: String,
}

impl CareForm {
    /// The form with answers that were given before.
    pub fn of(care: Option<CareAnswers>) -> Self {
        let word = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        care.map_or_else(Self::default, |care| Self {
            key: String::new(),
            changes_what: word(care.changes_what),
            could_harm: word(care.could_harm),
            states_dose: word(care.states_dose),
        })
    }

    /// The answers, or what is missing.
    pub(super) fn check(&self) -> Result<CareAnswers, Errors> {
        let mut errors = Errors::new();
        let mut yes = |field: &str, word: &str| match word {
            "yes" => true,
            "no" => false,
            _ => {
                errors.insert(field.to_owned(), "Choose yes or no".to_owned());
                false
            }
        };
        let care = CareAnswers {
            changes_what: yes("changes_what", &self.changes_what),
            could_harm: yes("could_harm", &self.could_harm),
            states_dose: yes("states_dose", &self.states_dose),
        };
        if errors.is_empty() { Ok(care) } else { Err(errors) }
    }
}

/// Agreeing to a text, or showing it to everyone.
#[derive(Debug, Default, Deserialize)]
pub struct TextForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// The SHA-256 of the text that was seen.
    #[serde(default)]
    pub text_hash: String,
    /// A note.
    #[serde(default)]
    pub note: String,
    /// `yes` when numbers in the text were said to be invented.
    #[serde(default)]
    pub invented: String,
}

/// Withdrawing a guide.
#[derive(Debug, Default, Deserialize)]
pub struct WithdrawForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// The address of what should be read instead.
    #[serde(default)]
    pub instead: String,
}

impl WithdrawForm {
    pub(super) fn check(&self) -> Errors {
        let mut errors = Errors::new();
        if self.reason.trim().is_empty() {
            errors.insert("reason".to_owned(), "Say why: every reader will want to know".to_owned());
        } else if self.reason.chars().count() > 2_000 {
            errors.insert("reason".to_owned(), "A reason has at most 2,000 characters".to_owned());
        }
        errors
    }

    /// The last part of the address, whichever way it was written.
    pub(super) fn instead_slug(&self) -> &str {
        self.instead.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
    }
}

/// Signing a text, with an answer for each hazard.
#[derive(Debug, Default)]
pub struct SignForm {
    /// The form's one-time key.
    pub key: String,
    /// The SHA-256 of the text that was seen.
    pub text_hash: String,
    /// A note.
    pub note: String,
    /// For each hazard by its place from 1: the word of the answer, and its words.
    pub hazards: BTreeMap<usize, (String, String)>,
}

impl SignForm {
    /// Reads the pairs of the form.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            let place = |prefix: &str| name.strip_prefix(prefix).and_then(|place| place.parse::<usize>().ok());
            match name.as_str() {
                "key" => form.key = value,
                "text_hash" => form.text_hash = value,
                "note" => form.note = value,
                _ => {
                    if let Some(place) = place("hazard-") {
                        form.hazards.entry(place).or_default().0 = value;
                    } else if let Some(place) = place("words-") {
                        form.hazards.entry(place).or_default().1 = value;
                    }
                }
            }
        }
        form
    }

    /// Without words that were said of another answer and are still there: a hazard that holds as written needs none.
    pub(super) fn without_left_over(mut self, hazards: &[Hazard], said: &[HazardAnswerRow]) -> Self {
        for (place, hazard) in (1..).zip(hazards) {
            let before = said.iter().find(|said| said.hazard == hazard.name && said.answer() != HazardAnswer::Holds);
            if let (Some(before), Some((word, words))) = (before, self.hazards.get_mut(&place))
                && HazardAnswer::from_word(word) == Some(HazardAnswer::Holds)
                && words.trim() == before.words.trim()
            {
                words.clear();
            }
        }
        self
    }

    /// An answer for every hazard, or what is missing. A text of the organisation's own needs none.
    pub(super) fn check(&self, hazards: &[Hazard]) -> Result<Vec<(String, HazardAnswer, String)>, Errors> {
        let (mut errors, mut answers) = (Errors::new(), Vec::new());
        for (place, hazard) in (1..).zip(hazards) {
            let (word, words) = self.hazards.get(&place).cloned().unwrap_or_default();
            match HazardAnswer::from_word(&word) {
                None => {
                    errors
                        .insert(format!("hazard-{place}"), format!("Say how \u{201c}{}\u{201d} is here", hazard.name));
                }
                Some(HazardAnswer::Otherwise) if words.trim().is_empty() => {
                    errors.insert(format!("words-{place}"), "Say how it is controlled here".to_owned());
                }
                Some(HazardAnswer::NotHere) if words.trim().is_empty() => {
                    errors.insert(format!("words-{place}"), "Say why it does not apply here".to_owned());
                }
                Some(answer) => answers.push((hazard.name.clone(), answer, words.trim().chars().take(2_000).collect())),
            }
        }
        if errors.is_empty() { Ok(answers) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hazard_needs_an_answer_and_some_answers_need_words() {
        let hazards: Vec<Hazard> =
            ["A", "B", "C"].iter().map(|name| Hazard { name: (*name).to_owned(), facts: Vec::new() }).collect();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let form = SignForm::from_pairs(vec![pair("hazard-1", "holds"), pair("hazard-2", "not-here")]);
        let errors = form.check(&hazards).unwrap_err();
        assert_eq!(errors.keys().collect::<Vec<_>>(), ["words-2", "hazard-3"]);
        let form = SignForm::from_pairs(vec![
            pair("hazard-1", "holds"),
            pair("hazard-2", "not-here"),
            pair("words-2", "We have no theatres"),
            pair("hazard-3", "otherwise"),
            pair("words-3", "By a second check"),
        ]);
        assert_eq!(form.check(&hazards).unwrap().len(), 3);
    }

    #[test]
    fn unknown_is_not_no() {
        let errors = CareForm { could_harm: "no".into(), ..CareForm::default() }.check().unwrap_err();
        assert_eq!(errors.keys().collect::<Vec<_>>(), ["changes_what", "states_dose"]);
    }
}
