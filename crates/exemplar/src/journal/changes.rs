//! Opening a change, appending its entries, and making it hold: the only way to write.

use database::Transaction;
use jiff::Timestamp;
use serde_json::Value;

use super::store::{self, Head};
use super::{Entry, JournalError, RecordTable, hash_of, seal, stamp};
use crate::kit::Kit;
use crate::platform::files::sha256_hex;

/// A transaction that holds the journal's head: what it writes and the entries that say so become true together.
#[derive(Debug)]
pub struct Change {
    tx: Transaction,
    head: Head,
    now: Timestamp,
}

/// An act about to be recorded.
#[derive(Clone, Debug)]
pub struct NewEntry<'a> {
    /// Who acted: an opaque id, `operator` for the command line.
    pub actor: &'a str,
    /// The organisation acted for, by code.
    pub organisation: Option<&'a str>,
    /// What was done, such as `blueprints.import`.
    pub action: &'static str,
    /// To what.
    pub record: &'a str,
    /// Where it came from, in words.
    pub source: Option<&'a str>,
    /// The date from which it holds, when that is another day.
    pub holds_on: Option<String>,
    /// Whether it changes what the public sees.
    pub is_public: bool,
    /// What everyone may know of it.
    pub public: Value,
    /// What lies beside the chain and can be removed.
    pub private: Option<Private>,
    /// SHA-256 of each text it refers to.
    pub texts: Vec<String>,
    /// SHA-256 of each file it refers to.
    pub files: Vec<String>,
    /// The record tables it wrote to.
    pub tables: &'a [&'a RecordTable],
}

/// A part kept beside the chain: the entry holds only its salted hash.
#[derive(Clone, Debug)]
pub struct Private {
    /// 16 random bytes.
    pub salt: [u8; 16],
    /// The part itself.
    pub body: Value,
}

impl Change {
    /// Opens a change. Others that want to write wait until it is committed or dropped.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn open(kit: &Kit) -> Result<Self, JournalError> {
        let mut tx = kit.db.begin().await?;
        let head = store::lock_head(&mut tx).await?;
        Ok(Self { tx, head, now: kit.clock.now() })
    }

    /// The number the next entry will carry: rows written before it is appended refer to it.
    #[must_use]
    pub fn sequence(&self) -> i64 {
        self.head.sequence + 1
    }

    /// When this change is recorded.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The transaction to write rows with.
    pub fn tx(&mut self) -> &mut Transaction {
        &mut self.tx
    }

    /// Appends the entry of one act, sealing the rows written under [`Change::sequence`].
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn append(&mut self, new: NewEntry<'_>) -> Result<i64, JournalError> {
        let sequence = self.sequence();
        let rows = seal::rows(&mut self.tx, new.tables, sequence).await?;
        let private = new.private.map(|p| (p.salt, p.body.to_string().into_bytes()));
        let entry = Entry {
            sequence,
            recorded_at: stamp(self.now),
            holds_on: new.holds_on,
            actor: new.actor.to_owned(),
            organisation: new.organisation.map(str::to_owned),
            action: new.action.to_owned(),
            record: new.record.to_owned(),
            source: new.source.map(str::to_owned),
            is_public: new.is_public,
            public: new.public,
            private: private.as_ref().map(|(salt, body)| salted(salt, body)),
            texts: new.texts,
            files: new.files,
            rows,
            previous: self.head.hash.clone(),
        };
        let bytes = entry.to_bytes()?;
        let hash = hash_of(&bytes);
        store::insert_entry(&mut self.tx, &entry, self.now.as_microsecond(), &bytes, &hash).await?;
        if let Some((salt, body)) = private {
            store::insert_private(&mut self.tx, sequence, &salt, &body).await?;
        }
        let public_sequence = if entry.is_public { sequence } else { self.head.public_sequence };
        self.head = Head { sequence, public_sequence, hash };
        Ok(sequence)
    }

    /// Makes it hold. On return it is on disk.
    ///
    /// # Errors
    /// When the database refuses; then nothing of it was written.
    pub async fn commit(mut self) -> Result<(), JournalError> {
        store::move_head(&mut self.tx, &self.head).await?;
        Ok(self.tx.commit().await?)
    }
}

/// The hash under which a private part is bound to its entry.
pub(super) fn salted(salt: &[u8], body: &[u8]) -> String {
    sha256_hex(&[salt, body].concat())
}
