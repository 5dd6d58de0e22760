//! Styles, script and icons, built into the program and served under an address that changes with them.

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, VARY};
use axum::http::{Response, StatusCode};
use rust_embed::RustEmbed;

use crate::platform::files::sha256_hex;

#[derive(RustEmbed)]
#[folder = "../../assets/dist/"]
struct Built;

/// A hash over every asset: part of their addresses, so that a browser may keep them for ever.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Built::iter().collect();
    names.sort();
    let all: Vec<u8> =
        names.iter().filter_map(|name| Built::get(name)).flat_map(|file| file.metadata.sha256_hash()).collect();
    short_hash(&all)
});

/// The first 16 hexadecimal digits of the SHA-256 of `bytes`.
#[must_use]
pub fn short_hash(bytes: &[u8]) -> String {
    sha256_hex(bytes).chars().take(16).collect()
}

/// The address of the asset `name`.
#[must_use]
pub fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// Answers `/assets/{version}/{*name}`. An older version is answered with the present file.
pub async fn show(Path((version, name)): Path<(String, String)>, asked: HeaderMap) -> Response<Body> {
    let accepts = asked.get(ACCEPT_ENCODING).and_then(|e| e.to_str().ok()).unwrap_or_default().to_owned();
    let found = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts.contains(encoding))
        .find_map(|(encoding, ending)| Some((Built::get(&format!("{name}.{ending}"))?, Some(encoding))))
        .or_else(|| Some((Built::get(&name)?, None)));
    let hidden = name.ends_with(".br") || name.ends_with(".gz") || name.starts_with('.');
    let Some((file, encoding)) = found.filter(|_| !hidden) else {
        let mut missing = Response::new(Body::from("There is no such asset."));
        *missing.status_mut() = StatusCode::NOT_FOUND;
        return missing;
    };
    let caching = if version == *VERSION { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = Response::builder()
        .header(CONTENT_TYPE, media_type(&name))
        .header(CACHE_CONTROL, caching)
        .header(VARY, "accept-encoding");
    if let Some(encoding) = encoding {
        response = response.header(CONTENT_ENCODING, encoding);
    }
    response.body(Body::from(file.data.into_owned())).unwrap_or_default()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webmanifest" | "json") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
