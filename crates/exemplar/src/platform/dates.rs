//! Dates with the precision they were published with: 2018, June 2018, 19 January 2018.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;

use super::clock;

/// A date known to the year, the month or the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialDate {
    /// A year.
    Year(i16),
    /// A month of a year.
    Month(i16, i8),
    /// A day.
    Day(Date),
}

/// Text that is not a date.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("\u{201c}{0}\u{201d} is not a date: write 2018, 2018-06 or 2018-06-19")]
pub struct NotADate(pub String);

impl PartialDate {
    /// The last day it can mean: by then it had certainly come.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
            Self::Month(year, month) => Date::new(year, month, 1).map_or(Date::MAX, |d| d.last_of_month()),
            Self::Day(date) => date,
        }
    }

    /// The first day it can mean.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
            Self::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
            Self::Day(date) => date,
        }
    }

    /// The form it is stored in: `2018`, `2018-06` or `2018-06-19`.
    #[must_use]
    pub fn stored(self) -> String {
        match self {
            Self::Year(year) => format!("{year:04}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Day(date) => date.to_string(),
        }
    }
}

impl FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let refused = || NotADate(text.to_owned());
        // A time after the day is not part of the date: 2024-05-17T09:00:00Z.
        let day = text.trim().split(['T', ' ']).next().unwrap_or_default();
        let parts: Vec<&str> = day.split('-').collect();
        let number = |part: &str, digits: usize| match part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())
        {
            true => part.parse::<i16>().map_err(|_| refused()),
            false => Err(refused()),
        };
        match parts.as_slice() {
            [year] => Ok(Self::Year(number(year, 4)?)),
            [year, month] => {
                let (year, month) = (number(year, 4)?, i8::try_from(number(month, 2)?).map_err(|_| refused())?);
                Date::new(year, month, 1).map_err(|_| refused())?;
                Ok(Self::Month(year, month))
            }
            [_, _, _] => day.parse().map(Self::Day).map_err(|_| refused()),
            _ => Err(refused()),
        }
    }
}

/// Said as people say it: 2018, June 2018, 19 January 2018.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Month(year, month) => match Date::new(year, month, 1) {
                Ok(date) => write!(f, "{}", date.strftime("%B %Y")),
                Err(_) => f.write_str(&self.stored()),
            },
            Self::Day(date) => f.write_str(&day(date)),
        }
    }
}

/// A date as people type it in a form: as it is stored, or 31/12/2026, 31.12.26, 31 December 2026, Dec 2026. The day comes
/// before the month.
#[must_use]
pub fn typed(text: &str) -> Option<PartialDate> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let year = |part: &&str| match (part.len(), part.parse::<i16>()) {
        (2, Ok(year)) => Some(2000 + year),
        (4, Ok(year)) => Some(year),
        _ => None,
    };
    match parts.as_slice() {
        [d, m, y] => {
            let d = d.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
            Date::new(year(y)?, month(m)?, d).ok().map(PartialDate::Day)
        }
        [m, y] if y.len() == 4 => Some(PartialDate::Month(year(y)?, month(m)?)),
        _ => None,
    }
}

/// A day as people type it in a form.
#[must_use]
pub fn typed_day(text: &str) -> Option<Date> {
    match typed(text)? {
        PartialDate::Day(date) => Some(date),
        PartialDate::Year(_) | PartialDate::Month(..) => None,
    }
}

/// A month by its number or the first letters of its name.
fn month(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if let Ok(number) = text.parse() {
        return (1..=12).contains(&number).then_some(number);
    }
    let text = text.to_lowercase();
    let place = (1_i8..).zip(NAMES).find(|(_, name)| text.len() >= 3 && name.starts_with(&text))?;
    Some(place.0)
}

/// Of reminders that go out so many days before `day` (below zero, after it), the one to send on `today`: the last whose day
/// has come, when it is not among those `sent`. Those before it are not made up for.
#[must_use]
pub fn reminder(days_before: &[i64], day: Date, today: Date, sent: &[i64]) -> Option<i64> {
    let days_left = i64::from((day - today).get_days());
    let now = days_before.iter().copied().rfind(|before| days_left <= *before)?;
    (!sent.contains(&now)).then_some(now)
}

/// A day as people say it: 19 January 2018.
#[must_use]
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A stored date (`2018`, `2018-06`, `2018-06-19`) as people say it; anything else unchanged.
#[must_use]
pub fn said(stored: &str) -> String {
    stored.parse::<PartialDate>().map_or_else(|_| stored.to_owned(), |date| date.to_string())
}

/// When something falls, by a stored date: on 19 June 2018, in June 2018, in 2018.
#[must_use]
pub fn falls(stored: &str) -> String {
    let by_day = stored.parse::<Date>().is_ok();
    format!("{} {}", if by_day { "on" } else { "in" }, said(stored))
}

/// The day of a moment in microseconds since 1970, as people say it.
#[must_use]
pub fn day_of(microseconds: i64) -> String {
    Timestamp::from_microsecond(microseconds).map_or_else(|_| "an unknown day".to_owned(), |at| day(clock::day_of(at)))
}

/// The day and the time of a moment in microseconds since 1970, as people in London say it.
#[must_use]
pub fn moment_of(microseconds: i64) -> String {
    match Timestamp::from_microsecond(microseconds) {
        Ok(at) => format!("{} at {}", day(clock::day_of(at)), at.to_zoned(clock::zone()).strftime("%H:%M")),
        Err(_) => "an unknown day".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_kept() {
        for (stored, shown) in [("2018", "2018"), ("2018-06", "June 2018"), ("2018-01-19", "19 January 2018")] {
            let date: PartialDate = stored.parse().unwrap();
            assert_eq!((date.stored().as_str(), date.to_string().as_str()), (stored, shown));
        }
        for (stored, falls_then) in
            [("2018", "in 2018"), ("2018-06", "in June 2018"), ("2018-01-19", "on 19 January 2018")]
        {
            assert_eq!(falls(stored), falls_then);
        }
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in ["2018-02-30", "2018-13", "18", "soon", "", "2018-1-1-1", "+201"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_people_here_write_them() {
        for (text, stored) in [
            ("2027-03-31", "2027-03-31"),
            ("31/12/2026", "2026-12-31"),
            ("31.12.26", "2026-12-31"),
            ("1/2/2027", "2027-02-01"),
            ("31 December 2026", "2026-12-31"),
            ("3rd Mar 2027", "2027-03-03"),
            ("Sept 2027", "2027-09"),
            ("6/2027", "2027-06"),
            ("2027", "2027"),
        ] {
            assert_eq!(typed(text).map(PartialDate::stored).as_deref(), Some(stored), "{text}");
        }
        for text in ["12/31/2026", "31/02/2026", "soon", "", "Ma 2027", "1/2", "31/12/202"] {
            assert_eq!(typed(text), None, "{text}");
        }
        assert_eq!(typed_day("2027-06"), None);
    }

    #[test]
    fn a_month_counts_from_its_last_day() {
        assert_eq!("2020-02".parse::<PartialDate>().unwrap().last_day().to_string(), "2020-02-29");
    }
}
