//! What happens to the columns of an index before they are put together, each step with its table.

use super::index::{Index, Scale};
use super::plan::{Indicator, Plan};
use super::tables::cell;
use super::{Output, Table, output};
use crate::answers::Cell;
use crate::normalising::Normalising;
use crate::stats;
use crate::treatment::{self, Treated};

/// The units that were kept, and their columns.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub units: Vec<String>,
    pub groups: Vec<String>,
    /// One a leaf, each one value a unit.
    pub values: Vec<Vec<Option<f64>>>,
    /// Where the file says that something does not apply.
    pub not_applicable: Vec<Vec<bool>>,
}

impl Columns {
    /// Reads the columns.
    pub fn read(index: &Index, plan: &Plan, table: &Table) -> Result<Self, String> {
        let name = &index.units.file;
        let text = |column: &str| table.texts(name, column);
        let units: Vec<String> = text(&index.id)?.into_iter().map(str::to_owned).collect();
        let groups = match &index.group {
            Some(group) => text(group)?.into_iter().map(str::to_owned).collect(),
            None => vec![String::new(); units.len()],
        };
        let (mut values, mut not_applicable) = (Vec::new(), Vec::new());
        for indicator in &plan.indicators {
            values.push(table.numbers(name, &indicator.id, &index.na)?);
            not_applicable.push(text(&indicator.id)?.into_iter().map(|cell| cell == index.na).collect());
        }
        Ok(Self { units, groups, values, not_applicable })
    }

    /// Keeps the units that have this share of the columns.
    fn keep(&mut self, share: f64) {
        let all = stats::count(self.values.len());
        let has =
            |unit: usize| self.values.iter().filter(|column| column.get(unit).copied().flatten().is_some()).count();
        let kept: Vec<bool> = (0..self.units.len()).map(|unit| stats::count(has(unit)) >= share * all - 1e-9).collect();
        retain(&mut self.units, &kept);
        retain(&mut self.groups, &kept);
        self.values.iter_mut().for_each(|column| retain(column, &kept));
        self.not_applicable.iter_mut().for_each(|column| retain(column, &kept));
    }

    /// The cells of each unit.
    pub fn rows(&self) -> Vec<Vec<Cell>> {
        let cell =
            |unit: usize, (values, na): (&Vec<Option<f64>>, &Vec<bool>)| match values.get(unit).copied().flatten() {
                Some(value) => Cell::Value(value),
                None if na.get(unit).copied().unwrap_or(false) => Cell::NotApplicable,
                None => Cell::Missing,
            };
        let row = |unit| self.values.iter().zip(&self.not_applicable).map(|columns| cell(unit, columns)).collect();
        (0..self.units.len()).map(row).collect()
    }

    /// The columns as a table.
    pub fn table(&self, index: &Index, plan: &Plan) -> Table {
        let ids: Vec<String> = plan.indicators.iter().map(|indicator| indicator.id.clone()).collect();
        by_unit(&index.id, &self.units, &ids, &self.values)
    }
}

fn retain<T>(list: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    list.retain(|_| kept.next().copied().unwrap_or(false));
}

/// A table of a row for each unit.
pub(super) fn by_unit(id: &str, units: &[String], names: &[String], columns: &[Vec<Option<f64>>]) -> Table {
    let mut table = Table::new([id.to_owned()].into_iter().chain(names.iter().cloned()));
    for (unit, name) in units.iter().enumerate() {
        let cells = columns.iter().map(|column| cell(column.get(unit).copied().flatten()));
        table.rows.push([name.clone()].into_iter().chain(cells).collect());
    }
    table
}

/// Does all steps up to the normalised columns, gives the table of each that the recipe has, and the
/// columns as they were before outliers were treated.
pub(super) fn prepare(
    index: &Index,
    plan: &Plan,
    units: &Table,
    columns: &mut Columns,
    outputs: &mut Vec<Output>,
) -> Result<Columns, String> {
    if index.denominate {
        denominate(index, plan, units, columns)?;
        outputs.push(output("denominated", columns.table(index, plan)));
    }
    if let Some(how) = index.fill {
        for column in &mut columns.values {
            *column = treatment::impute(column, how, &columns.groups);
        }
        outputs.push(output("filled", columns.table(index, plan)));
    }
    columns.keep(index.keep);
    let raw = columns.clone();
    if let Some(outliers) = index.outliers {
        let treated: Vec<Treated> = columns.values.iter().map(|column| outliers.treat(column)).collect();
        outputs.push(output("treatment", details(plan, &treated)));
        columns.values = treated.into_iter().map(|treated| treated.column).collect();
        outputs.push(output("treated", columns.table(index, plan)));
    }
    for (column, indicator) in columns.values.iter_mut().zip(&plan.indicators) {
        *column = normalise(index, indicator, column)?;
    }
    outputs.push(output("normalised", columns.table(index, plan)));
    Ok(raw)
}

fn denominate(index: &Index, plan: &Plan, units: &Table, columns: &mut Columns) -> Result<(), String> {
    for (column, indicator) in columns.values.iter_mut().zip(&plan.indicators) {
        let Some(by) = &indicator.denominator else { continue };
        let sizes = units.numbers(&index.units.file, by, &index.na)?;
        *column = treatment::denominate(column, &sizes);
    }
    Ok(())
}

fn normalise(index: &Index, indicator: &Indicator, column: &[Option<f64>]) -> Result<Vec<Option<f64>>, String> {
    let direction = indicator.direction;
    let directed: Vec<Option<f64>> = column.iter().map(|value| value.map(|value| value * direction)).collect();
    let needs = |what: &str| format!("{}: this recipe normalises by {what}, and it has none", indicator.id);
    let (method, column) = match index.scale {
        Scale::Plain(method) => (method, directed),
        Scale::Goalposts { low, high } => {
            // Goalposts say themselves which end is better.
            let (from, to) = indicator.goalposts.ok_or_else(|| needs("goalposts"))?;
            (Normalising::Goalposts { from, to, low, high, log: indicator.log }, column.to_vec())
        }
        Scale::Target { cut } => {
            let target = indicator.target.ok_or_else(|| needs("its target"))? * direction;
            (Normalising::DistanceToTarget { target, cut }, directed)
        }
    };
    method
        .apply(&column)
        .map_err(|_| format!("{}: every unit has the same value, so that it says nothing", indicator.id))
}

fn details(plan: &Plan, treated: &[Treated]) -> Table {
    let mut table = Table::new([
        "indicator",
        "passed_before",
        "skewness_before",
        "kurtosis_before",
        "winsorised",
        "logged",
        "passed_after",
        "skewness_after",
        "kurtosis_after",
        "changed",
    ]);
    for (indicator, treated) in plan.indicators.iter().zip(treated) {
        let word = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        table.rows.push(vec![
            indicator.id.clone(),
            word(treated.passed_before),
            cell(Some(treated.before.0)),
            cell(Some(treated.before.1)),
            treated.winsorised.to_string(),
            word(treated.logged),
            word(treated.passed_after),
            cell(Some(treated.after.0)),
            cell(Some(treated.after.1)),
            word(treated.winsorised > 0 || treated.logged),
        ]);
    }
    table
}
