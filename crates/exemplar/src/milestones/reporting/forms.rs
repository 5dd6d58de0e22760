//! What people fill in to report, and what is wrong with it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Moved, Part, Report, Reported, Standing, Sure};
use crate::milestones::confidence::{By, newest};
use crate::milestones::{Plan, Reason};
use crate::platform::dates::{self, PartialDate};
use crate::programmes::one_line;
use crate::writing::nhs_numbers;

/// Messages by field.
pub(super) type Errors = BTreeMap<String, String>;

/// The longest words, in characters.
const LONGEST: usize = 1_000;

/// A report as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct ReportForm {
    /// The draft that was seen.
    pub made_from: String,
    /// Whether nothing has changed.
    pub is_same: bool,
    /// What was typed, by the name of the field.
    pub typed: BTreeMap<String, String>,
}

impl ReportForm {
    /// Reads the pairs of the form.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs.into_iter().take(500) {
            match name.as_str() {
                "made_from" => form.made_from = value,
                "how" => form.is_same = value == "same",
                _ => {
                    form.typed.insert(name, one_line(&value));
                }
            }
        }
        form
    }

    /// The form with what is saved, or else with what is known.
    pub(super) fn with(standing: &Standing) -> Self {
        let mut typed = BTreeMap::new();
        let saved = standing.draft.as_ref().or(standing.approved.as_ref()).map(|(_, report)| report);
        let is_shown = |said: &&Reported| standing.draft.is_some() || standing.stays(&said.milestone).is_some();
        for reported in saved.into_iter().flat_map(|report| &report.dates).filter(is_shown) {
            if let Some(moved) = &reported.moved {
                typed.insert(format!("to-{}", reported.milestone), moved.to.clone());
                typed.insert(format!("reason-{}", reported.milestone), moved.reason.clone());
                typed.insert(format!("note-{}", reported.milestone), moved.note.clone());
            }
        }
        let own = newest(&standing.confidence, By::Own).map(|row| (row.level.clone(), row.narrative.clone()));
        let sure =
            saved.and_then(|report| report.confidence.as_ref()).map(|one| (one.level.clone(), one.narrative.clone()));
        if let Some((level, narrative)) = sure.or(own) {
            typed.insert("level".to_owned(), level);
            typed.insert("narrative".to_owned(), narrative);
        }
        if let Some(gave) = saved.and_then(|report| report.pairing.as_ref()) {
            typed.insert("gave".to_owned(), gave.words.clone());
        }
        Self { made_from: standing.seen(), is_same: false, typed }
    }

    /// What was typed but for what the pairing gave.
    fn changes(&self) -> BTreeMap<&str, &str> {
        let typed = self.typed.iter().map(|(name, words)| (name.as_str(), words.as_str()));
        typed.filter(|(name, words)| !matches!(*name, "gave" | "key") && !words.is_empty()).collect()
    }

    /// What was typed into a field.
    pub(super) fn value(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }

    /// What is reported, or what is wrong with it.
    pub(super) fn check(&self, standing: &Standing, today: Date) -> Result<Report, Errors> {
        let mut errors = Errors::new();
        for (name, words) in &self.typed {
            if words.chars().count() > LONGEST {
                errors.insert(name.clone(), format!("Use at most {LONGEST} characters"));
            } else if let Some(number) = nhs_numbers(words).first() {
                errors.insert(name.clone(), format!("Take out {number}: it looks like an NHS number"));
            }
        }
        let mut report = standing.unchanged(self.value("gave"));
        // Enter in a field presses the first button of a form, which says that nothing has changed: what was typed counts.
        let is_same = self.is_same && self.changes() == Self::with(standing).changes();
        for reported in report.dates.iter_mut().filter(|_| standing.is_open(Part::Dates)) {
            // What was approved and nobody changed stays as it was.
            let stays = standing.stays(&reported.milestone);
            if let Some(kept) = stays.filter(|kept| is_same || kept.moved == Some(self.typed_of(&kept.milestone).0)) {
                *reported = kept.clone();
            } else if !is_same {
                let plan = standing.plans.iter().find(|(milestone, _)| milestone.slug == reported.milestone);
                reported.moved = plan.and_then(|(_, plan)| self.moved(&reported.milestone, plan, today, &mut errors));
            }
        }
        if !is_same {
            self.sure(standing, &mut report.confidence, &mut errors);
        }
        if errors.is_empty() { Ok(report) } else { Err(errors) }
    }

    /// What was typed of a milestone, and the date it comes to.
    fn typed_of(&self, slug: &str) -> (Moved, Option<PartialDate>) {
        let of = |what: &str| self.value(&format!("{what}-{slug}")).to_owned();
        let typed = of("to");
        let date = dates::typed(&typed).filter(|date| (1900..2200).contains(&date.first_day().year()));
        let to = date.map_or(typed, PartialDate::stored);
        (Moved { to, reason: of("reason"), note: of("note") }, date)
    }

    /// A date that moved; none when nothing was typed, or what is expected already.
    fn moved(&self, slug: &str, plan: &Plan, today: Date, errors: &mut Errors) -> Option<Moved> {
        let (moved, date) = self.typed_of(slug);
        if moved.to.is_empty() {
            if !moved.reason.is_empty() || !moved.note.is_empty() {
                errors.insert(format!("to-{slug}"), "Say when it is now expected".to_owned());
            }
            return None;
        }
        let is_known = plan.expected().is_some_and(|row| row.stored() == moved.to);
        if is_known && moved.reason.is_empty() && moved.note.is_empty() {
            return None;
        }
        match date {
            None => errors.insert(format!("to-{slug}"), "Write the date as 2027, 2027-03 or 2027-03-31".to_owned()),
            Some(_) if is_known => errors.insert(format!("to-{slug}"), "This is what is expected already".to_owned()),
            Some(date) if date.last_day() < today => {
                errors.insert(format!("to-{slug}"), "This day has passed: say when it will be done".to_owned())
            }
            Some(_) => None,
        };
        if Reason::from_word(&moved.reason).is_none() {
            errors.insert(format!("reason-{slug}"), "Choose the reason".to_owned());
        }
        if moved.note.is_empty() {
            errors.insert(format!("note-{slug}"), "Say in a sentence what happened: everyone reads it".to_owned());
        }
        Some(moved)
    }

    /// How sure they are, when the programme has a scale.
    fn sure(&self, standing: &Standing, sure: &mut Option<Sure>, errors: &mut Errors) {
        if standing.levels.is_empty() || !standing.is_open(Part::Confidence) {
            return;
        }
        let (level, narrative) = (self.value("level"), self.value("narrative"));
        let is_same = sure.as_ref().is_some_and(|own| own.level == level && own.narrative == narrative);
        if is_same || (level.is_empty() && narrative.is_empty()) {
            return;
        }
        let Some(known) = standing.levels.iter().find(|row| row.level == level) else {
            errors.insert("level".to_owned(), "Choose a level of the scale".to_owned());
            return;
        };
        if narrative.is_empty() {
            errors.insert("narrative".to_owned(), "Say why, in a sentence or two: everyone reads it".to_owned());
        }
        *sure = Some(Sure {
            level: level.to_owned(),
            title: known.title.clone(),
            narrative: narrative.to_owned(),
            is_new: true,
        });
    }
}
