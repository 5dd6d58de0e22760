//! Pages of corrections: disputing a record, reading what became of it, and answering.

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use maud::Markup;
use serde::Deserialize;
use uuid::Uuid;

use super::changes::{self, DisputeError, Mend, NewDispute};
use super::forms::{AnswerForm, DisputeForm, Errors};
use super::views::{self, Shown};
use super::{Correction, Record, Standing, What, Words, store};
use crate::app::App;
use crate::blueprints::{self, State as Life};
use crate::error::AppError;
use crate::journal::store::private_part;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{AnswerCorrection, DisputeRecord, Disputed, ReadPage};
use crate::people::{self, Actor, Permit, Person, SentForm, decide};
use crate::platform::shell::Page;
use crate::programmes::{Mendable, Mending};
use crate::{organisations, programmes};

/// Which record is disputed.
#[derive(Debug, Default, Deserialize)]
pub struct RecordQuery {
    /// The address of its page.
    #[serde(default)]
    pub record: String,
    /// The correction that is open at once, as the organisation itself disputes.
    #[serde(default)]
    pub open: String,
}

/// A record that is there: its address, and the organisation it is about where that is told by the address.
struct Disputable {
    permit: Permit<DisputeRecord>,
    organisation: Option<String>,
    is_programme: bool,
}

async fn disputable(app: &App, actor: &Actor, address: &str) -> Result<Disputable, AppError> {
    let record = Record::at(address).ok_or(AppError::NotFound)?;
    let moment = Moment::now(app.clock().today());
    let mut connection = app.db().read().await?;
    let is_programme = matches!(record, Record::Programme(_, None) | Record::Footprint(_) | Record::System(_));
    let organisation = match record {
        Record::Programme(slug, code) => {
            programmes::find(&mut connection, &slug, moment).await?.ok_or(AppError::NotFound)?;
            code
        }
        Record::Organisation(code) => Some(code),
        Record::Footprint(slug) => {
            let all = organisations::footprints::store::list(&mut connection, moment).await?;
            all.into_iter().find(|place| place.slug == slug).ok_or(AppError::NotFound)?;
            None
        }
        Record::System(slug) => {
            let known = organisations::systems::store::named(&mut connection, &slug, moment).await?;
            known.first().ok_or(AppError::NotFound)?;
            None
        }
        Record::Guide(slug) => {
            let id = blueprints::store::id_of_slug(&mut connection, &slug).await?.ok_or(AppError::NotFound)?;
            let line = blueprints::store::find(&mut connection, id, moment).await?.ok_or(AppError::NotFound)?;
            if line.state() == Life::Draft {
                return Err(AppError::NotFound);
            }
            line.organisation
        }
    };
    if let Some(code) = &organisation {
        organisations::store::find(&mut connection, code, moment).await?.ok_or(AppError::NotFound)?;
    }
    let permit = decide(actor, DisputeRecord { record: address.to_owned() }, &(), app.clock().now())?;
    Ok(Disputable { permit, organisation, is_programme })
}

/// `GET /dispute?record=`
///
/// # Errors
/// 404 for what is no public record.
pub async fn ask(State(app): State<App>, actor: Actor, Query(query): Query<RecordQuery>) -> Result<Response, AppError> {
    let of = disputable(&app, &actor, &query.record).await?;
    let mut form = DisputeForm { record: query.record, ..DisputeForm::default() };
    if let Actor::Person(person) = &actor
        && let Some(account) = people::account(&mut app.db().read().await?, person.account).await?
    {
        (form.name, form.mail) = (account.name, account.mail);
    }
    Ok(views::dispute(&form, of.is_programme, &key(&app), &Errors::new()).into_response())
}

/// `POST /dispute`
///
/// # Errors
/// 404 for what is no public record.
pub async fn dispute(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Form(form): Form<DisputeForm>,
) -> Result<Response, AppError> {
    let of = disputable(&app, &actor, &form.record).await?;
    let typed = form.organisation.trim().to_uppercase();
    let organisation = of.organisation.clone().or_else(|| (!typed.is_empty()).then_some(typed));
    let mut checked = form.check();
    if let Some(code) = organisation.as_deref().filter(|_| of.organisation.is_none()) {
        let moment = Moment::now(app.clock().today());
        if organisations::store::find(&mut app.db().read().await?, code, moment).await?.is_none() {
            let mut errors = checked.err().unwrap_or_default();
            errors.insert("organisation", format!("{code} is not in the register of organisations"));
            checked = Err(errors);
        }
    }
    let words = match checked {
        Ok(words) => words,
        Err(errors) => return Ok(unprocessable(views::dispute(&form, of.is_programme, &key(&app), &errors))),
    };
    let is_concerned = match (&actor, &organisation) {
        (Actor::Person(person), Some(code)) => person.organisations().contains(&code.as_str()),
        _ => false,
    };
    let new = NewDispute { organisation: organisation.as_deref(), is_concerned, words: &words };
    match changes::dispute(app.kit(), of.permit, sent.key()?, &new, app.address()).await {
        Ok(answer) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(DisputeError::TooMany(words)) => {
            let errors = Errors::from([("wrong", words.to_owned())]);
            Ok(unprocessable(views::dispute(&form, of.is_programme, &key(&app), &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /corrections/received`
///
/// # Errors
/// Never but for the database.
pub async fn received(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<RecordQuery>,
) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let record = Record::at(&query.record).map(|_| query.record);
    Ok(views::received(record.as_deref(), Uuid::try_parse(&query.open).ok()))
}

/// `GET /corrections`
///
/// # Errors
/// When the day asked for is not one, or the database cannot be read.
pub async fn list(State(app): State<App>, actor: Actor, Query(query): Query<AsAtQuery>) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, app.clock().today()).await?;
    let all = store::newest(&mut connection, moment).await?;
    let names = app.names_at(&mut connection, as_at, moment).await?;
    let public: Vec<Correction> = all.into_iter().filter(Correction::is_public).collect();
    Ok(views::list(&public, &names, as_at))
}

async fn read(app: &App, actor: &Actor, id: &str) -> Result<(Shown, Option<Permit<AnswerCorrection>>), AppError> {
    let id = Uuid::try_parse(id).map_err(|_| AppError::NotFound)?;
    let mut connection = app.db().read().await?;
    let correction = store::find(&mut connection, id, Moment::now(app.clock().today())).await?;
    let correction = correction.ok_or(AppError::NotFound)?;
    let disputed = Disputed { organisation: correction.row.organisation.clone(), by: correction.row.account() };
    let permit = decide(actor, AnswerCorrection { correction: id }, &disputed, app.clock().now()).ok();
    if permit.is_none() && !correction.is_public() {
        return Err(AppError::NotFound);
    }
    let private = private_part(&mut connection, correction.row.from_sequence).await?;
    let words: Option<Words> = private.and_then(|body| serde_json::from_slice(&body).ok());
    let names = app.names(&mut connection).await?;
    let mendable = match permit {
        Some(_) => mendable(&mut connection, &correction, Moment::now(app.clock().today())).await?,
        None => Vec::new(),
    };
    Ok((Shown { correction, words, names, may_answer: permit.is_some(), mendable }, permit))
}

/// `GET /corrections/{correction}`
///
/// # Errors
/// 404 for what nobody but the office may read yet.
pub async fn show(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let (shown, _) = read(&app, &actor, &id).await?;
    Ok(views::show(&shown, &AnswerForm::default(), &key(&app), &Errors::new()))
}

/// `POST /corrections/{correction}`
///
/// # Errors
/// 403 for whoever is not of the office, or is of the organisation it is about, or disputed it.
pub async fn answer(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(id): Path<String>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, AppError> {
    let (shown, permit) = match read(&app, &actor, &id).await {
        Ok((shown, Some(permit))) => (shown, permit),
        // Whether there is one that is not public yet is not told.
        Ok((_, None)) | Err(AppError::NotFound) => return Err(AppError::Forbidden),
        Err(error) => return Err(error),
    };
    let (what, words) = match form.check(shown.correction.next()) {
        Ok(said) => said,
        Err(errors) => return Ok(unprocessable(views::show(&shown, &form, &key(&app), &errors))),
    };
    let is_mended = matches!(what, What::Upheld | What::PartlyUpheld) && !form.fact.is_empty();
    let fact = shown.mendable.iter().find(|fact| is_mended && fact.id == form.fact);
    let cells = form.cells();
    let mending = match (form.how.as_str(), fact) {
        (_, None) if is_mended => {
            let words = "This line was changed in the meantime: choose again".to_owned();
            let errors = Errors::from([("fact", words)]);
            return Ok(unprocessable(views::show(&shown, &form, &key(&app), &errors)));
        }
        (_, None) => None,
        ("change", Some(_)) => Some(Mending::Change(&cells)),
        ("take-out", Some(_)) => Some(Mending::TakeOut),
        // The line is chosen: now it is asked what it should say.
        (_, Some(fact)) => return Ok(views::mend(&shown, fact, &form, &key(&app), &Errors::new()).into_response()),
    };
    let mend = mending.map(|mending| Mend { fact: &form.fact, mending });
    let said = (what, words.as_str(), mend.as_ref());
    match (changes::answer(app.kit(), permit, sent.key()?, said, app.address()).await, fact) {
        (Ok(answer), _) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        (Err(DisputeError::DoesNotFit(reason)), Some(fact)) => {
            let errors = Errors::from([("how", format!("This cannot be taken: {reason}"))]);
            Ok(unprocessable(views::mend(&shown, fact, &form, &key(&app), &errors)))
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// The facts of a disputed page that can be mended, where somebody may and it is time for it.
async fn mendable(connection: &mut Connection, correction: &Correction, moment: Moment) -> sqlx::Result<Vec<Mendable>> {
    if !correction.next().contains(&What::Upheld) {
        return Ok(Vec::new());
    }
    let about = correction.row.organisation.clone();
    let of = match Record::at(&correction.row.record) {
        Some(Record::Programme(slug, code)) => (Some(slug), code.or(about)),
        Some(Record::Organisation(code)) => (None, Some(code)),
        // Of places and systems, what can be mended are the facts of the organisation that is named.
        Some(Record::Footprint(_) | Record::System(_)) => (None, about),
        Some(Record::Guide(_)) | None => return Ok(Vec::new()),
    };
    programmes::mendable(connection, (of.0.as_deref(), of.1.as_deref()), moment).await
}

/// What stands on the page of a record: that a correction is open, and what was corrected. A page of an organisation says too what
/// was corrected of it on other pages.
///
/// # Errors
/// When the database cannot be read.
pub async fn beside(
    connection: &mut Connection,
    record: &str,
    (as_at, moment): (AsAt, Moment),
) -> sqlx::Result<Option<Markup>> {
    let mut all = store::of_record(connection, record, moment).await?;
    if let Some(Record::Organisation(code)) = Record::at(record) {
        let others = store::about(connection, (&code, record), moment).await?;
        all.extend(others.into_iter().filter(|correction| matches!(correction.standing(), Standing::Answered(_))));
    }
    Ok(views::beside(&all, as_at))
}

/// What is not over: the record, the organisation it is about, since when, how it stands in words, and where it is.
///
/// # Errors
/// When the database cannot be read.
pub async fn unsettled(
    connection: &mut Connection,
    moment: Moment,
) -> sqlx::Result<Vec<(String, Option<String>, String, String, String)>> {
    let all = store::unsettled(connection, moment).await?;
    let told = |correction: Correction| {
        let (words, address) = (views::waits(&correction), format!("/corrections/{}", correction.row.id()));
        (correction.row.record, correction.row.organisation, correction.row.asked_on, words, address)
    };
    Ok(all.into_iter().map(told).collect())
}

/// What waits for somebody of the office: where to go, and what for.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(
    app: &App,
    connection: &mut Connection,
    person: &Person,
) -> Result<Vec<(String, String)>, AppError> {
    let actor = Actor::Person(person.clone());
    let mut waiting = Vec::new();
    for correction in store::unsettled(connection, Moment::now(app.clock().today())).await? {
        let disputed = Disputed { organisation: correction.row.organisation.clone(), by: correction.row.account() };
        let action = AnswerCorrection { correction: correction.row.id() };
        if decide(&actor, action, &disputed, app.clock().now()).is_ok() {
            waiting.push((format!("/corrections/{}", correction.row.id()), views::waits(&correction)));
        }
    }
    Ok(waiting)
}
