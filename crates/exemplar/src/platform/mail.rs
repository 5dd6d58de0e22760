//! Mail going out: over SMTP, or as files into a folder. What letters say is for the rooms.
//!
//! A letter is plain text; its HTML is made from that text ([`blocks`]), so that both say the same.

#[cfg(feature = "smtp")]
mod relay;
mod text;

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Context;
use jiff::Timestamp;
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use uuid::Uuid;

use super::jobs::ForGood;
pub use text::{Block, Line, blocks};

/// How long one answer of a mail server is waited for.
#[cfg(feature = "smtp")]
const PATIENCE: Duration = Duration::from_secs(20);

/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 180;

/// The longest line a mail server takes, in bytes.
const LONGEST_LINE: usize = 998;

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum Post {
    /// Into a folder, one file a letter.
    Folder(PathBuf),
    /// To a mail server.
    #[cfg(feature = "smtp")]
    Smtp(relay::Relay),
}

/// A letter to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// Its id: sent again, it carries the same.
    pub id: Uuid,
    /// To whom, by mail address.
    pub to: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// What it says.
    pub text: &'a str,
    /// Where such letters are stopped with one click (RFC 8058).
    pub stop_address: Option<&'a str>,
    /// When it was written.
    pub at: Timestamp,
}

/// Where mail goes and who sends it: what a portal holds while it runs.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Where it goes.
    pub post: Post,
    /// Who sends it.
    pub sender: Sender,
}

impl Outgoing {
    /// Sends a letter. On return the mail server has it, or the file is on disk.
    ///
    /// # Errors
    /// [`ForGood`] when the mail server will never take it; otherwise it may later.
    pub async fn send(&self, mail: &Mail<'_>) -> anyhow::Result<()> {
        self.post.send(&self.sender, mail).await
    }
}

/// Who sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name.
    pub name: String,
    /// The mail address.
    pub address: String,
}

impl Post {
    /// The mail server at `address`: `smtps://user:password@host:port`, or `smtp://…`, which begins TLS before anything is
    /// said, but on this machine itself and with `?tls=none`.
    ///
    /// # Errors
    /// When it is no such address.
    #[cfg(feature = "smtp")]
    pub fn smtp(address: &str, patience: Option<Duration>) -> anyhow::Result<Self> {
        relay::Relay::new(address, patience.unwrap_or(PATIENCE)).map(Self::Smtp)
    }

    /// This program was built to write letters into a folder.
    ///
    /// # Errors
    /// Always.
    #[cfg(not(feature = "smtp"))]
    pub fn smtp(_: &str, _: Option<Duration>) -> anyhow::Result<Self> {
        anyhow::bail!("this program was built without mail, as `make demo` does: build it with `cargo build --release`")
    }

    async fn send(&self, from: &Sender, mail: &Mail<'_>) -> anyhow::Result<()> {
        match self {
            Self::Folder(folder) => {
                let bytes = message(from, mail, true)?.formatted();
                let (folder, id) = (folder.clone(), mail.id);
                tokio::task::spawn_blocking(move || write(&folder, id, &bytes)).await?.map_err(Into::into)
            }
            #[cfg(feature = "smtp")]
            Self::Smtp(relay) => relay.send(message(from, mail, false)?).await,
        }
    }

    /// Where mail goes, for people: without a password.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Folder(_) => "files in the data directory".to_owned(),
            #[cfg(feature = "smtp")]
            Self::Smtp(relay) => relay.shown().to_owned(),
        }
    }
}

/// The address of a mail server without its password.
#[must_use]
pub fn shown(address: &str) -> String {
    match address.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1))) {
        Some((scheme, host)) => format!("{scheme}://{host}"),
        None => address.to_owned(),
    }
}

impl Sender {
    /// A sender whose address is one.
    ///
    /// # Errors
    /// When it is not.
    pub fn new(name: &str, address: &str) -> anyhow::Result<Self> {
        let sender = Self { name: one_line(name), address: address.to_owned() };
        sender.mailbox()?;
        Ok(sender)
    }

    fn mailbox(&self) -> anyhow::Result<Mailbox> {
        let address = self.address.parse().with_context(|| format!("{} is not a mail address", self.address))?;
        Ok(Mailbox::new(Some(self.name.clone()), address))
    }

    /// The part of the address after the @.
    fn host(&self) -> &str {
        self.address.rsplit_once('@').map_or("localhost", |(_, host)| host)
    }
}

fn message(from: &Sender, mail: &Mail<'_>, readable: bool) -> anyhow::Result<Message> {
    let to = mail.to.parse().map_err(|_| ForGood("its address is not a mail address".to_owned()))?;
    let header = |name, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), one_line(value));
    let mut message = Message::builder()
        .from(from.mailbox()?)
        .to(Mailbox::new(None, to))
        .subject(one_line(mail.subject).chars().take(LONGEST_SUBJECT).collect::<String>())
        .date(SystemTime::from(mail.at))
        .message_id(Some(format!("<{}@{}>", mail.id, from.host())))
        .raw_header(header("Auto-Submitted", "auto-generated"));
    if let Some(address) = mail.stop_address {
        message = message
            .raw_header(header("List-Unsubscribe", &format!("<{address}>")))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    let plain = without_controls(mail.text);
    let html = text::html(&one_line(mail.subject), &plain);
    let part = |kind, text: String| SinglePart::builder().header(kind).body(body(text, readable));
    let parts = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, plain))
        .singlepart(part(ContentType::TEXT_HTML, html));
    Ok(message.multipart(parts)?)
}

/// A part's text: in a file as it is, over the wire in whatever every server takes.
fn body(text: String, readable: bool) -> Body {
    if !readable || text.lines().any(|line| line.len() > LONGEST_LINE) {
        return Body::new(text);
    }
    Body::dangerous_pre_encoded(text.replace('\n', "\r\n").into_bytes(), ContentTransferEncoding::EightBit)
}

/// Whoever reads a letter can sign in as its recipient: the folder and the files are the program's alone. The file is there
/// whole or not at all.
fn write(folder: &Path, id: Uuid, bytes: &[u8]) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let (path, unfinished) = (folder.join(format!("{id}.eml")), folder.join(format!(".{id}")));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(unfinished, path)
}

/// Text for a header: on one line, so that nothing in it can begin another header.
fn one_line(text: &str) -> String {
    let blank = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    text.chars().map(blank).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(subject: &str, text: &str) -> String {
        let from = Sender::new("The\r\nBcc: x@evil.example\r\nportal", "portal@example.org").unwrap();
        let mail = Mail {
            id: Uuid::nil(),
            to: "ann@example.org",
            subject,
            text,
            stop_address: Some("https://guides.example.org/watching/stop/abc/daily"),
            at: "2026-11-22T10:00:00Z".parse().unwrap(),
        };
        String::from_utf8(message(&from, &mail, true).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_letter_is_plain_text_beside_html_and_says_how_to_stop_it() {
        let letter = sent("Wi-Fi f\u{fc}r alle", "Hello.\n\nRead it:\nhttps://guides.example.org/x?a=1&b=2\n");
        for line in [
            "To: ann@example.org\r\n",
            "Message-ID: <00000000-0000-0000-0000-000000000000@example.org>\r\n",
            "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n",
            "List-Unsubscribe: <https://guides.example.org/watching/stop/abc/daily>\r\n",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Read it:\r\nhttps://guides.example.org/x?a=1&b=2\r\n",
            "<a href=\"https://guides.example.org/x?a=1&amp;b=2\">Read it</a>",
        ] {
            assert!(letter.contains(line), "{line}\n{letter}");
        }
        assert!(letter.contains("Subject: Wi-Fi =?utf-8?b?"), "{letter}");
    }

    #[test]
    fn nothing_in_a_name_or_subject_begins_another_header() {
        for breaks in ["\r\n", "\n", "\r", "\u{b}", "\u{2028}", "\r\n\r\n", "\0"] {
            let letter = sent(&format!("One{breaks}Bcc: y@evil.example{breaks}X: y"), "Text.");
            let (head, _) = letter.split_once("\r\n\r\n").unwrap();
            let names: Vec<_> =
                head.split("\r\n").filter(|line| !line.starts_with(' ')).filter_map(|l| l.split(':').next()).collect();
            assert!(!names.contains(&"Bcc") && !names.contains(&"X"), "{head}");
            assert_eq!(head.matches('\n').count(), head.matches("\r\n").count(), "{head}");
        }
        let mail = Mail {
            to: "a@b.example>\r\nBcc: <x@y.example",
            subject: "x",
            text: "x",
            id: Uuid::nil(),
            stop_address: None,
            at: Timestamp::UNIX_EPOCH,
        };
        assert!(message(&Sender::new("P", "p@example.org").unwrap(), &mail, false).unwrap_err().is::<ForGood>());
    }
}
