//! Pairings said in the browser, and systems in use, on both databases.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const REGISTER: &str = "code,name,kind,grouping,opened,closed,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,Y62,2001-04-01,,Invented\n\
    DEMO-B,Beta Demonstration Trust,acute,Y62,2001-04-01,,Invented\n\
    DEMO-C,Gamma Demonstration Trust,mental-health,Y56,2001-04-01,,Invented\n\
    DEMO-D,Delta Demonstration Trust,acute,Y56,2001-04-01,2020-03-31,Invented\n\
    DEMO-E,Epsilon Demonstration Trust,acute,Y56,2001-04-01,,Invented\n";
const PROGRAMME: &str = "programme,name,summary,source\ngoing-digital,Going digital,Money for some,a page\n";
const GROUP: &str = "programme,group,name,announced_members,source\ngoing-digital,all,Everyone,4,a page\n";
const MEMBERS: &str = "programme,group,organisation,state,on,source\n\
    going-digital,all,DEMO-A,proposed,2017-09,a page\n\
    going-digital,all,DEMO-B,proposed,2017-09,a page\n\
    going-digital,all,DEMO-C,proposed,2017-09,a page\n\
    going-digital,all,DEMO-D,proposed,2017-09,a page\n";
const SYSTEMS: &str = "organisation,kind,product,system,supplier,since,source\n\
    DEMO-A,patient-record,Lantern,lantern,Lamplight,2019,a page\n\
    DEMO-C,patient-record,Lantern,lantern,Lamplight,2020-06,a page\n";

const PAIR: &str = "/organisations/DEMO-B/pairings/going-digital/DEMO-A";

async fn with_members() -> Vec<Portal> {
    let mut portals = both().await;
    for portal in &mut portals {
        portal.import_organisations(REGISTER, "2015-09-30").await;
        let files = [("p.csv", PROGRAMME), ("g.csv", GROUP), ("m.csv", MEMBERS), ("s.csv", SYSTEMS)];
        let report = portal.import_programme(&files).await;
        assert_eq!(report.count(exemplar::facts::Outcome::Refused), 0, "{report:#?}");
        portal.settle().await;
    }
    portals
}

#[tokio::test]
async fn a_pairing_is_proposed_by_one_confirmed_by_the_other_and_ended_with_a_reason() {
    for mut portal in with_members().await {
        let alpha = portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        let beta = portal.signed_in("Bo Beta", "DEMO-B", &[Role::Publisher]).await;
        let form = portal.get_as(&beta, "/organisations/DEMO-B/pairings").await;
        form.shows("Alpha Demonstration Trust It works in the same setting, acute hospitals; lies in the same region");
        form.lacks("Delta");
        let pairs = [("partner", "DEMO-A"), ("follows", "we"), ("on", "2026-09"), ("note", "Wi-Fi\nfirst")];
        let proposed = portal.fill("/organisations/DEMO-B/pairings", &beta, &pairs).await;
        assert_eq!(proposed.header("location"), PAIR, "{}", proposed.words());
        portal.settle().await;
        let page = portal.get("/programmes/going-digital").await;
        page.shows("Claimed or proposed, not confirmed by both");
        page.shows("Beta Demonstration Trust confirms it; no confirmation by Alpha Demonstration Trust is known.");
        page.shows("(September 2026). Wi-Fi first Source: Beta Demonstration Trust, said on this portal (entry ");
        portal.letter_to("ann.alpha@example.org", "/organisations/DEMO-A/pairings/going-digital/DEMO-B").await;
        portal.get_as(&alpha, "/me").await.shows("Is Alpha Demonstration Trust paired with Beta Demonstration Trust?");
        let entries = portal.verify().await.entries;
        for follows in ["we", "they"] {
            let again = [("partner", "DEMO-B"), ("follows", follows)];
            let again = portal.fill("/organisations/DEMO-A/pairings", &alpha, &again).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
            again.shows("This pairing was proposed already");
        }
        portal.fill(PAIR, &beta, &[("says", "paired")]).await.shows("This cannot be taken: this is said already");
        assert_eq!(portal.verify().await.entries, entries, "nothing is said twice");
        let theirs = "/organisations/DEMO-A/pairings/going-digital/DEMO-B";
        portal.fill(theirs, &alpha, &[("says", "paired")]).await;
        portal.settle().await;
        portal.get("/programmes/going-digital").await.shows("Both confirm it.");
        portal.get("/organisations/DEMO-A").await.shows("Both confirm it.");
        portal.get_as(&alpha, "/me").await.lacks("paired with");
        portal.get("/programmes/going-digital?recorded-by=2026-11-21").await;
        let silent = portal.fill(PAIR, &beta, &[("says", "ended")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        silent.shows("Say why: everyone reads it");
        portal.on("2026-11-23");
        let beta = portal.again("bo.beta@example.org").await;
        portal.fill(PAIR, &beta, &[("says", "ended"), ("note", "Both have what they wanted.")]).await;
        portal.settle().await;
        let over = portal.get("/programmes/going-digital").await;
        over.shows("says it ended. Both have what they wanted.");
        over.lacks("Both confirm it.");
        portal.get("/programmes/going-digital?as-at=2026-11-22").await.shows("Both confirm it.");
        portal.letter_to("ann.alpha@example.org", "says that it is no longer paired with you").await;
        // And again: what was said before stays.
        portal.fill(PAIR, &beta, &[("says", "paired")]).await;
        portal.settle().await;
        portal.get("/programmes/going-digital").await.shows("Both confirm it.");
        portal.get("/changes").await.shows("Beta Demonstration Trust says that Beta Demonstration Trust and Alpha");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_proposal_that_does_not_fit_comes_back_with_what_was_typed() {
    for portal in with_members().await {
        let beta = portal.signed_in("Bo Beta", "DEMO-B", &[Role::Publisher]).await;
        let entries = portal.verify().await.entries;
        for (pairs, said) in [
            (vec![("other", "demo-b"), ("follows", "we")], "An organisation cannot be paired with itself"),
            (vec![("other", "DEMO-D"), ("follows", "we")], "Delta Demonstration Trust closed on 31 March 2020"),
            (
                vec![("other", "DEMO-E"), ("follows", "we")],
                "Epsilon Demonstration Trust is not a member of this programme",
            ),
            (vec![("other", "NOBODY"), ("follows", "they")], "NOBODY is not in the register of organisations"),
            (vec![("follows", "we")], "Choose an organisation or enter its code"),
            (vec![("partner", "DEMO-A")], "Choose who follows whom"),
            (vec![("partner", "DEMO-A"), ("follows", "we"), ("on", "3/2/2026")], "is not a date: write 2018"),
            (vec![("partner", "DEMO-A"), ("follows", "we"), ("on", "2099")], "is in the future"),
            (vec![("partner", "DEMO-A"), ("follows", "we"), ("note", "943 476 5919")], "it looks like an NHS number"),
        ] {
            let mut pairs = pairs;
            if !pairs.iter().any(|(name, _)| *name == "note") {
                pairs.push(("note", "What I typed"));
            }
            let back = portal.fill("/organisations/DEMO-B/pairings", &beta, &pairs).await;
            assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{pairs:?}: {}", back.words());
            back.shows(said);
            back.shows("There is a problem");
            assert!(said.contains("NHS") || back.text.contains("What I typed"), "nothing typed is lost");
        }
        assert_eq!(portal.verify().await.entries, entries, "nothing was written");
    }
}

#[tokio::test]
async fn the_office_proposes_and_neither_side_is_bound() {
    for mut portal in with_members().await {
        let office = portal.signed_in("Olu Office", "DEMO-E", &[Role::Office]).await;
        portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        let beta = portal.signed_in("Bo Beta", "DEMO-B", &[Role::Publisher]).await;
        let pairs = [("programme", "going-digital"), ("organisation", "DEMO-B"), ("other", "DEMO-A")];
        let done = portal.fill("/office/pairings", &office, &pairs).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        portal.settle().await;
        let page = portal.get("/programmes/going-digital").await;
        page.shows("Proposed by the programme office. Neither organisation has said anything yet.");
        page.lacks("Both confirm it.");
        portal.letter_to("ann.alpha@example.org", "The pairing is listed only when both of you say so").await;
        portal.letter_to("bo.beta@example.org", "The pairing is listed only when both of you say so").await;
        assert_eq!(portal.get_as(&office, PAIR).await.status, StatusCode::FORBIDDEN, "the office confirms for nobody");
        portal.fill(PAIR, &beta, &[("says", "not-paired"), ("note", "We never spoke.")]).await;
        portal.settle().await;
        portal.get("/programmes/going-digital").await.shows("Beta Demonstration Trust says that it is not so.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn systems_in_use_are_said_shown_and_corrected_and_partners_are_found_by_them() {
    for mut portal in with_members().await {
        let alpha = portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        portal.signed_in("Olu Office", "DEMO-E", &[Role::Office]).await;
        let beta = portal.signed_in("Bo Beta", "DEMO-B", &[Role::Publisher]).await;
        let page = portal.get("/systems/lantern").await;
        page.shows("Alpha Demonstration Trust Kind Patient record Supplier Lamplight Since 2019");
        page.shows("Gamma Demonstration Trust");
        portal
            .get_as(&alpha, "/organisations/DEMO-A/pairings")
            .await
            .shows("Gamma Demonstration Trust It runs the same record system, Lantern");
        let empty = portal.fill("/organisations/DEMO-B/systems", &beta, &[("kind", "patient-record")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.shows("This must be filled in");
        let runs = [("kind", "patient-record"), ("product", "Lantern"), ("since", "2021-03")];
        portal.fill("/organisations/DEMO-B/systems", &beta, &runs).await;
        portal.settle().await;
        portal.get("/systems").await.shows("Lantern Kind Patient record Supplier Lamplight Organisations 3");
        portal.get("/organisations/DEMO-B").await.shows("Beta Demonstration Trust, said on this portal (entry ");
        portal.on("2026-11-23");
        let office = portal.again("olu.office@example.org").await;
        // The office was told by telephone: the organisation gets a letter.
        let ended = [("kind", "patient-record"), ("product", "Lantern"), ("since", "2021-03"), ("until", "2026-10")];
        portal.fill("/organisations/DEMO-B/systems", &office, &ended).await;
        portal.settle().await;
        portal.letter_to("bo.beta@example.org", "entered it for Beta Demonstration Trust").await;
        portal.get("/systems/lantern").await.shows("March 2021, until October 2026");
        portal.get("/systems/lantern?recorded-by=2026-11-22").await.lacks("until October 2026");
        portal.get("/systems").await.shows("Organisations 2");
        assert_eq!(portal.get("/systems/nothing").await.status, StatusCode::NOT_FOUND);
        assert!(
            portal.get("/systems.csv").await.text.contains("DEMO-B,Beta Demonstration Trust,patient-record,Lantern")
        );
        portal.is_whole().await;
    }
}
