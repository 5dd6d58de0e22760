//! Finished public pages, kept until anything public changes or the day ends.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, COOKIE, ETAG, HeaderMap, IF_NONE_MATCH};
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, Uri};

/// The most that is kept, in bytes.
const CAPACITY: u64 = 12 * 1024 * 1024;

/// The parameters that change what a page shows. Every other one is dropped from the key.
pub const KNOWN_PARAMETERS: &[&str] = &[
    "as-at",
    "care-setting",
    "depth",
    "from",
    "group",
    "kind",
    "number",
    "open",
    "organisation",
    "page",
    "project-type",
    "q",
    "record",
    "recorded-by",
    "region",
    "state",
    "system",
    "to",
    "weight",
    "year",
];

/// What a page was made from: the last public entry, and the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Freshness {
    /// The last entry the public sees the effect of.
    pub public_sequence: i64,
    /// The state of the search index.
    pub index: u64,
    /// The day in London, as a number.
    pub day: i32,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    fresh: Freshness,
    address: String,
}

/// A finished answer, as it is and compressed.
#[derive(Debug)]
pub(super) struct Kept {
    status: StatusCode,
    headers: HeaderMap,
    plain: Bytes,
    gzip: Option<Bytes>,
}

/// The finished pages.
#[derive(Clone, Debug)]
pub struct PageCache {
    pages: moka::sync::Cache<Key, Arc<Kept>>,
}

impl Default for PageCache {
    fn default() -> Self {
        let weigh = |key: &Key, kept: &Arc<Kept>| {
            let bytes = key.address.len() + kept.plain.len() + kept.gzip.as_ref().map_or(0, Bytes::len) + 1_024;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self { pages: moka::sync::Cache::builder().max_capacity(CAPACITY).weigher(weigh).build() }
    }
}

impl PageCache {
    /// Drops every page: something public has changed.
    pub fn empty(&self) {
        self.pages.invalidate_all();
    }

    /// The kept answer to this request, when there is one.
    pub(super) fn get(&self, fresh: Freshness, request: &Request<Body>) -> Option<Response<Body>> {
        let key = Key { fresh, address: address(request.uri()) };
        self.pages.get(&key).map(|kept| kept.answer(request.headers()))
    }

    /// Keeps a finished answer and gives it back.
    pub(super) fn keep(&self, fresh: Freshness, uri: &Uri, kept: Kept, asked: &HeaderMap) -> Response<Body> {
        let kept = Arc::new(kept);
        self.pages.insert(Key { fresh, address: address(uri) }, Arc::clone(&kept));
        kept.answer(asked)
    }
}

/// Whether this is a public read: nothing in it says who asks.
pub(super) fn is_public_read(request: &Request<Body>) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
        && !request.headers().contains_key(COOKIE)
        && !request.headers().contains_key(AUTHORIZATION)
}

impl Kept {
    pub(super) fn new(status: StatusCode, mut headers: HeaderMap, plain: Bytes, gzip: Option<Bytes>) -> Self {
        let tag = super::assets::short_hash(&plain);
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
            headers.insert(ETAG, tag);
        }
        Self { status, headers, plain, gzip }
    }

    fn answer(&self, asked: &HeaderMap) -> Response<Body> {
        let tag = self.headers.get(ETAG);
        let known = tag.is_some() && asked.get(IF_NONE_MATCH).is_some_and(|theirs| matches_tag(theirs, tag));
        let wants_gzip = asked.get(ACCEPT_ENCODING).and_then(|e| e.to_str().ok()).is_some_and(|e| e.contains("gzip"));
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        if known && self.status == StatusCode::OK {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        *response.status_mut() = self.status;
        *response.body_mut() = match (&self.gzip, wants_gzip) {
            (Some(gzip), true) => {
                response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                Body::from(gzip.clone())
            }
            _ => Body::from(self.plain.clone()),
        };
        response
    }
}

fn matches_tag(theirs: &HeaderValue, ours: Option<&HeaderValue>) -> bool {
    let (Ok(theirs), Some(Ok(ours))) = (theirs.to_str(), ours.map(HeaderValue::to_str)) else { return false };
    theirs.split(',').any(|tag| tag.trim().trim_start_matches("W/") == ours || tag.trim() == "*")
}

/// The path with the known parameters, sorted.
fn address(uri: &Uri) -> String {
    let Some(query) = uri.query() else { return uri.path().to_owned() };
    let mut pairs: Vec<&str> = query
        .split('&')
        .filter(|pair| KNOWN_PARAMETERS.contains(&pair.split('=').next().unwrap_or_default()))
        .collect();
    // Sorted by name alone: the order of two values of one name is kept.
    pairs.sort_by_key(|pair| pair.split('=').next().unwrap_or_default().to_owned());
    format!("{}?{}", uri.path(), pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_parameters_and_their_order_do_not_matter() {
        let key = |text: &str| address(&text.parse().unwrap());
        assert_eq!(key("/blueprints?utm=x&q=wifi&kind=a"), key("/blueprints?kind=a&q=wifi"));
        assert_ne!(key("/blueprints?q=a"), key("/blueprints?q=b"));
    }
}
