//! A mail server for tests, over a real socket: takes letters, refuses them, is slow or silent, or kills whoever speaks to it.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Where in a letter's way something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Greeting,
    Hello,
    From,
    To,
    Data,
    /// The whole letter is there, and is not taken yet.
    Dot,
    /// It was taken, and that was said.
    Taken,
}

impl Step {
    pub const ALL: [Self; 7] = [Self::Greeting, Self::Hello, Self::From, Self::To, Self::Data, Self::Dot, Self::Taken];
}

/// What the server does.
#[derive(Clone, Debug)]
pub enum Acts {
    Takes,
    Answers(Step, &'static str),
    Slow(Duration),
    Silent(Step),
    Kills(Step, u32),
}

impl Acts {
    pub fn takes() -> Self {
        Self::Takes
    }

    pub fn answers(step: Step, answer: &'static str) -> Self {
        Self::Answers(step, answer)
    }

    pub fn slow(pause: Duration) -> Self {
        Self::Slow(pause)
    }

    pub fn silent(step: Step) -> Self {
        Self::Silent(step)
    }

    pub fn kills(step: Step, process: u32) -> Self {
        Self::Kills(step, process)
    }
}

/// A letter that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    pub from: String,
    pub to: String,
    pub text: String,
}

impl Taken {
    pub fn has(&self, line: &str) -> bool {
        self.text.split("\r\n").any(|of| of == line)
    }

    pub fn id(&self) -> &str {
        let lines = self.text.split("\r\n");
        lines.into_iter().find(|line| line.starts_with("Message-ID:")).unwrap()
    }

    pub fn subject(&self) -> &str {
        self.text.split("\r\n").find(|line| line.starts_with("Subject:")).unwrap()
    }
}

#[derive(Clone)]
pub struct Sink {
    port: u16,
    acts: Arc<Mutex<Acts>>,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl Sink {
    pub fn start(acts: Acts) -> Self {
        Self::start_on(0, acts)
    }

    pub fn start_on(port: u16, acts: Acts) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let sink = Self { port, acts: Arc::new(Mutex::new(acts)), taken: Arc::default() };
        let serving = sink.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let serving = serving.clone();
                std::thread::spawn(move || serving.speak(stream));
            }
        });
        sink
    }

    /// An address where nobody is, and its port.
    pub fn nobody() -> (String, u16) {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        (format!("smtp://127.0.0.1:{port}"), port)
    }

    pub fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub fn acts(&self, acts: Acts) {
        *self.acts.lock().unwrap() = acts;
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    /// How many letters were taken, and how many different ones.
    pub fn counted(&self) -> (usize, usize) {
        let taken = self.taken();
        let ids: BTreeSet<&str> = taken.iter().map(Taken::id).collect();
        (taken.len(), ids.len())
    }

    pub fn waits_for(&self, letters: usize) {
        let end = Instant::now() + Duration::from_secs(20);
        while self.taken().len() < letters {
            assert!(Instant::now() < end, "{} of {letters} letters came", self.taken().len());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Answers at a step as it was told to; none when the talk ends here.
    fn answer(&self, stream: &mut TcpStream, step: Step, usual: &str) -> Option<()> {
        let acts = self.acts.lock().unwrap().clone();
        let answer = match acts {
            Acts::Answers(at, answer) if at == step => answer,
            Acts::Silent(at) if at == step => {
                std::thread::sleep(Duration::from_secs(2));
                return None;
            }
            Acts::Kills(at, process) if at == step => {
                assert!(Command::new("kill").args(["-9", &process.to_string()]).status().unwrap().success());
                return None;
            }
            Acts::Slow(pause) => {
                std::thread::sleep(pause);
                usual
            }
            _ => usual,
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).ok()?;
        answer.starts_with(['2', '3']).then_some(())
    }

    fn speak(&self, mut stream: TcpStream) -> Option<()> {
        let mut lines = BufReader::new(stream.try_clone().ok()?);
        let (mut from, mut to) = (String::new(), String::new());
        self.answer(&mut stream, Step::Greeting, "220 sink")?;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let (word, rest) = line.trim_end().split_once([' ', ':']).unwrap_or((line.trim_end(), ""));
            let rest = rest.rsplit_once(':').map_or(rest, |(_, address)| address).to_owned();
            match word.to_ascii_uppercase().as_str() {
                "EHLO" | "HELO" => self.answer(&mut stream, Step::Hello, "250-sink\r\n250 8BITMIME")?,
                "MAIL" => {
                    from = rest.split(' ').next().unwrap_or_default().to_owned();
                    self.answer(&mut stream, Step::From, "250 yes")?;
                }
                "RCPT" => {
                    to = rest;
                    self.answer(&mut stream, Step::To, "250 yes")?;
                }
                "DATA" => {
                    self.answer(&mut stream, Step::Data, "354 go on")?;
                    let mut text = String::new();
                    loop {
                        let mut line = String::new();
                        if lines.read_line(&mut line).ok()? == 0 {
                            return None;
                        }
                        if line == ".\r\n" {
                            break;
                        }
                        text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    }
                    let letter = Taken { from: from.clone(), to: to.clone(), text };
                    self.take(&mut stream, letter)?;
                }
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n").ok()?;
                    return None;
                }
                _ => stream.write_all(b"250 yes\r\n").ok()?,
            }
        }
    }

    fn take(&self, stream: &mut TcpStream, letter: Taken) -> Option<()> {
        if let Acts::Kills(Step::Taken, process) = self.acts.lock().unwrap().clone() {
            // It is the server's now; whoever sent it never hears so.
            self.taken.lock().unwrap().push(letter);
            assert!(Command::new("kill").args(["-9", &process.to_string()]).status().unwrap().success());
            return None;
        }
        let is_taken = !matches!(
            *self.acts.lock().unwrap(),
            Acts::Answers(Step::Dot, _) | Acts::Silent(Step::Dot) | Acts::Kills(Step::Dot, _)
        );
        if is_taken {
            self.taken.lock().unwrap().push(letter);
        }
        self.answer(stream, Step::Dot, "250 taken")
    }
}
