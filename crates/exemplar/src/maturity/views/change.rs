//! What changed since the edition before, and whether that can be told from what answers are off by.

use composite::places::CLEAR;
use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Table};

use super::organisations;
use super::overview::mean;
use super::unit::signed;
use crate::journal::views::query_of;
use crate::maturity::Standing;
use crate::maturity::pages::{Before, Read};

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
    let Some(before) = &read.before else { return html! {} };
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
    let Some(before) = &read.before else { return html! {} };
    let Some((then, now)) = both(before, standing) else { return html! {} };
    let least = told_from(read, before);
    html! {
        p { "Its score was " (read.number(then)) " in " (named(read, before)) " and is " (read.number(now)) ": " (signed(now - then)) " points. "
            @if (now - then).abs() > least { "That can be told from what answers are off by" } @else { "That cannot be told from what answers are off by" }
            " (" (format!("{least:.1}")) " points)." }
    }
}
