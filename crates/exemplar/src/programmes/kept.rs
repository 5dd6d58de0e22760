//! What is kept of programmes until anything public changes or the day ends: the line of an organisation's programmes that
//! stands on each of its guides, and how many members a programme has.

use std::sync::Arc;

use database::Connection;
use jiff::civil::Date;
use maud::{Markup, PreEscaped};

use super::{memberships_of, named, store};
use crate::journal::{AsAt, Moment};
use crate::organisations::Names;

/// The most that is kept, in bytes.
const CAPACITY: u64 = 1024 * 1024;

/// Lines by organisation. Each is kept under the public entry it was made at, so that one that was made before a change
/// is never taken for one after it.
#[derive(Clone, Debug)]
pub struct NamedMemberships(moka::sync::Cache<(String, i64, Date), Arc<str>>);

impl Default for NamedMemberships {
    fn default() -> Self {
        let weigh = |key: &(String, i64, Date), line: &Arc<str>| {
            u32::try_from(size_of_val(key) + key.0.len() + line.len()).unwrap_or(u32::MAX)
        };
        Self(moka::sync::Cache::builder().max_capacity(CAPACITY).weigher(weigh).build())
    }
}

impl NamedMemberships {
    /// The line of an organisation on `today`, as of the public entry `sequence`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(
        &self,
        connection: &mut Connection,
        (code, names): (&str, &Names),
        (sequence, today): (i64, Date),
    ) -> sqlx::Result<Markup> {
        let key = (code.to_owned(), sequence, today);
        if let Some(line) = self.0.get(&key) {
            return Ok(PreEscaped(line.to_string()));
        }
        let line = named(&memberships_of(connection, code, names, Moment::now(today)).await?, AsAt::default());
        self.0.insert(key, Arc::from(line.0.as_str()));
        Ok(line)
    }
}

/// How many programmes are counted at how many moments at once.
const COUNTED: u64 = 64;

/// How many members a programme has, by group and the place of their step.
pub(super) type MemberCount = (String, i64, i64);

/// The members of programmes, counted at a moment. Each is kept under the public entry it was counted at.
#[derive(Clone, Debug)]
pub struct MemberCounts(moka::sync::Cache<(String, i64, Moment), Arc<[MemberCount]>>);

impl Default for MemberCounts {
    fn default() -> Self {
        Self(moka::sync::Cache::new(COUNTED))
    }
}

impl MemberCounts {
    /// The counts of a programme at `moment`, as of the public entry `sequence`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn get(
        &self,
        connection: &mut Connection,
        (slug, moment): (&str, Moment),
        sequence: i64,
    ) -> sqlx::Result<Arc<[MemberCount]>> {
        let key = (slug.to_owned(), sequence, moment);
        if let Some(counts) = self.0.get(&key) {
            return Ok(counts);
        }
        let counts: Arc<[MemberCount]> = store::counts(connection, slug, moment).await?.into();
        self.0.insert(key, Arc::clone(&counts));
        Ok(counts)
    }
}
