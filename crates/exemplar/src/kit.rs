//! What every act needs: the database, the attached files, and the time.

use std::path::Path;

use database::Db;

use crate::platform::clock::Clock;
use crate::platform::files::FileStore;

/// The means of every act. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Kit {
    /// The database.
    pub db: Db,
    /// The attached files.
    pub files: FileStore,
    /// The time, and new ids.
    pub clock: Clock,
}

impl Kit {
    /// The means of a portal in the directory `data`.
    #[must_use]
    pub fn new(db: Db, data: &Path, clock: Clock) -> Self {
        Self { db, files: FileStore::new(data.join("files")), clock }
    }
}
