//! The lists of a programme as CSV files. A list of very many comes in parts: each names the next in its header `Link`.

use std::collections::BTreeSet;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;

use super::super::store::parts::{self, About};
use super::super::{export, pairings};
use super::{Filter, Read, listing, opened};
use crate::app::App;
use crate::error::AppError;
use crate::organisations;
use crate::people::Actor;
use crate::platform::csv::part;
use crate::platform::http::query_string;

/// How many members, pairings, or organisations with statements are in a part.
const IN_PART: usize = 200;

/// In how many parts the file of so many members comes.
pub(in crate::programmes) fn parts_of(members: usize) -> usize {
    members.div_ceil(IN_PART).max(1)
}

/// `GET /programmes/{slug}/members.csv`
///
/// # Errors
/// As for the programme's page.
pub async fn members(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, AppError> {
    let (mut connection, read) = opened(&app, &actor, slug, &filter.days()).await?;
    let counts = listing::counts(&app, &mut connection, &read).await?;
    let listing = listing::page(&mut connection, &read, (&counts, &filter, IN_PART)).await?;
    let next = (listing.page < listing.pages).then(|| read.members_file(&filter, listing.page + 1));
    Ok(part(export::members(&read, &listing.members)?, next))
}

/// `GET /programmes/{slug}/pairings.csv`
///
/// # Errors
/// As for the programme's page.
pub async fn of_pairings(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, AppError> {
    let (mut connection, read) = opened(&app, &actor, slug, &filter.days()).await?;
    let (slug, moment) = (read.programme.slug.as_str(), read.moment);
    let place = filter.from.split_once('~').unwrap_or_default();
    let mut found = parts::pairs(&mut connection, slug, (place, one_more(IN_PART)), moment).await?;
    let next = cut(&mut found, IN_PART);
    let claims = match found.last() {
        Some((one, other)) => {
            parts::claims_between(&mut connection, slug, (place, (one.as_str(), other.as_str())), moment).await?
        }
        None => Vec::new(),
    };
    let successions = organisations::store::successions(&mut connection, moment).await?;
    let pairings = pairings(claims, |one, other| successions.are_one(one, other));
    Ok(part(export::pairings(&read, &pairings)?, next.map(|next| read.part("pairings.csv", &next))))
}

/// `GET /programmes/{slug}/statements.csv`
///
/// # Errors
/// As for the programme's page.
pub async fn statements(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, AppError> {
    stated(&app, &actor, slug, (&filter, About::Anything)).await
}

/// `GET /programmes/{slug}/money.csv`
///
/// # Errors
/// As for the programme's page.
pub async fn money(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, AppError> {
    stated(&app, &actor, slug, (&filter, About::Money)).await
}

async fn stated(
    app: &App,
    actor: &Actor,
    slug: String,
    (filter, about): (&Filter, About),
) -> Result<Response, AppError> {
    let (mut connection, read) = opened(app, actor, slug, &filter.days()).await?;
    let (of, moment) = ((read.programme.slug.as_str(), about), read.moment);
    let after = (filter.from.as_str(), one_more(IN_PART));
    let mut codes = parts::organisations_stated(&mut connection, of, after, moment).await?;
    let has_more = codes.len() > IN_PART;
    codes.truncate(IN_PART);
    let rows = match (codes.first(), codes.last()) {
        (Some(first), Some(last)) => parts::stated_between(&mut connection, of, (first, last), moment).await?,
        _ => Vec::new(),
    };
    let name = match about {
        About::Anything => "statements",
        About::Money => "money",
    };
    let next = codes.last().filter(|_| has_more).map(|last| read.part(&format!("{name}.csv"), last));
    Ok(part(export::statements(&read, name, &rows)?, next))
}

impl Read {
    /// The address of a file, or of the part of it that begins after a place.
    fn part(&self, file: &str, from: &str) -> String {
        self.asked(file, &[("from", from)])
    }

    /// The addresses of all parts of a list that has these places, in any order and some twice.
    pub(in crate::programmes) fn parts<'a>(
        &self,
        file: &str,
        places: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Vec<String> {
        starts(places).iter().map(|from| self.part(file, from)).collect()
    }

    /// The address of a part of the file of members, from 1.
    pub(in crate::programmes) fn members_file(&self, filter: &Filter, part: usize) -> String {
        let part = if part == 1 { String::new() } else { part.to_string() };
        self.asked("members.csv", &[("group", &filter.group), ("state", &filter.state), ("page", &part)])
    }

    fn asked(&self, file: &str, pairs: &[(&str, &str)]) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let days = [("as-at", day(self.as_at.day)), ("recorded-by", day(self.as_at.recorded_by))];
        let days: Vec<(&str, &str)> = days.iter().map(|(name, day)| (*name, day.as_str())).collect();
        query_string(&format!("/programmes/{}/{file}", self.programme.slug), &[pairs, days.as_slice()].concat())
    }
}

/// What each part of a list begins after, the first after nothing.
fn starts<'a>(places: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let places: Vec<(&str, &str)> = places.collect::<BTreeSet<_>>().into_iter().collect();
    let (last, whole) = (places.len(), places.chunks_exact(IN_PART));
    let lasts = whole.enumerate().filter(|(at, _)| (at + 1) * IN_PART < last).filter_map(|(_, part)| part.last());
    std::iter::once(String::new()).chain(lasts.map(|(one, other)| after(one, other))).collect()
}

/// What begins after two values, or after one.
fn after(one: &str, other: &str) -> String {
    if other.is_empty() { one.to_owned() } else { format!("{one}~{other}") }
}

fn one_more(many: usize) -> i64 {
    i64::try_from(many + 1).unwrap_or(i64::MAX)
}

/// Leaves what one part holds; gives what the next begins after, when there is more.
fn cut(found: &mut Vec<(String, String)>, most: usize) -> Option<String> {
    let has_more = found.len() > most;
    found.truncate(most);
    found.last().filter(|_| has_more).map(|(one, other)| after(one, other))
}
