//! What a version's page is made of, in one question to the database: a guide's first visit asks little else.

use database::{Connection, sql};
use sqlx::query_as;
use uuid::Uuid;

use super::{AttachmentRow, LinkRow};

/// A version's text with what it refers to.
#[derive(Debug)]
pub struct Parts {
    /// Its text.
    pub text: Vec<u8>,
    /// Where its relative links lead.
    pub links: Vec<LinkRow>,
    /// The files it takes with it.
    pub attachments: Vec<AttachmentRow>,
}

#[derive(sqlx::FromRow)]
struct PartRow {
    part: i64,
    href: String,
    name: String,
    file_hash: String,
    media_type: String,
    size_bytes: i64,
    is_picture: i64,
    body: Option<Vec<u8>>,
}

/// Version `number` of a guide, whose text has this hash. None when that text was removed.
///
/// # Errors
/// When the database cannot be read.
pub async fn parts(
    connection: &mut Connection,
    (id, number): (Uuid, i64),
    text_hash: &str,
) -> sqlx::Result<Option<Parts>> {
    let rows: Vec<PartRow> = sql!(connection, c => query_as(
        "SELECT CAST(0 AS BIGINT) AS part, '' AS href, '' AS name, '' AS file_hash, '' AS media_type, CAST(0 AS BIGINT) AS size_bytes,
                CAST(0 AS BIGINT) AS is_picture, body
         FROM texts WHERE hash = $1
         UNION ALL
         SELECT 1, href, target_slug, '', '', 0, 0, NULL FROM revision_links WHERE blueprint_id = $2 AND number = $3
         UNION ALL
         SELECT 2, path, name, file_hash, media_type, size_bytes, is_picture, NULL
         FROM attachments WHERE blueprint_id = $2 AND number = $3
         ORDER BY part, name, href",
    ).bind(text_hash).bind(id.as_bytes().as_slice()).bind(number).fetch_all(c))?;
    let mut text = None;
    let (mut links, mut attachments) = (Vec::new(), Vec::new());
    for row in rows {
        match row.part {
            0 => text = row.body,
            1 => links.push(LinkRow { href: row.href, target_slug: row.name }),
            _ => attachments.push(AttachmentRow {
                path: row.href,
                name: row.name,
                file_hash: row.file_hash,
                media_type: row.media_type,
                size_bytes: row.size_bytes,
                is_picture: row.is_picture,
            }),
        }
    }
    Ok(text.map(|text| Parts { text, links, attachments }))
}
