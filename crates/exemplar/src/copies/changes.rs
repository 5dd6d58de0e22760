//! The acts on copies: copying, saying how far we got, and planning the steps.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::store::{self, NewCopy, StepRow};
use super::{COPIES, Report, STEPS, notices};
use crate::blueprints::store::RevisionRow;
use crate::blueprints::{self, GuideLine};
use crate::journal::{Change, JournalError, Moment, NewEntry};
use crate::kit::Kit;
use crate::people::policy::{CopyBlueprint, PlanCopy};
use crate::people::{FormKey, Permit, spend, spent};
use crate::{organisations, writing};

/// Why an act on a copy was not done.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Nothing there.
    #[error("there is no such guide")]
    NotThere,
    /// It is theirs already.
    #[error("this guide is your organisation's own")]
    Own,
    /// Somebody saved in between.
    #[error("somebody saved version {0} in the meantime")]
    Overtaken(i64),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Takes a published guide as an organisation's own: its text, its files, and its steps as a plan. Gives the copy's address.
///
/// # Errors
/// [`CopyError`]; then nothing was written.
pub async fn copy(
    kit: &Kit,
    permit: Permit<CopyBlueprint>,
    key: &FormKey,
    variables: &BTreeMap<String, String>,
) -> Result<String, CopyError> {
    let action = permit.action();
    let (organisation, today) = (action.organisation.as_str(), kit.clock.today());
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let source =
        blueprints::store::find(change.tx(), action.source, Moment::now(today)).await?.ok_or(CopyError::NotThere)?;
    let revision =
        blueprints::store::revision(change.tx(), source.id(), source.revision).await?.ok_or(CopyError::NotThere)?;
    if source.organisation.as_deref() == Some(organisation) {
        return Err(CopyError::Own);
    }
    let known = source.fields().variables;
    let by = permit.person().ok_or(CopyError::NotThere)?;
    let (sequence, id) = (change.sequence(), kit.clock.new_id());
    let copied = blueprints::start_copy(&mut change, &kit.clock, &source, &revision, (id, organisation)).await?;
    for (name, value) in variables.iter().filter(|(name, _)| known.contains_key(*name)) {
        organisations::set_variable(change.tx(), kit.clock.new_id(), (organisation, name, value), sequence).await?;
    }
    begin(&mut change, kit, (&source, &revision), (organisation, by), (id, &copied.text_hash)).await?;
    let answer = format!("/blueprints/{}", copied.slug);
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let public = json!({ "source": source.slug, "version": revision.number });
    let tables = [blueprints::TABLES, organisations::TABLES, writing::TABLES, super::TABLES].concat();
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(organisation),
            action: "copies.copy",
            record: &format!("blueprints/{}", copied.slug),
            source: Some(&format!("/blueprints/{}/versions/{}", source.slug, revision.number)),
            holds_on: None,
            is_public: true,
            public,
            private: None,
            texts: vec![revision.text_hash.clone(), copied.text_hash, copied.listing],
            files: Vec::new(),
            tables: &tables,
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// Makes a guide that was just begun a copy: its row, its draft, what its source said of care, and the safety notices that
/// ask it too.
pub(super) async fn begin(
    change: &mut Change,
    kit: &Kit,
    (source, revision): (&GuideLine, &RevisionRow),
    (organisation, by): (&str, Uuid),
    (id, text_hash): (Uuid, &str),
) -> sqlx::Result<()> {
    let sequence = change.sequence();
    let new = NewCopy {
        blueprint: id,
        source: source.id(),
        source_number: revision.number,
        base_hash: &revision.text_hash,
        organisation,
        report: &Report::considering(),
        known_from: &kit.clock.today().to_string(),
    };
    store::insert(change.tx(), kit.clock.new_id(), &new, sequence).await?;
    writing::begin(change, &kit.clock, (id, 0), text_hash, by).await?;
    if let Some(care) = writing::store::care(change.tx(), source.id()).await? {
        writing::answer_as_before(change, &kit.clock, id, care).await?;
    }
    notices::catch_up(change, &kit.clock, id).await
}

/// Says how far we got, for everyone to see.
///
/// # Errors
/// [`CopyError`]; then nothing was written.
pub async fn set_standing(
    kit: &Kit,
    permit: Permit<PlanCopy>,
    key: &FormKey,
    report: &Report,
) -> Result<String, CopyError> {
    let today = kit.clock.today();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let line = ours(&mut change, kit, &permit).await?;
    let row = store::find(change.tx(), line.id(), Moment::now(today)).await?.ok_or(CopyError::NotThere)?;
    let (sequence, day) = (change.sequence(), today.to_string());
    store::end_on(change.tx(), line.id(), kit.clock.new_id(), &day, sequence).await?;
    let new = NewCopy {
        blueprint: line.id(),
        source: row.source(),
        source_number: row.source_number,
        base_hash: &row.base_hash,
        organisation: &row.organisation,
        report,
        known_from: &day,
    };
    store::insert(change.tx(), kit.clock.new_id(), &new, sequence).await?;
    let answer = format!("/blueprints/{}", line.slug);
    let public = json!({ "standing": report.standing.word() });
    finish(change, kit, &permit, key, &line, ("copies.standing", public, Vec::new(), &[&COPIES]), &answer).await
}

/// Writes down who does a step, by when, and whether it is done; when it is made from the newest of it.
///
/// # Errors
/// [`CopyError::Overtaken`] when somebody wrote in between; then nothing was written.
pub async fn note_step(
    kit: &Kit,
    permit: Permit<PlanCopy>,
    key: &FormKey,
    step: &StepRow,
) -> Result<String, CopyError> {
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let line = ours(&mut change, kit, &permit).await?;
    let now = store::steps(change.tx(), line.id()).await?;
    let written = now.iter().find(|now| now.title == step.title).map_or(0, |now| now.from_sequence);
    if written != step.from_sequence {
        return Err(CopyError::Overtaken(written));
    }
    let sequence = change.sequence();
    store::put_step(change.tx(), kit.clock.new_id(), step, sequence).await?;
    let answer = format!("/blueprints/{}/plan", line.slug);
    let public = json!({ "done": step.done_on.is_some() });
    finish(change, kit, &permit, key, &line, ("copies.step", public, Vec::new(), &[&STEPS]), &answer).await
}

async fn ours(change: &mut Change, kit: &Kit, permit: &Permit<PlanCopy>) -> Result<GuideLine, CopyError> {
    let moment = Moment::now(kit.clock.today());
    blueprints::store::find(change.tx(), permit.action().blueprint, moment).await?.ok_or(CopyError::NotThere)
}

type Said<'a> = (&'static str, serde_json::Value, Vec<String>, &'a [&'a crate::journal::RecordTable]);

/// The end of every act: the form's key is spent, the entry appended, the whole made to hold.
async fn finish(
    mut change: Change,
    kit: &Kit,
    permit: &Permit<PlanCopy>,
    key: &FormKey,
    line: &GuideLine,
    (action, public, texts, tables): Said<'_>,
    answer: &str,
) -> Result<String, CopyError> {
    spend(change.tx(), key, answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: line.organisation.as_deref(),
            action,
            record: &format!("blueprints/{}", line.slug),
            source: None,
            holds_on: None,
            is_public: action == "copies.standing",
            public,
            private: None,
            texts,
            files: Vec::new(),
            tables,
        })
        .await?;
    change.commit().await?;
    Ok(answer.to_owned())
}
