//! `/organisations`: the register from dated lists, on both databases.

use axum::http::StatusCode;

use crate::harness::{Portal, both};

const EARLY: &str = "code,name,kind,grouping,opened,closed,source\n\
    DEMO-A,ALPHA DEMONSTRATION NHS TRUST,acute,Y54,2001-04-01,,Invented\n\
    DEMO-B,BETA DEMONSTRATION NHS TRUST,,Y56,2001-04-01,,Invented\n";
const LATE: &str = "code,name,kind,grouping,opened,closed,source\n\
    DEMO-A,ALPHA AND OMEGA DEMONSTRATION NHS TRUST,,Y63,2001-04-01,,Invented\n\
    DEMO-B,BETA DEMONSTRATION NHS TRUST,,Y56,2001-04-01,2020-03-31,Invented\n";

#[tokio::test]
async fn a_list_is_imported_journalled_and_shown() {
    for mut portal in both().await {
        let report = portal.import_organisations(EARLY, "2016-01-01").await;
        assert_eq!(report.lines.len(), 2);
        portal.settle().await;
        let list = portal.get("/organisations").await;
        assert_eq!(list.status, StatusCode::OK);
        list.shows("2 organisations");
        let page = portal.get("/organisations/DEMO-A").await;
        page.shows("Alpha Demonstration NHS Trust");
        page.shows("North of England (Y54)");
        assert_eq!(portal.verify().await.entries, 1);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn names_over_time_are_known_on_their_days() {
    for mut portal in both().await {
        portal.import_organisations(EARLY, "2016-01-01").await;
        portal.on("2026-11-23");
        portal.import_organisations(LATE, "2026-01-01").await;
        portal.settle().await;
        portal.get("/organisations/DEMO-A").await.shows("Alpha and Omega Demonstration NHS Trust");
        let before = portal.get("/organisations/DEMO-A?as-at=2018-06-01").await;
        before.shows("You are reading this as known on 1 June 2018");
        before.lacks("Omega");
        before.shows("added on 22 November 2026");
        before.lacks("That was learnt after the day");
        let open = portal.get("/organisations/DEMO-B?as-at=2025-06-01").await;
        open.shows("It closed on 31 March 2020. That was learnt after the day this page shows.");
        let fixed = portal.get("/organisations/DEMO-B?as-at=2025-06-01&recorded-by=2026-11-22").await;
        fixed.lacks("It closed on");
        let earlier = portal.get("/organisations/DEMO-A?as-at=2015-01-01").await;
        assert_eq!(earlier.status, StatusCode::NOT_FOUND);
        earlier.shows("first known here from 1 January 2016");
        let unrecorded = portal.get("/organisations/DEMO-A?as-at=2026-06-01&recorded-by=2026-11-22").await;
        unrecorded.lacks("Omega");
        let nothing = portal.get("/organisations/DEMO-A?recorded-by=2026-11-01").await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_same_list_again_and_an_older_one_change_nothing_known_now() {
    for portal in both().await {
        portal.import_organisations(LATE, "2026-01-01").await;
        let entries = portal.verify().await.entries;
        portal.import_organisations(LATE, "2026-01-01").await;
        assert_eq!(portal.verify().await.entries, entries, "an import that changes nothing writes nothing");
        portal.import_organisations(EARLY, "2016-01-01").await;
        portal.get("/organisations/DEMO-A").await.shows("Alpha and Omega Demonstration NHS Trust");
        let before = portal.get("/organisations/DEMO-A?as-at=2016-06-01").await;
        before.lacks("Omega");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_closed_code_answers_with_its_record_and_its_successor() {
    use exemplar::organisations::{Run, import_successions, read_successions};
    use exemplar::people::policy::ImportOrganisations;
    use exemplar::people::{Actor, decide};
    for mut portal in both().await {
        portal.import_organisations(LATE, "2026-01-01").await;
        let csv =
            b"predecessor,successor,on,source\nDEMO-B,DEMO-A,2020-04-01,Invented\nDEMO-Z,DEMO-A,2020-04-01,Invented\n";
        let (said, refused) = read_successions(csv).unwrap();
        let permit = decide(&Actor::Operator, ImportOrganisations, &(), portal.app.clock().now()).unwrap();
        let report =
            import_successions(portal.app.kit(), permit, (&said, &refused), "a file", Run::Real).await.unwrap();
        assert_eq!(report.lines.len(), 2);
        portal.settle().await;
        let page = portal.get("/organisations/DEMO-B").await;
        page.shows("It closed on 31 March 2020. It was followed by Alpha and Omega Demonstration NHS Trust");
        portal.get("/organisations/DEMO-A").await.shows("Came from Beta Demonstration NHS Trust");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_list_is_searched_and_filtered() {
    let mut portal = Portal::sqlite().await;
    portal.import_organisations(LATE, "2026-01-01").await;
    portal.settle().await;
    portal.get("/organisations?q=omega").await.shows("1 organisation of 2");
    portal.get("/organisations?q=demo-b").await.shows("1 organisation of 2");
    portal.get("/organisations?open=closed").await.shows("Closed 31 March 2020");
    portal.get("/organisations?kind=not-known").await.shows("2 organisations");
    portal.get("/organisations?region=Y99").await.shows("No organisation fits all of this");
    assert_eq!(portal.get("/organisations?as-at=nonsense").await.status, StatusCode::BAD_REQUEST);
}
