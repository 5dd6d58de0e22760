//! All organisations: score, places as a range, who is clearly ahead and behind. With a reader's own weights too.

use maud::{Markup, Render, html};
use nhsuk::{Button, Cell, Column, Details, Input, InputWidth, Pagination, Table};

use super::picture::interval;
use super::{checked, choice, kept_days, organisations, page, places, region};
use crate::journal::views::as_at_form_keeping;
use crate::maturity::circles::Circle;
use crate::maturity::pages::{Filter, PAGE_SIZE, Read};
use crate::maturity::weights::{MOST, Reweighed, Weighed};
use crate::maturity::{Place, Standing};
use crate::platform::shell::Page;

/// A line of the table.
struct Line<'a> {
    /// Its place in the results.
    at: usize,
    unit: &'a Standing,
    /// What comes of the reader's weights, when there are any.
    own: Option<Reweighed>,
}

impl Line<'_> {
    fn place(&self) -> Option<Place> {
        self.own.map_or(self.unit.place, |own| Some(own.place))
    }

    fn clear(&self) -> (usize, usize) {
        self.own.map_or((self.unit.ahead_of, self.unit.behind), |own| (own.ahead_of, own.behind))
    }
}

/// The page.
pub(in crate::maturity) fn table(read: &Read, filter: &Filter, circles: &[Circle]) -> Page {
    let weights = filter.weights();
    let listed = Listed::of(read, filter, circles, weights.as_deref());
    let pages = listed.all.div_ceil(PAGE_SIZE).max(1);
    let number = listed.page;
    let part = if pages > 1 { format!(", page {number} of {pages}") } else { String::new() };
    let all = read.opened.results.units.len();
    let of = if listed.all == all { String::new() } else { format!(" of {all}") };
    let here = format!("/maturity/{}/organisations", read.row.slug);
    let main = html! {
        h1 { "All organisations" }
        p.nhsuk-lede-text { "Higher scores first. The order of two neighbours says next to nothing: look at the ranges of places." }
        (filters(read, filter, circles))
        (weight_form(read, filter, weights.is_some()))
        h2.nhsuk-heading-m { (organisations(listed.all)) (of) (part) }
        @if listed.lines.is_empty() {
            p { "No organisation fits all of this. " a href=(read.address("/organisations")) { "Show all of them" } }
        } @else {
            @if let Some(any) = &read.opened.any_weights {
                p { "“Under 70 of 100 weights”: whatever the parts are made to count, it holds one of these places under 70 of every 100 ways to weigh them (" (any.draws()) " drawn evenly)." }
            }
            (rows(read, listed.lines.iter(), weights.is_some()))
            @if pages > 1 { (Pagination::numbered(number as u64, pages as u64, |page| address(read, filter, page))) }
        }
        p { (checked::sentence(read)) " " a href=(read.address("/files/results.csv")) { "Download all results (CSV)" } }
        (as_at_form_keeping(read.as_at, &here, &kept(filter)))
    };
    page(read, "/organisations", "All organisations", main)
}

/// A page of those asked for.
struct Listed<'a> {
    /// How many are asked for in all.
    all: usize,
    /// The page, from 1.
    page: usize,
    lines: Vec<Line<'a>>,
}

impl<'a> Listed<'a> {
    /// Higher scores first; without weights of a reader, those without a score stand last, by name.
    fn of(read: &'a Read, filter: &Filter, circles: &[Circle], weights: Option<&[f64]>) -> Self {
        let opened = &read.opened;
        let units = &opened.results.units;
        let inside = filter.inside(circles);
        let is_inside = |unit: &Standing| inside.as_ref().is_none_or(|inside| inside.contains(unit.code.as_str()));
        let takes = |at: &u32| {
            let (unit, words) = (units.get(*at as usize), opened.words.get(*at as usize));
            unit.zip(words).is_some_and(|(unit, words)| filter.takes(unit, words) && is_inside(unit))
        };
        let own = weights.map(|weights| Weighed::new(&opened.framework, &opened.recipe, &opened.results, weights));
        let mut asked: Vec<u32> = match filter.is_everything() {
            true => opened.order.clone(),
            false => opened.order.iter().copied().filter(takes).collect(),
        };
        if let Some(own) = &own {
            asked.retain(|at| own.score(*at as usize).is_some());
        }
        let all = asked.len();
        let page = filter.page.min(all.div_ceil(PAGE_SIZE).max(1));
        let shown = match &own {
            None => asked.chunks(PAGE_SIZE).nth(page - 1).unwrap_or_default(),
            Some(own) => {
                let score = |at: u32| own.score(at as usize).unwrap_or(f64::MIN);
                let name = |at: u32| units.get(at as usize).map(|unit| unit.name.as_str());
                slice_of(&mut asked, (page - 1) * PAGE_SIZE, |one, other| {
                    score(*other)
                        .total_cmp(&score(*one))
                        .then_with(|| name(*one).cmp(&name(*other)).then(one.cmp(other)))
                })
            }
        };
        let line = |at: &u32| {
            let own = own.as_ref().and_then(|own| own.of(*at as usize));
            units.get(*at as usize).map(|unit| Line { at: *at as usize, unit, own })
        };
        Self { all, page, lines: shown.iter().filter_map(line).collect() }
    }
}

/// A page of a list as it would stand when sorted, without sorting the rest.
fn slice_of(list: &mut [u32], first: usize, by: impl Fn(&u32, &u32) -> std::cmp::Ordering) -> &[u32] {
    if first < list.len() {
        list.select_nth_unstable_by(first, &by);
    }
    let rest = list.get_mut(first..).unwrap_or_default();
    if rest.len() > PAGE_SIZE {
        rest.select_nth_unstable_by(PAGE_SIZE, &by);
    }
    let shown = rest.len().min(PAGE_SIZE);
    let shown = rest.get_mut(..shown).unwrap_or_default();
    shown.sort_unstable_by(&by);
    shown
}

fn rows<'a>(read: &Read, lines: impl Iterator<Item = &'a Line<'a>>, is_reweighed: bool) -> Markup {
    let mut table = Table::new().responsive().head([
        Column::new("Organisation"),
        Column::new("Score, as it says itself").numeric(),
        Column::new("Score, as checked").numeric(),
        Column::new(if is_reweighed { "Places that are left with your weights" } else { "Probably in the places" }),
        Column::new("Clearly ahead of").numeric(),
        Column::new("Clearly behind").numeric(),
    ]);
    let any = read.opened.any_weights.as_ref();
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
            Cell::new(html! { @match &unit.verified { Some(verified) => (read.score(&verified.score)), None => { "Not checked" @if let Some(range) = checked::likely(read, unit).filter(|_| line.own.is_none()) { br; span.nhsuk-u-secondary-text-colour.app-small { "likely " (range) } } } } }).numeric(),
            Cell::new(html! {
                @match line.place() {
                    Some(place) => {
                        (places(&place)) (interval(&place))
                        @if let Some(share) = any.and_then(|any| any.holds(line.at, &place.range)) {
                            span.nhsuk-u-secondary-text-colour.app-small { "Under " (share) " of 100 weights" }
                        }
                    },
                    None => "No place",
                }
            }),
            Cell::new(line.place().map(|_| ahead_of.to_string()).unwrap_or_default()).numeric(),
            Cell::new(line.place().map(|_| behind.to_string()).unwrap_or_default()).numeric(),
        ]);
    }
    table.render()
}

fn filters(read: &Read, filter: &Filter, circles: &[Circle]) -> Markup {
    let settings = read.settings();
    let settings = settings.iter().map(|(id, count)| (*id, format!("{} ({count})", read.setting(id))));
    let regions = read.regions();
    let regions = regions.iter().map(|code| (*code, region(code).to_owned()));
    html! {
        form.app-filter-row method="get" action={ "/maturity/" (read.row.slug) "/organisations" } role="search" aria-label="Organisations in these results" {
            (Input::new("q", "Name or code").value(filter.q.as_str()))
            (choice("care-setting", "Care setting", &filter.care_setting, settings))
            (choice("region", "Region", &filter.region, regions))
            @if !circles.is_empty() {
                (choice("group", "Group of a programme, or place", &filter.group, circles.iter().map(|circle| (circle.id.as_str(), circle.name.clone()))))
            }
            @for weight in &filter.weights { input type="hidden" name="weight" value=(weight); }
            (kept_days(read))
            (Button::secondary("Show"))
        }
    }
}

/// What narrows the list, as names and values.
fn kept(filter: &Filter) -> [(&'static str, &str); 4] {
    let Filter { q, care_setting, region, group, .. } = filter;
    [("q", q), ("care-setting", care_setting), ("region", region), ("group", group)]
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
            @for (name, value) in kept(filter) {
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
        ("group", &filter.group),
        ("page", &page),
    ];
    asked.extend(filter.weights.iter().map(|weight| ("weight", weight.as_str())));
    read.address_with("/organisations", &asked)
}
