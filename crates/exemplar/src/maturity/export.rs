//! The files of an edition as answers: the very bytes that were published.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// A file of an edition.
pub(super) fn file(edition: &str, part: &str, bytes: Vec<u8>) -> Response {
    let kind = if part.ends_with(".csv") { "text/csv; charset=utf-8" } else { "application/toml; charset=utf-8" };
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{edition}-{part}\"")),
        (CACHE_CONTROL, "no-cache".to_owned()),
    ];
    (headers, bytes).into_response()
}
