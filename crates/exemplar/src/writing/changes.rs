//! The acts of writing: saving a draft, answering for it, showing it to everyone, and withdrawing it.

use database::Connection;
use serde_json::{Value, json};
use uuid::Uuid;

use super::comments::store::NewComment;
use super::comments::{self, COMMENTS, WHOLE};
use super::files::{self, DRAFT_FILES};
use super::previews::{self, PREVIEW_LINKS};
use super::reviewing::{self, KEEPERS, PLANS, SUBMISSIONS};
use super::store::{self, DraftRow, NewDraft};
use super::{Approval, CARE, CareAnswers, DRAFTS, Known, Missing, WITHDRAWALS, missing, nhs_numbers};
use crate::blueprints::store::AttachmentRow;
use crate::blueprints::{self, ChangeClass, GuideLine, Hazard, State, Text};
use crate::journal::store::{get_text, put_text};
use crate::journal::{Change, JournalError, Moment, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::people::policy::{EditBlueprint, PublishBlueprint, StartBlueprint, WithdrawBlueprint};
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

/// What happens to the files of a draft when its text is saved.
#[derive(Clone, Debug)]
pub enum FileChange {
    /// Nothing.
    None,
    /// This one is added, with how many numbers in it look like patients'.
    Add(AttachmentRow, i64),
    /// The one of this name is taken out.
    TakeOut(String),
}

/// What a document brought besides its text.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// Its pictures.
    pub files: Vec<AttachmentRow>,
    /// What became of it.
    pub report: Option<String>,
}

/// What is said when a text is shown to everyone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Publishing<'a> {
    /// What readers are told of it.
    pub note: &'a str,
    /// What kind of change it is, where there is a version before it.
    pub class: Option<ChangeClass>,
    /// Whether numbers that look like patients' were said to be invented.
    pub said_invented: bool,
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
    start_with(kit, permit, key, text, &Brought::default()).await
}

/// Begins a guide with what a document brought: its text, its pictures, which are on disk already, and what became of it,
/// which stands as a comment. Gives the address of the draft, or of the comments where there is one.
///
/// # Errors
/// [`WritingError`]; then nothing was written.
pub(super) async fn start_with(
    kit: &Kit,
    permit: Permit<StartBlueprint>,
    key: &FormKey,
    text: &str,
    brought: &Brought,
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
    let mut texts = vec![hash, listing];
    texts.extend(bring(&mut change, &kit.clock, id, brought, by).await?);
    let part = if brought.report.is_some() { "comments" } else { "draft" };
    let answer = format!("/blueprints/{slug}/{part}");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let written: &[&RecordTable] = &[&DRAFTS, &DRAFT_FILES, &COMMENTS];
    let tables = [blueprints::TABLES, written].concat();
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
            texts,
            files: brought.files.iter().map(|file| file.file_hash.clone()).collect(),
            tables: &tables,
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// Gives a draft what a document brought besides its text. Gives the hash of what became of the document.
///
/// # Errors
/// When the database refuses.
pub async fn bring(
    change: &mut Change,
    clock: &Clock,
    blueprint: Uuid,
    brought: &Brought,
    by: Uuid,
) -> sqlx::Result<Option<String>> {
    let (sequence, said_at) = (change.sequence(), change.now().as_microsecond());
    for file in &brought.files {
        let put = (file.name.as_str(), Some(file), 0);
        files::store::put(change.tx(), (clock.new_id(), blueprint), put, sequence).await?;
    }
    let Some(report) = &brought.report else { return Ok(None) };
    let words_hash = sha256_hex(report.as_bytes());
    put_text(change.tx(), &words_hash, report.as_bytes()).await?;
    let (id, row) = (clock.new_id(), clock.new_id());
    let new = NewComment { id, blueprint, section: WHOLE, words_hash: &words_hash, said_by: by, said_at };
    comments::store::insert(change.tx(), row, &new, sequence).await?;
    Ok(Some(words_hash))
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
    save_with(kit, permit, key, saved, &FileChange::None).await
}

/// Saves the draft of a guide together with a change of its files, which are on disk already. Gives the address of the draft.
///
/// # Errors
/// [`WritingError::Overtaken`] when somebody saved in between; then nothing was written.
pub(super) async fn save_with(
    kit: &Kit,
    permit: Permit<EditBlueprint>,
    key: &FormKey,
    saved: Saved<'_>,
    file: &FileChange,
) -> Result<String, WritingError> {
    let by = permit.person().ok_or(WritingError::NotThere)?;
    parsed(saved.text.as_bytes())?;
    let hash = sha256_hex(saved.text.as_bytes());
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let blueprint = act.line.id();
    let number = save_in(&mut act.change, &kit.clock, &act.line, saved, by).await?;
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    let sequence = act.change.sequence();
    let put = match file {
        FileChange::None => None,
        FileChange::Add(file, numbers) => Some((file.name.as_str(), Some(file), *numbers)),
        FileChange::TakeOut(name) => Some((name.as_str(), None, 0)),
    };
    let files = put.and_then(|(_, file, _)| Some(file?.file_hash.clone())).into_iter().collect();
    if let Some(put) = put {
        files::store::put(act.change.tx(), (kit.clock.new_id(), blueprint), put, sequence).await?;
    }
    let said = Said {
        action: "drafts.save",
        public: json!({ "save": number }),
        texts: vec![hash],
        files,
        tables: &[&DRAFTS, &DRAFT_FILES],
    };
    act.finish(kit, permit.actor(), key, said, answer).await
}

/// Saves the draft of a guide within an act. Gives how often the draft was saved.
///
/// # Errors
/// [`WritingError::Overtaken`] when somebody saved in between, [`WritingError::Text`] for what cannot stand in a guide.
pub async fn save_in(
    change: &mut Change,
    clock: &Clock,
    line: &GuideLine,
    saved: Saved<'_>,
    by: Uuid,
) -> Result<i64, WritingError> {
    parsed(saved.text.as_bytes())?;
    let (blueprint, revision) = (line.id(), line.revision);
    let draft = store::current(change.tx(), blueprint).await?;
    let made_from = draft.map_or(revision, |draft| draft.made_from);
    let newest = store::newest_text(change.tx(), blueprint, revision).await?;
    if newest.as_deref() != Some(saved.made_from) {
        return Err(WritingError::Overtaken);
    }
    let hash = sha256_hex(saved.text.as_bytes());
    let number = store::last_number(change.tx(), blueprint, made_from).await? + 1;
    put_text(change.tx(), &hash, saved.text.as_bytes()).await?;
    let (sequence, saved_at) = (change.sequence(), change.now().as_microsecond());
    let new = NewDraft { blueprint, made_from, number, text_hash: &hash, saved_by: by, saved_at };
    store::insert_draft(change.tx(), clock.new_id(), &new, sequence).await?;
    Ok(number)
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
        Said { action: "drafts.care", public, tables: &[&CARE], ..Said::default() },
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
        Said { action: "blueprints.withdraw", public, texts: vec![listing], tables: &tables, ..Said::default() },
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
    publishing: &Publishing<'_>,
) -> Result<String, WritingError> {
    let action = permit.action();
    let by = permit.person().ok_or(WritingError::NotThere)?;
    // A text never changes under its hash, so it is read and looked through before anyone has to wait.
    let bytes = match get_text(&mut kit.db.read().await?, &action.text_hash).await {
        Ok(bytes) => bytes,
        Err(sqlx::Error::RowNotFound) => return Err(WritingError::Changed),
        Err(error) => return Err(error.into()),
    };
    let text = parsed(&bytes)?;
    let mut act = match Act::open(kit, action.blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let draft = store::current(act.change.tx(), action.blueprint).await?.ok_or(WritingError::NotThere)?;
    if draft.text_hash != action.text_hash {
        return Err(WritingError::Changed);
    }
    let numbers = unexplained(act.change.tx(), &draft, &text, publishing.said_invented).await?;
    if let Some(missing) = still_missing(act.change.tx(), &draft, &text, numbers).await? {
        return Err(WritingError::Missing(missing));
    }
    let said_invented = publishing.said_invented && !all_numbers(act.change.tx(), &draft, &text).await?.is_empty();
    let note = if publishing.note.trim().is_empty() { "Published" } else { publishing.note.trim() };
    let files = files::store::of_draft(act.change.tx(), action.blueprint, act.line.revision).await?;
    let version = blueprints::NextVersion { text: &text, bytes: &bytes, note, class: publishing.class, files: &files };
    let (published, texts) = blueprints::publish(&mut act.change, &kit.clock, &act.line, &version).await?;
    let sequence = act.change.sequence();
    store::end_draft(act.change.tx(), action.blueprint, sequence).await?;
    store::end_withdrawal(act.change.tx(), action.blueprint, sequence).await?;
    files::store::end_all(act.change.tx(), action.blueprint, sequence).await?;
    reviewing::store::end_submission(act.change.tx(), action.blueprint, sequence).await?;
    reviewing::store::end_plan(act.change.tx(), action.blueprint, sequence).await?;
    previews::store::end_all(act.change.tx(), action.blueprint, sequence).await?;
    let (kept, due) = ((action.blueprint, by), text.fields.review_due.as_str());
    reviewing::changes::keep_on(act.change.tx(), &kit.clock, kept, due, sequence).await?;
    let answer = format!("/blueprints/{}", published.slug);
    // Who said that numbers are invented is the actor; the numbers themselves stay out of the journal.
    let class = publishing.class.map(ChangeClass::word);
    let public = json!({ "version": published.version, "note": note, "class": class, "said_invented": said_invented });
    let ended: &[&RecordTable] = &[&DRAFTS, &WITHDRAWALS, &DRAFT_FILES, &SUBMISSIONS, &PLANS, &KEEPERS, &PREVIEW_LINKS];
    let tables = [blueprints::TABLES, ended].concat();
    let files = files.into_iter().map(|file| file.file_hash).collect();
    act.is_public = true;
    let said = Said { action: "blueprints.publish", public, texts, files, tables: &tables };
    act.finish(kit, permit.actor(), key, said, answer).await
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
        undescribed: text.undescribed(),
        names_hazards: !text.hazards().is_empty(),
        touched_care: !before.is_empty() || store::touched_care(connection, blueprint).await?,
        care: store::care(connection, blueprint).await?,
        is_signed: approvals.iter().any(|approval| approval.kind() == Some(Approval::Safety)),
        unexplained_numbers: unexplained,
    }))
}

/// What looks like patients' numbers in a draft and its files, unless it was said that they are invented: now, or when
/// this very text was submitted.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn unexplained(
    connection: &mut Connection,
    draft: &DraftRow,
    text: &Text,
    said_invented: bool,
) -> sqlx::Result<Vec<String>> {
    let submission = reviewing::pages::in_review(connection, draft).await?;
    let plan = reviewing::pages::planned(connection, draft).await?;
    let said_before =
        submission.is_some_and(|sent| sent.said_invented()) || plan.is_some_and(|plan| plan.said_invented());
    match said_invented || said_before {
        true => Ok(Vec::new()),
        false => all_numbers(connection, draft, text).await,
    }
}

async fn all_numbers(connection: &mut Connection, draft: &DraftRow, text: &Text) -> sqlx::Result<Vec<String>> {
    let mut numbers = numbers_in(text);
    numbers.extend(files::store::numbers(connection, draft.blueprint()).await?);
    Ok(numbers)
}

/// A text that is kept; none when it was removed.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn text_of(connection: &mut Connection, hash: &str) -> sqlx::Result<Option<Text>> {
    match get_text(connection, hash).await {
        Ok(bytes) => Ok(Text::parse(&bytes, "Untitled").ok()),
        Err(sqlx::Error::RowNotFound) => Ok(None),
        Err(error) => Err(error),
    }
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
    match refusal(text.body()) {
        None => Ok(text),
        Some(why) => Err(WritingError::Text(why)),
    }
}

/// What cannot stand in a guide, with its place from the first line of `words`.
pub(super) fn refusal(words: &str) -> Option<String> {
    let line_of = |part: &str| words.lines().position(|line| line.to_lowercase().contains(part)).unwrap_or(0) + 1;
    if let Some((href, at)) = markdown::running_link(words) {
        let line = words.get(..at).unwrap_or_default().matches('\n').count() + 1;
        return Some(format!("line {line}: this link runs a program instead of leading somewhere: {href}"));
    }
    let tags = markdown::foreign_tags(words);
    let name = tags.first()?.trim_end_matches('>').to_owned();
    Some(format!("line {}: these tags cannot stand in a guide: {}", line_of(&name), tags.join(" ")))
}

/// An act on one guide, which its form's key makes happen once.
pub(super) struct Act {
    pub change: Change,
    pub line: GuideLine,
    pub is_public: bool,
}

pub(super) enum Opened {
    /// It was done already, with this answer.
    Done(String),
    New(Box<Act>),
}

/// What the entry of an act says.
#[derive(Default)]
pub(super) struct Said<'a> {
    pub action: &'static str,
    pub public: Value,
    pub texts: Vec<String>,
    pub files: Vec<String>,
    pub tables: &'a [&'a RecordTable],
}

impl Act {
    pub(super) async fn open(kit: &Kit, blueprint: Uuid, key: &FormKey) -> Result<Opened, WritingError> {
        let mut change = Change::open(kit).await?;
        if let Some(answer) = spent(change.tx(), key).await? {
            return Ok(Opened::Done(answer));
        }
        let moment = Moment::now(kit.clock.today());
        let line = blueprints::store::find(change.tx(), blueprint, moment).await?.ok_or(WritingError::NotThere)?;
        Ok(Opened::New(Box::new(Self { change, line, is_public: false })))
    }

    pub(super) async fn finish(
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
                files: said.files,
                tables: said.tables,
            })
            .await?;
        self.change.commit().await?;
        Ok(answer)
    }
}
