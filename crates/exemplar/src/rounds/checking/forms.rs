//! What people fill in to check answers, to reply, and to agree, and what is wrong with it.

use std::collections::BTreeMap;

use composite::Answer;

use super::{Check, Remark};
use crate::rounds::from_word;
use crate::writing::nhs_numbers;

/// Messages by field.
pub(super) type Errors = BTreeMap<String, String>;

/// The longest remark, in characters.
const LONGEST: usize = 1_000;

/// A form as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    /// What the check held when the form was opened.
    pub seen: String,
    values: BTreeMap<String, String>,
}

/// What was found, and what is said about it.
pub(super) struct Said {
    pub found: Vec<(usize, Answer, Remark)>,
}

impl Typed {
    /// Reads the pairs of the form.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs.into_iter().take(2_000) {
            match name.as_str() {
                "seen" => form.seen = value,
                _ => {
                    form.values.insert(name, value.replace("\r\n", "\n").trim().to_owned());
                }
            }
        }
        form
    }

    /// The form with what was found before.
    pub(super) fn with(check: &Check) -> Self {
        let mut values = BTreeMap::new();
        for (place, question) in check.standing.framework.questions.iter().enumerate() {
            let remark = check.remark(place);
            values.insert(format!("found-{}", question.id), crate::rounds::word(check.found(place)));
            values.insert(format!("finding-{}", question.id), remark.finding);
            values.insert(format!("question-{}", question.id), remark.question);
            values.insert(format!("reply-{}", question.id), remark.reply);
        }
        Self { seen: check.seen(), values }
    }

    /// The same over what the check holds now.
    pub(super) fn seeing(self, seen: String) -> Self {
        Self { seen, ..self }
    }

    /// What was typed into a field.
    pub(super) fn value(&self, what: &str, question: &str) -> &str {
        self.values.get(&format!("{what}-{question}")).map_or("", String::as_str)
    }

    fn words(&self, what: &str, id: &str, errors: &mut Errors) -> String {
        let words = self.value(what, id);
        if words.chars().count() > LONGEST {
            errors.insert(format!("{what}-{id}"), format!("Use at most {LONGEST} characters"));
        } else if !nhs_numbers(words).is_empty() {
            errors.insert(format!("{what}-{id}"), "This looks like an NHS number: take it out".to_owned());
        }
        words.to_owned()
    }

    /// What was found in a section, or what is wrong with it. What nobody looked at stays empty.
    pub(super) fn found(&self, check: &Check, section: usize) -> Result<Said, Errors> {
        let mut errors = Errors::new();
        let mut found = Vec::new();
        for place in check.standing.asked(section) {
            let Some(question) = check.standing.framework.questions.get(place) else { continue };
            let id = question.id.as_str();
            let answer = from_word(self.value("found", id)).filter(|answer| check.standing.has(place, *answer));
            let answer = answer.unwrap_or_else(|| {
                errors.insert(format!("found-{id}"), "Choose one of the answers".to_owned());
                Answer::Unanswered
            });
            let before = check.remark(place);
            let remark = Remark {
                finding: self.words("finding", id, &mut errors),
                question: self.words("question", id, &mut errors),
                ..before
            };
            let differs = answer != Answer::Unanswered && answer != check.standing.answer(place);
            if differs && remark.finding.is_empty() && !errors.contains_key(&format!("found-{id}")) {
                errors.insert(format!("finding-{id}"), "Say what you saw, since you found something else".to_owned());
            }
            found.push((place, answer, remark));
        }
        if errors.is_empty() { Ok(Said { found }) } else { Err(errors) }
    }

    /// What the organisation replies, or what is wrong with it.
    pub(super) fn reply(&self, check: &Check) -> Result<Vec<(usize, bool, String)>, Errors> {
        let mut errors = Errors::new();
        let mut said = Vec::new();
        for place in check.asked() {
            let Some(question) = check.standing.framework.questions.get(place) else { continue };
            let id = question.id.as_str();
            let reply = self.words("reply", id, &mut errors);
            let stands = match self.value("stands", id) {
                "yes" => true,
                "no" => false,
                _ if !check.differs(place) => false,
                _ => {
                    errors.insert(format!("stands-{id}"), "Say whether you agree with what was found".to_owned());
                    false
                }
            };
            let needs_words = stands || !check.remark(place).question.is_empty();
            if needs_words && reply.is_empty() {
                let words = if stands { "Say why you stand by your answer" } else { "Answer the question" };
                errors.insert(format!("reply-{id}"), words.to_owned());
            }
            said.push((place, stands, reply));
        }
        if errors.is_empty() { Ok(said) } else { Err(errors) }
    }

    /// What was agreed, or what is wrong with it.
    pub(super) fn agreed(&self, check: &Check) -> Result<Vec<(usize, Answer)>, Errors> {
        let mut errors = Errors::new();
        let mut said = Vec::new();
        for place in check.disputed() {
            let Some(question) = check.standing.framework.questions.get(place) else { continue };
            let answer = from_word(self.value("agreed", &question.id));
            match answer.filter(|answer| *answer != Answer::Unanswered && check.standing.has(place, *answer)) {
                Some(answer) => said.push((place, answer)),
                None => {
                    errors.insert(format!("agreed-{}", question.id), "Say what you agreed on".to_owned());
                }
            }
        }
        if errors.is_empty() { Ok(said) } else { Err(errors) }
    }
}
