//! What people fill in about copies, and what is wrong with it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::store::StepRow;
use super::{Report, Standing};
use crate::platform::dates;
use crate::writing::nhs_numbers;

/// Messages by field.
pub type Errors = BTreeMap<&'static str, String>;

/// Copying a guide: pairs, since the names of variables are the guide's own.
pub struct CopyForm {
    /// The form's one-time key.
    pub key: String,
    /// For which organisation.
    pub organisation: String,
    /// What it calls things, by name.
    pub variables: BTreeMap<String, String>,
}

impl CopyForm {
    /// Reads the pairs of the form.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self { key: String::new(), organisation: String::new(), variables: BTreeMap::new() };
        for (name, value) in pairs {
            let value: String = value.trim().chars().take(200).collect();
            match (name.as_str(), name.strip_prefix("variable-")) {
                ("key", _) => form.key = value,
                ("organisation", _) => form.organisation = value,
                (_, Some(variable)) if !value.is_empty() => {
                    form.variables.insert(variable.to_owned(), value);
                }
                _ => {}
            }
        }
        form
    }
}

/// How far we got.
#[derive(Debug, Default, Deserialize)]
pub struct StandingForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// The word of the standing.
    #[serde(default)]
    pub standing: String,
    /// What it cost.
    #[serde(default)]
    pub cost: String,
    /// How many months it took.
    #[serde(default)]
    pub months: String,
    /// How they know that it works.
    #[serde(default)]
    pub evidence: String,
    /// A note.
    #[serde(default)]
    pub note: String,
}

impl StandingForm {
    /// The form with what was said before.
    pub fn of(report: &Report) -> Self {
        Self {
            key: String::new(),
            standing: report.standing.word().to_owned(),
            cost: report.cost.clone(),
            months: report.months.map(|months| months.to_string()).unwrap_or_default(),
            evidence: report.evidence.clone(),
            note: report.note.clone(),
        }
    }

    /// What was filled in, or what is wrong with it.
    ///
    /// # Errors
    /// Messages by field.
    pub fn check(&self) -> Result<Report, Errors> {
        let mut errors = Errors::new();
        let standing = Standing::from_word(&self.standing);
        if standing.is_none() {
            errors.insert("standing", "Choose how far you got".to_owned());
        }
        let months = match self.months.trim() {
            "" => None,
            text => text.parse().ok().filter(|months| (0..=600).contains(months)).or_else(|| {
                errors.insert("months", "Enter a number of months, like 9".to_owned());
                None
            }),
        };
        if standing == Some(Standing::Stopped) && self.note.trim().is_empty() {
            errors.insert("note", "Say why you stopped: others will want to know".to_owned());
        }
        check(&mut errors, "cost", &self.cost, 200);
        check(&mut errors, "evidence", &self.evidence, 2_000);
        check(&mut errors, "note", &self.note, 2_000);
        match standing {
            Some(standing) if errors.is_empty() => Ok(Report {
                standing,
                cost: self.cost.trim().to_owned(),
                months,
                evidence: self.evidence.trim().to_owned(),
                note: self.note.trim().to_owned(),
            }),
            _ => Err(errors),
        }
    }
}

/// A text that is short enough, and holds no patient's number.
fn check(errors: &mut Errors, field: &'static str, text: &str, most: usize) {
    let length = text.trim().chars().count();
    if length > most {
        errors.insert(field, format!("Use at most {most} characters: this has {length}"));
    } else if let Some(number) = nhs_numbers(text).first() {
        errors.insert(field, format!("Take out {number}: it looks like an NHS number"));
    }
}

/// A step of the plan.
#[derive(Debug, Default, Deserialize)]
pub struct StepForm {
    /// The form's one-time key.
    #[serde(default)]
    pub key: String,
    /// What the form was made from: a later one is not overwritten.
    #[serde(default)]
    pub made_from: i64,
    /// The title of the step it was made for.
    #[serde(default)]
    pub title: String,
    /// Who does it.
    #[serde(default)]
    pub owner: String,
    /// By when.
    #[serde(default)]
    pub due_on: String,
    /// When it was done.
    #[serde(default)]
    pub done_on: String,
    /// A note.
    #[serde(default)]
    pub note: String,
}

impl StepForm {
    /// The form with what was written down before.
    pub fn of(step: &StepRow) -> Self {
        Self {
            key: String::new(),
            made_from: step.from_sequence,
            title: step.title.clone(),
            owner: step.owner.clone(),
            due_on: step.due_on.clone().unwrap_or_default(),
            done_on: step.done_on.clone().unwrap_or_default(),
            note: step.note.clone(),
        }
    }

    /// The step with what was filled in.
    pub fn check(&self, step: &StepRow, today: Date) -> Result<StepRow, Errors> {
        let mut errors = Errors::new();
        let mut day = |field: &'static str, text: &str| match (text.trim(), dates::typed_day(text)) {
            ("", _) => None,
            (_, Some(date)) if (2000..=2199).contains(&date.year()) => Some(date.to_string()),
            (_, Some(_) | None) => {
                errors.insert(field, "Enter a date, like 31/3/2027".to_owned());
                None
            }
        };
        let (due_on, done_on) = (day("due_on", &self.due_on), day("done_on", &self.done_on));
        if done_on.as_deref().is_some_and(|day| day > today.to_string().as_str()) {
            errors.insert("done_on", "This day is still to come: leave it empty until the step is done".to_owned());
        }
        check(&mut errors, "owner", &self.owner, 120);
        check(&mut errors, "note", &self.note, 2_000);
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(StepRow {
            owner: self.owner.trim().to_owned(),
            note: self.note.trim().to_owned(),
            due_on,
            done_on,
            from_sequence: self.made_from,
            ..step.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_needs_a_reason_and_a_date_must_be_one() {
        let stopped = StandingForm { standing: "stopped".into(), ..StandingForm::default() };
        assert!(stopped.check().unwrap_err().contains_key("note"));
        let odd = StandingForm { standing: "live".into(), months: "soon".into(), ..StandingForm::default() };
        assert!(odd.check().unwrap_err().contains_key("months"));
        let long = StandingForm { standing: "live".into(), cost: "x".repeat(201), ..StandingForm::default() };
        assert!(long.check().unwrap_err().contains_key("cost"));
        let patient = StandingForm { standing: "live".into(), note: "943 476 5919".into(), ..StandingForm::default() };
        assert!(patient.check().unwrap_err().contains_key("note"));
        let step = StepRow::new(uuid::Uuid::nil(), "Survey");
        let early = StepForm { done_on: "2999-01-01".into(), ..StepForm::default() };
        assert!(early.check(&step, "2026-11-22".parse().unwrap()).unwrap_err().contains_key("done_on"));
        let wrong = StepForm { due_on: "soon".into(), ..StepForm::default() };
        assert!(wrong.check(&step, "2026-11-22".parse().unwrap()).unwrap_err().contains_key("due_on"));
    }
}
