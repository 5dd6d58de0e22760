//! The acts on words: saying that some mean the same, taking that back, and noting what was not found.

use jiff::Span;
use serde_json::json;
use uuid::Uuid;

use super::{SYNONYM_GROUPS, noted, store};
use crate::journal::{Change, JournalError, NewEntry};
use crate::kit::Kit;
use crate::people::policy::EditVocabulary;
use crate::people::{FormKey, Permit, spend, spent};
use crate::search::Search;

/// For how many days it is noted that something was not found.
const KEPT_DAYS: i64 = 90;

/// Says that words mean the same, or no longer: `words` begins a group, `ended` is one that goes.
///
/// # Errors
/// When the journal refuses; then nothing was written.
pub(super) async fn change_group(
    kit: &Kit,
    permit: Permit<EditVocabulary>,
    key: &FormKey,
    (words, ended): (Option<&str>, Option<Uuid>),
) -> Result<(), JournalError> {
    let mut change = Change::open(kit).await?;
    if spent(change.tx(), key).await?.is_some() {
        return Ok(());
    }
    let sequence = change.sequence();
    if let Some(group) = ended {
        store::end_group(change.tx(), group, sequence).await?;
    }
    if let Some(words) = words {
        store::insert_group(change.tx(), kit.clock.new_id(), words, sequence).await?;
    }
    spend(change.tx(), key, "", kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: None,
            action: if words.is_some() { "vocabulary.add" } else { "vocabulary.end" },
            record: "vocabulary",
            source: None,
            holds_on: None,
            // What a search finds changes for everyone.
            is_public: true,
            public: json!({ "words": words }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&SYNONYM_GROUPS],
        })
        .await?;
    change.commit().await
}

/// Notes that a search found nothing, unless it could be about a person.
///
/// # Errors
/// When the database refuses.
pub async fn missed(kit: &Kit, words: &str) -> sqlx::Result<()> {
    let Some(words) = noted(words) else { return Ok(()) };
    let today = kit.clock.today();
    let oldest = today.saturating_sub(Span::new().days(KEPT_DAYS)).to_string();
    let mut tx = kit.db.begin().await?;
    store::count(&mut tx, &words, &today.to_string(), &oldest).await?;
    tx.commit().await
}

/// Gives the search what editors say means the same.
///
/// # Errors
/// When the database cannot be read.
pub async fn take_up(kit: &Kit, search: &Search) -> sqlx::Result<()> {
    let groups = store::groups(&mut kit.db.read().await?).await?;
    search.also_mean(&groups.iter().map(|group| group.words.as_str()).collect::<Vec<_>>().join("\n"));
    Ok(())
}
