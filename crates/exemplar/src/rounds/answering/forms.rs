//! What people fill in to answer a section, and what is wrong with it.

use std::collections::BTreeMap;

use composite::Answer;

use super::Standing;
use crate::platform::dates;
use crate::rounds::{Note, Notes, from_word};
use crate::writing::nhs_numbers;

/// Messages by field.
pub(super) type Errors = BTreeMap<String, String>;

/// The longest note, in characters.
const LONGEST: usize = 1_000;

/// The answers of one section, as they were typed.
#[derive(Clone, Debug, Default)]
pub(super) struct SectionForm {
    /// What the section held when the form was opened.
    pub seen: String,
    /// What was typed, by the name of the field.
    pub typed: BTreeMap<String, String>,
}

/// The answers of one section, and the notes beside them.
pub(super) struct Said {
    pub answers: Vec<(usize, Answer)>,
    pub notes: Notes,
}

impl SectionForm {
    /// Reads the pairs of the form.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs.into_iter().take(2_000) {
            match name.as_str() {
                "seen" => form.seen = value,
                _ => {
                    form.typed.insert(name, value.replace("\r\n", "\n").trim().to_owned());
                }
            }
        }
        form
    }

    /// The form with what was said before.
    pub(super) fn with(standing: &Standing, section: usize) -> Self {
        let mut typed = BTreeMap::new();
        for place in standing.asked(section) {
            let Some(question) = standing.framework.questions.get(place) else { continue };
            typed.insert(format!("answer-{}", question.id), crate::rounds::word(standing.answer(place)));
            let note = standing.notes.get(&question.id).cloned().unwrap_or_default();
            typed.insert(format!("why-{}", question.id), note.why);
            typed.insert(format!("evidence-{}", question.id), note.evidence);
            typed.insert(format!("link-{}", question.id), note.link);
            typed.insert(format!("until-{}", question.id), note.until);
        }
        Self { seen: standing.seen_of(section), typed }
    }

    /// What was typed into a field.
    pub(super) fn value(&self, what: &str, question: &str) -> &str {
        self.typed.get(&format!("{what}-{question}")).map_or("", String::as_str)
    }

    /// What was filled in, or what is wrong with it.
    pub(super) fn check(&self, standing: &Standing, section: usize) -> Result<Said, Errors> {
        let mut errors = Errors::new();
        let mut said = Said { answers: Vec::new(), notes: Notes::new() };
        for place in standing.asked(section) {
            let Some(question) = standing.framework.questions.get(place) else { continue };
            let id = question.id.as_str();
            let answer = from_word(self.value("answer", id)).filter(|answer| standing.has(place, *answer));
            let answer = answer.unwrap_or_else(|| {
                errors.insert(format!("answer-{id}"), "Choose one of the answers".to_owned());
                Answer::Unanswered
            });
            let [why, evidence, link, until] =
                ["why", "evidence", "link", "until"].map(|what| self.value(what, id).to_owned());
            let day = dates::typed_day(&until).map(|day| day.to_string());
            let files = standing.notes.get(id).map(|note| note.files.clone()).unwrap_or_default();
            let note = Note { why, evidence, link, until: day.clone().unwrap_or_default(), files };
            if answer == Answer::NotApplicable && note.why.is_empty() {
                errors.insert(format!("why-{id}"), "Say why this does not apply to you".to_owned());
            }
            if !note.link.is_empty() && !is_address(&note.link) {
                errors.insert(format!("link-{id}"), "Write the whole address, beginning with https://".to_owned());
            }
            if !until.is_empty() && day.is_none() {
                errors.insert(format!("until-{id}"), "Enter a date, like 31/12/2026".to_owned());
            } else if !note.until.is_empty() && !note.has_evidence() {
                errors.insert(format!("evidence-{id}"), "Say what it is that holds until that day".to_owned());
            }
            for (what, words) in [("why", &note.why), ("evidence", &note.evidence), ("link", &note.link)] {
                if words.chars().count() > LONGEST {
                    errors.insert(format!("{what}-{id}"), format!("Use at most {LONGEST} characters"));
                } else if !nhs_numbers(words).is_empty() {
                    errors.insert(format!("{what}-{id}"), "This looks like an NHS number: take it out".to_owned());
                }
            }
            let note = Note { why: if answer == Answer::NotApplicable { note.why } else { String::new() }, ..note };
            if note != Note::default() {
                said.notes.insert(id.to_owned(), note);
            }
            said.answers.push((place, answer));
        }
        if errors.is_empty() { Ok(said) } else { Err(errors) }
    }
}

/// Whether words are an address of the web.
fn is_address(words: &str) -> bool {
    let rest = words.strip_prefix("https://").or_else(|| words.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
}

impl Standing {
    /// Whether a question's scale has this answer.
    pub(in crate::rounds) fn has(&self, place: usize, answer: Answer) -> bool {
        let scale = self.framework.questions.get(place).and_then(|question| self.framework.scales.get(question.scale));
        match answer {
            Answer::Value(at) => scale.is_some_and(|scale| scale.score(at).is_some()),
            Answer::NotApplicable | Answer::NotKnown | Answer::Unanswered => true,
        }
    }
}
