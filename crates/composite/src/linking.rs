//! Setting two rounds side by side whose questions differ.
//!
//! What was asked in both, on the same scale and in the same words or by a declared mapping, can be compared; the rest
//! is marked. A comparison of wholes is made over the common questions alone, and refused when they are too few.

use crate::answers::{Answer, Cell};
use crate::framework::{Framework, Question};
use crate::scoring::{Score, score};

/// How the questions of a later framework go with those of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Pairs (earlier, later) of questions that ask the same.
    pub common: Vec<(usize, usize)>,
    /// Earlier questions that are no longer asked.
    pub only_earlier: Vec<usize>,
    /// Later questions that were not asked before.
    pub only_later: Vec<usize>,
    /// Pairs with the same id that do not ask the same: other words or another scale. They are not compared.
    pub changed: Vec<(usize, usize)>,
}

/// Why two scores are not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Less than half of a part's weight, in either round, is on common questions.
    TooLittleInCommon,
    /// One of the two has no score on what is common.
    NoScore,
}

/// Two scores over the common questions alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The earlier score.
    pub earlier: f64,
    /// The later score.
    pub later: f64,
    /// The share of the later part's weight that the common questions have.
    pub common: f64,
}

impl Link {
    /// Links a later framework to an earlier one.
    #[must_use]
    pub fn new(earlier: &Framework, later: &Framework) -> Self {
        let mut link = Self { common: vec![], only_earlier: vec![], only_later: vec![], changed: vec![] };
        for (place, question) in later.questions.iter().enumerate() {
            match before(earlier, later, place, question) {
                Some((old, true)) => link.common.push((old, place)),
                Some((old, false)) => link.changed.push((old, place)),
                None => link.only_later.push(place),
            }
        }
        let linked = |old: &usize| link.common.iter().chain(&link.changed).any(|(place, _)| place == old);
        link.only_earlier = (0..earlier.questions.len()).filter(|old| !linked(old)).collect();
        link
    }

    /// The change of an organisation on the whole or a section that stands in both under the same id, over the common
    /// questions. Each round is scored by its own framework with all other questions left out.
    ///
    /// # Errors
    /// When the comparison does not hold.
    pub fn change(&self, earlier: &Round<'_>, later: &Round<'_>, part: &str) -> Result<Change, Refused> {
        let common = self.common.iter().filter(|(old, new)| earlier.asks_plainly(*old) && later.asks_plainly(*new));
        let (old, new): (Vec<usize>, Vec<usize>) = common.copied().unzip();
        let (before, _) = earlier.over(&old, part).ok_or(Refused::TooLittleInCommon)?;
        let (after, common) = later.over(&new, part).ok_or(Refused::TooLittleInCommon)?;
        match (before.point(), after.point()) {
            (Some(earlier), Some(later)) => Ok(Change { earlier, later, common }),
            _ => Err(Refused::NoScore),
        }
    }
}

/// The earlier question, and whether it asks the same.
fn before(earlier: &Framework, later: &Framework, place: usize, question: &Question) -> Option<(usize, bool)> {
    let mapped = later.mappings.iter().find(|mapping| {
        mapping.question == place && mapping.framework == earlier.id && mapping.version == earlier.version
    });
    if let Some(mapped) = mapped {
        return earlier.question(&mapped.other).map(|old| (old, scales_agree(earlier, old, later, place)));
    }
    let old = earlier.question(&question.id)?;
    let same_words = earlier.questions.get(old).is_some_and(|old| old.text == question.text);
    Some((old, same_words && scales_agree(earlier, old, later, place)))
}

fn scales_agree(earlier: &Framework, old: usize, later: &Framework, new: usize) -> bool {
    let scale = |framework: &Framework, question: usize| -> Option<Vec<(String, f64)>> {
        let scale = framework.scales.get(framework.questions.get(question)?.scale)?;
        Some(scale.answers.iter().map(|answer| (answer.text.clone(), answer.score)).collect())
    };
    scale(earlier, old) == scale(later, new)
}

/// The answers of one organisation in one round.
#[derive(Clone, Copy, Debug)]
pub struct Round<'r> {
    /// The framework of the round.
    pub framework: &'r Framework,
    /// The organisation's care setting.
    pub setting: Option<usize>,
    /// Its answers.
    pub answers: &'r [Answer],
}

impl Round<'_> {
    /// Whether a question is asked here in the words it is compared by, and not in others for this care setting.
    fn asks_plainly(&self, question: usize) -> bool {
        self.framework.questions.get(question).is_some_and(|own| own.text_in(self.setting) == own.text)
    }

    /// The score on a part with all but these questions left out, and the share of the part's effective weight that
    /// they have; none when that is less than half, or the part is not there.
    fn over(&self, kept: &[usize], part: &str) -> Option<(Score, f64)> {
        let tree = self.framework.tree();
        let node = tree.find(part)?;
        let applies = |question: &usize| self.framework.applies(*question, self.setting, self.answers);
        let share = |questions: &mut dyn Iterator<Item = usize>| {
            let weights = crate::weighting::effective(&tree);
            let below = |question: &usize| {
                let mut above = Some(self.framework.node_of_question(*question));
                while let Some(place) = above.filter(|place| *place != node) {
                    above = tree.nodes().get(place).and_then(|node| node.parent);
                }
                above.is_some()
            };
            let of = |question: usize| weights.get(self.framework.node_of_question(question)).copied().unwrap_or(0.0);
            questions.filter(below).filter(applies).map(of).fold(0.0, |sum, weight| sum + weight)
        };
        let common = share(&mut kept.iter().copied()) / share(&mut (0..self.framework.questions.len()));
        let mut cells = self.framework.cells(self.setting, self.answers);
        for (question, cell) in cells.iter_mut().enumerate() {
            if !kept.contains(&question) {
                *cell = Cell::NotApplicable;
            }
        }
        let scored = *score(&tree, &cells).get(node)?;
        (common >= 0.5 - 1e-9).then_some((scored, common))
    }
}

/// The change in standard errors, `(later - earlier) / sqrt(e_1^2 + e_2^2)`; list those that stand out with
/// [`crate::claims::benjamini_hochberg`] at 10 %.
#[must_use]
pub fn change_z(earlier: crate::places::Estimate, later: crate::places::Estimate) -> f64 {
    (later.mean - earlier.mean) / (earlier.sd * earlier.sd + later.sd * later.sd).sqrt()
}
