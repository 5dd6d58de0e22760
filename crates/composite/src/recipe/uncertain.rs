//! `[uncertainty]` of an index recipe: places when the method and the reports are in doubt, each alone and together.

use std::num::NonZeroUsize;

use super::index::Index;
use super::plan::Plan;
use super::steps::Columns;
use super::tables::cell;
use super::{Output, Table, output};
use crate::fields::Fields;
use crate::normalising::Normalising;
use crate::scoring::Score;
use crate::uncertainty::{Choices, Doubt, Doubts, Onto, Variant, Variants, places};

/// What is in doubt.
#[derive(Debug)]
pub(super) struct Uncertain {
    doubts: Doubts,
    floor: Option<f64>,
    limits: Vec<usize>,
    scales: Vec<Normalising>,
}

impl Uncertain {
    pub fn read(fields: Fields<'_, '_>) -> Self {
        let min_max = Normalising::MinMax { low: 1.0, high: 100.0 };
        let z_score = Normalising::ZScore { mean: 10.0, sd: 2.0 };
        let scale = |(word, line): (String, usize)| match word.as_str() {
            "min-max" => Some(min_max),
            "z-score" => Some(z_score),
            _ => {
                fields.page().wrong(line, format!("a scale is min-max or z-score, not \u{201c}{word}\u{201d}"));
                None
            }
        };
        let scales: Vec<Normalising> = fields.texts("scales").into_iter().filter_map(scale).collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "looked at in the line above")]
        let limits: Vec<usize> = fields
            .numbers("outliers")
            .into_iter()
            .filter(|n| n.fract() == 0.0 && (0.0..1000.0).contains(n))
            .map(|n| n as usize)
            .collect();
        let floor = fields.number("floor");
        if !scales.is_empty() && floor.is_none() {
            fields.wrong("scales", "with scales goes a floor, the smallest value that counts in a geometric mean");
        }
        if scales.is_empty() && !limits.is_empty() {
            fields.wrong("outliers", "outliers are a choice together with scales");
        }
        let error = fields.number("error").unwrap_or(0.0);
        if error < 0.0 {
            fields.wrong("error", "the error is a number of points, 0 or more");
        }
        let read = Self {
            doubts: Doubts {
                margin: fields.share("margin").unwrap_or(0.25),
                error,
                draws: fields.whole("draws").unwrap_or(10_000),
                seed: super::seed(&fields),
                threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            },
            floor,
            limits: if limits.is_empty() { vec![0] } else { limits },
            scales,
        };
        fields.end();
        read
    }

    /// The places of all units with a score, from the columns before they were treated and after all steps.
    pub fn run(&self, index: &Index, plan: &Plan, raw: &Columns, done: &Columns, scores: &[Vec<Score>]) -> Output {
        let kept: Vec<usize> = scores
            .iter()
            .enumerate()
            .filter(|(_, row)| row.first().is_some_and(|score| score.point().is_some()))
            .map(|(unit, _)| unit)
            .collect();
        let units: Vec<String> = kept.iter().filter_map(|unit| done.units.get(*unit).cloned()).collect();
        let of = |column: &Vec<Option<f64>>, direction: f64| -> Vec<f64> {
            let value = |unit: &usize| column.get(*unit).copied().flatten().map_or(f64::NAN, |v| v * direction);
            kept.iter().map(value).collect()
        };
        let directed: Vec<Vec<f64>> =
            raw.values.iter().zip(&plan.indicators).map(|(column, own)| of(column, own.direction)).collect();
        let plain = Variant { columns: done.values.iter().map(|column| of(column, 1.0)).collect() };
        let onto = |scale: &Normalising| Onto { scale: *scale, floor: self.floor.unwrap_or(1.0) };
        let choices = Choices::new(&directed, self.limits.clone(), self.scales.iter().map(onto).collect());
        let means: Vec<Variant> =
            [plain.clone()].into_iter().chain(self.floor.map(|floor| plain.geometric(floor))).collect();
        let variants: &dyn Variants = if self.scales.is_empty() { &means } else { &choices };
        let drawn = [Doubt::Method, Doubt::Reporting, Doubt::Both]
            .map(|doubt| places(&plan.tree, &units, variants, &self.doubts, doubt).summaries());
        let names = ["method", "reporting", "both"].map(|doubt| ["5", "50", "95"].map(|at| format!("{doubt}_{at}")));
        let mut table = Table::new(
            [index.id.clone()]
                .into_iter()
                .chain(names.into_iter().flatten())
                .chain(["expected_place", "top_quarter", "bottom_quarter"].map(str::to_owned)),
        );
        for (place, unit) in units.into_iter().enumerate() {
            let own = drawn.each_ref().map(|drawn| drawn.get(place));
            let mut row = vec![unit];
            for drawn in own.into_iter().flatten() {
                row.extend([drawn.range.best, drawn.median, drawn.range.worst].map(|place| place.to_string()));
            }
            if let [_, _, Some(both)] = own {
                row.extend([both.expected, both.top_quarter, both.bottom_quarter].map(|figure| cell(Some(figure))));
            }
            table.rows.push(row);
        }
        output("uncertainty", table)
    }
}
