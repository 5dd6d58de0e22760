//! The acts on changes of a source: deciding some of them, and taking the last decision back.

use reconcile::{Decision, updates};
use serde_json::json;
use uuid::Uuid;

use super::How;
use super::round::{Round, round};
use super::store::{self, BaseRow, DecisionRow, DecisionWords, NewDecision};
use super::{COPY_BASES, UPDATE_DECISIONS};
use crate::blueprints::{self, GuideLine, State};
use crate::copies::copy_of;
use crate::copies::notices::{self, NoticeError};
use crate::journal::store::{get_text, put_text};
use crate::journal::{Change, JournalError, Moment, NewEntry};
use crate::kit::Kit;
use crate::people::policy::EditBlueprint;
use crate::people::{FormKey, Permit, spend, spent};
use crate::platform::files::sha256_hex;
use crate::writing::{self, Saved, WritingError};

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Nothing there.
    #[error("there is no such copy")]
    NotThere,
    /// The change was decided already, or the source or our text has changed there since.
    #[error("this change no longer waits as it was shown")]
    Overtaken,
    /// The text that would come of it cannot stand in a guide.
    #[error("{0}")]
    Text(String),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<NoticeError> for UpdateError {
    fn from(error: NoticeError) -> Self {
        match error {
            NoticeError::Journal(error) => Self::Journal(error),
            NoticeError::Database(error) => Self::Database(error),
            NoticeError::NotThere | NoticeError::Settled => Self::NotThere,
        }
    }
}

impl From<WritingError> for UpdateError {
    fn from(error: WritingError) -> Self {
        match error {
            WritingError::Text(why) => Self::Text(why),
            WritingError::Overtaken => Self::Overtaken,
            WritingError::Journal(error) => Self::Journal(error),
            WritingError::Database(error) => Self::Database(error),
            WritingError::NotThere | WritingError::Changed | WritingError::Missing(_) => Self::NotThere,
        }
    }
}

/// What somebody decided about one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The change.
    pub update: String,
    /// What was shown of it, as [`seen`] says it; empty where it was shown in a list.
    pub seen: String,
    /// What was decided.
    pub how: How,
    /// Our words, where it is used in them.
    pub words: String,
    /// Why.
    pub reason: String,
}

/// What somebody saw of a change: another text of ours or of the source, and it is another.
#[must_use]
pub fn seen(update: &reconcile::Update) -> String {
    sha256_hex(format!("{}\0{}\0{}", update.local, update.upstream, update.taken).as_bytes())
}

/// An act on one copy.
struct Act {
    change: Change,
    line: GuideLine,
    round: Round,
    by: Uuid,
    is_public: bool,
}

/// Decides changes of a source, all of them or none. What is used makes the next draft. Gives the address to go on at.
///
/// # Errors
/// [`UpdateError::Overtaken`] when one of them no longer waits as it was shown; then nothing was written.
pub async fn decide(
    kit: &Kit,
    permit: Permit<EditBlueprint>,
    key: &FormKey,
    answers: &[Answer],
) -> Result<String, UpdateError> {
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let mut act = open(change, kit, &permit).await?;
    let decisions = checked(&act.round, answers)?;
    let known = store::decisions(act.change.tx(), act.line.id()).await?;
    let (base, local, is_level) = {
        let round = &act.round;
        let settled = Round::settled(&known);
        let found =
            updates(&round.base, &round.local.0, &round.upstream, &settled).map_err(|_| UpdateError::NotThere)?;
        let decided = found.decide(&decisions).map_err(|_| UpdateError::Overtaken)?;
        let is_level = decided.base == round.upstream;
        (decided.base, decided.local, is_level)
    };
    let text_after = save(&mut act, kit, &local).await?;
    let mut texts = write(&mut act, kit, answers, (&base, is_level), &text_after).await?;
    let answered = notices::taken(&mut act.change, kit, (&act.line, &act.round), answers, act.by).await?;
    // Readers of a copy that everyone reads see that a notice is answered.
    act.is_public = !answered.is_empty() && act.line.state() != State::Draft;
    texts.extend(answered);
    let next = next(&act, answers);
    let counts = How::ALL.map(|how| (how.word(), answers.iter().filter(|answer| answer.how == how).count()));
    finish(
        act,
        kit,
        &permit,
        key,
        ("copies.decide", json!({ "decided": counts.into_iter().collect::<std::collections::BTreeMap<_, _>>() })),
        texts,
        next,
    )
    .await
}

async fn open(mut change: Change, kit: &Kit, permit: &Permit<EditBlueprint>) -> Result<Act, UpdateError> {
    let (today, by) = (kit.clock.today(), permit.person().ok_or(UpdateError::NotThere)?);
    let moment = Moment::now(today);
    let blueprint = permit.action().blueprint;
    let line = blueprints::store::find(change.tx(), blueprint, moment).await?.ok_or(UpdateError::NotThere)?;
    let row = copy_of(change.tx(), blueprint, moment).await?.ok_or(UpdateError::NotThere)?;
    let round = round(change.tx(), &line, &row, today).await?.ok_or(UpdateError::NotThere)?;
    Ok(Act { change, line, round, by, is_public: false })
}

/// The answers as decisions, with those changes that ours says already; refused when one was not shown like this.
fn checked<'a>(round: &'a Round, answers: &'a [Answer]) -> Result<Vec<(&'a str, Decision)>, UpdateError> {
    let mut decisions: Vec<(&str, Decision)> = Vec::new();
    for answer in answers {
        let waits = round.waiting.iter().find(|waiting| waiting.update.id == answer.update);
        let waits = waits.ok_or(UpdateError::Overtaken)?;
        if seen(&waits.update) != answer.seen {
            return Err(UpdateError::Overtaken);
        }
        let decision = match answer.how {
            How::Used => Decision::Take,
            How::InOwnWords => Decision::TakeAs(answer.words.clone()),
            How::KeptOurs => Decision::Refuse,
            How::Later => Decision::PutOff,
        };
        decisions.push((&answer.update, decision));
    }
    if decisions.iter().any(|(_, decision)| *decision != Decision::PutOff) {
        decisions.extend(round.there.iter().map(|id| (id.as_str(), Decision::Refuse)));
    }
    Ok(decisions)
}

/// Makes our next draft of it, where anything of ours changed. Gives the hash of our text.
async fn save(act: &mut Act, kit: &Kit, local: &str) -> Result<String, UpdateError> {
    let (before, hash) = act.round.local.clone();
    if before == local {
        return Ok(hash);
    }
    let saved = Saved { made_from: &hash, text: local };
    writing::save_in(&mut act.change, &kit.clock, &act.line, saved, act.by).await?;
    Ok(sha256_hex(local.as_bytes()))
}

/// Writes the decisions and the common text they leave. Gives the hashes of the texts.
async fn write(
    act: &mut Act,
    kit: &Kit,
    answers: &[Answer],
    (base, is_level): (&str, bool),
    text_after: &str,
) -> Result<Vec<String>, UpdateError> {
    let (sequence, blueprint, today) = (act.change.sequence(), act.line.id(), kit.clock.today().to_string());
    let base_before = sha256_hex(act.round.base.as_bytes());
    put_text(act.change.tx(), &base_before, act.round.base.as_bytes()).await?;
    let mut texts = vec![base_before.clone(), act.round.local.1.clone(), text_after.to_owned()];
    for answer in answers {
        let Some(waits) = act.round.waiting.iter().find(|waiting| waiting.update.id == answer.update) else { continue };
        let words = DecisionWords {
            section: waits.update.section.clone(),
            base: waits.update.base.clone(),
            upstream: waits.update.upstream.clone(),
            reason: answer.reason.clone(),
        };
        let words = serde_json::to_vec(&words).unwrap_or_default();
        let words_hash = sha256_hex(&words);
        put_text(act.change.tx(), &words_hash, &words).await?;
        let new = NewDecision {
            blueprint,
            update_id: &answer.update,
            how: answer.how,
            words_hash: &words_hash,
            source_number: act.round.level.0,
            base_before: &base_before,
            text_before: &act.round.local.1,
            text_after,
            by: act.by,
            on: &today,
        };
        store::insert(act.change.tx(), kit.clock.new_id(), &new, sequence).await?;
        texts.push(words_hash);
    }
    if base != act.round.base {
        let hash = sha256_hex(base.as_bytes());
        put_text(act.change.tx(), &hash, base.as_bytes()).await?;
        let number = if is_level { act.round.source.revision } else { act.round.level.0 };
        let row = BaseRow { source_number: number, base_hash: hash.clone(), settled_on: today };
        store::put_base(act.change.tx(), (kit.clock.new_id(), blueprint), &row, sequence).await?;
        texts.push(hash);
    }
    texts.sort();
    texts.dedup();
    Ok(texts)
}

/// The next change that waits and was not put off, or the list.
fn next(act: &Act, answers: &[Answer]) -> String {
    let list = format!("/blueprints/{}/updates", act.line.slug);
    let decided = |id: &str| answers.iter().any(|answer| answer.update == id);
    let [answer] = answers else { return list };
    let place = act.round.waiting.iter().position(|waiting| waiting.update.id == answer.update);
    let place = place.unwrap_or_default();
    let around = act.round.waiting.iter().skip(place).chain(act.round.waiting.iter().take(place));
    let mut open = around.filter(|waiting| !waiting.is_put_off && !decided(&waiting.update.id));
    open.next().map_or(list.clone(), |waiting| format!("{list}/{}", waiting.update.id))
}

/// Takes back what was decided last: our text and the common one are as they were before.
///
/// # Errors
/// [`UpdateError::Overtaken`] when our text was changed since; then nothing was written.
pub async fn undo(kit: &Kit, permit: Permit<EditBlueprint>, key: &FormKey) -> Result<String, UpdateError> {
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let mut act = open(change, kit, &permit).await?;
    let decisions = store::decisions(act.change.tx(), act.line.id()).await?;
    let last: DecisionRow = decisions.into_iter().next().ok_or(UpdateError::Overtaken)?;
    if last.text_after != act.round.local.1 {
        return Err(UpdateError::Overtaken);
    }
    let bytes = get_text(act.change.tx(), &last.text_before).await?;
    let text = String::from_utf8(bytes).map_err(|_| UpdateError::NotThere)?;
    save(&mut act, kit, &text).await?;
    let (sequence, blueprint) = (act.change.sequence(), act.line.id());
    store::end(act.change.tx(), blueprint, last.from_sequence, sequence).await?;
    notices::reopen(&mut act.change, blueprint, last.from_sequence).await?;
    act.is_public = act.line.state() != State::Draft;
    let row = BaseRow {
        source_number: last.source_number,
        base_hash: last.base_before.clone(),
        settled_on: kit.clock.today().to_string(),
    };
    store::put_base(act.change.tx(), (kit.clock.new_id(), blueprint), &row, sequence).await?;
    let answer = format!("/blueprints/{}/updates", act.line.slug);
    let texts = vec![last.base_before, last.text_before];
    finish(act, kit, &permit, key, ("copies.undo", json!({})), texts, answer).await
}

async fn finish(
    mut act: Act,
    kit: &Kit,
    permit: &Permit<EditBlueprint>,
    key: &FormKey,
    (action, public): (&'static str, serde_json::Value),
    texts: Vec<String>,
    answer: String,
) -> Result<String, UpdateError> {
    spend(act.change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    act.change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: act.line.organisation.as_deref(),
            action,
            record: &format!("blueprints/{}", act.line.slug),
            source: None,
            holds_on: None,
            is_public: act.is_public,
            public,
            private: None,
            texts,
            files: Vec::new(),
            tables: &[&COPY_BASES, &UPDATE_DECISIONS, &notices::ANSWERS, &writing::DRAFTS],
        })
        .await?;
    act.change.commit().await?;
    Ok(answer)
}
