//! `exemplar extract`: the words of one attached file, taken out by a process that can be lost.

use std::fs::File;
use std::io::{Read, Write};
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use rustix::process::{Resource, Rlimit, setrlimit};

use super::warn;
use crate::platform::extracting::LARGEST_MEMORY;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What is asked for.
#[derive(Debug, Args)]
pub struct ExtractArgs {
    /// A PDF or Word document (.docx); which it is, is told from its first bytes
    file: PathBuf,
}

/// Prints the words of a file to standard output. Its memory is limited before the file is opened.
pub(super) fn run(args: &ExtractArgs) -> ExitCode {
    match limit_memory().and_then(|()| words(&args.file)) {
        Ok(words) => {
            // A reader that has gone away is no error.
            let _ = std::io::stdout().write_all(words.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            warn(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn limit_memory() -> anyhow::Result<()> {
    let most = Some(LARGEST_MEMORY);
    setrlimit(Resource::As, Rlimit { current: most, maximum: most }).context("The memory could not be limited")
}

fn words(file: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let open = File::open(file).with_context(|| format!("{} cannot be opened", file.display()))?;
    open.take(LARGEST + 1).read_to_end(&mut bytes).with_context(|| format!("{} cannot be read", file.display()))?;
    if bytes.len() as u64 > LARGEST {
        bail!("The file is larger than 64 MB.");
    }
    // What reads files of others may give up in the middle: that is said in a sentence too.
    panic::set_hook(Box::new(|_| {}));
    match panic::catch_unwind(|| papers::text(&bytes)) {
        Ok(words) => Ok(words?),
        Err(_) => bail!("The file is damaged: it cannot be read to its end."),
    }
}
