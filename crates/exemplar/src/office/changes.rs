//! The acts of the office's page: noting that somebody looked, and reminding. Neither is a record: nothing that anyone reads
//! changes by them.

use super::{Need, letter, store};
use crate::journal::JournalError;
use crate::kit::Kit;
use crate::people::policy::RunProgramme;
use crate::people::{self, FormKey, Permit, Role, spend, spent};

/// Notes up to which entry somebody looked.
///
/// # Errors
/// When the database refuses.
pub async fn looked(kit: &Kit, permit: Permit<RunProgramme>, sequence: i64) -> Result<(), JournalError> {
    let Some(account) = permit.person() else { return Ok(()) };
    let mut tx = kit.db.begin().await?;
    store::put_look(&mut tx, account, sequence, kit.clock.now().as_microsecond()).await?;
    tx.commit().await?;
    Ok(())
}

/// An organisation, by code and name, and what it is reminded of.
pub type Reminded<'a> = (String, String, Vec<&'a Need>);

/// Sends reminders, one letter for each organisation, to those who publish for it. Gives how many letters were written.
///
/// # Errors
/// When the database refuses; then nothing was written.
pub async fn remind(
    kit: &Kit,
    _permit: Permit<RunProgramme>,
    key: &FormKey,
    (chosen, note): (&[Reminded<'_>], &str),
    site: &str,
) -> Result<String, JournalError> {
    let mut tx = kit.db.begin().await?;
    if let Some(answer) = spent(&mut tx, key).await? {
        return Ok(answer);
    }
    let (now, today) = (kit.clock.now().as_microsecond(), kit.clock.today());
    let (mut letters, mut unreached) = (0, Vec::new());
    for (code, name, needs) in chosen {
        let (subject, body) = letter(name, needs, note, site);
        let publishers = people::colleagues_with(&mut tx, code, &[Role::Publisher], today).await?;
        if publishers.is_empty() {
            unreached.push(code.as_str());
            continue;
        }
        for publisher in publishers {
            people::write_to(&mut tx, kit, publisher.account(), (&subject, &body)).await?;
            letters += 1;
        }
        for need in needs {
            store::put_reminder(&mut tx, kit.clock.new_id(), (code, &need.id()), now).await?;
        }
    }
    let answer = format!("/office/programmes?sent={letters}&unreached={}", unreached.join("+"));
    spend(&mut tx, key, &answer, now).await?;
    tx.commit().await?;
    Ok(answer)
}
