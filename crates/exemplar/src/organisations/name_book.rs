//! Every organisation's name by its code, kept until anything public changes: lists name many at once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use database::Connection;

use super::{has_words, sort_name, store};
use crate::platform::http::query_string;

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

/// How many organisations a search of guides points to by name.
const FEW: usize = 3;

/// The organisations whose name has every one of these words, or whose code they are: a few by address and name, and where
/// all of them stand.
#[must_use]
pub fn named_like(names: &Names, words: &str) -> Vec<(String, String)> {
    // Most names are left out by one look at their letters.
    let plain = sort_name(words);
    let longest = plain.split(' ').max_by_key(|word| word.len()).unwrap_or_default().as_bytes();
    let may_have = |name: &str| {
        !name.is_ascii() || name.as_bytes().windows(longest.len().max(1)).any(|part| part.eq_ignore_ascii_case(longest))
    };
    let is_meant = |(code, name): &(&String, &String)| {
        (may_have(name) && has_words(name, words)) || code.eq_ignore_ascii_case(words.trim())
    };
    let mut found: Vec<(&String, &String)> = names.iter().filter(is_meant).collect();
    found.sort_by_cached_key(|(_, name)| sort_name(name));
    let all = found.len();
    let mut few: Vec<(String, String)> =
        found.into_iter().take(FEW).map(|(code, name)| (format!("/organisations/{code}"), name.clone())).collect();
    if all > FEW {
        few.push((query_string("/organisations", &[("q", words)]), format!("all {all} organisations")));
    }
    few
}
