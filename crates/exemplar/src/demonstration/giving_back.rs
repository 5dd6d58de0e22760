//! Two copies of one guide that changed it: one change both made alike, and one that is offered to the source.

use reconcile::Update;
use uuid::Uuid;

use super::Somebody;
use super::behind::{cell, lines, rewrite, somebody};
use super::changes::{DemonstrationError, copy, editing, key};
use super::many::publish;
use crate::blueprints;
use crate::copies::offering::{self, Offering};
use crate::journal::Moment;
use crate::kit::Kit;

/// What each copy changed, and why one change is offered.
const CHANGES: &[u8] = include_bytes!("../../../../demo/changes/given-back.csv");

/// Lets two organisations copy the guide at `slug`, publish what they made of it, and one offer a change.
pub(super) async fn fill(kit: &Kit, slug: &str, site: &str) -> Result<(), DemonstrationError> {
    let changes = lines(CHANGES);
    for mail in ["lena.marsh@example.org", "hana.cole@example.org"] {
        let by = somebody(mail)?;
        let of_it: Vec<&Vec<String>> = changes.iter().filter(|line| cell(line, 0) == mail).collect();
        let ours = copy(kit, &by, slug).await?;
        rewrite(kit, &by, ours, of_it.iter().map(|line| (cell(line, 1), cell(line, 2)))).await?;
        publish(kit, &by, ours, ("", "As we work")).await?;
        for line in of_it.iter().filter(|line| !cell(line, 3).is_empty()) {
            offer(kit, &by, ours, (cell(line, 2), cell(line, 3)), site).await?;
        }
    }
    Ok(())
}

/// Offers the change that brought these words.
async fn offer(
    kit: &Kit,
    by: &Somebody,
    ours: Uuid,
    (words, why): (&str, &str),
    site: &str,
) -> Result<(), DemonstrationError> {
    let none = || DemonstrationError::NoGuide(ours.to_string());
    let today = kit.clock.today();
    let mut connection = kit.db.read().await?;
    let line = blueprints::store::find(&mut connection, ours, Moment::now(today)).await?.ok_or_else(none)?;
    let ready = offering::ready(&mut connection, line, today).await?.ok_or_else(none)?;
    drop(connection);
    let changes: Vec<Update> = ready.changes.iter().filter(|update| update.upstream.contains(words)).cloned().collect();
    let texts = ready.ours.as_ref().ok_or_else(none)?;
    let new = Offering { guides: (&ready.line, &ready.source), ours: texts, changes: &changes, why };
    offering::offer(kit, editing(kit, by, ours).await?, &key(kit), &new, site).await?;
    Ok(())
}
