//! The act of saying whether a guide is still true.

use serde_json::json;

use super::store::{self, NewRow};
use super::{CONFIRMATIONS, NewConfirmation};
use crate::asking::AskingError;
use crate::asking::contacts::people_of;
use crate::blueprints::{self, State};
use crate::journal::store::put_text;
use crate::journal::{Change, Moment, NewEntry};
use crate::kit::Kit;
use crate::people::policy::ConfirmGuide;
use crate::people::{FormKey, Permit, spend, spent, write_to};
use crate::platform::files::sha256_hex;

/// Says whether a guide is still true. That it no longer is, its people are told. Gives the guide's address.
///
/// # Errors
/// [`AskingError`]; then nothing was written.
pub async fn confirm(
    kit: &Kit,
    permit: Permit<ConfirmGuide>,
    key: &FormKey,
    new: &NewConfirmation<'_>,
    site: &str,
) -> Result<String, AskingError> {
    let by = permit.person().ok_or(AskingError::NotThere)?;
    let ConfirmGuide { blueprint, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let today = kit.clock.today();
    let line = blueprints::store::find(change.tx(), *blueprint, Moment::now(today)).await?;
    let line = line.ok_or(AskingError::NotThere)?;
    if line.state() != State::Published {
        return Err(AskingError::Withdrawn);
    }
    let hash = (!new.words.is_empty()).then(|| sha256_hex(new.words.as_bytes()));
    if let Some(hash) = &hash {
        put_text(change.tx(), hash, new.words.as_bytes()).await?;
    }
    let (sequence, day) = (change.sequence(), new.said_on.to_string());
    let row = NewRow {
        id: kit.clock.new_id(),
        blueprint: *blueprint,
        version: line.revision,
        organisation,
        account: by,
        holds: new.holds,
        text_hash: hash.as_deref(),
        said_on: &day,
    };
    store::insert(change.tx(), &row, sequence).await?;
    let answer = format!("/blueprints/{}#still-true", line.slug);
    if !new.holds {
        let subject = format!("\u{201c}{}\u{201d} is no longer true everywhere", line.title);
        let body = format!(
            "an organisation that lives with \u{201c}{}\u{201d} says that it is no longer true there. Read what they say:\n\n{site}{answer}",
            line.title
        );
        for to in people_of(change.tx(), &line, today).await?.into_iter().filter(|to| *to != by) {
            write_to(change.tx(), kit, to, (&subject, &body)).await?;
        }
    }
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(organisation),
            action: "confirmations.say",
            record: &format!("blueprints/{}", line.slug),
            source: None,
            holds_on: None,
            is_public: true,
            public: json!({ "holds": new.holds, "version": line.revision }),
            private: None,
            texts: hash.into_iter().collect(),
            files: Vec::new(),
            tables: &[&CONFIRMATIONS],
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}
