//! What was claimed beside what somebody else found: for all, for one question, and for one organisation.

use std::collections::BTreeMap;

use composite::verification::bias::{Audited, bias};
use composite::verification::{Check, Ledger};
use composite::{Answer, stats};
use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Table};

use super::{organisations, said};
use crate::maturity::pages::Read;
use crate::maturity::{Standing, Unit};
use crate::platform::dates;
use crate::programmes::counted;

/// How many standard deviations hold 95 in 100.
const WIDE: f64 = 1.96;

/// The organisations of which anything was checked.
fn checked(read: &Read) -> impl Iterator<Item = &Unit> {
    read.opened.data.units.iter().filter(|unit| unit.checked.is_some())
}

/// Whether anything was checked.
pub(super) fn is_any(read: &Read) -> bool {
    read.opened.checked > 0
}

/// How much was checked, as a sentence.
pub(super) fn sentence(read: &Read) -> String {
    match read.opened.checked {
        0 => "Each organisation answered for itself. Nobody else checked what it said.".to_owned(),
        number => format!(
            "Each organisation answered for itself. Answers of {} were checked by somebody else; what was found stands beside the claim.",
            organisations(number)
        ),
    }
}

/// Who checked an organisation, and when, as a sentence.
pub(super) fn of_unit(standing: &Standing) -> String {
    match &standing.verified {
        None => "and nobody checked it.".to_owned(),
        Some(verified) => format!(
            "and {} of its answers were checked by {} on {}.",
            verified.answers,
            verified.by,
            dates::said(&verified.on)
        ),
    }
}

/// What a claim is likely to be worth, as a range of 95 in 100, where enough were drawn at random and checked.
pub(super) fn likely(read: &Read, standing: &Standing) -> Option<String> {
    let (calibrated, claimed) = (read.opened.calibrated.as_ref()?, standing.score.unrounded?);
    let unit = read.opened.data.of(&standing.code);
    let worth = calibrated.worth(&read.opened.framework, claimed, unit);
    let (lowest, highest) = read.scale();
    let bound = |value: f64| read.number(value.clamp(lowest, highest));
    Some(format!("{} to {}", bound(worth.mean - WIDE * worth.sd), bound(worth.mean + WIDE * worth.sd)))
}

/// Claimed beside found for all that was checked: how often they agree, and by how much everybody claims too much.
pub(super) fn of_all(read: &Read) -> Markup {
    if !is_any(read) {
        return html! {};
    }
    let (mut same, mut more, mut less, mut looked_at) = (0_i64, 0_i64, 0_i64, 0_i64);
    for unit in checked(read) {
        let found = unit.checked.iter().flat_map(|checked| &checked.answers);
        looked_at += found.map(|found| i64::from(*found != Answer::Unanswered)).sum::<i64>();
        for place in 0..read.opened.framework.questions.len() {
            match unit.points(&read.opened.framework, place) {
                Some((claimed, found)) if claimed > found => more += 1,
                Some((claimed, found)) if claimed < found => less += 1,
                Some(_) => same += 1,
                None => {}
            }
        }
    }
    let all: i64 = same + more + less;
    let percent = |part: i64| format!("{part} ({} of 100)", (200 * part + all) / (2 * all.max(1)));
    html! {
        h2 { "Claimed, and found by somebody else" }
        p { (counted(looked_at, "answer")) " of " (organisations(read.opened.checked)) @if looked_at == 1 { " was" } @else { " were" } " checked. "
            @if looked_at > all { "Of " (looked_at - all) " of these the claim or the finding is not known or does not apply, so that they say nothing of what it was worth. Of the other " (all) " " } @else { "Of these " }
            (percent(same)) " were found as they were claimed, " (percent(more)) " were worth less, " (percent(less)) " were worth more." }
        (bias_of(read))
        p { "The page of each question shows what was claimed beside what was found." }
    }
}

/// By how much claims lie above what was found, from those who were drawn at random.
fn bias_of(read: &Read) -> Markup {
    let drawn = || checked(read).filter(|unit| unit.checked.as_ref().is_some_and(|checked| checked.is_drawn));
    let sizes: BTreeMap<String, usize> = read.opened.settings.clone();
    let sample: Vec<Audited> = drawn()
        .filter_map(|unit| {
            let apart = unit.apart(&read.opened.framework);
            let inflation = (!apart.is_empty()).then(|| stats::mean(&apart))?;
            Some(Audited { stratum: unit.care_setting.clone(), inflation })
        })
        .collect();
    let found = bias(&sizes, &sample);
    let here = format!("/maturity/samples/{}", read.row.round);
    html! {
        @if !sample.is_empty() { p {
            (organisations(sample.len())) " of them were " a href=(here) { "drawn at random" } ". "
            @match found {
                Some(bias) => {
                    @let (_, (low, high)) = bias.corrected(0.0);
                    "From these alone: all organisations together claim " strong { (format!("{:.1}", bias.inflation)) " points" } " more than would be found (95 % interval: " (format!("{:.1} to {:.1}", -high, -low)) ")."
                }
                None => "They are too few to say by how much all organisations claim too much."
            }
            " Those who were asked to be checked, and not drawn, are left out of that figure."
            @if let Some(calibrated) = &read.opened.calibrated {
                " What each claim is likely to be worth, as the " (organisations(calibrated.audited())) " show, stands on its organisation\u{2019}s page. That moves scores, and hardly any order: only what is checked at an organisation itself says that it differs from the others."
            }
        } }
    }
}

/// What was found in place of each claim, for one question.
pub(super) fn of_question(read: &Read, place: usize) -> Markup {
    let framework = &read.opened.framework;
    let scale = framework.questions.get(place).and_then(|question| framework.scales.get(question.scale));
    let answers = scale.map(|scale| scale.answers.as_slice()).unwrap_or_default();
    let pairs = || checked(read).filter_map(|unit| unit.claimed_and_found(place));
    let ledger = Ledger::new(
        answers.len(),
        pairs().map(|(claimed, found)| Check { claimed: usize::from(claimed), verified: usize::from(found) }),
    );
    let number = i64::try_from(ledger.checked()).unwrap_or(0);
    if number == 0 {
        return html! { h2 { "Claimed, and found" } p { "Nobody else looked at an answer to this question." } };
    }
    let values: Vec<f64> = answers.iter().map(|answer| answer.score).collect();
    let worth = ledger.worth(&values, &values, 0.0);
    let heads = answers.iter().map(|answer| Column::new(format!("Found: {}", answer.text)).numeric());
    let mut table = Table::new()
        .responsive()
        .caption("How often each claim was found to be what")
        .head(std::iter::once(Column::new("Claimed")).chain(heads).chain([Column::new("Worth, of 100").numeric()]));
    for ((answer, row), worth) in answers.iter().zip(ledger.counts()).zip(worth) {
        let cells = row.iter().map(|count| Cell::new(count.to_string()).numeric());
        let worth = worth.map_or_else(|| "Not checked".to_owned(), |worth| read.number(worth));
        table = table.row(
            std::iter::once(Cell::new(format!("{} (counts {})", answer.text, answer.score)))
                .chain(cells)
                .chain([Cell::new(worth).numeric()]),
        );
    }
    html! {
        h2 { "Claimed, and found" }
        p { "Somebody else looked at " (counted(number, "answer")) " to this question. \u{201c}Worth\u{201d} is the mean of what a claim was found to be." }
        (table.render())
    }
}

/// What one organisation claimed and what was found, part by part.
pub(super) fn of_one(read: &Read, standing: &Standing, unit: &Unit) -> Markup {
    let Some(verified) = &standing.verified else { return html! {} };
    let framework = &read.opened.framework;
    let mut table = Table::new().responsive().caption("Scores as claimed, and as checked").head([
        Column::new("Part"),
        Column::new("As it says itself").numeric(),
        Column::new("As checked").numeric(),
    ]);
    for (place, section) in framework.sections_under(None) {
        let of = |list: &[Option<crate::maturity::Bounds>]| list.get(place).copied().flatten();
        let shown = |bounds: Option<crate::maturity::Bounds>| html! { @match &bounds { Some(bounds) => (read.score(bounds)), None => "Does not apply" } };
        table = table.row([
            Cell::new(section.title.as_str()),
            Cell::new(shown(of(&standing.sections))).numeric(),
            Cell::new(shown(of(&verified.sections))).numeric(),
        ]);
    }
    table = table.row([
        Cell::new(html! { strong { "All together" } }),
        Cell::new(read.score(&standing.score)).numeric(),
        Cell::new(read.score(&verified.score)).numeric(),
    ]);
    let found = |place: usize| unit.checked.as_ref().and_then(|checked| checked.answers.get(place));
    let is_other = |place: &usize| {
        let looked_at = found(*place).filter(|found| **found != Answer::Unanswered);
        looked_at.is_some_and(|found| unit.answers.get(*place) != Some(found))
    };
    let differs: Vec<usize> = (0..framework.questions.len()).filter(is_other).collect();
    html! {
        h2 { "Claimed, and found by somebody else" }
        p { "Checked by " (verified.by) " on " (dates::said(&verified.on)) ", "
            @if verified.is_drawn { a href={ "/maturity/samples/" (read.row.round) } { "drawn at random" } } @else { "asked to be checked, not drawn at random" }
            ". What nobody looked at is not made up: it makes the lowest and the highest that the checked score could be." }
        (table.render())
        @if differs.is_empty() {
            p { "Every answer that was checked was found as it was claimed." }
        } @else {
            h3.nhsuk-heading-s { (counted(i64::try_from(differs.len()).unwrap_or(0), "answer")) " found to be otherwise" }
            ul.nhsuk-list.nhsuk-list--bullet {
                @for place in &differs { (line(read, unit, *place)) }
            }
        }
    }
}

fn line(read: &Read, unit: &Unit, place: usize) -> Markup {
    let framework = &read.opened.framework;
    let Some(question) = framework.questions.get(place) else { return html! {} };
    let claimed = unit.answers.get(place).copied().unwrap_or_default();
    let found = unit.checked.as_ref().and_then(|checked| checked.answers.get(place)).copied().unwrap_or_default();
    html! {
        li { a href=(read.address(&format!("/questions/{}", question.id))) { (question.text) } ": claimed \u{201c}" (said(framework, place, claimed)) "\u{201d}, found \u{201c}" (said(framework, place, found)) "\u{201d}" }
    }
}
