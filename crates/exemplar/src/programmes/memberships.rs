//! The programmes one organisation was in, and those it carries on from organisations it followed; and the groups of all
//! programmes with who is in them.

use database::Connection;

use super::pages::{Member, members_of};
use super::{Step, store};
use crate::journal::Moment;
use crate::organisations::{self, Names};

/// A membership as an organisation's page shows it.
#[derive(Clone, Debug)]
pub struct Membership {
    pub(super) member: Member,
    /// The name of the organisation it was begun by and the day that ended, when it is carried on.
    pub(super) carried_from: Option<(String, String)>,
}

impl Membership {
    /// The programme's part of addresses, and its name.
    #[must_use]
    pub fn programme(&self) -> (&str, &str) {
        self.member
            .rows
            .first()
            .map_or(("", ""), |row| (row.programme.as_str(), row.programme_name.as_deref().unwrap_or(&row.programme)))
    }
}

/// The memberships of an organisation, its own first, then those of the organisations it followed.
///
/// # Errors
/// When the database cannot be read.
pub async fn memberships_of(
    connection: &mut Connection,
    code: &str,
    names: &Names,
    moment: Moment,
) -> sqlx::Result<Vec<Membership>> {
    let closed = organisations::store::closed_at(connection, moment).await?;
    let own = members_of(store::states_of(connection, code, moment).await?, moment.known_on, &closed);
    let mut all: Vec<Membership> = own.into_iter().map(|member| Membership { member, carried_from: None }).collect();
    let successions = organisations::store::successions(connection, moment).await?;
    for (before, on) in successions.before(code) {
        let name = names.get(&before).cloned().unwrap_or_else(|| before.clone());
        let carried = members_of(store::states_of(connection, &before, moment).await?, moment.known_on, &closed);
        let from = Some((name, on));
        all.extend(carried.into_iter().map(|member| Membership { member, carried_from: from.clone() }));
    }
    Ok(all)
}

/// A group of a programme, and who is in it on the day asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The programme and the group, as addresses name them: `programme/group`.
    pub id: String,
    /// What programme and group are called.
    pub name: String,
    /// The codes of its members, each with the step it came to last.
    pub members: Vec<(String, Step)>,
}

/// Every group of every programme that has a member at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn groups_of_all(connection: &mut Connection, moment: Moment) -> sqlx::Result<Vec<Group>> {
    let closed = organisations::store::closed_at(connection, moment).await?;
    let mut all: Vec<Group> = Vec::new();
    for programme in store::list(connection, moment).await? {
        let states = store::states(connection, &programme.slug, moment).await?;
        for member in members_of(states, moment.known_on, &closed) {
            let id = format!("{}/{}", programme.slug, member.group);
            match all.iter_mut().find(|group| group.id == id) {
                Some(group) => group.members.push((member.organisation, member.step)),
                None => all.push(Group {
                    id,
                    name: format!("{}: {}", programme.name, member.group_name),
                    members: vec![(member.organisation, member.step)],
                }),
            }
        }
    }
    Ok(all)
}
