//! What people fill in about programmes.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::writing::nhs_numbers;

/// Messages by field.
pub type Errors = BTreeMap<&'static str, String>;

/// Which programme a form is for.
#[derive(Debug, Default, Deserialize)]
pub struct ProgrammeQuery {
    /// Its slug.
    #[serde(default)]
    pub programme: String,
}

/// Proposing a pairing.
#[derive(Debug, Default, Deserialize)]
pub struct ProposalForm {
    /// The programme's slug.
    #[serde(default)]
    pub programme: String,
    /// For the office: the code of the one that follows.
    #[serde(default)]
    pub organisation: String,
    /// The code of the other, as it was chosen.
    #[serde(default)]
    pub partner: String,
    /// Its code, as it was typed.
    #[serde(default)]
    pub other: String,
    /// `we` or `they`: who follows whom.
    #[serde(default)]
    pub follows: String,
    /// Since when.
    #[serde(default)]
    pub on: String,
    /// Anything else.
    #[serde(default)]
    pub note: String,
}

impl ProposalForm {
    /// The code of the other: what was typed counts before what was chosen.
    #[must_use]
    pub fn other(&self) -> String {
        let typed = self.other.trim();
        if typed.is_empty() { self.partner.trim().to_owned() } else { typed.to_uppercase() }
    }
}

/// Saying how a pairing stands.
#[derive(Debug, Default, Deserialize)]
pub struct StandingForm {
    /// `paired`, `not-paired` or `ended`.
    #[serde(default)]
    pub says: String,
    /// Since when.
    #[serde(default)]
    pub on: String,
    /// Why.
    #[serde(default)]
    pub note: String,
}

impl StandingForm {
    /// What is wrong besides what the columns of a pairing say: a no needs a reason.
    #[must_use]
    pub fn errors(&self) -> Errors {
        let mut errors = Errors::new();
        if self.says.is_empty() {
            errors.insert("says", "Choose how it stands".to_owned());
        }
        if matches!(self.says.as_str(), "not-paired" | "ended") && self.note.trim().is_empty() {
            errors.insert("note", "Say why: everyone reads it".to_owned());
        }
        no_patients(&mut errors, "note", &self.note);
        errors
    }
}

/// Notes that a text holds what looks like a patient's number.
pub fn no_patients(errors: &mut Errors, field: &'static str, text: &str) {
    if let Some(number) = nhs_numbers(text).first() {
        errors.insert(field, format!("Take out {number}: it looks like an NHS number"));
    }
}

/// What was typed on several lines as one line: facts are single lines.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_needs_a_reason_and_a_typed_code_counts_first() {
        let ended = StandingForm { says: "ended".into(), ..StandingForm::default() };
        assert!(ended.errors().contains_key("note"));
        let paired = StandingForm { says: "paired".into(), ..StandingForm::default() };
        assert!(paired.errors().is_empty());
        assert!(StandingForm::default().errors().contains_key("says"));
        let patient = StandingForm { says: "ended".into(), note: "943 476 5919".into(), ..StandingForm::default() };
        assert!(patient.errors()["note"].contains("NHS number"));
        let form = ProposalForm { partner: "RAA".into(), other: " rbb ".into(), ..ProposalForm::default() };
        assert_eq!(form.other(), "RBB");
        assert_eq!(one_line(" a\r\n b "), "a b");
    }
}
