//! `exemplar export`: guides into folders, organisations into a CSV.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;

use super::{Common, Steps, say, warn};
use crate::journal::Moment;
use crate::{blueprints, organisations};

/// What can be exported.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Every published guide, byte for byte, into DIR/ORGANISATION/SOURCE/
    Blueprints {
        /// The folder to write into
        dir: PathBuf,
        /// Only guides of the organisation with this code
        #[arg(long, value_name = "CODE")]
        organisation: Option<String>,
    },
    /// Every organisation as it is known today, as a CSV that can be imported again
    Organisations {
        /// The file to write
        file: PathBuf,
    },
}

pub(super) async fn run(common: &Common, command: ExportCommand) -> anyhow::Result<ExitCode> {
    let portal = common.open_existing().await?;
    match command {
        ExportCommand::Blueprints { dir, organisation } => {
            if let Some(code) = &organisation {
                let known = organisations::store::name(&mut portal.kit.db.read().await?, code).await?;
                known.with_context(|| format!("no organisation has the code {code}"))?;
            }
            let steps = Steps::default();
            let progress = |what: &str, done: usize, total: usize| steps.at(what, done, total);
            let report = blueprints::export(&portal.kit, &dir, organisation.as_deref(), &progress)
                .await
                .with_context(|| format!("cannot write to {}", dir.display()))?;
            steps.end();
            for (path, why) in &report.refused {
                warn(&format!("refused: {path}: {why}"));
            }
            say(&format!(
                "{} guides and {} attachments were written to {}.",
                report.guides,
                report.attachments,
                dir.display()
            ));
        }
        ExportCommand::Organisations { file } => {
            let moment = Moment::now(portal.kit.clock.today());
            let (csv, count) = organisations::export(&mut portal.kit.db.read().await?, moment).await?;
            std::fs::write(&file, csv).with_context(|| format!("cannot write {}", file.display()))?;
            say(&format!("{count} organisations were written to {}.", file.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}
