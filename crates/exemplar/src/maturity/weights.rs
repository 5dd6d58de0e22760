//! What comes out when a reader gives the parts at the top other weights: scores, and the places that leaves.

use composite::Framework;
use composite::ranks::published;

use super::compute::clear_in;
use super::{Place, Recipe, Results};

/// The largest weight that can be given.
pub const MOST: u32 = 100;

/// An organisation under other weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reweighed {
    /// Its score.
    pub score: f64,
    /// The places that are left when those clearly ahead and clearly behind are taken away.
    pub place: Place,
    /// How many it is clearly ahead of.
    pub ahead_of: usize,
    /// How many it is clearly behind.
    pub behind: usize,
}

/// All organisations under a reader's weights. Where one stands is worked out when it is asked for: of a hundred thousand, a
/// page shows fifty.
#[derive(Debug)]
pub struct Weighed {
    scores: Vec<Option<f64>>,
    sorted: Vec<f64>,
    sd: f64,
}

impl Weighed {
    /// Under these weights, one for each part at the top; no score for those without one in all that count.
    #[must_use]
    pub fn new(framework: &Framework, recipe: &Recipe, results: &Results, weights: &[f64]) -> Self {
        let parts: Vec<(usize, f64)> = framework
            .sections_under(None)
            .map(|(at, _)| at)
            .zip(weights.iter().copied())
            .filter(|(_, w)| *w > 0.0)
            .collect();
        let sum: f64 = parts.iter().map(|(_, weight)| weight).sum();
        let squares: f64 = parts.iter().map(|(_, weight)| weight * weight).sum();
        let score = |sections: &[Option<super::Bounds>]| -> Option<f64> {
            let mut all = 0.0;
            for (at, weight) in &parts {
                all += weight * sections.get(*at)?.as_ref()?.unrounded?;
            }
            (sum > 0.0).then(|| published(all / sum, recipe.score.decimals))
        };
        let scores: Vec<Option<f64>> = results.units.iter().map(|unit| score(&unit.sections)).collect();
        let mut sorted: Vec<f64> = scores.iter().flatten().copied().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        Self { scores, sorted, sd: recipe.error.theme_sd * squares.sqrt() / sum }
    }

    /// The score of an organisation, by its place in the results.
    #[must_use]
    pub fn score(&self, at: usize) -> Option<f64> {
        self.scores.get(at).copied().flatten()
    }

    /// Where an organisation stands, by its place in the results.
    #[must_use]
    pub fn of(&self, at: usize) -> Option<Reweighed> {
        let score = self.score(at)?;
        let clear = clear_in(&self.sorted, score, self.sd);
        let of = self.sorted.len();
        let place = Place { range: clear.range(of).of_two(of), of };
        Some(Reweighed { score, place, ahead_of: clear.below, behind: clear.above })
    }
}

#[cfg(test)]
mod tests {
    use composite::Answer;

    use super::*;
    use crate::maturity::{Data, Unit, results_of};

    const QUESTIONS: &str = r#"
id = "small"
version = "1"
kind = "maturity"
title = "Small"
scale = [{ id = "s", answers = [{ id = "a", text = "A", score = 0 }, { id = "b", text = "B", score = 33.34 }, { id = "c", text = "C", score = 100 }] }]
section = [{ id = "one", title = "One" }, { id = "two", title = "Two", weight = 2 }]
question = [{ id = "q", section = "one", scale = "s", text = "Q" }, { id = "r", section = "two", scale = "s", text = "R" }]
"#;
    const RECIPE: &[u8] = b"framework = { id = \"small\", version = \"1\" }\nscore = { decimals = 1 }\n\
        error = { theme_sd = 6, why = \"x\" }\nplaces = { draws = 100, seed = 7 }\n";

    fn unit(code: &str, answers: [u16; 2]) -> Unit {
        Unit {
            code: code.into(),
            name: code.into(),
            care_setting: String::new(),
            region: String::new(),
            answered_on: "2026-01-01".into(),
            answers: answers.map(Answer::Value).to_vec(),
            checked: None,
        }
    }

    #[test]
    fn the_question_set_s_own_weights_give_the_published_scores() {
        let framework = Framework::read(QUESTIONS).unwrap();
        let recipe = Recipe::read(RECIPE).unwrap();
        let data = Data { units: vec![unit("A", [1, 1]), unit("B", [2, 1]), unit("C", [0, 2])] };
        let results = results_of(&framework, &recipe, &data);
        let own = Weighed::new(&framework, &recipe, &results, &[1.0, 2.0]);
        for (at, unit) in results.units.iter().enumerate() {
            assert_eq!(unit.score.point, own.score(at), "{}", unit.code);
        }
        let other = Weighed::new(&framework, &recipe, &results, &[1.0, 0.0]);
        assert_eq!([0, 1, 2].map(|at| other.score(at)), [33.3, 100.0, 0.0].map(Some));
        assert_eq!(other.of(1).map(|own| (own.ahead_of, own.behind, own.place.range.worst)), Some((2, 0, 2)));
    }
}
