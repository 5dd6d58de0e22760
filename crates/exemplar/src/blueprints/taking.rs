//! What an import will do, decided before anything is written: which guides are new, changed or the same, and their addresses.

use std::collections::{BTreeMap, BTreeSet};

use database::Connection;
use uuid::Uuid;

use super::State;
use super::folder::{Folder, FolderGuide};
use super::store::{self, KnownGuide};
use crate::platform::clock::Clock;
use crate::platform::files::sha256_hex;
use crate::platform::markdown;

/// A guide to be written.
#[derive(Debug)]
pub(super) struct Taking {
    pub guide: FolderGuide,
    pub text_hash: String,
    pub slug: String,
    pub step: Step,
    pub id: Uuid,
}

/// What becomes of a guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It was not here.
    New,
    /// Its text or files are others: the next version, with this number.
    Changed(i64),
    /// Only where it stands changes: a draft is published. Its version keeps this number.
    Published(i64),
    /// Nothing changes.
    Same,
    /// A draft cannot take the place of what is public.
    Refused,
}

/// Decides about every guide of `folder`. Addresses are given out here, so that links between guides hold in any order.
pub(super) async fn plan(
    connection: &mut Connection,
    clock: &Clock,
    folder: &mut Folder,
    (organisation, origin, state): (&str, &str, State),
) -> sqlx::Result<Vec<Taking>> {
    let known = store::of_origin(connection, Some(organisation), origin).await?;
    let mut known: BTreeMap<String, KnownGuide> =
        known.into_iter().map(|guide| (guide.origin_path.clone(), guide)).collect();
    let mut given = BTreeSet::new();
    let mut takings = Vec::with_capacity(folder.guides.len());
    for guide in std::mem::take(&mut folder.guides) {
        let text_hash = sha256_hex(&guide.bytes);
        let before = known.remove(&guide.path);
        let step = step(connection, &guide, &text_hash, before.as_ref(), state).await?;
        let slug = match &before {
            Some(before) if before.title == guide.text.fields.title => before.slug.clone(),
            _ => {
                free_slug(connection, &guide.text.fields.title, &mut given, before.as_ref().map(KnownGuide::id)).await?
            }
        };
        let id = before.as_ref().map_or_else(|| clock.new_id(), KnownGuide::id);
        takings.push(Taking { guide, text_hash, slug, step, id });
    }
    for path in known.into_keys() {
        folder.remarks.push((path, "is no longer in the folder: the guide stays as it is".to_owned()));
    }
    Ok(takings)
}

async fn step(
    connection: &mut Connection,
    guide: &FolderGuide,
    text_hash: &str,
    before: Option<&KnownGuide>,
    state: State,
) -> sqlx::Result<Step> {
    let Some(before) = before else { return Ok(Step::New) };
    let files = store::attachments(connection, before.id(), before.revision).await?;
    let kept: BTreeSet<(&str, &str)> = files.iter().map(|file| (file.path.as_str(), file.file_hash.as_str())).collect();
    let hashes: Vec<(&str, String)> =
        guide.attachments.iter().map(|file| (file.href.as_str(), sha256_hex(&file.bytes))).collect();
    let now: BTreeSet<(&str, &str)> = hashes.iter().map(|(href, hash)| (*href, hash.as_str())).collect();
    Ok(match (before.text_hash == text_hash && kept == now, before.state(), state) {
        (_, State::Published | State::Withdrawn, State::Draft) => Step::Refused,
        (false, _, _) => Step::Changed(before.revision + 1),
        (true, State::Draft, State::Published) => Step::Published(before.revision),
        (true, _, _) => Step::Same,
    })
}

/// The title as an address that no other guide has or had.
pub(super) async fn free_slug(
    connection: &mut Connection,
    title: &str,
    given: &mut BTreeSet<String>,
    own: Option<Uuid>,
) -> sqlx::Result<String> {
    let slug = markdown::slug(title);
    let base = if slug.is_empty() { "guide".to_owned() } else { cut(&slug) };
    let mut candidate = base.clone();
    for number in 2.. {
        let owner = store::id_of_slug(connection, &candidate).await?;
        if (owner.is_none() || owner == own) && given.insert(candidate.clone()) {
            break;
        }
        candidate = format!("{base}-{number}");
    }
    Ok(candidate)
}

/// At most 80 letters, cut between words.
fn cut(slug: &str) -> String {
    match slug.get(..80) {
        Some(start) => start.rsplit_once('-').map_or(start, |(before, _)| before).to_owned(),
        None => slug.to_owned(),
    }
}
