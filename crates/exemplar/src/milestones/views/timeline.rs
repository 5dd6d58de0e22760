//! A time line of milestones as SVG: for each what was first promised, what is now expected or when it was done.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::milestones::{MilestoneRow, Plan};
use crate::platform::dates;
use crate::programmes::counted;

/// Where a drawing begins on the left, in its units, and how high its rows are.
const LEFT: f64 = 20.0;
const ROW: f64 = 64.0;

/// How a drawing is laid out: one for wide screens, one for narrow ones. Only one of them is shown.
struct Layout {
    class: &'static str,
    width: f64,
    right: f64,
    top: f64,
    /// Where each word of the key stands.
    key: [(f64, f64); 4],
    /// How many letters of a title fit.
    letters: usize,
}

const WIDE: Layout = Layout {
    class: "app-timeline app-timeline--wide",
    width: 720.0,
    right: 700.0,
    top: 56.0,
    key: [(28.0, 14.0), (168.0, 14.0), (304.0, 14.0), (382.0, 14.0)],
    letters: 80,
};

const NARROW: Layout = Layout {
    class: "app-timeline app-timeline--narrow",
    width: 288.0,
    right: 276.0,
    top: 80.0,
    key: [(16.0, 12.0), (150.0, 12.0), (16.0, 36.0), (90.0, 36.0)],
    letters: 30,
};

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
    let years = (first.year(), last.year() + 1);
    let headline = headline(plans);
    html! {
        figure.app-chart {
            figcaption { p { strong { (headline) } } }
            @for layout in [&WIDE, &NARROW] { (drawing(layout, years, plans, (today, &headline))) }
        }
    }
}

fn drawing(
    layout: &Layout,
    (from, until): (i16, i16),
    plans: &[(MilestoneRow, Plan)],
    (today, headline): (Date, &str),
) -> Markup {
    let scale = Scale { from, until, right: layout.right };
    let height = layout.top + ROW * units(plans.len()) + 8.0;
    html! {
        svg class=(layout.class) viewBox=(format!("0 0 {} {height}", layout.width)) width=(layout.width) height=(height) role="img" aria-label=(format!("{headline} The table below has the same dates.")) {
            (key(layout, scale.holds(today)))
            (scale.lines(layout.top, height))
            @if scale.holds(today) {
                line x1=(scale.x(today)) x2=(scale.x(today)) y1=(layout.top - 8.0) y2=(height) stroke="#3D3D3D" stroke-width="1" stroke-dasharray="2 4" {}
            }
            @for (place, (milestone, plan)) in plans.iter().enumerate() { (row(layout, &scale, place, (milestone, plan))) }
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
    right: f64,
}

impl Scale {
    /// Where a day stands, to a tenth of a unit.
    fn x(&self, day: Date) -> f64 {
        let length = i32::from(self.until - self.from) * 366;
        let at = i32::from(day.year() - self.from) * 366 + i32::from(day.day_of_year());
        let x = LEFT + (self.right - LEFT) * f64::from(at) / f64::from(length);
        (x * 10.0).round() / 10.0
    }

    fn holds(&self, day: Date) -> bool {
        (self.from..self.until).contains(&day.year())
    }

    /// The beginnings of years, at most ten of them.
    fn lines(&self, top: f64, height: f64) -> Markup {
        let most = if self.right < 400.0 { LINES / 2 } else { LINES };
        let step = usize::try_from((self.until - self.from) / most + 1).unwrap_or(1);
        html! {
            @for year in (self.from..=self.until).step_by(step) {
                @let x = Date::new(year, 1, 1).map_or(LEFT, |day| self.x(day));
                line x1=(x) x2=(x) y1=(top - 8.0) y2=(height) stroke="#d8dde0" stroke-width="1" {}
                text x=(x.min(self.right - 24.0)) y=(top - 14.0) font-size="14" fill="#4c6272" { (year) }
            }
        }
    }
}

fn key(layout: &Layout, has_today: bool) -> Markup {
    let [promised, expected, done, today] = layout.key;
    html! {
        g font-size="14" fill="#212b32" {
            circle cx=(promised.0) cy=(promised.1) r="6" fill="#ffffff" stroke="#12436D" stroke-width="2" {}
            text x=(promised.0 + 14.0) y=(promised.1 + 5.0) { "first promised" }
            path d=(format!("M{} {} l7 7 l-7 7 l-7 -7 z", expected.0, expected.1 - 7.0)) fill="#F46A25" {}
            text x=(expected.0 + 14.0) y=(expected.1 + 5.0) { "now expected" }
            rect x=(done.0 - 6.0) y=(done.1 - 6.0) width="12" height="12" fill="#12436D" {}
            text x=(done.0 + 14.0) y=(done.1 + 5.0) { "done" }
            @if has_today {
                line x1=(today.0) x2=(today.0) y1=(today.1 - 8.0) y2=(today.1 + 8.0) stroke="#3D3D3D" stroke-width="1" stroke-dasharray="2 4" {}
                text x=(today.0 + 10.0) y=(today.1 + 5.0) { "the day this page is known on" }
            }
        }
    }
}

/// One milestone: its title, its dates, and a line from what was promised to what became of it.
fn row(layout: &Layout, scale: &Scale, place: usize, (milestone, plan): (&MilestoneRow, &Plan)) -> Markup {
    let y = layout.top + ROW * units(place) + 40.0;
    let x = |row: &crate::milestones::DateRow| scale.x(row.date().last_day());
    let (promised, comes) = (plan.promised().map(x), plan.comes().map(x));
    html! {
        text x=(LEFT) y=(y - 20.0) font-size="16" fill="#212b32" { (shortened(&milestone.title, layout.letters)) }
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
fn shortened(title: &str, most: usize) -> String {
    if title.chars().count() <= most {
        return title.to_owned();
    }
    title.chars().take(most - 1).chain(['\u{2026}']).collect()
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
        let scale = Scale { from: 2018, until: 2020, right: WIDE.right };
        let x = |day: &str| scale.x(day.parse().unwrap());
        assert!(x("2018-01-01") < x("2018-12-31") && x("2018-12-31") < x("2019-01-01"));
        assert!(x("2018-01-01") >= LEFT && x("2019-12-31") <= WIDE.right);
        let wide = Scale { from: 1990, until: 2030, right: WIDE.right }.lines(56.0, 100.0).into_string();
        assert!(wide.matches("<line").count() <= 10, "{wide}");
    }
}
