//! The commands that look after a portal: migrate, reindex, verify, remove, config, synth.

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use database::Db;

use super::{Common, Steps, say, warn};
use crate::app::record_tables;
use crate::config::Given;
use crate::journal;
use crate::kit::Kit;
use crate::people::policy::{RemoveValue, SynthesiseBlueprints, TwoPeople};
use crate::people::{Actor, decide};
use crate::platform::clock::Clock;
use crate::platform::locks::ServeLock;
use crate::removals::remove as remove_value;
use crate::storage::{self, Hold, Tables};
use crate::{blueprints, milestones, search};

/// What `remove` understands.
#[derive(Debug, Args)]
pub struct RemoveArgs {
    /// What: journal/NUMBER/private, texts/SHA-256 or files/SHA-256
    record: String,
    /// Who asks for it
    #[arg(long, value_name = "NAME")]
    asked_by: String,
    /// Who agrees: somebody else
    #[arg(long, value_name = "NAME")]
    agreed_by: String,
    /// Why, as readers will see it
    #[arg(long, value_name = "TEXT")]
    why: String,
}

pub(super) async fn migrate(common: &Common) -> anyhow::Result<ExitCode> {
    let settings = common.settings(Given::default())?;
    std::fs::create_dir_all(&settings.data).with_context(|| format!("cannot make {}", settings.data.display()))?;
    let _lock = ServeLock::take(&settings.data)?;
    let db = Db::open(&settings.database, database::Durability::Full).await?;
    let _hold = Hold::take(&db, true).await?;
    let before = storage::tables(&db).await?;
    if before == Tables::Ahead {
        anyhow::bail!("{} was made by a newer version of this program: use that version", settings.database.shown());
    }
    storage::migrate(&db).await?;
    let kit = Kit::new(db, &settings.data, Clock::System);
    milestones::count_what_moved(&kit).await?;
    let place = settings.database.shown();
    say(&match before {
        Tables::Ready => format!("{place} is of this program's version: nothing to do."),
        Tables::Absent => format!("{place} was made."),
        Tables::Behind(_) | Tables::Ahead => format!("{place} was brought to this program's version."),
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn reindex(common: &Common) -> anyhow::Result<ExitCode> {
    let portal = common.open_existing().await?;
    let steps = Steps::default();
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let progress = |done, total| steps.at("entries of the journal", count(done), count(total));
    let reached = search::reindex(&portal.kit, &portal.settings.data.join("search"), &progress).await?;
    steps.end();
    say(&format!("The index was made anew, up to entry {reached} of the journal."));
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn verify(common: &Common) -> anyhow::Result<ExitCode> {
    let portal = common.open_existing().await?;
    let report = journal::verify(&portal.kit, &record_tables()).await?;
    say(&format!(
        "Read {} entries, {} rows, {} texts and {} files.",
        report.entries, report.rows, report.texts, report.files
    ));
    for removed in &report.removed {
        say(&format!("Removed: {removed}."));
    }
    for finding in &report.findings {
        match finding.sequence {
            Some(sequence) => warn(&format!("Entry {sequence}: {}.", finding.what)),
            None => warn(&format!("Outside any entry: {}.", finding.what)),
        }
    }
    if report.findings.is_empty() {
        say("Everything is as it was recorded.");
        return Ok(ExitCode::SUCCESS);
    }
    warn(&format!("{} things are not as they were recorded.", report.findings.len()));
    Ok(ExitCode::FAILURE)
}

pub(super) async fn remove(common: &Common, args: &RemoveArgs) -> anyhow::Result<ExitCode> {
    let portal = common.open_existing().await?;
    let people = TwoPeople { asked_by: args.asked_by.clone(), agreed_by: args.agreed_by.clone() };
    let action = RemoveValue { record: args.record.clone(), people };
    let permit = decide(&Actor::Operator, action, &(), portal.kit.clock.now()).map_err(|_| {
        anyhow::anyhow!(
            "a removal needs two different people: one who asks (--asked-by) and one who agrees (--agreed-by)"
        )
    })?;
    let entry = remove_value(&portal.kit, permit, &args.why).await?;
    say(&format!("{} was removed. Entry {entry} of the journal says so, and so does /removals.", args.record));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn config(common: &Common) -> anyhow::Result<ExitCode> {
    // `serve` takes these as flags, with the variables behind them.
    let listen = std::env::var("EXEMPLAR_LISTEN").ok().map(|address| {
        address.parse().with_context(|| format!("EXEMPLAR_LISTEN: \u{201c}{address}\u{201d} is not ADDRESS:PORT"))
    });
    let given = Given {
        listen: listen.transpose()?,
        mail: std::env::var("EXEMPLAR_MAIL").ok(),
        mail_from: std::env::var("EXEMPLAR_MAIL_FROM").ok(),
        ..Given::default()
    };
    for (name, value, source) in common.settings(given)?.rows() {
        say(&format!("{name} = {value}    # {source}"));
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn synth(common: &Common, count: usize) -> anyhow::Result<ExitCode> {
    let portal = common.open().await?;
    let permit = decide(&Actor::Operator, SynthesiseBlueprints, &(), portal.kit.clock.now())
        .map_err(|_| anyhow::anyhow!("not allowed"))?;
    let steps = Steps::default();
    blueprints::synthesise(&portal.kit, permit, count, &|what, done, total| steps.at(what, done, total)).await?;
    steps.end();
    say(&format!("{count} invented guides were made."));
    Ok(ExitCode::SUCCESS)
}
