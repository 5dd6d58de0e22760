//! Results that are kept back: each organisation reads its own first and says something of it; plans; and rounds that asked otherwise.

use axum::http::StatusCode;
use exemplar::maturity::{NewEdition, release_due};
use exemplar::people::Role;

use crate::harness::{Portal, QUESTIONS, RECIPE, both};

const REGISTER: &str = "code,name,kind,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,Invented\nDEMO-B,Beta Demonstration Trust,acute,Invented\n";

async fn answered() -> Vec<Portal> {
    let portals = both().await;
    for portal in &portals {
        portal.import_organisations(REGISTER, "2015-04-01").await;
        portal.with_answers("a-round", &[("DEMO-A", "3"), ("DEMO-B", "1")]).await;
    }
    portals
}

#[tokio::test]
async fn whoever_answered_reads_its_own_result_first_and_says_something_of_it() {
    for mut portal in answered().await {
        let own = portal.signed_in("A Publisher", "DEMO-A", &[Role::Publisher]).await;
        let other = portal.signed_in("Another", "DEMO-B", &[Role::Publisher]).await;
        let new = NewEdition {
            slug: "results",
            title: "Results for a test",
            recipe: RECIPE.as_bytes(),
            published_on: portal.app.clock().today(),
            corrects: None,
            note: None,
            embargo: Some("2026-11-25T09:30:00Z".parse().unwrap()),
        };
        portal.publish_as("a-round", &new).await.unwrap();
        portal.settle().await;
        for path in
            ["/maturity/results", "/maturity/results/organisations/DEMO-A", "/maturity/results/files/results.csv"]
        {
            assert_eq!(portal.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        portal.get("/maturity").await.shows("No results are published here on this day.");
        let here = "/results/results/DEMO-A";
        portal.get_as(&own, "/results").await.shows("The result of DEMO-A");
        portal.get_as(&own, here).await.shows("Not public until");
        assert_eq!(portal.get_as(&other, here).await.status, StatusCode::NOT_FOUND, "only its own people");
        let empty = portal.fill(here, &own, &[("words", "")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = portal.fill(here, &own, &[("words", "We moved house that year.")]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.words());
        assert_eq!(release_due(portal.app.kit()).await.unwrap(), 0, "not before its time");
        portal.app.clock().set("2026-11-25T09:30:00Z".parse().unwrap());
        assert_eq!(release_due(portal.app.kit()).await.unwrap(), 1);
        assert_eq!(release_due(portal.app.kit()).await.unwrap(), 0, "once");
        portal.settle().await;
        let unit = portal.get("/maturity/results/organisations/DEMO-A").await;
        unit.shows("What the organisation says of it We moved house that year.");
        portal.get("/maturity/results").await.shows("Published on 25 November 2026.");
        let before = portal.get("/maturity/results?as-at=2026-11-24").await;
        assert_ne!(before.status, StatusCode::OK, "the day before it was not known");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_step_is_planned_from_results_and_stands_as_somebody_says() {
    for mut portal in answered().await {
        portal.publish("a-round", "results").await.unwrap();
        portal.settle().await;
        let writer = portal.signed_in("A Writer", "DEMO-B", &[Role::Contributor]).await;
        let here = "/organisations/DEMO-B/improvement";
        let page = portal.get_as(&writer, here).await;
        page.shows("Begun from Results for a test");
        let wrong = portal.fill(here, &writer, &[("section", "capabilities"), ("due", "2020-01-01")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Say what is to be done");
        wrong.shows("Write a day that is not over");
        let owner = page.option("A Writer");
        let pairs = [("section", "capabilities"), ("words", "Write letters"), ("owner", &owner), ("due", "2027-03-31")];
        let planned = portal.fill_to(here, here, &writer, &pairs).await;
        assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.words());
        let page = portal.get_as(&writer, here).await;
        page.shows("Write letters A Writer, by 31 March 2027 It is done");
        portal.get_as(&writer, "/me").await.shows("Steps to close our gaps Write letters , by 31 March 2027");
        let step = page.text.split("action=\"").find(|rest| rest.starts_with(&format!("{here}/"))).unwrap();
        let step = step.split('"').next().unwrap().to_owned();
        let done = portal.fill_to(here, &step, &writer, &[("state", "done")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        portal.get_as(&writer, here).await.shows("A Writer, done, as said on 22 November 2026");
        let stranger = portal.signed_in("A Stranger", "DEMO-A", &[Role::Publisher]).await;
        assert_eq!(portal.get_as(&stranger, here).await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn results_of_other_questions_say_what_they_have_in_common() {
    for mut portal in answered().await {
        portal.publish("a-round", "first").await.unwrap();
        portal.app.clock().set("2026-12-01T09:00:00Z".parse().unwrap());
        let questions = QUESTIONS
            .replace("version = \"1\"", "version = \"2\"")
            .replace("Letters are digital.", "Letters are sent.");
        let csv = "organisation,one,two,three\nDEMO-A,3,3,3\nDEMO-B,2,2,2\n";
        portal.import_round(&questions, "b-round", csv).await.unwrap();
        let new = NewEdition {
            slug: "second",
            title: "Second results",
            recipe: RECIPE.replace("version = \"1\"", "version = \"2\"").leak().as_bytes(),
            published_on: portal.app.clock().today(),
            corrects: None,
            note: None,
            embargo: None,
        };
        portal.publish_as("b-round", &new).await.unwrap();
        portal.settle().await;
        let page = portal.get("/maturity/second").await;
        page.shows("2 questions are the same in both");
        page.shows("1 question changed their words or scale");
        portal.get("/maturity/second/organisations/DEMO-B").await.shows("Over the questions that are the same as in");
        portal.is_whole().await;
    }
}
