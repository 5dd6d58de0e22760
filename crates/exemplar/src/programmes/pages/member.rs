//! One member of a programme: its states, what is looked at, what is expected of it; and moving it on.

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use database::Connection;
use jiff::civil::Date;
use maud::Markup;
use serde::Deserialize;

use super::pairing::finish;
use super::{Member, members_of};
use crate::app::App;
use crate::corrections;
use crate::error::AppError;
use crate::facts::Line;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::organisations::{self, Names};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{EnterFor, MoveMember, ReadProgramme};
use crate::people::{Actor, SentForm, decide};
use crate::platform::shell::Page;
use crate::programmes::changes::{self, Said};
use crate::programmes::forms::{Errors, no_patients, one_line};
use crate::programmes::joining::{self, CHECK_ANSWER, Checked, EXPECTATION_ANSWER, Expected};
use crate::programmes::shapes::MEMBER;
use crate::programmes::store::{GroupRow, ProgrammeRow};
use crate::programmes::views::member as views;
use crate::programmes::{OFFICE, State as Standing, store};

/// A membership with all that belongs to it.
pub(in crate::programmes) struct Part {
    pub member: Member,
    /// The name of the organisation it was begun by and the day that ended, when it is carried on.
    pub carried_from: Option<(String, String)>,
    pub checked: Vec<Checked>,
    pub expected: Vec<Expected>,
}

/// An organisation in a programme.
pub(in crate::programmes) struct OfMember {
    pub programme: ProgrammeRow,
    pub code: String,
    pub name: String,
    pub parts: Vec<Part>,
    pub groups: Vec<GroupRow>,
    pub as_at: AsAt,
    pub corrections: Option<Markup>,
}

/// Moving a member on, as it is typed.
#[derive(Debug, Default, Deserialize)]
pub struct MoveForm {
    /// The slug of the group.
    #[serde(default)]
    pub group: String,
    /// The word of the state.
    #[serde(default)]
    pub state: String,
    /// Since when.
    #[serde(default)]
    pub on: String,
    /// Anything else.
    #[serde(default)]
    pub note: String,
}

/// What was found, or what is said to what is expected, as it is typed.
#[derive(Debug, Default, Deserialize)]
pub struct AnswerForm {
    /// The word of the decision or the answer.
    #[serde(default)]
    pub answer: String,
    /// Since when.
    #[serde(default)]
    pub on: String,
    /// What shows it.
    #[serde(default)]
    pub evidence: String,
    /// Who sees to it.
    #[serde(default)]
    pub owner: String,
    /// Why, or anything else.
    #[serde(default)]
    pub note: String,
}

async fn read(app: &App, slug: &str, code: &str, as_at: AsAt) -> Result<OfMember, AppError> {
    let (code, today) = (code.to_uppercase(), app.clock().today());
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, today).await?;
    let programme = super::get(&mut connection, slug, (as_at, moment), today).await?;
    let names = app.names_at(&mut connection, as_at, moment).await?;
    let name = names.get(&code).cloned().ok_or(AppError::NotFound)?;
    let parts = parts(&mut connection, (slug, &code), &names, moment).await?;
    let here = format!("/programmes/{slug}/members/{code}");
    Ok(OfMember {
        groups: store::groups(&mut connection, slug, moment).await?,
        corrections: corrections::beside(&mut connection, &here, (as_at, moment)).await?,
        programme,
        code,
        name,
        parts,
        as_at,
    })
}

/// The memberships of an organisation in one programme, and those it carries on from organisations it followed.
async fn parts(
    connection: &mut Connection,
    (slug, code): (&str, &str),
    names: &Names,
    moment: Moment,
) -> sqlx::Result<Vec<Part>> {
    let closed = organisations::store::closed_at(connection, moment).await?;
    let checks = joining::store::checks(connection, slug, moment).await?;
    let expectations = joining::store::expectations(connection, slug, moment).await?;
    let before = organisations::store::successions(connection, moment).await?.before(code);
    let whose = before.into_iter().map(|(code, on)| (code, Some(on)));
    let mut parts = Vec::new();
    for (code, followed_on) in std::iter::once((code.to_owned(), None)).chain(whose) {
        let states = store::states_of(connection, &code, moment).await?;
        let states = states.into_iter().filter(|row| row.programme == slug).collect();
        let answers = joining::store::answers(connection, (slug, &code), moment).await?;
        let replies = joining::store::replies(connection, (slug, &code), moment).await?;
        for member in members_of(states, moment.known_on, &closed) {
            let name = || names.get(&code).unwrap_or(&code).clone();
            parts.push(Part {
                checked: Checked::all(&checks, &member.group, &answers),
                expected: Expected::all(&expectations, &member.group, &replies),
                carried_from: followed_on.clone().map(|on| (name(), on)),
                member,
            });
        }
    }
    Ok(parts)
}

impl OfMember {
    /// Its own memberships, not those it carries on.
    pub fn own(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.carried_from.is_none())
    }

    /// The address of a page of it.
    pub fn address(&self, rest: &str) -> String {
        format!("/programmes/{}/members/{}{rest}", self.programme.slug, self.code)
    }
}

/// `GET /programmes/{slug}/members/{code}`
///
/// # Errors
/// 404 for what is no member, of its own or carried on, on the day asked for.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((slug, code)): Path<(String, String)>,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    let permit = decide(&actor, ReadProgramme { slug }, &(), app.clock().now())?;
    let of = read(&app, &permit.action().slug, &code, query.parse(app.clock().today())?).await?;
    if of.parts.is_empty() { Err(AppError::NotFound) } else { Ok(views::show(&of)) }
}

/// `GET /programmes/{slug}/members/{code}/move`
///
/// # Errors
/// 403 for whoever is not of the programme office, or belongs to the organisation.
pub async fn ask_to_move(
    State(app): State<App>,
    actor: Actor,
    Path((slug, code)): Path<(String, String)>,
) -> Result<Response, AppError> {
    decide(&actor, MoveMember { organisation: code.to_uppercase() }, &(), app.clock().now())?;
    let of = read(&app, &slug, &code, AsAt::default()).await?;
    let mut form = MoveForm { on: app.clock().today().to_string(), ..MoveForm::default() };
    if let Some(part) = of.own().next() {
        form.group.clone_from(&part.member.group);
    }
    Ok(views::move_on(&of, &form, &key(&app), &Errors::new()).into_response())
}

/// The line that moves a member on, or what is wrong with the form.
fn move_line(of: &OfMember, form: &MoveForm, today: Date) -> Result<Line, Errors> {
    let mut errors = Errors::new();
    no_patients(&mut errors, "note", &form.note);
    if !of.groups.iter().any(|group| group.slug == form.group) {
        errors.insert("group", "Choose the group or wave".to_owned());
    }
    let next = Standing::from_word(&form.state);
    if next.is_none() {
        errors.insert("state", "Choose the state".to_owned());
    }
    if next == Some(Standing::Withdrawn) && form.note.trim().is_empty() {
        errors.insert("note", "Say why: everyone reads it".to_owned());
    }
    let note = one_line(&form.note);
    let cells = [
        ("programme", of.programme.slug.as_str()),
        ("group", form.group.as_str()),
        ("organisation", of.code.as_str()),
        ("state", form.state.as_str()),
        ("on", form.on.as_str()),
        ("note", note.as_str()),
        ("source", "x"),
    ];
    match MEMBER.typed(&cells, today) {
        Ok(line) if errors.is_empty() => Ok(line),
        Ok(_) => Err(errors),
        Err(wrong) => {
            for (field, reason) in wrong {
                errors.entry(field).or_insert(reason);
            }
            Err(errors)
        }
    }
}

/// `POST /programmes/{slug}/members/{code}/move`
///
/// # Errors
/// 403 for whoever is not of the programme office, or belongs to the organisation.
pub async fn move_on(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, code)): Path<(String, String)>,
    Form(form): Form<MoveForm>,
) -> Result<Response, AppError> {
    let permit = decide(&actor, MoveMember { organisation: code.to_uppercase() }, &(), app.clock().now())?;
    let of = read(&app, &slug, &code, AsAt::default()).await?;
    let line = match move_line(&of, &form, app.clock().today()) {
        Ok(line) => line,
        Err(errors) => return Ok(unprocessable(views::move_on(&of, &form, &key(&app), &errors))),
    };
    let answer = of.address("");
    let state = Standing::from_word(&form.state).map_or("", Standing::shown).to_lowercase();
    let subject = format!("{}: {} is {state}", of.programme.name, of.name);
    let body = format!("the programme office moved {} on: it is {state} now.\n\n{}{answer}", of.name, app.address());
    let said = Said {
        lines: vec![line],
        who: OFFICE,
        organisation: &of.code,
        record: answer.clone(),
        answer,
        tell: vec![(of.code.clone(), subject, body)],
    };
    match changes::say(app.kit(), permit, sent.key()?, said).await {
        Err(changes::SayError::DoesNotFit(reason)) => {
            let errors = Errors::from([("state", format!("This cannot be taken: {reason}"))]);
            Ok(unprocessable(views::move_on(&of, &form, &key(&app), &errors)))
        }
        said => finish(&app, said).await,
    }
}

/// What is wrong with a line, with the names the form has: `answer` stands for `column`.
fn of_form(errors: Errors, column: &'static str) -> Errors {
    errors.into_iter().map(|(field, reason)| (if field == column { "answer" } else { field }, reason)).collect()
}

/// The line as it was typed and checked, or what is wrong with it.
fn typed(
    shape: &'static crate::facts::Shape,
    cells: &[(&str, &str)],
    (form, column): (&AnswerForm, &'static str),
    today: Date,
) -> Result<Line, Errors> {
    let mut errors = Errors::new();
    no_patients(&mut errors, "note", &form.note);
    no_patients(&mut errors, "evidence", &form.evidence);
    if form.answer.is_empty() {
        errors.insert("answer", "Choose one".to_owned());
    }
    match shape.typed(cells, today) {
        Err(wrong) => {
            for (field, reason) in of_form(wrong, column) {
                errors.entry(field).or_insert(reason);
            }
            Err(errors)
        }
        Ok(_) if !errors.is_empty() => Err(errors),
        Ok(line) => match (shape.check)(&line) {
            Ok(()) => Ok(line),
            Err(reason) => {
                let field = if reason.contains("evidence") { "evidence" } else { "note" };
                Err(Errors::from([(field, format!("Here {reason}"))]))
            }
        },
    }
}

/// `GET /programmes/{slug}/members/{code}/checks/{check}`
///
/// # Errors
/// 403 for whoever is not of the programme office, or belongs to the organisation, 404 for what its groups do not ask for.
pub async fn ask_check(
    State(app): State<App>,
    actor: Actor,
    Path((slug, code, check)): Path<(String, String, String)>,
) -> Result<Response, AppError> {
    decide(&actor, MoveMember { organisation: code.to_uppercase() }, &(), app.clock().now())?;
    let of = read(&app, &slug, &code, AsAt::default()).await?;
    let (_, checked) = check_of(&of, &check)?;
    Ok(views::check(&of, checked, &AnswerForm::default(), &key(&app), &Errors::new()).into_response())
}

fn check_of<'a>(of: &'a OfMember, slug: &str) -> Result<(&'a Part, &'a Checked), AppError> {
    let found = |part: &'a Part| Some((part, part.checked.iter().find(|one| one.check.slug == slug)?));
    of.own().find_map(found).ok_or(AppError::NotFound)
}

/// `POST /programmes/{slug}/members/{code}/checks/{check}`
///
/// # Errors
/// As for the form.
pub async fn check(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, code, check)): Path<(String, String, String)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, AppError> {
    let permit = decide(&actor, MoveMember { organisation: code.to_uppercase() }, &(), app.clock().now())?;
    let of = read(&app, &slug, &code, AsAt::default()).await?;
    let (part, checked) = check_of(&of, &check)?;
    let (evidence, note) = (one_line(&form.evidence), one_line(&form.note));
    let cells = [
        ("programme", of.programme.slug.as_str()),
        ("group", part.member.group.as_str()),
        ("organisation", of.code.as_str()),
        ("check", check.as_str()),
        ("decision", form.answer.as_str()),
        ("evidence", evidence.as_str()),
        ("owner", form.owner.as_str()),
        ("note", note.as_str()),
        ("source", "x"),
    ];
    let line = match typed(&CHECK_ANSWER, &cells, (&form, "decision"), app.clock().today()) {
        Ok(line) => line,
        Err(errors) => return Ok(unprocessable(views::check(&of, checked, &form, &key(&app), &errors))),
    };
    let answer = of.address("");
    let said = Said {
        lines: vec![line],
        who: OFFICE,
        organisation: &of.code,
        record: answer.clone(),
        answer,
        tell: Vec::new(),
    };
    finish(&app, changes::say(app.kit(), permit, sent.key()?, said).await).await
}

fn expectation_of<'a>(of: &'a OfMember, slug: &str) -> Result<(&'a Part, &'a Expected), AppError> {
    let found = |part: &'a Part| Some((part, part.expected.iter().find(|one| one.expectation.slug == slug)?));
    of.own().find_map(found).ok_or(AppError::NotFound)
}

/// `GET /programmes/{slug}/members/{code}/expectations/{expectation}`
///
/// # Errors
/// 403 for whoever may not enter anything for it, 404 for what its groups do not expect.
pub async fn ask_expectation(
    State(app): State<App>,
    actor: Actor,
    Path((slug, code, expectation)): Path<(String, String, String)>,
) -> Result<Response, AppError> {
    decide(&actor, EnterFor { organisation: code.to_uppercase() }, &(), app.clock().now())?;
    let of = read(&app, &slug, &code, AsAt::default()).await?;
    let (_, expected) = expectation_of(&of, &expectation)?;
    Ok(views::expectation(&of, expected, &AnswerForm::default(), &key(&app), &Errors::new()).into_response())
}

/// `POST /programmes/{slug}/members/{code}/expectations/{expectation}`
///
/// # Errors
/// As for the form.
pub async fn expectation(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((slug, code, expectation)): Path<(String, String, String)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, AppError> {
    let permit = decide(&actor, EnterFor { organisation: code.to_uppercase() }, &(), app.clock().now())?;
    let of = read(&app, &slug, &code, AsAt::default()).await?;
    let (part, expected) = expectation_of(&of, &expectation)?;
    let (evidence, note) = (one_line(&form.evidence), one_line(&form.note));
    let cells = [
        ("programme", of.programme.slug.as_str()),
        ("group", part.member.group.as_str()),
        ("organisation", of.code.as_str()),
        ("expectation", expectation.as_str()),
        ("answer", form.answer.as_str()),
        ("on", form.on.as_str()),
        ("evidence", evidence.as_str()),
        ("note", note.as_str()),
        ("source", "x"),
    ];
    let line = match typed(&EXPECTATION_ANSWER, &cells, (&form, "answer"), app.clock().today()) {
        Ok(line) => line,
        Err(errors) => return Ok(unprocessable(views::expectation(&of, expected, &form, &key(&app), &errors))),
    };
    let answer = of.address("");
    let what = format!("what it says to \u{201c}{}\u{201d}", expected.expectation.title);
    let (who, tell) = super::entered_for(&app, &actor, (&of.code, &of.name), &what, &answer);
    let said = Said { lines: vec![line], who: &who, organisation: &of.code, record: answer.clone(), answer, tell };
    finish(&app, changes::say(app.kit(), permit, sent.key()?, said).await).await
}
