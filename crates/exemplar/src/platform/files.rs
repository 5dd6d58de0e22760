//! Files that were attached: kept once, under the SHA-256 of what is in them.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The folder of attached files.
#[derive(Clone, Debug)]
pub struct FileStore {
    root: PathBuf,
}

/// The SHA-256 of `bytes`, in hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl FileStore {
    /// The store at `root`; the folder is made when the first file comes.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Keeps `bytes`: on disk, with its folder, before this returns. Gives the SHA-256 in hexadecimal.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put(&self, bytes: &[u8]) -> io::Result<String> {
        let hash = sha256_hex(bytes);
        let path = self.path(&hash);
        if path.exists() {
            return Ok(hash);
        }
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let unfinished = folder.join(format!(".{hash}.{}", std::process::id()));
        let mut file = File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)?;
        File::open(folder)?.sync_all()?;
        Ok(hash)
    }

    /// The bytes kept under `hash`.
    ///
    /// # Errors
    /// When there are none, or the disk refuses.
    pub fn get(&self, hash: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path(hash))
    }

    /// Puts the bytes kept under `hash` out of everyone's reach, until they are removed or put back.
    ///
    /// # Errors
    /// When there are none, or the disk refuses.
    pub fn set_aside(&self, hash: &str) -> io::Result<SetAside> {
        let path = self.path(hash);
        let aside = path.with_file_name(format!(".{hash}.aside"));
        fs::rename(&path, &aside)?;
        Ok(SetAside { path, aside })
    }

    /// Every hash in the store, for checking.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn list(&self) -> io::Result<Vec<String>> {
        let mut hashes = Vec::new();
        for folder in read_dir_if_there(&self.root)?.iter().filter(|folder| **folder != self.waiting()) {
            for file in read_dir_if_there(folder)? {
                let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                if !name.starts_with('.') {
                    hashes.push(name);
                }
            }
        }
        hashes.sort();
        Ok(hashes)
    }

    /// The folder of what belongs to nothing yet, and may go again.
    #[must_use]
    pub fn waiting(&self) -> PathBuf {
        self.root.join(".waiting")
    }

    /// Where the bytes kept under `hash` lie. Two letters of the hash make the folder, so that no folder grows too long.
    #[must_use]
    pub fn path(&self, hash: &str) -> PathBuf {
        let safe: String = hash.chars().filter(char::is_ascii_hexdigit).collect();
        self.root.join(safe.get(..2).unwrap_or("00")).join(&safe)
    }
}

/// A file that is out of reach.
#[derive(Debug)]
pub struct SetAside {
    path: PathBuf,
    aside: PathBuf,
}

impl SetAside {
    /// Removes it for good.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(self) -> io::Result<()> {
        fs::remove_file(self.aside)
    }

    /// Keeps it after all.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put_back(self) -> io::Result<()> {
        fs::rename(self.aside, self.path)
    }
}

fn read_dir_if_there(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_are_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::new(folder.path().join("files"));
        let hash = store.put(b"form").unwrap();
        assert_eq!(store.put(b"form").unwrap(), hash);
        assert_eq!(store.list().unwrap(), vec![hash.clone()]);
        assert_eq!(store.get(&hash).unwrap(), b"form");
    }

    #[test]
    fn what_is_set_aside_is_out_of_reach_until_it_is_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::new(folder.path().join("files"));
        let hash = store.put(b"form").unwrap();
        let aside = store.set_aside(&hash).unwrap();
        assert!(store.get(&hash).is_err() && store.list().unwrap().is_empty());
        aside.put_back().unwrap();
        assert_eq!(store.get(&hash).unwrap(), b"form");
        store.set_aside(&hash).unwrap().remove().unwrap();
        assert!(store.set_aside(&hash).is_err());
    }

    #[test]
    fn a_hash_cannot_name_a_path() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::new(folder.path().join("files"));
        assert!(store.get("../../../etc/passwd").is_err());
    }
}
