//! The record of every change: one entry an act, each bound to the one before it by its hash.
//!
//! An entry seals the rows its act wrote: it holds a digest of them, so that a byte changed later
//! in any record table is found by [`verify`]. What must be removable lies beside the chain, under
//! a salted hash. The bytes are specified in `docs/formats.md`, section 2.

mod changes;
mod moment;
mod seal;
pub mod store;
mod verify;
pub mod views;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use changes::{Change, NewEntry, Private};
pub use moment::{AsAt, AsAtError, AsAtQuery, Moment};
pub use seal::{Column, RecordTable};
pub use verify::{Finding, Report, verify};

use crate::platform::files::sha256_hex;

/// The hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One act, as it is hashed. Field order is part of the format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its number: 1, 2, 3 … without gaps.
    pub sequence: i64,
    /// When it was recorded, RFC 3339 in UTC with microseconds.
    pub recorded_at: String,
    /// The date from which what it says holds, when that is another day.
    pub holds_on: Option<String>,
    /// Who acted: an opaque id, `operator` for the command line.
    pub actor: String,
    /// The organisation acted for, by code.
    pub organisation: Option<String>,
    /// What was done, such as `blueprints.import`.
    pub action: String,
    /// To what, such as `blueprints/wi-fi-on-wards`.
    pub record: String,
    /// Where it came from, in words.
    pub source: Option<String>,
    /// Whether it changes what the public sees.
    pub is_public: bool,
    /// What everyone may know of it.
    pub public: Value,
    /// SHA-256 of salt and private part, when there is one.
    pub private: Option<String>,
    /// SHA-256 of each text it refers to.
    pub texts: Vec<String>,
    /// SHA-256 of each file it refers to.
    pub files: Vec<String>,
    /// For each record table it wrote to, the seal over its rows.
    pub rows: BTreeMap<String, Seal>,
    /// SHA-256 of the entry before, in hexadecimal.
    pub previous: String,
}

/// A digest over the rows an entry wrote in one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// SHA-256 over all of them.
    pub digest: String,
    /// The first 8 hexadecimal digits of each row's own SHA-256, by its key: they name a damaged row.
    pub keys: BTreeMap<String, String>,
}

/// What can go wrong with the journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// An entry that cannot be read as one.
    #[error("entry {0} cannot be read: {1}")]
    Unreadable(i64, String),
}

impl Entry {
    /// The bytes that are hashed and stored: JSON on one line, fields in the order above.
    ///
    /// # Errors
    /// When the public part cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, JournalError> {
        serde_json::to_vec(self).map_err(|error| JournalError::Unreadable(self.sequence, error.to_string()))
    }
}

/// The hash of an entry's bytes, in hexadecimal.
#[must_use]
pub fn hash_of(entry: &[u8]) -> String {
    sha256_hex(entry)
}

/// A moment as entries say it.
fn stamp(at: Timestamp) -> String {
    format!("{at:.6}")
}
