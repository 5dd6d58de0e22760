//! Whom results can be narrowed to: groups of programmes, and places that plan together.

use std::collections::{BTreeMap, BTreeSet};

use database::Connection;

use super::Results;
use crate::journal::Moment;
use crate::organisations::footprints;
use crate::programmes::{self, Step};

/// Organisations that are looked at together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// As addresses name it: `programme/group`, or `footprints/place`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The codes of its members; of a programme's, the step each came to last.
    pub members: Vec<(String, Option<Step>)>,
}

impl Circle {
    /// The codes of those in it, of a programme's group those in the state of this word when one is asked for.
    #[must_use]
    pub fn codes(&self, state: &str) -> BTreeSet<&str> {
        let is_asked = |is: Option<Step>| state.is_empty() || is.is_some_and(|is| is.word() == state);
        self.members.iter().filter(|(_, is)| is_asked(*is)).map(|(code, _)| code.as_str()).collect()
    }
}

/// Every group and place with a member in these results, as known at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn circles(connection: &mut Connection, results: &Results, moment: Moment) -> sqlx::Result<Vec<Circle>> {
    let groups = programmes::groups_of_all(connection, moment).await?;
    let mut all: Vec<Circle> = groups
        .into_iter()
        .map(|group| {
            let members = group.members.into_iter().map(|(code, step)| (code, Some(step))).collect();
            Circle { id: group.id, name: group.name, members }
        })
        .collect();
    let mut places: BTreeMap<String, Vec<(String, Option<Step>)>> = BTreeMap::new();
    let belonging = footprints::store::all_members(connection, moment).await?;
    for row in belonging.into_iter().filter(|row| row.holds_on(moment.known_on)) {
        places.entry(row.footprint).or_default().push((row.organisation, None));
    }
    for row in footprints::store::list(connection, moment).await? {
        if let Some(members) = places.remove(&row.slug) {
            all.push(Circle { id: format!("footprints/{}", row.slug), name: row.name, members });
        }
    }
    all.retain(|circle| circle.members.iter().any(|(code, _)| results.of(code).is_some()));
    Ok(all)
}
