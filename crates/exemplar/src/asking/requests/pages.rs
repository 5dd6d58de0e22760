//! Pages of requests: asking for a call or a visit, reading a request, answering it.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use uuid::Uuid;

use super::forms::{ReplyForm, RequestForm};
use super::views::{self, Asking, Shown};
use super::{Figures, Request, Words, changes, store};
use crate::app::App;
use crate::asking::AskingError;
use crate::asking::contacts::{self, Way};
use crate::asking::forms::Errors;
use crate::asking::pages::asking;
use crate::asking::views::name;
use crate::blueprints::{self, GuideLine};
use crate::error::AppError;
use crate::journal::Moment;
use crate::journal::store::private_part;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{AnswerRequest, AskPeople, ReadRequest};
use crate::people::{self, Actor, Permit, SentForm, decide};
use crate::platform::shell::Page;

/// How often people were asked about a guide, and how soon they answered, at `moment`.
pub(in crate::asking) async fn figures(
    connection: &mut Connection,
    blueprint: Uuid,
    moment: Moment,
) -> sqlx::Result<Figures> {
    let (requests, moves) = store::of_guide(connection, blueprint, moment).await?;
    Ok(Figures::of(&requests, &moves))
}

/// In which ways somebody other than `me` agreed to be asked.
async fn offered(connection: &mut Connection, line: &GuideLine, me: Option<Uuid>) -> sqlx::Result<Vec<Way>> {
    let contacts = contacts::store::current(connection, line.id()).await?;
    let agrees = |way: &Way| contacts.iter().any(|row| row.agrees_to(*way) && Some(row.account()) != me);
    Ok(Way::ALL.into_iter().filter(agrees).collect())
}

async fn ask_page(
    app: &App,
    connection: &mut Connection,
    (line, permit): (&GuideLine, &Permit<AskPeople>),
    (form, offered, errors): (&RequestForm, &[Way], &Errors),
) -> Result<Page, AppError> {
    let account = people::account(connection, permit.person().ok_or(AppError::Forbidden)?).await?;
    let account = account.ok_or(AppError::Forbidden)?;
    let names = app.names(connection).await?;
    let asking = Asking {
        line,
        me: (&account.name, name(&names, &permit.action().organisation), &account.mail),
        owner: name(&names, line.organisation.as_deref().unwrap_or_default()),
        offered,
    };
    Ok(views::ask(&asking, form, &key(app), errors))
}

/// `GET /blueprints/{slug}/request`
///
/// # Errors
/// 403 for those who may not ask, 404 for a guide that is not public.
pub async fn show_ask(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, permit) = asking(&app, &actor, &mut connection, &slug).await?;
    let offered = offered(&mut connection, &line, permit.person()).await?;
    if offered.is_empty() {
        return Ok(views::nobody(&line).into_response());
    }
    let form = match offered.as_slice() {
        [only] => RequestForm { way: only.word().to_owned(), ..RequestForm::default() },
        _ => RequestForm::default(),
    };
    let page = ask_page(&app, &mut connection, (&line, &permit), (&form, &offered, &Errors::new())).await?;
    Ok(page.into_response())
}

/// `POST /blueprints/{slug}/request`
///
/// # Errors
/// 403 for those who may not ask, 404 for a guide that is not public.
pub async fn ask(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<RequestForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let (line, permit) = asking(&app, &actor, &mut connection, &slug).await?;
    let offered = offered(&mut connection, &line, permit.person()).await?;
    let new = match form.check(&offered, app.clock().today()) {
        _ if offered.is_empty() => return Err(AskingError::Nobody.into()),
        Ok(new) => new,
        Err(errors) => {
            let page = ask_page(&app, &mut connection, (&line, &permit), (&form, &offered, &errors)).await?;
            return Ok(unprocessable(page));
        }
    };
    drop(connection);
    match changes::request(app.kit(), permit, sent.key()?, &new, app.address()).await {
        Ok(answer) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(error @ (AskingError::TooMany(_) | AskingError::Nobody)) => {
            let mut connection = app.db().read().await?;
            let (line, permit) = asking(&app, &actor, &mut connection, &slug).await?;
            let errors = Errors::from([("way", error.to_string())]);
            let page = ask_page(&app, &mut connection, (&line, &permit), (&form, &offered, &errors)).await?;
            Ok(unprocessable(page))
        }
        Err(error) => Err(error.into()),
    }
}

/// A request that may be read, with what its page shows.
struct Read {
    line: GuideLine,
    request: Request,
    asker: (String, String),
    mail: Option<String>,
    words: Option<Words>,
    answer: Option<String>,
    others: Vec<(Uuid, String)>,
    me: Option<Uuid>,
}

async fn read(app: &App, actor: &Actor, connection: &mut Connection, id: Uuid) -> Result<Read, AppError> {
    let request = store::find(connection, id).await?.ok_or(AppError::NotFound)?;
    let permit = decide(actor, ReadRequest { request: id }, &request.parties(), app.clock().now())?;
    let moment = Moment::now(app.clock().today());
    let line = blueprints::store::find(connection, request.row.blueprint(), moment).await?;
    let line = line.ok_or(AppError::NotFound)?;
    let asker = people::account(connection, request.row.asker()).await?.ok_or(AppError::NotFound)?;
    let names = app.names(connection).await?;
    let words = private_part(connection, request.row.from_sequence).await?;
    let answer = match request.outcome() {
        Some(row) if row.account().is_some() => private_part(connection, row.from_sequence).await?,
        Some(_) | None => None,
    };
    let mut others = Vec::new();
    for row in contacts::store::current(connection, line.id()).await? {
        let parties = request.parties();
        let may = row.agrees_to(request.row.way()) && row.account() != parties.asker;
        if may
            && !parties.asked.contains(&row.account())
            && let Some(account) = people::account(connection, row.account()).await?
        {
            others.push((account.id(), account.name));
        }
    }
    Ok(Read {
        asker: (asker.name.clone(), name(&names, &request.row.organisation).to_owned()),
        mail: Some(asker.mail).filter(|_| request.row.gives_address()),
        words: words.and_then(|body| serde_json::from_slice(&body).ok()),
        answer: answer.and_then(|body| said(&body)),
        me: permit.person(),
        line,
        request,
        others,
    })
}

/// What somebody answered.
fn said(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    body.get("words").and_then(|words| words.as_str()).map(str::to_owned)
}

fn page(app: &App, read: Read, form: &ReplyForm, errors: &Errors) -> Page {
    let is_open = read.request.outcome().is_none();
    let shown = Shown {
        line: &read.line,
        request: &read.request,
        asker: (&read.asker.0, &read.asker.1),
        mail: read.mail.as_deref(),
        words: read.words,
        answer: read.answer,
        is_mine_to_answer: is_open && read.me == Some(read.request.with()),
        others: &read.others,
    };
    views::show(&shown, form, &key(app), errors)
}

/// `GET /requests/{request}`
///
/// # Errors
/// 404 for a request that is between others.
pub async fn show(State(app): State<App>, actor: Actor, Path(id): Path<Uuid>) -> Result<Response, AppError> {
    let read = read(&app, &actor, &mut app.db().read().await?, id).await?;
    Ok(page(&app, read, &ReplyForm::default(), &Errors::new()).into_response())
}

/// `POST /requests/{request}`
///
/// # Errors
/// 404 for a request that is between others, 403 for those it is not with now.
pub async fn answer(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(id): Path<Uuid>,
    Form(form): Form<ReplyForm>,
) -> Result<Response, AppError> {
    let read = read(&app, &actor, &mut app.db().read().await?, id).await?;
    let permit = decide(&actor, AnswerRequest { request: id }, &read.request.parties(), app.clock().now())?;
    let ids: Vec<Uuid> = read.others.iter().map(|(id, _)| *id).collect();
    let reply = match form.check(&ids) {
        Ok(reply) => reply,
        Err(errors) => return Ok(unprocessable(page(&app, read, &form, &errors))),
    };
    let said = (&reply, app.clock().today());
    let answer = changes::answer(app.kit(), permit, sent.key()?, said, app.address()).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}
