//! A guide as a Word document: real heading styles, lists, tables with header rows, pictures with their descriptions.

mod parts;
mod text;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{Paper, Unwritable};

/// Writes a paper as a Word document.
///
/// # Errors
/// When the file would be larger than a ZIP file can be.
pub fn write(paper: &Paper) -> Result<Vec<u8>, Unwritable> {
    let text = text::Text::of(paper);
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), parts::types().into()),
        ("_rels/.rels".to_owned(), parts::root().into()),
        ("docProps/core.xml".to_owned(), parts::core(paper).into()),
        ("word/document.xml".to_owned(), text.document().into()),
        ("word/_rels/document.xml.rels".to_owned(), text.relations().into()),
        ("word/styles.xml".to_owned(), parts::styles(paper).into()),
        ("word/numbering.xml".to_owned(), text.numbering().into()),
        ("word/footnotes.xml".to_owned(), text.footnotes().into()),
        ("word/_rels/footnotes.xml.rels".to_owned(), text.relations().into()),
        ("word/header1.xml".to_owned(), parts::header(paper).into()),
        ("word/footer1.xml".to_owned(), parts::footer(paper).into()),
        ("word/settings.xml".to_owned(), parts::settings().into()),
    ];
    parts.extend(text.media().map(|(name, bytes)| (format!("word/media/{name}"), bytes.to_vec())));
    zipped(&parts).map_err(|error| Unwritable(error.to_string()))
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Words as XML says them; characters it cannot say are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
