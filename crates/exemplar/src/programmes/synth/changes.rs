//! The act that writes an invented programme: one transaction, an entry for each organisation.

use serde_json::json;

use super::{SLUG, SOURCE, Size, frame, of_organisation};
use crate::facts::{self, Line};
use crate::journal::{Change, JournalError, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::milestones::{self, DATE, DATES};
use crate::organisations::footprints::{FOOTPRINT_MEMBER, FOOTPRINT_MEMBERS};
use crate::people::Permit;
use crate::people::policy::ImportProgramme;
use crate::programmes::STATES;
use crate::programmes::changes::take_all;
use crate::programmes::shapes::MEMBER;
use crate::rounds::synth::invented;

/// The index by which an entry finds the dates it seals.
const SEALED_BY: &str = "milestone_dates_from_sequence";

/// Writes an invented programme; its organisations are in the register already. Nobody else may use the database meanwhile:
/// the indexes of dates are laid aside until all of them are written.
///
/// # Errors
/// When the database refuses, as where the programme is there already; then nothing was written.
pub async fn synthesise(
    kit: &Kit,
    permit: Permit<ImportProgramme>,
    size: Size,
    progress: &dyn Fn(&str, usize, usize),
) -> Result<usize, JournalError> {
    let today = kit.clock.today();
    let actor = permit.actor().to_owned();
    let mut change = Change::open(kit).await?;
    take_all(&mut change, kit, &actor, (&frame(size, today), &[]), |_, _| None).await?;
    let aside = change.tx().lay_indexes_aside(DATES.name, &[SEALED_BY]).await?;
    let standing = change.tx().lay_indexes_aside("standing_dates", &[]).await?;
    let (mut counts, mut written) = (milestones::Counts::default(), 0);
    for number in 0..size.organisations {
        let lines = of_organisation(number, size, today);
        written += write(&mut change, kit, (&actor, &invented(number).code), &lines, &mut counts).await?;
        progress("organisations", number + 1, size.organisations);
    }
    counts.add(change.tx(), SLUG, today).await?;
    change.tx().make_indexes(aside).await?;
    change.tx().make_indexes(standing).await?;
    change.commit().await?;
    Ok(written)
}

/// Writes the lines of one organisation as one entry.
async fn write(
    change: &mut Change,
    kit: &Kit,
    (actor, code): (&str, &str),
    lines: &[Line],
    counts: &mut milestones::Counts,
) -> Result<usize, JournalError> {
    let (sequence, today) = (change.sequence(), kit.clock.today());
    for shape in [&MEMBER, &FOOTPRINT_MEMBER, &DATE] {
        let of: Vec<&Line> = lines.iter().filter(|line| line.shape.word == shape.word).collect();
        let rows = of.iter().map(|line| (kit.clock.new_id(), *line, line.known_from(today))).collect();
        facts::store::insert_many(change.tx(), rows, sequence).await?;
    }
    let dates = || lines.iter().filter(|line| line.shape.word == DATE.word).map(|line| (line, line.known_from(today)));
    milestones::stand_new(change.tx(), SLUG, dates(), sequence).await?;
    counts.count(dates());
    let tables: &[&RecordTable] = &[&STATES, &FOOTPRINT_MEMBERS, &DATES];
    change
        .append(NewEntry {
            actor,
            organisation: Some(code),
            action: "programmes.synthesise",
            record: &format!("programmes/{SLUG}"),
            source: Some(SOURCE),
            holds_on: None,
            is_public: true,
            public: json!({ "new": lines.len() }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables,
        })
        .await?;
    Ok(lines.len())
}
