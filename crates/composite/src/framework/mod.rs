//! A framework: the questions of an assessment as data, in a hierarchy of any depth.
//!
//! A framework is read from TOML ([`Framework::read`]), which names every mistake with its line. From it comes a
//! [`Tree`] that scores cells; [`Framework::cells`] turns the answers of an organisation into cells.

mod checks;
mod conditions;
mod reading;
mod scoring;

use crate::tree::Scoring;

pub(crate) use reading::{FLOOR, scoring_of};

/// The questions of an assessment, with their scales, weights and rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Framework {
    /// What it is called everywhere; the same for all versions.
    pub id: String,
    /// The version, as text.
    pub version: String,
    /// What people call it.
    pub title: String,
    /// Where its facts are from.
    pub source: Option<String>,
    /// When that was published, as written there.
    pub published: Option<String>,
    /// Who wrote the questions, in words that readers are shown.
    pub written_for: Option<String>,
    /// The care settings it knows; empty when there is but one form of it.
    pub settings: Vec<Setting>,
    /// What the parts of each depth are called, from the top: `["theme", "section"]`.
    pub depths: Vec<String>,
    /// The answer scales.
    pub scales: Vec<Scale>,
    /// The parts, each after the part it belongs to.
    pub sections: Vec<Section>,
    /// The questions, in the order they are asked.
    pub questions: Vec<Question>,
    /// What one answer says about another.
    pub implications: Vec<Implication>,
    /// Which questions of other frameworks ask the same.
    pub mappings: Vec<Mapping>,
    /// How the score of the whole is made of its themes.
    pub scoring: Scoring,
    /// The share of the themes' weight that must have a score for the whole to have one.
    pub answered: f64,
}

/// A care setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// A named set of answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Its id.
    pub id: String,
    /// The answers in their order, at least two.
    pub answers: Vec<ScaleAnswer>,
}

/// One answer of a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleAnswer {
    /// Its id, the same for ever.
    pub id: String,
    /// What it says.
    pub text: String,
    /// What it counts.
    pub score: f64,
}

/// A part of a framework: a theme, a section, a pillar, a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub meaning: Option<String>,
    /// The section it belongs to; none at the top.
    pub under: Option<usize>,
    /// How much it counts beside its siblings.
    pub weight: f64,
    /// The care settings it applies to; empty means all.
    pub settings: Vec<usize>,
    /// How its score is made.
    pub scoring: Scoring,
    /// The share of its weight that must be answered for a score.
    pub answered: f64,
    /// The level of which it is an element.
    pub level: Option<u32>,
    /// The score from which on it is met as an element.
    pub met_at: f64,
    /// What its levels mean.
    pub levels: Vec<LevelMeaning>,
}

/// What a level means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelMeaning {
    /// The level.
    pub level: u32,
    /// What an organisation at this level is like.
    pub text: String,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its id, the same for ever.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// What helps in answering.
    pub help: Option<String>,
    /// What could show that the answer is true.
    pub evidence: Option<String>,
    /// The section it stands in.
    pub section: usize,
    /// Its answers.
    pub scale: usize,
    /// How much it counts in its section.
    pub weight: f64,
    /// The care settings it applies to; empty means all.
    pub settings: Vec<usize>,
    /// What it asks in some care settings instead.
    pub wording: Vec<(usize, String)>,
    /// It applies only when another question was answered so.
    pub when: Option<Condition>,
    /// The level of which it is an element.
    pub level: Option<u32>,
    /// The score from which on it is met as an element.
    pub met_at: f64,
}

/// A question was answered with at least this score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition {
    /// The question.
    pub question: usize,
    /// The score from which on the condition holds.
    pub at_least: f64,
}

/// Whoever answers the first so high has to answer the second so high too; otherwise the answers contradict.
#[derive(Clone, Debug, PartialEq)]
pub struct Implication {
    /// When this holds …
    pub when: Condition,
    /// … this must hold.
    pub then: Condition,
    /// Why, in a sentence that is shown.
    pub why: String,
}

/// Which question of another framework asks the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The question here.
    pub question: usize,
    /// The other framework's id.
    pub framework: String,
    /// The other framework's version.
    pub version: String,
    /// The other question's id.
    pub other: String,
}

impl Scale {
    /// The place of the answer with this id, for [`crate::Answer::Value`].
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u16> {
        self.answers.iter().position(|answer| answer.id == id).and_then(|place| u16::try_from(place).ok())
    }

    /// What an answer counts.
    #[must_use]
    pub fn score(&self, place: u16) -> Option<f64> {
        self.answers.get(usize::from(place)).map(|answer| answer.score)
    }

    /// The lowest and the highest score of the scale.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let scores = || self.answers.iter().map(|answer| answer.score);
        (scores().fold(f64::INFINITY, f64::min), scores().fold(f64::NEG_INFINITY, f64::max))
    }
}

impl Question {
    /// What is asked in a care setting.
    #[must_use]
    pub fn text_in(&self, setting: Option<usize>) -> &str {
        let own = self.wording.iter().find(|(place, _)| Some(*place) == setting);
        own.map_or(&self.text, |(_, text)| text)
    }
}

impl Framework {
    /// The place of the question with this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.id == id)
    }

    /// The place of the section with this id.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.id == id)
    }

    /// The place of the care setting with this id.
    #[must_use]
    pub fn setting(&self, id: &str) -> Option<usize> {
        self.settings.iter().position(|setting| setting.id == id)
    }

    /// The sections directly below a section, or at the top.
    pub fn sections_under(&self, section: Option<usize>) -> impl Iterator<Item = (usize, &Section)> {
        self.sections.iter().enumerate().filter(move |(_, below)| below.under == section)
    }

    /// The questions that stand directly in a section.
    pub fn questions_in(&self, section: usize) -> impl Iterator<Item = (usize, &Question)> {
        self.questions.iter().enumerate().filter(move |(_, question)| question.section == section)
    }

    /// What a section is called for its depth: "theme", "section".
    #[must_use]
    pub fn depth_name(&self, section: usize) -> &str {
        let above = std::iter::successors(self.sections.get(section), |s| s.under.and_then(|u| self.sections.get(u)));
        self.depths.get(above.count().saturating_sub(1)).map_or("section", String::as_str)
    }
}
