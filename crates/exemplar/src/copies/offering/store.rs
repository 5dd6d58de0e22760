//! The tables `offers` and `offer_answers`.

use database::{Connection, Transaction, execute, sql};
use serde::{Deserialize, Serialize};
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::Reply;

/// An offer, and what became of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OfferRow {
    id: Vec<u8>,
    blueprint_id: Vec<u8>,
    /// Whose copy it comes from.
    pub organisation: String,
    /// The change.
    pub update_id: String,
    /// The text both had, by its SHA-256.
    pub base_hash: String,
    /// The copy's text as it was offered, by its SHA-256.
    pub text_hash: String,
    words: Option<Vec<u8>>,
    /// How many copies changed it alike; 0 when somebody offered it.
    pub alike: i64,
    account_id: Vec<u8>,
    /// The day.
    pub offered_on: String,
    answer: Option<String>,
    answer_words: Option<Vec<u8>>,
    /// The day it was answered.
    pub answered_on: Option<String>,
}

/// What an offer is about, and why: kept apart from the row, so that it can be removed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferWords {
    /// Where it stands.
    pub section: String,
    /// What the common text said there.
    pub base: String,
    /// What the copy says there.
    pub ours: String,
    /// Why, in its people's words.
    pub why: String,
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

impl OfferRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id_of(&self.id)
    }

    /// The copy it comes from.
    #[must_use]
    pub fn copy(&self) -> Uuid {
        id_of(&self.blueprint_id)
    }

    /// Who offered it.
    #[must_use]
    pub fn account(&self) -> Uuid {
        id_of(&self.account_id)
    }

    /// What it is about; nothing when that was removed for good.
    #[must_use]
    pub fn words(&self) -> OfferWords {
        self.words.as_deref().and_then(|words| serde_json::from_slice(words).ok()).unwrap_or_default()
    }

    /// What became of it.
    #[must_use]
    pub fn reply(&self) -> Option<Reply> {
        Reply::from_word(self.answer.as_deref()?)
    }

    /// In which words; empty when none were said or they were removed.
    #[must_use]
    pub fn answer_words(&self) -> String {
        self.answer_words.as_deref().map(|words| String::from_utf8_lossy(words).into_owned()).unwrap_or_default()
    }
}

macro_rules! offers {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.blueprint_id, o.organisation, o.update_id, o.base_hash, o.text_hash, t.body AS words,
                    o.alike, o.account_id, o.offered_on, a.answer, v.body AS answer_words, a.answered_on
             FROM offers o LEFT JOIN texts t ON t.hash = o.words_hash LEFT JOIN offer_answers a ON a.offer_id = o.id
             LEFT JOIN texts v ON v.hash = a.words_hash ",
            $rest
        )
    };
}

/// One.
pub(super) async fn find(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<OfferRow>> {
    sql!(connection, c => query_as(offers!("WHERE o.id = $1")).bind(id.as_bytes().as_slice()).fetch_optional(c))
}

/// What was offered to a guide, what waits first, at most 200.
pub(super) async fn of_source(connection: &mut Connection, source: Uuid) -> sqlx::Result<Vec<OfferRow>> {
    sql!(connection, c => query_as(offers!(
        "WHERE o.source_id = $1 ORDER BY CASE WHEN a.answer IS NULL THEN 0 ELSE 1 END, o.from_sequence DESC, o.id LIMIT 200"
    )).bind(source.as_bytes().as_slice()).fetch_all(c))
}

/// What was offered from a copy, the newest first, at most 200.
pub(super) async fn of_copy(connection: &mut Connection, copy: Uuid) -> sqlx::Result<Vec<OfferRow>> {
    sql!(connection, c => query_as(offers!("WHERE o.blueprint_id = $1 ORDER BY o.from_sequence DESC, o.id LIMIT 200"))
        .bind(copy.as_bytes().as_slice()).fetch_all(c))
}

/// How many offers to guides of an organisation wait, with the address of each guide.
pub(super) async fn waiting(connection: &mut Connection, code: &str) -> sqlx::Result<Vec<(String, String, i64)>> {
    sql!(connection, c => query_as(
        "SELECT b.slug, b.title, COUNT(*) FROM offers o
         JOIN blueprints b ON b.id = o.source_id AND b.until_sequence IS NULL AND b.known_until IS NULL
         WHERE b.organisation = $1 AND NOT EXISTS (SELECT 1 FROM offer_answers a WHERE a.offer_id = o.id)
         GROUP BY b.slug, b.title ORDER BY b.title LIMIT 50",
    ).bind(code).fetch_all(c))
}

/// Whose changes stand in the draft of a guide begun from version `made_from`: the organisation, how many copies made it
/// alike (0 where it was offered), and how many changes.
pub(super) async fn used_in(
    connection: &mut Connection,
    source: Uuid,
    made_from: i64,
) -> sqlx::Result<Vec<(String, i64, i64)>> {
    sql!(connection, c => query_as(
        "SELECT o.organisation, o.alike, COUNT(*) FROM offers o
         JOIN offer_answers a ON a.offer_id = o.id AND a.answer <> 'declined'
         JOIN drafts d ON d.blueprint_id = o.source_id AND d.from_sequence = a.from_sequence AND d.made_from = $2
         WHERE o.source_id = $1 GROUP BY o.organisation, o.alike ORDER BY o.alike, o.organisation LIMIT 20",
    ).bind(source.as_bytes().as_slice()).bind(made_from).fetch_all(c))
}

/// Whether this change of this copy was offered before.
pub(super) async fn is_offered(connection: &mut Connection, copy: Uuid, update: &str) -> sqlx::Result<bool> {
    let found: i64 = sql!(connection, c => query_scalar("SELECT COUNT(*) FROM offers WHERE blueprint_id = $1 AND update_id = $2")
        .bind(copy.as_bytes().as_slice()).bind(update).fetch_one(c))?;
    Ok(found > 0)
}

/// An offer to be written.
pub(super) struct NewOffer<'a> {
    pub id: Uuid,
    pub copy: Uuid,
    pub source: Uuid,
    pub organisation: &'a str,
    pub update_id: &'a str,
    pub base_hash: &'a str,
    pub text_hash: &'a str,
    pub words_hash: &'a str,
    pub alike: i64,
    pub account: Uuid,
    pub on: &'a str,
}

pub(super) async fn insert(tx: &mut Transaction, new: &NewOffer<'_>, sequence: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO offers (id, blueprint_id, source_id, organisation, update_id, base_hash, text_hash, words_hash, alike,
                account_id, offered_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(new.id.as_bytes().as_slice())
        .bind(new.copy.as_bytes().as_slice())
        .bind(new.source.as_bytes().as_slice())
        .bind(new.organisation)
        .bind(new.update_id)
        .bind(new.base_hash)
        .bind(new.text_hash)
        .bind(new.words_hash)
        .bind(new.alike)
        .bind(new.account.as_bytes().as_slice())
        .bind(new.on)
        .bind(sequence)
    )?;
    Ok(())
}

/// An answer to be written: its id, the offer, and who gave it.
pub(super) async fn insert_answer(
    tx: &mut Transaction,
    (id, offer, account): (Uuid, Uuid, Uuid),
    (reply, words_hash, on): (Reply, &str, &str),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO offer_answers (id, offer_id, answer, words_hash, account_id, answered_on, from_sequence)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(offer.as_bytes().as_slice())
        .bind(reply.word())
        .bind(words_hash)
        .bind(account.as_bytes().as_slice())
        .bind(on)
        .bind(sequence)
    )?;
    Ok(())
}
