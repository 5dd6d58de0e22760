//! Rounds of reports on milestones: opened by the office, written, signed by two people, frozen, opened again in part; and how
//! sure everybody is. On both databases.

use axum::http::StatusCode;
use exemplar::facts::Outcome;
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
    going-digital,all,DEMO-B,agreed,2017-09,a page\n\
    going-digital,all,DEMO-C,proposed,2017-09,a page\n";
const PAIRS: &str = "programme,organisation,partner,said_by,says,source\n\
    going-digital,DEMO-A,DEMO-B,organisation,paired,s\n\
    going-digital,DEMO-A,DEMO-B,partner,paired,s\n";
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
const DATES: &str = "programme,milestone,organisation,kind,date,source,published\n\
    going-digital,wi-fi,DEMO-A,promised,2027-06,a paper,2026-01\n\
    going-digital,logins,DEMO-A,promised,2027-09-30,a paper,2026-01\n";
const SCALE: &str = "programme,scale,level,place,title,meaning,since,source\n\
    going-digital,three-levels,green,1,Green,Likely,2021-04,a page\n\
    going-digital,three-levels,amber,2,Amber,Feasible,2021-04,a page\n\
    going-digital,three-levels,red,3,Red,Unlikely,2021-04,a page\n";

const HERE: &str = "/programmes/going-digital/reports/autumn-2026/DEMO-A";
const SHOWN: &str = "/organisations/DEMO-A/milestones";

async fn portals() -> Vec<Portal> {
    let mut portals = both().await;
    for portal in &mut portals {
        portal.import_organisations(REGISTER, "2015-09-30").await;
        let files = [
            ("p.csv", PROGRAMME),
            ("g.csv", GROUP),
            ("m.csv", MEMBERS),
            ("c.csv", PAIRS),
            ("d.toml", DEFINITIONS),
            ("t.csv", DATES),
            ("s.csv", SCALE),
        ];
        let report = portal.import_programme(&files).await;
        assert_eq!(report.count(Outcome::Refused), 0, "{report:#?}");
        portal.signed_in("Olu Office", "DEMO-C", &[Role::Office]).await;
        portal.signed_in("Wen Writer", "DEMO-A", &[Role::Contributor]).await;
        portal.signed_in("Pat Publisher", "DEMO-A", &[Role::Publisher]).await;
        portal.signed_in("Bo Board", "DEMO-A", &[Role::Publisher]).await;
        let office = portal.again("olu.office@example.org").await;
        let opened = [("name", "Autumn 2026"), ("due", "2026-12-04")];
        let open = "/programmes/going-digital/reports/open";
        assert_eq!(portal.fill(open, &office, &opened).await.status, StatusCode::SEE_OTHER);
        let twice = portal.fill(open, &office, &opened).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.shows("There is a round of this name");
        portal.settle().await;
    }
    portals
}

fn sign() -> String {
    format!("{HERE}/sign")
}

fn write() -> String {
    format!("{HERE}/write")
}

const MOVED: [(&str, &str); 6] = [
    ("how", "changed"),
    ("to-wi-fi", "2027-09"),
    ("reason-wi-fi", "supplier"),
    ("note-wi-fi", "Aerials are late."),
    ("level", "amber"),
    ("narrative", "Two sites wait for aerials."),
];

/// Written by one, passed on by the same, approved by another.
async fn approved(portal: &Portal, pairs: &[(&str, &str)]) {
    let writer = portal.again("wen.writer@example.org").await;
    let publisher = portal.again("pat.publisher@example.org").await;
    let saved = portal.fill(&write(), &writer, pairs).await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, sign().as_str()), "{}", saved.words());
    assert_eq!(portal.fill(&sign(), &writer, &[]).await.status, StatusCode::SEE_OTHER);
    let done = portal.fill(&sign(), &publisher, &[]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, HERE), "{}", done.words());
}

#[tokio::test]
async fn two_people_sign_and_the_dates_of_what_was_approved_are_public_beside_those_before() {
    for mut portal in portals().await {
        let writer = portal.again("wen.writer@example.org").await;
        let publisher = portal.again("pat.publisher@example.org").await;
        portal
            .get_as(&writer, "/me")
            .await
            .shows("Write the report of Alpha Demonstration Trust for Autumn 2026, due 4 December 2026");
        let form = portal.get_as(&writer, &write()).await;
        form.shows("Wi-Fi for everyone: expected June 2027, as first promised");
        form.shows("What did the pairing with Beta Demonstration Trust give you");
        let wrong =
            portal.fill(&write(), &writer, &[("how", "changed"), ("to-wi-fi", "2020-01"), ("narrative", "Sure")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in [
            "This day has passed",
            "Choose the reason",
            "Say in a sentence what happened",
            "Choose a level of the scale",
        ] {
            wrong.shows(words);
        }
        assert!(wrong.text.contains("value=\"2020-01\""), "what was typed stays");
        let pairs = [MOVED.as_slice(), &[("gave", "They lent us a radio engineer.")]].concat();
        portal.fill(&write(), &writer, &pairs).await;
        let check = portal.get_as(&writer, &sign()).await;
        check.shows("Wi-Fi for everyone Was expected June 2027 Now expected September 2027 Why it moved The supplier. Aerials are late.");
        check.shows("Amber . Two sites wait for aerials.");
        portal.fill(&sign(), &writer, &[]).await;
        portal.letter_to("pat.publisher@example.org", "waits for a second person, who saved none of it").await;
        portal.get_as(&publisher, "/me").await.shows("Approve the report of Alpha Demonstration Trust");
        let (action, fields) = portal.get_as(&publisher, &sign()).await.form_to(&sign());
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let own = portal.post(&action, &writer, &pairs).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "whoever saved and passed it on does not approve");
        portal.get(HERE).await.shows("No report of Alpha Demonstration Trust is approved.");
        portal.get(SHOWN).await.lacks("Aerials are late.");
        for _ in 0..2 {
            assert_eq!(
                portal.post(&action, &publisher, &pairs).await.header("location"),
                HERE,
                "sent twice, done once"
            );
        }
        portal.settle().await;
        let page = portal.get(HERE).await;
        page.shows("Approved on 22 November 2026, signed by two people");
        page.shows("With Beta Demonstration Trust: They lent us a radio engineer.");
        let dates = portal.get(SHOWN).await;
        dates.shows("First promised: June 2027");
        dates.shows("Now expected: September 2027 . Reason: the supplier. Aerials are late. Source: Alpha Demonstration Trust, in its report for Autumn 2026");
        dates.shows("Its own: Amber , 22 November 2026. Two sites wait for aerials.");
        portal
            .get("/programmes/going-digital/reports")
            .await
            .shows("Alpha Demonstration Trust Report approved on 22 November 2026");
        let frozen =
            portal.post(&write(), &writer, &[("how", "same"), ("key", "0190a6b0c1d270008000000000000abc")]).await;
        assert_eq!(frozen.status, StatusCode::BAD_REQUEST);
        frozen.shows("This report is approved.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_was_approved_never_changes_and_the_office_opens_named_parts_only() {
    for mut portal in portals().await {
        approved(&portal, &MOVED).await;
        portal.settle().await;
        let first = portal.get(&format!("{HERE}?number=1&recorded-by=2026-11-22")).await;
        portal.on("2026-12-01");
        let office = portal.again("olu.office@example.org").await;
        let writer = portal.again("wen.writer@example.org").await;
        let publisher = portal.again("pat.publisher@example.org").await;
        let reopen = format!("{HERE}/reopen");
        assert_eq!(portal.get_as(&publisher, &reopen).await.status, StatusCode::FORBIDDEN);
        let nothing = portal.fill(&reopen, &office, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        portal.fill(&reopen, &office, &[("part", "confidence"), ("why", "The board met since.")]).await;
        portal.letter_to("wen.writer@example.org", "The board met since.").await;
        let form = portal.get_as(&writer, &write()).await;
        form.shows("The programme office opened “how sure they are to deliver” again: The board met since.");
        form.lacks("Dates that moved");
        // What is typed into a part that is not open changes nothing of it.
        let pairs = [
            ("how", "changed"),
            ("level", "red"),
            ("narrative", "The board stopped it."),
            ("to-wi-fi", "2030"),
            ("reason-wi-fi", "staff"),
            ("note-wi-fi", "No."),
            ("to-logins", "2031"),
        ];
        approved(&portal, &pairs).await;
        portal.settle().await;
        let now = portal.get(HERE).await;
        now.shows("Red . The board stopped it.");
        now.shows("Now expected September 2027");
        now.lacks("2030");
        now.lacks("2031");
        now.shows("Version 1 , approved 22 November 2026");
        let then = portal.get(&format!("{HERE}?number=1&recorded-by=2026-11-22")).await;
        assert_eq!(then.words(), first.words(), "a frozen report never changes");
        let version = portal.get(&format!("{HERE}?number=1")).await;
        version.shows("Amber . Two sites wait for aerials.");
        let dates = portal.get(SHOWN).await;
        assert_eq!(dates.words().matches("Now expected: September 2027").count(), 1, "said once");
        dates.shows("Its own: Red , 1 December 2026. The board stopped it.");
        let then = portal.get(&format!("{SHOWN}?as-at=2026-11-25")).await;
        then.shows("Its own: Amber");
        // Dates that stand in the form from what was approved, and that nobody changed, stay as they were.
        let office = portal.again("olu.office@example.org").await;
        portal.fill(&reopen, &office, &[("part", "dates"), ("why", "One date is missing.")]).await;
        let late = [("how", "changed"), ("to-logins", "2028"), ("reason-logins", "staff"), ("note-logins", "Nobody.")];
        let late = [late.as_slice(), &[("reason-wi-fi", "supplier"), ("level", "red")]].concat();
        approved(&portal, &late).await;
        portal.settle().await;
        let third = portal.get(HERE).await;
        third.shows("Aerials are late.");
        third.shows("Now expected 2028");
        let dates = portal.get(SHOWN).await;
        assert_eq!(dates.words().matches("Now expected: September 2027").count(), 1, "said once");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn nothing_has_changed_is_one_button_and_letters_stop_when_a_report_is_approved() {
    for portal in portals().await {
        portal.signed_in("Bea Beta", "DEMO-B", &[Role::Publisher]).await;
        let entries = |portal: &Portal, mail: &'static str| {
            let db = portal.db().clone();
            async move {
                let all = exemplar::people::newest_letters(&mut db.read().await.unwrap()).await.unwrap();
                all.iter().filter(|one| one.recipient == mail && one.subject.contains("Autumn 2026")).count()
            }
        };
        remind(&portal).await;
        remind(&portal).await;
        assert_eq!(entries(&portal, "bea.beta@example.org").await, 1, "each letter goes out once");
        portal.letter_to("wen.writer@example.org", "When nothing has changed, that is one button").await;
        let writer = portal.again("wen.writer@example.org").await;
        let pressed = [MOVED.get(1..).unwrap(), &[("how", "same")]].concat();
        portal.fill(&write(), &writer, &pressed).await;
        portal.get_as(&writer, &sign()).await.shows("Aerials are late.");
        let cleared = portal.fill(&write(), &writer, &[("how", "same"), ("reason-wi-fi", "supplier")]).await;
        assert_eq!(cleared.status, StatusCode::SEE_OTHER);
        portal.get_as(&writer, &sign()).await.lacks("Aerials are late.");
        approved(&portal, &[("how", "same")]).await;
        portal.get(HERE).await.shows("Nothing has changed: 2 dates as before.");
        let before = entries(&portal, "wen.writer@example.org").await;
        for (day, of_beta) in
            [("2026-11-27", 2), ("2026-12-04", 2), ("2026-12-05", 3), ("2026-12-11", 4), ("2027-01-30", 5)]
        {
            portal.on(day);
            remind(&portal).await;
            assert_eq!(entries(&portal, "bea.beta@example.org").await, of_beta, "{day}");
        }
        assert_eq!(entries(&portal, "wen.writer@example.org").await, before, "they stop when it is approved");
        let office = portal.again("olu.office@example.org").await;
        let needs = portal.get_as(&office, "/office/programmes").await;
        needs.shows("Reports that are late (1)");
        needs.shows("Beta Demonstration Trust: the report for Autumn 2026, due 4 December 2026");
        needs.lacks("Alpha Demonstration Trust: the report");
        needs.lacks("Gamma Demonstration Trust: the report");
        portal.is_whole().await;
    }
}

async fn remind(portal: &Portal) {
    exemplar::milestones::reporting::remind(portal.app.kit(), "https://a.example").await.unwrap();
}

#[tokio::test]
async fn own_confidence_and_the_centres_stand_apart_on_the_scale_they_were_said_on() {
    for mut portal in portals().await {
        let publisher = portal.again("pat.publisher@example.org").await;
        let office = portal.again("olu.office@example.org").await;
        let form = "/organisations/DEMO-A/confidence/going-digital";
        let wrong = portal.fill(form, &publisher, &[("level", "purple")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Choose a level of the scale");
        portal.fill(form, &publisher, &[("level", "green"), ("narrative", "All sites are wired.")]).await;
        portal.fill(form, &office, &[("level", "red"), ("narrative", "Nobody has seen a survey.")]).await;
        portal.letter_to("pat.publisher@example.org", "how sure it is that Alpha Demonstration Trust delivers").await;
        portal.settle().await;
        let page = portal.get(SHOWN).await;
        page.shows("Its own: Green , 22 November 2026. All sites are wired.");
        page.shows("The centre’s: Red , 22 November 2026. Nobody has seen a survey.");
        portal
            .get_as(&office, "/office/programmes")
            .await
            .shows("Alpha Demonstration Trust: Green in its own words, Red in the centre’s");
        // The scale changes; what was said keeps its own.
        portal.on("2026-12-01");
        let newer = "programme,scale,level,place,title,meaning,since,source\n\
            going-digital,two-levels,likely,1,Likely,It comes,2026-12-01,a page\n\
            going-digital,two-levels,unlikely,2,Unlikely,It does not,2026-12-01,a page\n";
        assert_eq!(portal.import_programme(&[("n.csv", newer)]).await.count(Outcome::New), 2);
        let publisher = portal.again("pat.publisher@example.org").await;
        portal.fill(form, &publisher, &[("level", "likely"), ("narrative", "Surveyed.")]).await;
        portal.settle().await;
        let of_all = portal.get("/programmes/going-digital/confidence").await;
        of_all.shows("Its own confidence Likely , 1 December 2026. Surveyed. The centre’s Red , 22 November 2026.");
        of_all.shows("The scale “three levels”, since April 2021");
        of_all.shows("The scale “two levels”, since 1 December 2026");
        portal.get("/programmes/going-digital/confidence?as-at=2026-11-25").await.shows("Green , 22 November 2026");
        let csv = portal.get("/programmes/going-digital/confidence.csv").await.text;
        assert_eq!(csv.lines().count(), 3, "{csv}");
        let unknown = "programme,organisation,said_by,scale,level,narrative,on,source\n\
            going-digital,DEMO-A,centre,two-levels,purple,x,2026-11,s\n";
        let report = portal.import_programme(&[("u.csv", unknown)]).await;
        assert!(report.lines.first().unwrap().detail.contains("has no level “purple”"), "{report:#?}");
        portal.is_whole().await;
    }
}
