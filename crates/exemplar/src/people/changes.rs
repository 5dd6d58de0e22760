//! The acts on accounts: adding one, a new password, signing in and out.

use database::Transaction;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::letters::{Letter, write_letter};
use super::passwords::{self, SHORTEST};
use super::policy::{Actor, ManageAccounts, Person, Role, decide};
use super::{ROLES, store};
use crate::journal::{Change, JournalError, NewEntry, Private};
use crate::kit::Kit;
use crate::platform::files::sha256_hex;
use crate::platform::jobs::{self, Job, Lane};

/// How long a session lasts without being renewed.
const SESSION: SignedDuration = SignedDuration::from_hours(12);

/// How long a link to sign in can be used.
const LINK: SignedDuration = SignedDuration::from_mins(20);

/// How many links that can still be used an account has at most: nobody fills another's mailbox.
const MOST_LINKS: i64 = 3;

/// How long is kept what was sent.
const SENT_LETTERS: SignedDuration = SignedDuration::from_hours(24 * 90);

/// How long is kept what was typed and not saved.
const TYPED: SignedDuration = SignedDuration::from_hours(24 * 30);

/// How seldom a session's last use is written down.
const TOUCH: SignedDuration = SignedDuration::from_mins(5);

/// An account to be added.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Where letters go.
    pub mail: String,
    /// The person's name.
    pub name: String,
    /// The code of the organisation they belong to.
    pub organisation: String,
    /// What they may do there.
    pub roles: Vec<Role>,
    /// Their password, when they are to have one.
    pub password: Option<String>,
}

/// Why an account was not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Not an address.
    #[error("\u{201c}{0}\u{201d} is not a mail address")]
    Mail(String),
    /// No name.
    #[error("give the person's name")]
    Name,
    /// Somebody has it.
    #[error("there is an account for {0} already")]
    Taken(String),
    /// Nobody has it.
    #[error("there is no account for {0}")]
    Unknown(String),
    /// Too short.
    #[error("a password has at least {SHORTEST} characters")]
    Short,
    /// Whoever signs for safety was named by somebody else.
    #[error("nobody makes themselves a clinical safety officer")]
    OwnSafety,
    /// Nobody locks themselves out.
    #[error("you cannot end your own role as an administrator: ask another one")]
    Own,
    /// It may not be done by this person.
    #[error("only an operator or administrator may do this")]
    NotAllowed,
    /// The password could not be kept.
    #[error("the password could not be kept: {0}")]
    Hash(String),
    /// The journal or the database refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Adds an account. The entry names it by id alone; mail and name lie in its private part.
///
/// # Errors
/// [`AccountError`]; then nothing was written.
pub async fn add_account(kit: &Kit, actor: &Actor, new: &NewAccount) -> Result<Uuid, AccountError> {
    let action = ManageAccounts { organisation: new.organisation.clone() };
    let permit = decide(actor, action, &(), kit.clock.now()).map_err(|_| AccountError::NotAllowed)?;
    let mail = mail(&new.mail)?;
    if new.name.trim().is_empty() {
        return Err(AccountError::Name);
    }
    let password = new.password.as_deref().map(hashed).transpose()?;
    let mut change = Change::open(kit).await?;
    if store::by_mail(change.tx(), &mail).await?.is_some() {
        return Err(AccountError::Taken(mail));
    }
    let (id, sequence, now) = (kit.clock.new_id(), change.sequence(), change.now().as_microsecond());
    store::insert_account(change.tx(), id, (&mail, new.name.trim(), password.as_deref()), now).await?;
    for role in &new.roles {
        store::insert_role(change.tx(), (kit.clock.new_id(), id), (*role, &new.organisation, None), sequence).await?;
    }
    let words: Vec<&str> = new.roles.iter().map(|role| role.word()).collect();
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: Some(&new.organisation),
            action: "accounts.add",
            record: &format!("accounts/{id}"),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({ "roles": words }),
            private: Some(Private { salt: kit.clock.salt(), body: json!({ "mail": mail, "name": new.name.trim() }) }),
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[&ROLES],
        })
        .await?;
    change.commit().await?;
    Ok(id)
}

/// Gives an account a new password and ends its sessions.
///
/// # Errors
/// [`AccountError`]; then nothing was written.
pub async fn new_password(kit: &Kit, actor: &Actor, of: &str, password: &str) -> Result<(), AccountError> {
    // An account may belong to several organisations: its password is no single one's to give.
    let action = ManageAccounts { organisation: String::new() };
    let permit = decide(actor, action, &(), kit.clock.now()).map_err(|_| AccountError::NotAllowed)?;
    let (of, hash) = (mail(of)?, hashed(password)?);
    let mut change = Change::open(kit).await?;
    let account = store::by_mail(change.tx(), &of).await?.ok_or(AccountError::Unknown(of))?;
    store::set_password(change.tx(), account.id(), &hash).await?;
    change
        .append(NewEntry {
            actor: permit.actor(),
            organisation: None,
            action: "accounts.new_password",
            record: &format!("accounts/{}", account.id()),
            source: None,
            holds_on: None,
            is_public: false,
            public: json!({}),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[],
        })
        .await?;
    change.commit().await?;
    Ok(())
}

/// Begins a session and gives its token. Sessions are not journalled.
pub(super) async fn begin_session(kit: &Kit, account: Uuid) -> sqlx::Result<String> {
    let mut tx = kit.db.begin().await?;
    let token = session_in(&mut tx, kit, account).await?;
    tx.commit().await?;
    Ok(token)
}

/// Begins a session of whoever has this address: for the demonstration alone, which asks for no password.
///
/// # Errors
/// When the database refuses.
pub async fn begin_session_of(kit: &Kit, mail: &str) -> sqlx::Result<Option<String>> {
    let account = store::by_mail(&mut kit.db.read().await?, mail).await?;
    match account {
        Some(account) => begin_session(kit, account.id()).await.map(Some),
        None => Ok(None),
    }
}

async fn session_in(tx: &mut Transaction, kit: &Kit, account: Uuid) -> sqlx::Result<String> {
    let (token, now) = (kit.clock.secret(), kit.clock.now());
    let times = (now.as_microsecond(), after(now, SESSION));
    store::insert_session(tx, &sha256_hex(token.as_bytes()), account, times).await?;
    Ok(token)
}

/// Uses a link up and begins a session; none when it was used or is too old.
pub(super) async fn follow_link(kit: &Kit, token: &str) -> sqlx::Result<Option<String>> {
    let (hash, now) = (sha256_hex(token.as_bytes()), kit.clock.now().as_microsecond());
    let mut tx = kit.db.begin().await?;
    let Some(account) = store::link(&mut tx, &hash, now).await? else { return Ok(None) };
    if !store::use_link(&mut tx, &hash).await? {
        return Ok(None);
    }
    let session = session_in(&mut tx, kit, account).await?;
    tx.commit().await?;
    Ok(Some(session))
}

/// Writes a letter with a link to sign in, when there is such an account. Whoever asked is told the same either way.
pub(super) async fn send_link(kit: &Kit, to: &str, site: &str) -> Result<(), AccountError> {
    let Ok(to) = mail(to) else { return Ok(()) };
    let mut tx = kit.db.begin().await?;
    let Some(account) = store::by_mail(&mut tx, &to).await? else { return Ok(()) };
    let (token, now) = (kit.clock.secret(), kit.clock.now());
    if store::links_in_force(&mut tx, account.id(), now.as_microsecond()).await? >= MOST_LINKS {
        return Ok(());
    }
    store::insert_link(&mut tx, &sha256_hex(token.as_bytes()), account.id(), after(now, LINK)).await?;
    let body = format!(
        "Hello {},\n\nopen this page and choose \u{201c}Sign in\u{201d}:\n\n{site}/sign-in/link/{token}\n\nIt works once, for 20 minutes. If you did not ask for it, do nothing.\n",
        account.name
    );
    let letter = Letter { lane: Lane::Urgent, ..Letter::new(&account.mail, "Sign in", &body) };
    write_letter(&mut tx, &kit.clock, &letter).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps what somebody typed into the form that goes to `path`, until they save it or for 30 days.
pub(super) async fn keep_typed(kit: &Kit, account: Uuid, path: &str, fields: &str) -> sqlx::Result<()> {
    let now = kit.clock.now();
    let oldest = now.checked_sub(TYPED).unwrap_or(now).as_microsecond();
    let mut tx = kit.db.begin().await?;
    store::typed::keep(&mut tx, (account, path), (fields, now.as_microsecond()), oldest).await?;
    tx.commit().await
}

/// Notes that a letter is about to be handed over.
pub(super) async fn letter_is_going(kit: &Kit, id: Uuid) -> sqlx::Result<()> {
    let mut tx = kit.db.begin().await?;
    store::mark_letter_going(&mut tx, id, kit.clock.now().as_microsecond()).await?;
    tx.commit().await
}

/// Notes that a letter was handed over, and ends its job.
pub(super) async fn letter_is_sent(kit: &Kit, job: &Job, id: Uuid) -> sqlx::Result<()> {
    let mut tx = kit.db.begin().await?;
    store::mark_letter_sent(&mut tx, id, kit.clock.now().as_microsecond()).await?;
    jobs::finish(&mut tx, job).await?;
    tx.commit().await
}

/// Takes out letters that were sent long ago: whom the portal wrote to, and what, is kept no longer than questions about
/// it are asked.
///
/// # Errors
/// When the database refuses.
pub async fn forget_letters(kit: &Kit) -> sqlx::Result<()> {
    let now = kit.clock.now();
    let oldest = now.checked_sub(SENT_LETTERS).unwrap_or(now).as_microsecond();
    let mut tx = kit.db.begin().await?;
    store::drop_letters_sent_before(&mut tx, oldest).await?;
    tx.commit().await
}

/// Makes a secret link to somebody's calendar and gives its token; the one before it leads nowhere any more.
///
/// # Errors
/// When the database refuses.
pub async fn new_calendar_link(kit: &Kit, account: Uuid) -> sqlx::Result<String> {
    let token = kit.clock.secret();
    let mut tx = kit.db.begin().await?;
    store::put_calendar(&mut tx, &sha256_hex(token.as_bytes()), account, kit.clock.now().as_microsecond()).await?;
    tx.commit().await?;
    Ok(token)
}

/// The person a secret link to a calendar belongs to, with the roles they have today.
///
/// # Errors
/// When the database cannot be read.
pub async fn person_of_calendar(kit: &Kit, token: &str) -> sqlx::Result<Option<Person>> {
    let mut connection = kit.db.read().await?;
    match store::calendar_of(&mut connection, &sha256_hex(token.as_bytes())).await? {
        Some(account) => store::person(&mut connection, account, &kit.clock.today().to_string()).await,
        None => Ok(None),
    }
}

/// Ends a session.
pub(super) async fn end_session(kit: &Kit, token: &str) -> sqlx::Result<()> {
    let mut tx = kit.db.begin().await?;
    store::delete_session(&mut tx, &sha256_hex(token.as_bytes())).await?;
    tx.commit().await
}

/// Notes that a session was used, at most every five minutes.
pub(super) async fn touch(kit: &Kit, token_hash: &str, seen: i64) -> sqlx::Result<()> {
    let now = kit.clock.now().as_microsecond();
    if now - seen < i64::try_from(TOUCH.as_micros()).unwrap_or(i64::MAX) {
        return Ok(());
    }
    let mut tx = kit.db.begin().await?;
    store::touch_session(&mut tx, token_hash, now).await?;
    tx.commit().await
}

fn after(now: Timestamp, duration: SignedDuration) -> i64 {
    now.checked_add(duration).unwrap_or(now).as_microsecond()
}

fn hashed(password: &str) -> Result<String, AccountError> {
    if password.chars().count() < SHORTEST {
        return Err(AccountError::Short);
    }
    passwords::hash(password).map_err(|error| AccountError::Hash(error.to_string()))
}

/// An address as it is kept: without blanks, in small letters.
pub(super) fn mail(text: &str) -> Result<String, AccountError> {
    let plain = text.trim().to_lowercase();
    let good = plain
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.starts_with('.'))
        && plain.len() <= 254
        && !plain.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'));
    if good { Ok(plain) } else { Err(AccountError::Mail(text.trim().chars().take(60).collect())) }
}
