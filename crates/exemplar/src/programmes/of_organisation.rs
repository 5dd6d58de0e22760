//! What is known of one organisation in all programmes: its memberships, its pairings, and what is published of its money.

use database::Connection;

use super::memberships::{Membership, memberships_of};
use super::pages::members_of;
use super::store::{self, StatementRow};
use super::{Pairing, Standing, State, Step, pairings};
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

/// The pairings of a programme at `moment`.
///
/// # Errors
/// When the database cannot be read.
pub async fn pairings_in(connection: &mut Connection, slug: &str, moment: Moment) -> sqlx::Result<Vec<Pairing>> {
    let successions = organisations::store::successions(connection, moment).await?;
    let claims = store::claims(connection, slug, moment).await?;
    Ok(pairings(claims, |one, other| successions.are_one(one, other)))
}

/// At most so many members of a programme that wait for due diligence or are in it, and have not closed: code, group, step, since when.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting_members(
    connection: &mut Connection,
    (slug, most): (&str, usize),
    moment: Moment,
) -> sqlx::Result<Vec<(String, String, Step, Option<String>)>> {
    let closed = organisations::store::closed_at(connection, moment).await?;
    let is_open = |code: &str| closed.get(code).is_none_or(|day| *day > moment.day());
    // As many more are asked for as may have closed.
    let looked_at = i64::try_from(most + closed.len()).unwrap_or(i64::MAX);
    let standing = store::standing_low(connection, slug, (Step::IN_DUE_DILIGENCE, looked_at), moment).await?;
    let mut codes: Vec<&str> = standing.iter().map(|(_, code, _)| code.as_str()).filter(|code| is_open(code)).collect();
    codes.dedup();
    codes.truncate(most);
    let rows = store::states_of_some(connection, slug, &codes, moment).await?;
    let waiting = members_of(rows, moment.known_on, &closed).into_iter().filter_map(|member| {
        let last = member.stays.last()?;
        let since = last.since.map(|since| since.stored());
        (member.step.state() <= State::DueDiligence)
            .then(|| (member.organisation.clone(), member.group_name.clone(), member.step, since))
    });
    Ok(waiting.collect())
}

/// The names of those an organisation is paired with in a programme: both said so.
///
/// # Errors
/// When the database cannot be read.
pub async fn partners_of(
    connection: &mut Connection,
    slug: &str,
    code: &str,
    moment: Moment,
) -> sqlx::Result<Vec<String>> {
    let claims = store::claims_of(connection, code, moment).await?;
    let successions = organisations::store::successions(connection, moment).await?;
    let mut partners = Vec::new();
    for pairing in pairings(claims, |one, other| successions.are_one(one, other)) {
        if pairing.standing != Standing::Paired || pairing.claims.iter().any(|claim| claim.programme != slug) {
            continue;
        }
        let other = if pairing.organisation == code { pairing.partner } else { pairing.organisation };
        let known = organisations::store::find(connection, &other, moment).await?;
        partners.push(known.map_or(other, |known| known.shown_name));
    }
    Ok(partners)
}

/// The members of a programme that report on their milestones: those that agreed or are funded, and have not closed.
///
/// # Errors
/// When the database cannot be read.
pub async fn reporting_members(connection: &mut Connection, slug: &str, moment: Moment) -> sqlx::Result<Vec<String>> {
    let closed = organisations::store::closed_at(connection, moment).await?;
    let standing = store::standing(connection, slug, moment).await?;
    let mut codes: Vec<String> = standing
        .into_iter()
        .filter(|(_, code, last)| {
            reports(Step::at(*last).state()) && closed.get(code).is_none_or(|day| *day > moment.day())
        })
        .map(|(_, code, _)| code)
        .collect();
    codes.sort();
    codes.dedup();
    Ok(codes)
}

/// Whether one organisation reports in a programme.
///
/// # Errors
/// When the database cannot be read.
pub async fn reports_in(connection: &mut Connection, slug: &str, code: &str, moment: Moment) -> sqlx::Result<bool> {
    let closed = organisations::store::closed_at(connection, moment).await?;
    let is_open = closed.get(code).is_none_or(|day| *day > moment.day());
    let members = members_of(store::states_of(connection, code, moment).await?, moment.known_on, &closed);
    let is_of = |member: &super::pages::Member| member.rows.iter().all(|row| row.programme == slug);
    Ok(is_open && members.iter().filter(|member| is_of(member)).any(|member| reports(member.step.state())))
}

fn reports(state: State) -> bool {
    matches!(state, State::Agreed | State::Funded)
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
