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
        portal.signed_in("Abe Alpha", "DEMO-A", &[Role::Publisher]).await;
        portal.signed_in("Olu Office", "DEMO-B", &[Role::Office]).await;
        let sent = portal.fill(DISPUTE, &ann, &[("wrong", "We opened in 2001.")]).await;
        portal.get(sent.header("location")).await.shows("its page says from now on that a correction is open");
        portal.letter_to("olu.office@example.org", "Answer it by 18 December 2026").await;
        portal.letter_to("abe.alpha@example.org", "a colleague of yours disputes").await;
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

const FACTS: &[(&str, &str)] = &[
    ("g.csv", "programme,group,name,announced_members,source\ngoing-digital,all,Everyone,2,a page\n"),
    (
        "m.csv",
        "programme,group,organisation,state,on,source,published\ngoing-digital,all,DEMO-A,withdrawn,2017-09,a list,2017-10\n",
    ),
    (
        "c.csv",
        "programme,organisation,partner,said_by,says,source,published\ngoing-digital,DEMO-A,DEMO-B,source,paired,a list,2017-10\n",
    ),
    (
        "d.toml",
        "id = \"nine\"\nversion = \"1\"\nkind = \"milestones\"\nprogramme = \"going-digital\"\nsource = \"a paper\"\n\
         written_for = \"a test\"\n[[milestone]]\nid = \"wi-fi\"\ntitle = \"Wi-Fi\"\nevidence = [\"A survey.\"]\n",
    ),
    (
        "t.csv",
        "programme,milestone,organisation,kind,date,source,published\ngoing-digital,wi-fi,DEMO-A,promised,2018-06,a list,2017-10\n",
    ),
    (
        "s.csv",
        "programme,organisation,subject,measure,money,value,unit,source,published\ngoing-digital,DEMO-A,Alpha,given,paid,5,GBP m,a list,2017-10\n",
    ),
    (
        "y.csv",
        "organisation,kind,product,system,source,published\nDEMO-A,patient-record,Lantern,lantern,a list,2017-10\n",
    ),
];

/// A dispute of a page by the organisation it is about; gives the correction's address.
async fn disputed(portal: &mut Portal, record: &str) -> String {
    let ann = portal.again("ann.alpha@example.org").await;
    portal.fill(&format!("/dispute?record={record}"), &ann, &[("wrong", "It is wrong.")]).await;
    portal.settle().await;
    let office = portal.again("olu.office@example.org").await;
    portal.get_as(&office, "/me").await.address_with("/corrections/")
}

/// The office upholds it and mends the line that says `words`: these stand in its columns.
async fn upheld(portal: &mut Portal, address: &str, words: &str, to: &[(&str, &str)]) {
    let office = portal.again("olu.office@example.org").await;
    let fact = portal.get_as(&office, address).await.option(words);
    let said = [("what", "upheld"), ("words", "They are right."), ("fact", fact.as_str())];
    let asked = portal.fill(address, &office, &said).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.words());
    asked.shows(&format!("The record says: {words}"));
    let (action, mut fields) = asked.form();
    // What a list has chosen stands in the page as an option.
    for (name, value) in chosen(&asked.text) {
        fields.push((name, value));
    }
    for (name, value) in to {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let done = portal.post(&action, &office, &pairs).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, address), "{}", done.words());
    portal.settle().await;
}

fn chosen(text: &str) -> Vec<(String, String)> {
    let page = scraper::Html::parse_document(text);
    let (lists, options) =
        (scraper::Selector::parse("main select").unwrap(), scraper::Selector::parse("option[selected]").unwrap());
    let of = |list: scraper::ElementRef<'_>| {
        let value = list.select(&options).next()?.attr("value")?.to_owned();
        Some((list.attr("name")?.to_owned(), value))
    };
    page.select(&lists).filter_map(of).collect()
}

/// The page of a record, what of it is wrong, what is put in its place; then a page with what it says since and said before.
type Mended<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str, &'a str, &'a str);

#[tokio::test]
async fn an_upheld_correction_changes_the_record_in_the_same_act_and_what_it_said_stays_readable() {
    for mut portal in portals().await {
        portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        portal.signed_in("Olu Office", "DEMO-B", &[Role::Office]).await;
        let report = portal.import_programme(FACTS).await;
        assert_eq!(report.count(exemplar::facts::Outcome::Refused), 0, "{report:#?}");
        portal.settle().await;
        portal.on("2026-11-25");
        let cases: [Mended<'_>; 5] = [
            (
                "/programmes/going-digital/members/DEMO-A",
                "DEMO-A is withdrawn in the group all since September 2017",
                &[("to-state", "funded")],
                "/programmes/going-digital/members",
                "Funded, September 2017",
                "Withdrawn, September 2017",
            ),
            (
                "/organisations/DEMO-A/milestones",
                "DEMO-A: wi fi, first promised for June 2018",
                &[("to-date", "2019-01")],
                "/organisations/DEMO-A/milestones",
                "First promised: January 2019",
                "First promised: June 2018",
            ),
            (
                "/organisations/DEMO-A",
                "DEMO-A: Alpha, given: £5 million",
                &[("to-value", "4")],
                "/programmes/going-digital/money",
                "£4 million",
                "£5 million",
            ),
            (
                "/organisations/DEMO-A",
                "Its name is Alpha Demonstration Trust",
                &[("to-name", "Alpha Demonstration Hospitals")],
                "/organisations/DEMO-A",
                "Alpha Demonstration Hospitals",
                "Alpha Demonstration Trust",
            ),
            (
                "/organisations/DEMO-A",
                "a source says that DEMO-A and DEMO-B are paired",
                &[("how", "take-out")],
                "/programmes/going-digital",
                "Going digital",
                "Claimed by a source",
            ),
        ];
        for (record, words, to, page, now, before) in cases {
            let address = disputed(&mut portal, record).await;
            upheld(&mut portal, &address, words, to).await;
            portal.get(record).await.shows("Corrected on 25 November 2026 after a concern raised by");
            portal.get(&address).await.shows(&format!("It said: {words}"));
            let shown = portal.get(page).await;
            assert!(shown.words().contains(now), "{record}: {}", shown.words());
            if !to.iter().any(|(_, value)| *value == "take-out") {
                assert!(!shown.words().contains(before), "{record} says still: {}", shown.words());
                let then = portal.get(&format!("{page}?recorded-by=2026-11-24")).await;
                assert!(then.words().contains(before), "{record} then: {}", then.words());
            }
        }
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_mended_line_stays_of_whom_it_is_about_and_nothing_is_done_by_it() {
    for mut portal in portals().await {
        portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        portal.signed_in("Olu Office", "DEMO-B", &[Role::Office]).await;
        portal.import_programme(FACTS).await;
        portal.settle().await;
        let ann = portal.again("ann.alpha@example.org").await;
        let dispute = [("wrong", "It is wrong."), ("organisation", "DEMO-A")];
        portal.fill("/dispute?record=/programmes/going-digital", &ann, &dispute).await;
        let office = portal.again("olu.office@example.org").await;
        let address = portal.get_as(&office, "/me").await.address_with("/corrections/");
        let words = "DEMO-A: wi fi, first promised for June 2018";
        let odd =
            [("to-organisation", "DEMO-B"), ("to-kind", "done"), ("to-date", "2018-07"), ("to-published", "2010")];
        upheld(&mut portal, &address, words, &odd).await;
        portal.get("/organisations/DEMO-B/milestones").await.shows("No date of its milestones is published.");
        let page = portal.get("/organisations/DEMO-A/milestones").await;
        page.shows("First promised: July 2018");
        page.shows("Not known to be done");
        page.shows("Corrected on 22 November 2026 after a concern raised by");
        portal.get("/organisations/DEMO-A").await.shows("Corrected on 22 November 2026 after a concern raised by");
        let then = portal.get("/organisations/DEMO-A/milestones?as-at=2017-09-30").await;
        then.lacks("July 2018");
        portal.get("/programmes/going-digital/delivered").await.shows("Of 1 that were promised");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_does_not_fit_is_said_and_nothing_is_written() {
    for mut portal in portals().await {
        portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        portal.signed_in("Olu Office", "DEMO-B", &[Role::Office]).await;
        portal.import_programme(FACTS).await;
        portal.settle().await;
        let address = disputed(&mut portal, "/organisations/DEMO-A/milestones").await;
        let office = portal.again("olu.office@example.org").await;
        let fact = portal.get_as(&office, &address).await.option("DEMO-A: wi fi, first promised for June 2018");
        let said = [("what", "upheld"), ("words", "Right."), ("fact", fact.as_str())];
        let (action, mut fields) = portal.fill(&address, &office, &said).await.form();
        let entries = portal.verify().await.entries;
        fields.extend([("to-kind".to_owned(), "promised".to_owned()), ("to-reason".to_owned(), String::new())]);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let same = portal.post(&action, &office, &pairs).await;
        assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
        same.shows("This cannot be taken: nothing of it is changed");
        assert_eq!(portal.verify().await.entries, entries);
        portal.get_as(&office, &address).await.shows("What becomes of it?");
        portal.is_whole().await;
    }
}
