//! The acts on safety notices: raising one, giving duties, answering, telling again, and naming a director.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::store::{self, DutyRow, NewAnswer, NewRow, NoticeRow};
use super::telling::{self, Letter};
use super::{ANSWERS, DIRECTORS, DUTIES, Kind, NOTICES, REMINDERS, Reply, Standing, answer_by, is_shown, reminder};
use crate::blueprints::{self, ChangeClass, GuideLine, State};
use crate::copies::updates::{Answer, How, Round};
use crate::copies::{self, store::Below};
use crate::error::AppError;
use crate::journal::store::put_text;
use crate::journal::{Change, JournalError, Moment, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::people::policy::{AnswerNotice, NameDirector};
use crate::people::{self, FormKey, Permit, Role, spend, spent, write_to};
use crate::platform::files::sha256_hex;
use crate::writing;

/// How entries name the portal itself.
const PORTAL: &str = "portal";

/// How many copies are given their duty in one transaction.
const AT_ONCE: usize = 50;

/// Why an act on a notice was not done.
#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    /// Nothing there.
    #[error("there is no such notice")]
    NotThere,
    /// It was answered in between.
    #[error("this notice was answered in the meantime")]
    Settled,
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<NoticeError> for AppError {
    fn from(error: NoticeError) -> Self {
        match error {
            NoticeError::NotThere => Self::NotFound,
            NoticeError::Settled => {
                Self::BadRequest("This was answered in the meantime. Open its page again.".to_owned())
            }
            NoticeError::Journal(error) => error.into(),
            NoticeError::Database(error) => error.into(),
        }
    }
}

/// A notice to be raised.
#[derive(Clone, Copy, Debug)]
pub struct NewNotice<'a> {
    /// The guide it is about.
    pub source: Uuid,
    /// Why.
    pub kind: Kind,
    /// The version that corrects it, or that is withdrawn or warned of.
    pub number: i64,
    /// The entry that brought it about.
    pub entry: i64,
    /// What it says, where no version and no withdrawal says it.
    pub words: Option<&'a str>,
}

/// Raises a notice within an act. Gives its id, the table it wrote to, and the hash of its words.
///
/// # Errors
/// When the database refuses.
pub async fn put(
    change: &mut Change,
    kit: &Kit,
    new: &NewNotice<'_>,
) -> Result<(Uuid, &'static RecordTable, Option<String>), NoticeError> {
    let (today, sequence, id) = (kit.clock.today(), change.sequence(), kit.clock.new_id());
    let words_hash = new.words.map(|words| sha256_hex(words.as_bytes()));
    if let (Some(hash), Some(words)) = (&words_hash, new.words) {
        put_text(change.tx(), hash, words.as_bytes()).await?;
    }
    let row = NewRow {
        id,
        source: new.source,
        kind: new.kind,
        number: new.number,
        entry: new.entry,
        words_hash: words_hash.as_deref(),
        raised_on: &today.to_string(),
        answer_by: &answer_by(today).to_string(),
    };
    store::insert(change.tx(), &row, sequence).await?;
    Ok((id, &NOTICES, words_hash))
}

/// Raises the notice that an entry brought about, unless it was raised. Gives it.
pub(super) async fn raise(kit: &Kit, new: &NewNotice<'_>) -> Result<Option<Uuid>, NoticeError> {
    let mut change = Change::open(kit).await?;
    if let Some(notice) = store::by_entry(change.tx(), (new.source, new.entry)).await? {
        return Ok(Some(notice.id()));
    }
    let moment = Moment::now(kit.clock.today());
    let Some(line) = blueprints::store::find(change.tx(), new.source, moment).await? else { return Ok(None) };
    let (id, table, _) = put(&mut change, kit, new).await?;
    let public = json!({ "notice": new.kind.word(), "version": new.number });
    append(&mut change, (PORTAL, "notices.raise", &line), (public, true), Vec::new(), &[table]).await?;
    change.commit().await?;
    Ok(Some(id))
}

/// Gives every copy below a notice that has none yet its duty, and tells those who answer for it.
pub(super) async fn give_duties(kit: &Kit, notice: Uuid, site: &str) -> Result<usize, NoticeError> {
    let mut given = 0;
    loop {
        let mut connection = kit.db.read().await?;
        let Some(notice) = store::notice(&mut connection, notice).await? else { return Ok(given) };
        let moment = Moment::now(kit.clock.today());
        let Some(source) = blueprints::store::find(&mut connection, notice.source(), moment).await? else {
            return Ok(given);
        };
        let mut waiting = concerned(&mut connection, &notice, moment).await?;
        drop(connection);
        if waiting.is_empty() {
            return Ok(given);
        }
        waiting.truncate(AT_ONCE);
        given += waiting.len();
        give(kit, (&notice, &source), &waiting, site).await?;
    }
}

/// The copies below a notice that it concerns and that have no duty yet.
async fn concerned(
    connection: &mut database::Connection,
    notice: &NoticeRow,
    moment: Moment,
) -> Result<Vec<Below>, NoticeError> {
    let below = copies::store::below(connection, notice.source()).await?;
    let duties = store::of_notice(connection, notice.id()).await?;
    let mut mended = BTreeSet::new();
    for duty in duties.iter().filter(|duty| duty.standing() == Standing::Over(Reply::Taken)) {
        let line = blueprints::store::find(connection, duty.copy(), moment).await?;
        if line.is_some_and(|line| !is_shown(duty, &line)) {
            mended.insert(duty.copy());
        }
    }
    let given: BTreeSet<Uuid> = duties.iter().map(DutyRow::copy).collect();
    let mut found: BTreeSet<Uuid> = BTreeSet::new();
    let mut waiting = Vec::new();
    for copy in below {
        let is_concerned = match copy.depth {
            1 => concerns(notice.kind(), notice.number, copy.source_number),
            _ => found.contains(&copy.source()) && !mended.contains(&copy.source()),
        };
        if is_concerned && found.insert(copy.copy()) && !given.contains(&copy.copy()) {
            waiting.push(copy);
        }
    }
    Ok(waiting)
}

/// Whether a notice concerns a copy that was taken from a version.
fn concerns(kind: Kind, number: i64, taken_from: i64) -> bool {
    match kind {
        Kind::Correction => taken_from < number,
        Kind::Concern => taken_from <= number,
        Kind::Withdrawal => true,
    }
}

async fn give(
    kit: &Kit,
    (notice, source): (&NoticeRow, &GuideLine),
    copies: &[Below],
    site: &str,
) -> Result<(), NoticeError> {
    let today = kit.clock.today();
    let due = answer_by(today);
    let due_on = due.to_string();
    let mut change = Change::open(kit).await?;
    let sequence = change.sequence();
    let given = store::of_notice(change.tx(), notice.id()).await?;
    for copy in copies.iter().filter(|copy| !given.iter().any(|duty| duty.copy() == copy.copy())) {
        let id = kit.clock.new_id();
        let said = (copy.organisation.as_str(), due_on.as_str());
        store::insert_duty(change.tx(), (id, notice.id(), copy.copy()), said, sequence).await?;
        let Some(line) = blueprints::store::find(change.tx(), copy.copy(), Moment::now(today)).await? else { continue };
        let address = format!("{site}/notices/{id}");
        let letter = telling::raised((source, &line), (notice.kind(), &notice.said()), (due, &address));
        let to = telling::answerable(change.tx(), &line, &copy.organisation, today).await?;
        write(&mut change, kit, &to, &letter).await?;
    }
    let public = json!({ "copies": copies.len() });
    append(&mut change, (PORTAL, "notices.tell", source), (public, true), Vec::new(), &[&DUTIES]).await?;
    Ok(change.commit().await?)
}

async fn write(change: &mut Change, kit: &Kit, to: &[Uuid], (subject, body): &Letter) -> sqlx::Result<()> {
    for account in to {
        write_to(change.tx(), kit, *account, (subject, body)).await?;
    }
    Ok(())
}

/// What a copy's people say to a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What.
    pub reply: Reply,
    /// In which words; why, where it is not relevant.
    pub words: String,
    /// By when, where it will be done.
    pub by_when: Option<Date>,
}

/// Answers a notice for a copy. Gives the address of the notice.
///
/// # Errors
/// [`NoticeError::Settled`] when it is over; then nothing was written.
pub(super) async fn answer(
    kit: &Kit,
    permit: Permit<AnswerNotice>,
    key: &FormKey,
    given: &Given,
) -> Result<String, NoticeError> {
    let by = permit.person().ok_or(NoticeError::NotThere)?;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let duty = store::find(change.tx(), permit.action().duty).await?.ok_or(NoticeError::NotThere)?;
    if matches!(duty.standing(), Standing::Over(_)) {
        return Err(NoticeError::Settled);
    }
    let moment = Moment::now(kit.clock.today());
    let line = blueprints::store::find(change.tx(), duty.copy(), moment).await?.ok_or(NoticeError::NotThere)?;
    // What stands in a draft alone is not what people read.
    let is_drafted = writing::store::current(change.tx(), line.id()).await?.is_some();
    let copy_number = (given.reply == Reply::Taken && is_drafted).then_some(line.revision);
    let hash = put_answer(&mut change, kit, &duty, (given, copy_number), by).await?;
    let answer = format!("/notices/{}", duty.id());
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let public = json!({ "answer": given.reply.word() });
    append(&mut change, (permit.actor(), "notices.answer", &line), (public, true), vec![hash], &[&ANSWERS]).await?;
    change.commit().await?;
    Ok(answer)
}

async fn put_answer(
    change: &mut Change,
    kit: &Kit,
    duty: &DutyRow,
    (given, copy_number): (&Given, Option<i64>),
    by: Uuid,
) -> Result<String, NoticeError> {
    let (sequence, today) = (change.sequence(), kit.clock.today().to_string());
    let hash = sha256_hex(given.words.as_bytes());
    put_text(change.tx(), &hash, given.words.as_bytes()).await?;
    let new = NewAnswer {
        duty: duty.id(),
        reply: given.reply,
        words_hash: &hash,
        by_when: given.by_when,
        copy_number,
        account: by,
        on: &today,
    };
    store::put_answer(change.tx(), kit.clock.new_id(), &new, sequence).await?;
    Ok(hash)
}

/// Within the act that decides changes of a source: whoever decided everything that a correction changed has answered it.
/// Gives the hashes of the words it kept.
///
/// # Errors
/// When the database refuses.
pub(in crate::copies) async fn taken(
    change: &mut Change,
    kit: &Kit,
    (line, round): (&GuideLine, &Round),
    answers: &[Answer],
    by: Uuid,
) -> Result<Vec<String>, NoticeError> {
    let mut hashes = Vec::new();
    for duty in store::of_copy(change.tx(), line.id()).await? {
        if duty.kind() != Kind::Correction || duty.standing().due().is_none() {
            continue;
        }
        let is_ours = duty.source() == round.source.id();
        let passed_down = !is_ours && was_taken_by(change, &duty, round.source.id()).await?;
        let of_it = |number: i64| is_ours && number == duty.number || passed_down;
        let wanted: Vec<_> = round
            .waiting
            .iter()
            .filter(|waiting| waiting.class == Some(ChangeClass::Safety) && of_it(waiting.number))
            .map(|waiting| answers.iter().find(|answer| answer.update == waiting.update.id && answer.how != How::Later))
            .collect();
        let Some(decided) = wanted.into_iter().collect::<Option<Vec<_>>>().filter(|decided| !decided.is_empty()) else {
            continue;
        };
        let is_taken = decided.iter().any(|answer| matches!(answer.how, How::Used | How::InOwnWords));
        let reasons: Vec<&str> =
            decided.iter().map(|answer| answer.reason.as_str()).filter(|r| !r.is_empty()).collect();
        let given = match is_taken {
            true => Given { reply: Reply::Taken, words: String::new(), by_when: None },
            false => Given { reply: Reply::NotRelevant, words: reasons.join("\n\n"), by_when: None },
        };
        let copy_number = is_taken.then_some(line.revision);
        hashes.push(put_answer(change, kit, &duty, (&given, copy_number), by).await?);
    }
    Ok(hashes)
}

/// Whether the guide that a copy was taken from has taken the correction itself.
async fn was_taken_by(change: &mut Change, duty: &DutyRow, source: Uuid) -> Result<bool, NoticeError> {
    let all = store::of_notice(change.tx(), duty.notice()).await?;
    Ok(all.iter().any(|other| other.copy() == source && other.standing() == Standing::Over(Reply::Taken)))
}

/// Within the act that takes a decision back: what it answered is open again.
///
/// # Errors
/// When the database refuses.
pub(in crate::copies) async fn reopen(change: &mut Change, copy: Uuid, written: i64) -> sqlx::Result<()> {
    let sequence = change.sequence();
    store::end_answers(change.tx(), copy, written, sequence).await
}

/// Tells again of a duty what is due to be told; once before its day, once after it. Tells whether it was done.
pub(super) async fn remind_one(kit: &Kit, duty: Uuid, site: &str) -> Result<bool, NoticeError> {
    let today = kit.clock.today();
    let mut change = Change::open(kit).await?;
    let Some(duty) = store::find(change.tx(), duty).await? else { return Ok(false) };
    let standing = duty.standing();
    let (Some(what), Some(due)) = (reminder(standing, today), standing.due()) else { return Ok(false) };
    let (sequence, ids) = (change.sequence(), (kit.clock.new_id(), duty.id()));
    let (due_on, sent_on) = (due.to_string(), today.to_string());
    let said = (what, due_on.as_str(), sent_on.as_str());
    if !store::insert_reminder(change.tx(), ids, said, sequence).await? {
        return Ok(false);
    }
    let moment = Moment::now(today);
    let source = blueprints::store::find(change.tx(), duty.source(), moment).await?;
    let copy = blueprints::store::find(change.tx(), duty.copy(), moment).await?;
    let (Some(source), Some(copy)) = (source, copy) else { return Ok(false) };
    let address = format!("{site}/notices/{}", duty.id());
    let answerable = telling::answerable(change.tx(), &copy, &duty.organisation, today).await?;
    match what {
        "late" => {
            let director = telling::director(change.tx(), &duty.organisation, today).await?;
            let letter = telling::late((&source, &copy), &duty, due, &address);
            write(&mut change, kit, &director.accounts(), &letter).await?;
        }
        _ => write(&mut change, kit, &answerable, &telling::again((&source, &copy), &duty, due, &address)).await?,
    }
    let public = json!({ "what": what });
    append(&mut change, (PORTAL, "notices.remind", &copy), (public, false), Vec::new(), &[&REMINDERS]).await?;
    change.commit().await?;
    Ok(true)
}

/// Names the director of an organisation to whom notices go that are not answered in time. Gives the address of its page.
///
/// # Errors
/// [`NoticeError::NotThere`] for somebody who is not of the organisation; then nothing was written.
pub(super) async fn name_director(
    kit: &Kit,
    permit: Permit<NameDirector>,
    key: &FormKey,
    account: Uuid,
) -> Result<String, NoticeError> {
    let organisation = permit.action().organisation.as_str();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let theirs = people::colleagues_with(change.tx(), organisation, &Role::ALL, kit.clock.today()).await?;
    if !theirs.iter().any(|colleague| colleague.account() == account) {
        return Err(NoticeError::NotThere);
    }
    let sequence = change.sequence();
    store::put_director(change.tx(), (kit.clock.new_id(), account), organisation, sequence).await?;
    let answer = format!("/organisations/{organisation}/safety");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(organisation),
            action: "notices.director",
            record: &format!("organisations/{organisation}"),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({}),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&DIRECTORS],
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// The entry of an act about one guide.
async fn append(
    change: &mut Change,
    (actor, action, line): (&str, &'static str, &GuideLine),
    (public, is_public): (Value, bool),
    texts: Vec<String>,
    tables: &[&RecordTable],
) -> Result<(), NoticeError> {
    let new = NewEntry {
        actor,
        organisation: line.organisation.as_deref(),
        action,
        record: &format!("blueprints/{}", line.slug),
        source: None,
        holds_on: None,
        // Of a draft nothing is told to everyone.
        is_public: is_public && line.state() != State::Draft,
        public,
        private: None,
        texts,
        files: Vec::new(),
        tables,
    };
    change.append(new).await?;
    Ok(())
}
