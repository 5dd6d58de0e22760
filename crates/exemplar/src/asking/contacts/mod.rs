//! People who agreed to be asked about a guide of their organisation, for a call or a visit.
//!
//! The portal asks each of them twice a year whether they still agree. Whoever does not answer within thirty days is not
//! offered any more. The page says how many there are, by organisation; a name stands there only when its owner chose so.

pub mod changes;
mod forms;
pub mod pages;
pub(super) mod store;
pub(super) mod views;

use jiff::Span;
use jiff::civil::Date;
use uuid::Uuid;

use crate::journal::{Column, RecordTable};
use store::ContactRow;
pub(super) use store::people_of;

/// How long an answer lasts.
const LASTS_MONTHS: i64 = 6;

/// How many days somebody has to say that they still agree.
const DAYS_TO_ANSWER: i64 = 30;

/// How many people get a letter about one question at most.
const MOST_LETTERS: usize = 10;

pub(crate) const CONTACTS: RecordTable = RecordTable {
    name: "contacts",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("organisation"),
        Column::Bytes("account_id"),
        Column::Integer("by_call"),
        Column::Integer("by_visit"),
        Column::Integer("shows_name"),
        Column::Bytes("stand_in_id"),
        Column::Text("agreed_on"),
        Column::Text("asked_again_on"),
        Column::Text("known_from"),
        Column::Text("known_until"),
    ],
    ends: true,
};

/// How somebody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By telephone or over the net.
    Call,
    /// Where they work.
    Visit,
}

impl Way {
    /// Both ways.
    pub const ALL: [Self; 2] = [Self::Call, Self::Visit];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Visit => "visit",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Call => "a call",
            Self::Visit => "a visit",
        }
    }

    /// The way of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }
}

/// What somebody agrees to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// In which ways; at least one.
    pub ways: Vec<Way>,
    /// Whether their name stands on the page.
    pub shows_name: bool,
    /// Who is asked when they do not answer: somebody of the organisation who agreed as well.
    pub stand_in: Option<Uuid>,
}

/// Whether it is time to ask somebody again who agreed on `agreed_on`.
pub(super) fn is_due_again(agreed_on: Date, today: Date) -> bool {
    agreed_on.saturating_add(Span::new().months(LASTS_MONTHS)) <= today
}

/// Whether somebody who was asked again on `asked_again_on` had their time to answer.
pub(super) fn has_lapsed(asked_again_on: Date, today: Date) -> bool {
    asked_again_on.saturating_add(Span::new().days(DAYS_TO_ANSWER)) < today
}

/// Whom to ask in this way: whoever has the fewest requests waiting, then whoever agreed first. Not any of `but`.
pub(super) fn choose<'a>(
    contacts: &'a [ContactRow],
    way: Way,
    waiting: &dyn Fn(Uuid) -> usize,
    but: &[Uuid],
) -> Option<&'a ContactRow> {
    let fits = |contact: &&ContactRow| contact.agrees_to(way) && !but.contains(&contact.account());
    contacts.iter().filter(fits).min_by_key(|contact| (waiting(contact.account()), contact.agreed_on.clone()))
}

/// Who stands in for somebody: whom they named, when they still agree to this way, or else anyone who does.
pub(super) fn stand_in<'a>(
    contacts: &'a [ContactRow],
    of: Uuid,
    way: Way,
    waiting: &dyn Fn(Uuid) -> usize,
    but: &[Uuid],
) -> Option<&'a ContactRow> {
    let named = contacts.iter().find(|contact| contact.account() == of).and_then(ContactRow::stand_in);
    let fits = |contact: &&ContactRow| {
        Some(contact.account()) == named && contact.agrees_to(way) && !but.contains(&contact.account())
    };
    contacts.iter().find(fits).or_else(|| choose(contacts, way, waiting, but))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128, ways: &[Way], agreed_on: &str, stand_in: Option<u128>) -> ContactRow {
        ContactRow::for_test(Uuid::from_u128(number), ways, agreed_on, stand_in.map(Uuid::from_u128))
    }

    #[test]
    fn twice_a_year_and_thirty_days() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert!(!is_due_again(day("2026-01-31"), day("2026-07-30")));
        assert!(is_due_again(day("2026-01-31"), day("2026-07-31")));
        assert!(is_due_again(day("2026-08-31"), day("2027-02-28")), "a month without a 31st ends a day sooner");
        assert!(!has_lapsed(day("2026-11-01"), day("2026-12-01")));
        assert!(has_lapsed(day("2026-11-01"), day("2026-12-02")));
    }

    #[test]
    fn the_least_burdened_is_asked_and_a_stand_in_must_have_agreed() {
        let both = &Way::ALL[..];
        let contacts = [
            person(1, both, "2026-01-01", Some(3)),
            person(2, &[Way::Call], "2026-02-01", None),
            person(3, both, "2026-03-01", Some(9)),
        ];
        let nobody_waits = |_| 0;
        let first_is_busy = |id: Uuid| usize::from(id == Uuid::from_u128(1));
        let number = |row: Option<&ContactRow>| row.map(|row| row.account().as_u128());
        assert_eq!(number(choose(&contacts, Way::Call, &nobody_waits, &[])), Some(1));
        assert_eq!(number(choose(&contacts, Way::Call, &first_is_busy, &[])), Some(2));
        assert_eq!(number(choose(&contacts, Way::Visit, &first_is_busy, &[])), Some(3));
        let asked = [Uuid::from_u128(1)];
        assert_eq!(number(stand_in(&contacts, Uuid::from_u128(1), Way::Call, &nobody_waits, &asked)), Some(3));
        let asked = [Uuid::from_u128(1), Uuid::from_u128(3)];
        assert_eq!(number(stand_in(&contacts, Uuid::from_u128(3), Way::Visit, &nobody_waits, &asked)), None);
        assert_eq!(number(stand_in(&contacts, Uuid::from_u128(3), Way::Call, &nobody_waits, &asked)), Some(2));
    }
}
