//! What one answer says about another question: whether it applies, and whether the two contradict.

use super::{Condition, Framework, Implication};
use crate::answers::Answer;

impl Framework {
    /// Whether a question applies to an organisation of a care setting that gave these answers. While the question
    /// that decides it is still open, it does.
    #[must_use]
    pub fn applies(&self, question: usize, setting: Option<usize>, answers: &[Answer]) -> bool {
        let condition = self.questions.get(question).and_then(|question| question.when);
        self.is_asked(question, setting)
            && condition.is_none_or(|condition| {
                self.applies(condition.question, setting, answers) && self.holds(condition, answers) != Some(false)
            })
    }

    /// Whether a condition holds; none while the answer is open.
    #[must_use]
    pub fn holds(&self, condition: Condition, answers: &[Answer]) -> Option<bool> {
        match answers.get(condition.question).copied().unwrap_or_default() {
            Answer::NotApplicable => Some(false),
            Answer::NotKnown | Answer::Unanswered => None,
            Answer::Value(place) => {
                let scale = self.scales.get(self.questions.get(condition.question)?.scale)?;
                scale.score(place).map(|score| score >= condition.at_least - 1e-9)
            }
        }
    }

    /// The declared implications that these answers go against: a question to the organisation, never a deduction.
    #[must_use]
    pub fn contradictions(&self, answers: &[Answer]) -> Vec<&Implication> {
        let against = |said: &&Implication| {
            self.holds(said.when, answers) == Some(true)
                && self.holds(said.then, answers) == Some(false)
                && !matches!(answers.get(said.then.question), Some(Answer::NotApplicable))
        };
        self.implications.iter().filter(against).collect()
    }
}
