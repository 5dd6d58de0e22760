//! What a score is likely to be worth, as far as checks of others show: those that were drawn at random and checked give a line
//! from what is claimed to what is found.

use composite::places::Estimate;
use composite::verification::{Calibration, Spread};
use composite::{Framework, stats};

use super::{Data, Results, Unit};

/// How many organisations must have been drawn and checked.
const FEWEST: usize = 10;

/// The line, and how far findings spread around it.
#[derive(Clone, Copy, Debug)]
pub struct Calibrated {
    line: Calibration,
    spread: Spread,
}

impl Calibrated {
    /// Of those drawn at random; none where they are too few. Those who were asked for another reason would bend the line.
    #[must_use]
    pub fn of(framework: &Framework, data: &Data, results: &Results) -> Option<Self> {
        let drawn = data.units.iter().filter(|unit| unit.checked.as_ref().is_some_and(|checked| checked.is_drawn));
        let (mut pairs, mut differences) = (Vec::new(), Vec::new());
        for unit in drawn {
            let apart = unit.apart(framework);
            let claimed = results.of(&unit.code).and_then(|standing| standing.score.unrounded);
            if let (Some(claimed), Some(inflation)) = (claimed, mean(&apart)) {
                pairs.push((claimed, claimed - inflation));
                differences.push(apart);
            }
        }
        if pairs.len() < FEWEST {
            return None;
        }
        Some(Self { line: Calibration::fit(&pairs)?, spread: Spread::of(&differences)? })
    }

    /// Of how many organisations the line is made.
    #[must_use]
    pub fn audited(&self) -> usize {
        self.line.audited
    }

    /// What an organisation that claims a score is likely to be worth; what was checked of its own answers counts more.
    #[must_use]
    pub fn worth(&self, framework: &Framework, claimed: f64, unit: Option<&Unit>) -> Estimate {
        let own = unit.map(|unit| unit.apart(framework)).unwrap_or_default();
        match mean(&own) {
            Some(inflation) => self.line.predict_checked(claimed, inflation, own.len(), self.spread),
            None => self.line.predict(claimed),
        }
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| stats::mean(values))
}

#[cfg(test)]
mod tests {
    use composite::Answer;

    use super::*;
    use crate::maturity::{Checked, Recipe, results_of};

    const QUESTIONS: &str = r#"
id = "small"
version = "1"
kind = "maturity"
title = "Small"
scale = [{ id = "s", answers = [{ id = "a", text = "A", score = 0 }, { id = "b", text = "B", score = 50 }, { id = "c", text = "C", score = 100 }] }]
section = [{ id = "one", title = "One" }]
question = [{ id = "q", section = "one", scale = "s", text = "Q" }, { id = "r", section = "one", scale = "s", text = "R" }, { id = "t", section = "one", scale = "s", text = "T" }]
"#;
    const RECIPE: &[u8] = b"framework = { id = \"small\", version = \"1\" }\nscore = { decimals = 1 }\n\
        error = { theme_sd = 6, why = \"x\" }\nplaces = { draws = 100, seed = 7 }\n";

    fn unit(at: usize, answers: [u16; 3], found: Option<[u16; 3]>) -> Unit {
        let values = |answers: [u16; 3]| answers.map(Answer::Value).to_vec();
        let checked =
            |found| Checked { by: "B".into(), on: "2026-01-02".into(), is_drawn: true, answers: values(found) };
        Unit {
            code: format!("A{at:02}"),
            name: String::new(),
            care_setting: String::new(),
            region: String::new(),
            answered_on: "2026-01-01".into(),
            answers: values(answers),
            checked: found.map(checked),
        }
    }

    #[test]
    fn claims_are_worth_less_where_those_drawn_at_random_were_found_to_be() {
        let framework = Framework::read(QUESTIONS).unwrap();
        // Everybody claims one step too much in one of three answers, which is 16.7 points of 100.
        let drawn = |at: usize| match at % 3 {
            0 => unit(at, [2, 2, 1], Some([2, 1, 1])),
            1 => unit(at, [1, 1, 1], Some([1, 0, 1])),
            _ => unit(at, [2, 1, 0], Some([1, 1, 0])),
        };
        let mut units: Vec<Unit> = (0..12).map(drawn).collect();
        units.push(unit(12, [2, 2, 2], None));
        let data = Data { units };
        let results = results_of(&framework, &Recipe::read(RECIPE).unwrap(), &data);
        let calibrated = Calibrated::of(&framework, &data, &results).unwrap();
        assert_eq!(calibrated.audited(), 12);
        let worth = calibrated.worth(&framework, 60.0, None);
        assert!((worth.mean - (60.0 - 50.0 / 3.0)).abs() < 1e-9, "{worth:?}");
        let few = Data { units: data.units[..9].to_vec() };
        assert!(Calibrated::of(&framework, &few, &results).is_none(), "nine are too few");
        let mut asked = data.clone();
        for unit in &mut asked.units {
            unit.checked.iter_mut().for_each(|checked| checked.is_drawn = false);
        }
        assert!(Calibrated::of(&framework, &asked, &results).is_none(), "who was asked for a reason does not count");
    }
}
