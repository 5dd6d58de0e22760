//! `exemplar framework`: checking a question set, and keeping it.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;
use composite::{Framework, Mistake};

use super::{Common, Portal, say, warn};
use crate::people::policy::AddFramework;
use crate::people::{Actor, decide};
use crate::rounds::{self, Added, RoundError};

/// What can be done with a question set.
#[derive(Debug, Subcommand)]
pub enum FrameworkCommand {
    /// Say every mistake in the file of a question set, with its line; a portal is not needed
    Check {
        /// The file
        file: PathBuf,
    },
    /// Keep a question set, to be answered in rounds
    Add {
        /// The file
        file: PathBuf,
    },
}

pub(super) async fn run(common: &Common, command: FrameworkCommand) -> anyhow::Result<ExitCode> {
    match command {
        FrameworkCommand::Check { file } => {
            let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            Ok(match Framework::read(&text) {
                Ok(framework) => {
                    say(&described(&framework));
                    ExitCode::SUCCESS
                }
                Err(mistakes) => said(&file.display().to_string(), &mistakes),
            })
        }
        FrameworkCommand::Add { file } => {
            let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let portal = common.open().await?;
            match add(&portal, &bytes).await {
                Ok((framework, added)) => {
                    let words = match added {
                        Added::New => "It is kept.",
                        Added::Replaced => "It replaces what was kept of this version, which no round used.",
                        Added::Unchanged => "It is kept already, to the byte.",
                    };
                    say(&format!("{} {words}", described(&framework)));
                    Ok(ExitCode::SUCCESS)
                }
                Err(RoundError::Mistakes(mistakes)) => Ok(said(&file.display().to_string(), &mistakes)),
                Err(error) => Err(error.into()),
            }
        }
    }
}

/// Keeps a question set.
pub(super) async fn add(portal: &Portal, bytes: &[u8]) -> Result<(Framework, Added), RoundError> {
    let permit = decide(&Actor::Operator, AddFramework, &(), portal.kit.clock.now())
        .map_err(|_| RoundError::Mistakes(Vec::new()))?;
    rounds::add_framework(&portal.kit, permit, bytes).await
}

fn described(framework: &Framework) -> String {
    let (parts, questions) = (framework.sections.len(), framework.questions.len());
    format!("{} {}: {}, {questions} questions in {parts} parts.", framework.id, framework.version, framework.title)
}

fn said(file: &str, mistakes: &[Mistake]) -> ExitCode {
    for mistake in mistakes {
        warn(&format!("{file}, line {}: {}", mistake.line, mistake.text));
    }
    warn(&format!("{} mistakes. Nothing was written.", mistakes.len()));
    ExitCode::FAILURE
}
