//! One part of a draft at a time: its facts, a section, a step. Two people who write different parts never meet.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use maud::{Markup, html};
use serde_json::json;

use super::super::changes::{self, FileChange, Saved, WritingError};
use super::super::comments;
use super::super::files::{self, Shown};
use super::super::forms::{Errors, FactsForm, SectionForm, StartForm, StepForm};
use super::super::views::parts::{self as views, Above};
use super::super::{store, text_of};
use super::{FormQuery, allowed, guide, newest, put_back};
use crate::app::App;
use crate::blueprints::store::AttachmentRow;
use crate::blueprints::{GuideLine, SectionKind, Step, Text};
use crate::error::AppError;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{EditBlueprint, StartBlueprint};
use crate::people::{Actor, SentForm, decide};
use crate::platform::files::sha256_hex;

/// How often a part is put into a text that others keep saving.
const TRIES: usize = 5;

/// `GET /write`
///
/// # Errors
/// When the database cannot be read.
pub async fn ask_to_start(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    let organisation = person.organisations().first().map(|code| (*code).to_owned()).unwrap_or_default();
    decide(&actor, StartBlueprint { organisation }, &(), app.clock().now())?;
    let names = app.names(&mut app.db().read().await?).await?;
    Ok(views::start(person, &names, &StartForm::default(), &key(&app), &Errors::new()).into_response())
}

/// `POST /write`
///
/// # Errors
/// 403 for an organisation they do not write for.
pub async fn start(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Form(form): Form<StartForm>,
) -> Result<Response, AppError> {
    let action = StartBlueprint { organisation: form.organisation.clone() };
    let permit = decide(&actor, action, &(), app.clock().now())?;
    let title = match form.check() {
        Ok(title) => title,
        Err(errors) => {
            let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
            let names = app.names(&mut app.db().read().await?).await?;
            return Ok(unprocessable(views::start(person, &names, &form, &key(&app), &errors)));
        }
    };
    let mut front = format!("---\ntitle: {}\n", json!(title));
    if !form.kind.is_empty() {
        front.push_str(&format!("kind: {}\n", json!(form.kind)));
    }
    let answer = changes::start(app.kit(), permit, sent.key()?, &format!("{front}---\n\n")).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `GET /blueprints/{slug}/facts`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_facts(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(asked): Query<FormQuery>,
) -> Result<Response, AppError> {
    let (line, text) = open(&app, &actor, &slug).await?;
    let form = FactsForm::of(&text.fields, before(&format!("{}{}", text.front(), text.body())));
    let of = (&actor, &*format!("/blueprints/{slug}/facts"));
    let (form, above) = put_back(&mut app.db().read().await?, of, &asked, form, |typed, saved| {
        Some(FactsForm::from_pairs(typed.pairs())).filter(|form| form.values != saved.values)
    })
    .await?;
    Ok(views::facts(&line, &form, &key(&app), &Errors::new(), &above).into_response())
}

/// `POST /blueprints/{slug}/facts`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn facts(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let (line, _) = open(&app, &actor, &slug).await?;
    let form = FactsForm::from_pairs(pairs);
    let errors = form.check(app.clock().today());
    if !errors.is_empty() {
        return Ok(unprocessable(views::facts(&line, &form, &key(&app), &errors, &Markup::default())));
    }
    let was = facts_were(&mut app.db().read().await?, &form.before).await?;
    let put = |text: &Text| {
        let now = FactsForm::of(&text.fields, String::new());
        let was = was.as_ref().unwrap_or(&now);
        let changed = form.unlike(was);
        if now.unlike(was).iter().any(|(theirs, _)| changed.iter().any(|(mine, _)| mine == theirs)) {
            return Err(Put::Meanwhile);
        }
        text.with_fields(&changed).map_err(|error| Put::Refused(error.to_string()))
    };
    match saved(&app, &actor, (&slug, &sent), put).await? {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(Put::Refused(why)) => {
            let errors = Errors::from([("title".to_owned(), why)]);
            Ok(unprocessable(views::facts(&line, &form, &key(&app), &errors, &Markup::default())))
        }
        Err(Put::Meanwhile) => {
            let (hash, text) = newest(&mut app.db().read().await?, &line).await?;
            let theirs = FactsForm::of(&text.fields, hash);
            let form = form.over(was.as_ref(), &theirs);
            Ok((StatusCode::CONFLICT, views::facts_meanwhile(&line, &theirs, &form, &key(&app))).into_response())
        }
    }
}

/// The facts of the text a form was shown with.
async fn facts_were(connection: &mut Connection, text_hash: &str) -> Result<Option<FactsForm>, AppError> {
    let text = text_of(connection, text_hash).await?;
    Ok(text.map(|text| FactsForm::of(&text.fields, text_hash.to_owned())))
}

/// `GET /blueprints/{slug}/sections/{section}`
///
/// # Errors
/// 404 for what is not theirs, and for a section there is none of.
pub async fn ask_section(
    State(app): State<App>,
    actor: Actor,
    Path((slug, section)): Path<(String, String)>,
    Query(asked): Query<FormQuery>,
) -> Result<Response, AppError> {
    let kind = SectionKind::from_word(&section).ok_or(AppError::NotFound)?;
    let (line, text) = open(&app, &actor, &slug).await?;
    let words = text.section(kind).to_owned();
    let form = SectionForm { before: before(&words), text: words, ..SectionForm::default() };
    let mut connection = app.db().read().await?;
    let comments = comments::store::list(&mut connection, line.id()).await?;
    let of = (&actor, &*format!("/blueprints/{slug}/sections/{section}"));
    let (form, above) = put_back(&mut connection, of, &asked, form, |typed, saved| {
        let text = typed.field("text").replace("\r\n", "\n");
        let is_other = text.trim() != saved.text.trim();
        is_other.then(|| SectionForm { before: typed.field("before"), text, ..SectionForm::default() })
    })
    .await?;
    let said = html! { (above) (comments::views::open_on(&line, &kind.word(), &comments)) };
    Ok(views::section((&line, kind), &form, &key(&app), &Errors::new(), Above::Words(&said)).into_response())
}

/// `POST /blueprints/{slug}/sections/{section}`
///
/// # Errors
/// 404 for what is not theirs, and for a section there is none of.
pub async fn section(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, section)): Path<(String, String)>,
    Form(form): Form<SectionForm>,
) -> Result<Response, AppError> {
    let kind = SectionKind::from_word(&section).ok_or(AppError::NotFound)?;
    let (line, text) = open(&app, &actor, &slug).await?;
    let form = SectionForm { text: form.text.replace("\r\n", "\n"), ..form };
    if form.how == "preview" {
        let shown = text.with_body(&form.text);
        let preview = match Text::parse(shown.as_bytes(), &line.title) {
            Ok(text) => Ok(super::preview(&mut app.db().read().await?, &line, &text, Shown::Ours).await?),
            Err(error) => Err(error.to_string()),
        };
        return Ok(match preview {
            Ok(preview) => views::section((&line, kind), &form, &key(&app), &Errors::new(), Above::Preview(&preview))
                .into_response(),
            Err(why) => section_refused((&line, kind), &form, &app, why),
        });
    }
    // The place is told from the first line of what was typed.
    if let Some(why) = changes::refusal(&form.text) {
        return Ok(section_refused((&line, kind), &form, &app, why));
    }
    let put = |text: &Text| match before(text.section(kind)) == form.before {
        true => text.with_section(kind, &form.text).map_err(|error| Put::Refused(error.to_string())),
        false => Err(Put::Meanwhile),
    };
    match saved(&app, &actor, (&slug, &sent), put).await? {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(Put::Refused(why)) => Ok(section_refused((&line, kind), &form, &app, why)),
        Err(Put::Meanwhile) => {
            let (_, text) = open(&app, &actor, &slug).await?;
            let theirs = text.section(kind).to_owned();
            let difference = crate::blueprints::difference(&theirs, &form.text);
            let form = SectionForm { before: before(&theirs), ..form };
            let page = views::section_meanwhile((&line, kind), &theirs, &form, &key(&app), &difference);
            Ok((StatusCode::CONFLICT, page).into_response())
        }
    }
}

fn section_refused(of: (&GuideLine, SectionKind), form: &SectionForm, app: &App, why: String) -> Response {
    unprocessable(views::section(of, form, &key(app), &Errors::from([("text".to_owned(), why)]), Above::Nothing))
}

/// `GET /blueprints/{slug}/steps/{place}`
///
/// # Errors
/// 404 for what is not theirs, and for a step there is none of.
pub async fn ask_step(
    State(app): State<App>,
    actor: Actor,
    Path((slug, place)): Path<(String, usize)>,
    Query(asked): Query<FormQuery>,
) -> Result<Response, AppError> {
    let (line, text) = open(&app, &actor, &slug).await?;
    let step = step_at(&text, place)?;
    let form = StepForm::of(&step, before(&format!("{step:?}")));
    let of = (&actor, &*format!("/blueprints/{slug}/steps/{place}"));
    let (form, above) = put_back(&mut app.db().read().await?, of, &asked, form, |typed, saved| {
        let form = StepForm::typed(|name| typed.field(name).replace("\r\n", "\n"));
        (!form.says_the_same(saved)).then_some(form)
    })
    .await?;
    Ok(views::step((&line, place), &form, &key(&app), &Errors::new(), &above).into_response())
}

/// Where the row stands that a form was shown with, from 0: at its place, or wherever it went since. One past the last is
/// a new one. None when it is no longer there as it was.
pub(super) fn row_of<T: std::fmt::Debug + Default>(rows: &[T], place: usize, was: &str) -> Option<usize> {
    let at = place.checked_sub(1)?;
    let is_it = |row: &T| before(&format!("{row:?}")) == was;
    match rows.get(at) {
        Some(row) if is_it(row) => Some(at),
        _ if is_it(&T::default()) => Some(rows.len()),
        _ => rows.iter().position(is_it),
    }
}

/// The step at a place, from 1; one past the last is a new one.
fn step_at(text: &Text, place: usize) -> Result<Step, AppError> {
    let steps = text.written_steps();
    let at = place.checked_sub(1).filter(|at| *at <= steps.len()).ok_or(AppError::NotFound)?;
    Ok(steps.into_iter().nth(at).unwrap_or_default())
}

/// `POST /blueprints/{slug}/steps/{place}`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn step(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, place)): Path<(String, usize)>,
    Form(form): Form<StepForm>,
) -> Result<Response, AppError> {
    let (line, _) = open(&app, &actor, &slug).await?;
    let step = match form.check() {
        Ok(step) => step,
        Err(errors) => {
            let nothing = Markup::default();
            return Ok(unprocessable(views::step((&line, place), &form, &key(&app), &errors, &nothing)));
        }
    };
    if let Some(why) = changes::refusal(&step.words) {
        let errors = Errors::from([("words".to_owned(), why)]);
        return Ok(unprocessable(views::step((&line, place), &form, &key(&app), &errors, &Markup::default())));
    }
    let put = |text: &Text| {
        let Some(at) = row_of(&text.written_steps(), place, &form.before) else { return Err(Put::Meanwhile) };
        let put = match form.how.as_str() {
            "up" => return Ok(text.with_step_up(at)),
            "remove" => text.with_step(at, None),
            _ => text.with_step(at, Some(&step)),
        };
        put.map_err(|error| Put::Refused(error.to_string()))
    };
    match saved(&app, &actor, (&slug, &sent), put).await? {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(Put::Refused(why)) => {
            let errors = Errors::from([("words".to_owned(), why)]);
            Ok(unprocessable(views::step((&line, place), &form, &key(&app), &errors, &Markup::default())))
        }
        Err(Put::Meanwhile) => {
            let (_, text) = open(&app, &actor, &slug).await?;
            let theirs = step_at(&text, place).unwrap_or_default();
            let form = StepForm { before: before(&format!("{theirs:?}")), ..form };
            Ok((StatusCode::CONFLICT, views::step_meanwhile((&line, place), &theirs, &form, &key(&app)))
                .into_response())
        }
    }
}

/// Why a part was not put into the text.
pub(in crate::writing) enum Put {
    /// It cannot stand there.
    Refused(String),
    /// Somebody changed this very part.
    Meanwhile,
}

/// What a part was when its form was shown, so that a change of it is noticed.
pub(super) fn before(part: &str) -> String {
    sha256_hex(part.as_bytes())
}

pub(in crate::writing) async fn open(app: &App, actor: &Actor, slug: &str) -> Result<(GuideLine, Text), AppError> {
    let mut connection = app.db().read().await?;
    let mut line = guide(app, &mut connection, slug).await?;
    allowed(app, actor, &line, EditBlueprint { blueprint: line.id() })?;
    let (_, text) = newest(&mut connection, &line).await?;
    // A draft has the title it will have.
    line.title.clone_from(&text.fields.title);
    Ok((line, text))
}

/// The newest text of a guide and its files.
pub(in crate::writing) struct Part {
    pub text: Text,
    pub files: Vec<AttachmentRow>,
}

/// Puts a part into the newest text and saves it; when somebody saves another part in between, into theirs.
pub(in crate::writing) async fn saved(
    app: &App,
    actor: &Actor,
    of: (&str, &SentForm),
    put: impl Fn(&Text) -> Result<String, Put>,
) -> Result<Result<String, Put>, AppError> {
    saved_with(app, actor, of, |newest| Ok((put(&newest.text)?, FileChange::None))).await
}

/// The same, with a change of the files.
pub(in crate::writing) async fn saved_with(
    app: &App,
    actor: &Actor,
    (slug, sent): (&str, &SentForm),
    put: impl Fn(&Part) -> Result<(String, FileChange), Put>,
) -> Result<Result<String, Put>, AppError> {
    let key = sent.key()?;
    for _ in 0..TRIES {
        let mut connection = app.db().read().await?;
        let line = guide(app, &mut connection, slug).await?;
        let permit = allowed(app, actor, &line, EditBlueprint { blueprint: line.id() })?;
        let (made_from, text) = newest(&mut connection, &line).await?;
        let files = files::store::of_draft(&mut connection, line.id(), line.revision).await?;
        drop(connection);
        let before = format!("{}{}", text.front(), text.body());
        let (whole, file) = match put(&Part { text, files }) {
            Ok(put) => put,
            // The form may have been sent before: then its answer is known.
            Err(Put::Meanwhile) => match changes::answered(app.kit(), key).await? {
                Some(answer) => return Ok(Ok(answer)),
                None => return Ok(Err(Put::Meanwhile)),
            },
            Err(refused) => return Ok(Err(refused)),
        };
        if whole == before && matches!(file, FileChange::None) {
            // Saving what is there already begins no draft.
            let draft = store::current(&mut app.db().read().await?, line.id()).await?;
            let part = if draft.is_some() { "/draft" } else { "" };
            return Ok(Ok(format!("/blueprints/{slug}{part}")));
        }
        let saved = Saved { made_from: &made_from, text: &whole };
        match changes::save_with(app.kit(), permit, key, saved, &file).await {
            Ok(answer) => return Ok(Ok(answer)),
            Err(WritingError::Overtaken) => {}
            Err(WritingError::Text(why)) => return Ok(Err(Put::Refused(why))),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Err(Put::Meanwhile))
}
