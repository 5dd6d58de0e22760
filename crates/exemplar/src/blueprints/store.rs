//! The tables `blueprints`, `revisions`, `attachments`, `revision_links` and `slugs`.

mod parts;
mod writing;

use std::collections::BTreeSet;

use database::{Connection, sql};
use sqlx::{AssertSqlSafe, query_as, query_scalar};
use uuid::Uuid;

use super::{ChangeClass, Fields, State};
use crate::journal::Moment;
pub use parts::{Parts, parts};
pub use writing::touch;
pub(super) use writing::{
    end_on, insert_attachment, insert_class, insert_guide, insert_link, insert_revision, insert_slug,
};

/// A guide as a list shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct GuideLine {
    id: Vec<u8>,
    /// Its address.
    pub slug: String,
    /// The code of the organisation it belongs to.
    pub organisation: Option<String>,
    /// Where it was imported from.
    pub origin: Option<String>,
    /// Its path there.
    pub origin_path: Option<String>,
    state: String,
    is_held: i64,
    /// Where its text is, when it is not here.
    pub held_at: Option<String>,
    /// The number of its current version; 0 when its text is not here.
    pub revision: i64,
    /// Its title.
    pub title: String,
    /// None when it was removed with the text.
    listing: Option<Vec<u8>>,
    /// The date it was published, as precise as that is known; empty when it is not.
    pub published_on: String,
    /// The day from which this is known.
    pub known_from: String,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// A version of a guide's text.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RevisionRow {
    /// Its number, from 1.
    pub number: i64,
    /// The SHA-256 of its text.
    pub text_hash: String,
    /// Its title.
    pub title: String,
    /// What changed, in a sentence.
    pub note: String,
    /// The day it was made.
    pub revised_on: String,
    pub(super) class: Option<String>,
    /// When it was recorded, in microseconds since 1970.
    pub recorded_at: i64,
}

/// A file a version takes with it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AttachmentRow {
    /// The link as the text has it.
    pub path: String,
    /// Its name, which is its path in the folder it came from.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub file_hash: String,
    /// What a browser is told it is.
    pub media_type: String,
    /// How large it is.
    pub size_bytes: i64,
    is_picture: i64,
}

/// Where a relative link of a version leads.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LinkRow {
    /// The link as the text has it.
    pub href: String,
    /// The guide it means.
    pub target_slug: String,
}

/// A guide that came from a folder before.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownGuide {
    id: Vec<u8>,
    /// Its address.
    pub slug: String,
    /// Its path in the folder.
    pub origin_path: String,
    state: String,
    /// The number of its current version.
    pub revision: i64,
    /// Its title.
    pub title: String,
    /// The SHA-256 of its text.
    pub text_hash: String,
}

/// A row of `blueprints` to be written.
#[derive(Clone, Debug)]
pub struct NewGuide<'a> {
    /// The guide's id.
    pub id: Uuid,
    /// Its address.
    pub slug: &'a str,
    /// The code of the organisation it belongs to.
    pub organisation: Option<&'a str>,
    /// Where it was imported from.
    pub origin: Option<&'a str>,
    /// Its path there.
    pub origin_path: Option<&'a str>,
    /// Where it stands.
    pub state: State,
    /// Where its text is, when it is not here.
    pub held_at: Option<&'a str>,
    /// The number of its current version; 0 when its text is not here.
    pub revision: i64,
    /// Its fields.
    pub fields: &'a Fields,
    /// The date it was published.
    pub published_on: &'a str,
    /// The day from which this is known.
    pub known_from: &'a str,
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

impl GuideLine {
    /// The guide's id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id_of(&self.id)
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        State::from_word(&self.state)
    }

    /// Whether its text is here.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.is_held == 1
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        self.listing.as_ref().map_or(0, Vec::len) + 2 * self.title.len() + 512
    }

    /// What its front matter says.
    #[must_use]
    pub fn fields(&self) -> Fields {
        self.listing.as_deref().and_then(|listing| serde_json::from_slice(listing).ok()).unwrap_or_default()
    }
}

impl RevisionRow {
    /// What kind of change made it; none for a first version, and where nobody said.
    #[must_use]
    pub fn class(&self) -> Option<ChangeClass> {
        ChangeClass::from_word(self.class.as_deref()?)
    }
}

impl AttachmentRow {
    /// Whether a page may show it as a picture.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        self.is_picture == 1
    }

    /// The last part of its name.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}

impl KnownGuide {
    /// The guide's id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id_of(&self.id)
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        State::from_word(&self.state)
    }
}

/// The guide this slug leads to, today or once.
///
/// # Errors
/// When the database cannot be read.
pub async fn id_of_slug(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<Uuid>> {
    let id: Option<Vec<u8>> = sql!(connection, c => query_scalar("SELECT blueprint_id FROM slugs WHERE slug = $1").bind(slug).fetch_optional(c))?;
    Ok(id.map(|id| id_of(&id)))
}

/// A guide at a moment: $2 is the day, $3 the entry.
macro_rules! guide {
    ($which:literal) => {
        concat!(
            "SELECT b.id, b.slug, b.organisation, b.origin, b.origin_path, b.state, b.is_held, b.held_at, b.revision, b.title,
                    l.body AS listing, b.published_on, b.known_from, j.recorded_at
             FROM blueprints b JOIN journal_entries j ON j.sequence = b.first_sequence LEFT JOIN texts l ON l.hash = b.listing_hash
             WHERE ", $which, " AND b.known_from <= $2 AND (b.known_until IS NULL OR b.known_until > $2)
               AND b.from_sequence <= $3 AND (b.until_sequence IS NULL OR b.until_sequence > $3)"
        )
    };
}

/// The guide as it was known at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(connection: &mut Connection, id: Uuid, moment: Moment) -> sqlx::Result<Option<GuideLine>> {
    sql!(connection, c => query_as(guide!("b.id = $1"))
        .bind(id.as_bytes().as_slice()).bind(moment.day()).bind(moment.sequence).fetch_optional(c))
}

/// The guide behind a slug, today's or an old one, as it was known at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn find_by_slug(connection: &mut Connection, slug: &str, moment: Moment) -> sqlx::Result<Option<GuideLine>> {
    sql!(connection, c => query_as(guide!("b.id = (SELECT blueprint_id FROM slugs WHERE slug = $1)"))
        .bind(slug).bind(moment.day()).bind(moment.sequence).fetch_optional(c))
}

/// Several guides as they were known at `moment`, in no order; those that were not known are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn find_all(connection: &mut Connection, ids: &[Uuid], moment: Moment) -> sqlx::Result<Vec<GuideLine>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (0..ids.len()).map(|at| format!("${}", at + 3)).collect();
    let text = format!(
        "SELECT b.id, b.slug, b.organisation, b.origin, b.origin_path, b.state, b.is_held, b.held_at, b.revision, b.title,
                l.body AS listing, b.published_on, b.known_from, j.recorded_at
         FROM blueprints b JOIN journal_entries j ON j.sequence = b.first_sequence LEFT JOIN texts l ON l.hash = b.listing_hash
         WHERE b.id IN ({}) AND b.known_from <= $1 AND (b.known_until IS NULL OR b.known_until > $1)
           AND b.from_sequence <= $2 AND (b.until_sequence IS NULL OR b.until_sequence > $2)",
        places.join(", ")
    );
    sql!(connection, c => {
        let query = query_as(AssertSqlSafe(text)).bind(moment.day()).bind(moment.sequence);
        ids.iter().fold(query, |query, id| query.bind(id.as_bytes().to_vec())).fetch_all(c)
    })
}

/// The day from which anything is known of this guide.
///
/// # Errors
/// When the database cannot be read.
pub async fn first_known(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<String>> {
    sql!(connection, c => query_scalar("SELECT MIN(known_from) FROM blueprints WHERE id = $1 AND state <> 'draft' AND until_sequence IS NULL")
        .bind(id.as_bytes().as_slice()).fetch_one(c))
}

/// Published guides at `moment`: those whose text is here first, then the newest. At most `limit`, after `offset`.
///
/// # Errors
/// When the database cannot be read.
pub async fn newest(
    connection: &mut Connection,
    moment: Moment,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<GuideLine>> {
    sql!(connection, c => query_as(
        "SELECT b.id, b.slug, b.organisation, b.origin, b.origin_path, b.state, b.is_held, b.held_at, b.revision, b.title,
                l.body AS listing, b.published_on, b.known_from, j.recorded_at
         FROM blueprints b JOIN journal_entries j ON j.sequence = b.first_sequence LEFT JOIN texts l ON l.hash = b.listing_hash
         WHERE b.state = 'published' AND b.known_from <= $1 AND (b.known_until IS NULL OR b.known_until > $1)
           AND b.from_sequence <= $2 AND (b.until_sequence IS NULL OR b.until_sequence > $2)
         ORDER BY b.is_held DESC, b.published_on DESC, b.row_id DESC LIMIT $3 OFFSET $4",
    ).bind(moment.day()).bind(moment.sequence).bind(limit).bind(offset).fetch_all(c))
}

/// Published guides of an organisation at `moment`, newest first, at most 200.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_organisation(connection: &mut Connection, code: &str, moment: Moment) -> sqlx::Result<Vec<GuideLine>> {
    sql!(connection, c => query_as(
        "SELECT b.id, b.slug, b.organisation, b.origin, b.origin_path, b.state, b.is_held, b.held_at, b.revision, b.title,
                l.body AS listing, b.published_on, b.known_from, j.recorded_at
         FROM blueprints b JOIN journal_entries j ON j.sequence = b.first_sequence LEFT JOIN texts l ON l.hash = b.listing_hash
         WHERE b.organisation = $1 AND b.state = 'published'
           AND b.known_from <= $2 AND (b.known_until IS NULL OR b.known_until > $2)
           AND b.from_sequence <= $3 AND (b.until_sequence IS NULL OR b.until_sequence > $3)
         ORDER BY b.published_on DESC, b.row_id DESC LIMIT 200",
    ).bind(code).bind(moment.day()).bind(moment.sequence).fetch_all(c))
}

/// The ids of guides that an entry after `after` wrote to, at most `limit` entries' worth, with the entry reached.
///
/// # Errors
/// When the database cannot be read.
pub async fn changed_after(connection: &mut Connection, after: i64, upto: i64) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT DISTINCT id FROM blueprints WHERE from_sequence > $1 AND from_sequence <= $2",
    ).bind(after).bind(upto).fetch_all(c))?;
    Ok(ids.iter().map(|id| id_of(id)).collect())
}

/// Whether everyone could read a guide before the entry `sequence`.
///
/// # Errors
/// When the database cannot be read.
pub async fn was_public_before(connection: &mut Connection, id: Uuid, sequence: i64) -> sqlx::Result<bool> {
    let before: Option<i64> = sql!(connection, c => query_scalar(
        "SELECT from_sequence FROM blueprints WHERE id = $1 AND state <> 'draft' AND from_sequence < $2 LIMIT 1",
    ).bind(id.as_bytes().as_slice()).bind(sequence).fetch_optional(c))?;
    Ok(before.is_some())
}

/// The versions of a guide in this state recorded by `sequence`, newest first, at most 500: all of a draft, of others those that were public.
///
/// # Errors
/// When the database cannot be read.
pub async fn revisions(
    connection: &mut Connection,
    id: Uuid,
    sequence: i64,
    state: State,
) -> sqlx::Result<Vec<RevisionRow>> {
    // What was only ever a draft stays one when the guide is published.
    let drafts_too = i64::from(state == State::Draft);
    sql!(connection, c => query_as(
        "SELECT r.number, r.text_hash, r.title, r.note, r.revised_on, k.class, j.recorded_at
         FROM revisions r JOIN journal_entries j ON j.sequence = r.from_sequence
         LEFT JOIN revision_classes k ON k.blueprint_id = r.blueprint_id AND k.number = r.number
         WHERE r.blueprint_id = $1 AND r.from_sequence <= $2 AND ($3 = 1 OR EXISTS (
             SELECT 1 FROM blueprints b WHERE b.id = r.blueprint_id AND b.revision = r.number AND b.state <> 'draft'))
         ORDER BY r.number DESC LIMIT 500",
    ).bind(id.as_bytes().as_slice()).bind(sequence).bind(drafts_too).fetch_all(c))
}

/// One version of a guide.
///
/// # Errors
/// When the database cannot be read.
pub async fn revision(connection: &mut Connection, id: Uuid, number: i64) -> sqlx::Result<Option<RevisionRow>> {
    sql!(connection, c => query_as(
        "SELECT r.number, r.text_hash, r.title, r.note, r.revised_on, k.class, j.recorded_at
         FROM revisions r JOIN journal_entries j ON j.sequence = r.from_sequence
         LEFT JOIN revision_classes k ON k.blueprint_id = r.blueprint_id AND k.number = r.number
         WHERE r.blueprint_id = $1 AND r.number = $2",
    ).bind(id.as_bytes().as_slice()).bind(number).fetch_optional(c))
}

/// The texts of a guide's first and of its newest version, by their SHA-256.
///
/// # Errors
/// When the database cannot be read.
pub async fn first_and_newest(connection: &mut Connection, id: Uuid) -> sqlx::Result<Vec<String>> {
    sql!(connection, c => query_scalar(
        "SELECT DISTINCT text_hash FROM revisions WHERE blueprint_id = $1 AND number IN (
             (SELECT MIN(number) FROM revisions WHERE blueprint_id = $1), (SELECT MAX(number) FROM revisions WHERE blueprint_id = $1))",
    ).bind(id.as_bytes().as_slice()).fetch_all(c))
}

/// The files a version takes with it.
///
/// # Errors
/// When the database cannot be read.
pub async fn attachments(connection: &mut Connection, id: Uuid, number: i64) -> sqlx::Result<Vec<AttachmentRow>> {
    sql!(connection, c => query_as(
        "SELECT path, name, file_hash, media_type, size_bytes, is_picture FROM attachments
         WHERE blueprint_id = $1 AND number = $2 ORDER BY name, path",
    ).bind(id.as_bytes().as_slice()).bind(number).fetch_all(c))
}

/// Where the relative links of a version lead.
///
/// # Errors
/// When the database cannot be read.
pub async fn links(connection: &mut Connection, id: Uuid, number: i64) -> sqlx::Result<Vec<LinkRow>> {
    sql!(connection, c => query_as(
        "SELECT href, target_slug FROM revision_links WHERE blueprint_id = $1 AND number = $2 ORDER BY href",
    ).bind(id.as_bytes().as_slice()).bind(number).fetch_all(c))
}

/// Every guide that came from `origin` for this organisation.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_origin(
    connection: &mut Connection,
    organisation: Option<&str>,
    origin: &str,
) -> sqlx::Result<Vec<KnownGuide>> {
    sql!(connection, c => query_as(
        "SELECT b.id, b.slug, COALESCE(b.origin_path, '') AS origin_path, b.state, b.revision, b.title,
                COALESCE(r.text_hash, '') AS text_hash
         FROM blueprints b LEFT JOIN revisions r ON r.blueprint_id = b.id AND r.number = b.revision
         WHERE b.origin = $1 AND COALESCE(b.organisation, '') = $2 AND b.until_sequence IS NULL AND b.known_until IS NULL",
    ).bind(origin).bind(organisation.unwrap_or_default()).fetch_all(c))
}

/// The paths of everything that came from `origin`.
///
/// # Errors
/// When the database cannot be read.
pub async fn paths_of_origin(connection: &mut Connection, origin: &str) -> sqlx::Result<BTreeSet<String>> {
    let paths: Vec<String> = sql!(connection, c => query_scalar(
        "SELECT COALESCE(origin_path, '') FROM blueprints WHERE origin = $1 AND until_sequence IS NULL AND known_until IS NULL",
    ).bind(origin).fetch_all(c))?;
    Ok(paths.into_iter().collect())
}

/// Every guide whose text is here, by organisation, origin and path, after `after` (an id): what an export walks.
///
/// # Errors
/// When the database cannot be read.
pub async fn held_after(connection: &mut Connection, after: Uuid, limit: i64) -> sqlx::Result<Vec<GuideLine>> {
    sql!(connection, c => query_as(
        "SELECT b.id, b.slug, b.organisation, b.origin, b.origin_path, b.state, b.is_held, b.held_at, b.revision, b.title,
                l.body AS listing, b.published_on, b.known_from, CAST(0 AS BIGINT) AS recorded_at
         FROM blueprints b LEFT JOIN texts l ON l.hash = b.listing_hash WHERE b.id > $1 AND b.is_held = 1 AND b.state = 'published'
           AND b.until_sequence IS NULL AND b.known_until IS NULL ORDER BY b.id LIMIT $2",
    ).bind(after.as_bytes().as_slice()).bind(limit).fetch_all(c))
}

/// Every guide whose current text this is, with the hash of its fields; and the hashes of the fields of rows that are past.
///
/// # Errors
/// When the database cannot be read.
pub async fn with_text(connection: &mut Connection, text_hash: &str) -> sqlx::Result<(Vec<Uuid>, Vec<String>)> {
    let rows: Vec<(Vec<u8>, String, i64)> = sql!(connection, c => query_as(
        "SELECT b.id, b.listing_hash, CAST(CASE WHEN b.until_sequence IS NULL AND b.known_until IS NULL THEN 1 ELSE 0 END AS BIGINT)
         FROM revisions r JOIN blueprints b ON b.id = r.blueprint_id AND b.revision = r.number
         WHERE r.text_hash = $1",
    ).bind(text_hash).fetch_all(c))?;
    let current = rows.iter().filter(|(_, _, is_current)| *is_current == 1).map(|(id, _, _)| id_of(id)).collect();
    // Fields that another text says as well stay: they are its own.
    let shared: Vec<String> = sql!(connection, c => query_scalar(
        "SELECT DISTINCT b.listing_hash FROM revisions r JOIN blueprints b ON b.id = r.blueprint_id AND b.revision = r.number
         WHERE r.text_hash <> $1 AND b.listing_hash IN (
             SELECT o.listing_hash FROM revisions q JOIN blueprints o ON o.id = q.blueprint_id AND o.revision = q.number
             WHERE q.text_hash = $1)",
    ).bind(text_hash).fetch_all(c))?;
    let mut listings: Vec<String> = rows.into_iter().map(|(_, listing, _)| listing).collect();
    listings.retain(|listing| !shared.contains(listing));
    listings.sort();
    listings.dedup();
    Ok((current, listings))
}

/// The guides whose text of today has this file attached.
///
/// # Errors
/// When the database cannot be read.
pub async fn with_file(connection: &mut Connection, file_hash: &str) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT DISTINCT b.id FROM attachments a JOIN blueprints b ON b.id = a.blueprint_id AND b.revision = a.number
         WHERE a.file_hash = $1 AND b.until_sequence IS NULL AND b.known_until IS NULL",
    ).bind(file_hash).fetch_all(c))?;
    Ok(ids.iter().map(|id| id_of(id)).collect())
}

impl AttachmentRow {
    /// A file that is kept under `file_hash`, by the link a text has and by its name.
    #[must_use]
    pub fn kept(
        (path, name): (&str, &str),
        file_hash: &str,
        (media_type, is_picture): (&str, bool),
        size_bytes: i64,
    ) -> Self {
        Self {
            path: path.to_owned(),
            name: name.to_owned(),
            file_hash: file_hash.to_owned(),
            media_type: media_type.to_owned(),
            size_bytes,
            is_picture: i64::from(is_picture),
        }
    }

    /// A file about to be attached.
    pub(super) fn new(
        href: &str,
        name: &str,
        file_hash: String,
        media: crate::platform::media::Media,
        size: usize,
    ) -> Self {
        Self {
            path: href.to_owned(),
            name: name.to_owned(),
            file_hash,
            media_type: media.mime.to_owned(),
            size_bytes: i64::try_from(size).unwrap_or(i64::MAX),
            is_picture: i64::from(media.is_picture),
        }
    }
}
