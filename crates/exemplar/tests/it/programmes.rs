//! `/programmes`: files of programmes, their pages, and the same as known on another day, on both databases.

use axum::http::StatusCode;
use exemplar::facts::{Outcome, Report};
use exemplar::organisations::Run;

use crate::harness::{Portal, both};

const REGISTER: &str = "code,name,kind,opened,closed,source\n\
    DEMO-A,ALPHA DEMONSTRATION NHS TRUST,acute,2001-04-01,,Invented\n\
    DEMO-B,BETA DEMONSTRATION NHS TRUST,acute,2001-04-01,,Invented\n\
    DEMO-C,CLOSED DEMONSTRATION NHS TRUST,acute,2001-04-01,2018-03-31,Invented\n";

const PROGRAMME: &str = "programme,name,summary,source,published\n\
    going-digital,Going digital,Money for some,a page,2016-09-07\n";
const GROUPS: &str = "programme,group,name,announced,announced_members,source,published\n\
    going-digital,leaders,Leaders,2016-09-07,1,a page,2016-09-07\n\
    going-digital,followers,Followers,2017-09,18,a page,2017-09\n";
const MEMBERS: &str = "programme,group,organisation,named_as,state,on,said,source,published\n\
    going-digital,leaders,DEMO-A,Alpha Hospitals,proposed,2016-09-07,named,a page,2016-09-07\n\
    going-digital,followers,DEMO-B,,proposed,2017-09,named,a page,2017-09\n\
    going-digital,followers,DEMO-B,,funded,2019-02,,another page,2019-02\n";
const PAIRINGS: &str = "programme,organisation,partner,said_by,says,on,source,published\n\
    going-digital,DEMO-B,DEMO-A,source,paired,2017-09,a page,2017-09\n";
const STATEMENTS: &str = "programme,subject,measure,money,value,unit,holds_on,source,published\n\
    going-digital,Going digital,secured to 2021,secured,385,GBP m,2018-01,a paper,2018-01\n\
    going-digital,Going digital,paid to trusts,paid,,GBP m,2018-01,a paper,2018-01\n\
    going-digital,Going digital,central funding,secured,280,GBP m,,https://example.org/x,\n\
    going-digital,Going digital,trusts,,48,,2018-01,a paper,2018-01\n\
    going-digital,Going digital,organisations,,51,,2021,a site,2021\n";

/// Every file of the story.
fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("programmes.csv", PROGRAMME),
        ("groups.csv", GROUPS),
        ("members.csv", MEMBERS),
        ("pairings.csv", PAIRINGS),
        ("statements.csv", STATEMENTS),
    ]
}

fn counts(report: &Report) -> [usize; 4] {
    Outcome::ALL.map(|outcome| report.count(outcome))
}

#[track_caller]
fn refused(report: &Report, starts: &[(&str, u64, &str)]) {
    let said: Vec<_> = report.lines.iter().filter(|line| line.outcome == Outcome::Refused).collect();
    assert_eq!(said.len(), starts.len(), "{said:#?}");
    for (line, (file, number, start)) in said.iter().zip(starts) {
        assert_eq!((line.file.as_str(), line.line), (*file, *number));
        assert!(line.detail.starts_with(start), "{}", line.detail);
    }
}

async fn with_programme() -> Vec<Portal> {
    let mut portals = both().await;
    for portal in &mut portals {
        portal.import_organisations(REGISTER, "2015-09-30").await;
        let report = portal.import_programme(&files()).await;
        assert_eq!(counts(&report), [0, 12, 0, 0], "{report:#?}");
        portal.settle().await;
    }
    portals
}

#[tokio::test]
async fn a_programme_is_taken_from_its_files_and_shown() {
    for portal in with_programme().await {
        portal.get("/programmes").await.shows("2 organisations known here by name");
        let page = portal.get("/programmes/going-digital").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("Members by state on 22 November 2026: Named by a source: 1 Funded: 1");
        page.shows("18 organisations announced; 1 known here by name, the others are not.");
        page.shows("Named, September 2017 (for 17 months)");
        page.shows("Funded, February 2019 (for 7 years and 9 months, no later state is known)");
        page.shows("Named as Alpha Hospitals");
        page.shows("Claimed by the source. No confirmation by either organisation is known.");
        page.shows("No pairing is known here to be confirmed by both organisations on 22 November 2026");
        for figure in ["£385 million", "£280 million", "48", "51"] {
            page.shows(figure);
        }
        page.shows("for all £385 million the answer to “what was paid, and to whom” is “not published”");
        let words = page.words();
        let at = |text: &str| words.rfind(text).unwrap_or_else(|| panic!("{text}"));
        assert!(at("What it is organisations") < at("What it is trusts"), "newest first");
        page.lacks("The source’s word is");
        portal.get("/programmes/going-digital/members?state=funded").await.shows("1 member");
        let follower = portal.get("/organisations/DEMO-B").await;
        follower.shows("With Programme What is said With Alpha Demonstration NHS Trust");
        follower.shows("Paid not published");
        portal.get("/programmes/going-digital/money").await.shows("not published");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_same_files_again_change_nothing_and_another_line_corrects() {
    for mut portal in with_programme().await {
        let entries = portal.verify().await.entries;
        assert_eq!(counts(&portal.import_programme(&files()).await), [0, 0, 0, 12]);
        assert_eq!(portal.verify().await.entries, entries, "nothing was written");
        portal.on("2026-11-23");
        let other = MEMBERS.replace("funded,2019-02", "funded,2019-03");
        let dry = portal.try_programme(&[("members.csv", &other)], Run::Dry).await;
        assert_eq!(counts(&dry), [0, 0, 1, 2]);
        assert_eq!(portal.verify().await.entries, entries, "a dry run writes nothing");
        assert_eq!(counts(&portal.import_programme(&[("members.csv", &other)]).await), [0, 0, 1, 2]);
        portal.settle().await;
        portal.get("/programmes/going-digital").await.shows("Named, September 2017 (for 18 months)");
        let before = portal.get("/programmes/going-digital?as-at=2020-01-01&recorded-by=2026-11-22").await;
        before.shows("Named, September 2017 (for 17 months)");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_file_with_one_bad_line_is_reported_line_by_line_and_nothing_of_it_is_written() {
    for portal in with_programme().await {
        let entries = portal.verify().await.entries;
        let members = "programme,group,organisation,state,on,source\n\
            going-digital,leaders,DEMO-A,agreed,2017-01,s\n\
            going-digital,leaders,DEMO-X,proposed,2017-01,s\n\
            going-digital,nobody,DEMO-A,proposed,2017-01,s\n\
            elsewhere,leaders,DEMO-A,proposed,2017-01,s\n\
            going-digital,followers,DEMO-B,agreed,2019-06,s\n\
            going-digital,leaders,DEMO-C,proposed,2018-09,s\n\
            going-digital,leaders,DEMO-A,agreed,2017-01,s\n\
            going-digital,leaders,DEMO-A,funded,January 2017,s\n\
            going-digital,leaders,DEMO-A,funded,01/2017,s\n\
            going-digital,leaders,DEMO-A,funded,2099,s\n";
        let pairs = "programme,organisation,partner,said_by,says,source\ngoing-digital,DEMO-A,DEMO-A,source,paired,s\n";
        let report = portal.import_programme(&[("m.csv", members), ("p.csv", pairs)]).await;
        refused(
            &report,
            &[
                ("m.csv", 3, "DEMO-X is not in the register"),
                ("m.csv", 4, "the programme going-digital has no group"),
                ("m.csv", 5, "there is no programme"),
                ("m.csv", 6, "out of order: agreed (June 2019) would come after funded (February 2019)"),
                ("m.csv", 7, "DEMO-C closed on 31 March 2018, before September 2018"),
                ("m.csv", 8, "it stands already on line 2 of m.csv"),
                ("m.csv", 9, "on: “January 2017” is not a date"),
                ("m.csv", 10, "on: “01/2017” is not a date"),
                ("m.csv", 11, "on: “2099” is in the future"),
                ("p.csv", 2, "DEMO-A cannot be paired with itself"),
            ],
        );
        assert_eq!(portal.verify().await.entries, entries, "nothing was written");
        portal.get("/programmes/going-digital").await.lacks("Agreed");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_pairing_is_listed_only_when_both_said_so_and_ends_when_they_become_one() {
    for mut portal in with_programme().await {
        let say = |by: &str, says: &str| {
            format!(
                "programme,organisation,partner,said_by,says,on,source\ngoing-digital,DEMO-B,DEMO-A,{by},{says},2018-02,a letter\n"
            )
        };
        portal.import_programme(&[("p.csv", &say("organisation", "paired"))]).await;
        portal.settle().await;
        let one = portal.get("/programmes/going-digital").await;
        one.shows(
            "Beta Demonstration NHS Trust confirms it; no confirmation by Alpha Demonstration NHS Trust is known.",
        );
        portal.import_programme(&[("p.csv", &say("partner", "paired"))]).await;
        portal.settle().await;
        let both = portal.get("/programmes/going-digital").await;
        both.shows("Both confirm it.");
        both.lacks("Claimed by a source, not confirmed by both");
        let followed = "predecessor,successor,on,source\nDEMO-B,DEMO-A,2020-04-01,an order\n";
        portal.import_successions(followed).await;
        portal.settle().await;
        portal.get("/programmes/going-digital").await.shows("Ended: both became one organisation.");
        portal
            .get("/programmes/going-digital")
            .await
            .shows("Carried on by Alpha Demonstration NHS Trust from 1 April 2020");
        portal.get("/programmes").await.shows("2 organisations known here by name.");
        let closed = "code,name,kind,opened,closed,source\n\
            DEMO-B,BETA DEMONSTRATION NHS TRUST,acute,2001-04-01,2020-03-31,Invented\n";
        portal.import_organisations(closed, "2020-06-01").await;
        portal.settle().await;
        portal
            .get("/programmes")
            .await
            .shows("1 organisation known here by name, and 1 that closed since and became part of another.");
        portal.get("/programmes?as-at=2019-01-01").await.shows("2 organisations known here by name.");
        assert!(portal.get("/programmes.csv").await.text.contains("Money for some,1,1,1,a page"));
        portal
            .get("/organisations/DEMO-A")
            .await
            .shows("Carried on from Beta Demonstration NHS Trust on 1 April 2020.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn pages_are_as_known_on_any_day() {
    for portal in with_programme().await {
        let then = portal.get("/programmes/going-digital?as-at=2018-06-01").await;
        then.shows("You are reading this as known on 1 June 2018");
        then.shows("Named, September 2017 (for 9 months, no later state is known)");
        then.lacks("Funded");
        then.shows("£385 million");
        then.lacks("£280 million");
        then.shows("1 fact whose source shows no date is left out here");
        then.shows("added on 22 November 2026");
        assert!(then.text.contains("/organisations/DEMO-B?as-at=2018-06-01"), "links keep the day");
        let early = portal.get("/programmes/going-digital?as-at=2016-01-01").await;
        assert_eq!(early.status, StatusCode::NOT_FOUND);
        early.shows("Going digital is first known here from 7 September 2016");
        let unrecorded = portal.get("/programmes/going-digital?as-at=2018-06-01&recorded-by=2026-11-21").await;
        assert_eq!(unrecorded.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.get("/programmes/none").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn each_list_is_a_csv_with_guarded_cells() {
    for portal in with_programme().await {
        for (path, start) in [
            ("/programmes.csv", "programme,name,summary,members"),
            ("/programmes/going-digital/members.csv", "programme,group,organisation,name"),
            (
                "/programmes/going-digital/pairings.csv",
                "programme,organisation,organisation_name,partner,partner_name,standing",
            ),
            ("/programmes/going-digital/statements.csv", "programme,group,organisation,name,subject"),
            ("/programmes/going-digital/money.csv", "programme,group,organisation,name,subject"),
        ] {
            let reply = portal.get(path).await;
            assert_eq!(reply.status, StatusCode::OK, "{path}");
            assert!(reply.text.starts_with(start), "{path}: {}", reply.text);
        }
        let members = portal.get("/programmes/going-digital/members.csv").await.text;
        assert!(
            members.contains("DEMO-B,Beta Demonstration NHS Trust,,proposed,2017-09,named,516,17 months"),
            "{members}"
        );
        let hostile = "programme,subject,measure,value,source\ngoing-digital,=cmd(),x,1,s\n";
        portal.import_programme(&[("s.csv", hostile)]).await;
        let statements = portal.get("/programmes/going-digital/statements.csv").await.text;
        assert!(statements.contains(",'=cmd(),"), "{statements}");
    }
}

/// The text of every file in a folder of the repository.
fn texts(folder: &str) -> Vec<(String, String)> {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(folder);
    let entries = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect()
}

#[tokio::test]
async fn the_demonstration_s_programmes_are_taken_whole_and_once() {
    let lists = [
        ("listed-2016", "2015-09-30"),
        ("named-in-programme", "2018-01-31"),
        ("invented", "2018-03-31"),
        ("listed-2026", "2026-06-01"),
    ];
    let folders = ["demo/programmes/real", "demo/programmes/invented", "frameworks"];
    // Beside the milestones lie question sets, which are no files of programmes.
    let is_theirs = |text: &str| !text.contains("kind = \"maturity\"");
    let all = folders.iter().flat_map(|folder| texts(folder));
    let files: Vec<(String, String)> = all.filter(|(_, text)| is_theirs(text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    for mut portal in both().await {
        let register = texts("demo/organisations");
        for (name, day) in lists {
            let (_, text) = register.iter().find(|(path, _)| path.ends_with(&format!("{name}.csv"))).unwrap();
            portal.import_organisations(text, day).await;
        }
        let first = portal.import_programme(&files).await;
        assert_eq!((first.count(Outcome::Refused), first.count(Outcome::Unchanged)), (0, 0), "{first:#?}");
        let again = portal.import_programme(&files).await;
        assert_eq!(counts(&again), [0, 0, 0, first.lines.len()]);
        portal.settle().await;
        let page = portal.get("/programmes/demo-digital-hospitals").await;
        page.shows("This programme and its organisations are invented, for the demonstration.");
        page.shows("Both confirm it.");
        portal.get("/programmes/global-digital-exemplar").await.lacks("invented");
        portal.is_whole().await;
    }
}
