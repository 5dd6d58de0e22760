//! Pages of evidence: reading it and accepting it, and what waits for whom.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use serde::Deserialize;
use uuid::Uuid;

use super::changes::{self, Decision};
use super::store::{self, EvidenceRow};
use super::views;
use crate::app::App;
use crate::error::AppError;
use crate::journal::Moment;
use crate::milestones::{MilestoneRow, titles};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::AcceptEvidence;
use crate::people::{Actor, Permit, Person, SentForm, decide};
use crate::platform::shell::Page;
use crate::programmes::one_line;

/// Messages by field.
pub(in crate::milestones) type Errors = BTreeMap<&'static str, String>;

/// Deciding.
#[derive(Debug, Default, Deserialize)]
pub struct DecisionForm {
    /// `accepted` or `not-accepted`.
    #[serde(default)]
    pub says: String,
    /// Why not.
    #[serde(default)]
    pub reason: String,
}

impl DecisionForm {
    fn errors(&self) -> Errors {
        let mut errors = Errors::new();
        match (self.says.as_str(), self.reason.trim()) {
            ("accepted" | "not-accepted", reason) if reason.chars().count() > 1_000 => {
                errors.insert("reason", "Use at most 1,000 characters".to_owned());
            }
            ("not-accepted", "") => {
                errors.insert("reason", "Say why not: whoever gave it has to know what is missing".to_owned());
            }
            ("accepted" | "not-accepted", _) => {}
            _ => {
                errors.insert("says", "Choose whether it shows that the milestone is done".to_owned());
            }
        }
        errors
    }
}

/// Evidence with what its page shows beside it.
pub(super) struct Shown {
    pub row: EvidenceRow,
    pub name: String,
    pub milestone: MilestoneRow,
}

async fn read(app: &App, actor: &Actor, id: &str) -> Result<(Shown, Permit<AcceptEvidence>), AppError> {
    let id = Uuid::try_parse(id).map_err(|_| AppError::NotFound)?;
    let moment = Moment::now(app.clock().today());
    let mut connection = app.db().read().await?;
    let row = store::find(&mut connection, id, moment).await?.ok_or(AppError::NotFound)?;
    let permit = decide(actor, AcceptEvidence { evidence: id }, &row.given(), app.clock().now())?;
    let all = crate::milestones::definitions(&mut connection, &row.programme, moment).await?;
    let milestone = all.into_iter().find(|known| known.slug == row.milestone).ok_or(AppError::NotFound)?;
    let names = app.names(&mut connection).await?;
    let name = names.get(&row.organisation).unwrap_or(&row.organisation).clone();
    Ok((Shown { row, name, milestone }, permit))
}

/// `GET /evidence/{evidence}`
///
/// # Errors
/// 403 for whoever is of the organisation, or gave it, or neither reviews nor runs the programme.
pub async fn show(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Page, AppError> {
    let (shown, _) = read(&app, &actor, &id).await?;
    Ok(views::decide(&shown, &DecisionForm::default(), &key(&app), &Errors::new()))
}

/// `POST /evidence/{evidence}`
///
/// # Errors
/// As for the page.
pub async fn decide_on(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(id): Path<String>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, AppError> {
    let (shown, permit) = read(&app, &actor, &id).await?;
    let errors = form.errors();
    if !errors.is_empty() {
        return Ok(unprocessable(views::decide(&shown, &form, &key(&app), &errors)));
    }
    let reason = one_line(&form.reason);
    let decision = if form.says == "accepted" { Decision::Accepted } else { Decision::NotAccepted(&reason) };
    let answer = changes::accept(app.kit(), permit, sent.key()?, &decision, app.address()).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}

/// The evidence somebody may accept that waits, as addresses and words.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(
    app: &App,
    connection: &mut Connection,
    person: &Person,
) -> Result<Vec<(String, String)>, AppError> {
    let actor = Actor::Person(person.clone());
    let now = app.clock().now();
    let names = app.names(connection).await?;
    let mut waiting = Vec::new();
    let moment = Moment::now(app.clock().today());
    let rows = store::waiting(connection, moment).await?;
    let titles = titles(connection, rows.iter().map(|row| row.programme.as_str()), moment).await?;
    for row in rows {
        if decide(&actor, AcceptEvidence { evidence: row.id() }, &row.given(), now).is_ok() {
            let name = names.get(&row.organisation).unwrap_or(&row.organisation);
            let title = titles.of(&row.programme, &row.milestone);
            let words = format!("Does it show that {name} has done \u{201c}{title}\u{201d}?");
            waiting.push((format!("/evidence/{}", row.id()), words));
        }
    }
    Ok(waiting)
}
