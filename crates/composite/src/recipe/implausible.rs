//! Recipes of `kind = "implausible"`: statistics of odd answers, and which of them stand out.

use super::tables::cell;
use super::{Load, Output, Source, Table, output};
use crate::claims::benjamini_hochberg;
use crate::fields::Fields;
use crate::implausible::{Simulated, Steps, best_matches, longest_run, simulate, spread};

/// What a recipe of odd answers says.
#[derive(Debug)]
pub(super) struct Implausible {
    answers: Answers,
    /// Draws, seed, and the share of false alarms that is allowed.
    chance: Option<(u32, u64, f64)>,
}

/// A table of answers: a row for each unit, a column for each question, places on the scale from 0.
#[derive(Debug)]
pub(super) struct Answers {
    pub source: Source,
    pub id: String,
    pub skip: Vec<String>,
    pub na: String,
    pub highest: u16,
}

/// What was read of it.
pub(super) struct Given<'t> {
    pub ids: Vec<&'t str>,
    pub questions: Vec<&'t str>,
    /// A row for each unit.
    pub levels: Vec<Vec<Option<u16>>>,
}

impl Answers {
    pub fn read(file: &Fields<'_, '_>) -> Self {
        let Some(units) = file.needed_inner("units", "table of units") else {
            return Self {
                source: Source { file: String::new() },
                id: String::new(),
                skip: vec![],
                na: String::new(),
                highest: 0,
            };
        };
        let answers = Self {
            source: Source { file: units.needed("file") },
            id: units.needed("id"),
            skip: units.texts("skip").into_iter().map(|(text, _)| text).collect(),
            na: units.text("not_applicable").unwrap_or_else(|| "NA".to_owned()),
            highest: units.whole("highest").and_then(|n| u16::try_from(n).ok()).unwrap_or(4),
        };
        units.end();
        answers
    }

    pub fn given<'t>(&self, table: &'t Table) -> Result<Given<'t>, String> {
        let name = &self.source.file;
        let is_question = |header: &&String| **header != self.id && !self.skip.contains(*header);
        let questions: Vec<&str> = table.headers.iter().filter(is_question).map(String::as_str).collect();
        let ids = table.texts(name, &self.id)?;
        let mut levels = vec![Vec::with_capacity(questions.len()); ids.len()];
        for question in &questions {
            for (unit, number) in table.numbers(name, question, &self.na)?.into_iter().enumerate() {
                let level = number.map(|number| {
                    self.level(number).ok_or_else(|| {
                        format!(
                            "{name}, line {}, column {question}: {number} is no answer from 0 to {}",
                            unit + 2,
                            self.highest
                        )
                    })
                });
                if let Some(row) = levels.get_mut(unit) {
                    row.push(level.transpose()?);
                }
            }
        }
        Ok(Given { ids, questions, levels })
    }

    fn level(&self, number: f64) -> Option<u16> {
        (0..=self.highest).find(|level| f64::from(*level) == number)
    }
}

impl Implausible {
    pub fn read(file: &Fields<'_, '_>) -> Self {
        let chance = file.inner("chance", "table of chance").map(|fields| {
            let share = fields.share("false_alarms").unwrap_or(0.1);
            let read = (fields.whole("draws").unwrap_or(2_000), super::seed(&fields), share);
            fields.end();
            read
        });
        Self { answers: Answers::read(file), chance }
    }

    pub fn run(&self, load: &Load<'_>) -> Result<Vec<Output>, String> {
        let table = self.answers.source.units(load, &self.answers.id)?;
        let given = self.answers.given(&table)?;
        let rows: Vec<&[Option<u16>]> = given.levels.iter().map(Vec::as_slice).collect();
        let steps = Steps::of(&rows, &vec![self.answers.highest; given.questions.len()]);
        let matches = best_matches(&rows);
        let mut statistics = Table::new([
            self.answers.id.as_str(),
            "guttman_errors",
            "guttman_normed",
            "longest_run",
            "answer_sd",
            "best_match_share",
            "best_match",
        ]);
        for ((id, row), best) in given.ids.iter().zip(&rows).zip(matches) {
            let guttman = steps.errors(row);
            statistics.rows.push(vec![
                (*id).to_owned(),
                guttman.errors.to_string(),
                cell(Some(guttman.normed)),
                longest_run(row).to_string(),
                cell(spread(row)),
                cell(best.map(|best| best.1)),
                best.and_then(|best| given.ids.get(best.0).copied()).unwrap_or_default().to_owned(),
            ]);
        }
        let mut outputs = vec![output("statistics", statistics)];
        if let Some((draws, seed, share)) = self.chance {
            outputs.push(output("questions", self.chances(&given, &steps, draws, seed, share)));
        }
        Ok(outputs)
    }

    fn chances(&self, given: &Given<'_>, steps: &Steps, draws: u32, seed: u64, share: f64) -> Table {
        let found: Vec<Simulated> =
            given.ids.iter().zip(&given.levels).map(|(id, row)| simulate(id, row, steps, draws, seed)).collect();
        let pattern = benjamini_hochberg(&found.iter().map(|s| s.guttman).collect::<Vec<f64>>(), share);
        let run = benjamini_hochberg(&found.iter().map(|s| s.run).collect::<Vec<f64>>(), share);
        let mut table =
            Table::new([self.answers.id.as_str(), "pattern_chance", "run_chance", "ask_pattern", "ask_run"]);
        let word = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        for (((id, found), pattern), run) in given.ids.iter().zip(&found).zip(pattern).zip(run) {
            table.rows.push(vec![
                (*id).to_owned(),
                cell(Some(found.guttman)),
                cell(Some(found.run)),
                word(pattern),
                word(run),
            ]);
        }
        table
    }
}
