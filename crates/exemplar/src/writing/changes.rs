//! The acts of writing: saving a draft, answering for it, agreeing to it, signing it, and showing it to everyone.

use database::Connection;
use serde_json::{Value, json};
use uuid::Uuid;

use super::store::{self, DraftRow, NewApproval, NewDraft};
use super::{
    APPROVALS, Approval, CARE, CareAnswers, DRAFTS, HAZARD_ANSWERS, HazardAnswer, Known, Missing, WITHDRAWALS, missing,
    nhs_numbers,
};
use crate::blueprints::{self, GuideLine, Hazard, State, Text};
use crate::journal::store::{get_text, put_text};
use crate::journal::{Change, JournalError, Moment, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::people::policy::{
    AgreeToText, EditBlueprint, PublishBlueprint, ReviewText, SignText, StartBlueprint, WithdrawBlueprint,
};
use crate::people::{FormKey, Permit, spend, spent};
use crate::platform::clock::Clock;
use crate::platform::files::sha256_hex;
use crate::platform::markdown;

/// Why an act of writing was not done.
#[derive(Debug, thiserror::Error)]
pub enum WritingError {
    /// Nothing there.
    #[error("there is no such draft")]
    NotThere,
    /// Somebody saved in between.
    #[error("somebody saved in the meantime")]
    Overtaken,
    /// The text is another one by now.
    #[error("the text was changed in the meantime")]
    Changed,
    /// The text cannot be taken.
    #[error("{0}")]
    Text(String),
    /// It cannot be shown to everyone yet.
    #[error("it cannot be published yet")]
    Missing(Missing),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// A text to be saved, and the text it was made from.
#[derive(Clone, Copy, Debug)]
pub struct Saved<'a> {
    /// The SHA-256 of the text it was made from: of the draft, or of the guide when there is none.
    pub made_from: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Begins a guide with its title and its first draft. Gives the address of the draft.
///
/// # Errors
/// [`WritingError`]; then nothing was written.
pub async fn start(
    kit: &Kit,
    permit: Permit<StartBlueprint>,
    key: &FormKey,
    text: &str,
) -> Result<String, WritingError> {
    let by = permit.person().ok_or(WritingError::NotThere)?;
    let (read, hash) = (parsed(text.as_bytes())?, sha256_hex(text.as_bytes()));
    let organisation = permit.action().organisation.as_str();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let id = kit.clock.new_id();
    put_text(change.tx(), &hash, text.as_bytes()).await?;
    let (slug, listing) = blueprints::start_new(&mut change, &kit.clock, (id, organisation), &read).await?;
    begin(&mut change, &kit.clock, (id, 0), &hash, by).await?;
    let answer = format!("/blueprints/{slug}/draft");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let tables = [blueprints::TABLES, &[&DRAFTS]].concat();
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(organisation),
            action: "drafts.start",
            record: &format!("blueprints/{slug}"),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({}),
            private: None,
            texts: vec![hash, listing],
            files: Vec::new(),
            tables: &tables,
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// Begins the draft of a guide with a text that is kept already.
///
/// # Errors
/// When the database refuses.
pub async fn begin(
    change: &mut Change,
    clock: &Clock,
    (blueprint, made_from): (Uuid, i64),
    text_hash: &str,
    by: Uuid,
) -> sqlx::Result<()> {
    let (sequence, saved_at) = (change.sequence(), change.now().as_microsecond());
    let new = NewDraft { blueprint, made_from, number: 1, text_hash, saved_by: by, saved_at };
    store::insert_draft(change.tx(), clock.new_id(), &new, sequence).await
}

/// Gives a copy the answers of its source.
///
/// # Errors
/// When the database refuses.
pub async fn answer_as_before(
    change: &mut Change,
    clock: &Clock,
    blueprint: Uuid,
    care: CareAnswers,
) -> sqlx::Result<()> {
    let sequence = change.sequence();
    store::put_care(change.tx(), clock.new_id(), blueprint, care, sequence).await
}

/// Saves the draft of a guide, when it is made from the newest one. Gives the address of the draft.
///
/// # Errors
/// [`WritingError::Overtaken`] when somebody saved in between; then nothing was written.
pub async fn save(
    kit: &Kit,
    permit: Permit<EditBlueprint>,
    key: &FormKey,
    saved: Saved<'_>,
) -> Result<String, WritingError> {
    let by = permit.person().ok_or(WritingError::NotThere)?;
    parsed(saved.text.as_bytes())?;
    let hash = sha256_hex(saved.text.as_bytes());
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let (blueprint, revision) = (act.line.id(), act.line.revision);
    let draft = store::current(act.change.tx(), blueprint).await?;
    let made_from = draft.map_or(revision, |draft| draft.made_from);
    let newest = store::newest_text(act.change.tx(), blueprint, revision).await?;
    if newest.as_deref() != Some(saved.made_from) {
        return Err(WritingError::Overtaken);
    }
    let number = store::last_number(act.change.tx(), blueprint, made_from).await? + 1;
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    put_text(act.change.tx(), &hash, saved.text.as_bytes()).await?;
    let (sequence, saved_at) = (act.change.sequence(), act.change.now().as_microsecond());
    let new = NewDraft { blueprint, made_from, number, text_hash: &hash, saved_by: by, saved_at };
    store::insert_draft(act.change.tx(), kit.clock.new_id(), &new, sequence).await?;
    let said = Said { action: "drafts.save", public: json!({ "save": number }), texts: vec![hash], tables: &[&DRAFTS] };
    act.finish(kit, permit.actor(), key, said, answer).await
}

/// Writes down whether a guide touches care.
///
/// # Errors
/// [`WritingError`]; then nothing was written.
pub async fn answer_care(
    kit: &Kit,
    permit: Permit<EditBlueprint>,
    key: &FormKey,
    care: CareAnswers,
) -> Result<String, WritingError> {
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let sequence = act.change.sequence();
    store::put_care(act.change.tx(), kit.clock.new_id(), act.line.id(), care, sequence).await?;
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    let public = json!({ "touches_care": care.touches_care() });
    act.finish(
        kit,
        permit.actor(),
        key,
        Said { action: "drafts.care", public, texts: Vec::new(), tables: &[&CARE] },
        answer,
    )
    .await
}

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
    let said = Said { action: "drafts.approve", public, texts, tables: &[&APPROVALS, &HAZARD_ANSWERS] };
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
        Said { action: "blueprints.review", public, texts, tables: &[&APPROVALS] },
        answer,
    )
    .await
}

/// Withdraws a guide, with the reason every reader sees and what to read instead.
///
/// # Errors
/// [`WritingError`]; then nothing was written.
pub async fn withdraw(
    kit: &Kit,
    permit: Permit<WithdrawBlueprint>,
    key: &FormKey,
    (reason, instead): (&str, Option<Uuid>),
) -> Result<String, WritingError> {
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    if act.line.state() != State::Published {
        return Err(WritingError::NotThere);
    }
    let (sequence, today) = (act.change.sequence(), kit.clock.today().to_string());
    let listing = blueprints::withdraw(&mut act.change, &kit.clock, &act.line).await?;
    let row = (kit.clock.new_id(), act.line.id());
    store::insert_withdrawal(act.change.tx(), row, (reason.trim(), instead, &today), sequence).await?;
    let answer = format!("/blueprints/{}", act.line.slug);
    let public = json!({ "reason": reason.trim() });
    let tables = [blueprints::TABLES, &[&WITHDRAWALS]].concat();
    act.is_public = true;
    act.finish(
        kit,
        permit.actor(),
        key,
        Said { action: "blueprints.withdraw", public, texts: vec![listing], tables: &tables },
        answer,
    )
    .await
}

/// Shows the draft of a guide to everyone, when nothing is missing. Gives the address of the guide.
///
/// # Errors
/// [`WritingError::Missing`] with what is missing; then nothing was written.
pub async fn publish(
    kit: &Kit,
    permit: Permit<PublishBlueprint>,
    key: &FormKey,
    (note, numbers_are_invented): (&str, bool),
) -> Result<String, WritingError> {
    let action = permit.action();
    // A text never changes under its hash, so it is read and looked through before anyone has to wait.
    let bytes = match get_text(&mut kit.db.read().await?, &action.text_hash).await {
        Ok(bytes) => bytes,
        Err(sqlx::Error::RowNotFound) => return Err(WritingError::Changed),
        Err(error) => return Err(error.into()),
    };
    let text = parsed(&bytes)?;
    let numbers = numbers_in(&text);
    let mut act = match Act::open(kit, action.blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let draft = store::current(act.change.tx(), action.blueprint).await?.ok_or(WritingError::NotThere)?;
    if draft.text_hash != action.text_hash {
        return Err(WritingError::Changed);
    }
    let unexplained = if numbers_are_invented { Vec::new() } else { numbers.clone() };
    if let Some(missing) = still_missing(act.change.tx(), &draft, &text, unexplained).await? {
        return Err(WritingError::Missing(missing));
    }
    let note = if note.trim().is_empty() { "Published" } else { note.trim() };
    let (published, texts) = blueprints::publish(&mut act.change, &kit.clock, &act.line, (&text, &bytes, note)).await?;
    let sequence = act.change.sequence();
    store::end_draft(act.change.tx(), action.blueprint, sequence).await?;
    store::end_withdrawal(act.change.tx(), action.blueprint, sequence).await?;
    let answer = format!("/blueprints/{}", published.slug);
    let mut public = json!({ "version": published.version, "note": note });
    if !numbers.is_empty()
        && let Some(public) = public.as_object_mut()
    {
        // Who said so is the actor; the numbers themselves stay out of the journal.
        public.insert("numbers_said_to_be_invented".to_owned(), Value::from(numbers.len()));
    }
    let tables = [blueprints::TABLES, &[&DRAFTS, &WITHDRAWALS]].concat();
    act.is_public = true;
    act.finish(kit, permit.actor(), key, Said { action: "blueprints.publish", public, texts, tables: &tables }, answer)
        .await
}

/// The answer of a form that was sent before.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn answered(kit: &Kit, key: &FormKey) -> sqlx::Result<Option<String>> {
    spent(&mut kit.db.read().await?, key).await
}

/// What is missing before this draft can be shown to everyone.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn still_missing(
    connection: &mut Connection,
    draft: &DraftRow,
    text: &Text,
    unexplained: Vec<String>,
) -> sqlx::Result<Option<Missing>> {
    let blueprint = draft.blueprint();
    let approvals = store::approvals(connection, blueprint, &draft.text_hash).await?;
    let before = hazards_before(connection, blueprint).await?;
    Ok(missing(Known {
        has_words: !text.body().trim().is_empty(),
        names_hazards: !text.hazards().is_empty(),
        touched_care: !before.is_empty() || store::touched_care(connection, blueprint).await?,
        care: store::care(connection, blueprint).await?,
        is_signed: approvals.iter().any(|approval| approval.kind() == Some(Approval::Safety)),
        unexplained_numbers: unexplained,
    }))
}

/// The hazards that the version everyone reads names; of a copy that was never published, those of its source.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn hazards_before(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<Hazard>> {
    let mut found: Vec<Hazard> = Vec::new();
    // What it began as, and what everyone reads: a hazard that was ever let go quietly is asked about again.
    for revision in blueprints::store::first_and_newest(connection, blueprint).await? {
        let text = match get_text(connection, &revision).await {
            Ok(bytes) => Text::parse(&bytes, "Untitled").ok(),
            Err(sqlx::Error::RowNotFound) => None,
            Err(error) => return Err(error),
        };
        for hazard in text.map(|text| text.hazards()).unwrap_or_default() {
            if !found.iter().any(|known| known.name == hazard.name) {
                found.push(hazard);
            }
        }
    }
    Ok(found)
}

/// What looks like patients' numbers in a text: as it is written, and as it is read.
pub(super) fn numbers_in(text: &Text) -> Vec<String> {
    let (headings, words) = markdown::plain(text.body());
    let mut found = nhs_numbers(&format!("{}\n{}", text.front(), text.body()));
    for number in nhs_numbers(&format!("{headings}\n{words}")) {
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

fn parsed(bytes: &[u8]) -> Result<Text, WritingError> {
    let text = Text::parse(bytes, "Untitled").map_err(|error| WritingError::Text(error.to_string()))?;
    match blueprints::foreign_tags(&text).as_slice() {
        [] => Ok(text),
        tags => {
            let name = tags.first().map(|tag| tag.trim_end_matches('>').to_owned()).unwrap_or_default();
            let line = text.body().lines().position(|line| line.to_lowercase().contains(&name)).unwrap_or(0) + 1;
            Err(WritingError::Text(format!("line {line}: these tags cannot stand in a guide: {}", tags.join(" "))))
        }
    }
}

/// An act on one guide, which its form's key makes happen once.
struct Act {
    change: Change,
    line: GuideLine,
    is_public: bool,
}

enum Opened {
    /// It was done already, with this answer.
    Done(String),
    New(Box<Act>),
}

struct Said<'a> {
    action: &'static str,
    public: Value,
    texts: Vec<String>,
    tables: &'a [&'a RecordTable],
}

impl Act {
    async fn open(kit: &Kit, blueprint: Uuid, key: &FormKey) -> Result<Opened, WritingError> {
        let mut change = Change::open(kit).await?;
        if let Some(answer) = spent(change.tx(), key).await? {
            return Ok(Opened::Done(answer));
        }
        let moment = Moment::now(kit.clock.today());
        let line = blueprints::store::find(change.tx(), blueprint, moment).await?.ok_or(WritingError::NotThere)?;
        Ok(Opened::New(Box::new(Self { change, line, is_public: false })))
    }

    async fn finish(
        mut self,
        kit: &Kit,
        actor: &str,
        key: &FormKey,
        said: Said<'_>,
        answer: String,
    ) -> Result<String, WritingError> {
        spend(self.change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
        self.change
            .append(NewEntry {
                actor,
                organisation: self.line.organisation.as_deref(),
                action: said.action,
                record: &format!("blueprints/{}", self.line.slug),
                source: None,
                holds_on: None,
                is_public: self.is_public,
                public: said.public,
                private: None,
                texts: said.texts,
                files: Vec::new(),
                tables: said.tables,
            })
            .await?;
        self.change.commit().await?;
        Ok(answer)
    }
}
