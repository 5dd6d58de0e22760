//! Finding guides: words, typing mistakes, synonyms, filters, order.

use crate::harness::{Portal, write_folder};
use exemplar::blueprints::Intent;

async fn library() -> Portal {
    let mut portal = Portal::sqlite().await;
    portal
        .with_guides(&[
            ("epma.md", "---\nkind: it-system\ncare_settings: [Acute]\npublished: 2024\n---\n# Charts on screens\n\nHow electronic prescribing and medicines administration came to 38 wards. Nurses & <pharmacists> agreed.\n"),
            ("wifi.md", "---\nkind: it-system\ncare_settings: [Community, Acute]\npublished: 2025\n---\n# Wi-Fi for everyone\n\nThe network on wards. [form](form.txt)\n"),
            ("waits.md", "---\nkind: care-pathway\npublished: 2023\n---\n# Long waits\n\nHarm review of long waiters on a network of clinics.\n"),
            ("form.txt", "acceptance checklist with unusualword"),
        ])
        .await;
    portal
}

fn order(text: &str) -> Vec<&str> {
    let titles = ["Charts on screens", "Wi-Fi for everyone", "Long waits"];
    let mut found: Vec<_> = titles.iter().filter_map(|t| Some((text.find(t)?, *t))).collect();
    found.sort();
    found.into_iter().map(|(_, t)| t).collect()
}

#[tokio::test]
async fn words_are_marked_in_a_passage_and_markup_is_escaped() {
    let portal = library().await;
    let page = portal.get("/blueprints?q=pharmacist+wards").await;
    assert!(page.text.contains("&lt;<mark>pharmacists</mark>&gt;"), "{}", page.text);
    page.shows("1 guide");
}

#[tokio::test]
async fn titles_weigh_more_and_the_newest_come_first_without_words() {
    let portal = library().await;
    assert_eq!(
        order(&portal.get("/blueprints").await.words()),
        ["Wi-Fi for everyone", "Charts on screens", "Long waits"]
    );
    assert_eq!(order(&portal.get("/blueprints?q=waits").await.words()).first(), Some(&"Long waits"));
}

#[tokio::test]
async fn synonyms_lead_both_ways_and_mistakes_are_forgiven_and_said() {
    let portal = library().await;
    portal.get("/blueprints?q=EPMA").await.shows("Charts on screens");
    assert!(portal.get("/blueprints?q=wireless").await.text.contains("href=\"/blueprints/wi-fi-for-everyone\""));
    let typo = portal.get("/blueprints?q=netwrok").await;
    typo.shows("No guide has the word “netwrok”");
    typo.shows("2 guides");
    portal.get("/blueprints?q=zzzzqqqq").await.shows("No guide fits all of this");
}

#[tokio::test]
async fn when_no_guide_has_all_the_words_those_with_some_are_shown_and_it_is_said() {
    let page = library().await.get("/blueprints?q=harm+prescribing").await;
    page.shows("No guide has all the words");
    page.shows("2 guides");
}

#[tokio::test]
async fn filters_count_without_themselves_and_hold_the_others() {
    let portal = library().await;
    let page = portal.get("/blueprints?kind=care-pathway").await;
    page.shows("1 guide");
    page.shows("IT system (2)");
    let both = portal.get("/blueprints?kind=care-pathway&kind=it-system&care-setting=Community").await;
    both.shows("1 guide");
    both.shows("Acute (2)");
    both.shows("Care pathway (0)");
}

#[tokio::test]
async fn plain_text_attachments_are_searched() {
    library().await.get("/blueprints?q=unusualword").await.shows("Wi-Fi for everyone");
}

#[tokio::test]
async fn search_follows_what_is_changed_and_what_other_processes_write() {
    let mut portal = library().await;
    let dir = write_folder(&portal.folder().join("handbook"), &[("waits.md", "# Long waits\n\nNow about kites.\n")]);
    portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
    portal.settle().await;
    portal.get("/blueprints?q=kites").await.shows("Long waits");
    portal.get("/blueprints?q=harm+review").await.lacks("Long waits");
}

#[tokio::test]
async fn an_index_made_anew_is_taken_up_by_a_running_server() {
    let mut portal = library().await;
    let root = portal.folder().join("search");
    // A server that starts meanwhile tidies up, and leaves what is being written alone.
    let search = portal.app.search().clone();
    let start = |_, _| drop(exemplar::search::Follower::new(&search));
    exemplar::search::reindex(portal.app.kit(), &root, &start).await.unwrap();
    portal.settle().await;
    portal.get("/blueprints?q=EPMA").await.shows("Charts on screens");
    let folders = std::fs::read_dir(&root).unwrap().flatten().filter(|entry| entry.path().is_dir()).count();
    assert_eq!(folders, 1, "the index it replaced is gone");
}

#[tokio::test]
async fn odd_questions_are_answered() {
    let portal = library().await;
    for q in [
        "%00",
        "%22",
        "a".repeat(5_000).as_str(),
        "AND+OR+NOT",
        "title:(",
        "*",
        "%F0%9F%98%80",
        "-",
        "q+q+q+q+q+q+q+q+q+q+q+q+q+q+q+q",
    ] {
        assert!(portal.get(&format!("/blueprints?q={q}")).await.status.is_success(), "{q}");
    }
    for signs in ["*", "-", "%22%22", "%3F%21"] {
        portal.get(&format!("/blueprints?q={signs}")).await.shows("No guide fits all of this");
    }
    portal.get("/blueprints?q=+").await.lacks("No guide fits");
}
