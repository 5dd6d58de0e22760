//! Editions that were read already: what is published never changes, so that it is kept in memory by its hash.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use composite::Framework;
use database::Connection;

use super::any_weights::AnyWeights;
use super::calibrated::Calibrated;
use super::{Data, EditionRow, Recipe, Results};
use crate::journal::store::get_text;
use crate::platform::files::FileStore;

/// The most that is kept, by a rough count of bytes: an edition of a hundred thousand organisations, or hundreds of 240.
const CAPACITY: u64 = 512 * 1024 * 1024;

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
    /// The results in the order of pages: higher scores first, those without one last, by name.
    pub order: Vec<u32>,
    /// The name of each in small letters, to be found by.
    pub words: Vec<String>,
    /// How many answered in each care setting.
    pub settings: BTreeMap<String, usize>,
    /// The mean score of each section in each care setting.
    pub means: BTreeMap<String, Vec<Option<f64>>>,
    /// The regions of those who answered.
    pub regions: BTreeSet<String>,
    /// How many have a place.
    pub placed: usize,
    /// Of how many anything was checked by somebody else.
    pub checked: usize,
    /// How places stand under any weights, where that can be said.
    pub any_weights: Option<AnyWeights>,
    /// What scores are likely to be worth, where enough were drawn and checked.
    pub calibrated: Option<Calibrated>,
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
    let (data, results) = (Data::from_csv(data, &framework)?, Results::from_csv(results, &framework)?);
    let (mut settings, mut regions) = (BTreeMap::new(), BTreeSet::new());
    for unit in &results.units {
        *settings.entry(unit.care_setting.clone()).or_insert(0) += 1;
        regions.insert(unit.region.clone());
    }
    regions.remove("");
    let means = means_of(&results, framework.sections.len());
    Ok(Opened {
        recipe: Recipe::read(recipe)?,
        any_weights: AnyWeights::of(&framework, &results),
        calibrated: Calibrated::of(&framework, &data, &results),
        order: in_order(&results),
        words: results.units.iter().map(|unit| unit.name.to_lowercase()).collect(),
        placed: results.units.iter().filter(|unit| unit.place.is_some()).count(),
        checked: results.units.iter().filter(|unit| unit.verified.is_some()).count(),
        settings,
        means,
        regions,
        framework,
        data,
        results,
        size,
    })
}

/// The mean score of each section in each care setting.
fn means_of(results: &Results, sections: usize) -> BTreeMap<String, Vec<Option<f64>>> {
    let mut sums: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for unit in &results.units {
        let own = sums.entry(unit.care_setting.as_str()).or_insert_with(|| vec![(0.0, 0.0); sections]);
        for (sum, part) in own.iter_mut().zip(&unit.sections) {
            if let Some(point) = part.as_ref().and_then(|part| part.point) {
                *sum = (sum.0 + point, sum.1 + 1.0);
            }
        }
    }
    let mean = |(sum, count): (f64, f64)| (count > 0.0).then_some(sum / count);
    sums.into_iter().map(|(id, own)| (id.to_owned(), own.into_iter().map(mean).collect())).collect()
}

/// Higher scores first; those without a score last, by name.
fn in_order(results: &Results) -> Vec<u32> {
    let score = |at: &u32| results.units.get(*at as usize).and_then(|unit| unit.score.point).unwrap_or(f64::MIN);
    let name = |at: &u32| results.units.get(*at as usize).map(|unit| unit.name.as_str());
    let mut order: Vec<u32> = (0_u32..).take(results.units.len()).collect();
    order.sort_by(|one, other| score(other).total_cmp(&score(one)).then_with(|| name(one).cmp(&name(other))));
    order
}
