//! The time and new ids. Both are parameters, so that tests own them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use uuid::Uuid;

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine.
    System,
    /// A test, which moves it by hand: microseconds since 1970, UTC.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `at` until it is moved.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.as_microsecond())))
    }

    /// This moment.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => Timestamp::from_microsecond(at.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }

    /// Moves a fixed clock; the machine's own is left alone.
    pub fn set(&self, to: Timestamp) {
        if let Self::Fixed(at) = self {
            at.store(to.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// Today, where the portal's days are counted.
    #[must_use]
    pub fn today(&self) -> Date {
        day_of(self.now())
    }

    /// A new id, version 7: ids made later sort later.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
    pub fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// 64 hexadecimal digits nobody can guess: the token of a session or a link.
    #[must_use]
    pub fn secret(&self) -> String {
        hex::encode([self.salt(), self.salt()].concat())
    }

    /// 16 bytes nobody can guess, for hashing beside a value that must not be guessed either.
    #[must_use]
    pub fn salt(&self) -> [u8; 16] {
        // Two random ids, each with 122 random bits.
        let (one, two) = (Uuid::new_v4().as_u128(), Uuid::new_v4().as_u128());
        (one ^ two.rotate_left(64)).to_be_bytes()
    }
}

/// The zone in which days begin and deadlines end.
#[must_use]
pub fn zone() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

/// The day in London at `at`.
#[must_use]
pub fn day_of(at: Timestamp) -> Date {
    Zoned::new(at, zone()).date()
}

/// The first moment after `day` ended in London.
#[must_use]
pub fn end_of(day: Date) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day);
    next.to_zoned(zone()).map_or(Timestamp::MAX, |start| start.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summer_evening_in_utc_is_already_the_next_day_in_london() {
        assert_eq!(day_of("2026-07-01T23:30:00Z".parse().unwrap()).to_string(), "2026-07-02");
    }

    #[test]
    fn a_day_ends_where_the_next_begins() {
        assert_eq!(end_of("2026-07-01".parse().unwrap()).to_string(), "2026-07-01T23:00:00Z");
    }
}
