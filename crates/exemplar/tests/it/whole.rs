//! A programme as one file, out and in; and files with what is wrong in them. On both databases.

use axum::http::StatusCode;
use exemplar::facts::Outcome;
use exemplar::organisations::Run;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const REGISTER: &str = "code,name,kind,closed,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,,Invented\n\
    DEMO-B,Beta Demonstration Trust,acute,,Invented\n\
    DEMO-C,Gamma Demonstration Trust,acute,2016-03-31,Invented\n";

const FILES: &[(&str, &str)] = &[
    ("p.csv", "programme,name,summary,source\ngoing-digital,Going digital,Money for some,a page\n"),
    ("g.csv", "programme,group,name,announced_members,source\ngoing-digital,all,Everyone,2,a page\n"),
    (
        "m.csv",
        "programme,group,organisation,state,on,source,published\ngoing-digital,all,DEMO-A,agreed,2017-09,a list,2017-10\n",
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
        "programme,milestone,organisation,kind,date,reason,note,source,published\n\
         going-digital,wi-fi,DEMO-A,promised,2018-06,,,a list,2017-10\n\
         going-digital,wi-fi,DEMO-A,expected,2018-09,supplier,\"=Late, they say\",a list,2018-01\n",
    ),
    (
        "s.csv",
        "programme,subject,measure,money,value,unit,source,published\ngoing-digital,All,secured,secured,385,GBP m,a list,2017-10\n",
    ),
];

async fn portals() -> Vec<Portal> {
    let portals = both().await;
    for portal in &portals {
        portal.import_organisations(REGISTER, "2015-09-30").await;
        let report = portal.import_programme(FILES).await;
        assert_eq!(report.count(Outcome::Refused), 0, "{report:#?}");
    }
    portals
}

#[tokio::test]
async fn a_programme_goes_out_as_one_file_and_comes_back_the_same() {
    for mut portal in portals().await {
        let office = portal.signed_in("Olu Office", "DEMO-B", &[Role::Office]).await;
        let publisher = portal.signed_in("Pat Publisher", "DEMO-A", &[Role::Publisher]).await;
        let address = "/office/programmes/going-digital/whole.csv";
        assert_eq!(portal.get_as(&publisher, address).await.status, StatusCode::FORBIDDEN);
        let file = portal.get_as(&office, address).await.text;
        assert_eq!(file.lines().count(), 1 + 8, "{file}");
        assert!(file.contains("'=Late, they say"), "guarded: {file}");
        let again = portal.import_programme(&[("whole.csv", &file)]).await;
        assert_eq!((again.count(Outcome::Unchanged), again.lines.len()), (8, 8), "{again:#?}");
        // Into another portal, where nothing of it is.
        let empty = Portal::sqlite().await;
        empty.import_organisations(REGISTER, "2015-09-30").await;
        let dry = empty.try_programme(&[("whole.csv", &file)], Run::Dry).await;
        assert_eq!((dry.count(Outcome::New), dry.lines.len()), (8, 8), "{dry:#?}");
        assert_eq!(empty.import_programme(&[("whole.csv", &file)]).await.count(Outcome::New), 8);
        // In the browser: first what it would do, then all of it.
        let entries = portal.verify().await.entries;
        let changed = file.replace("Money for some", "Money for many");
        let preview = portal.upload("/office/import", &office, &[], ("whole.csv", changed.as_bytes())).await;
        preview.shows("Nothing is written yet. Lines: 0 refused, 0 new, 1 corrected, 7 unchanged.");
        preview.shows("Becomes corrected What it says, or why not The programme Going digital");
        assert_eq!(portal.verify().await.entries, entries);
        let (action, fields) = preview.form();
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let taken = portal.post(&action, &office, &pairs).await;
        taken.shows("The file was taken");
        assert_eq!(portal.verify().await.entries, entries + 1);
        portal.settle().await;
        portal.get("/programmes/going-digital").await.shows("Money for many");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn every_wrong_line_is_named_and_nothing_of_the_file_is_written() {
    let bad = "file,programme,group,organisation,partner,said_by,says,state,milestone,kind,date,source\n\
        members,going-digital,all,DEMO-X,,,,funded,,,,s\n\
        members,going-digital,all,DEMO-A,,,,proposed,,,,s\n\
        members,going-digital,all,DEMO-A,,,,withdrawn,,,2018,s\n\
        pairings,going-digital,,DEMO-A,DEMO-A,source,paired,,,,,s\n\
        members,going-digital,all,DEMO-C,,,,funded,,,,s\n\
        milestone dates,going-digital,,DEMO-A,,,,,wi-fi,expected,01/02/2019,s\n\
        milestone dates,going-digital,,DEMO-A,,,,,wi-fi,expected,2019-2-1,s\n\
        milestone dates,going-digital,,DEMO-A,,,,,wi-fi,expected,March 2019,s\n\
        milestone dates,going-digital,,DEMO-B,,,,,wi-fi,promised,2019-03,s\n\
        milestone dates,going-digital,,DEMO-B,,,,,wi-fi,promised,2019-03,s\n\
        milestone dates,going-digital,,DEMO-B,,,,,none,promised,2019-03,s\n\
        riddles,going-digital,,DEMO-B,,,,,,,,s\n";
    for portal in portals().await {
        let entries = portal.verify().await.entries;
        for run in [Run::Dry, Run::Real] {
            let report = portal.try_programme(&[("bad.csv", bad)], run).await;
            let said = |line: u64| {
                let of = report.lines.iter().find(|one| one.line == line && one.outcome == Outcome::Refused);
                of.map_or_else(|| panic!("line {line}: {report:#?}"), |one| one.detail.clone())
            };
            for (line, words) in [
                (2, "DEMO-X is not in the register of organisations"),
                (4, "date: a line of members has no such column"),
                (5, "DEMO-A cannot be paired with itself"),
                (6, "DEMO-C closed on 31 March 2016"),
                (7, "date: \u{201c}01/02/2019\u{201d} is not a date: write 2018, 2018-06 or 2018-06-19"),
                (8, "date: \u{201c}2019-2-1\u{201d} is not a date"),
                (9, "date: \u{201c}March 2019\u{201d} is not a date"),
                (11, "it stands already on line 10 of bad.csv"),
                (12, "the programme going-digital has no milestone \u{201c}none\u{201d}"),
                (13, "file: \u{201c}riddles\u{201d} is none of programmes, groups"),
            ] {
                assert!(said(line).starts_with(words), "line {line}: {}", said(line));
            }
        }
        let order = "programme,group,organisation,state,on,source\ngoing-digital,all,DEMO-A,funded,2016-01,s\n";
        let report = portal.import_programme(&[("o.csv", order)]).await;
        assert!(report.lines.first().unwrap().detail.starts_with("out of order: "), "{report:#?}");
        assert_eq!(portal.verify().await.entries, entries, "nothing is half written");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_office_says_with_a_file_nothing_that_others_say() {
    for portal in portals().await {
        let office = portal.signed_in("Olu Office", "DEMO-B", &[Role::Office]).await;
        for (line, words) in [
            (
                "programme,organisation,partner,said_by,says,source\ngoing-digital,DEMO-A,DEMO-B,partner,paired,s\n",
                "only the two organisations themselves say that they are paired",
            ),
            (
                "programme,milestone,organisation,kind,date,source\ngoing-digital,wi-fi,DEMO-A,done,2018-09,s\n",
                "done is said on the milestone\u{2019}s own page",
            ),
        ] {
            let preview = portal.upload("/office/import", &office, &[], ("x.csv", line.as_bytes())).await;
            preview.shows("Some lines cannot be taken, so nothing can.");
            preview.shows(words);
            assert_eq!(preview.text.matches("/office/import/take").count(), 0);
        }
        // Nor what the checks of the group do not allow, nor anything of the membership of its own organisation.
        let checks = "programme,group,check,place,title,asks_for,needed_for,source\n\
            going-digital,all,board,1,The board agreed,A minute,funded,a page\n";
        portal.import_programme(&[("k.csv", checks)]).await;
        let funded = "file,programme,group,organisation,check,decision,evidence,state,on,source\n\
            members,going-digital,all,DEMO-A,,,,funded,2018,s\n";
        let met = format!("{funded}answers to checks,going-digital,all,DEMO-A,board,met,A minute,,,s\n");
        let refused = portal.upload("/office/import", &office, &[], ("x.csv", funded.as_bytes())).await;
        refused.shows("it cannot go on yet. Not settled: The board agreed");
        let own = funded.replace("DEMO-A", "DEMO-B").replace("funded,2018", "proposed,2018");
        let refused = portal.upload("/office/import", &office, &[], ("x.csv", own.as_bytes())).await;
        refused.shows("somebody else of the office decides for your own organisation");
        let left = funded.replace("funded,2018", "withdrawn,2018");
        let refused = portal.upload("/office/import", &office, &[], ("x.csv", left.as_bytes())).await;
        refused.shows("say in the column note why it left");
        let settled = portal.upload("/office/import", &office, &[], ("x.csv", met.as_bytes())).await;
        settled.shows("Lines: 0 refused, 2 new");
        let command = portal.try_programme(&[("x.csv", funded)], Run::Dry).await;
        assert_eq!(command.count(Outcome::New), 1, "what sources say is taken by the operator's command");
        let empty = portal.upload("/office/import", &office, &[], ("x.csv", b"")).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.shows("the file is empty");
        portal.is_whole().await;
    }
}
