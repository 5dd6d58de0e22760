//! The table `draft_files`: how the files of a draft differ from those of the version before it.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as};
use uuid::Uuid;

use super::Shown;
use crate::blueprints::store::AttachmentRow;
use crate::blueprints::{self, PreviewFile};

/// A file that was added, or taken out.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DraftFileRow {
    /// Its name.
    pub name: String,
    file_hash: String,
    media_type: String,
    size_bytes: i64,
    is_picture: i64,
    /// How many numbers in it look like patients'.
    pub numbers: i64,
}

impl DraftFileRow {
    /// The file, unless it is taken out.
    fn added(self) -> Option<AttachmentRow> {
        let row = |file: Self| {
            let kind = (file.media_type.as_str(), file.is_picture == 1);
            AttachmentRow::kept((&file.name, &file.name), &file.file_hash, kind, file.size_bytes)
        };
        (!self.file_hash.is_empty()).then(|| row(self))
    }
}

/// How the files of a draft differ from those of the version before it.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<DraftFileRow>> {
    sql!(connection, c => query_as(
        "SELECT name, file_hash, media_type, size_bytes, is_picture, numbers FROM draft_files
         WHERE blueprint_id = $1 AND until_sequence IS NULL ORDER BY from_sequence, name",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))
}

/// The files a draft has that was begun from version `revision`.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_draft(connection: &mut Connection, blueprint: Uuid, revision: i64) -> sqlx::Result<Vec<AttachmentRow>> {
    let mut files = blueprints::store::attachments(connection, blueprint, revision).await?;
    for change in list(connection, blueprint).await? {
        files.retain(|file| file.name != change.name);
        files.extend(change.added());
    }
    Ok(files)
}

/// The files of a draft, with where this reader finds each.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::writing) async fn shown(
    connection: &mut Connection,
    line: &blueprints::GuideLine,
    to: Shown<'_>,
) -> sqlx::Result<Vec<PreviewFile>> {
    let files = of_draft(connection, line.id(), line.revision).await?;
    let shown = |file: AttachmentRow| PreviewFile {
        address: to.address(&line.slug, &file.name),
        is_picture: file.is_picture(),
        path: file.path,
    };
    Ok(files.into_iter().map(shown).collect())
}

/// What looks like patients' numbers in files that were added, as it is told to people.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::writing) async fn numbers(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<String>> {
    let added = list(connection, blueprint).await?;
    let told = |file: &DraftFileRow| match file.numbers {
        1 => format!("one in {}", file.name),
        many => format!("{many} in {}", file.name),
    };
    Ok(added.iter().filter(|file| file.numbers > 0).map(told).collect())
}

/// Adds a file to a draft; without a file, takes the one of this name out.
pub(in crate::writing) async fn put(
    tx: &mut Transaction,
    (row_id, blueprint): (Uuid, Uuid),
    (name, file, numbers): (&str, Option<&AttachmentRow>, i64),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE draft_files SET until_sequence = $1 WHERE blueprint_id = $2 AND name = $3 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
            .bind(name)
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO draft_files (row_id, blueprint_id, name, file_hash, media_type, size_bytes, is_picture, numbers, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(blueprint.as_bytes().as_slice())
        .bind(name)
        .bind(file.map(|file| file.file_hash.as_str()).unwrap_or_default())
        .bind(file.map(|file| file.media_type.as_str()).unwrap_or_default())
        .bind(file.map(|file| file.size_bytes).unwrap_or_default())
        .bind(i64::from(file.is_some_and(AttachmentRow::is_picture)))
        .bind(numbers)
        .bind(sequence)
    )?;
    Ok(())
}

/// Ends what was added and taken out: the version that was published has it.
pub(in crate::writing) async fn end_all(tx: &mut Transaction, blueprint: Uuid, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE draft_files SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    Ok(())
}
