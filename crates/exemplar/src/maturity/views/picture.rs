//! Drawings: the interval of places beside its words, how scores spread by care setting, and a profile by section. Each has its
//! words or its table beside it.

use composite::stats;
use maud::{Markup, html};

use crate::maturity::Place;

/// The colours of the drawings.
const DARK: &str = "#12436D";
const ORANGE: &str = "#F46A25";
const GREY: &str = "#d8dde0";
const INK: &str = "#212b32";

/// The interval of places on a line from the first to the last. What it shows stands in words beside it.
pub(super) fn interval(place: &Place) -> Markup {
    const WIDTH: f64 = 160.0;
    let at = |position: usize| tenth(WIDTH * units(position) / units(place.of.max(1)));
    let (from, to) = (at(place.range.best - 1), at(place.range.worst));
    html! {
        svg.app-interval viewBox="0 0 160 12" width="160" height="12" aria-hidden="true" focusable="false" {
            rect x="0" y="5" width="160" height="2" fill=(GREY) {}
            rect x=(from) y="1" width=(tenth((to - from).max(2.0))) height="10" fill=(DARK) {}
        }
    }
}

/// How the scores of a group spread.
pub(super) struct Spread {
    /// What the group is called.
    pub name: String,
    /// How many have a score.
    pub count: usize,
    /// Lowest, lower quarter, middle, upper quarter, highest.
    pub five: [f64; 5],
}

impl Spread {
    /// The spread of these scores; none when there are none.
    pub(super) fn of(name: String, scores: &[f64]) -> Option<Self> {
        let five = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| stats::quantile(scores, share));
        (!scores.is_empty()).then_some(Self { name, count: scores.len(), five })
    }
}

const PLOT_LEFT: f64 = 20.0;
const PLOT_WIDTH: f64 = 680.0;
const ROW: f64 = 62.0;

/// Groups under each other on one scale: a line from the lowest to the highest, a box around the middle half, a mark for the
/// middle.
pub(super) fn spreads(
    headline: &str,
    groups: &[Spread],
    (low, high): (f64, f64),
    number: impl Fn(f64) -> String,
) -> Markup {
    let top = 52.0;
    let height = top + ROW * units(groups.len()) + 6.0;
    let x = |value: f64| tenth(PLOT_LEFT + PLOT_WIDTH * (value - low) / (high - low).max(1e-9));
    let lines: Vec<f64> = (0..=4).map(|step| low + (high - low) * f64::from(step) / 4.0).collect();
    html! {
        figure.app-chart {
            figcaption { p { strong { (headline) } } }
            div.app-scroll tabindex="0" role="region" aria-label="Spread by care setting, as a drawing" {
                svg.app-timeline viewBox=(format!("0 0 720 {height}")) width="720" height=(height) role="img" aria-label=(format!("{headline} The table below has the same numbers.")) {
                    g font-size="14" fill=(INK) {
                        line x1="20" x2="60" y1="14" y2="14" stroke="#3D3D3D" stroke-width="3" {}
                        text x="68" y="19" { "lowest to highest" }
                        rect x="210" y="6" width="30" height="16" fill="#28A197" {}
                        text x="248" y="19" { "the middle half" }
                        rect x="382" y="4" width="4" height="20" fill=(DARK) {}
                        text x="394" y="19" { "half score more, half less" }
                    }
                    @for value in &lines {
                        line x1=(x(*value)) x2=(x(*value)) y1=(top - 6.0) y2=(height) stroke=(GREY) stroke-width="1" {}
                        text x=(x(*value)) y=(top - 11.0) font-size="14" fill="#4c6272" text-anchor=(if *value >= high { "end" } else if *value <= low { "start" } else { "middle" }) { (number(*value)) }
                    }
                    @for (place, group) in groups.iter().enumerate() {
                        @let y = top + ROW * units(place) + 38.0;
                        @let [least, lower, middle, upper, most] = group.five;
                        text x=(PLOT_LEFT) y=(y - 18.0) font-size="16" fill=(INK) { (group.name) " (" (group.count) ")" }
                        line x1=(x(least)) x2=(x(most)) y1=(y) y2=(y) stroke="#3D3D3D" stroke-width="3" {}
                        rect x=(x(lower)) y=(y - 8.0) width=(tenth((x(upper) - x(lower)).max(2.0))) height="16" fill="#28A197" {}
                        rect x=(tenth(x(middle) - 2.0)) y=(y - 10.0) width="4" height="20" fill=(DARK) {}
                    }
                }
            }
        }
    }
}

/// One part of a profile.
pub(super) struct Mark {
    /// What the part is called.
    pub name: String,
    /// The organisation's own score.
    pub own: Option<f64>,
    /// The mean of those like it.
    pub mean: Option<f64>,
}

/// The parts under each other: the organisation's own score and the mean of those like it.
pub(super) fn profile(headline: &str, of: &str, marks: &[Mark], (low, high): (f64, f64)) -> Markup {
    let (top, row) = (44.0, 44.0);
    let height = top + row * units(marks.len()) + 6.0;
    let x = |value: f64| tenth(PLOT_LEFT + PLOT_WIDTH * (value - low) / (high - low).max(1e-9));
    html! {
        figure.app-chart {
            figcaption { p { strong { (headline) } } }
            div.app-scroll tabindex="0" role="region" aria-label="Scores by section, as a drawing" {
                svg.app-timeline viewBox=(format!("0 0 720 {height}")) width="720" height=(height) role="img" aria-label=(format!("{headline} The table below has the same numbers.")) {
                    g font-size="14" fill=(INK) {
                        circle cx="28" cy="14" r="7" fill=(DARK) {}
                        text x="42" y="19" { "this organisation" }
                        path d="M190 6 l8 8 l-8 8 l-8 -8 z" fill="#ffffff" stroke=(ORANGE) stroke-width="3" {}
                        text x="206" y="19" { "mean of " (of) }
                    }
                    @for (place, mark) in marks.iter().enumerate() {
                        @let y = top + row * units(place) + 26.0;
                        text x=(PLOT_LEFT) y=(y - 12.0) font-size="14" fill=(INK) { (mark.name) }
                        line x1=(PLOT_LEFT) x2=(PLOT_LEFT + PLOT_WIDTH) y1=(y) y2=(y) stroke=(GREY) stroke-width="2" {}
                        @if let Some(mean) = mark.mean { path d=(format!("M{} {} l8 8 l-8 8 l-8 -8 z", x(mean), y - 8.0)) fill="#ffffff" stroke=(ORANGE) stroke-width="3" {} }
                        @if let Some(own) = mark.own { circle cx=(x(own)) cy=(y) r="7" fill=(DARK) {} }
                    }
                }
            }
        }
    }
}

/// To a tenth of a unit.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A small count as a number of units.
fn units(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_lie_between_the_scores_beside_them() {
        let spread = Spread::of("x".into(), &[4.0, 1.0, 3.0, 2.0, 5.0]).unwrap();
        assert_eq!(spread.five, [1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(Spread::of("x".into(), &[65.7, 74.1]).unwrap().five[2], 69.9);
        assert_eq!(Spread::of("x".into(), &[7.0]).unwrap().five, [7.0; 5]);
        assert!(Spread::of("x".into(), &[]).is_none());
    }
}
