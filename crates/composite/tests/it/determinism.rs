//! The same data, recipe and seed give the same bits: whatever the order of the rows and the number of threads, and on
//! every machine (a hash that is written down here).

use std::num::NonZeroUsize;

use composite::draws::{Draws, unit_key};
use composite::normalising::Normalising;
use composite::places::{Estimate, drawn, shrink};
use composite::uncertainty::{Choices, Doubt, Doubts, Onto, Places, Variants, places};
use composite::{Mean, Needs, Scoring, Tree};

const UNITS: usize = 61;
const QUESTIONS: usize = 23;

fn tree() -> Tree {
    let scoring = Scoring::Compensatory(Mean::Arithmetic);
    let mut tree = Tree::new("index", scoring, Needs::Count(0.0));
    let themes: Vec<usize> =
        (0..3).map(|theme| tree.branch(0, &format!("t{theme}"), 1.0, scoring, Needs::Count(0.0))).collect();
    let sections: Vec<usize> = (0..5)
        .map(|section| tree.branch(themes[section % 2], &format!("s{section}"), 2.0, scoring, Needs::Count(0.0)))
        .collect();
    for question in 0..QUESTIONS {
        // The third theme has questions of its own: parts of any depth go through the same loops.
        let parent = if question % 6 == 5 { themes[2] } else { sections[question % 6] };
        tree.leaf(parent, &format!("q{question}"), 1.0 + (question % 3) as f64, (0.0, 100.0));
    }
    tree
}

/// Columns for units in this order; some values are missing, and the first unit has no second theme at all.
fn columns(ids: &[String]) -> Vec<Vec<f64>> {
    let value = |question: usize, id: &String| {
        let source = Draws::new(9, unit_key(id), question as u32);
        let is_gone = source.even(0) < 0.1 || (id == "U00" && matches!(question % 6, 1 | 3));
        if is_gone { f64::NAN } else { (source.even(1) * 20.0).round() * 5.0 }
    };
    (0..QUESTIONS).map(|question| ids.iter().map(|id| value(question, id)).collect()).collect()
}

fn drawn_places(ids: &[String], threads: usize, doubt: Doubt) -> Places {
    let columns = columns(ids);
    let choices = Choices::new(
        &columns,
        vec![1, 3],
        vec![
            Onto { scale: Normalising::MinMax { low: 1.0, high: 100.0 }, floor: 1.0 },
            Onto { scale: Normalising::ZScore { mean: 10.0, sd: 2.0 }, floor: 0.001 },
        ],
    );
    let threads = NonZeroUsize::new(threads).unwrap();
    places(&tree(), ids, &choices, &Doubts { margin: 0.25, error: 6.0, draws: 300, seed: 77, threads }, doubt)
}

fn ids() -> Vec<String> {
    (0..UNITS).map(|unit| format!("U{unit:02}")).collect()
}

#[test]
fn threads_and_rows_change_no_bit() {
    let ids = ids();
    for doubt in [Doubt::Method, Doubt::Reporting, Doubt::Both] {
        let one = drawn_places(&ids, 1, doubt);
        assert_eq!(drawn_places(&ids, 3, doubt), one);
        let mut turned = ids.clone();
        turned.reverse();
        turned.swap(3, 40);
        let other = drawn_places(&turned, 2, doubt).summaries();
        for (id, summary) in turned.iter().zip(&other) {
            let place = ids.iter().position(|own| own == id).unwrap();
            assert_eq!(*summary, one.summaries()[place], "{id}");
        }
        assert_eq!(one.draws(), 300);
    }
}

#[test]
fn the_bits_are_those_that_were_written_down() {
    let ids = ids();
    let mut bits = String::new();
    for doubt in [Doubt::Method, Doubt::Reporting, Doubt::Both] {
        bits.push_str(&format!("{:?}", drawn_places(&ids, 2, doubt).counts()));
    }
    let scores: Vec<Estimate> = (0..50)
        .map(|unit| {
            let source = Draws::new(5, unit, 0);
            Estimate { mean: 60.0 + 15.0 * source.normal(0), sd: libm_exp(source.even(1)) }
        })
        .collect();
    let shrunken = shrink(&scores);
    for estimate in &shrunken {
        bits.push_str(&format!("{:x}{:x}", estimate.mean.to_bits(), estimate.sd.to_bits()));
    }
    let keyed: Vec<(u64, Estimate)> = (0..50).zip(shrunken).collect();
    bits.push_str(&format!("{:?}", drawn(&keyed, 500, 3)));
    let means =
        [Mean::Geometric { floor: 1.0 }, Mean::Harmonic { floor: 1.0 }, Mean::Power { exponent: 2.5, floor: 1.0 }];
    for mean in means {
        let value = mean.of((1..40).map(|part| (f64::from(part), 100.0 / f64::from(part)))).unwrap();
        bits.push_str(&format!("{:x}", value.to_bits()));
    }
    assert_eq!(format!("{:016x}", unit_key(&bits)), "a0de533056887cf7");
}

/// A number between 1 and e by the engine's own power mean of one value, so that no other logarithm is used here.
fn libm_exp(even: f64) -> f64 {
    Mean::Power { exponent: 0.5, floor: 1.0 }.of([(1.0, 1.0 + even * 1.7)].into_iter()).unwrap()
}

#[test]
fn more_doubt_makes_wider_ranges_and_a_certain_method_none() {
    let ids = ids();
    let width = |places: &Places| places.summaries().iter().map(|p| p.range.width()).sum::<usize>();
    let [method, reporting, both] =
        [Doubt::Method, Doubt::Reporting, Doubt::Both].map(|doubt| width(&drawn_places(&ids, 2, doubt)));
    assert!(method < both && reporting <= both, "{method} {reporting} {both}");
    let sum: f64 = drawn_places(&ids, 2, Doubt::Method).summaries().iter().map(|p| p.expected).sum();
    assert!((sum - (UNITS * (UNITS + 1)) as f64 / 2.0).abs() < 0.5, "places add up, ties apart: {sum}");
}

#[test]
fn variants_that_are_taken_for_the_same_are_the_same() {
    let columns = columns(&ids());
    let scale = |scale| Onto { scale, floor: 1.0 };
    let scales = vec![scale(Normalising::MinMax { low: 1.0, high: 100.0 }), scale(Normalising::Rank)];
    let choices = Choices::new(&columns, vec![1, 3], scales);
    let one = NonZeroUsize::new(1).unwrap();
    let made = |number| format!("{:?}", choices.variant(number, one).columns);
    let alike: Vec<usize> = (0..choices.count()).map(|number| choices.alike(number)).collect();
    assert_eq!(alike, [0, 1, 2, 3, 0, 1, 2, 3], "these columns have no outliers");
    assert!((0..choices.count()).all(|number| made(number) == made(choices.alike(number))));
}
