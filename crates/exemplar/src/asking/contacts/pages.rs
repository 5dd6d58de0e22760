//! The page on which people agree to be asked, and who can be asked about a guide.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use uuid::Uuid;

use super::changes;
use super::forms::AgreeForm;
use super::store::{self, ContactRow};
use super::views::{self, Group};
use crate::app::App;
use crate::asking::forms::Errors;
use crate::asking::pages::readable;
use crate::blueprints::GuideLine;
use crate::copies::Around;
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::BeAsked;
use crate::people::{self, Actor, Permit, SentForm, decide};

/// Who can be asked about a guide at `moment`, and about its copies that everyone reads: its own people first.
pub(in crate::asking) async fn groups(
    connection: &mut Connection,
    (line, has_own): (&GuideLine, bool),
    around: &Around,
    moment: Moment,
) -> sqlx::Result<Vec<Group>> {
    let mut groups = Vec::new();
    if has_own {
        groups.extend(group(connection, line, moment).await?);
    }
    for guide in around.copied.iter().filter_map(|(_, guide)| guide.as_ref()) {
        groups.extend(group(connection, guide, moment).await?);
    }
    Ok(groups)
}

async fn group(connection: &mut Connection, line: &GuideLine, moment: Moment) -> sqlx::Result<Option<Group>> {
    let contacts = store::at(connection, line.id(), moment).await?;
    let Some(first) = contacts.first() else { return Ok(None) };
    let organisation = first.organisation.clone();
    let mut named = Vec::new();
    for row in contacts.iter().filter(|row| row.shows_name()) {
        named.extend(people::account(connection, row.account()).await?.map(|account| account.name));
    }
    Ok(Some(Group { organisation, slug: line.slug.clone(), contacts, named }))
}

fn agreeing(app: &App, actor: &Actor, line: &GuideLine) -> Result<Permit<BeAsked>, AppError> {
    let organisation = line.organisation.clone().filter(|_| line.is_held()).ok_or(AppError::NotFound)?;
    Ok(decide(actor, BeAsked { blueprint: line.id(), organisation }, &(), app.clock().now())?)
}

/// What somebody agreed to, and who else did, by name.
async fn known(
    connection: &mut Connection,
    line: &GuideLine,
    me: Option<Uuid>,
) -> sqlx::Result<(Option<ContactRow>, Vec<(Uuid, String)>)> {
    let (mut mine, mut others) = (None, Vec::new());
    for row in store::current(connection, line.id()).await? {
        if Some(row.account()) == me {
            mine = Some(row);
        } else if let Some(account) = people::account(connection, row.account()).await? {
            others.push((account.id(), account.name));
        }
    }
    Ok((mine, others))
}

/// `GET /blueprints/{slug}/be-asked`
///
/// # Errors
/// 404 for those of other organisations.
pub async fn show(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = readable(&app, &actor, &mut connection, &slug).await?;
    let permit = agreeing(&app, &actor, &line)?;
    let (mine, others) = known(&mut connection, &line, permit.person()).await?;
    let form = mine.as_ref().map(AgreeForm::of).unwrap_or_default();
    Ok(views::be_asked(&line, (mine.as_ref(), &others), &form, &key(&app), &Errors::new()).into_response())
}

/// `POST /blueprints/{slug}/be-asked`
///
/// # Errors
/// 404 for those of other organisations.
pub async fn agree(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = readable(&app, &actor, &mut connection, &slug).await?;
    let permit = agreeing(&app, &actor, &line)?;
    let form = AgreeForm::from_pairs(pairs);
    let (mine, others) = known(&mut connection, &line, permit.person()).await?;
    let ids: Vec<Uuid> = others.iter().map(|(id, _)| *id).collect();
    let agreement = match form.check(&ids) {
        Ok(agreement) => agreement,
        Err(errors) => {
            let page = views::be_asked(&line, (mine.as_ref(), &others), &form, &key(&app), &errors);
            return Ok(unprocessable(page));
        }
    };
    drop(connection);
    let said = (agreement.as_ref(), app.clock().today());
    let answer = changes::agree(app.kit(), permit, sent.key()?, said).await?;
    app.notice().await?;
    Ok(Redirect::to(&format!("{answer}#asking")).into_response())
}
