//! Forty short pages that Northbeck copied from Kestrel Bay, made its own, and that the source has changed since.

use uuid::Uuid;

use super::Somebody;
use super::behind::{cell, lines, newest, rewrite, somebody};
use super::changes::{DemonstrationError, actor, allowed, copy, editing, guide, key};
use crate::blueprints::ChangeClass;
use crate::kit::Kit;
use crate::people::decide;
use crate::people::policy::PublishBlueprint;
use crate::writing::{self, CareAnswers, Publishing};

/// What Kestrel Bay changed, and what Northbeck made its own.
const SOURCE: &[u8] = include_bytes!("../../../../demo/changes/pages-source.csv");
const OURS: &[u8] = include_bytes!("../../../../demo/changes/pages-ours.csv");

/// Lets Northbeck copy every page, and the source go on.
pub(super) async fn fill(kit: &Kit) -> Result<(), DemonstrationError> {
    let (hana, ravi) = (somebody("hana.cole@example.org")?, somebody("ravi.stone@example.org")?);
    let (source, ours) = (lines(SOURCE), lines(OURS));
    for own in &ours {
        let page = cell(own, 0);
        let copied = copy(kit, &ravi, page).await?;
        rewrite(kit, &ravi, copied, std::iter::once((cell(own, 1), cell(own, 2)))).await?;
        let changed: Vec<&Vec<String>> = source.iter().filter(|line| cell(line, 0) == page).collect();
        let Some(first) = changed.first() else { continue };
        let id = guide(kit, page).await?;
        rewrite(kit, &hana, id, changed.iter().map(|line| (cell(line, 3), cell(line, 4)))).await?;
        publish(kit, &hana, id, (cell(first, 1), cell(first, 2))).await?;
    }
    Ok(())
}

/// Publishes what was saved of a guide that does not touch care.
pub(super) async fn publish(
    kit: &Kit,
    by: &Somebody,
    blueprint: Uuid,
    (class, note): (&str, &str),
) -> Result<(), DemonstrationError> {
    let care = CareAnswers { changes_what: false, could_harm: false, states_dose: false };
    writing::answer_care(kit, editing(kit, by, blueprint).await?, &key(kit), care).await?;
    let (text_hash, _) = newest(kit, blueprint).await?;
    let action = PublishBlueprint { blueprint, text_hash };
    let permit = allowed(decide(&actor(kit, by).await?, action, &by.organisation, kit.clock.now()), by)?;
    let said = Publishing { note, class: ChangeClass::from_word(class), ..Publishing::default() };
    writing::publish(kit, permit, &key(kit), &said).await?;
    Ok(())
}
