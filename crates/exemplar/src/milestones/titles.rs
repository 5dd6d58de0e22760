//! What the milestones of several programmes are called, and in which order they stand.

use std::collections::{BTreeSet, HashMap};

use database::Connection;

use super::store;
use crate::journal::Moment;

/// The titles of milestones by programme and slug, each with its place.
#[derive(Clone, Debug, Default)]
pub struct Titles(HashMap<(String, String), (usize, String)>);

/// The titles of all milestones of some programmes.
///
/// # Errors
/// When the database cannot be read.
pub async fn titles<'a>(
    connection: &mut Connection,
    programmes: impl Iterator<Item = &'a str>,
    moment: Moment,
) -> sqlx::Result<Titles> {
    let mut all = HashMap::new();
    for programme in programmes.collect::<BTreeSet<_>>() {
        let known = store::definitions(connection, programme, moment).await?;
        all.extend(known.into_iter().enumerate().map(|(at, row)| ((row.programme, row.slug), (at, row.title))));
    }
    Ok(Titles(all))
}

impl Titles {
    fn get(&self, programme: &str, milestone: &str) -> Option<&(usize, String)> {
        self.0.get(&(programme.to_owned(), milestone.to_owned()))
    }

    /// What a milestone is called; the words of its address when that is not known.
    #[must_use]
    pub fn of(&self, programme: &str, milestone: &str) -> String {
        self.get(programme, milestone).map_or_else(|| milestone.replace('-', " "), |(_, title)| title.clone())
    }

    /// Its place among those of its programme; the last when that is not known.
    #[must_use]
    pub fn place(&self, programme: &str, milestone: &str) -> usize {
        self.get(programme, milestone).map_or(usize::MAX, |(at, _)| *at)
    }
}
