//! `/blueprints/{slug}/comments`, `/submit`, `/send-back`, `/publish` on a day, `/keeper`, `/previews`, `/desk`.

use axum::http::StatusCode;
use exemplar::people::Role;
use exemplar::writing;

use crate::harness::{Portal, both};

const HERE: &str = "/blueprints/one";
const NO: [(&str, &str); 3] = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
const YES: [(&str, &str); 3] = [("changes_what", "yes"), ("could_harm", "no"), ("states_dose", "no")];
const SAID: [(&str, &str); 2] = [("class", "improvement"), ("note", "Better words")];

/// Ann writes and publishes, Bo writes, Cy signs: all of one organisation that published one guide.
async fn three(portal: &mut Portal) -> (String, String, String) {
    portal.with_guides(&[("one.md", "# One\n\n## Benefits\n\nOld.\n")]).await;
    let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await;
    let bo = portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await;
    let cy = portal.signed_in("Cy Day", "DEMO-A", &[Role::SafetyOfficer]).await;
    (ann, bo, cy)
}

async fn goes(portal: &Portal, path: &str, cookie: &str, pairs: &[(&str, &str)]) {
    let reply = portal.fill(path, cookie, pairs).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}: {}", reply.words());
}

fn at(part: &str) -> String {
    format!("{HERE}/{part}")
}

#[tokio::test]
async fn a_comment_on_a_section_is_open_until_somebody_settles_it() {
    for mut portal in both().await {
        let (ann, bo, cy) = three(&mut portal).await;
        goes(&portal, &at("edit"), &ann, &[("text", "# One\n\n## Benefits\n\nNew.\n")]).await;
        let empty = portal.fill(&at("comments"), &bo, &[("section", "benefits"), ("words", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.shows("Write your comment");
        let nowhere = portal.fill(&at("comments"), &bo, &[("section", "nowhere"), ("words", "x")]).await;
        nowhere.shows("Choose what it is about");
        let words = "How was it measured? <script>alert(1)</script>";
        goes(&portal, &at("comments"), &bo, &[("section", "benefits"), ("words", words)]).await;
        for path in ["draft", "sections/benefits", "comments"] {
            let page = portal.get_as(&ann, &at(path)).await;
            assert!(!page.text.contains("<script>alert"), "{path}");
            page.shows(if path == "draft" { "1 open comment" } else { "How was it measured?" });
        }
        portal.get_as(&ann, &at("sections/the-problem")).await.lacks("How was it measured?");
        // Readers and other organisations do not see it.
        portal.get(HERE).await.lacks("measured");
        portal.import_organisations("code,name,source\nDEMO-B,Other Trust,Invented\n", "2020-01-02").await;
        let di = portal.signed_in("Di Fry", "DEMO-B", &[Role::Contributor]).await;
        assert_eq!(portal.get_as(&di, &at("comments")).await.status, StatusCode::NOT_FOUND);

        goes(&portal, &at("comments"), &cy, &[]).await;
        let settled = portal.get_as(&ann, &at("comments")).await;
        settled.shows("Open None.");
        settled.shows("Settled by Cy Day");
        portal.get_as(&ann, &at("sections/benefits")).await.lacks("How was it measured?");
        let page = portal.get_as(&ann, &at("comments")).await;
        let action = page.action_with("/comments/");
        let again = portal.fill_to(&at("comments"), &action, &ann, &[("how", "again")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        portal.get_as(&ann, &at("draft")).await.shows("1 open comment");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_submitted_text_waits_for_whoever_comes_next_and_comes_back_or_goes_on() {
    for mut portal in both().await {
        let (ann, bo, cy) = three(&mut portal).await;
        let text = "# One\n\n## Benefits\n\nMrs Smith, 943 476 5919.\n";
        goes(&portal, &at("edit"), &bo, &[("text", text)]).await;
        portal.get_as(&bo, &at("submit")).await.shows("Nobody has said yet whether it touches care");
        goes(&portal, &at("care"), &bo, &YES).await;
        let numbers = portal.fill(&at("submit"), &bo, &[("note", "The figures, please")]).await;
        assert_eq!(numbers.status, StatusCode::UNPROCESSABLE_ENTITY);
        numbers.shows("943 476 5919");
        goes(&portal, &at("submit"), &bo, &[("note", "The figures, please"), ("invented", "yes")]).await;
        portal.letter_to("cy.day@example.org", "The figures, please").await;
        portal.letter_to("cy.day@example.org", "/blueprints/one/draft").await;
        let desk = portal.get_as(&ann, "/desk").await;
        desk.shows("In review");
        desk.shows("A clinical safety officer: Cy Day");
        desk.shows("22 November 2026");

        // It comes back with words, which stand among the comments.
        portal.fill(&at("send-back"), &cy, &[]).await.shows("Say what should change");
        goes(&portal, &at("send-back"), &cy, &[("words", "Which ward was it?")]).await;
        portal.letter_to("bo.roe@example.org", "Which ward was it?").await;
        portal.get_as(&bo, &at("comments")).await.shows("Which ward was it?");
        portal.get_as(&bo, &at("draft")).await.lacks("in review");
        assert_eq!(portal.get_as(&cy, &at("send-back")).await.status, StatusCode::NOT_FOUND);

        // Submitted again and signed, it waits for a publisher; whoever said that the numbers are invented is not asked twice.
        goes(&portal, &at("submit"), &bo, &[("invented", "yes")]).await;
        goes(&portal, &at("sign"), &cy, &[]).await;
        portal.get_as(&ann, "/desk").await.shows("A publisher: Ann Lee");
        let publish = portal.get_as(&ann, &at("publish")).await;
        publish.lacks("943 476 5919");
        goes(&portal, &at("publish"), &ann, &SAID).await;
        portal.get(HERE).await.shows("Improvement Better words");
        portal.get_as(&ann, "/desk").await.shows("Drafts None.");

        // A change makes it a draft again.
        goes(&portal, &at("edit"), &bo, &[("text", "# One\n\nPlain.\n")]).await;
        goes(&portal, &at("submit"), &bo, &[]).await;
        portal.get_as(&ann, &at("draft")).await.shows("In review since");
        goes(&portal, &at("edit"), &bo, &[("text", "# One\n\nPlainer.\n")]).await;
        portal.get_as(&ann, &at("draft")).await.lacks("In review since");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_planned_text_is_published_on_its_day_and_by_one_server_only() {
    for mut portal in both().await {
        let (ann, ..) = three(&mut portal).await;
        goes(&portal, &at("edit"), &ann, &[("text", "# One\n\nFor December.\n")]).await;
        goes(&portal, &at("care"), &ann, &NO).await;
        let past = [SAID[0], SAID[1], ("when", "day"), ("day", "2026-11-22")];
        let refused = portal.fill(&at("publish"), &ann, &past).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Enter a day to come");
        refused.shows("It has no day for its next review");
        goes(&portal, &at("publish"), &ann, &[past[0], past[1], past[2], ("day", "1/12/2026")]).await;
        portal.get(HERE).await.lacks("For December.");
        let draft = portal.get_as(&ann, &at("draft")).await;
        draft.shows("It will be published on 1 December 2026");
        portal.get_as(&ann, "/desk").await.shows("Planned for 1 December 2026");
        let kit = portal.app.kit().clone();
        assert_eq!(writing::publish_due(&kit, "http://x").await.unwrap(), 0);
        portal.on("2026-12-01");
        let both = tokio::join!(writing::publish_due(&kit, "http://x"), writing::publish_due(&kit, "http://x"));
        assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
        assert_eq!(writing::publish_due(&kit, "http://x").await.unwrap(), 0);
        portal.settle().await;
        let page = portal.get(HERE).await;
        page.shows("For December.");
        page.shows("Date 1 December 2026 What changed Improvement Better words");
        page.shows("Version 2");
        page.lacks("Version 3");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_changed_since_it_was_planned_is_not_published_and_its_planner_is_told() {
    let mut portal = Portal::sqlite().await;
    let (ann, bo, _) = three(&mut portal).await;
    goes(&portal, &at("edit"), &ann, &[("text", "# One\n\nPlanned words.\n")]).await;
    goes(&portal, &at("care"), &ann, &NO).await;
    let plan = [SAID[0], SAID[1], ("when", "day"), ("day", "2026-12-01")];
    goes(&portal, &at("publish"), &ann, &plan).await;
    let taken_back = portal.fill_to(&at("draft"), &at("unplan"), &ann, &[]).await;
    assert_eq!(taken_back.status, StatusCode::SEE_OTHER);
    portal.get_as(&ann, &at("draft")).await.lacks("It will be published");
    goes(&portal, &at("publish"), &ann, &plan).await;
    goes(&portal, &at("edit"), &bo, &[("text", "# One\n\nOther words.\n")]).await;
    portal.on("2026-12-02");
    assert_eq!(writing::publish_due(portal.app.kit(), "http://x").await.unwrap(), 0);
    portal.letter_to("ann.lee@example.org", "was not published: the text was changed in the meantime").await;
    portal.get(HERE).await.lacks("Planned words");
    portal.get(HERE).await.lacks("Other words");
    assert_eq!(writing::publish_due(portal.app.kit(), "http://x").await.unwrap(), 0);
    portal.is_whole().await;
}

#[tokio::test]
async fn whoever_looks_after_a_guide_is_reminded_once_each_time_until_a_later_date_is_published() {
    for mut portal in both().await {
        let (ann, bo, _) = three(&mut portal).await;
        goes(&portal, &at("facts"), &ann, &[("review_due", "2027-03-31")]).await;
        goes(&portal, &at("care"), &ann, &NO).await;
        goes(&portal, &at("publish"), &ann, &SAID).await;
        portal.get_as(&bo, "/desk").await.shows("One Review due 31 March 2027 Looked after by Ann Lee");
        let remind = async || writing::remind(portal.app.kit(), "http://x").await.unwrap();
        assert_eq!(remind().await, 0);
        portal.on("2027-02-01");
        assert_eq!((remind().await, remind().await), (1, 0));
        portal.letter_to("ann.lee@example.org", "reviewed by 31 March 2027").await;

        // Somebody else looks after it now; sessions have ended meanwhile.
        let bo = portal.again("bo.roe@example.org").await;
        let page = portal.get_as(&bo, &at("keeper")).await;
        let bo_is = page.option("Bo Roe");
        let nobody = portal.fill(&at("keeper"), &bo, &[("account", "0190a6b0-c1d2-7000-8000-00000000abcd")]).await;
        nobody.shows("Choose one of your colleagues");
        goes(&portal, &at("keeper"), &bo, &[("account", &bo_is)]).await;
        portal.on("2027-04-10");
        assert_eq!((remind().await, remind().await), (1, 0));
        portal.letter_to("bo.roe@example.org", "reviewed by 31 March 2027").await;
        portal.get_as(&portal.again("bo.roe@example.org").await, "/desk").await.shows("Overdue since 31 March 2027");

        // A later date ends it.
        let ann = portal.again("ann.lee@example.org").await;
        goes(&portal, &at("facts"), &ann, &[("review_due", "2028-03")]).await;
        goes(&portal, &at("publish"), &ann, &SAID).await;
        portal.on("2027-06-10");
        assert_eq!(remind().await, 0);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_link_shows_a_draft_until_it_ends_or_is_taken_back() {
    for mut portal in both().await {
        let (ann, bo, cy) = three(&mut portal).await;
        goes(&portal, &at("edit"), &ann, &[("text", "# One\n\nNot for everyone yet.\n")]).await;
        assert_eq!(portal.get_as(&cy, &at("previews")).await.status, StatusCode::FORBIDDEN);
        portal.fill_to(&at("previews"), &at("previews"), &ann, &[]).await.shows("Say for whom it is");
        let made = async |whom: &str| {
            let pairs = [("made_for", whom), ("days", "7")];
            let reply = portal.fill_to(&at("previews"), &at("previews"), &ann, &pairs).await;
            let at = reply.text.find("/preview/").unwrap();
            reply.text[at..].split(['"', '<']).next().unwrap().to_owned()
        };
        let (one, other) = (made("Our supplier").await, made("The board").await);
        let shown = portal.get(&one).await;
        shown.shows("This is a draft");
        shown.shows("Not for everyone yet.");
        assert_eq!(
            (shown.header("cache-control"), shown.header("referrer-policy")),
            ("private, no-store", "no-referrer")
        );
        let list = portal.get_as(&bo, &at("previews")).await;
        list.shows("Our supplier Made by Ann Lee Works until 29 November 2026");
        let end = list.action_with("/end");
        let ended = portal.fill_to(&at("previews"), &end, &bo, &[]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        let statuses = [portal.get(&one).await.status, portal.get(&other).await.status];
        assert!(statuses.contains(&StatusCode::NOT_FOUND) && statuses.contains(&StatusCode::OK), "{statuses:?}");
        portal.on("2026-11-30");
        assert_eq!(portal.get(&other).await.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.get("/preview/00").await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}
