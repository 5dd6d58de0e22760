//! A mail server, spoken to over SMTP.

use std::net::IpAddr;
use std::time::Duration;

use anyhow::Context;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Category;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

use crate::platform::jobs::ForGood;

/// A mail server, and as whom it is spoken to.
#[derive(Clone)]
pub struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    shown: String,
}

impl std::fmt::Debug for Relay {
    /// Its password does not stand in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Relay").field(&self.shown).finish()
    }
}

impl Relay {
    /// The mail server at `address`, each of whose answers is waited for so long.
    pub(super) fn new(address: &str, patience: Duration) -> anyhow::Result<Self> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps"));
        let url =
            url.context("a mail server is given as smtps://user:password@host:465 or smtp://user:password@host:587")?;
        let host = url.host_str().context("a mail server's address has no host")?.to_owned();
        // Of addresses that are not the web's, the parser takes numbers for names.
        let number = host.trim_matches(['[', ']']).parse::<IpAddr>();
        let is_here = host == "localhost" || number.is_ok_and(|ip| ip.is_loopback());
        let plain = match url.query() {
            None => is_here,
            Some("tls=none") => true,
            Some("tls=required") => false,
            Some(other) => anyhow::bail!("\u{201c}{other}\u{201d} is not understood: write ?tls=none or ?tls=required"),
        };
        let parameters = || TlsParameters::new(host.clone()).context("TLS cannot be set up");
        let (tls, port) = match (url.scheme(), plain) {
            ("smtps", _) => (Tls::Wrapper(parameters()?), 465),
            (_, true) => (Tls::None, 587),
            (_, false) => (Tls::Required(parameters()?), 587),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host.clone())
            .port(url.port().unwrap_or(port))
            .tls(tls)
            .hello_name(ClientId::Domain("exemplar".to_owned()))
            .timeout(Some(patience));
        if !url.username().is_empty() {
            let password = unescaped(url.password().unwrap_or_default());
            builder = builder.credentials(Credentials::new(unescaped(url.username()), password));
        }
        Ok(Self { transport: builder.build(), shown: super::shown(address) })
    }

    /// Hands a letter over.
    pub(super) async fn send(&self, message: Message) -> anyhow::Result<()> {
        self.transport.send(message).await.map(|_| ()).map_err(|error| refused(&error))
    }

    /// Its address, without a password.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }
}

/// A failure as the queue understands it: what a server says of this letter holds for good; what it says of us, or of
/// itself, may be otherwise later.
fn refused(error: &lettre::transport::smtp::Error) -> anyhow::Error {
    // 550 to 553: no such mailbox, not taken, too large. 554 may be said of whoever sends.
    let of_the_letter =
        error.status().is_some_and(|code| code.category == Category::MailSystem && (code.detail as u8) <= 3);
    let mut said = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        said = format!("{said}: {inner}");
        cause = inner.source();
    }
    if error.is_permanent() && of_the_letter { ForGood(said).into() } else { anyhow::Error::msg(said) }
}

/// `%40` as `@`.
fn unescaped(text: &str) -> String {
    let pair = format!("x={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::unescaped;
    use crate::platform::mail::Post;

    #[test]
    fn an_address_is_understood_or_refused_and_its_password_never_shown() {
        for good in [
            "smtp://127.0.0.1:25",
            "smtps://u:p@mail.example.org",
            "smtp://u%40x:p@mail.example.org:587",
            "smtp://10.0.0.1:25?tls=none",
        ] {
            Post::smtp(good, None).unwrap();
        }
        for bad in ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://x?tls=perhaps"] {
            assert!(Post::smtp(bad, None).is_err(), "{bad}");
        }
        let post = Post::smtp("smtps://u:se@cret@mail.example.org", None).unwrap();
        assert!(!format!("{post:?} {}", post.shown()).contains("cret@"), "{post:?}");
        assert_eq!(unescaped("a%40b+c"), "a@b+c");
    }
}
