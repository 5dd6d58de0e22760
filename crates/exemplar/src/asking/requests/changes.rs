//! The acts on requests: sending one, answering it, and passing on what waited too long.

use database::Transaction;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::store::{self, NewMove, NewRow};
use super::{MOST_A_DAY, NewRequest, REQUEST_MOVES, REQUESTS, Reply, Request, What};
use crate::asking::contacts::{self, choose, stand_in, store::ContactRow};
use crate::asking::{AskingError, PORTAL};
use crate::blueprints::{self, GuideLine, State};
use crate::journal::{Change, Moment, NewEntry, Private, RecordTable};
use crate::kit::Kit;
use crate::people::policy::{AnswerRequest, AskPeople};
use crate::people::{FormKey, Permit, spend, spent, write_to};
use crate::platform::clock::day_of;

/// Sends a request to whoever of those who agreed has the fewest waiting. Gives its address.
///
/// # Errors
/// [`AskingError::Nobody`] when nobody agreed to it; then nothing was written.
pub async fn request(
    kit: &Kit,
    permit: Permit<AskPeople>,
    key: &FormKey,
    new: &NewRequest,
    site: &str,
) -> Result<String, AskingError> {
    let by = permit.person().ok_or(AskingError::NotThere)?;
    let AskPeople { blueprint, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let line = guide(&mut change, kit, *blueprint).await?;
    if line.state() != State::Published {
        return Err(AskingError::Withdrawn);
    }
    let (id, sequence, day) = (kit.clock.new_id(), change.sequence(), new.asked_on.to_string());
    if store::count_on(change.tx(), by, &day).await? >= MOST_A_DAY {
        return Err(AskingError::TooMany("10 requests"));
    }
    let (contacts, waiting) = agreed(change.tx(), *blueprint).await?;
    let to = choose(&contacts, new.way, &|id| count_of(&waiting, id), &[by]).ok_or(AskingError::Nobody)?.account();
    let row = NewRow {
        id,
        blueprint: *blueprint,
        organisation,
        account: by,
        way: new.way,
        to_account: to,
        gives_address: new.gives_address,
        asked_on: &day,
    };
    store::insert(change.tx(), &row, sequence).await?;
    tell_asked(change.tx(), kit, (&line, id), to, site).await?;
    let answer = format!("/requests/{id}");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let public = json!({ "way": new.way.word() });
    let words = json!(new.words);
    finish(change, kit, (permit.actor(), "requests.ask", &line), (public, Some(words), &REQUESTS)).await?;
    Ok(answer)
}

/// Answers a request, or passes it on to somebody else who agreed to be asked, and tells whoever asked.
///
/// # Errors
/// [`AskingError::Settled`] when it was answered or passed on in between; then nothing was written.
pub async fn answer(
    kit: &Kit,
    permit: Permit<AnswerRequest>,
    key: &FormKey,
    (reply, on): (&Reply, Date),
    site: &str,
) -> Result<String, AskingError> {
    let by = permit.person().ok_or(AskingError::NotThere)?;
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let id = permit.action().request;
    let request = store::find(change.tx(), id).await?.ok_or(AskingError::NotThere)?;
    if request.outcome().is_some() || request.with() != by {
        return Err(AskingError::Settled);
    }
    let line = guide(&mut change, kit, request.row.blueprint()).await?;
    let (what, to, words) = match reply {
        Reply::Agreed(words) => (What::Agreed, None, Some(words)),
        Reply::NotNow(words) => (What::NotNow, None, Some(words)),
        Reply::PassOn(to) => (What::PassedOn, Some(*to), None),
    };
    if let Some(to) = to {
        let (contacts, _) = agreed(change.tx(), line.id()).await?;
        let fits = |row: &ContactRow| row.account() == to && row.agrees_to(request.row.way());
        if !contacts.iter().any(fits) || request.parties().asked.contains(&to) || to == request.row.asker() {
            return Err(AskingError::Nobody);
        }
        tell_asked(change.tx(), kit, (&line, id), to, site).await?;
    }
    let moved = Moved { what, by: Some(by), to, on };
    note(&mut change, kit, &request, &moved).await?;
    tell_asker(change.tx(), kit, (&line, &request), &moved, site).await?;
    let answer = format!("/requests/{id}");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    let public = json!({ "what": what.word() });
    let words = words.map(|words| json!({ "words": words }));
    finish(change, kit, (permit.actor(), "requests.answer", &line), (public, words, &REQUEST_MOVES)).await?;
    Ok(answer)
}

/// Passes every request that waited ten working days on to the stand-in; one that a stand-in leaves too ends unanswered.
/// Whoever asked is told of both. Gives how many there were.
///
/// # Errors
/// [`AskingError`]; what was passed on before stays so.
pub async fn pass_on_what_waited(kit: &Kit, site: &str, now: Timestamp) -> Result<usize, AskingError> {
    let today = day_of(now);
    let (mut after, mut passed) = (Uuid::nil(), 0);
    loop {
        let part = store::unanswered(&mut kit.db.read().await?, &today.to_string(), after).await?;
        let Some(last) = part.last() else { return Ok(passed) };
        after = *last;
        for id in part {
            let request = store::find(&mut kit.db.read().await?, id).await?;
            if request.is_some_and(|request| request.waited_too_long(today)) {
                passed += usize::from(pass_one_on(kit, site, id, today).await?);
            }
        }
    }
}

async fn pass_one_on(kit: &Kit, site: &str, id: Uuid, today: Date) -> Result<bool, AskingError> {
    let mut change = Change::open(kit).await?;
    let request = store::find(change.tx(), id).await?;
    let Some(request) = request.filter(|request| request.waited_too_long(today)) else { return Ok(false) };
    let line = guide(&mut change, kit, request.row.blueprint()).await?;
    let (contacts, waiting) = agreed(change.tx(), line.id()).await?;
    let mut but = request.parties().asked;
    but.push(request.row.asker());
    let next = stand_in(&contacts, request.with(), request.row.way(), &|id| count_of(&waiting, id), &but);
    let to = next.filter(|_| !request.was_passed_on_by_the_portal()).map(ContactRow::account);
    let what = if to.is_some() { What::PassedOn } else { What::Unanswered };
    let moved = Moved { what, by: None, to, on: today };
    note(&mut change, kit, &request, &moved).await?;
    if let Some(to) = to {
        tell_asked(change.tx(), kit, (&line, id), to, site).await?;
    }
    tell_asker(change.tx(), kit, (&line, &request), &moved, site).await?;
    let public = json!({ "what": what.word() });
    finish(change, kit, (PORTAL, "requests.pass_on", &line), (public, None, &REQUEST_MOVES)).await?;
    Ok(true)
}

/// What becomes of a request, and by whom.
struct Moved {
    what: What,
    by: Option<Uuid>,
    to: Option<Uuid>,
    on: Date,
}

async fn note(change: &mut Change, kit: &Kit, request: &Request, moved: &Moved) -> sqlx::Result<()> {
    let (sequence, day) = (change.sequence(), moved.on.to_string());
    let new = NewMove {
        request: request.row.id(),
        number: request.moves.last().map_or(0, |row| row.number) + 1,
        what: moved.what,
        account: moved.by,
        to_account: moved.to,
        moved_on: &day,
    };
    store::insert_move(change.tx(), kit.clock.new_id(), &new, sequence).await
}

/// Everyone who agrees to be asked about a guide, and how many requests wait for each.
async fn agreed(tx: &mut Transaction, blueprint: Uuid) -> sqlx::Result<(Vec<ContactRow>, Vec<(Uuid, usize)>)> {
    let contacts = contacts::store::current(tx, blueprint).await?;
    let mut waiting = Vec::new();
    for contact in &contacts {
        waiting.push((contact.account(), store::waiting_for(tx, contact.account()).await?.len()));
    }
    Ok((contacts, waiting))
}

fn count_of(waiting: &[(Uuid, usize)], id: Uuid) -> usize {
    waiting.iter().find(|(account, _)| *account == id).map_or(0, |(_, count)| *count)
}

/// A letter to whoever it is with now. It holds no words of the request: those can be removed, and a letter cannot.
async fn tell_asked(
    tx: &mut Transaction,
    kit: &Kit,
    (line, id): (&GuideLine, Uuid),
    to: Uuid,
    site: &str,
) -> sqlx::Result<()> {
    let subject = format!("Somebody asks you about \u{201c}{}\u{201d}", line.title);
    let body = format!(
        "you agreed to be asked about \u{201c}{}\u{201d}, and somebody asks for your time. Read what they want and answer here: agreed, not now, or somebody else. If you do not answer within ten working days, your stand-in is asked.\n\n{site}/requests/{id}",
        line.title
    );
    write_to(tx, kit, to, (&subject, &body)).await
}

/// A letter to whoever asked, about what became of it.
async fn tell_asker(
    tx: &mut Transaction,
    kit: &Kit,
    (line, request): (&GuideLine, &Request),
    moved: &Moved,
    site: &str,
) -> sqlx::Result<()> {
    let said = match (moved.what, moved.by) {
        (What::Agreed, _) => "Agreed: read which dates suit them.",
        (What::NotNow, _) => "Not now: read why.",
        (What::PassedOn, Some(_)) => "Whoever was asked passed it on to a colleague, who got a letter.",
        (What::PassedOn, None) => "Nobody answered in ten working days, so their stand-in was asked.",
        (What::Unanswered, _) => {
            "Nobody answered, and there is nobody else to ask. You can ask a question in public on the guide\u{2019}s page instead."
        }
    };
    let subject = format!("Your request about \u{201c}{}\u{201d}", line.title);
    let body = format!("{said}\n\n{site}/requests/{}", request.row.id());
    write_to(tx, kit, request.row.asker(), (&subject, &body)).await
}

async fn guide(change: &mut Change, kit: &Kit, blueprint: Uuid) -> Result<GuideLine, AskingError> {
    let moment = Moment::now(kit.clock.today());
    blueprints::store::find(change.tx(), blueprint, moment).await?.ok_or(AskingError::NotThere)
}

/// The end of every act: the entry appended, the whole made to hold. Everyone sees that there was a request, and how soon
/// it was answered: not who asked, for which organisation, nor what was written.
async fn finish(
    mut change: Change,
    kit: &Kit,
    (actor, action, line): (&str, &'static str, &GuideLine),
    (public, private, table): (Value, Option<Value>, &'static RecordTable),
) -> Result<(), AskingError> {
    change
        .append(NewEntry {
            actor,
            organisation: None,
            action,
            record: &format!("blueprints/{}", line.slug),
            source: None,
            holds_on: None,
            is_public: true,
            public,
            private: private.map(|body| Private { salt: kit.clock.salt(), body }),
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[table],
        })
        .await?;
    change.commit().await?;
    Ok(())
}
