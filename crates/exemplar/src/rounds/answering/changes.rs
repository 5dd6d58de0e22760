//! The acts of answering: saving a section, taking a file, asking a colleague, signing, and opening sections again.

use composite::Answer;
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::forms::Said;
use super::{Life, OPENINGS, OWNERS, SIGNATURES, Signer, Standing, pages, reminder, seen, store};
use crate::journal::store::put_text;
use crate::journal::{Change, JournalError, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::people::policy::{AnswerAssessment, ReopenAssessment, SignAssessment};
use crate::people::{self, FormKey, Permit, Role, spend, spent, write_to};
use crate::platform::files::sha256_hex;
use crate::rounds::store::{AssessmentRow, end_assessment, insert_assessment};
use crate::rounds::{ASSESSMENTS, Answered, EvidenceFile, Note, Notes, joined};

/// Why answers were not saved or signed.
#[derive(Debug, thiserror::Error)]
pub enum AnsweringError {
    /// The round, the organisation or the section is not there.
    #[error("not there")]
    NotThere,
    /// The section cannot be answered now.
    #[error("this section cannot be answered now")]
    Closed,
    /// Somebody else saved meanwhile.
    #[error("somebody else saved meanwhile")]
    Changed,
    /// Something is left to answer.
    #[error("something is left to answer")]
    Incomplete,
    /// Somebody signed as this already, or the same person signed.
    #[error("somebody signed as this already, or it was you")]
    Signed,
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl From<sqlx::Error> for AnsweringError {
    fn from(error: sqlx::Error) -> Self {
        Self::Journal(error.into())
    }
}

/// Where answers came from, in the record.
const HERE: &str = "answered here";

/// The end of an act: its answer is kept under the form's key, and its entry appended.
async fn finish(
    mut change: Change,
    kit: &Kit,
    (actor, action): (&str, &'static str),
    standing: &Standing,
    (key, answer): (&FormKey, &str),
    (public, texts, files, tables): (serde_json::Value, Vec<String>, Vec<String>, &[&RecordTable]),
) -> Result<String, AnsweringError> {
    spend(change.tx(), key, answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor,
            organisation: Some(&standing.organisation),
            action,
            record: &format!("assessments/{}/{}", standing.round.slug, standing.organisation),
            source: None,
            holds_on: None,
            is_public: false,
            public,
            private: None,
            texts,
            files,
            tables,
        })
        .await?;
    change.commit().await?;
    Ok(answer.to_owned())
}

/// Writes answers anew, ending those before. Gives the hash of the notes, when there are any.
async fn write(
    change: &mut Change,
    kit: &Kit,
    standing: &Standing,
    (answers, notes): (&[Answer], &Notes),
    (state, account): (&str, Option<Vec<u8>>),
) -> Result<Option<String>, AnsweringError> {
    let sequence = change.sequence();
    if let Some(row) = &standing.row {
        end_assessment(change.tx(), &row.id, sequence).await?;
    }
    let text = (!notes.is_empty()).then(|| json!(notes).to_string());
    let notes_hash = text.as_ref().map(|text| sha256_hex(text.as_bytes()));
    if let (Some(hash), Some(text)) = (&notes_hash, &text) {
        put_text(change.tx(), hash, text.as_bytes()).await?;
    }
    let row = AssessmentRow {
        id: kit.clock.new_id().as_bytes().to_vec(),
        organisation: standing.organisation.clone(),
        care_setting: standing.care_setting.clone(),
        answers: joined(answers),
        notes_hash: notes_hash.clone(),
        answered_on: kit.clock.today().to_string(),
        state: state.to_owned(),
        saved_by: account,
        from_sequence: sequence,
    };
    insert_assessment(change.tx(), (&standing.round.slug, HERE), &row, sequence).await?;
    Ok(notes_hash)
}

/// Saves the answers of a section.
pub(super) async fn save(
    kit: &Kit,
    permit: Permit<AnswerAssessment>,
    key: &FormKey,
    (section, seen): (usize, &str),
    said: Said,
) -> Result<String, AnsweringError> {
    let AnswerAssessment { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let standing = pages::standing(change.tx(), round, organisation).await?.ok_or(AnsweringError::NotThere)?;
    if !standing.is_open(section, kit.clock.today()) {
        return Err(AnsweringError::Closed);
    }
    if standing.seen_of(section) != seen {
        return Err(AnsweringError::Changed);
    }
    let (mut answers, mut notes) = (standing.answers.clone(), standing.notes.clone());
    for (place, answer) in said.answers {
        if let Some(kept) = answers.get_mut(place) {
            *kept = answer;
        }
        if let Some(question) = standing.framework.questions.get(place) {
            // Files came or went meanwhile: those that hold now stay.
            let files = notes.remove(&question.id).map(|note| note.files).unwrap_or_default();
            let note = Note { files, ..said.notes.get(&question.id).cloned().unwrap_or_default() };
            if note != Note::default() {
                notes.insert(question.id.clone(), note);
            }
        }
    }
    let account = permit.person().map(|account| account.as_bytes().to_vec());
    let hash = write(&mut change, kit, &standing, (&answers, &notes), ("open", account)).await?;
    let id = standing.framework.sections.get(section).map(|section| section.id.clone()).unwrap_or_default();
    let answer = standing.address("");
    let written = (json!({ "section": id }), hash.into_iter().collect(), Vec::new(), &[&ASSESSMENTS][..]);
    finish(change, kit, (permit.actor(), "assessments.save"), &standing, (key, &answer), written).await
}

/// Changes the files that show an answer is true: `change_files` gets those that hold, and says whether it changed them.
pub(super) async fn save_evidence(
    kit: &Kit,
    permit: Permit<AnswerAssessment>,
    key: &FormKey,
    question: &str,
    change_files: impl FnOnce(&mut Vec<EvidenceFile>) -> bool,
) -> Result<String, AnsweringError> {
    let AnswerAssessment { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let standing = pages::standing(change.tx(), round, organisation).await?.ok_or(AnsweringError::NotThere)?;
    let section = standing.section_asking(question).ok_or(AnsweringError::NotThere)?;
    if !standing.is_open(section, kit.clock.today()) {
        return Err(AnsweringError::Closed);
    }
    let mut notes = standing.notes.clone();
    let note = notes.entry(question.to_owned()).or_default();
    if !change_files(&mut note.files) {
        return Err(AnsweringError::NotThere);
    }
    let files = note.files.iter().map(|file| file.hash.clone()).collect();
    if *note == Note::default() {
        notes.remove(question);
    }
    let account = permit.person().map(|account| account.as_bytes().to_vec());
    let hash = write(&mut change, kit, &standing, (&standing.answers, &notes), ("open", account)).await?;
    let answer = standing.address(&format!("/evidence/{question}"));
    let written = (json!({ "question": question }), hash.into_iter().collect(), files, &[&ASSESSMENTS][..]);
    finish(change, kit, (permit.actor(), "assessments.evidence"), &standing, (key, &answer), written).await
}

/// Takes answers from a file that was filled in elsewhere, over those that were `seen` when it was read.
pub(super) async fn take_file(
    kit: &Kit,
    permit: Permit<AnswerAssessment>,
    key: &FormKey,
    (said, seen): (&Answered, &str),
) -> Result<String, AnsweringError> {
    let AnswerAssessment { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let standing = pages::standing(change.tx(), round, organisation).await?.ok_or(AnsweringError::NotThere)?;
    if standing.seen() != seen {
        return Err(AnsweringError::Changed);
    }
    let today = kit.clock.today();
    let answer = |place: usize| said.answers.get(place).copied().unwrap_or_default();
    let changes =
        |section: usize| standing.asked(section).into_iter().any(|place| answer(place) != standing.answer(place));
    // What is signed stays so, also when the file says the same.
    let (open, shut): (Vec<usize>, Vec<usize>) =
        standing.sections().into_iter().partition(|section| standing.is_open(*section, today));
    if open.is_empty() || shut.into_iter().any(changes) {
        return Err(AnsweringError::Closed);
    }
    // Evidence that was written here stays beside its answer.
    let mut notes = said.notes.clone();
    for (id, note) in standing.notes.iter().filter(|(_, note)| note.has_evidence()) {
        let kept = notes.entry(id.clone()).or_default();
        *kept = Note { why: std::mem::take(&mut kept.why), ..note.clone() };
    }
    let account = permit.person().map(|account| account.as_bytes().to_vec());
    let hash = write(&mut change, kit, &standing, (&said.answers, &notes), ("open", account)).await?;
    let answer = standing.address("");
    let written = (json!({}), hash.into_iter().collect(), Vec::new(), &[&ASSESSMENTS][..]);
    finish(change, kit, (permit.actor(), "assessments.file"), &standing, (key, &answer), written).await
}

/// Asks a colleague to answer a section; they get a letter that leads there.
pub(super) async fn ask(
    kit: &Kit,
    permit: Permit<AnswerAssessment>,
    key: &FormKey,
    (section, to): (&str, Uuid),
    site: &str,
) -> Result<String, AnsweringError> {
    let AnswerAssessment { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let standing = pages::standing(change.tx(), round, organisation).await?.ok_or(AnsweringError::NotThere)?;
    let place = standing.framework.section(section).ok_or(AnsweringError::NotThere)?;
    if !standing.is_open(place, kit.clock.today()) {
        return Err(AnsweringError::Closed);
    }
    let sequence = change.sequence();
    store::change_owner(change.tx(), kit.clock.new_id(), (round, organisation, section), to, sequence).await?;
    let title = standing.framework.sections.get(place).map_or("", |section| section.title.as_str());
    let subject = format!("Please answer \u{201c}{title}\u{201d}");
    let until = standing.round.closed_on.as_deref().map(|day| format!(" by {}", crate::platform::dates::said(day)));
    let body = format!(
        "a colleague asks you to answer the section \u{201c}{title}\u{201d} of {}{}:\n\n{site}{}",
        standing.round.name,
        until.unwrap_or_default(),
        standing.address(&format!("/sections/{section}"))
    );
    write_to(change.tx(), kit, to, (&subject, &body)).await?;
    let answer = standing.address("");
    let written = (json!({ "section": section }), Vec::new(), Vec::new(), &[&OWNERS][..]);
    finish(change, kit, (permit.actor(), "assessments.ask"), &standing, (key, &answer), written).await
}

/// Signs the answers that were seen. With the second signature they count.
pub(super) async fn sign(
    kit: &Kit,
    permit: Permit<SignAssessment>,
    key: &FormKey,
    signer: Signer,
) -> Result<String, AnsweringError> {
    let SignAssessment { round, organisation, answers_hash } = permit.action();
    let account = permit.person().ok_or(AnsweringError::NotThere)?;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let standing = pages::standing(change.tx(), round, organisation).await?.ok_or(AnsweringError::NotThere)?;
    let Some(row) = standing.row.clone().filter(|_| standing.life != Life::Signed) else {
        return Err(AnsweringError::Closed);
    };
    if seen(&row) != *answers_hash {
        return Err(AnsweringError::Changed);
    }
    if !standing.is_complete() {
        return Err(AnsweringError::Incomplete);
    }
    let given = store::signatures(change.tx(), round, organisation, answers_hash).await?;
    if given.iter().any(|other| other.kind == signer.word() || other.account() == account) {
        return Err(AnsweringError::Signed);
    }
    let (sequence, today) = (change.sequence(), kit.clock.today().to_string());
    // Answers from a file that nobody here saved were the operator's.
    let saved_by = row.saved_by.clone().unwrap_or_else(|| Uuid::nil().as_bytes().to_vec());
    let of = (round.as_str(), organisation.as_str(), signer.word(), answers_hash.as_str());
    store::insert_signature(change.tx(), kit.clock.new_id(), of, (account, &saved_by), (&today, sequence)).await?;
    let mut tables: Vec<&RecordTable> = vec![&SIGNATURES];
    let mut texts = Vec::new();
    if !given.is_empty() {
        let all = (standing.answers.as_slice(), &standing.notes);
        texts.extend(write(&mut change, kit, &standing, all, ("final", row.saved_by)).await?);
        store::end_openings(change.tx(), round, organisation, sequence).await?;
        tables.extend([&ASSESSMENTS, &OPENINGS]);
    }
    let answer = standing.address("");
    let written = (json!({ "as": signer.word(), "seen": answers_hash }), texts, Vec::new(), tables.as_slice());
    finish(change, kit, (permit.actor(), "assessments.sign"), &standing, (key, &answer), written).await
}

/// Opens sections of signed answers again. What was signed stays what counts until it is signed anew.
pub(super) async fn reopen(
    kit: &Kit,
    permit: Permit<ReopenAssessment>,
    key: &FormKey,
    (sections, why): (&[String], &str),
    site: &str,
) -> Result<String, AnsweringError> {
    let ReopenAssessment { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let standing = pages::standing(change.tx(), round, organisation).await?.ok_or(AnsweringError::NotThere)?;
    if standing.life != Life::Signed {
        return Err(AnsweringError::Closed);
    }
    let (sequence, today) = (change.sequence(), kit.clock.today());
    for section in sections {
        let of = (round.as_str(), organisation.as_str(), section.as_str(), why);
        store::insert_opening(change.tx(), kit.clock.new_id(), of, (&today.to_string(), sequence)).await?;
    }
    let saved_by = standing.row.as_ref().and_then(|row| row.saved_by.clone());
    let all = (standing.answers.as_slice(), &standing.notes);
    let hash = write(&mut change, kit, &standing, all, ("open", saved_by)).await?;
    let answer = standing.address("");
    let body = format!(
        "the programme office opened sections of your assessment \u{201c}{}\u{201d} again, because:\n\n{why}\n\n{site}{answer}",
        standing.round.name
    );
    for to in people::colleagues_with(change.tx(), organisation, &[Role::Publisher, Role::Contributor], today).await? {
        write_to(change.tx(), kit, to.account(), ("Sections of your assessment are open again", &body)).await?;
    }
    let written =
        (json!({ "sections": sections }), hash.into_iter().collect(), Vec::new(), &[&ASSESSMENTS, &OPENINGS][..]);
    finish(change, kit, (permit.actor(), "assessments.reopen"), &standing, (key, &answer), written).await
}

/// Reminds those who have not answered a round that closes: whoever was asked to answer a section, and those who publish for the
/// organisation. It stops when the answers are signed. Gives how many organisations were reminded.
///
/// # Errors
/// When the database refuses; what was written before stands.
pub async fn remind(kit: &Kit, site: &str) -> sqlx::Result<usize> {
    let today = kit.clock.today();
    let open = store::open_rounds(&mut kit.db.read().await?, &today.to_string()).await?;
    let mut written = 0;
    for round in open {
        let Some(closes) = round.closed_on.as_deref().and_then(|day| day.parse::<Date>().ok()) else { continue };
        if reminder(closes, today, &[]).is_none() {
            continue;
        }
        let organisations = people::organisations_with_writers(&mut kit.db.read().await?, today).await?;
        for organisation in organisations {
            written += usize::from(remind_one(kit, (&round.slug, closes), &organisation, site).await?);
        }
    }
    Ok(written)
}

async fn remind_one(kit: &Kit, (round, closes): (&str, Date), organisation: &str, site: &str) -> sqlx::Result<bool> {
    let today = kit.clock.today();
    let mut connection = kit.db.read().await?;
    let sent = store::reminded(&mut connection, round, organisation).await?;
    let Some(days_before) = reminder(closes, today, &sent) else { return Ok(false) };
    let Some(standing) = pages::standing(&mut connection, round, organisation).await? else { return Ok(false) };
    let sections = standing.sections();
    if standing.life == Life::Signed || sections.is_empty() {
        return Ok(false);
    }
    let left = sections.iter().filter(|section| matches!(standing.progress(**section), (a, b) if a < b));
    let left: Vec<&str> = left.map(|section| standing.title(*section)).collect();
    let publishers = people::colleagues_with(&mut connection, organisation, &[Role::Publisher], today).await?;
    let mut to: Vec<Uuid> = publishers.iter().map(people::Colleague::account).collect();
    for owner in store::owners(&mut connection, round, organisation).await? {
        let section = standing.framework.section(&owner.section);
        if section.is_some_and(|section| left.contains(&standing.title(section))) {
            to.push(owner.account());
        }
    }
    drop(connection);
    to.sort_unstable();
    to.dedup();
    let mut tx = kit.db.begin().await?;
    if !store::insert_reminder(&mut tx, (round, organisation, days_before)).await? {
        return Ok(false);
    }
    let when = crate::platform::dates::day(closes);
    let what = match left.as_slice() {
        [] => "All sections are answered; two people have to sign.".to_owned(),
        left => format!("Left to answer: {}.", left.join(", ")),
    };
    let body = format!(
        "the assessment \u{201c}{}\u{201d} closes on {when}. {what}\n\n{site}{}\n\nThese reminders stop when two people have signed.",
        standing.round.name,
        standing.address("")
    );
    let subject = format!("Answers to \u{201c}{}\u{201d} are due by {when}", standing.round.name);
    for account in to {
        write_to(&mut tx, kit, account, (&subject, &body)).await?;
    }
    tx.commit().await?;
    Ok(true)
}
