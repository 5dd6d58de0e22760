//! The acts on a plan: a new step, and how a step stands.

use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, ImprovementRow};
use super::{GOALS, IMPROVEMENTS, State};
use crate::journal::store::put_text;
use crate::journal::{Change, JournalError, NewEntry};
use crate::kit::Kit;
use crate::people::policy::PlanImprovement;
use crate::people::{FormKey, Permit, spend, spent, write_to};
use crate::platform::dates;
use crate::platform::files::sha256_hex;

/// A step that is planned.
pub(super) struct NewStep<'a> {
    pub edition: &'a str,
    pub section: &'a str,
    /// What the section is called, for the letter.
    pub title: &'a str,
    pub guide: Option<&'a str>,
    /// The programme and the milestone of it that the step leads to.
    pub goal: Option<(&'a str, &'a str)>,
    pub words: &'a str,
    pub owner: Uuid,
    pub due_on: Date,
}

/// The end of an act.
async fn finish(
    mut change: Change,
    kit: &Kit,
    permit: &Permit<PlanImprovement>,
    (key, action, back): (&FormKey, &'static str, &str),
    texts: Vec<String>,
) -> Result<String, JournalError> {
    let organisation = &permit.action().organisation;
    let answer = format!("/organisations/{organisation}/improvement{back}");
    spend(change.tx(), key, &answer, kit.clock.now().as_microsecond()).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(organisation),
            action,
            record: &format!("organisations/{organisation}/improvement"),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({}),
            private: None,
            texts,
            files: Vec::new(),
            tables: &[&IMPROVEMENTS, &GOALS],
        })
        .await?;
    change.commit().await?;
    Ok(answer)
}

/// Plans a step. Whoever does it gets a letter, unless they planned it themselves.
pub(super) async fn plan(
    kit: &Kit,
    permit: Permit<PlanImprovement>,
    key: &FormKey,
    new: &NewStep<'_>,
    site: &str,
) -> Result<String, JournalError> {
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    let hash = sha256_hex(new.words.as_bytes());
    put_text(change.tx(), &hash, new.words.as_bytes()).await?;
    let row = ImprovementRow {
        guide: new.guide.map(str::to_owned),
        words_hash: hash.clone(),
        due_on: new.due_on.to_string(),
        said_on: kit.clock.today().to_string(),
        ..ImprovementRow::new(kit.clock.new_id(), (new.edition, new.section), new.owner)
    };
    let (sequence, organisation) = (change.sequence(), &permit.action().organisation);
    store::insert(change.tx(), kit.clock.new_id(), organisation, &row, sequence).await?;
    if let Some(goal) = new.goal {
        let ids = (kit.clock.new_id(), row.improvement());
        store::insert_goal(change.tx(), ids, organisation, goal, sequence).await?;
    }
    if permit.person() != Some(new.owner) {
        let body = format!(
            "you were asked to do something about \u{201c}{}\u{201d} by {}:\n\n{}\n\n{site}/organisations/{organisation}/improvement",
            new.title,
            dates::day(new.due_on),
            new.words
        );
        write_to(change.tx(), kit, new.owner, ("Something to improve", &body)).await?;
    }
    // Back to the results the step began from.
    let back = format!("?edition={}", new.edition);
    finish(change, kit, &permit, (key, "improvements.plan", &back), vec![hash]).await
}

/// Says how a step stands; none when it is not there.
pub(super) async fn settle(
    kit: &Kit,
    permit: Permit<PlanImprovement>,
    key: &FormKey,
    (improvement, state): (Uuid, State),
) -> Result<Option<String>, JournalError> {
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(Some(answer));
    }
    let organisation = permit.action().organisation.clone();
    let all = store::list(change.tx(), &organisation).await?;
    let Some(known) = all.into_iter().find(|row| row.improvement() == improvement) else { return Ok(None) };
    let sequence = change.sequence();
    store::end(change.tx(), &known.id, sequence).await?;
    let row = ImprovementRow { state: state.word().to_owned(), said_on: kit.clock.today().to_string(), ..known };
    store::insert(change.tx(), kit.clock.new_id(), &organisation, &row, sequence).await?;
    let back = format!("?edition={}", row.edition);
    finish(change, kit, &permit, (key, "improvements.settle", &back), Vec::new()).await.map(Some)
}
