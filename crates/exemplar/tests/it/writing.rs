//! `/blueprints/{slug}/draft`, `/edit`, `/care`, `/agree`, `/sign`, `/publish`: from a draft to a version everyone reads.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const HAZARDS: &str = "# Charts on screens\n\nText.\n\n## Standards and safety\n\n| Hazard | Cause | Effect | Control | What is left |\n| --- | --- | --- | --- | --- |\n| Two charts at once | Paper kept | A dose given twice | Remove paper | Low |\n| Screen freezes | Network | Delay | Downtime pack | Low |\n";

const NO: [(&str, &str); 3] = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
const YES: [(&str, &str); 3] = [("changes_what", "yes"), ("could_harm", "no"), ("states_dose", "no")];

const HERE: &str = "/blueprints/one";

/// What everyone says of a version that is not the first.
const SAID: [(&str, &str); 2] = [("class", "improvement"), ("note", "Better words")];

async fn one(portal: &mut Portal, text: &str) -> String {
    portal.with_guides(&[("one.md", text)]).await;
    portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await
}

async fn goes(portal: &Portal, path: &str, cookie: &str, pairs: &[(&str, &str)]) {
    let reply = portal.fill(path, cookie, pairs).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}: {}", reply.words());
}

#[tokio::test]
async fn a_draft_becomes_the_next_version_and_is_found_at_once() {
    for mut portal in both().await {
        let ann = one(&mut portal, "---\nkind: it-system\n---\n# One\n\nOld words.\n").await;
        let bad = portal.fill(&format!("{HERE}/edit"), &ann, &[("text", "# One\n\n<iframe src=x></iframe>\n")]).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        bad.shows("<iframe>");
        assert!(bad.text.contains("&lt;iframe src=x&gt;"), "what was typed stays");
        let preview =
            portal.fill(&format!("{HERE}/edit"), &ann, &[("text", "# One\n\nNew words.\n"), ("how", "preview")]).await;
        preview.shows("not saved yet");

        bad.shows("line 3: these tags cannot stand in a guide: <iframe>");
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", " ")]).await;
        goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
        portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await.shows("It has no words yet");
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nNew wombat words.\n")]).await;
        portal.get(HERE).await.lacks("wombat");
        let draft = portal.get_as(&ann, &format!("{HERE}/draft")).await;
        draft.shows("New wombat words.");
        draft.shows("Saved 2 times, last by Ann Lee on 22 November 2026");
        assert_eq!(portal.get(&format!("{HERE}/draft")).await.status, StatusCode::SEE_OTHER);
        goes(&portal, &format!("{HERE}/publish"), &ann, &[("class", "correction"), ("note", "Wombats came")]).await;
        portal.settle().await;
        let page = portal.get(HERE).await;
        page.shows("New wombat words.");
        page.shows("Correction Wombats came");
        page.shows("Compare with version 1");
        portal.get("/blueprints?q=wombat").await.shows("1 guide");
        // What stood before the text in front matter is still there.
        assert!(
            portal.get(&format!("{HERE}/versions/2/text.md")).await.text.starts_with("---\nkind: it-system\n---\n")
        );
        assert_eq!(portal.get_as(&ann, &format!("{HERE}/draft")).await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_later_of_two_editors_sees_both_texts_and_what_differs() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\nOld words.\n").await;
        let bo = portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await;
        let (action, fields) = portal.get_as(&bo, &format!("{HERE}/edit")).await.form();
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nThe words of Ann.\n")]).await;
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        pairs.retain(|(name, _)| *name != "text");
        pairs.push(("text", "# One\n\nThe words of Bo.\n"));
        let reply = portal.post(&action, &bo, &pairs).await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        for words in ["The words of Ann.", "The words of Bo.", "saved by Ann Lee", "1 paragraph changed"] {
            reply.shows(words);
        }
        // The form that came back carries on from there.
        let (action, fields) = reply.form();
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(portal.post(&action, &bo, &pairs).await.status, StatusCode::SEE_OTHER);
        portal.get_as(&bo, &format!("{HERE}/draft")).await.shows("The words of Bo.");
    }
}

#[tokio::test]
async fn what_touches_care_waits_for_a_safety_officer_who_did_not_write_it() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\nText.\n").await;
        let cy = portal.signed_in("Cy Day", "DEMO-A", &[Role::SafetyOfficer, Role::Contributor]).await;
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", HAZARDS)]).await;
        goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
        portal.get_as(&ann, &format!("{HERE}/draft")).await.shows("The text names hazards, and yet");
        portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await.shows("three times no was answered");
        goes(&portal, &format!("{HERE}/care"), &ann, &YES).await;
        portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await.shows("no clinical safety officer");
        assert_eq!(portal.get_as(&ann, &format!("{HERE}/sign")).await.status, StatusCode::FORBIDDEN);

        let sign = format!("{HERE}/sign");
        let half = portal.fill(&sign, &cy, &[("hazard-1", "holds"), ("hazard-2", "not-here")]).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        half.shows("Say why it does not apply here");
        let (action, fields) = half.form();
        // The text changes while the officer reads: the signature is to what was seen, so it is not taken.
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", &HAZARDS.replace("Text.", "More text."))]).await;
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        pairs.retain(|(name, _)| *name != "words-2");
        pairs.push(("words-2", "We have no screens"));
        let late = portal.post(&action, &cy, &pairs).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.words());

        let said = [("hazard-1", "holds"), ("hazard-2", "not-here"), ("words-2", "We have no screens")];
        goes(&portal, &sign, &cy, &said).await;
        let draft = portal.get_as(&ann, &format!("{HERE}/draft")).await;
        draft.shows("Signed by Cy Day");
        draft.shows("We have no screens");
        goes(&portal, &format!("{HERE}/publish"), &ann, &SAID).await;
        portal
            .get(HERE)
            .await
            .shows("A clinical safety officer of this organisation signed this text, 22 November 2026");

        // A later change is a draft again; everyone reads the signed text until that one is signed.
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", &HAZARDS.replace("Text.", "Unsigned text."))]).await;
        portal.get(HERE).await.lacks("Unsigned text.");
        portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await.shows("no clinical safety officer");
        portal.get(HERE).await.shows("More text.");

        // Taking the hazards out and answering no does not go round the officer, who is asked about what is gone.
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# Charts on screens\n\nNo hazards here.\n")]).await;
        goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
        portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await.shows("It touched care before");
        let gone = portal.get_as(&cy, &sign).await;
        gone.shows("This hazard is no longer in the text.");
        gone.shows("Two charts at once");

        // Whoever wrote it does not sign it, whatever their roles.
        goes(&portal, &format!("{HERE}/edit"), &cy, &[("text", &HAZARDS.replace("Text.", "My text."))]).await;
        assert_eq!(portal.get_as(&cy, &sign).await.status, StatusCode::FORBIDDEN);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_link_that_runs_is_refused_with_its_place_and_saving_nothing_new_begins_no_draft() {
    let mut portal = Portal::sqlite().await;
    let ann = one(&mut portal, "---\nkind: it-system\n---\n# One\n\n## Benefits\n\nOld.\n").await;
    let benefits = format!("{HERE}/sections/benefits");
    let same = portal.fill(&benefits, &ann, &[("text", "Old.")]).await;
    assert_eq!(same.header("location"), HERE, "{}", same.words());
    assert_eq!(portal.get_as(&ann, &format!("{HERE}/draft")).await.status, StatusCode::NOT_FOUND);
    for (text, why) in [
        ("Fine.\n\n[x](javascript:alert(1))", "line 3: this link runs a program"),
        ("[x](<JaVa ScRiPt:alert(1)>)", "line 1: this link runs a program"),
        ("![x](data:text/html,a)", "line 1: this link runs a program"),
        ("Fine.\n<script>x</script>", "line 2: these tags cannot stand in a guide"),
    ] {
        let refused = portal.fill(&benefits, &ann, &[("text", text)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
        refused.shows(why);
    }
    let facts = format!("{HERE}/facts");
    for (pairs, why) in [
        (&[("reviewed", "2031-01-01")][..], "Last reviewed: this day is still to come"),
        (&[("reviewed", "2026-01-01"), ("review_due", "2020-01-01")], "The next review is before the last one"),
        (&[("kind", "bogus")], "Choose what it is about"),
    ] {
        portal.fill(&facts, &ann, pairs).await.shows(why);
    }
}

#[tokio::test]
async fn a_second_person_agrees_and_readers_see_it() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\nText.\n").await;
        let bo = portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await;
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nBetter.\n")]).await;
        assert_eq!(portal.get_as(&ann, &format!("{HERE}/agree")).await.status, StatusCode::FORBIDDEN);
        goes(&portal, &format!("{HERE}/agree"), &bo, &[("note", "Mind the second table")]).await;
        portal.get_as(&ann, &format!("{HERE}/comments")).await.shows("Mind the second table");
        portal.letter_to("ann.lee@example.org", "Bo Roe agreed to the draft of").await;
        assert_eq!(portal.get_as(&bo, &format!("{HERE}/publish")).await.status, StatusCode::FORBIDDEN);
        goes(&portal, &format!("{HERE}/care"), &bo, &NO).await;
        goes(&portal, &format!("{HERE}/publish"), &ann, &SAID).await;
        portal.get(HERE).await.shows("A second person of this organisation agreed to this text");
        portal.get(&format!("{HERE}/versions/1")).await.lacks("A second person");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn nhs_numbers_are_not_published_until_somebody_says_that_they_are_invented() {
    let mut portal = Portal::sqlite().await;
    let ann = one(&mut portal, "# One\n\nText.\n").await;
    goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nMrs Smith, 943 476 5919.\n")]).await;
    let asked = portal.get_as(&ann, &format!("{HERE}/publish")).await;
    asked.shows("It cannot be published yet Nobody has said yet whether it touches care");
    portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await.shows("Nobody has said yet whether it touches care");
    goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
    let asked = portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    asked.shows("943 476 5919");
    portal.get(HERE).await.lacks("Mrs Smith");
    goes(&portal, &format!("{HERE}/publish"), &ann, &[SAID[0], SAID[1], ("invented", "yes")]).await;
    portal.get(HERE).await.shows("Mrs Smith");
}

#[tokio::test]
async fn a_guide_is_begun_from_nothing_and_written_part_by_part() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\nText.\n").await;
        let empty = portal.fill("/write", &ann, &[]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.shows("Enter a title");
        empty.shows("Choose what it is about");
        let begun = portal.fill("/write", &ann, &[("title", "Scaning \"wards\""), ("kind", "it-system")]).await;
        let draft = "/blueprints/scaning-wards/draft";
        assert_eq!((begun.status, begun.header("location")), (StatusCode::SEE_OTHER, draft), "{}", begun.words());
        let here = "/blueprints/scaning-wards";
        assert_eq!(portal.get_as(&ann, here).await.header("location"), draft);
        assert_eq!(portal.get(here).await.status, StatusCode::NOT_FOUND);

        let facts = format!("{here}/facts");
        let wrong = portal.fill(&facts, &ann, &[("cost_low", "lots"), ("how_well", "Very")]).await;
        wrong.shows("At least: enter whole pounds, like 64,000 or 64k");
        assert!(wrong.text.contains(">Very</textarea>"), "what was typed stays");
        let said = [
            ("title", "Scanning wards"),
            ("care_settings", "Acute"),
            ("cost_low", "1000"),
            ("cost_high", "2,500"),
            ("people", "Ann Lee; Nurse; Drills"),
        ];
        goes(&portal, &facts, &ann, &said).await;
        goes(&portal, &format!("{here}/sections/the-problem"), &ann, &[("text", "Labels were wrong.")]).await;
        goes(&portal, &format!("{here}/sections/what-went-wrong"), &ann, &[("text", "The wi-fi.")]).await;
        let heading = portal.fill(&format!("{here}/sections/benefits"), &ann, &[("text", "## Mine\n\nx")]).await;
        heading.shows("use ### for headings inside this one");
        goes(&portal, &format!("{here}/steps/1"), &ann, &[("title", "Buy"), ("who", "IT"), ("words", "Pay.")]).await;
        goes(&portal, &format!("{here}/steps/2"), &ann, &[("title", "Survey"), ("how_long", "2 weeks")]).await;
        goes(&portal, &format!("{here}/steps/2"), &ann, &[("how", "up")]).await;
        goes(&portal, &format!("{here}/steps/3"), &ann, &[("title", "Oops")]).await;
        goes(&portal, &format!("{here}/steps/3"), &ann, &[("how", "remove")]).await;
        assert_eq!(portal.get_as(&ann, &format!("{here}/steps/4")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.get_as(&ann, &format!("{here}/sections/nonsense")).await.status, StatusCode::NOT_FOUND);
        let page = portal.get_as(&ann, draft).await;
        for words in
            ["Facts 4 of 7 filled in", "The problem 3 words", "Benefits Not yet started", "Survey Buy Add a step"]
        {
            page.shows(words);
        }
        goes(&portal, &format!("{here}/care"), &ann, &NO).await;
        let published = portal.fill(&format!("{here}/publish"), &ann, &[]).await;
        // The address comes from the title it has at first publication; the draft's leads there.
        assert_eq!(published.header("location"), "/blueprints/scanning-wards");
        assert_eq!(portal.get(here).await.header("location"), "/blueprints/scanning-wards");
        portal.settle().await;
        let page = portal.get("/blueprints/scanning-wards").await;
        for words in
            ["Scanning wards", "£1,000 to £2,500", "Ann Lee", "Labels were wrong.", "How long 2 weeks", "Version 1"]
        {
            page.shows(words);
        }
        let text = portal.get("/blueprints/scanning-wards/versions/1/text.md").await.text;
        let order =
            ["## The problem", "## Steps", "### Survey", "### Buy", "## What went wrong"].map(|part| text.find(part));
        assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{text}");
        portal.get("/blueprints?q=scanning").await.shows("1 guide");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn two_people_who_write_different_parts_never_meet_and_in_one_part_both_are_seen() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\n## Benefits\n\nOld.\n").await;
        let bo = portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await;
        let of = |part: &str| format!("{HERE}/sections/{part}");
        let (action, fields) = portal.get_as(&bo, &of("benefits")).await.form();
        goes(&portal, &of("the-problem"), &ann, &[("text", "Ann's problem.")]).await;
        let with = |fields: &[(String, String)], text: &str| -> Vec<(String, String)> {
            let kept = fields.iter().filter(|(name, _)| name != "text").cloned();
            kept.chain([("text".to_owned(), text.to_owned())]).collect()
        };
        let send = async |action: &str, pairs: &[(String, String)]| {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            portal.post(action, &bo, &pairs).await
        };
        assert_eq!(send(&action, &with(&fields, "Bo's benefit.")).await.status, StatusCode::SEE_OTHER);
        let draft = portal.get_as(&ann, &format!("{HERE}/draft")).await;
        draft.shows("Ann's problem.");
        draft.shows("Bo's benefit.");

        let (action, fields) = portal.get_as(&bo, &of("benefits")).await.form();
        goes(&portal, &of("benefits"), &ann, &[("text", "Ann's benefit.")]).await;
        let late = send(&action, &with(&fields, "Bo's better benefit.")).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        for words in ["Ann's benefit.", "Bo's better benefit.", "not saved yet"] {
            late.shows(words);
        }
        let (action, fields) = late.form();
        assert_eq!(send(&action, &fields).await.status, StatusCode::SEE_OTHER);
        portal.get_as(&bo, &format!("{HERE}/draft")).await.shows("Bo's better benefit.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn somebody_of_another_organisation_reviews_what_is_published() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\nText.\n").await;
        portal.import_organisations("code,name,source\nDEMO-B,Other Trust,Invented\n", "2020-01-02").await;
        let di = portal.signed_in("Di Fry", "DEMO-B", &[Role::Reviewer]).await;
        portal.settle().await;
        portal.get_as(&di, HERE).await.shows("Say that you reviewed it");
        let (action, fields) = portal.get_as(&di, &format!("{HERE}/review")).await.form();
        // Another version comes while the reviewer reads: what was seen is no longer what everyone reads.
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nNewer.\n")]).await;
        goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
        goes(&portal, &format!("{HERE}/publish"), &ann, &SAID).await;
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(portal.post(&action, &di, &pairs).await.status, StatusCode::CONFLICT);
        goes(&portal, &format!("{HERE}/review"), &di, &[("note", "Clear")]).await;
        portal.letter_to("ann.lee@example.org", "They say: Clear").await;
        portal.get(HERE).await.shows("Reviewed Somebody of Other Trust agreed to this text, 22 November 2026");
        portal.get(HERE).await.lacks("Di Fry");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_withdrawn_guide_says_why_and_what_to_read_instead_and_its_copies_say_so() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\nText.\n").await;
        portal.import_organisations("code,name,source\nDEMO-B,Other Trust,Invented\n", "2020-01-02").await;
        let bo = portal.signed_in("Bo Roe", "DEMO-B", &[Role::Contributor]).await;
        portal.settle().await;
        goes(&portal, "/blueprints/one/copy", &bo, &[]).await;
        let begun = portal.fill("/write", &ann, &[("title", "Two"), ("kind", "it-system")]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER);
        goes(&portal, "/blueprints/two/sections/summary", &ann, &[("text", "Better.")]).await;
        goes(&portal, "/blueprints/two/care", &ann, &NO).await;
        let withdraw = format!("{HERE}/withdraw");
        let early = portal.fill(&withdraw, &ann, &[("reason", "It was wrong"), ("instead", "/blueprints/two")]).await;
        early.shows("Enter the address of another published guide");
        goes(&portal, "/blueprints/two/publish", &ann, &[]).await;
        portal.fill(&withdraw, &ann, &[]).await.shows("every reader will want to know");
        let said = [("reason", "It was wrong"), ("instead", "http://127.0.0.1:8080/blueprints/two")];
        goes(&portal, &withdraw, &ann, &said).await;
        portal.settle().await;
        let page = portal.get(HERE).await;
        for words in ["Withdrawn on 22 November 2026: It was wrong", "Read instead: Two", "Text."] {
            page.shows(words);
        }
        page.lacks("Copy this guide to my organisation");
        portal.get_as(&bo, "/blueprints/one-demo-b").await.shows("The source is withdrawn");
        portal.get("/blueprints").await.lacks("One");
        portal.get("/blueprints?q=one").await.lacks("1 guide");
        assert_eq!(portal.get_as(&bo, "/blueprints/one/copy").await.status, StatusCode::NOT_FOUND);
        // It was published until then, and can be published anew.
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nMended.\n")]).await;
        goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
        goes(&portal, &format!("{HERE}/publish"), &ann, &SAID).await;
        let page = portal.get(HERE).await;
        page.shows("Mended.");
        page.lacks("Withdrawn on");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn hazards_are_written_a_row_at_a_time_and_stand_as_a_table() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\nText.\n").await;
        let bo = portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await;
        let of = |place: usize| format!("{HERE}/hazards/{place}");
        portal.fill(&of(1), &ann, &[("cause", "Paper")]).await.shows("Say what could happen");
        let first = [("hazard", "Two charts | at once"), ("cause", "Paper kept"), ("control", "Remove\r\npaper")];
        goes(&portal, &of(1), &ann, &first).await;
        goes(&portal, &of(2), &ann, &[("hazard", "Screen freezes"), ("left", "Little")]).await;
        portal.fill(&of(3), &ann, &[("hazard", "<script>x</script>")]).await.shows("line 1: these tags");
        let draft = portal.get_as(&ann, &format!("{HERE}/draft")).await;
        draft.shows("Two charts | at once Screen freezes Add a hazard");
        draft.shows("Hazard Cause Effect Control What is left Two charts | at once Paper kept Remove paper");
        goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
        portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await.shows("hazards");

        // Two people in different rows never meet; in one row the later sees both.
        let (action, fields) = portal.get_as(&bo, &of(1)).await.form();
        goes(&portal, &of(2), &ann, &[("effect", "Delay")]).await;
        let with = |cause: &'static str| -> Vec<(&str, &str)> {
            let kept = fields.iter().filter(|(name, _)| name != "cause").map(|(n, v)| (n.as_str(), v.as_str()));
            kept.chain([("cause", cause)]).collect()
        };
        assert_eq!(portal.post(&action, &bo, &with("Paper kept on ward 4")).await.status, StatusCode::SEE_OTHER);
        let (action, fields) = portal.get_as(&bo, &of(1)).await.form();
        goes(&portal, &of(1), &ann, &[("control", "Collect paper")]).await;
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let late = portal.post(&action, &bo, &pairs).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        late.shows("Collect paper");
        goes(&portal, &of(2), &ann, &[("how", "remove")]).await;
        portal.get_as(&ann, &format!("{HERE}/draft")).await.lacks("Screen freezes");
        assert_eq!(portal.get_as(&ann, &of(3)).await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_new_step_is_kept_when_others_went_and_what_cannot_be_saved_comes_back() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\n## Steps\n\n### First\n\nA.\n\n### Second\n\nB.\n").await;
        let bo = portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await;
        let step = |place: usize| format!("{HERE}/steps/{place}");
        let (action, fields) = portal.get_as(&bo, &step(3)).await.form();
        goes(&portal, &step(2), &ann, &[("how", "remove")]).await;
        let kept = fields.iter().filter(|(name, _)| name != "title" && name != "words");
        let mut pairs: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.extend([("title", "Third"), ("words", "Count what is there.")]);
        let saved = portal.post(&action, &bo, &pairs).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        let draft = portal.get_as(&ann, &format!("{HERE}/draft")).await;
        draft.shows("Count what is there.");
        draft.lacks("Second");
        // The draft is thrown away meanwhile: what was typed comes back on the page that says so.
        let path = format!("{HERE}/sections/benefits");
        let (action, fields) = portal.get_as(&bo, &path).await.form();
        let fresh = "/blueprints/nothing-of-this-name/sections/benefits";
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.retain(|(name, _)| *name != "text");
        pairs.push(("text", "An hour of work."));
        assert!(action.ends_with("/benefits"));
        let lost = portal.post(fresh, &bo, &pairs).await;
        assert_eq!(lost.status, StatusCode::NOT_FOUND);
        lost.shows("What you typed");
        assert!(lost.text.contains("An hour of work.") && !lost.text.contains(&fields[0].1), "{}", lost.text);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_draft_is_thrown_away_and_its_text_brought_back() {
    for mut portal in both().await {
        let ann = one(&mut portal, "# One\n\nText.\n").await;
        let draft = format!("{HERE}/draft");
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nMine.\n")]).await;
        let (action, fields) = portal.get_as(&ann, &format!("{HERE}/discard")).await.form();
        goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nMine, and more.\n")]).await;
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(portal.post(&action, &ann, &pairs).await.status, StatusCode::CONFLICT);
        goes(&portal, &format!("{HERE}/discard"), &ann, &[]).await;
        let gone = portal.get_as(&ann, &draft).await;
        gone.shows("This draft was thrown away");
        gone.lacks("Mine");
        portal.get(HERE).await.shows("Text.");
        let desk = portal.get_as(&ann, "/desk").await;
        desk.shows("Drafts thrown away");
        assert!(desk.text.contains(&format!("href=\"{draft}\"")), "the way back stands on the desk");
        goes(&portal, &draft, &ann, &[]).await;
        portal.get_as(&ann, "/desk").await.lacks("thrown away");
        portal.get_as(&ann, &draft).await.shows("Mine, and more.");
        portal.is_whole().await;
    }
}
