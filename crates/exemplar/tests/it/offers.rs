//! `/blueprints/{slug}/offer` and `/offers`: a change of a copy goes back to its source, with credit or a reason.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const GUIDE: &str = "# Scanners on wards\n\nA scanner reads the wristband. It beeps.\n\n## Steps\n\n### Survey the wards\n\nAsk the night staff.\n\n### Buy\n\nPay for it.\n";

const FOUR: &str = "code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\nDEMO-B,Demonstration Community,community,Invented\nDEMO-C,Demonstration Care,care,Invented\n";

const SOURCE: &str = "/blueprints/scanners-on-wards";

const NO: [(&str, &str); 3] = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];

/// A published copy of an organisation, with its own words.
async fn copy(portal: &Portal, name: &str, code: &str, words: &str) -> (String, String) {
    let cookie = portal.signed_in(name, code, &[Role::Contributor, Role::Publisher]).await;
    let reply = portal.fill(&format!("{SOURCE}/copy"), &cookie, &[]).await;
    let address = reply.header("location").to_owned();
    let ours = GUIDE.replace("Ask the night staff.", words);
    portal.fill(&format!("{address}/edit"), &cookie, &[("text", &ours)]).await;
    portal.fill(&format!("{address}/care"), &cookie, &NO).await;
    let reply =
        portal.fill(&format!("{address}/publish"), &cookie, &[("class", "improvement"), ("note", "Ours")]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
    (cookie, address)
}

async fn library(portal: &mut Portal) -> String {
    portal.with_guides(&[("scanners.md", GUIDE)]).await;
    portal.import_organisations(FOUR, "2020-01-02").await;
    portal.settle().await;
    portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await
}

#[tokio::test]
async fn a_change_is_offered_used_with_credit_or_declined_with_a_reason() {
    for mut portal in both().await {
        let ann = library(&mut portal).await;
        let (bo, copy) = copy(&portal, "Bo Roe", "DEMO-B", "Ask the night staff and the porters.").await;
        let offer = format!("{copy}/offer");
        let wrong = portal.fill(&offer, &bo, &[]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Choose what you offer");
        let page = portal.get_as(&bo, &offer).await;
        let change = page.text.split("name=\"change\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let pairs = [("change", change.as_str()), ("why", "Porters know the dead spots")];
        let reply = portal.fill(&offer, &bo, &pairs).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        portal.get_as(&bo, &offer).await.shows("Waits for the source");
        portal.letter_to("ann.lee@example.org", "offers you what it changed").await;
        portal.get_as(&ann, "/me").await.shows("Offered for our guides");
        let list = portal.get_as(&ann, &format!("{SOURCE}/offers")).await;
        list.shows("Offered by Demonstration Community");
        let one = list.address_with("/offers/");
        let page = portal.get_as(&ann, &one).await;
        page.shows("Porters know the dead spots");
        page.shows("It fits: you did not change this since it was copied.");
        let reply = portal.fill(&one, &ann, &[("reply", "used")]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        portal.get_as(&ann, &format!("{SOURCE}/draft")).await.shows("Ask the night staff and the porters.");
        portal.settle().await;
        portal.get(SOURCE).await.shows("offered by Demonstration Community");
        portal.letter_to("bo.roe@example.org", "It is used as you offered it").await;
        portal.get_as(&ann, &one).await.shows("This offer no longer waits");
        // The next version says whose change it has, unless its publisher says otherwise.
        portal.fill(&format!("{SOURCE}/care"), &ann, &NO).await;
        let reply = portal.fill(&format!("{SOURCE}/publish"), &ann, &[("class", "improvement")]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        portal.get(SOURCE).await.shows("With a change from Demonstration Community");
        let next = GUIDE.replace("It beeps.", "It rings.").replace("night staff.", "night staff and the porters.");
        portal.fill(&format!("{SOURCE}/edit"), &ann, &[("text", &next)]).await;
        portal.get_as(&ann, &format!("{SOURCE}/publish")).await.lacks("With a change");
        // Another is declined.
        let (cy, copy) = copy_of_care(&portal).await;
        let offer = format!("{copy}/offer");
        let page = portal.get_as(&cy, &offer).await;
        let change = page.text.split("name=\"change\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        portal.fill(&offer, &cy, &[("change", change.as_str()), ("why", "We like it")]).await;
        let list = portal.get_as(&ann, &format!("{SOURCE}/offers")).await;
        let one = list.address_with("/offers/");
        portal.fill(&one, &ann, &[("reply", "declined"), ("reason", "Not everybody has a lift")]).await;
        portal.get_as(&cy, &offer).await.shows("Not everybody has a lift");
        portal.is_whole().await;
    }
}

async fn copy_of_care(portal: &Portal) -> (String, String) {
    copy(portal, "Cy Poe", "DEMO-C", "Ask the lift engineer.").await
}

#[tokio::test]
async fn what_several_copies_changed_alike_is_a_ready_suggestion() {
    for mut portal in both().await {
        let ann = library(&mut portal).await;
        for (name, code) in [("Bo Roe", "DEMO-B"), ("Cy Poe", "DEMO-C")] {
            copy(&portal, name, code, "Ask the night staff and the porters.").await;
        }
        let list = portal.get_as(&ann, &format!("{SOURCE}/offers")).await;
        list.shows("2 of 2 copies changed this alike.");
        let one = list.address_with("/offers/");
        let reply = portal.fill(&one, &ann, &[("reply", "used")]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        portal.get_as(&ann, &format!("{SOURCE}/draft")).await.shows("Ask the night staff and the porters.");
        let list = portal.get_as(&ann, &format!("{SOURCE}/offers")).await;
        list.shows("Changed alike by several (0)");
        portal.get(SOURCE).await.shows("changed alike by 2 copies");
        portal.is_whole().await;
    }
}
