//! Asking: questions to the people who run a guide, calls and visits, and whether it is still true.
//!
//! Questions and their answers are public. A request for a call or a visit is between two people; the page shows how
//! many there were and how soon they were answered. Nobody's address is ever shown. What falls due with time is done by
//! [`due`]. Not here: watching a guide.

mod confirmations;
mod contacts;
mod error;
mod forms;
pub mod pages;
mod questions;
mod requests;
mod store;
mod views;

pub use confirmations::{NewConfirmation, changes::confirm, pages as still_true_pages};
pub use contacts::{Agreement, Way, changes::agree, pages as contact_pages};
pub use error::AskingError;
pub use questions::{
    End, NewQuestion, changes as question_changes, guides_changed, guides_with_text, pages as question_pages,
    public_words,
};
pub use requests::{NewRequest, Reply, Words, changes as request_changes, pages as request_pages};

use crate::journal::RecordTable;
use crate::kit::Kit;

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[
    &questions::QUESTIONS,
    &questions::ANSWERS,
    &questions::QUESTION_ENDS,
    &contacts::CONTACTS,
    &requests::REQUESTS,
    &requests::REQUEST_MOVES,
    &confirmations::CONFIRMATIONS,
];

/// Who acts where nobody does: what falls due with time.
pub(crate) const PORTAL: &str = "portal";

/// Does whatever is due now: asks people again whether they still want to be asked, lets those go who do not answer or
/// have left, and passes on requests that waited too long. Each is a transaction of its own that looks again whether it
/// is due, so that two processes, or one that died in between, do nothing twice. Gives how much was done.
///
/// # Errors
/// [`AskingError`]; what was done before stays.
pub async fn due(kit: &Kit, site: &str) -> Result<usize, AskingError> {
    let now = kit.clock.now();
    let asked = contacts::changes::ask_again(kit, site, now).await?;
    let gone = contacts::changes::let_go(kit, site, now).await?;
    let passed = requests::changes::pass_on_what_waited(kit, site, now).await?;
    Ok(asked + gone + passed)
}
