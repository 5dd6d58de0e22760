//! A version of a guide and its files as one ZIP file.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::store::AttachmentRow;
use crate::platform::files::FileStore;

/// The most that is packed, in bytes.
pub(super) const LARGEST: i64 = 100 * 1024 * 1024;

/// Packs a text, its files, and a word about where it is from. A file that was removed is left out.
///
/// # Errors
/// When the disk cannot be read.
pub(super) fn pack(about: &str, text: &[u8], files: &[AttachmentRow], store: &FileStore) -> std::io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let squeezed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let as_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("guide.md", squeezed)?;
    zip.write_all(text)?;
    zip.start_file("about.txt", squeezed)?;
    zip.write_all(about.as_bytes())?;
    let mut names = vec!["guide.md".to_owned(), "about.txt".to_owned()];
    for file in files {
        // A name is a path within the folder it came from, and never leads out of it.
        let name = file.name.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect::<Vec<_>>().join("/");
        if name.is_empty() || names.contains(&name) {
            continue;
        }
        let bytes = match store.get(&file.file_hash) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let is_text = file.media_type.starts_with("text/");
        zip.start_file(name.as_str(), if is_text { squeezed } else { as_is })?;
        zip.write_all(&bytes)?;
        names.push(name);
    }
    Ok(zip.finish()?.into_inner())
}
