//! `/sign-in`, `/me`, `/sign-out`: by a link or a password, and never by accident.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use exemplar::people::{self, AccountError, Actor, NewAccount, Role};

use crate::harness::{Portal, both};

async fn with_ann(portal: &mut Portal) {
    portal.with_guides(&[("one.md", "# One\n\nText.\n")]).await;
    let new = NewAccount {
        mail: "Ann.Lee@Example.org ".into(),
        name: "Ann Lee".into(),
        organisation: "DEMO-A".into(),
        roles: vec![Role::Contributor],
        password: Some("correct horse battery".into()),
    };
    people::add_account(portal.app.kit(), &Actor::Operator, &new).await.unwrap();
    let again = people::add_account(portal.app.kit(), &Actor::Operator, &new).await;
    assert!(matches!(again, Err(AccountError::Taken(_))));
}

#[tokio::test]
async fn a_password_opens_a_session_that_signing_out_ends() {
    for mut portal in both().await {
        with_ann(&mut portal).await;
        let pairs =
            [("mail", "ann.lee@example.org"), ("password", "correct horse battery"), ("next", "/blueprints/one/copy")];
        let reply = portal.post("/sign-in", "", &pairs).await;
        assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/blueprints/one/copy"));
        let set = reply.header("set-cookie").to_owned();
        for part in ["__Host-", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(set.contains(part), "{set}");
        }
        let cookie = set.split(';').next().unwrap();
        let home = portal.get_as(cookie, "/me").await;
        home.shows("Ann Lee , Demonstration Trust");
        assert_eq!(home.header("cache-control"), "private, no-store");
        let reply = portal.post("/sign-out", cookie, &[]).await;
        assert!(reply.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(portal.get_as(cookie, "/me").await.header("location"), "/sign-in?next=%2Fme");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn wrong_passwords_are_told_in_one_way_and_never_shown_again() {
    let mut portal = Portal::sqlite().await;
    with_ann(&mut portal).await;
    for (mail, password) in [("ann.lee@example.org", "wrong and long"), ("nobody@example.org", "correct horse battery")]
    {
        let reply = portal.post("/sign-in", "", &[("mail", mail), ("password", password)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        reply.shows("The email address or the password is not right");
        assert!(reply.text.contains(mail) && !reply.text.contains(password));
        assert!(reply.header("set-cookie").is_empty());
    }
    portal.post("/sign-in", "", &[("mail", "ann")]).await.shows("Enter an email address");
    portal.post("/sign-in", "", &[("mail", "ann.lee@example.org")]).await.shows("Enter your password");
    let next = portal.get("/sign-in?next=//evil.example").await;
    assert!(!next.text.contains("evil.example"));
}

#[tokio::test]
async fn a_link_works_once_and_opening_its_page_does_not_use_it_up() {
    for mut portal in both().await {
        with_ann(&mut portal).await;
        let path = portal.link("ann.lee@example.org").await;
        // A mail scanner opens the page, and the person after it.
        portal.get(&path).await.shows("Choose the button");
        portal.get(&path).await.shows("Choose the button");
        assert_eq!(portal.post(&path, "", &[]).await.header("location"), "/me");
        portal.post(&path, "", &[]).await.shows("This link no longer works");

        let late = portal.link("ann.lee@example.org").await;
        portal.on("2026-11-23");
        portal.post(&late, "", &[]).await.shows("This link no longer works");
        // Nobody fills another's mailbox, or learns who has an account.
        for _ in 0..10 {
            portal
                .post("/sign-in", "", &[("mail", "ann.lee@example.org"), ("how", "link")])
                .await
                .shows("Check your email");
        }
        let letters = portal.folder().join("letters");
        portal.work().await;
        assert_eq!(std::fs::read_dir(&letters).unwrap().count(), 2 + 3);
        let mode = |path: &std::path::Path| {
            std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777
        };
        assert_eq!(mode(&letters), 0o700);
        for letter in std::fs::read_dir(&letters).unwrap().flatten() {
            assert_eq!(mode(&letter.path()), 0o600);
        }
        portal.post("/sign-in", "", &[("mail", "no@example.org"), ("how", "link")]).await.shows("Check your email");
    }
}

#[tokio::test]
async fn a_session_ends_by_itself_and_with_a_new_password() {
    let mut portal = Portal::sqlite().await;
    with_ann(&mut portal).await;
    let pairs = [("mail", "ann.lee@example.org"), ("password", "correct horse battery")];
    let cookie = |reply: crate::harness::Reply| reply.header("set-cookie").split(';').next().unwrap().to_owned();
    let first = cookie(portal.post("/sign-in", "", &pairs).await);
    assert_eq!(portal.get_as(&first, "/me").await.status, StatusCode::OK);
    people::new_password(portal.app.kit(), &Actor::Operator, "ann.lee@example.org", "another good one").await.unwrap();
    assert_eq!(portal.get_as(&first, "/me").await.status, StatusCode::SEE_OTHER);
    let pairs = [("mail", "ann.lee@example.org"), ("password", "another good one")];
    let second = cookie(portal.post("/sign-in", "", &pairs).await);
    assert_ne!(first, second);
    portal.on("2026-11-23");
    assert_eq!(portal.get_as(&second, "/me").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn plain_http_elsewhere_says_why_it_cannot_work() {
    let mut portal = Portal::sqlite().await;
    with_ann(&mut portal).await;
    for (host, proto, works) in [
        ("portal.example", "", false),
        ("portal.example", "https", true),
        ("127.0.0.1:8080", "", true),
        ("127.evil.example", "", false),
    ] {
        let request = Request::get("/sign-in").header("host", host).header("x-forwarded-proto", proto);
        let reply = portal.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(!reply.words().contains("needs a secure address"), works, "{host} {proto}");
    }
}

#[tokio::test]
async fn what_is_typed_survives_the_end_of_a_session() {
    let mut portal = Portal::sqlite().await;
    with_ann(&mut portal).await;
    let ann = portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await;
    let page = portal.get_as(&ann, "/blueprints/one/edit").await;
    let (action, fields) = page.form();
    portal.post("/sign-out", &ann, &[]).await;
    let mut typed: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    typed.retain(|(name, _)| *name != "text");
    typed.push(("text", "# One\n\nAn hour of <b>work</b>.\n"));
    let kept = portal.post(&action, &ann, &typed).await;
    assert_eq!(kept.status, StatusCode::FORBIDDEN);
    kept.shows("not saved yet");
    let (again, fields) = kept.form();
    assert_eq!(again, action);
    assert!(fields.contains(&("text".to_owned(), "# One\n\nAn hour of <b>work</b>.\n".to_owned())), "{fields:?}");
}

#[tokio::test]
async fn another_site_cannot_send_forms() {
    let mut portal = Portal::sqlite().await;
    with_ann(&mut portal).await;
    let request = Request::post("/sign-in").header("host", "127.0.0.1").header("sec-fetch-site", "cross-site");
    let reply = portal.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    reply.shows("sent from another site");
}

#[tokio::test]
async fn an_administrator_invites_colleagues_and_ends_their_roles() {
    for mut portal in both().await {
        with_ann(&mut portal).await;
        portal.import_organisations("code,name,source\nDEMO-B,Other,Invented\n", "2020-01-02").await;
        let here = "/organisations/DEMO-A/people";
        let admin = portal.signed_in("Ad Min", "DEMO-A", &[Role::Administrator]).await;
        let invite = async |pairs: &[(&str, &str)]| {
            let key = portal.app.clock().new_id().simple().to_string();
            portal.post(here, &admin, &[&[("key", key.as_str())], pairs].concat()).await
        };
        portal.get_as(&admin, "/me").await.shows("People of our organisation");
        for (pairs, words) in [
            (vec![("mail", "bo"), ("name", "Bo"), ("roles", "contributor")], "Enter an email address"),
            (vec![("mail", "bo@example.org"), ("roles", "contributor")], "Enter their name"),
            (vec![("mail", "bo@example.org"), ("name", "Bo")], "Choose what they may do"),
            // The programme office of every organisation is not one administrator's to make.
            (vec![("mail", "bo@example.org"), ("name", "Bo"), ("roles", "office")], "Choose what they may do"),
            (
                vec![("mail", "bo@example.org"), ("name", "Bo"), ("roles", "contributor"), ("ends_on", "2020-01-01")],
                "a day to come",
            ),
        ] {
            let reply = invite(&pairs).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            reply.shows(words);
        }
        let bo = [("mail", "bo@example.org"), ("name", "Bo Roe"), ("roles", "contributor"), ("ends_on", "2026-11-23")];
        assert_eq!(invite(&bo).await.status, StatusCode::SEE_OTHER);
        let page = portal.get_as(&admin, here).await;
        page.shows("Bo Roe bo@example.org");
        page.shows("23 November 2026");
        let path = portal.link("bo@example.org").await;
        let cookie = portal.post(&path, "", &[]).await.header("set-cookie").split(';').next().unwrap().to_owned();
        assert_eq!(portal.get_as(&cookie, "/blueprints/one/edit").await.status, StatusCode::OK);
        assert_eq!(portal.get_as(&cookie, here).await.status, StatusCode::FORBIDDEN);
        // Somebody who has an account keeps their name, and gets the role they lack.
        let ann = [("mail", "ann.lee@example.org"), ("name", "X"), ("roles", "publisher")];
        invite(&ann).await;
        portal.get_as(&admin, here).await.lacks(" X ");
        portal.letter_to("ann.lee@example.org", "Ad Min has made you a publisher of").await;
        // Nobody makes themselves the one who signs for safety, and those who look after it learn who does.
        let own = [("mail", "ad.min@example.org"), ("name", "X"), ("roles", "safety-officer")];
        invite(&own).await.shows("Somebody else makes you a clinical safety officer");
        let other = portal.signed_in("Di Ott", "DEMO-A", &[Role::Administrator]).await;
        let officer = [("mail", "bo@example.org"), ("name", ""), ("roles", "safety-officer")];
        invite(&officer).await;
        portal.letter_to("di.ott@example.org", "Ad Min has made Bo Roe a clinical safety officer").await;
        let page = portal.get_as(&other, here).await.text;
        let signs = page.rfind("the role of Bo Roe: Clinical safety officer").unwrap();
        let (end, key) =
            (page[..signs].rfind("action=\"").unwrap() + 8, portal.app.clock().new_id().simple().to_string());
        let end = page[end..].split('"').next().unwrap().to_owned();
        assert_eq!(portal.post(&end, &other, &[("key", &key)]).await.status, StatusCode::SEE_OTHER);
        // One's own is not ended; another's is, at once.
        let page = portal.get_as(&admin, here).await.text;
        let ends: Vec<String> = page
            .match_indices("/end\"")
            .map(|(at, _)| {
                let from = page[..at].rfind("action=\"").unwrap() + 8;
                page[from..at + 4].to_owned()
            })
            .collect();
        assert_eq!(ends.len(), 5);
        let mut answers = Vec::new();
        for end in &ends {
            let key = portal.app.clock().new_id().simple().to_string();
            answers.push(portal.post(end, &admin, &[("key", &key)]).await.status);
        }
        answers.sort();
        assert_eq!(answers, [[StatusCode::SEE_OTHER; 4].as_slice(), &[StatusCode::BAD_REQUEST]].concat());
        assert_eq!(portal.get_as(&cookie, "/blueprints/one/edit").await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_role_of_another_organisation_is_theirs_once_they_take_it_on() {
    for mut portal in both().await {
        with_ann(&mut portal).await;
        portal.import_organisations("code,name,source\nDEMO-B,Other Trust,Invented\n", "2020-01-02").await;
        let here = "/organisations/DEMO-A/people";
        let admin = portal.signed_in("Ad Min", "DEMO-A", &[Role::Administrator]).await;
        let bo = portal.signed_in("Bo Roe", "DEMO-B", &[Role::Contributor]).await;
        let cy = portal.signed_in("Cy Poe", "DEMO-B", &[Role::Contributor]).await;
        let send = async |who: &str, path: &str, pairs: &[(&str, &str)]| {
            let key = portal.app.clock().new_id().simple().to_string();
            portal.post(path, who, &[&[("key", key.as_str())], pairs].concat()).await.status
        };
        let asked = [("mail", "bo.roe@example.org"), ("name", "Bo"), ("roles", "publisher")];
        assert_eq!(send(&admin, here, &asked).await, StatusCode::SEE_OTHER);
        assert_eq!(send(&admin, here, &asked).await, StatusCode::SEE_OTHER);
        portal.letter_to("bo.roe@example.org", "Ad Min asks you to be a publisher of").await;
        let page = portal.get_as(&admin, here).await;
        page.shows("Asked, and not answered yet");
        assert_eq!(page.text.matches("bo.roe@example.org").count(), 1, "asked once, however often");
        let home = portal.get_as(&bo, "/me").await;
        home.shows("Roles you are asked to take on");
        assert_eq!(portal.get_as(&bo, "/blueprints/one/edit").await.status, StatusCode::NOT_FOUND);
        let path = |text: &str, end: &str| {
            let at = text.find(&format!("/{end}\"")).unwrap();
            text[text[..at].rfind('"').unwrap() + 1..at + 1 + end.len()].to_owned()
        };
        let (take, decline) = (path(&home.text, "take"), path(&home.text, "decline"));
        // It is nobody else's to answer.
        assert_eq!(send(&cy, &take, &[]).await, StatusCode::NOT_FOUND);
        assert_eq!(send(&bo, &decline, &[]).await, StatusCode::SEE_OTHER);
        assert_eq!(send(&bo, &take, &[]).await, StatusCode::NOT_FOUND);
        portal.get_as(&bo, "/me").await.lacks("Roles you are asked");
        // Asked again they take it on; taken back, there is nothing to take.
        send(&admin, here, &asked).await;
        let take = path(&portal.get_as(&bo, "/me").await.text, "take");
        assert_eq!(send(&bo, &take, &[]).await, StatusCode::SEE_OTHER);
        assert_eq!(portal.get_as(&bo, "/blueprints/one/edit").await.status, StatusCode::OK);
        let other = [("mail", "cy.poe@example.org"), ("name", "Cy"), ("roles", "publisher")];
        send(&admin, here, &other).await;
        let take = path(&portal.get_as(&cy, "/me").await.text, "take");
        let page = portal.get_as(&admin, here).await.text;
        let end = path(&page[page.find("Asked, and not answered yet").unwrap()..], "end");
        assert_eq!(send(&admin, &end, &[]).await, StatusCode::SEE_OTHER);
        assert_eq!(send(&cy, &take, &[]).await, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}
