//! Reads the whole journal again and names everything that is not as it was recorded.

use std::collections::{BTreeMap, BTreeSet};

use database::Connection;

use super::seal::{self, SealedRow};
use super::store::{self, EntryRow};
use super::{Entry, GENESIS, JournalError, RecordTable, Seal, hash_of};
use crate::kit::Kit;
use crate::platform::files::{FileStore, sha256_hex};

/// How many entries, rows or texts are held in memory at once.
const BATCH: i64 = 500;

/// Something that is not as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The entry it is about, when it is about one.
    pub sequence: Option<i64>,
    /// What is wrong, in a sentence without its full stop.
    pub what: String,
}

/// What was read and what was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Entries read.
    pub entries: u64,
    /// Rows of record tables held against their seals.
    pub rows: u64,
    /// Texts read.
    pub texts: u64,
    /// Files read.
    pub files: u64,
    /// Private parts that were removed by an act, each with the entry that removed it.
    pub removed: Vec<String>,
    /// What is wrong, in the order of the entries.
    pub findings: Vec<Finding>,
}

/// What the entries say must be there.
#[derive(Default)]
struct Expected {
    texts: BTreeSet<String>,
    files: BTreeSet<String>,
    privates: BTreeMap<i64, String>,
    removed: BTreeMap<String, i64>,
    last_public: i64,
}

impl Report {
    fn find(&mut self, sequence: Option<i64>, what: impl Into<String>) {
        self.findings.push(Finding { sequence, what: what.into() });
    }
}

/// Reads everything again: the chain, the rows each entry sealed, private parts, texts and files.
///
/// # Errors
/// When the database or the files cannot be read at all; damage is not an error but a finding.
pub async fn verify(kit: &Kit, tables: &[&RecordTable]) -> Result<Report, JournalError> {
    let mut connection = kit.db.snapshot().await?;
    let mut report = Report::default();
    let expected = chain(&mut connection, tables, &mut report).await?;
    privates(&mut connection, &expected, &mut report).await?;
    texts(&mut connection, &expected, &mut report).await?;
    kept_files(&kit.files, &expected, &mut report);
    report.findings.sort();
    Ok(report)
}

/// Each entry against its hash, its neighbour, its columns and the rows it sealed.
async fn chain(
    connection: &mut Connection,
    tables: &[&RecordTable],
    report: &mut Report,
) -> Result<Expected, JournalError> {
    let mut expected = Expected::default();
    let mut previous = (0_i64, GENESIS.to_owned());
    loop {
        let batch = store::entries_after(connection, previous.0, BATCH).await?;
        let (Some(first), Some(last)) = (batch.first(), batch.last()) else { break };
        let (first, last) = (first.sequence, last.sequence);
        let mut seals = BTreeMap::new();
        for row in &batch {
            report.entries += 1;
            if row.sequence != previous.0 + 1 {
                report.find(
                    Some(previous.0 + 1),
                    format!("entries {} to {} are missing", previous.0 + 1, row.sequence - 1),
                );
            }
            let entry = read_entry(row, &previous.1, report);
            previous = (row.sequence, row.hash.clone());
            if let Some(entry) = entry {
                expect(&mut expected, &entry);
                seals.insert(row.sequence, entry.rows);
            }
        }
        sealed_rows(connection, tables, (first, last), &seals, report).await?;
    }
    let head = store::head(connection).await?;
    if (head.sequence, &head.hash) != (previous.0, &previous.1) {
        report.find(None, format!("the journal ends at entry {}, but its head says {}", previous.0, head.sequence));
    }
    if head.public_sequence != expected.last_public {
        report.find(
            None,
            format!("the last public entry is {}, but the head says {}", expected.last_public, head.public_sequence),
        );
    }
    unsealed(connection, tables, previous.0, report).await?;
    Ok(expected)
}

fn expect(expected: &mut Expected, entry: &Entry) {
    if entry.is_public {
        expected.last_public = entry.sequence;
    }
    expected.texts.extend(entry.texts.iter().cloned());
    expected.files.extend(entry.files.iter().cloned());
    if let Some(hash) = &entry.private {
        expected.privates.insert(entry.sequence, hash.clone());
    }
    if entry.action.starts_with("removals.") {
        expected.removed.insert(entry.record.clone(), entry.sequence);
        let also = entry.public.get("also").and_then(|also| also.as_array()).into_iter().flatten();
        expected.removed.extend(also.filter_map(|record| Some((record.as_str()?.to_owned(), entry.sequence))));
    }
}

fn read_entry(row: &EntryRow, previous: &str, report: &mut Report) -> Option<Entry> {
    let sequence = Some(row.sequence);
    if hash_of(&row.entry) != row.hash {
        report.find(sequence, "its bytes do not match its hash: the entry was changed");
    }
    let entry: Entry = match serde_json::from_slice(&row.entry) {
        Ok(entry) => entry,
        Err(error) => {
            report.find(sequence, format!("its bytes cannot be read: {error}"));
            return None;
        }
    };
    if entry.previous != previous {
        report.find(sequence, "it does not follow the entry before it");
    }
    let recorded =
        entry.recorded_at.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_microsecond).unwrap_or_default();
    let beside = [
        ("number", entry.sequence == row.sequence),
        ("time", recorded == row.recorded_at),
        ("actor", entry.actor == row.actor),
        ("organisation", entry.organisation == row.organisation),
        ("action", entry.action == row.action),
        ("record", entry.record == row.record),
        ("visibility", i64::from(entry.is_public) == row.is_public),
    ];
    for (column, _) in beside.iter().filter(|(_, same)| !same) {
        report.find(sequence, format!("its {column} beside the entry is not the one in the entry"));
    }
    Some(entry)
}

/// The rows of entries `first..=last`, held against the seals in those entries.
async fn sealed_rows(
    connection: &mut Connection,
    tables: &[&RecordTable],
    (first, last): (i64, i64),
    seals: &BTreeMap<i64, BTreeMap<String, Seal>>,
    report: &mut Report,
) -> Result<(), JournalError> {
    for table in tables {
        let mut found: BTreeMap<i64, Vec<SealedRow>> = BTreeMap::new();
        for row in store::rows_between(connection, table, first, last).await? {
            report.rows += 1;
            found.entry(row.sequence).or_default().push(row);
        }
        for (sequence, sealed) in seals {
            let now = seal::over(&found.remove(sequence).unwrap_or_default());
            let then = sealed.get(table.name);
            if now.as_ref() != then {
                for what in differences(table.name, then, now.as_ref()) {
                    report.find(Some(*sequence), what);
                }
            }
        }
        for (sequence, rows) in found {
            report.find(
                Some(sequence),
                format!("{} rows of {} stand under an entry that does not exist", rows.len(), table.name),
            );
        }
    }
    Ok(())
}

/// Rows that claim a number no entry has reached yet.
async fn unsealed(
    connection: &mut Connection,
    tables: &[&RecordTable],
    last: i64,
    report: &mut Report,
) -> Result<(), JournalError> {
    for table in tables {
        let mut rows = store::rows_between(connection, table, last + 1, i64::MAX).await?;
        rows.extend(store::rows_between(connection, table, i64::MIN, 0).await?);
        if !rows.is_empty() {
            report.find(None, format!("{} rows of {} belong to no entry", rows.len(), table.name));
        }
    }
    Ok(())
}

/// Says which rows differ between what was sealed and what is there.
fn differences(table: &str, then: Option<&Seal>, now: Option<&Seal>) -> Vec<String> {
    let (none, empty) = (BTreeMap::new(), BTreeMap::new());
    let (then, now) = (then.map_or(&none, |s| &s.keys), now.map_or(&empty, |s| &s.keys));
    let mut said = Vec::new();
    for (key, hash) in then {
        match now.get(key) {
            None => said.push(format!("{table}: the row {key} is missing")),
            Some(other) if other != hash => said.push(format!("{table}: the row {key} was changed")),
            Some(_) => {}
        }
    }
    said.extend(
        now.keys()
            .filter(|key| !then.contains_key(*key))
            .map(|key| format!("{table}: the row {key} was added without an entry")),
    );
    if said.is_empty() {
        said.push(format!("{table}: its rows are not those that were sealed"));
    }
    said
}

async fn privates(connection: &mut Connection, expected: &Expected, report: &mut Report) -> Result<(), JournalError> {
    let mut kept = BTreeMap::new();
    for row in store::privates(connection).await? {
        let hash = super::changes::salted(&row.salt, &row.body);
        match expected.privates.get(&row.sequence) {
            Some(said) if *said == hash => {}
            _ => report.find(Some(row.sequence), "its private part was changed"),
        }
        kept.insert(row.sequence, hash);
    }
    for sequence in expected.privates.keys().filter(|s| !kept.contains_key(s)) {
        missing(&format!("journal/{sequence}/private"), "its private part", Some(*sequence), expected, report);
    }
    Ok(())
}

async fn texts(connection: &mut Connection, expected: &Expected, report: &mut Report) -> Result<(), JournalError> {
    let mut found = BTreeSet::new();
    let mut after = String::new();
    loop {
        let batch = store::texts_after(connection, &after, BATCH).await?;
        let Some((last, _)) = batch.last() else { break };
        after.clone_from(last);
        for (hash, body) in batch {
            report.texts += 1;
            if sha256_hex(&body) != hash {
                report.find(None, format!("the text {hash} was changed"));
            }
            if !expected.texts.contains(&hash) {
                report.find(None, format!("the text {hash} belongs to no entry"));
            }
            found.insert(hash);
        }
    }
    for hash in expected.texts.difference(&found) {
        missing(&format!("texts/{hash}"), &format!("the text {hash}"), None, expected, report);
    }
    Ok(())
}

fn kept_files(files: &FileStore, expected: &Expected, report: &mut Report) {
    for hash in &expected.files {
        match files.get(hash) {
            Ok(bytes) => {
                report.files += 1;
                if sha256_hex(&bytes) != *hash {
                    report.find(None, format!("the file {hash} was changed"));
                }
            }
            Err(_) => missing(&format!("files/{hash}"), &format!("the file {hash}"), None, expected, report),
        }
    }
}

/// What is gone by an act is reported; what is merely gone is a finding.
fn missing(record: &str, what: &str, sequence: Option<i64>, expected: &Expected, report: &mut Report) {
    match expected.removed.get(record) {
        Some(by) => report.removed.push(format!("{record}: removed by entry {by}")),
        None => report.find(sequence, format!("{what} is missing")),
    }
}
