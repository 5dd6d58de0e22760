//! `/office/programmes` and what belongs to it: what needs a hand, reminders, and one organisation on a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{Need, changes, gather, store, views};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{Moment, store as journal};
use crate::news::News;
use crate::organisations::{self, Names};
use crate::people::pages::key;
use crate::people::policy::RunProgramme;
use crate::people::{Actor, Permit, SentForm, decide};
use crate::platform::csv::file;
use crate::platform::shell::Page;
use crate::{milestones, programmes};

/// For how long it is told that somebody was reminded: a year, in microseconds.
const REMEMBERED: i64 = 365 * 24 * 60 * 60 * 1_000_000;

/// How many changes stand on the page.
const CHANGES: i64 = 30;

/// What the page says after reminders were sent.
#[derive(Debug, Default, Deserialize)]
pub struct SentQuery {
    /// How many letters.
    pub sent: Option<u32>,
    /// The codes of organisations that nobody publishes for.
    #[serde(default)]
    pub unreached: String,
}

/// The page.
pub(super) struct Office {
    pub needs: Vec<(Need, Option<i64>)>,
    pub news: Vec<News>,
    /// Since when those are; none when somebody never looked.
    pub looked_at: Option<i64>,
    /// The newest entry there is.
    pub newest: i64,
    pub names: Arc<Names>,
}

/// One organisation with all that is asked of it.
pub(super) struct OfTrust {
    pub code: String,
    pub name: String,
    pub programmes: programmes::OfOrganisation,
    /// In the order of each programme's milestones.
    pub plans: Vec<milestones::Plan>,
    pub titles: milestones::Titles,
    pub needs: Vec<Need>,
    pub names: Arc<Names>,
}

fn running(app: &App, actor: &Actor) -> Result<Permit<RunProgramme>, AppError> {
    Ok(decide(actor, RunProgramme, &(), app.clock().now())?)
}

/// `GET /office/programmes`
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn show(State(app): State<App>, actor: Actor, Query(query): Query<SentQuery>) -> Result<Response, AppError> {
    let permit = running(&app, &actor)?;
    let mut connection = app.db().read().await?;
    let mut needs = Vec::new();
    let since = app.clock().now().as_microsecond() - REMEMBERED;
    let reminded = store::reminded(&mut connection, since).await?;
    for need in gather::needs(&app, &mut connection, gather::ON_PAGE).await? {
        let at = reminded.get(&(need.organisation.clone(), need.id())).copied();
        needs.push((need, at));
    }
    let looked = match permit.person() {
        Some(account) => store::looked(&mut connection, account).await?,
        None => None,
    };
    let newest = journal::head(&mut connection).await?.sequence;
    let names = app.names(&mut connection).await?;
    let rows = journal::public_entries(&mut connection, ("", ""), newest, (0, CHANGES)).await?;
    let since = looked.map_or(0, |(sequence, _)| sequence);
    let mut news = Vec::new();
    for row in rows.iter().filter(|row| row.sequence > since) {
        news.push(News::read(row)?.with_names(&names));
    }
    let office = Office { needs, news, looked_at: looked.map(|(_, at)| at), newest, names };
    Ok(views::show(&office, &query, &|| key(&app)).into_response())
}

/// What was looked at.
#[derive(Debug, Default, Deserialize)]
pub struct LookForm {
    /// The newest entry that stood on the page.
    #[serde(default)]
    pub newest: i64,
}

/// `POST /office/programmes/looked`
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn looked(State(app): State<App>, actor: Actor, Form(form): Form<LookForm>) -> Result<Response, AppError> {
    let permit = running(&app, &actor)?;
    let newest = journal::head(&mut app.db().read().await?).await?.sequence;
    changes::looked(app.kit(), permit, form.newest.clamp(0, newest)).await?;
    Ok(Redirect::to("/office/programmes").into_response())
}

/// Reminding: which rows are chosen, and what is added.
#[derive(Debug, Default)]
pub struct RemindForm {
    /// The ids of the rows.
    pub chosen: Vec<String>,
    /// What is added to each letter.
    pub note: String,
    /// `yes` when the preview was seen.
    pub seen: String,
}

impl RemindForm {
    /// Reads the pairs of the form.
    fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "chosen" if form.chosen.len() < 500 => form.chosen.push(value),
                "note" => form.note = value.chars().take(2_000).collect(),
                "seen" => form.seen = value,
                _ => {}
            }
        }
        form
    }
}

/// `POST /office/reminders`: first a preview of every letter, then the letters.
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn remind(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let permit = running(&app, &actor)?;
    let form = RemindForm::from_pairs(pairs);
    let mut connection = app.db().read().await?;
    let needs = gather::needs(&app, &mut connection, gather::IN_FILE).await?;
    let names = app.names(&mut connection).await?;
    drop(connection);
    let mut chosen: BTreeMap<&str, Vec<&Need>> = BTreeMap::new();
    for need in needs.iter().filter(|need| need.can_be_reminded() && form.chosen.contains(&need.id())) {
        chosen.entry(&need.organisation).or_default().push(need);
    }
    let chosen: Vec<(String, String, Vec<&Need>)> = chosen
        .into_iter()
        .map(|(code, needs)| (code.to_owned(), names.get(code).map_or(code, String::as_str).to_owned(), needs))
        .collect();
    if chosen.is_empty() {
        return Err(AppError::BadRequest(
            "Choose at least one row. Go back, where what you chose still is.".to_owned(),
        ));
    }
    if form.seen != "yes" {
        return Ok(views::preview(&chosen, &form, app.address(), &key(&app)).into_response());
    }
    let answer = changes::remind(app.kit(), permit, sent.key()?, (&chosen, &form.note), app.address()).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `GET /office/programmes.csv`
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn csv(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    running(&app, &actor)?;
    let mut connection = app.db().read().await?;
    let needs = gather::needs(&app, &mut connection, gather::IN_FILE).await?;
    let names = app.names(&mut connection).await?;
    let today = app.clock().today().to_string();
    let header = ["kind", "organisation", "name", "programme", "what", "since", "address", "known_on"];
    let rows = needs.into_iter().map(|need| {
        [
            need.kind.word().to_owned(),
            need.organisation.clone(),
            names.get(&need.organisation).cloned().unwrap_or_default(),
            need.programme,
            need.what,
            need.since,
            format!("{}{}", app.address(), need.address),
            today.clone(),
        ]
    });
    Ok(file("what-needs-a-hand", header, rows)?)
}

/// `GET /office/organisations/{code}`
///
/// # Errors
/// 403 for whoever is not of the programme office, 404 for an organisation that is not known.
pub async fn trust(State(app): State<App>, actor: Actor, Path(code): Path<String>) -> Result<Page, AppError> {
    running(&app, &actor)?;
    let code = code.to_uppercase();
    let moment = Moment::now(app.clock().today());
    let mut connection = app.db().read().await?;
    let known = organisations::store::find(&mut connection, &code, moment).await?.ok_or(AppError::NotFound)?;
    let names = app.names(&mut connection).await?;
    let needs = gather::needs(&app, &mut connection, gather::IN_FILE).await?;
    let mut plans = milestones::plans(milestones::of_organisation(&mut connection, &code, moment).await?);
    let titles = milestones::titles(&mut connection, plans.iter().map(|plan| plan.programme.as_str()), moment).await?;
    let place = |plan: &milestones::Plan| titles.place(&plan.programme, &plan.milestone);
    plans.sort_by(|one, other| (&one.programme, place(one)).cmp(&(&other.programme, place(other))));
    Ok(views::trust(&OfTrust {
        programmes: programmes::of_organisation(&mut connection, &code, &names, moment).await?,
        plans,
        titles,
        needs: needs.into_iter().filter(|need| need.organisation == code).collect(),
        name: known.shown_name,
        code,
        names,
    }))
}
