//! `/write/from-word` and `/write/paste`: what was written in Word becomes a draft, with a report of what was not kept;
//! and what is typed is kept until it is saved.

#[expect(dead_code, reason = "shared with the tests of `papers`, which use all of it")]
#[path = "../../../papers/tests/it/docx.rs"]
pub mod docx;

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};
use docx::{Docx, PIXEL, item, para, picture, plain, styled};

const FROM_WORD: &str = "/write/from-word";

async fn ann(portal: &mut Portal) -> String {
    portal.with_guides(&[("one.md", "# One\n\n## Benefits\n\nOld.\n")]).await;
    portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await
}

#[tokio::test]
async fn a_word_document_becomes_a_draft_with_its_pictures_and_a_report() {
    for mut portal in both().await {
        let ann = ann(&mut portal).await;
        let body = [
            styled("Title", "Scanning wards"),
            styled("berschrift1", "Background"),
            plain("Labels were wrong, *always*."),
            item(1, 0, "Ward A"),
            item(1, 0, "Ward B"),
            para(&picture("p1", "descr=\"A nurse with a scanner\"")),
            para(&picture("p2", "")),
            styled("berschrift1", "Our own heading"),
            plain("Mrs Smith <script>alert(1)</script>"),
        ];
        let escaped = body.concat().replace("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
        let word = Docx::new(&escaped).picture("p1", "a.png", PIXEL).picture("p2", "b.png", PIXEL).bytes();
        let kind = [("kind", "it-system")];
        for (file, pairs, words) in [
            (("", &b""[..]), &kind[..], "Choose a Word document"),
            (("a.docx", b"PK\x03\x04 not really"), &kind, "not a Word document"),
            (("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), &kind, "There is a problem"),
            (("a.docx", &word), &[], "Choose what it is about"),
        ] {
            let refused = portal.upload(FROM_WORD, &ann, pairs, file).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            refused.shows(words);
        }
        let begun = portal.upload(FROM_WORD, &ann, &kind, ("Scan v2 final.docx", &word)).await;
        let here = "/blueprints/scanning-wards";
        assert_eq!(begun.header("location"), format!("{here}/comments"), "{}", begun.words());
        let report = portal.get_as(&ann, &format!("{here}/comments")).await;
        for words in [
            "Scan v2 final.docx",
            "sections: \u{201c}Background\u{201d}",
            "as they are: \u{201c}Our own heading\u{201d}",
        ] {
            report.shows(words);
        }
        report.shows("Say what these pictures show");
        let draft = portal.get_as(&ann, &format!("{here}/draft")).await;
        for words in
            ["The problem 16 words", "Labels were wrong, *always*.", "Ward A Ward B", "<script>alert(1)</script>"]
        {
            draft.shows(words);
        }
        assert!(draft.text.contains("alt=\"A nurse with a scanner\""), "{}", draft.text);
        assert!(!draft.text.contains("<script>alert"));
        assert_eq!(draft.text.matches("/draft/files/picture").count(), 2, "{}", draft.text);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_is_pasted_from_word_keeps_its_headings_and_lists() {
    let mut portal = Portal::sqlite().await;
    let ann = ann(&mut portal).await;
    let html =
        "<h2>Costs</h2><p>About <b>two</b> pounds.</p><ul><li>One</li><li>Two</li></ul><script>alert(1)</script>";
    let pasted = portal.post("/write/paste", &ann, &[("html", html)]).await;
    assert_eq!((pasted.status, pasted.header("content-type")), (StatusCode::OK, "application/json"));
    assert!(pasted.text.contains("About **two** pounds.") && pasted.text.contains("- One"), "{}", pasted.text);
    assert!(!pasted.text.contains("alert"), "{}", pasted.text);
    assert_eq!(portal.post("/write/paste", "", &[("html", html)]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_typed_is_kept_until_it_is_saved() {
    for mut portal in both().await {
        let ann = ann(&mut portal).await;
        let bo = portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await;
        let form = "/blueprints/one/sections/benefits";
        let keep = format!("/me/typed?form={form}");
        let before = portal.get_as(&ann, form).await.form().1.into_iter().find(|(name, _)| name == "before").unwrap().1;
        let typed = [("before", before.as_str()), ("text", "Half a sentence")];
        assert_eq!(portal.post(&keep, &ann, &typed).await.status, StatusCode::NO_CONTENT);
        assert_eq!(portal.post(&keep, "", &typed).await.status, StatusCode::FORBIDDEN);
        assert_eq!(portal.post("/me/typed?form=/sign-in", &ann, &typed).await.status, StatusCode::BAD_REQUEST);
        // Another day, another session: it is offered, to whoever typed it and nobody else.
        portal.on("2026-11-25");
        let (ann, bo) = (portal.again("ann.lee@example.org").await, {
            drop(bo);
            portal.again("bo.roe@example.org").await
        });
        let offered = portal.get_as(&ann, form).await;
        offered.shows("You typed something here on 22 November 2026 at 10:00 that was not saved");
        assert!(!offered.text.contains("Half a sentence"));
        portal.get_as(&bo, form).await.lacks("You typed something");
        let back = portal.get_as(&ann, &format!("{form}?typed=yes")).await;
        back.shows("It is not saved yet.");
        let (action, fields) = back.form();
        assert!(fields.iter().any(|(name, value)| name == "text" && value == "Half a sentence"), "{fields:?}");
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(portal.post(&action, &ann, &pairs).await.status, StatusCode::SEE_OTHER);
        portal.get_as(&ann, form).await.lacks("You typed something");
        portal.get_as(&ann, "/blueprints/one/draft").await.shows("Half a sentence");
        // What a colleague saved meanwhile is not overwritten by what comes back.
        let before = fields.iter().find(|(name, _)| name == "before").unwrap().1.clone();
        let late = [("before", before.as_str()), ("text", "Too late")];
        assert_eq!(portal.post(&keep, &ann, &late).await.status, StatusCode::NO_CONTENT);
        let (action, fields) = portal.get_as(&ann, &format!("{form}?typed=yes")).await.form();
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(portal.post(&action, &ann, &pairs).await.status, StatusCode::CONFLICT);
        portal.is_whole().await;
    }
}
