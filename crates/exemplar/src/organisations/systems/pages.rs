//! Pages of systems in use: all of them, one with who runs it, and entering one.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use serde::Deserialize;

use super::store::{self, SystemRow};
use super::{KINDS, SYSTEM, slug_of, views};
use crate::app::App;
use crate::blueprints::GuideLine;
use crate::corrections;
use crate::error::AppError;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::organisations::{self, Names};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{EnterFor, ReadPage};
use crate::people::{Actor, Permit, SentForm, decide};
use crate::platform::csv::file;
use crate::platform::shell::Page;
use crate::programmes::{self, Said};
use crate::search::{Asked, FacetName};

/// Messages by field.
pub(super) type Errors = BTreeMap<&'static str, String>;

/// What the list can be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    /// The word of a kind.
    #[serde(default)]
    pub kind: String,
    /// A day.
    #[serde(rename = "as-at")]
    pub as_at: Option<String>,
    /// A day.
    #[serde(rename = "recorded-by")]
    pub recorded_by: Option<String>,
}

/// A system an organisation runs, as it is typed.
#[derive(Debug, Default, Deserialize)]
pub struct SystemForm {
    /// The word of its kind.
    #[serde(default)]
    pub kind: String,
    /// What it is called.
    #[serde(default)]
    pub product: String,
    /// Who sells it.
    #[serde(default)]
    pub supplier: String,
    /// Since when.
    #[serde(default)]
    pub since: String,
    /// Until when.
    #[serde(default)]
    pub until: String,
    /// Anything else.
    #[serde(default)]
    pub note: String,
}

/// Systems as a page shows them.
pub(super) struct Listing {
    pub rows: Vec<SystemRow>,
    pub kind: String,
    pub names: Arc<Names>,
    pub as_at: AsAt,
    pub moment: Moment,
    pub corrections: Option<Markup>,
}

async fn read(app: &App, actor: &Actor, filter: &Filter, slug: Option<&str>) -> Result<Listing, AppError> {
    decide(actor, ReadPage, &(), app.clock().now())?;
    let days = AsAtQuery { as_at: filter.as_at.clone(), recorded_by: filter.recorded_by.clone() };
    let as_at = days.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, app.clock().today()).await?;
    let kind = KINDS.iter().find(|kind| **kind == filter.kind).map_or("", |kind| kind).to_owned();
    let rows = match slug {
        Some(slug) => store::named(&mut connection, slug, moment).await?,
        None => store::of_kind(&mut connection, &kind, moment).await?,
    };
    let corrections = match slug {
        Some(slug) => corrections::beside(&mut connection, &format!("/systems/{slug}"), (as_at, moment)).await?,
        None => None,
    };
    let names = app.names_at(&mut connection, as_at, moment).await?;
    Ok(Listing { names, rows, kind, as_at, moment, corrections })
}

/// `GET /systems`
///
/// # Errors
/// When the day asked for is not one, or the database cannot be read.
pub async fn list(State(app): State<App>, actor: Actor, Query(filter): Query<Filter>) -> Result<Page, AppError> {
    Ok(views::list(&read(&app, &actor, &filter, None).await?))
}

/// `GET /systems.csv`
///
/// # Errors
/// As for the page.
pub async fn list_csv(
    State(app): State<App>,
    actor: Actor,
    Query(filter): Query<Filter>,
) -> Result<Response, AppError> {
    let listing = read(&app, &actor, &filter, None).await?;
    let header = [
        "organisation",
        "name",
        "kind",
        "product",
        "system",
        "supplier",
        "since",
        "until",
        "note",
        "source",
        "published",
        "known_on",
    ];
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = listing.rows.iter().map(|row| {
        [
            row.organisation.clone(),
            views::name_of(&listing.names, &row.organisation).to_owned(),
            row.kind.clone(),
            row.product.clone(),
            row.slug.clone(),
            or_empty(&row.supplier),
            or_empty(&row.since),
            or_empty(&row.until),
            or_empty(&row.note),
            row.source.clone(),
            or_empty(&row.published),
            listing.moment.day(),
        ]
    });
    Ok(file("systems", header, rows)?)
}

/// `GET /systems/{system}`
///
/// # Errors
/// 404 for a system nobody is known to run on the day asked for.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Page, AppError> {
    let listing = read(&app, &actor, &filter, Some(&slug)).await?;
    let product = listing.rows.first().map(|row| row.product.clone()).ok_or(AppError::NotFound)?;
    let guides = if listing.as_at.is_past() { Vec::new() } else { about(&app, &product).await? };
    Ok(views::show(&listing, &product, &guides))
}

/// The first guides that name a system.
async fn about(app: &App, product: &str) -> Result<Vec<GuideLine>, AppError> {
    let asked = Asked { chosen: vec![(FacetName::System, product.to_owned())], ..Asked::default() };
    let found = app.search().find(&asked, 10).map_err(AppError::Inside)?;
    let ids: Vec<_> = found.hits.iter().map(|hit| hit.id).collect();
    let lines = app.found(&mut app.db().read().await?, &ids).await?;
    Ok(lines.iter().map(|line| GuideLine::clone(line)).collect())
}

fn entering(app: &App, actor: &Actor, code: String) -> Result<Permit<EnterFor>, AppError> {
    Ok(decide(actor, EnterFor { organisation: code.to_uppercase() }, &(), app.clock().now())?)
}

async fn ours(app: &App, code: &str) -> Result<(String, Vec<SystemRow>), AppError> {
    let moment = Moment::now(app.clock().today());
    let mut connection = app.db().read().await?;
    let known = organisations::store::find(&mut connection, code, moment).await?.ok_or(AppError::NotFound)?;
    Ok((known.shown_name, store::of_organisation(&mut connection, code, moment).await?))
}

/// `GET /organisations/{code}/systems`
///
/// # Errors
/// 403 for whoever may not enter anything for it.
pub async fn ask(State(app): State<App>, actor: Actor, Path(code): Path<String>) -> Result<Response, AppError> {
    let permit = entering(&app, &actor, code)?;
    let code = permit.action().organisation.as_str();
    let (name, rows) = ours(&app, code).await?;
    Ok(views::enter((code, &name), &rows, &SystemForm::default(), &key(&app), &Errors::new()).into_response())
}

/// `POST /organisations/{code}/systems`
///
/// # Errors
/// 403 for whoever may not enter anything for it.
pub async fn enter(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(code): Path<String>,
    Form(form): Form<SystemForm>,
) -> Result<Response, AppError> {
    let permit = entering(&app, &actor, code)?;
    let code = permit.action().organisation.clone();
    let (name, rows) = ours(&app, &code).await?;
    let product = programmes::one_line(&form.product);
    let (slug, note) = (slug_of(&product), programmes::one_line(&form.note));
    let cells = [
        ("organisation", code.as_str()),
        ("kind", form.kind.as_str()),
        ("product", product.as_str()),
        ("system", slug.as_str()),
        ("supplier", form.supplier.as_str()),
        ("since", form.since.as_str()),
        ("until", form.until.as_str()),
        ("note", note.as_str()),
        ("source", "x"),
    ];
    let checked = SYSTEM.typed(&cells, app.clock().today()).map_err(|mut errors| {
        if errors.remove("system").is_some() {
            errors.entry("product").or_insert("Use letters or digits".to_owned());
        }
        errors
    });
    let checked = checked.and_then(|line| match (SYSTEM.check)(&line) {
        Ok(()) => Ok(line),
        Err(reason) => Err(Errors::from([("until", reason)])),
    });
    let line = match checked {
        Ok(line) => line,
        Err(errors) => {
            return Ok(unprocessable(views::enter((&code, &name), &rows, &form, &key(&app), &errors)));
        }
    };
    let answer = format!("/organisations/{code}#systems");
    let (who, tell) = programmes::entered_for(&app, &actor, (&code, &name), "which systems it runs", &answer);
    let said = Said {
        lines: vec![line],
        who: &who,
        organisation: &code,
        record: format!("/organisations/{code}"),
        answer,
        tell,
    };
    let answer = programmes::say(app.kit(), permit, sent.key()?, said).await?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}
