//! The acts between a draft and its readers.

use database::Transaction;
use jiff::Span;
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, KeeperRow, NewPlan, NewSubmission, PlanRow};
use super::{KEEPERS, PLANS, REMINDERS, SUBMISSIONS, reminder};
use crate::blueprints::{self, ChangeClass, GuideLine};
use crate::journal::Moment;
use crate::journal::store::put_text;
use crate::kit::Kit;
use crate::people::policy::{CommentOnDraft, EditBlueprint, PublishBlueprint};
use crate::people::{self, Actor, Colleague, FormKey, Letter, Permit, Role, decide};
use crate::platform::clock::Clock;
use crate::platform::dates;
use crate::platform::files::sha256_hex;
use crate::writing::changes::{Act, Opened, Publishing, Said, WritingError, publish, still_missing, unexplained};
use crate::writing::comments::{COMMENTS, WHOLE, store as comments};
use crate::writing::store::current;
use crate::writing::{Missing, text_of};

/// What is said with a text that is submitted.
#[derive(Clone, Copy, Debug)]
pub struct Submitting<'a> {
    /// The SHA-256 of the text.
    pub text_hash: &'a str,
    /// What the others should look at.
    pub note: &'a str,
    /// Whether numbers that look like patients' were said to be invented.
    pub said_invented: bool,
}

/// Submits a text: it is finished, as far as its writer goes, and waits for the others, who get a letter. Gives the
/// address of the draft.
///
/// # Errors
/// [`WritingError::Missing`] with what its writer still has to do; then nothing was written.
pub async fn submit(
    kit: &Kit,
    permit: Permit<EditBlueprint>,
    key: &FormKey,
    said: &Submitting<'_>,
    site: &str,
) -> Result<String, WritingError> {
    let by = permit.person().ok_or(WritingError::NotThere)?;
    let text = text_of(&mut kit.db.read().await?, said.text_hash).await?.ok_or(WritingError::Changed)?;
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let blueprint = act.line.id();
    let draft = current(act.change.tx(), blueprint).await?.ok_or(WritingError::NotThere)?;
    if draft.text_hash != said.text_hash {
        return Err(WritingError::Changed);
    }
    let numbers = unexplained(act.change.tx(), &draft, &text, said.said_invented).await?;
    let missing = still_missing(act.change.tx(), &draft, &text, Vec::new()).await?;
    if !numbers.is_empty() {
        return Err(WritingError::Missing(Missing::NhsNumbers(numbers)));
    }
    // The others sign; what a text lacks before that is its writer's to mend.
    if let Some(missing @ (Missing::Words | Missing::Undescribed(_) | Missing::CareAnswers | Missing::HazardsDenied)) =
        missing
    {
        return Err(WritingError::Missing(missing));
    }
    let (sequence, submitted_at) = (act.change.sequence(), act.change.now().as_microsecond());
    let new = NewSubmission {
        blueprint,
        text_hash: said.text_hash,
        by,
        at: submitted_at,
        said_invented: said.said_invented,
        note: said.note.trim(),
    };
    store::insert_submission(act.change.tx(), kit.clock.new_id(), &new, sequence).await?;
    let roles: &[Role] = match missing {
        Some(_) => &[Role::SafetyOfficer],
        None => &[Role::Publisher],
    };
    let organisation = act.line.organisation.clone().unwrap_or_default();
    let waiting = people::colleagues_with(act.change.tx(), &organisation, roles, kit.clock.today()).await?;
    let title = act.line.title.clone();
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    for colleague in waiting.iter().filter(|colleague| colleague.account() != by) {
        let subject = format!("\u{201c}{title}\u{201d} waits for you");
        let note = if new.note.is_empty() { String::new() } else { format!("They say: {}\n\n", new.note) };
        let body = format!(
            "Hello {},\n\na draft of your organisation is ready to be looked at: {title}.\n\n{note}Open it here, and see what it waits for:\n\n{site}{answer}\n",
            colleague.name
        );
        people::write_letter(act.change.tx(), &kit.clock, &Letter::new(&colleague.mail, &subject, &body)).await?;
    }
    let public = json!({ "said_invented": said.said_invented });
    let texts = vec![said.text_hash.to_owned()];
    act.finish(
        kit,
        permit.actor(),
        key,
        Said { action: "drafts.submit", public, texts, tables: &[&SUBMISSIONS], ..Said::default() },
        answer,
    )
    .await
}

/// Sends a submitted text back: what should change stands as a comment, and whoever submitted it gets a letter. Gives the
/// address of the draft.
///
/// # Errors
/// [`WritingError::Changed`] when nothing is submitted any more; then nothing was written.
pub(super) async fn send_back(
    kit: &Kit,
    permit: Permit<CommentOnDraft>,
    key: &FormKey,
    (words, site): (&str, &str),
) -> Result<String, WritingError> {
    let by = permit.person().ok_or(WritingError::NotThere)?;
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let blueprint = act.line.id();
    let submission = store::submission(act.change.tx(), blueprint).await?.ok_or(WritingError::Changed)?;
    let (sequence, said_at) = (act.change.sequence(), act.change.now().as_microsecond());
    store::end_submission(act.change.tx(), blueprint, sequence).await?;
    let hash = sha256_hex(words.as_bytes());
    put_text(act.change.tx(), &hash, words.as_bytes()).await?;
    let id = kit.clock.new_id();
    let new = comments::NewComment { id, blueprint, section: WHOLE, words_hash: &hash, said_by: by, said_at };
    comments::insert(act.change.tx(), kit.clock.new_id(), &new, sequence).await?;
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    if let Some(submitter) = people::account(act.change.tx(), submission.by()).await? {
        let colleague = people::account(act.change.tx(), by).await?.map(|account| account.name);
        let subject = format!("\u{201c}{}\u{201d} came back to you", act.line.title);
        let body = format!(
            "Hello {},\n\n{} looked at your draft and asks for changes:\n\n{words}\n\nOpen it here:\n\n{site}{answer}\n",
            submitter.name,
            colleague.as_deref().unwrap_or("a colleague")
        );
        people::write_letter(act.change.tx(), &kit.clock, &Letter::new(&submitter.mail, &subject, &body)).await?;
    }
    let said = Said {
        action: "drafts.send-back",
        public: json!({}),
        texts: vec![hash],
        tables: &[&SUBMISSIONS, &COMMENTS],
        ..Said::default()
    };
    act.finish(kit, permit.actor(), key, said, answer).await
}

/// Plans to publish a text on a day to come. Gives the address of the draft.
///
/// # Errors
/// [`WritingError::Missing`] with what is missing; then nothing was written.
pub(super) async fn plan(
    kit: &Kit,
    permit: Permit<PublishBlueprint>,
    key: &FormKey,
    publishing: &Publishing<'_>,
    on: Date,
) -> Result<String, WritingError> {
    let action = permit.action();
    let by = permit.person().ok_or(WritingError::NotThere)?;
    let text = text_of(&mut kit.db.read().await?, &action.text_hash).await?.ok_or(WritingError::Changed)?;
    let mut act = match Act::open(kit, action.blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let draft = current(act.change.tx(), action.blueprint).await?.ok_or(WritingError::NotThere)?;
    if draft.text_hash != action.text_hash {
        return Err(WritingError::Changed);
    }
    let numbers = unexplained(act.change.tx(), &draft, &text, publishing.said_invented).await?;
    if let Some(missing) = still_missing(act.change.tx(), &draft, &text, numbers).await? {
        return Err(WritingError::Missing(missing));
    }
    let (sequence, day) = (act.change.sequence(), on.to_string());
    let new = NewPlan {
        blueprint: action.blueprint,
        text_hash: &action.text_hash,
        publish_on: &day,
        by,
        class: publishing.class.map(ChangeClass::word).unwrap_or_default(),
        note: publishing.note.trim(),
        said_invented: publishing.said_invented,
    };
    store::insert_plan(act.change.tx(), kit.clock.new_id(), &new, sequence).await?;
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    let texts = vec![action.text_hash.clone()];
    let said = Said {
        action: "drafts.plan",
        public: json!({ "publish_on": day }),
        texts,
        tables: &[&PLANS],
        ..Said::default()
    };
    act.finish(kit, permit.actor(), key, said, answer).await
}

/// Takes the planned day back. Gives the address of the draft.
///
/// # Errors
/// [`WritingError`]; then nothing was written.
pub(super) async fn unplan(kit: &Kit, permit: Permit<PublishBlueprint>, key: &FormKey) -> Result<String, WritingError> {
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let (blueprint, sequence) = (act.line.id(), act.change.sequence());
    if !store::end_plan(act.change.tx(), blueprint, sequence).await? {
        return Err(WritingError::Changed);
    }
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    let said = Said { action: "drafts.unplan", public: json!({}), tables: &[&PLANS], ..Said::default() };
    act.finish(kit, permit.actor(), key, said, answer).await
}

/// Publishes everything whose day has come, as whoever planned it. What cannot be published is planned no more, and its
/// planner gets a letter that says why. Gives how many were published.
///
/// # Errors
/// When the database refuses; what was done before stands.
pub async fn publish_due(kit: &Kit, site: &str) -> Result<usize, WritingError> {
    let today = kit.clock.today();
    let due = store::plans_due(&mut kit.db.read().await?, &today.to_string()).await?;
    let mut published = 0;
    for planned in due {
        match publish_one(kit, &planned, today).await {
            Ok(_) => published += 1,
            Err(error @ (WritingError::Journal(_) | WritingError::Database(_))) => return Err(error),
            Err(why) => give_up(kit, &planned, &why.to_string(), site).await?,
        }
    }
    Ok(published)
}

async fn publish_one(kit: &Kit, planned: &PlanRow, today: Date) -> Result<String, WritingError> {
    let mut connection = kit.db.read().await?;
    let person = people::person(&mut connection, planned.by(), today).await?.ok_or(WritingError::NotThere)?;
    let line = blueprints::store::find(&mut connection, planned.blueprint(), Moment::now(today)).await?;
    let organisation = line.and_then(|line| line.organisation).ok_or(WritingError::NotThere)?;
    drop(connection);
    let action = PublishBlueprint { blueprint: planned.blueprint(), text_hash: planned.text_hash.clone() };
    let permit = decide(&Actor::Person(person), action, &organisation, kit.clock.now())
        .map_err(|_| WritingError::Text(format!("{} may no longer publish for it", planned.name)))?;
    let publishing = Publishing {
        note: &planned.note,
        class: ChangeClass::from_word(&planned.class),
        said_invented: planned.said_invented(),
    };
    // The plan's own id is the key: of two servers that see the day come, one publishes.
    publish(kit, permit, &FormKey::new(planned.id()), &publishing).await
}

async fn give_up(kit: &Kit, planned: &PlanRow, why: &str, site: &str) -> Result<(), WritingError> {
    let key = FormKey::new(planned.id());
    let mut act = match Act::open(kit, planned.blueprint(), &key).await? {
        Opened::Done(_) => return Ok(()),
        Opened::New(act) => act,
    };
    let (blueprint, sequence) = (act.line.id(), act.change.sequence());
    store::end_plan(act.change.tx(), blueprint, sequence).await?;
    let answer = format!("/blueprints/{}/draft", act.line.slug);
    let subject = format!("\u{201c}{}\u{201d} was not published", act.line.title);
    let body = format!(
        "Hello {},\n\nyou planned to publish it on {}. It was not published: {why}.\n\nOpen the draft here, and plan it again:\n\n{site}{answer}\n",
        planned.name,
        dates::said(&planned.publish_on)
    );
    if let Some(planner) = people::account(act.change.tx(), planned.by()).await? {
        people::write_letter(act.change.tx(), &kit.clock, &Letter::new(&planner.mail, &subject, &body)).await?;
    }
    let said = Said { action: "drafts.unplan", public: json!({ "why": why }), tables: &[&PLANS], ..Said::default() };
    act.finish(kit, &planned.by().to_string(), &key, said, answer).await?;
    Ok(())
}

/// Says who looks after a guide from now on. Gives the address of the editors' desk.
///
/// # Errors
/// [`WritingError::NotThere`] for somebody who is not of its organisation; then nothing was written.
pub(super) async fn keep(
    kit: &Kit,
    permit: Permit<EditBlueprint>,
    key: &FormKey,
    account: Uuid,
) -> Result<String, WritingError> {
    let mut act = match Act::open(kit, permit.action().blueprint, key).await? {
        Opened::Done(answer) => return Ok(answer),
        Opened::New(act) => act,
    };
    let organisation = act.line.organisation.clone().unwrap_or_default();
    let theirs = people::colleagues_with(act.change.tx(), &organisation, &Role::ALL, kit.clock.today()).await?;
    if !theirs.iter().any(|colleague| colleague.account() == account) {
        return Err(WritingError::NotThere);
    }
    let (blueprint, sequence) = (act.line.id(), act.change.sequence());
    let due = review_due(&act.line.fields().review_due);
    store::put_keeper(act.change.tx(), kit.clock.new_id(), (blueprint, account, &due), sequence).await?;
    let said = Said { action: "blueprints.keep", public: json!({}), tables: &[&KEEPERS], ..Said::default() };
    act.finish(kit, permit.actor(), key, said, "/desk".to_owned()).await
}

/// Whoever looks after a guide goes on doing so when it is published anew; of a new one it is whoever published it.
///
/// # Errors
/// When the database refuses.
pub(in crate::writing) async fn keep_on(
    tx: &mut Transaction,
    clock: &Clock,
    (blueprint, publisher): (Uuid, Uuid),
    due: &str,
    sequence: i64,
) -> sqlx::Result<()> {
    let keeper = store::keeper(tx, blueprint).await?;
    let account = keeper.map_or(publisher, |keeper| keeper.account());
    store::put_keeper(tx, clock.new_id(), (blueprint, account, &review_due(due)), sequence).await
}

/// The last day of what the facts say; empty when they say none.
fn review_due(said: &str) -> String {
    said.parse::<dates::PartialDate>().map(|date| date.last_day().to_string()).unwrap_or_default()
}

/// Writes the reminders that are due: to whoever looks after a guide, otherwise to its organisation's publishers. Each
/// goes out once. Gives how many went out.
///
/// # Errors
/// When the database refuses; what was written before stands.
pub async fn remind(kit: &Kit, site: &str) -> Result<usize, WritingError> {
    let today = kit.clock.today();
    let first = REMINDERS.iter().copied().max().unwrap_or_default();
    let until = today.saturating_add(Span::new().days(first)).to_string();
    let (mut written, mut after) = (0, (String::new(), None));
    loop {
        let due = store::reviews_due(&mut kit.db.read().await?, &until, (&after.0, after.1)).await?;
        for keeper in &due {
            written += usize::from(remind_one(kit, keeper, today, site).await?);
        }
        match due.last() {
            Some(last) => after = (last.review_due.clone(), Some(last.blueprint())),
            None => return Ok(written),
        }
    }
}

async fn remind_one(kit: &Kit, keeper: &KeeperRow, today: Date, site: &str) -> Result<bool, WritingError> {
    let Ok(due) = keeper.review_due.parse::<Date>() else { return Ok(false) };
    let mut connection = kit.db.read().await?;
    let sent = store::reminded(&mut connection, keeper.blueprint(), &keeper.review_due).await?;
    let Some(days_before) = reminder(due, today, &sent) else { return Ok(false) };
    let line = blueprints::store::find(&mut connection, keeper.blueprint(), Moment::now(today)).await?;
    let Some(line) = line else { return Ok(false) };
    let to = reminded_people(&mut connection, keeper, &line, today).await?;
    drop(connection);
    let mut tx = kit.db.begin().await?;
    if !store::insert_reminder(&mut tx, (keeper.blueprint(), &keeper.review_due, days_before)).await? {
        return Ok(false);
    }
    let when = dates::day(due);
    let subject = match days_before {
        0.. => format!("Review of \u{201c}{}\u{201d} is due on {when}", line.title),
        _ => format!("Review of \u{201c}{}\u{201d} was due on {when}", line.title),
    };
    for colleague in to {
        let body = format!(
            "Hello {},\n\nreaders are told that this guide is reviewed by {when}: {}\n\nRead it, mend what is no longer so, set the next date among its facts, and publish it:\n\n{site}/blueprints/{}/edit\n\nThis reminder stops when a later date is published. Who looks after the guide can be changed here:\n\n{site}/desk\n",
            colleague.name, line.title, line.slug
        );
        people::write_letter(&mut tx, &kit.clock, &Letter::new(&colleague.mail, &subject, &body)).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Whoever looks after a guide, while they belong to its organisation; after that its publishers.
async fn reminded_people(
    connection: &mut database::Connection,
    keeper: &KeeperRow,
    line: &GuideLine,
    today: Date,
) -> sqlx::Result<Vec<Colleague>> {
    let organisation = line.organisation.as_deref().unwrap_or_default();
    let all = people::colleagues_with(connection, organisation, &Role::ALL, today).await?;
    match all.into_iter().find(|colleague| colleague.account() == keeper.account()) {
        Some(colleague) => Ok(vec![colleague]),
        None => people::colleagues_with(connection, organisation, &[Role::Publisher], today).await,
    }
}
