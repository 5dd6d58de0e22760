//! A copy held against its source the other way round: what the copy changed, and how each of it fits the source now.

use database::Connection;
use jiff::civil::Date;
use reconcile::{State, Update, UpdateKind, convergence, updates};
use uuid::Uuid;

use super::store::{self as offers, OfferRow};
use crate::blueprints::{self, GuideLine, State as Life};
use crate::copies::updates::store as update_store;
use crate::copies::{CopyRow, store};
use crate::journal::Moment;
use crate::journal::store::get_text;
use crate::platform::files::sha256_hex;
use crate::writing;

/// How many copies are looked through for what they changed alike.
const MOST: usize = 50;

/// What a copy and its source had in common, and what the copy says now to everyone.
#[derive(Clone, Debug)]
pub struct Ours {
    /// Of its source, without what only the source can say.
    pub base: String,
    /// Of the copy, without what only it can say.
    pub text: String,
}

/// The texts of a copy that everyone reads; none of a draft, and none when a text was removed.
pub(super) async fn ours(connection: &mut Connection, line: &GuideLine, row: &CopyRow) -> sqlx::Result<Option<Ours>> {
    if line.state() != Life::Published {
        return Ok(None);
    }
    let settled = update_store::base(connection, line.id()).await?;
    let base_hash = settled.map_or_else(|| row.base_hash.clone(), |base| base.base_hash);
    let revision = blueprints::store::revision(connection, line.id(), line.revision).await?;
    let Some(hash) = revision.map(|revision| revision.text_hash) else { return Ok(None) };
    let (base, text) = (copied(connection, &base_hash).await?, copied(connection, &hash).await?);
    Ok(base.zip(text).map(|(base, text)| Ours { base, text }))
}

/// A text without what only its organisation can say.
pub(super) async fn copied(connection: &mut Connection, hash: &str) -> sqlx::Result<Option<String>> {
    let text = plain(connection, hash).await?;
    Ok(text.map(|text| blueprints::as_copied(text.as_bytes()).unwrap_or(text)))
}

async fn plain(connection: &mut Connection, hash: &str) -> sqlx::Result<Option<String>> {
    match get_text(connection, hash).await {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
        Err(sqlx::Error::RowNotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The newest text of a guide and its SHA-256.
pub(super) async fn newest(connection: &mut Connection, line: &GuideLine) -> sqlx::Result<Option<(String, String)>> {
    let Some(hash) = writing::store::newest_text(connection, line.id(), line.revision).await? else { return Ok(None) };
    Ok(plain(connection, &hash).await?.map(|text| (text, hash)))
}

/// What ours changed and the source does not say yet; nothing when a text is too large. The title is its own.
pub(super) fn changes(ours: &Ours, source: &str) -> Vec<Update> {
    let Ok(found) = updates(&ours.base, source, &ours.text, &[]) else { return Vec::new() };
    let can_be_offered = |update: &&Update| update.state != State::AlreadyThere && update.kind != UpdateKind::Field;
    found.updates().iter().filter(can_be_offered).cloned().collect()
}

/// A copy of ours with what it can offer.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The copy.
    pub line: GuideLine,
    /// What it was copied from.
    pub source: GuideLine,
    /// The copy's texts; none before it is published.
    pub ours: Option<Ours>,
    /// What was not offered yet.
    pub changes: Vec<Update>,
    /// What was.
    pub offered: Vec<OfferRow>,
}

/// What a copy can offer; none for what is no copy of a guide that everyone reads.
///
/// # Errors
/// When the database cannot be read.
pub async fn ready(connection: &mut Connection, line: GuideLine, today: Date) -> sqlx::Result<Option<Ready>> {
    let moment = Moment::now(today);
    let Some(row) = store::find(connection, line.id(), moment).await? else { return Ok(None) };
    let source = blueprints::store::find(connection, row.source(), moment).await?;
    let Some(source) = source.filter(|source| source.state() != Life::Draft) else { return Ok(None) };
    let offered = offers::of_copy(connection, line.id()).await?;
    let ours = ours(connection, &line, &row).await?;
    let revision = blueprints::store::revision(connection, source.id(), source.revision).await?;
    let text = match revision {
        Some(revision) => copied(connection, &revision.text_hash).await?,
        None => None,
    };
    let mut changes = match (&ours, &text) {
        (Some(ours), Some(text)) => self::changes(ours, text),
        _ => Vec::new(),
    };
    changes.retain(|update| !offered.iter().any(|offer| offer.update_id == update.id));
    Ok(Some(Ready { line, source, ours, changes, offered }))
}

/// A change that several copies made alike.
#[derive(Clone, Debug)]
pub(super) struct Alike {
    /// The first copy that has it.
    pub copy: Uuid,
    /// Its texts.
    pub ours: Ours,
    /// The change, as it fits the source.
    pub update: Update,
    /// How many copies made it.
    pub count: usize,
    /// Of how many that everyone reads.
    pub of: usize,
}

/// What several published copies of a guide changed alike and the source does not say, those of most copies first.
pub(super) async fn alike(connection: &mut Connection, source: &GuideLine, today: Date) -> sqlx::Result<Vec<Alike>> {
    let moment = Moment::now(today);
    let Some((text, _)) = newest(connection, source).await? else { return Ok(Vec::new()) };
    let mut copies = Vec::new();
    for row in store::of_source(connection, source.id(), moment).await?.into_iter().take(MOST) {
        let Some(line) = blueprints::store::find(connection, row.blueprint(), moment).await? else { continue };
        if let Some(ours) = ours(connection, &line, &row).await? {
            copies.push((row, ours));
        }
    }
    let pairs: Vec<(&str, &str)> = copies.iter().map(|(_, ours)| (ours.base.as_str(), ours.text.as_str())).collect();
    let mut found = Vec::new();
    for group in convergence(&pairs) {
        let Some((row, ours)) = group.copies.first().and_then(|at| copies.get(*at)) else { continue };
        let (base, said) = (squeezed(&group.base), squeezed(&group.copies_say));
        let is_it = |update: &Update| squeezed(&update.base) == base && squeezed(&update.upstream) == said;
        let Some(update) = changes(ours, &text).into_iter().find(is_it) else { continue };
        found.push(Alike {
            copy: row.blueprint(),
            ours: ours.clone(),
            update,
            count: group.copies.len(),
            of: copies.len(),
        });
    }
    Ok(found)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What somebody saw of a change: another text of the source there, and it is another.
pub(super) fn seen(update: &Update) -> String {
    sha256_hex(format!("{}\0{}\0{}", update.local, update.upstream, update.taken).as_bytes())
}
