//! Whose answers wait to be checked: those of Oxley Vale, by the reviewer of Stanmoor.

use super::changes::{DemonstrationError, account, actor, allowed, key, somebody};
use crate::kit::Kit;
use crate::people::decide;
use crate::people::policy::NameChecker;
use crate::rounds::answering::AnsweringError;
use crate::rounds::checking::{self, Kind};

/// Whose answers are checked, by whom, and who of the office asked for it.
const CHECKED: (&str, &str, &str) = ("DEMO-OV", "sam.reid@example.org", "nora.bell@example.org");

/// Asks for the check, unless that was done before.
///
/// # Errors
/// [`DemonstrationError`]; then nothing was asked.
pub async fn ask_to_check(kit: &Kit, round: &str, site: &str) -> Result<(), DemonstrationError> {
    let (organisation, checker, office) = CHECKED;
    let (by, checks) = (somebody(office)?, somebody(checker)?);
    let action = NameChecker { round: round.to_owned(), organisation: organisation.to_owned() };
    let permit = allowed(decide(&actor(kit, &by).await?, action, &(), kit.clock.now()), &by)?;
    let who = (account(kit, checker).await?, checks.organisation.as_str(), Kind::Peer);
    match checking::name(kit, permit, &key(kit), who, site).await {
        // A visitor may have opened the answers again.
        Ok(_) | Err(AnsweringError::Closed) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
