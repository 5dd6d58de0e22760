//! Pages of milestones: one across all organisations, one organisation's, and several organisations side by side.

pub mod entering;
pub mod whole;

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, Query, State};
use axum::response::Response;
use database::Connection;
use maud::Markup;
use serde::Deserialize;

use super::confidence::{self, ConfidenceRow};
use super::evidence::{self, EvidenceRow};
use super::store::heads::{HeadRow, Order};
use super::store::{self, MilestoneRow};
use super::{Plan, export, plans, views};
use crate::app::App;
use crate::corrections;
use crate::error::AppError;
use crate::journal::views::query_of;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::organisations::{self, Names};
use crate::people::policy::{ReadOrganisation, ReadProgramme};
use crate::people::{Actor, decide};
use crate::platform::csv::part;
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::programmes::{self, ProgrammeRow};

/// How many organisations are compared at most.
pub(super) const MOST: usize = 6;

/// Among how many they are chosen with a tick.
const CHOICES: i64 = 100;

/// How many organisations stand on a page, and in a part of a file of one milestone.
const ON_PAGE: usize = 50;
pub(super) const IN_PART: usize = 200;

/// After how many lines a part of a file of all milestones ends.
const LINES: usize = 1_000;

/// What a list of dates can be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListQuery {
    /// What the page begins after: a day and a code, parted by `~`; or a code.
    #[serde(default)]
    pub from: String,
    /// A day.
    #[serde(rename = "as-at")]
    pub as_at: Option<String>,
    /// A day.
    #[serde(rename = "recorded-by")]
    pub recorded_by: Option<String>,
}

/// What every page of milestones is read with.
pub(in crate::milestones) struct Read {
    pub names: Arc<Names>,
    pub as_at: AsAt,
    pub moment: Moment,
}

/// A milestone across all organisations, a page of them.
pub(super) struct Across {
    pub read: Read,
    pub programme: ProgrammeRow,
    pub milestone: MilestoneRow,
    pub all: Vec<MilestoneRow>,
    /// In the order in which they are expected.
    pub plans: Vec<Plan>,
    /// The first and the last of all.
    pub ends: Option<(HeadRow, HeadRow)>,
    /// How many organisations have a date.
    pub count: i64,
    /// What the next page begins after, when there is one.
    pub next: Option<String>,
    /// Whether this is the first page.
    pub is_first: bool,
    pub evidence: Vec<EvidenceRow>,
    pub corrections: Option<Markup>,
}

/// The milestones of an organisation, by programme.
pub(super) struct OfOrganisation {
    pub read: Read,
    pub code: String,
    pub name: String,
    pub programmes: Vec<OfProgramme>,
    pub carried: Vec<Carried>,
    pub evidence: Vec<EvidenceRow>,
    /// What was said of how sure anybody is, by programme.
    pub confidence: Vec<ConfidenceRow>,
    pub corrections: Option<Markup>,
}

/// What an organisation that it followed said of a milestone that is not done.
pub(super) struct Carried {
    /// Who said it.
    pub name: String,
    pub milestone: MilestoneRow,
    pub plan: Plan,
    /// Whether this organisation has said anything of the same milestone since.
    pub is_taken_up: bool,
}

/// Its milestones in one programme.
pub(super) struct OfProgramme {
    pub programme: ProgrammeRow,
    pub plans: Vec<(MilestoneRow, Plan)>,
    /// Those without any date.
    pub undated: Vec<MilestoneRow>,
}

/// Organisations side by side.
pub(super) struct SideBySide {
    pub read: Read,
    pub programme: ProgrammeRow,
    pub milestones: Vec<MilestoneRow>,
    pub plans: Vec<Plan>,
    /// The organisations with any date, by name.
    pub all: Vec<String>,
    /// Whether there are more than can be chosen from.
    pub has_more: bool,
    /// Those that are compared.
    pub chosen: Vec<String>,
}

/// `GET /programmes/{slug}/milestones/{milestone}`
///
/// # Errors
/// 404 for a milestone that is not known on the day asked for.
pub async fn across(
    State(app): State<App>,
    actor: Actor,
    Path((slug, milestone)): Path<(String, String)>,
    Query(query): Query<ListQuery>,
) -> Result<Page, AppError> {
    Ok(views::across(&read_across(&app, &actor, (slug, &milestone), (&query, ON_PAGE)).await?))
}

/// `GET /programmes/{slug}/milestones/{milestone}/dates.csv`
///
/// # Errors
/// As for the page.
pub async fn across_csv(
    State(app): State<App>,
    actor: Actor,
    Path((slug, milestone)): Path<(String, String)>,
    Query(query): Query<ListQuery>,
) -> Result<Response, AppError> {
    let across = read_across(&app, &actor, (slug, &milestone), (&query, IN_PART)).await?;
    let name = format!("{}-{milestone}", across.programme.slug);
    let next = across.next.as_ref().map(|next| {
        let here = format!("/programmes/{}/milestones/{milestone}/dates.csv", across.programme.slug);
        next_of(&here, across.read.as_at, next)
    });
    Ok(part(export::dates(&across.read, &name, across.plans.iter())?, next))
}

async fn read_across(
    app: &App,
    actor: &Actor,
    (slug, milestone): (String, &str),
    (query, most): (&ListQuery, usize),
) -> Result<Across, AppError> {
    let permit = decide(actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let slug = permit.action().slug.as_str();
    let today = app.clock().today();
    let mut connection = app.db().read().await?;
    let read = read(app, &mut connection, query).await?;
    let programme = programmes::get(&mut connection, slug, (read.as_at, read.moment), today).await?;
    let all = store::definitions(&mut connection, slug, read.moment).await?;
    let Some(milestone) = all.iter().find(|row| row.slug == milestone).cloned() else {
        let now = store::definitions(&mut connection, slug, Moment::now(today)).await?;
        return Err(not_yet(now.iter().find(|row| row.slug == milestone), read.as_at));
    };
    let of = (slug, milestone.slug.as_str());
    let after = query.from.split_once('~').unwrap_or_default();
    let most = (Order::First, after, i64::try_from(most + 1).unwrap_or(i64::MAX));
    let mut heads = store::heads::of_milestone(&mut connection, of, most, read.moment).await?;
    let has_more = i64::try_from(heads.len()).unwrap_or(0) == most.2;
    if has_more {
        heads.pop();
    }
    let next = heads.last().filter(|_| has_more).map(|head| format!("{}~{}", head.day, head.organisation));
    let first = match query.from.is_empty() {
        true => heads.first().cloned(),
        false => store::heads::of_milestone(&mut connection, of, (Order::First, ("", ""), 1), read.moment).await?.pop(),
    };
    let end = (Order::Last, ("9999-12-31", ""), 1);
    let last = store::heads::of_milestone(&mut connection, of, end, read.moment).await?.pop();
    let codes: Vec<&str> = heads.iter().map(|head| head.organisation.as_str()).collect();
    let pairs: Vec<(&str, &str)> = codes.iter().map(|code| (of.1, *code)).collect();
    let mut plans = plans(store::heads::dates_of(&mut connection, slug, &pairs, read.moment).await?);
    plans.sort_by_key(|plan| codes.iter().position(|code| *code == plan.organisation));
    let evidence = evidence::store::of_milestone(&mut connection, of, read.moment).await?;
    let here = format!("/programmes/{slug}/milestones/{}", milestone.slug);
    let corrections = corrections::beside(&mut connection, &here, (read.as_at, read.moment)).await?;
    let counts = store::counts::organisations(&mut connection, slug, read.moment).await?;
    let count = counts.get(of.1).copied().unwrap_or(0);
    Ok(Across {
        programme,
        all,
        plans,
        ends: first.zip(last),
        count,
        next,
        is_first: query.from.is_empty(),
        evidence,
        corrections,
        milestone,
        read,
    })
}

/// The address of the part after this one.
fn next_of(here: &str, as_at: AsAt, next: &str) -> String {
    let query = query_of(as_at);
    let start = if query.is_empty() { "?" } else { "&" };
    format!("{here}{query}{start}from={next}")
}

/// `GET /programmes/{slug}/milestones.csv`
///
/// # Errors
/// 404 for a programme that is not known on the day asked for.
pub async fn of_programme_csv(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, AppError> {
    let permit = decide(&actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let slug = permit.action().slug.as_str();
    let mut connection = app.db().read().await?;
    let read = read(&app, &mut connection, &query).await?;
    programmes::get(&mut connection, slug, (read.as_at, read.moment), app.clock().today()).await?;
    let (mut all, mut lines, mut next) = (Vec::new(), 0, None);
    let mut after = query.from.clone();
    'parts: loop {
        let codes = store::heads::organisations_after(&mut connection, slug, (&after, 50), read.moment).await?;
        let is_last = codes.len() < 50;
        for code in codes {
            if lines >= LINES {
                next = Some(next_of(&format!("/programmes/{slug}/milestones.csv"), read.as_at, &after));
                break 'parts;
            }
            let mut of = plans(store::of_organisation(&mut connection, &code, read.moment).await?);
            of.retain(|plan| plan.programme == slug);
            lines += of.iter().map(|plan| plan.history.len()).sum::<usize>();
            all.extend(of);
            after = code;
        }
        if is_last {
            break;
        }
    }
    let is_part = next.is_some() || !query.from.is_empty();
    let name = match all.first().filter(|_| is_part) {
        Some(first) => format!("{slug}-milestones-from-{}", first.organisation),
        None => format!("{slug}-milestones"),
    };
    Ok(part(export::dates(&read, &name, all.iter())?, next))
}

/// `GET /organisations/{code}/milestones`
///
/// # Errors
/// 404 for an organisation that is not known on the day asked for.
pub async fn of_organisation(
    State(app): State<App>,
    actor: Actor,
    Path(code): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Page, AppError> {
    Ok(views::of_organisation(&read_organisation(&app, &actor, code, &query).await?))
}

/// `GET /organisations/{code}/milestones.csv`
///
/// # Errors
/// As for the page.
pub async fn of_organisation_csv(
    State(app): State<App>,
    actor: Actor,
    Path(code): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, AppError> {
    let of = read_organisation(&app, &actor, code, &query).await?;
    let plans = of.programmes.iter().flat_map(|of| of.plans.iter().map(|(_, plan)| plan));
    Ok(export::dates(&of.read, &format!("{}-milestones", of.code), plans)?)
}

async fn read_organisation(
    app: &App,
    actor: &Actor,
    code: String,
    query: &ListQuery,
) -> Result<OfOrganisation, AppError> {
    let code = code.to_uppercase();
    let permit = decide(actor, ReadOrganisation { code }, &(), app.clock().now())?;
    let code = permit.action().code.clone();
    let mut connection = app.db().read().await?;
    let read = read(app, &mut connection, query).await?;
    let name = read.names.get(&code).cloned().ok_or(AppError::NotFound)?;
    let plans = plans(store::of_organisation(&mut connection, &code, read.moment).await?);
    let mut slugs: Vec<String> = plans.iter().map(|plan| plan.programme.clone()).collect();
    slugs.extend(programmes::programmes_of(&mut connection, &code, read.moment).await?);
    slugs.sort();
    slugs.dedup();
    let mut by_programme = Vec::new();
    for slug in slugs {
        // Its dates may have been published before what the programme is.
        let Some(programme) = programmes::find(&mut connection, &slug, read.moment).await? else { continue };
        let mut of = OfProgramme { programme, plans: Vec::new(), undated: Vec::new() };
        for milestone in store::definitions(&mut connection, &slug, read.moment).await? {
            match plans.iter().find(|plan| plan.programme == slug && plan.milestone == milestone.slug) {
                Some(plan) => of.plans.push((milestone, plan.clone())),
                None => of.undated.push(milestone),
            }
        }
        by_programme.push(of);
    }
    let evidence = evidence::store::of_organisation(&mut connection, &code, read.moment).await?;
    let carried = carried(&mut connection, &code, &plans, &read).await?;
    let confidence = confidence::store::of_organisation(&mut connection, &code, read.moment).await?;
    let here = format!("/organisations/{code}/milestones");
    let corrections = corrections::beside(&mut connection, &here, (read.as_at, read.moment)).await?;
    Ok(OfOrganisation { read, code, name, programmes: by_programme, carried, evidence, confidence, corrections })
}

/// What the organisations that this one followed said of milestones that are not done.
async fn carried(connection: &mut Connection, code: &str, own: &[Plan], read: &Read) -> sqlx::Result<Vec<Carried>> {
    let mut all = Vec::new();
    for (before, _) in organisations::store::successions(connection, read.moment).await?.before(code) {
        for plan in plans(store::of_organisation(connection, &before, read.moment).await?) {
            if plan.done().is_some() {
                continue;
            }
            let titles = store::definitions(connection, &plan.programme, read.moment).await?;
            let Some(milestone) = titles.into_iter().find(|row| row.slug == plan.milestone) else { continue };
            let is_same = |own: &Plan| own.programme == plan.programme && own.milestone == plan.milestone;
            let is_taken_up = own.iter().any(is_same);
            all.push(Carried { name: read.name(&before).to_owned(), milestone, is_taken_up, plan });
        }
    }
    Ok(all)
}

/// `GET /programmes/{slug}/compare`
///
/// # Errors
/// 404 for a programme that is not known on the day asked for.
pub async fn compare(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    Query(query): Query<ListQuery>,
) -> Result<Page, AppError> {
    let permit = decide(&actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let slug = permit.action().slug.as_str();
    let mut connection = app.db().read().await?;
    let read = read(&app, &mut connection, &query).await?;
    let programme = programmes::get(&mut connection, slug, (read.as_at, read.moment), app.clock().today()).await?;
    let most = (("", CHOICES + 1), read.moment);
    let mut all = store::heads::organisations_after(&mut connection, slug, most.0, most.1).await?;
    let has_more = i64::try_from(all.len()).unwrap_or(0) > CHOICES;
    all.sort_by_cached_key(|code| organisations::sort_name(read.name(code)));
    let chosen = chosen(uri.query().unwrap_or_default(), |code| match has_more {
        true => read.names.contains_key(code),
        false => all.iter().any(|known| known == code),
    });
    let mut side = Vec::new();
    for code in &chosen {
        let theirs = plans(store::of_organisation(&mut connection, code, read.moment).await?);
        side.extend(theirs.into_iter().filter(|plan| plan.programme == slug));
    }
    let plans = side;
    let milestones = store::definitions(&mut connection, slug, read.moment).await?;
    Ok(views::compare(&SideBySide { programme, milestones, plans, all, has_more, chosen, read }))
}

/// The organisations an address names that have a date, each once and no more than are compared.
fn chosen(query: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut chosen: Vec<String> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let code = value.trim().to_uppercase();
        if name == "organisation" && is_known(&code) && !chosen.contains(&code) {
            chosen.push(code);
        }
    }
    chosen.truncate(MOST);
    chosen
}

pub(in crate::milestones) async fn read(
    app: &App,
    connection: &mut Connection,
    query: &ListQuery,
) -> Result<Read, AppError> {
    let today = app.clock().today();
    let days = AsAtQuery { as_at: query.as_at.clone(), recorded_by: query.recorded_by.clone() };
    let as_at = days.parse(today)?;
    let moment = as_at.moment(connection, today).await?;
    Ok(Read { names: app.names_at(connection, as_at, moment).await?, as_at, moment })
}

/// Tells a milestone nobody knows from one that was not known yet.
fn not_yet(known: Option<&MilestoneRow>, as_at: AsAt) -> AppError {
    match known {
        Some(known) if as_at.is_past() => AppError::NotYetKnown(format!(
            "\u{201c}{}\u{201d} is first known here from {}. Ask for that day or a later one, and for everything recorded since.",
            known.title,
            dates::said(&known.known_from)
        )),
        _ => AppError::NotFound,
    }
}

impl Read {
    /// The name of an organisation on the day asked for; its code when there was none.
    pub(in crate::milestones) fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.names.get(code).map_or(code, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_six_are_compared_each_once() {
        let all: Vec<String> = ["A", "B", "C", "D", "E", "F", "G"].map(str::to_owned).to_vec();
        let query = "organisation=G&organisation=X&organisation=G&as-at=2020-01-01&organisation=A";
        let is_known = |code: &str| all.iter().any(|known| known == code);
        assert_eq!(chosen(query, is_known), ["G", "A"]);
        let every: Vec<String> = all.iter().map(|code| format!("organisation={code}")).collect();
        assert_eq!(chosen(&every.join("&"), is_known).len(), 6);
    }
}
