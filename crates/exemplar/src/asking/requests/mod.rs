//! Requests for a call or a visit: relayed to one person who agreed to be asked, who answers on a page.
//!
//! What was written lies beside the journal and is read by two people alone. Everyone reads how many requests there were
//! and how soon they were answered.

pub mod changes;
mod forms;
pub mod pages;
pub(super) mod store;
pub(super) mod views;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contacts::Way;
use crate::journal::{Column, RecordTable};
use crate::people::policy::Parties;
use crate::platform::working_days;
use store::{MoveRow, RequestRow};

/// How many requests one person may send in a day.
const MOST_A_DAY: i64 = 10;

/// How many working days somebody has to answer.
const WORKING_DAYS: u32 = 10;

pub(crate) const REQUESTS: RecordTable = RecordTable {
    name: "requests",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("organisation"),
        Column::Bytes("account_id"),
        Column::Text("way"),
        Column::Bytes("to_account_id"),
        Column::Integer("gives_address"),
        Column::Text("asked_on"),
    ],
    ends: false,
};

pub(crate) const REQUEST_MOVES: RecordTable = RecordTable {
    name: "request_moves",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("request_id"),
        Column::Integer("number"),
        Column::Text("what"),
        Column::Bytes("account_id"),
        Column::Bytes("to_account_id"),
        Column::Text("moved_on"),
    ],
    ends: false,
};

/// What is written in a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Why they ask.
    pub why: String,
    /// When it would suit them.
    pub when: String,
    /// What they want to see or hear about.
    pub what: String,
    /// How to reach them.
    pub reach: String,
}

/// A request to be sent.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// For a call or a visit.
    pub way: Way,
    /// What is written in it.
    pub words: Words,
    /// Whether whoever is asked gets the asker's mail address.
    pub gives_address: bool,
    /// The day it is sent.
    pub asked_on: Date,
}

/// What whoever was asked says to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Agreed, with dates.
    Agreed(String),
    /// Not now, and why.
    NotNow(String),
    /// Somebody else should answer.
    PassOn(Uuid),
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// They agreed.
    Agreed,
    /// Not now.
    NotNow,
    /// It went on to somebody else.
    PassedOn,
    /// Nobody answered in time.
    Unanswered,
}

impl What {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::NotNow => "not-now",
            Self::PassedOn => "passed-on",
            Self::Unanswered => "unanswered",
        }
    }

    /// What became of it, by its word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Agreed, Self::NotNow, Self::PassedOn, Self::Unanswered].into_iter().find(|what| what.word() == word)
    }
}

/// A request with what became of it, in order.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub row: RequestRow,
    pub moves: Vec<MoveRow>,
}

impl Request {
    /// Between whom it is.
    pub fn parties(&self) -> Parties {
        let later = self.moves.iter().filter_map(MoveRow::to_account);
        Parties { asker: self.row.asker(), asked: std::iter::once(self.row.to_account()).chain(later).collect() }
    }

    /// With whom it is now.
    pub fn with(&self) -> Uuid {
        self.moves.iter().rev().find_map(MoveRow::to_account).unwrap_or_else(|| self.row.to_account())
    }

    /// Since when it is with them.
    pub fn since(&self) -> &str {
        let passed = self.moves.iter().rev().find(|row| row.to_account().is_some());
        passed.map_or(self.row.asked_on.as_str(), |row| row.moved_on.as_str())
    }

    /// What ended it; none while it waits.
    pub fn outcome(&self) -> Option<&MoveRow> {
        self.moves.last().filter(|row| row.what() != What::PassedOn)
    }

    /// Whether it waited longer than anyone has to answer.
    pub fn waited_too_long(&self, today: Date) -> bool {
        let since = self.since().parse::<Date>();
        self.outcome().is_none() && since.is_ok_and(|since| working_days::after(since, WORKING_DAYS) < today)
    }

    /// Whether the portal passed it on already.
    pub fn was_passed_on_by_the_portal(&self) -> bool {
        self.moves.iter().any(|row| row.what() == What::PassedOn && row.account().is_none())
    }
}

/// How often people were asked, and how soon they answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    /// How many requests there were.
    pub asked: usize,
    /// After how many days each answer came.
    pub answered: Vec<i64>,
    /// How many wait.
    pub waiting: usize,
}

impl Figures {
    /// The figures of requests and what became of them.
    pub fn of(requests: &[RequestRow], moves: &[MoveRow]) -> Self {
        let mut ends: BTreeMap<Uuid, &MoveRow> = BTreeMap::new();
        for row in moves.iter().filter(|row| row.what() != What::PassedOn) {
            ends.insert(row.request(), row);
        }
        let mut figures = Self { asked: requests.len(), ..Self::default() };
        for row in requests {
            match ends.get(&row.id()) {
                None => figures.waiting += 1,
                Some(end) if end.what() == What::Unanswered => {}
                Some(end) => figures.answered.extend(days_between(&row.asked_on, &end.moved_on)),
            }
        }
        figures.answered.sort_unstable();
        figures
    }

    /// The middle of the days; of two in the middle the later one, so that nobody is promised too much.
    pub fn median(&self) -> Option<i64> {
        self.answered.get(self.answered.len() / 2).copied()
    }
}

fn days_between(from: &str, to: &str) -> Option<i64> {
    let (from, to) = (from.parse::<Date>().ok()?, to.parse::<Date>().ok()?);
    from.until(to).ok().map(|span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(number: u128, on: &str) -> RequestRow {
        RequestRow::for_test(Uuid::from_u128(number), on)
    }

    fn moved(request: u128, what: What, on: &str, to: Option<u128>) -> MoveRow {
        MoveRow::for_test(Uuid::from_u128(request), what, on, to.map(Uuid::from_u128))
    }

    #[test]
    fn the_middle_of_the_days_to_an_answer_counts_no_silence_and_nobody_who_passed_it_on() {
        let requests = [asked(1, "2026-11-02"), asked(2, "2026-11-02"), asked(3, "2026-10-31"), asked(4, "2026-11-03")];
        let moves = [
            moved(1, What::PassedOn, "2026-11-03", Some(9)),
            moved(1, What::Agreed, "2026-11-06", None),
            moved(2, What::NotNow, "2026-11-02", None),
            moved(3, What::Unanswered, "2026-11-30", None),
        ];
        let figures = Figures::of(&requests, &moves);
        assert_eq!(figures, Figures { asked: 4, answered: vec![0, 4], waiting: 1 });
        assert_eq!(figures.median(), Some(4), "of two, the later");
        assert_eq!(Figures::default().median(), None, "nothing is invented");
        let year = Figures::of(&[asked(1, "2026-01-01")], &[moved(1, What::Agreed, "2026-12-31", None)]);
        assert_eq!(year.median(), Some(364), "months are days as well");
    }

    #[test]
    fn a_request_waits_with_the_last_it_was_passed_to_for_ten_working_days() {
        let mut request = Request { row: asked(1, "2026-11-02"), moves: Vec::new() };
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert!(!request.waited_too_long(day("2026-11-16")) && request.waited_too_long(day("2026-11-17")));
        request.moves.push(moved(1, What::PassedOn, "2026-11-17", Some(9)));
        assert_eq!((request.with(), request.since()), (Uuid::from_u128(9), "2026-11-17"));
        assert!(!request.waited_too_long(day("2026-12-01")) && request.waited_too_long(day("2026-12-02")));
        assert!(request.was_passed_on_by_the_portal());
        request.moves.push(moved(1, What::Agreed, "2026-11-20", None));
        assert!(!request.waited_too_long(day("2027-01-01")), "what was answered does not wait");
    }
}
