//! Recipes of `kind = "calibration"`: what a checked part of the answers says about all of them.

use std::collections::BTreeMap;

use super::implausible::{Answers, Given};
use super::tables::cell;
use super::{Load, Output, Source, Table, output};
use crate::draws::unit_key;
use crate::fields::Fields;
use crate::places::{Estimate, drawn};
use crate::ranks::competition;
use crate::stats;
use crate::verification::bias::{Audited, Bias, bias};
use crate::verification::{Calibration, Check, Ledger};

/// What a calibration recipe says.
#[derive(Debug)]
pub(super) struct Calibrating {
    claims: Answers,
    stratum: String,
    points: Vec<f64>,
    checks: Source,
    columns: [String; 4],
    strength: f64,
    draws: u32,
    seed: u64,
}

/// One checked answer of a unit.
struct Checked {
    unit: usize,
    check: Check,
}

impl Calibrating {
    pub fn read(file: &Fields<'_, '_>) -> Self {
        let points = file.numbers("points");
        if points.len() < 2 {
            file.wrong("points", "points lists what each answer counts, from the lowest up");
        }
        let stratum = file.needed("stratum");
        let mut claims = Answers::read(file);
        claims.highest = u16::try_from(points.len().saturating_sub(1)).unwrap_or(u16::MAX);
        claims.skip.push(stratum.clone());
        let (checks, columns) = match file.needed_inner("checks", "table of checks") {
            Some(fields) => {
                let read = (
                    Source { file: fields.needed("file") },
                    ["unit", "question", "claimed", "verified"].map(|key| fields.needed(key)),
                );
                fields.end();
                read
            }
            None => (Source { file: String::new() }, std::array::from_fn(|_| String::new())),
        };
        Self {
            claims,
            stratum,
            points,
            checks,
            columns,
            strength: file.number("strength").unwrap_or(0.0),
            draws: file.whole("draws").unwrap_or(10_000),
            seed: super::seed(file),
        }
    }

    pub fn run(&self, load: &Load<'_>) -> Result<Vec<Output>, String> {
        let table = self.claims.source.units(load, &self.claims.id)?;
        let given = self.claims.given(&table)?;
        let strata = table.texts(&self.claims.source.file, &self.stratum)?;
        let checks = self.checked(&self.checks.table(load)?, &given)?;
        let ledger = Ledger::new(self.points.len(), checks.iter().map(|checked| checked.check));
        let found = self.by_unit(&checks, given.ids.len());
        let pairs: Vec<(f64, f64)> = found.iter().flatten().copied().collect();
        let line = Calibration::fit(&pairs).ok_or("too few units were checked for a line")?;
        let selves: Vec<Option<f64>> = given.levels.iter().map(|row| self.mean(row, &self.points)).collect();
        let sample: Vec<Audited> = found
            .iter()
            .zip(&strata)
            .filter_map(|(found, stratum)| {
                let (claimed, verified) = (*found)?;
                Some(Audited { stratum: (*stratum).to_owned(), inflation: claimed - verified })
            })
            .collect();
        let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
        for stratum in &strata {
            *sizes.entry((*stratum).to_owned()).or_default() += 1;
        }
        let bias = bias(&sizes, &sample);
        let worth = self.worth(&ledger);
        let mean = stats::mean(&stats::known(&selves));
        let scores = self.scores(&given, &selves, &line, &worth);
        Ok(vec![
            output("scores", scores),
            output("ledger", ledger_table(&ledger)),
            output("values", self.values(&worth)),
            output("calibration", summary(&ledger, bias.as_ref(), &line, mean)),
        ])
    }

    fn checked(&self, table: &Table, given: &Given<'_>) -> Result<Vec<Checked>, String> {
        let name = &self.checks.file;
        let [unit, question, claimed, verified] = &self.columns;
        let (units, questions) = (table.texts(name, unit)?, table.texts(name, question)?);
        let (claimed, verified) = (table.numbers(name, claimed, "NA")?, table.numbers(name, verified, "NA")?);
        let mut checks = Vec::new();
        for (row, (unit, question)) in units.iter().zip(&questions).enumerate() {
            let wrong = |what: &str| format!("{name}, line {}: {what}", table.line(row));
            let place = given.ids.iter().position(|id| id == unit).ok_or_else(|| wrong("this unit made no claims"))?;
            if !given.questions.contains(question) {
                return Err(wrong("this question is not among the claims"));
            }
            let level = |list: &[Option<f64>]| {
                let number = list.get(row).copied().flatten()?;
                (0..self.points.len()).find(|level| stats::count(*level) == number)
            };
            let (claimed, verified) =
                level(&claimed).zip(level(&verified)).ok_or_else(|| wrong("no answer of the scale"))?;
            checks.push(Checked { unit: place, check: Check { claimed, verified } });
        }
        // In a fixed order, so that the order of the rows does not matter.
        checks.sort_by_key(|checked| (checked.unit, checked.check.claimed, checked.check.verified));
        Ok(checks)
    }

    fn point(&self, level: usize) -> f64 {
        self.points.get(level).copied().unwrap_or(0.0)
    }

    /// Claimed and verified mean of each unit over what was checked of it.
    fn by_unit(&self, checks: &[Checked], units: usize) -> Vec<Option<(f64, f64)>> {
        let of = |unit: usize| {
            let own: Vec<Check> = checks.iter().filter(|checked| checked.unit == unit).map(|c| c.check).collect();
            let mean = |level: fn(&Check) -> usize| {
                stats::mean(&own.iter().map(|check| self.point(level(check))).collect::<Vec<f64>>())
            };
            (!own.is_empty()).then(|| (mean(|check| check.claimed), mean(|check| check.verified)))
        };
        (0..units).map(of).collect()
    }

    fn mean(&self, row: &[Option<u16>], points: &[f64]) -> Option<f64> {
        let values: Vec<f64> = row.iter().filter_map(|level| points.get(usize::from((*level)?)).copied()).collect();
        (!values.is_empty()).then(|| stats::mean(&values))
    }

    /// What each claim is worth; where nothing was checked it is worth what it says.
    fn worth(&self, ledger: &Ledger) -> Vec<f64> {
        let worth = ledger.worth(&self.points, &self.points, self.strength);
        worth.into_iter().zip(&self.points).map(|(worth, own)| worth.unwrap_or(*own)).collect()
    }

    fn scores(&self, given: &Given<'_>, selves: &[Option<f64>], line: &Calibration, worth: &[f64]) -> Table {
        let predicted: Vec<Option<Estimate>> = selves.iter().map(|own| own.map(|own| line.predict(own))).collect();
        let known = given.ids.iter().zip(&predicted).filter_map(|(id, estimate)| Some((unit_key(id), (*estimate)?)));
        let mut places = drawn(&known.collect::<Vec<_>>(), self.draws, self.seed).into_iter();
        let mut table = Table::new([
            self.claims.id.as_str(),
            "self",
            "by_regression",
            "by_ledger",
            "sd",
            "place_self",
            "place_5",
            "place_50",
            "place_95",
            "expected_place",
        ]);
        for ((((id, row), own), estimate), place) in
            given.ids.iter().zip(&given.levels).zip(selves).zip(&predicted).zip(competition(selves))
        {
            let drawn = estimate.and_then(|_| places.next());
            let text = |number: Option<usize>| number.map(|n| n.to_string()).unwrap_or_default();
            table.rows.push(vec![
                (*id).to_owned(),
                cell(*own),
                cell(estimate.map(|e| e.mean)),
                cell(self.mean(row, worth)),
                cell(estimate.map(|e| e.sd)),
                text(place),
                text(drawn.map(|d| d.range.best)),
                text(drawn.map(|d| d.median)),
                text(drawn.map(|d| d.range.worst)),
                cell(drawn.map(|d| d.expected)),
            ]);
        }
        table
    }

    fn values(&self, worth: &[f64]) -> Table {
        let mut table = Table::new(["claimed", "counts", "is_worth"]);
        for (level, (own, worth)) in self.points.iter().zip(worth).enumerate() {
            table.rows.push(vec![level.to_string(), cell(Some(*own)), cell(Some(*worth))]);
        }
        table
    }
}

fn ledger_table(ledger: &Ledger) -> Table {
    let levels = ledger.counts().len();
    let mut table = Table::new(["claimed".to_owned()].into_iter().chain((0..levels).map(|l| format!("verified_{l}"))));
    for (claimed, row) in ledger.counts().iter().enumerate() {
        table.rows.push([claimed.to_string()].into_iter().chain(row.iter().map(ToString::to_string)).collect());
    }
    table
}

#[expect(clippy::cast_precision_loss, reason = "a number of answers")]
fn summary(ledger: &Ledger, bias: Option<&Bias>, line: &Calibration, mean: f64) -> Table {
    let mut table = Table::new(["figure", "value"]);
    let corrected = bias.map(|bias| bias.corrected(mean));
    let figures = [
        ("audited", Some(stats::count(line.audited))),
        ("checked", Some(ledger.checked() as f64)),
        ("share_confirmed", ledger.confirmed()),
        ("share_over_claimed", ledger.over_claimed()),
        ("share_under_claimed", ledger.under_claimed()),
        ("mean_inflation", bias.map(|bias| bias.inflation)),
        ("mean_inflation_error", bias.map(|bias| bias.error)),
        ("mean_self", Some(mean)),
        ("mean_corrected", corrected.map(|(mean, _)| mean)),
        ("mean_corrected_low", corrected.map(|(_, interval)| interval.0)),
        ("mean_corrected_high", corrected.map(|(_, interval)| interval.1)),
        ("intercept", Some(line.intercept)),
        ("slope", Some(line.slope)),
        ("residual_sd", Some(line.residual)),
        ("x_mean", Some(line.mean)),
        ("sxx", Some(line.squares)),
    ];
    for (name, value) in figures {
        table.rows.push(vec![name.to_owned(), cell(value)]);
    }
    table
}
