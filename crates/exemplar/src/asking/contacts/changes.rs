//! The acts on being asked: agreeing, no longer, and what falls due with time.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::store::{self, ContactRow, NewRow};
use super::{Agreement, CONTACTS, LASTS_MONTHS, Way, has_lapsed, is_due_again};
use crate::asking::{AskingError, PORTAL};
use crate::blueprints::{self, GuideLine};
use crate::journal::{Change, Moment, NewEntry};
use crate::kit::Kit;
use crate::people::policy::BeAsked;
use crate::people::{self, FormKey, Permit, spend, spent, write_to};
use crate::platform::clock::day_of;

/// Agrees to be asked from now on, or no longer when there is nothing agreed to. Gives the guide's address.
///
/// # Errors
/// [`AskingError`]; then nothing was written.
pub async fn agree(
    kit: &Kit,
    permit: Permit<BeAsked>,
    key: &FormKey,
    (agreement, on): (Option<&Agreement>, Date),
) -> Result<String, AskingError> {
    let by = permit.person().ok_or(AskingError::NotThere)?;
    let BeAsked { blueprint, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let line = guide(&mut change, kit, *blueprint).await?;
    let answer = format!("/blueprints/{}", line.slug);
    let before = store::current(change.tx(), *blueprint).await?;
    if agreement.is_none() && before.iter().all(|row| row.account() != by) {
        return Ok(answer);
    }
    let (sequence, day) = (change.sequence(), on.to_string());
    store::end_on(change.tx(), (*blueprint, by), kit.clock.new_id(), &day, sequence).await?;
    if let Some(agreement) = agreement {
        let also_agreed = |id: &Uuid| *id != by && before.iter().any(|row| row.account() == *id);
        let new = NewRow {
            blueprint: *blueprint,
            organisation,
            account: by,
            ways: &agreement.ways,
            shows_name: agreement.shows_name,
            stand_in: agreement.stand_in.filter(also_agreed),
            agreed_on: &day,
            asked_again_on: None,
            known_from: &day,
        };
        store::insert(change.tx(), kit.clock.new_id(), &new, sequence).await?;
    }
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let action = if agreement.is_some() { "contacts.agree" } else { "contacts.stop" };
    finish(change, permit.actor(), (&line, organisation), action).await?;
    Ok(answer)
}

/// Asks everyone again by letter who agreed half a year ago. Gives how many were asked.
///
/// # Errors
/// [`AskingError`]; those asked before stay asked.
pub async fn ask_again(kit: &Kit, site: &str, now: Timestamp) -> Result<usize, AskingError> {
    let today = day_of(now);
    let last = today.saturating_sub(Span::new().months(LASTS_MONTHS)).to_string();
    let due = store::agreed_before(&mut kit.db.read().await?, &last).await?;
    let mut asked = 0;
    for row in due {
        asked += usize::from(ask_one_again(kit, site, (row.blueprint(), row.account()), today).await?);
    }
    Ok(asked)
}

async fn ask_one_again(
    kit: &Kit,
    site: &str,
    (blueprint, account): (Uuid, Uuid),
    today: Date,
) -> Result<bool, AskingError> {
    let mut change = Change::open(kit).await?;
    let row = store::find(change.tx(), blueprint, account).await?;
    let is_due = |row: &ContactRow| {
        row.asked_again_on.is_none() && row.agreed_on.parse().is_ok_and(|day| is_due_again(day, today))
    };
    let Some(row) = row.filter(is_due) else { return Ok(false) };
    let line = guide(&mut change, kit, blueprint).await?;
    let (sequence, day) = (change.sequence(), today.to_string());
    store::end_on(change.tx(), (blueprint, account), kit.clock.new_id(), &day, sequence).await?;
    let ways: Vec<Way> = Way::ALL.into_iter().filter(|way| row.agrees_to(*way)).collect();
    let new = NewRow {
        blueprint,
        organisation: &row.organisation,
        account,
        ways: &ways,
        shows_name: row.shows_name(),
        stand_in: row.stand_in(),
        agreed_on: &row.agreed_on,
        asked_again_on: Some(&day),
        known_from: &day,
    };
    store::insert(change.tx(), kit.clock.new_id(), &new, sequence).await?;
    let subject = format!("May others still ask you about \u{201c}{}\u{201d}?", line.title);
    let body = format!(
        "half a year ago you agreed to be asked about \u{201c}{}\u{201d}. Do you still? Say yes, or no more, on this page within 30 days. If you do not answer, you are not offered any more.\n\n{site}/blueprints/{}/be-asked",
        line.title, line.slug
    );
    write_to(change.tx(), kit, account, (&subject, &body)).await?;
    finish(change, PORTAL, (&line, &row.organisation), "contacts.ask_again").await?;
    Ok(true)
}

/// Ends what was agreed by those who did not answer in time, and by those who left their organisation.
///
/// # Errors
/// [`AskingError`]; those let go before stay so.
pub async fn let_go(kit: &Kit, site: &str, now: Timestamp) -> Result<usize, AskingError> {
    let today = day_of(now);
    let (mut after, mut gone) = ((Uuid::nil(), Uuid::nil()), 0);
    loop {
        let part = store::everyone_after(&mut kit.db.read().await?, after).await?;
        let Some(last) = part.last() else { return Ok(gone) };
        after = (last.blueprint(), last.account());
        for row in &part {
            let is_silent = is_silent(row, today);
            let has_left = !is_silent && !is_still_there(kit, row, today).await?;
            if is_silent || has_left {
                gone += usize::from(let_one_go(kit, site, row, today).await?);
            }
        }
    }
}

fn is_silent(row: &ContactRow, today: Date) -> bool {
    row.asked_again_on.as_deref().and_then(|day| day.parse().ok()).is_some_and(|day| has_lapsed(day, today))
}

async fn is_still_there(kit: &Kit, row: &ContactRow, today: Date) -> sqlx::Result<bool> {
    let person = people::person(&mut kit.db.read().await?, row.account(), today).await?;
    Ok(person.is_some_and(|person| person.organisations().contains(&row.organisation.as_str())))
}

async fn let_one_go(kit: &Kit, site: &str, seen: &ContactRow, today: Date) -> Result<bool, AskingError> {
    let mut change = Change::open(kit).await?;
    let (blueprint, account) = (seen.blueprint(), seen.account());
    let row = store::find(change.tx(), blueprint, account).await?;
    // Whoever answered in between stays.
    let Some(row) = row.filter(|row| row.asked_again_on == seen.asked_again_on && row.agreed_on == seen.agreed_on)
    else {
        return Ok(false);
    };
    let line = guide(&mut change, kit, blueprint).await?;
    let sequence = change.sequence();
    let ids = (blueprint, account);
    store::end_on(change.tx(), ids, kit.clock.new_id(), &today.to_string(), sequence).await?;
    let subject = format!("You are no longer asked about \u{201c}{}\u{201d}", line.title);
    let body = format!(
        "you are not offered to others any more who want to ask about \u{201c}{}\u{201d}. If you want to be, say so again:\n\n{site}/blueprints/{}/be-asked",
        line.title, line.slug
    );
    write_to(change.tx(), kit, account, (&subject, &body)).await?;
    finish(change, PORTAL, (&line, &row.organisation), "contacts.lapse").await?;
    Ok(true)
}

async fn guide(change: &mut Change, kit: &Kit, blueprint: Uuid) -> Result<GuideLine, AskingError> {
    let moment = Moment::now(kit.clock.today());
    blueprints::store::find(change.tx(), blueprint, moment).await?.ok_or(AskingError::NotThere)
}

/// The end of every act: the entry appended, the whole made to hold. What the page shows of it is a number.
async fn finish(
    mut change: Change,
    actor: &str,
    (line, organisation): (&GuideLine, &str),
    action: &'static str,
) -> Result<(), AskingError> {
    change
        .append(NewEntry {
            actor,
            organisation: Some(organisation),
            action,
            record: &format!("blueprints/{}", line.slug),
            source: None,
            holds_on: None,
            is_public: true,
            public: json!({}),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&CONTACTS],
        })
        .await?;
    change.commit().await?;
    Ok(())
}
