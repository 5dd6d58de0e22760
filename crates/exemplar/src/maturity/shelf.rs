//! Editions that were read already: what is published never changes, so that it is kept in memory by its hash.

use std::sync::Arc;

use composite::Framework;
use database::Connection;

use super::{Data, EditionRow, Recipe, Results};
use crate::journal::store::get_text;
use crate::platform::files::FileStore;

/// The most that is kept, by a rough count of bytes.
const CAPACITY: u64 = 64 * 1024 * 1024;

/// An edition as it was read.
#[derive(Debug)]
pub struct Opened {
    /// The question set.
    pub framework: Framework,
    /// The recipe.
    pub recipe: Recipe,
    /// Who answered what.
    pub data: Data,
    /// What came out.
    pub results: Results,
    size: u32,
}

/// The editions that were read already.
#[derive(Clone, Debug)]
pub struct Shelf(moka::sync::Cache<String, Arc<Opened>>);

impl Default for Shelf {
    fn default() -> Self {
        let weigh = |_: &String, opened: &Arc<Opened>| opened.size;
        Self(moka::sync::Cache::builder().max_capacity(CAPACITY).weigher(weigh).build())
    }
}

impl Shelf {
    /// The edition of this row; none when two people removed a part of it.
    ///
    /// # Errors
    /// When a part of it cannot be read.
    pub async fn open(
        &self,
        connection: &mut Connection,
        files: &FileStore,
        row: &EditionRow,
    ) -> anyhow::Result<Option<Arc<Opened>>> {
        let hashes = row.hashes();
        if [&hashes.data, &hashes.results].iter().any(|hash| !files.path(hash).exists()) {
            return Ok(None);
        }
        if let Some(opened) = self.0.get(&row.hash) {
            return Ok(Some(opened));
        }
        let texts = (text(connection, &hashes.framework).await?, text(connection, &hashes.recipe).await?);
        let (Some(framework), Some(recipe)) = texts else { return Ok(None) };
        let files = files.clone();
        let read = move || read(&framework, &recipe, &files.get(&hashes.data)?, &files.get(&hashes.results)?);
        let opened = Arc::new(tokio::task::spawn_blocking(read).await??);
        self.0.insert(row.hash.clone(), Arc::clone(&opened));
        Ok(Some(opened))
    }
}

/// The text with this hash; none when it was removed.
async fn text(connection: &mut Connection, hash: &str) -> sqlx::Result<Option<Vec<u8>>> {
    match get_text(connection, hash).await {
        Ok(text) => Ok(Some(text)),
        Err(sqlx::Error::RowNotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn read(framework: &[u8], recipe: &[u8], data: &[u8], results: &[u8]) -> anyhow::Result<Opened> {
    let framework = Framework::read(&String::from_utf8_lossy(framework))
        .map_err(|_| anyhow::anyhow!("the question set of an edition cannot be read"))?;
    let size = u32::try_from(2 * (data.len() + results.len())).unwrap_or(u32::MAX);
    Ok(Opened {
        recipe: Recipe::read(recipe)?,
        data: Data::from_csv(data, &framework)?,
        results: Results::from_csv(results, &framework)?,
        framework,
        size,
    })
}
