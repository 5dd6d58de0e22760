//! Answering in the browser: sections, notes, what was answered last time, files, two signatures, and opening again.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, QUESTIONS, both};

const REGISTER: &str = "code,name,kind,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,Invented\nDEMO-B,Beta Demonstration Trust,acute,Invented\n";

const HERE: &str = "/assessments/open-round/DEMO-A";

async fn open() -> Vec<Portal> {
    let portals = both().await;
    for portal in &portals {
        portal.import_organisations(REGISTER, "2015-04-01").await;
        portal.open_round("open-round").await;
    }
    portals
}

fn section(name: &str) -> String {
    format!("{HERE}/sections/{name}")
}

/// Answers everything as somebody.
async fn answer_all(portal: &Portal, cookie: &str) {
    let path = section("readiness");
    let saved = portal.fill_to(&path, &path, cookie, &[("answer-one", "3")]).await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, HERE), "{}", saved.words());
    let path = section("capabilities");
    let pairs =
        [("answer-two", "2"), ("answer-three", "na"), ("why-three", "We write none"), ("evidence-two", "A report")];
    let saved = portal.fill_to(&path, &path, cookie, &pairs).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
}

#[tokio::test]
async fn answers_count_when_two_people_signed_who_saved_none_of_them() {
    for mut portal in open().await {
        let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor, Role::Publisher]).await;
        let director = portal.signed_in("A Director", "DEMO-A", &[Role::Publisher]).await;
        let member = portal.signed_in("A Member", "DEMO-A", &[Role::Publisher]).await;
        portal.get_as(&writer, "/assessments").await.shows("Alpha Demonstration Trust. 0 of 2 sections are answered.");
        answer_all(&portal, &writer).await;
        let tasks = portal.get_as(&writer, HERE).await;
        tasks.shows("2 of 2 sections are answered.");
        tasks.shows("Nobody has signed these answers yet.");
        let own = portal.get_as(&writer, &format!("{HERE}/sign")).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "whoever answered cannot sign");
        let sign = format!("{HERE}/sign");
        let check = portal.get_as(&director, &sign).await;
        check.shows("Letters are digital. Does not apply: We write none");
        check.shows("Partly Evidence: A report");
        let nothing = portal.fill(&sign, &director, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        nothing.shows("Choose as whom you sign");
        assert!(portal.publish("open-round", "too-early").await.is_err(), "one signature is not enough");
        assert_eq!(portal.fill(&sign, &director, &[("as", "director")]).await.status, StatusCode::SEE_OTHER);
        let twice = portal.fill(&sign, &director, &[("as", "board")]).await;
        assert_eq!(twice.status, StatusCode::BAD_REQUEST, "the two who sign are two people");
        let taken = portal.fill(&sign, &member, &[("as", "director")]).await;
        assert_eq!(taken.status, StatusCode::BAD_REQUEST, "somebody signed as this already");
        assert_eq!(portal.fill(&sign, &member, &[("as", "board")]).await.status, StatusCode::SEE_OTHER);
        portal.get_as(&writer, HERE).await.shows("Signed by two people. It counts.");
        portal.publish("open-round", "results").await.unwrap();
        portal.settle().await;
        portal.get("/maturity/results/organisations/DEMO-A").await.shows("Letters are digital. Does not apply");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_signature_says_nothing_of_what_is_saved_later() {
    for portal in open().await {
        let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor]).await;
        let director = portal.signed_in("A Director", "DEMO-A", &[Role::Publisher]).await;
        let sign = format!("{HERE}/sign");
        portal.get_as(&director, &sign).await.shows("Some questions have no answer yet, so that nobody can sign.");
        answer_all(&portal, &writer).await;
        let (action, fields) = portal.get_as(&director, &sign).await.form();
        answer_all(&portal, &writer).await;
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.push(("as", "director"));
        let late = portal.post(&action, &director, &pairs).await;
        assert_eq!(late.status, StatusCode::BAD_REQUEST);
        late.shows("Somebody saved other answers meanwhile.");
        assert_eq!(portal.fill(&sign, &director, &[("as", "director")]).await.status, StatusCode::SEE_OTHER);
        let path = section("readiness");
        portal.fill_to(&path, &path, &writer, &[("answer-one", "1")]).await;
        portal.get_as(&writer, HERE).await.shows("Nobody has signed these answers yet.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn nothing_typed_is_lost_when_it_is_wrong_or_somebody_else_saved() {
    for portal in open().await {
        let one = portal.signed_in("One", "DEMO-A", &[Role::Contributor]).await;
        let other = portal.signed_in("Other", "DEMO-A", &[Role::Contributor]).await;
        let path = section("capabilities");
        let pairs = [("answer-two", "9"), ("answer-three", "na"), ("why-three", ""), ("evidence-two", "943 476 5919")];
        let wrong = portal.fill_to(&path, &path, &one, &pairs).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Choose one of the answers");
        wrong.shows("Say why this does not apply to you");
        wrong.shows("This looks like an NHS number: take it out");
        assert!(wrong.text.contains("943 476 5919"), "what was typed stays");
        let (action, fields) = portal.get_as(&one, &path).await.form_to(&path);
        portal.fill_to(&path, &path, &other, &[("answer-two", "1")]).await;
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.extend([("answer-two", "3"), ("answer-three", "2")]);
        let conflict = portal.post(&action, &one, &pairs).await;
        assert_eq!(conflict.status, StatusCode::CONFLICT);
        conflict.shows("Somebody else saved this section meanwhile.");
        conflict.shows("Saved now: No.");
        let (action, mut fields) = conflict.form_to(&path);
        fields.retain(|(name, _)| !name.starts_with("answer-"));
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.extend([("answer-two", "3"), ("answer-three", "2")]);
        assert_eq!(portal.post(&action, &one, &pairs).await.status, StatusCode::SEE_OTHER);
        portal.get_as(&other, &format!("{HERE}/answers.csv")).await.text.contains("two,Notes are digital.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_was_answered_last_time_stands_beside_and_changes_are_marked() {
    for portal in open().await {
        portal.import_round(QUESTIONS, "before", "organisation,one,two,three\nDEMO-A,3,1,2\n").await.unwrap();
        let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor]).await;
        let director = portal.signed_in("A Director", "DEMO-A", &[Role::Publisher]).await;
        let page = portal.get_as(&writer, &section("readiness")).await;
        page.shows("What you answered in “A round” stands beside each question");
        page.shows("Last time: Yes.");
        let (_, fields) = page.form_to(&section("readiness"));
        assert!(fields.contains(&("answer-one".to_owned(), "3".to_owned())), "it is chosen: {fields:?}");
        answer_all(&portal, &writer).await;
        portal.get_as(&director, &format!("{HERE}/sign")).await.shows("Partly Evidence: A report Changed , was: No");
    }
}

#[tokio::test]
async fn a_file_goes_out_and_comes_back_and_a_colleague_is_asked() {
    for portal in open().await {
        let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor]).await;
        let helper = portal.signed_in("A Helper", "DEMO-A", &[Role::Contributor]).await;
        let ask = format!("{}/ask", section("readiness"));
        let page = portal.get_as(&writer, &section("readiness")).await;
        let id = page.option("A Helper");
        let asked = portal.fill_to(&section("readiness"), &ask, &writer, &[("colleague", &id)]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        portal.letter_to("a.helper@example.org", &section("readiness")).await;
        portal.get_as(&helper, HERE).await.shows("A Helper was asked to answer it");
        let csv = portal.get_as(&helper, &format!("{HERE}/answers.csv")).await.text;
        assert!(
            csv.starts_with(
                "question,text,answers,last_time,saved,answer\none,Somebody leads.,1 No; 2 Partly; 3 Yes,,,\n"
            ),
            "{csv}"
        );
        let file = format!("{HERE}/file");
        let bad = format!("{}nope,,,,,3\n", csv.replace("3 Yes,,,\n", "3 Yes,,,maybe\n"));
        let refused = portal.upload(&file, &helper, &[], ("a.csv", bad.as_bytes())).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Some cells cannot be taken. Nothing was saved");
        refused.shows("Line 2, one: “maybe” is no answer");
        refused.shows("nope: it is no question of this assessment");
        let good = csv.replacen("3 Yes,,,\n", "3 Yes,,,yes\n", 1).replacen("3 Yes,,,\n", "3 Yes,,,?\n", 1);
        let taken = portal.upload(&file, &helper, &[], ("a.csv", good.as_bytes())).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.words());
        portal.get_as(&helper, HERE).await.shows("1 of 2 answered");
        // A file that is older than what is saved takes nothing away: what it leaves empty stays, what it would undo is named.
        let one = csv.replace("one,Somebody leads.,1 No; 2 Partly; 3 Yes,,,\n", "");
        let one = one.replacen("3 Yes,,,\n", "3 Yes,,,1\n", 1);
        let late = portal.upload(&file, &helper, &[], ("a.csv", one.as_bytes())).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.shows("Line 2, two: it was changed here since the file was made, and is “?” now");
        let taken = portal.upload(&file, &helper, &[], ("a.csv", b"question;answer\none;\ntwo;2\n")).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.words());
        let held = portal.get_as(&helper, &format!("{HERE}/answers.csv")).await.text;
        assert!(held.contains(",3,3\n") && held.contains(",2,2\n"), "{held}");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn only_the_office_opens_signed_sections_again_and_what_was_signed_counts_meanwhile() {
    for mut portal in open().await {
        let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor]).await;
        let director = portal.signed_in("A Director", "DEMO-A", &[Role::Publisher]).await;
        let member = portal.signed_in("A Member", "DEMO-A", &[Role::Publisher]).await;
        let office = portal.signed_in("An Officer", "DEMO-B", &[Role::Office]).await;
        let sign = format!("{HERE}/sign");
        answer_all(&portal, &writer).await;
        portal.fill(&sign, &director, &[("as", "director")]).await;
        portal.fill(&sign, &member, &[("as", "board")]).await;
        let signed = portal.get_as(&writer, HERE).await;
        signed.shows("The accountable director: A Director");
        signed.shows("A member of the board: A Member");
        let path = section("readiness");
        portal.get_as(&writer, &path).await.shows("This section cannot be answered now.");
        let same = portal.get_as(&writer, &format!("{HERE}/answers.csv")).await.text;
        let back = portal.upload(&format!("{HERE}/file"), &writer, &[], ("a.csv", same.as_bytes())).await;
        assert_eq!(back.status, StatusCode::BAD_REQUEST, "what is signed stays so, also when a file says the same");
        let reopen = format!("{HERE}/reopen");
        assert_eq!(portal.get_as(&director, &reopen).await.status, StatusCode::FORBIDDEN);
        let nothing = portal.fill(&reopen, &office, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = portal
            .fill(&reopen, &office, &[("section", "readiness"), ("why", "The evidence is of another site")])
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        portal.letter_to("a.writer@example.org", "The evidence is of another site").await;
        portal.get_as(&writer, HERE).await.shows("Readiness is open again: The evidence is of another site");
        portal.get_as(&writer, &section("capabilities")).await.shows("This section cannot be answered now.");
        portal.fill_to(&path, &path, &writer, &[("answer-one", "1")]).await;
        portal.publish("open-round", "meanwhile").await.unwrap();
        portal.fill(&sign, &director, &[("as", "director")]).await;
        portal.fill(&sign, &member, &[("as", "board")]).await;
        portal.publish("open-round", "afterwards").await.unwrap();
        portal.settle().await;
        let answered = |edition: &str| format!("/maturity/{edition}/organisations/DEMO-A");
        portal.get(&answered("meanwhile")).await.shows("Somebody leads. Yes");
        portal.get(&answered("afterwards")).await.shows("Somebody leads. No");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_spreadsheet_goes_out_and_comes_back_and_evidence_has_an_address_and_a_last_day() {
    for portal in open().await {
        let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor]).await;
        let sheet = portal.get_as(&writer, &format!("{HERE}/answers.xlsx")).await;
        assert!(sheet.status.is_success() && sheet.text.starts_with("PK"), "an archive");
        let filled = |answer: &str| {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            for (row, line) in (0..).zip([["question", "answer"], ["one", answer], ["two", "?"], ["three", "na: none"]])
            {
                for (column, cell) in (0..).zip(line) {
                    sheet.write(row, column, cell).unwrap();
                }
            }
            book.save_to_buffer().unwrap()
        };
        let file = format!("{HERE}/file");
        let refused = portal.upload(&file, &writer, &[], ("a.xlsx", &filled("maybe"))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Line 2, one: “maybe” is no answer");
        let broken = portal.upload(&file, &writer, &[], ("a.xlsx", b"PK\x03\x04broken")).await;
        broken.shows("The file is not a spreadsheet that can be read (XLSX)");
        let taken = portal.upload(&file, &writer, &[], ("a.xlsx", &filled("Yes"))).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.words());
        portal.get_as(&writer, HERE).await.shows("2 of 2 sections are answered.");
        let path = section("readiness");
        let pairs = [("answer-one", "3"), ("link-one", "minutes of May"), ("until-one", "soon")];
        let wrong = portal.fill_to(&path, &path, &writer, &pairs).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Write the whole address, beginning with https://");
        wrong.shows("Enter a date, like 31/12/2026");
        let pairs = [("answer-one", "3"), ("link-one", "https://example.org/minutes"), ("until-one", "31/5/2027")];
        let saved = portal.fill_to(&path, &path, &writer, &pairs).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        let director = portal.signed_in("A Director", "DEMO-A", &[Role::Publisher]).await;
        let check = portal.get_as(&director, &format!("{HERE}/sign")).await;
        check.shows("https://example.org/minutes (holds until 31 May 2027)");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn reminders_stop_when_two_people_signed() {
    for portal in both().await {
        portal.import_organisations(REGISTER, "2015-04-01").await;
        portal.open_round_until("open-round", Some("2026-12-18")).await;
        let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor]).await;
        let director = portal.signed_in("A Director", "DEMO-A", &[Role::Publisher]).await;
        let member = portal.signed_in("A Member", "DEMO-A", &[Role::Publisher]).await;
        let remind = || exemplar::rounds::answering::remind(portal.app.kit(), "https://example.org");
        assert_eq!(remind().await.unwrap(), 1, "26 days before");
        assert_eq!(remind().await.unwrap(), 0, "once");
        portal.letter_to("a.director@example.org", "Left to answer: Readiness, Capabilities.").await;
        answer_all(&portal, &writer).await;
        let sign = format!("{HERE}/sign");
        assert_eq!(portal.fill(&sign, &director, &[("as", "director")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(portal.fill(&sign, &member, &[("as", "board")]).await.status, StatusCode::SEE_OTHER);
        portal.app.clock().set("2026-12-10T09:00:00Z".parse().unwrap());
        assert_eq!(remind().await.unwrap(), 0, "it is signed");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn files_show_that_an_answer_is_true_to_those_who_have_a_part_in_it_and_a_signature_is_bound_to_them() {
    for portal in open().await {
        let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor]).await;
        let director = portal.signed_in("A Director", "DEMO-A", &[Role::Publisher]).await;
        let other = portal.signed_in("Other One", "DEMO-B", &[Role::Publisher, Role::Reviewer]).await;
        answer_all(&portal, &writer).await;
        let here = format!("{HERE}/evidence/two");
        portal.get_as(&writer, &here).await.shows("There is no file yet.");
        let upload = async |file: (&str, &[u8])| portal.upload(&here, &writer, &[], file).await;
        for (file, words) in [
            (("", &b""[..]), "Choose a file"),
            (("a.exe", b"MZ"), "Files of this type are not taken"),
            (("a.pdf", b"not one"), "it is not"),
            (("a.txt", b"Seen: 943 476 5919"), "looks like an NHS number"),
        ] {
            let refused = upload(file).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            refused.shows(words);
        }
        assert!(portal.app.files().list().unwrap().is_empty(), "what was refused is not kept");
        let seen = portal.get_as(&director, &format!("{HERE}/sign")).await;
        let (sign, mut fields) = seen.form();
        fields.push(("as".to_owned(), "director".to_owned()));
        let added = upload(("Board minute, June.txt", b"We agreed.")).await;
        assert_eq!(
            (added.status, added.header("location")),
            (StatusCode::SEE_OTHER, here.as_str()),
            "{}",
            added.words()
        );
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(portal.post(&sign, &director, &fields).await.status, StatusCode::BAD_REQUEST, "it was not seen");
        let name = "Board-minute-June.txt";
        portal.get_as(&writer, &here).await.shows(name);
        let file = format!("{here}/files/{name}");
        assert_eq!(portal.get_as(&director, &file).await.text, "We agreed.");
        assert_eq!(portal.get_as(&other, &file).await.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.get_as(&other, &here).await.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.get(&file).await.status, StatusCode::SEE_OTHER);
        portal.get_as(&director, &format!("{HERE}/sign")).await.shows(&format!("Evidence: A report {name}"));
        // Saving the section again keeps the file; another of the same name gets one of its own.
        let path = section("capabilities");
        let saved = portal.fill_to(&path, &path, &writer, &[("answer-two", "1")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        upload(("Board minute, June.txt", b"Again.")).await;
        portal.get_as(&writer, &here).await.shows("Board-minute-June-2.txt");
        let key = portal.app.clock().new_id().simple().to_string();
        let out = portal.post(&format!("{here}/out"), &writer, &[("key", &key), ("name", name)]).await;
        assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.words());
        assert_eq!(portal.get_as(&director, &file).await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

/// Twelve questions, of which everybody claims the first and few the last.
const TWELVE: &str = "id = \"twelve\"\nversion = \"1\"\nkind = \"maturity\"\ntitle = \"Twelve\"\n\
    [[scale]]\nid = \"s\"\nanswers = [{ id = \"n\", text = \"Not yet\", score = 0 }, { id = \"y\", text = \"In use\", score = 100 }]\n\
    [[section]]\nid = \"all\"\ntitle = \"All\"\n";

#[tokio::test]
async fn what_few_claim_without_what_most_claim_is_asked_about_and_nothing_is_taken_off() {
    let questions = (0..12).fold(TWELVE.to_owned(), |text, at| {
        format!("{text}[[question]]\nid = \"q{at}\"\nsection = \"all\"\nscale = \"s\"\ntext = \"Question {at}\"\n")
    });
    let head = (0..12).fold("organisation".to_owned(), |line, at| format!("{line},q{at}"));
    let line = |code: &str, claims: &dyn Fn(usize) -> bool| {
        (0..12).fold(code.to_owned(), |line, at| format!("{line},{}", if claims(at) { 2 } else { 1 }))
    };
    for portal in both().await {
        let codes: Vec<String> = (0..36).map(|at| format!("DEMO-X{at}")).collect();
        let register =
            codes.iter().fold("code,name,kind,source\nDEMO-A,Alpha,acute,Invented\n".to_owned(), |text, code| {
                format!("{text}{code},{code} Trust,acute,Invented\n")
            });
        portal.import_organisations(&register, "2015-04-01").await;
        let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Publisher]).await;
        let others = codes.iter().enumerate().map(|(one, code)| line(code, &|at| at <= one % 12));
        let turned = line("DEMO-A", &|at| at >= 6);
        portal.import_round(&questions, "now", &format!("{head}\n{turned}\n")).await.unwrap();
        let page = "/assessments/now/DEMO-A";
        portal.get_as(&ann, page).await.lacks("Answers that others will ask about");
        let all = others.fold(head.clone(), |text, line| format!("{text}\n{line}"));
        portal.import_round(&questions, "before", &format!("{all}\n")).await.unwrap();
        let shown = portal.get_as(&ann, page).await;
        shown.shows("Answers that others will ask about");
        shown.shows(
            "100 of 100 claim more than \u{201c}Not yet\u{201d}, and to \u{201c}Question 11\u{201d} only 8 of 100",
        );
        portal.is_whole().await;
    }
}
