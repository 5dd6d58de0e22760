//! How often each place is held when the method and the reports are both in doubt: Monte Carlo over both in the same
//! draws, with what each of them does alone (Saisana, Saltelli and Tarantola, Journal of the Royal Statistical Society
//! A 168, 2005).
//!
//! A draw chooses one of the [`Variant`]s of the method, every weight within a margin of its own, and for each unit and
//! theme an error of reporting. Everything drawn is counted, not drawn in turn, and everything kept is a whole number,
//! so that neither the order of the units nor the number of threads changes a bit of the result.

mod kernel;
mod tiles;
mod variants;

use std::num::NonZeroUsize;

use crate::draws::{Draws, unit_key};
pub use crate::held::Places;
use crate::places::Estimate;
use crate::tree::Tree;
pub use variants::{Choices, Onto, Variant};

use kernel::Kernel;
use tiles::{Shape, Tiles};
use variants::Plain;

/// What is in doubt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Doubts {
    /// Each weight is drawn evenly from `1 - margin` to `1 + margin` times its own.
    pub margin: f64,
    /// The standard deviation of an error of reporting, in points of a theme; drawn for each unit and theme.
    pub error: f64,
    /// How many draws.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
    /// How many threads; they change nothing but the time.
    pub threads: NonZeroUsize,
}

/// Which of the doubts a set of draws has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The method alone: variants and weights.
    Method,
    /// Errors of reporting alone, with the first variant and the weights as they are.
    Reporting,
    /// Both in the same draws.
    Both,
}

/// The stream of draws for variants, weights, and errors.
const VARIANT: u32 = 16;
const WEIGHT: u32 = 17;
const ERROR: u32 = 18;

/// The places of all units under a doubt. `units` are their ids, the columns of the variants are in the order of the
/// tree's leaves and of the units. Units are taken in the order of their ids, so that theirs in the file does not
/// matter; hand them in in that order too when a variant standardises, since sums are made in the order of a column.
///
/// Scores with errors of reporting are drawn towards their mean first, by how unsure they are (see
/// [`crate::places::shrink`]).
#[must_use]
pub fn places(tree: &Tree, units: &[String], variants: &dyn Variants, doubts: &Doubts, doubt: Doubt) -> Places {
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by(|a, b| units.get(*a).cmp(&units.get(*b)));
    let keys: Vec<u64> = order.iter().filter_map(|unit| units.get(*unit)).map(|id| unit_key(id)).collect();
    let shape = Shape::new(tree);
    let groups = grouped(variants, doubts, doubt);
    let spreads = (doubt != Doubt::Method).then(|| Spreads::of(tree, variants, doubts));
    let mut places = Places::new(units.len());
    for (variant, draws) in groups.into_iter().enumerate().filter(|(_, draws)| !draws.is_empty()) {
        let made = variants.variant(variant, doubts.threads);
        let tiles = Tiles::new(&shape, &made, &order);
        let error = spreads.as_ref().map(|spreads| spreads.error(tree, &made));
        drop(made);
        let kernel = Kernel { shape: &shape, tiles: &tiles, keys: &keys, doubts, doubt, error };
        kernel.run(&draws, &mut places);
    }
    places.in_order(&order)
}

/// Variants of a method, made when they are asked for: at a hundred thousand units they do not all fit at once.
pub trait Variants: Sync {
    /// How many there are, all as likely.
    fn count(&self) -> usize;
    /// The one with this number; 0 is the method as published.
    /// Threads change nothing but the time.
    fn variant(&self, number: usize, threads: NonZeroUsize) -> Variant;
    /// The first that is the same as the one with this number, so that it is made once.
    fn alike(&self, number: usize) -> usize {
        number
    }
}

impl Variants for Vec<Variant> {
    fn count(&self) -> usize {
        self.len()
    }

    fn variant(&self, number: usize, _: NonZeroUsize) -> Variant {
        self.get(number).cloned().unwrap_or_default()
    }
}

/// The draws that choose each variant; of those that are the same, the first stands for all.
fn grouped(variants: &dyn Variants, doubts: &Doubts, doubt: Doubt) -> Vec<Vec<u32>> {
    let mut groups = vec![Vec::new(); variants.count()];
    let source = Draws::new(doubts.seed, 0, VARIANT);
    for draw in 0..doubts.draws {
        let chosen = match doubt {
            Doubt::Reporting => 0,
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among the variants")]
            Doubt::Method | Doubt::Both => (source.even(draw) * crate::stats::count(variants.count())) as usize,
        };
        if let Some(group) = groups.get_mut(variants.alike(chosen)) {
            group.push(draw);
        }
    }
    groups
}

/// How errors of reporting, given in points of the published method, look in another variant: they stay the same
/// share of the spread of each theme.
struct Spreads {
    error: f64,
    themes: Vec<f64>,
}

/// Errors of reporting in one variant.
#[derive(Clone, Debug)]
pub(crate) struct VariantError {
    /// The standard deviation for each theme.
    pub themes: Vec<f64>,
    /// How much of a unit's distance from the mean is kept.
    pub kept: f64,
}

impl Spreads {
    fn of(tree: &Tree, variants: &dyn Variants, doubts: &Doubts) -> Self {
        let plain = Plain::of(tree, &variants.variant(0, doubts.threads));
        Self { error: doubts.error, themes: plain.themes.iter().map(|theme| spread(theme)).collect() }
    }

    fn error(&self, tree: &Tree, variant: &Variant) -> VariantError {
        let plain = Plain::of(tree, variant);
        let scale = |(now, usual): (&Vec<f64>, &f64)| if *usual > 0.0 { self.error * spread(now) / usual } else { 0.0 };
        let themes: Vec<f64> = plain.themes.iter().zip(&self.themes).map(scale).collect();
        VariantError { kept: kept(tree, &plain.whole, &themes), themes }
    }
}

fn spread(values: &[f64]) -> f64 {
    if values.len() > 1 { crate::stats::deviation(values) } else { 0.0 }
}

/// What shrinking keeps, from the spread of the whole and the error that the themes' errors make of it.
fn kept(tree: &Tree, scores: &[f64], themes: &[f64]) -> f64 {
    let children = tree.children(0);
    let weights: Vec<f64> = children.iter().filter_map(|c| tree.nodes().get(*c)).map(|node| node.weight).collect();
    let all = crate::stats::sum(&weights);
    let error =
        weights.iter().zip(themes).fold(0.0, |sum, (weight, sd)| sum + (weight / all * sd) * (weight / all * sd));
    let sd = error.sqrt();
    let estimates: Vec<Estimate> = scores.iter().map(|mean| Estimate { mean: *mean, sd }).collect();
    crate::places::shrink(&estimates)
        .first()
        .map_or(1.0, |first| if sd > 0.0 { first.sd * first.sd / error } else { 1.0 })
}
