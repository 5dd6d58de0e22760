//! The acts of agreeing to a text. Each is bound to the text it saw.

use serde_json::json;
use uuid::Uuid;

use crate::blueprints;
use crate::journal::RecordTable;
use crate::kit::Kit;
use crate::people::policy::{AgreeToText, ReviewText, SignText};
use crate::people::{FormKey, Permit};
use crate::writing::changes::{Act, Opened, Said, WritingError};
use crate::writing::store::{self, NewApproval};
use crate::writing::{APPROVALS, Approval, HAZARD_ANSWERS, HazardAnswer};

/// Agrees to a text as a second person of the same organisation.
///
/// # Errors
/// [`WritingError::Changed`] when the text is another one by now; then nothing was written.
pub async fn agree(kit: &Kit, permit: Permit<AgreeToText>, key: &FormKey, note: &str) -> Result<String, WritingError> {
    let action = permit.action();
    let (text_hash, organisation) = (&action.text_hash, &action.organisation);
    let given = Given { text_hash, kind: Approval::Shared, organisation, note };
    let by = permit.person().ok_or(WritingError::NotThere)?;
    approve(kit, (permit.actor(), by), (action.blueprint, key), given, &[]).await
}

/// Signs a text that touches care, with what is said of each of its hazards.
///
/// # Errors
/// [`WritingError::Changed`] when the text is another one by now; then nothing was written.
pub async fn sign(
    kit: &Kit,
    permit: Permit<SignText>,
    key: &FormKey,
    (note, hazards): (&str, &[(String, HazardAnswer, String)]),
) -> Result<String, WritingError> {
    let action = permit.action();
    let (text_hash, organisation) = (&action.text_hash, &action.organisation);
    let given = Given { text_hash, kind: Approval::Safety, organisation, note };
    let by = permit.person().ok_or(WritingError::NotThere)?;
    approve(kit, (permit.actor(), by), (action.blueprint, key), given, hazards).await
}

struct Given<'a> {
    text_hash: &'a str,
    kind: Approval,
    organisation: &'a str,
    note: &'a str,
}

async fn approve(
    kit: &Kit,
    (actor, account): (&str, Uuid),
    (blueprint, key): (Uuid, &FormKey),
    given: Given<'_>,
    hazards: &[(String, HazardAnswer, String)],
) -> Result<String, WritingError> {
    let mut act = match Act::open(kit, blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let draft = store::current(act.change.tx(), blueprint).await?.ok_or(WritingError::NotThere)?;
    if draft.text_hash != given.text_hash {
        return Err(WritingError::Changed);
    }
    let (id, sequence, today) = (kit.clock.new_id(), act.change.sequence(), kit.clock.today().to_string());
    let new = NewApproval {
        id,
        blueprint,
        text_hash: given.text_hash,
        kind: given.kind,
        account,
        written_by: Some(draft.saved_by()),
        organisation: given.organisation,
        note: given.note.trim(),
        given_on: &today,
    };
    if store::insert_approval(act.change.tx(), &new, sequence).await? {
        for (hazard, answer, words) in hazards {
            let said = (hazard.as_str(), *answer, words.trim());
            store::insert_hazard_answer(act.change.tx(), (kit.clock.new_id(), id), said, sequence).await?;
        }
    }
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    let public = json!({ "kind": given.kind.word() });
    let texts = vec![given.text_hash.to_owned()];
    let tables: &[&RecordTable] = &[&APPROVALS, &HAZARD_ANSWERS];
    let said = Said { action: "drafts.approve", public, texts, tables, ..Said::default() };
    act.finish(kit, actor, key, said, answer).await
}

/// Says, for somebody's organisation, that they looked at what another organisation published and agree to it.
///
/// # Errors
/// [`WritingError::Changed`] when another version is published by now; then nothing was written.
pub async fn review(kit: &Kit, permit: Permit<ReviewText>, key: &FormKey, note: &str) -> Result<String, WritingError> {
    let action = permit.action();
    let account = permit.person().ok_or(WritingError::NotThere)?;
    let mut act = match Act::open(kit, action.blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let (blueprint, number) = (act.line.id(), act.line.revision);
    let revision = blueprints::store::revision(act.change.tx(), blueprint, number).await?;
    if revision.is_none_or(|revision| revision.text_hash != action.text_hash) {
        return Err(WritingError::Changed);
    }
    let (sequence, today) = (act.change.sequence(), kit.clock.today().to_string());
    let new = NewApproval {
        id: kit.clock.new_id(),
        blueprint,
        text_hash: &action.text_hash,
        kind: Approval::Reviewed,
        account,
        written_by: None,
        organisation: &action.organisation,
        note: note.trim(),
        given_on: &today,
    };
    store::insert_approval(act.change.tx(), &new, sequence).await?;
    let answer = format!("/blueprints/{}", act.line.slug);
    let texts = vec![action.text_hash.clone()];
    let public = json!({ "kind": Approval::Reviewed.word(), "version": number });
    act.is_public = true;
    act.finish(
        kit,
        permit.actor(),
        key,
        Said { action: "blueprints.review", public, texts, tables: &[&APPROVALS], ..Said::default() },
        answer,
    )
    .await
}
