//! An invented programme: what its lists and counts say is what its dates say, page by page and on any day; on both databases.

use std::collections::BTreeSet;

use database::execute;
use exemplar::milestones;
use exemplar::people::policy::ImportProgramme;
use exemplar::people::{Actor, decide};
use exemplar::programmes::synth::{self, Size};
use exemplar::rounds::synth::invented;
use sqlx::query;

use crate::harness::{Portal, both};

const SIZE: Size = Size { organisations: 230, milestones: 2, forecasts: 5, seed: 3 };

const MILESTONE: &str = "/programmes/demo-synthetic/milestones/milestone-2";

async fn made(portal: &mut Portal) {
    let mut list = "code,name,kind,source\n".to_owned();
    for number in 0..SIZE.organisations {
        let one = invented(number);
        list.push_str(&format!("{},{},{},Invented\n", one.code, one.name, one.care_setting));
    }
    portal.import_organisations(&list, "2015-04-01").await;
    let permit = decide(&Actor::Operator, ImportProgramme, &(), portal.app.clock().now()).unwrap();
    let written = synth::synthesise(portal.app.kit(), permit, SIZE, &|_, _, _| ()).await.unwrap();
    assert!(written > SIZE.organisations * 2 * 6, "{written}");
    portal.settle().await;
}

/// Every part of a CSV, from the first on.
async fn parts(portal: &Portal, path: &str) -> (Vec<String>, usize) {
    let (mut lines, mut many, mut next) = (Vec::new(), 0, Some(path.to_owned()));
    while let Some(path) = next {
        let reply = portal.get(&path).await;
        assert!(reply.status.is_success(), "{path}");
        lines.extend(reply.text.lines().skip(1).map(str::to_owned));
        next = reply.header("link").split(['<', '>']).nth(1).map(str::to_owned);
        many += 1;
    }
    (lines, many)
}

#[tokio::test]
async fn a_list_of_many_comes_in_parts_that_together_have_each_date_once() {
    for portal in &mut both().await {
        made(portal).await;
        for as_at in ["", "as-at=2019-06-30"] {
            let query = if as_at.is_empty() { String::new() } else { format!("?{as_at}") };
            let (lines, many) = parts(portal, &format!("{MILESTONE}/dates.csv{query}")).await;
            assert_eq!(lines.iter().collect::<BTreeSet<_>>().len(), lines.len(), "nothing stands twice");
            let codes: BTreeSet<&str> = lines.iter().filter_map(|line| line.split(',').nth(2)).collect();
            assert_eq!(many, codes.len().div_ceil(200), "a part has 200 organisations");
            if as_at.is_empty() {
                assert_eq!(codes.len(), SIZE.organisations);
            }
            let (all, _) = parts(portal, &format!("/programmes/demo-synthetic/milestones.csv{query}")).await;
            let of_two = all.iter().filter(|line| line.split(',').nth(1) == Some("milestone-2")).count();
            assert_eq!(of_two, lines.len(), "{as_at}");
            // The pages walk through the same organisations, in the order of their dates.
            let (mut seen, mut next) = (Vec::new(), Some(format!("{MILESTONE}{query}")));
            while let Some(path) = next {
                let page = portal.get(&path).await;
                let html = scraper::Html::parse_document(&page.text);
                let links = scraper::Selector::parse("main td a[href*='/milestones']").unwrap();
                let code = |link: scraper::ElementRef<'_>| {
                    link.attr("href").and_then(|to| to.split('/').nth(2)).map(str::to_owned)
                };
                seen.extend(html.select(&links).filter_map(code));
                let further = scraper::Selector::parse("main p > a[href*='from=']").unwrap();
                next = html.select(&further).next().and_then(|link| link.attr("href")).map(str::to_owned);
            }
            assert_eq!(seen.len(), codes.len(), "{as_at}");
            assert_eq!(seen.iter().map(String::as_str).collect::<BTreeSet<_>>(), codes);
        }
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_counts_of_what_moved_are_those_of_the_dates() {
    for portal in &mut both().await {
        made(portal).await;
        let pages = [
            "/programmes/demo-synthetic/reasons.csv",
            "/programmes/demo-synthetic/reasons.csv?as-at=2020-01-01",
            "/programmes/demo-synthetic/delivered.csv",
            "/programmes/demo-synthetic/delivered.csv?as-at=2020-01-01",
            "/programmes/demo-synthetic/milestones/milestone-2/dates.csv",
            "/programmes/demo-synthetic/milestones/milestone-2/dates.csv?as-at=2020-01-01",
        ];
        let mut before = Vec::new();
        for page in pages {
            let text = portal.get(page).await.text;
            assert!(text.lines().count() > 7, "{text}");
            before.push(text);
        }
        // Counted anew from the dates, as for a database that is older than the counts.
        let mut tx = portal.db().begin().await.unwrap();
        execute!(tx, query("DELETE FROM moved_dates")).unwrap();
        execute!(tx, query("DELETE FROM dates_by_month")).unwrap();
        execute!(tx, query("DELETE FROM dated_organisations")).unwrap();
        execute!(tx, query("DELETE FROM standing_dates")).unwrap();
        tx.commit().await.unwrap();
        milestones::count_what_moved(portal.app.kit()).await.unwrap();
        for (page, before) in pages.iter().zip(before) {
            let words: BTreeSet<String> = portal.get(page).await.text.lines().map(str::to_owned).collect();
            assert_eq!(words, before.lines().map(str::to_owned).collect::<BTreeSet<_>>(), "{page}");
        }
        portal.get("/programmes/demo-synthetic").await.shows("230 organisations known here by name");
        portal.get("/programmes/demo-synthetic/compare").await.shows("There are too many to choose from with a tick.");
        let side = "/programmes/demo-synthetic/compare?organisation=SYN-0001&organisation=syn-0002&organisation=";
        portal.get(side).await.shows("Invented milestone 2");
        let calendar = portal.get("/programmes/demo-synthetic/milestones.ics").await.text;
        assert!(calendar.matches("BEGIN:VEVENT").count() > 5, "{calendar}");
        portal.get("/programmes/demo-synthetic/members?state=funded").await.shows("Funded");
        portal.get("/footprints/demo-place-2").await.shows("The same figures in a table");
    }
}

#[tokio::test]
async fn files_of_members_pairings_and_money_come_in_parts_that_the_page_links_to() {
    for portal in &mut both().await {
        made(portal).await;
        let code = |number: usize| invented(number).code;
        let mut pairs = "programme,organisation,partner,said_by,says,source\n".to_owned();
        let mut money = "programme,organisation,subject,measure,money,value,unit,source\n".to_owned();
        money.push_str("demo-synthetic,,All of it,secured,secured,500,GBP m,s\n");
        for number in 0..SIZE.organisations - 1 {
            pairs.push_str(&format!("demo-synthetic,{},{},source,paired,s\n", code(number), code(number + 1)));
            money.push_str(&format!("demo-synthetic,{},Its share,at most,promised,5,GBP m,s\n", code(number)));
        }
        let report = portal.import_programme(&[("pairs.csv", &pairs), ("money.csv", &money)]).await;
        assert_eq!(report.lines.len(), 2 * SIZE.organisations - 1, "{:#?}", report.lines.first());
        portal.settle().await;
        for (page, file, column, count) in [
            ("/members", "members.csv", 2, SIZE.organisations),
            ("", "pairings.csv", 1, SIZE.organisations - 1),
            ("/money", "money.csv", 2, SIZE.organisations),
            ("", "statements.csv", 2, SIZE.organisations),
        ] {
            let (lines, many) = parts(portal, &format!("/programmes/demo-synthetic/{file}")).await;
            let codes: BTreeSet<&str> = lines.iter().filter_map(|line| line.split(',').nth(column)).collect();
            assert_eq!((codes.len(), many), (count, 2), "{file}");
            assert_eq!(lines.iter().collect::<BTreeSet<_>>().len(), lines.len(), "nothing stands twice in {file}");
            let page = portal.get(&format!("/programmes/demo-synthetic{page}")).await;
            let html = scraper::Html::parse_document(&page.text);
            let links = scraper::Selector::parse(&format!("main a[href*='{file}']")).unwrap();
            let mut linked = Vec::new();
            for link in html.select(&links).filter_map(|link| link.attr("href")) {
                linked.extend(portal.get(link).await.text.lines().skip(1).map(str::to_owned));
            }
            assert_eq!(linked, lines, "{file}");
        }
        let funded = portal.get("/programmes/demo-synthetic/members.csv?state=funded&group=wave-1").await.text;
        let codes: BTreeSet<&str> = funded.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
        portal.get("/programmes/demo-synthetic/members?state=funded").await.shows(&format!("{} members", codes.len()));
        portal.is_whole().await;
    }
}
