//! What changed since the edition before, and whether that can be told from what answers are off by.

use composite::linking::{Refused, Round};
use composite::places::CLEAR;
use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Table};

use super::organisations;
use super::overview::mean;
use super::unit::signed;
use crate::journal::views::query_of;
use crate::maturity::pages::{Before, Linked, Read};
use crate::maturity::shelf::Opened;
use crate::maturity::{Standing, Unit};
use crate::programmes::counted;

/// From how many points on a change of one organisation can be told: 1.645 standard errors of the difference of two scores.
fn told_from(read: &Read, before: &Before) -> f64 {
    let now = read.opened.recipe.index_sd(&read.opened.framework);
    let then = before.opened.recipe.index_sd(&before.opened.framework);
    CLEAR * (now * now + then * then).sqrt()
}

/// The scores of an organisation before and now, when it has both.
fn both(before: &Before, standing: &Standing) -> Option<(f64, f64)> {
    Some((before.opened.results.of(&standing.code)?.score.point?, standing.score.point?))
}

/// Which edition is meant.
fn named(read: &Read, before: &Before) -> Markup {
    html! { "\u{201c}" a href={ "/maturity/" (before.row.slug) (query_of(read.as_at)) } { (before.row.title) } "\u{201d}" }
}

/// What changed for all that are in both editions.
pub(super) fn of_all(read: &Read) -> Markup {
    let Some(before) = &read.before else { return of_all_linked(read) };
    let least = told_from(read, before);
    let units = &read.opened.results.units;
    let changes: Vec<f64> = units.iter().filter_map(|unit| both(before, unit).map(|(then, now)| now - then)).collect();
    let rose = changes.iter().filter(|change| **change > least).count();
    let fell = changes.iter().filter(|change| **change < -least).count();
    html! {
        h2 { "What changed" }
        p { "Since " (named(read, before)) ", which asked the same questions: " (organisations(changes.len())) " are in both and have a score. "
            (rose) " rose and " (fell) " fell by more than answers can be off (" (format!("{least:.1}")) " points); of so many, some do by chance. The change of the others cannot be told from none." }
        (table(read, before))
    }
}

/// The means of the parts, of those that have a score of it in both.
fn table(read: &Read, before: &Before) -> Markup {
    let mut table = Table::new().responsive().caption("Means of those who are in both").head([
        Column::new("Part"),
        Column::new("Mean before").numeric(),
        Column::new("Mean now").numeric(),
    ]);
    for (place, section) in read.opened.framework.sections_under(None) {
        let point = |unit: &Standing| unit.sections.get(place).copied().flatten()?.point;
        let pairs = || {
            let units = read.opened.results.units.iter();
            units.filter_map(|unit| Some((before.opened.results.of(&unit.code).and_then(point)?, point(unit)?)))
        };
        let shown = |mean: Option<f64>| mean.map_or_else(|| "not known".to_owned(), |mean| read.number(mean));
        table = table.row([
            Cell::new(section.title.as_str()),
            Cell::new(shown(mean(pairs().map(|(then, _)| then)))).numeric(),
            Cell::new(shown(mean(pairs().map(|(_, now)| now)))).numeric(),
        ]);
    }
    table.render()
}

/// What changed for one organisation.
pub(super) fn of_one(read: &Read, standing: &Standing) -> Markup {
    let Some(before) = &read.before else { return of_one_linked(read, standing) };
    let Some((then, now)) = both(before, standing) else { return html! {} };
    let least = told_from(read, before);
    html! {
        p { "Its score was " (read.number(then)) " in " (named(read, before)) " and is " (read.number(now)) ": " (signed(now - then)) " points. "
            @if (now - then).abs() > least { "That can be told from what answers are off by" } @else { "That cannot be told from what answers are off by" }
            " (" (format!("{least:.1}")) " points)." }
    }
}

/// What can be compared with an edition that asked other questions.
fn of_all_linked(read: &Read) -> Markup {
    let Some(Linked { row, link, .. }) = &read.linked else { return html! {} };
    let questions = |number: usize| counted(i64::try_from(number).unwrap_or(i64::MAX), "question");
    html! {
        h2 { "What changed" }
        p { "The results before, \u{201c}" a href={ "/maturity/" (row.slug) (query_of(read.as_at)) } { (row.title) } "\u{201d}, are of another question set, so that neither scores nor places of both can be set beside each other." }
        p { (questions(link.common.len())) " are the same in both, in the same words and on the same scale. "
            @if !link.changed.is_empty() { (questions(link.changed.len())) " changed their words or scale, and are not compared. " }
            (questions(link.only_later.len())) " were not asked before, and " (questions(link.only_earlier.len())) " are no longer asked. The page of an organisation compares what is the same, where that is at least half of the weight in both." }
    }
}

/// The change of one organisation over the questions that are the same, where that comparison holds.
fn of_one_linked(read: &Read, standing: &Standing) -> Markup {
    let Some(Linked { row, opened, link }) = &read.linked else { return html! {} };
    let (Some(then), Some(now)) = (opened.data.of(&standing.code), read.opened.data.of(&standing.code)) else {
        return html! {};
    };
    let round = |of: &'_ Opened, unit: &'_ Unit| (of.framework.setting(&unit.care_setting), unit.answers.clone());
    let ((one, before), (two, after)) = (round(opened, then), round(&read.opened, now));
    let earlier = Round { framework: &opened.framework, setting: one, answers: &before };
    let later = Round { framework: &read.opened.framework, setting: two, answers: &after };
    let named =
        html! { "\u{201c}" a href={ "/maturity/" (row.slug) (query_of(read.as_at)) } { (row.title) } "\u{201d}" };
    html! {
        @match link.change(&earlier, &later, "index") {
            Ok(change) => p { "Over the questions that are the same as in " (named) " (" (format!("{:.0}", change.common * 100.0)) " of 100 of the weight now), its score was " (read.number(change.earlier)) " and is " (read.number(change.later)) "." },
            Err(Refused::TooLittleInCommon) => p { "It was in " (named) " too, but less than half of the weight is on questions that are the same, so that its two scores are not compared." },
            Err(Refused::NoScore) => p { "It was in " (named) " too, but has no score on the questions that are the same." },
        }
    }
}
