//! Every organisation's name by its code, kept until anything public changes: lists name many at once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use database::Connection;

use super::store;

/// Names by code.
pub type Names = HashMap<String, String>;

/// The names as they are known now.
#[derive(Debug, Default)]
pub struct NameBook(RwLock<Option<(i64, Arc<Names>)>>);

impl NameBook {
    /// The names as of the public entry `sequence`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(&self, connection: &mut Connection, sequence: i64) -> sqlx::Result<Arc<Names>> {
        if let Some((of, names)) = &*self.0.read().unwrap_or_else(PoisonError::into_inner)
            && *of == sequence
        {
            return Ok(Arc::clone(names));
        }
        let names: Arc<Names> = Arc::new(store::all_names(connection).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((sequence, Arc::clone(&names)));
        Ok(names)
    }
}
