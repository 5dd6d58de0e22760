//! Why an act of asking was not done, and the answer that becomes.

use crate::error::AppError;
use crate::journal::JournalError;

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum AskingError {
    /// Nothing there.
    #[error("there is no such guide, question or request")]
    NotThere,
    /// The guide can no longer be asked about.
    #[error("this guide is no longer published")]
    Withdrawn,
    /// It was answered, set aside, withdrawn or passed on in between.
    #[error("somebody else was faster: look at how it stands now")]
    Settled,
    /// Nobody can be asked in this way.
    #[error("Nobody can be asked in this way any more: ask a question in public instead")]
    Nobody,
    /// Enough for one day.
    #[error("You sent {0} today, which is the most for one day, so that nobody is flooded: go on tomorrow")]
    TooMany(&'static str),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<AskingError> for AppError {
    fn from(error: AskingError) -> Self {
        match error {
            AskingError::NotThere => Self::NotFound,
            AskingError::Withdrawn => Self::BadRequest(
                "This guide was withdrawn or is no longer published: its people are not asked any more.".to_owned(),
            ),
            AskingError::Settled => Self::BadRequest(
                "This was answered, set aside, withdrawn or passed on in the meantime. Open its page again.".to_owned(),
            ),
            error @ (AskingError::Nobody | AskingError::TooMany(_)) => Self::BadRequest(format!("{error}.")),
            other => Self::Inside(other.into()),
        }
    }
}
