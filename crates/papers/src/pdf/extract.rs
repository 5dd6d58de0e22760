//! The words of a PDF, for searching: no layout, no pictures, nothing run.

use lopdf::{Document, LoadOptions};

/// The most that one stream of a file is unpacked to, in bytes.
const LARGEST_STREAM: usize = 32 * 1024 * 1024;
/// The most pages that are read.
const MOST_PAGES: usize = 2_000;
/// The longest text that is given, in bytes.
const LONGEST: usize = 2 * 1024 * 1024;

/// Why a PDF gives no words, in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not a PDF, or a broken one.
    #[error("The PDF is damaged, or is none.")]
    Damaged,
    /// Behind a password.
    #[error("The PDF is protected with a password.")]
    Encrypted,
    /// No page in it.
    #[error("The PDF has no pages.")]
    NoPages,
    /// Pages without words.
    #[error("The PDF holds no text: its pages may be pictures.")]
    NoText,
}

/// The words of a PDF, page after page.
///
/// The library that reads may take much memory for a file made to harm, so this is meant for a process of its own.
///
/// # Errors
/// [`Unreadable`], in a sentence.
pub fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    let options = LoadOptions { max_decompressed_size: Some(LARGEST_STREAM), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => Unreadable::Encrypted,
        _ => Unreadable::Damaged,
    })?;
    if document.is_encrypted() {
        return Err(Unreadable::Encrypted);
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err(Unreadable::NoPages);
    }
    let mut out = String::new();
    for number in pages.keys().take(MOST_PAGES) {
        // A page that cannot be read leaves out its words and no other's.
        let page = document.extract_text_with_limit(&[*number], LARGEST_STREAM).unwrap_or_default();
        for line in page.lines().map(str::trim).filter(|line| !line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
        if out.len() > LONGEST {
            break;
        }
    }
    match out.trim().is_empty() {
        true => Err(Unreadable::NoText),
        false => Ok(out),
    }
}
