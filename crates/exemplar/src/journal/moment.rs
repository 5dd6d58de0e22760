//! As known on any day: the moment a reader asks for.

use database::Connection;
use jiff::civil::Date;
use serde::Deserialize;

use super::store;
use crate::platform::clock;

/// What every public read is held against: the day something was publicly known, and the entry it was recorded by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// What was publicly known on this day.
    pub known_on: Date,
    /// What was recorded up to and with this entry.
    pub sequence: i64,
}

/// The days a reader asked for: `?as-at=` and `&recorded-by=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsAt {
    /// As known on this day; today when absent.
    pub day: Option<Date>,
    /// As recorded by the end of this day; all that is recorded when absent.
    pub recorded_by: Option<Date>,
}

/// The two parameters of an address, as they came.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AsAtQuery {
    /// A day.
    #[serde(rename = "as-at")]
    pub as_at: Option<String>,
    /// A day.
    #[serde(rename = "recorded-by")]
    pub recorded_by: Option<String>,
}

impl AsAtQuery {
    /// The days it asks for.
    ///
    /// # Errors
    /// When one is not a day, or is still to come.
    pub fn parse(&self, today: Date) -> Result<AsAt, AsAtError> {
        AsAt::parse(self.as_at.as_deref(), self.recorded_by.as_deref(), today)
    }
}

/// A day that cannot be asked for.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AsAtError {
    /// Not a date.
    #[error("\u{201c}{1}\u{201d} is not a date for {0}: write it as 2026-03-31")]
    NotADate(&'static str, String),
    /// A day to come.
    #[error("{0} is in the future: nothing is known of it yet")]
    Future(Date),
}

impl Moment {
    /// Now: everything recorded, as known on `today`.
    #[must_use]
    pub fn now(today: Date) -> Self {
        Self { known_on: today, sequence: i64::MAX }
    }

    /// The day as it is compared in the database.
    #[must_use]
    pub fn day(&self) -> String {
        self.known_on.to_string()
    }
}

impl AsAt {
    /// Reads the two parameters of an address. Empty ones count as absent.
    ///
    /// # Errors
    /// [`AsAtError`] for what is not a day, or one to come.
    pub fn parse(as_at: Option<&str>, recorded_by: Option<&str>, today: Date) -> Result<Self, AsAtError> {
        let day = |name: &'static str, text: Option<&str>| match text.map(str::trim).filter(|t| !t.is_empty()) {
            None => Ok(None),
            Some(text) => match text.parse::<Date>() {
                Err(_) => Err(AsAtError::NotADate(name, text.chars().take(40).collect())),
                Ok(date) if date > today => Err(AsAtError::Future(date)),
                Ok(date) => Ok(Some(date)),
            },
        };
        Ok(Self { day: day("as-at", as_at)?, recorded_by: day("recorded-by", recorded_by)? })
    }

    /// Whether the reader asked for another day than now.
    #[must_use]
    pub fn is_past(&self) -> bool {
        self.day.is_some() || self.recorded_by.is_some()
    }

    /// The moment these days mean.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn moment(&self, connection: &mut Connection, today: Date) -> sqlx::Result<Moment> {
        let sequence = match self.recorded_by {
            None => i64::MAX,
            Some(day) => store::last_sequence_before(connection, clock::end_of(day).as_microsecond()).await?,
        };
        Ok(Moment { known_on: self.day.unwrap_or(today), sequence })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_wrong_ones_named() {
        let today = "2026-11-22".parse().unwrap();
        let as_at = AsAt::parse(Some("2020-01-01"), Some(""), today).unwrap();
        assert_eq!((as_at.day.map(|d| d.to_string()), as_at.recorded_by), (Some("2020-01-01".into()), None));
        assert_eq!(AsAt::parse(Some("2027-01-01"), None, today), Err(AsAtError::Future("2027-01-01".parse().unwrap())));
        assert!(AsAt::parse(Some("yesterday"), None, today).is_err());
    }
}
