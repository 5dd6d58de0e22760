//! A programme as one file, out and in: everything that is on record of it, and a file of the same columns taken back after a
//! preview that says line by line what it would do.

use axum::extract::{Form, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::views::whole as views;
use crate::app::App;
use crate::error::AppError;
use crate::facts::{self, Line, Outcome, Refusal, Report};
use crate::organisations::Run;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{MoveMember, RunProgramme};
use crate::people::{Actor, FormKey, Permit, SentForm, SentParts, decide};
use crate::platform::shell::Page;
use crate::{milestones, programmes};

/// The largest file that is taken in the browser, in bytes: it stands in the page between preview and taking.
const LARGEST: usize = 1024 * 1024;

/// How many lines of one kind are written at most.
const MOST: i64 = 100_000;

fn running(app: &App, actor: &Actor) -> Result<Permit<RunProgramme>, AppError> {
    Ok(decide(actor, RunProgramme, &(), app.clock().now())?)
}

/// `GET /office/programmes/{slug}/whole.csv`
///
/// # Errors
/// 403 for whoever is not of the programme office, 404 for a programme that is not known, 400 for one that is too large.
pub async fn csv(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    running(&app, &actor)?;
    let mut connection = app.db().read().await?;
    let moment = crate::journal::Moment::now(app.clock().today());
    programmes::find(&mut connection, &slug, moment).await?.ok_or(AppError::NotFound)?;
    let mut lines: Vec<Line> = Vec::new();
    for shape in programmes::SHAPES {
        let of = facts::store::of_programme(&mut connection, shape, (&slug, MOST + 1)).await?;
        if i64::try_from(of.len()).unwrap_or(i64::MAX) > MOST {
            return Err(AppError::BadRequest(
                "This programme is too large for one file. Its lists come in parts.".to_owned(),
            ));
        }
        let is_date = shape.word == milestones::DATE.word;
        for (id, line) in of {
            let is_set_aside =
                is_date && milestones::set_aside(&mut connection, line.word("organisation")).await?.contains(&id);
            if !is_set_aside {
                lines.push(line);
            }
        }
    }
    let bytes = facts::whole::write(programmes::SHAPES, lines.iter())?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{slug}-whole.csv\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// `GET /office/import`
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn ask(State(app): State<App>, actor: Actor) -> Result<Page, AppError> {
    running(&app, &actor)?;
    let mut connection = app.db().read().await?;
    let moment = crate::journal::Moment::now(app.clock().today());
    let all = programmes::list(&mut connection, moment).await?;
    Ok(views::ask(&all, &key(&app), None))
}

/// `POST /office/import`: what the file would do, line by line. Nothing is written.
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn preview(State(app): State<App>, actor: Actor, parts: SentParts) -> Result<Response, AppError> {
    let permit = running(&app, &actor)?;
    let moment = crate::journal::Moment::now(app.clock().today());
    let all = programmes::list(&mut app.db().read().await?, moment).await?;
    let refused = |words: &str| unprocessable(views::ask(&all, &key(&app), Some(words)));
    let Some((name, bytes)) = parts.file("file") else { return Ok(refused("Choose a file")) };
    if bytes.len() > LARGEST {
        return Ok(refused("The file has more than 1 MB. Whoever runs the portal can import it by command"));
    }
    let (lines, not) = match facts::read(bytes, name, programmes::SHAPES, app.clock().today()) {
        Ok(read) => read,
        Err(error) => return Ok(refused(&error.to_string())),
    };
    let text = String::from_utf8_lossy(bytes).into_owned();
    let report = take(&app, (&actor, permit), &key(&app), (&lines, &not), Run::Dry).await?;
    Ok(views::preview(&report, (name, &text), &key(&app)).into_response())
}

async fn take(
    app: &App,
    (actor, permit): (&Actor, Permit<RunProgramme>),
    key: &FormKey,
    read: (&[Line], &[Refusal]),
    run: Run,
) -> Result<Report, AppError> {
    let may_move =
        |code: &str| decide(actor, MoveMember { organisation: code.to_owned() }, &(), app.clock().now()).is_ok();
    Ok(programmes::take_file(app.kit(), permit, key, read, (run, may_move)).await?)
}

/// A file that was previewed.
#[derive(Debug, Default, Deserialize)]
pub struct WholeForm {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What stands in it.
    #[serde(default)]
    pub text: String,
}

/// `POST /office/import/take`: all of it, or nothing.
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn taken(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Form(form): Form<WholeForm>,
) -> Result<Response, AppError> {
    let permit = running(&app, &actor)?;
    let read = facts::read(form.text.as_bytes(), &form.name, programmes::SHAPES, app.clock().today());
    let (lines, not) = read.map_err(|error| AppError::BadRequest(error.to_string()))?;
    let report = take(&app, (&actor, permit), sent.key()?, (&lines, &not), Run::Real).await?;
    if report.count(Outcome::Refused) > 0 {
        return Ok(unprocessable(views::preview(&report, (&form.name, &form.text), &key(&app))));
    }
    app.notice().await?;
    Ok(views::taken(&report).into_response())
}
