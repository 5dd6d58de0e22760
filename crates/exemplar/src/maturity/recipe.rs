//! The recipe of an edition: every choice that makes results of answers, in a TOML file that is published with them.

use composite::Framework;
use serde::Deserialize;

use super::compute::clear_from;

/// What is wrong with a recipe.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RecipeError {
    /// It cannot be read.
    #[error("the recipe cannot be read: {0}")]
    Unreadable(String),
    /// It says something that cannot be.
    #[error("the recipe: {0}")]
    Wrong(String),
}

/// Every choice.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Which question set was answered.
    pub framework: Answered,
    /// How scores are published.
    pub score: Rounding,
    /// How far a claim can be off.
    pub error: Reporting,
    /// How places are told.
    pub places: Drawing,
}

/// Which question set was answered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
}

/// How scores are published.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// After how many decimals they are rounded, once.
    pub decimals: u8,
}

/// How far what an organisation claims can be off, in points, beside what everybody claims too much.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reporting {
    /// The standard deviation for each part at the top.
    pub theme_sd: f64,
    /// Where that number comes from, in a sentence.
    pub why: String,
}

/// How places are told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawing {
    /// How often all are ranked anew.
    pub draws: u32,
    /// What the draws follow from.
    pub seed: u64,
}

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`RecipeError`] with what is wrong.
    pub fn read(bytes: &[u8]) -> Result<Self, RecipeError> {
        let text =
            std::str::from_utf8(bytes).map_err(|_| RecipeError::Unreadable("it is not UTF-8 text".to_owned()))?;
        let recipe: Self = toml::from_str(text).map_err(|error| RecipeError::Unreadable(error.to_string()))?;
        let wrong = |words: &str| Err(RecipeError::Wrong(words.to_owned()));
        match &recipe {
            Self { score: Rounding { decimals: 4.. }, .. } => wrong("decimals is at most 3"),
            Self { error: Reporting { theme_sd, .. }, .. } if !(theme_sd.is_finite() && *theme_sd > 0.0) => {
                wrong("theme_sd is a number of points above 0")
            }
            Self { places: Drawing { draws: 0..100 | 100_001.., .. }, .. } => wrong("draws is from 100 to 100000"),
            _ => Ok(recipe),
        }
    }

    /// Whether it is for this question set.
    ///
    /// # Errors
    /// [`RecipeError`] naming both.
    pub fn fits(&self, framework: &Framework) -> Result<(), RecipeError> {
        let Answered { id, version } = &self.framework;
        if (id, version) == (&framework.id, &framework.version) {
            return Ok(());
        }
        let asked = format!("{} {}", framework.id, framework.version);
        Err(RecipeError::Wrong(format!("it is for {id} {version}, but the round answered {asked}")))
    }

    /// By how many points two published scores differ at least when one is clearly ahead of the other: the first number above
    /// the limit that rounding leaves.
    #[must_use]
    pub fn clearly_apart(&self, framework: &Framework) -> f64 {
        let steps = 10_f64.powi(i32::from(self.score.decimals));
        ((clear_from(self.index_sd(framework)) * steps).floor() + 1.0) / steps
    }

    /// The standard deviation of the whole score: that of a weighted mean of the parts at the top, each off by itself.
    #[must_use]
    pub fn index_sd(&self, framework: &Framework) -> f64 {
        let weights = || framework.sections_under(None).map(|(_, section)| section.weight);
        let sum: f64 = weights().sum();
        let squares: f64 = weights().map(|weight| weight * weight).sum();
        if sum > 0.0 { self.error.theme_sd * squares.sqrt() / sum } else { self.error.theme_sd }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECIPE: &str = "framework = { id = \"a\", version = \"1\" }\nscore = { decimals = 1 }\n\
        error = { theme_sd = 6, why = \"x\" }\nplaces = { draws = 1000, seed = 7 }\n";

    #[test]
    fn a_recipe_says_every_choice_and_nothing_else() {
        let recipe = Recipe::read(RECIPE.as_bytes()).unwrap();
        assert_eq!((recipe.places.draws, recipe.places.seed), (1000, 7));
        for (from, to) in
            [("decimals = 1", "decimals = 9"), ("6", "-1"), ("1000", "7"), ("seed = 7", "seed = 7, x = 1")]
        {
            assert!(Recipe::read(RECIPE.replace(from, to).as_bytes()).is_err(), "{to}");
        }
    }
}
