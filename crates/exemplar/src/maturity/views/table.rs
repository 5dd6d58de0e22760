//! All organisations: score, places as a range, who is clearly ahead and behind. With a reader's own weights too.

use maud::{Markup, Render, html};
use nhsuk::{Button, Cell, Column, Details, Input, InputWidth, Pagination, Table};

use super::picture::interval;
use super::{choice, kept_days, organisations, page, places, region};
use crate::journal::views::as_at_form_keeping;
use crate::maturity::pages::{Filter, PAGE_SIZE, Read};
use crate::maturity::weights::{MOST, Reweighed, reweighed};
use crate::maturity::{Place, Standing};
use crate::platform::shell::Page;

/// A line of the table.
struct Line<'a> {
    unit: &'a Standing,
    /// What comes of the reader's weights, when there are any.
    own: Option<Reweighed>,
}

impl Line<'_> {
    fn score(&self) -> Option<f64> {
        self.own.map_or(self.unit.score.point, |own| Some(own.score))
    }

    fn place(&self) -> Option<Place> {
        self.own.map_or(self.unit.place, |own| Some(own.place))
    }

    fn clear(&self) -> (usize, usize) {
        self.own.map_or((self.unit.ahead_of, self.unit.behind), |own| (own.ahead_of, own.behind))
    }
}

/// The page.
pub(in crate::maturity) fn table(read: &Read, filter: &Filter) -> Page {
    let weights = filter.weights();
    let lines = lines(read, filter, weights.as_deref());
    let pages = lines.len().div_ceil(PAGE_SIZE).max(1);
    let number = filter.page.min(pages);
    let shown = lines.iter().skip((number - 1) * PAGE_SIZE).take(PAGE_SIZE);
    let part = if pages > 1 { format!(", page {number} of {pages}") } else { String::new() };
    let all = read.opened.results.units.len();
    let of = if lines.len() == all { String::new() } else { format!(" of {all}") };
    let here = format!("/maturity/{}/organisations", read.row.slug);
    let main = html! {
        h1 { "All organisations" }
        p.nhsuk-lede-text { "Higher scores first. The order of two neighbours says next to nothing: look at the ranges of places." }
        (filters(read, filter))
        (weight_form(read, filter, weights.is_some()))
        h2.nhsuk-heading-m { (organisations(lines.len())) (of) (part) }
        @if lines.is_empty() {
            p { "No organisation fits all of this. " a href=(read.address("/organisations")) { "Show all of them" } }
        } @else {
            (rows(read, shown, weights.is_some()))
            @if pages > 1 { (Pagination::numbered(number as u64, pages as u64, |page| address(read, filter, page))) }
        }
        p { "Each organisation answered for itself, and nobody checked it. " a href=(read.address("/files/results.csv")) { "Download all results (CSV)" } }
        (as_at_form_keeping(read.as_at, &here, &[("q", &filter.q), ("care-setting", &filter.care_setting), ("region", &filter.region)]))
    };
    page(read, "/organisations", "All organisations", main)
}

/// Those asked for, higher scores first; those without a score last, by name.
fn lines<'a>(read: &'a Read, filter: &Filter, weights: Option<&[f64]>) -> Vec<Line<'a>> {
    let opened = &read.opened;
    let own = weights.map(|weights| reweighed(&opened.framework, &opened.recipe, &opened.results, weights));
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (at, unit) in opened.results.units.iter().enumerate().filter(|(_, unit)| filter.takes(unit)) {
        match &own {
            None => lines.push(Line { unit, own: None }),
            Some(own) => lines.extend(own.get(at).copied().flatten().map(|own| Line { unit, own: Some(own) })),
        }
    }
    lines.sort_by(|one, other| {
        let by_score = other.score().unwrap_or(f64::MIN).total_cmp(&one.score().unwrap_or(f64::MIN));
        by_score.then_with(|| one.unit.name.cmp(&other.unit.name))
    });
    lines
}

fn rows<'a>(read: &Read, lines: impl Iterator<Item = &'a Line<'a>>, is_reweighed: bool) -> Markup {
    let mut table = Table::new().responsive().head([
        Column::new("Organisation"),
        Column::new("Score").numeric(),
        Column::new(if is_reweighed { "Places that are left with your weights" } else { "Probably in the places" }),
        Column::new("Clearly ahead of").numeric(),
        Column::new("Clearly behind").numeric(),
    ]);
    for line in lines {
        let unit = line.unit;
        let (ahead_of, behind) = line.clear();
        let score = match line.own {
            Some(own) => html! { (read.number(own.score)) },
            None => read.score(&unit.score),
        };
        table = table.row([
            Cell::new(html! {
                a href=(read.unit(&unit.code)) { (unit.name) }
                br; span.nhsuk-u-secondary-text-colour.app-small { (read.setting(&unit.care_setting)) ", " (region(&unit.region)) }
            }),
            Cell::new(score).numeric(),
            Cell::new(html! {
                @match line.place() {
                    Some(place) => { (places(&place)) (interval(&place)) },
                    None => "No place",
                }
            }),
            Cell::new(line.place().map(|_| ahead_of.to_string()).unwrap_or_default()).numeric(),
            Cell::new(line.place().map(|_| behind.to_string()).unwrap_or_default()).numeric(),
        ]);
    }
    table.render()
}

fn filters(read: &Read, filter: &Filter) -> Markup {
    let settings = read.settings();
    let settings = settings.iter().map(|(id, count)| (*id, format!("{} ({count})", read.setting(id))));
    let regions = read.regions();
    let regions = regions.iter().map(|code| (*code, region(code).to_owned()));
    html! {
        form.app-filter-row method="get" action={ "/maturity/" (read.row.slug) "/organisations" } role="search" aria-label="Organisations in these results" {
            (Input::new("q", "Name or code").value(filter.q.as_str()))
            (choice("care-setting", "Care setting", &filter.care_setting, settings))
            (choice("region", "Region", &filter.region, regions))
            @for weight in &filter.weights { input type="hidden" name="weight" value=(weight); }
            (kept_days(read))
            (Button::secondary("Show"))
        }
    }
}

/// The boxes for a reader's own weights.
fn weight_form(read: &Read, filter: &Filter, is_reweighed: bool) -> Markup {
    let is_wrong = !filter.weights.is_empty() && !is_reweighed;
    let parts = read.opened.framework.sections_under(None).enumerate();
    let form = html! {
        @if is_wrong { p.nhsuk-error-message { "Weights are whole numbers from 0 to " (MOST) ", and one is above 0." } }
        @if is_reweighed { p { "The table shows what comes of these weights. The places are those that are left when all that are clearly ahead or clearly behind are taken away. " a href=(read.address("/organisations")) { "Show the published results" } } }
        form.app-filter-row method="get" action={ "/maturity/" (read.row.slug) "/organisations" } aria-label="Weights" {
            @for (at, (_, section)) in parts {
                (Input::new("weight", section.title.as_str()).id(format!("weight-{at}")).width(InputWidth::Chars3)
                    .attribute("inputmode", "numeric").value(filter.weights.get(at).map_or_else(|| section.weight.to_string(), Clone::clone)))
            }
            @for (name, value) in [("q", &filter.q), ("care-setting", &filter.care_setting), ("region", &filter.region)] {
                @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
            }
            (kept_days(read))
            (Button::secondary("Order by these weights"))
        }
    };
    Details::new("Weigh the parts yourself", form).open(is_reweighed || is_wrong).render()
}

fn address(read: &Read, filter: &Filter, page: u64) -> String {
    let page = if page == 1 { String::new() } else { page.to_string() };
    let mut asked = vec![
        ("q", filter.q.as_str()),
        ("care-setting", &filter.care_setting),
        ("region", &filter.region),
        ("page", &page),
    ];
    asked.extend(filter.weights.iter().map(|weight| ("weight", weight.as_str())));
    read.address_with("/organisations", &asked)
}
