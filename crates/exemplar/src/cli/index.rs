//! `exemplar index`: publishing the results of a round, computing a published edition again, and computing a recipe
//! from files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;
use jiff::civil::{Date, DateTime};

use super::{Common, Portal, say, warn};
use crate::maturity::{self, NewEdition, PublishError};
use crate::people::policy::PublishEdition;
use crate::people::{Actor, decide};
use crate::platform::clock;

/// What can be done with results.
#[derive(Debug, Subcommand)]
pub enum IndexCommand {
    /// Publish what came out of a round, for good
    Publish {
        /// The round
        round: String,
        /// The recipe: every choice that makes results of answers
        #[arg(long, value_name = "FILE")]
        recipe: PathBuf,
        /// The edition's part of addresses
        #[arg(long, value_name = "SLUG")]
        edition: String,
        /// What the edition is called
        #[arg(long, value_name = "TEXT")]
        title: String,
        /// The day it is published; otherwise today
        #[arg(long, value_name = "YYYY-MM-DD")]
        published: Option<Date>,
        /// The edition it corrects, which stays readable
        #[arg(long, value_name = "SLUG")]
        corrects: Option<String>,
        /// What was wrong, or anything else that readers should know
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// Until when only those who answered read it, each its own; as 2026-12-01T09:30, London time
        #[arg(long, value_name = "TIME", conflicts_with = "published")]
        embargo: Option<DateTime>,
    },
    /// Compute a recipe from the files it names; a portal is not needed
    Run {
        /// The recipe, a TOML file; files are read from its folder
        recipe: PathBuf,
        /// Write every table as CSV into this folder
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Compute a published edition again, and compare it bit for bit
    Replay {
        /// The edition, or a folder with its four files as they are downloaded
        edition: String,
    },
}

pub(super) async fn run(common: &Common, command: IndexCommand) -> anyhow::Result<ExitCode> {
    match command {
        IndexCommand::Publish { round, recipe, edition, title, published, corrects, note, embargo } => {
            let portal = common.open_existing().await?;
            let recipe = std::fs::read(&recipe).with_context(|| format!("cannot read {}", recipe.display()))?;
            let new = NewEdition {
                slug: &edition,
                title: &title,
                recipe: &recipe,
                published_on: published.unwrap_or_else(|| portal.kit.clock.today()),
                corrects: corrects.as_deref(),
                note: note.as_deref(),
                embargo: embargo.map(|time| time.to_zoned(clock::zone()).map(|time| time.timestamp())).transpose()?,
            };
            let (hashes, organisations) = publish(&portal, &round, &new).await?;
            let when = embargo.map(|time| format!(" from {time} on")).unwrap_or_default();
            say(&format!(
                "{organisations} organisations. Published at /maturity/{edition}{when}, with the hash {hashes}."
            ));
            Ok(ExitCode::SUCCESS)
        }
        IndexCommand::Run { recipe, out } => super::recipe::run(&recipe, out.as_deref()),
        IndexCommand::Replay { edition } => replay(common, &edition).await,
    }
}

/// Publishes an edition; gives the hash of the whole and the number of organisations.
pub(super) async fn publish(
    portal: &Portal,
    round: &str,
    new: &NewEdition<'_>,
) -> Result<(String, usize), PublishError> {
    let action = PublishEdition { round: round.to_owned() };
    let permit = decide(&Actor::Operator, action, &(), portal.kit.clock.now())
        .map_err(|_| PublishError::Address("not allowed".to_owned()))?;
    let (hashes, results) = maturity::publish(&portal.kit, permit, new, &portal.settings.address).await?;
    Ok((hashes.whole(), results.units.len()))
}

async fn replay(common: &Common, edition: &str) -> anyhow::Result<ExitCode> {
    let folder = Path::new(edition);
    let replayed = match folder.is_dir() {
        true => maturity::replay_files(folder)?,
        false => maturity::replay(&common.open_existing().await?.kit, edition).await?,
    };
    for (part, hash) in [
        ("question set", &replayed.kept.framework),
        ("recipe", &replayed.kept.recipe),
        ("answers", &replayed.kept.data),
        ("results, as published", &replayed.kept.results),
        ("results, computed now", &replayed.results),
    ] {
        say(&format!("{hash}  {part}"));
    }
    if replayed.is_same() {
        say(&format!("The same to the bit: {} is {}.", edition, replayed.published));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some((line, kept, now)) = &replayed.difference {
        warn(&format!("Line {line} was published as\n  {kept}\nand comes out as\n  {now}"));
    }
    warn("This is not what was published.");
    Ok(ExitCode::FAILURE)
}
