//! Disputing a public record, and what becomes of it, on both databases.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const REGISTER: &str = "code,name,kind,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,Invented\n\
    DEMO-B,Beta Demonstration Trust,acute,Invented\n";
const PROGRAMME: &str = "programme,name,summary,source\ngoing-digital,Going digital,Money for some,a page\n";

const PAGE: &str = "/organisations/DEMO-A";
const DISPUTE: &str = "/dispute?record=/organisations/DEMO-A";

async fn portals() -> Vec<Portal> {
    let mut portals = both().await;
    for portal in &mut portals {
        portal.import_organisations(REGISTER, "2015-09-30").await;
        portal.import_programme(&[("p.csv", PROGRAMME)]).await;
        portal.settle().await;
    }
    portals
}

fn wrong(words: &str) -> [(&str, &str); 4] {
    [("wrong", words), ("proof", "https://a.example/list"), ("name", "Rea Der"), ("mail", "rea@example.org")]
}

#[tokio::test]
async fn a_reader_s_dispute_is_shown_only_when_the_office_finds_it_arguable_and_is_answered_in_public() {
    for mut portal in portals().await {
        let office = portal.signed_in("Olu Office", "DEMO-B", &[Role::Office]).await;
        let own_office = portal.signed_in("Oz Own", "DEMO-A", &[Role::Office]).await;
        let ann = portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        portal.get(PAGE).await.shows("Something here is wrong? Dispute it");
        let sent = portal.fill(DISPUTE, "", &wrong("It was never a follower.")).await;
        assert_eq!(sent.header("location"), "/corrections/received?record=/organisations/DEMO-A", "{}", sent.words());
        portal.get(sent.header("location")).await.shows("looks at it within two working days");
        portal.settle().await;
        portal.get(PAGE).await.lacks("A correction of this page is open");
        portal.get("/corrections").await.shows("No correction is open, and none was answered.");
        portal.letter_to("olu.office@example.org", "Say within two working days").await;
        portal.letter_to("ann.alpha@example.org", "somebody disputes what").await;
        let home = portal.get_as(&office, "/me").await;
        home.shows("A dispute of /organisations/DEMO-A to be looked at by 24 November 2026");
        let address = home.address_with("/corrections/");
        for (cookie, status) in [("", 404), (ann.as_str(), 404), (own_office.as_str(), 404), (office.as_str(), 200)] {
            assert_eq!(portal.get_as(cookie, &address).await.status.as_u16(), status);
        }
        portal.get_as(&office, &address).await.shows("From Rea Der, rea@example.org");
        let empty = portal.fill(&address, &office, &[("what", "arguable")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.shows("Say why, in words that everyone may read");
        portal.on("2026-11-23");
        let office = portal.again("olu.office@example.org").await;
        let ann = portal.again("ann.alpha@example.org").await;
        portal.fill(&address, &office, &[("what", "arguable"), ("words", "Whether it was a follower.")]).await;
        portal.settle().await;
        portal.get(PAGE).await.shows("A correction of this page is open since 23 November 2026.");
        portal.letter_to("rea@example.org", "There is something in it").await;
        let open = portal.get(&address).await;
        open.shows("Whether it was a follower.");
        open.lacks("Rea Der");
        open.lacks("It was never a follower.");
        open.shows("Answered by 21 December 2026");
        let odd = portal.post(&address, &ann, &[("what", "upheld"), ("words", "x")]).await;
        assert_eq!(odd.status, StatusCode::FORBIDDEN);
        portal.on("2026-12-01");
        let office = portal.again("olu.office@example.org").await;
        portal.fill(&address, &office, &[("what", "upheld"), ("words", "The list was wrong and was mended.")]).await;
        portal.settle().await;
        let page = portal.get(PAGE).await;
        page.shows("Corrected on 1 December 2026 after a concern raised by a reader.");
        assert!(page.text.contains("/organisations/DEMO-A?recorded-by=2026-11-30"), "the old stays readable");
        portal.get("/organisations/DEMO-A?as-at=2026-11-25").await.shows("A correction of this page is open");
        portal.get("/organisations/DEMO-A?as-at=2026-11-22").await.lacks("A correction of this page");
        portal.get("/corrections").await.shows("Upheld");
        portal.letter_to("rea@example.org", "The list was wrong and was mended.").await;
        portal.letter_to("ann.alpha@example.org", "It was upheld").await;
        portal.get("/changes?kind=corrections").await.shows("A disputed page was looked at");
        assert_eq!(
            portal.get_as(&office, &address).await.text.matches("<form method=\"post\"").count(),
            0,
            "it is over"
        );
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_organisation_listed_opens_a_correction_at_once() {
    for mut portal in portals().await {
        let ann = portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Contributor]).await;
        let form = portal.get_as(&ann, DISPUTE).await;
        assert!(form.text.contains("ann.alpha@example.org"), "what is known is not asked for");
        portal.fill(DISPUTE, &ann, &[("wrong", "We opened in 2001.")]).await;
        portal.settle().await;
        let page = portal.get(PAGE).await;
        page.shows("A correction of this page is open since 22 November 2026.");
        let address = page.address_with("/corrections/");
        let open = portal.get(&address).await;
        open.shows("Disputed by The organisation it is about");
        open.shows("We opened in 2001.");
        open.lacks("Ann Alpha");
        // A rival does not: their dispute waits.
        let bo = portal.signed_in("Bo Beta", "DEMO-B", &[Role::Publisher]).await;
        portal
            .fill(
                "/dispute?record=/programmes/going-digital",
                &bo,
                &[("wrong", "They left."), ("organisation", "DEMO-A")],
            )
            .await;
        portal.settle().await;
        portal.get("/programmes/going-digital").await.lacks("A correction of this page is open");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn bad_disputes_come_back_and_floods_end() {
    for portal in portals().await {
        for (pairs, words) in [
            (wrong(" "), "Say what is wrong"),
            ([("wrong", "x"), ("name", ""), ("mail", "rea@example.org"), ("proof", "")], "Enter your name"),
            ([("wrong", "x"), ("name", "R"), ("mail", "rea"), ("proof", "")], "Enter an email address, like"),
            (wrong("Patient 943 476 5919"), "it looks like an NHS number"),
        ] {
            let back = portal.fill(DISPUTE, "", &pairs).await;
            assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
            back.shows(words);
        }
        for other in
            ["/dispute", "/dispute?record=/me", "/dispute?record=/organisations/NOBODY", "/dispute?record=//evil"]
        {
            assert_eq!(portal.get(other).await.status, StatusCode::NOT_FOUND, "{other}");
        }
        for _ in 0..5 {
            assert_eq!(portal.fill(DISPUTE, "", &wrong("x")).await.status, StatusCode::SEE_OTHER);
        }
        let more = portal.fill(DISPUTE, "", &wrong("x")).await;
        assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
        more.shows("More disputes wait than the office can look at");
        assert_eq!(portal.get(PAGE).await.status, StatusCode::OK, "readers are never in the way");
        let beta = portal.signed_in("Bo Beta", "DEMO-B", &[Role::Contributor]).await;
        for _ in 0..10 {
            assert_eq!(portal.fill(DISPUTE, &beta, &[("wrong", "x")]).await.status, StatusCode::SEE_OTHER);
        }
        portal.fill(DISPUTE, &beta, &[("wrong", "x")]).await.shows("the most for one day");
        portal.is_whole().await;
    }
}
