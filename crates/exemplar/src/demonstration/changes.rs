//! What the demonstration's people did before the visitor came: two copies, one live and one that waits, and who is told of it.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Somebody, asking, behind, everybody, giving_back, many};
use crate::asking::AskingError;
use crate::blueprints;
use crate::copies::offering::OfferError;
use crate::copies::updates::UpdateError;
use crate::copies::{self, CopyError, Report, Standing, StepRow};
use crate::journal::Moment;
use crate::kit::Kit;
use crate::milestones::reporting::{self, NewRound, ReportError};
use crate::people::policy::{
    CommentOnDraft, CopyBlueprint, EditBlueprint, PlanCopy, PublishBlueprint, RunProgramme, Visibility, WatchBlueprint,
};
use crate::people::{self, AccountError, Actor, Denied, FormKey, NewAccount, Permit, Role, decide};
use crate::platform::jobs::{self, NewJob};
use crate::rounds::answering::AnsweringError;
use crate::watching::{self, Pace, WatchError};
use crate::writing::{self, CareAnswers, Publishing, Submitting, WritingError, comments};

/// A guide of Stanmoor.
const WIFI: &str = "wi-fi-for-staff-and-public-on-hospital-sites";

/// A guide of Harbourfell.
const PRESCRIBING: &str = "electronic-prescribing-and-medicines-administration-on-inpatient-wards";

/// The programme in which a round of reports is open.
const NINE: &str = "demo-nine-milestones";

/// Why the people could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemonstrationError {
    /// An account was refused.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// A copy was refused.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// A draft was refused.
    #[error(transparent)]
    Writing(#[from] WritingError),
    /// Watching was refused.
    #[error(transparent)]
    Watching(#[from] WatchError),
    /// A decision about a change of a source was refused.
    #[error(transparent)]
    Update(#[from] UpdateError),
    /// An offer to a source was refused.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// A check was refused.
    #[error(transparent)]
    Check(#[from] AnsweringError),
    /// Something that was asked was refused.
    #[error(transparent)]
    Asking(#[from] AskingError),
    /// A round of reports was refused.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A guide the demonstration needs is not in it.
    #[error("there is no guide {0}")]
    NoGuide(String),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Somebody may not do what they did.
    #[error("{0} may not do this")]
    NotAllowed(String),
}

/// Makes the people, and what they did. People who are there already did it before. Gives how many are new.
///
/// # Errors
/// [`DemonstrationError`]; what was done before stays.
pub async fn fill(kit: &Kit, site: &str) -> Result<usize, DemonstrationError> {
    let mut made = 0;
    for somebody in everybody() {
        let new = NewAccount {
            mail: somebody.mail.clone(),
            name: somebody.name.clone(),
            organisation: somebody.organisation.clone(),
            roles: somebody.roles.clone(),
            password: None,
        };
        match people::add_account(kit, &Actor::Operator, &new).await {
            Ok(_) => made += 1,
            Err(AccountError::Taken(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if made > 0 {
        watch(kit, "owen.hale@example.org", PRESCRIBING, Pace::AtOnce).await?;
        watch(kit, "sam.reid@example.org", WIFI, Pace::Daily).await?;
        let copier = everybody().into_iter().next();
        if let Some(copier) = copier {
            wifi_is_live(kit, &copier).await?;
            prescribing_waits(kit, &copier, site).await?;
            asking::fill(kit, site).await?;
            behind::fill(kit, PRESCRIBING, site).await?;
            many::fill(kit).await?;
            giving_back::fill(kit, WIFI, site).await?;
            a_round_is_open(kit).await?;
        }
        letters_of_the_day_are_due(kit).await?;
    }
    Ok(made)
}

/// The office opened a round of reports, which can be tried.
async fn a_round_is_open(kit: &Kit) -> Result<(), DemonstrationError> {
    let office = everybody().into_iter().find(|somebody| somebody.roles.contains(&Role::Office));
    let Some(by) = office else { return Ok(()) };
    let permit = allowed(decide(&actor(kit, &by).await?, RunProgramme, &(), kit.clock.now()), &by)?;
    let today = kit.clock.today();
    let due_on = today.saturating_add(jiff::Span::new().days(12));
    let name = format!("{} {}", season(today), today.year());
    let slug = crate::platform::markdown::slug(&name);
    let new = NewRound { programme: NINE, slug: &slug, name: &name, due_on };
    reporting::open_round(kit, permit, &key(kit), &new).await?;
    Ok(())
}

/// What a round of this time of the year is called.
fn season(today: jiff::civil::Date) -> &'static str {
    match today.month() {
        3..=5 => "Spring",
        6..=8 => "Summer",
        9..=11 => "Autumn",
        _ => "Winter",
    }
}

/// Lets somebody watch a guide, so that they are told what comes next.
async fn watch(kit: &Kit, mail: &str, slug: &str, pace: Pace) -> Result<(), DemonstrationError> {
    let by = somebody(mail)?;
    let action = WatchBlueprint { blueprint: guide(kit, slug).await? };
    let permit = allowed(decide(&actor(kit, &by).await?, action, &Visibility::Public, kit.clock.now()), &by)?;
    Ok(watching::watch_guide(kit, permit, &key(kit), pace).await?)
}

/// Nobody who tries the demonstration waits until seven in the morning.
async fn letters_of_the_day_are_due(kit: &Kit) -> Result<(), DemonstrationError> {
    let mut tx = kit.db.begin().await?;
    let job = NewJob::new(watching::DIGEST, serde_json::Value::Null).named(watching::DIGEST);
    jobs::queue(&mut tx, &kit.clock, job).await?;
    Ok(tx.commit().await?)
}

/// The person with this mail address.
pub(super) fn somebody(mail: &str) -> Result<Somebody, DemonstrationError> {
    let found = everybody().into_iter().find(|somebody| somebody.mail == mail);
    found.ok_or_else(|| DemonstrationError::NotAllowed(mail.to_owned()))
}

/// Their account.
pub(super) async fn account(kit: &Kit, mail: &str) -> Result<Uuid, DemonstrationError> {
    let person = people::by_mail(&mut kit.db.read().await?, mail, kit.clock.today()).await?;
    person.map(|person| person.account).ok_or_else(|| DemonstrationError::NotAllowed(mail.to_owned()))
}

pub(super) async fn actor(kit: &Kit, somebody: &Somebody) -> Result<Actor, DemonstrationError> {
    let today = kit.clock.today();
    let person = people::by_mail(&mut kit.db.read().await?, &somebody.mail, today).await?;
    person.map(Actor::Person).ok_or_else(|| DemonstrationError::NotAllowed(somebody.name.clone()))
}

pub(super) fn key(kit: &Kit) -> FormKey {
    FormKey::new(kit.clock.new_id())
}

/// Copies the guide at `slug`; gives the copy.
pub(super) async fn copy(kit: &Kit, by: &Somebody, slug: &str) -> Result<Uuid, DemonstrationError> {
    let action = CopyBlueprint { source: guide(kit, slug).await?, organisation: by.organisation.clone() };
    let permit = allowed(decide(&actor(kit, by).await?, action, &Visibility::Public, kit.clock.now()), by)?;
    let address = copies::copy(kit, permit, &key(kit), &BTreeMap::new()).await?;
    guide(kit, address.rsplit('/').next().unwrap_or_default()).await
}

pub(super) async fn guide(kit: &Kit, slug: &str) -> Result<Uuid, DemonstrationError> {
    let id = blueprints::store::id_of_slug(&mut kit.db.read().await?, slug).await?;
    id.ok_or_else(|| DemonstrationError::NoGuide(slug.to_owned()))
}

pub(super) fn allowed<A>(permit: Result<Permit<A>, Denied>, by: &Somebody) -> Result<Permit<A>, DemonstrationError> {
    permit.map_err(|_| DemonstrationError::NotAllowed(by.name.clone()))
}

pub(super) async fn editing(kit: &Kit, by: &Somebody, copy: Uuid) -> Result<Permit<EditBlueprint>, DemonstrationError> {
    let actor = actor(kit, by).await?;
    allowed(decide(&actor, EditBlueprint { blueprint: copy }, &by.organisation, kit.clock.now()), by)
}

async fn planning(kit: &Kit, by: &Somebody, copy: Uuid) -> Result<Permit<PlanCopy>, DemonstrationError> {
    let actor = actor(kit, by).await?;
    allowed(decide(&actor, PlanCopy { blueprint: copy }, &by.organisation, kit.clock.now()), by)
}

async fn wifi_is_live(kit: &Kit, by: &Somebody) -> Result<(), DemonstrationError> {
    let copy = copy(kit, by, WIFI).await?;
    let care = CareAnswers { changes_what: false, could_harm: false, states_dose: false };
    writing::answer_care(kit, editing(kit, by, copy).await?, &key(kit), care).await?;
    let draft = writing::store::current(&mut kit.db.read().await?, copy).await?;
    let action =
        PublishBlueprint { blueprint: copy, text_hash: draft.map(|draft| draft.text_hash).unwrap_or_default() };
    let permit = allowed(decide(&actor(kit, by).await?, action, &by.organisation, kit.clock.now()), by)?;
    let said = Publishing { note: "Taken over as it is", ..Publishing::default() };
    writing::publish(kit, permit, &key(kit), &said).await?;
    let report = Report {
        standing: Standing::Live,
        cost: "£64,000 to £71,000 for four sites, survey and two years of support".to_owned(),
        months: Some(8),
        evidence: "Nurses timed ten shifts before and after: sign-in on the ward fell from 4 minutes to 1".to_owned(),
        note: "Three of our four sites are rented. Agree with each landlord before the survey, not after".to_owned(),
    };
    copies::set_standing(kit, planning(kit, by, copy).await?, &key(kit), &report).await?;
    Ok(())
}

/// It was submitted, and a colleague said something of it.
async fn is_in_review(kit: &Kit, by: &Somebody, copy: Uuid, site: &str) -> Result<(), DemonstrationError> {
    let note = "Our downtime pack is on paper, not on a tablet: please look at that hazard";
    let draft = writing::store::current(&mut kit.db.read().await?, copy).await?;
    let text_hash = draft.map(|draft| draft.text_hash).unwrap_or_default();
    let said = Submitting { text_hash: &text_hash, note, said_invented: false };
    writing::submit(kit, editing(kit, by, copy).await?, &key(kit), &said, site).await?;
    if let Some(colleague) =
        everybody().into_iter().find(|one| one.organisation == by.organisation && one.mail != by.mail)
    {
        let action = CommentOnDraft { blueprint: copy };
        let permit = decide(&actor(kit, &colleague).await?, action, &by.organisation, kit.clock.now());
        let words = "Our two cottage hospitals have no pharmacist at weekends. Who checks the charts there?";
        comments::say(kit, allowed(permit, by)?, &key(kit), ("steps", words)).await?;
    }
    Ok(())
}

async fn prescribing_waits(kit: &Kit, by: &Somebody, site: &str) -> Result<(), DemonstrationError> {
    let copy = copy(kit, by, PRESCRIBING).await?;
    let care = CareAnswers { changes_what: true, could_harm: true, states_dose: false };
    writing::answer_care(kit, editing(kit, by, copy).await?, &key(kit), care).await?;
    is_in_review(kit, by, copy, site).await?;
    let adapting = Report { standing: Standing::Adapting, ..Report::considering() };
    copies::set_standing(kit, planning(kit, by, copy).await?, &key(kit), &adapting).await?;
    let mut connection = kit.db.read().await?;
    let line = blueprints::store::find(&mut connection, copy, Moment::now(kit.clock.today())).await?;
    let line = line.ok_or_else(|| DemonstrationError::NoGuide(copy.to_string()))?;
    let steps = copies::steps_of(&mut connection, &line).await?;
    drop(connection);
    for (title, days) in steps.iter().zip([-12, 20]) {
        let due = kit.clock.today().saturating_add(jiff::Span::new().days(days));
        let mut step = StepRow::new(copy, title);
        step.owner.clone_from(&by.name);
        step.due_on = Some(due.to_string());
        copies::note_step(kit, planning(kit, by, copy).await?, &key(kit), &step).await?;
    }
    Ok(())
}
