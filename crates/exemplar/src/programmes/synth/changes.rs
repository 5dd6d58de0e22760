//! The act that writes an invented programme, many organisations a transaction.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{SLUG, SOURCE, Size, frame, of_organisation};
use crate::facts::{self, Line};
use crate::journal::{Change, JournalError, NewEntry, RecordTable};
use crate::kit::Kit;
use crate::milestones::{self, DATE, DATES};
use crate::organisations::Run;
use crate::organisations::footprints::{FOOTPRINT_MEMBER, FOOTPRINT_MEMBERS};
use crate::people::Permit;
use crate::people::policy::ImportProgramme;
use crate::programmes::shapes::MEMBER;
use crate::programmes::{STATES, import};
use crate::rounds::synth::invented;

/// How long a transaction stays open.
const PATIENCE: Duration = Duration::from_millis(150);

/// Writes an invented programme; its organisations are in the register already. One that is there already is written again only
/// where it says otherwise, which it does not.
///
/// # Errors
/// When the database refuses; what was committed before stays.
pub async fn synthesise(
    kit: &Kit,
    permit: Permit<ImportProgramme>,
    size: Size,
    progress: &dyn Fn(&str, usize, usize),
) -> Result<usize, JournalError> {
    let today = kit.clock.today();
    let actor = permit.actor().to_owned();
    import(kit, permit, (&frame(size, today), &[]), Run::Real).await?;
    let (mut number, mut written) = (0, 0);
    while number < size.organisations {
        let opened = Instant::now();
        let mut change = Change::open(kit).await?;
        let mut counts = milestones::Counts::default();
        while number < size.organisations && opened.elapsed() < PATIENCE {
            let lines = of_organisation(number, size, today);
            written += write(&mut change, kit, (&actor, &invented(number).code), &lines, &mut counts).await?;
            number += 1;
        }
        counts.add(change.tx(), SLUG, today).await?;
        change.commit().await?;
        progress("organisations", number, size.organisations);
    }
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
    counts.count(lines.iter().filter(|line| line.shape.word == DATE.word).map(|line| (line, line.known_from(today))));
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
