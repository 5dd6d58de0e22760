//! Guttman errors: what most can do not claimed, and what few can do claimed.
//!
//! Molenaar 1991; Emons, Applied Psychological Measurement 32, 2008. An item step `(question, level)` is passed when
//! the answer is at least the level; its popularity is the share of those who answered the question and pass it. An
//! error is a pair of steps, the strictly more popular not passed and the other passed.

use super::Levels;

/// The steps of all questions, ordered by popularity.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// (question, level, popularity), the most popular first.
    steps: Vec<(usize, u16, f64)>,
}

/// The errors in one organisation's answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guttman {
    /// How many pairs of steps are the wrong way round.
    pub errors: u64,
    /// Errors over (steps passed × steps not passed); 0 when there are no such pairs.
    pub normed: f64,
}

impl Steps {
    /// The steps of the questions, from everybody's answers; `highest` is the highest level of each question.
    #[must_use]
    pub fn of(all: &[&Levels], highest: &[u16]) -> Self {
        let mut steps = Vec::new();
        for (question, highest) in highest.iter().enumerate() {
            let given: Vec<u16> = all.iter().filter_map(|answers| answers.get(question).copied().flatten()).collect();
            for level in 1..=*highest {
                let passed = given.iter().filter(|answer| **answer >= level).count();
                if !given.is_empty() {
                    steps.push((question, level, crate::stats::count(passed) / crate::stats::count(given.len())));
                }
            }
        }
        steps.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        Self { steps }
    }

    /// The steps of one question with their popularities, in the order of the levels.
    #[must_use]
    pub fn popularities(&self, question: usize) -> Vec<f64> {
        let mut own: Vec<(u16, f64)> = self.steps.iter().filter(|s| s.0 == question).map(|s| (s.1, s.2)).collect();
        own.sort_by_key(|(level, _)| *level);
        own.into_iter().map(|(_, popularity)| popularity).collect()
    }

    /// The errors in one organisation's answers, over the questions it answered.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "numbers of pairs")]
    pub fn errors(&self, answers: &Levels) -> Guttman {
        let (mut passed, mut failed, mut errors) = (0_u64, 0_u64, 0_u64);
        for alike in self.steps.chunk_by(|a, b| a.2 == b.2) {
            // Failed so far are the strictly more popular ones.
            let more_popular = failed;
            for (question, level, _) in alike {
                match answers.get(*question).copied().flatten() {
                    Some(answer) if answer >= *level => {
                        passed += 1;
                        errors += more_popular;
                    }
                    Some(_) => failed += 1,
                    None => {}
                }
            }
        }
        let pairs = passed * failed;
        Guttman { errors, normed: if pairs == 0 { 0.0 } else { errors as f64 / pairs as f64 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hard_without_the_easy_is_an_error() {
        let easy_first = [Some(1), Some(0)];
        let hard_only = [Some(0), Some(1)];
        let all: Vec<&Levels> = vec![&easy_first, &easy_first, &easy_first, &hard_only];
        let steps = Steps::of(&all, &[1, 1]);
        assert_eq!(steps.errors(&easy_first), Guttman { errors: 0, normed: 0.0 });
        assert_eq!(steps.errors(&hard_only), Guttman { errors: 1, normed: 1.0 });
        assert_eq!(steps.errors(&[None, Some(1)]), Guttman { errors: 0, normed: 0.0 });
        assert_eq!(steps.popularities(0), [0.75]);
    }
}
