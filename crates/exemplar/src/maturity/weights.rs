//! What comes out when a reader gives the parts at the top other weights: scores, and the places that leaves.

use composite::Framework;
use composite::ranks::published;

use super::compute::clear_of;
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

/// Each organisation under these weights, one for each part at the top; none for those without a score in all that count.
#[must_use]
pub fn reweighed(framework: &Framework, recipe: &Recipe, results: &Results, weights: &[f64]) -> Vec<Option<Reweighed>> {
    let parts: Vec<(usize, f64)> = framework
        .sections_under(None)
        .map(|(at, _)| at)
        .zip(weights.iter().copied())
        .filter(|(_, w)| *w > 0.0)
        .collect();
    let sum: f64 = parts.iter().map(|(_, weight)| weight).sum();
    let squares: f64 = parts.iter().map(|(_, weight)| weight * weight).sum();
    let sd = recipe.error.theme_sd * squares.sqrt() / sum;
    let score = |sections: &[Option<super::Bounds>]| -> Option<f64> {
        let mut all = 0.0;
        for (at, weight) in &parts {
            all += weight * sections.get(*at).copied().flatten()?.unrounded?;
        }
        (sum > 0.0).then(|| published(all / sum, recipe.score.decimals))
    };
    let scores: Vec<Option<f64>> = results.units.iter().map(|unit| score(&unit.sections)).collect();
    let points: Vec<f64> = scores.iter().flatten().copied().collect();
    let of = points.len();
    let mut placed = points.iter().zip(clear_of(&points, sd)).map(|(score, clear)| Reweighed {
        score: *score,
        place: Place { range: clear.range(of), of },
        ahead_of: clear.below,
        behind: clear.above,
    });
    scores.iter().map(|score| score.and_then(|_| placed.next())).collect()
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
        }
    }

    #[test]
    fn the_question_set_s_own_weights_give_the_published_scores() {
        let framework = Framework::read(QUESTIONS).unwrap();
        let recipe = Recipe::read(RECIPE).unwrap();
        let data = Data { units: vec![unit("A", [1, 1]), unit("B", [2, 1]), unit("C", [0, 2])] };
        let results = results_of(&framework, &recipe, &data);
        let own = reweighed(&framework, &recipe, &results, &[1.0, 2.0]);
        for (unit, own) in results.units.iter().zip(&own) {
            assert_eq!(unit.score.point, own.map(|own| own.score), "{}", unit.code);
        }
        let other = reweighed(&framework, &recipe, &results, &[1.0, 0.0]);
        let scores: Vec<f64> = other.iter().flatten().map(|own| own.score).collect();
        assert_eq!(scores, [33.3, 100.0, 0.0]);
        assert_eq!(other[1].map(|own| (own.ahead_of, own.behind, own.place.range.worst)), Some((2, 0, 1)));
    }
}
