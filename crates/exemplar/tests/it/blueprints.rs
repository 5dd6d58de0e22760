//! `/blueprints`: guides taken from folders, read, compared, downloaded, exported; on both databases.

use std::collections::BTreeMap;
use std::path::Path;

use axum::http::StatusCode;
use exemplar::blueprints::{self, Intent};

use crate::harness::{Portal, both, write_folder};

const ONE: &str = "---\ntitle: Wi-Fi on wards\nkind: it-system\ncost: {low: 1000, high: 25000, basis: quotes}\nodd_field: kept\npublished: 2024-05\nvariables:\n  trust: {label: Your trust, default: our trust}\n---\n\n# Wi-Fi on wards\n\nHow {{trust}} did it. See [two](sub/two.md#steps) and [the form](form%20A.csv).\n\n![](plan.png)\n\n## Steps\n\n### Survey\n\n- Who: two engineers\n- How long: 3 weeks\n\nWalk every ward.\n";
const TWO: &str = "# Second guide\n\nBack to [one](../one.md). [Out](../../../etc/passwd).\n\n## Steps\n\nDo it.\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00";

async fn handbook(portal: &mut Portal) -> std::path::PathBuf {
    let dir = portal.folder().join("handbook");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("plan.png"), PNG).unwrap();
    portal.with_guides(&[("one.md", ONE), ("sub/two.md", TWO), ("form A.csv", "a,b\n")]).await
}

#[tokio::test]
async fn a_folder_becomes_guides_with_links_files_and_facts() {
    for mut portal in both().await {
        handbook(&mut portal).await;
        let page = portal.get("/blueprints/wi-fi-on-wards").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("Imported from handbook on 22 November 2026, not reviewed here.");
        page.shows("£1,000 to £25,000");
        page.shows("How our trust did it.");
        page.shows("Who two engineers How long 3 weeks");
        page.shows("Covers Steps");
        page.shows("odd_field kept");
        assert!(page.text.contains("href=\"/blueprints/second-guide#s-steps\""));
        assert!(page.text.contains("alt=\"Picture without a description\""));
        let two = portal.get("/blueprints/second-guide").await;
        assert!(two.text.contains("href=\"/blueprints/wi-fi-on-wards\"") && !two.text.contains("passwd"));
        let file = portal.get("/blueprints/wi-fi-on-wards/versions/1/files/form%20A.csv").await;
        assert_eq!(file.text, "a,b\n");
        assert!(file.header("content-disposition").starts_with("attachment"), "{}", file.header("content-disposition"));
        assert!(file.header("content-security-policy").contains("sandbox"));
        assert_eq!(portal.get("/blueprints/wi-fi-on-wards/versions/1/text.md").await.text, ONE);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_second_import_makes_versions_of_what_changed_and_nothing_else() {
    for mut portal in both().await {
        let dir = handbook(&mut portal).await;
        let entries = portal.verify().await.entries;
        let again = portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
        assert_eq!((again.unchanged, again.new.len(), again.changed.len()), (2, 0, 0));
        assert_eq!(portal.verify().await.entries, entries);

        portal.on("2026-11-25");
        write_folder(&dir, &[("one.md", &ONE.replace("Walk every ward.", "Walk every ward twice."))]);
        let changed = portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
        assert_eq!((changed.unchanged, changed.changed.len()), (1, 1));
        portal.settle().await;
        portal.get("/blueprints/wi-fi-on-wards").await.shows("Walk every ward twice.");
        let old = portal.get("/blueprints/wi-fi-on-wards/versions/1").await;
        old.shows("This is version 1.");
        old.lacks("twice");
        let compared = portal.get("/blueprints/wi-fi-on-wards/compare?from=1&to=2").await;
        compared.shows("1 paragraph changed: 2 words added and 1 word removed");
        compared.shows("[Added:");
        portal.get("/blueprints/wi-fi-on-wards?as-at=2026-11-23").await.lacks("twice");
        let unknown = portal.get("/blueprints/wi-fi-on-wards?as-at=2020-01-01").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        unknown.shows("first known here from 31 May 2024");
        assert_eq!(portal.get("/blueprints/wi-fi-on-wards/versions/3").await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_changed_attachment_alone_is_a_new_version() {
    let mut portal = Portal::sqlite().await;
    let dir = handbook(&mut portal).await;
    write_folder(&dir, &[("form A.csv", "a,b,c\n")]);
    assert_eq!(portal.import_guides(&dir, "DEMO-A", Intent::Publish).await.changed.len(), 1);
    portal.settle().await;
    assert_eq!(portal.get("/blueprints/wi-fi-on-wards/versions/1/files/form%20A.csv").await.text, "a,b\n");
    assert_eq!(portal.get("/blueprints/wi-fi-on-wards/versions/2/files/form%20A.csv").await.text, "a,b,c\n");
}

#[tokio::test]
async fn a_renamed_guide_keeps_its_old_address_as_a_redirect_for_ever() {
    for mut portal in both().await {
        let dir = handbook(&mut portal).await;
        write_folder(&dir, &[("one.md", &ONE.replace("Wi-Fi on wards", "Wireless everywhere"))]);
        portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
        write_folder(&dir, &[("three.md", "# Wi-Fi on wards\n\nAnother guide of the old name.\n")]);
        portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
        portal.settle().await;
        let old = portal.get("/blueprints/wi-fi-on-wards").await;
        assert_eq!(
            (old.status, old.header("location")),
            (StatusCode::PERMANENT_REDIRECT, "/blueprints/wireless-everywhere")
        );
        for path in ["versions/1/text.md", "compare?from=1&to=2", "versions/1/files/form%20A.csv"] {
            let moved = portal.get(&format!("/blueprints/wi-fi-on-wards/{path}")).await;
            assert_eq!(moved.header("location"), format!("/blueprints/wireless-everywhere/{path}"));
        }
        portal.get("/blueprints/wi-fi-on-wards-2").await.shows("Another guide of the old name.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn drafts_are_hidden_until_they_are_published() {
    for mut portal in both().await {
        portal.import_organisations("code,name,source\nDEMO-A,A Demonstration Trust,Invented\n", "2020-01-01").await;
        let dir = write_folder(&portal.folder().join("d"), &[("one.md", "# A draft\n\nsecretword\n")]);
        portal.import_guides(&dir, "DEMO-A", Intent::Draft).await;
        portal.settle().await;
        for path in [
            "/blueprints/a-draft",
            "/blueprints/a-draft/versions/1",
            "/blueprints/a-draft/versions/1/text.md",
            "/blueprints/a-draft/compare",
        ] {
            assert_eq!(portal.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        portal.get("/blueprints?q=secretword").await.shows("0 guides");
        portal.get("/organisations/DEMO-A").await.lacks("A draft");
        write_folder(&dir, &[("one.md", "# A draft\n\nsecretword, said better\n")]);
        portal.import_guides(&dir, "DEMO-A", Intent::Draft).await;
        portal.on("2026-11-24");
        let report = portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
        assert_eq!((report.published.len(), report.changed.len()), (1, 0));
        write_folder(&dir, &[("one.md", "# A draft\n\nThird.\n")]);
        let refused = portal.import_guides(&dir, "DEMO-A", Intent::Draft).await.refused;
        assert!(refused[0].1.contains("published already"), "{refused:?}");
        portal.settle().await;
        portal.get("/blueprints/a-draft").await.shows("secretword");
        assert_eq!(
            portal.get("/blueprints/a-draft/versions/1").await.status,
            StatusCode::NOT_FOUND,
            "it was only ever a draft"
        );
        let before = portal.get("/blueprints/a-draft?as-at=2026-11-23").await;
        assert_eq!(before.status, StatusCode::NOT_FOUND, "a draft was not publicly known");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn an_export_gives_back_byte_for_byte_what_was_imported() {
    for mut portal in both().await {
        let odd = "\u{feff}---\r\ntitle: 'Odd: bytes'\r\n---\r\n\r\n# x  \r\n\ttab\r\n";
        let dir = handbook(&mut portal).await;
        write_folder(&dir, &[("Odd & Names – x: y.md", odd), ("odd & names – X: y.md", "# Other\n")]);
        portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
        let out = portal.folder().join("out");
        let report = blueprints::export(portal.app.kit(), &out, None, &|_, _, _| ()).await.unwrap();
        assert_eq!((report.guides, report.attachments), (4, 2));
        assert_eq!(contents(&out.join("DEMO-A/handbook")), contents(&dir));
    }
}

fn contents(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(contents(&entry.path()).into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            found.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    found
}

#[tokio::test]
async fn an_entry_of_a_guide_held_elsewhere_says_where() {
    use exemplar::people::policy::ImportBlueprints;
    use exemplar::people::{Actor, decide};
    for mut portal in both().await {
        let csv = b"title,organisation,organisation_code,published,held_at,source\nA far guide,Some Trust,,,A locked library,a page\n";
        for expected in [(1, 0), (0, 1)] {
            let (entries, refused) = blueprints::read_index(csv).unwrap();
            assert!(refused.is_empty());
            let action = ImportBlueprints { organisation: None };
            let permit = decide(&Actor::Operator, action, &(), portal.app.clock().now()).unwrap();
            let done = blueprints::import_index(portal.app.kit(), permit, &entries, "an index").await.unwrap();
            assert_eq!(done, expected);
        }
        portal.settle().await;
        let page = portal.get("/blueprints/a-far-guide").await;
        page.shows("The text of this guide is not held here.");
        page.shows("A locked library");
        page.shows("Published Not known");
        portal.get("/blueprints").await.shows("Publication date not known");
        assert_eq!(portal.get("/blueprints/a-far-guide/versions/1/text.md").await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn ten_thousand_guides_are_listed_a_page_at_a_time() {
    use exemplar::people::policy::SynthesiseBlueprints;
    use exemplar::people::{Actor, decide};
    for mut portal in both().await {
        let permit = decide(&Actor::Operator, SynthesiseBlueprints, &(), portal.app.clock().now()).unwrap();
        blueprints::synthesise(portal.app.kit(), permit, 450, &|_, _, _| ()).await.unwrap();
        portal.settle().await;
        portal.get("/blueprints").await.shows("450 guides, newest first, page 1 of 45");
        let last = portal.get("/blueprints?page=45").await;
        assert_eq!(last.text.matches("app-result__title").count(), 10);
        portal.get("/blueprints?page=99999").await.shows("450 guides");
        portal.get("/blueprints?kind=it-system&page=2").await.shows("150 guides");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn feeds_name_the_newest_guides_and_the_versions_of_one() {
    let mut portal = Portal::sqlite().await;
    let dir = portal.with_guides(&[("one.md", "# One & \"two\"\n\nText.\n")]).await;
    write_folder(&dir, &[("one.md", "# One & \"two\"\n\nNewer.\n")]);
    portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
    let drafts = write_folder(&portal.folder().join("drafts"), &[("d.md", "# Draft\n\nx\n")]);
    portal.import_guides(&drafts, "DEMO-A", Intent::Draft).await;
    portal.settle().await;
    let feed = portal.get("/blueprints.atom").await;
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    assert!(feed.text.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns="), "{}", feed.text);
    assert_eq!(feed.text.matches("<entry>").count(), 1);
    assert!(feed.text.contains("<title>One &amp; &quot;two&quot;</title>"), "{}", feed.text);
    assert!(feed.text.contains("<updated>2026-11-22T10:00:00Z</updated>"), "{}", feed.text);
    let one = portal.get("/blueprints/one-two/feed.atom").await;
    assert_eq!(one.text.matches("<entry>").count(), 2);
    assert!(one.text.contains("/blueprints/one-two/versions/2</id>"), "{}", one.text);
    assert_eq!(portal.get("/blueprints/draft/feed.atom").await.status.as_u16(), 404);
}
