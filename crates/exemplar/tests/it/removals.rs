//! `/removals`: two people remove what must not be kept; a notice stays, and the journal still verifies.

use exemplar::people::policy::{RemoveValue, TwoPeople};
use exemplar::people::{Actor, Permit, decide};
use exemplar::removals::{RemovalError, remove};

use crate::harness::{Portal, both};

fn permit(record: &str, agreed_by: &str) -> Option<Permit<RemoveValue>> {
    let people = TwoPeople { asked_by: "Ann Lee".into(), agreed_by: agreed_by.into() };
    decide(
        &Actor::Operator,
        RemoveValue { record: record.into(), people },
        &(),
        "2026-01-01T00:00:00Z".parse().unwrap(),
    )
    .ok()
}

async fn removed(portal: &Portal, record: &str, why: &str) -> Result<i64, RemovalError> {
    remove(portal.app.kit(), permit(record, "Bo Roe").unwrap(), why).await
}

#[tokio::test]
async fn values_go_for_good_and_verify_reports_a_removal_not_damage() {
    for mut portal in both().await {
        portal
            .with_guides(&[("one.md", "# One\n\nA patient's name. [f](f.txt)\n"), ("f.txt", "appointment list")])
            .await;
        let text = exemplar::platform::files::sha256_hex("# One\n\nA patient's name. [f](f.txt)\n".as_bytes());
        let file = portal.app.files().list().unwrap().remove(0);
        // Once read, it is kept ready: that must go too.
        portal.get("/blueprints/one").await.shows("A patient's name.");
        portal.get("/blueprints?q=patient").await.shows("1 guide");
        portal.get("/blueprints?q=appointment").await.shows("1 guide");
        for record in [format!("texts/{text}"), format!("files/{file}"), "journal/2/private".to_owned()] {
            assert!(permit(&record, "ann  lee").is_none());
            assert!(matches!(removed(&portal, &record, " ").await, Err(RemovalError::NoReason)));
            removed(&portal, &record, "it names a patient").await.unwrap();
            assert!(matches!(removed(&portal, &record, "again").await, Err(RemovalError::NotThere(_))));
        }
        portal.settle().await;
        let report = portal.verify().await;
        assert_eq!((report.findings.len(), report.removed.len()), (0, 4), "{:?}", report.findings);
        let page = portal.get("/blueprints/one").await;
        page.shows("This text was removed");
        page.lacks("patient's name");
        portal.get("/blueprints").await.lacks("patient's name");
        portal.get("/blueprints?q=patient").await.lacks("1 guide");
        portal.get("/blueprints?q=appointment").await.lacks("1 guide");
        let version = |ending: &str| format!("/blueprints/one/versions/1/text.{ending}");
        for path in [version("md"), version("docx"), version("pdf"), "/blueprints/one/compare?from=1&to=1".to_owned()] {
            assert_eq!(portal.get(&path).await.status, axum::http::StatusCode::GONE, "{path}");
        }
        let out = portal.folder().join("out");
        let report = exemplar::blueprints::export(portal.app.kit(), &out, None, &|_, _, _| ()).await.unwrap();
        assert_eq!((report.guides, report.refused.len()), (0, 1));
        let notice = portal.get("/removals").await;
        notice.shows("it names a patient");
        notice.shows("Ann Lee");
        notice.shows("Bo Roe");
        assert!(matches!(removed(&portal, "journal/x/private", "y").await, Err(RemovalError::NotThere(_))));
    }
}
