//! The acts of throwing a draft away and bringing it back.

use serde_json::json;

use crate::kit::Kit;
use crate::people::policy::EditBlueprint;
use crate::people::{FormKey, Permit};
use crate::writing::DRAFTS;
use crate::writing::changes::{Act, Opened, Said, WritingError};
use crate::writing::files::{self, DRAFT_FILES};
use crate::writing::reviewing::store::{end_plan, end_submission};
use crate::writing::reviewing::{PLANS, SUBMISSIONS};
use crate::writing::store::{self, NewDraft};

/// Throws the draft with this text away, with what it waits for. Gives the address of the draft, where it can be brought
/// back.
///
/// # Errors
/// [`WritingError::Changed`] when somebody saved another text meanwhile; then nothing was written.
pub async fn discard(
    kit: &Kit,
    permit: Permit<EditBlueprint>,
    key: &FormKey,
    text_hash: &str,
) -> Result<String, WritingError> {
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let (blueprint, sequence) = (act.line.id(), act.change.sequence());
    let draft = store::current(act.change.tx(), blueprint).await?.ok_or(WritingError::NotThere)?;
    if draft.text_hash != text_hash {
        return Err(WritingError::Changed);
    }
    store::end_draft(act.change.tx(), blueprint, sequence).await?;
    files::store::end_all(act.change.tx(), blueprint, sequence).await?;
    end_submission(act.change.tx(), blueprint, sequence).await?;
    end_plan(act.change.tx(), blueprint, sequence).await?;
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    let tables = &[&DRAFTS, &DRAFT_FILES, &SUBMISSIONS, &PLANS];
    let said = Said { action: "drafts.discard", public: json!({}), tables, ..Said::default() };
    act.finish(kit, permit.actor(), key, said, answer).await
}

/// Makes the text that was thrown away last the draft again; its files have to be attached anew. Gives the address of the
/// draft.
///
/// # Errors
/// [`WritingError::Changed`] when there is a draft already; then nothing was written.
pub async fn bring_back(kit: &Kit, permit: Permit<EditBlueprint>, key: &FormKey) -> Result<String, WritingError> {
    let by = permit.person().ok_or(WritingError::NotThere)?;
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let (blueprint, revision) = (act.line.id(), act.line.revision);
    if store::current(act.change.tx(), blueprint).await?.is_some() {
        return Err(WritingError::Changed);
    }
    let thrown = store::thrown_away(act.change.tx(), blueprint, revision).await?.ok_or(WritingError::NotThere)?;
    let (sequence, saved_at) = (act.change.sequence(), act.change.now().as_microsecond());
    let number = thrown.number + 1;
    let text_hash = thrown.text_hash.as_str();
    let new = NewDraft { blueprint, made_from: revision, number, text_hash, saved_by: by, saved_at };
    store::insert_draft(act.change.tx(), kit.clock.new_id(), &new, sequence).await?;
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    let texts = vec![thrown.text_hash];
    let said = Said { action: "drafts.bring-back", public: json!({}), texts, tables: &[&DRAFTS], ..Said::default() };
    act.finish(kit, permit.actor(), key, said, answer).await
}
