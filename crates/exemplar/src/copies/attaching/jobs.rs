//! Making the fingerprints of versions, so that a document is known again without reading every text.

use jiff::Span;
use reconcile::Fingerprint;

use super::{changes, store};
use crate::app::App;
use crate::blueprints;
use crate::journal::store::get_text;
use crate::kit::Kit;

/// The kind of job that does it.
pub const FINGERPRINTS: &str = "copies.fingerprints";

/// How many versions are read at a time.
const STEP: i64 = 100;

/// How long documents wait that somebody brought and did not attach, in hours.
const KEPT_HOURS: i64 = 30 * 24;

/// Makes what is missing, and takes out what is no longer wanted. Safe to be done twice.
///
/// # Errors
/// When the database refuses.
pub async fn fingerprint(app: &App) -> anyhow::Result<()> {
    let kit = app.kit();
    while make(kit).await? {}
    let before = kit.clock.now().checked_sub(Span::new().hours(KEPT_HOURS))?;
    Ok(changes::sweep(kit, before.as_microsecond()).await?)
}

/// Makes the fingerprints of some versions that have none. Tells whether there may be more.
pub(super) async fn make(kit: &Kit) -> anyhow::Result<bool> {
    let mut connection = kit.db.read().await?;
    let lacking = store::lacking(&mut connection, STEP).await?;
    let mut texts = Vec::new();
    for (guide, number, hash) in &lacking {
        texts.push((guide.clone(), *number, get_text(&mut connection, hash).await?));
    }
    drop(connection);
    let made = tokio::task::spawn_blocking(move || texts.into_iter().map(marks).collect::<Vec<_>>()).await?;
    changes::keep_fingerprints(kit, &made).await?;
    Ok(!lacking.is_empty())
}

/// The fingerprint of a version as a copy begins with it.
fn marks((guide, number, text): (Vec<u8>, i64, Vec<u8>)) -> (Vec<u8>, i64, Vec<u8>) {
    let text = blueprints::as_copied(&text).unwrap_or_else(|| String::from_utf8_lossy(&text).into_owned());
    (guide, number, Fingerprint::of(&text).to_bytes())
}
