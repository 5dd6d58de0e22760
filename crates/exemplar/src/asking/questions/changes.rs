//! The acts on questions: asking, answering, setting aside, taking back.

use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, NewRow, QuestionRow};
use super::{ANSWERS, End, MOST_A_DAY, NewQuestion, QUESTION_ENDS, QUESTIONS};
use crate::asking::AskingError;
use crate::asking::contacts::people_of;
use crate::blueprints::{self, GuideLine, State};
use crate::journal::store::put_text;
use crate::journal::{Change, Moment, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::people::policy::{AnswerQuestion, AskPeople, WithdrawQuestion};
use crate::people::{FormKey, Permit, spend, spent, write_to};
use crate::platform::files::sha256_hex;

/// Asks a question in public, and tells the guide's people. Gives the address where it stands.
///
/// # Errors
/// [`AskingError`]; then nothing was written.
pub async fn ask(
    kit: &Kit,
    permit: Permit<AskPeople>,
    key: &FormKey,
    new: &NewQuestion<'_>,
    site: &str,
) -> Result<String, AskingError> {
    let by = permit.person().ok_or(AskingError::NotThere)?;
    let AskPeople { blueprint, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let line = published(&mut change, kit, *blueprint).await?;
    let asked_of = line.organisation.clone().ok_or(AskingError::NotThere)?;
    let (id, sequence, day) = (kit.clock.new_id(), change.sequence(), new.asked_on.to_string());
    if store::count_on(change.tx(), by, &day).await? >= MOST_A_DAY {
        return Err(AskingError::TooMany("20 questions"));
    }
    let hash = sha256_hex(new.words.as_bytes());
    put_text(change.tx(), &hash, new.words.as_bytes()).await?;
    let row = NewRow {
        id,
        blueprint: *blueprint,
        asked_of: &asked_of,
        organisation,
        account: by,
        shows_name: new.shows_name,
        text_hash: &hash,
        asked_on: &day,
    };
    store::insert(change.tx(), &row, sequence).await?;
    let subject = format!("A question about \u{201c}{}\u{201d}", line.title);
    let body = format!(
        "somebody asks about your guide \u{201c}{}\u{201d}, in public. Read the question and answer it on this page, or set it aside:\n\n{site}/blueprints/{}/questions/{id}/answer",
        line.title, line.slug
    );
    for to in people_of(change.tx(), &line, kit.clock.today()).await? {
        write_to(change.tx(), kit, to, (&subject, &body)).await?;
    }
    let answer = address(&line, id);
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let public = json!({ "asked_on": day });
    let said = Said { organisation, action: "questions.ask", public, texts: vec![hash], table: &QUESTIONS };
    finish(change, permit.actor(), &line, said).await?;
    Ok(answer)
}

/// Answers a question, or mends the answer; what it said before stays readable. Whoever asked is told of the first.
///
/// # Errors
/// [`AskingError::Settled`] when the question ended or another answer came in between; then nothing was written.
pub async fn answer(
    kit: &Kit,
    permit: Permit<AnswerQuestion>,
    key: &FormKey,
    (words, made_from, on): (&str, i64, Date),
    site: &str,
) -> Result<String, AskingError> {
    let by = permit.person().ok_or(AskingError::NotThere)?;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let (row, line) = open(&mut change, kit, permit.action().question).await?;
    let newest = store::answers_to(change.tx(), row.id()).await?.first().map_or(0, |answer| answer.number);
    if newest != made_from {
        return Err(AskingError::Settled);
    }
    let (hash, sequence, day) = (sha256_hex(words.as_bytes()), change.sequence(), on.to_string());
    put_text(change.tx(), &hash, words.as_bytes()).await?;
    let ids = (kit.clock.new_id(), row.id(), by);
    store::insert_answer(change.tx(), ids, (newest + 1, &row.asked_of, &hash, &day), sequence).await?;
    let answer = address(&line, row.id());
    if newest == 0 {
        let subject = format!("Your question about \u{201c}{}\u{201d} is answered", line.title);
        let body = format!("your question was answered. Read it here:\n\n{site}{answer}");
        write_to(change.tx(), kit, row.asker(), (&subject, &body)).await?;
    }
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let public = json!({ "number": newest + 1 });
    let said =
        Said { organisation: &row.asked_of, action: "questions.answer", public, texts: vec![hash], table: &ANSWERS };
    finish(change, permit.actor(), &line, said).await?;
    Ok(answer)
}

/// Sets a question aside with a reason that everyone sees, and tells whoever asked.
///
/// # Errors
/// [`AskingError::Settled`] when it ended in between; then nothing was written.
pub async fn set_aside(
    kit: &Kit,
    permit: Permit<AnswerQuestion>,
    key: &FormKey,
    (why, on): (End, Date),
    site: &str,
) -> Result<String, AskingError> {
    let by = permit.person().ok_or(AskingError::NotThere)?;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let (row, line) = open(&mut change, kit, permit.action().question).await?;
    let subject = format!("Your question about \u{201c}{}\u{201d} was set aside", line.title);
    let body = format!(
        "the people of the guide gave this reason: {}. You can ask again in other words:\n\n{site}/blueprints/{}/ask",
        why.shown(),
        line.slug
    );
    write_to(change.tx(), kit, row.asker(), (&subject, &body)).await?;
    end(change, kit, (permit.actor(), by), (&row, &line), key, (why, on)).await
}

/// Takes one's own question back, while nobody has answered it.
///
/// # Errors
/// [`AskingError::Settled`] when it was answered or ended in between; then nothing was written.
pub async fn withdraw(
    kit: &Kit,
    permit: Permit<WithdrawQuestion>,
    key: &FormKey,
    on: Date,
) -> Result<String, AskingError> {
    let by = permit.person().ok_or(AskingError::NotThere)?;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let (row, line) = open(&mut change, kit, permit.action().question).await?;
    if !store::answers_to(change.tx(), row.id()).await?.is_empty() {
        return Err(AskingError::Settled);
    }
    end(change, kit, (permit.actor(), by), (&row, &line), key, (End::Withdrawn, on)).await
}

async fn end(
    mut change: Change,
    kit: &Kit,
    (actor, by): (&str, Uuid),
    (row, line): (&QuestionRow, &GuideLine),
    key: &FormKey,
    (why, on): (End, Date),
) -> Result<String, AskingError> {
    let (sequence, ids) = (change.sequence(), (kit.clock.new_id(), row.id(), by));
    store::insert_end(change.tx(), ids, (why, &on.to_string()), sequence).await?;
    let answer = address(line, row.id());
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let organisation = if why == End::Withdrawn { &row.organisation } else { &row.asked_of };
    let public = json!({ "why": why.word() });
    let said = Said { organisation, action: "questions.end", public, texts: Vec::new(), table: &QUESTION_ENDS };
    finish(change, actor, line, said).await?;
    Ok(answer)
}

/// A guide that everyone reads, as it is inside the transaction.
async fn published(change: &mut Change, kit: &Kit, blueprint: Uuid) -> Result<GuideLine, AskingError> {
    let moment = Moment::now(kit.clock.today());
    let line = blueprints::store::find(change.tx(), blueprint, moment).await?.ok_or(AskingError::NotThere)?;
    if line.state() == State::Published { Ok(line) } else { Err(AskingError::Withdrawn) }
}

/// A question that has not ended, and its guide.
async fn open(change: &mut Change, kit: &Kit, question: Uuid) -> Result<(QuestionRow, GuideLine), AskingError> {
    let row = store::find(change.tx(), question).await?.ok_or(AskingError::NotThere)?;
    let moment = Moment::now(kit.clock.today());
    let line = blueprints::store::find(change.tx(), row.blueprint(), moment).await?.ok_or(AskingError::NotThere)?;
    match store::end_of(change.tx(), question).await? {
        None => Ok((row, line)),
        Some(_) => Err(AskingError::Settled),
    }
}

fn address(line: &GuideLine, question: Uuid) -> String {
    format!("/blueprints/{}/questions#question-{question}", line.slug)
}

struct Said<'a> {
    organisation: &'a str,
    action: &'static str,
    public: serde_json::Value,
    texts: Vec<String>,
    table: &'static RecordTable,
}

/// The end of every act: the entry appended, the whole made to hold.
async fn finish(mut change: Change, actor: &str, line: &GuideLine, said: Said<'_>) -> Result<(), AskingError> {
    change
        .append(NewEntry {
            actor,
            organisation: Some(said.organisation),
            action: said.action,
            record: &format!("blueprints/{}", line.slug),
            source: None,
            holds_on: None,
            is_public: true,
            public: said.public,
            private: None,
            texts: said.texts,
            files: Vec::new(),
            tables: &[said.table],
        })
        .await?;
    change.commit().await?;
    Ok(())
}
