//! The tables `questions`, `answers` and `question_ends`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::{End, together};
use crate::journal::Moment;

/// A question.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct QuestionRow {
    id: Vec<u8>,
    blueprint_id: Vec<u8>,
    /// The organisation that was asked.
    pub asked_of: String,
    /// The organisation that asks.
    pub organisation: String,
    account_id: Vec<u8>,
    shows_name: i64,
    /// The hash of its words.
    pub text_hash: String,
    /// None when they were removed.
    body: Option<Vec<u8>>,
    /// The day it was asked.
    pub asked_on: String,
}

/// A version of an answer.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AnswerRow {
    question_id: Vec<u8>,
    /// From 1: a higher one is the same answer, mended.
    pub number: i64,
    /// Who answers.
    pub organisation: String,
    /// The hash of its words.
    pub text_hash: String,
    body: Option<Vec<u8>>,
    /// The day it was given.
    pub answered_on: String,
    /// The entry that wrote it.
    pub from_sequence: i64,
}

/// How a question ended.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EndRow {
    question_id: Vec<u8>,
    why: String,
    /// The day it ended.
    pub ended_on: String,
    /// The entry that wrote it.
    pub from_sequence: i64,
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

fn words_of(body: Option<&Vec<u8>>) -> Option<String> {
    body.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

impl QuestionRow {
    /// Its id.
    pub fn id(&self) -> Uuid {
        id_of(&self.id)
    }

    /// The guide it is about.
    pub fn blueprint(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// Who asked it.
    pub fn asker(&self) -> Uuid {
        id_of(&self.account_id)
    }

    /// Whether the asker's name may stand beside it.
    pub fn shows_name(&self) -> bool {
        self.shows_name == 1
    }

    /// Its words, unless they were removed.
    pub fn words(&self) -> Option<String> {
        words_of(self.body.as_ref())
    }
}

impl AnswerRow {
    /// The question it answers.
    pub fn question(&self) -> Uuid {
        id_of(&self.question_id)
    }

    /// Its words, unless they were removed.
    pub fn words(&self) -> Option<String> {
        words_of(self.body.as_ref())
    }
}

impl EndRow {
    /// The question it ended.
    pub fn question(&self) -> Uuid {
        id_of(&self.question_id)
    }

    /// Why. What cannot be read hides the words.
    pub fn why(&self) -> End {
        End::from_word(&self.why).unwrap_or(End::NotPublic)
    }
}

/// The newest questions about a guide, at `moment`, at most 200, in the order in which they were asked.
pub async fn of_guide(connection: &mut Connection, blueprint: Uuid, moment: Moment) -> sqlx::Result<Vec<QuestionRow>> {
    let mut rows: Vec<QuestionRow> = sql!(connection, c => query_as(
        "SELECT q.id, q.blueprint_id, q.asked_of, q.organisation, q.account_id, q.shows_name, q.text_hash, t.body, q.asked_on
         FROM questions q LEFT JOIN texts t ON t.hash = q.text_hash
         WHERE q.blueprint_id = $1 AND q.asked_on <= $2 AND q.from_sequence <= $3
         ORDER BY q.asked_on DESC, q.from_sequence DESC LIMIT 200",
    ).bind(blueprint.as_bytes().as_slice()).bind(moment.day()).bind(moment.sequence).fetch_all(c))?;
    rows.reverse();
    Ok(rows)
}

/// Every version of every answer to questions about a guide, at most 2,000.
pub async fn answers(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<AnswerRow>> {
    sql!(connection, c => query_as(
        "SELECT a.question_id, a.number, a.organisation, a.text_hash, t.body, a.answered_on, a.from_sequence
         FROM answers a JOIN questions q ON q.id = a.question_id LEFT JOIN texts t ON t.hash = a.text_hash
         WHERE q.blueprint_id = $1 ORDER BY a.from_sequence DESC LIMIT 2000",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))
}

/// How questions about a guide ended, at most 2,000.
pub async fn ends(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<EndRow>> {
    sql!(connection, c => query_as(
        "SELECT e.question_id, e.why, e.ended_on, e.from_sequence
         FROM question_ends e JOIN questions q ON q.id = e.question_id
         WHERE q.blueprint_id = $1 ORDER BY e.from_sequence DESC LIMIT 2000",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))
}

/// The guides about which a question was asked, answered or ended by the entries after `after` up to `upto`.
///
/// # Errors
/// When the database cannot be read.
pub async fn guides_changed(connection: &mut Connection, after: i64, upto: i64) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT blueprint_id FROM questions WHERE from_sequence > $1 AND from_sequence <= $2
         UNION SELECT q.blueprint_id FROM questions q JOIN answers a ON a.question_id = q.id
               WHERE a.from_sequence > $1 AND a.from_sequence <= $2
         UNION SELECT q.blueprint_id FROM questions q JOIN question_ends e ON e.question_id = q.id
               WHERE e.from_sequence > $1 AND e.from_sequence <= $2",
    ).bind(after).bind(upto).fetch_all(c))?;
    Ok(ids.iter().map(|id| id_of(id)).collect())
}

/// The guides with a question or an answer in these words.
///
/// # Errors
/// When the database cannot be read.
pub async fn guides_with_text(connection: &mut Connection, hash: &str) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT blueprint_id FROM questions WHERE text_hash = $1
         UNION SELECT q.blueprint_id FROM questions q JOIN answers a ON a.question_id = q.id WHERE a.text_hash = $1",
    ).bind(hash).fetch_all(c))?;
    Ok(ids.iter().map(|id| id_of(id)).collect())
}

/// The words of the questions that everyone reads about a guide, each with those of its answer, for searching.
///
/// # Errors
/// When the database cannot be read.
pub async fn public_words(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<String> {
    let always = Moment::now(jiff::civil::Date::MAX);
    let rows = of_guide(connection, blueprint, always).await?;
    if rows.is_empty() {
        return Ok(String::new());
    }
    let (answers, ends) = (answers(connection, blueprint).await?, ends(connection, blueprint).await?);
    let shown = together(rows, &answers, &ends, always).into_iter().filter(|question| question.end.is_none());
    let words = shown.flat_map(|question| {
        [question.row.words(), question.answers.first().and_then(AnswerRow::words)].into_iter().flatten()
    });
    Ok(words.collect::<Vec<_>>().join("\n"))
}

/// One question.
pub async fn find(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<QuestionRow>> {
    sql!(connection, c => query_as(
        "SELECT q.id, q.blueprint_id, q.asked_of, q.organisation, q.account_id, q.shows_name, q.text_hash, t.body, q.asked_on
         FROM questions q LEFT JOIN texts t ON t.hash = q.text_hash WHERE q.id = $1",
    ).bind(id.as_bytes().as_slice()).fetch_optional(c))
}

/// Every version of the answer to one question, the newest first.
pub async fn answers_to(connection: &mut Connection, question: Uuid) -> sqlx::Result<Vec<AnswerRow>> {
    sql!(connection, c => query_as(
        "SELECT a.question_id, a.number, a.organisation, a.text_hash, t.body, a.answered_on, a.from_sequence
         FROM answers a LEFT JOIN texts t ON t.hash = a.text_hash
         WHERE a.question_id = $1 ORDER BY a.number DESC LIMIT 200",
    ).bind(question.as_bytes().as_slice()).fetch_all(c))
}

/// How one question ended.
pub async fn end_of(connection: &mut Connection, question: Uuid) -> sqlx::Result<Option<EndRow>> {
    sql!(connection, c => query_as(
        "SELECT question_id, why, ended_on, from_sequence FROM question_ends WHERE question_id = $1",
    ).bind(question.as_bytes().as_slice()).fetch_optional(c))
}

/// Questions an organisation was asked and has not answered, the oldest first, at most 50.
pub async fn waiting_for(connection: &mut Connection, organisation: &str) -> sqlx::Result<Vec<QuestionRow>> {
    sql!(connection, c => query_as(
        "SELECT q.id, q.blueprint_id, q.asked_of, q.organisation, q.account_id, q.shows_name, q.text_hash, t.body, q.asked_on
         FROM questions q LEFT JOIN texts t ON t.hash = q.text_hash
         WHERE q.asked_of = $1 AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.question_id = q.id)
           AND NOT EXISTS (SELECT 1 FROM question_ends e WHERE e.question_id = q.id)
         ORDER BY q.asked_on, q.from_sequence LIMIT 50",
    ).bind(organisation).fetch_all(c))
}

/// The newest questions somebody asked, at most 20.
pub async fn asked_by(connection: &mut Connection, account: Uuid) -> sqlx::Result<Vec<QuestionRow>> {
    sql!(connection, c => query_as(
        "SELECT q.id, q.blueprint_id, q.asked_of, q.organisation, q.account_id, q.shows_name, q.text_hash, t.body, q.asked_on
         FROM questions q LEFT JOIN texts t ON t.hash = q.text_hash
         WHERE q.account_id = $1 ORDER BY q.asked_on DESC, q.from_sequence DESC LIMIT 20",
    ).bind(account.as_bytes().as_slice()).fetch_all(c))
}

/// How many questions somebody asked on `day`.
pub async fn count_on(connection: &mut Connection, account: Uuid, day: &str) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar("SELECT COUNT(*) FROM questions WHERE account_id = $1 AND asked_on = $2")
        .bind(account.as_bytes().as_slice()).bind(day).fetch_one(c))
}

/// A question to be written.
pub struct NewRow<'a> {
    pub id: Uuid,
    pub blueprint: Uuid,
    pub asked_of: &'a str,
    pub organisation: &'a str,
    pub account: Uuid,
    pub shows_name: bool,
    pub text_hash: &'a str,
    pub asked_on: &'a str,
}

pub async fn insert(tx: &mut Transaction, new: &NewRow<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO questions (id, blueprint_id, asked_of, organisation, account_id, shows_name, text_hash, asked_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.asked_of)
        .bind(new.organisation)
        .bind(new.account.as_bytes().as_slice())
        .bind(i64::from(new.shows_name))
        .bind(new.text_hash)
        .bind(new.asked_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// Writes an answer, or the answer mended.
pub async fn insert_answer(
    tx: &mut Transaction,
    (id, question, account): (Uuid, Uuid, Uuid),
    (number, organisation, text_hash, answered_on): (i64, &str, &str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO answers (id, question_id, number, organisation, account_id, text_hash, answered_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(question.as_bytes().as_slice())
        .bind(number)
        .bind(organisation)
        .bind(account.as_bytes().as_slice())
        .bind(text_hash)
        .bind(answered_on)
        .bind(sequence)
    )?;
    Ok(())
}

pub async fn insert_end(
    tx: &mut Transaction,
    (id, question, account): (Uuid, Uuid, Uuid),
    (why, ended_on): (End, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO question_ends (id, question_id, why, account_id, ended_on, from_sequence) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(question.as_bytes().as_slice())
        .bind(why.word())
        .bind(account.as_bytes().as_slice())
        .bind(ended_on)
        .bind(sequence)
    )?;
    Ok(())
}
