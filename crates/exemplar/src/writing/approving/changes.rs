//! The acts of agreeing to a text. Each is bound to the text it saw.

use serde_json::json;
use uuid::Uuid;

use crate::blueprints;
use crate::journal::RecordTable;
use crate::journal::store::put_text;
use crate::kit::Kit;
use crate::people::policy::{AgreeToText, ReviewText, SignText};
use crate::people::{self, FormKey, Permit, Role};
use crate::platform::files::sha256_hex;
use crate::writing::changes::{Act, Opened, Said, WritingError};
use crate::writing::comments::store::NewComment;
use crate::writing::comments::{self, COMMENTS, WHOLE};
use crate::writing::store::{self, NewApproval};
use crate::writing::{APPROVALS, Approval, HAZARD_ANSWERS, HazardAnswer};

/// Agrees to a text as a second person of the same organisation.
///
/// # Errors
/// [`WritingError::Changed`] when the text is another one by now; then nothing was written.
pub async fn agree(
    kit: &Kit,
    permit: Permit<AgreeToText>,
    key: &FormKey,
    (note, site): (&str, &str),
) -> Result<String, WritingError> {
    let action = permit.action();
    let (text_hash, organisation) = (&action.text_hash, &action.organisation);
    let given = Given { text_hash, kind: Approval::Shared, organisation, note, site };
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
    site: &str,
) -> Result<String, WritingError> {
    let action = permit.action();
    let (text_hash, organisation) = (&action.text_hash, &action.organisation);
    let given = Given { text_hash, kind: Approval::Safety, organisation, note, site };
    let by = permit.person().ok_or(WritingError::NotThere)?;
    approve(kit, (permit.actor(), by), (action.blueprint, key), given, hazards).await
}

struct Given<'a> {
    text_hash: &'a str,
    kind: Approval,
    organisation: &'a str,
    note: &'a str,
    site: &'a str,
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
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    let mut texts = vec![given.text_hash.to_owned()];
    // Whoever agreed to this text before is neither noted nor told of twice.
    if store::insert_approval(act.change.tx(), &new, sequence).await? {
        for (hazard, answer, words) in hazards {
            let said = (hazard.as_str(), *answer, words.trim());
            store::insert_hazard_answer(act.change.tx(), (kit.clock.new_id(), id), said, sequence).await?;
        }
        texts.extend(note_as_comment(kit, &mut act, account, given.note.trim()).await?);
        tell_publishers(kit, &mut act, (account, given.kind), &format!("{}{answer}", given.site)).await?;
    }
    let public = json!({ "kind": given.kind.word() });
    let tables: &[&RecordTable] = &[&APPROVALS, &HAZARD_ANSWERS, &COMMENTS];
    let said = Said { action: "drafts.approve", public, texts, tables, ..Said::default() };
    act.finish(kit, actor, key, said, answer).await
}

/// What is said with an approval stands among the comments. Gives the SHA-256 of its words, where there are any.
async fn note_as_comment(kit: &Kit, act: &mut Act, by: Uuid, note: &str) -> Result<Option<String>, WritingError> {
    if note.is_empty() {
        return Ok(None);
    }
    let hash = sha256_hex(note.as_bytes());
    put_text(act.change.tx(), &hash, note.as_bytes()).await?;
    let (sequence, said_at, blueprint) = (act.change.sequence(), act.change.now().as_microsecond(), act.line.id());
    let id = kit.clock.new_id();
    let new = NewComment { id, blueprint, section: WHOLE, words_hash: &hash, said_by: by, said_at };
    comments::store::insert(act.change.tx(), kit.clock.new_id(), &new, sequence).await?;
    Ok(Some(hash))
}

/// Writes to those who come next that somebody agreed.
async fn tell_publishers(
    kit: &Kit,
    act: &mut Act,
    (by, kind): (Uuid, Approval),
    draft: &str,
) -> Result<(), WritingError> {
    let organisation = act.line.organisation.clone().unwrap_or_default();
    let title = act.line.title.clone();
    let who = people::account(act.change.tx(), by).await?.map(|account| account.name).unwrap_or_default();
    let did = if kind == Approval::Safety { "signed" } else { "agreed to" };
    let today = kit.clock.today();
    for publisher in people::colleagues_with(act.change.tx(), &organisation, &[Role::Publisher], today).await? {
        if publisher.account() != by {
            let said = format!("{who} {did} the draft of \u{201c}{title}\u{201d}. See what it waits for:\n\n{draft}");
            let subject = format!("{who} {did} \u{201c}{title}\u{201d}");
            people::write_to(act.change.tx(), kit, publisher.account(), (&subject, &said)).await?;
        }
    }
    Ok(())
}

/// Says, for somebody's organisation, that they looked at what another organisation published and agree to it.
///
/// # Errors
/// [`WritingError::Changed`] when another version is published by now; then nothing was written.
pub async fn review(
    kit: &Kit,
    permit: Permit<ReviewText>,
    key: &FormKey,
    (note, site): (&str, &str),
) -> Result<String, WritingError> {
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
    let answer = format!("/blueprints/{}", act.line.slug);
    if store::insert_approval(act.change.tx(), &new, sequence).await? {
        let (owner, title) = (act.line.organisation.clone().unwrap_or_default(), act.line.title.clone());
        let subject = format!("\u{201c}{title}\u{201d} was reviewed");
        let note = if new.note.is_empty() { String::new() } else { format!("\n\nThey say: {}", new.note) };
        let said = format!(
            "somebody of another organisation ({}) read version {number} of \u{201c}{title}\u{201d} and agrees with it.{note}\n\n{site}{answer}",
            new.organisation
        );
        let today = kit.clock.today();
        for publisher in people::colleagues_with(act.change.tx(), &owner, &[Role::Publisher], today).await? {
            people::write_to(act.change.tx(), kit, publisher.account(), (&subject, &said)).await?;
        }
    }
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
