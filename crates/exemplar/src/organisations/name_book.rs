//! Every organisation's name by its code, kept until anything public changes: lists name many at once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use database::Connection;

use super::store::NameVersion;
use super::{has_words, sort_name, store};
use crate::journal::Moment;
use crate::platform::http::query_string;

/// Names by code.
pub type Names = HashMap<String, String>;

/// Something as of a public entry.
type Kept<T> = RwLock<Option<(i64, Arc<T>)>>;

/// The names as they are known now, and as they ever were.
#[derive(Debug, Default)]
pub struct NameBook {
    now: Kept<Names>,
    ever: Kept<Vec<NameVersion>>,
}

impl NameBook {
    /// The names as of the public entry `sequence`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(&self, connection: &mut Connection, sequence: i64) -> sqlx::Result<Arc<Names>> {
        if let Some(names) = kept(&self.now, sequence) {
            return Ok(names);
        }
        Ok(keep(&self.now, sequence, store::all_names(connection).await?))
    }

    /// The names as they were known at `moment`, as of the public entry `sequence`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn at(&self, connection: &mut Connection, sequence: i64, moment: Moment) -> sqlx::Result<Names> {
        let ever = match kept(&self.ever, sequence) {
            Some(ever) => ever,
            None => keep(&self.ever, sequence, store::name_versions(connection).await?),
        };
        let day = moment.day();
        let then = ever.iter().filter(|version| version.is_known(&day, moment));
        Ok(then.map(|version| (version.code.clone(), version.shown_name.clone())).collect())
    }
}

fn kept<T>(shelf: &Kept<T>, sequence: i64) -> Option<Arc<T>> {
    let held = shelf.read().unwrap_or_else(PoisonError::into_inner);
    held.as_ref().filter(|(of, _)| *of == sequence).map(|(_, what)| Arc::clone(what))
}

fn keep<T>(shelf: &Kept<T>, sequence: i64, what: T) -> Arc<T> {
    let what = Arc::new(what);
    *shelf.write().unwrap_or_else(PoisonError::into_inner) = Some((sequence, Arc::clone(&what)));
    what
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
