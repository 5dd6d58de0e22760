//! The top and the bottom so many: who is surely in, possibly in, surely out, counted for any group of organisations and said
//! in sentences.

use composite::places::PlaceRange;
use composite::tops::{Counts, Membership, bottom, count, top};
use maud::{Markup, Render, html};
use nhsuk::{Button, Cell, Column, Details, Input, InputWidth, Table, Textarea};

use super::{choice, kept_days, organisations, page, places, region};
use crate::journal::views::as_at_form_keeping;
use crate::maturity::Standing;
use crate::maturity::circles::Circle;
use crate::maturity::pages::{Filter, Read};
use crate::platform::shell::Page;
use crate::programmes::Step;

/// How many the top is when nobody says.
const USUAL: usize = 50;

/// Those who have a place, and what each is to the top and to the bottom.
struct Sets<'a> {
    number: usize,
    units: Vec<(&'a Standing, Membership, Membership)>,
}

impl<'a> Sets<'a> {
    fn of(read: &'a Read, number: usize) -> Self {
        let placed: Vec<(&Standing, PlaceRange)> =
            read.opened.results.units.iter().filter_map(|unit| Some((unit, unit.place?.range))).collect();
        let ranges: Vec<PlaceRange> = placed.iter().map(|(_, range)| *range).collect();
        let both = top(&ranges, number).into_iter().zip(bottom(&ranges, number));
        Self {
            number,
            units: placed.into_iter().zip(both).map(|((unit, _), (top, bottom))| (unit, top, bottom)).collect(),
        }
    }

    /// How many of those that are taken are in the top, and in the bottom.
    fn counts(&self, takes: impl Fn(&Standing) -> bool) -> (Counts, Counts) {
        let own = || self.units.iter().filter(|(unit, ..)| takes(unit));
        (count(own().map(|(_, top, _)| *top)), count(own().map(|(.., bottom)| *bottom)))
    }

    fn tops(&self, which: Membership) -> Vec<&'a Standing> {
        sorted(self.units.iter().filter(|(_, top, _)| *top == which).map(|(unit, ..)| *unit))
    }

    fn bottoms(&self, which: Membership) -> Vec<&'a Standing> {
        sorted(self.units.iter().filter(|(.., bottom)| *bottom == which).map(|(unit, ..)| *unit))
    }
}

/// By name: the order of a list is no ranking.
fn sorted<'a>(units: impl Iterator<Item = &'a Standing>) -> Vec<&'a Standing> {
    let mut units: Vec<_> = units.collect();
    units.sort_by(|one, other| one.name.cmp(&other.name));
    units
}

/// The number asked for, or a usual one that leaves others.
fn number(read: &Read, asked: Option<usize>) -> usize {
    let all = read.placed().max(1);
    asked.filter(|number| *number > 0).unwrap_or_else(|| USUAL.min(all.div_ceil(4))).min(all)
}

/// How many of a group are in, as the press would write it: "none is surely or possibly in the top 50, three are …".
fn sentence(who: &str, all: usize, number: usize, (top, bottom): (Counts, Counts)) -> String {
    if all == 0 {
        return "No organisation with a place is in this group.".to_owned();
    }
    let in_top = said(top);
    let in_bottom = said(bottom);
    format!("Of {who}, {in_top} in the top {number}, {in_bottom} in the bottom {number}.")
}

fn said(counts: Counts) -> String {
    let are = |number: usize| if number == 1 { "is" } else { "are" };
    match (counts.surely_in, counts.possibly_in) {
        (0, 0) => "none is surely or possibly".to_owned(),
        (0, possibly) => format!("none is surely and {} {} possibly", in_words(possibly), are(possibly)),
        (surely, 0) => format!("{} {} surely and none possibly", in_words(surely), are(surely)),
        (surely, possibly) => {
            format!("{} {} surely and {} possibly", in_words(surely), are(surely), in_words(possibly))
        }
    }
}

/// Small numbers as words.
fn in_words(number: usize) -> String {
    const WORDS: [&str; 10] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// What the overview says of the top and the bottom.
pub(super) fn summary(read: &Read) -> Markup {
    let sets = Sets::of(read, number(read, None));
    let who = format!("all {} with a place", organisations(sets.units.len()));
    html! {
        h2 { "Top and bottom " (sets.number) }
        p { (sentence(&who, sets.units.len(), sets.number, sets.counts(|_| true))) }
        (table(&sets, |_| true))
        p { a href=(read.address("/top-and-bottom")) { "Who they are, another number, or any group of organisations" } }
    }
}

fn table(sets: &Sets<'_>, takes: impl Fn(&Standing) -> bool) -> Markup {
    let (top, bottom) = sets.counts(takes);
    let mut table = Table::new().responsive().head([
        Column::new(""),
        Column::new("Surely in").numeric(),
        Column::new("Possibly in").numeric(),
        Column::new("Surely not in").numeric(),
    ]);
    for (words, counts) in [("Top", top), ("Bottom", bottom)] {
        table = table.row([
            Cell::new(format!("{words} {}", sets.number)),
            Cell::new(counts.surely_in.to_string()).numeric(),
            Cell::new(counts.possibly_in.to_string()).numeric(),
            Cell::new(counts.surely_out.to_string()).numeric(),
        ]);
    }
    table.render()
}

/// The page.
pub(in crate::maturity) fn tops(read: &Read, filter: &Filter, circles: &[Circle]) -> Page {
    let sets = Sets::of(read, number(read, filter.number));
    let name = |unit: &Standing| if filter.q.is_empty() { String::new() } else { unit.name.to_lowercase() };
    let inside = filter.inside(circles);
    let is_inside = |unit: &Standing| inside.as_ref().is_none_or(|inside| inside.contains(unit.code.as_str()));
    let takes = |unit: &Standing| filter.takes(unit, &name(unit)) && is_inside(unit);
    let all = sets.units.iter().filter(|(unit, ..)| takes(unit)).count();
    let here = format!("/maturity/{}/top-and-bottom", read.row.slug);
    let unknown: Vec<&String> =
        filter.organisations.iter().filter(|code| read.opened.results.of(code).is_none()).collect();
    let kept_number = sets.number.to_string();
    let kept_codes = filter.organisations.join(" ");
    let main = html! {
        h1 { "Top and bottom " (sets.number) }
        p.nhsuk-lede-text { (sentence(&named(read, filter, filter.circle(circles), all), all, sets.number, sets.counts(takes))) }
        @if !unknown.is_empty() { p { "Not in these results: " (unknown.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ")) "." } }
        (table(&sets, takes))
        p { "Surely in: its whole range of places is within the first (or last) " (sets.number) ". Possibly in: part of the range is. The range leaves out the 5 of 100 draws at either end, so that “surely” is wrong for about one in twenty." }
        (form(read, filter, sets.number, circles))
        h2 { "Top " (sets.number) }
        (lists(read, [("Surely in", sets.tops(Membership::SurelyIn)), ("Possibly in", sets.tops(Membership::PossiblyIn))], takes))
        h2 { "Bottom " (sets.number) }
        (lists(read, [("Surely in", sets.bottoms(Membership::SurelyIn)), ("Possibly in", sets.bottoms(Membership::PossiblyIn))], takes))
        (as_at_form_keeping(read.as_at, &here, &[("number", &kept_number), ("care-setting", &filter.care_setting), ("region", &filter.region), ("group", &filter.group), ("state", &filter.state), ("organisation", &kept_codes)]))
    };
    page(read, "/top-and-bottom", &format!("Top and bottom {}", sets.number), main)
}

/// What the group asked for is called.
fn named(read: &Read, filter: &Filter, circle: Option<&Circle>, all: usize) -> String {
    if filter.is_everything() {
        return format!("all {} with a place", organisations(all));
    }
    let mut words = match filter.organisations.is_empty() {
        true => format!("the {} with a place", organisations(all)),
        false => format!("the {} you named", organisations(all)),
    };
    if let Some(circle) = circle {
        let state = Step::from_word(&filter.state).map(|step| format!(", {}", step.shown().to_lowercase()));
        words = format!("{words} of \u{201c}{}\u{201d}{}", circle.name, state.unwrap_or_default());
    }
    if !filter.care_setting.is_empty() {
        words = format!("{words} of \u{201c}{}\u{201d}", read.setting(&filter.care_setting));
    }
    if !filter.region.is_empty() {
        words = format!("{words} in \u{201c}{}\u{201d}", region(&filter.region));
    }
    words
}

fn form(read: &Read, filter: &Filter, number: usize, circles: &[Circle]) -> Markup {
    let options = circles.iter().map(|circle| (circle.id.as_str(), circle.name.clone()));
    let states = Step::ALL.into_iter().map(|step| (step.word(), step.shown().to_owned()));
    let settings = read.settings();
    let settings = settings.iter().map(|(id, _)| (*id, read.setting(id).to_owned()));
    let regions = read.regions();
    let regions = regions.iter().map(|code| (*code, region(code).to_owned()));
    html! {
        form.app-filter-row method="get" action={ "/maturity/" (read.row.slug) "/top-and-bottom" } aria-label="Number and group" {
            (Input::new("number", "How many are the top and the bottom").value(number.to_string()).width(InputWidth::Chars4).attribute("inputmode", "numeric"))
            (choice("care-setting", "Care setting", &filter.care_setting, settings))
            (choice("region", "Region", &filter.region, regions))
            @if !circles.is_empty() {
                (choice("group", "Group of a programme, or place", &filter.group, options))
                (choice("state", "State in that group", &filter.state, states))
            }
            (Textarea::new("organisation", "Or these codes, a space between them").rows(1).value(filter.organisations.join(" ")))
            (kept_days(read))
            (Button::secondary("Show"))
        }
    }
}

fn lists(read: &Read, lists: [(&str, Vec<&Standing>); 2], takes: impl Fn(&Standing) -> bool) -> Markup {
    html! {
        @for (words, units) in lists {
            @let own: Vec<&Standing> = units.into_iter().filter(|unit| takes(unit)).collect();
            @if own.is_empty() {
                p { (words) ": none." }
            } @else {
                (Details::new(format!("{words}: {}", organisations(own.len())), html! {
                    ul.nhsuk-list.nhsuk-list--bullet {
                        @for unit in &own {
                            li { a href=(read.unit(&unit.code)) { (unit.name) } @if let Some(place) = &unit.place { ": " (places(place)) } }
                        }
                    }
                }).open(own.len() <= 12))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_is_one_that_could_be_printed() {
        let counts = |surely_in, possibly_in| Counts { surely_in, possibly_in, surely_out: 9 };
        assert_eq!(
            sentence("the seven followers", 7, 50, (counts(0, 0), counts(1, 2))),
            "Of the seven followers, none is surely or possibly in the top 50, one is surely and two possibly in the bottom 50."
        );
        assert_eq!(said(counts(0, 1)), "none is surely and one is possibly");
        assert_eq!(said(counts(12, 0)), "12 are surely and none possibly");
    }
}
