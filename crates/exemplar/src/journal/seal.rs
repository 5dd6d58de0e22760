//! Seals: a digest of the rows an entry wrote, made from the database itself, and made again to verify.

use std::collections::BTreeMap;

use database::Connection;
use sha2::{Digest, Sha256};

use super::{Seal, store};

/// A column of a record table, by how it is read.
#[derive(Clone, Copy, Debug)]
pub enum Column {
    /// TEXT.
    Text(&'static str),
    /// BIGINT.
    Integer(&'static str),
    /// BLOB or BYTEA.
    Bytes(&'static str),
}

/// A table whose rows are sealed by journal entries. Each has a `from_sequence`.
#[derive(Clone, Copy, Debug)]
pub struct RecordTable {
    /// Its name.
    pub name: &'static str,
    /// The column that names a row, for people: first in `columns`.
    pub key: Column,
    /// Every other column but `from_sequence` and `until_sequence`.
    pub columns: &'static [Column],
    /// Whether its rows end (`known_until`, `until_sequence`).
    pub ends: bool,
}

/// A value of a sealed row.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A row as it is sealed: written by the entry, or ended by it.
#[derive(Clone, Debug)]
pub struct SealedRow {
    /// The entry that wrote or ended it.
    pub sequence: i64,
    /// Whether the entry ended the row, rather than wrote it.
    pub ended: bool,
    /// The row's key, then its columns in order.
    pub cells: Vec<Cell>,
}

impl Column {
    /// The column's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text(name) | Self::Integer(name) | Self::Bytes(name) => name,
        }
    }
}

impl Cell {
    /// Length and bytes, so that no two rows can be written alike.
    fn feed(&self, hasher: &mut Sha256) {
        let bytes = match self {
            Self::Null => return hasher.update(u32::MAX.to_be_bytes()),
            Self::Text(text) => text.clone().into_bytes(),
            Self::Integer(number) => number.to_string().into_bytes(),
            Self::Bytes(bytes) => bytes.clone(),
        };
        hasher.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX - 1).to_be_bytes());
        hasher.update(&bytes);
    }

    fn shown(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Bytes(bytes) => hex::encode(bytes),
        }
    }
}

impl SealedRow {
    /// Its key as people are shown it; a row that was ended is named apart.
    pub(super) fn key(&self) -> String {
        let key = self.cells.first().map(Cell::shown).unwrap_or_default();
        if self.ended { format!("{key} ended") } else { key }
    }

    /// An ended row is sealed by its key alone: its content was sealed when it was written.
    pub(super) fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update([u8::from(self.ended)]);
        for cell in self.cells.iter().take(if self.ended { 1 } else { usize::MAX }) {
            cell.feed(&mut hasher);
        }
        hasher.finalize().into()
    }
}

/// The seal over `rows`, in the order of their keys; none when there are no rows.
pub(super) fn over(rows: &[SealedRow]) -> Option<Seal> {
    if rows.is_empty() {
        return None;
    }
    let hashes: BTreeMap<String, [u8; 32]> = rows.iter().map(|row| (row.key(), row.hash())).collect();
    let mut all = Sha256::new();
    for hash in hashes.values() {
        all.update(hash);
    }
    let keys = hashes.iter().map(|(key, hash)| (key.clone(), hex::encode(hash).chars().take(8).collect())).collect();
    Some(Seal { digest: hex::encode(all.finalize()), keys })
}

/// Seals what the open transaction wrote under `sequence` in each of `tables`.
pub(super) async fn rows(
    connection: &mut Connection,
    tables: &[&RecordTable],
    sequence: i64,
) -> sqlx::Result<BTreeMap<String, Seal>> {
    let mut seals = BTreeMap::new();
    for table in tables {
        let rows = store::rows_of(connection, table, sequence).await?;
        if let Some(seal) = over(&rows) {
            seals.insert(table.name.to_owned(), seal);
        }
    }
    Ok(seals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> SealedRow {
        SealedRow { sequence: 1, ended: false, cells: cells.iter().map(|c| Cell::Text((*c).to_owned())).collect() }
    }

    #[test]
    fn moving_a_letter_between_columns_changes_the_seal() {
        assert_ne!(over(&[row(&["a", "bc", "d"])]), over(&[row(&["a", "b", "cd"])]));
    }

    #[test]
    fn nothing_and_empty_text_are_not_the_same() {
        let empty = row(&["a", ""]);
        let nothing = SealedRow { cells: vec![Cell::Text("a".into()), Cell::Null], ..empty.clone() };
        assert_ne!(empty.hash(), nothing.hash());
    }

    #[test]
    fn rows_are_sealed_in_the_order_of_their_keys() {
        assert_eq!(over(&[row(&["a"]), row(&["b"])]), over(&[row(&["b"]), row(&["a"])]));
    }
}
