//! Letters on their way: written as files into a folder, from where whoever runs the portal sends them on.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use database::Transaction;
use uuid::Uuid;

use super::store;
use crate::kit::Kit;

/// Writes a letter to somebody, by their account, in the transaction of the act that is its reason.
///
/// # Errors
/// When the database refuses.
pub async fn write_to(tx: &mut Transaction, kit: &Kit, to: Uuid, (subject, body): (&str, &str)) -> sqlx::Result<()> {
    let Some(account) = store::account(tx, to).await? else { return Ok(()) };
    let body = format!("Hello {},\n\n{body}\n", account.name);
    super::changes::write_letter(tx, &kit.clock, (&account.mail, subject, &body)).await
}

/// Writes every waiting letter into `folder`, one file each, then marks it as sent. A letter whose file is there already is
/// written again the same: nothing is lost when the process dies in between, and nothing is sent twice.
///
/// # Errors
/// When the folder or the database cannot be written.
pub async fn deliver(kit: &Kit, folder: &Path) -> anyhow::Result<usize> {
    let waiting = store::waiting_letters(&mut kit.db.read().await?).await?;
    for letter in &waiting {
        // Whoever reads a letter can sign in as its recipient: the folder and the files are the program's alone.
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let text = format!(
            "To: {}\r\nSubject: {}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
            letter.recipient, letter.subject, letter.body
        );
        let path = folder.join(format!("{}.eml", letter.id()));
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)?
            .write_all(text.as_bytes())?;
        super::changes::letter_is_sent(kit, letter.id()).await?;
    }
    Ok(waiting.len())
}
