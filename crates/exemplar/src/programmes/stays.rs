//! How long an organisation was in each state. A date known to the month counts from its last day.

use jiff::civil::Date;
use jiff::{SpanRound, Unit};

use super::{State, StateRow};
use crate::platform::dates::PartialDate;
use crate::platform::money::grouped;

/// A time in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The state.
    pub state: State,
    /// Since when; none when no source says.
    pub since: Option<PartialDate>,
    /// Until the date of the state after it; none when no later one is known.
    pub until: Option<PartialDate>,
    /// In days, up to the day asked about; none when it is not known since when.
    pub days: Option<i64>,
    /// The same in words.
    pub words: String,
}

/// The times in each state, in order, as of the day `on`; an organisation that has closed by then stays in none longer.
/// Of several sources for one state the earliest date counts.
#[must_use]
pub fn stays(rows: &[&StateRow], on: Date, closed: Option<Date>) -> Vec<Stay> {
    let closed = closed.filter(|closed| *closed <= on);
    let mut begun: Vec<(State, Option<PartialDate>)> = Vec::new();
    for state in State::ALL {
        let of_state = rows.iter().filter(|row| row.state() == state);
        let dates: Vec<Option<PartialDate>> = of_state.map(|row| row.on()).collect();
        if !dates.is_empty() {
            begun.push((state, dates.into_iter().flatten().min_by_key(|date| date.last_day())));
        }
    }
    let nexts = begun.iter().skip(1).map(|(_, since)| Some(*since)).chain([None]);
    begun.iter().zip(nexts).map(|((state, since), next)| stay(*state, *since, next, (on, closed))).collect()
}

fn stay(
    state: State,
    since: Option<PartialDate>,
    next: Option<Option<PartialDate>>,
    (on, closed): (Date, Option<Date>),
) -> Stay {
    let until = next.flatten();
    let ends = matches!(state, State::Completed | State::Withdrawn);
    let end = match (next, until) {
        (None, _) => Some(PartialDate::Day(closed.unwrap_or(on))),
        (Some(_), until) => until,
    };
    let (days, words) = match (since, end) {
        (Some(since), Some(end)) if !ends => {
            let later = match (next, closed) {
                (Some(_), _) => "",
                (None, Some(_)) => " until it closed, no later state is known",
                (None, None) => ", no later state is known",
            };
            (Some(days_between(since, end)), format!("{}{later}", apart(since, end)))
        }
        _ if ends => (None, String::new()),
        _ => (None, "not known".to_owned()),
    };
    Stay { state, since, until, days, words }
}

/// From one date to another in days, each counted from its last day; below 0 when the second comes first.
#[must_use]
pub fn days_between(from: PartialDate, to: PartialDate) -> i64 {
    let span = from.last_day().until(to.last_day());
    span.map_or(0, |span| i64::from(span.get_days()))
}

/// From one date to another in words, no finer than the coarser of the two is known: years, months, or days.
#[must_use]
pub fn apart(from: PartialDate, to: PartialDate) -> String {
    let month = |date: PartialDate| {
        let day = date.last_day();
        i64::from(day.year()) * 12 + i64::from(day.month())
    };
    match (from, to) {
        (PartialDate::Year(_), _) | (_, PartialDate::Year(_)) => {
            format!("about {}", counted((month(to) - month(from)) / 12, "year"))
        }
        (PartialDate::Day(from), PartialDate::Day(to)) => days_apart(from, to),
        _ => months((month(to) - month(from)).max(0)),
    }
}

fn days_apart(from: Date, to: Date) -> String {
    let whole = from.until((Unit::Month, to)).and_then(|span| {
        span.round(
            SpanRound::new().largest(Unit::Month).smallest(Unit::Month).mode(jiff::RoundMode::Trunc).relative(from),
        )
    });
    match whole.map_or(0, |span| i64::from(span.get_months())) {
        n if n >= 3 => months(n),
        _ => counted(days_between(PartialDate::Day(from), PartialDate::Day(to)), "day"),
    }
}

/// Up to two years in months, then in years and months.
fn months(number: i64) -> String {
    match (number / 12, number % 12) {
        (0 | 1, _) => counted(number, "month"),
        (years, 0) => counted(years, "year"),
        (years, rest) => format!("{} and {}", counted(years, "year"), counted(rest, "month")),
    }
}

/// A number with its noun: 1 day, 1,234 days.
#[must_use]
pub fn counted(number: i64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn times_are_said_no_finer_than_they_are_known() {
        for (from, to, said) in [
            ("2017-09", "2019-02", "17 months"),
            ("2018-06", "2020-04", "22 months"),
            ("2016-09-07", "2026-11-22", "10 years and 2 months"),
            ("2018-01-01", "2018-02-10", "40 days"),
            ("2018-01", "2018-02-10", "1 month"),
            ("2016", "2019-05", "about 2 years"),
            ("2016-03", "2018-03", "2 years"),
        ] {
            assert_eq!(apart(date(from), date(to)), said, "{from} {to}");
        }
    }

    #[test]
    fn a_follower_waited_17_months() {
        let rows = [StateRow::of(State::Proposed, Some("2017-09")), StateRow::of(State::Funded, Some("2019-02"))];
        let stays = stays(&rows.iter().collect::<Vec<_>>(), "2019-03-15".parse().unwrap(), None);
        assert_eq!((stays[0].state, stays[0].words.as_str(), stays[0].days), (State::Proposed, "17 months", Some(516)));
        assert_eq!((stays[1].words.as_str(), stays[1].days), ("1 month, no later state is known", Some(15)));
    }

    #[test]
    fn what_is_not_known_is_not_counted() {
        let rows = [StateRow::of(State::Proposed, None), StateRow::of(State::Withdrawn, Some("2018-01"))];
        let stays = stays(&rows.iter().collect::<Vec<_>>(), "2019-03-15".parse().unwrap(), None);
        assert_eq!((stays[0].words.as_str(), stays[0].days), ("not known", None));
        assert_eq!((stays[1].words.as_str(), stays[1].days), ("", None));
    }

    proptest! {
        #[test]
        fn the_times_in_each_state_add_up(mut days in prop::collection::vec(0_i32..4_000, 2..5)) {
            days.sort_unstable();
            let start: Date = "2015-01-01".parse().unwrap();
            let on = |days: i32| start.checked_add(jiff::Span::new().days(days)).unwrap();
            let rows: Vec<StateRow> = State::ALL.into_iter().zip(&days)
                .map(|(state, days)| StateRow::of(state, Some(&on(*days).to_string()))).collect();
            let asked = on(days.last().unwrap() + 100);
            let stays = stays(&rows.iter().collect::<Vec<_>>(), asked, None);
            let total: i64 = stays.iter().filter_map(|stay| stay.days).sum();
            prop_assert_eq!(total, i64::from(days.last().unwrap() - days.first().unwrap()) + 100);
        }
    }
}
