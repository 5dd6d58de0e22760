//! The people of an organisation: who may do what, inviting colleagues, ending roles.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::super::changes::{self, AccountError, Invitation};
use super::super::policy::{Actor, ManageAccounts, Permit, Role, decide};
use super::super::store;
use super::super::views::colleagues as views;
use super::super::{InviteForm, SentForm};
use super::{key, unprocessable};
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
    let name = names.get(code).map_or(code, String::as_str);
    let page = views::list((code, name), &people, form, &key(app), problem.as_ref());
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
