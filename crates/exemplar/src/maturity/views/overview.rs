//! The overview of an edition: what to know before reading a figure, the parts, the spread by care setting, the top and bottom.

use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Table};

use super::picture::{Spread, spreads};
use super::{ago, ordinal, organisations, page, tops};
use super::{change, checked};
use crate::journal::views::as_at_form;
use crate::maturity::pages::Read;
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::programmes::counted;

/// The overview.
pub(in crate::maturity) fn overview(read: &Read) -> Page {
    let here = format!("/maturity/{}", read.row.slug);
    let main = html! {
        h1 { (read.row.title) }
        p.nhsuk-lede-text { (organisations(read.opened.results.units.len())) " answered " (read.opened.framework.questions.len()) " questions about themselves. Published on " (dates::said(&read.row.published_on)) "." }
        @if let Some(note) = read.row.note.as_ref() { p { (note) } }
        (before_reading(read))
        (parts(read))
        (by_setting(read))
        (checked::of_all(read))
        (change::of_all(read))
        (tops::summary(read))
        (further(read))
        (as_at_form(read.as_at, &here))
    };
    page(read, "", &read.row.title, main)
}

/// What to know before reading a figure, in plain words.
fn before_reading(read: &Read) -> Markup {
    let units = &read.opened.results.units;
    let placed = read.placed();
    let pairs = placed * placed.saturating_sub(1) / 2;
    let clear: usize = units.iter().map(|unit| unit.ahead_of).sum();
    let mut widths: Vec<usize> = units.iter().filter_map(|unit| unit.place.map(|place| place.range.width())).collect();
    widths.sort_unstable();
    let middle = widths.get(widths.len() / 2).copied().unwrap_or(0);
    let with_gaps = units.iter().filter(|unit| unit.score.low < unit.score.high).count();
    let without = units.len() - placed;
    let mut days: Vec<&str> = units.iter().map(|unit| unit.answered_on.as_str()).collect();
    days.sort_unstable();
    html! {
        h2 { "Before you read a figure" }
        ul.nhsuk-list.nhsuk-list--bullet {
            li { (checked::sentence(read)) }
            @if let (Some(first), Some(last)) = (days.first(), days.last()) {
                li { "The answers are of " (dates::said(first)) @if first != last { " to " (dates::said(last)) } ", which is " (ago(read, last)) "." }
            }
            @if pairs > 0 {
                li { "Of all pairs of two organisations, one is clearly ahead of the other in " (share(clear, pairs)) "." @if clear < pairs { " The others cannot be told apart." } }
                li { "So a place is a range. Half of the ranges span " (counted(i64::try_from(middle).unwrap_or(0), "place")) " or more, of " (placed) "." }
            }
            @if with_gaps > 0 { li { (organisations(with_gaps)) " left something out. What is missing is not made up: beside the score stands the lowest and the highest it could be." } }
            @if without > 0 { li { (organisations(without)) " answered too little for a score, and " @if without == 1 { "has" } @else { "have" } " no place." } }
        }
        p { a href=(read.address("/method")) { "How scores and places are made" } }
    }
}

/// A share in words: "38 of 100".
fn share(part: usize, of: usize) -> String {
    let percent = (200 * part + of) / (2 * of.max(1));
    match (part, percent) {
        (0, _) => "none".to_owned(),
        (_, 0) => "fewer than 1 of 100".to_owned(),
        (_, percent) => format!("{percent} of 100"),
    }
}

/// The mean of some published scores.
pub(super) fn mean(scores: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = scores.fold((0.0, 0.0), |(sum, count), score| (sum + score, count + 1.0));
    (count > 0.0).then_some(sum / count)
}

/// The parts at the top, with their means.
fn parts(read: &Read) -> Markup {
    let framework = &read.opened.framework;
    let units = &read.opened.results.units;
    let points =
        |section: usize| units.iter().filter_map(move |unit| unit.sections.get(section).copied().flatten()?.point);
    let mut table = Table::new().responsive().caption("Mean of all organisations, and the middle half of them").head([
        Column::new("Part"),
        Column::new("What it is about"),
        Column::new("Mean").numeric(),
        Column::new("Middle half").numeric(),
    ]);
    let half = |scores: Vec<f64>| {
        Spread::of(String::new(), &scores).map_or_else(
            || "not known".to_owned(),
            |spread| format!("{} to {}", read.number(spread.five[1]), read.number(spread.five[3])),
        )
    };
    for (place, section) in framework.sections_under(None) {
        let shown = mean(points(place)).map_or_else(|| "not known".to_owned(), |mean| read.number(mean));
        table = table.row([
            Cell::new(section.title.as_str()),
            Cell::new(section.meaning.as_deref().unwrap_or_default()),
            Cell::new(shown).numeric(),
            Cell::new(half(points(place).collect())).numeric(),
        ]);
    }
    let whole = || units.iter().filter_map(|unit| unit.score.point);
    let shown = mean(whole()).map_or_else(|| "not known".to_owned(), |mean| read.number(mean));
    table = table.row([
        Cell::new(html! { strong { "All together" } }),
        Cell::new("The parts, weighed as the method says"),
        Cell::new(shown).numeric(),
        Cell::new(half(whole().collect())).numeric(),
    ]);
    let count = framework.sections_under(None).count();
    html! {
        h2 { @if count == 3 { "The three themes" } @else { "The parts" } }
        (table)
    }
}

/// How scores spread by care setting.
fn by_setting(read: &Read) -> Markup {
    let scores = |id: &str| {
        let own = read.opened.results.units.iter().filter(|unit| unit.care_setting == id);
        own.filter_map(|unit| unit.score.point).collect::<Vec<_>>()
    };
    let groups: Vec<Spread> =
        read.settings().iter().filter_map(|(id, _)| Spread::of(read.setting(id).to_owned(), &scores(id))).collect();
    let mut table = Table::new().responsive().caption("Scores by care setting").head([
        Column::new("Care setting"),
        Column::new("With a score").numeric(),
        Column::new("Lowest").numeric(),
        Column::new("A quarter below").numeric(),
        Column::new("Middle").numeric(),
        Column::new("A quarter above").numeric(),
        Column::new("Highest").numeric(),
    ]);
    for group in &groups {
        let cells = group.five.map(|value| Cell::new(read.number(value)).numeric());
        table = table.row(
            [Cell::new(group.name.as_str()), Cell::new(group.count.to_string()).numeric()].into_iter().chain(cells),
        );
    }
    html! {
        h2 { "Spread by care setting" }
        @if !groups.is_empty() {
            (spreads(&headline(&groups), &groups, read.scale(), |value| format!("{value:.0}")))
            (table.render())
            p { a href=(read.address("/files/results.csv")) { "Download all results (CSV)" } }
        }
    }
}

/// What the drawing shows, in a sentence made of its figures.
fn headline(groups: &[Spread]) -> String {
    let within = groups.iter().map(|group| group.five[4] - group.five[0]).fold(0.0, f64::max);
    let middles = || groups.iter().map(|group| group.five[2]);
    let between = middles().fold(f64::NEG_INFINITY, f64::max) - middles().fold(f64::INFINITY, f64::min);
    match groups.len() {
        1 => format!("Scores lie up to {within:.0} points apart."),
        _ if within > between => format!(
            "Organisations of one care setting differ more ({within:.0} points) than the care settings do ({between:.0} points between their middles)."
        ),
        _ => format!("The middles of the care settings lie up to {between:.0} points apart."),
    }
}

fn further(read: &Read) -> Markup {
    let last = ordinal(read.placed());
    html! {
        h2 { "Look further" }
        ul.nhsuk-list.nhsuk-list--bullet {
            li { a href=(read.address("/organisations")) { "All organisations" } ": score, places from 1st to " (last) ", who is clearly ahead and behind; with weights of your own" }
            li { a href=(read.address("/top-and-bottom")) { "Top and bottom" } ": who is surely or possibly among the first or last, for any group of organisations" }
            li { a href=(read.address("/method")) { "Method" } ": every choice, all questions, and how to compute it again" }
        }
        h3 { "Files" }
        ul.nhsuk-list.nhsuk-list--bullet {
            li { a href=(read.address("/files/results.csv")) { "Results (CSV)" } }
            li { a href=(read.address("/files/answers.csv")) { "Answers (CSV)" } }
            li { a href=(read.address("/files/recipe.toml")) { "Recipe (TOML)" } }
            li { a href=(read.address("/files/questions.toml")) { "Questions (TOML)" } }
        }
        p { "What is published here is never changed. Its hash is " code.app-hash { (read.row.hash) } "." }
    }
}
