//! Recipes of `kind = "index"`: from a table of indicators or answers to the scores of every part.

use super::plan::{self, Entry, Levels, Plan};
use super::steps::{self, Columns};
use super::uncertain::Uncertain;
use super::{Load, Output, Source, Table, output, reports};
use crate::fields::Fields;
use crate::framework::FLOOR;
use crate::means::Mean;
use crate::normalising::Normalising;
use crate::scoring::{Score, score};
use crate::treatment::{Imputation, Outliers};
use crate::tree::{Needs, Scoring};
use crate::weighting::{Shares, principal};

/// What an index recipe says.
#[derive(Debug)]
pub(super) struct Index {
    pub units: Source,
    pub id: String,
    pub group: Option<String>,
    pub na: String,
    pub keep: f64,
    parts: Parts,
    pub denominate: bool,
    pub fill: Option<Imputation>,
    pub outliers: Option<Outliers>,
    pub scale: Scale,
    pub levels: Levels,
    pub principal: bool,
    pub decimals: Option<u8>,
    pub reports: Vec<Report>,
    pub any_weights: Option<(u32, u64)>,
    pub doubt: Option<Option<Shares>>,
    uncertain: Option<Uncertain>,
}

#[derive(Debug)]
enum Parts {
    File(Source),
    Here(Vec<Entry>),
}

/// How columns are brought onto one scale.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scale {
    Plain(Normalising),
    Goalposts { low: f64, high: f64 },
    Target { cut: bool },
}

/// What is told beside the scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Report {
    Statistics,
    Correlations,
    Alpha,
    EffectiveWeights,
    LeaveOneOut,
    Copeland,
    Bounds,
    Places,
}

const REPORTS: [(&str, Report); 8] = [
    ("statistics", Report::Statistics),
    ("correlations", Report::Correlations),
    ("alpha", Report::Alpha),
    ("effective-weights", Report::EffectiveWeights),
    ("leave-one-out", Report::LeaveOneOut),
    ("copeland", Report::Copeland),
    ("bounds", Report::Bounds),
    ("places", Report::Places),
];

impl Index {
    pub fn read(file: &Fields<'_, '_>) -> Self {
        let units = file.needed_inner("units", "table of units");
        let (source, id, group, na, keep) = match units {
            Some(units) => {
                let read = (
                    Source { file: units.needed("file") },
                    units.needed("id"),
                    units.text("group"),
                    units.text("not_applicable").unwrap_or_else(|| "NA".to_owned()),
                    units.share("keep").unwrap_or(0.0),
                );
                units.end();
                read
            }
            None => (Source { file: String::new() }, String::new(), None, String::new(), 0.0),
        };
        let here = plan::from_recipe(file);
        let parts = match file.inner("framework", "framework") {
            Some(fields) => {
                let source = Source { file: fields.needed("file") };
                fields.end();
                Parts::File(source)
            }
            None => {
                if here.iter().all(|entry| entry.indicator.is_none()) {
                    file.wrong("framework", "a recipe names a framework file or has [[indicator]] tables");
                }
                Parts::Here(here)
            }
        };
        let (levels, principal, decimals) = levels(file);
        Self {
            units: source,
            id,
            group,
            na,
            keep,
            parts,
            denominate: file.flag("denominate"),
            fill: file
                .one_of(
                    "fill",
                    &[
                        ("none", None),
                        ("mean", Some(Imputation::Mean)),
                        ("median", Some(Imputation::Median)),
                        ("group-mean", Some(Imputation::GroupMean)),
                        ("group-median", Some(Imputation::GroupMedian)),
                    ],
                )
                .flatten(),
            outliers: outliers(file),
            scale: scale(file),
            levels,
            principal,
            decimals,
            reports: report_list(file),
            any_weights: any_weights(file),
            doubt: doubt(file),
            uncertain: file.inner("uncertainty", "table of uncertainty").map(Uncertain::read),
        }
    }

    pub fn run(&self, load: &Load<'_>) -> Result<Vec<Output>, String> {
        let units = self.units.units(load, &self.id)?;
        let entries = match &self.parts {
            Parts::Here(entries) => entries.clone(),
            Parts::File(source) => plan::from_table(&source.file, &source.table(load)?)?,
        };
        let mut plan = plan::build(&entries, &self.levels)?;
        let mut columns = Columns::read(self, &plan, &units)?;
        let mut outputs = reports::before(self, &plan, &columns);
        let raw = steps::prepare(self, &plan, &units, &mut columns, &mut outputs)?;
        if self.principal {
            weigh(&mut plan, &columns)?;
        }
        let rows = columns.rows();
        let scores: Vec<Vec<Score>> = rows.iter().map(|row| score(&plan.tree, row)).collect();
        outputs.push(output("scores", self.scores(&plan, &columns, &scores, Score::point)));
        reports::after(self, &plan, &columns, &rows, &scores, &mut outputs)?;
        if let Some(uncertain) = &self.uncertain {
            outputs.push(uncertain.run(self, &plan, &raw, &columns, &scores));
        }
        Ok(outputs)
    }

    /// A table of one figure for each unit and part.
    pub fn scores(
        &self,
        plan: &Plan,
        columns: &Columns,
        scores: &[Vec<Score>],
        figure: impl Fn(&Score) -> Option<f64>,
    ) -> Table {
        let nodes: Vec<usize> = branches(plan);
        let names: Vec<String> = nodes.iter().filter_map(|n| plan.tree.nodes().get(*n)).map(|n| n.id.clone()).collect();
        let values: Vec<Vec<Option<f64>>> =
            nodes.iter().map(|node| scores.iter().map(|row| row.get(*node).and_then(&figure)).collect()).collect();
        let mut table = steps::by_unit(&self.id, &columns.units, &names, &values);
        for (row, scores) in table.rows.iter_mut().zip(scores) {
            for (cell, node) in row.iter_mut().skip(1).zip(&nodes) {
                if scores.get(*node) == Some(&Score::NotApplicable) {
                    self.na.clone_into(cell);
                }
            }
        }
        table
    }
}

/// The parts that are made of others.
pub(super) fn branches(plan: &Plan) -> Vec<usize> {
    (0..plan.tree.nodes().len()).filter(|node| !plan.tree.children(*node).is_empty()).collect()
}

fn weigh(plan: &mut Plan, columns: &Columns) -> Result<(), String> {
    for node in branches(plan) {
        let children = plan.tree.children(node).to_vec();
        let column = |child: &usize| plan.tree.leaves().iter().position(|leaf| leaf == child);
        let Some(places) = children.iter().map(column).collect::<Option<Vec<usize>>>() else { continue };
        let data: Vec<&[Option<f64>]> =
            places.iter().filter_map(|place| columns.values.get(*place)).map(Vec::as_slice).collect();
        let weights =
            principal(&data).ok_or("principal components need columns that differ and units that have them")?;
        for (child, weight) in children.iter().zip(weights) {
            plan.tree = plan.tree.with_weight(*child, weight);
        }
    }
    Ok(())
}

fn outliers(file: &Fields<'_, '_>) -> Option<Outliers> {
    let fields = file.inner("outliers", "treatment of outliers")?;
    let usual = Outliers::default();
    let outliers = Outliers {
        skewness: fields.number("skewness").unwrap_or(usual.skewness),
        kurtosis: fields.number("kurtosis").unwrap_or(usual.kurtosis),
        at_most: fields.whole("at_most").map_or(usual.at_most, |n| n as usize),
        then_log: fields.one_of("then", &[("log", true), ("nothing", false)]).unwrap_or(true),
    };
    fields.end();
    Some(outliers)
}

fn scale(file: &Fields<'_, '_>) -> Scale {
    let Some(fields) = file.inner("normalise", "normalisation") else { return Scale::Plain(Normalising::AsItIs) };
    let (low, high) = (fields.number("low").unwrap_or(0.0), fields.number("high").unwrap_or(100.0));
    let (mean, sd) = (fields.number("mean").unwrap_or(0.0), fields.number("sd").unwrap_or(1.0));
    let cut = fields.flag("cut");
    let methods = [
        ("none", Scale::Plain(Normalising::AsItIs)),
        ("min-max", Scale::Plain(Normalising::MinMax { low, high })),
        ("goalposts", Scale::Goalposts { low, high }),
        ("z-score", Scale::Plain(Normalising::ZScore { mean, sd })),
        ("rank", Scale::Plain(Normalising::Rank)),
        ("percentile-rank", Scale::Plain(Normalising::PercentRank)),
        ("borda", Scale::Plain(Normalising::Borda)),
        ("distance-to-maximum", Scale::Plain(Normalising::DistanceToMaximum)),
        ("distance-to-target", Scale::Target { cut }),
    ];
    fields.needed("method");
    let scale = fields.one_of("method", &methods).unwrap_or(Scale::Plain(Normalising::AsItIs));
    fields.end();
    scale
}

fn levels(file: &Fields<'_, '_>) -> (Levels, bool, Option<u8>) {
    let mut levels = Levels {
        scoring: vec![Scoring::Compensatory(Mean::Arithmetic)],
        needs: vec![Needs::Count(0.0)],
        equal: false,
        range: (0.0, 100.0),
    };
    let Some(fields) = file.inner("score", "score") else { return (levels, false, None) };
    let floor = fields.number("floor");
    let exponent = fields.number("exponent").unwrap_or(1.0);
    let least = floor.unwrap_or(0.0);
    let scorings: Vec<Scoring> = fields
        .texts_or_one("method")
        .into_iter()
        .filter_map(|(word, line)| match word.as_str() {
            "arithmetic" => Some(Scoring::Compensatory(Mean::Arithmetic)),
            "geometric" => Some(Scoring::Compensatory(Mean::Geometric { floor: least })),
            "harmonic" => Some(Scoring::Compensatory(Mean::Harmonic { floor: least })),
            "power" => Some(Scoring::Compensatory(Mean::Power { exponent, floor: least })),
            _ => {
                let known = "arithmetic, geometric, harmonic, power";
                fields.page().wrong(line, format!("method is one of {known}, not \u{201c}{word}\u{201d}"));
                None
            }
        })
        .collect();
    if floor.is_none() && scorings.iter().any(|scoring| *scoring != Scoring::Compensatory(Mean::Arithmetic)) {
        fields.wrong("method", FLOOR);
    }
    if !scorings.is_empty() {
        levels.scoring = scorings;
    }
    let by_weight = fields.one_of("counted", &[("weight", true), ("parts", false)]).unwrap_or(true);
    let needs = fields.shares("needs").into_iter();
    let needs: Vec<Needs> =
        needs.map(|share| if by_weight { Needs::Weight(share) } else { Needs::Count(share) }).collect();
    if !needs.is_empty() {
        levels.needs = needs;
    }
    levels.range = (fields.number("worst").unwrap_or(0.0), fields.number("best").unwrap_or(100.0));
    let weights =
        fields.one_of("weights", &[("given", (false, false)), ("equal", (true, false)), ("principal", (false, true))]);
    let (equal, principal) = weights.unwrap_or((false, false));
    levels.equal = equal;
    let decimals = fields.whole("decimals").and_then(|n| u8::try_from(n).ok());
    fields.end();
    (levels, principal, decimals)
}

fn report_list(file: &Fields<'_, '_>) -> Vec<Report> {
    let find = |(word, line): (String, usize)| {
        let found = REPORTS.iter().find(|(name, _)| *name == word).map(|(_, report)| *report);
        if found.is_none() {
            let names: Vec<&str> = REPORTS.iter().map(|(name, _)| *name).collect();
            file.page().wrong(line, format!("a report is one of {}, not \u{201c}{word}\u{201d}", names.join(", ")));
        }
        found
    };
    file.texts("report").into_iter().filter_map(find).collect()
}

fn any_weights(file: &Fields<'_, '_>) -> Option<(u32, u64)> {
    let fields = file.inner("any_weights", "table of any weights")?;
    let read = (fields.whole("draws").unwrap_or(10_000), super::seed(&fields));
    fields.end();
    Some(read)
}

fn doubt(file: &Fields<'_, '_>) -> Option<Option<Shares>> {
    let fields = file.inner("benefit_of_the_doubt", "benefit of the doubt")?;
    let shares = fields.share("least").zip(fields.share("most")).map(|(least, most)| Shares { least, most });
    fields.end();
    Some(shares)
}
