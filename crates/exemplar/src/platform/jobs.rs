//! Work done beside requests: rows that a worker takes up, tries again when they fail, and puts aside when they go on failing.
//!
//! A job is queued in the transaction of the act that causes it, so that neither happens without the
//! other. Whoever takes a job up holds it for a while (its lease); when the process dies, the lease
//! ends and the job is taken up again. So a job may run more than once, and its work must bear that.

mod changes;
mod store;
mod worker;

use std::pin::Pin;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub use changes::{give_up, plan, try_again};
pub use store::{JobRow, find, finish, list, queue};
pub use worker::Worker;

use super::clock;

/// How often a job is tried before it is put aside for somebody to look at.
pub const MOST_TRIES: i64 = 8;

/// How long a job is left alone after its first failure; after each further one four times as long.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);

/// How much longer than its work may take a job is held: whoever does it is told to stop before another may begin.
const GRACE: Duration = Duration::from_secs(15);

/// Two queues, each with a worker of its own on every server: what somebody waits for never stands behind the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody sits before a screen and waits.
    Urgent,
    /// Everything else.
    Ordinary,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 2] = [Self::Urgent, Self::Ordinary];

    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Ordinary => "ordinary",
        }
    }
}

/// A job about to be queued.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    kind: &'a str,
    payload: serde_json::Value,
    lane: Lane,
    due: Option<Timestamp>,
    name: Option<&'a str>,
}

impl<'a> NewJob<'a> {
    /// A job of this kind, due now, in the ordinary lane.
    #[must_use]
    pub fn new(kind: &'a str, payload: serde_json::Value) -> Self {
        Self { kind, payload, lane: Lane::Ordinary, due: None, name: None }
    }

    /// In this lane.
    #[must_use]
    pub fn lane(self, lane: Lane) -> Self {
        Self { lane, ..self }
    }

    /// Not before this moment.
    #[must_use]
    pub fn due(self, at: Timestamp) -> Self {
        Self { due: Some(at), ..self }
    }

    /// Under this name: while a job of that name is there, another is not queued.
    #[must_use]
    pub fn named(self, name: &'a str) -> Self {
        Self { name: Some(name), ..self }
    }
}

/// A job that was taken up.
#[derive(Clone, Debug)]
pub struct Job {
    id: Uuid,
    lease: Uuid,
    kind: String,
    payload: String,
    tries: i64,
}

impl Job {
    /// What it was queued with.
    ///
    /// # Errors
    /// [`ForGood`] when it is something else: trying again would not help.
    pub fn payload<T: DeserializeOwned>(&self) -> anyhow::Result<T> {
        serde_json::from_str(&self.payload).map_err(|error| ForGood(format!("its data cannot be read: {error}")).into())
    }

    /// Which try this is, from 1.
    #[must_use]
    pub fn tries(&self) -> i64 {
        self.tries
    }
}

/// A failure that trying again would not mend: the job is put aside at once.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ForGood(pub String);

/// The work of a job while it is done.
pub type Running<'a> = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>>;

/// A kind of job, and what does it. `S` is what the work needs.
#[derive(Debug)]
pub struct Kind<S> {
    name: &'static str,
    about: &'static str,
    limit: Duration,
    run: for<'a> fn(&'a S, &'a Job) -> Running<'a>,
}

impl<S> Kind<S> {
    /// The jobs queued under `name`, done by `run` in at most 4 minutes. `about` says to people what they do.
    #[must_use]
    pub const fn new(name: &'static str, about: &'static str, run: for<'a> fn(&'a S, &'a Job) -> Running<'a>) -> Self {
        Self { name, about, limit: Duration::from_secs(240), run }
    }

    /// The word its jobs are queued under.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What they do, for people.
    #[must_use]
    pub fn about(&self) -> &'static str {
        self.about
    }

    /// With another limit: longer work is stopped and counts as failed.
    #[must_use]
    pub const fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }
}

/// Work that comes back by itself. However many servers there are, it is one row and done once.
#[derive(Clone, Copy, Debug)]
pub struct Periodic {
    /// The kind of job.
    pub kind: &'static str,
    /// When.
    pub when: When,
}

/// When work comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Each day at this hour and minute in London.
    Daily(i8, i8),
    /// This long after it was done.
    Every(SignedDuration),
}

impl When {
    /// The first time: daily work at its hour, other work at once.
    #[must_use]
    pub fn first(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Daily(..) => self.after(now),
            Self::Every(_) => now,
        }
    }

    /// The next time after `now`. An hour that a day does not have, when clocks go forward, counts as the one after it.
    #[must_use]
    pub fn after(self, now: Timestamp) -> Timestamp {
        let (hour, minute) = match self {
            Self::Every(pause) => return now.checked_add(pause).unwrap_or(Timestamp::MAX),
            Self::Daily(hour, minute) => (hour, minute),
        };
        let on = |day: jiff::civil::Date| {
            day.at(hour, minute, 0, 0).to_zoned(clock::zone()).map_or(Timestamp::MAX, |at| at.timestamp())
        };
        let today = clock::day_of(now);
        let next = on(today);
        if next > now { next } else { on(today.saturating_add(1.day())) }
    }
}

/// How long a job is left alone after failing for the `tries`th time: 30 s, 2 min, 8 min, 32 min, 2 h, 8.5 h, 34 h. None when
/// it is put aside.
#[must_use]
pub fn wait_after(tries: i64) -> Option<SignedDuration> {
    let times = u32::try_from(tries.max(1) - 1).unwrap_or(u32::MAX);
    (tries < MOST_TRIES).then(|| FIRST_WAIT * 4_i32.saturating_pow(times))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_the_eighth_failure_is_the_last() {
        let seconds: Vec<_> = (1..=8).map(|tries| wait_after(tries).map(|wait| wait.as_secs())).collect();
        assert_eq!(
            seconds,
            [Some(30), Some(120), Some(480), Some(1_920), Some(7_680), Some(30_720), Some(122_880), None]
        );
    }

    #[test]
    fn every_day_at_seven_is_seven_in_london_all_year() {
        let next = |now: &str| When::Daily(7, 0).after(now.parse().unwrap()).to_string();
        assert_eq!(next("2026-11-22T10:00:00Z"), "2026-11-23T07:00:00Z");
        assert_eq!(next("2026-11-22T06:59:59Z"), "2026-11-22T07:00:00Z");
        assert_eq!(next("2026-11-22T07:00:00Z"), "2026-11-23T07:00:00Z");
        assert_eq!(next("2026-07-01T05:00:00Z"), "2026-07-01T06:00:00Z");
        // The nights in which clocks change.
        assert_eq!(next("2026-10-24T12:00:00Z"), "2026-10-25T07:00:00Z");
        assert_eq!(next("2026-03-28T12:00:00Z"), "2026-03-29T06:00:00Z");
        assert_eq!(
            When::Daily(1, 30).after("2026-03-28T12:00:00Z".parse().unwrap()).to_string(),
            "2026-03-29T01:30:00Z"
        );
    }
}
