//! Markdown files for commands that need no portal.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};

/// The largest text that is read, in bytes.
const LARGEST: u64 = 12 * 1024 * 1024;

/// How deep folders are looked into.
const DEEPEST: usize = 32;

/// The text of a file.
pub(super) fn text(path: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).with_context(|| format!("{} cannot be read", path.display()))?;
    if bytes.len() as u64 > LARGEST {
        bail!("{} is larger than 12 MB", path.display());
    }
    utf8(bytes).with_context(|| format!("{} is no text in UTF-8", path.display()))
}

/// Bytes as text, with the place of the first that is none.
pub(super) fn utf8(bytes: Vec<u8>) -> anyhow::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes().iter().take(place).filter(|byte| **byte == b'\n').count();
        anyhow::anyhow!("byte {place}, in line {line}, belongs to no character")
    })
}

/// The Markdown files of a folder and the folders in it, as paths with `/`, in order. What
/// begins with a dot is passed over, links are not followed.
pub(super) fn markdown_in(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let at = root.join(&folder);
        let entries = at.read_dir().with_context(|| format!("{} cannot be read", at.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("{} cannot be read", at.display()))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let kind = entry.file_type().with_context(|| format!("{} cannot be read", entry.path().display()))?;
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() && depth < DEEPEST {
                folders.push((path, depth + 1));
            } else if kind.is_file() && is_markdown(&name) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file is Markdown, by its name.
pub(super) fn is_markdown(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("md" | "markdown"))
}
