//! The acts on corrections: disputing a record, and saying what becomes of it.

use serde_json::json;
use uuid::Uuid;

use super::store::{self, NewRow};
use super::{
    CHANGES, CORRECTIONS, Correction, MOST_OF_ONE, MOST_OF_READERS, MOST_OF_RECORD, MOVES, TO_ANSWER, What, Words,
};
use crate::error::AppError;
use crate::journal::store::private_part;
use crate::journal::{Change, JournalError, Moment, NewEntry, Private, RecordTable};
use crate::kit::Kit;
use crate::people::policy::{AnswerCorrection, DisputeRecord};
use crate::people::{self, FormKey, Letter, Permit, Role, spend, spent};
use crate::platform::{dates, working_days};
use crate::programmes::{self, Mending, SayError};

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum DisputeError {
    /// Nothing there.
    #[error("there is no such correction")]
    NotThere,
    /// Somebody answered in between.
    #[error("somebody answered in the meantime")]
    Settled,
    /// Enough for one day.
    #[error("{0}")]
    TooMany(&'static str),
    /// What is to stand in the record does not fit what is on record.
    #[error("{0}")]
    DoesNotFit(String),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<SayError> for DisputeError {
    fn from(error: SayError) -> Self {
        match error {
            SayError::DoesNotFit(words) => Self::DoesNotFit(words),
            SayError::Journal(error) => Self::Journal(error),
            SayError::Database(error) => Self::Database(error),
        }
    }
}

/// What is mended with an answer: the fact, and what is done with it.
#[derive(Debug)]
pub struct Mend<'a> {
    /// What the fact is known again by.
    pub fact: &'a str,
    /// What is done with it.
    pub mending: Mending<'a>,
}

impl From<DisputeError> for AppError {
    fn from(error: DisputeError) -> Self {
        match error {
            DisputeError::NotThere => Self::NotFound,
            DisputeError::Settled => {
                Self::BadRequest("This was answered in the meantime. Open its page again.".to_owned())
            }
            DisputeError::TooMany(words) => Self::BadRequest(words.to_owned()),
            DisputeError::DoesNotFit(words) => Self::BadRequest(format!("This cannot be taken: {words}.")),
            DisputeError::Journal(error) => error.into(),
            DisputeError::Database(error) => error.into(),
        }
    }
}

/// A dispute to be written.
#[derive(Debug)]
pub struct NewDispute<'a> {
    /// The organisation it is about.
    pub organisation: Option<&'a str>,
    /// Whether that organisation asks itself.
    pub is_concerned: bool,
    /// What is written in it.
    pub words: &'a Words,
}

/// Disputes a record. The office, and the organisation it is about, are told. Gives the address to go on to.
///
/// # Errors
/// [`DisputeError`]; then nothing was written.
pub async fn dispute(
    kit: &Kit,
    permit: Permit<DisputeRecord>,
    key: &FormKey,
    new: &NewDispute<'_>,
    site: &str,
) -> Result<String, DisputeError> {
    let record = permit.action().record.as_str();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let (account, today) = (permit.person(), kit.clock.today());
    let day = today.to_string();
    let many = store::count_on(change.tx(), account, &day).await?;
    match account {
        Some(_) if many >= MOST_OF_ONE => {
            return Err(DisputeError::TooMany("You disputed ten records today, which is the most for one day."));
        }
        None if many >= MOST_OF_READERS || store::count_waiting(change.tx(), record).await? >= MOST_OF_RECORD => {
            return Err(DisputeError::TooMany(
                "More disputes wait than the office can look at. Come back tomorrow, or sign in.",
            ));
        }
        Some(_) | None => {}
    }
    let (id, sequence) = (kit.clock.new_id(), change.sequence());
    let row =
        NewRow { id, record, organisation: new.organisation, account, is_concerned: new.is_concerned, asked_on: &day };
    store::insert(change.tx(), &row, sequence).await?;
    let due = working_days::after(today, TO_ANSWER);
    let subject = "A public record is disputed";
    let address = format!("{site}/corrections/{id}");
    let (office, own) = match new.is_concerned {
        true => (
            format!(
                "the organisation that {site}{record} is about disputes it. The page says since today that a correction is open. Answer it by {}:\n\n{address}",
                dates::day(due)
            ),
            format!(
                "a colleague of yours disputes what {site}{record} says of your organisation. The page says since today that a correction is open; the programme office answers it by {}:\n\n{address}",
                dates::day(due)
            ),
        ),
        false => (
            format!(
                "somebody disputes {site}{record}. Say within two working days whether there is something in it:\n\n{address}"
            ),
            format!(
                "somebody disputes what {site}{record} says of your organisation. The programme office looks at it; you need do nothing, and may write to it."
            ),
        ),
    };
    for to in people::everybody_with(change.tx(), Role::Office, today).await? {
        people::write_to(change.tx(), kit, to.account(), (subject, &office)).await?;
    }
    if let Some(code) = new.organisation {
        for to in people::colleagues_with(change.tx(), code, &[Role::Publisher], today).await? {
            if Some(to.account()) != account {
                people::write_to(change.tx(), kit, to.account(), (subject, &own)).await?;
            }
        }
    }
    let answer = match new.is_concerned {
        true => format!("/corrections/received?record={record}&open={id}"),
        false => format!("/corrections/received?record={record}"),
    };
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: new.organisation,
            action: "corrections.dispute",
            record: &format!("corrections/{id}"),
            source: None,
            holds_on: None,
            is_public: new.is_concerned,
            public: json!({ "record": record }),
            private: Some(Private { salt: kit.clock.salt(), body: json!(new.words) }),
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&CORRECTIONS],
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// Says what becomes of a dispute, with the reason, and mends the record where it was wrong; whoever disputed is told.
///
/// # Errors
/// [`DisputeError::Settled`] when it cannot be said any more, [`DisputeError::DoesNotFit`] for what the record cannot say; then
/// nothing was written.
pub async fn answer(
    kit: &Kit,
    permit: Permit<AnswerCorrection>,
    key: &FormKey,
    (what, words, mend): (What, &str, Option<&Mend<'_>>),
    site: &str,
) -> Result<String, DisputeError> {
    let by = permit.person().ok_or(DisputeError::NotThere)?;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let today = kit.clock.today();
    let found = store::find(change.tx(), permit.action().correction, Moment::now(today)).await?;
    let correction = found.ok_or(DisputeError::NotThere)?;
    if !correction.next().contains(&what) {
        return Err(DisputeError::Settled);
    }
    let id = correction.row.id();
    let number = i64::try_from(correction.moves.len()).unwrap_or(0) + 1;
    let (sequence, day) = (change.sequence(), today.to_string());
    let ids = (kit.clock.new_id(), id, by);
    store::insert_move(change.tx(), ids, (number, what, words, &day), sequence).await?;
    let mut public = json!({ "record": correction.row.record, "what": what.word() });
    let mut tables: Vec<&RecordTable> = vec![&MOVES];
    if let Some(mend) = mend {
        let mended = programmes::mend(&mut change, kit, (mend.fact, id), &mend.mending).await?;
        let of = (kit.clock.new_id(), id);
        store::insert_change(change.tx(), of, (mended.about, &mended.said, &mended.says), sequence).await?;
        let says = json!([format!("{} \u{2192} {}", mended.said, mended.says)]);
        public.as_object_mut().map(|public| public.insert("says".to_owned(), says));
        tables.push(&CHANGES);
        tables.extend(mended.tables);
    }
    tell(&mut change, kit, (&correction, id), (what, words), site).await?;
    let answer = format!("/corrections/{id}");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: correction.row.organisation.as_deref(),
            action: "corrections.answer",
            record: &format!("corrections/{id}"),
            source: None,
            holds_on: None,
            is_public: what != What::NotArguable,
            public,
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &tables,
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// A letter to whoever disputed, unless what they wrote was removed, and to the organisation it is about.
async fn tell(
    change: &mut Change,
    kit: &Kit,
    (correction, id): (&Correction, Uuid),
    (what, words): (What, &str),
    site: &str,
) -> Result<(), DisputeError> {
    let said = match what {
        What::Arguable => {
            "There is something in it: the page now says that a correction is open, and it will be answered."
        }
        What::NotArguable => "It was looked at, and the record stays as it is.",
        What::Upheld => "It was upheld: the record was mended, and what it said before stays readable.",
        What::PartlyUpheld => {
            "It was upheld in part: the record was mended as far as that, and what it said before stays readable."
        }
        What::NotUpheld => "It was not upheld: the record stays as it is.",
    };
    let read_on = if what == What::NotArguable { String::new() } else { format!("\n\n{site}/corrections/{id}") };
    let body = format!("{said}\n\n{words}{read_on}");
    let subject = "What became of a disputed record";
    let private = private_part(change.tx(), correction.row.from_sequence).await?;
    let written: Option<Words> = private.and_then(|body| serde_json::from_slice(&body).ok());
    if let Some(written) = written {
        let text = format!("Hello,\n\nyou disputed {site}{}.\n\n{body}\n", correction.row.record);
        people::write_letter(change.tx(), &kit.clock, &Letter::new(&written.mail, subject, &text)).await?;
    }
    if let Some(code) = correction.row.organisation.as_deref().filter(|_| what != What::NotArguable) {
        let by = if correction.row.is_concerned() { "your organisation" } else { "somebody" };
        let text = format!("about {site}{}, which {by} disputed: {body}", correction.row.record);
        for to in people::colleagues_with(change.tx(), code, &[Role::Publisher], kit.clock.today()).await? {
            if Some(to.account()) != correction.row.account() {
                people::write_to(change.tx(), kit, to.account(), (subject, &text)).await?;
            }
        }
    }
    Ok(())
}
