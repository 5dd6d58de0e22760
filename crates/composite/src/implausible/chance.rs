//! How odd a pattern is: against patterns that chance makes for somebody with the same total.

use super::{Levels, Steps, longest_run};
use crate::draws::{Draws, unit_key};

/// The chance of a pattern at least so odd.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulated {
    /// Of at least so many normed Guttman errors.
    pub guttman: f64,
    /// Of at least so long a run of equal answers.
    pub run: f64,
}

/// The stream of draws for patterns.
const STREAM: u32 = 5;

/// Simulates an organisation's answers from the popularities of the steps, shifted on the scale of log odds so that
/// its own total is expected, and counts how many are at least as odd: `(1 + odder) / (1 + draws)`.
#[must_use]
pub fn simulate(id: &str, answers: &Levels, steps: &Steps, draws: u32, seed: u64) -> Simulated {
    let asked: Vec<(usize, Vec<f64>)> = answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| answer.is_some())
        .map(|(question, _)| (question, steps.popularities(question).into_iter().map(log_odds).collect()))
        .collect();
    let total: f64 = answers.iter().filter_map(|answer| answer.map(f64::from)).sum();
    let shift = shift_for(total, &asked);
    let chances: Vec<(usize, Vec<f64>)> =
        asked.into_iter().map(|(q, odds)| (q, odds.into_iter().map(|odds| chance(odds + shift)).collect())).collect();
    let own = (steps.errors(answers).normed, longest_run(answers));
    let (mut odder, mut longer) = (0_u32, 0_u32);
    let mut made = answers.to_vec();
    let unit = unit_key(id);
    for draw in 0..draws {
        for (question, chances) in &chances {
            let source = Draws::new(seed, unit ^ (*question as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15), STREAM);
            let even = source.even(draw);
            let level = chances.iter().take_while(|chance| even < **chance).count();
            if let Some(answer) = made.get_mut(*question) {
                *answer = u16::try_from(level).ok();
            }
        }
        odder += u32::from(steps.errors(&made).normed >= own.0);
        longer += u32::from(longest_run(&made) >= own.1);
    }
    let share = |count: u32| f64::from(1 + count) / f64::from(1 + draws);
    Simulated { guttman: share(odder), run: share(longer) }
}

fn log_odds(popularity: f64) -> f64 {
    let inside = popularity.clamp(0.001, 0.999);
    libm::log(inside / (1.0 - inside))
}

fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}

/// The shift under which this total is expected, by halving.
fn shift_for(total: f64, asked: &[(usize, Vec<f64>)]) -> f64 {
    let expected =
        |shift: f64| asked.iter().flat_map(|(_, odds)| odds).fold(0.0, |sum, odds| sum + chance(odds + shift));
    let (mut low, mut high) = (-12.0, 12.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if expected(middle) < total { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_turned_round_is_odd_and_a_regular_one_is_not() {
        let regular: Vec<Option<u16>> = (0..20).map(|q| Some(u16::from(q < 10))).collect();
        let turned: Vec<Option<u16>> = (0..20).map(|q| Some(u16::from(q >= 10))).collect();
        let others: Vec<Vec<Option<u16>>> =
            (0..30).map(|unit| (0..20).map(|q| Some(u16::from((q * 7 + unit) % 20 >= q))).collect()).collect();
        let all: Vec<&Levels> = others.iter().map(Vec::as_slice).chain([&regular[..], &turned[..]]).collect();
        let steps = Steps::of(&all, &[1; 20]);
        let p = |answers: &Levels| simulate("X", answers, &steps, 500, 1).guttman;
        assert!(p(&turned) < 0.01, "{}", p(&turned));
        assert!(p(&regular) > 0.5, "{}", p(&regular));
    }
}
