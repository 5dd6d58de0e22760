//! Finding guides: one local index, fed from what the journal says was changed, never the other way.
//!
//! The index can be thrown away at any time and made again. What it finds is looked up in the
//! database before it is shown. Only a server writes it; `reindex` builds a new folder and swaps it in.

mod asked;
mod columns;
mod facets;
mod follow;
mod gather;
mod index;
mod snippet;
mod synonyms;
mod words;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use maud::Markup;
use uuid::Uuid;

pub use asked::Asked;
pub use facets::{Facet, FacetCount, FacetName};
pub use follow::{Follower, reindex};
pub use synonyms::{BUILT_IN as BUILT_IN_SYNONYMS, Synonyms};

use index::Opened;

/// The search over one data directory. Cheap to clone.
#[derive(Clone)]
pub struct Search(Arc<Inner>);

struct Inner {
    root: PathBuf,
    opened: RwLock<Arc<Opened>>,
    /// What is found when nothing is asked for, counted once for each state of the index.
    everything: Mutex<Option<(u64, Found)>>,
    /// The entry of the journal up to which readers find guides.
    level: AtomicI64,
    /// Those of the file or the program.
    given: Synonyms,
    /// Those, and what editors added.
    synonyms: RwLock<Arc<Synonyms>>,
}

/// A guide that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its id.
    pub id: Uuid,
    /// Its title and a passage, the words asked for marked.
    pub snippet: Snippet,
}

/// What a list shows of a guide that was found.
#[derive(Clone, Debug)]
pub struct Snippet {
    /// The title.
    pub title: Markup,
    /// A passage of the text; empty when no word was asked for.
    pub passage: Markup,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The guides of the page asked for.
    pub hits: Vec<Hit>,
    /// How many there are on all pages.
    pub total: usize,
    /// How many there are by kind, care setting and so on.
    pub facets: Vec<Facet>,
    /// Words that were not found as they were written, each with what was looked for instead.
    pub corrected: Vec<(String, String)>,
    /// Whether no guide has all the words, so that these have only some.
    pub only_some: bool,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Search").field(&self.0.root).finish()
    }
}

impl Search {
    /// Opens the index below `root`, making an empty one when there is none.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn open(root: &Path, synonyms: Synonyms) -> anyhow::Result<Self> {
        let opened = Arc::new(Opened::current(root)?);
        Ok(Self(Arc::new(Inner {
            root: root.to_owned(),
            opened: RwLock::new(opened),
            everything: Mutex::new(None),
            level: AtomicI64::new(0),
            synonyms: RwLock::new(Arc::new(synonyms.clone())),
            given: synonyms,
        })))
    }

    /// Finds what was asked for: one page of `size` guides, and the counts over all of them.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn find(&self, asked: &Asked, size: usize) -> anyhow::Result<Found> {
        let opened = self.opened();
        if !asked.is_everything() {
            return index::find(&opened, &self.synonyms(), asked, size);
        }
        let generation = opened.generation();
        let mut kept = self.0.everything.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((of, found)) if *of == generation => Ok(found.clone()),
            _ => {
                let found = Found { hits: Vec::new(), ..index::find(&opened, &self.synonyms(), &Asked::default(), 0)? };
                *kept = Some((generation, found.clone()));
                Ok(found)
            }
        }
    }

    /// Takes up what editors say means the same, a group a line.
    pub fn also_mean(&self, added: &str) {
        let all = Arc::new(self.0.given.and(Synonyms::parse(added)));
        *self.0.synonyms.write().unwrap_or_else(PoisonError::into_inner) = all;
    }

    fn synonyms(&self) -> Arc<Synonyms> {
        Arc::clone(&self.0.synonyms.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a question finds this guide, all its words and filters holding.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn finds(&self, asked: &Asked, guide: Uuid) -> anyhow::Result<bool> {
        index::finds(&self.opened(), &self.synonyms(), asked, guide)
    }

    /// Another number for every state of the index that readers see.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.opened().generation()
    }

    /// The entry of the journal up to which this server finds guides; 0 until it has looked.
    #[must_use]
    pub fn level(&self) -> i64 {
        self.0.level.load(Ordering::SeqCst)
    }

    fn opened(&self) -> Arc<Opened> {
        Arc::clone(&self.0.opened.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn swap(&self, opened: Arc<Opened>) {
        *self.0.opened.write().unwrap_or_else(PoisonError::into_inner) = opened;
        *self.0.everything.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
