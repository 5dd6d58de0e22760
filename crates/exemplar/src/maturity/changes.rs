//! The acts on results: publishing an edition, making public what was kept back, and what an organisation says of its own.

use std::collections::HashMap;

use composite::Framework;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use super::store::NewRow;
use super::{
    Checked, Data, EDITIONS, EMBARGOES, Hashes, REPLIES, Recipe, RecipeError, Results, Unit, results_of, store,
};
use crate::facts::is_slug;
use crate::journal::store::{get_text, put_text};
use crate::journal::{Change, JournalError, Moment, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::people::policy::{AnswerAssessment, PublishEdition};
use crate::people::{self, FormKey, Permit, Role, spend, spent, write_to};
use crate::platform::files::sha256_hex;
use crate::platform::{clock, dates};
use crate::{organisations, rounds};

/// Why results were not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is no such round.
    #[error("there is no round {0}")]
    NoRound(String),
    /// Nobody answered.
    #[error("nobody answered in the round {0}")]
    Empty(String),
    /// The address cannot be one, or names what is not there.
    #[error("{0}")]
    Address(String),
    /// The address is taken.
    #[error("the address {0} is taken: what is published stays as it is")]
    Taken(String),
    /// The recipe is not right.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// What is kept cannot be read or written.
    #[error(transparent)]
    Inside(#[from] anyhow::Error),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl From<sqlx::Error> for PublishError {
    fn from(error: sqlx::Error) -> Self {
        Self::Journal(error.into())
    }
}

/// An edition that is to be published.
#[derive(Clone, Debug)]
pub struct NewEdition<'a> {
    /// Its part of addresses.
    pub slug: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// The recipe's bytes.
    pub recipe: &'a [u8],
    /// The day it is published.
    pub published_on: Date,
    /// The edition it corrects.
    pub corrects: Option<&'a str>,
    /// What was wrong with that one, or anything else that readers should know.
    pub note: Option<&'a str>,
    /// When it becomes public, when that is later. It is published on that day then.
    pub embargo: Option<Timestamp>,
}

/// Publishes what came out of a round: computes it, keeps all four parts, and gives their hashes.
///
/// # Errors
/// [`PublishError`]; then nothing was published.
pub async fn publish(
    kit: &Kit,
    permit: Permit<PublishEdition>,
    new: &NewEdition<'_>,
    site: &str,
) -> Result<(Hashes, Results), PublishError> {
    let (framework_hash, framework, data) = read(kit, &permit.action().round).await?;
    let recipe = Recipe::read(new.recipe)?;
    recipe.fits(&framework)?;
    let published_on = match new.embargo {
        Some(until) if until > kit.clock.now() => clock::day_of(until),
        Some(_) => return Err(PublishError::Address("the time until which nobody reads it is over".to_owned())),
        None if new.published_on > kit.clock.today() => {
            return Err(PublishError::Address(format!("{} is in the future", new.published_on)));
        }
        None => new.published_on,
    };
    if new.corrects.is_some() && new.note.is_none_or(|note| note.trim().is_empty()) {
        return Err(PublishError::Address("a correction says what was wrong: give it with --note".to_owned()));
    }
    if !is_slug(new.slug) {
        return Err(PublishError::Address(format!(
            "\u{201c}{}\u{201d} cannot be part of an address: small letters, digits and hyphens",
            new.slug
        )));
    }
    let made = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
        let results = results_of(&framework, &recipe, &data);
        Ok((results.to_csv(&framework)?, data.to_csv(&framework)?, results, data))
    });
    let (result_bytes, data_bytes, results, data) = made.await.map_err(anyhow::Error::new)??;
    let keep = |bytes: &[u8]| kit.files.put(bytes).map_err(anyhow::Error::new);
    let hashes = Hashes {
        framework: framework_hash,
        recipe: sha256_hex(new.recipe),
        data: keep(&data_bytes)?,
        results: keep(&result_bytes)?,
    };
    let row = NewRow {
        slug: new.slug,
        title: new.title,
        round: &permit.action().round,
        hashes: &hashes,
        organisations: data.units.len(),
        is_invented: data.units.iter().all(|unit| organisations::is_invented(&unit.code)),
        published_on: &published_on.to_string(),
        corrects: new.corrects,
        note: new.note,
    };
    keep_row(kit, permit.actor(), &row, (new.recipe, new.embargo)).await?;
    if let Some(until) = new.embargo {
        tell(kit, (new.slug, new.title), &results, until, site).await?;
    }
    Ok((hashes, results))
}

/// Tells those who publish for the organisations in results that they can read their own first.
async fn tell(
    kit: &Kit,
    (edition, title): (&str, &str),
    results: &Results,
    until: Timestamp,
    site: &str,
) -> Result<(), JournalError> {
    let today = kit.clock.today();
    let everybody = people::everybody_with(&mut kit.db.read().await?, Role::Publisher, today).await?;
    for publisher in everybody {
        let person = people::person(&mut kit.db.read().await?, publisher.account(), today).await?;
        let Some(code) = person.as_ref().and_then(|person| person.first_with(Role::Publisher)) else { continue };
        if results.of(code).is_none() {
            continue;
        }
        let body = format!(
            "\u{201c}{title}\u{201d} becomes public on {}. Until then you can read your own result, and say something of it that will stand on its page:\n\n{site}/results/{edition}/{code}",
            dates::moment_of(until.as_microsecond())
        );
        let mut tx = kit.db.begin().await?;
        write_to(&mut tx, kit, publisher.account(), ("Your result, before it is public", &body)).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What was answered in a round, with the question set, as it is now.
async fn read(kit: &Kit, round: &str) -> Result<(String, Framework, Data), PublishError> {
    let mut connection = kit.db.snapshot().await?;
    let row = rounds::store::round(&mut connection, round).await?;
    let row = row.ok_or_else(|| PublishError::NoRound(round.to_owned()))?;
    let text = get_text(&mut connection, &row.framework).await?;
    let framework = Framework::read(&String::from_utf8_lossy(&text))
        .map_err(|_| anyhow::anyhow!("the question set {} cannot be read any more", row.framework))?;
    let known = organisations::store::all(&mut connection, Moment::now(kit.clock.today())).await?;
    let known: HashMap<_, _> = known.iter().map(|row| (row.code.as_str(), row)).collect();
    let mut units = Vec::new();
    let finals = rounds::store::final_assessments(&mut connection, round).await?;
    let verified = rounds::checking::verified(&mut connection, round, &finals).await?;
    let mut verified: HashMap<_, _> = verified.into_iter().map(|one| (one.organisation.clone(), one)).collect();
    for assessment in finals {
        let organisation = known.get(assessment.organisation.as_str());
        units.push(Unit {
            name: organisation.map_or_else(|| assessment.organisation.clone(), |row| row.shown_name.clone()),
            region: organisation.and_then(|row| row.national_group.clone()).unwrap_or_default(),
            // Where the question set does not ask, the register says what kind of organisation it is.
            care_setting: Some(assessment.care_setting)
                .filter(|setting| !setting.is_empty())
                .or_else(|| organisation.and_then(|row| row.kind()).map(|kind| kind.word().to_owned()))
                .unwrap_or_default(),
            checked: match verified.remove(&assessment.organisation) {
                Some(one) => Some(Checked {
                    answers: rounds::parted(&one.answers, &framework).map_err(anyhow::Error::msg)?,
                    by: one.by,
                    on: one.on,
                    is_drawn: one.is_drawn,
                }),
                None => None,
            },
            code: assessment.organisation,
            answered_on: assessment.answered_on,
            answers: rounds::parted(&assessment.answers, &framework).map_err(anyhow::Error::msg)?,
        });
    }
    if units.is_empty() {
        return Err(PublishError::Empty(round.to_owned()));
    }
    units.sort_by(|one, other| one.code.cmp(&other.code));
    Ok((row.framework, framework, Data { units }))
}

async fn keep_row(
    kit: &Kit,
    actor: &str,
    row: &NewRow<'_>,
    (recipe, embargo): (&[u8], Option<Timestamp>),
) -> Result<(), PublishError> {
    let mut change = Change::open(kit).await?;
    if store::kept(change.tx(), row.slug).await?.is_some() {
        return Err(PublishError::Taken(row.slug.to_owned()));
    }
    if let Some(corrected) = row.corrects
        && store::kept(change.tx(), corrected).await?.is_none()
    {
        return Err(PublishError::Address(format!("there is no edition {corrected} to correct")));
    }
    put_text(change.tx(), &row.hashes.recipe, recipe).await?;
    let sequence = change.sequence();
    store::insert(change.tx(), kit.clock.new_id(), row, sequence).await?;
    let mut tables: Vec<&RecordTable> = vec![&EDITIONS];
    if let Some(until) = embargo {
        let of = (row.slug, until.as_microsecond());
        store::insert_embargo(change.tx(), kit.clock.new_id(), of, sequence).await?;
        tables.push(&EMBARGOES);
    }
    let Hashes { framework, recipe, data, results } = row.hashes.clone();
    change
        .append(NewEntry {
            actor,
            organisation: None,
            action: if row.corrects.is_some() { "editions.correct" } else { "editions.publish" },
            record: &format!("maturity/{}", row.slug),
            source: None,
            holds_on: Some(row.published_on.to_owned()),
            is_public: embargo.is_none(),
            public: json!({ "title": row.title, "hash": row.hashes.whole(), "corrects": row.corrects, "note": row.note }),
            private: None,
            texts: vec![framework, recipe],
            files: vec![data, results],
            tables: &tables,
        })
        .await?;
    Ok(change.commit().await?)
}

/// Makes public what was kept back until now. Gives how many editions became public. Safe to be done twice.
///
/// # Errors
/// When the database refuses.
pub async fn release_due(kit: &Kit) -> Result<usize, JournalError> {
    let now = kit.clock.now().as_microsecond();
    let waiting = store::embargoes(&mut kit.db.read().await?).await?;
    let mut released = 0;
    for due in waiting.into_iter().filter(|embargo| embargo.until_at <= now) {
        let mut change = Change::open(kit).await?;
        // Another server may have been first.
        let still = store::embargoes(change.tx()).await?.into_iter().any(|embargo| embargo.id == due.id);
        let Some(row) = store::kept(change.tx(), &due.edition).await?.filter(|_| still) else { continue };
        let sequence = change.sequence();
        store::end_embargo(change.tx(), &due.id, sequence).await?;
        change
            .append(NewEntry {
                actor: "operator",
                organisation: None,
                action: "editions.release",
                record: &format!("maturity/{}", row.slug),
                source: None,
                holds_on: Some(row.published_on.clone()),
                is_public: true,
                public: json!({ "title": row.title, "hash": row.hash }),
                private: None,
                texts: Vec::new(),
                files: Vec::new(),
                tables: &[&EMBARGOES],
            })
            .await?;
        change.commit().await?;
        released += 1;
    }
    Ok(released)
}

/// Keeps what an organisation says of its result, in the place of what it said before.
pub(super) async fn reply(
    kit: &Kit,
    permit: Permit<AnswerAssessment>,
    key: &FormKey,
    (edition, words): (&str, &str),
) -> Result<String, JournalError> {
    let organisation = &permit.action().organisation;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let always = Moment { known_on: Date::MAX, sequence: i64::MAX };
    let (sequence, today) = (change.sequence(), kit.clock.today().to_string());
    if let Some(before) = store::reply(change.tx(), edition, organisation, always).await? {
        store::end_reply(change.tx(), &before.id, sequence).await?;
    }
    let hash = sha256_hex(words.as_bytes());
    put_text(change.tx(), &hash, words.as_bytes()).await?;
    let account = permit.person().unwrap_or_default();
    let of = (edition, organisation.as_str(), hash.as_str());
    store::insert_reply(change.tx(), kit.clock.new_id(), of, account, (&today, sequence)).await?;
    let waits = store::embargoes(change.tx()).await?.iter().any(|embargo| embargo.edition == edition);
    let answer = format!("/results/{edition}/{organisation}");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(organisation),
            action: "editions.reply",
            record: &format!("maturity/{edition}/organisations/{organisation}"),
            source: None,
            holds_on: None,
            is_public: !waits,
            public: json!({}),
            private: None,
            texts: vec![hash],
            files: Vec::new(),
            tables: &[&REPLIES],
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}
