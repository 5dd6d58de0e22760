//! The act of removing.

use serde_json::json;

use super::store;
use crate::asking;
use crate::blueprints;
use crate::file_words;
use crate::journal::{Change, JournalError, NewEntry};
use crate::kit::Kit;
use crate::people::Permit;
use crate::people::policy::RemoveValue;

/// Why nothing was removed.
#[derive(Debug, thiserror::Error)]
pub enum RemovalError {
    /// No reason.
    #[error("say why (--why): readers will see it")]
    NoReason,
    /// Nothing of that name is kept.
    #[error("\u{201c}{0}\u{201d} is not kept here: name journal/NUMBER/private, texts/SHA-256 or files/SHA-256")]
    NotThere(String),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] std::io::Error),
}

/// Removes a value for good, with a public notice. Gives the number of the entry that says so.
///
/// # Errors
/// [`RemovalError`]; then nothing was removed.
pub async fn remove(kit: &Kit, permit: Permit<RemoveValue>, why: &str) -> Result<i64, RemovalError> {
    if why.trim().is_empty() {
        return Err(RemovalError::NoReason);
    }
    let record = &permit.action().record;
    let mut change = Change::open(kit).await?;
    let (mut gone_too, mut aside) = (Vec::new(), None);
    let gone = match record.split('/').collect::<Vec<_>>().as_slice() {
        ["journal", number, "private"] => store::delete_private(change.tx(), number.parse().unwrap_or(0)).await?,
        ["texts", hash] => {
            store::delete_text(change.tx(), hash).await? && also(&mut change, kit, hash, &mut gone_too).await?
        }
        ["files", hash] => {
            forget_words(&mut change, kit, hash).await?;
            aside = kit.files.set_aside(hash).ok();
            aside.is_some()
        }
        _ => false,
    };
    if !gone {
        return Err(RemovalError::NotThere(record.clone()));
    }
    let said = notice(change, &permit, (why, gone_too)).await;
    match (aside, &said) {
        (Some(file), Ok(_)) => file.remove()?,
        (Some(file), Err(_)) => file.put_back()?,
        (None, _) => {}
    }
    Ok(said?)
}

/// The entry that says what was removed, for everyone to read.
async fn notice(
    mut change: Change,
    permit: &Permit<RemoveValue>,
    (why, gone_too): (&str, Vec<String>),
) -> Result<i64, JournalError> {
    let RemoveValue { record, people } = permit.action();
    let sequence = change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: None,
            action: "removals.remove",
            record,
            source: None,
            holds_on: None,
            is_public: true,
            public: json!({
                "why": why.trim(), "asked_by": people.asked_by, "agreed_by": people.agreed_by, "also": gone_too,
            }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&blueprints::BLUEPRINTS],
        })
        .await?;
    change.commit().await?;
    Ok(sequence)
}

/// What a guide's text, or a question about it, said goes from lists and search as well: the fields read out of a text are
/// removed with it.
async fn also(change: &mut Change, kit: &Kit, hash: &str, gone_too: &mut Vec<String>) -> sqlx::Result<bool> {
    let sequence = change.sequence();
    let (mut guides, listings) = blueprints::store::with_text(change.tx(), hash).await?;
    guides.extend(asking::guides_with_text(change.tx(), hash).await?);
    guides.sort_unstable();
    guides.dedup();
    for listing in listings {
        store::delete_text(change.tx(), &listing).await?;
        gone_too.push(format!("texts/{listing}"));
    }
    for guide in guides {
        blueprints::store::touch(change.tx(), guide, kit.clock.new_id(), sequence).await?;
    }
    Ok(true)
}

/// The words of an attached file go from search with it.
async fn forget_words(change: &mut Change, kit: &Kit, hash: &str) -> sqlx::Result<()> {
    let sequence = change.sequence();
    file_words::forget(change.tx(), hash).await?;
    for guide in blueprints::store::with_file(change.tx(), hash).await? {
        blueprints::store::touch(change.tx(), guide, kit.clock.new_id(), sequence).await?;
    }
    Ok(())
}
