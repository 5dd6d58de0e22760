//! Pages: the people of an organisation, and the roles somebody is asked to take on.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use maud::Markup;
use uuid::Uuid;

use super::super::SentForm;
use super::super::changes::AccountError;
use super::super::pages::{key, unprocessable};
use super::super::policy::{Actor, ManageAccounts, Permit, Person, ReadHome, Role, decide};
use super::changes::{self, Invitation};
use super::{InviteForm, store, views};
use crate::app::App;
use crate::error::AppError;
use crate::platform::dates;

fn managing(app: &App, actor: &Actor, code: &str) -> Result<Permit<ManageAccounts>, AppError> {
    Ok(decide(actor, ManageAccounts { organisation: code.to_owned() }, &(), app.clock().now())?)
}

async fn page(
    app: &App,
    code: &str,
    form: &InviteForm,
    problem: Option<(&'static str, String)>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let names = app.names(&mut connection).await?;
    let people = store::colleagues(&mut connection, code).await?;
    let offers = store::offers_by(&mut connection, code).await?;
    let name = names.get(code).map_or(code, String::as_str);
    let page = views::list((code, name), (&people, &offers), form, &key(app), problem.as_ref());
    Ok(if problem.is_some() { unprocessable(page) } else { page.into_response() })
}

/// `GET /organisations/{code}/people`
///
/// # Errors
/// 404 for another organisation, 403 for those who do not look after its accounts.
pub async fn list(State(app): State<App>, actor: Actor, Path(code): Path<String>) -> Result<Response, AppError> {
    managing(&app, &actor, &code)?;
    page(&app, &code, &InviteForm::default(), None).await
}

/// `POST /organisations/{code}/people`
///
/// # Errors
/// 404 for another organisation, 403 for those who do not look after its accounts.
pub async fn invite(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = managing(&app, &actor, &code)?;
    let form = InviteForm::from_pairs(pairs);
    // Whoever looks after one organisation's accounts makes nobody the programme office of all of them.
    let roles: Vec<Role> =
        form.roles.iter().filter_map(|word| Role::from_word(word)).filter(|role| Role::GIVEN.contains(role)).collect();
    if roles.is_empty() {
        return page(&app, &code, &form, Some(("roles", "Choose what they may do".to_owned()))).await;
    }
    let ends_on = match (form.ends_on.trim(), dates::typed_day(&form.ends_on)) {
        ("", _) => None,
        (_, Some(day)) if day >= app.clock().today() => Some(day),
        (_, Some(_) | None) => {
            return page(&app, &code, &form, Some(("ends_on", "Enter a day to come, like 31/3/2027".to_owned()))).await;
        }
    };
    let names = app.names(&mut app.db().read().await?).await?;
    let name = names.get(&code).map_or(code.as_str(), String::as_str);
    let by = if let Actor::Person(person) = &actor { person.name.as_str() } else { "The operator" };
    let invitation = Invitation { mail: &form.mail, name: &form.name, roles: &roles, ends_on };
    match changes::invite(app.kit(), permit, sent.key()?, &invitation, (by, name, app.address())).await {
        Ok(()) => Ok(Redirect::to(&format!("/organisations/{code}/people")).into_response()),
        Err(AccountError::Mail(_)) => {
            page(&app, &code, &form, Some(("mail", "Enter an email address, like name@example.nhs.uk".to_owned())))
                .await
        }
        Err(AccountError::OwnSafety) => {
            let words = "Somebody else makes you a clinical safety officer: ask another administrator, or whoever runs this portal";
            page(&app, &code, &form, Some(("roles", words.to_owned()))).await
        }
        Err(AccountError::Name) => page(&app, &code, &form, Some(("name", "Enter their name".to_owned()))).await,
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

/// `POST /organisations/{code}/people/{role}/end`
///
/// # Errors
/// 404 for another organisation or a role there is none of, 403 for those who do not look after its accounts.
pub async fn end(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((code, role)): Path<(String, Uuid)>,
) -> Result<Response, AppError> {
    let permit = managing(&app, &actor, &code)?;
    match changes::end_role(app.kit(), permit, sent.key()?, role).await {
        Ok(()) => Ok(Redirect::to(&format!("/organisations/{code}/people")).into_response()),
        Err(AccountError::Unknown(_)) => Err(AppError::NotFound),
        Err(error @ AccountError::Own) => Err(AppError::BadRequest(error.to_string())),
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

/// What stands on somebody's own page: the roles other organisations ask them to take on.
///
/// # Errors
/// When the database cannot be read.
pub async fn offered(app: &App, connection: &mut Connection, person: &Person) -> sqlx::Result<Markup> {
    let offers = store::offers_to(connection, person.account, app.clock().today()).await?;
    let names = app.names(connection).await?;
    Ok(views::offered(&offers, &names, || key(app)))
}

/// `POST /me/roles/{role}/take`
///
/// # Errors
/// 404 for a role that is not offered to them, or no longer.
pub async fn take(app: State<App>, actor: Actor, sent: SentForm, role: Path<Uuid>) -> Result<Response, AppError> {
    answer(&app, &actor, &sent, (role.0, true)).await
}

/// `POST /me/roles/{role}/decline`
///
/// # Errors
/// 404 for a role that is not offered to them, or no longer.
pub async fn decline(app: State<App>, actor: Actor, sent: SentForm, role: Path<Uuid>) -> Result<Response, AppError> {
    answer(&app, &actor, &sent, (role.0, false)).await
}

async fn answer(app: &App, actor: &Actor, sent: &SentForm, said: (Uuid, bool)) -> Result<Response, AppError> {
    let permit = decide(actor, ReadHome, &(), app.clock().now())?;
    match changes::answer_offer(app.kit(), permit, sent.key()?, said).await {
        Ok(()) => Ok(Redirect::to("/me").into_response()),
        Err(AccountError::Unknown(_)) => Err(AppError::NotFound),
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}
