//! Saying what is promised, expected or done of one milestone.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::super::evidence::pages::Errors;
use super::super::evidence::{self, EvidenceRow, NewEvidence};
use super::super::store::{self, MilestoneRow};
use super::super::{DATE, DateRow, Plan, plans, views};
use crate::app::App;
use crate::error::AppError;
use crate::facts::Line;
use crate::journal::Moment;
use crate::organisations;
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{EnterFor, SpeakFor};
use crate::people::{Actor, Permit, SentForm, decide};
use crate::platform::dates::{self, PartialDate};
use crate::programmes::{self, ProgrammeRow, Said, SayError, no_patients, one_line};

/// What is said of a milestone.
#[derive(Debug, Default, Deserialize)]
pub struct DateForm {
    /// `promised`, `expected` or `done`; `confirm` for what the programme office was told by telephone.
    #[serde(default)]
    pub kind: String,
    /// The date.
    #[serde(default)]
    pub date: String,
    /// The word of the reason.
    #[serde(default)]
    pub reason: String,
    /// In a sentence; or what shows that it is done.
    #[serde(default)]
    pub note: String,
}

/// One milestone of an organisation, as the form shows it.
pub(in crate::milestones) struct Entering {
    pub code: String,
    pub name: String,
    pub programme: ProgrammeRow,
    pub milestone: MilestoneRow,
    /// What was said of it; none when nothing was.
    pub plan: Option<Plan>,
    pub evidence: Vec<EvidenceRow>,
    pub today: Date,
    /// Whether whoever enters it speaks for the organisation, and is not of the programme office.
    pub is_theirs: bool,
}

async fn read(
    app: &App,
    actor: &Actor,
    (code, slug, milestone): (String, String, String),
) -> Result<(Entering, Permit<EnterFor>), AppError> {
    let permit = decide(actor, EnterFor { organisation: code.to_uppercase() }, &(), app.clock().now())?;
    let code = permit.action().organisation.clone();
    let today = app.clock().today();
    let moment = Moment::now(today);
    let mut connection = app.db().read().await?;
    let programme = programmes::find(&mut connection, &slug, moment).await?.ok_or(AppError::NotFound)?;
    let known = organisations::store::find(&mut connection, &code, moment).await?.ok_or(AppError::NotFound)?;
    let all = store::definitions(&mut connection, &slug, moment).await?;
    let milestone = all.into_iter().find(|row| row.slug == milestone).ok_or(AppError::NotFound)?;
    let rows = store::of_organisation(&mut connection, &code, moment).await?;
    let plan = plans(rows).into_iter().find(|plan| plan.programme == slug && plan.milestone == milestone.slug);
    let evidence = evidence::store::of_organisation(&mut connection, &code, moment).await?;
    let is_theirs = decide(actor, SpeakFor { organisation: code.clone() }, &(), app.clock().now()).is_ok();
    Ok((Entering { code, name: known.shown_name, programme, milestone, plan, evidence, today, is_theirs }, permit))
}

/// `GET /organisations/{code}/milestones/{slug}/{milestone}`
///
/// # Errors
/// 403 for whoever may not enter anything for it, 404 for a milestone that is not known.
pub async fn ask(
    State(app): State<App>,
    actor: Actor,
    Path(path): Path<(String, String, String)>,
) -> Result<Response, AppError> {
    let (of, _) = read(&app, &actor, path).await?;
    Ok(views::enter(&of, &DateForm::default(), &key(&app), &Errors::new()).into_response())
}

impl Entering {
    /// Whether something was promised for it.
    pub fn has_promise(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.promised().is_some())
    }

    /// What the programme office was told by telephone last, and the organisation has not said itself: it can confirm it.
    pub fn to_confirm(&self) -> Option<&DateRow> {
        let last = self.plan.as_ref().filter(|_| self.is_theirs && !self.is_done())?.history.last()?;
        programmes::is_told(&last.source).then_some(last)
    }

    /// The line by which the organisation says itself what was told by telephone.
    fn confirmed(&self) -> Result<Line, Errors> {
        let nothing = || Errors::from([("kind", "Nothing waits to be confirmed here".to_owned())]);
        let row = self.to_confirm().ok_or_else(nothing)?;
        let note = format!("Confirmed by the organisation on {}.", dates::day(self.today));
        let cells = [
            ("programme", self.programme.slug.as_str()),
            ("milestone", self.milestone.slug.as_str()),
            ("organisation", self.code.as_str()),
            ("kind", row.kind.as_str()),
            ("date", row.stored()),
            ("reason", row.reason_word()),
            ("note", note.as_str()),
            ("source", "x"),
        ];
        DATE.typed(&cells, self.today).map_err(|_| nothing())
    }

    /// Whether it is expected for this date now.
    fn expects(&self, date: PartialDate) -> bool {
        self.plan.as_ref().and_then(Plan::expected).is_some_and(|row| row.stored() == date.stored())
    }

    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.done().is_some())
    }

    /// The line of a date, or what is wrong with the form.
    fn check(&self, form: &DateForm) -> Result<Line, Errors> {
        let mut errors = Errors::new();
        no_patients(&mut errors, "note", &form.note);
        let kind = form.kind.as_str();
        match kind {
            "promised" if self.has_promise() => {
                errors.insert("kind", "It was promised already: say what is now expected".to_owned());
            }
            "promised" | "expected" | "done" if self.is_done() => {
                errors.insert("kind", "It is done: nothing more is said of its dates".to_owned());
            }
            "done" if self.plan.is_none() => {
                errors.insert("kind", "Say first what was promised or is expected".to_owned());
            }
            "promised" | "expected" | "done" => {}
            _ => {
                errors.insert("kind", "Choose what you want to say".to_owned());
            }
        }
        let note = one_line(&form.note);
        match (kind, note.is_empty()) {
            ("expected", true) => {
                errors.insert("note", "Say in a sentence what happened: everyone reads it".to_owned());
            }
            ("done", true) => {
                errors.insert("note", "Say what shows it, with an address where it can be seen".to_owned());
            }
            _ => {}
        }
        if kind == "expected" && form.reason.is_empty() {
            errors.insert("reason", "Choose the reason".to_owned());
        }
        let reason = if kind == "expected" { form.reason.as_str() } else { "" };
        let cells = [
            ("programme", self.programme.slug.as_str()),
            ("milestone", self.milestone.slug.as_str()),
            ("organisation", self.code.as_str()),
            ("kind", if errors.contains_key("kind") { "expected" } else { kind }),
            ("date", form.date.as_str()),
            ("reason", reason),
            ("note", note.as_str()),
            ("source", "x"),
        ];
        let line = DATE.typed(&cells, self.today);
        if let Err(wrong) = &line {
            errors.extend(wrong.iter().map(|(column, words)| (*column, words.clone())));
        }
        let date = line.as_ref().ok().and_then(|line| line.date("date"));
        match (kind, date) {
            ("done", Some(date)) if date.first_day() > self.today => {
                errors.insert("date", "This day is still to come".to_owned());
            }
            ("done", Some(date)) if date.last_day() > self.today => {
                errors
                    .insert("date", format!("{} has not ended: give the day it was done", dates::said(&date.stored())));
            }
            ("expected", Some(date)) if self.expects(date) => {
                errors.insert("date", "This is what is expected already".to_owned());
            }
            ("expected" | "promised", Some(date)) if date.last_day() < self.today => {
                errors.insert("date", "This day has passed: say when it will be done, or that it is".to_owned());
            }
            _ => {}
        }
        match line {
            Ok(line) if errors.is_empty() => Ok(line),
            _ => Err(errors),
        }
    }
}

/// `POST /organisations/{code}/milestones/{slug}/{milestone}`
///
/// # Errors
/// As for the form.
pub async fn enter(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(path): Path<(String, String, String)>,
    Form(form): Form<DateForm>,
) -> Result<Response, AppError> {
    let (of, permit) = read(&app, &actor, path).await?;
    let checked = if form.kind == "confirm" { of.confirmed() } else { of.check(&form) };
    let line = match checked {
        Ok(line) => line,
        Err(errors) => return Ok(unprocessable(views::enter(&of, &form, &key(&app), &errors))),
    };
    let result = match form.kind.as_str() {
        "done" => {
            let (words, done_on) = (one_line(&form.note), line.word("date").to_owned());
            let answer = format!("/organisations/{}/milestones", of.code);
            let what = format!("that \u{201c}{}\u{201d} is done", of.milestone.title);
            let (who, tell) = programmes::entered_for(&app, &actor, (&of.code, &of.name), &what, &answer);
            let new = NewEvidence {
                told: (!tell.is_empty()).then_some((who.as_str(), tell.as_slice())),
                programme: &of.programme.slug,
                milestone: (&of.milestone.slug, &of.milestone.title),
                name: &of.name,
                done_on: &done_on,
                words: &words,
            };
            evidence::give(app.kit(), permit, sent.key()?, &new, app.address()).await
        }
        _ => {
            let answer = format!("/organisations/{}/milestones", of.code);
            let what = format!("a date for \u{201c}{}\u{201d}", of.milestone.title);
            let read_on = format!("{answer}/{}/{}", of.programme.slug, of.milestone.slug);
            let (who, tell) = programmes::entered_for(&app, &actor, (&of.code, &of.name), &what, &read_on);
            let record = answer.clone();
            let said = Said { lines: vec![line], who: &who, organisation: &of.code, record, answer, tell };
            programmes::say(app.kit(), permit, sent.key()?, said).await
        }
    };
    match result {
        Ok(answer) => {
            app.notice().await?;
            Ok(Redirect::to(&answer).into_response())
        }
        Err(SayError::DoesNotFit(reason)) => {
            let errors = Errors::from([("kind", format!("This cannot be taken: {reason}"))]);
            Ok(unprocessable(views::enter(&of, &form, &key(&app), &errors)))
        }
        Err(error) => Err(error.into()),
    }
}
