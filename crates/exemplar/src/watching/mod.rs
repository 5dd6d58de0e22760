//! Watching a guide, an organisation or a search: being told at once or once a day of what everyone can see.
//!
//! Watches are nobody else's business, so they are no records. What there is to tell comes from the
//! journal, entry by entry, and only from public ones.

mod changes;
mod forms;
mod jobs;
mod letters;
pub mod pages;
mod store;
mod subjects;
mod views;

pub use changes::{WatchError, watch_guide};
pub use jobs::{DIGEST, FOLLOW, digest, follow, wake};

use serde_json::Value;
use uuid::Uuid;

use crate::blueprints::ChangeClass;
use crate::journal::Entry;

/// The most things somebody watches.
pub const MOST: i64 = 100;

/// The most different searches that are watched on one portal: each new guide is held against all of them.
pub const MOST_SEARCHES: i64 = 1_000;

/// The most letters somebody gets at once in an hour; what comes on top waits for the letter of the day.
pub const MOST_AT_ONCE: i64 = 10;

/// What is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A guide.
    Guide(Uuid),
    /// An organisation, by code.
    Organisation(String),
    /// A search, as its address says it after the question mark.
    Search(String),
}

impl Subject {
    /// As it is stored.
    #[must_use]
    pub fn stored(&self) -> String {
        match self {
            Self::Guide(id) => format!("guide/{id}"),
            Self::Organisation(code) => format!("organisation/{code}"),
            Self::Search(query) => format!("search/{query}"),
        }
    }

    /// What was stored.
    #[must_use]
    pub fn read(stored: &str) -> Option<Self> {
        match stored.split_once('/')? {
            ("guide", id) => Uuid::try_parse(id).ok().map(Self::Guide),
            ("organisation", code) => Some(Self::Organisation(code.to_owned())),
            ("search", query) => Some(Self::Search(query.to_owned())),
            _ => None,
        }
    }
}

/// How soon somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// With a letter of its own.
    AtOnce,
    /// In one letter a day.
    Daily,
    /// Not at all.
    Off,
}

impl Pace {
    /// Every pace, in order.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Daily, Self::Off];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::Daily => "daily",
            Self::Off => "off",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::AtOnce => "At once",
            Self::Daily => "Once a day",
            Self::Off => "Off",
        }
    }

    /// The pace of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pace| pace.word() == word)
    }
}

/// What happened, for everyone to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A version was published.
    Published {
        /// Its number.
        version: i64,
        /// What changed.
        note: String,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// Somebody of another organisation agreed to it.
    Reviewed,
    /// An organisation copied it.
    Copied,
    /// An organisation said how far it got with its copy: the word of its standing.
    Standing(String),
}

/// Something that happened to a guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub what: What,
    /// The slug of the guide; of a standing: of the copy.
    pub slug: String,
    /// The organisation that did it, by code.
    pub by: Option<String>,
    /// Who did it, as the journal names them: they need not be told.
    pub actor: String,
}

/// What an entry tells everyone, when it tells anything that is watched. A new action that should be told is an arm here, a
/// sentence in `letters.rs`, and nothing else.
#[must_use]
pub fn event(entry: &Entry) -> Option<Event> {
    let slug = entry.record.strip_prefix("blueprints/").filter(|_| entry.is_public)?;
    let said = |name: &str| entry.public.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (what, slug) = match entry.action.as_str() {
        "blueprints.publish" | "blueprints.import" => {
            let version = entry.public.get("version").and_then(Value::as_i64).unwrap_or(1);
            let note = match ChangeClass::from_word(&said("class")) {
                Some(class) => format!("{}: {}", class.shown(), said("note")),
                None => said("note"),
            };
            (What::Published { version, note }, slug)
        }
        "blueprints.withdraw" => (What::Withdrawn { reason: said("reason") }, slug),
        "blueprints.review" => (What::Reviewed, slug),
        // The entry is about the copy; what was copied is its source.
        "copies.copy" | "copies.attach" => {
            (What::Copied, entry.source.as_deref()?.strip_prefix("/blueprints/")?.split('/').next()?)
        }
        "copies.standing" => (What::Standing(said("standing")), slug),
        _ => return None,
    };
    Some(Event { what, slug: slug.to_owned(), by: entry.organisation.clone(), actor: entry.actor.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_again() {
        for subject in [
            Subject::Guide(Uuid::from_u128(7)),
            Subject::Organisation("DEMO-A".into()),
            Subject::Search("q=wi-fi%2F&kind=it-system".into()),
            Subject::Search(String::new()),
        ] {
            assert_eq!(Subject::read(&subject.stored()), Some(subject));
        }
        assert_eq!(Subject::read("guide/x"), None);
    }

    fn entry(action: &str, is_public: bool) -> Entry {
        Entry {
            sequence: 7,
            recorded_at: String::new(),
            holds_on: None,
            actor: "a".into(),
            organisation: Some("DEMO-B".into()),
            action: action.into(),
            record: "blueprints/one-demo-b".into(),
            source: Some("/blueprints/one/versions/3".into()),
            is_public,
            public: serde_json::json!({ "version": 2, "note": "Mended", "standing": "live" }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            rows: Default::default(),
            previous: String::new(),
        }
    }

    #[test]
    fn only_what_everyone_may_know_is_told() {
        let published = event(&entry("blueprints.publish", true)).unwrap();
        assert_eq!(published.what, What::Published { version: 2, note: "Mended".into() });
        assert_eq!(published.slug, "one-demo-b");
        let copied = event(&entry("copies.copy", true)).unwrap();
        assert_eq!((copied.what, copied.slug.as_str()), (What::Copied, "one"));
        assert_eq!(event(&entry("copies.standing", true)).unwrap().what, What::Standing("live".into()));
        assert_eq!(event(&entry("blueprints.publish", false)), None);
        assert_eq!(event(&entry("drafts.save", true)), None);
    }
}
