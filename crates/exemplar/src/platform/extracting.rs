//! The words of an attached file, taken out by a child process with limits on memory, time and output: files of others
//! are not unpacked in the process that serves.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

/// The memory the child may have, in bytes of address space. It sets this limit itself, before it opens the file.
pub const LARGEST_MEMORY: u64 = 256 * 1024 * 1024;
/// How long it may take.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// The most of its words that are kept, in bytes.
pub const LARGEST_TEXT: usize = 2 * 1024 * 1024;
/// The most of what it says of its troubles.
const LARGEST_TROUBLE: usize = 2 * 1024;

/// Why a file gave no words, in a sentence a person can read.
#[derive(Debug, thiserror::Error)]
pub enum ExtractFailure {
    /// The child could not be started.
    #[error("The text could not be taken out: the program that does it did not start ({0}).")]
    NotStarted(#[source] io::Error),
    /// It took too long and was ended.
    #[error("The text could not be taken out within {} seconds.", PATIENCE.as_secs())]
    TooSlow,
    /// It asked for more memory than it may have.
    #[error("The text could not be taken out within {} MB of memory.", LARGEST_MEMORY / 1024 / 1024)]
    TooLarge,
    /// It ended without a word.
    #[error("The text could not be taken out: the program that does it broke off.")]
    BrokeOff,
    /// What is wrong with the file.
    #[error("{0}")]
    Said(String),
}

/// Starts the children.
#[derive(Clone, Debug)]
pub struct Extractor {
    program: PathBuf,
    patience: Duration,
}

impl Extractor {
    /// One that starts this very program.
    ///
    /// # Errors
    /// When the program does not know where it lies.
    pub fn own() -> io::Result<Self> {
        Ok(Self::of(std::env::current_exe()?, PATIENCE))
    }

    /// One that starts `program extract FILE`.
    #[must_use]
    pub fn of(program: PathBuf, patience: Duration) -> Self {
        Self { program, patience }
    }

    /// The words of the PDF or Word document at `path`, at most [`LARGEST_TEXT`] of them.
    ///
    /// # Errors
    /// [`ExtractFailure`], which says in a sentence what stands in a report.
    pub async fn words(&self, path: &Path) -> Result<String, ExtractFailure> {
        let mut child = Command::new(&self.program)
            .arg("extract")
            .arg(path)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(ExtractFailure::NotStarted)?;
        let (out, trouble) = (child.stdout.take(), child.stderr.take());
        let whole = async {
            let (words, trouble) = tokio::join!(read(out, LARGEST_TEXT), read(trouble, LARGEST_TROUBLE));
            // A child that says more than is kept has said enough.
            if words.len() >= LARGEST_TEXT {
                return Ok((None, words, trouble));
            }
            Ok((Some(child.wait().await?), words, trouble))
        };
        match tokio::time::timeout(self.patience, whole).await {
            Err(_) => Err(ExtractFailure::TooSlow),
            Ok(Err(error)) => Err(ExtractFailure::NotStarted(error)),
            Ok(Ok((Some(status), _, trouble))) if !status.success() => Err(failure(status, &trouble)),
            Ok(Ok((_, words, _))) => Ok(text(&words)),
        }
    }
}

/// At most `most` bytes of what a child says; the pipe is closed then, which ends one that goes on.
async fn read(pipe: Option<impl AsyncRead + Unpin>, most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        let _ = pipe.take(most as u64).read_to_end(&mut bytes).await;
    }
    bytes
}

fn failure(status: ExitStatus, trouble: &[u8]) -> ExtractFailure {
    let said = text(trouble);
    let said = said.trim();
    if said.contains("memory allocation of") || said.contains("out of memory") {
        return ExtractFailure::TooLarge;
    }
    match status.signal() {
        None if !said.is_empty() => ExtractFailure::Said(said.to_owned()),
        _ => ExtractFailure::BrokeOff,
    }
}

/// Bytes as text; a character that was cut in two at the end is left out.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\u{fffd}').to_owned()
}
