//! One server on one directory: locks that the system drops when a process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

/// A lock on `serve.lock` in a data directory, held until it is dropped.
#[derive(Debug)]
pub struct ServeLock {
    _file: File,
}

/// Why the lock was not had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error("a server is already running on {directory}{}", .process.as_ref().map(|p| format!(" (process {p})")).unwrap_or_default())]
    Held {
        /// The data directory.
        directory: String,
        /// Its process number, when it wrote one down.
        process: Option<String>,
    },
    /// The file could not be opened.
    #[error("cannot lock {directory}: {cause}")]
    Io {
        /// The data directory.
        directory: String,
        /// What the system said.
        cause: std::io::Error,
    },
}

impl ServeLock {
    /// Takes the lock of `directory`, or says who has it.
    ///
    /// # Errors
    /// [`LockError::Held`] while a server runs there.
    pub fn take(directory: &Path) -> Result<Self, LockError> {
        let named = directory.display().to_string();
        let io = |cause| LockError::Io { directory: named.clone(), cause };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(directory.join("serve.lock"))
            .map_err(io)?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0).and_then(|()| file.rewind()).map_err(io)?;
                write!(file, "{}", std::process::id()).map_err(io)?;
                Ok(Self { _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let mut process = String::new();
                // The number is a courtesy; without it the message still stands.
                let _ = file.read_to_string(&mut process);
                let process = Some(process.trim().to_owned()).filter(|p| !p.is_empty());
                Err(LockError::Held { directory: named, process })
            }
            Err(TryLockError::Error(cause)) => Err(io(cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_is_refused_until_the_first_ends() {
        let directory = tempfile::tempdir().unwrap();
        let first = ServeLock::take(directory.path()).unwrap();
        let refused = ServeLock::take(directory.path()).unwrap_err().to_string();
        assert!(refused.contains("already running"), "{refused}");
        drop(first);
        ServeLock::take(directory.path()).unwrap();
    }
}
