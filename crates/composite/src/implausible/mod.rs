//! Answers that look odd: questions to ask an organisation, never deductions from its score.
//!
//! What is inflated by the same everywhere looks perfectly regular: none of these finds it. Only checking does.

mod chance;
mod guttman;
mod jumps;

pub use chance::{Simulated, simulate};
pub use guttman::{Guttman, Steps};
pub use jumps::jumps;

/// The answers of one organisation as places on their scales, from 0; none where there is no answer.
pub type Levels = [Option<u16>];

/// The longest run of equal answers in the order of the questions, skipping what is not answered.
#[must_use]
pub fn longest_run(answers: &Levels) -> usize {
    let given: Vec<u16> = answers.iter().filter_map(|answer| *answer).collect();
    given.chunk_by(|a, b| a == b).map(<[u16]>::len).max().unwrap_or(0)
}

/// The standard deviation (`n - 1`) of the answers' places; near 0 for a straight line.
#[must_use]
pub fn spread(answers: &Levels) -> Option<f64> {
    let given: Vec<f64> = answers.iter().filter_map(|answer| answer.map(f64::from)).collect();
    (given.len() > 1).then(|| crate::stats::deviation(&given))
}

/// For each organisation the other one it agrees with most, and on what share of the questions that both answered.
/// Of several, the first. None when it shares no question with anybody.
#[must_use]
pub fn best_matches(all: &[&Levels]) -> Vec<Option<(usize, f64)>> {
    let share = |one: &Levels, other: &Levels| {
        let (mut both, mut equal) = (0_u32, 0_u32);
        for (a, b) in one.iter().zip(other) {
            if let (Some(a), Some(b)) = (a, b) {
                both += 1;
                equal += u32::from(a == b);
            }
        }
        (both > 0).then(|| f64::from(equal) / f64::from(both))
    };
    let best = |(place, own): (usize, &&Levels)| {
        let others = all.iter().enumerate().filter(|(other, _)| *other != place);
        others.filter_map(|(other, answers)| Some((other, share(own, answers)?))).fold(
            None,
            |best: Option<(usize, f64)>, (other, share)| match best {
                Some((_, most)) if most >= share => best,
                _ => Some((other, share)),
            },
        )
    };
    all.iter().enumerate().map(best).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_spreads_and_matches() {
        let one = [Some(1), Some(1), None, Some(1), Some(2)];
        assert_eq!(longest_run(&one), 3);
        assert!((spread(&one).unwrap() - 0.5).abs() < 1e-15);
        let other = [Some(1), Some(0), Some(4), Some(1), None];
        let none = [None, None, Some(1), None, None];
        let matches = best_matches(&[&one, &other, &none]);
        assert_eq!(matches[0], Some((1, 2.0 / 3.0)));
        assert_eq!(matches[2], Some((1, 0.0)));
        assert_eq!((longest_run(&[]), spread(&[]), best_matches(&[&[]]).len()), (0, None, 1));
    }
}
