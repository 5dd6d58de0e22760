//! The acts on offers: offering changes of a copy, and using or declining one at the source.

use reconcile::{Decision, Update, updates};
use serde_json::json;
use uuid::Uuid;

use super::round::{self, Ours, seen};
use super::store::{self, NewOffer, OfferRow, OfferWords};
use super::{ANSWERS, OFFERS, Reply};
use crate::blueprints::{self, GuideLine};
use crate::error::AppError;
use crate::journal::store::put_text;
use crate::journal::{Change, JournalError, Moment, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::people::policy::EditBlueprint;
use crate::people::{self, FormKey, Permit, spend, spent};
use crate::platform::files::sha256_hex;
use crate::writing::{self, Saved, WritingError};

/// Why nothing was offered or answered.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// Nothing there.
    #[error("there is no such offer")]
    NotThere,
    /// It was answered, or a text has changed there since.
    #[error("this offer is no longer as it was shown")]
    Overtaken,
    /// The text that would come of it cannot stand in a guide.
    #[error("{0}")]
    Text(String),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<WritingError> for OfferError {
    fn from(error: WritingError) -> Self {
        match error {
            WritingError::Text(why) => Self::Text(why),
            WritingError::Overtaken | WritingError::Changed => Self::Overtaken,
            WritingError::Journal(error) => Self::Journal(error),
            WritingError::Database(error) => Self::Database(error),
            WritingError::NotThere | WritingError::Missing(_) => Self::NotThere,
        }
    }
}

impl From<OfferError> for AppError {
    fn from(error: OfferError) -> Self {
        match error {
            OfferError::NotThere => Self::NotFound,
            other => Self::Inside(other.into()),
        }
    }
}

/// Changes of a copy about to be offered.
#[derive(Debug)]
pub struct Offering<'a> {
    /// The copy and its source.
    pub guides: (&'a GuideLine, &'a GuideLine),
    /// The copy's texts.
    pub ours: &'a Ours,
    /// What is offered of them.
    pub changes: &'a [Update],
    /// Why.
    pub why: &'a str,
}

/// Offers changes of a copy to its source, whose writers are told. Gives the address to go on to.
///
/// # Errors
/// [`OfferError`]; then nothing was written.
pub async fn offer(
    kit: &Kit,
    permit: Permit<EditBlueprint>,
    key: &FormKey,
    new: &Offering<'_>,
    site: &str,
) -> Result<String, OfferError> {
    let by = permit.person().ok_or(OfferError::NotThere)?;
    let (copy, source) = new.guides;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let mut texts = Vec::new();
    for update in new.changes {
        if !store::is_offered(change.tx(), copy.id(), &update.id).await? {
            let (_, kept) = put(&mut change, kit, (new, update, 0), by).await?;
            texts.extend(kept);
        }
    }
    let organisation = source.organisation.clone().unwrap_or_default();
    let subject = format!("Changes offered for \u{201c}{}\u{201d}", source.title);
    let body = format!(
        "an organisation that copied \u{201c}{}\u{201d} offers you what it changed. Use it with credit, or decline it with a reason:\n\n{site}/blueprints/{}/offers",
        source.title, source.slug
    );
    for to in people::colleagues_with(change.tx(), &organisation, &[people::Role::Publisher], kit.clock.today()).await?
    {
        people::write_to(change.tx(), kit, to.account(), (&subject, &body)).await?;
    }
    let answer = format!("/blueprints/{}/offer", copy.slug);
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    finish(change, (permit.actor(), "offers.offer", copy), (false, texts), &[&OFFERS]).await?;
    Ok(answer)
}

/// Writes an offer. Gives its id, and the hashes of the texts it keeps.
async fn put(
    change: &mut Change,
    kit: &Kit,
    (new, update, alike): (&Offering<'_>, &Update, i64),
    by: Uuid,
) -> Result<(Uuid, Vec<String>), OfferError> {
    let (copy, source) = new.guides;
    let words = OfferWords {
        section: update.section.clone(),
        base: update.base.clone(),
        ours: update.upstream.clone(),
        why: new.why.to_owned(),
    };
    let words = serde_json::to_vec(&words).unwrap_or_default();
    let kept = [new.ours.base.as_bytes(), new.ours.text.as_bytes(), &words];
    let hashes = kept.map(sha256_hex);
    for (hash, body) in hashes.iter().zip(kept) {
        put_text(change.tx(), hash, body).await?;
    }
    let [base_hash, text_hash, words_hash] = &hashes;
    let (id, sequence) = (kit.clock.new_id(), change.sequence());
    let row = NewOffer {
        id,
        copy: copy.id(),
        source: source.id(),
        organisation: copy.organisation.as_deref().unwrap_or_default(),
        update_id: &update.id,
        base_hash,
        text_hash,
        words_hash,
        alike,
        account: by,
        on: &kit.clock.today().to_string(),
    };
    store::insert(change.tx(), &row, sequence).await?;
    Ok((id, hashes.to_vec()))
}

/// What the source's people decided about an offer.
pub(super) struct Decided<'a> {
    /// What was offered, or what several copies changed alike.
    pub what: What<'a>,
    /// What was shown of it.
    pub seen: &'a str,
    /// What they decided.
    pub reply: Reply,
    /// The source's own words, where it is used in them.
    pub words: &'a str,
    /// Why it was declined.
    pub reason: &'a str,
}

/// What is decided about.
pub(super) enum What<'a> {
    /// An offer.
    Offer(&'a OfferRow, &'a Ours),
    /// What several copies changed alike: the first of them, the change, and how many.
    Alike(&'a Offering<'a>, i64),
}

/// Uses an offer, which makes the source's next draft, or declines it; whoever offered it is told. Gives the address to go
/// on to.
///
/// # Errors
/// [`OfferError::Overtaken`] when it is no longer as it was shown; then nothing was written.
pub(super) async fn answer(
    kit: &Kit,
    permit: Permit<EditBlueprint>,
    key: &FormKey,
    decided: &Decided<'_>,
    site: &str,
) -> Result<String, OfferError> {
    let (by, today) = (permit.person().ok_or(OfferError::NotThere)?, kit.clock.today());
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let source = blueprints::store::find(change.tx(), permit.action().blueprint, Moment::now(today)).await?;
    let source = source.ok_or(OfferError::NotThere)?;
    let (ours, update) = match &decided.what {
        What::Offer(row, ours) => (*ours, row.update_id.as_str()),
        What::Alike(offering, _) => (offering.ours, offering.changes.first().map_or("", |update| update.id.as_str())),
    };
    let (local, hash) = round::newest(change.tx(), &source).await?.ok_or(OfferError::NotThere)?;
    let found = updates(&ours.base, &local, &ours.text, &[]).map_err(|_| OfferError::Overtaken)?;
    let shown = found.updates().iter().find(|other| other.id == update).ok_or(OfferError::Overtaken)?;
    if seen(shown) != decided.seen {
        return Err(OfferError::Overtaken);
    }
    let decision = match decided.reply {
        Reply::Used => Some(Decision::Take),
        Reply::InOwnWords => Some(Decision::TakeAs(decided.words.replace("\r\n", "\n"))),
        Reply::Declined => None,
    };
    let mut texts = Vec::new();
    if let Some(decision) = decision {
        let taken = found.decide(&[(update, decision)]).map_err(|_| OfferError::Overtaken)?;
        let saved = Saved { made_from: &hash, text: &taken.local };
        writing::save_in(&mut change, &kit.clock, &source, saved, by).await?;
        texts.push(sha256_hex(taken.local.as_bytes()));
    }
    let offer = match &decided.what {
        What::Offer(row, _) => {
            let offer = store::find(change.tx(), row.id()).await?.ok_or(OfferError::NotThere)?;
            if offer.reply().is_some() {
                return Err(OfferError::Overtaken);
            }
            tell(&mut change, kit, (&offer, &source), decided, site).await?;
            row.id()
        }
        What::Alike(offering, count) => {
            let update = offering.changes.first().ok_or(OfferError::Overtaken)?;
            let (id, kept) = put(&mut change, kit, (offering, update, *count), by).await?;
            texts.extend(kept);
            id
        }
    };
    let words_hash = sha256_hex(decided.reason.trim().as_bytes());
    put_text(change.tx(), &words_hash, decided.reason.trim().as_bytes()).await?;
    let (sequence, day) = (change.sequence(), today.to_string());
    let said = (decided.reply, words_hash.as_str(), day.as_str());
    store::insert_answer(change.tx(), (kit.clock.new_id(), offer, by), said, sequence).await?;
    texts.push(words_hash);
    let answer = format!("/blueprints/{}/offers", source.slug);
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let is_used = decided.reply != Reply::Declined;
    let tables: &[&RecordTable] = &[&OFFERS, &ANSWERS, &writing::DRAFTS];
    finish(change, (permit.actor(), "offers.answer", &source), (is_used, texts), tables).await?;
    Ok(answer)
}

/// A letter to whoever offered it.
async fn tell(
    change: &mut Change,
    kit: &Kit,
    (offer, source): (&OfferRow, &GuideLine),
    decided: &Decided<'_>,
    site: &str,
) -> sqlx::Result<()> {
    let said = match decided.reply {
        Reply::Used => {
            "It is used as you offered it, in the next version. The page of the source names your organisation."
        }
        Reply::InOwnWords => {
            "It is used in the source\u{2019}s words, in the next version. The page of the source names your organisation."
        }
        Reply::Declined => "It was declined: read why.",
    };
    let subject = format!("What you offered for \u{201c}{}\u{201d}", source.title);
    let line = blueprints::store::find(change.tx(), offer.copy(), Moment::now(kit.clock.today())).await?;
    let slug = line.map_or_else(|| source.slug.clone(), |line| format!("{}/offer", line.slug));
    people::write_to(change.tx(), kit, offer.account(), (&subject, &format!("{said}\n\n{site}/blueprints/{slug}")))
        .await
}

async fn finish(
    mut change: Change,
    (actor, action, line): (&str, &'static str, &GuideLine),
    (is_public, texts): (bool, Vec<String>),
    tables: &[&RecordTable],
) -> Result<(), OfferError> {
    let mut texts = texts;
    texts.sort();
    texts.dedup();
    change
        .append(NewEntry {
            actor,
            organisation: line.organisation.as_deref(),
            action,
            record: &format!("blueprints/{}", line.slug),
            source: None,
            holds_on: None,
            is_public,
            public: json!({}),
            private: None,
            texts,
            files: Vec::new(),
            tables,
        })
        .await?;
    Ok(change.commit().await?)
}
