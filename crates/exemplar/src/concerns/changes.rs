//! The acts on concerns: reporting one, and answering it.

use serde_json::json;
use uuid::Uuid;

use super::store::{self, NewRow};
use super::{ANSWERS, CONCERNS, MOST_OF_GUIDE, MOST_OF_ONE, MOST_OF_READERS, What, Words, answer_by};
use crate::blueprints::GuideLine;
use crate::copies::notices::{self, Kind, NewNotice, NoticeError};
use crate::error::AppError;
use crate::journal::store::private_part;
use crate::journal::{Change, JournalError, NewEntry, Private};
use crate::kit::Kit;
use crate::people::policy::{AnswerConcern, ReportConcern};
use crate::people::{self, FormKey, Letter, Permit, Role, spend, spent};
use crate::platform::jobs::{self, Lane, NewJob};

/// Why an act on a concern was not done.
#[derive(Debug, thiserror::Error)]
pub enum ConcernError {
    /// Nothing there.
    #[error("there is no such concern")]
    NotThere,
    /// Somebody answered in between.
    #[error("somebody answered in the meantime")]
    Settled,
    /// Enough for one day.
    #[error("{0}")]
    TooMany(&'static str),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<NoticeError> for ConcernError {
    fn from(error: NoticeError) -> Self {
        match error {
            NoticeError::NotThere => Self::NotThere,
            NoticeError::Settled => Self::Settled,
            NoticeError::Journal(error) => Self::Journal(error),
            NoticeError::Database(error) => Self::Database(error),
        }
    }
}

impl From<ConcernError> for AppError {
    fn from(error: ConcernError) -> Self {
        match error {
            ConcernError::NotThere => Self::NotFound,
            ConcernError::Settled => {
                Self::BadRequest("This was answered in the meantime. Open its page again.".to_owned())
            }
            ConcernError::TooMany(words) => Self::BadRequest(words.to_owned()),
            ConcernError::Journal(error) => error.into(),
            ConcernError::Database(error) => error.into(),
        }
    }
}

/// A concern to be written.
#[derive(Debug)]
pub struct NewConcern<'a> {
    /// The guide it is about.
    pub line: &'a GuideLine,
    /// The organisations whose safety officers read it.
    pub organisations: &'a [String],
    /// What is written in it.
    pub words: &'a Words,
}

/// Reports a concern. The safety officers concerned and the office are told that there is one. Gives the address to go on to.
///
/// # Errors
/// [`ConcernError::TooMany`] when enough came today; then nothing was written.
pub async fn report(
    kit: &Kit,
    permit: Permit<ReportConcern>,
    key: &FormKey,
    new: &NewConcern<'_>,
    site: &str,
) -> Result<String, ConcernError> {
    let guide = permit.action().blueprint;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let (account, today) = (permit.person(), kit.clock.today());
    let (day, due) = (today.to_string(), answer_by(today).to_string());
    let many = store::count_on(change.tx(), account, &day).await?;
    match account {
        Some(_) if many >= MOST_OF_ONE => {
            return Err(ConcernError::TooMany("You reported ten concerns today, which is the most for one day."));
        }
        None if many >= MOST_OF_READERS || store::count_waiting(change.tx(), guide).await? >= MOST_OF_GUIDE => {
            return Err(ConcernError::TooMany(
                "More concerns wait than can be looked at. Ring the organisation, sign in, or come back tomorrow.",
            ));
        }
        Some(_) | None => {}
    }
    let (id, sequence) = (kit.clock.new_id(), change.sequence());
    let organisation = new.line.organisation.as_deref();
    let row = NewRow { id, guide, organisation, account, reported_on: &day, due_on: &due };
    store::insert(change.tx(), &row, sequence).await?;
    tell_officers(&mut change, kit, (new, id), site).await?;
    let answer = "/concerns/received".to_owned();
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation,
            action: "concerns.report",
            record: &format!("concerns/{id}"),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({}),
            private: Some(Private { salt: kit.clock.salt(), body: json!(new.words) }),
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&CONCERNS],
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// A letter to every safety officer concerned and to the office. It holds none of the words: those can be removed, and a
/// letter cannot.
async fn tell_officers(
    change: &mut Change,
    kit: &Kit,
    (new, id): (&NewConcern<'_>, Uuid),
    site: &str,
) -> sqlx::Result<()> {
    let today = kit.clock.today();
    let subject = "A safety concern about a guide";
    let body = format!(
        "somebody reports a concern about the safety of \u{201c}{}\u{201d}. Read it and answer within two working days:\n\n{site}/concerns/{id}",
        new.line.title
    );
    let mut to: Vec<Uuid> = Vec::new();
    for code in new.organisations {
        let officers = people::colleagues_with(change.tx(), code, &[Role::SafetyOfficer], today).await?;
        to.extend(officers.iter().map(people::Colleague::account));
    }
    let office = people::everybody_with(change.tx(), Role::Office, today).await?;
    to.extend(office.iter().map(people::Colleague::account));
    to.sort();
    to.dedup();
    for account in to {
        people::write_to(change.tx(), kit, account, (subject, &body)).await?;
    }
    Ok(())
}

/// An answer to be given.
#[derive(Debug)]
pub(super) struct NewAnswer<'a> {
    /// How.
    pub what: What,
    /// To whoever reported.
    pub words: &'a str,
    /// To everybody who has a copy.
    pub notice: &'a str,
    /// The guide it is about, and the guide a notice is raised on.
    pub guides: (&'a GuideLine, &'a GuideLine),
}

/// Answers a concern, and raises a notice where that is said; whoever reported is told. Gives its address.
///
/// # Errors
/// [`ConcernError::Settled`] when somebody answered in between; then nothing was written.
pub(super) async fn answer(
    kit: &Kit,
    permit: Permit<AnswerConcern>,
    key: &FormKey,
    new: &NewAnswer<'_>,
) -> Result<String, ConcernError> {
    let by = permit.person().ok_or(ConcernError::NotThere)?;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let id = permit.action().concern;
    let concern = store::find(change.tx(), id).await?.ok_or(ConcernError::NotThere)?;
    if concern.what().is_some() {
        return Err(ConcernError::Settled);
    }
    let (sequence, today) = (change.sequence(), kit.clock.today().to_string());
    store::insert_answer(change.tx(), (kit.clock.new_id(), id, by), (new.what, &today), sequence).await?;
    let (about, warned) = new.guides;
    let (mut tables, mut texts) = (vec![&ANSWERS], Vec::new());
    if new.what == What::Notice {
        let notice = NewNotice {
            source: warned.id(),
            kind: Kind::Concern,
            number: warned.revision,
            entry: sequence,
            words: Some(new.notice),
        };
        let (notice, table, hash) = notices::put(&mut change, kit, &notice).await?;
        tables.push(table);
        texts.extend(hash);
        let job = NewJob::new(notices::RAISE, json!({ "notice": notice })).lane(Lane::Urgent);
        jobs::queue(change.tx(), &kit.clock, job).await?;
    }
    let private = private_part(change.tx(), concern.from_sequence).await?;
    let written: Option<Words> = private.and_then(|body| serde_json::from_slice(&body).ok());
    if let Some(written) = written {
        let text = format!(
            "Hello {},\n\nyou reported a concern about the safety of \u{201c}{}\u{201d}. The answer:\n\n{}\n",
            written.name, about.title, new.words
        );
        let letter = Letter::new(&written.mail, "Your safety concern is answered", &text);
        people::write_letter(change.tx(), &kit.clock, &letter).await?;
    }
    let answer = format!("/concerns/{id}");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let is_notice = new.what == What::Notice;
    let record = if is_notice { format!("blueprints/{}", warned.slug) } else { format!("concerns/{id}") };
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: warned.organisation.as_deref(),
            action: if is_notice { "notices.warn" } else { "concerns.answer" },
            record: &record,
            source: None,
            holds_on: None,
            is_public: is_notice,
            public: json!({ "what": new.what.word() }),
            private: Some(Private { salt: kit.clock.salt(), body: json!({ "words": new.words }) }),
            texts,
            files: Vec::new(),
            tables: &tables,
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}
