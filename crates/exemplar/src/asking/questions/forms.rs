//! What people fill in to ask, to answer, and to set a question aside.

use serde::Deserialize;

use super::End;
use crate::asking::forms::{Errors, Needed, words};

/// The most characters of a question.
pub const LONGEST_QUESTION: usize = 2_000;

/// The most characters of an answer.
pub const LONGEST_ANSWER: usize = 6_000;

/// Asking.
#[derive(Debug, Default, Deserialize)]
pub struct QuestionForm {
    /// What is asked.
    #[serde(default)]
    pub text: String,
    /// `yes` when the asker's name may stand beside it.
    #[serde(default)]
    pub name: String,
}

impl QuestionForm {
    /// The words, or what is wrong with them.
    pub fn check(&self) -> Result<String, Errors> {
        let mut errors = Errors::new();
        let needed = Needed::Yes("Write your question");
        let words = words(&mut errors, "text", &self.text, (needed, LONGEST_QUESTION));
        if errors.is_empty() { Ok(words) } else { Err(errors) }
    }
}

/// Answering.
#[derive(Debug, Default, Deserialize)]
pub struct AnswerForm {
    /// The answer.
    #[serde(default)]
    pub text: String,
    /// The number of the version it was made from; 0 when there was none.
    #[serde(default)]
    pub made_from: i64,
}

impl AnswerForm {
    /// The words, or what is wrong with them.
    pub fn check(&self) -> Result<String, Errors> {
        let mut errors = Errors::new();
        let needed = Needed::Yes("Write your answer");
        let words = words(&mut errors, "text", &self.text, (needed, LONGEST_ANSWER));
        if errors.is_empty() { Ok(words) } else { Err(errors) }
    }
}

/// Setting aside.
#[derive(Debug, Default, Deserialize)]
pub struct AsideForm {
    /// The word of the reason.
    #[serde(default)]
    pub why: String,
}

impl AsideForm {
    /// The reason, or that there is none.
    pub fn check(&self) -> Result<End, Errors> {
        let why = End::from_word(&self.why).filter(|end| End::ASIDE.contains(end));
        why.ok_or_else(|| Errors::from([("why", "Choose why you set it aside".to_owned())]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sets_a_question_aside_as_if_its_asker_had_taken_it_back() {
        let check = |why: &str| AsideForm { why: why.into() }.check();
        assert_eq!(check("off-topic"), Ok(End::OffTopic));
        assert!(check("withdrawn").is_err() && check("").is_err());
    }
}
