//! `/organisations/{code}/attach`: documents copied elsewhere become copies; `/copies`: all copies of an organisation on a
//! page, and what fits used in several at once.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::from_word::docx::{Docx, PIXEL, para, picture, plain, styled};
use crate::harness::{Portal, both};

const TWO: &str = "code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\nDEMO-B,Demonstration Community,community,Invented\n";

const NO: [(&str, &str); 3] = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];

fn guide(title: &str, dose: &str, more: &str) -> String {
    format!(
        "# {title}\n\nA {title} reads the wristband. It beeps when it is done.\n\n## Steps\n\n### Survey\n\nAsk the night staff about {title}.\n{more}\n## Benefits\n\nGive {dose} at night. Errors fell.\n"
    )
}

/// Two guides of DEMO-A, each with a second version.
async fn library(portal: &mut Portal) -> String {
    let first = [("s.md", guide("Scanner", "10 mg", "")), ("p.md", guide("Printer", "20 mg", ""))];
    let first: Vec<(&str, &str)> = first.iter().map(|(name, text)| (*name, text.as_str())).collect();
    portal.with_guides(&first).await;
    portal.import_organisations(TWO, "2020-01-02").await;
    portal.settle().await;
    portal.signed_in("Bo Roe", "DEMO-B", &[Role::Contributor, Role::Publisher]).await
}

/// DEMO-A changes both guides.
async fn goes_on(portal: &Portal) {
    let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await;
    for (slug, title, dose) in [("scanner", "Scanner", "10 mg"), ("printer", "Printer", "25 mg")] {
        let text = guide(title, dose, "\nThen draw a map.\n");
        portal.fill(&format!("/blueprints/{slug}/edit"), &ann, &[("text", &text)]).await;
        portal.fill(&format!("/blueprints/{slug}/care"), &ann, &NO).await;
        let said = [("class", "improvement"), ("note", "A map")];
        let reply = portal.fill(&format!("/blueprints/{slug}/publish"), &ann, &said).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
    }
}

#[tokio::test]
async fn a_document_copied_elsewhere_finds_its_version_and_its_updates_wait() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        goes_on(&portal).await;
        let ours = guide("Scanner", "10 mg", "").replace("It beeps when it is done.", "It rings.");
        let attach = "/organisations/DEMO-B/attach";
        let nothing = portal.upload(attach, &bo, &[], ("", b"")).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let reply = portal.upload(attach, &bo, &[("text", "Nothing like it.")], ("ours.md", ours.as_bytes())).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        let found = format!("{attach}/found");
        let page = portal.get_as(&bo, &found).await;
        page.shows("ours.md");
        page.shows("Scanner, version 1 of Demonstration Trust");
        page.shows("Nothing here is like “What was pasted”.");
        let other = portal.signed_in("Ed Fox", "DEMO-A", &[Role::Contributor]).await;
        assert_eq!(portal.get_as(&other, &found).await.status, StatusCode::NOT_FOUND);
        let reply = portal.fill(&found, &bo, &[]).await;
        assert_eq!(reply.header("location"), "/organisations/DEMO-B/copies?attached=1", "{}", reply.words());
        let page = portal.get_as(&bo, "/organisations/DEMO-B/copies").await;
        page.shows("1 change of the sources waits in 1 of 1 copy.");
        page.shows("When it was copied, version 1");
        let copy = portal.get_as(&bo, "/blueprints/scanner-demo-b").await;
        copy.shows("It rings.");
        copy.shows("Copied from Scanner, version 1");
        portal.get_as(&bo, "/blueprints/scanner-demo-b/updates").await.shows("Fits: you did not change this");
        portal.get("/blueprints/scanner").await.shows("Copied by 1 organisation");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_word_document_brings_its_pictures_or_takes_them_with_it() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        let body = [
            styled("Title", "Scanner"),
            plain("A Scanner reads the wristband. It beeps when it is done."),
            para(&picture("p1", "descr=\"A wristband\"")),
            styled("berschrift1", "Steps"),
            plain("Ask the night staff about Scanner."),
        ];
        let word = Docx::new(&body.concat()).picture("p1", "a.png", PIXEL).bytes();
        let (attach, found) = ("/organisations/DEMO-B/attach", "/organisations/DEMO-B/attach/found");
        let waiting = portal.app.kit().files.waiting();
        let folders = || std::fs::read_dir(&waiting).map_or(0, Iterator::count);
        portal.upload(attach, &bo, &[], ("not-ours.docx", &word)).await;
        let page = portal.get_as(&bo, found).await;
        page.shows("The picture in \u{201c}not-ours.docx\u{201d} comes with it.");
        let field = page.form().1.into_iter().find(|(name, _)| name.starts_with("document-")).unwrap().0;
        assert_eq!(folders(), 1);
        portal.fill(found, &bo, &[(&field, "leave-out")]).await;
        assert_eq!(folders(), 0);
        portal.upload(attach, &bo, &[], ("ours.docx", &word)).await;
        portal.fill(found, &bo, &[]).await;
        let draft = portal.get_as(&bo, "/blueprints/scanner-demo-b/draft").await;
        assert!(draft.text.contains("alt=\"A wristband\""), "{}", draft.text);
        let address = "/blueprints/scanner-demo-b/draft/files/picture-1.png";
        assert!(draft.text.contains(address), "{}", draft.text);
        assert_eq!(portal.get_as(&bo, address).await.status, StatusCode::OK);
        assert_eq!(folders(), 0);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_is_no_document_says_why_and_can_be_left_out() {
    let mut portal = Portal::sqlite().await;
    let bo = library(&mut portal).await;
    portal.upload("/organisations/DEMO-B/attach", &bo, &[], ("photo.png", &[0x89, b'P', 0xff])).await;
    let found = "/organisations/DEMO-B/attach/found";
    portal.get_as(&bo, found).await.shows("it is neither Markdown (UTF-8) nor a Word document");
    portal.fill(found, &bo, &[]).await;
    portal.get_as(&bo, found).await.shows("No document waits.");
    portal.is_whole().await;
}

#[tokio::test]
async fn what_fits_in_several_copies_is_used_at_once_and_a_dose_is_not_among_it() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        for slug in ["scanner", "printer"] {
            portal.fill(&format!("/blueprints/{slug}/copy"), &bo, &[]).await;
        }
        goes_on(&portal).await;
        let mine = "/organisations/DEMO-B/copies";
        let page = portal.get_as(&bo, mine).await;
        page.shows("3 changes of the sources wait in 2 of 2 copies.");
        page.shows("3 improvement");
        page.shows("See the 2 changes that fit, in 2 copies");
        let fit = portal.get_as(&bo, &format!("{mine}/that-fit")).await;
        fit.shows("Then draw a map.");
        fit.lacks("25 mg");
        let (action, fields) = fit.form();
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for _ in 0..2 {
            let reply = portal.post(&action, &bo, &pairs).await;
            let location = reply.header("location").to_owned();
            assert_eq!(location, format!("{mine}?used=2&in=2&missed=0"), "{}", reply.words());
        }
        portal.get_as(&bo, &format!("{mine}?used=2&in=2&missed=0")).await.shows("Used 2 changes in 2 copies.");
        let page = portal.get_as(&bo, mine).await;
        page.shows("1 change of the sources waits in 1 of 2 copies.");
        let ann = portal.again("ann.lee@example.org").await;
        assert_eq!(portal.get_as(&ann, mine).await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_notice_older_than_the_attached_version_warns_it_at_once() {
    for mut portal in both().await {
        let bo = library(&mut portal).await;
        let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await;
        portal.fill("/blueprints/scanner/edit", &ann, &[("text", &guide("Scanner", "5 mg", ""))]).await;
        portal.fill("/blueprints/scanner/care", &ann, &NO).await;
        portal.fill("/blueprints/scanner/publish", &ann, &[("class", "safety"), ("note", "The dose was wrong")]).await;
        portal.work().await;
        let ours = guide("Scanner", "10 mg", "");
        portal.upload("/organisations/DEMO-B/attach", &bo, &[], ("ours.md", ours.as_bytes())).await;
        portal.fill("/organisations/DEMO-B/attach/found", &bo, &[]).await;
        portal.work().await;
        portal.get_as(&bo, "/me").await.shows("Safety notices to answer");
        portal.get_as(&bo, "/organisations/DEMO-B/copies").await.shows("1 safety");
        portal.is_whole().await;
    }
}
