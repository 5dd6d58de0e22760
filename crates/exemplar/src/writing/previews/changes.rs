//! The acts on links to a draft: making one, and taking it back.

use jiff::Span;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, NewLink};
use super::{MOST, PREVIEW_LINKS};
use crate::kit::Kit;
use crate::people::policy::ShowDraft;
use crate::people::{FormKey, Permit};
use crate::platform::files::sha256_hex;
use crate::writing::changes::{Act, Opened, Said, WritingError};

/// Makes a link that works for some days. Gives its secret, which is kept nowhere: a form that is sent again gives none.
///
/// # Errors
/// [`WritingError::Text`] when there are too many already; then nothing was written.
pub(super) async fn make(
    kit: &Kit,
    permit: Permit<ShowDraft>,
    key: &FormKey,
    (made_for, days): (&str, i64),
) -> Result<Option<String>, WritingError> {
    let by = permit.person().ok_or(WritingError::NotThere)?;
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(_) => return Ok(None),
        Opened::New(act) => act,
    };
    let (blueprint, today) = (act.line.id(), kit.clock.today());
    if store::list(act.change.tx(), blueprint, &today.to_string()).await?.len() >= MOST {
        return Err(WritingError::Text(format!("there are {MOST} links already: take one back first")));
    }
    let (token, ends_on) = (kit.clock.secret(), today.saturating_add(Span::new().days(days)).to_string());
    let token_hash = sha256_hex(token.as_bytes());
    let new = NewLink {
        id: kit.clock.new_id(),
        token_hash: &token_hash,
        blueprint,
        made_by: by,
        made_for,
        ends_on: &ends_on,
    };
    let sequence = act.change.sequence();
    store::insert(act.change.tx(), kit.clock.new_id(), &new, sequence).await?;
    let public = json!({ "ends_on": ends_on });
    let said = Said { action: "previews.make", public, tables: &[&PREVIEW_LINKS], ..Said::default() };
    act.finish(kit, permit.actor(), key, said, String::new()).await?;
    Ok(Some(token))
}

/// Takes a link back. Gives the address of the list.
///
/// # Errors
/// [`WritingError::NotThere`] for a link there is none of; then nothing was written.
pub(super) async fn end(
    kit: &Kit,
    permit: Permit<ShowDraft>,
    key: &FormKey,
    link: Uuid,
) -> Result<String, WritingError> {
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let (of, sequence) = ((act.line.id(), link), act.change.sequence());
    if !store::end(act.change.tx(), of, sequence).await? {
        return Err(WritingError::NotThere);
    }
    let answer = format!("/blueprints/{}/previews", act.line.slug);
    let said = Said { action: "previews.end", public: json!({}), tables: &[&PREVIEW_LINKS], ..Said::default() };
    act.finish(kit, permit.actor(), key, said, answer).await
}
