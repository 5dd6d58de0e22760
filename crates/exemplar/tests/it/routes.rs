//! What holds for every address: headers, failures, caching, and no cookie for readers.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::harness::Portal;

const PAGES: &[&str] = &[
    "/",
    "/blueprints",
    "/blueprints/one",
    "/organisations",
    "/organisations/DEMO-A",
    "/programmes",
    "/maturity",
    "/changes",
    "/organisations/DEMO-A/milestones",
    "/removals",
    "/about",
    "/accessibility",
    "/cookies",
    "/privacy",
];

async fn portal() -> Portal {
    let mut portal = Portal::sqlite().await;
    portal.with_guides(&[("one.md", "# One\n\nText.\n")]).await;
    portal
}

fn with(path: &str, name: &str, value: &str) -> Request<Body> {
    Request::get(path).header(name, value).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn every_page_carries_its_headers_and_sets_no_cookie() {
    let portal = portal().await;
    for path in PAGES.iter().chain(&["/nothing", "/organisations?as-at=x"]) {
        let page = portal.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert!(page.headers.get("set-cookie").is_none(), "{path}");
        assert!(page.text.contains("<main") && page.text.contains("<title>"), "{path}");
        assert!(!page.text.contains("style=\"") && !page.text.contains("<script>"), "{path}: nothing inline");
    }
}

#[tokio::test]
async fn a_kept_page_is_the_same_page_until_something_public_changes() {
    let mut portal = portal().await;
    let first = portal.get("/blueprints").await;
    assert_eq!(portal.get("/blueprints?utm_source=x").await.text, first.text);
    let tag = first.header("etag").to_owned();
    let again = portal.send(with("/blueprints", "if-none-match", &tag)).await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let zipped = portal.send(with("/blueprints", "accept-encoding", "gzip, br")).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    portal.with_guides(&[("two.md", "# Two\n\nText.\n")]).await;
    let changed = portal.send(with("/blueprints", "if-none-match", &tag)).await;
    assert_eq!(changed.status, StatusCode::OK);
    changed.shows("2 guides");
}

#[tokio::test]
async fn a_page_that_says_who_asks_is_not_kept() {
    let portal = portal().await;
    let page = portal.send(with("/blueprints", "cookie", "a=b")).await;
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert_eq!(page.header("etag"), "");
}

#[tokio::test]
async fn failures_are_pages_for_people_and_problems_for_programs() {
    let portal = portal().await;
    let page = portal.get("/nothing/here").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.shows("Page not found");
    let problem = portal.send(with("/blueprints/none", "accept", "application/json")).await;
    assert_eq!(problem.header("content-type"), "application/problem+json");
    let body: serde_json::Value = serde_json::from_str(&problem.text).unwrap();
    assert_eq!(body.get("status"), Some(&serde_json::json!(404)));
    let post = portal.send(Request::post("/blueprints").body(Body::empty()).unwrap()).await;
    assert_eq!(post.status, StatusCode::METHOD_NOT_ALLOWED);
    let bad = portal.get("/organisations/DEMO-A?as-at=2999-01-01").await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    bad.shows("2999-01-01 is in the future");
}

#[tokio::test]
async fn no_odd_address_is_an_inside_error() {
    let portal = portal().await;
    for path in [
        "/blueprints/%00",
        "/blueprints/%ff",
        "/blueprints/one/versions/x",
        "/blueprints/one/versions/99999999999999999999",
        "/blueprints/one/versions/-1",
        "/blueprints/one/versions/1/files/../../../etc/passwd",
        "/blueprints/one/versions/1/files/%2e%2e%2fpasswd",
        "/blueprints/one/compare?from=x",
        "/blueprints/one/compare?from=0&to=7",
        "/organisations/%F0%9F%98%80",
        "/organisations?page=-1",
        "/blueprints?page=x",
        "/assets/x/../../Cargo.toml",
        "/assets/x/app.css.br",
        "/organisations?q=%ff",
        "/maturity/%00",
        "/maturity/none/organisations?page=x&weight=%ff&region=%00",
        "/programmes/%00",
        "/programmes/none/milestones/none",
        "/programmes/none/compare?organisation=%ff&organisation=",
        "/programmes/none/members?page=x&state=%00",
        "/changes?page=-1",
        "/changes?page=99999999999999999999&kind=x&organisation=%00",
        "/changes.json?page=0",
        "/organisations/%F0%9F%98%80/milestones",
    ] {
        let status = portal.get(path).await.status;
        assert!(!status.is_server_error(), "{path}: {status}");
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_an_address_that_changes_with_them() {
    let portal = portal().await;
    let css = exemplar::platform::http::assets::address("app.css");
    let reply = portal.send(with(&css, "accept-encoding", "br")).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-encoding"), "br");
    assert!(reply.header("cache-control").contains("immutable"));
    assert_eq!(portal.get("/assets/old/app.css").await.header("cache-control"), "no-cache");
    assert_eq!(portal.get("/health").await.text, "well");
}
