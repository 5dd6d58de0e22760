//! Pages of reports: what was approved, writing one, signing it, opening it again; and the office's rounds.

use std::collections::BTreeSet;

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use jiff::civil::Date;
use serde::Deserialize;

use super::changes::{self, NewRound, ReportError};
use super::forms::{Errors, ReportForm};
use super::store::{self, ReportRow, RoundRow};
use super::{Part, Report, Standing, seen, views};
use crate::app::App;
use crate::error::AppError;
use crate::journal::store::get_text;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::milestones::confidence::{self, in_use};
use crate::milestones::{self, plans};
use crate::organisations::{self, Names};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{ReadProgramme, ReopenReport, Reported, RunProgramme, SignReport, WriteReport};
use crate::people::{self, Actor, Permit, Person, SentForm, decide};
use crate::platform::dates;
use crate::platform::markdown::slug as slug_of;
use crate::platform::shell::Page;
use crate::programmes::{self, ProgrammeRow};

/// How many reports stand on a page.
const PAGE: i64 = 100;

/// Which report is asked for: programme, round and organisation.
type Which = (String, String, String);

/// A report as it stands; none when the programme, the round or the organisation is not there.
///
/// # Errors
/// When the database cannot be read.
pub async fn standing(
    connection: &mut Connection,
    of: (&str, &str, &str),
    moment: Moment,
) -> sqlx::Result<Option<Standing>> {
    let (slug, round, code) = of;
    let Some(programme) = programmes::find(connection, slug, moment).await? else { return Ok(None) };
    let Some(round) = store::round(connection, slug, round).await? else { return Ok(None) };
    let Some(known) = organisations::store::find(connection, code, moment).await? else { return Ok(None) };
    let all = plans(milestones::of_organisation(connection, code, moment).await?);
    let (mut open, mut undated) = (Vec::new(), Vec::new());
    for milestone in milestones::definitions(connection, slug, moment).await? {
        let plan = all.iter().find(|plan| plan.programme == slug && plan.milestone == milestone.slug);
        match plan {
            Some(plan) if plan.done().is_some() => {}
            Some(plan) if plan.expected().is_some() => open.push((milestone, plan.clone())),
            _ => undated.push(milestone),
        }
    }
    let levels = confidence::store::levels(connection, slug, moment).await?;
    let mut said = confidence::store::of_organisation(connection, code, moment).await?;
    said.retain(|row| row.programme == slug);
    let draft = match store::draft(connection, of).await? {
        Some(row) => Some((row.clone(), text(connection, &row).await?)),
        None => None,
    };
    let approved = match store::approved(connection, of, moment).await?.into_iter().next() {
        Some(row) => Some((row.clone(), text(connection, &row).await?)),
        None => None,
    };
    let signatures = match &draft {
        Some((row, _)) => store::signatures(connection, &seen(row)).await?,
        None => Vec::new(),
    };
    let number = approved.as_ref().map_or(0, |(row, _)| row.number) + 1;
    Ok(Some(Standing {
        partners: programmes::partners_of(connection, slug, code, moment).await?,
        levels: in_use(&levels, &moment.day()).into_iter().cloned().collect(),
        confidence: said,
        openings: store::openings(connection, of).await?,
        savers: store::savers(connection, of, number).await?,
        organisation: (code.to_owned(), known.shown_name),
        plans: open,
        programme,
        round,
        undated,
        draft,
        approved,
        signatures,
    }))
}

/// What a row says; nothing when its text was removed.
async fn text(connection: &mut Connection, row: &ReportRow) -> sqlx::Result<Report> {
    match get_text(connection, &row.text_hash).await {
        Ok(text) => Ok(serde_json::from_slice(&text).unwrap_or_default()),
        Err(sqlx::Error::RowNotFound) => Ok(Report::default()),
        Err(error) => Err(error),
    }
}

/// The members that have to report in a round and whose report is not approved, by code.
pub(super) async fn missing(
    connection: &mut Connection,
    round: &RoundRow,
    moment: Moment,
) -> sqlx::Result<Vec<String>> {
    let of = (round.programme.as_str(), round.slug.as_str());
    let reported = store::reported(connection, of, ("", i64::MAX), moment).await?;
    let reported: BTreeSet<String> = reported.into_iter().map(|(code, _)| code).collect();
    let members = programmes::reporting_members(connection, &round.programme, moment).await?;
    Ok(members.into_iter().filter(|code| !reported.contains(code)).collect())
}

/// The reports that are late today, of the newest round of each programme: the round, and the organisation's code.
///
/// # Errors
/// When the database cannot be read.
pub async fn late(connection: &mut Connection, today: Date) -> sqlx::Result<Vec<(RoundRow, String)>> {
    let mut all = Vec::new();
    for round in store::newest(connection).await? {
        if round.due_on < today.to_string() {
            let missing = missing(connection, &round, Moment::now(today)).await?;
            all.extend(missing.into_iter().map(|code| (round.clone(), code)));
        }
    }
    Ok(all)
}

/// The reports that wait for somebody: where to go, and what to do there.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(
    app: &App,
    connection: &mut Connection,
    person: &Person,
) -> Result<Vec<(String, String)>, AppError> {
    let moment = Moment::now(app.clock().today());
    let mut waiting = Vec::new();
    for round in store::newest(connection).await? {
        for code in person.organisations_written_for() {
            if !programmes::reports_in(connection, &round.programme, code, moment).await? {
                continue;
            }
            let of = (round.programme.as_str(), round.slug.as_str(), code);
            let Some(standing) = standing(connection, of, moment).await? else { continue };
            let signs = standing.is_passed_on() && !standing.barred().contains(&person.account);
            if let Some((rest, words)) = views::waits(&standing, signs) {
                waiting.push((standing.address(rest), words));
            }
        }
    }
    Ok(waiting)
}

async fn found(app: &App, (programme, round, code): &Which) -> Result<Standing, AppError> {
    let mut connection = app.db().read().await?;
    let moment = Moment::now(app.clock().today());
    standing(&mut connection, (programme, round, code), moment).await?.ok_or(AppError::NotFound)
}

fn writing(app: &App, actor: &Actor, of: &Which) -> Result<Permit<WriteReport>, AppError> {
    let (programme, round, organisation) = of.clone();
    Ok(decide(actor, WriteReport { programme, round, organisation }, &(), app.clock().now())?)
}

/// `GET /programmes/{slug}/reports/{period}/{code}/write`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask(State(app): State<App>, actor: Actor, Path(of): Path<Which>) -> Result<Page, AppError> {
    writing(&app, &actor, &of)?;
    let standing = found(&app, &of).await?;
    Ok(views::write(&standing, &ReportForm::with(&standing), &key(&app), &Errors::new()))
}

/// `POST /programmes/{slug}/reports/{period}/{code}/write`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn write(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(of): Path<Which>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = writing(&app, &actor, &of)?;
    let standing = found(&app, &of).await?;
    let form = ReportForm::of(pairs);
    let report = match form.check(&standing, app.clock().today()) {
        Ok(report) => report,
        Err(errors) => return Ok(unprocessable(views::write(&standing, &form, &key(&app), &errors))),
    };
    match changes::save(app.kit(), permit, sent.key()?, (report, &form.made_from)).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(ReportError::Changed) => {
            // What was typed stays; sending again puts it in the place of what is saved now.
            let standing = found(&app, &of).await?;
            let form = ReportForm { made_from: standing.seen(), ..form };
            let words = "Somebody else saved this report meanwhile. What you typed stands here still; save again to put it in the place of theirs";
            let errors = Errors::from([("made_from".to_owned(), words.to_owned())]);
            Ok((StatusCode::CONFLICT, views::write(&standing, &form, &key(&app), &errors)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn signing(app: &App, actor: &Actor, standing: &Standing, seen: &str) -> Result<Permit<SignReport>, AppError> {
    let action = SignReport {
        programme: standing.programme.slug.clone(),
        round: standing.round.slug.clone(),
        organisation: standing.organisation.0.clone(),
        seen: seen.to_owned(),
    };
    let facts = Reported {
        organisation: standing.organisation.0.clone(),
        by: standing.barred(),
        is_passed_on: standing.is_passed_on(),
    };
    Ok(decide(actor, action, &facts, app.clock().now())?)
}

/// `GET /programmes/{slug}/reports/{period}/{code}/sign`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_to_sign(State(app): State<App>, actor: Actor, Path(of): Path<Which>) -> Result<Page, AppError> {
    writing(&app, &actor, &of)?;
    let standing = found(&app, &of).await?;
    let may_sign = signing(&app, &actor, &standing, &standing.seen()).is_ok();
    let names = signers(&mut app.db().read().await?, &standing).await?;
    Ok(views::sign(&standing, &names, may_sign, &key(&app)))
}

/// Who signed the draft, and when.
async fn signers(connection: &mut Connection, standing: &Standing) -> sqlx::Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for row in &standing.signatures {
        let account = people::account(connection, row.account()).await?;
        let name = account.map_or_else(|| "Somebody who has no account any more".to_owned(), |account| account.name);
        all.push((name, row.signed_on.clone()));
    }
    Ok(all)
}

/// What is signed.
#[derive(Debug, Default, Deserialize)]
pub struct SignForm {
    /// The draft that was seen.
    #[serde(default)]
    pub seen: String,
}

/// `POST /programmes/{slug}/reports/{period}/{code}/sign`
///
/// # Errors
/// 403 for whoever saved any of it, once it was passed on.
pub async fn sign(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(of): Path<Which>,
    Form(form): Form<SignForm>,
) -> Result<Response, AppError> {
    writing(&app, &actor, &of)?;
    let standing = found(&app, &of).await?;
    let permit = signing(&app, &actor, &standing, &form.seen)?;
    let answer = changes::sign(app.kit(), permit, sent.key()?, app.address()).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}

fn reopening(app: &App, actor: &Actor, of: &Which) -> Result<Permit<ReopenReport>, AppError> {
    let (programme, round, organisation) = of.clone();
    Ok(decide(actor, ReopenReport { programme, round, organisation }, &(), app.clock().now())?)
}

/// `GET /programmes/{slug}/reports/{period}/{code}/reopen`
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn ask_to_reopen(State(app): State<App>, actor: Actor, Path(of): Path<Which>) -> Result<Page, AppError> {
    reopening(&app, &actor, &of)?;
    let standing = found(&app, &of).await?;
    Ok(views::reopen(&standing, (&[], ""), &key(&app), &Errors::new()))
}

/// `POST /programmes/{slug}/reports/{period}/{code}/reopen`
///
/// # Errors
/// As for the page.
pub async fn reopen(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(of): Path<Which>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = reopening(&app, &actor, &of)?;
    let standing = found(&app, &of).await?;
    let chosen = pairs.iter().filter(|(name, _)| name == "part").filter_map(|(_, word)| Part::from_word(word));
    let parts: Vec<Part> = chosen.collect::<BTreeSet<_>>().into_iter().collect();
    let why = pairs.iter().find(|(name, _)| name == "why").map(|(_, why)| why.trim()).unwrap_or_default();
    let mut errors = Errors::new();
    if parts.is_empty() {
        errors.insert("part".to_owned(), "Choose at least one part".to_owned());
    }
    if why.is_empty() || why.chars().count() > 1_000 {
        errors.insert("why".to_owned(), "Say why, in at most 1,000 characters".to_owned());
    }
    if !errors.is_empty() {
        return Ok(unprocessable(views::reopen(&standing, (&parts, why), &key(&app), &errors)));
    }
    let answer = changes::reopen(app.kit(), permit, sent.key()?, (&parts, why), app.address()).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// Which version of a report, and on which day.
#[derive(Debug, Default, Deserialize)]
pub struct NumberQuery {
    /// From 1; the newest when absent.
    #[serde(default)]
    pub number: String,
    /// A day.
    #[serde(rename = "as-at")]
    pub as_at: Option<String>,
    /// A day.
    #[serde(rename = "recorded-by")]
    pub recorded_by: Option<String>,
}

/// A report that was approved.
pub(super) struct Approved {
    pub programme: ProgrammeRow,
    pub round: RoundRow,
    pub organisation: (String, String),
    pub row: ReportRow,
    /// What it says; none when its text was removed.
    pub report: Option<Report>,
    /// The numbers and days of every version, the newest first.
    pub all: Vec<(i64, String)>,
    pub as_at: AsAt,
}

/// `GET /programmes/{slug}/reports/{period}/{code}`
///
/// # Errors
/// 404 for a report that was not approved by the day asked for.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((slug, round, code)): Path<Which>,
    Query(query): Query<NumberQuery>,
) -> Result<Page, AppError> {
    let permit = decide(&actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let (slug, today) = (permit.action().slug.as_str(), app.clock().today());
    let as_at = AsAtQuery { as_at: query.as_at.clone(), recorded_by: query.recorded_by.clone() }.parse(today)?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, today).await?;
    let programme = programmes::get(&mut connection, slug, (as_at, moment), today).await?;
    let round = store::round(&mut connection, slug, &round).await?.ok_or(AppError::NotFound)?;
    let names = app.names_at(&mut connection, as_at, moment).await?;
    let name = names.get(&code).cloned().ok_or(AppError::NotFound)?;
    let all = store::approved(&mut connection, (slug, &round.slug, &code), moment).await?;
    let number: Option<i64> = query.number.parse().ok();
    let row = all.iter().find(|row| number.is_none_or(|number| row.number == number)).cloned();
    let Some(row) = row else {
        return Ok(views::not_in((&programme, &round), (&code, &name), as_at));
    };
    let report = match get_text(&mut connection, &row.text_hash).await {
        Ok(text) => Some(serde_json::from_slice(&text).map_err(anyhow::Error::new)?),
        Err(sqlx::Error::RowNotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let all = all.into_iter().map(|row| (row.number, row.saved_on)).collect();
    Ok(views::show(&Approved { programme, round, organisation: (code, name), row, report, all, as_at }))
}

/// Which round, and from where.
#[derive(Debug, Default, Deserialize)]
pub struct RoundQuery {
    /// The round's slug; the newest when absent.
    #[serde(default)]
    pub group: String,
    /// The code after which the page begins.
    #[serde(default)]
    pub from: String,
    /// A day.
    #[serde(rename = "as-at")]
    pub as_at: Option<String>,
    /// A day.
    #[serde(rename = "recorded-by")]
    pub recorded_by: Option<String>,
}

/// The rounds of a programme, and the reports of one.
pub(super) struct Rounds {
    pub programme: ProgrammeRow,
    pub rounds: Vec<RoundRow>,
    /// The one whose reports are shown.
    pub shown: Option<RoundRow>,
    /// Whose are approved, and when.
    pub reported: Vec<(String, String)>,
    pub next: Option<String>,
    pub names: std::sync::Arc<Names>,
    pub as_at: AsAt,
}

/// `GET /programmes/{slug}/reports`
///
/// # Errors
/// 404 for a programme that is not known on the day asked for.
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<RoundQuery>,
) -> Result<Page, AppError> {
    let permit = decide(&actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let (slug, today) = (permit.action().slug.as_str(), app.clock().today());
    let as_at = AsAtQuery { as_at: query.as_at.clone(), recorded_by: query.recorded_by.clone() }.parse(today)?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, today).await?;
    let programme = programmes::get(&mut connection, slug, (as_at, moment), today).await?;
    let rounds = store::rounds(&mut connection, slug, moment).await?;
    let shown = rounds.iter().find(|row| query.group.is_empty() || row.slug == query.group).cloned();
    let mut reported = match &shown {
        Some(round) => store::reported(&mut connection, (slug, &round.slug), (&query.from, PAGE + 1), moment).await?,
        None => Vec::new(),
    };
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = reported.len() > page;
    reported.truncate(page);
    let next = reported.last().filter(|_| has_more).map(|(code, _)| code.clone());
    let names = app.names_at(&mut connection, as_at, moment).await?;
    Ok(views::list(&Rounds { programme, rounds, shown, reported, next, names, as_at }))
}

/// Opening a round.
#[derive(Debug, Default, Deserialize)]
pub struct RoundForm {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// The day by which reports are in.
    #[serde(default)]
    pub due: String,
}

async fn of_office(
    app: &App,
    actor: &Actor,
    slug: &str,
) -> Result<(ProgrammeRow, Vec<RoundRow>, Permit<RunProgramme>), AppError> {
    let permit = decide(actor, RunProgramme, &(), app.clock().now())?;
    let moment = Moment::now(app.clock().today());
    let mut connection = app.db().read().await?;
    let programme = programmes::find(&mut connection, slug, moment).await?.ok_or(AppError::NotFound)?;
    let rounds = store::rounds(&mut connection, slug, moment).await?;
    Ok((programme, rounds, permit))
}

/// `GET /programmes/{slug}/reports/open`
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn ask_to_open(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Page, AppError> {
    let (programme, rounds, _) = of_office(&app, &actor, &slug).await?;
    Ok(views::open(&programme, &rounds, &RoundForm::default(), &key(&app), &Errors::new()))
}

/// `POST /programmes/{slug}/reports/open`
///
/// # Errors
/// As for the page.
pub async fn open(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<RoundForm>,
) -> Result<Response, AppError> {
    let (programme, rounds, permit) = of_office(&app, &actor, &slug).await?;
    let (name, today) = (programmes::one_line(&form.name), app.clock().today());
    let round = slug_of(&name);
    let mut errors = Errors::new();
    if round.is_empty() || name.chars().count() > 80 {
        errors.insert("name".to_owned(), "Give it a name of at most 80 characters, such as Autumn 2026".to_owned());
    } else if round == "open" || rounds.iter().any(|row| row.slug == round) {
        errors.insert("name".to_owned(), "There is a round of this name: choose another".to_owned());
    }
    let due = dates::typed_day(form.due.trim());
    match &due {
        Some(due) if *due < today => {
            errors.insert("due".to_owned(), "This day has passed".to_owned());
        }
        Some(_) => {}
        None => {
            errors.insert("due".to_owned(), "Write the day as 2027-03-31".to_owned());
        }
    }
    let (Some(due_on), true) = (due, errors.is_empty()) else {
        return Ok(unprocessable(views::open(&programme, &rounds, &form, &key(&app), &errors)));
    };
    let new = NewRound { programme: &slug, slug: &round, name: &name, due_on };
    let answer = changes::open_round(app.kit(), permit, sent.key()?, &new).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}
