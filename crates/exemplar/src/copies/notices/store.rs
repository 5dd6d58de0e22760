//! The tables `safety_notices`, `notice_duties`, `notice_answers`, `notice_reminders` and `safety_directors`.

use database::{Connection, Transaction, execute, sql};
use jiff::civil::Date;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::{Kind, Reply, Standing};

/// A copy's duty to answer a notice, with the notice and what was answered.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DutyRow {
    id: Vec<u8>,
    notice_id: Vec<u8>,
    blueprint_id: Vec<u8>,
    /// Whose copy it is.
    pub organisation: String,
    due_on: String,
    source_id: Vec<u8>,
    /// The version that corrects it, or that was withdrawn or warned of.
    pub number: i64,
    kind: String,
    /// The day of the notice.
    pub raised_on: String,
    reason: String,
    words: Option<Vec<u8>>,
    answer: Option<String>,
    answer_words: Option<Vec<u8>>,
    by_when: Option<String>,
    /// The version everyone read of the copy when what was taken stood only in its draft.
    pub copy_number: Option<i64>,
    /// Who answered, by name.
    pub answered_by: Option<String>,
    /// The day they did.
    pub answered_on: Option<String>,
}

/// A notice.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NoticeRow {
    id: Vec<u8>,
    blueprint_id: Vec<u8>,
    kind: String,
    /// The version that corrects it, or that was withdrawn or warned of.
    pub number: i64,
    /// The day of it.
    pub raised_on: String,
    reason: String,
    words: Option<Vec<u8>>,
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

/// What a notice says: the words of whoever raised it, or the note of the version, or why it was withdrawn.
fn said(words: Option<&Vec<u8>>, reason: &str) -> String {
    words.map_or_else(|| reason.to_owned(), |words| String::from_utf8_lossy(words).into_owned())
}

impl DutyRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id_of(&self.id)
    }

    /// The notice it answers.
    #[must_use]
    pub fn notice(&self) -> Uuid {
        id_of(&self.notice_id)
    }

    /// The copy.
    #[must_use]
    pub fn copy(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// The guide the notice is about.
    #[must_use]
    pub fn source(&self) -> Uuid {
        id_of(&self.source_id)
    }

    /// Why there is a notice.
    #[must_use]
    pub fn kind(&self) -> Kind {
        Kind::from_word(&self.kind).unwrap_or(Kind::Concern)
    }

    /// What the notice says.
    #[must_use]
    pub fn said(&self) -> String {
        said(self.words.as_ref(), &self.reason)
    }

    /// What was answered.
    #[must_use]
    pub fn reply(&self) -> Option<Reply> {
        Reply::from_word(self.answer.as_deref()?)
    }

    /// In which words; empty when none were said or they were removed.
    #[must_use]
    pub fn answer_words(&self) -> String {
        self.answer_words.as_deref().map(|words| String::from_utf8_lossy(words).into_owned()).unwrap_or_default()
    }

    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let day = |text: &str| text.parse::<Date>().unwrap_or(Date::MAX);
        match self.reply() {
            None => Standing::Open(day(&self.due_on)),
            Some(Reply::WillDo) => Standing::Promised(day(self.by_when.as_deref().unwrap_or(&self.due_on))),
            Some(reply) => Standing::Over(reply),
        }
    }
}

impl NoticeRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id_of(&self.id)
    }

    /// The guide it is about.
    #[must_use]
    pub fn source(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// Why there is one.
    #[must_use]
    pub fn kind(&self) -> Kind {
        Kind::from_word(&self.kind).unwrap_or(Kind::Concern)
    }

    /// What it says.
    #[must_use]
    pub fn said(&self) -> String {
        said(self.words.as_ref(), &self.reason)
    }
}

/// Duties with their notices and answers.
macro_rules! duties {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.notice_id, d.blueprint_id, d.organisation, d.due_on, n.blueprint_id AS source_id, n.number, n.kind,
                    n.raised_on, COALESCE(r.note, x.reason, '') AS reason, t.body AS words, a.answer, v.body AS answer_words,
                    a.by_when, a.copy_number, p.name AS answered_by, a.answered_on
             FROM notice_duties d JOIN safety_notices n ON n.id = d.notice_id
             LEFT JOIN revisions r ON n.kind = 'correction' AND r.blueprint_id = n.blueprint_id AND r.number = n.number
             LEFT JOIN withdrawals x ON n.kind = 'withdrawal' AND x.blueprint_id = n.blueprint_id AND x.from_sequence = n.entry
             LEFT JOIN texts t ON t.hash = n.words_hash
             LEFT JOIN notice_answers a ON a.duty_id = d.id AND a.until_sequence IS NULL
             LEFT JOIN texts v ON v.hash = a.words_hash LEFT JOIN accounts p ON p.id = a.account_id ",
            $rest
        )
    };
}

/// Notices, with what they say.
macro_rules! notices {
    ($rest:literal) => {
        concat!(
            "SELECT n.id, n.blueprint_id, n.kind, n.number, n.raised_on, COALESCE(r.note, x.reason, '') AS reason,
                    t.body AS words
             FROM safety_notices n
             LEFT JOIN revisions r ON n.kind = 'correction' AND r.blueprint_id = n.blueprint_id AND r.number = n.number
             LEFT JOIN withdrawals x ON n.kind = 'withdrawal' AND x.blueprint_id = n.blueprint_id AND x.from_sequence = n.entry
             LEFT JOIN texts t ON t.hash = n.words_hash ",
            $rest
        )
    };
}

/// One duty.
pub(super) async fn find(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<DutyRow>> {
    sql!(connection, c => query_as(duties!("WHERE d.id = $1")).bind(id.as_bytes().as_slice()).fetch_optional(c))
}

/// The duties of a copy, the newest first, at most 50.
pub(super) async fn of_copy(connection: &mut Connection, copy: Uuid) -> sqlx::Result<Vec<DutyRow>> {
    sql!(connection, c => query_as(duties!("WHERE d.blueprint_id = $1 ORDER BY d.from_sequence DESC LIMIT 50"))
        .bind(copy.as_bytes().as_slice()).fetch_all(c))
}

/// What an organisation still has to answer or to do, the most urgent first, at most 200.
pub(super) async fn of_organisation(connection: &mut Connection, code: &str) -> sqlx::Result<Vec<DutyRow>> {
    sql!(connection, c => query_as(duties!(
        "WHERE d.organisation = $1 AND (a.answer IS NULL OR a.answer = 'will-do')
         ORDER BY COALESCE(a.by_when, d.due_on), d.from_sequence, d.id LIMIT 200"
    )).bind(code).fetch_all(c))
}

/// The copies of an organisation with a notice that is not answered, each once for each notice.
///
/// # Errors
/// When the database cannot be read.
pub async fn open_of(connection: &mut Connection, code: &str) -> sqlx::Result<Vec<Uuid>> {
    Ok(of_organisation(connection, code).await?.iter().map(DutyRow::copy).collect())
}

/// The duties of one notice, by organisation, at most 1,000.
pub(super) async fn of_notice(connection: &mut Connection, notice: Uuid) -> sqlx::Result<Vec<DutyRow>> {
    sql!(connection, c => query_as(duties!("WHERE d.notice_id = $1 ORDER BY d.organisation, d.id LIMIT 1000"))
        .bind(notice.as_bytes().as_slice()).fetch_all(c))
}

/// What is due by `day` and not over, the next 200 after one of them.
pub(super) async fn due_by(connection: &mut Connection, day: &str, after: Uuid) -> sqlx::Result<Vec<DutyRow>> {
    sql!(connection, c => query_as(duties!(
        "WHERE (a.answer IS NULL OR a.answer = 'will-do') AND COALESCE(a.by_when, d.due_on) <= $1 AND d.id > $2
         ORDER BY d.id LIMIT 200"
    )).bind(day).bind(after.as_bytes().as_slice()).fetch_all(c))
}

/// The notices about a guide, the newest first, at most 50.
pub(super) async fn of_source(connection: &mut Connection, source: Uuid) -> sqlx::Result<Vec<NoticeRow>> {
    sql!(connection, c => query_as(notices!("WHERE n.blueprint_id = $1 ORDER BY n.from_sequence DESC LIMIT 50"))
        .bind(source.as_bytes().as_slice()).fetch_all(c))
}

/// One notice.
pub(super) async fn notice(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<NoticeRow>> {
    sql!(connection, c => query_as(notices!("WHERE n.id = $1")).bind(id.as_bytes().as_slice()).fetch_optional(c))
}

/// The newest notices of all guides, at most 100.
pub(super) async fn newest(connection: &mut Connection) -> sqlx::Result<Vec<NoticeRow>> {
    sql!(connection, c => query_as(notices!("ORDER BY n.from_sequence DESC LIMIT 100")).fetch_all(c))
}

/// The notice that an entry brought about.
pub(super) async fn by_entry(
    connection: &mut Connection,
    (source, entry): (Uuid, i64),
) -> sqlx::Result<Option<NoticeRow>> {
    sql!(connection, c => query_as(notices!("WHERE n.blueprint_id = $1 AND n.entry = $2"))
        .bind(source.as_bytes().as_slice()).bind(entry).fetch_optional(c))
}

/// A notice to be written.
pub(super) struct NewRow<'a> {
    pub id: Uuid,
    pub source: Uuid,
    pub kind: Kind,
    pub number: i64,
    pub entry: i64,
    pub words_hash: Option<&'a str>,
    pub raised_on: &'a str,
    pub answer_by: &'a str,
}

pub(super) async fn insert(tx: &mut Transaction, new: &NewRow<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO safety_notices (id, blueprint_id, kind, number, entry, words_hash, raised_on, answer_by, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.source.as_bytes().as_slice())
        .bind(new.kind.word())
        .bind(new.number)
        .bind(new.entry)
        .bind(new.words_hash)
        .bind(new.raised_on)
        .bind(new.answer_by)
        .bind(sequence)
    )?;
    Ok(())
}

/// A duty to be written: its id, the notice, the copy.
pub(super) async fn insert_duty(
    tx: &mut Transaction,
    (id, notice, copy): (Uuid, Uuid, Uuid),
    (organisation, due_on): (&str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO notice_duties (id, notice_id, blueprint_id, organisation, due_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(notice.as_bytes().as_slice())
        .bind(copy.as_bytes().as_slice())
        .bind(organisation)
        .bind(due_on)
        .bind(sequence)
    )?;
    Ok(())
}

/// An answer to be written.
pub(super) struct NewAnswer<'a> {
    pub duty: Uuid,
    pub reply: Reply,
    pub words_hash: &'a str,
    pub by_when: Option<Date>,
    pub copy_number: Option<i64>,
    pub account: Uuid,
    pub on: &'a str,
}

/// Writes an answer, ending the one before.
pub(super) async fn put_answer(tx: &mut Transaction, id: Uuid, new: &NewAnswer<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE notice_answers SET until_sequence = $1 WHERE duty_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(new.duty.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO notice_answers (id, duty_id, answer, words_hash, by_when, copy_number, account_id, answered_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(new.duty.as_bytes().as_slice())
        .bind(new.reply.word())
        .bind(new.words_hash)
        .bind(new.by_when.map(|day| day.to_string()))
        .bind(new.copy_number)
        .bind(new.account.as_bytes().as_slice())
        .bind(new.on)
        .bind(sequence)
    )?;
    Ok(())
}

/// Ends the answers of a copy that one entry wrote.
pub(super) async fn end_answers(tx: &mut Transaction, copy: Uuid, written: i64, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "UPDATE notice_answers SET until_sequence = $1 WHERE from_sequence = $2 AND until_sequence IS NULL
               AND duty_id IN (SELECT id FROM notice_duties WHERE blueprint_id = $3)",
        )
        .bind(sequence)
        .bind(written)
        .bind(copy.as_bytes().as_slice())
    )?;
    Ok(())
}

/// Notes that somebody is told again; tells whether it is the first time.
pub(super) async fn insert_reminder(
    tx: &mut Transaction,
    (id, duty): (Uuid, Uuid),
    (what, due_on, sent_on): (&str, &str, &str),
    sequence: i64,
) -> sqlx::Result<bool> {
    let written = execute!(
        tx,
        query(
            "INSERT INTO notice_reminders (id, duty_id, what, due_on, sent_on, from_sequence) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (duty_id, what, due_on) DO NOTHING",
        )
        .bind(id.as_bytes().as_slice())
        .bind(duty.as_bytes().as_slice())
        .bind(what)
        .bind(due_on)
        .bind(sent_on)
        .bind(sequence)
    )?;
    Ok(written > 0)
}

/// Whether somebody was told again of a duty that was due on this day.
pub(super) async fn was_reminded(
    connection: &mut Connection,
    duty: Uuid,
    (what, due_on): (&str, &str),
) -> sqlx::Result<bool> {
    let found: i64 = sql!(connection, c => query_scalar(
        "SELECT COUNT(*) FROM notice_reminders WHERE duty_id = $1 AND what = $2 AND due_on = $3",
    ).bind(duty.as_bytes().as_slice()).bind(what).bind(due_on).fetch_one(c))?;
    Ok(found > 0)
}

/// The day on which a duty went to the director; none when it did not.
pub(super) async fn passed_on(connection: &mut Connection, duty: Uuid) -> sqlx::Result<Option<String>> {
    sql!(connection, c => query_scalar("SELECT MIN(sent_on) FROM notice_reminders WHERE duty_id = $1 AND what = 'late'")
        .bind(duty.as_bytes().as_slice()).fetch_one(c))
}

/// Whom an organisation named as its director for safety.
pub(super) async fn director(connection: &mut Connection, code: &str) -> sqlx::Result<Option<Uuid>> {
    let id: Option<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT account_id FROM safety_directors WHERE organisation = $1 AND until_sequence IS NULL",
    ).bind(code).fetch_optional(c))?;
    Ok(id.map(|id| id_of(&id)))
}

/// The organisations that named this account as their director.
pub(super) async fn directed_by(connection: &mut Connection, account: Uuid) -> sqlx::Result<Vec<String>> {
    sql!(connection, c => query_scalar(
        "SELECT organisation FROM safety_directors WHERE account_id = $1 AND until_sequence IS NULL ORDER BY organisation",
    ).bind(account.as_bytes().as_slice()).fetch_all(c))
}

/// Names a director, ending whoever was it before.
pub(super) async fn put_director(
    tx: &mut Transaction,
    (id, account): (Uuid, Uuid),
    organisation: &str,
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE safety_directors SET until_sequence = $1 WHERE organisation = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(organisation)
    )?;
    execute!(
        tx,
        query("INSERT INTO safety_directors (id, organisation, account_id, from_sequence) VALUES ($1, $2, $3, $4)")
            .bind(id.as_bytes().as_slice())
            .bind(organisation)
            .bind(account.as_bytes().as_slice())
            .bind(sequence)
    )?;
    Ok(())
}
