//! From a framework to the tree that scores it, and from answers to cells.

use super::{Framework, Question};
use crate::answers::{Answer, Cell};
use crate::scoring::{Score, score};
use crate::tree::{Element, Needs, Tree};

impl Framework {
    /// The tree of this framework: node 0 is the whole, then the sections, then the questions, each in the order of
    /// the file; columns are the questions.
    #[must_use]
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::new("index", self.scoring, Needs::Weight(self.answered));
        for section in &self.sections {
            let parent = section.under.map_or(0, Self::node_of_section);
            let needs = Needs::Weight(section.answered);
            let node = tree.branch(parent, &section.id, section.weight, section.scoring, needs);
            if let Some(level) = section.level {
                tree.make_element(node, Element { level, met_at: section.met_at });
            }
        }
        for question in &self.questions {
            let range = self.scales.get(question.scale).map_or((0.0, 100.0), super::Scale::range);
            let node = tree.leaf(Self::node_of_section(question.section), &question.id, question.weight, range);
            if let Some(level) = question.level {
                tree.make_element(node, Element { level, met_at: question.met_at });
            }
        }
        tree
    }

    /// The node of a section in [`Framework::tree`].
    #[must_use]
    pub fn node_of_section(section: usize) -> usize {
        section + 1
    }

    /// The node of a question in [`Framework::tree`].
    #[must_use]
    pub fn node_of_question(&self, question: usize) -> usize {
        self.sections.len() + question + 1
    }

    /// Whether a question is asked in a care setting at all: its own rule and those of the sections it stands in.
    #[must_use]
    pub fn is_asked(&self, question: usize, setting: Option<usize>) -> bool {
        let holds = |settings: &[usize]| settings.is_empty() || setting.is_some_and(|s| settings.contains(&s));
        let Some(question) = self.questions.get(question) else { return false };
        let mut sections =
            std::iter::successors(self.sections.get(question.section), |s| s.under.and_then(|u| self.sections.get(u)));
        holds(&question.settings) && sections.all(|section| holds(&section.settings))
    }

    /// What each question counts for an organisation of a care setting that gave these answers, one a question.
    /// A question that is not asked there, or whose condition is known not to hold, does not apply.
    #[must_use]
    pub fn cells(&self, setting: Option<usize>, answers: &[Answer]) -> Vec<Cell> {
        self.cells_with(setting, answers, |question, place| self.scales.get(question.scale)?.score(place))
    }

    /// The same with other values for the answers, such as what a claim was found to be worth.
    pub fn cells_with(
        &self,
        setting: Option<usize>,
        answers: &[Answer],
        value: impl Fn(&Question, u16) -> Option<f64>,
    ) -> Vec<Cell> {
        let places = 0..self.questions.len();
        places
            .map(|place| {
                if !self.applies(place, setting, answers) {
                    return Cell::NotApplicable;
                }
                match answers.get(place).copied().unwrap_or_default() {
                    Answer::NotApplicable => Cell::NotApplicable,
                    Answer::NotKnown | Answer::Unanswered => Cell::Missing,
                    Answer::Value(given) => self.questions.get(place).and_then(|q| value(q, given)).into(),
                }
            })
            .collect()
    }

    /// The scores of an organisation, one for each node of [`Framework::tree`].
    #[must_use]
    pub fn score(&self, setting: Option<usize>, answers: &[Answer]) -> Vec<Score> {
        score(&self.tree(), &self.cells(setting, answers))
    }
}
