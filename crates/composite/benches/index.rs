//! The time that drawing places takes, over invented answers of the plan of the outside script `mc_numpy.py synth`.
//!
//! `cargo bench -p composite --bench index -- [units] [questions] [draws] [threads] [method|both]` prints one line:
//! the seconds of the fastest of some runs, from the columns as they came to all summaries.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement says what it measured")]

use std::num::NonZeroUsize;
use std::time::Instant;

use composite::draws::Draws;
use composite::normalising::Normalising;
use composite::uncertainty::{Choices, Doubt, Doubts, Onto, places};
use composite::{Mean, Needs, Scoring, Tree};

/// Three themes of five sections each, the questions dealt out evenly.
fn tree(questions: usize) -> Tree {
    let scoring = Scoring::Compensatory(Mean::Arithmetic);
    let needs = Needs::Count(0.0);
    let mut tree = Tree::new("index", scoring, needs);
    let mut sections = Vec::new();
    for theme in 0..3 {
        let node = tree.branch(0, &format!("theme-{theme}"), 1.0, scoring, needs);
        for section in 0..5 {
            sections.push(tree.branch(node, &format!("section-{theme}-{section}"), 1.0, scoring, needs));
        }
    }
    for question in 0..questions {
        let section = sections.get(question * sections.len() / questions).copied().unwrap();
        tree.leaf(section, &format!("question-{question}"), 1.0, (0.0, 100.0));
    }
    tree
}

/// Answers on five points around a level of each unit, one in twenty missing.
fn columns(units: usize, questions: usize) -> Vec<Vec<f64>> {
    let level: Vec<f64> = (0..units as u64).map(|unit| 50.0 + 20.0 * Draws::new(1, unit, 0).normal(0)).collect();
    let column = |question: u32| {
        let answer = |(unit, level): (u64, &f64)| {
            let source = Draws::new(1, unit, 1 + question);
            if source.even(1) < 0.05 {
                return f64::NAN;
            }
            (((level + 25.0 * source.normal(0)) / 25.0).round() * 25.0).clamp(0.0, 100.0)
        };
        (0..).zip(&level).map(answer).collect()
    };
    (0..questions as u32).map(column).collect()
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let number = |place: usize, usual: usize| given.get(place).map_or(usual, |text| text.parse().unwrap());
    let (units, questions, draws) = (number(0, 240), number(1, 150), number(2, 10_000));
    let threads = number(3, 2);
    let doubt = if given.get(4).is_some_and(|word| word == "both") { Doubt::Both } else { Doubt::Method };
    let ids: Vec<String> = (0..units).map(|unit| format!("T{unit:06}")).collect();
    let columns = columns(units, questions);
    let tree = tree(questions);
    let onto = |scale| Onto { scale, floor: 0.001 };
    let scales = [Normalising::MinMax { low: 1.0, high: 100.0 }, Normalising::ZScore { mean: 10.0, sd: 2.0 }];
    let scales: Vec<Onto> = scales.into_iter().map(onto).collect();
    let doubts = Doubts {
        margin: 0.25,
        error: 7.0,
        draws: u32::try_from(draws).unwrap(),
        seed: 2,
        threads: NonZeroUsize::new(threads).unwrap(),
    };
    let runs = if units > 10_000 { 1 } else { 7 };
    let mut best = f64::INFINITY;
    let mut mean = 0.0;
    for _ in 0..runs {
        let start = Instant::now();
        let choices = Choices::new(&columns, (1..=5).collect(), scales.clone());
        let drawn = places(&tree, &ids, &choices, &doubts, doubt).summaries();
        best = best.min(start.elapsed().as_secs_f64());
        mean = drawn.iter().map(|place| place.expected).sum::<f64>() / units as f64;
    }
    println!("{units} x {questions} x {draws} {doubt:?} {threads} threads: {best:.4} s (mean place {mean:.3})");
}
