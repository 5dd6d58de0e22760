//! What a copy needs of a guide: beginning as the same text, the next version of a text saved here, being shown to everyone.

use std::collections::BTreeSet;

use serde_json::json;
use uuid::Uuid;

use super::store::{self, AttachmentRow, GuideLine, NewGuide, RevisionRow};
use super::text::Text;
use super::{ChangeClass, State, taking};
use crate::journal::store::{get_text, put_text};
use crate::journal::{Change, JournalError};
use crate::platform::clock::Clock;
use crate::platform::files::sha256_hex;
use crate::platform::jobs::{self, Lane, NewJob};
use crate::platform::markdown;

/// The kind of job that is queued when a guide is corrected because it could harm, or withdrawn: whoever has a copy is told.
pub const WARNED: &str = "guides.warned";

/// Fields that say what the source lived through: another organisation cannot say so of itself.
const LIVED: &[&[&str]] = &[
    &["cost"],
    &["elapsed", "elapsed_time", "duration"],
    &["how_well", "outcome"],
    &["runs_today", "owner"],
    &["people", "contacts", "author", "authors"],
    &["published", "date"],
    &["reviewed", "last_reviewed"],
    &["review_due", "next_review"],
];

/// A guide that begins as a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its address.
    pub slug: String,
    /// The SHA-256 of its text.
    pub text_hash: String,
    /// The hash its entry refers to beside the text's.
    pub listing: String,
}

/// The text of a version as a copy begins with it: without the fields that say what the source lived through; none
/// where its front matter cannot be changed.
#[must_use]
pub fn as_copied(bytes: &[u8]) -> Option<String> {
    let lived: Vec<_> = LIVED.iter().map(|names| (*names, serde_json::Value::Null)).collect();
    Text::parse(bytes, "Untitled").ok()?.with_fields(&lived).ok()
}

/// Begins a guide of `organisation` as a draft with the text, files and links of a version of another: without the
/// fields that say what the source lived through, where its front matter can be changed.
///
/// # Errors
/// When the database refuses.
pub async fn start_copy(
    change: &mut Change,
    clock: &Clock,
    source: &GuideLine,
    revision: &RevisionRow,
    (id, organisation): (Uuid, &str),
) -> Result<Copied, JournalError> {
    let bytes = get_text(change.tx(), &revision.text_hash).await?;
    let taken = as_copied(&bytes).and_then(|own| Some((Text::parse(own.as_bytes(), &source.title).ok()?.fields, own)));
    let (fields, text_hash) = match taken {
        Some((fields, own)) => {
            let hash = sha256_hex(own.as_bytes());
            put_text(change.tx(), &hash, own.as_bytes()).await?;
            (fields, hash)
        }
        None => (source.fields(), revision.text_hash.clone()),
    };
    let note = format!("Copied from version {} of the source", revision.number);
    begin(change, clock, (source, revision), (id, organisation), (&fields, text_hash, &note)).await
}

/// Begins a guide of `organisation` as a draft with a text that was copied elsewhere from a version of another, and with
/// the files and links of that version.
///
/// # Errors
/// When the text cannot be read, or the database refuses.
pub async fn start_attached(
    change: &mut Change,
    clock: &Clock,
    (source, revision): (&GuideLine, &RevisionRow),
    (id, organisation): (Uuid, &str),
    text: &str,
) -> Result<Copied, JournalError> {
    let fields = Text::parse(text.as_bytes(), &source.title).map_or_else(|_| source.fields(), |text| text.fields);
    let hash = sha256_hex(text.as_bytes());
    put_text(change.tx(), &hash, text.as_bytes()).await?;
    let note = format!("Copied elsewhere from version {} of the source, and attached here", revision.number);
    begin(change, clock, (source, revision), (id, organisation), (&fields, hash, &note)).await
}

/// The first version of a copy, which is a draft.
async fn begin(
    change: &mut Change,
    clock: &Clock,
    (source, revision): (&GuideLine, &RevisionRow),
    (id, organisation): (Uuid, &str),
    (fields, text_hash, note): (&super::Fields, String, &str),
) -> Result<Copied, JournalError> {
    let (sequence, today) = (change.sequence(), clock.today().to_string());
    let title = format!("{} {organisation}", fields.title);
    let slug = taking::free_slug(change.tx(), &title, &mut BTreeSet::new(), None).await?;
    let new = NewGuide {
        id,
        slug: &slug,
        organisation: Some(organisation),
        origin: None,
        origin_path: None,
        state: State::Draft,
        held_at: None,
        revision: 1,
        fields,
        published_on: &today,
        known_from: &today,
    };
    let listing = store::insert_guide(change.tx(), clock.new_id(), &new, sequence).await?;
    store::insert_slug(change.tx(), &slug, id, sequence).await?;
    let said = (fields.title.as_str(), note, today.as_str());
    store::insert_revision(change.tx(), (clock.new_id(), id, 1), &text_hash, said, sequence).await?;
    carry_over(change, clock, (source.id(), revision.number), (id, 1)).await?;
    Ok(Copied { slug, text_hash, listing })
}

/// Begins a guide of `organisation` that has no version yet: `text` is its first draft. Gives its
/// address, and the hash its entry refers to beside the text's.
///
/// # Errors
/// When the database refuses.
pub async fn start_new(
    change: &mut Change,
    clock: &Clock,
    (id, organisation): (Uuid, &str),
    text: &Text,
) -> Result<(String, String), JournalError> {
    let (sequence, today) = (change.sequence(), clock.today().to_string());
    let slug = taking::free_slug(change.tx(), &text.fields.title, &mut BTreeSet::new(), None).await?;
    let new = NewGuide {
        id,
        slug: &slug,
        organisation: Some(organisation),
        origin: None,
        origin_path: None,
        state: State::Draft,
        held_at: None,
        revision: 0,
        fields: &text.fields,
        published_on: &today,
        known_from: &today,
    };
    let listing = store::insert_guide(change.tx(), clock.new_id(), &new, sequence).await?;
    store::insert_slug(change.tx(), &slug, id, sequence).await?;
    Ok((slug, listing))
}

/// A text about to be shown to everyone.
#[derive(Clone, Copy, Debug)]
pub struct NextVersion<'a> {
    /// The text.
    pub text: &'a Text,
    /// As it is kept.
    pub bytes: &'a [u8],
    /// What readers are told of it.
    pub note: &'a str,
    /// What kind of change it is, where there is a version before it.
    pub class: Option<ChangeClass>,
    /// The files it takes with it.
    pub files: &'a [AttachmentRow],
}

/// What everyone reads from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The number of the version.
    pub version: i64,
    /// The guide's address.
    pub slug: String,
}

/// Shows a text of a guide to everyone, from today on: as its next version, unless it is the text of the one it has.
/// Gives the version's number, and the hashes its entry refers to.
///
/// # Errors
/// When the database refuses.
pub async fn publish(
    change: &mut Change,
    clock: &Clock,
    line: &GuideLine,
    next: &NextVersion<'_>,
) -> Result<(Published, Vec<String>), JournalError> {
    let (text, sequence, hash) = (next.text, change.sequence(), sha256_hex(next.bytes));
    let known = store::revision(change.tx(), line.id(), line.revision).await?;
    let has_other_files = store::attachments(change.tx(), line.id(), line.revision).await? != next.files;
    let is_new = has_other_files || known.is_none_or(|revision| revision.text_hash != hash);
    let number = if is_new { line.revision + 1 } else { line.revision };
    if is_new {
        let today = clock.today().to_string();
        put_text(change.tx(), &hash, next.bytes).await?;
        let said = (text.fields.title.as_str(), next.note, today.as_str());
        store::insert_revision(change.tx(), (clock.new_id(), line.id(), number), &hash, said, sequence).await?;
        if let Some(class) = next.class {
            store::insert_class(change.tx(), (clock.new_id(), line.id(), number), class, sequence).await?;
            if class == ChangeClass::Safety {
                warn(change, clock, (line.id(), "correction", number)).await?;
            }
        }
        for file in next.files {
            store::insert_attachment(change.tx(), (clock.new_id(), line.id(), number), file, sequence).await?;
        }
        carry_links(change, clock, (line.id(), line.revision), (line.id(), number)).await?;
    }
    // The address comes from the title at first publication; the one its draft had leads there.
    let slug = match line.revision {
        0 => taking::free_slug(change.tx(), &text.fields.title, &mut BTreeSet::new(), Some(line.id())).await?,
        _ => line.slug.clone(),
    };
    if store::id_of_slug(change.tx(), &slug).await?.is_none() {
        store::insert_slug(change.tx(), &slug, line.id(), sequence).await?;
    }
    let listing = row(change, clock, (line, &slug), (&text.fields, number, State::Published)).await?;
    Ok((Published { version: number, slug }, vec![hash, listing]))
}

/// Withdraws a guide from today on: everyone can still read it, with the word that it is. Gives the hash its entry refers to.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(change: &mut Change, clock: &Clock, line: &GuideLine) -> Result<String, JournalError> {
    warn(change, clock, (line.id(), "withdrawal", line.revision)).await?;
    row(change, clock, (line, &line.slug), (&line.fields(), line.revision, State::Withdrawn)).await
}

/// Queues, with the act, that whoever has a copy is told.
async fn warn(change: &mut Change, clock: &Clock, (guide, kind, number): (Uuid, &str, i64)) -> sqlx::Result<()> {
    let about = json!({ "guide": guide, "kind": kind, "number": number, "entry": change.sequence() });
    jobs::queue(change.tx(), clock, NewJob::new(WARNED, about).lane(Lane::Urgent)).await
}

/// The row that says how a guide stands from today on.
async fn row(
    change: &mut Change,
    clock: &Clock,
    (line, slug): (&GuideLine, &str),
    (fields, revision, state): (&super::Fields, i64, State),
) -> Result<String, JournalError> {
    let (sequence, today) = (change.sequence(), clock.today().to_string());
    store::end_on(change.tx(), line.id(), clock.new_id(), &today, sequence).await?;
    let published_on = if line.state() == State::Draft { &today } else { &line.published_on };
    let new = NewGuide {
        id: line.id(),
        slug,
        organisation: line.organisation.as_deref(),
        origin: line.origin.as_deref(),
        origin_path: line.origin_path.as_deref(),
        state,
        held_at: None,
        revision,
        fields,
        published_on,
        known_from: &today,
    };
    Ok(store::insert_guide(change.tx(), clock.new_id(), &new, sequence).await?)
}

/// A version takes over the files and links of the one it was made from.
async fn carry_over(
    change: &mut Change,
    clock: &Clock,
    (from, from_number): (Uuid, i64),
    (to, to_number): (Uuid, i64),
) -> Result<(), JournalError> {
    let sequence = change.sequence();
    for file in store::attachments(change.tx(), from, from_number).await? {
        store::insert_attachment(change.tx(), (clock.new_id(), to, to_number), &file, sequence).await?;
    }
    carry_links(change, clock, (from, from_number), (to, to_number)).await
}

async fn carry_links(
    change: &mut Change,
    clock: &Clock,
    (from, from_number): (Uuid, i64),
    (to, to_number): (Uuid, i64),
) -> Result<(), JournalError> {
    let sequence = change.sequence();
    for link in store::links(change.tx(), from, from_number).await? {
        let key = (clock.new_id(), to, to_number);
        store::insert_link(change.tx(), key, (&link.href, &link.target_slug), sequence).await?;
    }
    Ok(())
}

/// Tags in a text that cannot stand in it.
#[must_use]
pub fn foreign_tags(text: &Text) -> Vec<String> {
    markdown::foreign_tags(text.body())
}
