//! What is known of one organisation in all programmes: its memberships, its pairings, and what is published of its money.

use database::Connection;

use super::memberships::{Membership, memberships_of};
use super::store::{self, StatementRow};
use super::{Pairing, pairings};
use crate::journal::Moment;
use crate::organisations::{self, Names};

/// One organisation in all programmes.
#[derive(Clone, Debug)]
pub struct OfOrganisation {
    /// Its memberships, and those it carries on.
    pub memberships: Vec<Membership>,
    pub(super) code: String,
    pub(super) pairings: Vec<Pairing>,
    pub(super) money: Vec<StatementRow>,
    /// The name of each programme, by slug.
    pub(super) programmes: Vec<(String, String)>,
}

/// What is known of an organisation at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_organisation(
    connection: &mut Connection,
    code: &str,
    names: &Names,
    moment: Moment,
) -> sqlx::Result<OfOrganisation> {
    let successions = organisations::store::successions(connection, moment).await?;
    let claims = store::claims_of(connection, code, moment).await?;
    let programmes = store::list(connection, moment).await?;
    Ok(OfOrganisation {
        memberships: memberships_of(connection, code, names, moment).await?,
        code: code.to_owned(),
        pairings: pairings(claims, |one, other| successions.are_one(one, other)),
        money: store::money_of(connection, code, moment).await?,
        programmes: programmes.into_iter().map(|row| (row.slug, row.name)).collect(),
    })
}

/// The programmes whose name has every one of these words, by slug and name.
///
/// # Errors
/// When the database cannot be read.
pub async fn named_like(
    connection: &mut Connection,
    words: &str,
    moment: Moment,
) -> sqlx::Result<Vec<(String, String)>> {
    let all = store::list(connection, moment).await?.into_iter().map(|row| (row.slug, row.name));
    Ok(all.filter(|(_, name)| organisations::has_words(name, words)).collect())
}
