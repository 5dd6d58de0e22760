//! What can go wrong on the way to an answer, and the answer it becomes.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::journal::{AsAtError, JournalError};
use crate::people::Denied;
use crate::platform::shell::Failure;

/// An error at the edge.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nothing there, or nothing that may be known to be there.
    #[error("not found")]
    NotFound,
    /// Something was not known yet on the day asked for.
    #[error("{0}")]
    NotYetKnown(String),
    /// It was there, and two people removed it.
    #[error("removed")]
    Removed,
    /// It may not be done by this person.
    #[error("forbidden")]
    Forbidden,
    /// Something in the request is wrong.
    #[error("{0}")]
    BadRequest(String),
    /// More was sent than is taken.
    #[error("too long")]
    TooLong,
    /// Anything else: the log has it, the page a reference.
    #[error(transparent)]
    Inside(#[from] anyhow::Error),
}

impl From<Denied> for AppError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::NotFound,
            Denied::Forbidden => Self::Forbidden,
        }
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        Self::Inside(error.into())
    }
}

impl From<JournalError> for AppError {
    fn from(error: JournalError) -> Self {
        Self::Inside(error.into())
    }
}

impl From<AsAtError> for AppError {
    fn from(error: AsAtError) -> Self {
        Self::BadRequest(error.to_string())
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let failure = match self {
            Self::NotFound => Failure::of(StatusCode::NOT_FOUND),
            Self::Forbidden => Failure::of(StatusCode::FORBIDDEN),
            Self::NotYetKnown(text) => {
                Failure { title: "Not known on that day".to_owned(), text, ..Failure::of(StatusCode::NOT_FOUND) }
            }
            Self::Removed => Failure {
                title: "This was removed".to_owned(),
                text: "Two people removed it because it must not be kept. The page \u{201c}Removed content\u{201d} says when and why.".to_owned(),
                ..Failure::of(StatusCode::GONE)
            },
            Self::TooLong => Failure {
                title: "This is too long".to_owned(),
                text: "A form has at most 8 MB, and a guide 2 MB. Nothing was changed. Go back in your browser: what you typed is still there.".to_owned(),
                ..Failure::of(StatusCode::PAYLOAD_TOO_LARGE)
            },
            Self::BadRequest(text) => Failure { text, ..Failure::of(StatusCode::BAD_REQUEST) },
            Self::Inside(error) => inside(&error),
        };
        let mut response = failure.status.into_response();
        response.extensions_mut().insert(failure);
        response
    }
}

fn inside(error: &anyhow::Error) -> Failure {
    let reference = uuid::Uuid::new_v4().simple().to_string().chars().take(10).collect::<String>();
    tracing::error!(reference, error = format!("{error:#}"), "a request failed");
    Failure {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        title: "Sorry, there is a problem with the portal".to_owned(),
        text: "Nothing was changed. Try again in a few minutes.".to_owned(),
        reference: Some(reference),
        typed: Vec::new(),
    }
}
