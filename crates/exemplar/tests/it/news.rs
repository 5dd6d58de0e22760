//! `/changes`: what changed in public, as a page, Atom and JSON.

use exemplar::blueprints::Intent;

use crate::harness::{both, write_folder};

const PROGRAMME: &str = "programme,name,summary,source\na-programme,A programme,Invented,s\n";
const GROUPS: &str = "programme,group,name,announced_members,source\na-programme,g,A group,,s\n";
const MEMBERS: &str = "programme,group,organisation,state,on,source\na-programme,g,DEMO-A,funded,2019-02,s\n";

#[tokio::test]
async fn what_changed_is_told_newest_first_by_kind_and_organisation_and_drafts_are_not() {
    for mut portal in both().await {
        portal.with_guides(&[("one.md", "# One\n\nText.\n")]).await;
        let drafts = write_folder(&portal.folder().join("drafts"), &[("two.md", "# Hidden\n\nText.\n")]);
        portal.import_guides(&drafts, "DEMO-A", Intent::Draft).await;
        portal.on("2026-11-23");
        portal.import_programme(&[("p.csv", PROGRAMME), ("g.csv", GROUPS), ("m.csv", MEMBERS)]).await;
        portal.settle().await;
        let all = portal.get("/changes").await;
        all.shows("Demonstration Trust: The state of a member was recorded Demonstration Trust is funded in the group g since February 2019");
        all.lacks("hidden");
        let words = all.words();
        assert!(words.find("23 November 2026").unwrap() < words.find("22 November 2026").unwrap(), "newest first");
        let members = portal.get("/changes?kind=programmes&organisation=demo-a").await;
        members.shows("Demonstration Trust is funded");
        members.lacks("A programme was described");
        members.lacks("A guide was taken");
        portal.get("/changes?as-at=2026-11-22").await.lacks("Demonstration Trust is funded");
        portal.get("/changes?kind=removals").await.shows("Nothing fits all of this.");
        portal.get("/changes?kind=bogus").await.shows("There is no kind of change “bogus”.");
        let json = portal.get("/changes.json?kind=programmes").await;
        let body: serde_json::Value = serde_json::from_str(&json.text).unwrap();
        assert_eq!(body["changes"].as_array().map(Vec::len), Some(3), "{}", json.text);
        assert_eq!(body["changes"][0]["organisation"], "DEMO-A");
        let atom = portal.get("/changes.atom").await;
        assert_eq!(atom.header("content-type"), "application/atom+xml; charset=utf-8");
        assert!(
            atom.text.contains("<summary>Demonstration Trust is funded in the group g since February 2019</summary>"),
            "{}",
            atom.text
        );
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn long_lists_stand_on_pages() {
    for mut portal in both().await {
        portal.with_guides(&[("one.md", "# One\n\nText.\n")]).await;
        portal.import_programme(&[("p.csv", PROGRAMME)]).await;
        for number in 0..60 {
            let line = format!("programme,subject,measure,value,source\na-programme,S,m,{number},s\n");
            portal.import_programme(&[("s.csv", &line)]).await;
        }
        portal.settle().await;
        let first = portal.get("/changes").await;
        first.shows("Older changes");
        first.lacks("S, m: 5 ");
        let second = portal.get("/changes?page=2").await;
        second.shows("Newer changes");
        second.shows("A programme was described");
        let json: serde_json::Value = serde_json::from_str(&portal.get("/changes.json").await.text).unwrap();
        assert_eq!(json["changes"].as_array().map(Vec::len), Some(50));
        assert!(json["next"].as_str().unwrap().ends_with("/changes.json?page=2"));
    }
}
