//! The variants of a method: which outliers are moved, onto which scale, by which mean.

use std::num::NonZeroUsize;

use super::Variants;
use crate::means::Mean;
use crate::normalising::Normalising;
use crate::stats;
use crate::treatment::Outliers;
use crate::tree::{Kind, Tree};

/// One variant: the columns as they are put together by weighted sums, level by level. For geometric means they hold
/// logarithms, and sums of these rank as the means do.
#[derive(Clone, Debug, Default)]
pub struct Variant {
    /// A column for each leaf, a value for each unit; NaN where there is none.
    pub columns: Vec<Vec<f64>>,
}

impl Variant {
    /// A variant of columns as they are.
    #[must_use]
    pub fn plain(columns: &[Vec<Option<f64>>]) -> Self {
        let coded = |column: &Vec<Option<f64>>| column.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        Self { columns: columns.iter().map(coded).collect() }
    }

    /// The same with logarithms, each value lifted to the floor first.
    #[must_use]
    pub fn geometric(mut self, floor: f64) -> Self {
        for value in self.columns.iter_mut().flatten() {
            *value = if value.is_nan() { *value } else { libm::log(value.max(floor)) };
        }
        self
    }
}

/// The scale that columns are brought onto.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Onto {
    /// How.
    pub scale: Normalising,
    /// The smallest value that counts in a geometric mean.
    pub floor: f64,
}

/// Every combination of so many outliers moved at most, one of these scales, and an arithmetic or a geometric mean.
#[derive(Clone, Debug)]
pub struct Choices<'c> {
    columns: &'c [Vec<f64>],
    /// Whether each column has no outliers, so that no limit changes it.
    passes: Vec<bool>,
    limits: Vec<usize>,
    scales: Vec<Onto>,
}

impl<'c> Choices<'c> {
    /// From the columns as they came (NaN where there is no value), the numbers of outliers that may be moved, and the
    /// scales.
    #[must_use]
    pub fn new(columns: &'c [Vec<f64>], limits: Vec<usize>, scales: Vec<Onto>) -> Self {
        let passes =
            |column: &Vec<f64>| Outliers { at_most: 0, ..Outliers::default() }.treat(&coded(column)).passed_before;
        Self { columns, passes: columns.iter().map(passes).collect(), limits, scales }
    }

    fn column(&self, column: &[f64], passes: bool, outliers: Outliers, onto: &Onto, is_geometric: bool) -> Vec<f64> {
        let plain = coded(column);
        let treated = if passes { plain } else { outliers.treat(&plain).column };
        let scaled = onto.scale.apply(&treated).unwrap_or(treated);
        let last = |value: Option<f64>| match value {
            Some(value) if is_geometric => libm::log(value.max(onto.floor)),
            Some(value) => value,
            None => f64::NAN,
        };
        scaled.into_iter().map(last).collect()
    }
}

fn coded(column: &[f64]) -> Vec<Option<f64>> {
    column.iter().map(|value| Some(*value).filter(|value| !value.is_nan())).collect()
}

impl Variants for Choices<'_> {
    fn count(&self) -> usize {
        self.limits.len() * self.scales.len() * 2
    }

    /// Where no column has outliers, it does not matter how many may be moved.
    fn alike(&self, number: usize) -> usize {
        if self.passes.iter().all(|passes| *passes) { number % (2 * self.scales.len().max(1)) } else { number }
    }

    fn variant(&self, number: usize, threads: NonZeroUsize) -> Variant {
        let (rest, is_geometric) = (number / 2, number % 2 == 1);
        let scale = self.scales.get(rest % self.scales.len().max(1));
        let limit = self.limits.get(rest / self.scales.len().max(1)).copied().unwrap_or(0);
        let Some(onto) = scale else { return Variant::default() };
        let outliers = Outliers { at_most: limit, ..Outliers::default() };
        let mut columns: Vec<(usize, Vec<f64>)> = Vec::with_capacity(self.columns.len());
        let made = |first: usize| -> Vec<(usize, Vec<f64>)> {
            let own = self.columns.iter().zip(&self.passes).enumerate().skip(first).step_by(threads.get());
            own.map(|(place, (column, passes))| (place, self.column(column, *passes, outliers, onto, is_geometric)))
                .collect()
        };
        let made = &made;
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads.get()).map(|first| scope.spawn(move || made(first))).collect();
            columns.extend(made(0));
            for other in others {
                match other.join() {
                    Ok(more) => columns.extend(more),
                    Err(cause) => std::panic::resume_unwind(cause),
                }
            }
        });
        columns.sort_unstable_by_key(|(place, _)| *place);
        Variant { columns: columns.into_iter().map(|(_, column)| column).collect() }
    }
}

/// The scores of all units under a variant, with the weights as they are, each list in rising order.
pub(super) struct Plain {
    /// For each part at the top.
    pub themes: Vec<Vec<f64>>,
    /// Of the whole.
    pub whole: Vec<f64>,
}

impl Plain {
    pub(super) fn of(tree: &Tree, variant: &Variant) -> Self {
        let units = variant.columns.first().map_or(0, Vec::len);
        let mut themes = vec![Vec::with_capacity(units); tree.children(0).len()];
        let mut whole = Vec::with_capacity(units);
        let mut means = vec![f64::NAN; tree.nodes().len()];
        for unit in 0..units {
            weigh(tree, variant, unit, &mut means);
            let known = |node: usize| means.get(node).copied().filter(|mean| !mean.is_nan());
            whole.extend(known(0));
            for (list, theme) in themes.iter_mut().zip(tree.children(0)) {
                list.extend(known(*theme));
            }
        }
        let sorted = |list: &Vec<f64>| stats::sorted(list);
        Self { themes: themes.iter().map(sorted).collect(), whole: sorted(&whole) }
    }
}

/// The weighted mean of every part for one unit, from below; NaN where there is none. Variants are put together so.
fn weigh(tree: &Tree, variant: &Variant, unit: usize, means: &mut [f64]) {
    for (place, node) in tree.nodes().iter().enumerate().rev() {
        let mean = match &node.kind {
            Kind::Leaf { column, .. } => variant.columns.get(*column).and_then(|column| column.get(unit).copied()),
            Kind::Branch { children, .. } => {
                let parts = children.iter().filter_map(|c| Some((tree.nodes().get(*c)?.weight, *means.get(*c)?)));
                Mean::Arithmetic.of(parts.filter(|(_, value)| !value.is_nan()))
            }
        };
        if let Some(kept) = means.get_mut(place) {
            *kept = mean.unwrap_or(f64::NAN);
        }
    }
}
