//! Letters over SMTP, to a mail server that is down, slow or says no, and from a program that is killed at every step.

pub mod sink;

use std::path::Path;
use std::time::Duration;

use axum::http::StatusCode;
use exemplar::people::{self, Actor, NewAccount, Role};
use exemplar::platform::clock::Clock;
use exemplar::platform::jobs::{self, JobRow, Lane, wait_after};
use exemplar::platform::mail::Post;
use jiff::SignedDuration;
use sink::{Acts, Sink, Step};

use crate::harness::{Portal, both};
use crate::kills::{Server, ask, form, run, with_cookie};
use crate::vectors::vectors;

/// How long a test waits for an answer.
const PATIENCE: Duration = Duration::from_millis(300);

async fn with_ann(sink: &str) -> Portal {
    let mut portal = Portal::posting(Post::smtp(sink, Some(PATIENCE)).unwrap()).await;
    portal.with_guides(&[("one.md", "# One\n\nText.\n")]).await;
    let new = NewAccount {
        mail: "ann@example.org".into(),
        name: "Ann L\u{e9}e".into(),
        organisation: "DEMO-A".into(),
        roles: vec![Role::Contributor, Role::Administrator],
        password: Some("correct horse battery".into()),
    };
    people::add_account(portal.app.kit(), &Actor::Operator, &new).await.unwrap();
    portal
}

async fn asks_for_a_link(portal: &Portal) {
    let reply = portal.post("/sign-in", "", &[("mail", "ann@example.org"), ("how", "link")]).await;
    reply.shows("Check your email");
}

async fn jobs_left(portal: &Portal) -> Vec<JobRow> {
    let mut connection = portal.db().read().await.unwrap();
    let mut rows = jobs::list(&mut connection, ["waiting", "running"], 50).await.unwrap();
    rows.extend(jobs::list(&mut connection, ["parked", "parked"], 50).await.unwrap());
    rows
}

fn wait(portal: &Portal, tries: i64) {
    let clock = portal.app.clock();
    clock.set(clock.now().checked_add(wait_after(tries).unwrap()).unwrap());
}

#[tokio::test]
async fn a_letter_is_deleted_ninety_days_after_it_was_sent() {
    for portal in both().await {
        let mail = "ann@example.org";
        portal.signed_in("Ann", "DEMO-A", &[Role::Contributor]).await;
        let letters = async || people::newest_letters(&mut portal.db().read().await.unwrap()).await.unwrap();
        let is_kept = async || letters().await.iter().any(|letter| letter.recipient == mail);
        assert!(is_kept().await);
        portal.work().await;
        for (days, kept) in [(89, true), (2, false)] {
            let clock = portal.app.clock();
            clock.set(clock.now().checked_add(SignedDuration::from_hours(24 * days)).unwrap());
            people::forget_letters(portal.app.kit()).await.unwrap();
            assert_eq!(is_kept().await, kept);
        }
    }
}

#[tokio::test]
async fn a_letter_goes_to_the_mail_server_once() {
    let sink = Sink::start(Acts::takes());
    let portal = with_ann(&sink.address()).await;
    asks_for_a_link(&portal).await;
    let [row] = jobs_left(&portal).await.try_into().unwrap();
    assert_eq!(row.lane, Lane::Urgent.word());
    assert_eq!(portal.work().await, 1);
    assert_eq!(portal.work().await, 0);
    let [letter] = sink.taken().try_into().unwrap();
    assert_eq!((letter.from.as_str(), letter.to.as_str()), ("<portal@example.org>", "<ann@example.org>"));
    assert!(letter.has("Subject: Sign in") && letter.has("Auto-Submitted: auto-generated"), "{}", letter.text);
    assert!(letter.has("From: Exemplar <portal@example.org>"), "{}", letter.text);
    for part in ["multipart/alternative", "text/plain", "text/html", "/sign-in/link/"] {
        assert!(letter.text.contains(part), "{part}: {}", letter.text);
    }
    // It opens.
    let unfolded = letter.text.replace("=\r\n", "");
    let path = unfolded.split("127.0.0.1:8080").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    assert_eq!(portal.post(&path, "", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_server_that_is_down_is_tried_again_until_it_is_up() {
    let (address, port) = Sink::nobody();
    let portal = with_ann(&address).await;
    asks_for_a_link(&portal).await;
    for tries in 1..=3 {
        assert_eq!(portal.work().await, 1);
        let [row] = jobs_left(&portal).await.try_into().unwrap();
        assert_eq!((row.state.as_str(), row.tries), ("waiting", tries));
        assert!(row.last_error.unwrap().contains("onnection"), "what went wrong is kept");
        wait(&portal, tries);
    }
    let sink = Sink::start_on(port, Acts::takes());
    assert_eq!(portal.work().await, 1);
    assert_eq!(sink.taken().len(), 1);
    assert!(jobs_left(&portal).await.is_empty());
}

#[tokio::test]
async fn not_now_is_tried_again_and_never_is_not() {
    for (step, answer, comes_later) in [
        (Step::Greeting, "421 too busy", true),
        (Step::Greeting, "554 we do not know you", true),
        (Step::From, "451 try later", true),
        (Step::To, "450 mailbox busy", true),
        (Step::To, "550 no such person", false),
        (Step::Data, "452 disk full", true),
        (Step::Dot, "451 could not be stored", true),
        (Step::Dot, "552 too large", false),
    ] {
        let sink = Sink::start(Acts::answers(step, answer));
        let portal = with_ann(&sink.address()).await;
        asks_for_a_link(&portal).await;
        assert_eq!(portal.work().await, 1);
        let [row] = jobs_left(&portal).await.try_into().unwrap();
        assert_eq!(row.state, if comes_later { "waiting" } else { "parked" }, "{answer}: {row:?}");
        assert!(row.last_error.as_deref().unwrap().contains(answer.get(4..).unwrap()), "{answer}: {row:?}");
        sink.acts(Acts::takes());
        wait(&portal, 1);
        assert_eq!(portal.work().await, usize::from(comes_later), "{answer}");
        assert_eq!(sink.taken().len(), usize::from(comes_later), "{answer}");
    }
}

#[tokio::test]
async fn a_slow_server_is_waited_for_and_a_silent_one_is_not() {
    let sink = Sink::start(Acts::slow(PATIENCE / 3));
    let portal = with_ann(&sink.address()).await;
    asks_for_a_link(&portal).await;
    assert_eq!(portal.work().await, 1);
    assert_eq!(sink.taken().len(), 1);

    for step in [Step::To, Step::Dot] {
        sink.acts(Acts::silent(step));
        asks_for_a_link(&portal).await;
        assert_eq!(portal.work().await, 1);
        let [row] = jobs_left(&portal).await.try_into().unwrap();
        assert_eq!(row.state, "waiting", "{row:?}");
        sink.acts(Acts::takes());
        let before = sink.taken().len();
        wait(&portal, 1);
        assert_eq!(portal.work().await, 1);
        assert_eq!(sink.taken().len(), before + 1);
    }
}

#[tokio::test]
async fn nothing_in_a_form_begins_another_header() {
    let Some(folder) = vectors() else { return };
    let corpus = std::fs::read_to_string(folder.join("security/crlf.jsonl")).unwrap();
    let mut payloads =
        vec!["One\r\nBcc: evil@example.org\r\n\r\nX".to_owned(), "\nSet-Cookie: crlf=injection".to_owned()];
    for line in corpus.lines() {
        let payload: serde_json::Value = serde_json::from_str(line).unwrap();
        let raw = payload.get("payload").and_then(|value| value.as_str()).unwrap().to_owned();
        payloads.extend([raw.replace("%0d", "\r").replace("%0a", "\n").replace("%u000a", "\n"), raw]);
    }
    let sink = Sink::start(Acts::takes());
    let portal = with_ann(&sink.address()).await;
    let pairs = [("mail", "ann@example.org"), ("password", "correct horse battery")];
    let ann = portal.post("/sign-in", "", &pairs).await.header("set-cookie").split(';').next().unwrap().to_owned();
    for (place, payload) in payloads.iter().enumerate() {
        let key = portal.app.clock().new_id().simple().to_string();
        let mail = format!("p{place}@example.org");
        for (name, mail) in
            [(payload.as_str(), mail.as_str()), ("Bo", payload.as_str()), ("Bo", &format!("b@example.org{payload}"))]
        {
            let pairs = [("key", key.as_str()), ("mail", mail), ("name", name), ("roles", "contributor")];
            let reply = portal.post("/organisations/DEMO-A/people", &ann, &pairs).await;
            assert!(!reply.status.is_server_error(), "{payload:?}");
            assert!(reply.header("set-cookie").is_empty(), "{payload:?}");
        }
        portal.work().await;
    }
    assert_eq!(sink.taken().len(), payloads.len(), "each good address has its letter");
    for letter in sink.taken() {
        let head = letter.text.split("\r\n\r\n").next().unwrap();
        for line in head.split("\r\n") {
            assert!(!line.starts_with("Bcc") && !line.starts_with("Set-Cookie"), "{head}");
        }
    }
}

/// A portal on disk, with an account.
fn portal_at(data: &Path, folder: &Path) {
    let list = folder.join("list.csv");
    std::fs::write(&list, "code,name,source,listed_on\nDEMO-A,A,Invented,2020-01-01\n").unwrap();
    run(data, &["import", "organisations", list.to_str().unwrap()], "");
    let who = ["account", "add", "ann@example.org", "--name", "Ann", "--password-stdin"];
    let account = [&who[..], &["--organisation", "DEMO-A", "--role", "contributor"]].concat();
    run(data, &account, "correct horse battery");
}

#[test]
fn killed_while_it_tells_those_who_watch_it_tells_each_thing_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("portal");
    portal_at(&data, folder.path());
    let sink = Sink::start(Acts::takes());
    let address = sink.address();
    let mail = [("EXEMPLAR_MAIL", address.as_str())];
    let server = Server::start_with(&data, &mail);
    let entered = form(&[("mail", "ann@example.org"), ("password", "correct horse battery")]);
    let answer = ask(&server.address, "POST /sign-in", &entered).unwrap();
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap().split(';').next().unwrap();
    with_cookie(cookie);
    let key = Clock::System.new_id().simple().to_string();
    let watched =
        ask(&server.address, "POST /organisations/DEMO-A/watch", &form(&[("key", &key), ("pace", "at-once")]));
    assert!(watched.unwrap().starts_with("HTTP/1.1 303"));
    server.kill();

    // No more than come at once in an hour.
    const GUIDES: usize = 9;
    for number in 0..GUIDES {
        let server = Server::start_with(&data, &mail);
        let guides = folder.path().join(format!("guides-{number}"));
        std::fs::create_dir_all(&guides).unwrap();
        std::fs::write(guides.join("one.md"), format!("# Guide {number}\n\nText.\n")).unwrap();
        let import = ["import", "blueprints", guides.to_str().unwrap(), "--organisation", "DEMO-A"];
        run(&data, &import, "");
        // At another moment of the telling each time: it is noticed within 200 ms, and done in a few more.
        std::thread::sleep(Duration::from_millis(45 * number as u64));
        server.kill();
    }
    let server = Server::start_with(&data, &mail);
    let end = std::time::Instant::now() + Duration::from_secs(30);
    while sink.counted().1 < GUIDES && std::time::Instant::now() < end {
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_secs(1));
    server.stops();
    let ids: std::collections::BTreeMap<String, String> =
        sink.taken().iter().map(|letter| (letter.id().to_owned(), letter.subject().to_owned())).collect();
    let mut subjects: Vec<&str> = ids.values().map(String::as_str).collect();
    subjects.sort_unstable();
    let expected: Vec<String> = (0..GUIDES).map(|number| format!("Subject: New guide: Guide {number}")).collect();
    assert_eq!(subjects, expected, "one letter for each guide: none lost, none written twice");
    run(&data, &["verify"], "");
}

#[test]
fn killed_at_any_step_of_a_letter_it_is_sent_again_under_the_same_id() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("portal");
    portal_at(&data, folder.path());
    let sink = Sink::start(Acts::takes());
    let address = sink.address();
    let mail = [("EXEMPLAR_MAIL", address.as_str())];
    for (place, step) in (1..).zip(Step::ALL) {
        let server = Server::start_with(&data, &mail);
        sink.acts(Acts::kills(step, server.id()));
        let asked = form(&[("mail", "ann@example.org"), ("how", "link")]);
        // The answer may be cut off: it is killed at the same time.
        let _ = ask(&server.address, "POST /sign-in", &asked);
        server.ends_killed();
        let (letters, ids) = sink.counted();
        let was_taken = matches!(step, Step::Taken);
        assert_eq!(
            (letters, ids),
            (place - 1 + usize::from(was_taken), place - 1 + usize::from(was_taken)),
            "{step:?}"
        );

        sink.acts(Acts::takes());
        let server = Server::start_with(&data, &mail);
        sink.waits_for(place + usize::from(was_taken));
        server.stops();
        let (letters, ids) = sink.counted();
        assert_eq!(ids, place, "{step:?}: one letter, whatever happened");
        assert_eq!(letters, place + usize::from(was_taken), "{step:?}: sent again only where nobody could know");
        // Links that can still be used are few: each round asks anew.
        forget_links(&data);
    }
    run(&data, &["verify"], "");
}

/// As if twenty minutes had passed.
fn forget_links(data: &Path) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let location = database::Location::File(data.join("exemplar.sqlite"));
        let db = database::Db::open(&location, database::Durability::None).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        database::execute!(tx, sqlx::query("DELETE FROM sign_in_links")).unwrap();
        tx.commit().await.unwrap();
        db.close().await;
    });
}
