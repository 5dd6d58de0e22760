//! Pages of an assessment: what is open, the sections to do, one section, asking a colleague, a file out and in, signing, and
//! opening again.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use composite::{Answer, Framework};
use database::Connection;
use uuid::Uuid;

use super::changes::{self, AnsweringError};
use super::forms::{Errors, SectionForm};
use super::sheets::{self, Untaken};
use super::{Life, Signer, Standing, answers_of, store, views};
use crate::app::App;
use crate::error::AppError;
use crate::journal::Moment;
use crate::journal::store::get_text;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{AnswerAssessment, ReadAssessment, ReadHome, ReopenAssessment, SignAssessment, Written};
use crate::people::{self, Actor, Permit, Role, SentForm, SentParts, decide};
use crate::platform::shell::Page;
use crate::rounds::Notes;
use crate::rounds::odd;
use crate::rounds::store::{RoundRow, round as round_of};
use crate::{organisations, rounds};

/// What was answered last time: the round's name, and the answers by question.
pub(super) struct Last {
    pub round: String,
    pub answers: BTreeMap<String, Answer>,
}

/// How an organisation's answers stand in a round; none when one of the two is not there.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::rounds) async fn standing(
    connection: &mut Connection,
    round: &str,
    organisation: &str,
) -> sqlx::Result<Option<Standing>> {
    let Some(round) = round_of(connection, round).await? else { return Ok(None) };
    let known = organisations::store::find(connection, organisation, Moment::now(jiff::civil::Date::MAX)).await?;
    let Some(known) = known else { return Ok(None) };
    let Some(framework) = framework(connection, &round.framework).await? else { return Ok(None) };
    let care_setting = known.kind().map(|kind| kind.word().to_owned()).unwrap_or_default();
    let row = store::current(connection, &round.slug, organisation).await?;
    let notes = match row.as_ref().and_then(|row| row.notes_hash.as_deref()) {
        Some(hash) => notes(connection, hash).await?,
        None => Notes::new(),
    };
    let openings: BTreeMap<String, String> =
        store::openings(connection, &round.slug, organisation).await?.into_iter().collect();
    let life = match row.as_ref().map(|row| row.state.as_str()) {
        Some("final") => Life::Signed,
        _ if openings.is_empty() => Life::Open,
        _ => Life::OpenAgain,
    };
    Ok(Some(Standing {
        answers: answers_of(row.as_ref(), &framework),
        setting: framework.setting(&care_setting),
        organisation: organisation.to_owned(),
        round,
        framework,
        care_setting,
        row,
        notes,
        life,
        openings,
    }))
}

async fn framework(connection: &mut Connection, hash: &str) -> sqlx::Result<Option<Framework>> {
    match get_text(connection, hash).await {
        Ok(text) => Ok(Framework::read(&String::from_utf8_lossy(&text)).ok()),
        Err(sqlx::Error::RowNotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Notes; none when they were removed.
async fn notes(connection: &mut Connection, hash: &str) -> sqlx::Result<Notes> {
    match get_text(connection, hash).await {
        Ok(text) => Ok(serde_json::from_slice(&text).unwrap_or_default()),
        Err(sqlx::Error::RowNotFound) => Ok(Notes::new()),
        Err(error) => Err(error),
    }
}

/// What the organisation let count in another round, in the answers of this question set.
async fn last(connection: &mut Connection, standing: &Standing) -> sqlx::Result<Option<Last>> {
    let before = store::before(connection, &standing.round.slug, &standing.organisation).await?;
    let Some((answers, hash, round)) = before else { return Ok(None) };
    let Some(other) = framework(connection, &hash).await? else { return Ok(None) };
    if other.id != standing.framework.id {
        return Ok(None);
    }
    let Ok(answers) = rounds::parted(&answers, &other) else { return Ok(None) };
    let known = other.questions.iter().zip(answers).filter(|(question, answer)| {
        let place = standing.framework.question(&question.id);
        *answer != Answer::Unanswered && place.is_some_and(|place| standing.has(place, *answer))
    });
    Ok(Some(Last { round, answers: known.map(|(question, answer)| (question.id.clone(), answer)).collect() }))
}

pub(super) async fn found(app: &App, round: &str, code: &str) -> Result<Standing, AppError> {
    standing(&mut app.db().read().await?, round, code).await?.ok_or(AppError::NotFound)
}

fn reading(app: &App, actor: &Actor, round: &str, code: &str) -> Result<(), AppError> {
    let action = ReadAssessment { round: round.to_owned(), organisation: code.to_owned() };
    decide(actor, action, &(), app.clock().now())?;
    Ok(())
}

pub(super) fn answering(
    app: &App,
    actor: &Actor,
    round: &str,
    code: &str,
) -> Result<Permit<AnswerAssessment>, AppError> {
    let action = AnswerAssessment { round: round.to_owned(), organisation: code.to_owned() };
    Ok(decide(actor, action, &(), app.clock().now())?)
}

/// `GET /assessments`
///
/// # Errors
/// When the database cannot be read.
pub async fn list(State(app): State<App>, actor: Actor) -> Result<Page, AppError> {
    decide(&actor, ReadHome, &(), app.clock().now())?;
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    let mut connection = app.db().read().await?;
    let rounds: Vec<RoundRow> = store::open_rounds(&mut connection, &app.clock().today().to_string()).await?;
    let mut standings = Vec::new();
    for round in &rounds {
        for code in person.organisations() {
            standings.extend(standing(&mut connection, &round.slug, code).await?);
        }
    }
    let names = app.names(&mut connection).await?;
    Ok(views::list(&standings, &names))
}

/// `GET /assessments/{round}/{code}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Page, AppError> {
    reading(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let mut connection = app.db().read().await?;
    let mut asked = BTreeMap::new();
    for owner in store::owners(&mut connection, &round, &code).await? {
        if let Some(account) = people::account(&mut connection, owner.account()).await? {
            asked.insert(owner.section.clone(), account.name);
        }
    }
    let signed = signed(&mut connection, &standing).await?;
    let names = app.names(&mut connection).await?;
    let may_answer = answering(&app, &actor, &round, &code).is_ok();
    let action = ReopenAssessment { round, organisation: code };
    let may_reopen = decide(&actor, action, &(), app.clock().now()).is_ok();
    let odd = odd::look(&mut connection, &standing, app.clock().today()).await?;
    let who = views::Who { names: &names, asked: &asked, signed: &signed, odd: &odd, may_answer, may_reopen };
    Ok(views::tasks(&standing, &who, app.clock().today()))
}

/// Who signed what is seen, by name: of answers that count, those who made them count.
async fn signed(connection: &mut Connection, standing: &Standing) -> sqlx::Result<Vec<(Signer, String, String)>> {
    let (round, code) = (standing.round.slug.as_str(), standing.organisation.as_str());
    let mut all = Vec::new();
    let rows = match standing.life {
        Life::Signed => store::last_signatures(connection, round, code).await?,
        Life::Open | Life::OpenAgain => store::signatures(connection, round, code, &standing.seen()).await?,
    };
    for row in rows {
        let account = people::account(connection, row.account()).await?;
        let name = account.map_or_else(|| "Somebody who has no account any more".to_owned(), |account| account.name);
        all.extend(Signer::from_word(&row.kind).map(|signer| (signer, name, row.signed_on)));
    }
    Ok(all)
}

/// The section at this address.
fn section_of(standing: &Standing, id: &str) -> Result<usize, AppError> {
    let place = standing.framework.section(id).ok_or(AppError::NotFound)?;
    if standing.asked(place).is_empty() { Err(AppError::NotFound) } else { Ok(place) }
}

/// `GET /assessments/{round}/{code}/sections/{theme}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_section(
    State(app): State<App>,
    actor: Actor,
    Path((round, code, id)): Path<(String, String, String)>,
) -> Result<Page, AppError> {
    answering(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let section = section_of(&standing, &id)?;
    let form = SectionForm::with(&standing, section);
    section_page(&app, &actor, (&standing, section), &form, &Errors::new()).await
}

async fn section_page(
    app: &App,
    actor: &Actor,
    (standing, section): (&Standing, usize),
    form: &SectionForm,
    errors: &Errors,
) -> Result<Page, AppError> {
    let mut connection = app.db().read().await?;
    let last = last(&mut connection, standing).await?;
    let organisation = standing.organisation.as_str();
    let roles = [Role::Contributor, Role::Publisher];
    let mut colleagues = people::colleagues_with(&mut connection, organisation, &roles, app.clock().today()).await?;
    colleagues.retain(|one| !matches!(actor, Actor::Person(person) if person.account == one.account()));
    let is_open = standing.is_open(section, app.clock().today());
    let of = views::Section { standing, section, last: last.as_ref(), colleagues: &colleagues, is_open };
    Ok(views::section(&of, form, (&key(app), &key(app)), errors))
}

/// `POST /assessments/{round}/{code}/sections/{theme}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn section(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code, id)): Path<(String, String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = answering(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let place = section_of(&standing, &id)?;
    let form = SectionForm::of(pairs);
    let said = match form.check(&standing, place) {
        Ok(said) => said,
        Err(errors) => return Ok(unprocessable(section_page(&app, &actor, (&standing, place), &form, &errors).await?)),
    };
    match changes::save(app.kit(), permit, sent.key()?, (place, &form.seen), said).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(AnsweringError::Changed) => {
            // What was typed stays; what is saved now stands beside it, and sending again puts the typed in its place.
            let standing = found(&app, &round, &code).await?;
            let form = SectionForm { seen: standing.seen_of(place), ..form };
            let words = "Somebody else saved this section meanwhile. What is saved now stands under each question that differs. Save again to put your answers in its place";
            let errors = Errors::from([("seen".to_owned(), words.to_owned())]);
            let page = section_page(&app, &actor, (&standing, place), &form, &errors).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /assessments/{round}/{code}/sections/{theme}/ask`
///
/// # Errors
/// 404 for what is not theirs, 400 for somebody who cannot answer for the organisation.
pub async fn ask_colleague(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code, id)): Path<(String, String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = answering(&app, &actor, &round, &code)?;
    let to = pairs.iter().find(|(name, _)| name == "colleague").and_then(|(_, id)| Uuid::try_parse(id).ok());
    let roles = [Role::Contributor, Role::Publisher];
    let all = people::colleagues_with(&mut app.db().read().await?, &code, &roles, app.clock().today()).await?;
    let Some(to) = to.filter(|to| all.iter().any(|colleague| colleague.account() == *to)) else {
        return Err(AppError::BadRequest("Choose one of your colleagues.".to_owned()));
    };
    let answer = changes::ask(app.kit(), permit, sent.key()?, (&id, to), app.address()).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `GET /assessments/{round}/{code}/answers.csv`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn answers_csv(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Response, AppError> {
    reading(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let last = last(&mut app.db().read().await?, &standing).await?;
    let bytes = sheets::write_csv(&standing, last.as_ref()).map_err(anyhow::Error::new)?;
    Ok(download(&format!("{round}-{code}.csv"), "text/csv; charset=utf-8", bytes))
}

/// `GET /assessments/{round}/{code}/answers.xlsx`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn answers_xlsx(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Response, AppError> {
    reading(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let last = last(&mut app.db().read().await?, &standing).await?;
    let made = tokio::task::spawn_blocking(move || sheets::write(&standing, last.as_ref()));
    let bytes = made.await.map_err(anyhow::Error::new)?.map_err(anyhow::Error::new)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(&format!("{round}-{code}.xlsx"), kind, bytes))
}

fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// `GET /assessments/{round}/{code}/file`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_file(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Page, AppError> {
    answering(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    Ok(views::file(&standing, &key(&app), &Untaken::default()))
}

/// `POST /assessments/{round}/{code}/file`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn file(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code)): Path<(String, String)>,
    parts: SentParts,
) -> Result<Response, AppError> {
    let permit = answering(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let refused = |what: &Untaken| unprocessable(views::file(&standing, &key(&app), what));
    let Some((_, bytes)) = parts.file("file") else {
        return Ok(refused(&"Choose the file you filled in".to_owned().into()));
    };
    let text = match sheets::is_sheet(bytes) {
        true => {
            let bytes = bytes.to_vec();
            tokio::task::spawn_blocking(move || sheets::read(&bytes)).await.map_err(anyhow::Error::new)?
        }
        false => Ok(bytes.to_vec()),
    };
    let today = app.clock().today();
    let said = match text.map_err(Untaken::from).and_then(|text| sheets::taken(&text, &standing, today)) {
        Ok(said) => said,
        Err(what) => return Ok(refused(&what)),
    };
    let answer = changes::take_file(app.kit(), permit, sent.key()?, (&said, &standing.seen())).await?;
    Ok(Redirect::to(&answer).into_response())
}

async fn signing(app: &App, actor: &Actor, standing: &Standing) -> Result<Permit<SignAssessment>, AppError> {
    let (round, code) = (&standing.round.slug, &standing.organisation);
    let by = store::saved_by(&mut app.db().read().await?, round, code).await?;
    let action = SignAssessment { round: round.clone(), organisation: code.clone(), answers_hash: standing.seen() };
    Ok(decide(actor, action, &Written { organisation: code.clone(), by }, app.clock().now())?)
}

/// `GET /assessments/{round}/{code}/sign`
///
/// # Errors
/// 404 for what is not theirs, 403 for whoever answered and for those who cannot sign.
pub async fn ask_to_sign(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Page, AppError> {
    reading(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    signing(&app, &actor, &standing).await?;
    Ok(sign_page(&app, &standing, &Errors::new()).await?)
}

async fn sign_page(app: &App, standing: &Standing, errors: &Errors) -> sqlx::Result<Page> {
    let mut connection = app.db().read().await?;
    let last = last(&mut connection, standing).await?;
    let signed = signed(&mut connection, standing).await?;
    let odd = odd::look(&mut connection, standing, app.clock().today()).await?;
    let names = app.names(&mut connection).await?;
    let seen = views::ToSign { last: last.as_ref(), signed: &signed, odd: &odd };
    Ok(views::sign(standing, &names, &seen, &key(app), errors))
}

/// `POST /assessments/{round}/{code}/sign`
///
/// # Errors
/// As for the page; 409 when somebody saved meanwhile.
pub async fn sign(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    reading(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let permit = signing(&app, &actor, &standing).await?;
    let value = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    if value("seen") != standing.seen() {
        return Err(AnsweringError::Changed.into());
    }
    let Some(signer) = Signer::from_word(value("as")) else {
        let errors = Errors::from([("as".to_owned(), "Choose as whom you sign".to_owned())]);
        return Ok(unprocessable(sign_page(&app, &standing, &errors).await?));
    };
    let answer = changes::sign(app.kit(), permit, sent.key()?, signer).await?;
    Ok(Redirect::to(&answer).into_response())
}

fn reopening(app: &App, actor: &Actor, round: &str, code: &str) -> Result<Permit<ReopenAssessment>, AppError> {
    let action = ReopenAssessment { round: round.to_owned(), organisation: code.to_owned() };
    Ok(decide(actor, action, &(), app.clock().now())?)
}

/// `GET /assessments/{round}/{code}/reopen`
///
/// # Errors
/// 404 and 403 for those who are not of the office.
pub async fn ask_to_reopen(
    State(app): State<App>,
    actor: Actor,
    Path((round, code)): Path<(String, String)>,
) -> Result<Page, AppError> {
    reopening(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    Ok(views::reopen(&standing, &[], "", &key(&app), &Errors::new()))
}

/// `POST /assessments/{round}/{code}/reopen`
///
/// # Errors
/// As for the page.
pub async fn reopen(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((round, code)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = reopening(&app, &actor, &round, &code)?;
    let standing = found(&app, &round, &code).await?;
    let known = |id: &&(String, String)| id.0 == "section" && standing.framework.section(&id.1).is_some();
    let sections: Vec<String> = pairs.iter().filter(known).map(|(_, id)| id.clone()).collect();
    let why = pairs.iter().find(|(name, _)| name == "why").map(|(_, why)| why.trim()).unwrap_or_default();
    let mut errors = Errors::new();
    if sections.is_empty() {
        errors.insert("section".to_owned(), "Choose at least one section".to_owned());
    }
    if why.is_empty() || why.chars().count() > 1_000 {
        errors.insert("why".to_owned(), "Say why, in at most 1,000 characters".to_owned());
    }
    if !errors.is_empty() {
        return Ok(unprocessable(views::reopen(&standing, &sections, why, &key(&app), &errors)));
    }
    let answer = changes::reopen(app.kit(), permit, sent.key()?, (&sections, why), app.address()).await?;
    Ok(Redirect::to(&answer).into_response())
}

impl From<AnsweringError> for AppError {
    fn from(error: AnsweringError) -> Self {
        match error {
            AnsweringError::NotThere => Self::NotFound,
            AnsweringError::Closed => Self::BadRequest(
                "These answers cannot be changed now: the round is over, or they are signed.".to_owned(),
            ),
            AnsweringError::Changed => {
                Self::BadRequest("Somebody saved other answers meanwhile. Open the page again and look.".to_owned())
            }
            AnsweringError::Incomplete => Self::BadRequest(
                "Some questions have no answer yet. \u{201c}Not known\u{201d} is an answer.".to_owned(),
            ),
            AnsweringError::Signed => Self::BadRequest(
                "Somebody signed as this already, or you did. The two who sign are two people.".to_owned(),
            ),
            AnsweringError::Journal(error) => error.into(),
        }
    }
}
