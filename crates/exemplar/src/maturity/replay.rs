//! Computing a published edition again from what was kept, and comparing it bit for bit.

use composite::Framework;

use super::{Data, Hashes, Recipe, results_of, store};
use crate::journal::store::get_text;
use crate::kit::Kit;
use crate::platform::files::sha256_hex;

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
