//! The index itself: its fields, opening it, and putting a question to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy, Searcher, TantivyDocument, Term};
use uuid::Uuid;

use super::asked::Asked;
use super::columns::ColumnCache;
use super::facets::{Facet, FacetName};
use super::gather::{Gather, Order};
use super::snippet;
use super::synonyms::Synonyms;
use super::words::{TOKENIZER, analyzer, stems_and_words};
use super::{Found, Hit, Snippet};

/// Changed whenever the fields change, or what stands in them: an index of another number is made anew.
const VERSION: &str = "4";

/// The name of the column that says whether the text is here.
pub(super) const HELD: &str = "held";
/// The name of the column with the date of publication as a number, such as 20240517.
pub(super) const PUBLISHED: &str = "published";

/// Words too common to be marked where they are found.
const UNMARKED: &[&str] =
    &["a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "s", "the", "to", "with"];

/// The most words of a question that are looked for.
const MOST_WORDS: usize = 12;

/// The fields of the index.
#[derive(Clone, Debug)]
pub(super) struct IndexFields {
    pub id: Field,
    pub title: Field,
    pub headings: Field,
    pub body: Field,
    /// The beginning of the text, from which passages are taken.
    pub passage: Field,
    pub files: Field,
    pub held: Field,
    pub published: Field,
    pub facets: Vec<(FacetName, Field)>,
}

/// An index that is open for reading.
pub(super) struct Opened {
    pub folder: PathBuf,
    pub index: Index,
    pub fields: IndexFields,
    reader: IndexReader,
    columns: ColumnCache,
    generation: AtomicU64,
}

impl Opened {
    /// The index in use below `root`.
    pub fn current(root: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(root).with_context(|| format!("cannot make {}", root.display()))?;
        match pointed_at(root) {
            Some(folder) => {
                Self::open(folder.clone()).with_context(|| format!("cannot open the index in {}", folder.display()))
            }
            None => {
                let opened = Self::create(root)?;
                opened.point()?;
                Ok(opened)
            }
        }
    }

    /// A new, empty index beside those that are there.
    pub fn create(root: &Path) -> anyhow::Result<Self> {
        let folder = root.join(format!("v{VERSION}-{}", Uuid::new_v4().simple()));
        fs::create_dir_all(&folder)?;
        let (schema, _) = schema();
        // A page of hits lies in as many blocks: small ones are unpacked sooner.
        let settings = IndexSettings { docstore_blocksize: 4_096, ..IndexSettings::default() };
        Index::builder().schema(schema).settings(settings).create_in_dir(&folder)?;
        Self::open(folder)
    }

    fn open(folder: PathBuf) -> anyhow::Result<Self> {
        let index = Index::open_in_dir(&folder)?;
        index.tokenizers().register(TOKENIZER, analyzer());
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(8).try_into()?;
        let (_, fields) = schema();
        Ok(Self {
            folder,
            index,
            fields,
            reader,
            columns: ColumnCache::default(),
            generation: AtomicU64::new(next_generation()),
        })
    }

    /// Makes this the index in use.
    pub fn point(&self) -> anyhow::Result<()> {
        let root = self.folder.parent().unwrap_or(&self.folder);
        let name = self.folder.file_name().unwrap_or_default();
        let unfinished = root.join("current.new");
        fs::write(&unfinished, name.as_encoded_bytes())?;
        fs::rename(&unfinished, root.join("current"))?;
        Ok(())
    }

    /// Removes indexes beside this one, unless one is being written by `reindex` right now.
    pub fn remove_others(&self) {
        let root = self.folder.parent().unwrap_or(&self.folder);
        for entry in fs::read_dir(root).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && path != self.folder && !is_being_written(&path) {
                // What cannot be removed now lies there and does no harm.
                let _ = fs::remove_dir_all(path);
            }
        }
    }

    /// Whether another index has been put in its place.
    pub fn is_replaced(&self) -> bool {
        let root = self.folder.parent().unwrap_or(&self.folder);
        pointed_at(root).is_some_and(|folder| folder != self.folder)
    }

    /// Shows readers what was committed.
    pub fn reload(&self) -> anyhow::Result<()> {
        self.reader.reload()?;
        self.generation.store(next_generation(), Ordering::SeqCst);
        Ok(())
    }

    /// Another number for every state that readers see.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// The entry of the journal this index has reached.
    pub fn reached(&self) -> i64 {
        self.index.load_metas().ok().and_then(|metas| metas.payload?.parse().ok()).unwrap_or(0)
    }
}

fn is_being_written(folder: &Path) -> bool {
    let lock = MmapDirectory::open(folder).map(|directory| directory.acquire_lock(&INDEX_WRITER_LOCK));
    matches!(lock, Ok(Err(LockError::LockBusy)))
}

/// Never the same number twice in one process, whichever index it is for.
fn next_generation() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::SeqCst) + 1
}

fn pointed_at(root: &Path) -> Option<PathBuf> {
    let name = fs::read_to_string(root.join("current")).ok()?;
    let folder = root.join(name.trim());
    (name.starts_with(&format!("v{VERSION}-")) && !name.contains(['/', '\\']) && folder.join("meta.json").exists())
        .then_some(folder)
}

fn schema() -> (Schema, IndexFields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing);
    let id = schema.add_text_field("id", STRING | STORED);
    let title = schema.add_text_field("title", text.clone() | STORED);
    let headings = schema.add_text_field("headings", text.clone());
    let body = schema.add_text_field("body", text.clone());
    let passage = schema.add_text_field("passage", STORED);
    let files = schema.add_text_field("files", text);
    let held = schema.add_u64_field(HELD, tantivy::schema::FAST);
    let published = schema.add_u64_field(PUBLISHED, tantivy::schema::FAST);
    let raw = TextOptions::default().set_fast("raw");
    let facets = FacetName::ALL.map(|name| (name, schema.add_text_field(name.word(), raw.clone()))).to_vec();
    (schema.build(), IndexFields { id, title, headings, body, passage, files, held, published, facets })
}

/// Puts a question to the index.
pub(super) fn find(opened: &Opened, synonyms: &Synonyms, asked: &Asked, size: usize) -> anyhow::Result<Found> {
    let searcher = opened.reader.searcher();
    let question = Question::read(&searcher, &opened.fields, synonyms, &asked.words)?;
    let order = if question.parts.is_empty() { Order::Newest } else { Order::Relevance };
    let gather = Gather { asked, order, best: asked.page * size, columns: opened.columns.of(&searcher)? };
    let mut gathered = searcher.search(&question.query(Occur::Must), &gather)?;
    let only_some = gathered.total == 0 && question.parts.len() > 1 && asked.chosen.is_empty();
    if only_some {
        gathered = searcher.search(&question.query(Occur::Should), &gather)?;
    }
    let wanted: Vec<String> = question.stems;
    let mut hits = Vec::new();
    for address in gathered.best.iter().skip((asked.page - 1) * size) {
        let document: TantivyDocument = searcher.doc(*address)?;
        let stored = |field: Field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let Ok(id) = Uuid::parse_str(stored(opened.fields.id)) else { continue };
        let title = snippet::marked(stored(opened.fields.title), &wanted);
        let passage = if wanted.is_empty() {
            maud::html! {}
        } else {
            snippet::passage(stored(opened.fields.passage), &wanted)
        };
        hits.push(Hit { id, snippet: Snippet { title, passage } });
    }
    let corrected: Vec<(String, String)> = question
        .corrected
        .into_iter()
        .map(|(word, stem)| {
            let words = hits.iter().filter_map(|hit| snippet::word_of(&hit.snippet, &stem));
            let whole = words.min_by_key(String::len).unwrap_or(stem);
            (word, whole)
        })
        .collect();
    let facets = gathered.counts.into_iter().map(|(name, counts)| Facet::new(name, counts)).collect();
    Ok(Found { hits, total: gathered.total, facets, corrected, only_some: only_some && gathered.total > 0 })
}

/// Whether a question finds one guide: looked at alone, whatever else there is.
pub(super) fn finds(opened: &Opened, synonyms: &Synonyms, asked: &Asked, guide: Uuid) -> anyhow::Result<bool> {
    let searcher = opened.reader.searcher();
    let question = Question::read(&searcher, &opened.fields, synonyms, &asked.words)?;
    let this = Term::from_field_text(opened.fields.id, &guide.to_string());
    let this: Box<dyn Query> = Box::new(TermQuery::new(this, IndexRecordOption::Basic));
    let both = BooleanQuery::new(vec![(Occur::Must, this), (Occur::Must, question.query(Occur::Must))]);
    let gather = Gather { asked, order: Order::Newest, best: 0, columns: opened.columns.of(&searcher)? };
    Ok(searcher.search(&both, &gather)?.total > 0)
}

/// A question read: its parts, each of which a guide should have.
struct Question {
    parts: Vec<Box<dyn Query>>,
    stems: Vec<String>,
    corrected: Vec<(String, String)>,
    /// Whether anything was typed: signs that are no words find nothing, an empty question everything.
    is_asked: bool,
}

impl Question {
    fn read(searcher: &Searcher, fields: &IndexFields, synonyms: &Synonyms, words: &str) -> anyhow::Result<Self> {
        let is_asked = !words.trim().is_empty();
        let mut question = Self { parts: Vec::new(), stems: Vec::new(), corrected: Vec::new(), is_asked };
        let words = stems_and_words(words);
        let stems: Vec<String> = words.iter().map(|(stem, _)| stem.clone()).take(MOST_WORDS).collect();
        let mut at = 0;
        while let (Some(rest), Some((stem, word))) = (stems.get(at..).filter(|rest| !rest.is_empty()), words.get(at)) {
            if let Some((taken, alternatives)) = synonyms.at(rest) {
                question.add(fields, alternatives);
                at += taken;
                continue;
            }
            at += 1;
            if is_known(searcher, fields, stem)? {
                question.add(fields, &[vec![stem.clone()]]);
            } else {
                let near = nearest(searcher, fields, stem)?;
                match near.first() {
                    Some(best) => question.corrected.push((word.clone(), best.clone())),
                    None => question.add(fields, &[vec![stem.clone()]]),
                }
                let near: Vec<Vec<String>> = near.into_iter().map(|term| vec![term]).collect();
                if !near.is_empty() {
                    question.add(fields, &near);
                }
            }
        }
        Ok(question)
    }

    /// A part: any of `alternatives`, each one word or a phrase, in any field.
    fn add(&mut self, fields: &IndexFields, alternatives: &[Vec<String>]) {
        let weights = [(fields.title, 5.0), (fields.headings, 2.0), (fields.body, 1.0), (fields.files, 0.5)];
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        for alternative in alternatives {
            self.stems.extend(alternative.iter().filter(|stem| !UNMARKED.iter().any(|common| common == stem)).cloned());
            for (field, weight) in weights {
                let mut terms: Vec<Term> = alternative.iter().map(|stem| Term::from_field_text(field, stem)).collect();
                let query: Box<dyn Query> = match (terms.len(), terms.pop()) {
                    (1, Some(term)) => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
                    (_, Some(last)) => Box::new(PhraseQuery::new(terms.into_iter().chain([last]).collect())),
                    (_, None) => continue,
                };
                ways.push(Box::new(BoostQuery::new(query, weight)));
            }
        }
        self.parts.push(Box::new(BooleanQuery::union(ways)));
    }

    fn query(&self, occur: Occur) -> Box<dyn Query> {
        match (self.parts.is_empty(), self.is_asked) {
            (true, true) => Box::new(EmptyQuery),
            (true, false) => Box::new(AllQuery),
            (false, _) => {
                Box::new(BooleanQuery::new(self.parts.iter().map(|part| (occur, part.box_clone())).collect()))
            }
        }
    }
}

fn is_known(searcher: &Searcher, fields: &IndexFields, stem: &str) -> anyhow::Result<bool> {
    for field in [fields.body, fields.title, fields.headings, fields.files] {
        if searcher.doc_freq(&Term::from_field_text(field, stem))? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Up to five words of the index that are one or two letters away, the nearest and most frequent first.
fn nearest(searcher: &Searcher, fields: &IndexFields, stem: &str) -> anyhow::Result<Vec<String>> {
    let length = stem.chars().count();
    if length < 3 || stem.chars().all(|c| c.is_ascii_digit()) {
        return Ok(Vec::new());
    }
    for distance in 1..=(if length < 6 { 1 } else { 2 }) {
        let mut found: Vec<(u32, String)> = Vec::new();
        for field in [fields.body, fields.title] {
            let query = FuzzyTermQuery::new(Term::from_field_text(field, stem), distance, true);
            for reader in searcher.segment_readers() {
                let index = reader.inverted_index(field)?;
                let mut terms = index.terms().search(query.automaton()?).into_stream()?;
                while terms.advance() {
                    if let Ok(term) = std::str::from_utf8(terms.key()) {
                        match found.iter_mut().find(|(_, known)| known == term) {
                            Some((count, _)) => *count += terms.value().doc_freq,
                            None => found.push((terms.value().doc_freq, term.to_owned())),
                        }
                    }
                }
            }
        }
        if !found.is_empty() {
            found.sort_by(|a, b| b.cmp(a));
            return Ok(found.into_iter().take(5).map(|(_, term)| term).collect());
        }
    }
    Ok(Vec::new())
}
