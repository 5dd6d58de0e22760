//! Settings: from flags, the environment, one TOML file, or their defaults, in that order.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use database::Location;
use serde::Deserialize;

use crate::platform::mail::{self, Post, Sender};

/// The file of settings in a data directory.
pub const FILE_NAME: &str = "exemplar.toml";

/// Every setting, as it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The data directory: database, attached files, index.
    pub data: PathBuf,
    /// The database.
    pub database: Location,
    /// The address to serve on.
    pub listen: SocketAddr,
    /// The portal's name.
    pub name: String,
    /// The address people open it at, as letters carry it.
    pub address: String,
    /// The mail server letters go to; without one they are written as files.
    pub mail: Option<String>,
    /// The address letters come from.
    pub mail_from: String,
    /// A file of synonyms that replaces the built-in one.
    pub synonyms: Option<PathBuf>,
    /// Whether finished pages are kept.
    pub keep_pages: bool,
    /// Where each setting came from, by its name.
    pub sources: BTreeMap<&'static str, String>,
}

/// What was said on the command line or in the environment; clap tells the two apart.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The data directory.
    pub data: Option<PathBuf>,
    /// The file of settings.
    pub config: Option<PathBuf>,
    /// The database's address.
    pub database: Option<String>,
    /// The address to serve on.
    pub listen: Option<SocketAddr>,
    /// The mail server.
    pub mail: Option<String>,
    /// The address letters come from.
    pub mail_from: Option<String>,
}

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    data: Option<PathBuf>,
    database: Option<toml::Spanned<String>>,
    listen: Option<SocketAddr>,
    name: Option<String>,
    address: Option<toml::Spanned<String>>,
    mail: Option<toml::Spanned<String>>,
    mail_from: Option<toml::Spanned<String>>,
    synonyms: Option<PathBuf>,
    keep_pages: Option<bool>,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the settings in {file}: {cause}")]
    Read {
        /// The file.
        file: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A line of the file is wrong.
    #[error("{file}, line {line}: {what}")]
    Line {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A flag or variable is wrong.
    #[error("{0}")]
    Given(String),
}

impl Settings {
    /// Puts the settings together.
    ///
    /// # Errors
    /// [`ConfigError`], which names the file and line, or the flag.
    pub fn load(given: &Given) -> Result<Self, ConfigError> {
        let data_hint = given.data.clone().unwrap_or_else(|| PathBuf::from("data"));
        let path = given.config.clone().unwrap_or_else(|| data_hint.join(FILE_NAME));
        let (file, shown) = match (path.exists(), &given.config) {
            (false, None) => (File::default(), None),
            _ => (read(&path)?, Some(path.display().to_string())),
        };
        let mut sources = BTreeMap::new();
        let mut from = |name: &'static str, is_given: bool, is_in_file: bool| {
            let source = match (is_given, is_in_file) {
                (true, _) => "flag or environment".to_owned(),
                (false, true) => shown.clone().unwrap_or_default(),
                (false, false) => "default".to_owned(),
            };
            sources.insert(name, source);
        };
        from("data", given.data.is_some(), file.data.is_some());
        from("database", given.database.is_some(), file.database.is_some());
        from("listen", given.listen.is_some(), file.listen.is_some());
        from("name", false, file.name.is_some());
        from("address", false, file.address.is_some());
        from("mail", given.mail.is_some(), file.mail.is_some());
        from("mail-from", given.mail_from.is_some(), file.mail_from.is_some());
        from("synonyms", false, file.synonyms.is_some());
        from("keep-pages", false, file.keep_pages.is_some());
        let data = given.data.clone().or(file.data).unwrap_or(data_hint);
        let database = match (&given.database, file.database) {
            (Some(address), _) => {
                Location::from_address(address).map_err(|error| ConfigError::Given(format!("--database: {error}")))?
            }
            (None, Some(address)) => {
                let line = line_at(&path, address.span().start);
                Location::from_address(address.get_ref()).map_err(|error| ConfigError::Line {
                    file: path.display().to_string(),
                    line,
                    what: format!("database: {error}"),
                })?
            }
            (None, None) => Location::File(data.join("exemplar.sqlite")),
        };
        let listen = given.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let address = match file.address {
            None => format!("http://{listen}"),
            Some(address) if is_origin(address.get_ref()) => address.into_inner().trim_end_matches('/').to_owned(),
            Some(address) => {
                let what =
                    format!("address: \u{201c}{}\u{201d} is not like https://guides.example.org", address.get_ref());
                return Err(ConfigError::Line {
                    file: path.display().to_string(),
                    line: line_at(&path, address.span().start),
                    what,
                });
            }
        };
        let wrong = |name: &str, place: Option<usize>, error: anyhow::Error| match place {
            None => ConfigError::Given(format!("--{name}: {error}")),
            Some(place) => ConfigError::Line {
                file: path.display().to_string(),
                line: line_at(&path, place),
                what: format!("{name}: {error}"),
            },
        };
        let (mail, place) = either(given.mail.clone(), file.mail);
        if let Some(mail) = &mail {
            Post::smtp(mail, None).map_err(|error| wrong("mail", place, error))?;
        }
        let (mail_from, place) = either(given.mail_from.clone(), file.mail_from);
        let mail_from = mail_from.unwrap_or_else(|| sender_at(&address));
        Sender::new("", &mail_from).map_err(|error| wrong("mail-from", place, error))?;
        Ok(Self {
            data,
            database,
            listen,
            name: file.name.unwrap_or_else(|| "Exemplar".to_owned()),
            address,
            mail,
            mail_from,
            synonyms: file.synonyms,
            keep_pages: file.keep_pages.unwrap_or(true),
            sources,
        })
    }

    /// Every setting with its value and where it came from, for people.
    #[must_use]
    pub fn rows(&self) -> Vec<(&'static str, String, String)> {
        let value = |name: &'static str| match name {
            "data" => self.data.display().to_string(),
            "database" => self.database.shown(),
            "listen" => self.listen.to_string(),
            "name" => self.name.clone(),
            "address" => self.address.clone(),
            "mail" => self.mail.as_deref().map_or_else(|| "letters are written as files".to_owned(), mail::shown),
            "mail-from" => self.mail_from.clone(),
            "synonyms" => {
                self.synonyms.as_ref().map_or_else(|| "built in".to_owned(), |path| path.display().to_string())
            }
            _ => self.keep_pages.to_string(),
        };
        self.sources.iter().map(|(name, source)| (*name, value(name), source.clone())).collect()
    }
}

/// What was given, or what stands in the file with its place.
fn either(given: Option<String>, in_file: Option<toml::Spanned<String>>) -> (Option<String>, Option<usize>) {
    match (given, in_file) {
        (Some(given), _) => (Some(given), None),
        (None, Some(value)) => {
            let place = value.span().start;
            (Some(value.into_inner()), Some(place))
        }
        (None, None) => (None, None),
    }
}

/// The address letters come from when none is set: at the portal's host, when that has a name.
fn sender_at(address: &str) -> String {
    let url = url::Url::parse(address).ok();
    let host = url.as_ref().and_then(url::Url::domain).filter(|host| host.contains('.'));
    format!("portal@{}", host.unwrap_or("localhost"))
}

fn read(path: &Path) -> Result<File, ConfigError> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::Read { file: file.clone(), cause })?;
    toml::from_str(&text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).map_or(1, |before| before.matches('\n').count() + 1);
        ConfigError::Line { file, line, what: error.message().trim().replace('\n', " ") }
    })
}

/// Whether it is the address of a site, with nothing behind its host.
fn is_origin(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/" && url.query().is_none()
    })
}

fn line_at(path: &Path, place: usize) -> usize {
    std::fs::read_to_string(path).ok().and_then(|text| Some(text.get(..place)?.matches('\n').count() + 1)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Settings, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE_NAME), text).unwrap();
        Settings::load(&Given { data: Some(folder.path().to_owned()), ..Given::default() })
    }

    #[test]
    fn a_wrong_setting_is_named_with_its_line() {
        for (text, line) in [
            ("name = \"x\"\nlisten = \"here\"\n", "line 2"),
            ("\n\ncolour = 1\n", "line 3"),
            ("database = \"mysql://x\"\n", "line 1"),
            ("\naddress = \"ftp://x y\"\n", "line 2"),
            ("\nmail = \"mail.example.org\"\n", "line 2"),
            ("mail-from = \"portal\"\n", "line 1"),
            ("a = [\n", "line "),
        ] {
            let error = load(text).unwrap_err().to_string();
            assert!(error.contains(line) && error.contains(FILE_NAME), "{error}");
        }
    }

    #[test]
    fn what_is_given_counts_before_the_file_and_the_file_before_defaults() {
        let settings = load("listen = \"127.0.0.1:9000\"\n").unwrap();
        assert_eq!(settings.listen.port(), 9000);
        assert_eq!(settings.sources.get("data").map(String::as_str), Some("flag or environment"));
        assert_eq!(settings.name, "Exemplar");
        assert_eq!(settings.mail_from, "portal@localhost");
        let settings = load("address = \"https://guides.example.org\"\nmail = \"smtps://u:secret@mail.example.org\"\n");
        let settings = settings.unwrap();
        assert_eq!(settings.mail_from, "portal@guides.example.org");
        assert!(!format!("{:?}", settings.rows()).contains("secret"));
    }
}
