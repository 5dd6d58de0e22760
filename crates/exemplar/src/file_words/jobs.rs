//! Taking the words out of files that wait, one after the other.

use super::{changes, store};
use crate::app::App;
use crate::platform::extracting::ExtractFailure;

/// The kind of job that does it.
pub const READ: &str = "files.read";

/// How many files one job reads: each takes at most ten seconds.
const AT_ONCE: i64 = 10;

/// Takes the words out of files that wait. What cannot be read says why, and is not tried again.
///
/// # Errors
/// When the program cannot be started, or the database refuses: then the job is tried again.
pub async fn read_waiting(app: &App) -> anyhow::Result<()> {
    let Some(extractor) = app.extractor() else { return Ok(()) };
    let waiting = store::waiting(&mut app.db().read().await?, AT_ONCE).await?;
    for file_hash in waiting {
        let found = match extractor.words(&app.files().path(&file_hash)).await {
            Ok(words) => (words, String::new()),
            Err(error @ ExtractFailure::NotStarted(_)) => return Err(error.into()),
            Err(error) => (String::new(), error.to_string()),
        };
        changes::keep(app.kit(), &file_hash, (&found.0, &found.1)).await?;
    }
    Ok(())
}
