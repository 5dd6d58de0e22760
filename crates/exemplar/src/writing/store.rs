//! The tables `drafts`, `care_answers`, `approvals` and `hazard_answers`.

use database::{Connection, Transaction, execute, sql};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::{Approval, CareAnswers, HazardAnswer};
use crate::blueprints;

/// A draft as it was last saved.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DraftRow {
    blueprint_id: Vec<u8>,
    /// The version it was begun from; 0 when there was none.
    pub made_from: i64,
    /// How often it was saved: a save made from an older one is refused.
    pub number: i64,
    /// The SHA-256 of its text.
    pub text_hash: String,
    saved_by: Vec<u8>,
    /// When it was saved, in microseconds since 1970.
    pub saved_at: i64,
    /// Who saved it, by name.
    pub name: String,
}

/// Somebody's agreement to one text.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ApprovalRow {
    id: Vec<u8>,
    kind: String,
    /// The organisation they agreed for.
    pub organisation: String,
    /// What they said.
    pub note: String,
    /// The day.
    pub given_on: String,
    /// Who, by name: for their own organisation alone.
    pub name: String,
}

impl ApprovalRow {
    /// Whether it says that this organisation reviewed the text.
    #[must_use]
    pub fn is_review_by(&self, organisation: &str) -> bool {
        self.kind() == Some(Approval::Reviewed) && self.organisation == organisation
    }
}

/// What was said of a hazard.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HazardAnswerRow {
    /// The hazard, as the text names it.
    pub hazard: String,
    answer: String,
    /// In which way, or why not.
    pub words: String,
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

impl DraftRow {
    /// The guide it may become a version of.
    #[must_use]
    pub fn blueprint(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// The account that saved it.
    #[must_use]
    pub fn saved_by(&self) -> Uuid {
        id_of(&self.saved_by)
    }
}

impl ApprovalRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id_of(&self.id)
    }

    /// What it says.
    #[must_use]
    pub fn kind(&self) -> Option<Approval> {
        Approval::from_word(&self.kind)
    }
}

impl HazardAnswerRow {
    /// The answer.
    #[must_use]
    pub fn answer(&self) -> HazardAnswer {
        HazardAnswer::from_word(&self.answer).unwrap_or(HazardAnswer::Holds)
    }
}

/// The draft of a guide, when there is one.
///
/// # Errors
/// When the database cannot be read.
pub async fn current(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Option<DraftRow>> {
    sql!(connection, c => query_as(
        "SELECT d.blueprint_id, d.made_from, d.number, d.text_hash, d.saved_by, d.saved_at, a.name
         FROM drafts d JOIN accounts a ON a.id = d.saved_by WHERE d.blueprint_id = $1 AND d.until_sequence IS NULL",
    ).bind(blueprint.as_bytes().as_slice()).fetch_optional(c))
}

/// The last draft made from version `made_from` that is one no more: where there is no other, it was thrown away.
///
/// # Errors
/// When the database cannot be read.
pub async fn thrown_away(
    connection: &mut Connection,
    blueprint: Uuid,
    made_from: i64,
) -> sqlx::Result<Option<DraftRow>> {
    sql!(connection, c => query_as(
        "SELECT d.blueprint_id, d.made_from, d.number, d.text_hash, d.saved_by, d.saved_at, a.name
         FROM drafts d JOIN accounts a ON a.id = d.saved_by
         WHERE d.blueprint_id = $1 AND d.made_from = $2 AND d.until_sequence IS NOT NULL
         ORDER BY d.number DESC LIMIT 1",
    ).bind(blueprint.as_bytes().as_slice()).bind(made_from).fetch_optional(c))
}

/// The drafts of an organisation's guides that were thrown away and not begun again, the latest first, at most 50.
///
/// # Errors
/// When the database cannot be read.
pub async fn thrown_away_of(connection: &mut Connection, code: &str) -> sqlx::Result<Vec<DraftRow>> {
    sql!(connection, c => query_as(
        "SELECT d.blueprint_id, d.made_from, d.number, d.text_hash, d.saved_by, d.saved_at, a.name
         FROM drafts d JOIN accounts a ON a.id = d.saved_by
         JOIN blueprints b ON b.id = d.blueprint_id AND b.until_sequence IS NULL AND b.known_until IS NULL
             AND b.revision = d.made_from
         WHERE b.organisation = $1 AND d.until_sequence IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM drafts n WHERE n.blueprint_id = d.blueprint_id AND n.made_from = d.made_from
                           AND (n.until_sequence IS NULL OR n.number > d.number))
         ORDER BY d.saved_at DESC LIMIT 50",
    ).bind(code).fetch_all(c))
}

/// The drafts of an organisation's guides, the latest first, at most 200.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_organisation(connection: &mut Connection, code: &str) -> sqlx::Result<Vec<DraftRow>> {
    sql!(connection, c => query_as(
        "SELECT d.blueprint_id, d.made_from, d.number, d.text_hash, d.saved_by, d.saved_at, a.name
         FROM drafts d JOIN accounts a ON a.id = d.saved_by
         JOIN blueprints b ON b.id = d.blueprint_id AND b.until_sequence IS NULL AND b.known_until IS NULL
         WHERE b.organisation = $1 AND d.until_sequence IS NULL ORDER BY d.saved_at DESC LIMIT 200",
    ).bind(code).fetch_all(c))
}

/// Everyone who saved a draft begun from version `made_from`.
///
/// # Errors
/// When the database cannot be read.
pub async fn wrote(connection: &mut Connection, blueprint: Uuid, made_from: i64) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT DISTINCT saved_by FROM drafts WHERE blueprint_id = $1 AND made_from = $2",
    ).bind(blueprint.as_bytes().as_slice()).bind(made_from).fetch_all(c))?;
    Ok(ids.iter().map(|id| id_of(id)).collect())
}

/// The SHA-256 of what is newest of a guide: its draft's text, otherwise that of version `revision`. None when it has neither.
///
/// # Errors
/// When the database cannot be read.
pub async fn newest_text(connection: &mut Connection, blueprint: Uuid, revision: i64) -> sqlx::Result<Option<String>> {
    if let Some(draft) = current(connection, blueprint).await? {
        return Ok(Some(draft.text_hash));
    }
    Ok(blueprints::store::revision(connection, blueprint, revision).await?.map(|known| known.text_hash))
}

/// How often drafts begun from version `made_from` were saved.
///
/// # Errors
/// When the database cannot be read.
pub async fn last_number(connection: &mut Connection, blueprint: Uuid, made_from: i64) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar(
        "SELECT COALESCE(MAX(number), 0) FROM drafts WHERE blueprint_id = $1 AND made_from = $2",
    ).bind(blueprint.as_bytes().as_slice()).bind(made_from).fetch_one(c))
}

/// Everyone who ever saved a draft of a guide.
///
/// # Errors
/// When the database cannot be read.
pub async fn ever_wrote(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<Uuid>> {
    let ids: Vec<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT DISTINCT saved_by FROM drafts WHERE blueprint_id = $1",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))?;
    Ok(ids.iter().map(|id| id_of(id)).collect())
}

/// Why a guide is withdrawn.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WithdrawalRow {
    /// The reason, as readers see it.
    pub reason: String,
    replaced_by: Option<Vec<u8>>,
    /// The day.
    pub withdrawn_on: String,
}

impl WithdrawalRow {
    /// What to read instead.
    #[must_use]
    pub fn replaced_by(&self) -> Option<Uuid> {
        self.replaced_by.as_deref().map(id_of)
    }
}

/// Why a guide is withdrawn, when it is.
///
/// # Errors
/// When the database cannot be read.
pub async fn withdrawal(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Option<WithdrawalRow>> {
    sql!(connection, c => query_as(
        "SELECT reason, replaced_by, withdrawn_on FROM withdrawals WHERE blueprint_id = $1 AND until_sequence IS NULL",
    ).bind(blueprint.as_bytes().as_slice()).fetch_optional(c))
}

pub(super) async fn insert_withdrawal(
    tx: &mut Transaction,
    (row_id, blueprint): (Uuid, Uuid),
    (reason, replaced_by, day): (&str, Option<Uuid>, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    end_withdrawal(tx, blueprint, sequence).await?;
    execute!(
        tx,
        query("INSERT INTO withdrawals (row_id, blueprint_id, reason, replaced_by, withdrawn_on, from_sequence) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(row_id.as_bytes().as_slice())
            .bind(blueprint.as_bytes().as_slice())
            .bind(reason)
            .bind(replaced_by.map(|id| id.as_bytes().to_vec()))
            .bind(day)
            .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end_withdrawal(tx: &mut Transaction, blueprint: Uuid, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE withdrawals SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    Ok(())
}

/// The SHA-256 of every text that was saved for a guide, in order.
///
/// # Errors
/// When the database cannot be read.
pub async fn texts_saved(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<String>> {
    sql!(connection, c => query_scalar(
        "SELECT text_hash FROM drafts WHERE blueprint_id = $1 ORDER BY made_from, number",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))
}

/// The answers to the three questions, when they were given.
///
/// # Errors
/// When the database cannot be read.
pub async fn care(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Option<CareAnswers>> {
    let row: Option<(String, String, String)> = sql!(connection, c => query_as(
        "SELECT changes_what, could_harm, states_dose FROM care_answers WHERE blueprint_id = $1 AND until_sequence IS NULL",
    ).bind(blueprint.as_bytes().as_slice()).fetch_optional(c))?;
    Ok(row.map(|(changes_what, could_harm, states_dose)| CareAnswers {
        changes_what: changes_what == "yes",
        could_harm: could_harm == "yes",
        states_dose: states_dose == "yes",
    }))
}

/// Whether a guide was ever said to touch care, or signed as one that does.
///
/// # Errors
/// When the database cannot be read.
pub async fn touched_care(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<bool> {
    let found: i64 = sql!(connection, c => query_scalar(
        "SELECT CAST((SELECT COUNT(*) FROM care_answers WHERE blueprint_id = $1
            AND (changes_what = 'yes' OR could_harm = 'yes' OR states_dose = 'yes'))
          + (SELECT COUNT(*) FROM approvals WHERE blueprint_id = $1 AND kind = 'safety') AS BIGINT)",
    ).bind(blueprint.as_bytes().as_slice()).fetch_one(c))?;
    Ok(found > 0)
}

/// Who agreed to this text of this guide.
///
/// # Errors
/// When the database cannot be read.
pub async fn approvals(
    connection: &mut Connection,
    blueprint: Uuid,
    text_hash: &str,
) -> sqlx::Result<Vec<ApprovalRow>> {
    sql!(connection, c => query_as(
        "SELECT p.id, p.kind, p.organisation, p.note, p.given_on, a.name
         FROM approvals p JOIN accounts a ON a.id = p.account_id
         WHERE p.blueprint_id = $1 AND p.text_hash = $2 ORDER BY p.from_sequence",
    ).bind(blueprint.as_bytes().as_slice()).bind(text_hash).fetch_all(c))
}

/// What was said of each hazard with an approval.
///
/// # Errors
/// When the database cannot be read.
pub async fn hazard_answers(connection: &mut Connection, approval: Uuid) -> sqlx::Result<Vec<HazardAnswerRow>> {
    sql!(connection, c => query_as(
        "SELECT hazard, answer, words FROM hazard_answers WHERE approval_id = $1 ORDER BY id",
    ).bind(approval.as_bytes().as_slice()).fetch_all(c))
}

/// What was said last of each hazard of a guide, whatever text it was said of.
///
/// # Errors
/// When the database cannot be read.
pub async fn last_hazard_answers(connection: &mut Connection, blueprint: Uuid) -> sqlx::Result<Vec<HazardAnswerRow>> {
    sql!(connection, c => query_as(
        "SELECT h.hazard, h.answer, h.words FROM hazard_answers h WHERE h.approval_id = (
             SELECT p.id FROM approvals p WHERE p.blueprint_id = $1 AND p.kind = 'safety'
             ORDER BY p.from_sequence DESC LIMIT 1) ORDER BY h.id",
    ).bind(blueprint.as_bytes().as_slice()).fetch_all(c))
}

/// A draft to be written.
pub(super) struct NewDraft<'a> {
    pub blueprint: Uuid,
    pub made_from: i64,
    pub number: i64,
    pub text_hash: &'a str,
    pub saved_by: Uuid,
    pub saved_at: i64,
}

pub(super) async fn insert_draft(
    tx: &mut Transaction,
    row_id: Uuid,
    new: &NewDraft<'_>,
    sequence: i64,
) -> sqlx::Result<()> {
    end_draft(tx, new.blueprint, sequence).await?;
    execute!(
        tx,
        query(
            "INSERT INTO drafts (row_id, blueprint_id, made_from, number, text_hash, saved_by, saved_at, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.made_from)
        .bind(new.number)
        .bind(new.text_hash)
        .bind(new.saved_by.as_bytes().as_slice())
        .bind(new.saved_at)
        .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn end_draft(tx: &mut Transaction, blueprint: Uuid, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE drafts SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    Ok(())
}

pub(super) async fn put_care(
    tx: &mut Transaction,
    row_id: Uuid,
    blueprint: Uuid,
    care: CareAnswers,
    sequence: i64,
) -> sqlx::Result<()> {
    let word = |yes: bool| if yes { "yes" } else { "no" };
    execute!(
        tx,
        query("UPDATE care_answers SET until_sequence = $1 WHERE blueprint_id = $2 AND until_sequence IS NULL")
            .bind(sequence)
            .bind(blueprint.as_bytes().as_slice())
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO care_answers (row_id, blueprint_id, changes_what, could_harm, states_dose, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(row_id.as_bytes().as_slice())
        .bind(blueprint.as_bytes().as_slice())
        .bind(word(care.changes_what))
        .bind(word(care.could_harm))
        .bind(word(care.states_dose))
        .bind(sequence)
    )?;
    Ok(())
}

/// An approval to be written.
pub(in crate::writing) struct NewApproval<'a> {
    pub id: Uuid,
    pub blueprint: Uuid,
    pub text_hash: &'a str,
    pub kind: Approval,
    pub account: Uuid,
    /// Who saved the text last, where somebody did.
    pub written_by: Option<Uuid>,
    pub organisation: &'a str,
    pub note: &'a str,
    pub given_on: &'a str,
}

/// Writes an approval; one that this person gave to this text already stays as it is. Tells whether it was written.
pub(in crate::writing) async fn insert_approval(
    tx: &mut Transaction,
    new: &NewApproval<'_>,
    sequence: i64,
) -> sqlx::Result<bool> {
    let written = execute!(
        tx,
        query(
            "INSERT INTO approvals (id, blueprint_id, text_hash, kind, account_id, written_by, organisation, note, given_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (blueprint_id, text_hash, kind, account_id) DO NOTHING",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.blueprint.as_bytes().as_slice())
        .bind(new.text_hash)
        .bind(new.kind.word())
        .bind(new.account.as_bytes().as_slice())
        .bind(new.written_by.map(|id| id.as_bytes().to_vec()))
        .bind(new.organisation)
        .bind(new.note)
        .bind(new.given_on)
        .bind(sequence)
    )?;
    Ok(written > 0)
}

pub(in crate::writing) async fn insert_hazard_answer(
    tx: &mut Transaction,
    (id, approval): (Uuid, Uuid),
    (hazard, answer, words): (&str, HazardAnswer, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO hazard_answers (id, approval_id, hazard, answer, words, from_sequence) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(id.as_bytes().as_slice())
            .bind(approval.as_bytes().as_slice())
            .bind(hazard)
            .bind(answer.word())
            .bind(words)
            .bind(sequence)
    )?;
    Ok(())
}
