//! The program is killed while people save, again and again: what was acknowledged is there, and nothing is half.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use database::{Db, Durability, Location};
use exemplar::platform::clock::Clock;
use exemplar::platform::files::sha256_hex;

/// How often it is killed.
const CYCLES: usize = 60;

const PROGRAM: &str = env!("CARGO_BIN_EXE_exemplar");

/// The program, serving.
pub struct Server {
    child: Child,
    /// Where.
    pub address: String,
}

impl Server {
    fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// With more in its environment.
    pub fn start_with(data: &Path, environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = Vec::new();
        let mut byte = [0];
        let out = child.stdout.as_mut().unwrap();
        while !said.ends_with(b"Press") {
            assert_eq!(out.read(&mut byte).unwrap(), 1, "the server ended: {}", String::from_utf8_lossy(&said));
            said.push(byte[0]);
        }
        let said = String::from_utf8(said).unwrap();
        let address = said.split("http://").nth(1).unwrap().split('.').take(4).collect::<Vec<_>>().join(".");
        Self { child, address: address.trim().to_owned() }
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until somebody killed it.
    pub fn ends_killed(mut self) {
        self.child.wait().unwrap();
    }

    /// Ends it as an operator would; nothing is left that would keep it from ending.
    pub fn stops(mut self) {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
        let end = Instant::now() + Duration::from_secs(30);
        let ended = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None if Instant::now() > end => panic!("it did not end when it was told to"),
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        assert!(ended.success());
    }

    /// Kills it.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    /// A test that fails leaves nothing running.
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// One request over a connection of its own; none when the server went away.
pub fn ask(address: &str, head: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let length = body.len();
    let request = format!(
        "{head} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nCOOKIE\r\n\r\n{body}"
    );
    stream.write_all(request.replace("COOKIE\r\n", &COOKIE.with(|cookie| cookie.borrow().clone())).as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned()).filter(|answer| answer.starts_with("HTTP/1.1 "))
}

/// Asks with this cookie from now on, in this thread.
pub fn with_cookie(cookie: &str) {
    COOKIE.with(|known| *known.borrow_mut() = format!("Cookie: {cookie}\r\n"));
}

thread_local! {
    static COOKIE: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// A form's body.
pub fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Runs a command to its good end.
pub fn run(data: &Path, args: &[&str], input: &str) {
    let mut child = Command::new(PROGRAM)
        .args(args)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{args:?}");
}

#[tokio::test]
async fn told_to_stop_it_ends_on_either_database() {
    let folder = tempfile::tempdir().unwrap();
    let address = match crate::harness::postgres::new_database().await {
        Location::Postgres(address) => address,
        Location::File(_) => unreachable!("a server was asked for"),
    };
    for (name, environment) in [("sqlite", vec![]), ("postgres", vec![("EXEMPLAR_DATABASE", address.as_str())])] {
        let server = Server::start_with(&folder.path().join(name), &environment);
        assert!(ask(&server.address, "GET /", "").is_some());
        server.stops();
    }
}

#[test]
fn sixty_kills_during_saves_lose_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("portal");
    let (list, guides) = (folder.path().join("list.csv"), folder.path().join("guides"));
    std::fs::create_dir_all(&guides).unwrap();
    std::fs::write(&list, "code,name,source,listed_on\nDEMO-A,A,Invented,2020-01-01\n").unwrap();
    std::fs::write(guides.join("one.md"), "# One\n\nText.\n").unwrap();
    run(&data, &["import", "organisations", list.to_str().unwrap()], "");
    run(&data, &["import", "blueprints", guides.to_str().unwrap(), "--organisation", "DEMO-A"], "");
    let account = [
        "account",
        "add",
        "ann@example.org",
        "--name",
        "Ann",
        "--organisation",
        "DEMO-A",
        "--role",
        "contributor",
        "--password-stdin",
    ];
    run(&data, &account, "correct horse battery");

    let server = Server::start(&data);
    let entered = form(&[("mail", "ann@example.org"), ("password", "correct horse battery")]);
    let answer = ask(&server.address, "POST /sign-in", &entered).unwrap();
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap().split(';').next().unwrap();
    let cookie = format!("Cookie: {cookie}\r\n");
    server.kill();

    let clock = Clock::System;
    let number = Arc::new(AtomicUsize::new(0));
    let mut acknowledged: Vec<String> = Vec::new();
    for cycle in 0..CYCLES {
        let began = Instant::now();
        let server = Server::start(&data);
        let ready = began.elapsed();
        assert!(ready < Duration::from_secs(2), "ready after {ready:?} in cycle {cycle}");
        let (address, cookie, clock) = (server.address.clone(), cookie.clone(), clock.clone());
        let counted = Arc::clone(&number);
        let first = number.load(Ordering::SeqCst);
        let saving = std::thread::spawn(move || {
            COOKIE.with(|known| *known.borrow_mut() = cookie);
            let mut done = Vec::new();
            loop {
                let at = counted.fetch_add(1, Ordering::SeqCst);
                let text = format!("# One\n\nSave {at}.\n");
                let Some(page) = ask(&address, "GET /blueprints/one/edit", "") else { return done };
                let made_from =
                    page.split("name=\"made_from\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
                let Some(made_from) = made_from else { return done };
                let key = clock.new_id().simple().to_string();
                let body = form(&[("key", &key), ("made_from", made_from), ("text", &text)]);
                match ask(&address, "POST /blueprints/one/edit", &body) {
                    Some(answer) if answer.starts_with("HTTP/1.1 303") => done.push(text),
                    Some(answer) => panic!("{}", answer.lines().next().unwrap_or_default()),
                    None => return done,
                }
            }
        });
        // At another moment of a save each time, and after at least one.
        while number.load(Ordering::SeqCst) < first + 2 {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(700 * cycle as u64));
        server.kill();
        acknowledged.extend(saving.join().unwrap());
    }
    assert!(acknowledged.len() >= CYCLES, "{} saves in {CYCLES} cycles", acknowledged.len());

    run(&data, &["verify"], "");
    let saved = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let location = Location::File(data.join("exemplar.sqlite"));
        let db = Db::open(&location, Durability::Full).await.unwrap();
        let mut connection = db.read().await.unwrap();
        let id = exemplar::blueprints::store::id_of_slug(&mut connection, "one").await.unwrap().unwrap();
        exemplar::writing::store::texts_saved(&mut connection, id).await.unwrap()
    });
    for text in &acknowledged {
        assert!(saved.contains(&sha256_hex(text.as_bytes())), "lost: {text}");
    }
    // At most one save a cycle was on disk before its answer could be sent.
    assert!(saved.len() <= acknowledged.len() + CYCLES, "{} saved, {} acknowledged", saved.len(), acknowledged.len());
}
