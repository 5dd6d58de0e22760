//! What is watched, in words: looked up each time, so that nothing is said of what may not be seen any more.

use database::Connection;

use super::Subject;
use crate::app::App;
use crate::blueprints::{self, State};
use crate::journal::Moment;
use crate::search::Asked;

/// Something that is watched, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Described {
    pub title: String,
    /// Where it is; none for what is not public.
    pub path: Option<String>,
}

/// What a search was asked for.
pub(super) fn asked(query: &str) -> Asked {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    Asked { page: 1, ..Asked::from_pairs(&pairs) }
}

/// A search as its address says it, always in the same way.
pub(super) fn search_of(asked: &Asked) -> Subject {
    Subject::Search(asked.address(1).split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default())
}

/// What is watched, in words.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn described(app: &App, connection: &mut Connection, subject: &Subject) -> sqlx::Result<Described> {
    Ok(match subject {
        Subject::Guide(id) => {
            let line = blueprints::store::find(connection, *id, Moment::now(app.clock().today())).await?;
            match line.filter(|line| line.state() != State::Draft) {
                Some(line) => Described { path: Some(format!("/blueprints/{}", line.slug)), title: line.title },
                None => Described { title: "A guide that is not public".to_owned(), path: None },
            }
        }
        Subject::Organisation(code) => {
            let title = app.names(connection).await?.get(code).cloned().unwrap_or_else(|| code.clone());
            Described { title, path: Some(format!("/organisations/{code}")) }
        }
        Subject::Search(query) => {
            let (asked, names) = (asked(query), app.names(connection).await?);
            Described { title: blueprints::asked_in_words(&asked, &names), path: Some(asked.address(1)) }
        }
    })
}
