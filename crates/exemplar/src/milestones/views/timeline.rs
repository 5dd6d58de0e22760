//! A time line of milestones as SVG: for each what was first promised, what is now expected or when it was done.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::milestones::{MilestoneRow, Plan};
use crate::platform::dates;
use crate::programmes::counted;

/// Sizes in units of the drawing.
const WIDTH: f64 = 720.0;
const LEFT: f64 = 20.0;
const RIGHT: f64 = 700.0;
const TOP: f64 = 56.0;
const ROW: f64 = 64.0;

/// The most years that get a line of their own.
const LINES: i16 = 10;

/// The time line; nothing when no date is known.
pub(super) fn timeline(plans: &[(MilestoneRow, Plan)], today: Date) -> Markup {
    let days: Vec<Date> = plans
        .iter()
        .flat_map(|(_, plan)| [plan.promised(), plan.expected(), plan.done()].into_iter().flatten())
        .map(|row| row.date().last_day())
        .collect();
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return html! {} };
    let scale = Scale { from: first.year(), until: last.year() + 1 };
    let rows = plans.len();
    let height = TOP + ROW * units(rows) + 8.0;
    let headline = headline(plans);
    html! {
        figure.app-chart {
            figcaption { p { strong { (headline) } } }
            div.app-scroll tabindex="0" role="region" aria-label="Time line" {
                svg.app-timeline viewBox=(format!("0 0 {WIDTH} {height}")) width=(WIDTH) height=(height) role="img" aria-label=(format!("{headline} The table below has the same dates.")) {
                    (key(scale.holds(today)))
                    (scale.lines(height))
                    @if scale.holds(today) {
                        line x1=(scale.x(today)) x2=(scale.x(today)) y1=(TOP - 8.0) y2=(height) stroke="#3D3D3D" stroke-width="1" stroke-dasharray="2 4" {}
                    }
                    @for (place, (milestone, plan)) in plans.iter().enumerate() { (row(&scale, place, milestone, plan)) }
                }
            }
        }
    }
}

/// What the drawing shows, in a sentence made of its figures.
fn headline(plans: &[(MilestoneRow, Plan)]) -> String {
    let done = plans.iter().filter(|(_, plan)| plan.done().is_some()).count();
    let late = plans.iter().filter_map(|(_, plan)| plan.late().days()).filter(|days| *days > 0);
    let (count, most) = late.fold((0, 0), |(count, most), days| (count + 1, days.max(most)));
    let all = counted(i64::try_from(plans.len()).unwrap_or(0), "milestone");
    let promised = plans.iter().filter(|(_, plan)| plan.promised().is_some()).count();
    match (promised, count) {
        (0, _) => format!("{done} of {all} done; what was first promised is not published."),
        (_, 0) => format!("{done} of {all} done; none later than first promised."),
        _ => format!("{done} of {all} done; {count} later than first promised, by up to {}.", counted(most, "day")),
    }
}

/// The years a drawing spans.
struct Scale {
    from: i16,
    until: i16,
}

impl Scale {
    /// Where a day stands, to a tenth of a unit.
    fn x(&self, day: Date) -> f64 {
        let length = i32::from(self.until - self.from) * 366;
        let at = i32::from(day.year() - self.from) * 366 + i32::from(day.day_of_year());
        let x = LEFT + (RIGHT - LEFT) * f64::from(at) / f64::from(length);
        (x * 10.0).round() / 10.0
    }

    fn holds(&self, day: Date) -> bool {
        (self.from..self.until).contains(&day.year())
    }

    /// The beginnings of years, at most ten of them.
    fn lines(&self, height: f64) -> Markup {
        let step = usize::try_from((self.until - self.from) / LINES + 1).unwrap_or(1);
        html! {
            @for year in (self.from..=self.until).step_by(step) {
                @let x = Date::new(year, 1, 1).map_or(LEFT, |day| self.x(day));
                line x1=(x) x2=(x) y1=(TOP - 8.0) y2=(height) stroke="#d8dde0" stroke-width="1" {}
                text x=(x.min(RIGHT - 24.0)) y=(TOP - 14.0) font-size="14" fill="#4c6272" { (year) }
            }
        }
    }
}

fn key(has_today: bool) -> Markup {
    html! {
        g font-size="14" fill="#212b32" {
            circle cx="28" cy="14" r="6" fill="#ffffff" stroke="#12436D" stroke-width="2" {}
            text x="42" y="19" { "first promised" }
            path d="M168 7 l7 7 l-7 7 l-7 -7 z" fill="#F46A25" {}
            text x="182" y="19" { "now expected" }
            rect x="298" y="8" width="12" height="12" fill="#12436D" {}
            text x="318" y="19" { "done" }
            @if has_today {
                line x1="382" x2="382" y1="6" y2="22" stroke="#3D3D3D" stroke-width="1" stroke-dasharray="2 4" {}
                text x="392" y="19" { "the day this page is known on" }
            }
        }
    }
}

/// One milestone: its title, its dates, and a line from what was promised to what became of it.
fn row(scale: &Scale, place: usize, milestone: &MilestoneRow, plan: &Plan) -> Markup {
    let y = TOP + ROW * units(place) + 40.0;
    let x = |row: &crate::milestones::DateRow| scale.x(row.date().last_day());
    let (promised, comes) = (plan.promised().map(x), plan.comes().map(x));
    html! {
        text x=(LEFT) y=(y - 20.0) font-size="16" fill="#212b32" { (shortened(&milestone.title)) }
        @if let (Some(from), Some(to)) = (promised, comes) {
            line x1=(from) x2=(to) y1=(y) y2=(y) stroke="#3D3D3D" stroke-width="3" {}
        }
        @match (plan.done(), plan.expected()) {
            (Some(done), _) => { rect x=(x(done) - 6.0) y=(y - 6.0) width="12" height="12" fill="#12436D" { title { "Done " (done.date()) } } }
            (None, Some(expected)) => { path d=(format!("M{} {} l7 7 l-7 7 l-7 -7 z", x(expected), y - 7.0)) fill="#F46A25" { title { "Now expected " (expected.date()) } } }
            (None, None) => {}
        }
        @if let Some(row) = plan.promised() {
            circle cx=(x(row)) cy=(y) r="6" fill="#ffffff" stroke="#12436D" stroke-width="2" { title { "First promised " (dates::said(row.stored())) } }
        }
    }
}

/// A title that fits the drawing; the table has it whole.
fn shortened(title: &str) -> String {
    const MOST: usize = 80;
    if title.chars().count() <= MOST {
        return title.to_owned();
    }
    title.chars().take(MOST - 1).chain(['\u{2026}']).collect()
}

/// A small count as a number of units.
fn units(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_spread_over_the_width_and_get_at_most_ten_lines() {
        let scale = Scale { from: 2018, until: 2020 };
        let x = |day: &str| scale.x(day.parse().unwrap());
        assert!(x("2018-01-01") < x("2018-12-31") && x("2018-12-31") < x("2019-01-01"));
        assert!(x("2018-01-01") >= LEFT && x("2019-12-31") <= RIGHT);
        let wide = Scale { from: 1990, until: 2030 }.lines(100.0).into_string();
        assert!(wide.matches("<line").count() <= 10, "{wide}");
    }
}
