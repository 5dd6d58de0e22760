//! `/blueprints/{slug}/concern`: telling the people of a guide, in private, that following it could harm somebody.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const GUIDE: &str = "# Scanners on wards\n\nA scanner reads the wristband.\n\n## Steps\n\n### Survey\n\nLook.\n";

const TWO: &str = "code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\nDEMO-B,Demonstration Community,community,Invented\n";

const SOURCE: &str = "/blueprints/scanners-on-wards";

const CONCERN: [(&str, &str); 3] =
    [("concern", "Step 1 leaves out the allergy"), ("name", "Rae Dun"), ("mail", "rae@example.org")];

async fn library(portal: &mut Portal) -> (String, String) {
    portal.with_guides(&[("scanners.md", GUIDE)]).await;
    portal.import_organisations(TWO, "2020-01-02").await;
    portal.settle().await;
    let bo = portal.signed_in("Bo Roe", "DEMO-B", &[Role::Contributor, Role::Publisher]).await;
    portal.fill(&format!("{SOURCE}/copy"), &bo, &[]).await;
    let officer = portal.signed_in("Ola Safe", "DEMO-A", &[Role::SafetyOfficer]).await;
    portal.work().await;
    (bo, officer)
}

#[tokio::test]
async fn a_reader_reports_a_concern_that_only_safety_officers_and_the_office_read() {
    for mut portal in both().await {
        let (bo, officer) = library(&mut portal).await;
        portal.get(SOURCE).await.shows("Report a safety concern");
        let form = portal.get(&format!("{SOURCE}/concern")).await;
        form.shows("Learn from patient safety events (LFPSE)");
        let wrong = portal.fill(&format!("{SOURCE}/concern"), "", &[("concern", "943 476 5919")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let reply = portal.fill(&format!("{SOURCE}/concern"), "", &CONCERN).await;
        assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/concerns/received"));
        portal.letter_to("ola.safe@example.org", "answer within two working days").await;
        let home = portal.get_as(&officer, "/me").await;
        let concern = home.address_with("/concerns/");
        portal.get_as(&officer, &concern).await.shows("Step 1 leaves out the allergy");
        for cookie in [&bo, &String::new()] {
            let reply = portal.get_as(cookie, &concern).await;
            assert!(matches!(reply.status, StatusCode::NOT_FOUND | StatusCode::SEE_OTHER), "{}", reply.status);
        }
        // Two working days pass, and the office sees that it is late.
        portal.on("2026-11-25");
        let office = portal.signed_in("Nora Bell", "DEMO-B", &[Role::Office]).await;
        portal.get_as(&office, "/office/safety").await.shows("Concerns that wait (1, 1 late)");
        let page = portal.get_as(&office, &concern).await;
        page.lacks("raise a safety notice");
        let said = [("what", "answered"), ("words", "Thank you: version 2 will say so")];
        portal.fill(&concern, &office, &said).await;
        portal.letter_to("rae@example.org", "Thank you: version 2 will say so").await;
        portal.get_as(&officer, "/me").await.lacks("Safety concerns to answer");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_concern_about_a_copy_becomes_a_notice_on_the_source_and_on_every_copy() {
    for mut portal in both().await {
        let (bo, officer) = library(&mut portal).await;
        let copy = "/blueprints/scanners-on-wards-demo-b";
        let no = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
        portal.fill(&format!("{copy}/care"), &bo, &no).await;
        portal.fill(&format!("{copy}/publish"), &bo, &[]).await;
        portal.settle().await;
        portal.fill(&format!("{copy}/concern"), &bo, &[("concern", "It leaves out the allergy")]).await;
        let concern = portal.get_as(&officer, "/me").await.address_with("/concerns/");
        let said = [("what", "notice"), ("words", "You are right"), ("notice", "Ask for allergies before step 1")];
        let reply = portal.fill(&concern, &officer, &said).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        portal.work().await;
        portal.settle().await;
        for page in [SOURCE, copy] {
            portal.get(page).await.shows("Ask for allergies before step 1");
        }
        portal.get_as(&bo, "/me").await.shows("Safety notices to answer");
        portal.letter_to("bo.roe@example.org", "You are right").await;
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_guide_is_not_flooded_with_concerns_by_people_nobody_knows() {
    let mut portal = Portal::sqlite().await;
    library(&mut portal).await;
    for _ in 0..5 {
        let reply = portal.fill(&format!("{SOURCE}/concern"), "", &CONCERN).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
    }
    let reply = portal.fill(&format!("{SOURCE}/concern"), "", &CONCERN).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    reply.shows("More concerns wait than can be looked at");
}
