//! `/watching`: being told at once or once a day of what everyone can see, never twice, and stopping it without signing in.

use axum::http::StatusCode;
use exemplar::blueprints::Intent;
use exemplar::people::Role;

use crate::harness::{Portal, both, write_folder};

const TWO: &str = "code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\nDEMO-B,Demonstration Community,community,Invented\n";

const GUIDE: &str = "# Scanners on wards\n\nLook twice.\n\n## Steps\n\n### Survey\n\nLook.\n";

/// A library with one guide of DEMO-A, somebody who writes it, and somebody of DEMO-B who reads.
async fn library(portal: &mut Portal) -> (String, String) {
    portal.with_guides(&[("scanners.md", GUIDE)]).await;
    portal.import_organisations(TWO, "2020-01-02").await;
    portal.settle().await;
    let writer = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await;
    let reader = portal.signed_in("Bo Roe", "DEMO-B", &[Role::Contributor, Role::Publisher, Role::Reviewer]).await;
    (writer, reader)
}

const SCANNERS: &str = "/blueprints/scanners-on-wards";

async fn watches(portal: &Portal, cookie: &str, path: &str, pace: &str) {
    let reply = portal.fill(path, cookie, &[("pace", pace)]).await;
    assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/watching"), "{}", reply.words());
}

/// Publishes another version.
async fn publishes(portal: &Portal, writer: &str, words: &str) {
    let text = format!("# Scanners on wards\n\n{words}\n\n## Steps\n\n### Survey\n\nLook.\n");
    portal.fill(&format!("{SCANNERS}/edit"), writer, &[("text", &text)]).await;
    let care = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
    portal.fill(&format!("{SCANNERS}/care"), writer, &care).await;
    let reply = portal.fill(&format!("{SCANNERS}/publish"), writer, &[("class", "improvement"), ("note", words)]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
}

/// What a running server does: follows the journal, thinks of those who watch, and does its jobs.
async fn serves(portal: &mut Portal) {
    portal.settle().await;
    exemplar::watching::wake(&portal.app).await.unwrap();
    portal.work().await;
}

/// Letters to somebody, but those to sign in with, the newest last.
fn letters_to(portal: &Portal, mail: &str) -> Vec<String> {
    let to = format!("To: {mail}\r\n");
    portal.letters().into_iter().filter(|text| text.contains(&to) && !text.contains("Subject: Sign in")).collect()
}

fn stop_path(letter: &str) -> String {
    let header = letter.lines().find_map(|line| line.strip_prefix("List-Unsubscribe: <")).unwrap();
    let address = header.trim_end_matches('>');
    assert!(letter.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    address.strip_prefix("http://127.0.0.1:8080").unwrap().to_owned()
}

#[tokio::test]
async fn who_watches_at_once_is_told_of_each_thing_once_with_a_link_straight_to_it() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        let page = portal.get(SCANNERS).await;
        assert!(page.text.contains(&format!("href=\"{SCANNERS}/watch\"")), "a link, on a page that is kept");
        watches(&portal, &bo, &format!("{SCANNERS}/watch"), "at-once").await;
        publishes(&portal, &ann, "Look thrice").await;
        portal
            .fill(&format!("{SCANNERS}/edit"), &ann, &[("text", "# Scanners on wards\n\nNobody may see this.\n")])
            .await;
        for _ in 0..3 {
            serves(&mut portal).await;
        }
        let [letter] = letters_to(&portal, "bo.roe@example.org").try_into().unwrap();
        assert!(letter.contains("Subject: New version: Scanners on wards"), "{letter}");
        assert!(letter.contains("version 2 was published, \u{201c}Improvement: Look thrice\u{201d}"), "{letter}");
        assert!(letter.contains(&format!("http://127.0.0.1:8080{SCANNERS}\r\n")), "{letter}");
        assert!(!letter.contains("Nobody may see this"));
        // Who did it is not told; who only reads is told nothing.
        watches(&portal, &ann, &format!("{SCANNERS}/watch"), "at-once").await;
        publishes(&portal, &ann, "Look again").await;
        serves(&mut portal).await;
        assert!(letters_to(&portal, "ann.lee@example.org").is_empty());
        assert_eq!(letters_to(&portal, "bo.roe@example.org").len(), 2);
        // Withdrawing is told too, and the link still leads somewhere.
        portal.fill(&format!("{SCANNERS}/withdraw"), &ann, &[("reason", "It is old")]).await;
        serves(&mut portal).await;
        let letter = letters_to(&portal, "bo.roe@example.org").pop().unwrap();
        assert!(letter.contains("Subject: Withdrawn: Scanners on wards"), "{letter}");
        assert_eq!(portal.get(SCANNERS).await.status, StatusCode::OK);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn who_watches_daily_gets_one_letter_with_everything_since_the_last() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        watches(&portal, &bo, &format!("{SCANNERS}/watch"), "daily").await;
        watches(&portal, &bo, "/organisations/DEMO-A/watch", "daily").await;
        publishes(&portal, &ann, "Look thrice").await;
        publishes(&portal, &ann, "Look again").await;
        serves(&mut portal).await;
        exemplar::work::plan(&portal.app).await.unwrap();
        assert!(letters_to(&portal, "bo.roe@example.org").is_empty(), "it is not seven yet");
        portal.app.clock().set("2026-11-23T07:00:00Z".parse().unwrap());
        serves(&mut portal).await;
        let [letter] = letters_to(&portal, "bo.roe@example.org").try_into().unwrap();
        assert!(letter.contains("Subject: 2 changes in what you watch"), "{letter}");
        // Each once, though two watches see it, under the watch it came through.
        for words in [
            "version 2 was published, \u{201c}Improvement: Look thrice\u{201d}",
            "version 3 was published, \u{201c}Improvement: Look again\u{201d}",
        ] {
            assert_eq!(letter.matches(words).count(), 2, "once in plain text, once in HTML: {letter}");
        }
        assert!(letter.contains("Scanners on wards\r\n-----------------\r\n"), "{letter}");
        portal.on("2026-11-24");
        serves(&mut portal).await;
        assert_eq!(letters_to(&portal, "bo.roe@example.org").len(), 1, "nothing new, no letter");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_search_tells_of_new_guides_it_finds_and_of_nothing_else() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        // Whoever is not signed in comes back to the same search.
        let asked = portal.get("/watching/search?q=ultrasound&kind=it-system").await;
        assert_eq!(asked.header("location"), "/sign-in?next=%2Fwatching%2Fsearch%3Fq%3Dultrasound%26kind%3Dit-system");
        watches(&portal, &bo, "/watching/search?q=ultrasound&page=7", "at-once").await;
        watches(&portal, &bo, "/watching/search?q=ultrasound&kind=it-system", "at-once").await;
        portal.get_as(&bo, "/watching").await.shows("\u{201c}ultrasound\u{201d}, Kind: IT system");
        publishes(&portal, &ann, "Now with ultrasound").await;
        serves(&mut portal).await;
        assert!(letters_to(&portal, "bo.roe@example.org").is_empty(), "a new version is not a new guide");
        let files = [("a.md", "# Beds\n\nNothing of the kind.\n"), ("b.md", "# Ultrasound in clinics\n\nText.\n")];
        let dir = write_folder(&portal.folder().join("new"), &files);
        portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
        let drafts = write_folder(&portal.folder().join("drafts"), &[("c.md", "# Secret ultrasound\n\nText.\n")]);
        portal.import_guides(&drafts, "DEMO-A", Intent::Draft).await;
        serves(&mut portal).await;
        let [letter] = letters_to(&portal, "bo.roe@example.org").try_into().unwrap();
        assert!(letter.contains("Subject: New guide: Ultrasound in clinics"), "{letter}");
        assert!(letter.contains("you watch a search that finds it"), "{letter}");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn copies_reviews_and_how_far_others_got_are_told() {
    let mut portal = Portal::sqlite().await;
    let (ann, bo) = library(&mut portal).await;
    watches(&portal, &ann, &format!("{SCANNERS}/watch"), "at-once").await;
    portal.fill(&format!("{SCANNERS}/copy"), &bo, &[]).await;
    let copy = format!("{SCANNERS}-demo-b");
    portal.fill(&format!("{copy}/standing"), &bo, &[("standing", "live")]).await;
    portal.fill(&format!("{SCANNERS}/review"), &bo, &[]).await;
    serves(&mut portal).await;
    let letters = letters_to(&portal, "ann.lee@example.org");
    let told = |words: &str| letters.iter().any(|letter| letter.contains(words));
    for words in [
        "Scanners on wards: copied by Demonstration Community",
        "Scanners on wards: Demonstration Community says how far it got: Live",
        "Scanners on wards: reviewed by another organisation",
    ] {
        assert!(told(words), "{words}: {letters:?}");
    }
    assert!(!letters.iter().any(|letter| letter.contains(&copy)), "the copy is a draft of others");
    // Whoever publishes for it is told of a review in a letter of its own, watching or not.
    assert!(told("was reviewed"), "{letters:?}");
    assert_eq!(letters.len(), 4);
}

#[tokio::test]
async fn letters_are_stopped_without_signing_in_and_by_nobody_who_only_opens_the_page() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        watches(&portal, &bo, &format!("{SCANNERS}/watch"), "at-once").await;
        publishes(&portal, &ann, "Look thrice").await;
        serves(&mut portal).await;
        let path = stop_path(&letters_to(&portal, "bo.roe@example.org").pop().unwrap());
        let page = portal.get(&path).await;
        page.shows("You will no longer get letters about \u{201c}Scanners on wards\u{201d}");
        publishes(&portal, &ann, "Look again").await;
        serves(&mut portal).await;
        assert_eq!(letters_to(&portal, "bo.roe@example.org").len(), 2, "a scanner opened it, nothing more");
        // What a mail program sends for its own button.
        portal.post(&path, "", &[("List-Unsubscribe", "One-Click")]).await.shows("Stopped");
        portal.post(&path, "", &[]).await.shows("Stopped");
        publishes(&portal, &ann, "And again").await;
        serves(&mut portal).await;
        assert_eq!(letters_to(&portal, "bo.roe@example.org").len(), 2);
        // It stays on the list and can be turned on again; what happened meanwhile is not told.
        let list = portal.get_as(&bo, "/watching").await;
        list.shows("Scanners on wards");
        let (action, _) = list.form();
        let key = portal.app.clock().new_id().simple().to_string();
        let reply = portal.post(&action, &ann, &[("key", &key), ("pace", "at-once")]).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "it is not hers");
        portal.fill("/watching", &bo, &[("pace", "daily")]).await;
        exemplar::work::plan(&portal.app).await.unwrap();
        publishes(&portal, &ann, "A last time").await;
        portal.app.clock().set("2026-11-23T07:00:00Z".parse().unwrap());
        serves(&mut portal).await;
        let letter = letters_to(&portal, "bo.roe@example.org").pop().unwrap();
        assert!(letter.contains("Subject: 1 change in what you watch") && letter.contains("A last time"), "{letter}");
        let daily = stop_path(&letter);
        assert!(daily.ends_with("/daily"));
        portal.get(&daily).await.shows("the letter of the day");
        portal.post(&daily, "", &[]).await.shows("Stopped");
        for wrong in ["/watching/stop/0000/daily", &daily.replace("daily", "weekly"), "/watching/stop/%00/daily"] {
            portal.get(wrong).await.shows("There is nothing to stop");
            portal.post(wrong, "", &[]).await.shows("There is nothing to stop");
        }
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_flood_becomes_the_letter_of_the_day() {
    let mut portal = Portal::sqlite().await;
    let (_, bo) = library(&mut portal).await;
    watches(&portal, &bo, "/organisations/DEMO-A/watch", "at-once").await;
    let files: Vec<(String, String)> =
        (0..30).map(|n| (format!("{n}.md"), format!("# Guide {n}\n\nText.\n"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let dir = write_folder(&portal.folder().join("many"), &files);
    portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
    serves(&mut portal).await;
    assert_eq!(letters_to(&portal, "bo.roe@example.org").len(), 10);
    exemplar::work::plan(&portal.app).await.unwrap();
    portal.app.clock().set("2026-11-23T07:00:00Z".parse().unwrap());
    serves(&mut portal).await;
    let letter = letters_to(&portal, "bo.roe@example.org").pop().unwrap();
    assert!(letter.contains("Subject: 20 changes in what you watch"), "{letter}");
}

#[tokio::test]
async fn bad_input_is_told_and_a_form_sent_many_times_watches_once() {
    let mut portal = Portal::sqlite().await;
    let (_, bo) = library(&mut portal).await;
    let reply = portal.fill(&format!("{SCANNERS}/watch"), &bo, &[("pace", "hourly")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    reply.shows("Choose how soon you want to be told");
    for path in ["/blueprints/none/watch", "/organisations/none/watch"] {
        assert_eq!(portal.get_as(&bo, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let (action, fields) = portal.get_as(&bo, &format!("{SCANNERS}/watch")).await.form();
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for _ in 0..20 {
        assert_eq!(portal.post(&action, &bo, &pairs).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(portal.get_as(&bo, "/watching").await.text.matches("action=\"/watching/").count(), 1);
}

#[tokio::test]
async fn those_who_look_after_the_portal_see_what_failed_and_decide() {
    use exemplar::platform::mail::Post;

    let (nobody, _) = crate::mail::sink::Sink::nobody();
    let mut portal = Portal::posting(Post::smtp(&nobody, None).unwrap()).await;
    portal.with_guides(&[("one.md", "# One\n\nText.\n")]).await;
    let new = exemplar::people::NewAccount {
        mail: "ad.min@example.org".into(),
        name: "Ad Min".into(),
        organisation: "DEMO-A".into(),
        roles: vec![Role::Administrator],
        password: Some("correct horse battery".into()),
    };
    exemplar::people::add_account(portal.app.kit(), &exemplar::people::Actor::Operator, &new).await.unwrap();
    let pairs = [("mail", "ad.min@example.org"), ("password", "correct horse battery")];
    let admin = portal.post("/sign-in", "", &pairs).await.header("set-cookie").split(';').next().unwrap().to_owned();
    portal.get_as(&admin, "/me").await.shows("Work the portal does by itself");
    portal.get_as(&admin, "/office/jobs").await.shows("Nothing needs you");
    portal.post("/sign-in", "", &[("mail", "ad.min@example.org"), ("how", "link")]).await;
    for tries in 1..=8 {
        assert_eq!(portal.work().await, 1);
        let clock = portal.app.clock();
        let wait = exemplar::platform::jobs::wait_after(tries).unwrap_or_default();
        clock.set(clock.now().checked_add(wait).unwrap());
    }
    // Two days have passed: signed in again.
    let admin = portal.post("/sign-in", "", &pairs).await.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = portal.get_as(&admin, "/office/jobs").await;
    page.shows("Put aside");
    page.shows("Send a letter: \u{201c}Sign in\u{201d} to a\u{2026}@example.org");
    page.lacks("ad.min@example.org");
    let again = portal.fill("/office/jobs", &admin, &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    portal.get_as(&admin, "/office/jobs").await.lacks("Put aside");
    assert_eq!(portal.work().await, 1, "it is tried at once");
    let page = portal.get_as(&admin, "/office/jobs").await;
    let give_up = page
        .text
        .split("action=\"")
        .find(|rest| rest.contains("/give-up\""))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let key = portal.app.clock().new_id().simple().to_string();
    for _ in 0..3 {
        assert_eq!(portal.post(&give_up, &admin, &[("key", &key)]).await.status, StatusCode::SEE_OTHER);
    }
    portal.get_as(&admin, "/office/jobs").await.shows("Nothing waits");
    portal.is_whole().await;
}
