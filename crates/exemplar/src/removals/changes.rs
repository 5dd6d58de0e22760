//! The act of removing.

use serde_json::json;

use super::store;
use crate::blueprints;
use crate::journal::{Change, JournalError, NewEntry};
use crate::kit::Kit;
use crate::people::policy::{RemoveValue, TwoPeople};
use crate::people::{Actor, decide};

/// What is to be removed, by whom and why.
#[derive(Clone, Debug)]
pub struct Removal {
    /// `journal/12/private`, `texts/<sha-256>` or `files/<sha-256>`.
    pub record: String,
    /// The two people.
    pub people: TwoPeople,
    /// Why, as readers will see it.
    pub why: String,
}

/// Why nothing was removed.
#[derive(Debug, thiserror::Error)]
pub enum RemovalError {
    /// One person is not two.
    #[error("a removal needs two different people: one who asks (--asked-by) and one who agrees (--agreed-by)")]
    NotTwo,
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
pub async fn remove(kit: &Kit, actor: &Actor, removal: &Removal) -> Result<i64, RemovalError> {
    let permit = decide(actor, RemoveValue { record: removal.record.clone() }, &removal.people, kit.clock.now())
        .map_err(|_| RemovalError::NotTwo)?;
    if removal.why.trim().is_empty() {
        return Err(RemovalError::NoReason);
    }
    let record = &permit.action().record;
    let mut change = Change::open(kit).await?;
    let mut gone_too = Vec::new();
    let gone = match record.split('/').collect::<Vec<_>>().as_slice() {
        ["journal", number, "private"] => store::delete_private(change.tx(), number.parse().unwrap_or(0)).await?,
        ["texts", hash] => {
            store::delete_text(change.tx(), hash).await? && also(&mut change, kit, hash, &mut gone_too).await?
        }
        ["files", hash] => kit.files.get(hash).is_ok(),
        _ => false,
    };
    if !gone {
        return Err(RemovalError::NotThere(record.clone()));
    }
    let people = &removal.people;
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
                "why": removal.why.trim(), "asked_by": people.asked_by, "agreed_by": people.agreed_by, "also": gone_too,
            }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&blueprints::BLUEPRINTS],
        })
        .await?;
    change.commit().await?;
    if let Some(hash) = record.strip_prefix("files/") {
        kit.files.remove(hash)?;
    }
    Ok(sequence)
}

/// What a guide's text said goes from lists and search as well: the fields read out of it are removed with it.
async fn also(change: &mut Change, kit: &Kit, hash: &str, gone_too: &mut Vec<String>) -> sqlx::Result<bool> {
    let sequence = change.sequence();
    let (guides, listings) = blueprints::store::with_text(change.tx(), hash).await?;
    for listing in listings {
        store::delete_text(change.tx(), &listing).await?;
        gone_too.push(format!("texts/{listing}"));
    }
    for guide in guides {
        blueprints::store::touch(change.tx(), guide, kit.clock.new_id(), sequence).await?;
    }
    Ok(true)
}
