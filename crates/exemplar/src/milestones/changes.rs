//! Counting what was there before it was counted. No record changes by it.

use jiff::Timestamp;

use super::{counting, store};
use crate::kit::Kit;
use crate::platform::clock::day_of;

/// How many entries are counted in one transaction.
const TOGETHER: usize = 200;

/// Counts the dates that moved of a database whose dates are older than the counts; does nothing when they are counted.
///
/// # Errors
/// When the database refuses; what was counted before stays, so that the table has to be emptied to begin again.
pub async fn count_what_moved(kit: &Kit) -> sqlx::Result<()> {
    let mut connection = kit.db.read().await?;
    if !store::counts::is_behind(&mut connection).await? {
        return Ok(());
    }
    let written = store::counts::written(&mut connection).await?;
    drop(connection);
    for entries in written.chunks(TOGETHER) {
        let mut tx = kit.db.begin().await?;
        for (programme, organisation, sequence, recorded_at) in entries {
            let today = Timestamp::from_microsecond(*recorded_at).map_or_else(|_| kit.clock.today(), day_of);
            counting::recount(&mut tx, (programme, organisation), (*sequence, today)).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
