//! The acts on reports: opening a round, saving, signing, opening parts again, and reminding.

use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, ReportRow, RoundRow};
use super::{OPENINGS, Part, REPORTS, ROUNDS, Report, SIGNATURES, Signer, Standing, pages, stage};
use crate::error::AppError;
use crate::facts::Line;
use crate::journal::store::put_text;
use crate::journal::{Change, JournalError, Moment, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::milestones::confidence::{By, CONFIDENCE, CONFIDENCES};
use crate::milestones::{DATE, DATES};
use crate::people::policy::{ReopenReport, RunProgramme, SignReport, WriteReport};
use crate::people::{self, FormKey, Permit, Role, spend, spent};
use crate::platform::dates;
use crate::platform::files::sha256_hex;
use crate::programmes::{self, SayError};

/// Why an act on a report was not done.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The round or the organisation is not there.
    #[error("there is no such report")]
    NotThere,
    /// It is approved, and nothing of it is open.
    #[error("this report is approved, and nothing of it is open")]
    Frozen,
    /// Somebody else saved meanwhile.
    #[error("somebody else saved it meanwhile")]
    Changed,
    /// A round of this name is there already.
    #[error("there is a round of this name already")]
    Taken,
    /// Somebody signed already, or it was the same person.
    #[error("somebody signed already, or it was you")]
    Signed,
    /// What it says does not fit what is on record.
    #[error(transparent)]
    DoesNotFit(#[from] SayError),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<ReportError> for AppError {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::NotThere => Self::NotFound,
            ReportError::Frozen => Self::BadRequest(
                "This report is approved. It stays as it is, unless the programme office opens parts of it again."
                    .to_owned(),
            ),
            ReportError::Changed => {
                Self::BadRequest("Somebody saved this report meanwhile. Open its page again and look.".to_owned())
            }
            ReportError::Signed => {
                Self::BadRequest("Somebody signed already, or you did. The two who sign are two people.".to_owned())
            }
            ReportError::Taken => Self::BadRequest("There is a round of this name already.".to_owned()),
            ReportError::DoesNotFit(error) => error.into(),
            ReportError::Journal(error) => error.into(),
            ReportError::Database(error) => error.into(),
        }
    }
}

/// A round to be opened.
#[derive(Clone, Debug)]
pub struct NewRound<'a> {
    /// The programme.
    pub programme: &'a str,
    /// Its part of addresses.
    pub slug: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The day by which reports are in.
    pub due_on: Date,
}

/// Opens a round. Members get their letters from the work the portal does by itself. Gives the address to go on to.
///
/// # Errors
/// When the journal refuses; then nothing was written.
pub async fn open_round(
    kit: &Kit,
    permit: Permit<RunProgramme>,
    key: &FormKey,
    new: &NewRound<'_>,
) -> Result<String, ReportError> {
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let row = RoundRow {
        programme: new.programme.to_owned(),
        slug: new.slug.to_owned(),
        name: new.name.to_owned(),
        opened_on: kit.clock.today().to_string(),
        due_on: new.due_on.to_string(),
    };
    if store::round(change.tx(), new.programme, new.slug).await?.is_some() {
        return Err(ReportError::Taken);
    }
    let sequence = change.sequence();
    store::insert_round(change.tx(), kit.clock.new_id(), &row, sequence).await?;
    let answer = format!("/programmes/{}/reports", new.programme);
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let says = format!("{}: reports are due on {}", new.name, dates::day(new.due_on));
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: None,
            action: "milestones.round",
            record: answer.trim_start_matches('/'),
            source: None,
            holds_on: None,
            is_public: true,
            public: json!({ "says": [says] }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&ROUNDS],
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// The end of an act on a report: its answer is kept under the form's key, and its entry appended.
async fn finish(
    mut change: Change,
    kit: &Kit,
    (actor, action): (&str, &'static str),
    standing: &Standing,
    (key, answer): (&FormKey, &str),
    (says, texts, tables): (Option<Vec<String>>, Vec<String>, &[&RecordTable]),
) -> Result<String, ReportError> {
    spend(change.tx(), key, answer, kit.clock.now().as_microsecond()).await?;
    let record = standing.address("");
    change
        .append(NewEntry {
            actor,
            organisation: Some(&standing.organisation.0),
            action,
            record: record.trim_start_matches('/'),
            source: None,
            holds_on: None,
            is_public: says.is_some(),
            public: json!({ "says": says.unwrap_or_default() }),
            private: None,
            texts,
            files: Vec::new(),
            tables,
        })
        .await?;
    change.commit().await?;
    Ok(answer.to_owned())
}

async fn found(change: &mut Change, kit: &Kit, of: (&str, &str, &str)) -> Result<Standing, ReportError> {
    let moment = Moment::now(kit.clock.today());
    pages::standing(change.tx(), of, moment).await?.ok_or(ReportError::NotThere)
}

/// Saves what an organisation reports; parts that are not open stay as they were approved. `made_from` is the draft that was
/// seen. Gives the address to go on to.
///
/// # Errors
/// [`ReportError`]; then nothing was written.
pub async fn save(
    kit: &Kit,
    permit: Permit<WriteReport>,
    key: &FormKey,
    (report, made_from): (Report, &str),
) -> Result<String, ReportError> {
    let by = permit.person().ok_or(ReportError::NotThere)?;
    let WriteReport { programme, round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let standing = found(&mut change, kit, (programme, round, organisation)).await?;
    if standing.is_frozen() {
        return Err(ReportError::Frozen);
    }
    if standing.seen() != made_from {
        return Err(ReportError::Changed);
    }
    let report = standing.kept(report);
    let text = json!(report).to_string();
    let hash = sha256_hex(text.as_bytes());
    put_text(change.tx(), &hash, text.as_bytes()).await?;
    let sequence = change.sequence();
    if let Some((row, _)) = &standing.draft {
        store::end_draft(change.tx(), &row.id, sequence).await?;
    }
    let row = ReportRow {
        id: kit.clock.new_id().as_bytes().to_vec(),
        programme: programme.clone(),
        round: round.clone(),
        organisation: organisation.clone(),
        number: standing.approved.as_ref().map_or(0, |(row, _)| row.number) + 1,
        state: "draft".to_owned(),
        text_hash: hash.clone(),
        saved_by: by.as_bytes().to_vec(),
        saved_on: kit.clock.today().to_string(),
        from_sequence: sequence,
    };
    store::insert_report(change.tx(), &row).await?;
    let answer = standing.address("/sign");
    let written = (None, vec![hash], &[&REPORTS][..]);
    finish(change, kit, (permit.actor(), "reports.save"), &standing, (key, &answer), written).await
}

/// Signs the draft that was seen. With the second signature it is approved: it is frozen, and its dates are the
/// organisation's public dates.
///
/// # Errors
/// [`ReportError`]; then nothing was written.
pub async fn sign(kit: &Kit, permit: Permit<SignReport>, key: &FormKey, site: &str) -> Result<String, ReportError> {
    let by = permit.person().ok_or(ReportError::NotThere)?;
    let SignReport { programme, round, organisation, seen } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let standing = found(&mut change, kit, (programme, round, organisation)).await?;
    let Some((row, report)) = standing.draft.clone() else { return Err(ReportError::Frozen) };
    if standing.seen() != *seen {
        return Err(ReportError::Changed);
    }
    let (sequence, today) = (change.sequence(), kit.clock.today().to_string());
    let id = kit.clock.new_id();
    if !standing.is_passed_on() {
        store::insert_signature(change.tx(), (id, &row), (Signer::First, seen, by), (&today, sequence)).await?;
        ask_for_second(&mut change, kit, (&standing, by), site).await?;
        let answer = standing.address("/sign");
        let written = (None, Vec::new(), &[&SIGNATURES][..]);
        return finish(change, kit, (permit.actor(), "reports.pass_on"), &standing, (key, &answer), written).await;
    }
    if standing.barred().contains(&by) {
        return Err(ReportError::Signed);
    }
    store::insert_signature(change.tx(), (id, &row), (Signer::Second, seen, by), (&today, sequence)).await?;
    store::end_draft(change.tx(), &row.id, sequence).await?;
    let approved = ReportRow {
        id: kit.clock.new_id().as_bytes().to_vec(),
        state: "approved".to_owned(),
        saved_on: today,
        from_sequence: sequence,
        ..row
    };
    store::insert_report(change.tx(), &approved).await?;
    store::end_openings(change.tx(), (programme, round, organisation), sequence).await?;
    let mut says = vec![format!("{organisation} reported for {}", standing.round.name)];
    let who = format!("{}, in its report for {}", standing.organisation.1, standing.round.name);
    says.extend(programmes::write_lines(&mut change, kit, &who, &lines(kit, &standing, &report)?).await?);
    let answer = standing.address("");
    let tables: &[&RecordTable] = &[&SIGNATURES, &REPORTS, &OPENINGS, &DATES, &CONFIDENCES];
    let written = (Some(says), vec![approved.text_hash], tables);
    finish(change, kit, (permit.actor(), "milestones.report"), &standing, (key, &answer), written).await
}

/// What an approved report says anew, as lines of facts.
fn lines(kit: &Kit, standing: &Standing, report: &Report) -> Result<Vec<Line>, SayError> {
    let today = kit.clock.today();
    let (programme, code) = (standing.programme.slug.as_str(), standing.organisation.0.as_str());
    let (moved, sure) = standing.news(report);
    let mut lines = Vec::new();
    for reported in &moved {
        let Some(to) = &reported.moved else { continue };
        let cells = [
            ("programme", programme),
            ("milestone", reported.milestone.as_str()),
            ("organisation", code),
            ("kind", "expected"),
            ("date", to.to.as_str()),
            ("reason", to.reason.as_str()),
            ("note", to.note.as_str()),
            ("source", "x"),
        ];
        lines.push(DATE.typed(&cells, today).map_err(wrong)?);
    }
    if let Some(sure) = sure {
        let scale = standing.levels.iter().find(|row| row.level == sure.level).map_or("", |row| row.scale.as_str());
        let day = today.to_string();
        let cells = [
            ("programme", programme),
            ("organisation", code),
            ("said_by", By::Own.word()),
            ("scale", scale),
            ("level", sure.level.as_str()),
            ("narrative", sure.narrative.as_str()),
            ("on", day.as_str()),
            ("source", "x"),
        ];
        lines.push(CONFIDENCE.typed(&cells, today).map_err(wrong)?);
    }
    Ok(lines)
}

fn wrong(errors: std::collections::BTreeMap<&'static str, String>) -> SayError {
    let all: Vec<String> = errors.into_values().collect();
    SayError::DoesNotFit(all.join("; "))
}

/// A letter to those who can approve.
async fn ask_for_second(
    change: &mut Change,
    kit: &Kit,
    (standing, by): (&Standing, Uuid),
    site: &str,
) -> Result<(), ReportError> {
    let subject = format!("Approve the report of {} for {}", standing.organisation.1, standing.round.name);
    let body = format!(
        "the report waits for a second person, who saved none of it. Read it on one page, and approve it or change it:\n\n{site}{}",
        standing.address("/sign")
    );
    let barred = standing.savers.as_slice();
    let publishers =
        people::colleagues_with(change.tx(), &standing.organisation.0, &[Role::Publisher], kit.clock.today()).await?;
    for to in publishers.iter().map(people::Colleague::account) {
        if to != by && !barred.contains(&to) {
            people::write_to(change.tx(), kit, to, (&subject, &body)).await?;
        }
    }
    Ok(())
}

/// Opens parts of an approved report again. What was approved stays as it is; the organisation is told.
///
/// # Errors
/// [`ReportError`]; then nothing was written.
pub async fn reopen(
    kit: &Kit,
    permit: Permit<ReopenReport>,
    key: &FormKey,
    (parts, why): (&[Part], &str),
    site: &str,
) -> Result<String, ReportError> {
    let ReopenReport { programme, round, organisation } = permit.action();
    let of = (programme.as_str(), round.as_str(), organisation.as_str());
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let standing = found(&mut change, kit, of).await?;
    if !standing.is_frozen() {
        return Err(ReportError::Frozen);
    }
    let (sequence, today) = (change.sequence(), kit.clock.today());
    for part in parts {
        let id = kit.clock.new_id();
        store::insert_opening(change.tx(), id, of, (*part, why), (&today.to_string(), sequence)).await?;
    }
    let subject = format!("Parts of your report for {} are open again", standing.round.name);
    let named: Vec<String> = parts.iter().map(|part| part.shown().to_lowercase()).collect();
    let body = format!(
        "the programme office opened these parts again: {}. It says why:\n\n{why}\n\nWhat was approved stays readable.\n\n{site}{}",
        named.join(", "),
        standing.address("/write")
    );
    for to in people::colleagues_with(change.tx(), organisation, &[Role::Publisher, Role::Contributor], today).await? {
        people::write_to(change.tx(), kit, to.account(), (&subject, &body)).await?;
    }
    let answer = standing.address("");
    let written = (None, Vec::new(), &[&OPENINGS][..]);
    finish(change, kit, (permit.actor(), "reports.reopen"), &standing, (key, &answer), written).await
}

/// Writes the letters about reports that are due today: to whoever writes for a member whose report is not approved. Each goes
/// out once, and none after it is approved. Gives how many members were written to.
///
/// # Errors
/// When the database refuses; what was written before stands.
pub async fn remind(kit: &Kit, site: &str) -> Result<usize, ReportError> {
    let today = kit.clock.today();
    let mut written = 0;
    let rounds = store::newest(&mut kit.db.read().await?).await?;
    for round in rounds {
        let (Ok(opened), Ok(due)) = (round.opened_on.parse(), round.due_on.parse()) else { continue };
        let missing = pages::missing(&mut kit.db.read().await?, &round, Moment::now(today)).await?;
        for code in missing {
            let of = (round.programme.as_str(), round.slug.as_str(), code.as_str());
            let sent = store::reminded(&mut kit.db.read().await?, of).await?;
            if let Some(stage) = stage((opened, due), today, &sent) {
                written += usize::from(remind_one(kit, (&round, &code), stage, site).await?);
            }
        }
    }
    Ok(written)
}

async fn remind_one(kit: &Kit, (round, code): (&RoundRow, &str), stage: i64, site: &str) -> Result<bool, ReportError> {
    let mut tx = kit.db.begin().await?;
    if !store::insert_reminder(&mut tx, (&round.programme, &round.slug, code), stage).await? {
        return Ok(false);
    }
    let due = dates::said(&round.due_on);
    let subject = match stage {
        0 => format!("Your report for {} is open, due on {due}", round.name),
        1 => format!("Your report for {} is due on {due}", round.name),
        _ => format!("Your report for {} was due on {due}", round.name),
    };
    let body = format!(
        "what is known stands there already. When nothing has changed, that is one button:\n\n{site}/programmes/{}/reports/{}/{code}/write\n\nThese letters stop when the report is approved.",
        round.programme, round.slug
    );
    let roles = [Role::Publisher, Role::Contributor];
    for to in people::colleagues_with(&mut tx, code, &roles, kit.clock.today()).await? {
        people::write_to(&mut tx, kit, to.account(), (&subject, &body)).await?;
    }
    tx.commit().await?;
    Ok(true)
}
