//! Pages of programmes: the list, one programme, its members, its money, and each as CSV.

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

use super::store::{self, GroupRow, ProgrammeRow, StateRow, StatementRow};
use super::{OFFICE, Pairing, State, Stay, export, pairings, stays, views};
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
    /// The state it came into last.
    pub last: State,
    /// Its states; empty for members of whom no more is shown than how many they are.
    pub rows: Vec<StateRow>,
    pub stays: Vec<Stay>,
}

/// Of which members everything is read.
#[derive(Clone, Copy, Debug)]
enum Shown<'a> {
    /// All of them.
    Every,
    /// The first so many of each group.
    OfEachGroup,
    /// Those of a page of a list.
    Page(&'a Filter),
    /// None: who they are is enough.
    Names,
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
    pub members: Vec<Member>,
    pub pairings: Vec<Pairing>,
    pub statements: Vec<StatementRow>,
    pub milestones: Vec<(MilestoneRow, usize)>,
    pub successions: Successions,
    /// How many facts without a date of their own were recorded after the day asked for.
    pub left_out: i64,
    /// What is disputed of it, or was corrected.
    pub corrections: Option<Markup>,
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

async fn programmes(app: &App, actor: &Actor, query: &AsAtQuery) -> Result<(AsAt, Vec<(ProgrammeRow, i64)>), AppError> {
    decide(actor, ReadPage, &(), app.clock().now())?;
    let today = app.clock().today();
    let as_at = query.parse(today)?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, today).await?;
    let mut counts = store::members_of_each(&mut connection, moment).await?;
    let mut rows = store::list(&mut connection, moment).await?;
    rows.sort_by_key(|row| sort_name(&row.name));
    let with_count = |row: ProgrammeRow| {
        let members = counts.remove(&row.slug).unwrap_or(0);
        (row, members)
    };
    Ok((as_at, rows.into_iter().map(with_count).collect()))
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
    Ok(views::show(&whole(&app, &actor, slug, (&query, Shown::OfEachGroup)).await?))
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
    let whole = whole(&app, &actor, slug, (&filter.days(), Shown::Page(&filter))).await?;
    Ok(views::members(&whole, &filter))
}

/// `GET /programmes/{slug}/members.csv`
///
/// # Errors
/// As for the programme's page.
pub async fn members_csv(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, AppError> {
    let whole = whole(&app, &actor, slug, (&filter.days(), Shown::Every)).await?;
    Ok(export::members(&whole, &filter)?)
}

/// `GET /programmes/{slug}/pairings.csv`
///
/// # Errors
/// As for the programme's page.
pub async fn pairings_csv(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    Ok(export::pairings(&whole(&app, &actor, slug, (&query, Shown::Names)).await?)?)
}

/// `GET /programmes/{slug}/statements.csv`
///
/// # Errors
/// As for the programme's page.
pub async fn statements_csv(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    Ok(export::statements(&whole(&app, &actor, slug, (&query, Shown::Names)).await?)?)
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
    let whole = whole(&app, &actor, slug, (&filter.days(), Shown::Names)).await?;
    Ok(views::money(&whole, filter.page()))
}

/// `GET /programmes/{slug}/money.csv`
///
/// # Errors
/// As for the programme's page.
pub async fn money_csv(
    axum::extract::State(app): axum::extract::State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    Ok(export::money(&whole(&app, &actor, slug, (&query, Shown::Names)).await?)?)
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

    /// Whether a member is asked for, by its group and the state it is in.
    pub(super) fn takes(&self, member: &Member) -> bool {
        let group = self.group.is_empty() || self.group == member.group;
        group && (self.state.is_empty() || member.last.word() == self.state)
    }

    /// Where the members of its page stand among those it takes, and how many pages there are.
    pub(super) fn part(&self, many: usize) -> (std::ops::Range<usize>, usize, usize) {
        let pages = many.div_ceil(PAGE_SIZE).max(1);
        let page = self.page().min(pages);
        ((page - 1) * PAGE_SIZE..(page * PAGE_SIZE).min(many), page, pages)
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
        "the programme office was told {what}, as it understood by telephone, and entered it for {name}. Read it, and tell us when it is wrong:\n\n{}{address}",
        app.address()
    );
    (format!("{OFFICE}, told by {name} by telephone"), vec![(code.to_owned(), subject, body)])
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
async fn whole(
    app: &App,
    actor: &Actor,
    slug: String,
    (query, shown): (&AsAtQuery, Shown<'_>),
) -> Result<Whole, AppError> {
    let permit = decide(actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let slug = permit.action().slug.as_str();
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let read = read(app, &mut connection, slug, as_at).await?;
    let moment = read.moment;
    let successions = organisations::store::successions(&mut connection, moment).await?;
    let claims = store::claims(&mut connection, slug, moment).await?;
    let groups = store::groups(&mut connection, slug, moment).await?;
    let members = listed(&mut connection, (&read, &groups), shown).await?;
    Ok(Whole {
        groups,
        members,
        pairings: pairings(claims, |one, other| successions.are_one(one, other)),
        statements: store::statements(&mut connection, slug, moment).await?,
        milestones: milestones::with_counts(&mut connection, slug, moment).await?,
        left_out: match as_at.day {
            Some(_) => store::undated_later(&mut connection, slug, moment).await?,
            None => 0,
        },
        corrections: corrections::beside(&mut connection, &format!("/programmes/{slug}"), (as_at, moment)).await?,
        successions,
        read,
    })
}

/// The members of a programme by group and name: everything of those that are shown, of the others who they are.
async fn listed(
    connection: &mut Connection,
    (read, groups): (&Read, &[GroupRow]),
    shown: Shown<'_>,
) -> sqlx::Result<Vec<Member>> {
    let (slug, moment) = (read.programme.slug.as_str(), read.moment);
    if matches!(shown, Shown::Every) {
        let mut members = members_of(store::states(connection, slug, moment).await?, moment.known_on, &read.closed);
        members.sort_by_cached_key(|member| (member.group.clone(), sort_name(read.name(&member.organisation))));
        return Ok(members);
    }
    let named = |group: &str| groups.iter().find(|row| row.slug == group).map_or(group, |row| &row.name).to_owned();
    let standing = store::standing(connection, slug, moment).await?;
    let mut members: Vec<Member> = standing
        .into_iter()
        .map(|(group, organisation, last)| Member {
            group_name: named(&group),
            last: usize::try_from(last).ok().and_then(|at| State::ALL.get(at)).copied().unwrap_or(State::Proposed),
            group,
            organisation,
            rows: Vec::new(),
            stays: Vec::new(),
        })
        .collect();
    members.sort_by_cached_key(|member| (member.group.clone(), sort_name(read.name(&member.organisation))));
    let places: Vec<usize> = match shown {
        Shown::Every | Shown::Names => Vec::new(),
        Shown::OfEachGroup => {
            let most = of_group(groups.len());
            let mut seen: HashMap<&str, usize> = HashMap::new();
            let firsts = members.iter().enumerate().filter(|(_, member)| {
                let many = seen.entry(member.group.as_str()).or_default();
                *many += 1;
                *many <= most
            });
            firsts.map(|(at, _)| at).collect()
        }
        Shown::Page(filter) => {
            let taken: Vec<usize> =
                (0..members.len()).filter(|at| members.get(*at).is_some_and(|member| filter.takes(member))).collect();
            let (part, ..) = filter.part(taken.len());
            taken.get(part).map(<[usize]>::to_vec).unwrap_or_default()
        }
    };
    let mut codes: Vec<&str> =
        places.iter().filter_map(|at| members.get(*at)).map(|member| member.organisation.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rows = store::states_of_some(connection, slug, &codes, moment).await?;
    let mut whole: HashMap<(String, String), Member> = members_of(rows, moment.known_on, &read.closed)
        .into_iter()
        .map(|member| ((member.group.clone(), member.organisation.clone()), member))
        .collect();
    for at in places {
        if let Some(member) = members.get_mut(at)
            && let Some(found) = whole.remove(&(member.group.clone(), member.organisation.clone()))
        {
            *member = found;
        }
    }
    Ok(members)
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
                last: State::Proposed,
                rows: vec![row],
                stays: Vec::new(),
            }),
        }
    }
    for member in &mut members {
        let closed = closed.get(&member.organisation).and_then(|day| day.parse().ok());
        member.stays = stays(&member.rows.iter().collect::<Vec<_>>(), on, closed);
        member.last = member.stays.last().map_or(State::Proposed, |stay| stay.state);
    }
    members
}
