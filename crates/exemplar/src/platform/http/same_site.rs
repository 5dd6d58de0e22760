//! Changes come from this site's own pages: what another site makes a browser send is refused.

use axum::extract::Request;
use axum::http::header::{HOST, HeaderMap, ORIGIN};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::platform::shell::Failure;

/// Refuses every request that changes something unless it comes from here. Programs that are not browsers say neither.
pub async fn same_site(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_from_here(request.headers()) {
        return next.run(request).await;
    }
    let mut response = StatusCode::FORBIDDEN.into_response();
    response.extensions_mut().insert(Failure {
        text: "The form was sent from another site. Nothing was changed. Open the page here and try again.".to_owned(),
        ..Failure::of(StatusCode::FORBIDDEN)
    });
    response
}

fn is_from_here(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (value("sec-fetch-site"), value(ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").is_some_and(|(_, host)| Some(host) == value(HOST.as_str())),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_sites_own_pages_may_change_something() {
        let from = |pairs: &[(&'static str, &'static str)]| {
            is_from_here(&pairs.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect())
        };
        assert!(
            from(&[("sec-fetch-site", "same-origin")])
                && from(&[("origin", "https://a.example"), ("host", "a.example")])
                && from(&[])
        );
        assert!(!from(&[("sec-fetch-site", "cross-site")]) && !from(&[("sec-fetch-site", "same-site")]));
        assert!(
            !from(&[("origin", "https://evil.example"), ("host", "a.example")])
                && !from(&[("origin", "null"), ("host", "a.example")])
        );
    }
}
