//! Guides that searches find, kept as lists show them until anything public changes or the day ends.

use std::sync::Arc;

use database::Connection;
use jiff::civil::Date;
use uuid::Uuid;

use super::State;
use super::store::{self, GuideLine};
use crate::journal::Moment;

/// The most that is kept, in bytes.
const CAPACITY: u64 = 2 * 1024 * 1024;

/// The guides found most. A row is kept under the public entry it was read at, so that one that was read before a change
/// is never taken for one after it.
#[derive(Clone, Debug)]
pub struct FoundGuides(moka::sync::Cache<(Uuid, i64, Date), Arc<GuideLine>>);

impl Default for FoundGuides {
    fn default() -> Self {
        let weigh = |_: &(Uuid, i64, Date), line: &Arc<GuideLine>| u32::try_from(line.weight()).unwrap_or(u32::MAX);
        Self(moka::sync::Cache::builder().max_capacity(CAPACITY).weigher(weigh).build())
    }
}

impl FoundGuides {
    /// Those of `ids` that everyone can read on `today`, as of the public entry `sequence`, in no order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(
        &self,
        connection: &mut Connection,
        ids: &[Uuid],
        (sequence, today): (i64, Date),
    ) -> sqlx::Result<Vec<Arc<GuideLine>>> {
        let (mut found, mut unknown) = (Vec::with_capacity(ids.len()), Vec::new());
        for id in ids {
            match self.0.get(&(*id, sequence, today)) {
                Some(line) => found.push(line),
                None => unknown.push(*id),
            }
        }
        for line in store::find_all(connection, &unknown, Moment::now(today)).await? {
            let line = Arc::new(line);
            self.0.insert((line.id(), sequence, today), Arc::clone(&line));
            found.push(line);
        }
        found.retain(|line| line.state() == State::Published);
        Ok(found)
    }
}
