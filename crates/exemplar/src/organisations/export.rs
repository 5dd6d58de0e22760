//! The register as our own small CSV, which can be imported again.

use csv::WriterBuilder;
use database::Connection;

use super::{Kind, store};
use crate::journal::Moment;
use crate::platform::csv::guarded;

/// Everything known at `moment` as CSV, and how many organisations that is.
///
/// # Errors
/// When the database cannot be read.
pub async fn export(connection: &mut Connection, moment: Moment) -> anyhow::Result<(Vec<u8>, usize)> {
    let rows = store::all(connection, moment).await?;
    let mut csv = WriterBuilder::new().from_writer(Vec::new());
    csv.write_record([
        "code",
        "name",
        "kind",
        "grouping",
        "local_grouping",
        "address",
        "postcode",
        "opened",
        "closed",
        "listed_on",
        "source",
    ])?;
    for row in &rows {
        let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
        csv.write_record(
            [
                row.code.clone(),
                row.name.clone(),
                row.kind().map(Kind::word).unwrap_or_default().to_owned(),
                or_empty(&row.national_group),
                or_empty(&row.local_group),
                or_empty(&row.address),
                or_empty(&row.postcode),
                or_empty(&row.opened_on),
                or_empty(&row.closed_on),
                row.known_from.clone(),
                row.source.clone(),
            ]
            .map(guarded),
        )?;
    }
    Ok((csv.into_inner().map_err(|error| anyhow::anyhow!("{error}"))?, rows.len()))
}
