//! What this room shows on a guide's page and on the home page of a signed-in person, and who may ask about a guide.

use database::Connection;
use jiff::civil::Date;
use maud::Markup;
use uuid::Uuid;

use super::requests::Figures;
use super::views::name;
use super::views::part::{self, Beside, Mine, Waiting};
use super::{AskingError, confirmations, contacts, questions, requests};
use crate::app::App;
use crate::blueprints::{self, GuideLine, State as Life};
use crate::copies::Around;
use crate::error::AppError;
use crate::journal::{AsAt, Moment};
use crate::organisations;
use crate::people::policy::{AskPeople, Asked, BeAsked, ReadBlueprint, Visibility};
use crate::people::{Actor, Permit, Person, decide};
use crate::platform::dates;
use crate::writing::pages::guide;

fn visibility(line: &GuideLine) -> Visibility {
    match line.state() {
        Life::Draft => Visibility::Private(line.organisation.clone().unwrap_or_default()),
        Life::Published | Life::Withdrawn => Visibility::Public,
    }
}

/// A guide whose text is here and which may be read.
pub(super) async fn readable(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    slug: &str,
) -> Result<GuideLine, AppError> {
    let line = guide(app, connection, slug).await?;
    decide(actor, ReadBlueprint { slug: slug.to_owned() }, &visibility(&line), app.clock().now())?;
    if line.is_held() { Ok(line) } else { Err(AppError::NotFound) }
}

/// A guide whose people can be asked, and leave to ask them, for the first organisation of theirs that is another.
pub(super) async fn asking(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    slug: &str,
) -> Result<(GuideLine, Permit<AskPeople>), AppError> {
    let line = readable(app, actor, connection, slug).await?;
    let Actor::Person(person) = actor else { return Err(AppError::Forbidden) };
    let owner = line.organisation.clone().ok_or(AppError::NotFound)?;
    let theirs = person.organisations();
    if theirs.is_empty() {
        return Err(AppError::BadRequest(
            "Your account belongs to no organisation yet. Ask the people who run this portal to add you to yours."
                .to_owned(),
        ));
    }
    let first = theirs.iter().find(|code| **code != owner).or(theirs.first()).copied().unwrap_or_default();
    let action = AskPeople { blueprint: line.id(), organisation: first.to_owned() };
    let asked = Asked { visibility: visibility(&line), organisation: owner.clone() };
    let permit = decide(actor, action, &asked, app.clock().now())?;
    if line.state() != Life::Published {
        return Err(AskingError::Withdrawn.into());
    }
    for (code, then) in [(owner.as_str(), "nobody there can answer"), (first, "nobody asks for it any more")] {
        still_open(app, connection, code, then).await?;
    }
    Ok((line, permit))
}

/// Refuses for an organisation that is closed.
async fn still_open(app: &App, connection: &mut Connection, code: &str, then: &str) -> Result<(), AppError> {
    let today = app.clock().today();
    let known = organisations::store::find(connection, code, Moment::now(today)).await?;
    let closed = known.and_then(|row| row.closed_on).filter(|day| *day <= today.to_string());
    match closed {
        None => Ok(()),
        Some(day) => {
            let names = app.names(connection).await?;
            Err(AppError::BadRequest(format!("{} closed on {}: {then}.", name(&names, code), dates::said(&day))))
        }
    }
}

/// What stands beside a guide as known at the moment asked for: before its text, and after it.
///
/// # Errors
/// When the database cannot be read.
pub async fn beside(
    app: &App,
    connection: &mut Connection,
    actor: &Actor,
    (line, around): (&GuideLine, &Around),
    (as_at, moment): (AsAt, Moment),
) -> Result<(Markup, Markup), AppError> {
    if line.state() == Life::Draft || !line.is_held() || line.organisation.is_none() {
        return Ok((Markup::default(), Markup::default()));
    }
    let names = app.names_at(connection, as_at, moment).await?;
    let known = super::store::known(connection, line.id()).await?;
    let (questions, people) = match known.questions {
        true => questions::pages::of_guide(connection, line.id(), moment).await?,
        false => Default::default(),
    };
    let groups = contacts::pages::groups(connection, (line, known.contacts), around, moment).await?;
    let figures = match known.requests {
        true => requests::pages::figures(connection, line.id(), moment).await?,
        false => Figures::default(),
    };
    let confirmations = match known.confirmations {
        true => confirmations::store::of_guide(connection, line.id(), moment).await?,
        false => Vec::new(),
    };
    let is_now = !as_at.is_past() && line.state() == Life::Published;
    let owner = line.organisation.clone().unwrap_or_default();
    let be_asked = BeAsked { blueprint: line.id(), organisation: owner.clone() };
    let is_theirs = decide(actor, be_asked, &(), app.clock().now()).is_ok();
    let beside = Beside {
        shown: questions::views::Shown {
            line,
            questions: &questions,
            names: &names,
            people: &people,
            as_at,
            may_answer: is_now && questions::pages::may_answer(app, actor, line),
            reader: questions::pages::reader(actor),
        },
        groups: &groups,
        figures: &figures,
        confirmations: &confirmations,
        source: around.source.as_ref().filter(|source| source.state() != Life::Draft),
        takes_questions: is_now && !is_theirs,
        may_be_asked: is_now && is_theirs,
        may_confirm: is_now && confirmations::pages::confirming(app, actor, connection, line).await.is_ok(),
    };
    Ok((part::before(&beside), part::after(&beside)))
}

/// What waits for somebody: questions to their organisations, requests to them, whether they still want to be asked; and
/// what became of what they asked.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(connection: &mut Connection, person: &Person, today: Date) -> Result<Markup, AppError> {
    let moment = Moment::now(today);
    let (mut waiting, mut mine) = (Vec::new(), Vec::new());
    for organisation in person.organisations_written_for() {
        for row in questions::store::waiting_for(connection, organisation).await? {
            if let Some(line) = blueprints::store::find(connection, row.blueprint(), moment).await? {
                let href = format!("/blueprints/{}/questions/{}/answer", line.slug, row.id());
                waiting.push(Waiting { what: "A question to your organisation", href, line, since: row.asked_on });
            }
        }
    }
    for id in requests::store::waiting_for(connection, person.account).await? {
        let Some(request) = requests::store::find(connection, id).await? else { continue };
        let line = blueprints::store::find(connection, request.row.blueprint(), moment).await?;
        if let Some(line) = line.filter(|_| request.with() == person.account) {
            let what = "A request to you";
            waiting.push(Waiting { what, href: format!("/requests/{id}"), line, since: request.since().to_owned() });
        }
    }
    for row in contacts::store::of_account(connection, person.account).await? {
        let Some(since) = row.asked_again_on.clone() else { continue };
        if let Some(line) = blueprints::store::find(connection, row.blueprint(), moment).await? {
            let href = format!("/blueprints/{}/be-asked", line.slug);
            waiting.push(Waiting { what: "May others still ask you?", href, line, since });
        }
    }
    waiting.sort_by(|a, b| a.since.cmp(&b.since));
    mine.extend(asked_by(connection, person.account, moment).await?);
    Ok(part::waiting(&waiting, &mine))
}

/// What somebody asked, and how it stands.
async fn asked_by(connection: &mut Connection, account: Uuid, moment: Moment) -> sqlx::Result<Vec<Mine>> {
    let mut mine = Vec::new();
    for row in questions::store::asked_by(connection, account).await? {
        let answers = questions::store::answers_to(connection, row.id()).await?;
        let ends: Vec<_> = questions::store::end_of(connection, row.id()).await?.into_iter().collect();
        let Some(line) = blueprints::store::find(connection, row.blueprint(), moment).await? else { continue };
        let (id, asked_on) = (row.id(), row.asked_on.clone());
        if let Some(question) = questions::together(vec![row], &answers, &ends, moment).pop() {
            let href = format!("/blueprints/{}/questions#question-{id}", line.slug);
            mine.push(Mine { what: "A question", href, line, asked_on, stands: part::stands(&question) });
        }
    }
    for id in requests::store::asked_by(connection, account).await? {
        let Some(request) = requests::store::find(connection, id).await? else { continue };
        if let Some(line) = blueprints::store::find(connection, request.row.blueprint(), moment).await? {
            let (href, asked_on) = (format!("/requests/{id}"), request.row.asked_on.clone());
            mine.push(Mine { what: "A request", href, line, asked_on, stands: part::request_stands(&request) });
        }
    }
    mine.sort_by(|a, b| b.asked_on.cmp(&a.asked_on));
    Ok(mine)
}
