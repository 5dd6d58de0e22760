//! The words of attached PDF and Word files: taken out by a job in a child process with limits, so that the search finds
//! them and numbers in them are noticed.

mod changes;
mod jobs;
mod store;

pub use changes::forget;
pub use jobs::{READ, read_waiting};
pub use store::{troubles, words};

/// The types of file whose words are taken out.
const TYPES: [&str; 2] = ["application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"];

/// Whether a file of this type has words that are taken out.
#[must_use]
pub fn has_words(media_type: &str) -> bool {
    TYPES.contains(&media_type)
}
