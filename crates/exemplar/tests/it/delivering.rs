//! Milestones said in the browser: promised, expected with a reason, done when somebody from outside accepts it; on both
//! databases.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const REGISTER: &str = "code,name,kind,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,Invented\n\
    DEMO-B,Beta Demonstration Trust,acute,Invented\n\
    DEMO-C,Gamma Demonstration Trust,acute,Invented\n";
const PROGRAMME: &str = "programme,name,summary,source\ngoing-digital,Going digital,Money for some,a page\n";
const GROUP: &str = "programme,group,name,announced_members,source\ngoing-digital,all,Everyone,2,a page\n";
const MEMBERS: &str = "programme,group,organisation,state,on,source\n\
    going-digital,all,DEMO-A,funded,2017-09,a page\n\
    going-digital,all,DEMO-B,funded,2017-09,a page\n";
const DEFINITIONS: &str = r#"
id = "nine"
version = "1"
kind = "milestones"
programme = "going-digital"
source = "a paper"
written_for = "written for a test"

[[milestone]]
id = "wi-fi"
title = "Wi-Fi for everyone"
evidence = ["A survey of every ward."]

[[milestone]]
id = "logins"
title = "One login"
evidence = ["A count of logins."]
"#;

const FORM: &str = "/organisations/DEMO-A/milestones/going-digital/wi-fi";
const SHOWN: &str = "/organisations/DEMO-A/milestones";

async fn portals() -> Vec<Portal> {
    let mut portals = both().await;
    for portal in &mut portals {
        portal.import_organisations(REGISTER, "2015-09-30").await;
        let files = [("p.csv", PROGRAMME), ("g.csv", GROUP), ("m.csv", MEMBERS), ("d.toml", DEFINITIONS)];
        let report = portal.import_programme(&files).await;
        assert_eq!(report.count(exemplar::facts::Outcome::Refused), 0, "{report:#?}");
        portal.settle().await;
    }
    portals
}

/// Both signed in again: a session ends after half a day.
async fn again(portal: &Portal) -> (String, String) {
    (portal.again("ann.alpha@example.org").await, portal.again("rui.reviewer@example.org").await)
}

/// What is said with the form.
fn said<'a>(kind: &'a str, date: &'a str, reason: &'a str, note: &'a str) -> [(&'a str, &'a str); 4] {
    [("kind", kind), ("date", date), ("reason", reason), ("note", note)]
}

#[tokio::test]
async fn a_milestone_is_promised_moved_with_reasons_and_done_when_somebody_outside_accepts_it() {
    for mut portal in portals().await {
        let alpha = portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        portal.signed_in("Rui Reviewer", "DEMO-C", &[Role::Reviewer]).await;
        portal.signed_in("Oz Own", "DEMO-A", &[Role::Reviewer]).await;
        portal.signed_in("Olu Office", "DEMO-C", &[Role::Office]).await;
        portal.get(SHOWN).await.shows("No date is published for: Wi-Fi for everyone");
        let early = portal.fill(FORM, &alpha, &said("done", "2026-11-01", "", "x")).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        early.shows("Say first what was promised or is expected");
        let promised = portal.fill(FORM, &alpha, &said("promised", "2026-12", "", "")).await;
        assert_eq!(promised.header("location"), SHOWN, "{}", promised.words());
        portal.settle().await;
        portal
            .get(SHOWN)
            .await
            .shows("First promised: December 2026 . Source: Alpha Demonstration Trust, said on this portal");
        portal.on("2026-11-25");
        let (alpha, _) = again(&portal).await;
        portal
            .fill(FORM, &alpha, &said("expected", "2027-02-01", "centre-money", "The money\ncomes in January."))
            .await;
        portal.on("2026-11-27");
        let (alpha, _) = again(&portal).await;
        portal.fill(FORM, &alpha, &said("expected", "2027-02-11", "supplier", "Aerials are late.")).await;
        portal.settle().await;
        let page = portal.get(SHOWN).await;
        for words in [
            "First promised: December 2026",
            "Now expected: 1 February 2027 . Reason: waiting for the centre: money. The money comes in January.",
            "Now expected: 11 February 2027 . Reason: the supplier. Aerials are late.",
            "42 days later than first promised",
        ] {
            page.shows(words);
        }
        let why = portal.get("/programmes/going-digital/reasons").await;
        why.shows(
            "Dates moved later by 42 days in all. For 32 days of them, 76 in 100, the reason given was the centre",
        );
        let then = portal.get(&format!("{SHOWN}?as-at=2026-11-26")).await;
        then.lacks("Aerials");
        then.shows("32 days later than first promised");
        let fixed = format!("{SHOWN}?as-at=2026-11-26&recorded-by=2026-11-26");
        let as_it_was = portal.get(&fixed).await.words();
        portal.get("/programmes/going-digital/delivered").await.shows("Who is next Organisation Milestone");
        let calendar = portal.get(&format!("{SHOWN}.ics")).await;
        assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8");
        assert!(calendar.text.contains("DTSTART;VALUE=DATE:20270211"), "{}", calendar.text);
        // Done: it waits for somebody from outside.
        portal.on("2027-01-20");
        let (alpha, reviewer) = again(&portal).await;
        portal.fill(FORM, &alpha, &said("done", "2027-01-18", "", "https://a.example/survey")).await;
        portal.settle().await;
        let waits = portal.get(SHOWN).await;
        waits.shows("Said to be done on 18 January 2027 (said 20 January 2027): a.example Waits to be accepted");
        waits.shows("Not known to be done");
        portal.letter_to("olu.office@example.org", "has to accept what shows it").await;
        let own_reviewer = portal.again("oz.own@example.org").await;
        let evidence = portal.get_as(&reviewer, "/me").await.address_with("/evidence/");
        assert_eq!(portal.get_as(&alpha, &evidence).await.status, StatusCode::FORBIDDEN, "nobody accepts their own");
        assert_eq!(
            portal.get_as(&own_reviewer, &evidence).await.status,
            StatusCode::FORBIDDEN,
            "nor their organisation"
        );
        let no = portal.fill(&evidence, &reviewer, &[("says", "not-accepted")]).await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
        no.shows("Say why not");
        portal.fill(&evidence, &reviewer, &[("says", "not-accepted"), ("reason", "Two wards are missing.")]).await;
        portal.letter_to("ann.alpha@example.org", "It was not accepted: Two wards are missing.").await;
        portal.settle().await;
        portal.get(SHOWN).await.shows("Not accepted on 20 January 2027: Two wards are missing.");
        portal.on("2027-01-30");
        let (alpha, reviewer) = again(&portal).await;
        portal.fill(FORM, &alpha, &said("done", "2027-01-29", "", "https://a.example/survey-2")).await;
        let again = portal.get_as(&reviewer, "/me").await.address_with("/evidence/");
        let form = portal.get_as(&reviewer, &again).await.form();
        let pairs: Vec<(&str, &str)> = form.1.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let pairs = [pairs.as_slice(), &[("says", "accepted")]].concat();
        for _ in 0..2 {
            assert_eq!(portal.post(&again, &reviewer, &pairs).await.header("location"), SHOWN, "sent twice, done once");
        }
        portal.settle().await;
        let done = portal.get(SHOWN).await;
        done.shows("Done: 29 January 2027 . Source: What shows it, accepted by a second person from outside");
        done.shows("29 days later than first promised");
        done.shows("3 dates were said of milestones that are done since.");
        portal.get(&format!("{SHOWN}?as-at=2027-01-29")).await.shows("Not known to be done");
        portal
            .get("/programmes/going-digital/delivered")
            .await
            .shows("Of 1 that were promised, 1 were promised for this month or before; 1 are done.");
        assert_eq!(portal.get(&fixed).await.words(), as_it_was, "a page of a past day does not change");
        portal.get_as(&alpha, FORM).await.shows("It is done. Nothing more is said of its dates.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_the_office_was_told_by_telephone_says_so_and_the_organisation_is_told() {
    for mut portal in portals().await {
        portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        let office = portal.signed_in("Olu Office", "DEMO-C", &[Role::Office]).await;
        portal.fill(FORM, &office, &said("promised", "2027-03-31", "", "")).await;
        portal.settle().await;
        portal.get(SHOWN).await.shows(
            "First promised: 31 March 2027 . Source: The programme office, told by Alpha Demonstration Trust by telephone",
        );
        portal.letter_to("ann.alpha@example.org", "confirm it where there is a button for that").await;
        portal.get_as(&office, FORM).await.shows("It says “The programme office, told by Alpha Demonstration Trust");
        portal.get_as(&office, FORM).await.lacks("That is right");
        let ann = portal.again("ann.alpha@example.org").await;
        let asked = portal.get_as(&ann, FORM).await;
        asked.shows("first promised 31 March 2027. With this button you say the same yourself.");
        let (action, mut fields) = asked.form();
        fields.retain(|(name, _)| name == "key");
        let pairs = [("key", fields[0].1.as_str()), ("kind", "confirm")];
        assert_eq!(portal.post(&action, &ann, &pairs).await.header("location"), SHOWN);
        portal.settle().await;
        portal.get(SHOWN).await.shows("Confirmed by the organisation on 22 November 2026.");
        portal.get("/programmes/going-digital/delivered").await.shows("Of 1 that were promised");
        portal.get_as(&ann, FORM).await.lacks("That is right");
        // Done, as it was told: it says so, the organisation is told, and whoever may accept it too.
        portal.signed_in("Rui Reviewer", "DEMO-C", &[Role::Reviewer]).await;
        portal.signed_in("Oz Own", "DEMO-A", &[Role::Reviewer]).await;
        portal.fill(FORM, &office, &said("done", "2026-11-01", "", "They finished.")).await;
        portal.settle().await;
        portal.get(SHOWN).await.shows(
            "They finished. (The programme office, told by Alpha Demonstration Trust by telephone) Waits to be accepted",
        );
        portal.letter_to("ann.alpha@example.org", "was told that “Wi-Fi for everyone” is done").await;
        portal.letter_to("rui.reviewer@example.org", "has to accept what shows it").await;
        let rui = portal.again("rui.reviewer@example.org").await;
        let evidence = portal.get_as(&rui, "/me").await.address_with("/evidence/");
        portal.fill(&evidence, &rui, &[("says", "not-accepted"), ("reason", "Shown by nothing.")]).await;
        portal.letter_to("olu.office@example.org", "Shown by nothing.").await;
        portal.letter_to("ann.alpha@example.org", "It was not accepted: Shown by nothing.").await;
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_date_that_does_not_fit_comes_back_with_what_was_typed() {
    for portal in portals().await {
        let alpha = portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        portal.fill(FORM, &alpha, &said("promised", "2027-03-31", "", "")).await;
        let entries = portal.verify().await.entries;
        for (pairs, words) in [
            (said("", "", "", "What I typed"), "Choose what you want to say"),
            (said("promised", "2027-05", "", "What I typed"), "It was promised already"),
            (said("expected", "2027-05", "", "What I typed"), "Choose the reason"),
            (said("expected", "2027-05", "staff", ""), "Say in a sentence what happened"),
            (said("expected", "5/2027", "staff", "What I typed"), "is not a date: write 2018"),
            (said("expected", "2027-5-1", "staff", "What I typed"), "is not a date"),
            (said("expected", "2026-01", "staff", "What I typed"), "This day has passed"),
            (said("done", "2027-01-01", "", "What I typed"), "This day is still to come"),
            (said("done", "2026-11", "", "What I typed"), "November 2026 has not ended: give the day it was done"),
            (said("expected", "2027-03-31", "staff", "What I typed"), "This is what is expected already"),
            (said("done", "2026-11-01", "", ""), "Say what shows it"),
            (said("expected", "2027-05", "weather", "What I typed"), "is none of supplier"),
            (said("expected", "2027-05", "staff", "Patient 943 476 5919"), "it looks like an NHS number"),
        ] {
            let back = portal.fill(FORM, &alpha, &pairs).await;
            assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{pairs:?}: {}", back.words());
            back.shows(words);
            assert!(pairs[3].1.is_empty() || back.text.contains(pairs[3].1), "nothing typed is lost");
        }
        assert_eq!(portal.verify().await.entries, entries, "nothing was written");
        let gone = portal.get_as(&alpha, "/organisations/DEMO-A/milestones/going-digital/none").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    }
}
