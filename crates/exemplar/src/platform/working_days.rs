//! Working days of England: Monday to Friday without the bank holidays of England and Wales.
//!
//! The holidays are those of the Banking and Financial Dealings Act 1971 (schedule 1), Good Friday and Christmas Day,
//! and those proclaimed every year: New Year's Day, the first Monday in May, and the days in place of one that falls on
//! a weekend. Right from 2023 on; a holiday proclaimed for one year alone has to be added to [`PROCLAIMED`].

use jiff::Span;
use jiff::civil::{Date, Weekday, date};

/// Holidays proclaimed for one year alone. Source: <https://www.gov.uk/bank-holidays>, read for each year.
const PROCLAIMED: &[Date] = &[date(2023, 5, 8)];

/// Whether people work on `day`.
#[must_use]
pub fn is_working_day(day: Date) -> bool {
    !is_weekend(day) && !is_bank_holiday(day)
}

/// The last of `count` working days after `day`: whoever was asked on `day` has until its end.
#[must_use]
pub fn after(day: Date, count: u32) -> Date {
    let (mut at, mut left) = (day, count);
    while left > 0 {
        let next = plus(at, 1);
        if next == at {
            break;
        }
        at = next;
        left -= u32::from(is_working_day(at));
    }
    at
}

/// Whether banks are closed on `day`, which is no day of a weekend.
fn is_bank_holiday(day: Date) -> bool {
    let easter = easter_sunday(day.year());
    let is_monday = day.weekday() == Weekday::Monday;
    let last_of_month = day.day() + 7 > day.days_in_month();
    let by_month = match day.month() {
        1 => day.day() == 1 || (is_monday && day.day() <= 3),
        5 => is_monday && (day.day() <= 7 || last_of_month),
        8 => is_monday && last_of_month,
        12 => (25..=28).contains(&day.day()) && is_christmas(day),
        _ => false,
    };
    by_month || day == plus(easter, -2) || day == plus(easter, 1) || PROCLAIMED.contains(&day)
}

/// Christmas Day and Boxing Day, or the next two working days in place of those that fall on a weekend.
fn is_christmas(day: Date) -> bool {
    let christmas = date(day.year(), 12, 25);
    let days: &[i8] = match christmas.weekday() {
        Weekday::Friday => &[25, 28],
        Weekday::Saturday => &[27, 28],
        Weekday::Sunday => &[26, 27],
        _ => &[25, 26],
    };
    days.contains(&day.day())
}

/// Easter Sunday of the Gregorian calendar (Butcher's rule, in Meeus, Astronomical Algorithms, chapter 8).
fn easter_sunday(year: i16) -> Date {
    let year_of = i32::from(year);
    let (a, b, c) = (year_of % 19, year_of / 100, year_of % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let number = h + l - 7 * m + 114;
    let (month, day) = (i8::try_from(number / 31).unwrap_or(3), i8::try_from(number % 31 + 1).unwrap_or(31));
    Date::new(year, month, day).unwrap_or(date(year, 3, 31))
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn plus(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// England and Wales, as <https://www.gov.uk/bank-holidays> lists them.
    const LISTED: &[(i16, &[&str])] = &[
        (2023, &["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"]),
        (2024, &["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"]),
        (2025, &["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]),
        (2026, &["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, &["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2028, &["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"]),
    ];

    #[test]
    fn the_holidays_are_those_the_government_lists() {
        for (year, listed) in LISTED {
            let mut day = date(*year, 1, 1);
            let mut found = Vec::new();
            while day.year() == *year {
                if !is_weekend(day) && !is_working_day(day) {
                    found.push(day.strftime("%m-%d").to_string());
                }
                day = plus(day, 1);
            }
            assert_eq!(found, *listed, "{year}");
        }
    }

    #[test]
    fn ten_working_days_step_over_weekends_and_christmas() {
        for (asked, until) in [
            ("2026-11-02", "2026-11-16"),
            ("2026-11-06", "2026-11-20"),
            ("2026-11-07", "2026-11-20"),
            ("2026-12-18", "2027-01-06"),
            ("2027-03-24", "2027-04-09"),
        ] {
            assert_eq!(after(asked.parse().unwrap(), 10).to_string(), until, "{asked}");
        }
        assert_eq!(after("2026-11-02".parse().unwrap(), 0).to_string(), "2026-11-02");
        assert_eq!(after(Date::MAX, 10), Date::MAX, "and ends at the end of time");
    }
}
