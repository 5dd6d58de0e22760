//! The acts on the words of files: keeping them, and forgetting those of a file that is removed.

use database::Transaction;
use serde_json::json;

use super::store;
use crate::blueprints;
use crate::journal::{Change, JournalError, NewEntry};
use crate::kit::Kit;

/// Keeps the words of a file, or why there are none, and writes its guides anew, so that the search looks at them again.
pub(super) async fn keep(kit: &Kit, file_hash: &str, found: (&str, &str)) -> Result<(), JournalError> {
    // A zero byte is no letter, and PostgreSQL keeps none.
    let words = found.0.replace('\0', " ");
    let mut change = Change::open(kit).await?;
    let (sequence, now) = (change.sequence(), change.now().as_microsecond());
    if !store::insert(change.tx(), file_hash, (&words, found.1), now).await? {
        return Ok(());
    }
    for guide in blueprints::store::with_file(change.tx(), file_hash).await? {
        blueprints::store::touch(change.tx(), guide, kit.clock.new_id(), sequence).await?;
    }
    change
        .append(NewEntry {
            actor: "portal",
            organisation: None,
            action: "files.read",
            record: &format!("files/{file_hash}"),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({ "has_words": !words.trim().is_empty() }),
            private: None,
            texts: Vec::new(),
            files: vec![file_hash.to_owned()],
            tables: blueprints::TABLES,
        })
        .await?;
    change.commit().await
}

/// Forgets the words of a file that is removed for good.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &mut Transaction, file_hash: &str) -> sqlx::Result<()> {
    store::delete(tx, file_hash).await
}
