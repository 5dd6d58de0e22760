//! The line of an organisation's programmes that stands on each of its guides, kept until anything public changes or
//! the day ends.

use std::sync::Arc;

use database::Connection;
use jiff::civil::Date;
use maud::{Markup, PreEscaped};

use super::{memberships_of, named};
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
