//! `/blueprints/{slug}/copy`, `/plan`, `/standing`: taking a guide as one's own, and where that led.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const GUIDE: &str = "---\ntitle: Scanners on wards\nhow_well: Errors fell by half\npeople: [Ann Lee]\nreviewed: 2026-06-09\nvariables:\n  desk:\n    label: Your help desk\n    default: the help desk\n---\n\n# Scanners on wards\n\nCall {{desk}} first.\n\n## Steps\n\n### Survey the wards\n\nLook.\n\n### Buy\n\nPay.\n";

const TWO: &str = "code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\nDEMO-B,Demonstration Community,community,Invented\n";

async fn library(portal: &mut Portal) -> String {
    portal.with_guides(&[("scanners.md", GUIDE)]).await;
    portal.import_organisations(TWO, "2020-01-02").await;
    portal.settle().await;
    portal.signed_in("Bo Roe", "DEMO-B", &[Role::Contributor, Role::Publisher]).await
}

const COPY: &str = "/blueprints/scanners-on-wards-demo-b";

async fn copied(portal: &Portal, bo: &str) {
    let reply = portal.fill("/blueprints/scanners-on-wards/copy", bo, &[("variable-desk", "the Digital Hub")]).await;
    assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, COPY), "{}", reply.words());
}

#[tokio::test]
async fn one_form_takes_a_guide_with_its_name_for_things_its_source_and_its_plan() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        portal.get("/blueprints/scanners-on-wards").await.shows("Copy this guide to my organisation");
        copied(&portal, &bo).await;
        let page = portal.get_as(&bo, COPY).await;
        page.shows("Call the Digital Hub first.");
        page.shows(
            "The version of Demonstration Community. Copied from Scanners on wards, version 1 of Demonstration Trust.",
        );
        page.shows("This is a draft.");
        // What the source lived through is not said of the copy.
        for words in ["Errors fell by half", "Ann Lee", "9 June 2026"] {
            page.lacks(words);
            portal.get("/blueprints/scanners-on-wards").await.shows(words);
        }
        assert_eq!(portal.get(COPY).await.status, StatusCode::NOT_FOUND, "a draft is its organisation's own");
        let source = portal.get("/blueprints/scanners-on-wards").await;
        source.shows("Copied by");
        source.shows("Demonstration Community");
        source.shows("Considering it");
        source.lacks("Read their version");
        source.shows("Call the help desk first.");
        let plan = portal.get_as(&bo, &format!("{COPY}/plan")).await;
        plan.shows("0 of 2 steps done");
        plan.shows("Survey the wards");
        // What was asked for once is not asked for again.
        let again = portal.get_as(&bo, "/blueprints/scanners-on-wards/copy").await;
        assert!(again.text.contains("value=\"the Digital Hub\""));
        again.shows("Your organisation has copied this guide already");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_copy_taken_away_names_its_source_and_speaks_in_its_organisations_words() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        copied(&portal, &bo).await;
        let no = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
        for (part, pairs) in [("care", &no[..]), ("publish", &[])] {
            let reply = portal.fill(&format!("{COPY}/{part}"), &bo, pairs).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{part}: {}", reply.words());
        }
        for ending in ["docx", "pdf"] {
            let file = portal.get(&format!("{COPY}/versions/1/text.{ending}")).await;
            assert_eq!(file.status, StatusCode::OK, "{ending}");
            let words = papers::text(&file.bytes).unwrap();
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains("Call the Digital Hub first."), "{ending}: {words}");
            let source = "copied from “Scanners on wards” of Demonstration Trust, version 1";
            assert!(words.contains(source), "{ending}: {words}");
        }
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_copy_published_as_it_is_can_be_edited_afterwards() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        copied(&portal, &bo).await;
        let no = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
        for (part, pairs) in
            [("care", &no[..]), ("publish", &[]), ("edit", &[("text", "# Scanners on wards\n\nOurs.\n")])]
        {
            let reply = portal.fill(&format!("{COPY}/{part}"), &bo, pairs).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{part}: {}", reply.words());
        }
        // The same words again, then published: the next draft begins all the same.
        let said = [("class", "editorial"), ("note", "Ours")];
        portal.fill(&format!("{COPY}/publish"), &bo, &said).await;
        let same = [("text", "# Scanners on wards\n\nOurs.\n")];
        for (part, pairs) in [("edit", &same[..]), ("publish", &said[..]), ("edit", &same[..])] {
            let reply = portal.fill(&format!("{COPY}/{part}"), &bo, pairs).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{part}: {}", reply.words());
        }
        let own = portal.fill(&format!("{COPY}/publish"), &bo, &said).await;
        assert_eq!(own.status, StatusCode::SEE_OTHER);
        let list = portal.get("/blueprints").await;
        list.shows("Copied from Scanners on wards of Demonstration Trust");
        let refused = portal.fill(&format!("{COPY}/copy"), &bo, &[]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn other_words_under_the_same_key_are_another_form() {
    let mut portal = Portal::sqlite().await;
    let bo = library(&mut portal).await;
    copied(&portal, &bo).await;
    let standing = format!("{COPY}/standing");
    let (action, fields) = portal.get_as(&bo, &standing).await.form();
    let key = fields.iter().find(|(name, _)| name == "key").unwrap().1.clone();
    for word in ["live", "adapting"] {
        let reply = portal.post(&action, &bo, &[("key", &key), ("standing", word)]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
    }
    portal.get("/blueprints/scanners-on-wards").await.shows("Adapting it");
    let long = portal.fill(&standing, &bo, &[("cost", &"x".repeat(300))]).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    long.shows("Use at most 200 characters: this has 300");
    portal.fill(&standing, &bo, &[("note", "Patient 943 476 5919")]).await.shows("it looks like an NHS number");
}

#[tokio::test]
async fn a_form_sent_many_times_copies_once_and_answers_the_same() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        let (action, fields) = portal.get_as(&bo, "/blueprints/scanners-on-wards/copy").await.form();
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let many = (0..200).map(|_| portal.post(&action, &bo, &pairs));
        let replies = futures_util::future::join_all(many).await;
        for reply in replies {
            assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, COPY), "{}", portal.name);
        }
        let home = portal.get_as(&bo, "/me").await;
        assert_eq!(home.text.matches(">0 of 2<").count(), 1, "{}", home.words());
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn how_far_they_got_is_shown_with_what_it_took_and_why_it_stopped() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        copied(&portal, &bo).await;
        let standing = format!("{COPY}/standing");
        portal
            .fill(
                &standing,
                &bo,
                &[("standing", "live"), ("cost", "£4,000"), ("months", "9"), ("evidence", "An audit in May")],
            )
            .await;
        let source = portal.get("/blueprints/scanners-on-wards").await;
        for words in ["Live", "22 November 2026", "£4,000, 9 months", "How they know: An audit in May"] {
            source.shows(words);
        }
        portal.on("2026-12-24");
        let (link, nothing) = (portal.link("bo.roe@example.org").await, []);
        let bo = portal.post(&link, "", &nothing).await.header("set-cookie").split(';').next().unwrap().to_owned();
        let refused = portal.fill(&standing, &bo, &[("standing", "stopped")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Say why you stopped");
        portal.fill(&standing, &bo, &[("standing", "stopped"), ("note", "The scanners were recalled")]).await;
        let source = portal.get("/blueprints/scanners-on-wards").await;
        source.shows("Stopped");
        source.shows("The scanners were recalled");
        source.shows("24 December 2026");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_plan_keeps_what_was_noted_when_steps_move_and_the_later_of_two_sees_both() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        copied(&portal, &bo).await;
        let step = format!("{COPY}/plan/1");
        let wrong = portal.fill(&step, &bo, &[("due_on", "soon"), ("owner", "Bo Roe")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("value=\"Bo Roe\""), "what was typed stays");

        let (action, fields) = portal.get_as(&bo, &step).await.form();
        portal.fill(&step, &bo, &[("owner", "Bo Roe"), ("due_on", "2026-11-01")]).await;
        let mut late: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        late.retain(|(name, _)| *name != "note");
        late.push(("note", "mine, typed meanwhile"));
        let reply = portal.post(&action, &bo, &late).await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        reply.shows("Bo Roe");
        assert!(reply.text.contains("mine, typed meanwhile"));

        let plan = portal.get_as(&bo, &format!("{COPY}/plan")).await;
        plan.shows("Late");
        portal.get_as(&bo, "/me").await.shows("Survey the wards");
        // Steps change places and one goes: nothing that was noted is lost.
        let text = "# Scanners on wards\n\n## Steps\n\n### Buy\n\nPay.\n\n### Train\n\nx\n";
        portal.fill(&format!("{COPY}/edit"), &bo, &[("text", text)]).await;
        let plan = portal.get_as(&bo, &format!("{COPY}/plan")).await;
        plan.shows("0 of 2 steps done");
        plan.shows("Survey the wards No longer in the text");
        plan.shows("Bo Roe");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_is_another_organisations_is_not_there() {
    let mut portal = Portal::sqlite().await;
    let bo = library(&mut portal).await;
    copied(&portal, &bo).await;
    let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher, Role::SafetyOfficer]).await;
    for part in ["", "/plan", "/plan/1", "/standing", "/edit", "/draft", "/care", "/agree", "/sign", "/publish"] {
        assert_eq!(portal.get_as(&ann, &format!("{COPY}{part}")).await.status, StatusCode::NOT_FOUND, "{part}");
    }
    for (part, pairs) in [
        ("plan/1", vec![("title", "Survey the wards")]),
        ("standing", vec![("standing", "live")]),
        ("edit", vec![("text", "x"), ("made_from", "1")]),
        ("care", vec![("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")]),
        ("publish", vec![]),
        ("sign", vec![]),
        ("agree", vec![]),
    ] {
        let key = [("key", "0190a6b0c1d27000800000000000abcd")];
        let reply = portal.post(&format!("{COPY}/{part}"), &ann, &[&key[..], &pairs].concat()).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{part}");
    }
    let other = [("key", "0190a6b0c1d27000800000000000abcd"), ("organisation", "DEMO-B")];
    assert_eq!(portal.post("/blueprints/scanners-on-wards/copy", &ann, &other).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn steps_with_dates_come_into_a_calendar_by_a_secret_link_that_a_new_one_ends() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        copied(&portal, &bo).await;
        portal.fill(&format!("{COPY}/plan/2"), &bo, &[("due_on", "2026-12-01"), ("owner", "Bo Roe")]).await;
        let link = async || {
            let page = portal.post("/me/calendar", &bo, &[]).await;
            let at = page.text.find("/calendar/").unwrap();
            page.text[at..].split('<').next().unwrap().to_owned()
        };
        let first = link().await;
        let calendar = portal.get(&first).await;
        assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8");
        for part in ["BEGIN:VCALENDAR\r\n", "DTSTART;VALUE=DATE:20261201", "SUMMARY:Buy (Bo Roe)"] {
            assert!(calendar.text.contains(part), "{part}: {}", calendar.text);
        }
        let second = link().await;
        assert_eq!(portal.get(&first).await.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.get(&second).await.status, StatusCode::OK);
        portal.fill(&format!("{COPY}/plan/2"), &bo, &[("done_on", "2026-11-20")]).await;
        assert!(!portal.get(&second).await.text.contains("VEVENT"), "reminders stop when a step is done");
    }
}

#[tokio::test]
async fn who_copied_it_from_whom_is_a_picture_and_a_table_and_the_source_says_at_how_many_it_is_live() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        portal.get("/blueprints/scanners-on-wards/copies").await.shows("Nobody has copied this guide yet.");
        copied(&portal, &bo).await;
        let no = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
        portal.fill(&format!("{COPY}/care"), &bo, &no).await;
        portal.fill(&format!("{COPY}/publish"), &bo, &[]).await;
        let live = [("standing", "live"), ("months", "7")];
        portal.fill(&format!("{COPY}/standing"), &bo, &live).await;
        let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await;
        portal.fill(&format!("{COPY}/copy"), &ann, &[]).await;
        portal.fill("/blueprints/scanners-on-wards/edit", &ann, &[("text", "# Scanners on wards\n\nNew.\n")]).await;
        portal.fill("/blueprints/scanners-on-wards/care", &ann, &no).await;
        let said = [("class", "improvement"), ("note", "New")];
        portal.fill("/blueprints/scanners-on-wards/publish", &ann, &said).await;
        portal.settle().await;
        portal.get("/blueprints/scanners-on-wards").await.shows("Live at 1, median 7 months");
        for page in ["/blueprints/scanners-on-wards/copies", &format!("{COPY}/copies")] {
            let page = portal.get(page).await;
            page.shows("2 copies: 1 behind by 1 version.");
            page.shows("1 version behind");
            page.shows("Level");
            assert!(page.text.contains("role=\"img\""));
        }
        portal.is_whole().await;
    }
}
