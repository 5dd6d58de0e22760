//! Safety notices: what every copy of a guide has to answer when its source was corrected for safety, was withdrawn, or
//! somebody raised a concern about it.
//!
//! A notice gives each copy, and each copy of a copy, a duty with a day. It is answered by the copy's people or its
//! organisation's safety officers: taken, not relevant because, or will be done by a day. Past its day it goes to the
//! director whom the organisation named. Nothing here changes a text.

mod changes;
mod forms;
mod jobs;
pub mod pages;
mod store;
mod telling;
mod views;

pub use changes::{NewNotice, NoticeError, put};
pub(super) use changes::{reopen, taken};
pub use jobs::{RAISE, REMIND, catch_up, raise, remind};
pub use store::open_of;

use jiff::Span;
use jiff::civil::Date;

use self::store::DutyRow;
use crate::blueprints::{GuideLine, State};
use crate::journal::{Column, RecordTable};
use crate::platform::working_days;

/// Within how many working days a notice is answered.
pub const TO_ANSWER: u32 = 5;

/// How many days before its day a duty is reminded of.
const REMINDED_BEFORE: i64 = 2;

pub(crate) const NOTICES: RecordTable = RecordTable {
    name: "safety_notices",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("kind"),
        Column::Integer("number"),
        Column::Integer("entry"),
        Column::Text("words_hash"),
        Column::Text("raised_on"),
        Column::Text("answer_by"),
    ],
    ends: false,
};

pub(crate) const DUTIES: RecordTable = RecordTable {
    name: "notice_duties",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("notice_id"),
        Column::Bytes("blueprint_id"),
        Column::Text("organisation"),
        Column::Text("due_on"),
    ],
    ends: false,
};

pub(crate) const ANSWERS: RecordTable = RecordTable {
    name: "notice_answers",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("duty_id"),
        Column::Text("answer"),
        Column::Text("words_hash"),
        Column::Text("by_when"),
        Column::Integer("copy_number"),
        Column::Bytes("account_id"),
        Column::Text("answered_on"),
    ],
    ends: true,
};

pub(crate) const REMINDERS: RecordTable = RecordTable {
    name: "notice_reminders",
    key: Column::Bytes("id"),
    columns: &[Column::Bytes("duty_id"), Column::Text("what"), Column::Text("due_on"), Column::Text("sent_on")],
    ends: false,
};

pub(crate) const DIRECTORS: RecordTable = RecordTable {
    name: "safety_directors",
    key: Column::Bytes("id"),
    columns: &[Column::Text("organisation"), Column::Bytes("account_id")],
    ends: true,
};

/// Why there is a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A version corrects something that could harm.
    Correction,
    /// The source is withdrawn.
    Withdrawal,
    /// A safety officer of the source raised it after a concern.
    Concern,
}

impl Kind {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Withdrawal => "withdrawal",
            Self::Concern => "concern",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Correction, Self::Withdrawal, Self::Concern].into_iter().find(|kind| kind.word() == word)
    }

    /// What happened, on pages and in letters.
    #[must_use]
    pub fn happened(self) -> &'static str {
        match self {
            Self::Correction => "The source was corrected because following it could harm somebody",
            Self::Withdrawal => "The source was withdrawn",
            Self::Concern => "The source\u{2019}s safety officer warns of it",
        }
    }
}

/// What a copy's people say to a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// They did what it asks.
    Taken,
    /// It does not concern them, and why.
    NotRelevant,
    /// They will, by a day.
    WillDo,
}

impl Reply {
    /// Every reply, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Taken, Self::NotRelevant, Self::WillDo];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::NotRelevant => "not-relevant",
            Self::WillDo => "will-do",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Taken => "Taken",
            Self::NotRelevant => "Not relevant",
            Self::WillDo => "Will be done",
        }
    }

    /// The reply of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reply| reply.word() == word)
    }
}

/// How a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody answered, and an answer is due by this day.
    Open(Date),
    /// It will be done by this day.
    Promised(Date),
    /// It is over.
    Over(Reply),
}

impl Standing {
    /// Whether its day is past.
    #[must_use]
    pub fn is_late(self, today: Date) -> bool {
        matches!(self, Self::Open(day) | Self::Promised(day) if day < today)
    }

    /// The day something is due by; none when it is over.
    #[must_use]
    pub fn due(self) -> Option<Date> {
        match self {
            Self::Open(day) | Self::Promised(day) => Some(day),
            Self::Over(_) => None,
        }
    }
}

/// By when a notice of `day` is answered.
#[must_use]
pub fn answer_by(day: Date) -> Date {
    working_days::after(day, TO_ANSWER)
}

/// Which reminder of a duty is due; none when it is over, or when it is too early.
#[must_use]
pub(super) fn reminder(standing: Standing, today: Date) -> Option<&'static str> {
    let due = standing.due()?;
    match due < today {
        true => Some("late"),
        false if due.saturating_sub(Span::new().days(REMINDED_BEFORE)) <= today => Some("soon"),
        false => None,
    }
}

/// Whether readers of a copy are warned: until the duty is over, and what was taken is in the text they read.
#[must_use]
pub(super) fn is_shown(duty: &DutyRow, copy: &GuideLine) -> bool {
    match duty.standing() {
        Standing::Open(_) | Standing::Promised(_) => true,
        Standing::Over(Reply::Taken) => {
            copy.state() == State::Published && duty.copy_number.is_some_and(|number| copy.revision <= number)
        }
        Standing::Over(Reply::NotRelevant | Reply::WillDo) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_notice_is_answered_in_five_working_days_and_reminded_of_before_and_after() {
        assert_eq!(answer_by(day("2026-11-20")), day("2026-11-27"));
        let open = Standing::Open(day("2026-11-27"));
        assert_eq!(reminder(open, day("2026-11-24")), None);
        assert_eq!(reminder(open, day("2026-11-25")), Some("soon"));
        assert_eq!(reminder(open, day("2026-11-27")), Some("soon"));
        assert_eq!(reminder(open, day("2026-11-28")), Some("late"));
        assert!(open.is_late(day("2026-11-28")) && !open.is_late(day("2026-11-27")));
        assert_eq!(reminder(Standing::Over(Reply::Taken), day("2027-01-01")), None);
        assert_eq!(reminder(Standing::Promised(day("2026-12-31")), day("2026-11-28")), None);
    }

    #[test]
    fn every_word_is_read_again() {
        assert_eq!(Reply::ALL.map(|reply| Reply::from_word(reply.word())), Reply::ALL.map(Some));
        for kind in [Kind::Correction, Kind::Withdrawal, Kind::Concern] {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
        }
    }
}
