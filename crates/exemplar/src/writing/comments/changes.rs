//! The acts on comments: saying something, and settling it.

use serde_json::json;
use uuid::Uuid;

use super::COMMENTS;
use super::store::{self, NewComment};
use crate::journal::store::put_text;
use crate::kit::Kit;
use crate::people::policy::CommentOnDraft;
use crate::people::{FormKey, Permit};
use crate::platform::files::sha256_hex;
use crate::writing::changes::{Act, Opened, Said, WritingError};

/// Says something of a section. Gives the address of the comments.
///
/// # Errors
/// [`WritingError`]; then nothing was written.
pub async fn say(
    kit: &Kit,
    permit: Permit<CommentOnDraft>,
    key: &FormKey,
    (section, words): (&str, &str),
) -> Result<String, WritingError> {
    let by = permit.person().ok_or(WritingError::NotThere)?;
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let hash = sha256_hex(words.as_bytes());
    put_text(act.change.tx(), &hash, words.as_bytes()).await?;
    let (sequence, said_at) = (act.change.sequence(), act.change.now().as_microsecond());
    let id = kit.clock.new_id();
    let new = NewComment { id, blueprint: act.line.id(), section, words_hash: &hash, said_by: by, said_at };
    store::insert(act.change.tx(), kit.clock.new_id(), &new, sequence).await?;
    let answer = format!("/blueprints/{}/comments", act.line.slug);
    let public = json!({ "section": section });
    let said = Said { action: "comments.say", public, texts: vec![hash], tables: &[&COMMENTS], ..Said::default() };
    act.finish(kit, permit.actor(), key, said, answer).await
}

/// Settles a comment, or opens it again. Gives the address of the comments.
///
/// # Errors
/// [`WritingError::NotThere`] for a comment this guide does not have.
pub(super) async fn settle(
    kit: &Kit,
    permit: Permit<CommentOnDraft>,
    key: &FormKey,
    (comment, is_settled): (Uuid, bool),
) -> Result<String, WritingError> {
    let by = permit.person().ok_or(WritingError::NotThere)?;
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let (sequence, of) = (act.change.sequence(), (act.line.id(), comment));
    let by = is_settled.then_some(by);
    if !store::settle(act.change.tx(), kit.clock.new_id(), of, by, sequence).await? {
        return Err(WritingError::NotThere);
    }
    let answer = format!("/blueprints/{}/comments", act.line.slug);
    let action = if is_settled { "comments.settle" } else { "comments.reopen" };
    let said = Said { action, public: json!({}), tables: &[&COMMENTS], ..Said::default() };
    act.finish(kit, permit.actor(), key, said, answer).await
}
