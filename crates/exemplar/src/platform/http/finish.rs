//! The last step of every answer: pages get their shell, failures their page or problem, all of them their headers.

use std::io::Write;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware::Next;
use flate2::Compression;
use flate2::write::GzEncoder;
use maud::Markup;

use super::cache::{Freshness, Kept, PageCache, is_public_read};
use super::headers;
use super::viewer::Viewer;
use crate::platform::shell::{Failure, Page};

/// What finishing needs from the program: how pages look, how fresh they are, and where they are kept.
pub trait Finisher: Clone + Send + Sync + 'static {
    /// A page in its shell.
    fn shell(&self, page: &Page, viewer: Option<&Viewer>) -> Markup;
    /// A failure as a page.
    fn failure(&self, failure: &Failure) -> Page;
    /// What pages made now are made from.
    fn freshness(&self) -> Freshness;
    /// Where finished pages are kept; none keeps nothing.
    fn pages(&self) -> Option<&PageCache>;
}

/// The layer around every route.
pub async fn finish<F: Finisher>(State(finisher): State<F>, request: Request, next: Next) -> Response<Body> {
    let fresh = finisher.freshness();
    let public = is_public_read(&request);
    let is_head = request.method() == axum::http::Method::HEAD;
    let cache = finisher.pages().filter(|_| public && !is_head);
    if let Some(kept) = cache.and_then(|cache| cache.get(fresh, &request)) {
        return kept;
    }
    let viewer = request.extensions().get::<Viewer>().cloned();
    let (uri, asked) = (request.uri().clone(), request.headers().clone());
    let mut response = next.run(request).await;
    if response.status().is_client_error()
        && response.extensions().get::<Failure>().is_none()
        && response.extensions().get::<Page>().is_none()
    {
        // The router's own answers: no such address, no such method.
        let failure = Failure::of(response.status());
        response.extensions_mut().insert(failure);
    }
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        if wants_json(&asked) {
            return problem(&failure);
        }
        let page = finisher.failure(&failure);
        response.extensions_mut().insert(page);
        *response.status_mut() = failure.status;
    }
    let page = response.extensions_mut().remove::<Page>();
    headers::secure(response.headers_mut());
    let Some(page) = page else { return response };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().insert(VARY, HeaderValue::from_static("cookie, accept-encoding"));
    response.headers_mut().insert(
        CACHE_CONTROL,
        HeaderValue::from_static(if public && !page.personal { "no-cache" } else { "private, no-store" }),
    );
    let html = Bytes::from(finisher.shell(&page, viewer.as_ref()).into_string());
    match cache {
        Some(cache) if response.status() == StatusCode::OK && !is_head && !page.personal => {
            let gzip = compressed(&html);
            let kept = Kept::new(response.status(), response.headers().clone(), html, gzip);
            cache.keep(fresh, &uri, kept, &asked)
        }
        _ => {
            *response.body_mut() = Body::from(html);
            response
        }
    }
}

fn compressed(html: &Bytes) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(5));
    encoder.write_all(html).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn wants_json(asked: &axum::http::HeaderMap) -> bool {
    let accept = asked.get(ACCEPT).and_then(|a| a.to_str().ok()).unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}

/// RFC 9457.
fn problem(failure: &Failure) -> Response<Body> {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": failure.title,
        "status": failure.status.as_u16(),
        "detail": failure.text,
        "instance": failure.reference,
    });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = failure.status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers::secure(response.headers_mut());
    response
}
