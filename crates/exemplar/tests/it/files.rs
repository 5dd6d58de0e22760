//! `/blueprints/{slug}/files`: files and pictures of a draft.

use axum::http::StatusCode;
use exemplar::file_words;
use exemplar::people::Role;

use crate::from_word::docx::{Docx, plain};
use crate::harness::{Portal, both};

const HERE: &str = "/blueprints/one";
const FILES: &str = "/blueprints/one/files";
const NO: [(&str, &str); 3] = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
const SAID: [(&str, &str); 2] = [("class", "improvement"), ("note", "A picture")];

/// A picture of one pixel.
const PICTURE: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

async fn one(portal: &mut Portal) -> String {
    portal.with_guides(&[("one.md", "# One\n\n## Benefits\n\n[a](a.txt)\n"), ("a.txt", "x")]).await;
    portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await
}

async fn goes(portal: &Portal, path: &str, cookie: &str, pairs: &[(&str, &str)]) {
    let reply = portal.fill(path, cookie, pairs).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}: {}", reply.words());
}

#[tokio::test]
async fn a_picture_is_added_with_what_it_shows_and_published_with_the_text() {
    for mut portal in both().await {
        let ann = one(&mut portal).await;
        let says = |description: &'static str| [("description", description), ("section", "benefits")];
        for (pairs, file, words) in [
            (says("A ward"), ("", &b""[..]), "Choose a file"),
            (says(""), ("ward.gif", PICTURE), "what it shows, for people who cannot see it"),
            (says("A ward"), ("empty.gif", b""), "The file is empty"),
            (says("A ward"), ("run.exe", b"MZ"), "Files of this type are not taken"),
            (
                says("A ward"),
                ("ward.gif", b"<html><script>"),
                "The file\u{2019}s name says a GIF picture, but it is not",
            ),
        ] {
            let refused = portal.upload(FILES, &ann, &pairs, file).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            refused.shows(words);
        }
        let added = portal.upload(FILES, &ann, &says("Nurses at a [ward] desk"), ("Our ward.gif", PICTURE)).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.words());
        let again = portal.upload(FILES, &ann, &says("Another"), ("our-ward.GIF", PICTURE)).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        let page = portal.get_as(&ann, FILES).await;
        for name in ["a.txt", "Our-ward.gif", "our-ward-2.GIF"] {
            page.shows(name);
        }
        let draft = portal.get_as(&ann, &format!("{HERE}/draft")).await;
        assert!(draft.text.contains("src=\"/blueprints/one/draft/files/Our-ward.gif\""), "{}", draft.text);
        assert!(draft.text.contains("alt=\"Nurses at a [ward] desk\""), "{}", draft.text);
        let file = format!("{HERE}/draft/files/Our-ward.gif");
        assert_eq!(portal.get_as(&ann, &file).await.header("content-type"), "image/gif");
        assert_eq!(portal.get(&file).await.status, StatusCode::SEE_OTHER);
        portal.import_organisations("code,name,source\nDEMO-B,Other Trust,Invented\n", "2020-01-02").await;
        let di = portal.signed_in("Di Fry", "DEMO-B", &[Role::Contributor]).await;
        assert_eq!(portal.get_as(&di, &file).await.status, StatusCode::NOT_FOUND);

        // What is taken out goes from the text too; what the version before had stays unless it is taken out.
        let out = format!("{FILES}/out");
        let gone = portal.fill_to(FILES, &out, &ann, &[("name", "our-ward-2.GIF")]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        let gone = portal.fill_to(FILES, &out, &ann, &[("name", "a.txt")]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        assert_eq!(portal.fill_to(FILES, &out, &ann, &[("name", "nothing.txt")]).await.status, StatusCode::NOT_FOUND);
        goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
        goes(&portal, &format!("{HERE}/publish"), &ann, &SAID).await;
        portal.settle().await;
        let page = portal.get(HERE).await;
        assert!(page.text.contains("src=\"/blueprints/one/versions/2/files/Our-ward.gif\""), "{}", page.text);
        page.lacks("a.txt");
        let file = portal.get(&format!("{HERE}/versions/2/files/Our-ward.gif")).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "image/gif"));
        assert_eq!(portal.get(&format!("{HERE}/versions/2/files/our-ward-2.GIF")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.get(&format!("{HERE}/versions/1/files/a.txt")).await.status, StatusCode::OK);
        let names = portal.zip(&format!("{HERE}/versions/2/guide.zip")).await;
        assert_eq!(names, ["Our-ward.gif", "about.txt", "guide.md"]);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_a_picture_shows_is_said_beside_it_and_stands_in_the_text() {
    for mut portal in both().await {
        let ann = one(&mut portal).await;
        portal.upload(FILES, &ann, &[("description", "Old"), ("section", "benefits")], ("ward.gif", PICTURE)).await;
        let words = format!("{FILES}/words");
        let empty = portal.fill_to(FILES, &words, &ann, &[("shows", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.shows("Say what it shows, for people who cannot see it");
        let said = portal.fill_to(FILES, &words, &ann, &[("shows", "Two nurses at a [ward] desk")]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.words());
        let draft = portal.get_as(&ann, &format!("{HERE}/draft")).await.text;
        assert!(draft.contains("alt=\"Two nurses at a [ward] desk\""), "{draft}");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_change_of_files_ends_what_was_agreed_to_and_numbers_in_them_are_asked_about() {
    let mut portal = Portal::sqlite().await;
    let ann = one(&mut portal).await;
    let bo = portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await;
    goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nText.\n")]).await;
    goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
    goes(&portal, &format!("{HERE}/agree"), &bo, &[]).await;
    portal.get_as(&ann, &format!("{HERE}/draft")).await.shows("Bo Roe agreed");
    let list = ("list.csv", &b"name,number\nSmith,943 476 5919\n"[..]);
    let added = portal.upload(FILES, &ann, &[("description", "A list"), ("section", "artefacts")], list).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.words());
    portal.get_as(&ann, &format!("{HERE}/draft")).await.lacks("Bo Roe agreed");
    let refused = portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows("one in list.csv");
    goes(&portal, &format!("{HERE}/publish"), &ann, &[SAID[0], SAID[1], ("invented", "yes")]).await;
    portal.get(HERE).await.shows("list.csv");
    portal.is_whole().await;
}

#[tokio::test]
async fn a_form_with_a_file_needs_a_session_and_its_key() {
    let mut portal = Portal::sqlite().await;
    let ann = one(&mut portal).await;
    let reply = portal.post(FILES, &ann, &[("description", "x")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    reply.shows("Choose a file");
    let request = axum::http::Request::post(FILES)
        .header("host", "127.0.0.1")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(axum::body::Body::from("--b--"))
        .unwrap();
    let reply = portal.send(request).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    reply.shows("The file was not taken");
}

#[tokio::test]
async fn the_search_finds_words_inside_a_word_document_and_a_broken_one_says_why() {
    for mut portal in both().await {
        let ann = one(&mut portal).await;
        let word = Docx::new(&plain("Mrs Smith met an aardvark, 943 476 5919")).bytes();
        let says = [("description", "Our plan"), ("section", "artefacts")];
        for (name, bytes) in [("plan.docx", &word[..]), ("broken.docx", b"PK\x03\x04 nothing of the kind")] {
            let added = portal.upload(FILES, &ann, &says, (name, bytes)).await;
            assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.words());
        }
        goes(&portal, &format!("{HERE}/care"), &ann, &NO).await;
        portal.fill(&format!("{HERE}/publish"), &ann, &SAID).await.shows("one in plan.docx");
        goes(&portal, &format!("{HERE}/publish"), &ann, &[SAID[0], SAID[1], ("invented", "yes")]).await;
        portal.settle().await;
        portal.get("/blueprints?q=aardvark").await.lacks("1 guide");
        file_words::read_waiting(&portal.app).await.unwrap();
        portal.settle().await;
        portal.get("/blueprints?q=aardvark").await.shows("1 guide");
        portal.get_as(&ann, FILES).await.shows("Its words are not searched.");
        portal.is_whole().await;
    }
}
