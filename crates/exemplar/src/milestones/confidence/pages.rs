//! Pages of confidence: of a whole programme, and saying it.

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::store::{self, ConfidenceRow, LevelRow};
use super::{By, CONFIDENCE, in_use, views};
use crate::app::App;
use crate::error::AppError;
use crate::facts::Line;
use crate::journal::Moment;
use crate::milestones::evidence::pages::Errors;
use crate::milestones::pages::{ListQuery, Read, read};
use crate::organisations;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{EnterFor, ReadProgramme};
use crate::people::{Actor, Permit, Role, SentForm, decide};
use crate::platform::csv::file;
use crate::platform::shell::Page;
use crate::programmes::{self, OFFICE, ProgrammeRow, Said, SayError, no_patients, one_line};

/// How many organisations stand on a page.
const PAGE: usize = 100;

/// What confidence a programme can be asked for.
#[derive(Debug, Default, Deserialize)]
pub struct ConfidenceQuery {
    /// The code after which the page begins.
    #[serde(default)]
    pub from: String,
    /// A day.
    #[serde(rename = "as-at")]
    pub as_at: Option<String>,
    /// A day.
    #[serde(rename = "recorded-by")]
    pub recorded_by: Option<String>,
}

/// How sure everybody in a programme is.
pub(super) struct OfProgramme {
    pub read: Read,
    pub programme: ProgrammeRow,
    pub levels: Vec<LevelRow>,
    /// The newest of each side, by organisation.
    pub rows: Vec<ConfidenceRow>,
    /// The code after which the next page begins, when there is one.
    pub next: Option<String>,
}

/// `GET /programmes/{slug}/confidence`
///
/// # Errors
/// 404 for a programme that is not known on the day asked for.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<ConfidenceQuery>,
) -> Result<Page, AppError> {
    Ok(views::of_programme(&read_programme(&app, &actor, slug, &query).await?))
}

/// `GET /programmes/{slug}/confidence.csv`
///
/// # Errors
/// As for the page.
pub async fn csv(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<ConfidenceQuery>,
) -> Result<Response, AppError> {
    let of = read_programme(&app, &actor, slug, &query).await?;
    let header = [
        "programme",
        "organisation",
        "name",
        "said_by",
        "scale",
        "level",
        "narrative",
        "on",
        "source",
        "published",
        "known_on",
    ];
    let rows = of.rows.iter().map(|row| {
        [
            row.programme.clone(),
            row.organisation.clone(),
            of.read.name(&row.organisation).to_owned(),
            row.by().word().to_owned(),
            row.scale.clone(),
            row.level.clone(),
            row.narrative.clone(),
            row.given_on.clone(),
            row.source.clone(),
            row.published.clone().unwrap_or_default(),
            of.read.moment.day(),
        ]
    });
    Ok(file(&format!("{}-confidence", of.programme.slug), header, rows)?)
}

async fn read_programme(
    app: &App,
    actor: &Actor,
    slug: String,
    query: &ConfidenceQuery,
) -> Result<OfProgramme, AppError> {
    let permit = decide(actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let slug = permit.action().slug.as_str();
    let mut connection = app.db().read().await?;
    let days = ListQuery { from: String::new(), as_at: query.as_at.clone(), recorded_by: query.recorded_by.clone() };
    let read = read(app, &mut connection, &days).await?;
    let programme = programmes::get(&mut connection, slug, (read.as_at, read.moment), app.clock().today()).await?;
    let levels = store::levels(&mut connection, slug, read.moment).await?;
    // Two sides each, and one row more to know whether there is a next page.
    let most = i64::try_from(PAGE * 2 + 1).unwrap_or(i64::MAX);
    let mut rows = store::standing(&mut connection, slug, (&query.from, most), read.moment).await?;
    let mut next = None;
    if rows.len() > PAGE * 2 {
        // The last organisation may go on: it stands whole on the next page.
        let last = rows.last().map(|row| row.organisation.clone()).unwrap_or_default();
        rows.retain(|row| row.organisation != last);
        next = rows.last().map(|row| row.organisation.clone());
    }
    Ok(OfProgramme { read, programme, levels, rows, next })
}

/// What is said of confidence.
#[derive(Debug, Default, Deserialize)]
pub struct ConfidenceForm {
    /// The level.
    #[serde(default)]
    pub level: String,
    /// Why.
    #[serde(default)]
    pub narrative: String,
}

/// An organisation in a programme, as the form shows it.
pub(super) struct Entering {
    pub code: String,
    pub name: String,
    pub programme: ProgrammeRow,
    pub levels: Vec<LevelRow>,
    pub rows: Vec<ConfidenceRow>,
    pub by: By,
}

async fn entering(
    app: &App,
    actor: &Actor,
    (code, slug): (String, String),
) -> Result<(Entering, Permit<EnterFor>), AppError> {
    let permit = decide(actor, EnterFor { organisation: code.to_uppercase() }, &(), app.clock().now())?;
    let code = permit.action().organisation.clone();
    let moment = Moment::now(app.clock().today());
    let mut connection = app.db().read().await?;
    let programme = programmes::find(&mut connection, &slug, moment).await?.ok_or(AppError::NotFound)?;
    let known = organisations::store::find(&mut connection, &code, moment).await?.ok_or(AppError::NotFound)?;
    let all = store::levels(&mut connection, &slug, moment).await?;
    let levels = in_use(&all, &moment.day()).into_iter().cloned().collect();
    let mut rows = store::of_organisation(&mut connection, &code, moment).await?;
    rows.retain(|row| row.programme == slug);
    let is_theirs = match actor {
        Actor::Person(person) => person.roles.iter().any(|(role, of)| *role == Role::Publisher && *of == code),
        Actor::Reader | Actor::Operator => false,
    };
    let by = if is_theirs { By::Own } else { By::Centre };
    Ok((Entering { code, name: known.shown_name, programme, levels, rows, by }, permit))
}

/// `GET /organisations/{code}/confidence/{slug}`
///
/// # Errors
/// 403 for whoever may not enter anything for it, 404 for a programme that is not known.
pub async fn ask(
    State(app): State<App>,
    actor: Actor,
    Path(path): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (of, _) = entering(&app, &actor, path).await?;
    Ok(views::enter(&of, &ConfidenceForm::default(), &key(&app), &Errors::new()).into_response())
}

/// The line that says on `day`, of one side, how sure it is; or what is wrong with the words.
pub(in crate::milestones) fn line(
    (programme, code, by): (&str, &str, By),
    (levels, level, narrative): (&[&LevelRow], &str, &str),
    today: jiff::civil::Date,
) -> Result<Line, Errors> {
    let mut errors = Errors::new();
    no_patients(&mut errors, "narrative", narrative);
    let Some(known) = levels.iter().find(|row| row.level == level) else {
        errors.insert("level", "Choose a level of the scale".to_owned());
        return Err(errors);
    };
    let (narrative, day) = (one_line(narrative), today.to_string());
    if narrative.is_empty() {
        errors.insert("narrative", "Say why, in a sentence or two: everyone reads it".to_owned());
    }
    let cells = [
        ("programme", programme),
        ("organisation", code),
        ("said_by", by.word()),
        ("scale", known.scale.as_str()),
        ("level", level),
        ("narrative", narrative.as_str()),
        ("on", day.as_str()),
        ("source", "x"),
    ];
    match CONFIDENCE.typed(&cells, today) {
        Ok(line) if errors.is_empty() => Ok(line),
        Ok(_) => Err(errors),
        Err(wrong) => {
            for (column, words) in wrong {
                errors.entry(column).or_insert(words);
            }
            Err(errors)
        }
    }
}

/// `POST /organisations/{code}/confidence/{slug}`
///
/// # Errors
/// As for the form.
pub async fn enter(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(path): Path<(String, String)>,
    Form(form): Form<ConfidenceForm>,
) -> Result<Response, AppError> {
    let (of, permit) = entering(&app, &actor, path).await?;
    let levels: Vec<&LevelRow> = of.levels.iter().collect();
    let said = (levels.as_slice(), form.level.as_str(), form.narrative.as_str());
    let line = match line((&of.programme.slug, &of.code, of.by), said, app.clock().today()) {
        Ok(line) => line,
        Err(errors) => return Ok(unprocessable(views::enter(&of, &form, &key(&app), &errors))),
    };
    let answer = format!("/organisations/{}/milestones", of.code);
    let (who, tell) = match of.by {
        By::Own => (of.name.clone(), Vec::new()),
        By::Centre => {
            let subject = format!("How sure the programme office is that {} delivers", of.name);
            let body = format!(
                "the programme office said how sure it is that {} delivers. Your own word stands beside it. Read both, and tell us when ours is wrong:\n\n{}{answer}",
                of.name,
                app.address()
            );
            (OFFICE.to_owned(), vec![(of.code.clone(), subject, body)])
        }
    };
    let record = answer.clone();
    let said = Said { lines: vec![line], who: &who, organisation: &of.code, record, answer, tell };
    match programmes::say(app.kit(), permit, sent.key()?, said).await {
        Ok(answer) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(SayError::DoesNotFit(reason)) => {
            let errors = Errors::from([("level", format!("This cannot be taken: {reason}"))]);
            Ok(unprocessable(views::enter(&of, &form, &key(&app), &errors)))
        }
        Err(error) => Err(error.into()),
    }
}
