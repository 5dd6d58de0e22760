//! The acts on guides: taking a folder of them, taking an index of guides held elsewhere, making invented ones.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use serde_json::json;
use uuid::Uuid;

use super::folder::{Folder, Progress};
use super::index::IndexEntry;
use super::store::{self, AttachmentRow, NewGuide};
use super::synth;
use super::taking::{self, Step, Taking};
use super::{ATTACHMENTS, BLUEPRINTS, Fields, LINKS, REVISIONS, SLUGS, State};
use crate::journal::{Change, JournalError, NewEntry, Private};
use crate::kit::Kit;
use crate::organisations;
use crate::people::Permit;
use crate::people::policy::{ImportBlueprints, SynthesiseBlueprints};
use crate::platform::clock::Clock;
use crate::platform::dates::PartialDate;
use crate::platform::files::{FileStore, sha256_hex};

/// How long one transaction may hold the others up.
const LONGEST_BATCH: Duration = Duration::from_millis(150);

/// Whether imported guides are seen by everyone at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// They are.
    Publish,
    /// They wait as drafts.
    Draft,
}

/// Where a folder comes from.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// As readers are told: a name or an address.
    pub name: &'a str,
    /// Where it lay, which only the private part keeps.
    pub folder: &'a str,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Guides that were not here, by path and address.
    pub new: Vec<(String, String)>,
    /// Guides that have a new version, by path and address.
    pub changed: Vec<(String, String)>,
    /// Drafts that are published now, by path and address.
    pub published: Vec<(String, String)>,
    /// Guides that are as they were.
    pub unchanged: usize,
    /// Files attached.
    pub attachments: usize,
    /// What was not taken: a path and why.
    pub refused: Vec<(String, String)>,
    /// What was taken otherwise than it stands: a path and what.
    pub remarks: Vec<(String, String)>,
    /// Files that are neither guides nor linked from one.
    pub unused: Vec<String>,
}

/// Takes every guide of `folder`. Committed in batches, each whole.
///
/// # Errors
/// When the database or the disk refuses; batches before that stand.
pub async fn import_folder(
    kit: &Kit,
    permit: Permit<ImportBlueprints>,
    mut folder: Folder,
    origin: &Origin<'_>,
    intent: Intent,
    progress: Progress<'_>,
) -> Result<ImportReport, anyhow::Error> {
    let organisation = permit.action().organisation.clone().unwrap_or_default();
    let state = if intent == Intent::Draft { State::Draft } else { State::Published };
    let takings =
        taking::plan(&mut kit.db.read().await?, &kit.clock, &mut folder, (&organisation, origin.name, state)).await?;
    let mut report = ImportReport {
        refused: folder.refused,
        remarks: folder.remarks,
        unused: folder.unused,
        ..ImportReport::default()
    };
    let slugs: BTreeMap<String, String> =
        takings.iter().map(|taking| (taking.guide.path.clone(), taking.slug.clone())).collect();
    let writer =
        Writer { clock: &kit.clock, permit: &permit, organisation: &organisation, origin, state, slugs: &slugs };
    let total = takings.len();
    let mut batch = Batch::new(kit);
    for (done, taking) in takings.into_iter().enumerate() {
        progress("take", done, total);
        report.note(&taking);
        if matches!(taking.step, Step::Same | Step::Refused) {
            continue;
        }
        if !taking.guide.attachments.is_empty() {
            // Files are on disk before any row speaks of them, and nobody waits for the disk with the journal in hand.
            batch.commit().await?;
        }
        let kept = keep_files(&kit.files, &taking)?;
        report.attachments += kept.len();
        writer.write(batch.change().await?, &taking, kept).await?;
        batch.commit_if_long().await?;
    }
    batch.commit().await?;
    Ok(report)
}

/// Takes entries of an index: guides whose text is held elsewhere. One that is here already changes nothing.
///
/// # Errors
/// When the database refuses; batches before that stand.
pub async fn import_index(
    kit: &Kit,
    permit: Permit<ImportBlueprints>,
    entries: &[IndexEntry],
    origin: &str,
) -> Result<(usize, usize), anyhow::Error> {
    let (mut taken, mut known_already) = (0, 0);
    let mut known = store::paths_of_origin(&mut kit.db.read().await?, origin).await?;
    let names = organisations::store::all_names(&mut kit.db.read().await?).await?;
    let mut batch = Batch::new(kit);
    for entry in entries {
        if !known.insert(entry.fields.title.clone()) {
            known_already += 1;
            continue;
        }
        // A code that is not in the register leads nowhere: the entry keeps the name as it was listed.
        let organisation = entry.organisation.as_deref().filter(|code| names.contains_key(*code));
        let change = batch.change().await?;
        let (id, sequence) = (kit.clock.new_id(), change.sequence());
        let slug = taking::free_slug(change.tx(), &entry.fields.title, &mut BTreeSet::new(), None).await?;
        let new = NewGuide {
            id,
            slug: &slug,
            organisation,
            origin: Some(origin),
            origin_path: Some(&entry.fields.title),
            state: State::Published,
            held_at: Some(&entry.held_at),
            revision: 0,
            fields: &entry.fields,
            published_on: &entry.fields.published,
            known_from: &known_from(&entry.fields.published, &kit.clock),
        };
        let listing = store::insert_guide(change.tx(), kit.clock.new_id(), &new, sequence).await?;
        store::insert_slug(change.tx(), &slug, id, sequence).await?;
        change
            .append(NewEntry {
                actor: permit.actor(),
                organisation,
                action: "blueprints.index",
                record: &format!("blueprints/{slug}"),
                source: Some(&entry.source),
                holds_on: Some(new.known_from.to_owned()),
                is_public: true,
                public: json!({ "title": entry.fields.title, "held_at": entry.held_at }),
                private: None,
                texts: vec![listing],
                files: Vec::new(),
                tables: &[&BLUEPRINTS, &SLUGS],
            })
            .await?;
        taken += 1;
        batch.commit_if_long().await?;
    }
    batch.commit().await?;
    Ok((taken, known_already))
}

/// Makes `count` invented guides of about 2 kB, to try the portal's speed with: one entry for each 200.
///
/// # Errors
/// When the database refuses; batches before that stand.
pub async fn synthesise(
    kit: &Kit,
    permit: Permit<SynthesiseBlueprints>,
    count: usize,
    progress: Progress<'_>,
) -> Result<(), anyhow::Error> {
    let first = synth::next_number(&mut kit.db.read().await?).await?;
    let mut done = 0;
    while done < count {
        progress("make", done, count);
        let mut change = Change::open(kit).await?;
        let sequence = change.sequence();
        let (mut texts, mut count_made) = (Vec::new(), 0);
        for number in (first + done..first + count).take(200) {
            texts.extend(synth::write(&mut change, &kit.clock, number, sequence).await?);
            count_made += 1;
            done += 1;
        }
        texts.sort();
        texts.dedup();
        change
            .append(NewEntry {
                actor: permit.actor(),
                organisation: None,
                action: "blueprints.synthesise",
                record: "blueprints",
                source: Some("invented by this program"),
                holds_on: None,
                is_public: true,
                public: json!({ "count": count_made }),
                private: None,
                texts,
                files: Vec::new(),
                tables: &[&BLUEPRINTS, &REVISIONS, &SLUGS],
            })
            .await?;
        change.commit().await?;
    }
    Ok(())
}

/// What every guide of one import shares.
struct Writer<'a> {
    clock: &'a Clock,
    permit: &'a Permit<ImportBlueprints>,
    organisation: &'a str,
    origin: &'a Origin<'a>,
    state: State,
    slugs: &'a BTreeMap<String, String>,
}

impl Writer<'_> {
    /// One guide: its rows and its entry.
    async fn write(&self, change: &mut Change, taking: &Taking, files: Vec<AttachmentRow>) -> Result<(), JournalError> {
        let (sequence, today) = (change.sequence(), self.clock.today().to_string());
        let fields = &taking.guide.text.fields;
        let number = match taking.step {
            Step::New => 1,
            Step::Changed(number) | Step::Published(number) => number,
            Step::Same | Step::Refused => return Ok(()),
        };
        // A day still to come is not the day it was published.
        let has_come = fields.published.parse::<PartialDate>().is_ok_and(|date| date.first_day() <= self.clock.today());
        let published_on = if has_come { fields.published.clone() } else { today.clone() };
        let known = if taking.step == Step::New && self.state == State::Published {
            known_from(&published_on, self.clock)
        } else {
            today.clone()
        };
        if taking.step != Step::New {
            store::end_on(change.tx(), taking.id, self.clock.new_id(), &today, sequence).await?;
        }
        let new = NewGuide {
            id: taking.id,
            slug: &taking.slug,
            organisation: Some(self.organisation),
            origin: Some(self.origin.name),
            origin_path: Some(&taking.guide.path),
            state: self.state,
            held_at: None,
            revision: number,
            fields,
            published_on: &published_on,
            known_from: &known,
        };
        let listing = store::insert_guide(change.tx(), self.clock.new_id(), &new, sequence).await?;
        if store::id_of_slug(change.tx(), &taking.slug).await?.is_none() {
            store::insert_slug(change.tx(), &taking.slug, taking.id, sequence).await?;
        }
        if !matches!(taking.step, Step::Published(_)) {
            self.version(change, taking, number, &today, &files).await?;
        }
        self.entry(change, taking, number, (listing, &files)).await
    }

    async fn version(
        &self,
        change: &mut Change,
        taking: &Taking,
        number: i64,
        today: &str,
        files: &[AttachmentRow],
    ) -> Result<(), JournalError> {
        let (sequence, clock) = (change.sequence(), self.clock);
        let key = |id: Uuid| (id, taking.id, number);
        crate::journal::store::put_text(change.tx(), &taking.text_hash, &taking.guide.bytes).await?;
        let note = format!("Imported from {}", self.origin.name);
        let said = (taking.guide.text.fields.title.as_str(), note.as_str(), today);
        store::insert_revision(change.tx(), key(clock.new_id()), &taking.text_hash, said, sequence).await?;
        for file in files {
            store::insert_attachment(change.tx(), key(clock.new_id()), file, sequence).await?;
        }
        for (href, path) in &taking.guide.links {
            if let Some(target) = self.slugs.get(path) {
                store::insert_link(change.tx(), key(clock.new_id()), (href, target), sequence).await?;
            }
        }
        Ok(())
    }

    async fn entry(
        &self,
        change: &mut Change,
        taking: &Taking,
        number: i64,
        (listing, files): (String, &[AttachmentRow]),
    ) -> Result<(), JournalError> {
        let mut hashes: Vec<String> = files.iter().map(|file| file.file_hash.clone()).collect();
        hashes.sort();
        hashes.dedup();
        let source = format!("{}: {}", self.origin.name, taking.guide.path);
        change
            .append(NewEntry {
                actor: self.permit.actor(),
                organisation: Some(self.organisation),
                action: "blueprints.import",
                record: &format!("blueprints/{}", taking.slug),
                source: Some(&source),
                holds_on: None,
                is_public: self.state == State::Published,
                public: json!({ "version": number, "state": self.state.word() }),
                private: Some(Private { salt: self.clock.salt(), body: json!({ "folder": self.origin.folder }) }),
                texts: vec![taking.text_hash.clone(), listing],
                files: hashes,
                tables: &[&BLUEPRINTS, &REVISIONS, &ATTACHMENTS, &LINKS, &SLUGS],
            })
            .await?;
        Ok(())
    }
}

impl ImportReport {
    fn note(&mut self, taking: &Taking) {
        let line = || (taking.guide.path.clone(), taking.slug.clone());
        match taking.step {
            Step::New => self.new.push(line()),
            Step::Changed(_) => self.changed.push(line()),
            Step::Published(_) => self.published.push(line()),
            Step::Same => self.unchanged += 1,
            Step::Refused => self
                .refused
                .push((taking.guide.path.clone(), "it is published already: import it without --draft".to_owned())),
        }
    }
}

/// The day from which a text is publicly known: the last day its date can mean, or today when that is still to come.
fn known_from(published_on: &str, clock: &Clock) -> String {
    let today = clock.today();
    published_on.parse::<PartialDate>().map_or(today, |date| date.last_day().min(today)).to_string()
}

fn keep_files(files: &FileStore, taking: &Taking) -> std::io::Result<Vec<AttachmentRow>> {
    taking
        .guide
        .attachments
        .iter()
        .map(|file| {
            Ok(AttachmentRow::new(&file.href, &file.path, files.put(&file.bytes)?, file.media, file.bytes.len()))
        })
        .collect()
}

/// Transactions of many acts, each held only so long.
struct Batch<'a> {
    kit: &'a Kit,
    open: Option<(Change, Instant)>,
}

impl<'a> Batch<'a> {
    fn new(kit: &'a Kit) -> Self {
        Self { kit, open: None }
    }

    async fn change(&mut self) -> Result<&mut Change, JournalError> {
        if self.open.is_none() {
            self.open = Some((Change::open(self.kit).await?, Instant::now()));
        }
        match &mut self.open {
            Some((change, _)) => Ok(change),
            None => Err(JournalError::Database(sqlx::Error::PoolClosed)),
        }
    }

    async fn commit_if_long(&mut self) -> Result<(), JournalError> {
        if self.open.as_ref().is_some_and(|(_, since)| since.elapsed() > LONGEST_BATCH) {
            self.commit().await?;
        }
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), JournalError> {
        match self.open.take() {
            Some((change, _)) => change.commit().await,
            None => Ok(()),
        }
    }
}

/// Writes a guide made by [`synth`]; gives the hashes of its text and its fields.
pub(super) async fn write_synthetic(
    change: &mut Change,
    clock: &Clock,
    (slug, text, fields): (&str, &str, &Fields),
    published_on: &str,
    sequence: i64,
) -> Result<[String; 2], JournalError> {
    let (id, hash) = (clock.new_id(), sha256_hex(text.as_bytes()));
    crate::journal::store::put_text(change.tx(), &hash, text.as_bytes()).await?;
    let said = (fields.title.as_str(), "Invented", published_on);
    store::insert_revision(change.tx(), (clock.new_id(), id, 1), &hash, said, sequence).await?;
    let new = NewGuide {
        id,
        slug,
        organisation: None,
        origin: Some(synth::ORIGIN),
        origin_path: Some(slug),
        state: State::Published,
        held_at: None,
        revision: 1,
        fields,
        published_on,
        known_from: published_on,
    };
    let listing = store::insert_guide(change.tx(), clock.new_id(), &new, sequence).await?;
    store::insert_slug(change.tx(), slug, id, sequence).await?;
    Ok([hash, listing])
}
