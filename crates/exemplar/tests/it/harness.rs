//! A whole portal for one test: temporary database and files, a clock that stands still, the real router.

pub mod postgres;

use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use database::{Db, Durability, Location};
use exemplar::app::{App, Site, record_tables};
use exemplar::blueprints::{self, ImportReport, Intent, Origin};
use exemplar::journal::{self, Report};
use exemplar::kit::Kit;
use exemplar::maturity::{self, NewEdition, PublishError};
use exemplar::organisations::{self, Run};
use exemplar::people::policy::{
    AddFramework, ImportBlueprints, ImportOrganisations, ImportProgramme, ImportRound, PublishEdition,
};
use exemplar::people::{self, Actor, NewAccount, Role, decide};
use exemplar::platform::clock::Clock;
use exemplar::platform::files::sha256_hex;
use exemplar::platform::mail::{Outgoing, Post, Sender};
use exemplar::rounds::{self, NewRound, RoundError, Source, Taken};
use exemplar::router::router;
use exemplar::search::{BUILT_IN_SYNONYMS, Follower, Search, Synonyms};
use exemplar::{facts, milestones, programmes, storage, work};
use tower::ServiceExt;

/// The day it is in tests.
pub const TODAY: &str = "2026-11-22T10:00:00Z";

/// A small question set: two parts, three questions.
pub const QUESTIONS: &str = r#"
id = "small"
version = "1"
kind = "maturity"
title = "A small question set"
source = "made for a test"
depths = ["theme"]
answered = "1/2"
[[scale]]
id = "agreement"
answers = [
    { id = "no", text = "No", score = 0 },
    { id = "partly", text = "Partly", score = 50 },
    { id = "yes", text = "Yes", score = 100 },
]
[[section]]
id = "readiness"
title = "Readiness"
[[section]]
id = "capabilities"
title = "Capabilities"
[[question]]
id = "one"
section = "readiness"
scale = "agreement"
text = "Somebody leads."
[[question]]
id = "two"
section = "capabilities"
scale = "agreement"
text = "Notes are digital."
[[question]]
id = "three"
section = "capabilities"
scale = "agreement"
text = "Letters are digital."
"#;

/// The recipe for it.
pub const RECIPE: &str = "framework = { id = \"small\", version = \"1\" }\nscore = { decimals = 1 }\n\
    error = { theme_sd = 6, why = \"It is assumed for a test.\" }\nplaces = { draws = 500, seed = 7 }\n";

/// A portal.
pub struct Portal {
    pub app: App,
    pub name: &'static str,
    router: Router,
    follower: Follower,
    folder: tempfile::TempDir,
}

/// An answer.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

/// A portal on each database.
pub async fn both() -> Vec<Portal> {
    vec![Portal::sqlite().await, Portal::postgres().await]
}

impl Portal {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File(folder.path().join("exemplar.sqlite"));
        let post = Post::Folder(folder.path().join("letters"));
        Self::open("SQLite", folder, &location, post).await
    }

    /// A portal whose letters go to a mail server.
    pub async fn posting(post: Post) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File(folder.path().join("exemplar.sqlite"));
        Self::open("SQLite", folder, &location, post).await
    }

    pub async fn postgres() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let post = Post::Folder(folder.path().join("letters"));
        Self::open("PostgreSQL", folder, &postgres::new_database().await, post).await
    }

    async fn open(name: &'static str, folder: tempfile::TempDir, location: &Location, post: Post) -> Self {
        let db = storage::open(folder.path(), location, Durability::None).await.unwrap();
        let clock = Clock::fixed(TODAY.parse().unwrap());
        let search = Search::open(&folder.path().join("search"), Synonyms::parse(BUILT_IN_SYNONYMS)).unwrap();
        let follower = Follower::new(&search).unwrap();
        let outgoing = Outgoing { post, sender: Sender::new("Exemplar", "portal@example.org").unwrap() };
        let app = App::new(
            Kit::new(db, folder.path(), clock),
            search,
            outgoing,
            &Site { reader: Some(env!("CARGO_BIN_EXE_exemplar").into()), ..Site::default() },
        )
        .await
        .unwrap();
        Self { router: router(app.clone()), app, name, follower, folder }
    }

    pub fn db(&self) -> &Db {
        self.app.db()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Moves the clock to noon of `day`.
    pub fn on(&self, day: &str) {
        self.app.clock().set(format!("{day}T12:00:00Z").parse().unwrap());
    }

    /// What a server does by itself a few times a second.
    pub async fn settle(&mut self) {
        self.app.notice().await.unwrap();
        self.follower.catch_up(self.app.kit()).await.unwrap();
    }

    /// What its workers do by themselves: every job that is due.
    pub async fn work(&self) -> usize {
        work::worker(&self.app).run_due().await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// The names of what a ZIP file holds.
    pub async fn zip(&self, path: &str) -> Vec<String> {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.headers()["content-type"], "application/zip");
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut names = Vec::new();
        for place in 0..zip.len() {
            let mut file = zip.by_index(place).unwrap();
            std::io::copy(&mut file, &mut std::io::sink()).unwrap();
            names.push(file.name().unwrap().to_string());
        }
        names.sort();
        names
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status: parts.status, headers: parts.headers, text, bytes }
    }

    /// Somebody with these roles for an organisation, signed in by a link they were sent. Gives their cookie.
    pub async fn signed_in(&self, name: &str, organisation: &str, roles: &[Role]) -> String {
        let mail = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let new = NewAccount {
            mail: mail.clone(),
            name: name.to_owned(),
            organisation: organisation.to_owned(),
            roles: roles.to_vec(),
            password: None,
        };
        people::add_account(self.app.kit(), &Actor::Operator, &new).await.unwrap();
        self.again(&mail).await
    }

    /// Signs somebody in who has an account. Gives their cookie.
    pub async fn again(&self, mail: &str) -> String {
        let path = self.link(mail).await;
        let reply = self.post(&path, "", &[]).await;
        assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/me"));
        reply.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    /// Asks for a link to sign in and takes it out of the letter.
    pub async fn link(&self, mail: &str) -> String {
        self.post("/sign-in", "", &[("mail", mail), ("how", "link")]).await.shows("Check your email");
        self.work().await;
        let text = self.letters().pop().unwrap();
        assert!(text.contains(&format!("To: {mail}")), "{text}");
        let at = text.find("/sign-in/link/").unwrap();
        text[at..].split_whitespace().next().unwrap().to_owned()
    }

    /// The letters that went out, the newest last.
    pub fn letters(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.folder.path().join("letters"));
        let mut paths: Vec<_> = folder.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Reply {
        self.send(Request::get(path).header("host", "127.0.0.1").header("cookie", cookie).body(Body::empty()).unwrap())
            .await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, cookie: &str, pairs: &[(&str, &str)]) -> Reply {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let request = Request::post(path)
            .header("host", "127.0.0.1")
            .header("cookie", cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Sends a form with a file: its name and its bytes.
    pub async fn upload(&self, path: &str, cookie: &str, pairs: &[(&str, &str)], file: (&str, &[u8])) -> Reply {
        let page = self.get_as(cookie, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.words());
        let (action, mut fields) = page.form_to(path);
        fields.retain(|(name, _)| !pairs.iter().any(|(other, _)| other == name));
        fields.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post_parts(&action, cookie, &fields, file).await
    }

    /// Sends a form in parts.
    pub async fn post_parts(&self, path: &str, cookie: &str, pairs: &[(&str, &str)], file: (&str, &[u8])) -> Reply {
        let mut body = Vec::new();
        for (name, value) in pairs {
            let part = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let name = file.0.replace('"', "%22");
        let part = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(&[part.as_bytes(), file.1, b"\r\n--b--\r\n"].concat());
        let request = Request::post(path)
            .header("host", "127.0.0.1")
            .header("cookie", cookie)
            .header("content-type", "multipart/form-data; boundary=b")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Somebody was written a letter that says `words`.
    #[track_caller]
    pub fn letter_to<'a>(&'a self, mail: &'a str, words: &'a str) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let letters = people::newest_letters(&mut self.db().read().await.unwrap()).await.unwrap();
            let said: Vec<_> =
                letters.iter().filter(|letter| letter.recipient == mail).map(|letter| &letter.body).collect();
            assert!(
                said.iter().any(|body| body.contains(words)),
                "{caller}: no letter to {mail} says “{words}”: {said:#?}"
            );
        }
    }

    /// Opens a form, fills it in over what it holds, and sends it to where it goes.
    pub async fn fill(&self, path: &str, cookie: &str, pairs: &[(&str, &str)]) -> Reply {
        let page = self.get_as(cookie, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.words());
        self.fill_in(page.form(), cookie, pairs).await
    }

    /// The same with the form of the page at `path` that goes to `action`.
    pub async fn fill_to(&self, path: &str, action: &str, cookie: &str, pairs: &[(&str, &str)]) -> Reply {
        let page = self.get_as(cookie, path).await;
        self.fill_in(page.form_to(action), cookie, pairs).await
    }

    async fn fill_in(
        &self,
        (action, mut fields): (String, Vec<(String, String)>),
        cookie: &str,
        pairs: &[(&str, &str)],
    ) -> Reply {
        for (name, value) in pairs {
            fields.retain(|(field, _)| field != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(&action, cookie, &pairs).await
    }

    pub async fn import_organisations(&self, csv: &str, list_date: &str) -> organisations::Report {
        let permit = decide(&Actor::Operator, ImportOrganisations, &(), self.app.clock().now()).unwrap();
        let list = organisations::read_list(csv.as_bytes(), "a list", self.app.clock().today()).unwrap();
        let day = list_date.parse().unwrap();
        organisations::import(self.app.kit(), permit, &list, day, "a list", Run::Real).await.unwrap()
    }

    pub async fn import_successions(&self, csv: &str) {
        let permit = decide(&Actor::Operator, ImportOrganisations, &(), self.app.clock().now()).unwrap();
        let (said, refused) = organisations::read_successions(csv.as_bytes()).unwrap();
        let kit = self.app.kit();
        organisations::import_successions(kit, permit, (&said, &refused), "a file", Run::Real).await.unwrap();
    }

    /// Takes files of programmes: those that end in `.toml` are definitions of milestones.
    pub async fn import_programme(&self, files: &[(&str, &str)]) -> facts::Report {
        self.try_programme(files, Run::Real).await
    }

    pub async fn try_programme(&self, files: &[(&str, &str)], run: Run) -> facts::Report {
        let today = self.app.clock().today();
        let permit = decide(&Actor::Operator, ImportProgramme, &(), self.app.clock().now()).unwrap();
        let (mut lines, mut refused) = (Vec::new(), Vec::new());
        for (name, text) in files {
            let (taken, not) = match name.ends_with(".toml") {
                true => milestones::read_definitions(text.as_bytes(), name, today).unwrap(),
                false => facts::read(text.as_bytes(), name, programmes::SHAPES, today).unwrap(),
            };
            lines.extend(taken);
            refused.extend(not);
        }
        programmes::import(self.app.kit(), permit, (&lines, &refused), run).await.unwrap()
    }

    pub async fn import_guides(&self, dir: &Path, organisation: &str, intent: Intent) -> ImportReport {
        let action = ImportBlueprints { organisation: Some(organisation.to_owned()) };
        let permit = decide(&Actor::Operator, action, &(), self.app.clock().now()).unwrap();
        let folder = blueprints::read_folder(dir, &|_, _, _| ()).unwrap();
        let origin = Origin { name: "handbook", folder: "/somewhere/handbook" };
        blueprints::import_folder(self.app.kit(), permit, folder, &origin, intent, &|_, _, _| ()).await.unwrap()
    }

    /// An organisation and a folder of guides, published and found by search.
    pub async fn with_guides(&mut self, files: &[(&str, &str)]) -> PathBuf {
        self.import_organisations("code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\n", "2020-01-01")
            .await;
        let dir = write_folder(&self.folder.path().join("handbook"), files);
        self.import_guides(&dir, "DEMO-A", Intent::Publish).await;
        self.settle().await;
        dir
    }

    /// A small question set is answered: each organisation gives one answer to all of it, by its place on the scale.
    pub async fn with_answers(&self, round: &str, answers: &[(&str, &str)]) {
        let mut csv = "organisation,one,two,three\n".to_owned();
        for (code, answer) in answers {
            csv.push_str(&format!("{code},{answer},{answer},{answer}\n"));
        }
        let report = self.import_round(QUESTIONS, round, &csv).await.unwrap();
        assert_eq!(report.new, answers.len());
    }

    /// Takes answers into a round of the question set.
    pub async fn import_round(&self, questions: &str, round: &str, csv: &str) -> Result<Taken, RoundError> {
        let (now, today) = (self.app.clock().now(), self.app.clock().today());
        let permit = decide(&Actor::Operator, AddFramework, &(), now).unwrap();
        let (framework, _) = rounds::add_framework(self.app.kit(), permit, questions.as_bytes()).await?;
        let read = rounds::read_answers(csv.as_bytes(), &framework, today).unwrap();
        if !read.refused.is_empty() {
            return Err(RoundError::Refused(read.refused));
        }
        let new = NewRound {
            slug: round.to_owned(),
            name: "A round".to_owned(),
            framework: sha256_hex(questions.as_bytes()),
            opened_on: today,
            closed_on: Some(today),
        };
        let permit = decide(&Actor::Operator, ImportRound, &(), now).unwrap();
        let source = Source { words: "a file", answered_on: "2025-02-21".parse().unwrap() };
        rounds::import_answers(self.app.kit(), permit, &new, &read.answered, source).await
    }

    /// Opens a round of the small question set, to be answered in the browser.
    pub async fn open_round(&self, round: &str) {
        self.open_round_until(round, None).await;
    }

    /// The same with a last day.
    pub async fn open_round_until(&self, round: &str, last: Option<&str>) {
        let (now, today) = (self.app.clock().now(), self.app.clock().today());
        let permit = decide(&Actor::Operator, AddFramework, &(), now).unwrap();
        rounds::add_framework(self.app.kit(), permit, QUESTIONS.as_bytes()).await.unwrap();
        let new = NewRound {
            slug: round.to_owned(),
            name: "An open round".to_owned(),
            framework: sha256_hex(QUESTIONS.as_bytes()),
            opened_on: today,
            closed_on: last.map(|day| day.parse().unwrap()),
        };
        let permit = decide(&Actor::Operator, ImportRound, &(), now).unwrap();
        rounds::open_round(self.app.kit(), &permit, &new, ("a test", true)).await.unwrap();
    }

    /// Draws whose answers are checked.
    pub async fn draw(&self, round: &str, size: usize) -> Result<Vec<String>, rounds::RoundError> {
        let permit = decide(&Actor::Operator, ImportRound, &(), self.app.clock().now()).unwrap();
        rounds::checking::draw(self.app.kit(), permit, round, (size, 7, "a test", self.app.clock().today())).await
    }

    /// Publishes what came out of a round.
    pub async fn publish(&self, round: &str, edition: &str) -> Result<String, PublishError> {
        let new = NewEdition {
            slug: edition,
            title: "Results for a test",
            recipe: RECIPE.as_bytes(),
            published_on: self.app.clock().today(),
            corrects: None,
            note: None,
            embargo: None,
        };
        self.publish_as(round, &new).await
    }

    pub async fn publish_as(&self, round: &str, new: &NewEdition<'_>) -> Result<String, PublishError> {
        let action = PublishEdition { round: round.to_owned() };
        let permit = decide(&Actor::Operator, action, &(), self.app.clock().now()).unwrap();
        maturity::publish(self.app.kit(), permit, new, self.app.address()).await.map(|(hashes, _)| hashes.whole())
    }

    pub async fn verify(&self) -> Report {
        journal::verify(self.app.kit(), &record_tables()).await.unwrap()
    }

    /// Every record is as the journal says.
    pub async fn is_whole(&self) {
        let report = self.verify().await;
        assert_eq!(report.findings, [], "on {}", self.name);
    }
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The words of the page, without its markup.
    pub fn words(&self) -> String {
        let page = scraper::Html::parse_document(&self.text);
        let main = scraper::Selector::parse("main").unwrap();
        let words: Vec<_> = page.select(&main).flat_map(|m| m.text()).flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    /// Where the form of the page goes, and what its hidden and filled fields hold.
    pub fn form(&self) -> (String, Vec<(String, String)>) {
        self.form_like("main form[method=post]")
    }

    /// The same of the form that goes to `action`.
    pub fn form_to(&self, action: &str) -> (String, Vec<(String, String)>) {
        self.form_like(&format!("main form[method=post][action='{action}']"))
    }

    /// Where the first form goes whose address holds `part`.
    pub fn action_with(&self, part: &str) -> String {
        self.form_like(&format!("main form[method=post][action*='{part}']")).0
    }

    /// Where the first link leads whose address holds `part`.
    pub fn address_with(&self, part: &str) -> String {
        let page = scraper::Html::parse_document(&self.text);
        let link = scraper::Selector::parse(&format!("main a[href*='{part}']")).unwrap();
        let link = page.select(&link).next().unwrap_or_else(|| panic!("no link {part}: {}", self.words()));
        link.attr("href").unwrap().to_owned()
    }

    /// What the choice of a list sends that reads `words`.
    pub fn option(&self, words: &str) -> String {
        let page = scraper::Html::parse_document(&self.text);
        let options = scraper::Selector::parse("option").unwrap();
        let option = page.select(&options).find(|option| option.text().collect::<String>().trim() == words);
        option.unwrap_or_else(|| panic!("no option {words}")).attr("value").unwrap().to_owned()
    }

    fn form_like(&self, css: &str) -> (String, Vec<(String, String)>) {
        let page = scraper::Html::parse_document(&self.text);
        let select = |css: &str| scraper::Selector::parse(css).unwrap();
        let form = page.select(&select(css)).next().unwrap_or_else(|| panic!("no form {css}: {}", self.words()));
        let mut fields = Vec::new();
        for field in form.select(&select("input[name]:not([type=file]), textarea[name]")) {
            let value = match (field.value().name(), field.attr("type")) {
                ("textarea", _) => field.text().collect::<String>().trim_start_matches('\n').to_owned(),
                (_, Some("radio" | "checkbox")) if field.attr("checked").is_none() => continue,
                _ => field.attr("value").unwrap_or_default().to_owned(),
            };
            fields.push((field.attr("name").unwrap().to_owned(), value));
        }
        (form.attr("action").unwrap().to_owned(), fields)
    }

    #[track_caller]
    pub fn shows(&self, words: &str) {
        assert!(self.words().contains(words), "the page does not say “{words}”:\n{}", self.words());
    }

    #[track_caller]
    pub fn lacks(&self, words: &str) {
        assert!(!self.words().contains(words), "the page says “{words}”:\n{}", self.words());
    }
}

/// Writes files below `dir`, replacing what differs.
pub fn write_folder(dir: &Path, files: &[(&str, &str)]) -> PathBuf {
    for (path, text) in files {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir.to_owned()
}
