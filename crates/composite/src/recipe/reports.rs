//! What an index recipe tells beside the scores.

use super::index::{Index, Report, branches};
use super::plan::Plan;
use super::steps::{self, Columns};
use super::tables::cell;
use super::{Output, Table, output};
use crate::answers::Cell;
use crate::any_weights;
use crate::copeland::copeland;
use crate::ranks::{competition, published, shared};
use crate::relations::{Correlation, alpha};
use crate::scoring::Score;
use crate::sensitivity::shift_without;
use crate::stats;
use crate::weighting::{benefit_of_the_doubt, effective};

/// What is told of the columns as they came.
pub(super) fn before(index: &Index, plan: &Plan, columns: &Columns) -> Vec<Output> {
    let mut outputs = Vec::new();
    if index.reports.contains(&Report::Statistics) {
        outputs.push(output("statistics", statistics(plan, columns)));
    }
    outputs
}

fn statistics(plan: &Plan, columns: &Columns) -> Table {
    let mut table = Table::new([
        "indicator",
        "min",
        "max",
        "mean",
        "median",
        "sd",
        "skewness",
        "kurtosis",
        "available",
        "non_zero",
        "unique",
        "same",
        "share_available",
        "share_non_zero",
        "share_unique",
        "share_same",
        "outliers",
    ]);
    for (indicator, column) in plan.indicators.iter().zip(&columns.values) {
        let d = stats::describe(column);
        let count = stats::count;
        let figures = [d.min, d.max, d.mean, d.median, d.deviation, d.skewness, d.kurtosis];
        let counts = [d.available, d.non_zero, d.unique, d.same];
        let shares = [count(d.available) / count(d.units)]
            .into_iter()
            .chain([d.non_zero, d.unique, d.same].map(|n| count(n) / count(d.available)));
        let has_outliers = d.skewness.abs() > 2.0 && d.kurtosis > 3.5;
        let mut row = vec![indicator.id.clone()];
        row.extend(figures.map(|figure| cell(Some(figure))));
        row.extend(counts.map(|n| n.to_string()));
        row.extend(shares.map(|share| cell(Some(share))));
        row.push(if has_outliers { "yes" } else { "no" }.to_owned());
        table.rows.push(row);
    }
    table
}

/// What is told of the scores.
pub(super) fn after(
    index: &Index,
    plan: &Plan,
    columns: &Columns,
    rows: &[Vec<Cell>],
    scores: &[Vec<Score>],
    outputs: &mut Vec<Output>,
) -> Result<(), String> {
    let has = |report: Report| index.reports.contains(&report);
    if has(Report::Bounds) {
        let low = index.scores(plan, columns, scores, |score| score.bounds().map(|bounds| bounds.0));
        let high = index.scores(plan, columns, scores, |score| score.bounds().map(|bounds| bounds.1));
        outputs.extend([output("low", low), output("high", high)]);
    }
    if has(Report::Places) {
        outputs.push(output("places", places(index, plan, columns, scores)));
    }
    if let Some(decimals) = index.decimals {
        outputs.push(output("published", rounded(index, columns, scores, decimals)));
    }
    if has(Report::Correlations) {
        for (name, kind) in [
            ("correlations-pearson", Correlation::Pearson),
            ("correlations-spearman", Correlation::Spearman),
            ("correlations-kendall", Correlation::Kendall),
        ] {
            outputs.push(output(name, correlations(plan, scores, kind)));
        }
    }
    if has(Report::Alpha) {
        outputs.push(output("alpha", alphas(plan, columns)));
    }
    if has(Report::EffectiveWeights) {
        let mut table = Table::new(["part", "weight", "effective_weight"]);
        for (node, weight) in plan.tree.nodes().iter().zip(effective(&plan.tree)) {
            table.rows.push(vec![node.id.clone(), cell(Some(node.weight)), cell(Some(weight))]);
        }
        outputs.push(output("effective-weights", table));
    }
    if has(Report::LeaveOneOut) {
        let mut table = Table::new(["removed", "mean_shift"]);
        for node in branches(plan).into_iter().skip(1) {
            let shift = shift_without(&plan.tree, rows, node);
            table.rows.push(vec![id(plan, node), cell(Some(shift))]);
        }
        outputs.push(output("leave-one-out", table));
    }
    if has(Report::Copeland) {
        outputs.push(output("copeland", copelands(index, plan, columns)));
    }
    if let Some((draws, seed)) = index.any_weights {
        outputs.push(output("any-weights", any(index, plan, columns, scores, draws, seed)?));
    }
    if index.doubt.is_some() {
        outputs.push(output("benefit-of-the-doubt", doubt(index, plan, columns, scores)?));
    }
    Ok(())
}

fn id(plan: &Plan, node: usize) -> String {
    plan.tree.nodes().get(node).map(|node| node.id.clone()).unwrap_or_default()
}

fn points(scores: &[Vec<Score>], node: usize) -> Vec<Option<f64>> {
    scores.iter().map(|row| row.get(node).and_then(Score::point)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a place")]
fn places(index: &Index, plan: &Plan, columns: &Columns, scores: &[Vec<Score>]) -> Table {
    let nodes = branches(plan);
    let names: Vec<String> = nodes.iter().map(|node| id(plan, *node)).collect();
    let places = |node: &usize| {
        let values: Vec<Option<f64>> = points(scores, *node).iter().map(|v| v.map(|v| rounded_to(index, v))).collect();
        competition(&values).into_iter().map(|place| place.map(|place| place as f64)).collect()
    };
    let values: Vec<Vec<Option<f64>>> = nodes.iter().map(places).collect();
    steps::by_unit(&index.id, &columns.units, &names, &values)
}

fn rounded_to(index: &Index, value: f64) -> f64 {
    index.decimals.map_or(value, |decimals| published(value, decimals))
}

fn rounded(index: &Index, columns: &Columns, scores: &[Vec<Score>], decimals: u8) -> Table {
    let values: Vec<Option<f64>> = points(scores, 0).iter().map(|v| v.map(|v| published(v, decimals))).collect();
    let mut table = Table::new([index.id.as_str(), "score", "place", "shared"]);
    for (((unit, value), place), shared) in
        columns.units.iter().zip(&values).zip(competition(&values)).zip(shared(&values))
    {
        table.rows.push(vec![
            unit.clone(),
            value.map(|value| format!("{value:.0$}", usize::from(decimals))).unwrap_or_default(),
            place.map(|place| place.to_string()).unwrap_or_default(),
            if shared { "=" } else { "" }.to_owned(),
        ]);
    }
    table
}

fn correlations(plan: &Plan, scores: &[Vec<Score>], kind: Correlation) -> Table {
    let nodes = branches(plan);
    let columns: Vec<Vec<Option<f64>>> = nodes.iter().map(|node| points(scores, *node)).collect();
    let mut table = Table::new(["part".to_owned()].into_iter().chain(nodes.iter().map(|node| id(plan, *node))));
    for (node, one) in nodes.iter().zip(&columns) {
        let row = columns.iter().map(|other| cell(kind.of(one, other)));
        table.rows.push([id(plan, *node)].into_iter().chain(row).collect());
    }
    table
}

fn alphas(plan: &Plan, columns: &Columns) -> Table {
    let mut table = Table::new(["part", "alpha"]);
    for node in branches(plan) {
        let column = |child: &usize| plan.tree.leaves().iter().position(|leaf| leaf == child);
        let leaves: Option<Vec<usize>> = plan.tree.children(node).iter().map(column).collect();
        let Some(leaves) = leaves else { continue };
        let data: Vec<&[Option<f64>]> =
            leaves.iter().filter_map(|leaf| columns.values.get(*leaf)).map(Vec::as_slice).collect();
        table.rows.push(vec![id(plan, node), cell(alpha(&data))]);
    }
    table
}

fn copelands(index: &Index, plan: &Plan, columns: &Columns) -> Table {
    let weights = effective(&plan.tree);
    let weights: Vec<f64> = plan.tree.leaves().iter().map(|leaf| weights.get(*leaf).copied().unwrap_or(0.0)).collect();
    let rows: Vec<Vec<Option<f64>>> = (0..columns.units.len())
        .map(|unit| columns.values.iter().map(|column| column.get(unit).copied().flatten()).collect())
        .collect();
    let mut table = Table::new([index.id.as_str(), "copeland"]);
    for (unit, score) in columns.units.iter().zip(copeland(&rows, &weights)) {
        table.rows.push(vec![unit.clone(), score.to_string()]);
    }
    table
}

/// The scores of the themes of each unit, all of which must be there.
fn themes(plan: &Plan, columns: &Columns, scores: &[Vec<Score>]) -> Result<Vec<Vec<f64>>, String> {
    let of = |(unit, row): (&String, &Vec<Score>)| {
        let themes = plan.tree.children(0).iter().map(|child| row.get(*child).and_then(Score::point));
        themes.collect::<Option<Vec<f64>>>().ok_or_else(|| format!("{unit} lacks a theme, so that weights say nothing"))
    };
    columns.units.iter().zip(scores).map(of).collect()
}

fn any(
    index: &Index,
    plan: &Plan,
    columns: &Columns,
    scores: &[Vec<Score>],
    draws: u32,
    seed: u64,
) -> Result<Table, String> {
    let rows = themes(plan, columns, scores)?;
    let threes: Option<Vec<[f64; 3]>> = rows.iter().map(|row| row.as_slice().try_into().ok()).collect();
    let exact = threes.map(|rows| (any_weights::expected_places(&rows), any_weights::first_shares(&rows)));
    let mut table = Table::new([
        index.id.as_str(),
        "expected_place",
        "share_first",
        "drawn_expected",
        "drawn_5",
        "drawn_50",
        "drawn_95",
    ]);
    for (place, (unit, drawn)) in columns.units.iter().zip(any_weights::drawn_places(&rows, draws, seed)).enumerate() {
        let (expected, first) = exact
            .as_ref()
            .map_or((None, None), |(expected, first)| (expected.get(place).copied(), first.get(place).copied()));
        table.rows.push(vec![
            unit.clone(),
            cell(expected),
            cell(first),
            cell(Some(drawn.expected)),
            drawn.range.best.to_string(),
            drawn.median.to_string(),
            drawn.range.worst.to_string(),
        ]);
    }
    Ok(table)
}

fn doubt(index: &Index, plan: &Plan, columns: &Columns, scores: &[Vec<Score>]) -> Result<Table, String> {
    let rows = themes(plan, columns, scores)?;
    if rows.iter().flatten().any(|value| *value < 0.0) {
        return Err("benefit of the doubt needs themes that are nowhere below 0".to_owned());
    }
    let mut table = Table::new([index.id.as_str(), "bod", "bod_shares"]);
    let free = benefit_of_the_doubt(&rows, None);
    let bound = index.doubt.flatten().map(|shares| benefit_of_the_doubt(&rows, Some(shares)));
    for (place, (unit, free)) in columns.units.iter().zip(free).enumerate() {
        let bound = bound.as_ref().and_then(|bound| bound.get(place).copied().flatten());
        table.rows.push(vec![unit.clone(), cell(free), cell(bound)]);
    }
    Ok(table)
}
