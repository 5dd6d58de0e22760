//! The acts on question sets and rounds: keeping a question set, and taking what organisations answered.

use std::time::{Duration, Instant};

use composite::{Framework, Mistake};
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::reading::{Answered, Refusal};
use super::store::{self, AssessmentRow, FrameworkRow, RoundRow};
use super::{ASSESSMENTS, FRAMEWORKS, ROUNDS, joined};
use crate::journal::store::put_text;
use crate::journal::{Change, JournalError, NewEntry};
use crate::kit::Kit;
use crate::organisations;
use crate::people::Permit;
use crate::people::policy::{AddFramework, ImportRound};
use crate::platform::files::sha256_hex;

/// For how long a transaction of an import stays open: others wait meanwhile.
const PATIENCE: Duration = Duration::from_millis(150);

/// Why a question set or answers were not taken.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// The file of a question set has mistakes.
    #[error("the question set has {} mistakes", .0.len())]
    Mistakes(Vec<Mistake>),
    /// The version is in use and says otherwise.
    #[error("version {1} of {0} is used by a round and says otherwise: give the file a new version")]
    InUse(String, String),
    /// A round of this name is there, with another question set.
    #[error("the round {0} is there already, with another question set")]
    OtherFramework(String),
    /// It would close before it opens.
    #[error("the round would close on {closes}, before it opens on {opens}")]
    Backwards {
        /// Its first day.
        opens: Date,
        /// Its last day.
        closes: Date,
    },
    /// A sample is drawn once.
    #[error("{size} were drawn on {on} with the seed {seed}, in public: a sample is drawn once, and stays")]
    Drawn {
        /// How many.
        size: i64,
        /// The seed.
        seed: i64,
        /// The day.
        on: String,
    },
    /// What was checked was not drawn before.
    #[error("answers of {0} are checked already: draw before anybody checks, so that nobody can have been chosen")]
    Checked(String),
    /// Lines or cells were refused, so that nothing was written.
    #[error("{} cells are refused", .0.len())]
    Refused(Vec<Refusal>),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl From<sqlx::Error> for RoundError {
    fn from(error: sqlx::Error) -> Self {
        Self::Journal(error.into())
    }
}

/// What became of a question set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is kept.
    New,
    /// It stands in the place of what was kept of this version, which nothing used.
    Replaced,
    /// It was there already, to the byte.
    Unchanged,
}

/// Keeps a question set: its bytes, under their hash.
///
/// # Errors
/// [`RoundError`]; then nothing was written.
pub async fn add_framework(
    kit: &Kit,
    permit: Permit<AddFramework>,
    bytes: &[u8],
) -> Result<(Framework, Added), RoundError> {
    let text = String::from_utf8_lossy(bytes);
    let framework = Framework::read(&text).map_err(RoundError::Mistakes)?;
    let hash = sha256_hex(bytes);
    let mut change = Change::open(kit).await?;
    let known = store::framework(change.tx(), &framework.id, &framework.version).await?;
    let sequence = change.sequence();
    let added = match known {
        Some(known) if known.text_hash == hash => return Ok((framework, Added::Unchanged)),
        Some(known) if store::is_used(change.tx(), &known.text_hash).await? => {
            return Err(RoundError::InUse(framework.id, framework.version));
        }
        Some(known) => {
            store::end_framework(change.tx(), &known.id, sequence).await?;
            Added::Replaced
        }
        None => Added::New,
    };
    let row = FrameworkRow::new(kit.clock.new_id(), &framework, hash.clone());
    put_text(change.tx(), &hash, bytes).await?;
    store::insert_framework(change.tx(), &row, (&kit.clock.today().to_string(), sequence)).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: None,
            action: "frameworks.add",
            record: "maturity",
            source: framework.source.as_deref(),
            holds_on: None,
            is_public: true,
            public: json!({ "framework": framework.id, "version": framework.version, "title": framework.title, "hash": hash }),
            private: None,
            texts: vec![hash],
            files: Vec::new(),
            tables: &[&FRAMEWORKS],
        })
        .await?;
    change.commit().await?;
    Ok((framework, added))
}

/// A round that answers are taken into.
#[derive(Clone, Debug)]
pub struct NewRound {
    /// Its part of addresses.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// The SHA-256 of its question set's file.
    pub framework: String,
    /// The day it opened.
    pub opened_on: Date,
    /// The day it closed.
    pub closed_on: Option<Date>,
}

/// Where answers come from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// In words, as readers are told.
    pub words: &'a str,
    /// The day of those lines that name none.
    pub answered_on: Date,
}

/// What became of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Organisations that answered for the first time in this round.
    pub new: usize,
    /// Organisations that answered otherwise before.
    pub changed: usize,
    /// Organisations whose answers are known.
    pub unchanged: usize,
}

/// Takes what organisations answered into a round, which is made when it is not there. Each assessment is an act of its
/// own; when one line is refused, nothing is written.
///
/// # Errors
/// [`RoundError`]. When the database refuses halfway, what was written before stands, and the same file goes on from there.
pub async fn import_answers(
    kit: &Kit,
    permit: Permit<ImportRound>,
    round: &NewRound,
    answered: &[Answered],
    source: Source<'_>,
) -> Result<Taken, RoundError> {
    let refused = unknown_organisations(kit, answered).await?;
    if !refused.is_empty() {
        return Err(RoundError::Refused(refused));
    }
    let is_invented = answered.iter().all(|answered| organisations::is_invented(&answered.organisation));
    open_round(kit, &permit, round, (source.words, is_invented)).await?;
    let known = store::assessed(&mut kit.db.read().await?, &round.slug).await?;
    let mut report = Taken::default();
    let mut rest = answered.iter();
    let mut next = rest.next();
    while next.is_some() {
        let mut change = Change::open(kit).await?;
        let begun = Instant::now();
        while let Some(answered) = next.filter(|_| begun.elapsed() < PATIENCE) {
            let before = known.get(&answered.organisation);
            take(kit, &mut change, (permit.actor(), &round.slug), answered, (before, source), &mut report).await?;
            next = rest.next();
        }
        change.commit().await?;
    }
    Ok(report)
}

async fn unknown_organisations(kit: &Kit, answered: &[Answered]) -> Result<Vec<Refusal>, RoundError> {
    let codes = organisations::store::closings(&mut kit.db.read().await?).await?;
    let unknown = answered.iter().filter(|answered| !codes.contains_key(&answered.organisation));
    Ok(unknown
        .map(|answered| Refusal {
            line: answered.line,
            column: "organisation".to_owned(),
            reason: format!("{} is not in the register of organisations", answered.organisation),
        })
        .collect())
}

/// Makes a round, unless it is there. Its source is said, and whether all that will be answered in it is invented.
///
/// # Errors
/// When a round of this name is there with another question set; then nothing was written.
pub async fn open_round(
    kit: &Kit,
    permit: &Permit<ImportRound>,
    round: &NewRound,
    (source, is_invented): (&str, bool),
) -> Result<(), RoundError> {
    if let Some(closes) = round.closed_on.filter(|closes| *closes < round.opened_on) {
        return Err(RoundError::Backwards { opens: round.opened_on, closes });
    }
    let mut change = Change::open(kit).await?;
    match store::round(change.tx(), &round.slug).await? {
        Some(known) if known.framework == round.framework => return Ok(()),
        Some(_) => return Err(RoundError::OtherFramework(round.slug.clone())),
        None => {}
    }
    let row = RoundRow::new(kit.clock.new_id(), round, source, is_invented);
    let (sequence, known_from) = (change.sequence(), kit.clock.today().to_string());
    store::insert_round(change.tx(), &row, (&known_from, sequence)).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: None,
            action: "rounds.open",
            record: "maturity",
            source: Some(source),
            holds_on: Some(round.opened_on.to_string()),
            is_public: true,
            public: json!({ "round": round.slug, "title": round.name, "framework": round.framework }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&ROUNDS],
        })
        .await?;
    Ok(change.commit().await?)
}

/// Takes one assessment inside the transaction. What it says stays private until results are published.
async fn take(
    kit: &Kit,
    change: &mut Change,
    (actor, round): (&str, &str),
    answered: &Answered,
    (known, source): (Option<&AssessmentRow>, Source<'_>),
    report: &mut Taken,
) -> Result<(), RoundError> {
    let notes = (!answered.notes.is_empty()).then(|| json!(answered.notes).to_string());
    let row = AssessmentRow::new(kit.clock.new_id(), answered, notes.as_deref(), source.answered_on);
    match known {
        Some(known) if known.says_the_same(&row) => {
            report.unchanged += 1;
            return Ok(());
        }
        Some(known) => {
            let sequence = change.sequence();
            store::end_assessment(change.tx(), &known.id, sequence).await?;
            report.changed += 1;
        }
        None => report.new += 1,
    }
    if let (Some(hash), Some(notes)) = (&row.notes_hash, &notes) {
        put_text(change.tx(), hash, notes.as_bytes()).await?;
    }
    let sequence = change.sequence();
    store::insert_assessment(change.tx(), (round, source.words), &row, sequence).await?;
    change
        .append(NewEntry {
            actor,
            organisation: Some(&answered.organisation),
            action: "assessments.import",
            record: &format!("rounds/{round}/{}", answered.organisation),
            source: Some(source.words),
            holds_on: Some(row.answered_on.clone()),
            is_public: false,
            public: json!({}),
            private: None,
            texts: row.notes_hash.iter().cloned().collect(),
            files: Vec::new(),
            tables: &[&ASSESSMENTS],
        })
        .await?;
    Ok(())
}

impl AssessmentRow {
    fn new(id: Uuid, answered: &Answered, notes: Option<&str>, answered_on: Date) -> Self {
        Self {
            id: id.as_bytes().to_vec(),
            organisation: answered.organisation.clone(),
            care_setting: answered.care_setting.clone(),
            answers: joined(&answered.answers),
            notes_hash: notes.map(|notes| sha256_hex(notes.as_bytes())),
            answered_on: answered.answered_on.unwrap_or(answered_on).to_string(),
            state: "final".to_owned(),
            saved_by: None,
            from_sequence: 0,
        }
    }

    fn says_the_same(&self, other: &Self) -> bool {
        Self { id: other.id.clone(), from_sequence: other.from_sequence, ..self.clone() } == *other
    }
}
