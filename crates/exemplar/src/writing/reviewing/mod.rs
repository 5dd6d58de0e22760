//! Between a draft and its readers: submitting it, sending it back, publishing it on a day to come, and who looks after
//! a guide and is reminded before its review is due.
//!
//! Agreeing and signing are acts on a text (`writing`); here is who waits for whom, and since when.

pub(super) mod changes;
mod forms;
pub mod pages;
pub(super) mod store;
pub mod views;

use jiff::civil::Date;

pub use changes::{Submitting, publish_due, remind, submit};
pub use store::keeper;

use crate::journal::{Column, RecordTable};
use crate::platform::dates;

pub(crate) const SUBMISSIONS: RecordTable = RecordTable {
    name: "submissions",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("text_hash"),
        Column::Bytes("submitted_by"),
        Column::Integer("submitted_at"),
        Column::Integer("said_invented"),
        Column::Text("note"),
    ],
    ends: true,
};

pub(crate) const PLANS: RecordTable = RecordTable {
    name: "publication_plans",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("text_hash"),
        Column::Text("publish_on"),
        Column::Bytes("planned_by"),
        Column::Text("class"),
        Column::Text("note"),
        Column::Integer("said_invented"),
    ],
    ends: true,
};

pub(crate) const KEEPERS: RecordTable = RecordTable {
    name: "keepers",
    key: Column::Bytes("row_id"),
    columns: &[Column::Bytes("blueprint_id"), Column::Bytes("account_id"), Column::Text("review_due")],
    ends: true,
};

/// How many days before a review is due its keeper is reminded; below zero, after.
pub(super) const REMINDERS: [i64; 4] = [60, 14, 0, -30];

/// The reminder to send on `today` for a review due on `due`.
pub(super) fn reminder(due: Date, today: Date, sent: &[i64]) -> Option<i64> {
    dates::reminder(&REMINDERS, due, today, sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_goes_out_once_and_those_missed_are_not_made_up_for() {
        let due: Date = "2027-03-31".parse().unwrap();
        let on = |day: &str, sent: &[i64]| reminder(due, day.parse().unwrap(), sent);
        assert_eq!(on("2027-01-29", &[]), None);
        assert_eq!(on("2027-01-30", &[]), Some(60));
        assert_eq!(on("2027-01-31", &[60]), None);
        assert_eq!(on("2027-03-20", &[60]), Some(14));
        assert_eq!(on("2027-03-31", &[60, 14]), Some(0));
        assert_eq!(on("2027-04-29", &[60, 14, 0]), None);
        assert_eq!(on("2027-12-01", &[]), Some(-30));
        assert_eq!(on("2028-12-01", &[-30]), None);
    }
}
