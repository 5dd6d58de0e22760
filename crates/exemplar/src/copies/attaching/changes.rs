//! The acts of attaching: keeping documents that were brought, making one a copy, and leaving one out.

use serde_json::json;
use uuid::Uuid;

use super::documents::{Document, with_front};
use super::store::{self, BroughtRow, NewBrought};
use super::{Found, Kept, MOST, pictures};
use crate::blueprints::{self, State};
use crate::copies::{TABLES, changes as copies};
use crate::error::AppError;
use crate::journal::store::get_text;
use crate::journal::{Change, JournalError, Moment, NewEntry};
use crate::kit::Kit;
use crate::people::policy::{CopyBlueprint, KeepCopies};
use crate::people::{FormKey, Permit, spend, spent};
use crate::writing::{self, Brought, from_word};

/// Why nothing was attached.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// Nothing there.
    #[error("there is no such document or guide")]
    NotThere,
    /// Too many wait.
    #[error("more documents wait than can be looked at: attach some of them first, or leave them out")]
    TooMany,
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The disk refused.
    #[error("a picture could not be kept or read")]
    Disk(#[from] std::io::Error),
}

impl From<AttachError> for AppError {
    fn from(error: AttachError) -> Self {
        match error {
            AttachError::NotThere => Self::NotFound,
            AttachError::TooMany => Self::BadRequest(error.to_string()),
            AttachError::Journal(error) => error.into(),
            AttachError::Database(error) => error.into(),
            error @ AttachError::Disk(_) => Self::Inside(error.into()),
        }
    }
}

/// Keeps documents until somebody says what each is a copy of. Gives the address to go on to.
///
/// # Errors
/// [`AttachError::TooMany`]; then nothing was kept.
pub(super) async fn bring(
    kit: &Kit,
    permit: Permit<KeepCopies>,
    key: &FormKey,
    documents: &[(Document, Found)],
) -> Result<String, AttachError> {
    let by = permit.person().ok_or(AttachError::NotThere)?;
    let organisation = permit.action().organisation.as_str();
    let mut tx = kit.db.begin().await?;
    if let Some(answer) = spent(&mut tx, key).await? {
        return Ok(answer);
    }
    let many = i64::try_from(documents.len()).unwrap_or(MOST);
    if store::count(&mut tx, organisation).await? + many > MOST {
        return Err(AttachError::TooMany);
    }
    let came_at = kit.clock.now().as_microsecond();
    let mut ids = Vec::with_capacity(documents.len());
    for (document, found) in documents {
        let body = document.text.as_deref().unwrap_or_default();
        let id = kit.clock.new_id();
        let pictures = document.pictures.iter().map(|picture| picture.name.clone()).collect();
        let kept = &Kept { found: found.clone(), pictures, report: document.report.clone() };
        let new = NewBrought { id, organisation, account: by, name: &document.name, body, kept, came_at };
        store::insert(&mut tx, &new).await?;
        ids.push(id);
    }
    let answer = format!("/organisations/{organisation}/attach/found");
    spend(&mut tx, key, &answer, came_at).await?;
    tx.commit().await?;
    // Only now: a folder of a document that does not wait is taken out.
    for (id, (document, _)) in ids.into_iter().zip(documents) {
        pictures::keep(kit, id, &document.pictures).await?;
    }
    Ok(answer)
}

/// Leaves a document out.
///
/// # Errors
/// When the database refuses.
pub(super) async fn leave_out(kit: &Kit, organisation: &str, document: Uuid) -> Result<(), AttachError> {
    let mut tx = kit.db.begin().await?;
    if store::find(&mut tx, document, organisation).await?.is_some() {
        store::delete(&mut tx, document).await?;
        tx.commit().await?;
        pictures::remove(kit, document).await?;
    }
    Ok(())
}

/// Makes a document the organisation's copy of a version that everyone could read. Gives the address of the copy.
///
/// # Errors
/// [`AttachError::NotThere`] when the document or the version is gone; then nothing was written.
pub(super) async fn attach(
    kit: &Kit,
    permit: Permit<CopyBlueprint>,
    key: &FormKey,
    (document, number): (Uuid, i64),
) -> Result<String, AttachError> {
    let by = permit.person().ok_or(AttachError::NotThere)?;
    let (organisation, today) = (permit.action().organisation.as_str(), kit.clock.today());
    let waiting = store::find(&mut kit.db.read().await?, document, organisation).await?;
    let (body, brought) = match waiting {
        Some(waiting) => with_pictures(kit, waiting).await?,
        None => Default::default(),
    };
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    store::find(change.tx(), document, organisation).await?.ok_or(AttachError::NotThere)?;
    let source = blueprints::store::find(change.tx(), permit.action().source, Moment::now(today)).await?;
    let source = source.filter(|source| source.state() == State::Published).ok_or(AttachError::NotThere)?;
    let public = blueprints::store::revisions(change.tx(), source.id(), i64::MAX, source.state()).await?;
    let revision = public.into_iter().find(|one| one.number == number).ok_or(AttachError::NotThere)?;
    let base = match get_text(change.tx(), &revision.text_hash).await {
        Ok(bytes) => bytes,
        Err(sqlx::Error::RowNotFound) => return Err(AttachError::NotThere),
        Err(error) => return Err(error.into()),
    };
    let text = with_front(&body, &blueprints::as_copied(&base).unwrap_or_default());
    let id = kit.clock.new_id();
    let begun = (id, organisation);
    let copied = blueprints::start_attached(&mut change, &kit.clock, (&source, &revision), begun, &text).await?;
    copies::begin(&mut change, kit, (&source, &revision), (organisation, by), (id, &copied.text_hash)).await?;
    let report = writing::bring(&mut change, &kit.clock, id, &brought, by).await?;
    store::delete(change.tx(), document).await?;
    let answer = format!("/blueprints/{}", copied.slug);
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let tables = [blueprints::TABLES, writing::TABLES, TABLES].concat();
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(organisation),
            action: "copies.attach",
            record: &format!("blueprints/{}", copied.slug),
            source: Some(&format!("/blueprints/{}/versions/{}", source.slug, revision.number)),
            holds_on: None,
            is_public: true,
            public: json!({ "source": source.slug, "version": revision.number }),
            private: None,
            texts: [revision.text_hash.clone(), copied.text_hash, copied.listing].into_iter().chain(report).collect(),
            files: brought.files.iter().map(|file| file.file_hash.clone()).collect(),
            tables: &tables,
        })
        .await?;
    change.commit().await?;
    pictures::remove(kit, document).await?;
    Ok(answer)
}

/// The text of a document, and what it brings besides, which is on disk then. A picture that is not there any more is
/// taken out of the text.
async fn with_pictures(kit: &Kit, waiting: BroughtRow) -> Result<(String, Brought), AttachError> {
    let (kept, id, mut text) = (waiting.kept(), waiting.id(), waiting.body);
    let mut files = Vec::with_capacity(kept.pictures.len());
    for name in &kept.pictures {
        match pictures::read(kit, id, name).await? {
            Some(bytes) => files.extend(from_word::kept(&kit.files, [(name.as_str(), bytes.as_slice())].into_iter())?),
            None => text = from_word::without(&text, name),
        }
    }
    let report = (!kept.report.is_empty()).then(|| from_word::report(&waiting.name, &kept.report));
    Ok((text, Brought { files, report }))
}

/// Keeps fingerprints that were made.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep_fingerprints(kit: &Kit, made: &[(Vec<u8>, i64, Vec<u8>)]) -> sqlx::Result<()> {
    if made.is_empty() {
        return Ok(());
    }
    let mut tx = kit.db.begin().await?;
    for (guide, number, marks) in made {
        store::insert_fingerprint(&mut tx, (guide, *number), marks).await?;
    }
    tx.commit().await
}

/// Takes out documents that came before `moment`, with their pictures, and fingerprints of texts that were removed.
///
/// # Errors
/// When the database or the disk refuses.
pub(super) async fn sweep(kit: &Kit, moment: i64) -> Result<(), AttachError> {
    let mut tx = kit.db.begin().await?;
    store::sweep(&mut tx, moment).await?;
    tx.commit().await?;
    for document in pictures::documents(kit).await? {
        if !store::is_there(&mut kit.db.read().await?, document).await? {
            pictures::remove(kit, document).await?;
        }
    }
    Ok(())
}
