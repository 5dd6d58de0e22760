//! Pages of programmes: the list, one programme, its members and its money.

pub mod files;
mod listing;
pub mod member;
pub mod pairing;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query};
use axum::response::Response;
use database::Connection;
use jiff::civil::Date;
use maud::Markup;
use serde::Deserialize;

pub(super) use listing::{Count, Listing};

use super::store::{self, GroupRow, ProgrammeRow, StateRow, StatementRow};
use super::{OFFICE, Pairing, State, Stay, Step, export, pairings, stays, views};
use crate::app::App;
use crate::corrections;
use crate::error::AppError;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::milestones::{self, MilestoneRow};
use crate::organisations::{self, Names, Successions, sort_name};
use crate::people::policy::{ReadPage, ReadProgramme};
use crate::people::{Actor, Person, Role, decide};
use crate::platform::dates;
use crate::platform::shell::Page;

/// How many members stand on a page.
const PAGE_SIZE: usize = 50;

/// What a list of members can be asked for. Empty words count as absent.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    /// The slug of a group.
    #[serde(default)]
    pub group: String,
    /// The word of a state.
    #[serde(default)]
    pub state: String,
    /// From 1.
    #[serde(default)]
    pub page: String,
    /// What a part of a file begins after.
    #[serde(default)]
    pub from: String,
    /// A day.
    #[serde(rename = "as-at")]
    pub as_at: Option<String>,
    /// A day.
    #[serde(rename = "recorded-by")]
    pub recorded_by: Option<String>,
}

/// An organisation in a group: its states in order, and how long it was in each.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub group: String,
    pub group_name: String,
    pub organisation: String,
    /// The step it came to last.
    pub step: Step,
    /// Its states; empty for members of whom no more is shown than how many they are.
    pub rows: Vec<StateRow>,
    pub stays: Vec<Stay>,
}

/// How many organisations are, or were, in a programme.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Members {
    /// Those that are open.
    pub open: i64,
    /// Those that have closed.
    pub closed: i64,
    /// Of those that have closed, the ones that became part of another.
    pub followed: i64,
}

/// A programme read at a moment.
pub(super) struct Read {
    pub programme: ProgrammeRow,
    pub names: Arc<Names>,
    /// The day each organisation closed, of those that did.
    pub closed: HashMap<String, String>,
    pub as_at: AsAt,
    pub moment: Moment,
}

/// What the page of a programme shows.
pub(super) struct Whole {
    pub read: Read,
    pub groups: Vec<GroupRow>,
    /// Its members, counted.
    pub counts: Vec<Count>,
    /// Those of them that its page shows.
    pub members: Vec<Member>,
    pub pairings: Vec<Pairing>,
    pub statements: Vec<StatementRow>,
    pub milestones: Vec<(MilestoneRow, i64)>,
    pub successions: Successions,
    /// How many facts without a date of their own were recorded after the day asked for.
    pub left_out: i64,
    /// What is disputed of it, or was corrected.
    pub corrections: Option<Markup>,
}

/// A page of the members of a programme.
pub(super) struct OfMembers {
    pub read: Read,
    pub groups: Vec<GroupRow>,
    pub listing: Listing,
    pub successions: Successions,
    pub left_out: i64,
}

/// What is published of the money of a page of its members.
pub(super) struct OfMoney {
    pub read: Read,
    pub listing: Listing,
    pub statements: Vec<StatementRow>,
    pub left_out: i64,
}

/// `GET /programmes`
///
/// # Errors
/// When the day asked for is not one, or the database cannot be read.
pub async fn list(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    let (as_at, lines) = programmes(&app, &actor, &query).await?;
    Ok(views::list(&lines, as_at))
}

/// `GET /programmes.csv`
///
/// # Errors
/// When the day asked for is not one, or the database cannot be read.
pub async fn list_csv(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    let (_, lines) = programmes(&app, &actor, &query).await?;
    Ok(export::programmes(&lines)?)
}

async fn programmes(
    app: &App,
    actor: &Actor,
    query: &AsAtQuery,
) -> Result<(AsAt, Vec<(ProgrammeRow, Members)>), AppError> {
    decide(actor, ReadPage, &(), app.clock().now())?;
    let today = app.clock().today();
    let as_at = query.parse(today)?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, today).await?;
    let mut counts = counts(&mut connection, moment).await?;
    let mut rows = store::list(&mut connection, moment).await?;
    rows.sort_by_key(|row| sort_name(&row.name));
    let with_count = |row: ProgrammeRow| {
        let members = counts.remove(&row.slug).unwrap_or_default();
        (row, members)
    };
    Ok((as_at, rows.into_iter().map(with_count).collect()))
}

/// How many members each programme has, by slug; those that have closed are few beside the others, and asked for by code.
async fn counts(connection: &mut Connection, moment: Moment) -> sqlx::Result<HashMap<String, Members>> {
    let all = store::members_of_each(connection, moment).await?;
    let mut counts: HashMap<String, Members> =
        all.into_iter().map(|(slug, open)| (slug, Members { open, ..Members::default() })).collect();
    let closings = organisations::store::closed_at(connection, moment).await?;
    let day = moment.day();
    let closed: Vec<&str> = closings.iter().filter(|(_, on)| **on <= day).map(|(code, _)| code.as_str()).collect();
    let successions = organisations::store::successions(connection, moment).await?;
    for (slug, code) in store::programmes_of_some(connection, &closed, moment).await? {
        let members = counts.entry(slug).or_default();
        members.open -= 1;
        members.closed += 1;
        members.followed += i64::from(!successions.after(&code).is_empty());
    }
    Ok(counts)
}

/// `GET /programmes/{slug}`
///
/// # Errors
/// 404 for a programme that is not known, or was not yet on the day asked for.
pub async fn show(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    Ok(views::show(&whole(&app, &actor, slug, &query).await?))
}

/// `GET /programmes/{slug}/members`
///
/// # Errors
/// As for the programme's page.
pub async fn members(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Page, AppError> {
    let (mut connection, read) = opened(&app, &actor, slug, &filter.days()).await?;
    let (slug, moment) = (read.programme.slug.as_str(), read.moment);
    let counts = listing::counts(&app, &mut connection, &read).await?;
    let of = OfMembers {
        groups: store::groups(&mut connection, slug, moment).await?,
        listing: listing::page(&mut connection, &read, (&counts, &filter, PAGE_SIZE)).await?,
        successions: organisations::store::successions(&mut connection, moment).await?,
        left_out: left_out(&mut connection, &read).await?,
        read,
    };
    Ok(views::members(&of, &filter))
}

/// `GET /programmes/{slug}/money`
///
/// # Errors
/// As for the programme's page.
pub async fn money(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Page, AppError> {
    let (mut connection, read) = opened(&app, &actor, slug, &filter.days()).await?;
    let counts = listing::counts(&app, &mut connection, &read).await?;
    let every = Filter { page: filter.page, ..Filter::default() };
    let of = OfMoney {
        listing: listing::page(&mut connection, &read, (&counts, &every, PAGE_SIZE)).await?,
        statements: store::statements(&mut connection, &read.programme.slug, read.moment).await?,
        left_out: left_out(&mut connection, &read).await?,
        read,
    };
    Ok(views::money(&of))
}

impl Member {
    /// Since which state counts, in the source's own word where it has one.
    pub(super) fn state(&self) -> String {
        let Some(last) = self.stays.last() else { return String::new() };
        let rows = self.rows.iter().filter(|row| row.state() == last.state);
        rows.filter_map(StateRow::in_its_word).next_back().unwrap_or_else(|| last.state.shown().to_owned())
    }
}

impl Filter {
    fn days(&self) -> AsAtQuery {
        AsAtQuery { as_at: self.as_at.clone(), recorded_by: self.recorded_by.clone() }
    }

    /// The page asked for, from 1.
    #[must_use]
    pub fn page(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }

    /// Whether members of a group at a step are asked for.
    pub(super) fn takes(&self, group: &str, step: Step) -> bool {
        (self.group.is_empty() || self.group == group) && (self.state.is_empty() || step.word() == self.state)
    }
}

/// Whose words an entry about an organisation is, and who is told: its own, or those of the programme office when it was
/// told. Then the organisation gets a letter, to say so when it is wrong.
#[must_use]
pub fn entered_for(
    app: &App,
    actor: &Actor,
    (code, name): (&str, &str),
    what: &str,
    address: &str,
) -> (String, Vec<(String, String, String)>) {
    let is_theirs = match actor {
        Actor::Person(person) => person.roles.iter().any(|(role, of)| *role == Role::Publisher && of == code),
        Actor::Reader | Actor::Operator => false,
    };
    if is_theirs {
        return (name.to_owned(), Vec::new());
    }
    let subject = format!("The programme office entered {what} for {name}");
    let body = format!(
        "the programme office was told {what}, as it understood by telephone, and entered it for {name}. Read it, confirm it where there is a button for that, and tell us or dispute it when it is wrong:\n\n{}{address}",
        app.address()
    );
    (format!("{OFFICE}, told by {name} by telephone"), vec![(code.to_owned(), subject, body)])
}

/// Whether a source says that the programme office was told it by telephone.
#[must_use]
pub fn is_told(source: &str) -> bool {
    source.starts_with(&format!("{OFFICE}, told by "))
}

/// What waits for somebody in programmes: where to go, and what to say there.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(
    app: &App,
    connection: &mut Connection,
    person: &Person,
) -> Result<Vec<(String, String)>, AppError> {
    let mut waiting = pairing::waiting(app, connection, person).await?;
    if person.first_with(Role::Office).is_some() {
        waiting.insert(0, ("/office/programmes".to_owned(), "What needs a hand in programmes".to_owned()));
    }
    waiting.extend(milestones::reporting::waiting(app, connection, person).await?);
    waiting.extend(milestones::evidence::pages::waiting(app, connection, person).await?);
    waiting.extend(corrections::waiting(app, connection, person).await?);
    Ok(waiting)
}

/// All that is known of a programme on the day asked for.
async fn whole(app: &App, actor: &Actor, slug: String, query: &AsAtQuery) -> Result<Whole, AppError> {
    let (mut connection, read) = opened(app, actor, slug, query).await?;
    let (slug, moment) = (read.programme.slug.as_str(), read.moment);
    let successions = organisations::store::successions(&mut connection, moment).await?;
    let claims = store::claims(&mut connection, slug, moment).await?;
    let groups = store::groups(&mut connection, slug, moment).await?;
    let counts = listing::counts(app, &mut connection, &read).await?;
    let here = format!("/programmes/{slug}");
    Ok(Whole {
        members: listing::of_each_group(&mut connection, &read, (&counts, of_group(groups.len()))).await?,
        groups,
        counts,
        pairings: pairings(claims, |one, other| successions.are_one(one, other)),
        statements: store::statements(&mut connection, slug, moment).await?,
        milestones: milestones::with_counts(&mut connection, slug, moment).await?,
        left_out: left_out(&mut connection, &read).await?,
        corrections: corrections::beside(&mut connection, &here, (read.as_at, moment)).await?,
        successions,
        read,
    })
}

/// How many facts without a date of their own are not on a page of an earlier day.
async fn left_out(connection: &mut Connection, read: &Read) -> sqlx::Result<i64> {
    match read.as_at.day {
        Some(_) => store::undated_later(connection, &read.programme.slug, read.moment).await,
        None => Ok(0),
    }
}

/// A connection, and the programme that somebody may read.
async fn opened(app: &App, actor: &Actor, slug: String, query: &AsAtQuery) -> Result<(Connection, Read), AppError> {
    let permit = decide(actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let read = read(app, &mut connection, &permit.action().slug, as_at).await?;
    Ok((connection, read))
}

/// How many members of each group stand on the programme's own page: fewer where there are many groups.
pub(super) fn of_group(groups: usize) -> usize {
    if groups > 4 { 10 } else { 30 }
}

/// A programme at the moment asked for, with the names of organisations.
async fn read(app: &App, connection: &mut Connection, slug: &str, as_at: AsAt) -> Result<Read, AppError> {
    let today = app.clock().today();
    let moment = as_at.moment(connection, today).await?;
    let programme = get(connection, slug, (as_at, moment), today).await?;
    let names = app.names_at(connection, as_at, moment).await?;
    let closed = organisations::store::closed_at(connection, moment).await?;
    Ok(Read { programme, names, closed, as_at, moment })
}

/// A programme at the moment asked for.
///
/// # Errors
/// When it is not known then; it is said from when it is.
pub async fn get(
    connection: &mut Connection,
    slug: &str,
    (as_at, moment): (AsAt, Moment),
    today: Date,
) -> Result<ProgrammeRow, AppError> {
    if let Some(programme) = store::find(connection, slug, moment).await? {
        return Ok(programme);
    }
    Err(match store::find(connection, slug, Moment::now(today)).await? {
        Some(known) if as_at.is_past() => AppError::NotYetKnown(format!(
            "{} is first known here from {}. Ask for that day or a later one, and for everything recorded since.",
            known.name,
            dates::said(&known.known_from)
        )),
        _ => AppError::NotFound,
    })
}

/// States by member: rows come in the order of programme, group and organisation.
pub(super) fn members_of(rows: Vec<StateRow>, on: Date, closed: &HashMap<String, String>) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    for row in rows {
        let of = |member: &Member| {
            member.group == row.group_slug
                && member.organisation == row.organisation
                && member.rows.iter().all(|other| other.programme == row.programme)
        };
        match members.last_mut() {
            Some(member) if of(member) => member.rows.push(row),
            _ => members.push(Member {
                group: row.group_slug.clone(),
                group_name: row.group_name.clone().unwrap_or_else(|| row.group_slug.clone()),
                organisation: row.organisation.clone(),
                step: Step::Named,
                rows: vec![row],
                stays: Vec::new(),
            }),
        }
    }
    for member in &mut members {
        let closed = closed.get(&member.organisation).and_then(|day| day.parse().ok());
        member.stays = stays(&member.rows.iter().collect::<Vec<_>>(), on, closed);
        let last = member.stays.last().map_or(State::Proposed, |stay| stay.state);
        let of_last = member.rows.iter().filter(|row| row.state() == last);
        member.step = of_last.map(|row| Step::of(last, row.said.as_deref())).max().unwrap_or(Step::Named);
    }
    members
}
