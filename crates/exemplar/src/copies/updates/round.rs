//! A copy beside its source today: what waits, in which order.

use database::Connection;
use jiff::civil::Date;
use reconcile::{Divergence, Settled, State, updates};
use uuid::Uuid;

use super::store::{self, DecisionRow};
use super::{How, Waiting};
use crate::blueprints::store::RevisionRow;
use crate::blueprints::{self, GuideLine, State as Life};
use crate::copies::CopyRow;
use crate::journal::Moment;
use crate::journal::store::get_text;
use crate::writing;

/// A copy beside its source.
#[derive(Clone, Debug)]
pub struct Round {
    /// The source.
    pub source: GuideLine,
    /// The text both had when they were last level, as far as the copy has settled it.
    pub base: String,
    /// Our newest text, and its SHA-256.
    pub local: (String, String),
    /// The source's text now.
    pub upstream: String,
    /// The version up to which nothing was left open, and since when.
    pub level: (i64, Option<String>),
    /// What waits, the most pressing first.
    pub waiting: Vec<Waiting>,
    /// What our version says already, by the ids of the changes.
    pub there: Vec<String>,
    /// How much of it is ours, and where both changed.
    pub divergence: Divergence,
    /// Why nothing can be said, when a text is too large.
    pub refused: Option<String>,
}

impl Round {
    /// The changes that were refused before, as the engine asks for them.
    #[must_use]
    pub fn settled(decisions: &[DecisionRow]) -> Vec<Settled> {
        let kept = decisions.iter().filter(|row| row.how() == How::KeptOurs);
        kept.filter_map(DecisionRow::words)
            .map(|words| Settled { section: words.section, refused: words.upstream })
            .collect()
    }
}

/// A copy beside its source; none when the source is not public, or when a text of either was removed.
///
/// # Errors
/// When the database cannot be read.
pub async fn round(
    connection: &mut Connection,
    line: &GuideLine,
    row: &CopyRow,
    today: Date,
) -> sqlx::Result<Option<Round>> {
    let moment = Moment::now(today);
    let source = blueprints::store::find(connection, row.source(), moment).await?;
    let Some(source) = source.filter(|source| source.state() != Life::Draft && source.is_held()) else {
        return Ok(None);
    };
    let settled = store::base(connection, line.id()).await?;
    let (base_hash, level) = match settled {
        Some(base) => (base.base_hash, (base.source_number, Some(base.settled_on))),
        None => (row.base_hash.clone(), (row.source_number, None)),
    };
    let local_hash = writing::store::newest_text(connection, line.id(), line.revision).await?;
    let versions = since(connection, &source, level.0, moment).await?;
    let newest = versions.last().map(|(version, _)| version.text_hash.clone());
    let (Some(local_hash), Some(base), Some(newest)) = (local_hash, copied(connection, &base_hash).await?, newest)
    else {
        return Ok(None);
    };
    let (Some(local), Some(upstream)) = (plain(connection, &local_hash).await?, copied(connection, &newest).await?)
    else {
        return Ok(None);
    };
    let decisions = store::decisions(connection, line.id()).await?;
    let mut round = Round {
        source,
        base,
        local: (local, local_hash),
        upstream,
        level,
        waiting: Vec::new(),
        there: Vec::new(),
        divergence: Divergence::default(),
        refused: None,
    };
    match updates(&round.base, &round.local.0, &round.upstream, &Round::settled(&decisions)) {
        Ok(found) => {
            let there = found.updates().iter().filter(|update| update.state == State::AlreadyThere);
            round.there = there.map(|update| update.id.clone()).collect();
            let open = found.updates().iter().filter(|update| update.state != State::AlreadyThere);
            let waiting = open.map(|update| told(update, &versions, &decisions)).collect::<Vec<_>>();
            round.divergence = found.divergence();
            round.waiting = waiting;
            round.waiting.sort_by_key(|waiting| (waiting.is_put_off, waiting.rank()));
        }
        Err(refused) => round.refused = Some(refused.to_string()),
    }
    Ok(Some(round))
}

/// The versions after the one that was settled, oldest first, each with its text; always the newest.
async fn since(
    connection: &mut Connection,
    source: &GuideLine,
    level: i64,
    moment: Moment,
) -> sqlx::Result<Vec<(RevisionRow, String)>> {
    let all = blueprints::store::revisions(connection, source.id(), moment.sequence, source.state()).await?;
    let later = all.into_iter().filter(|version| version.number > level || version.number == source.revision);
    let mut versions = Vec::new();
    for version in later.take(MOST) {
        let text = copied(connection, &version.text_hash).await?.unwrap_or_default();
        versions.push((version, squeezed(&text)));
    }
    versions.reverse();
    Ok(versions)
}

/// How many versions are looked through for who made a change.
const MOST: usize = 50;

async fn plain(connection: &mut Connection, hash: &str) -> sqlx::Result<Option<String>> {
    match get_text(connection, hash).await {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
        Err(sqlx::Error::RowNotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A text of the source without what only the source can say of itself.
async fn copied(connection: &mut Connection, hash: &str) -> sqlx::Result<Option<String>> {
    let text = plain(connection, hash).await?;
    Ok(text.map(|text| blueprints::as_copied(text.as_bytes()).unwrap_or(text)))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A change with the version that made it: the first that says what the source says now, or no longer what it said.
fn told(update: &reconcile::Update, versions: &[(RevisionRow, String)], decisions: &[DecisionRow]) -> Waiting {
    let (base, upstream) = (squeezed(&update.base), squeezed(&update.upstream));
    let made = |(_, text): &&(RevisionRow, String)| match upstream.is_empty() {
        true => !text.contains(&base),
        false => text.contains(&upstream),
    };
    let version = versions.iter().find(made).or(versions.last()).map(|(version, _)| version);
    let put_off = |row: &DecisionRow| row.how() == How::Later && row.update_id == update.id;
    Waiting {
        update: update.clone(),
        number: version.map_or(0, |version| version.number),
        note: version.map(|version| version.note.clone()).unwrap_or_default(),
        on: version.map(|version| version.revised_on.clone()).unwrap_or_default(),
        class: version.and_then(RevisionRow::class),
        is_put_off: decisions.iter().any(put_off),
    }
}

/// The copy of this guide beside its source, for pages.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn of_copy(
    connection: &mut Connection,
    line: &GuideLine,
    today: Date,
) -> sqlx::Result<Option<(CopyRow, Option<Round>)>> {
    let id: Uuid = line.id();
    let Some(row) = crate::copies::copy_of(connection, id, Moment::now(today)).await? else { return Ok(None) };
    let round = round(connection, line, &row, today).await?;
    Ok(Some((row, round)))
}
