//! Answers that somebody from elsewhere checks: who may, what they find, the reply, what is agreed, and what is published of it.

use axum::http::StatusCode;
use exemplar::maturity::replay;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const REGISTER: &str = "code,name,kind,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,Invented\n\
    DEMO-B,Beta Demonstration Trust,acute,Invented\n\
    DEMO-C,Gamma Demonstration Trust,acute,Invented\n";

const HERE: &str = "/checks/a-round/DEMO-A";

/// Three organisations answered "in full" to everything.
async fn answered() -> Vec<Portal> {
    let portals = both().await;
    for portal in &portals {
        portal.import_organisations(REGISTER, "2015-04-01").await;
        portal.with_answers("a-round", &[("DEMO-A", "3"), ("DEMO-B", "3"), ("DEMO-C", "2")]).await;
    }
    portals
}

fn section(name: &str) -> String {
    format!("{HERE}/sections/{name}")
}

/// The office asks the first who can be asked.
async fn ask(portal: &Portal) -> String {
    let office = portal.signed_in("The Office", "DEMO-C", &[Role::Office]).await;
    let checker = portal.signed_in("A Checker", "DEMO-B", &[Role::Reviewer]).await;
    let form = format!("{HERE}/checkers");
    let page = portal.get_as(&office, &form).await;
    page.shows("A Checker, Beta Demonstration Trust");
    let id = page.option("A Checker, Beta Demonstration Trust");
    let nobody = portal.fill(&form, &office, &[]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    nobody.shows("Choose who checks");
    let asked = portal.fill(&form, &office, &[("who", id.as_str()), ("kind", "peer")]).await;
    assert_eq!((asked.status, asked.header("location")), (StatusCode::SEE_OTHER, HERE), "{}", asked.words());
    checker
}

#[tokio::test]
async fn what_is_agreed_stands_beside_the_claim_in_what_is_published() {
    for mut portal in answered().await {
        let checker = ask(&portal).await;
        let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor]).await;
        portal.get_as(&checker, "/checks").await.shows("Alpha Demonstration Trust A round. Being checked.");
        let path = section("readiness");
        let wrong = portal.fill_to(&path, &path, &checker, &[("found-one", "1"), ("finding-one", "")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Say what you saw, since you found something else");
        let saved =
            portal.fill_to(&path, &path, &checker, &[("found-one", "1"), ("finding-one", "Nobody leads")]).await;
        assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, HERE), "{}", saved.words());
        let path = section("capabilities");
        let pairs = [
            ("found-two", "2"),
            ("finding-two", "Half of them"),
            ("found-three", "3"),
            ("question-three", "Since when?"),
        ];
        assert_eq!(portal.fill_to(&path, &path, &checker, &pairs).await.status, StatusCode::SEE_OTHER);
        let send = format!("{HERE}/send");
        let sent = portal.fill_to(HERE, &send, &checker, &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        let sent = portal.get_as(&checker, HERE).await;
        sent.shows("Waits for the organisation\u{2019}s reply.");
        assert!(!sent.text.contains(&send), "what was sent is not sent again");
        // The organisation replies: it agrees to one, stands by another, and answers the question.
        let reply = format!("{HERE}/reply");
        let page = portal.get_as(&writer, &reply).await;
        page.shows("Claimed Yes Found No What was seen Nobody leads");
        let short = portal.fill(&reply, &writer, &[("stands-one", "no"), ("stands-two", "yes")]).await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        short.shows("Say why you stand by your answer");
        short.shows("Answer the question");
        let pairs = [
            ("stands-one", "no"),
            ("stands-two", "yes"),
            ("reply-two", "All since May"),
            ("reply-three", "Since 2024"),
        ];
        let replied = portal.fill(&reply, &writer, &pairs).await;
        assert_eq!(replied.status, StatusCode::SEE_OTHER, "{}", replied.words());
        // They agree on the claim after all.
        let agree = format!("{HERE}/agree");
        let own = portal.get_as(&writer, &agree).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "nobody agrees for those who check");
        portal.get_as(&checker, &agree).await.shows("Reply All since May");
        assert_eq!(portal.fill(&agree, &checker, &[("agreed-two", "3")]).await.status, StatusCode::SEE_OTHER);
        portal.get_as(&writer, HERE).await.shows("A round. Checked and agreed.");
        // What is published has both.
        portal.publish("a-round", "results").await.unwrap();
        portal.settle().await;
        let unit = portal.get("/maturity/results/organisations/DEMO-A").await;
        unit.shows("and 3 of its answers were checked by Beta Demonstration Trust on 22 November 2026.");
        unit.shows("claimed \u{201c}Yes\u{201d}, found \u{201c}No\u{201d}");
        let question = portal.get("/maturity/results/questions/one").await;
        question.shows("Somebody else looked at 1 answer to this question.");
        let table = portal.get("/maturity/results/organisations").await;
        table.shows("Score, as checked");
        table.shows("Not checked");
        portal.get("/maturity/results").await.shows("Claimed, and found by somebody else");
        let csv = portal.get("/maturity/results/files/answers.csv").await;
        assert!(csv.text.contains("one_found") && csv.text.contains("Beta Demonstration Trust"), "{}", csv.text);
        assert!(replay(portal.app.kit(), "results").await.unwrap().is_same());
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn nobody_checks_their_own_and_nobody_else_reads_it() {
    for portal in answered().await {
        let checker = ask(&portal).await;
        let stranger = portal.signed_in("A Stranger", "DEMO-C", &[Role::Reviewer, Role::Publisher]).await;
        let own = portal.signed_in("An Own Reviewer", "DEMO-A", &[Role::Reviewer]).await;
        assert_eq!(portal.get_as(&checker, HERE).await.status, StatusCode::OK);
        assert_eq!(portal.get_as(&stranger, HERE).await.status, StatusCode::NOT_FOUND);
        let path = section("readiness");
        assert_eq!(portal.get_as(&stranger, &path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.get_as(&own, &path).await.status, StatusCode::FORBIDDEN);
        let office = portal.signed_in("Another Office", "DEMO-C", &[Role::Office]).await;
        let form = portal.get_as(&office, &format!("{HERE}/checkers")).await;
        assert!(!form.text.contains("An Own Reviewer"), "nobody of the organisation can be asked");
        let theirs = portal.get_as(&checker, "/checks/a-round/DEMO-B").await;
        assert_eq!(theirs.status, StatusCode::OK, "their own organisation's");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn who_is_checked_is_drawn_in_public_and_can_be_drawn_again() {
    for mut portal in answered().await {
        let drawn = portal.draw("a-round", 2).await.unwrap();
        assert_eq!(drawn.len(), 2);
        assert_eq!(portal.draw("a-round", 2).await.unwrap(), drawn, "once");
        let other = portal.draw("a-round", 3).await.unwrap_err().to_string();
        assert!(other.starts_with("2 were drawn on 2026-11-22 with the seed 7, in public"), "{other}");
        portal.settle().await;
        let page = portal.get("/maturity/samples/a-round").await;
        page.shows("2 of the 3 organisations whose answers count were drawn on 22 November 2026.");
        page.shows("Drawn again just now The same organisations");
        page.shows("Seed 7");
        let list = portal.get("/maturity/samples/a-round/list.csv").await;
        assert!(list.text.starts_with("organisation,care_setting\nDEMO-A,"), "{}", list.text);
        assert_eq!(portal.get("/maturity/samples/nothing").await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}
