//! The tables `accounts`, `roles`, `sessions`, `sign_in_links`, `one_time_keys` and `letters`.

use database::{Connection, Transaction, execute, sql};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

use super::FormKey;
use super::letters::Letter;
use super::policy::{Person, Role};

pub mod typed;

/// An account.
#[derive(Clone, sqlx::FromRow)]
pub struct AccountRow {
    id: Vec<u8>,
    /// Where letters go; also what one signs in with.
    pub mail: String,
    /// The person's name.
    pub name: String,
    /// What is kept of the password, when there is one.
    pub(super) password: Option<String>,
}

impl std::fmt::Debug for AccountRow {
    /// Neither address nor password stand in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountRow").field("id", &self.id()).finish_non_exhaustive()
    }
}

#[derive(sqlx::FromRow)]
struct RoleRow {
    organisation: String,
    role: String,
}

impl AccountRow {
    /// The account's id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }
}

/// The answer kept under a key that was spent already.
///
/// # Errors
/// When the database cannot be read.
pub async fn spent(connection: &mut Connection, key: &FormKey) -> sqlx::Result<Option<String>> {
    sql!(connection, c => query_scalar("SELECT answer FROM one_time_keys WHERE one_time_key = $1")
        .bind(key.as_str()).fetch_optional(c))
}

/// Spends a key in the transaction of its act, with the address of its answer: what was kept of the form is forgotten.
///
/// # Errors
/// When the database refuses.
pub async fn spend(tx: &mut Transaction, key: &FormKey, answer: &str, now: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO one_time_keys (one_time_key, answer, spent_at) VALUES ($1, $2, $3)")
            .bind(key.as_str())
            .bind(answer)
            .bind(now)
    )?;
    // What was typed into the form is saved now.
    match key.form() {
        Some((account, path)) => typed::forget(tx, account, path).await,
        None => Ok(()),
    }
}

/// Every account, by name.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(connection: &mut Connection) -> sqlx::Result<Vec<AccountRow>> {
    sql!(connection, c => query_as("SELECT id, mail, name, password FROM accounts ORDER BY name, mail").fetch_all(c))
}

pub(super) async fn by_mail(connection: &mut Connection, mail: &str) -> sqlx::Result<Option<AccountRow>> {
    sql!(connection, c => query_as("SELECT id, mail, name, password FROM accounts WHERE mail = $1").bind(mail).fetch_optional(c))
}

/// The person with this account and the roles in force on `today`.
pub(super) async fn person(connection: &mut Connection, account: Uuid, today: &str) -> sqlx::Result<Option<Person>> {
    let name: Option<String> = sql!(connection, c => query_scalar("SELECT name FROM accounts WHERE id = $1")
        .bind(account.as_bytes().as_slice()).fetch_optional(c))?;
    let Some(name) = name else { return Ok(None) };
    let roles: Vec<RoleRow> = sql!(connection, c => query_as(
        "SELECT organisation, role FROM roles
         WHERE account_id = $1 AND until_sequence IS NULL AND (ends_on IS NULL OR ends_on >= $2) ORDER BY organisation, role",
    ).bind(account.as_bytes().as_slice()).bind(today).fetch_all(c))?;
    let roles = roles.into_iter().filter_map(|row| Some((Role::from_word(&row.role)?, row.organisation))).collect();
    Ok(Some(Person { account, name, roles }))
}

/// The person with this account and the roles in force on `today`.
///
/// # Errors
/// When the database cannot be read.
pub async fn person_of(connection: &mut Connection, account: Uuid, today: Date) -> sqlx::Result<Option<Person>> {
    person(connection, account, &today.to_string()).await
}

/// The account of a session that has not ended, and when it was last seen.
pub(super) async fn session(
    connection: &mut Connection,
    token_hash: &str,
    now: i64,
) -> sqlx::Result<Option<(Uuid, i64)>> {
    let row: Option<(Vec<u8>, i64)> = sql!(connection, c => query_as(
        "SELECT account_id, last_seen_at FROM sessions WHERE token_hash = $1 AND expires_at > $2",
    ).bind(token_hash).bind(now).fetch_optional(c))?;
    Ok(row.map(|(id, seen)| (Uuid::from_slice(&id).unwrap_or_default(), seen)))
}

/// The account of a link that can still be used.
pub(super) async fn link(connection: &mut Connection, token_hash: &str, now: i64) -> sqlx::Result<Option<Uuid>> {
    let id: Option<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT account_id FROM sign_in_links WHERE token_hash = $1 AND expires_at > $2",
    ).bind(token_hash).bind(now).fetch_optional(c))?;
    Ok(id.and_then(|id| Uuid::from_slice(&id).ok()))
}

/// The account with this id.
///
/// # Errors
/// When the database cannot be read.
pub async fn account(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<AccountRow>> {
    sql!(connection, c => query_as("SELECT id, mail, name, password FROM accounts WHERE id = $1")
        .bind(id.as_bytes().as_slice()).fetch_optional(c))
}

pub(super) async fn insert_account(
    tx: &mut Transaction,
    id: Uuid,
    (mail, name, password): (&str, &str, Option<&str>),
    now: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO accounts (id, mail, name, password, created_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(id.as_bytes().as_slice())
            .bind(mail)
            .bind(name)
            .bind(password)
            .bind(now)
    )?;
    Ok(())
}

pub(super) async fn set_password(tx: &mut Transaction, account: Uuid, password: &str) -> sqlx::Result<()> {
    execute!(
        tx,
        query("UPDATE accounts SET password = $1 WHERE id = $2").bind(password).bind(account.as_bytes().as_slice())
    )?;
    // Whoever was signed in with the old one no longer is.
    execute!(tx, query("DELETE FROM sessions WHERE account_id = $1").bind(account.as_bytes().as_slice()))?;
    Ok(())
}

pub(super) async fn insert_role(
    tx: &mut Transaction,
    (id, account): (Uuid, Uuid),
    (role, organisation, ends_on): (Role, &str, Option<&str>),
    sequence: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO roles (id, account_id, organisation, role, ends_on, from_sequence) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(id.as_bytes().as_slice())
            .bind(account.as_bytes().as_slice())
            .bind(organisation)
            .bind(role.word())
            .bind(ends_on)
            .bind(sequence)
    )?;
    Ok(())
}

pub(super) async fn insert_session(
    tx: &mut Transaction,
    token_hash: &str,
    account: Uuid,
    (now, expires_at): (i64, i64),
) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)",
        )
        .bind(token_hash)
        .bind(account.as_bytes().as_slice())
        .bind(now)
        .bind(expires_at)
    )?;
    // Ended ones go when a new one comes.
    execute!(tx, query("DELETE FROM sessions WHERE expires_at < $1").bind(now))?;
    Ok(())
}

pub(super) async fn touch_session(tx: &mut Transaction, token_hash: &str, now: i64) -> sqlx::Result<()> {
    execute!(tx, query("UPDATE sessions SET last_seen_at = $1 WHERE token_hash = $2").bind(now).bind(token_hash))?;
    Ok(())
}

pub(super) async fn delete_session(tx: &mut Transaction, token_hash: &str) -> sqlx::Result<()> {
    execute!(tx, query("DELETE FROM sessions WHERE token_hash = $1").bind(token_hash))?;
    Ok(())
}

pub(super) async fn insert_link(
    tx: &mut Transaction,
    token_hash: &str,
    account: Uuid,
    expires_at: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        query("INSERT INTO sign_in_links (token_hash, account_id, expires_at) VALUES ($1, $2, $3)")
            .bind(token_hash)
            .bind(account.as_bytes().as_slice())
            .bind(expires_at)
    )?;
    Ok(())
}

/// Somebody with a role for an organisation.
#[derive(Clone, sqlx::FromRow)]
pub struct Colleague {
    id: Vec<u8>,
    /// Their name.
    pub name: String,
    /// Where letters go.
    pub mail: String,
}

impl std::fmt::Debug for Colleague {
    /// Addresses do not stand in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Colleague").field("account", &self.account()).finish_non_exhaustive()
    }
}

impl Colleague {
    /// Their account.
    #[must_use]
    pub fn account(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }
}

/// Everyone who has one of these roles for an organisation on `today`, by name, each once.
///
/// # Errors
/// When the database cannot be read.
pub async fn colleagues_with(
    connection: &mut Connection,
    organisation: &str,
    roles: &[Role],
    today: Date,
) -> sqlx::Result<Vec<Colleague>> {
    let today = today.to_string();
    let mut found: Vec<Colleague> = Vec::new();
    for role in roles {
        let theirs: Vec<Colleague> = sql!(connection, c => query_as(
            "SELECT DISTINCT a.id, a.name, a.mail FROM roles r JOIN accounts a ON a.id = r.account_id
             WHERE r.organisation = $1 AND r.role = $2 AND r.until_sequence IS NULL AND (r.ends_on IS NULL OR r.ends_on >= $3)
             ORDER BY a.name LIMIT 1000",
        ).bind(organisation).bind(role.word()).bind(&today).fetch_all(c))?;
        found.extend(theirs);
    }
    found.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    found.dedup_by(|one, other| one.id == other.id);
    Ok(found)
}

/// The organisations that somebody may answer or publish for on `today`, each once.
///
/// # Errors
/// When the database cannot be read.
pub async fn organisations_with_writers(connection: &mut Connection, today: Date) -> sqlx::Result<Vec<String>> {
    sql!(connection, c => query_scalar(
        "SELECT DISTINCT organisation FROM roles
         WHERE role IN ('contributor', 'publisher') AND until_sequence IS NULL AND (ends_on IS NULL OR ends_on >= $1)
         ORDER BY organisation",
    ).bind(today.to_string()).fetch_all(c))
}

/// Everyone who has a role for any organisation on `today`, by name, each once, at most 1,000.
///
/// # Errors
/// When the database cannot be read.
pub async fn everybody_with(connection: &mut Connection, role: Role, today: Date) -> sqlx::Result<Vec<Colleague>> {
    sql!(connection, c => query_as(
        "SELECT DISTINCT a.id, a.name, a.mail FROM roles r JOIN accounts a ON a.id = r.account_id
         WHERE r.role = $1 AND r.until_sequence IS NULL AND (r.ends_on IS NULL OR r.ends_on >= $2)
         ORDER BY a.name LIMIT 1000",
    ).bind(role.word()).bind(today.to_string()).fetch_all(c))
}

/// The account whose calendar a secret link leads to.
pub(super) async fn calendar_of(connection: &mut Connection, token_hash: &str) -> sqlx::Result<Option<Uuid>> {
    let id: Option<Vec<u8>> = sql!(connection, c => query_scalar(
        "SELECT account_id FROM calendar_links WHERE token_hash = $1",
    ).bind(token_hash).fetch_optional(c))?;
    Ok(id.and_then(|id| Uuid::from_slice(&id).ok()))
}

/// Gives an account another secret link to its calendar; the one before it leads nowhere any more.
pub(super) async fn put_calendar(tx: &mut Transaction, token_hash: &str, account: Uuid, now: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO calendar_links (token_hash, account_id, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at",
        )
        .bind(token_hash)
        .bind(account.as_bytes().as_slice())
        .bind(now)
    )?;
    Ok(())
}

/// How many links of an account can still be used.
pub(super) async fn links_in_force(connection: &mut Connection, account: Uuid, now: i64) -> sqlx::Result<i64> {
    sql!(connection, c => query_scalar(
        "SELECT COUNT(*) FROM sign_in_links WHERE account_id = $1 AND expires_at > $2",
    ).bind(account.as_bytes().as_slice()).bind(now).fetch_one(c))
}

/// Uses a link up; tells whether it was there to be used.
pub(super) async fn use_link(tx: &mut Transaction, token_hash: &str) -> sqlx::Result<bool> {
    Ok(execute!(tx, query("DELETE FROM sign_in_links WHERE token_hash = $1").bind(token_hash))? > 0)
}

pub(super) async fn insert_letter(tx: &mut Transaction, id: Uuid, letter: &Letter<'_>, now: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        query(
            "INSERT INTO letters (id, recipient, subject, body, stop_address, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.as_bytes().as_slice())
        .bind(letter.to)
        .bind(letter.subject)
        .bind(letter.text)
        .bind(letter.stop_address)
        .bind(now)
    )?;
    Ok(())
}

/// A letter.
#[derive(Clone, sqlx::FromRow)]
pub struct LetterRow {
    id: Vec<u8>,
    /// To whom, by mail address.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// Where such letters are stopped without signing in.
    pub stop_address: Option<String>,
    /// When it was written, in microseconds since 1970.
    pub created_at: i64,
    /// When it was about to be handed over.
    pub sending_at: Option<i64>,
    /// When it was handed over.
    pub sent_at: Option<i64>,
}

impl std::fmt::Debug for LetterRow {
    /// What it says is for its recipient.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LetterRow").field("id", &self.id()).finish_non_exhaustive()
    }
}

/// The last 50 letters, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn newest_letters(connection: &mut Connection) -> sqlx::Result<Vec<LetterRow>> {
    sql!(connection, c => query_as(
        "SELECT id, recipient, subject, body, stop_address, created_at, sending_at, sent_at FROM letters
         ORDER BY created_at DESC, id DESC LIMIT 50",
    ).fetch_all(c))
}

/// The person with this mail address and the roles in force on `today`.
///
/// # Errors
/// When the database cannot be read.
pub async fn person_by_mail(connection: &mut Connection, mail: &str, today: Date) -> sqlx::Result<Option<Person>> {
    match by_mail(connection, mail).await? {
        Some(account) => person(connection, account.id(), &today.to_string()).await,
        None => Ok(None),
    }
}

impl LetterRow {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        Uuid::from_slice(&self.id).unwrap_or_default()
    }
}

/// One letter.
///
/// # Errors
/// When the database cannot be read.
pub async fn letter(connection: &mut Connection, id: Uuid) -> sqlx::Result<Option<LetterRow>> {
    sql!(connection, c => query_as(
        "SELECT id, recipient, subject, body, stop_address, created_at, sending_at, sent_at FROM letters WHERE id = $1",
    ).bind(id.as_bytes().as_slice()).fetch_optional(c))
}

pub(super) async fn mark_letter_going(tx: &mut Transaction, id: Uuid, now: i64) -> sqlx::Result<()> {
    execute!(tx, query("UPDATE letters SET sending_at = $1 WHERE id = $2").bind(now).bind(id.as_bytes().as_slice()))?;
    Ok(())
}

pub(super) async fn mark_letter_sent(tx: &mut Transaction, id: Uuid, now: i64) -> sqlx::Result<()> {
    execute!(tx, query("UPDATE letters SET sent_at = $1 WHERE id = $2").bind(now).bind(id.as_bytes().as_slice()))?;
    Ok(())
}

/// Takes out a letter that will never be sent.
///
/// # Errors
/// When the database refuses.
pub async fn drop_letter(tx: &mut Transaction, id: Uuid) -> sqlx::Result<()> {
    execute!(tx, query("DELETE FROM letters WHERE id = $1 AND sent_at IS NULL").bind(id.as_bytes().as_slice()))?;
    Ok(())
}

/// Takes out the letters that were sent before a moment.
///
/// # Errors
/// When the database refuses.
pub(super) async fn drop_letters_sent_before(tx: &mut Transaction, moment: i64) -> sqlx::Result<()> {
    execute!(tx, query("DELETE FROM letters WHERE sent_at < $1").bind(moment))?;
    Ok(())
}

/// How the letters stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailQueue {
    /// Not touched yet.
    pub waiting: i64,
    /// Begun, and not known to have been taken.
    pub going: i64,
    /// Sent in the last 24 hours.
    pub sent: i64,
    /// When the oldest of those not sent was written, in microseconds since 1970.
    pub oldest: Option<i64>,
}

/// How the letters stand.
///
/// # Errors
/// When the database cannot be read.
pub async fn mail_queue(connection: &mut Connection, now: Timestamp) -> sqlx::Result<MailQueue> {
    let a_day_ago = now.as_microsecond() - 86_400_000_000;
    let sent: i64 = sql!(connection, c => query_scalar("SELECT COUNT(*) FROM letters WHERE sent_at > $1")
        .bind(a_day_ago).fetch_one(c))?;
    let (waiting, going, oldest): (i64, i64, Option<i64>) = sql!(connection, c => query_as(
        "SELECT COUNT(*) - COUNT(sending_at), COUNT(sending_at), MIN(created_at) FROM letters WHERE sent_at IS NULL",
    ).fetch_one(c))?;
    Ok(MailQueue { waiting, going, sent, oldest })
}
