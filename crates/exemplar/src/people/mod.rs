//! Who is asking, and what they may do: accounts, signing in, roles, and the rules.
//!
//! Every act and every page asks [`decide`] once, in one place. It fails closed. What is about a
//! person lies in `accounts` and beside the journal; entries name accounts by id alone.

mod changes;
pub mod colleagues;
mod forms;
mod keys;
mod letters;
pub mod pages;
mod parts;
mod passwords;
pub mod policy;
mod store;
mod views;
mod who;

pub use changes::{
    AccountError, NewAccount, add_account, begin_session_of, forget_letters, new_calendar_link, new_password,
    person_of_calendar,
};
pub use keys::{FormKey, SentForm};
pub use letters::{LETTER, Letter, letter_of, send as send_letter, write_letter, write_to};
pub use parts::SentParts;
pub use passwords::Passwords;
pub use policy::{Action, Actor, Denied, Permit, Person, Role, decide};
pub use store::{
    AccountRow, Colleague, LetterRow, MailQueue, account, colleagues_with, drop_letter, everybody_with, letter,
    list as list_accounts, mail_queue, newest_letters, organisations_with_writers, person_by_mail as by_mail,
    person_of as person, spend, spent,
    typed::{Typed, find as typed},
};
pub use views::home;
pub use who::who;

use crate::journal::{Column, RecordTable};

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[&ROLES, &colleagues::ROLE_OFFERS];

pub(crate) const ROLES: RecordTable = RecordTable {
    name: "roles",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("account_id"),
        Column::Text("organisation"),
        Column::Text("role"),
        Column::Text("ends_on"),
    ],
    ends: true,
};
