//! The act on results: publishing an edition.

use composite::Framework;
use jiff::civil::Date;
use serde_json::json;

use super::store::NewRow;
use super::{Data, EDITIONS, Hashes, Recipe, RecipeError, Results, Unit, results_of, store};
use crate::facts::is_slug;
use crate::journal::store::{get_text, put_text};
use crate::journal::{Change, JournalError, Moment, NewEntry};
use crate::kit::Kit;
use crate::people::Permit;
use crate::people::policy::PublishEdition;
use crate::platform::files::sha256_hex;
use crate::{organisations, rounds};

/// The most organisations that places are drawn for: each draw counts every place of every organisation.
const MOST: usize = 5_000;

/// Why results were not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is no such round.
    #[error("there is no round {0}")]
    NoRound(String),
    /// More answered than places can be drawn for.
    #[error("{0} organisations answered; places can be drawn for {MOST} at most")]
    TooMany(usize),
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
}

/// Publishes what came out of a round: computes it, keeps all four parts, and gives their hashes.
///
/// # Errors
/// [`PublishError`]; then nothing was published.
pub async fn publish(
    kit: &Kit,
    permit: Permit<PublishEdition>,
    new: &NewEdition<'_>,
) -> Result<(Hashes, Results), PublishError> {
    let (framework_hash, framework, data) = read(kit, &permit.action().round).await?;
    let recipe = Recipe::read(new.recipe)?;
    recipe.fits(&framework)?;
    let today = kit.clock.today();
    if new.published_on > today {
        return Err(PublishError::Address(format!("{} is in the future", new.published_on)));
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
        published_on: &new.published_on.to_string(),
        corrects: new.corrects,
        note: new.note,
    };
    keep_row(kit, permit.actor(), &row, new.recipe).await?;
    Ok((hashes, results))
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
    let known: std::collections::HashMap<_, _> = known.iter().map(|row| (row.code.as_str(), row)).collect();
    let mut units = Vec::new();
    for assessment in rounds::store::final_assessments(&mut connection, round).await? {
        let organisation = known.get(assessment.organisation.as_str());
        units.push(Unit {
            name: organisation.map_or_else(|| assessment.organisation.clone(), |row| row.shown_name.clone()),
            region: organisation.and_then(|row| row.national_group.clone()).unwrap_or_default(),
            // Where the question set does not ask, the register says what kind of organisation it is.
            care_setting: Some(assessment.care_setting)
                .filter(|setting| !setting.is_empty())
                .or_else(|| organisation.and_then(|row| row.kind()).map(|kind| kind.word().to_owned()))
                .unwrap_or_default(),
            code: assessment.organisation,
            answered_on: assessment.answered_on,
            answers: rounds::parted(&assessment.answers, &framework).map_err(anyhow::Error::msg)?,
        });
    }
    if units.is_empty() {
        return Err(PublishError::Empty(round.to_owned()));
    }
    if units.len() > MOST {
        return Err(PublishError::TooMany(units.len()));
    }
    units.sort_by(|one, other| one.code.cmp(&other.code));
    Ok((row.framework, framework, Data { units }))
}

async fn keep_row(kit: &Kit, actor: &str, row: &NewRow<'_>, recipe: &[u8]) -> Result<(), PublishError> {
    let mut change = Change::open(kit).await?;
    let always = Moment { known_on: Date::MAX, sequence: i64::MAX };
    if store::find(change.tx(), row.slug, always).await?.is_some() {
        return Err(PublishError::Taken(row.slug.to_owned()));
    }
    if let Some(corrected) = row.corrects
        && store::find(change.tx(), corrected, always).await?.is_none()
    {
        return Err(PublishError::Address(format!("there is no edition {corrected} to correct")));
    }
    put_text(change.tx(), &row.hashes.recipe, recipe).await?;
    let sequence = change.sequence();
    store::insert(change.tx(), kit.clock.new_id(), row, sequence).await?;
    let Hashes { framework, recipe, data, results } = row.hashes.clone();
    change
        .append(NewEntry {
            actor,
            organisation: None,
            action: if row.corrects.is_some() { "editions.correct" } else { "editions.publish" },
            record: &format!("maturity/{}", row.slug),
            source: None,
            holds_on: Some(row.published_on.to_owned()),
            is_public: true,
            public: json!({ "title": row.title, "hash": row.hashes.whole(), "corrects": row.corrects, "note": row.note }),
            private: None,
            texts: vec![framework, recipe],
            files: vec![data, results],
            tables: &[&EDITIONS],
        })
        .await?;
    Ok(change.commit().await?)
}
