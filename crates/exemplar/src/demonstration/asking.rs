//! What the demonstration's people asked each other, from the files in `demo/asking/`: days are counted back from today.

use csv::StringRecord;
use jiff::Span;
use jiff::civil::Date;
use uuid::Uuid;

use super::Somebody;
use super::changes::{DemonstrationError, account, actor, allowed, guide, key, somebody};
use crate::asking::question_changes::{answer, ask, set_aside};
use crate::asking::{self, Agreement, End, NewConfirmation, NewQuestion, NewRequest, Reply, Way, Words};
use crate::asking::{request_changes, request_changes::request};
use crate::kit::Kit;
use crate::people::policy::{
    AnswerQuestion, AnswerRequest, AskPeople, Asked, BeAsked, ConfirmGuide, Parties, Visibility,
};
use crate::people::{self, decide};

/// Does all of it, the agreements first.
pub(super) async fn fill(kit: &Kit, site: &str) -> Result<(), DemonstrationError> {
    for row in rows(include_bytes!("../../../../demo/asking/contacts.csv")) {
        agree(kit, &row).await?;
    }
    for row in rows(include_bytes!("../../../../demo/asking/questions.csv")) {
        question(kit, site, &row).await?;
    }
    for row in rows(include_bytes!("../../../../demo/asking/requests.csv")) {
        call_or_visit(kit, site, &row).await?;
    }
    for row in rows(include_bytes!("../../../../demo/asking/confirmations.csv")) {
        still_true(kit, site, &row).await?;
    }
    Ok(())
}

fn rows(file: &[u8]) -> Vec<StringRecord> {
    csv::Reader::from_reader(file).records().flatten().collect()
}

fn cell(row: &StringRecord, at: usize) -> &str {
    row.get(at).unwrap_or_default()
}

/// The day that is so many days ago; none for an empty cell.
fn ago(kit: &Kit, row: &StringRecord, at: usize) -> Option<Date> {
    cell(row, at).parse::<i64>().ok().map(|days| kit.clock.today().saturating_sub(Span::new().days(days)))
}

/// Who it is about, and the day and guide of a row: the first three cells of every file.
async fn begun(kit: &Kit, row: &StringRecord) -> Result<(Somebody, Uuid, Date), DemonstrationError> {
    let day = ago(kit, row, 2).unwrap_or_else(|| kit.clock.today());
    Ok((somebody(cell(row, 1))?, guide(kit, cell(row, 0)).await?, day))
}

async fn agree(kit: &Kit, row: &StringRecord) -> Result<(), DemonstrationError> {
    let (by, blueprint, day) = begun(kit, row).await?;
    let action = BeAsked { blueprint, organisation: by.organisation.clone() };
    let permit = allowed(decide(&actor(kit, &by).await?, action, &(), kit.clock.now()), &by)?;
    let stand_in = match cell(row, 5) {
        "" => None,
        mail => Some(account(kit, mail).await?),
    };
    let ways = cell(row, 3).split_whitespace().filter_map(Way::from_word).collect();
    let agreement = Agreement { ways, shows_name: cell(row, 4) == "yes", stand_in };
    asking::agree(kit, permit, &key(kit), (Some(&agreement), day)).await?;
    Ok(())
}

/// Leave to ask the people of a guide of another organisation.
async fn asking_of(kit: &Kit, by: &Somebody, blueprint: Uuid) -> Result<people::Permit<AskPeople>, DemonstrationError> {
    let action = AskPeople { blueprint, organisation: by.organisation.clone() };
    let asked = Asked { visibility: Visibility::Public, organisation: String::new() };
    allowed(decide(&actor(kit, by).await?, action, &asked, kit.clock.now()), by)
}

/// The id at the end of the address an act gave.
fn id_in(address: &str) -> Uuid {
    address.get(address.len().saturating_sub(36)..).and_then(|id| Uuid::try_parse(id).ok()).unwrap_or_default()
}

async fn question(kit: &Kit, site: &str, row: &StringRecord) -> Result<(), DemonstrationError> {
    let (by, blueprint, asked_on) = begun(kit, row).await?;
    let permit = asking_of(kit, &by, blueprint).await?;
    let new = NewQuestion { words: cell(row, 4), shows_name: cell(row, 3) == "yes", asked_on };
    let question = id_in(&ask(kit, permit, &key(kit), &new, site).await?);
    for (made_from, on, words) in [(0, ago(kit, row, 6), cell(row, 7)), (1, ago(kit, row, 8), cell(row, 9))] {
        let Some(on) = on else { continue };
        let by = somebody(cell(row, 5))?;
        let action = AnswerQuestion { question };
        let permit = allowed(decide(&actor(kit, &by).await?, action, &by.organisation, kit.clock.now()), &by)?;
        answer(kit, permit, &key(kit), (words, made_from, on), site).await?;
    }
    if let Some(why) = End::from_word(cell(row, 10)) {
        let by = somebody(cell(row, 5))?;
        let action = AnswerQuestion { question };
        let permit = allowed(decide(&actor(kit, &by).await?, action, &by.organisation, kit.clock.now()), &by)?;
        set_aside(kit, permit, &key(kit), (why, asked_on), site).await?;
    }
    Ok(())
}

async fn call_or_visit(kit: &Kit, site: &str, row: &StringRecord) -> Result<(), DemonstrationError> {
    let (by, blueprint, asked_on) = begun(kit, row).await?;
    let permit = asking_of(kit, &by, blueprint).await?;
    let said = |at: usize| cell(row, at).to_owned();
    let new = NewRequest {
        way: Way::from_word(cell(row, 3)).unwrap_or(Way::Call),
        words: Words { why: said(4), when: said(5), what: said(6), reach: said(7) },
        gives_address: cell(row, 8) == "yes",
        asked_on,
    };
    let id = id_in(&request(kit, permit, &key(kit), &new, site).await?);
    let Some(on) = ago(kit, row, 10) else { return Ok(()) };
    let answers = somebody(cell(row, 9))?;
    let parties = Parties { asker: account(kit, &by.mail).await?, asked: vec![account(kit, &answers.mail).await?] };
    let action = AnswerRequest { request: id };
    let permit = allowed(decide(&actor(kit, &answers).await?, action, &parties, kit.clock.now()), &answers)?;
    let reply = match cell(row, 11) {
        "agreed" => Reply::Agreed(said(12)),
        _ => Reply::NotNow(said(12)),
    };
    request_changes::answer(kit, permit, &key(kit), (&reply, on), site).await?;
    Ok(())
}

async fn still_true(kit: &Kit, site: &str, row: &StringRecord) -> Result<(), DemonstrationError> {
    let (by, blueprint, said_on) = begun(kit, row).await?;
    let action = ConfirmGuide { blueprint, organisation: by.organisation.clone() };
    let live = vec![by.organisation.clone()];
    let permit = allowed(decide(&actor(kit, &by).await?, action, &live, kit.clock.now()), &by)?;
    let new = NewConfirmation { holds: cell(row, 3) == "yes", words: cell(row, 4), said_on };
    asking::confirm(kit, permit, &key(kit), &new, site).await?;
    Ok(())
}
