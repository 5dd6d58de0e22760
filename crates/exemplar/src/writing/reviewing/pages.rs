//! Pages between a draft and its readers: submitting, sending back, publishing now or on a day, and the editors' desk.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use jiff::civil::Date;
use uuid::Uuid;

use super::changes::{self, Submitting};
use super::forms::{KeeperForm, PublishForm, SendBackForm, SubmitForm};
use super::store::{self, PlanRow, SubmissionRow};
use super::views::{self, Kept, PublishPage, Waiting};
use crate::app::App;
use crate::blueprints::{self, GuideLine, State as Life};
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{CommentOnDraft, EditBlueprint, PublishBlueprint, ReadHome};
use crate::people::{self, Actor, Permit, Person, Role, SentForm, decide};
use crate::platform::shell::Page;
use crate::writing::changes::{Publishing, WritingError, publish as publish_now, still_missing, unexplained};
use crate::writing::doses::doses;
use crate::writing::forms::Errors;
use crate::writing::pages::{allowed, guide_as_drafted};
use crate::writing::store::{DraftRow, care, current, of_organisation, thrown_away_of};
use crate::writing::views::{changed, not_yet};
use crate::writing::{CareAnswers, Missing, comments, text_of};

/// A draft with what is known of how it stands.
struct Standing {
    line: GuideLine,
    draft: DraftRow,
    numbers: Vec<String>,
    missing: Option<Missing>,
    review_due: String,
    /// What looks like doses in a text that is said not to touch care.
    doses: Vec<String>,
    open_notices: usize,
}

async fn standing(app: &App, slug: &str) -> Result<Standing, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide_as_drafted(app, &mut connection, slug).await?;
    let draft = current(&mut connection, line.id()).await?.ok_or(AppError::NotFound)?;
    let text = text_of(&mut connection, &draft.text_hash).await?.ok_or(AppError::Removed)?;
    let numbers = unexplained(&mut connection, &draft, &text, false).await?;
    let missing = still_missing(&mut connection, &draft, &text, Vec::new()).await?;
    let touches_care = care(&mut connection, line.id()).await?.is_none_or(CareAnswers::touches_care);
    let doses = if touches_care { Vec::new() } else { doses(text.body()) };
    let open_notices = app.open_notices(&mut connection, &line).await?;
    Ok(Standing { line, draft, numbers, missing, review_due: text.fields.review_due, doses, open_notices })
}

/// `GET /blueprints/{slug}/submit`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_to_submit(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Page, AppError> {
    let line = guide_as_drafted(&app, &mut app.db().read().await?, &slug).await?;
    allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    let standing = standing(&app, &slug).await?;
    if let Some(missing @ (Missing::Words | Missing::Undescribed(_) | Missing::CareAnswers | Missing::HazardsDenied)) =
        &standing.missing
    {
        return Ok(not_yet(&standing.line, missing));
    }
    let form = SubmitForm { text_hash: standing.draft.text_hash.clone(), ..SubmitForm::default() };
    let needs_signature = standing.missing.is_some();
    let told = told(&app, &actor, &line, needs_signature).await?;
    Ok(views::submit(&standing.line, &form, (&standing.numbers, needs_signature), &told, &key(&app), &Errors::new()))
}

/// `POST /blueprints/{slug}/submit`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn submit(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<SubmitForm>,
) -> Result<Response, AppError> {
    let line = guide_as_drafted(&app, &mut app.db().read().await?, &slug).await?;
    let permit = allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    let said = Submitting { text_hash: &form.text_hash, note: &form.note, said_invented: form.invented == "yes" };
    match changes::submit(app.kit(), permit, sent.key()?, &said, app.address()).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(WritingError::Changed) => Ok((StatusCode::CONFLICT, changed(&line)).into_response()),
        Err(WritingError::Missing(Missing::NhsNumbers(numbers))) => {
            let needs_signature = standing(&app, &slug).await?.missing.is_some();
            let told = told(&app, &actor, &line, needs_signature).await?;
            let of = (numbers.as_slice(), needs_signature);
            Ok(unprocessable(views::submit(&line, &form, of, &told, &key(&app), &say_invented())))
        }
        Err(WritingError::Missing(missing)) => Ok(unprocessable(not_yet(&line, &missing))),
        Err(error) => Err(error.into()),
    }
}

/// Who gets a letter when this person submits the draft, by name.
async fn told(app: &App, actor: &Actor, line: &GuideLine, needs_signature: bool) -> Result<Vec<String>, AppError> {
    let organisation = line.organisation.as_deref().unwrap_or_default();
    let role = if needs_signature { Role::SafetyOfficer } else { Role::Publisher };
    let mut connection = app.db().read().await?;
    let waiting = people::colleagues_with(&mut connection, organisation, &[role], app.clock().today()).await?;
    let is_me = |one: &people::Colleague| matches!(actor, Actor::Person(person) if person.account == one.account());
    Ok(waiting.into_iter().filter(|one| !is_me(one)).map(|one| one.name).collect())
}

fn say_invented() -> Errors {
    Errors::from([("invented".to_owned(), "Say whether these numbers are invented".to_owned())])
}

async fn sending_back(
    app: &App,
    actor: &Actor,
    slug: &str,
) -> Result<(GuideLine, SubmissionRow, Permit<CommentOnDraft>), AppError> {
    let mut connection = app.db().read().await?;
    let line = guide_as_drafted(app, &mut connection, slug).await?;
    let permit = allowed(app, actor, &line, CommentOnDraft { blueprint: line.id() })?;
    let submission = store::submission(&mut connection, line.id()).await?.ok_or(AppError::NotFound)?;
    Ok((line, submission, permit))
}

/// `GET /blueprints/{slug}/send-back`
///
/// # Errors
/// 404 for what is not theirs, and when nothing is submitted.
pub async fn ask_to_send_back(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
) -> Result<Page, AppError> {
    let (line, submission, _) = sending_back(&app, &actor, &slug).await?;
    Ok(views::send_back(&line, &submission, &SendBackForm::default(), &key(&app), &Errors::new()))
}

/// `POST /blueprints/{slug}/send-back`
///
/// # Errors
/// 404 for what is not theirs, and when nothing is submitted.
pub async fn send_back(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<SendBackForm>,
) -> Result<Response, AppError> {
    let line = guide_as_drafted(&app, &mut app.db().read().await?, &slug).await?;
    let permit = allowed(&app, &actor, &line, CommentOnDraft { blueprint: line.id() })?;
    let errors = form.check();
    if !errors.is_empty() {
        let (line, submission, _) = sending_back(&app, &actor, &slug).await?;
        return Ok(unprocessable(views::send_back(&line, &submission, &form, &key(&app), &errors)));
    }
    let words = form.words.trim().replace("\r\n", "\n");
    match changes::send_back(app.kit(), permit, sent.key()?, (&words, app.address())).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(WritingError::Changed) => Ok((StatusCode::CONFLICT, changed(&line)).into_response()),
        Err(error) => Err(error.into()),
    }
}

fn publishing(
    app: &App,
    actor: &Actor,
    line: &GuideLine,
    text_hash: &str,
) -> Result<Permit<PublishBlueprint>, AppError> {
    allowed(app, actor, line, PublishBlueprint { blueprint: line.id(), text_hash: text_hash.to_owned() })
}

/// `GET /blueprints/{slug}/publish`
///
/// # Errors
/// 403 for those who may not publish, 404 for what is not theirs.
pub async fn ask_to_publish(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Page, AppError> {
    let line = guide_as_drafted(&app, &mut app.db().read().await?, &slug).await?;
    publishing(&app, &actor, &line, "")?;
    let standing = standing(&app, &slug).await?;
    let draft = &standing.draft;
    let note = app.credit(&mut app.db().read().await?, draft.blueprint(), draft.made_from).await?;
    let form = PublishForm { text_hash: draft.text_hash.clone(), note, ..PublishForm::default() };
    let page = PublishPage {
        line: &standing.line,
        form: &form,
        numbers: &standing.numbers,
        errors: &Errors::new(),
        missing: standing.missing.as_ref(),
        review_due: &standing.review_due,
        doses: &standing.doses,
        open_notices: standing.open_notices,
    };
    Ok(views::ask_to_publish(&page, &key(&app)))
}

/// `POST /blueprints/{slug}/publish`
///
/// # Errors
/// 403 for those who may not publish, 404 for what is not theirs.
pub async fn publish(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<PublishForm>,
) -> Result<Response, AppError> {
    let line = guide_as_drafted(&app, &mut app.db().read().await?, &slug).await?;
    let permit = publishing(&app, &actor, &line, &form.text_hash)?;
    let day = match form.check(line.state() == Life::Draft, app.clock().today()) {
        Ok(day) => day,
        Err(errors) => return publish_again(&app, &slug, &form, &errors).await,
    };
    let said = Publishing { note: &form.note, class: form.class(), said_invented: form.invented == "yes" };
    let done = match day {
        None => publish_now(app.kit(), permit, sent.key()?, &said).await,
        Some(day) => changes::plan(app.kit(), permit, sent.key()?, &said, day).await,
    };
    match done {
        Ok(answer) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(WritingError::Changed) => Ok((StatusCode::CONFLICT, changed(&line)).into_response()),
        Err(WritingError::Missing(Missing::NhsNumbers(_))) => publish_again(&app, &slug, &form, &say_invented()).await,
        Err(WritingError::Missing(missing)) => Ok(unprocessable(not_yet(&line, &missing))),
        Err(error) => Err(error.into()),
    }
}

/// The form as it was filled in, with what is wrong with it.
async fn publish_again(app: &App, slug: &str, form: &PublishForm, errors: &Errors) -> Result<Response, AppError> {
    let Standing { line, numbers, review_due, doses, open_notices, .. } = standing(app, slug).await?;
    let page = PublishPage {
        line: &line,
        form,
        numbers: &numbers,
        errors,
        missing: None,
        review_due: &review_due,
        doses: &doses,
        open_notices,
    };
    Ok(unprocessable(views::ask_to_publish(&page, &key(app))))
}

/// `POST /blueprints/{slug}/unplan`
///
/// # Errors
/// 403 for those who may not publish, 404 for what is not theirs.
pub async fn unplan(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
) -> Result<Response, AppError> {
    let line = guide_as_drafted(&app, &mut app.db().read().await?, &slug).await?;
    let permit = publishing(&app, &actor, &line, "")?;
    match changes::unplan(app.kit(), permit, sent.key()?).await {
        Ok(answer) => Ok(Redirect::to(&answer).into_response()),
        Err(WritingError::Changed) => Ok((StatusCode::CONFLICT, changed(&line)).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// `GET /blueprints/{slug}/keeper`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn ask_keeper(State(app): State<App>, actor: Actor, Path(slug): Path<String>) -> Result<Page, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide_as_drafted(&app, &mut connection, &slug).await?;
    allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    let colleagues = colleagues(&app, &mut connection, &line).await?;
    let keeper = store::keeper(&mut connection, line.id()).await?;
    Ok(views::ask_keeper(&line, &colleagues, keeper.map(|keeper| keeper.account()), &key(&app), &Errors::new()))
}

async fn colleagues(
    app: &App,
    connection: &mut Connection,
    line: &GuideLine,
) -> Result<Vec<people::Colleague>, AppError> {
    let organisation = line.organisation.as_deref().unwrap_or_default();
    Ok(people::colleagues_with(connection, organisation, &Role::ALL, app.clock().today()).await?)
}

/// `POST /blueprints/{slug}/keeper`
///
/// # Errors
/// 404 for what is not theirs.
pub async fn keep(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(slug): Path<String>,
    Form(form): Form<KeeperForm>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let line = guide_as_drafted(&app, &mut connection, &slug).await?;
    let permit = allowed(&app, &actor, &line, EditBlueprint { blueprint: line.id() })?;
    let colleagues = colleagues(&app, &mut connection, &line).await?;
    drop(connection);
    let chosen = Uuid::try_parse(&form.account).ok();
    let Some(account) = chosen.filter(|id| colleagues.iter().any(|colleague| colleague.account() == *id)) else {
        let errors = Errors::from([("account".to_owned(), "Choose one of your colleagues".to_owned())]);
        return Ok(unprocessable(views::ask_keeper(&line, &colleagues, None, &key(&app), &errors)));
    };
    let answer = changes::keep(app.kit(), permit, sent.key()?, account).await?;
    Ok(Redirect::to(&answer).into_response())
}

/// `GET /desk`
///
/// # Errors
/// When the database cannot be read.
pub async fn desk(State(app): State<App>, actor: Actor) -> Result<Page, AppError> {
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    decide(&actor, ReadHome, &(), app.clock().now())?;
    let today = app.clock().today();
    let mut connection = app.db().read().await?;
    let waiting = waiting(&mut connection, person, today).await?;
    let mut kept = Vec::new();
    for organisation in person.organisations() {
        for row in store::keepers_of(&mut connection, organisation).await? {
            if let Some(line) = blueprints::store::find(&mut connection, row.blueprint(), Moment::now(today)).await? {
                let action = EditBlueprint { blueprint: line.id() };
                let may_edit = decide(&actor, action, &organisation.to_owned(), app.clock().now()).is_ok();
                kept.push(Kept { line, row, may_edit });
            }
        }
    }
    let mut thrown = Vec::new();
    for organisation in person.organisations() {
        for draft in thrown_away_of(&mut connection, organisation).await? {
            let line = blueprints::store::find(&mut connection, draft.blueprint(), Moment::now(today)).await?;
            thrown.extend(line.map(|line| (line, draft)));
        }
    }
    Ok(views::desk(&waiting, &kept, &thrown, today))
}

/// Every draft of a person's organisations: what it waits for, whom, and since when.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(connection: &mut Connection, person: &Person, today: Date) -> Result<Vec<Waiting>, AppError> {
    let mut found = Vec::new();
    for organisation in person.organisations() {
        let officers = people::colleagues_with(connection, organisation, &[Role::SafetyOfficer], today).await?;
        let publishers = people::colleagues_with(connection, organisation, &[Role::Publisher], today).await?;
        for draft in of_organisation(connection, organisation).await? {
            let line = blueprints::store::find(connection, draft.blueprint(), Moment::now(today)).await?;
            let (Some(line), Some(text)) = (line, text_of(connection, &draft.text_hash).await?) else { continue };
            let numbers = unexplained(connection, &draft, &text, false).await?;
            let missing = still_missing(connection, &draft, &text, numbers).await?;
            let submission = in_review(connection, &draft).await?;
            let plan = planned(connection, &draft).await?;
            let comments = comments::store::list(connection, draft.blueprint()).await?;
            let people = match missing {
                None => &publishers,
                Some(_) => &officers,
            };
            let names = people.iter().map(|colleague| colleague.name.clone()).collect();
            let open = comments.iter().filter(|comment| comment.is_open()).count();
            found.push(Waiting { line, draft, missing, submission, plan, open, names });
        }
    }
    Ok(found)
}

/// The submission of this very text.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::writing) async fn in_review(
    connection: &mut Connection,
    draft: &DraftRow,
) -> sqlx::Result<Option<SubmissionRow>> {
    let submission = store::submission(connection, draft.blueprint()).await?;
    Ok(submission.filter(|submission| submission.text_hash == draft.text_hash))
}

/// The day on which this very text is to be published.
///
/// # Errors
/// When the database cannot be read.
pub(in crate::writing) async fn planned(
    connection: &mut Connection,
    draft: &DraftRow,
) -> sqlx::Result<Option<PlanRow>> {
    let plan = store::plan(connection, draft.blueprint()).await?;
    Ok(plan.filter(|plan| plan.text_hash == draft.text_hash))
}
