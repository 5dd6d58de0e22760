//! An invented programme of any size: organisations in waves, places they plan in, milestones, and dates that moved with their
//! reasons. The same size and seed give the same programme on every machine. It is for trying the portal's speed.

mod changes;

use jiff::civil::Date;
use jiff::{Span, Unit};

pub use changes::synthesise;

use super::shapes::{GROUP, MEMBER, PROGRAMME};
use crate::facts::{Line, Shape};
use crate::milestones::{DATE, MILESTONE, Reason};
use crate::organisations::footprints::{FOOTPRINT, FOOTPRINT_MEMBER};
use crate::platform::dates;
use crate::rounds::synth::invented;

/// Its part of addresses. It begins as those of all invented programmes.
pub const SLUG: &str = "demo-synthetic";

/// How many organisations are in a wave, and how many plan together in a place.
const IN_WAVE: usize = 1_000;
const IN_PLACE: usize = 40;

const SOURCE: &str = "Invented, to try the speed of the portal with";

/// How large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How many organisations.
    pub organisations: usize,
    /// How many milestones.
    pub milestones: usize,
    /// How many dates were expected of each, after the one first promised.
    pub forecasts: usize,
    /// What chance begins with.
    pub seed: u64,
}

/// A small generator (SplitMix64): what matters is that it repeats.
struct Choices(u64);

impl Choices {
    fn below(&mut self, most: u64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((z ^ (z >> 31)) % most).unwrap_or(0)
    }
}

fn line(shape: &'static Shape, cells: &[(&str, &str)], today: Date) -> Option<Line> {
    shape.typed(cells, today).ok()
}

fn wave(number: usize) -> String {
    format!("wave-{}", number / IN_WAVE + 1)
}

fn place(number: usize) -> String {
    format!("demo-place-{}", number / IN_PLACE + 1)
}

/// The programme itself, its waves, its milestones and the places.
pub(super) fn frame(size: Size, today: Date) -> Vec<Line> {
    let published = ("published", "2017-01-16");
    let of = [("programme", SLUG), ("source", SOURCE), published];
    let with = |cells: &[(&str, &str)], shape| line(shape, &[of.as_slice(), cells].concat(), today);
    let mut lines = vec![with(
        &[("name", "Invented programme of many"), ("summary", "Invented, to try the speed of the portal with.")],
        &PROGRAMME,
    )];
    for at in (0..size.organisations).step_by(IN_WAVE) {
        let (slug, name) = (wave(at), format!("Wave {}", at / IN_WAVE + 1));
        lines.push(with(&[("group", &slug), ("name", &name), ("announced", "2017-01-16")], &GROUP));
    }
    for at in 1..=size.milestones {
        let (slug, number, title) = (format!("milestone-{at}"), at.to_string(), format!("Invented milestone {at}"));
        let evidence = "A count of last month.";
        let cells = [
            ("milestone", slug.as_str()),
            ("place", &number),
            ("title", &title),
            ("evidence", evidence),
            ("framework", "demo-synthetic"),
            ("version", "1"),
        ];
        lines.push(with(&cells, &MILESTONE));
    }
    for at in (0..size.organisations).step_by(IN_PLACE) {
        let (slug, name) = (place(at), format!("Demonstration place {}", at / IN_PLACE + 1));
        let cells =
            [("footprint", slug.as_str()), ("name", &name), ("place_kind", "footprint"), ("source", SOURCE), published];
        lines.push(line(&FOOTPRINT, &cells, today));
    }
    lines.into_iter().flatten().collect()
}

/// What is said of the organisation with this number, from 0: by kind.
pub(super) fn of_organisation(number: usize, size: Size, today: Date) -> Vec<Line> {
    let code = invented(number).code;
    let mut choices = Choices(size.seed ^ (number as u64).wrapping_mul(0x2545_f491_4f6c_dd1d));
    let start = Date::constant(2017, 3, 31).saturating_add(Span::new().days(choices.below(500)));
    let group = wave(number);
    let mut lines = Vec::new();
    let mut on = start;
    let states = ["proposed", "due-diligence", "agreed", "funded", "completed"];
    let reached = 1 + usize::try_from(choices.below(5)).unwrap_or(0);
    for state in states.iter().take(reached) {
        let day = on.to_string();
        let cells = [
            ("programme", SLUG),
            ("group", group.as_str()),
            ("organisation", &code),
            ("state", state),
            ("on", &day),
            ("source", SOURCE),
            ("published", &day),
        ];
        lines.extend(line(&MEMBER, &cells, today));
        on = on.saturating_add(Span::new().days(60 + choices.below(120))).min(today);
    }
    let place = place(number);
    let cells = [
        ("belongs_to", place.as_str()),
        ("organisation", &code),
        ("since", "2016-03"),
        ("source", SOURCE),
        ("published", "2017-01-16"),
    ];
    lines.extend(line(&FOOTPRINT_MEMBER, &cells, today));
    for milestone in 1..=size.milestones {
        dates_of((&code, milestone), start, size, &mut choices, today, &mut lines);
    }
    lines
}

/// The dates of one milestone: promised, moved at the ends of quarters, and done where its day has passed, but for a few.
fn dates_of(
    (code, milestone): (&str, usize),
    start: Date,
    size: Size,
    choices: &mut Choices,
    today: Date,
    lines: &mut Vec<Line>,
) {
    let slug = format!("milestone-{milestone}");
    let mut say = |kind: &str, date: Date, reason: &str, known: Date| {
        let (date, known) = (date.to_string(), known.to_string());
        let note = if reason.is_empty() { "" } else { "Invented." };
        let cells = [
            ("programme", SLUG),
            ("milestone", slug.as_str()),
            ("organisation", code),
            ("kind", kind),
            ("date", &date),
            ("reason", reason),
            ("note", note),
            ("source", SOURCE),
            ("published", &known),
        ];
        lines.extend(line(&DATE, &cells, today));
    };
    let mut expected = start.saturating_add(Span::new().days(300 + 90 * choices.below(24)));
    say("promised", expected, "", start);
    let until = start.until((Unit::Day, today)).map_or(1, |span| span.get_days()).max(1);
    let every = i64::from(until) / i64::try_from(size.forecasts + 1).unwrap_or(1).max(1);
    for at in 1..=size.forecasts {
        let days = every * i64::try_from(at).unwrap_or(0);
        let known = quarter_end(start.saturating_add(Span::new().days(days))).min(today);
        let by = choices.below(150) - 20;
        expected = expected.saturating_add(Span::new().days(if by == 0 { 1 } else { by }));
        let reason = Reason::WORDS.get(usize::try_from(choices.below(7)).unwrap_or(0)).copied().unwrap_or("other");
        say("expected", expected, reason, known);
    }
    if expected < today && choices.below(20) > 0 {
        let done = expected.saturating_add(Span::new().days(choices.below(30) - 10)).min(today);
        say("done", done, "", done);
    }
}

fn quarter_end(day: Date) -> Date {
    let month = (day.month() + 2) / 3 * 3;
    Date::new(day.year(), month, 1).map_or(day, Date::last_of_month)
}

/// When what it says was published, in words for the command line.
pub(crate) fn said(size: Size) -> String {
    format!(
        "{} organisations with {} milestones and {} dates each, from {} on",
        size.organisations,
        size.milestones,
        size.forecasts + 1,
        dates::said("2017-03-31")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_programme_and_dates_fit() {
        let size = Size { organisations: 3, milestones: 2, forecasts: 4, seed: 7 };
        let today = Date::constant(2026, 11, 22);
        let (one, same) = (of_organisation(1, size, today), of_organisation(1, size, today));
        assert!(one.iter().zip(&same).all(|(one, same)| one.values == same.values));
        let dates = one.iter().filter(|line| line.shape.word == DATE.word).count();
        assert!((2 * 5..=2 * 6).contains(&dates), "{dates}");
        assert_eq!(frame(size, today).len(), 1 + 1 + 2 + 1);
        let facts: std::collections::BTreeSet<String> = one.iter().map(Line::fact).collect();
        assert_eq!(facts.len(), one.len(), "nothing stands twice");
        assert_ne!(
            of_organisation(1, Size { seed: 8, ..size }, today).iter().map(Line::fact).collect::<Vec<_>>(),
            one.iter().map(Line::fact).collect::<Vec<_>>()
        );
    }
}
