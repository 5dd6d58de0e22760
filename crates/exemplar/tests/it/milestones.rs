//! Milestones: definitions, dates that are only ever added, and their pages, on both databases.

use axum::http::StatusCode;
use exemplar::facts::Outcome;

use crate::harness::{Portal, both};

const REGISTER: &str = "code,name,kind,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,Invented\n\
    DEMO-B,Beta Demonstration Trust,acute,Invented\n\
    DEMO-C,Gamma Demonstration Trust,acute,Invented\n";
const PROGRAMME: &str = "programme,name,summary,source,published\n\
    going-digital,Going digital,Money for some,a page,2016-09-07\n";
const DEFINITIONS: &str = r#"
id = "nine"
version = "1"
kind = "milestones"
programme = "going-digital"
source = "titles: a paper"
published = "2017-01-01"
written_for = "written for a test"

[[milestone]]
id = "wi-fi"
title = "Wi-Fi for everyone"
evidence = ["A survey of every ward."]

[[milestone]]
id = "all"
title = "The whole set"
covers = ["wi-fi"]
evidence = ["All of them."]
"#;
const DATES: &str = "programme,milestone,organisation,kind,date,reason,note,source,published\n\
    going-digital,all,DEMO-A,expected,2018-06,,,a paper,2018-01\n\
    going-digital,all,DEMO-B,expected,2020-04,,,a paper,2018-01\n\
    going-digital,wi-fi,DEMO-A,promised,2018-06-01,,,a paper,2017-06-01\n\
    going-digital,wi-fi,DEMO-A,expected,2018-09,supplier,It was late.,a paper,2018-02-01\n";

async fn with_dates() -> Vec<Portal> {
    let mut portals = both().await;
    for portal in &mut portals {
        portal.import_organisations(REGISTER, "2015-09-30").await;
        let files = [("p.csv", PROGRAMME), ("m.toml", DEFINITIONS), ("d.csv", DATES)];
        let report = portal.import_programme(&files).await;
        assert_eq!((report.count(Outcome::New), report.count(Outcome::Refused)), (7, 0), "{report:#?}");
        portal.settle().await;
    }
    portals
}

fn date(organisation: &str, kind: &str, date: &str, published: &str) -> String {
    format!(
        "programme,milestone,organisation,kind,date,source,published\n\
         going-digital,wi-fi,{organisation},{kind},{date},a letter,{published}\n"
    )
}

#[tokio::test]
async fn one_milestone_stands_across_all_organisations_in_the_order_of_its_dates() {
    for portal in with_dates().await {
        let page = portal.get("/programmes/going-digital/milestones/all").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("Alpha Demonstration Trust June 2018, Beta Demonstration Trust April 2020: 22 months apart.");
        page.shows("Its dates are for all of them together and say nothing of one alone");
        page.shows("what counts as evidence: written for a test");
        page.shows("Not known: what was first promised is not published");
        let one = portal.get("/programmes/going-digital/milestones/wi-fi").await;
        one.shows("121 days later than first promised A date known to the month or year counts from its last day.");
        one.shows("Reason: the supplier. It was late.");
        one.lacks("Beta");
        let csv = portal.get("/programmes/going-digital/milestones/wi-fi/dates.csv").await.text;
        assert!(
            csv.contains("wi-fi,DEMO-A,Alpha Demonstration Trust,now expected,2018-09,The supplier,It was late.,121,"),
            "{csv}"
        );
        assert_eq!(portal.get("/programmes/going-digital/milestones/none").await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_date_is_never_overwritten_and_done_is_never_in_the_future() {
    for mut portal in with_dates().await {
        let entries = portal.verify().await.entries;
        assert_eq!(portal.import_programme(&[("d.csv", DATES)]).await.count(Outcome::Unchanged), 4);
        for (line, why) in [
            (date("DEMO-A", "done", "2027-01", ""), "it cannot be done on January 2027: that is in the future"),
            (date("DEMO-A", "done", "2026-11", ""), "November 2026 has not ended: give the day it was done"),
            (date("DEMO-A", "promised", "2018-07-01", ""), "what was first promised is 1 June 2018"),
            (date("DEMO-X", "done", "2018-07-01", ""), "DEMO-X is not in the register"),
            (date("DEMO-A", "done", "2018-07-01", "2030"), "published: “2030” is in the future"),
        ] {
            let report = portal.import_programme(&[("x.csv", &line)]).await;
            let said = report.lines.first().unwrap();
            assert!(said.outcome == Outcome::Refused && said.detail.starts_with(why), "{said:?}");
        }
        let otherwise = DEFINITIONS.replace("A survey of every ward.", "Something easier.");
        let report = portal.import_programme(&[("m.toml", &otherwise)]).await;
        assert_eq!(report.count(Outcome::Refused), 1, "a version in use says the same for ever");
        assert_eq!(portal.verify().await.entries, entries, "nothing was written");
        portal.on("2026-11-23");
        for line in
            [date("DEMO-A", "expected", "2019-01-31", "2018-08-01"), date("DEMO-A", "done", "2019-02-14", "2019-03")]
        {
            assert_eq!(portal.import_programme(&[("x.csv", &line)]).await.count(Outcome::New), 1);
        }
        let newer = otherwise.replace("version = \"1\"", "version = \"2\"");
        assert_eq!(portal.import_programme(&[("m.toml", &newer)]).await.count(Outcome::Corrected), 2);
        portal.settle().await;
        let page = portal.get("/organisations/DEMO-A/milestones").await;
        page.shows("258 days later than first promised");
        for said in [
            "First promised: 1 June 2018",
            "Now expected: September 2018",
            "Now expected: 31 January 2019",
            "Done: 14 February 2019",
        ] {
            page.shows(said);
        }
        let then = portal.get("/organisations/DEMO-A/milestones?as-at=2018-06-01").await;
        then.lacks("31 January 2019");
        then.lacks("14 February 2019");
        then.shows("Not known to be done");
        portal.get("/programmes/going-digital/milestones/wi-fi").await.shows("Something easier.");
        portal
            .get("/programmes/going-digital/milestones/wi-fi?recorded-by=2026-11-22")
            .await
            .shows("A survey of every ward.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn an_organisation_has_its_dates_in_a_drawing_and_a_table_and_beside_others() {
    for portal in with_dates().await {
        let page = portal.get("/organisations/DEMO-A/milestones").await;
        page.shows("0 of 2 milestones done; 1 later than first promised, by up to 121 days.");
        assert!(page.text.contains("<svg") && page.text.contains("role=\"img\""), "a drawing with its words");
        assert!(!page.text.contains("style="), "nothing inline");
        let csv = portal.get("/organisations/DEMO-A/milestones.csv").await.text;
        assert_eq!(csv.lines().count(), 4, "{csv}");
        portal.get("/organisations/DEMO-C/milestones").await.shows("No date of its milestones is published.");
        assert_eq!(portal.get("/organisations/DEMO-X/milestones").await.status, StatusCode::NOT_FOUND);
        let ask = portal.get("/programmes/going-digital/compare?organisation=DEMO-A").await;
        ask.shows("Choose at least two organisations.");
        let side = portal.get("/programmes/going-digital/compare?organisation=DEMO-A&organisation=DEMO-B").await;
        side.shows("Organisation Beta Demonstration Trust First promised Not published Now expected April 2020");
        let then = portal
            .get("/programmes/going-digital/compare?organisation=DEMO-A&organisation=DEMO-B&as-at=2018-06-01")
            .await;
        let kept = [
            "name=\"organisation\" value=\"DEMO-A\"",
            "href=\"/programmes/going-digital/compare?organisation=DEMO-A&amp;organisation=DEMO-B\"",
        ];
        assert!(kept.iter().all(|kept| then.text.contains(kept)), "what was asked for is kept: {}", then.text);
        assert_eq!(portal.get("/programmes/going-digital/milestones.csv").await.text.lines().count(), 5);
        portal.get("/organisations/DEMO-A").await.shows("Milestones: promised, expected and done");
    }
}
