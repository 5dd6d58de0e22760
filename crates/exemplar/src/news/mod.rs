//! What changed in public, newest first: the public entries of the journal in words.
//!
//! Nothing is kept here. What an entry does not say in public is not told.

pub mod pages;
mod views;

use std::collections::HashMap;

use crate::journal::store::EntryRow;
use crate::journal::{Entry, JournalError};

/// The kinds of changes: the first word of an action, and how pages call it.
pub const KINDS: &[(&str, &str)] = &[
    ("blueprints", "Guides"),
    ("copies", "Copies of guides"),
    ("questions", "Questions"),
    ("requests", "Calls and visits"),
    ("contacts", "People to ask"),
    ("confirmations", "Still true?"),
    ("programmes", "Programmes"),
    ("milestones", "Milestones"),
    ("frameworks", "Question sets"),
    ("rounds", "Assessments"),
    ("editions", "Published results"),
    ("checks", "Checks of assessments"),
    ("organisations", "Organisations"),
    ("footprints", "Places"),
    ("vocabulary", "Words of the search"),
    ("notices", "Safety notices"),
    ("offers", "Offers of copies"),
    ("corrections", "Corrections"),
    ("removals", "Removed content"),
];

/// A change in public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The entry's number.
    pub sequence: i64,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
    /// The first word of its action.
    pub kind: String,
    /// The organisation it is about, by code.
    pub organisation: Option<String>,
    /// What was done, as a sentence without a full stop.
    pub words: String,
    /// What that was, line by line.
    pub details: Vec<String>,
    /// Where it can be seen.
    pub address: String,
}

impl News {
    /// What a public entry tells.
    #[must_use]
    pub fn of(entry: &Entry, recorded_at: i64) -> Self {
        let text = |name: &str| entry.public.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        let said = entry.public.get("says").and_then(|says| says.as_array()).cloned().unwrap_or_default();
        let mut details: Vec<String> = said.iter().filter_map(|says| says.as_str().map(str::to_owned)).collect();
        // What is asked and answered is told on the guide's page, where words that were taken back are hidden.
        let is_asking = ["questions.", "requests.", "contacts.", "confirmations."];
        let is_asking = is_asking.iter().any(|kind| entry.action.starts_with(kind));
        if !is_asking {
            details.extend(["title", "note", "reason", "why", "words", "record"].iter().filter_map(|name| text(name)));
        }
        if details.is_empty() {
            details.extend(guide(entry, text("source")));
        }
        let address = match entry.action.as_str() {
            "copies.copy" | "copies.attach" => {
                text("source").map_or_else(|| "/blueprints".to_owned(), |slug| format!("/blueprints/{slug}"))
            }
            // Its text may still be a draft, which readers do not see.
            "copies.standing" => "/blueprints".to_owned(),
            action if action.starts_with("removals.") => "/removals".to_owned(),
            action if action.starts_with("vocabulary.") => "/blueprints".to_owned(),
            _ => format!("/{}", entry.record),
        };
        let kind = entry.action.split('.').next().unwrap_or_default().to_owned();
        Self {
            sequence: entry.sequence,
            recorded_at,
            kind,
            organisation: entry.organisation.clone(),
            words: words(&entry.action).to_owned(),
            details,
            address,
        }
    }

    /// What a public entry tells, as the journal keeps it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(row: &EntryRow) -> Result<Self, JournalError> {
        let entry: Entry = serde_json::from_slice(&row.entry)
            .map_err(|error| JournalError::Unreadable(row.sequence, error.to_string()))?;
        Ok(Self::of(&entry, row.recorded_at))
    }

    /// The same with the names of organisations where its details have their codes; an address keeps them.
    #[must_use]
    pub fn with_names(mut self, names: &HashMap<String, String>) -> Self {
        let is_of_code = |c: char| c.is_ascii_alphanumeric() || c == '-';
        for detail in &mut self.details {
            let named = |part: &str| {
                let (code, rest) = part.split_at(part.trim_end_matches(|c| !is_of_code(c)).len());
                names.get(code).map_or_else(|| part.to_owned(), |name| format!("{name}{rest}"))
            };
            let words = detail.split_inclusive(char::is_whitespace).map(|word| match word.contains('/') {
                true => word.to_owned(),
                false => word.split_inclusive(|c| !is_of_code(c)).map(named).collect(),
            });
            *detail = words.collect();
        }
        self
    }

    /// Its kind as pages call it.
    #[must_use]
    pub fn kind_shown(&self) -> &str {
        KINDS.iter().find(|(word, _)| *word == self.kind).map_or(self.kind.as_str(), |(_, shown)| shown)
    }
}

/// The guide an entry is about, as its address calls it. That of a copy may still be a draft: its source is named.
fn guide(entry: &Entry, source: Option<String>) -> Option<String> {
    let slug = match entry.action.split('.').next() {
        Some("blueprints" | "notices" | "offers") => entry.record.strip_prefix("blueprints/").map(str::to_owned),
        Some("copies") => source,
        _ => None,
    };
    slug.map(|slug| slug.replace('-', " "))
}

/// What an action did.
fn words(action: &str) -> &'static str {
    match action {
        "blueprints.import" => "A guide was taken from a folder",
        "blueprints.index" => "An entry of a guide held elsewhere was taken",
        "blueprints.synthesise" => "Invented guides were made",
        "blueprints.publish" => "A version of a guide was published",
        "blueprints.review" => "A guide was reviewed by another organisation",
        "blueprints.withdraw" => "A guide was withdrawn",
        "copies.copy" => "A guide was copied",
        "copies.attach" => "A copy that was made elsewhere was attached to its source",
        "copies.standing" => "How far a copy of a guide got was said",
        "copies.decide" => "What a source changed was taken into a copy or not",
        "notices.raise" | "notices.warn" => "A safety notice was raised",
        "notices.tell" => "Everybody with a copy was told of a safety notice",
        "notices.answer" => "A safety notice was answered for a copy",
        "offers.answer" => "A change offered by a copy was used",
        "organisations.import" => "A list of organisations was taken",
        "organisations.import_successions" => "Who succeeded whom was taken from a list",
        "programmes.programme" => "A programme was described",
        "programmes.group" => "Groups of a programme were described",
        "programmes.member" => "The state of a member was recorded",
        "programmes.pairing" => "What is said of a pairing was recorded",
        "programmes.statement" => "Statements were recorded",
        "programmes.check" => "What is looked at before members go on was described",
        "programmes.checked" => "What was found of a member was recorded",
        "programmes.expectation" => "What a group expects was described",
        "programmes.expected" => "What a member says to what is expected was recorded",
        "organisations.system" => "Systems in use were recorded",
        action if action.starts_with("footprints.") => "Places that plan together were recorded",
        "milestones.definition" => "What milestones are was described",
        "milestones.evidence" => "A milestone was said to be done",
        "milestones.decision" => "What shows that a milestone is done was looked at",
        "programmes.synthesise" => "Invented facts were made",
        "milestones.scale" => "The levels of a scale were described",
        "milestones.confidence" => "How sure somebody is to deliver was recorded",
        "milestones.round" => "A round of reports was opened",
        "milestones.report" => "A report on milestones was approved",
        "milestones.date" => "Dates of milestones were recorded",
        "frameworks.add" => "A question set was kept",
        "rounds.open" => "An assessment was opened",
        "editions.publish" => "Results were published",
        "editions.release" => "Results became public",
        "editions.reply" => "An organisation said something of its result",
        "checks.draw" => "Whose answers are checked was drawn at random",
        "editions.correct" => "Published results were corrected",
        "questions.ask" => "A question was asked",
        "questions.answer" => "A question was answered",
        "questions.end" => "A question was taken back or set aside",
        "confirmations.say" => "Somebody said whether a guide is still true",
        action if action.starts_with("requests.") => "A call or a visit was asked for, or answered",
        action if action.starts_with("contacts.") => "Who can be asked about a guide changed",
        "corrections.dispute" => "A correction of a page is open",
        "corrections.answer" => "A disputed page was looked at",
        "vocabulary.add" => "Words were said to mean the same",
        "vocabulary.end" => "Words were no longer said to mean the same",
        "removals.remove" => "Something was removed for good",
        _ => "Something was changed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(action: &str, record: &str, public: serde_json::Value) -> Entry {
        Entry {
            sequence: 7,
            recorded_at: String::new(),
            holds_on: None,
            actor: "operator".into(),
            organisation: Some("RAA".into()),
            action: action.into(),
            record: record.into(),
            source: None,
            is_public: true,
            public,
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            rows: std::collections::BTreeMap::new(),
            previous: String::new(),
        }
    }

    #[test]
    fn a_copy_that_may_be_a_draft_is_told_by_its_source_alone() {
        let copied = entry("copies.copy", "blueprints/private-draft", serde_json::json!({ "source": "a-guide" }));
        assert_eq!(News::of(&copied, 0).address, "/blueprints/a-guide");
        let stands = entry("copies.standing", "blueprints/private-draft", serde_json::json!({ "cost": "secret" }));
        assert_eq!((News::of(&stands, 0).address.as_str(), News::of(&stands, 0).details.len()), ("/blueprints", 0));
    }

    #[test]
    fn codes_in_details_become_names() {
        let said = serde_json::json!({ "says": ["RAA: wi fi, now expected June 2018", "RAA and RBB are paired."] });
        let names = HashMap::from([("RAA".to_owned(), "Alpha".to_owned()), ("RBB".to_owned(), "Beta".to_owned())]);
        let news = News::of(&entry("milestones.date", "programmes/p", said), 0).with_names(&names);
        assert_eq!(news.details, ["Alpha: wi fi, now expected June 2018", "Alpha and Beta are paired."]);
        let address = serde_json::json!({ "record": "/organisations/RAA/milestones" });
        let news = News::of(&entry("corrections.dispute", "corrections/x", address), 0).with_names(&names);
        assert_eq!(news.details, ["/organisations/RAA/milestones"], "an address stays one");
    }

    #[test]
    fn what_files_said_is_told_line_by_line() {
        let said = serde_json::json!({ "new": 1, "says": ["RAA is funded in the group x"] });
        let news = News::of(&entry("programmes.member", "programmes/p", said), 0);
        assert_eq!(
            (news.address.as_str(), news.details.as_slice()),
            ("/programmes/p", &["RAA is funded in the group x".to_owned()][..])
        );
        assert_eq!(news.kind_shown(), "Programmes");
    }
}
