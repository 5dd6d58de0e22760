//! Asking: questions in public, calls and visits, and whether a guide is still true.

use axum::http::StatusCode;
use exemplar::asking;
use exemplar::people::{self, Role, newest_letters};

use crate::harness::{Portal, both};

const GUIDE: &str = "# Scanners on wards\n\nCall the desk first.\n\n## Steps\n\n### Survey the wards\n\nLook.\n";
const TWO: &str = "code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\nDEMO-B,Demonstration Community,community,Invented\nDEMO-C,Demonstration Mental Health,mental-health,Invented\n";
const AT: &str = "/blueprints/scanners-on-wards";

/// Somebody who runs the guide, and somebody of another organisation.
async fn library(portal: &mut Portal) -> (String, String) {
    portal.with_guides(&[("scanners.md", GUIDE)]).await;
    portal.import_organisations(TWO, "2020-01-02").await;
    portal.settle().await;
    let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await;
    let bo = portal.signed_in("Bo Roe", "DEMO-B", &[Role::Contributor, Role::Publisher]).await;
    (ann, bo)
}

/// Asks a question and gives the address of it.
async fn asked(portal: &Portal, who: &str, text: &str) -> String {
    let reply = portal.fill(&format!("{AT}/ask"), who, &[("text", text)]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
    let id = reply.header("location").rsplit("question-").next().unwrap();
    format!("{AT}/questions/{id}")
}

/// The letters to somebody, the newest first.
async fn letters(portal: &Portal, mail: &str) -> Vec<String> {
    let letters = newest_letters(&mut portal.db().read().await.unwrap()).await.unwrap();
    let theirs = letters.into_iter().filter(|letter| letter.recipient == mail && letter.subject != "Sign in");
    theirs.map(|letter| format!("{}\n{}", letter.subject, letter.body)).collect()
}

/// Signs somebody in again, when their session ended meanwhile.
async fn again(portal: &Portal, mail: &str) -> String {
    let link = portal.link(mail).await;
    portal.post(&link, "", &[]).await.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_question_is_public_at_once_and_answered_in_public_and_a_mended_answer_keeps_what_it_said() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        portal.get(AT).await.shows("Nobody has asked a question yet.");
        let question = asked(&portal, &bo, "Who paid?\n\nSee https://example.org/x.").await;
        let page = portal.get(AT).await;
        page.shows("No question answered yet, 1 waits for an answer since 22 November 2026.");
        page.shows("Demonstration Community, 22 November 2026");
        page.shows("Who paid?");
        page.lacks("Bo Roe");
        assert!(page.text.contains("href=\"https://example.org/x\""));
        let to_ann = letters(&portal, "ann.lee@example.org").await;
        assert!(to_ann.len() == 1 && to_ann[0].contains(&format!("{question}/answer")), "{to_ann:?}");
        portal
            .get_as(&ann, "/me")
            .await
            .shows("A question to your organisation Guide Scanners on wards Since 22 November 2026");
        portal.get_as(&bo, "/me").await.shows("Waits for an answer");

        portal.on("2026-11-25");
        let (ann, bo) = (again(&portal, "ann.lee@example.org").await, again(&portal, "bo.roe@example.org").await);
        let answer = format!("{question}/answer");
        let reply = portal.fill(&answer, &ann, &[("text", "The wards did.")]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        portal.get(AT).await.shows("Answer by Demonstration Trust, 25 November 2026 The wards did.");
        portal.get(AT).await.shows("1 question answered.");
        portal.get_as(&ann, "/me").await.lacks("A question to your organisation");
        portal.get_as(&bo, "/me").await.shows("Answered on 25 November 2026");
        assert!(letters(&portal, "bo.roe@example.org").await[0].contains("is answered"));
        // Two mend it at once: the later one sees both.
        let (action, fields) = portal.get_as(&ann, &answer).await.form();
        portal.fill(&answer, &ann, &[("text", "The wards did, from 2027 the trust.")]).await;
        let mut late: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        late.retain(|(name, _)| *name != "text");
        late.push(("text", "Nobody did."));
        let overtaken = portal.post(&action, &ann, &late).await;
        assert_eq!(overtaken.status, StatusCode::CONFLICT);
        overtaken.shows("The wards did, from 2027 the trust.");
        assert!(overtaken.text.contains("Nobody did."));
        let page = portal.get(AT).await;
        page.shows("Answer by Demonstration Trust, mended on 25 November 2026");
        page.shows("What it said before 25 November 2026 The wards did.");
        assert_eq!(letters(&portal, "bo.roe@example.org").await.len(), 1, "told of the first answer alone");
        // As known before: the question without its answer; and before that, nothing.
        let before = portal.get(&format!("{AT}?as-at=2026-11-24")).await;
        before.shows("1 waits for an answer since 22 November 2026");
        before.lacks("The wards did");
        let all = portal.get(&format!("{AT}/questions?as-at=2026-11-21")).await;
        all.shows("Nobody has asked a question yet.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn questions_are_found_with_their_answers_as_they_are_now_and_not_when_they_ended() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        let finds = async |portal: &mut Portal, word: &str| {
            portal.settle().await;
            portal.get(&format!("/blueprints?q={word}")).await.text.contains(&format!("href=\"{AT}\""))
        };
        assert!(!finds(&mut portal, "forklift").await);
        let question = asked(&portal, &bo, "Does it need a forklift?").await;
        assert!(finds(&mut portal, "forklift").await);
        portal.get("/blueprints?q=forklift").await.shows("Does it need a");
        let answer = format!("{question}/answer");
        portal.fill(&answer, &ann, &[("text", "A wheelbarrow does.")]).await;
        assert!(finds(&mut portal, "wheelbarrow").await);
        portal.fill(&answer, &ann, &[("text", "A trolley does.")]).await;
        assert!(finds(&mut portal, "trolley").await && !finds(&mut portal, "wheelbarrow").await);
        portal.fill(&format!("{question}/set-aside"), &ann, &[("why", "not-public")]).await;
        assert!(!finds(&mut portal, "forklift").await && !finds(&mut portal, "trolley").await);
    }
}

#[tokio::test]
async fn a_question_is_set_aside_with_a_reason_or_taken_back_and_what_must_not_be_seen_is_seen_on_no_day() {
    for mut portal in both().await {
        let (_, bo) = library(&mut portal).await;
        let off = asked(&portal, &bo, "Where is the canteen?").await;
        let private = asked(&portal, &bo, "What did Nurse Joy do wrong?").await;
        let back = asked(&portal, &bo, "Never mind this one").await;
        portal.on("2026-11-25");
        let (ann, bo) = (again(&portal, "ann.lee@example.org").await, again(&portal, "bo.roe@example.org").await);
        let nothing = portal.fill(&format!("{off}/set-aside"), &ann, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        nothing.shows("Choose why you set it aside");
        portal.fill(&format!("{off}/set-aside"), &ann, &[("why", "off-topic")]).await;
        portal.fill(&format!("{private}/set-aside"), &ann, &[("why", "not-public")]).await;
        portal.fill(&format!("{back}/withdraw"), &bo, &[]).await;
        let page = portal.get(AT).await;
        for words in [
            "Set aside: it is not about this guide. 25 November 2026",
            "Where is the canteen?",
            "Set aside: it holds something that should not be public. 25 November 2026",
            "Taken back by who asked it. 25 November 2026",
        ] {
            page.shows(words);
        }
        let before = portal.get(&format!("{AT}?as-at=2026-11-23")).await;
        before.shows("Where is the canteen?");
        before.shows("Its words are not shown any more");
        for page in [&page, &before] {
            page.lacks("Nurse Joy");
            page.lacks("Never mind");
        }
        assert!(letters(&portal, "bo.roe@example.org").await.iter().any(|l| l.contains("not about this guide")));
        // What ended is not answered, set aside or taken back again.
        for (path, who) in [("answer", &ann), ("set-aside", &ann), ("withdraw", &bo)] {
            let reply = portal.get_as(who, &format!("{private}/{path}")).await;
            assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{path}");
        }
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn bad_questions_are_refused_with_what_was_typed_and_nothing_is_done() {
    let mut portal = Portal::sqlite().await;
    let (ann, bo) = library(&mut portal).await;
    let ask = format!("{AT}/ask");
    for (text, message) in [
        ("", "Write your question"),
        (" \n ", "Write your question"),
        (&"x".repeat(100_000), "Use at most 2000 characters: this has 100000"),
        ("About 943 476 5919, please", "it looks like an NHS number"),
    ] {
        let reply = portal.fill(&ask, &bo, &[("text", text)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{message}");
        reply.shows(message);
        assert!(reply.text.contains("<title>Error: "));
        assert!(text.trim().is_empty() || reply.text.contains(text), "what was typed is there: {message}");
    }
    asked(&portal, &bo, "<script>window.__xss=1</script> [a](javascript:alert(1))").await;
    let page = portal.get(AT).await;
    page.shows("<script>window.__xss=1</script> [a](javascript:alert(1))");
    assert!(!page.text.contains("<script>window") && !page.text.contains("href=\"javascript"));
    // Nobody asks their own organisation, and no organisation is not one.
    assert_eq!(portal.get_as(&ann, &ask).await.status, StatusCode::FORBIDDEN);
    let nobody = portal.signed_in("No One", "DEMO-B", &[]).await;
    let reply = portal.get_as(&nobody, &ask).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    reply.shows("Your account belongs to no organisation yet");
    // Twenty a day, across guides.
    for number in 2..=20 {
        asked(&portal, &bo, &format!("Question {number}")).await;
    }
    let flood = portal.fill(&ask, &bo, &[("text", "One more")]).await;
    assert_eq!(flood.status, StatusCode::UNPROCESSABLE_ENTITY);
    flood.shows("You sent 20 questions today");
    assert!(flood.text.contains("One more"), "what was typed is there");
    // The next day is another.
    portal.on("2026-11-23");
    let bo = again(&portal, "bo.roe@example.org").await;
    asked(&portal, &bo, "One more").await;
    portal.get(AT).await.shows("All 21 questions");
    portal.is_whole().await;
}

#[tokio::test]
async fn nobody_is_asked_about_a_guide_that_is_withdrawn_or_of_an_organisation_that_closed() {
    let mut portal = Portal::sqlite().await;
    let (ann, bo) = library(&mut portal).await;
    let (action, mut fields) = portal.get_as(&bo, &format!("{AT}/ask")).await.form();
    fields.retain(|(name, _)| name != "text");
    fields.push(("text".to_owned(), "Too late?".to_owned()));
    asked(&portal, &bo, "In time?").await;
    portal.fill(&format!("{AT}/withdraw"), &ann, &[("reason", "We moved on")]).await;
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let late = portal.post(&action, &bo, &pairs).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST);
    late.shows("This guide was withdrawn");
    let page = portal.get(AT).await;
    page.shows("In time?");
    page.lacks("Ask a question");

    let mut portal = Portal::sqlite().await;
    let (_, bo) = library(&mut portal).await;
    let closed = "code,name,kind,closed,source\nDEMO-A,Demonstration Trust,acute,2026-11-01,Invented\nDEMO-B,Demonstration Community,community,,Invented\n";
    portal.import_organisations(closed, "2026-11-02").await;
    portal.settle().await;
    let reply = portal.get_as(&bo, &format!("{AT}/ask")).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    reply.shows("Demonstration Trust closed on 1 November 2026: nobody there can answer.");
}

const ASKS: [(&str, &str); 3] = [("way", "call"), ("why", "We begin in March"), ("when", "Any Monday")];

/// Two people of the guide who agreed to be asked: the second stands in for the first.
async fn two_who_agreed(portal: &Portal, ann: &str) -> String {
    let agree = format!("{AT}/be-asked");
    let none = portal.fill(&agree, ann, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    portal.fill(&agree, ann, &[("ways", "call")]).await;
    let cy = portal.signed_in("Cy Fox", "DEMO-A", &[Role::Reviewer]).await;
    portal.fill(&agree, &cy, &[("ways", "call"), ("name", "yes")]).await;
    cy
}

#[tokio::test]
async fn a_call_is_asked_of_one_person_who_answers_and_only_the_two_of_them_read_it() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        portal.get_as(&bo, &format!("{AT}/request")).await.shows("Nobody has agreed to be asked about this guide yet.");
        let cy = two_who_agreed(&portal, &ann).await;
        let page = portal.get(AT).await;
        page.shows("Demonstration Trust: 2 people agreed to be asked for a call (Cy Fox)");
        page.lacks("Ann Lee");
        page.lacks("Asked ");
        let visit = portal.fill(&format!("{AT}/request"), &bo, &[("way", "visit"), ("why", "x"), ("when", "y")]).await;
        assert_eq!(visit.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody agreed to visits");
        let more = [("what", "The trolley"), ("reach", "01632 960123"), ("address", "yes")];
        let reply = portal.fill(&format!("{AT}/request"), &bo, &[&ASKS[..], &more].concat()).await;
        let request = reply.header("location").to_owned();
        assert!(request.starts_with("/requests/"), "{}", reply.words());
        let letter = &letters(&portal, "ann.lee@example.org").await[0];
        assert!(letter.contains(&request), "{letter}");
        for private in ["01632", "bo.roe@", "Bo Roe", "We begin in March"] {
            assert!(!letter.contains(private), "a letter cannot be removed: {private}");
            portal.get(AT).await.lacks(private);
        }
        portal.get(AT).await.shows("Asked once, not answered yet. 1 request waits for an answer.");
        portal.get_as(&ann, "/me").await.shows("A request to you Guide Scanners on wards Since 22 November 2026");
        let page = portal.get_as(&ann, &request).await;
        for words in ["Bo Roe, Demonstration Community", "We begin in March", "01632 960123", "bo.roe@example.org"] {
            page.shows(words);
        }
        portal.get_as(&bo, &request).await.lacks("Your answer");
        assert_eq!(portal.get_as(&cy, &request).await.status, StatusCode::NOT_FOUND);
        // The next one goes to whoever has fewer waiting.
        let second = portal.fill(&format!("{AT}/request"), &bo, &ASKS).await.header("location").to_owned();
        portal.get_as(&cy, &second).await.shows("Any Monday");
        portal.get_as(&cy, &second).await.lacks("bo.roe@example.org");
        portal.on("2026-11-24");
        let (ann, bo) = (again(&portal, "ann.lee@example.org").await, again(&portal, "bo.roe@example.org").await);
        let empty = portal.fill(&request, &ann, &[("reply", "agreed")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        portal.fill(&request, &ann, &[("reply", "agreed"), ("words", "7 December at 10")]).await;
        portal.get_as(&bo, &request).await.shows("7 December at 10");
        let letter = &letters(&portal, "bo.roe@example.org").await[0];
        assert!(letter.contains("Agreed") && !letter.contains("7 December"), "{letter}");
        portal.get(AT).await.shows("Asked twice, answered in 2 days. 1 request waits for an answer.");
        portal.get(&format!("{AT}?as-at=2026-11-23")).await.shows("Asked twice, not answered yet.");
        // Answered once: a second answer is refused, and so is one by the asker.
        let key = [("key", "0190a6b0c1d27000800000000000abcd"), ("reply", "not-now")];
        assert_eq!(portal.post(&request, &ann, &key).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(portal.post(&request, &bo, &key).await.status, StatusCode::FORBIDDEN);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn nobody_sends_more_than_ten_requests_a_day_or_asks_themselves() {
    let mut portal = Portal::sqlite().await;
    let (ann, bo) = library(&mut portal).await;
    two_who_agreed(&portal, &ann).await;
    let path = format!("{AT}/request");
    assert_eq!(portal.get_as(&ann, &path).await.status, StatusCode::FORBIDDEN, "not one's own organisation");
    for field in ["why", "when", "what", "reach"] {
        let long = portal.fill(&path, &bo, &[&ASKS[..], &[(field, "x".repeat(100_000).as_str())]].concat()).await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let patient = portal.fill(&path, &bo, &[&ASKS[..], &[(field, "943 476 5919")]].concat()).await;
        patient.shows("it looks like an NHS number");
    }
    for _ in 0..10 {
        assert_eq!(portal.fill(&path, &bo, &ASKS).await.status, StatusCode::SEE_OTHER);
    }
    let flood = portal.fill(&path, &bo, &ASKS).await;
    assert_eq!(flood.status, StatusCode::UNPROCESSABLE_ENTITY);
    flood.shows("You sent 10 requests today");
    assert!(flood.text.contains("We begin in March"));
    // One form sent twice is one request.
    portal.on("2026-11-23");
    let bo = again(&portal, "bo.roe@example.org").await;
    let (action, mut fields) = portal.get_as(&bo, &path).await.form();
    fields.retain(|(name, _)| ASKS.iter().all(|(asked, _)| name != asked));
    let pairs: Vec<(&str, &str)> =
        fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain(ASKS.iter().copied()).collect();
    let replies = futures_util::future::join_all((0..40).map(|_| portal.post(&action, &bo, &pairs))).await;
    let mut addresses: Vec<&str> = replies.iter().map(|reply| reply.header("location")).collect();
    addresses.dedup();
    assert!(addresses.len() == 1 && addresses[0].starts_with("/requests/"), "{addresses:?}");
    portal.is_whole().await;
}

#[tokio::test]
async fn who_is_asked_passes_it_on_to_a_colleague_who_agreed_as_well() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        let cy = two_who_agreed(&portal, &ann).await;
        let request = portal.fill(&format!("{AT}/request"), &bo, &ASKS).await.header("location").to_owned();
        let nobody = portal.fill(&request, &ann, &[("reply", "somebody-else")]).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        nobody.shows("Choose who should answer");
        let page = portal.get_as(&ann, &request).await;
        let at = page.text.find(">Cy Fox</option>").unwrap();
        let id = page.text[..at].rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned();
        let passed = portal.fill(&request, &ann, &[("reply", "somebody-else"), ("to", &id)]).await;
        assert_eq!(passed.status, StatusCode::SEE_OTHER, "{}", passed.words());
        portal.get_as(&cy, &request).await.shows("passed on to a colleague");
        assert!(letters(&portal, "bo.roe@example.org").await[0].contains("passed it on to a colleague"));
        let key = [("key", "0190a6b0c1d27000800000000000abcd"), ("reply", "not-now")];
        assert_eq!(portal.post(&request, &ann, &key).await.status, StatusCode::FORBIDDEN);
        portal.fill(&request, &cy, &[("reply", "not-now")]).await;
        portal.get_as(&bo, &request).await.shows("Not now");
        portal.get(AT).await.shows("Asked once, answered on the same day.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn who_does_not_answer_in_ten_working_days_is_stood_in_for_once_and_nothing_is_sent_twice() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        two_who_agreed(&portal, &ann).await;
        let request = portal.fill(&format!("{AT}/request"), &bo, &ASKS).await.header("location").to_owned();
        let due = async || {
            let (kit, site) = (portal.app.kit(), portal.app.address());
            // Two processes do it at once.
            let (one, two) = tokio::join!(asking::due(kit, site), asking::due(kit, site));
            one.unwrap() + two.unwrap()
        };
        // Asked on Sunday 22 November: the tenth working day is Friday 4 December.
        for day in ["2026-11-30", "2026-12-04"] {
            portal.on(day);
            assert_eq!(due().await, 0, "{day}");
        }
        portal.on("2026-12-05");
        assert_eq!((due().await, due().await), (1, 0));
        let to_cy = letters(&portal, "cy.fox@example.org").await;
        let to_bo = letters(&portal, "bo.roe@example.org").await;
        assert!(to_cy.len() == 1 && to_cy[0].contains(&request), "{to_cy:?}");
        assert!(to_bo.len() == 1 && to_bo[0].contains("stand-in was asked"), "{to_bo:?}");
        let ann = again(&portal, "ann.lee@example.org").await;
        portal.get_as(&ann, &request).await.lacks("Your answer");
        portal.get_as(&ann, "/me").await.shows("No question or request waits for you.");
        portal.on("2026-12-19");
        assert_eq!((due().await, due().await), (1, 0), "the stand-in did not answer either");
        assert!(letters(&portal, "bo.roe@example.org").await[0].contains("Nobody answered, and there is nobody else"));
        portal.get(AT).await.shows("Asked once, not answered yet. 1 got none.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn people_are_asked_again_twice_a_year_and_who_is_silent_or_left_is_not_offered() {
    for mut portal in both().await {
        let (ann, _) = library(&mut portal).await;
        two_who_agreed(&portal, &ann).await;
        let due = async || asking::due(portal.app.kit(), portal.app.address()).await.unwrap();
        portal.on("2027-05-21");
        assert_eq!(due().await, 0);
        portal.on("2027-05-22");
        assert_eq!((due().await, due().await), (2, 0));
        assert!(letters(&portal, "ann.lee@example.org").await[0].contains("May others still ask you"));
        let ann = again(&portal, "ann.lee@example.org").await;
        portal.get_as(&ann, "/me").await.shows("May others still ask you? Guide Scanners on wards Since 22 May 2027");
        let page = portal.get_as(&ann, &format!("{AT}/be-asked")).await;
        page.shows("On 22 May 2027 you were asked whether you still do");
        portal.fill(&format!("{AT}/be-asked"), &ann, &[("ways", "visit")]).await;
        portal.get_as(&ann, "/me").await.lacks("May others still ask you?");
        portal.on("2027-06-21");
        assert_eq!(due().await, 0, "thirty days are not over");
        portal.on("2027-06-22");
        assert_eq!((due().await, due().await), (1, 0));
        portal.app.notice().await.unwrap();
        portal.get(AT).await.shows("Demonstration Trust: 1 person agreed to be asked for a visit");
        portal.get(AT).await.lacks("Cy Fox");
        portal.get(&format!("{AT}?as-at=2027-06-01")).await.shows("2 people agreed to be asked for a call or a visit");
        // No more, and yes again, is theirs to say.
        let ann = again(&portal, "ann.lee@example.org").await;
        portal.fill(&format!("{AT}/be-asked"), &ann, &[("how", "stop")]).await;
        portal.get(AT).await.shows("Nobody has agreed to be asked for a call or a visit yet.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn those_who_live_with_it_say_whether_it_is_still_true_and_its_people_hear_of_a_no() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        let say = format!("{AT}/still-true");
        portal.get(AT).await.shows("Nobody has said yet whether it is still true.");
        assert_eq!(portal.get_as(&bo, &say).await.status, StatusCode::NOT_FOUND, "they have no live copy");
        portal.fill(&format!("{AT}/copy"), &bo, &[]).await;
        assert_eq!(portal.get_as(&bo, &say).await.status, StatusCode::NOT_FOUND, "nor a live one");
        portal.fill(&format!("{AT}-demo-b/standing"), &bo, &[("standing", "live")]).await;
        portal.fill(&say, &ann, &[("holds", "yes")]).await;
        let refused = portal.fill(&say, &bo, &[("holds", "no")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        portal.fill(&say, &bo, &[("holds", "yes"), ("text", "For a year now")]).await;
        portal.get(AT).await.shows("Still true, said by 2 organisations, last on 22 November 2026.");
        portal.on("2026-12-01");
        let bo = again(&portal, "bo.roe@example.org").await;
        portal.fill(&say, &bo, &[("holds", "no"), ("text", "The desk closed")]).await;
        let page = portal.get(AT).await;
        page.shows("Still true, said by 1 organisation, last on 22 November 2026; no longer true at 1 organisation.");
        for words in [
            "1 December 2026 Organisation Demonstration Community Still true? No longer true here What they say The desk closed",
            "For a year now",
        ] {
            page.shows(words);
        }
        let letter = &letters(&portal, "ann.lee@example.org").await[0];
        assert!(letter.contains("no longer true"), "{letter}");
        portal.get(&format!("{AT}?as-at=2026-11-30")).await.shows("Still true, said by 2 organisations");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_copy_has_its_own_questions_and_leads_to_those_of_its_source() {
    let mut portal = Portal::sqlite().await;
    let (ann, bo) = library(&mut portal).await;
    asked(&portal, &bo, "Who paid for the source?").await;
    portal.fill(&format!("{AT}/copy"), &bo, &[]).await;
    let copy = format!("{AT}-demo-b");
    assert_eq!(portal.get_as(&ann, &format!("{copy}/ask")).await.status, StatusCode::NOT_FOUND, "it is a draft");
    let no = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
    portal.fill(&format!("{copy}/care"), &bo, &no).await;
    portal.fill(&format!("{copy}/publish"), &bo, &[]).await;
    let page = portal.get(&copy).await;
    page.lacks("Who paid for the source?");
    assert!(page.text.contains(&format!("href=\"{AT}#asking\"")));
    portal.fill(&format!("{copy}/be-asked"), &bo, &[("ways", "call")]).await;
    portal.get(AT).await.shows("Demonstration Community: 1 person agreed to be asked for a call");
    let reply = portal.fill(&format!("{copy}/request"), &ann, &ASKS).await;
    assert!(reply.header("location").starts_with("/requests/"));
    portal.get(&copy).await.shows("Asked once");
    portal.get(AT).await.lacks("Asked once");
}

#[tokio::test]
async fn words_that_must_not_be_kept_go_for_good_and_verify_reports_a_removal() {
    for mut portal in both().await {
        let (ann, bo) = library(&mut portal).await;
        two_who_agreed(&portal, &ann).await;
        asked(&portal, &bo, "A secret").await;
        let request =
            portal.fill(&format!("{AT}/request"), &bo, &[&ASKS[..], &[("reach", "01632 960123")]].concat()).await;
        let request = request.header("location").to_owned();
        let page = portal.get_as(&ann, &request).await;
        let at = page.text.find("journal/").unwrap();
        let private = page.text[at..].split('<').next().unwrap().to_owned();
        let hash = exemplar::platform::files::sha256_hex(b"A secret");
        for record in [private, format!("texts/{hash}")] {
            let people = people::policy::TwoPeople { asked_by: "Ann Lee".into(), agreed_by: "Bo Roe".into() };
            let action = people::policy::RemoveValue { record, people };
            let permit = people::decide(&people::Actor::Operator, action, &(), portal.app.clock().now()).unwrap();
            exemplar::removals::remove(portal.app.kit(), permit, "A secret").await.unwrap();
        }
        portal.app.notice().await.unwrap();
        portal.get(AT).await.lacks("A secret");
        portal.get(AT).await.shows("These words were removed by two people");
        let page = portal.get_as(&ann, &request).await;
        page.lacks("01632");
        page.shows("What was written was removed by two people");
        let report = portal.verify().await;
        assert_eq!((report.findings.len(), report.removed.len()), (0, 2), "{:?}", report.findings);
    }
}
