//! The pictures of documents that wait: a folder for each document beside the files of guides, which goes with it.

use std::collections::HashSet;
use std::io::{ErrorKind, Result};
use std::path::PathBuf;

use papers::word::Picture;
use tokio::fs;
use uuid::Uuid;

use crate::kit::Kit;

fn folder(kit: &Kit, document: Uuid) -> PathBuf {
    kit.files.waiting().join(document.to_string())
}

/// Keeps the pictures of a document.
pub(super) async fn keep(kit: &Kit, document: Uuid, pictures: &[Picture]) -> Result<()> {
    let folder = folder(kit, document);
    if !pictures.is_empty() {
        fs::create_dir_all(&folder).await?;
    }
    for picture in pictures {
        fs::write(folder.join(&picture.name), &picture.bytes).await?;
    }
    Ok(())
}

/// A picture of a document; none when it is not there any more.
pub(super) async fn read(kit: &Kit, document: Uuid, name: &str) -> Result<Option<Vec<u8>>> {
    match fs::read(folder(kit, document).join(name)).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Takes out the pictures of a document.
pub(super) async fn remove(kit: &Kit, document: Uuid) -> Result<()> {
    match fs::remove_dir_all(folder(kit, document)).await {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The documents that have pictures here.
pub(super) async fn documents(kit: &Kit) -> Result<HashSet<Uuid>> {
    let mut found = HashSet::new();
    let mut folders = match fs::read_dir(kit.files.waiting()).await {
        Ok(folders) => folders,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
        Err(error) => return Err(error),
    };
    while let Some(folder) = folders.next_entry().await? {
        found.extend(folder.file_name().to_str().and_then(|name| Uuid::try_parse(name).ok()));
    }
    Ok(found)
}
