//! Pages of checking: what waits, how one check stands, a section, the reply, what is agreed, naming who checks, and the sample.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use composite::Answer;
use database::Connection;
use jiff::civil::Date;
use uuid::Uuid;

use super::forms::{Errors, Typed};
use super::{Check, Kind, Remarks, Stage, changes, sample, store, views};
use crate::app::App;
use crate::error::AppError;
use crate::journal::store::get_text;
use crate::journal::{AsAtQuery, Moment};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{AnswerAssessment, CheckAssessment, Checkers, NameChecker, ReadCheck, ReadHome, ReadPage};
use crate::people::{self, Actor, Permit, Role, SentForm, decide};
use crate::platform::shell::Page;
use crate::rounds::answering::{AnsweringError, signers, standing};
use crate::rounds::{odd, parted, store as rounds};

/// How many organisations the office's list names.
const LISTED: usize = 200;

/// How the check of an organisation's answers stands; none when round or organisation are not there.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn check_of(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Option<Check>> {
    let Some(standing) = standing(connection, round, organisation).await? else { return Ok(None) };
    let row = store::current(connection, &standing.round.slug, organisation).await?;
    let checkers = store::checkers(connection, &standing.round.slug, organisation).await?;
    let remarks = match row.as_ref().and_then(|row| row.remarks_hash.as_deref()) {
        Some(hash) => remarks(connection, hash).await?,
        None => Remarks::new(),
    };
    let nothing = || vec![Answer::Unanswered; standing.framework.questions.len()];
    let answers = |text: Option<&String>| text.and_then(|text| parted(text, &standing.framework).ok());
    Ok(Some(Check {
        stage: row.as_ref().and_then(|row| Stage::from_word(&row.state)).unwrap_or(Stage::Open),
        found: answers(row.as_ref().map(|row| &row.found)).unwrap_or_else(nothing),
        agreed: answers(row.as_ref().map(|row| &row.agreed)).unwrap_or_else(nothing),
        standing,
        row,
        remarks,
        checkers,
    }))
}

/// Remarks; none when they were removed.
async fn remarks(connection: &mut Connection, hash: &str) -> sqlx::Result<Remarks> {
    match get_text(connection, hash).await {
        Ok(text) => Ok(serde_json::from_slice(&text).unwrap_or_default()),
        Err(sqlx::Error::RowNotFound) => Ok(Remarks::new()),
        Err(error) => Err(error),
    }
}

pub(in crate::rounds) async fn facts(connection: &mut Connection, round: &str, code: &str) -> sqlx::Result<Checkers> {
    let named = store::checkers(connection, round, code).await?.iter().map(store::CheckerRow::account).collect();
    let answered = signers(connection, round, code).await?;
    Ok(Checkers { organisation: code.to_owned(), named, answered })
}

async fn found(app: &App, round: &str, code: &str) -> Result<Check, AppError> {
    check_of(&mut app.db().read().await?, round, code).await?.ok_or(AppError::NotFound)
}

async fn checking(app: &App, actor: &Actor, round: &str, code: &str) -> Result<Permit<CheckAssessment>, AppError> {
    let facts = facts(&mut app.db().read().await?, round, code).await?;
    let action = CheckAssessment { round: round.to_owned(), organisation: code.to_owned() };
    Ok(decide(actor, action, &facts, app.clock().now())?)
}

fn replying(app: &App, actor: &Actor, round: &str, code: &str) -> Result<Permit<AnswerAssessment>, AppError> {
    let action = AnswerAssessment { round: round.to_owned(), organisation: code.to_owned() };
    Ok(decide(actor, action, &(), app.clock().now())?)
}

fn naming(app: &App, actor: &Actor, round: &str, code: &str) -> Result<Permit<NameChecker>, AppError> {
    let action = NameChecker { round: round.to_owned(), organisation: code.to_owned() };
    Ok(decide(actor, action, &(), app.clock().now())?)
}

/// `GET /checks`
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Page, AppError> {
    decide(&actor, ReadHome, &(), app.clock().now())?;
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    let mut connection = app.db().read().await?;
    let mut own = Vec::new();
    for row in store::checked_by(&mut connection, person.account).await? {
        own.extend(check_of(&mut connection, &row.round, &row.organisation).await?);
    }
    let mut office = None;
    if person.first_with(Role::Office).is_some() {
        let all = rounds::rounds(&mut connection).await?;
        let asked = query.iter().find(|(name, _)| name == "round").map(|(_, slug)| slug.as_str());
        let chosen = all.iter().find(|round| asked.is_none_or(|slug| slug == round.slug)).cloned();
        if let Some(round) = chosen {
            let finals = rounds::final_assessments(&mut connection, &round.slug).await?;
            let states = store::states(&mut connection, &round.slug).await?;
            let sample = store::sample(&mut connection, &round.slug).await?;
            let count = finals.len();
            let signed = finals.into_iter().take(LISTED).map(|row| row.organisation).collect();
            office = Some(views::Office { rounds: all, round, signed, count, states, sample });
        }
    }
    let names = app.names(&mut connection).await?;
    Ok(views::list(&own, office.as_ref(), &names))
}

/// `GET /checks/{round}/{code}`
///
/// # Errors
/// 404 for those who have no part in it.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Page, AppError> {
    let facts = facts(&mut app.db().read().await?, &round, &code).await?;
    let action = ReadCheck { round: round.clone(), organisation: code.clone() };
    decide(&actor, action, &facts, app.clock().now())?;
    let check = found(&app, &round, &code).await?;
    let may_check = checking(&app, &actor, &round, &code).await.is_ok();
    let may_reply = replying(&app, &actor, &round, &code).is_ok();
    let may_name = naming(&app, &actor, &round, &code).is_ok();
    let mut connection = app.db().read().await?;
    let mut who = Vec::new();
    for checker in &check.checkers {
        let account = people::account(&mut connection, checker.account()).await?;
        who.push((account.map_or_else(|| "Somebody".to_owned(), |account| account.name), checker.clone()));
    }
    let odd = odd::look(&mut connection, &check.standing, app.clock().today()).await?;
    let names = app.names(&mut connection).await?;
    Ok(views::show(
        &check,
        &views::Who { names: &names, who: &who, odd: &odd, may_check, may_reply, may_name },
        &key(&app),
    ))
}

/// The section at this address.
fn section_of(check: &Check, id: &str) -> Result<usize, AppError> {
    let place = check.standing.framework.section(id).ok_or(AppError::NotFound)?;
    if check.standing.asked(place).is_empty() { Err(AppError::NotFound) } else { Ok(place) }
}

/// `GET /checks/{round}/{code}/sections/{theme}`
///
/// # Errors
/// 404 for those who have no part in it, 403 for those of the organisation.
pub async fn ask_section(
    State(app): State<App>,
    actor: Actor,
    Path((round, code, id)): Path<(String, String, String)>,
) -> Result<Page, AppError> {
    checking(&app, &actor, &round, &code).await?;
    let check = found(&app, &round, &code).await?;
    let section = section_of(&check, &id)?;
    Ok(views::section(&check, section, &Typed::with(&check), &key(&app), &Errors::new()))
}

/// `POST /checks/{round}/{code}/sections/{theme}`
///
/// # Errors
/// As for the page.
pub async fn section(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code, id)): Path<(String, String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = checking(&app, &actor, &round, &code).await?;
    let check = found(&app, &round, &code).await?;
    let section = section_of(&check, &id)?;
    let typed = Typed::of(pairs);
    let said = match typed.found(&check, section) {
        Ok(said) => said,
        Err(errors) => return Ok(unprocessable(views::section(&check, section, &typed, &key(&app), &errors))),
    };
    match changes::save(app.kit(), permit, sent.key()?, &typed.seen, said).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(AnsweringError::Changed) => {
            // What was typed stays; sending again puts it in the place of what is saved now.
            let check = found(&app, &round, &code).await?;
            let typed = typed.seeing(check.seen());
            let words = "Somebody else saved this check meanwhile. Save again to put what you found here in its place";
            let errors = Errors::from([("seen".to_owned(), words.to_owned())]);
            Ok((StatusCode::CONFLICT, views::section(&check, section, &typed, &key(&app), &errors)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /checks/{round}/{code}/send`
///
/// # Errors
/// 404 for those who have no part in it, 403 for those of the organisation.
pub async fn send(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let permit = checking(&app, &actor, &round, &code).await?;
    let answer = changes::send(app.kit(), permit, sent.key()?, app.address()).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `GET /checks/{round}/{code}/reply`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_reply(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Page, AppError> {
    replying(&app, &actor, &round, &code)?;
    let check = found(&app, &round, &code).await?;
    Ok(views::reply(&check, &Typed::with(&check), &key(&app), &Errors::new()))
}

/// `POST /checks/{round}/{code}/reply`
///
/// # Errors
/// As for the page.
pub async fn reply(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = replying(&app, &actor, &round, &code)?;
    let check = found(&app, &round, &code).await?;
    let typed = Typed::of(pairs);
    let said = match typed.reply(&check) {
        Ok(said) => said,
        Err(errors) => return Ok(unprocessable(views::reply(&check, &typed, &key(&app), &errors))),
    };
    let answer = changes::reply(app.kit(), permit, sent.key()?, (&typed.seen, said), app.address()).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `GET /checks/{round}/{code}/agree`
///
/// # Errors
/// 404 for those who have no part in it, 403 for those of the organisation.
pub async fn ask_agreed(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Page, AppError> {
    checking(&app, &actor, &round, &code).await?;
    let check = found(&app, &round, &code).await?;
    Ok(views::agree(&check, &Typed::with(&check), &key(&app), &Errors::new()))
}

/// `POST /checks/{round}/{code}/agree`
///
/// # Errors
/// As for the page.
pub async fn agree(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = checking(&app, &actor, &round, &code).await?;
    let check = found(&app, &round, &code).await?;
    let typed = Typed::of(pairs);
    let said = match typed.agreed(&check) {
        Ok(said) => said,
        Err(errors) => return Ok(unprocessable(views::agree(&check, &typed, &key(&app), &errors))),
    };
    let answer = changes::settle(app.kit(), permit, sent.key()?, (&typed.seen, said)).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// Those who can be asked to check: people who review for another organisation, with its code, and answered nothing here.
async fn candidates(app: &App, round: &str, code: &str) -> Result<Vec<views::Candidate>, AppError> {
    let mut connection = app.db().read().await?;
    let today = app.clock().today();
    let answered = signers(&mut connection, round, code).await?;
    let mut all = Vec::new();
    for reviewer in people::everybody_with(&mut connection, Role::Reviewer, today).await? {
        let person = people::person(&mut connection, reviewer.account(), today).await?;
        let Some(person) = person else { continue };
        let from = person.first_with(Role::Reviewer).map(str::to_owned);
        let is_own = person.organisations().contains(&code) || answered.contains(&reviewer.account());
        if let Some(from) = from.filter(|_| !is_own) {
            all.push(views::Candidate { account: reviewer.account(), name: reviewer.name.clone(), from });
        }
    }
    Ok(all)
}

/// `GET /checks/{round}/{code}/checkers`
///
/// # Errors
/// 404 for those who are not of the office.
pub async fn ask_checker(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Page, AppError> {
    naming(&app, &actor, &round, &code)?;
    let check = found(&app, &round, &code).await?;
    let candidates = candidates(&app, &round, &code).await?;
    let names = app.names(&mut app.db().read().await?).await?;
    Ok(views::checkers(&check, &candidates, &names, &key(&app), &Errors::new()))
}

/// `POST /checks/{round}/{code}/checkers`
///
/// # Errors
/// As for the page.
pub async fn name_checker(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = naming(&app, &actor, &round, &code)?;
    let check = found(&app, &round, &code).await?;
    let candidates = candidates(&app, &round, &code).await?;
    let value = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let chosen = Uuid::try_parse(value("who")).ok();
    let chosen = chosen.and_then(|id| candidates.iter().find(|candidate| candidate.account == id));
    let kind = Kind::from_word(value("kind"));
    let mut errors = Errors::new();
    if chosen.is_none() {
        errors.insert("who".to_owned(), "Choose who checks".to_owned());
    }
    if kind.is_none() {
        errors.insert("kind".to_owned(), "Say as what they check".to_owned());
    }
    let (Some(chosen), Some(kind)) = (chosen, kind) else {
        let names = app.names(&mut app.db().read().await?).await?;
        return Ok(unprocessable(views::checkers(&check, &candidates, &names, &key(&app), &errors)));
    };
    let who = (chosen.account, chosen.from.as_str(), kind);
    let answer = changes::name(app.kit(), permit, sent.key()?, who, app.address()).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// The sample of a round as known on the day asked for, with the list it was drawn from.
async fn sample_of(
    app: &App,
    round: &str,
    query: &AsAtQuery,
) -> Result<(store::SampleRow, String, rounds::RoundRow), AppError> {
    let today = app.clock().today();
    let as_at = query.parse(today)?;
    let mut connection = app.db().read().await?;
    let Moment { known_on, sequence } = as_at.moment(&mut connection, today).await?;
    let row = store::sample(&mut connection, round).await?.ok_or(AppError::NotFound)?;
    let known_from: Date = row.known_from.parse().unwrap_or(Date::MAX);
    if known_from > known_on || row.from_sequence > sequence {
        return Err(AppError::NotYetKnown("Nobody was drawn yet on that day.".to_owned()));
    }
    let list = get_text(&mut connection, &row.list_hash).await.map_err(|_| AppError::Removed)?;
    let round = rounds::round(&mut connection, round).await?.ok_or(AppError::NotFound)?;
    Ok((row, String::from_utf8_lossy(&list).into_owned(), round))
}

/// `GET /maturity/samples/{round}`
///
/// # Errors
/// 404 where nobody was drawn.
pub async fn show_sample(
    State(app): State<App>,
    actor: Actor,
    Path(round): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let (row, list, round) = sample_of(&app, &round, &query).await?;
    let list = sample::list_of(&list);
    let size = usize::try_from(row.size).unwrap_or(0);
    let again = sample::drawn(&list, size, u64::try_from(row.seed).unwrap_or(0));
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let names = app.names(&mut connection).await?;
    Ok(views::sample(&views::Sample { row: &row, round: &round, list: &list, again: &again }, &names, as_at))
}

/// `GET /maturity/samples/{round}/list.csv`
///
/// # Errors
/// As for the page.
pub async fn sample_list(
    State(app): State<App>,
    actor: Actor,
    Path(round): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let (_, list, round) = sample_of(&app, &round, &query).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}-list.csv\"", round.slug)),
    ];
    Ok((headers, list).into_response())
}
