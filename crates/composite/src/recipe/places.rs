//! Recipes of `kind = "places"`: ranges of places from scores and their standard errors.

use super::tables::cell;
use super::{Load, Output, Source, Table, output};
use crate::claims::{above_and_below, bands};
use crate::draws::unit_key;
use crate::fields::Fields;
use crate::places::{Clearly, Estimate, clearly, held, shrink};
use crate::rank_sets::{Holds, Sets};

/// What a recipe of places says.
#[derive(Debug)]
pub(super) struct Places {
    source: Source,
    id: String,
    score: String,
    error: String,
    z: f64,
    holm: Vec<f64>,
    for_all: Vec<f64>,
    for_each: Vec<f64>,
    first: usize,
    draws: u32,
    sets_draws: u32,
    seed: u64,
}

impl Places {
    pub fn read(file: &Fields<'_, '_>) -> Self {
        let read = |units: Fields<'_, '_>| {
            let read = (units.needed("file"), units.needed("id"), units.needed("score"), units.needed("error"));
            units.end();
            read
        };
        let (name, id, score, error) = file.needed_inner("units", "table of units").map(read).unwrap_or_default();
        Self {
            source: Source { file: name },
            id,
            score,
            error,
            z: file.number("z").unwrap_or(crate::places::CLEAR),
            holm: file.shares("holm"),
            for_all: file.shares("sets_for_all"),
            for_each: file.shares("sets_for_each"),
            first: file.whole("first").map_or(10, |n| n as usize),
            draws: file.whole("draws").unwrap_or(10_000),
            sets_draws: file.whole("sets_draws").unwrap_or(10_000),
            seed: super::seed(file),
        }
    }

    pub fn run(&self, load: &Load<'_>) -> Result<Vec<Output>, String> {
        let table = self.source.units(load, &self.id)?;
        let ids = table.texts(&self.source.file, &self.id)?;
        let scores = self.estimates(&table, &ids)?;
        let keys: Vec<u64> = ids.iter().map(|id| unit_key(id)).collect();
        let mut columns: Vec<(String, Vec<String>)> = Vec::new();
        let mut range = |name: &str, clear: &[Clearly]| {
            let ranges = || clear.iter().map(|clear| clear.range(scores.len()));
            columns.push((format!("{name}_best"), ranges().map(|range| range.best.to_string()).collect()));
            columns.push((format!("{name}_worst"), ranges().map(|range| range.worst.to_string()).collect()));
        };
        range("clearly", &clearly(&scores, self.z));
        for coverage in &self.holm {
            range(&named("holm", *coverage), &above_and_below(&scores, 1.0 - coverage));
        }
        for (name, coverages, holds) in
            [("sets_for_all", &self.for_all, Holds::ForAll), ("sets_for_each", &self.for_each, Holds::ForEach)]
        {
            for coverage in coverages {
                let sets = Sets { coverage: *coverage, holds, draws: self.sets_draws, seed: self.seed };
                range(&named(name, *coverage), &sets.of(&keys, &scores));
            }
        }
        if let Some(coverage) = self.holm.first() {
            let bands = bands(&scores, 1.0 - coverage);
            columns.push(("band".to_owned(), bands.iter().map(ToString::to_string).collect()));
        }
        columns.extend(self.shrunken(&keys, &scores));
        Ok(vec![output("places", by_column(&self.id, &ids, columns))])
    }

    fn estimates(&self, table: &Table, ids: &[&str]) -> Result<Vec<Estimate>, String> {
        let means = table.numbers(&self.source.file, &self.score, "NA")?;
        let errors = table.numbers(&self.source.file, &self.error, "NA")?;
        let whole = means.into_iter().zip(errors).map(|(mean, sd)| Some(Estimate { mean: mean?, sd: sd? }));
        whole
            .zip(ids)
            .map(|(estimate, id)| {
                let estimate = estimate.filter(|estimate| estimate.sd >= 0.0);
                estimate.ok_or_else(|| format!("{id} has no score, or no error from 0 on"))
            })
            .collect()
    }

    fn shrunken(&self, keys: &[u64], scores: &[Estimate]) -> Vec<(String, Vec<String>)> {
        let shrunken = shrink(scores);
        let units: Vec<(u64, Estimate)> = keys.iter().copied().zip(shrunken.iter().copied()).collect();
        let held = held(&units, self.draws, self.seed);
        let (drawn, first) = (held.summaries(), held.shares_first(self.first));
        let numbers = |numbers: Vec<f64>| numbers.into_iter().map(|number| cell(Some(number))).collect();
        vec![
            ("shrunken_mean".to_owned(), numbers(shrunken.iter().map(|s| s.mean).collect())),
            ("shrunken_sd".to_owned(), numbers(shrunken.iter().map(|s| s.sd).collect())),
            ("expected_place".to_owned(), numbers(drawn.iter().map(|d| d.expected).collect())),
            ("place_5".to_owned(), drawn.iter().map(|d| d.range.best.to_string()).collect()),
            ("place_95".to_owned(), drawn.iter().map(|d| d.range.worst.to_string()).collect()),
            ("share_first".to_owned(), numbers(first)),
        ]
    }
}

fn named(name: &str, coverage: f64) -> String {
    format!("{name}_{}", crate::ranks::published(coverage * 100.0, 1))
}

fn by_column(id: &str, ids: &[&str], columns: Vec<(String, Vec<String>)>) -> Table {
    let (names, cells): (Vec<String>, Vec<Vec<String>>) = columns.into_iter().unzip();
    let mut table = Table::new([id.to_owned()].into_iter().chain(names));
    for (row, id) in ids.iter().enumerate() {
        let cells = cells.iter().map(|column| column.get(row).cloned().unwrap_or_default());
        table.rows.push([(*id).to_owned()].into_iter().chain(cells).collect());
    }
    table
}
