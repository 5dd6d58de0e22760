//! What a framework may not say, although each key of it could be read.

use std::collections::HashSet;

use super::{Framework, Question, Scale, Section};
use crate::fields::Fields;
use crate::tree::Scoring;

/// Looks at a scale.
pub(super) fn scale(fields: &Fields<'_, '_>, scale: &Scale) {
    if scale.answers.len() < 2 {
        fields.page().wrong(fields.line, format!("the scale \u{201c}{}\u{201d} has fewer than two answers", scale.id));
    }
    twice(fields, "answer", scale.answers.iter().map(|answer| &answer.id));
    let (low, high) = scale.range();
    if scale.answers.len() >= 2 && low >= high {
        fields
            .page()
            .wrong(fields.line, format!("every answer of the scale \u{201c}{}\u{201d} counts the same", scale.id));
    }
}

fn twice<'t>(fields: &Fields<'_, '_>, what: &str, ids: impl Iterator<Item = &'t String>) {
    let mut seen = HashSet::new();
    for id in ids.filter(|id| !id.is_empty()) {
        if !seen.insert(id) {
            fields.page().wrong(fields.line, format!("there are two {what}s \u{201c}{id}\u{201d} here"));
        }
    }
}

/// Looks at a section before it is added.
pub(super) fn section(fields: &Fields<'_, '_>, framework: &Framework, section: &Section) {
    if framework.section(&section.id).is_some() {
        fields.wrong("id", format!("there is another section \u{201c}{}\u{201d}", section.id));
    }
    if section.id == "index" {
        fields.wrong("id", "\u{201c}index\u{201d} is the whole and cannot be a section");
    }
    element(fields, framework, section.under, section.level);
    let levels: Vec<u32> = section.levels.iter().map(|level| level.level).collect();
    if levels.windows(2).any(|pair| matches!(pair, [one, two] if one >= two)) {
        fields.wrong("levels", "the levels do not rise");
    }
}

fn element(fields: &Fields<'_, '_>, framework: &Framework, under: Option<usize>, level: Option<u32>) {
    let scoring = match under {
        Some(place) => match framework.sections.get(place) {
            Some(section) => section.scoring,
            None => return,
        },
        None => framework.scoring,
    };
    match (scoring, level) {
        (Scoring::Conjunctive, None) => {
            fields.page().wrong(fields.line, "what it belongs to is scored by levels, so that it must have a level");
        }
        (Scoring::Conjunctive, Some(0)) => fields.wrong("level", "levels are counted from 1"),
        (Scoring::Compensatory(_), Some(_)) => {
            fields.wrong("level", "what it belongs to is not scored by levels, so that a level means nothing");
        }
        _ => {}
    }
}

/// Looks at a question before it is added.
pub(super) fn question(fields: &Fields<'_, '_>, framework: &Framework, question: &Question) {
    if framework.question(&question.id).is_some() {
        fields.wrong("id", format!("there is another question \u{201c}{}\u{201d}", question.id));
    }
    if framework.section(&question.id).is_some() {
        fields.wrong("id", format!("\u{201c}{}\u{201d} is a section already", question.id));
    }
    if framework.sections.get(question.section).is_some() {
        element(fields, framework, Some(question.section), question.level);
    }
    if let Some(scale) = framework.scales.get(question.scale)
        && question.level.is_some()
        && !scale.answers.iter().any(|answer| answer.score >= question.met_at - 1e-9)
    {
        fields.wrong("met_at", format!("no answer of the scale counts {} or more", question.met_at));
    }
}

/// Looks at the whole.
pub(super) fn whole(file: &Fields<'_, '_>, framework: &Framework) {
    twice(file, "scale", framework.scales.iter().map(|scale| &scale.id));
    twice(file, "setting", framework.settings.iter().map(|setting| &setting.id));
    if framework.questions.is_empty() {
        file.page().wrong(file.line, "this framework has no questions");
    }
    let lines: Vec<usize> = file.list("section", "section").iter().map(|fields| fields.line).collect();
    for (place, section) in framework.sections.iter().enumerate() {
        let has =
            framework.questions_in(place).next().is_some() || framework.sections_under(Some(place)).next().is_some();
        if !has {
            let line = lines.get(place).copied().unwrap_or(file.line);
            file.page()
                .wrong(line, format!("the section \u{201c}{}\u{201d} has neither sections nor questions", section.id));
        }
    }
}
