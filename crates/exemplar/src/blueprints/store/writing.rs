//! Writing guides: the rows of one act, under the number of its entry.

use database::{Transaction, execute};
use sqlx::query;
use uuid::Uuid;

use super::{AttachmentRow, NewGuide};
use crate::blueprints::ChangeClass;
use crate::journal::store::put_text;
use crate::platform::files::sha256_hex;

/// Writes a row of a guide; gives the hash under which its fields are kept, which its entry refers to.
pub(in crate::blueprints) async fn insert_guide(
    tx: &mut Transaction,
    row_id: Uuid,
    new: &NewGuide<'_>,
    sequence: i64,
) -> sqlx::Result<String> {
    let listing = serde_json::to_vec(new.fields).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let listing_hash = sha256_hex(&listing);
    put_text(tx, &listing_hash, &listing).await?;
    execute!(
        tx,
        query(
            "INSERT INTO blueprints (row_id, id, slug, organisation, origin, origin_path, state, is_held, held_at, revision, title,
                listing_hash, published_on, known_from, first_sequence, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(new.id.as_bytes().as_slice())
        .bind(new.slug)
        .bind(new.organisation)
        .bind(new.origin)
        .bind(new.origin_path)
        .bind(new.state.word())
        .bind(i64::from(new.held_at.is_none()))
        .bind(new.held_at)
        .bind(new.revision)
        .bind(&new.fields.title)
        .bind(&listing_hash)
        .bind(new.published_on)
        .bind(new.known_from)
        .bind(sequence)
    )?;
    Ok(listing_hash)
}

/// Ends what is known of a guide now on `day`: what was known before that day stays so, under a row of its own.
pub(in crate::blueprints) async fn end_on(
    tx: &mut Transaction,
    id: Uuid,
    row_id: Uuid,
    day: &str,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO blueprints (row_id, id, slug, organisation, origin, origin_path, state, is_held, held_at, revision, title,
                listing_hash, published_on, known_from, known_until, first_sequence, from_sequence)
             SELECT $1, id, slug, organisation, origin, origin_path, state, is_held, held_at, revision, title, listing_hash, published_on,
                known_from, $2, first_sequence, $3
             FROM blueprints WHERE id = $4 AND until_sequence IS NULL AND known_until IS NULL AND known_from < $2",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(day)
        .bind(sequence)
        .bind(id.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query(
            "UPDATE blueprints SET until_sequence = $1 WHERE id = $2 AND until_sequence IS NULL AND known_until IS NULL"
        )
        .bind(sequence)
        .bind(id.as_bytes().as_slice())
    )?;
    Ok(())
}

/// Writes the current row of a guide anew as it is, so that what follows the journal looks at it again.
///
/// # Errors
/// When the database refuses.
pub async fn touch(tx: &mut Transaction, id: Uuid, row_id: Uuid, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO blueprints (row_id, id, slug, organisation, origin, origin_path, state, is_held, held_at, revision, title,
                listing_hash, published_on, known_from, first_sequence, from_sequence)
             SELECT $1, id, slug, organisation, origin, origin_path, state, is_held, held_at, revision, title, listing_hash,
                published_on, known_from, first_sequence, $2
             FROM blueprints WHERE id = $3 AND until_sequence IS NULL AND known_until IS NULL",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(sequence)
        .bind(id.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query("UPDATE blueprints SET until_sequence = $1 WHERE id = $2 AND until_sequence IS NULL AND known_until IS NULL AND from_sequence < $1")
            .bind(sequence)
            .bind(id.as_bytes().as_slice())
    )?;
    Ok(())
}

pub(in crate::blueprints) async fn insert_revision(
    tx: &mut Transaction,
    row: (Uuid, Uuid, i64),
    text_hash: &str,
    (title, note, revised_on): (&str, &str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    let (id, blueprint, number) = row;
    execute!(
        tx,
        query(
            "INSERT INTO revisions (id, blueprint_id, number, text_hash, title, note, revised_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(blueprint.as_bytes().as_slice())
        .bind(number)
        .bind(text_hash)
        .bind(title)
        .bind(note)
        .bind(revised_on)
        .bind(sequence)
    )?;
    Ok(())
}

pub(in crate::blueprints) async fn insert_class(
    tx: &mut Transaction,
    (id, blueprint, number): (Uuid, Uuid, i64),
    class: ChangeClass,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO revision_classes (id, blueprint_id, number, class, from_sequence) VALUES ($1, $2, $3, $4, $5)"
        )
        .bind(id.as_bytes().as_slice())
        .bind(blueprint.as_bytes().as_slice())
        .bind(number)
        .bind(class.word())
        .bind(sequence)
    )?;
    Ok(())
}

pub(in crate::blueprints) async fn insert_attachment(
    tx: &mut Transaction,
    row: (Uuid, Uuid, i64),
    file: &AttachmentRow,
    sequence: i64,
) -> sqlx::Result<()> {
    let (id, blueprint, number) = row;
    execute!(
        tx,
        query(
            "INSERT INTO attachments (id, blueprint_id, number, path, name, file_hash, media_type, size_bytes, is_picture, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(blueprint.as_bytes().as_slice())
        .bind(number)
        .bind(&file.path)
        .bind(&file.name)
        .bind(&file.file_hash)
        .bind(&file.media_type)
        .bind(file.size_bytes)
        .bind(file.is_picture)
        .bind(sequence)
    )?;
    Ok(())
}

pub(in crate::blueprints) async fn insert_link(
    tx: &mut Transaction,
    row: (Uuid, Uuid, i64),
    (href, target): (&str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    let (id, blueprint, number) = row;
    execute!(
        tx,
        query("INSERT INTO revision_links (id, blueprint_id, number, href, target_slug, from_sequence) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(id.as_bytes().as_slice())
            .bind(blueprint.as_bytes().as_slice())
            .bind(number)
            .bind(href)
            .bind(target)
            .bind(sequence)
    )?;
    Ok(())
}

pub(in crate::blueprints) async fn insert_slug(
    tx: &mut Transaction,
    slug: &str,
    id: Uuid,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO slugs (slug, blueprint_id, from_sequence) VALUES ($1, $2, $3)")
            .bind(slug)
            .bind(id.as_bytes().as_slice())
            .bind(sequence)
    )?;
    Ok(())
}
