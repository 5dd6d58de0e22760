//! The acts of checking: naming who checks, saving what was found, asking for a reply, replying, agreeing, taking what was found
//! elsewhere, and drawing who is checked.

use composite::Answer;
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::forms::Said;
use super::store::{self, CheckRow, SampleRow};
use super::{CHECKERS, CHECKS, Check, Kind, Remark, Remarks, SAMPLES, Stage, pages, sample};
use crate::journal::store::put_text;
use crate::journal::{Change, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::people::policy::{AnswerAssessment, CheckAssessment, ImportRound, NameChecker};
use crate::people::{self, FormKey, Permit, Role, spend, spent, write_to};
use crate::platform::files::sha256_hex;
use crate::rounds::answering::{AnsweringError, Life, seen, signers};
use crate::rounds::{RoundError, joined, store as rounds};

/// Where findings came from, in the record.
const HERE: &str = "checked here";

type Done = Result<String, AnsweringError>;

/// The end of an act: its answer is kept under the form's key, and its entry appended.
async fn finish(
    mut change: Change,
    kit: &Kit,
    (actor, action): (&str, &'static str),
    check: &Check,
    (key, answer): (&FormKey, String),
    (texts, tables): (Vec<String>, &[&RecordTable]),
) -> Done {
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor,
            organisation: Some(&check.standing.organisation),
            action,
            record: &format!("checks/{}/{}", check.standing.round.slug, check.standing.organisation),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({}),
            private: None,
            texts,
            files: Vec::new(),
            tables,
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

async fn found(change: &mut Change, round: &str, organisation: &str) -> Result<Check, AnsweringError> {
    pages::check_of(change.tx(), round, organisation).await?.ok_or(AnsweringError::NotThere)
}

/// Asks somebody from elsewhere to check; they get a letter that leads there.
///
/// # Errors
/// [`AnsweringError`]; then nothing was done.
pub async fn name(
    kit: &Kit,
    permit: Permit<NameChecker>,
    key: &FormKey,
    (account, checker, kind): (Uuid, &str, Kind),
    site: &str,
) -> Result<String, AnsweringError> {
    let NameChecker { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let check = found(&mut change, round, organisation).await?;
    let said = signers(change.tx(), round, organisation).await?;
    if check.standing.life != Life::Signed || checker == organisation || said.contains(&account) {
        return Err(AnsweringError::Closed);
    }
    let answer = format!("/checks/{round}/{organisation}");
    if !check.named().contains(&account) {
        let (sequence, today) = (change.sequence(), kit.clock.today().to_string());
        let of = (round.as_str(), organisation.as_str(), checker, kind.word());
        store::insert_checker(change.tx(), kit.clock.new_id(), of, account, (&today, sequence)).await?;
        let body = format!(
            "you were asked to check answers of the assessment \u{201c}{}\u{201d}. Give your own answers beside those of the organisation.\n\n{site}{answer}",
            check.standing.round.name
        );
        write_to(change.tx(), kit, account, ("Please check the answers of an assessment", &body)).await?;
    } else {
        return Ok(answer);
    }
    finish(change, kit, (permit.actor(), "checks.name"), &check, (key, answer), (Vec::new(), &[&CHECKERS])).await
}

/// Writes a check anew, ending what held. Gives the hash of the remarks, when there are any.
async fn write(
    change: &mut Change,
    kit: &Kit,
    check: &Check,
    (found, agreed, remarks): (&[Answer], Option<&[Answer]>, &Remarks),
    (stage, checker): (Stage, Option<Vec<u8>>),
) -> Result<Vec<String>, AnsweringError> {
    let sequence = change.sequence();
    if let Some(row) = &check.row {
        store::end(change.tx(), &row.id, sequence).await?;
    }
    let text = (!remarks.is_empty()).then(|| json!(remarks).to_string());
    let remarks_hash = text.as_ref().map(|text| sha256_hex(text.as_bytes()));
    if let (Some(hash), Some(text)) = (&remarks_hash, &text) {
        put_text(change.tx(), hash, text.as_bytes()).await?;
    }
    let standing = &check.standing;
    let is_drawn = store::sample(change.tx(), &standing.round.slug).await?;
    let is_drawn = is_drawn.is_some_and(|sample| sample.has(&standing.organisation));
    let row = CheckRow {
        id: kit.clock.new_id().as_bytes().to_vec(),
        organisation: standing.organisation.clone(),
        checked_by: by(change, check).await?,
        reason: if is_drawn { "drawn" } else { "asked" }.to_owned(),
        found: joined(found),
        agreed: agreed.map(joined).unwrap_or_default(),
        remarks_hash: remarks_hash.clone(),
        answers_hash: standing.seen(),
        checked_on: kit.clock.today().to_string(),
        state: stage.word().to_owned(),
        checker,
        answered_by: standing.row.as_ref().and_then(|row| row.saved_by.clone()),
    };
    store::insert(change.tx(), (&standing.round.slug, HERE), &row, sequence).await?;
    Ok(remarks_hash.into_iter().collect())
}

/// The organisations of those who check, in words.
async fn by(change: &mut Change, check: &Check) -> sqlx::Result<String> {
    let mut names: Vec<String> = Vec::new();
    for checker in &check.checkers {
        let name = crate::organisations::store::name(change.tx(), &checker.checker).await?;
        names.push(name.unwrap_or_else(|| checker.checker.clone()));
    }
    names.sort();
    names.dedup();
    Ok(names.join(" and "))
}

/// Saves what was found in a section.
pub(super) async fn save(kit: &Kit, permit: Permit<CheckAssessment>, key: &FormKey, seen: &str, said: Said) -> Done {
    let CheckAssessment { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let check = found(&mut change, round, organisation).await?;
    if check.standing.life != Life::Signed || check.stage != Stage::Open {
        return Err(AnsweringError::Closed);
    }
    if seen != check.seen() {
        return Err(AnsweringError::Changed);
    }
    let (mut answers, mut remarks) = (check.found.clone(), check.remarks.clone());
    for (place, answer, remark) in said.found {
        if let (Some(kept), Some(question)) = (answers.get_mut(place), check.standing.framework.questions.get(place)) {
            *kept = answer;
            remarks.remove(&question.id);
            if remark != Remark::default() {
                remarks.insert(question.id.clone(), remark);
            }
        }
    }
    let checker = permit.person().map(|account| account.as_bytes().to_vec());
    let texts = write(&mut change, kit, &check, (&answers, None, &remarks), (Stage::Open, checker)).await?;
    let answer = check.address("");
    finish(change, kit, (permit.actor(), "checks.save"), &check, (key, answer), (texts, &[&CHECKS])).await
}

/// Asks the organisation to reply; where nothing differs and nothing is asked, that is what is agreed.
pub(super) async fn send(kit: &Kit, permit: Permit<CheckAssessment>, key: &FormKey, site: &str) -> Done {
    let CheckAssessment { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let check = found(&mut change, round, organisation).await?;
    if check.stage != Stage::Open || check.looked_at() == 0 || check.is_of_other_answers() {
        return Err(AnsweringError::Closed);
    }
    let checker = permit.person().map(|account| account.as_bytes().to_vec());
    let is_agreed = check.asked().is_empty();
    let (stage, agreed) = if is_agreed { (Stage::Agreed, Some(check.found.as_slice())) } else { (Stage::Asked, None) };
    let texts = write(&mut change, kit, &check, (&check.found, agreed, &check.remarks), (stage, checker)).await?;
    let answer = check.address("");
    if !is_agreed {
        let body = format!(
            "somebody else looked at your answers to \u{201c}{}\u{201d} and found some of them otherwise, or has a question. Please reply.\n\n{site}{}",
            check.standing.round.name,
            check.address("/reply")
        );
        let roles = [Role::Publisher, Role::Contributor];
        for to in people::colleagues_with(change.tx(), organisation, &roles, kit.clock.today()).await? {
            write_to(change.tx(), kit, to.account(), ("Your answers were checked: please reply", &body)).await?;
        }
    }
    finish(change, kit, (permit.actor(), "checks.send"), &check, (key, answer), (texts, &[&CHECKS])).await
}

/// Replies for the organisation. Where it stands by nothing, what was found is agreed.
pub(super) async fn reply(
    kit: &Kit,
    permit: Permit<AnswerAssessment>,
    key: &FormKey,
    (seen, said): (&str, Vec<(usize, bool, String)>),
    site: &str,
) -> Done {
    let AnswerAssessment { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let check = found(&mut change, round, organisation).await?;
    if check.stage != Stage::Asked {
        return Err(AnsweringError::Closed);
    }
    if seen != check.seen() {
        return Err(AnsweringError::Changed);
    }
    let mut remarks = check.remarks.clone();
    for (place, stands, reply) in said {
        if let Some(question) = check.standing.framework.questions.get(place) {
            let remark = remarks.entry(question.id.clone()).or_default();
            (remark.stands, remark.reply) = (stands, reply);
        }
    }
    let replied = Check { remarks: remarks.clone(), ..check.clone() };
    let is_agreed = replied.disputed().is_empty();
    let (stage, agreed) =
        if is_agreed { (Stage::Agreed, Some(check.found.as_slice())) } else { (Stage::Replied, None) };
    let checker = check.row.as_ref().and_then(|row| row.checker.clone());
    let texts = write(&mut change, kit, &check, (&check.found, agreed, &remarks), (stage, checker)).await?;
    let answer = check.address("");
    let body = format!(
        "the organisation whose answers you checked replied. {}\n\n{site}{answer}",
        if is_agreed { "It agrees with what you found." } else { "Please say what you agreed on." }
    );
    for to in check.named() {
        write_to(change.tx(), kit, to, ("A reply to what you found", &body)).await?;
    }
    finish(change, kit, (permit.actor(), "checks.reply"), &check, (key, answer), (texts, &[&CHECKS])).await
}

/// Says what was agreed where the organisation stood by its answer.
pub(super) async fn settle(
    kit: &Kit,
    permit: Permit<CheckAssessment>,
    key: &FormKey,
    (seen, said): (&str, Vec<(usize, Answer)>),
) -> Done {
    let CheckAssessment { round, organisation } = permit.action();
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let check = found(&mut change, round, organisation).await?;
    if check.stage != Stage::Replied {
        return Err(AnsweringError::Closed);
    }
    if seen != check.seen() {
        return Err(AnsweringError::Changed);
    }
    let mut agreed = check.found.clone();
    for (place, answer) in said {
        if let Some(kept) = agreed.get_mut(place) {
            *kept = answer;
        }
    }
    let checker = permit.person().map(|account| account.as_bytes().to_vec());
    let all = (check.found.as_slice(), Some(agreed.as_slice()), &check.remarks);
    let texts = write(&mut change, kit, &check, all, (Stage::Agreed, checker)).await?;
    let answer = check.address("");
    finish(change, kit, (permit.actor(), "checks.agree"), &check, (key, answer), (texts, &[&CHECKS])).await
}

/// What was found at organisations, away from this portal.
#[derive(Clone, Debug)]
pub struct Findings<'a> {
    /// The round.
    pub round: &'a str,
    /// Who checked, in words.
    pub by: &'a str,
    /// The day it was agreed.
    pub on: Date,
    /// Where the findings come from.
    pub source: &'a str,
    /// What was agreed, by organisation; unanswered where nobody looked.
    pub agreed: &'a [(String, Vec<Answer>)],
}

/// Takes what was found and agreed elsewhere, each organisation an act of its own. Those that are known are left as they are.
///
/// # Errors
/// [`RoundError`]; what was written before stands.
pub async fn import(kit: &Kit, permit: Permit<ImportRound>, findings: &Findings<'_>) -> Result<usize, RoundError> {
    let mut taken = 0;
    let finals = rounds::final_assessments(&mut kit.db.read().await?, findings.round).await?;
    for (organisation, agreed) in findings.agreed {
        let mut change = Change::open(kit).await?;
        let Some(own) = finals.iter().find(|row| row.organisation == *organisation) else { continue };
        if store::current(change.tx(), findings.round, organisation).await?.is_some() {
            continue;
        }
        let sample = store::sample(change.tx(), findings.round).await?;
        let answers = joined(agreed);
        let row = CheckRow {
            id: kit.clock.new_id().as_bytes().to_vec(),
            organisation: organisation.clone(),
            checked_by: findings.by.to_owned(),
            reason: if sample.is_some_and(|sample| sample.has(organisation)) { "drawn" } else { "asked" }.to_owned(),
            found: answers.clone(),
            agreed: answers,
            remarks_hash: None,
            answers_hash: seen(own),
            checked_on: findings.on.to_string(),
            state: Stage::Agreed.word().to_owned(),
            checker: None,
            answered_by: own.saved_by.clone(),
        };
        let sequence = change.sequence();
        store::insert(change.tx(), (findings.round, findings.source), &row, sequence).await?;
        change
            .append(NewEntry {
                actor: permit.actor(),
                organisation: Some(organisation),
                action: "checks.import",
                record: &format!("checks/{}/{organisation}", findings.round),
                source: Some(findings.source),
                holds_on: Some(row.checked_on.clone()),
                is_public: false,
                public: json!({}),
                private: None,
                texts: Vec::new(),
                files: Vec::new(),
                tables: &[&CHECKS],
            })
            .await?;
        change.commit().await?;
        taken += 1;
    }
    Ok(taken)
}

/// Draws who is checked in a round, once and in public: from everyone whose answers count now. Gives who was drawn; those who
/// were, when it was done before.
///
/// # Errors
/// [`RoundError`]; then nothing was drawn.
pub async fn draw(
    kit: &Kit,
    permit: Permit<ImportRound>,
    round: &str,
    (size, seed, seed_from, on): (usize, u64, &str, Date),
) -> Result<Vec<String>, RoundError> {
    let mut change = Change::open(kit).await?;
    let codes = |drawn: &str| drawn.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let (size_kept, seed_kept) = (i64::try_from(size).unwrap_or(i64::MAX), i64::try_from(seed).unwrap_or(i64::MAX));
    if let Some(known) = store::sample(change.tx(), round).await? {
        return match (known.size, known.seed) == (size_kept, seed_kept) {
            true => Ok(codes(&known.drawn)),
            false => Err(RoundError::Drawn { size: known.size, seed: known.seed, on: known.known_from }),
        };
    }
    if let Some((checked, ..)) = store::states(change.tx(), round).await?.into_iter().next() {
        return Err(RoundError::Checked(checked));
    }
    let finals = rounds::final_assessments(change.tx(), round).await?;
    let list: Vec<(String, String)> = finals.into_iter().map(|row| (row.organisation, row.care_setting)).collect();
    let drawn = sample::drawn(&list, size, seed);
    let text = sample::list_text(&list);
    let row = SampleRow {
        round: round.to_owned(),
        size: size_kept,
        seed: seed_kept,
        seed_from: seed_from.to_owned(),
        list_hash: sha256_hex(text.as_bytes()),
        drawn: drawn.join(" "),
        known_from: on.to_string(),
        from_sequence: change.sequence(),
    };
    put_text(change.tx(), &row.list_hash, text.as_bytes()).await?;
    store::insert_sample(change.tx(), kit.clock.new_id(), &row, row.from_sequence).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: None,
            action: "checks.draw",
            record: &format!("maturity/samples/{round}"),
            source: Some(seed_from),
            holds_on: Some(on.to_string()),
            is_public: true,
            public: json!({ "size": row.size, "seed": row.seed, "list": row.list_hash, "drawn": drawn }),
            private: None,
            texts: vec![row.list_hash.clone()],
            files: Vec::new(),
            tables: &[&SAMPLES],
        })
        .await?;
    change.commit().await?;
    Ok(drawn)
}
