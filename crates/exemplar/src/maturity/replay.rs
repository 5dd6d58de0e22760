//! Computing a published edition again from what was kept, or from its files as anybody can download them, and comparing it
//! bit for bit.

use std::path::Path;

use composite::Framework;

use super::{Data, Hashes, Recipe, results_of, store};
use crate::journal::store::get_text;
use crate::kit::Kit;
use crate::platform::files::sha256_hex;

/// The names of an edition's files: question set, recipe, answers, results.
pub const FILES: [&str; 4] = ["questions.toml", "recipe.toml", "answers.csv", "results.csv"];

/// Why an edition could not be computed again.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// There is none of this name.
    #[error("there is no edition {0}")]
    NoEdition(String),
    /// A part of it cannot be read.
    #[error(transparent)]
    Inside(#[from] anyhow::Error),
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// The hashes of what is kept.
    pub kept: Hashes,
    /// The hash of the whole that was published.
    pub published: String,
    /// The hash of the results as they come out now.
    pub results: String,
    /// The first line that differs, as kept and as it comes out now.
    pub difference: Option<(usize, String, String)>,
}

impl Replayed {
    /// Whether everything is as it was published, to the bit.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.difference.is_none() && self.results == self.kept.results && self.kept.whole() == self.published
    }
}

/// Computes an edition again.
///
/// # Errors
/// [`ReplayError`] when there is none of this name, or a part of it cannot be read.
pub async fn replay(kit: &Kit, slug: &str) -> Result<Replayed, ReplayError> {
    let mut connection = kit.db.snapshot().await.map_err(anyhow::Error::new)?;
    let row = store::kept(&mut connection, slug).await.map_err(anyhow::Error::new)?;
    let row = row.ok_or_else(|| ReplayError::NoEdition(slug.to_owned()))?;
    let kept = row.hashes();
    let framework = get_text(&mut connection, &kept.framework).await.map_err(anyhow::Error::new)?;
    let recipe = get_text(&mut connection, &kept.recipe).await.map_err(anyhow::Error::new)?;
    drop(connection);
    let data = kit.files.get(&kept.data).map_err(anyhow::Error::new)?;
    let results = kit.files.get(&kept.results).map_err(anyhow::Error::new)?;
    let again = tokio::task::spawn_blocking(move || again(&framework, &recipe, &data));
    let again = again.await.map_err(anyhow::Error::new)??;
    let difference = (again != results).then(|| first_difference(&results, &again));
    Ok(Replayed { kept, published: row.hash, results: sha256_hex(&again), difference })
}

/// Computes an edition again from its four files in a folder, under the names they are downloaded by. Nothing but the files
/// is needed; whoever has the hash that was published compares it with that of the whole.
///
/// # Errors
/// [`ReplayError`] when one of them is not there or cannot be read.
pub fn replay_files(folder: &Path) -> Result<Replayed, ReplayError> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|error| anyhow::anyhow!("cannot read {}: {error}", path.display()))
    };
    let [framework, recipe, data, results] = FILES;
    let (framework, recipe, data, results) = (read(framework)?, read(recipe)?, read(data)?, read(results)?);
    let again = again(&framework, &recipe, &data)?;
    let hash = |bytes: &[u8]| sha256_hex(bytes);
    let kept =
        Hashes { framework: hash(&framework), recipe: hash(&recipe), data: hash(&data), results: hash(&results) };
    let difference = (again != results).then(|| first_difference(&results, &again));
    Ok(Replayed { published: kept.whole(), kept, results: hash(&again), difference })
}

/// The results that come of these bytes.
fn again(framework: &[u8], recipe: &[u8], data: &[u8]) -> anyhow::Result<Vec<u8>> {
    let framework = Framework::read(&String::from_utf8_lossy(framework))
        .map_err(|mistakes| anyhow::anyhow!("the question set cannot be read: {mistakes:?}"))?;
    let (recipe, data) = (Recipe::read(recipe)?, Data::from_csv(data, &framework)?);
    results_of(&framework, &recipe, &data).to_csv(&framework)
}

fn first_difference(kept: &[u8], again: &[u8]) -> (usize, String, String) {
    let (kept, again) = (String::from_utf8_lossy(kept), String::from_utf8_lossy(again));
    let same = kept.lines().zip(again.lines()).take_while(|(one, other)| one == other).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or_default().to_owned();
    (same + 1, line(&kept), line(&again))
}
