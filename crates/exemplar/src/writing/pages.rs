//! Pages of writing: the draft and what it waits for, the editor, the three questions, agreeing, signing, publishing.

pub mod hazards;
pub mod parts;
pub mod published;
pub mod word;

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use maud::Markup;

use super::changes::{Saved, WritingError, hazards_before, still_missing, unexplained};
use super::discarding::thrown_away;
use super::doses::doses;
use super::files::{self, Shown};
use super::forms::{CareForm, EditForm, Errors, SignForm, TextForm};
use super::reviewing::pages::{in_review, planned};
use super::store::{self, DraftRow};
use super::views::{self, DraftPage, Editor};
use super::{changes, comments, text_of};
use crate::app::App;
use crate::blueprints::{self, GuideLine, Hazard, Text};
use crate::error::AppError;
use crate::journal::Moment;
use crate::organisations;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{AgreeToText, EditBlueprint, PublishBlueprint, ReadDraft, SignText, Written};
use crate::people::{self, Action, Actor, Permit, SentForm, Typed, decide};

/// The guide behind a slug, today.
///
/// # Errors
/// 404 when there is none.
pub async fn guide(app: &App, connection: &mut Connection, slug: &str) -> Result<GuideLine, AppError> {
    let moment = Moment::now(app.clock().today());
    blueprints::store::find_by_slug(connection, slug, moment).await?.ok_or(AppError::NotFound)
}

/// Leave to do something with a guide of one's own organisation.
pub(super) fn allowed<A: Action<Facts = String>>(
    app: &App,
    actor: &Actor,
    line: &GuideLine,
    action: A,
) -> Result<Permit<A>, AppError> {
    // What belongs to no organisation is nobody's to write.
    let organisation = line.organisation.clone().filter(|_| line.is_held()).ok_or(AppError::NotFound)?;
    Ok(decide(actor, action, &organisation, app.clock().now())?)
}

/// A draft with its text.
struct Draft {
    line: GuideLine,
    row: DraftRow,
    text: Text,
    written: Written,
    /// How it will look.
    preview: String,
    /// The hazards a safety officer answers for: those of the text, and those it no longer names.
    hazards: Vec<Hazard>,
    gone: Vec<String>,
}

async fn draft(app: &App, actor: &Actor, connection: &mut Connection, slug: &str) -> Result<Draft, AppError> {
    let mut line = guide(app, connection, slug).await?;
    allowed(app, actor, &line, ReadDraft { blueprint: line.id() })?;
    let row = store::current(connection, line.id()).await?.ok_or(AppError::NotFound)?;
    let text = text_of(connection, &row.text_hash).await?.ok_or(AppError::Removed)?;
    line.title.clone_from(&text.fields.title);
    let by = store::wrote(connection, line.id(), row.made_from).await?;
    let organisation = line.organisation.clone().unwrap_or_default();
    let text_alone = preview(connection, &line, &text, Shown::Ours).await?;
    let preview = blueprints::said_before(&text.fields).into_string() + &text_alone;
    let mut hazards = text.hazards();
    let before = hazards_before(connection, line.id()).await?;
    let gone: Vec<Hazard> = before.into_iter().filter(|old| !hazards.iter().any(|new| new.name == old.name)).collect();
    hazards.extend(gone.iter().cloned());
    let gone = gone.into_iter().map(|hazard| hazard.name).collect();
    Ok(Draft { line, row, text, written: Written { organisation, by }, preview, hazards, gone })
}

/// How a text will look, with what its organisation calls things.
pub(super) async fn preview(
    connection: &mut Connection,
    line: &GuideLine,
    text: &Text,
    to: Shown<'_>,
) -> Result<String, AppError> {
    let files = files::store::shown(connection, line, to).await?;
    let own = organisations::variables(connection, line.organisation.as_deref().unwrap_or_default()).await?;
    let text = text.clone();
    let preview = move || blueprints::preview(&text, &own.into_iter().collect(), &files);
    Ok(tokio::task::spawn_blocking(preview).await.map_err(anyhow::Error::from)?)
}

/// `GET /blueprints/{slug}/draft`
///
/// # Errors
/// 404 for what is not theirs, and when there is no draft.
pub async fn show(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let draft = match draft(&app, &actor, &mut connection, &slug).await {
        Err(AppError::NotFound) => return no_draft(&app, &actor, &mut connection, &slug).await,
        draft => draft?,
    };
    let care = store::care(&mut connection, draft.line.id()).await?;
    let approvals = store::approvals(&mut connection, draft.line.id(), &draft.row.text_hash).await?;
    let mut answers = Vec::new();
    for approval in &approvals {
        answers.extend(store::hazard_answers(&mut connection, approval.id()).await?);
    }
    let numbers = unexplained(&mut connection, &draft.row, &draft.text, false).await?;
    let missing = still_missing(&mut connection, &draft.row, &draft.text, Vec::new()).await?;
    let submission = in_review(&mut connection, &draft.row).await?;
    let plan = planned(&mut connection, &draft.row).await?;
    let comments = comments::store::list(&mut connection, draft.line.id()).await?;
    let files = files::store::of_draft(&mut connection, draft.line.id(), draft.line.revision).await?;
    let now = app.clock().now();
    let (blueprint, text_hash) = (draft.line.id(), draft.row.text_hash.clone());
    let organisation = draft.written.organisation.clone();
    let sign = SignText { blueprint, text_hash: text_hash.clone(), organisation: organisation.clone() };
    let agree = AgreeToText { blueprint, text_hash: text_hash.clone(), organisation: organisation.clone() };
    let page = DraftPage {
        line: &draft.line,
        text: &draft.text,
        draft: &draft.row,
        preview: &draft.preview,
        care,
        hazards: &draft.text.hazards(),
        approvals: &approvals,
        answers: &answers,
        numbers: numbers.len(),
        missing: missing.as_ref(),
        submission: submission.as_ref(),
        plan: plan.as_ref(),
        comments: &comments,
        files: files.len(),
        key: &key(&app),
        may_edit: decide(&actor, EditBlueprint { blueprint }, &organisation, now).is_ok(),
        may_sign: decide(&actor, sign, &draft.written, now).is_ok(),
        may_agree: decide(&actor, agree, &draft.written, now).is_ok(),
        may_publish: decide(&actor, PublishBlueprint { blueprint, text_hash }, &organisation, now).is_ok(),
    };
    Ok(views::draft(&page).into_response())
}

/// Where there is no draft: the one that was thrown away last, for those who could read it.
async fn no_draft(app: &App, actor: &Actor, connection: &mut Connection, slug: &str) -> Result<Response, AppError> {
    let line = guide(app, connection, slug).await?;
    allowed(app, actor, &line, ReadDraft { blueprint: line.id() })?;
    let thrown = store::thrown_away(connection, line.id(), line.revision).await?.ok_or(AppError::NotFound)?;
    let may_edit = allowed(app, actor, &line, EditBlueprint { blueprint: line.id() }).is_ok();
    Ok(thrown_away(&line, &thrown, &key(app), may_edit).into_response())
}

/// `GET /blueprints/{slug}/edit`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn edit(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(asked): Query<FormQuery>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide(&app, &mut connection, &slug).await?;
    allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    let (made_from, text) = newest(&mut connection, &line).await?;
    let form = EditForm { made_from, text: text.body().to_owned(), ..EditForm::default() };
    let of = (&actor, &*format!("/blueprints/{slug}/edit"));
    let (form, above) = put_back(&mut connection, of, &asked, form, |typed, saved| {
        let text = typed.field("text").replace("\r\n", "\n");
        (text != saved.text).then(|| EditForm { made_from: typed.field("made_from"), text, ..EditForm::default() })
    })
    .await?;
    let editor = Editor { line: &line, form: &form, key: &key(&app), errors: &Errors::new(), above: &above };
    Ok(views::edit(&editor, None).into_response())
}

/// What a form's page is asked for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct FormQuery {
    /// `yes` when what was typed and not saved is to be put back.
    #[serde(default)]
    pub typed: String,
}

/// A form as it is shown: what is saved, or what this person typed into it and did not save, when they want that back; and
/// what they are told above it.
pub(in crate::writing) async fn put_back<F>(
    connection: &mut Connection,
    (actor, path): (&Actor, &str),
    asked: &FormQuery,
    saved: F,
    typed: impl Fn(&Typed, &F) -> Option<F>,
) -> Result<(F, Markup), AppError> {
    let Actor::Person(person) = actor else { return Ok((saved, Markup::default())) };
    let Some(kept) = people::typed(connection, person.account, path).await? else {
        return Ok((saved, Markup::default()));
    };
    Ok(match typed(&kept, &saved) {
        Some(typed) if asked.typed == "yes" => (typed, views::put_back(path, kept.typed_at)),
        Some(_) => (saved, views::not_saved(path, kept.typed_at)),
        None => (saved, Markup::default()),
    })
}

/// The draft's text and its SHA-256; those of the guide itself when there is no draft.
/// The guide at this address, with the title its draft has.
pub(in crate::writing) async fn guide_as_drafted(
    app: &App,
    connection: &mut Connection,
    slug: &str,
) -> Result<GuideLine, AppError> {
    let mut line = guide(app, connection, slug).await?;
    if let Some(hash) = store::newest_text(connection, line.id(), line.revision).await?
        && let Some(text) = text_of(connection, &hash).await?
    {
        line.title.clone_from(&text.fields.title);
    }
    Ok(line)
}

async fn newest(connection: &mut Connection, line: &GuideLine) -> Result<(String, Text), AppError> {
    let hash = store::newest_text(connection, line.id(), line.revision).await?.ok_or(AppError::NotFound)?;
    let text = text_of(connection, &hash).await?.ok_or(AppError::Removed)?;
    Ok((hash, text))
}

/// `POST /blueprints/{slug}/edit`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn save(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<EditForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide(&app, &mut connection, &slug).await?;
    let permit = allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    let (_, before) = newest(&mut connection, &line).await?;
    let form = EditForm { text: form.text.replace("\r\n", "\n"), ..form };
    let whole = format!("{}{}", before.front(), form.text);
    let mut errors = Errors::new();
    let editor = |errors: &Errors, preview: Option<&str>| {
        views::edit(&Editor { line: &line, form: &form, key: &key(&app), errors, above: &Markup::default() }, preview)
    };
    match Text::parse(whole.as_bytes(), "Untitled") {
        Err(error) => drop(errors.insert("text".to_owned(), error.to_string())),
        Ok(text) if form.how == "preview" && blueprints::foreign_tags(&text).is_empty() => {
            let preview = preview(&mut connection, &line, &text, Shown::Ours).await?;
            return Ok(editor(&errors, Some(&preview)).into_response());
        }
        Ok(_) => {}
    }
    if !errors.is_empty() {
        return Ok(unprocessable(editor(&errors, None)));
    }
    let saved = Saved { made_from: &form.made_from, text: &whole };
    // On PostgreSQL acts take a connection from the same pool: whoever acts holds none.
    drop(connection);
    match changes::save(app.kit(), permit, sent.key()?, saved).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(WritingError::Text(why)) => {
            errors.insert("text".to_owned(), why);
            Ok(unprocessable(editor(&errors, None)))
        }
        Err(WritingError::Overtaken) => {
            let mut connection = app.db().read().await?;
            let (made_from, theirs) = newest(&mut connection, &line).await?;
            let draft = store::current(&mut connection, line.id()).await?;
            let differences = blueprints::difference(theirs.body(), &form.text);
            // Without a draft the other text was published in the meantime.
            let by = draft.map_or_else(|| "a colleague".to_owned(), |draft| draft.name);
            let page = views::overtaken(&line, (&form.text, theirs.body(), &by), &made_from, &key(&app), &differences);
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /blueprints/{slug}/care`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_care(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide(&app, &mut connection, &slug).await?;
    allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    let form = CareForm::of(store::care(&mut connection, line.id()).await?);
    let (_, text) = newest(&mut connection, &line).await?;
    Ok(views::care(&line, (&text.hazards(), &doses(text.body())), &form, &key(&app), &Errors::new()).into_response())
}

/// `POST /blueprints/{slug}/care`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn care(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<CareForm>,
) -> Result<Response, AppError> {
    let line = guide(&app, &mut app.db().read().await?, &slug).await?;
    let permit = allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    match form.check() {
        Ok(care) => {
            let answer = changes::answer_care(app.kit(), permit, sent.key()?, care).await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(errors) => {
            let (_, text) = newest(&mut app.db().read().await?, &line).await?;
            Ok(unprocessable(views::care(&line, (&text.hazards(), &doses(text.body())), &form, &key(&app), &errors)))
        }
    }
}

/// `GET /blueprints/{slug}/agree`
///
/// # Errors
/// 403 for those who wrote it, 404 for what is not theirs.
pub async fn ask_to_agree(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let draft = draft(&app, &actor, &mut connection, &slug).await?;
    agreeing(&app, &actor, &draft, &draft.row.text_hash)?;
    Ok(views::agree(&draft.line, &draft.row, &draft.preview, &key(&app)).into_response())
}

fn agreeing(app: &App, actor: &Actor, draft: &Draft, text_hash: &str) -> Result<Permit<AgreeToText>, AppError> {
    let action = AgreeToText {
        blueprint: draft.line.id(),
        text_hash: text_hash.to_owned(),
        organisation: draft.written.organisation.clone(),
    };
    Ok(decide(actor, action, &draft.written, app.clock().now())?)
}

/// `POST /blueprints/{slug}/agree`
///
/// # Errors
/// 403 for those who wrote it, 404 for what is not theirs.
pub async fn agree(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<TextForm>,
) -> Result<Response, AppError> {
    let draft = draft(&app, &actor, &mut app.db().read().await?, &slug).await?;
    let permit = agreeing(&app, &actor, &draft, &form.text_hash)?;
    match super::agree(app.kit(), permit, sent.key()?, (&form.note, app.address())).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(WritingError::Changed) => Ok((StatusCode::CONFLICT, views::changed(&draft.line)).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// `GET /blueprints/{slug}/sign`
///
/// # Errors
/// 403 for those who may not sign it, 404 for what is not theirs.
pub async fn ask_to_sign(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let draft = draft(&app, &actor, &mut connection, &slug).await?;
    signing(&app, &actor, &draft, &draft.row.text_hash)?;
    let said = store::last_hazard_answers(&mut connection, draft.line.id()).await?;
    let known = |hazard: &Hazard| said.iter().find(|answer| answer.hazard == hazard.name);
    let known = |(place, hazard): (usize, &Hazard)| {
        known(hazard).map(|said| (place, (said.answer().word().to_owned(), said.words.clone())))
    };
    let hazards = (1..).zip(&draft.hazards).filter_map(known).collect();
    let form = SignForm { text_hash: draft.row.text_hash.clone(), hazards, ..SignForm::default() };
    let open = app.open_notices(&mut connection, &draft.line).await?;
    Ok(views::sign(&sign_page(&draft, (&form, open), &Errors::new()), &key(&app)).into_response())
}

fn sign_page<'a>(
    draft: &'a Draft,
    (form, open_notices): (&'a SignForm, usize),
    errors: &'a Errors,
) -> views::SignPage<'a> {
    views::SignPage {
        open_notices,
        line: &draft.line,
        draft: &draft.row,
        preview: &draft.preview,
        hazards: &draft.hazards,
        gone: &draft.gone,
        form,
        errors,
    }
}

fn signing(app: &App, actor: &Actor, draft: &Draft, text_hash: &str) -> Result<Permit<SignText>, AppError> {
    let action = SignText {
        blueprint: draft.line.id(),
        text_hash: text_hash.to_owned(),
        organisation: draft.written.organisation.clone(),
    };
    Ok(decide(actor, action, &draft.written, app.clock().now())?)
}

/// `POST /blueprints/{slug}/sign`
///
/// # Errors
/// 403 for those who may not sign it, 404 for what is not theirs.
pub async fn sign(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let draft = draft(&app, &actor, &mut connection, &slug).await?;
    let said = store::last_hazard_answers(&mut connection, draft.line.id()).await?;
    let open = app.open_notices(&mut connection, &draft.line).await?;
    drop(connection);
    let form = SignForm::from_pairs(pairs).without_left_over(&draft.hazards, &said);
    let permit = signing(&app, &actor, &draft, &form.text_hash)?;
    let hazards = match form.check(&draft.hazards) {
        Ok(hazards) => hazards,
        Err(errors) => return Ok(unprocessable(views::sign(&sign_page(&draft, (&form, open), &errors), &key(&app)))),
    };
    match super::sign(app.kit(), permit, sent.key()?, (&form.note, &hazards), app.address()).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(WritingError::Changed) => Ok((StatusCode::CONFLICT, views::changed(&draft.line)).into_response()),
        Err(error) => Err(error.into()),
    }
}

impl From<WritingError> for AppError {
    fn from(error: WritingError) -> Self {
        match error {
            WritingError::NotThere => Self::NotFound,
            WritingError::Text(why) => Self::BadRequest(why),
            other => Self::Inside(other.into()),
        }
    }
}
