//! Keeping the index level with the journal, and making it anew.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use database::Connection;
use tantivy::{IndexWriter, TantivyDocument, Term};
use uuid::Uuid;

use super::Search;
use super::facets::FacetName;
use super::index::Opened;
use crate::asking;
use crate::blueprints::store::{self, GuideLine};
use crate::blueprints::{State, Text};
use crate::file_words;
use crate::journal::Moment;
use crate::journal::store::{get_text, head};
use crate::kit::Kit;
use crate::platform::files::FileStore;
use crate::platform::markdown;

/// The memory the index writer may fill before it writes, in bytes; tantivy takes no less than 15 MB.
const WRITER_MEMORY: usize = 15_000_000;

/// How many entries of the journal are followed before a commit.
const STEP: i64 = 2_000;

/// How much of one attachment is searched, in bytes.
const LONGEST_FILE: usize = 256 * 1024;

/// How much of one text passages are taken from, in bytes.
const LONGEST_PASSAGE: usize = 64 * 1024;

/// The one writer of an index. A server has one; nobody else does.
pub struct Follower {
    search: Search,
    writer: IndexWriter,
    opened: Arc<Opened>,
    /// The entry of the journal up to which the index is level with it.
    reached: i64,
}

impl std::fmt::Debug for Follower {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Follower").field(&self.opened.folder).finish()
    }
}

impl Follower {
    /// Takes the index of `search` for writing.
    ///
    /// # Errors
    /// When another process writes it.
    pub fn new(search: &Search) -> anyhow::Result<Self> {
        let opened = search.opened();
        opened.remove_others();
        let writer = opened.index.writer_with_num_threads(1, WRITER_MEMORY)?;
        Ok(Self { search: search.clone(), writer, reached: opened.reached(), opened })
    }

    /// Brings the index level with the journal; gives the entry reached. An index that was swapped in is taken up.
    ///
    /// # Errors
    /// When the database or the index cannot be read or written.
    pub async fn catch_up(&mut self, kit: &Kit) -> anyhow::Result<i64> {
        if self.opened.is_replaced() {
            self.take_up(Opened::current(&self.search.0.root)?)?;
        }
        let mut connection = kit.db.read().await?;
        let last = head(&mut connection).await?.sequence;
        if last < self.reached {
            // The journal was put back to an earlier day: what was indexed since must go.
            let empty = Opened::create(&self.search.0.root)?;
            empty.point()?;
            self.take_up(empty)?;
        }
        let mut changed = false;
        while self.reached < last {
            let upto = (self.reached + STEP).min(last);
            changed |= step(&mut connection, &kit.files, &self.opened, &mut self.writer, (self.reached, upto)).await?;
            self.reached = upto;
        }
        if changed {
            self.opened.reload()?;
            *self.search.0.everything.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        self.search.0.level.store(self.reached, Ordering::SeqCst);
        Ok(self.reached)
    }

    fn take_up(&mut self, opened: Opened) -> anyhow::Result<()> {
        let opened = Arc::new(opened);
        self.writer = opened.index.writer_with_num_threads(1, WRITER_MEMORY)?;
        self.reached = opened.reached();
        self.opened = Arc::clone(&opened);
        self.search.swap(opened);
        self.opened.remove_others();
        Ok(())
    }
}

/// Makes the index below `root` anew, beside the one in use, and puts it in its place.
///
/// # Errors
/// When the database or the folder cannot be read or written.
pub async fn reindex(kit: &Kit, root: &Path, progress: &dyn Fn(i64, i64)) -> anyhow::Result<i64> {
    let opened = Opened::create(root)?;
    let mut writer: IndexWriter = opened.index.writer_with_num_threads(1, WRITER_MEMORY)?;
    let mut connection = kit.db.read().await?;
    let last = head(&mut connection).await?.sequence;
    let mut reached = 0;
    while reached < last {
        progress(reached, last);
        let upto = (reached + STEP).min(last);
        step(&mut connection, &kit.files, &opened, &mut writer, (reached, upto)).await?;
        reached = upto;
    }
    writer.wait_merging_threads()?;
    opened.point()?;
    Ok(reached)
}

/// Follows the entries after `after` up to `upto`; tells whether any guide was written. Entries about other things cost nothing.
async fn step(
    connection: &mut Connection,
    files: &FileStore,
    opened: &Opened,
    writer: &mut IndexWriter,
    (after, upto): (i64, i64),
) -> anyhow::Result<bool> {
    let mut ids = store::changed_after(connection, after, upto).await?;
    ids.extend(asking::guides_changed(connection, after, upto).await?);
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(false);
    }
    for id in ids {
        writer.delete_term(Term::from_field_text(opened.fields.id, &id.to_string()));
        let line = store::find(connection, id, Moment::now(jiff::civil::Date::MAX)).await?;
        if let Some(line) = line.filter(|line| line.state() == State::Published) {
            writer.add_document(document(connection, files, opened, id, &line).await?)?;
        }
    }
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&upto.to_string());
    commit.commit()?;
    Ok(true)
}

/// A guide as the index keeps it.
async fn document(
    connection: &mut Connection,
    files: &FileStore,
    opened: &Opened,
    id: Uuid,
    line: &GuideLine,
) -> anyhow::Result<TantivyDocument> {
    let fields = &opened.fields;
    let front = line.fields();
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, id.to_string());
    document.add_text(fields.title, &line.title);
    document.add_u64(fields.held, u64::from(line.is_held()));
    document.add_u64(fields.published, day_number(&line.published_on));
    let (mut headings, mut body) = (String::new(), front.summary.clone());
    if let Some(text) = text_of(connection, line).await? {
        let (heads, words) = markdown::plain(text.body());
        headings = heads;
        // A summary taken from the text stands there already.
        let is_in_text = words.contains(front.summary.trim_end_matches('\u{2026}'));
        body = if is_in_text { words } else { format!("{body}\n{words}") };
    }
    for words in
        [front.questions.join(" "), front.how_well.clone(), front.systems.join(" "), front.project_types.join(" ")]
    {
        headings.push('\n');
        headings.push_str(&words);
    }
    let asked = asking::public_words(connection, id).await?;
    if !asked.is_empty() {
        body = format!("{body}\n{asked}");
    }
    document.add_text(fields.headings, &headings);
    document.add_text(fields.body, &body);
    document.add_text(fields.passage, cut(&body, LONGEST_PASSAGE));
    for file in store::attachments(connection, id, line.revision).await? {
        document.add_text(fields.files, file.file_name());
        if file.media_type.starts_with("text/")
            && let Ok(bytes) = files.get(&file.file_hash)
        {
            document.add_text(fields.files, cut(&String::from_utf8_lossy(&bytes), LONGEST_FILE));
        } else if file_words::has_words(&file.media_type)
            && let Some(words) = file_words::words(connection, &file.file_hash).await?
        {
            document.add_text(fields.files, cut(&words, LONGEST_FILE));
        }
    }
    for (name, field) in &fields.facets {
        for value in facet_values(*name, line, &front) {
            document.add_text(*field, value);
        }
    }
    Ok(document)
}

async fn text_of(connection: &mut Connection, line: &GuideLine) -> anyhow::Result<Option<Text>> {
    if !line.is_held() {
        return Ok(None);
    }
    let Some(revision) = store::revision(connection, line.id(), line.revision).await? else { return Ok(None) };
    match get_text(connection, &revision.text_hash).await {
        Ok(bytes) => Ok(Text::parse(&bytes, &line.title).ok()),
        Err(sqlx::Error::RowNotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn facet_values(name: FacetName, line: &GuideLine, front: &crate::blueprints::Fields) -> Vec<String> {
    match name {
        FacetName::Kind => front.kind.iter().map(|kind| kind.word().to_owned()).collect(),
        FacetName::CareSetting => front.care_settings.clone(),
        FacetName::ProjectType => front.project_types.clone(),
        FacetName::Organisation => line.organisation.iter().cloned().collect(),
        FacetName::System => front.systems.clone(),
        FacetName::Depth if line.is_held() => vec![front.depth.word().to_owned()],
        FacetName::Depth => Vec::new(),
        FacetName::Year => line.published_on.get(..4).map(str::to_owned).into_iter().collect(),
    }
}

/// `2024-05-17` as 20240517, `2024` as 20240000.
fn day_number(date: &str) -> u64 {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    format!("{digits:0<8}").parse().unwrap_or(0)
}

fn cut(text: &str, longest: usize) -> &str {
    let end = (0..=longest.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}
