//! The acts on evidence: giving it, and accepting it or not.

use serde_json::json;
use uuid::Uuid;

use super::store::{self, EvidenceRow, NewRow};
use super::{DECISIONS, EVIDENCE};
use crate::journal::{Change, Moment, NewEntry};
use crate::kit::Kit;
use crate::milestones::{DATE, DATES};
use crate::people::policy::{AcceptEvidence, EnterFor, Given};
use crate::people::{self, Actor, FormKey, Permit, Role, decide, spend, spent};
use crate::platform::dates;
use crate::programmes::{self, SayError};

/// What is said to be done, and what shows it.
#[derive(Debug)]
pub struct NewEvidence<'a> {
    /// The programme.
    pub programme: &'a str,
    /// The milestone, by slug and title.
    pub milestone: (&'a str, &'a str),
    /// The organisation's name.
    pub name: &'a str,
    /// The day it was done.
    pub done_on: &'a str,
    /// What shows it.
    pub words: &'a str,
    /// Whose words they are, when the programme office was told by telephone; and who is told of that: an organisation, what it
    /// is about, and what it says.
    pub told: Option<(&'a str, &'a [Told])>,
}

/// An organisation that is told, what it is about, and what it says.
type Told = (String, String, String);

/// What was decided of it.
#[derive(Debug)]
pub enum Decision<'a> {
    /// It shows it.
    Accepted,
    /// It does not, and why.
    NotAccepted(&'a str),
}

/// Says that a milestone is done, with what shows it; the programme office is told. Gives the address to go on to.
///
/// # Errors
/// [`SayError::DoesNotFit`] when it is done already, or evidence waits; then nothing was written.
pub async fn give(
    kit: &Kit,
    permit: Permit<EnterFor>,
    key: &FormKey,
    new: &NewEvidence<'_>,
    site: &str,
) -> Result<String, SayError> {
    let by = permit.person().ok_or_else(|| SayError::DoesNotFit("somebody has to be signed in".to_owned()))?;
    let code = permit.action().organisation.as_str();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let today = kit.clock.today();
    let of = (new.programme, new.milestone.0);
    let others = store::of_milestone(change.tx(), of, Moment::now(today)).await?;
    let mut ours = others.iter().filter(|row| row.organisation == code);
    if ours.any(|row| row.says.as_deref() != Some("not-accepted")) {
        return Err(SayError::DoesNotFit("what shows it was given already".to_owned()));
    }
    let (id, sequence, day) = (kit.clock.new_id(), change.sequence(), today.to_string());
    let words = new.told.map_or_else(|| new.words.to_owned(), |(who, _)| format!("{} ({who})", new.words));
    let row = NewRow {
        id,
        programme: new.programme,
        milestone: new.milestone.0,
        organisation: code,
        done_on: new.done_on,
        words: &words,
        account: by,
        said_on: &day,
    };
    store::insert(change.tx(), &row, sequence).await?;
    let subject = format!("{} says that \u{201c}{}\u{201d} is done", new.name, new.milestone.1);
    let body = format!(
        "somebody from outside {} has to accept what shows it, or say why not. Read it here:\n\n{site}/evidence/{id}",
        new.name
    );
    let given = Given { organisation: code.to_owned(), by };
    for to in may_accept(&mut change, kit, id, &given).await? {
        people::write_to(change.tx(), kit, to, (&subject, &body)).await?;
    }
    for (organisation, subject, body) in new.told.map(|(_, tell)| tell).unwrap_or_default() {
        for to in people::colleagues_with(change.tx(), organisation, &[Role::Publisher], today).await? {
            people::write_to(change.tx(), kit, to.account(), (subject, body)).await?;
        }
    }
    let answer = format!("/organisations/{code}/milestones");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let says = format!("{code} says that {} was done on {}", new.milestone.1, dates::said(new.done_on));
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(code),
            action: "milestones.evidence",
            record: &format!("organisations/{code}/milestones"),
            source: new.told.map(|(who, _)| who),
            holds_on: None,
            is_public: true,
            public: json!({ "says": [says] }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&EVIDENCE],
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// Everybody who may accept it.
async fn may_accept(change: &mut Change, kit: &Kit, evidence: Uuid, given: &Given) -> sqlx::Result<Vec<Uuid>> {
    let today = kit.clock.today();
    let mut all: Vec<Uuid> = Vec::new();
    for role in [Role::Office, Role::Reviewer] {
        let with = people::everybody_with(change.tx(), role, today).await?;
        all.extend(with.iter().map(people::Colleague::account));
    }
    all.sort_unstable();
    all.dedup();
    let mut may = Vec::new();
    for account in all {
        let Some(person) = people::person(change.tx(), account, today).await? else { continue };
        let actor = Actor::Person(person);
        if decide(&actor, AcceptEvidence { evidence }, given, kit.clock.now()).is_ok() {
            may.push(account);
        }
    }
    Ok(may)
}

/// Accepts what shows that a milestone is done, which makes it done; or says why not. Whoever gave it is told.
///
/// # Errors
/// [`SayError::DoesNotFit`] when somebody decided in between; then nothing was written.
pub async fn accept(
    kit: &Kit,
    permit: Permit<AcceptEvidence>,
    key: &FormKey,
    decision: &Decision<'_>,
    site: &str,
) -> Result<String, SayError> {
    let by = permit.person().ok_or_else(|| SayError::DoesNotFit("somebody has to be signed in".to_owned()))?;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let today = kit.clock.today();
    let row = store::find(change.tx(), permit.action().evidence, Moment::now(today)).await?;
    let row = row.filter(|row| row.says.is_none());
    let row = row.ok_or_else(|| SayError::DoesNotFit("somebody decided it in the meantime".to_owned()))?;
    let ids = (kit.clock.new_id(), row.id(), row.given().by, by);
    let (sequence, day) = (change.sequence(), today.to_string());
    let (says, reason) = match decision {
        Decision::Accepted => ("accepted", None),
        Decision::NotAccepted(reason) => ("not-accepted", Some(*reason)),
    };
    store::insert_decision(change.tx(), ids, (says, reason, &day), sequence).await?;
    if matches!(decision, Decision::Accepted) {
        done(&mut change, kit, &row).await?;
    }
    tell(&mut change, kit, &row, decision, site).await?;
    let answer = format!("/organisations/{}/milestones", row.organisation);
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let said = match decision {
        Decision::Accepted => "accepted",
        Decision::NotAccepted(_) => "not accepted",
    };
    let says = format!("{}: what shows that {} is done was {said}", row.organisation, row.milestone.replace('-', " "));
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(&row.organisation),
            action: "milestones.decision",
            record: &format!("organisations/{}/milestones", row.organisation),
            source: None,
            holds_on: None,
            is_public: true,
            public: json!({ "says": [says] }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&DECISIONS, &DATES],
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// Writes down that it is done.
async fn done(change: &mut Change, kit: &Kit, row: &EvidenceRow) -> Result<(), SayError> {
    let cells = [
        ("programme", row.programme.as_str()),
        ("milestone", row.milestone.as_str()),
        ("organisation", row.organisation.as_str()),
        ("kind", "done"),
        ("date", row.done_on.as_str()),
        ("source", "x"),
    ];
    let line = DATE.typed(&cells, kit.clock.today()).map_err(|errors| {
        let all: Vec<String> = errors.into_values().collect();
        SayError::DoesNotFit(all.join("; "))
    })?;
    let who = "What shows it, accepted by a second person from outside";
    programmes::write_lines(change, kit, who, &[line]).await?;
    Ok(())
}

async fn tell(
    change: &mut Change,
    kit: &Kit,
    row: &EvidenceRow,
    decision: &Decision<'_>,
    site: &str,
) -> Result<(), SayError> {
    let said = match decision {
        Decision::Accepted => "It was accepted: the milestone is done.".to_owned(),
        Decision::NotAccepted(reason) => format!("It was not accepted: {reason}"),
    };
    let read_on = format!("{said}\n\n{site}/organisations/{}/milestones", row.organisation);
    let by = row.given().by;
    let subject = "What you gave to show that a milestone is done";
    people::write_to(change.tx(), kit, by, (subject, &read_on)).await?;
    let subject = "What was given to show that a milestone of yours is done";
    let today = kit.clock.today();
    for publisher in people::colleagues_with(change.tx(), &row.organisation, &[Role::Publisher], today).await? {
        if publisher.account() != by {
            people::write_to(change.tx(), kit, publisher.account(), (subject, &read_on)).await?;
        }
    }
    Ok(())
}
