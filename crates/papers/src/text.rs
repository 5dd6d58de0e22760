//! The words of an attached file, for searching.

use crate::blocks::{Block, words_of};
use crate::{markdown, word};

/// Why a file gives no words, in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoText {
    /// A Word document that is not taken.
    #[error(transparent)]
    Word(#[from] word::Refused),
    /// A PDF that gives none.
    #[cfg(feature = "pdf")]
    #[error(transparent)]
    Pdf(#[from] crate::pdf::Unreadable),
    /// A PDF, in a program that was built without reading them.
    #[cfg(not(feature = "pdf"))]
    #[error("This program was built without reading PDFs.")]
    NotBuilt,
    /// Neither.
    #[error("The file is neither a PDF nor a Word document.")]
    OtherKind,
}

/// The words of a PDF or Word document; which of them it is, is told from its first bytes.
///
/// # Errors
/// [`NoText`], in a sentence.
pub fn text(bytes: &[u8]) -> Result<String, NoText> {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => pdf(bytes),
        [b'P', b'K', ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] | [] => {
            let taken = word::read(bytes)?;
            let mut out = taken.title + "\n";
            gather(&markdown::read(&taken.markdown), &mut out);
            Ok(out)
        }
        _ => Err(NoText::OtherKind),
    }
}

#[cfg(feature = "pdf")]
fn pdf(bytes: &[u8]) -> Result<String, NoText> {
    Ok(crate::pdf::text(bytes)?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_bytes: &[u8]) -> Result<String, NoText> {
    Err(NoText::NotBuilt)
}

fn gather(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Heading { words, .. } | Block::Paragraph(words) => {
                out.push_str(&words_of(words));
                out.push('\n');
            }
            Block::List { items, .. } => items.iter().for_each(|item| gather(item, out)),
            Block::Table(rows) => {
                for row in rows {
                    out.push_str(&row.iter().map(|cell| words_of(cell)).collect::<Vec<_>>().join(" "));
                    out.push('\n');
                }
            }
            Block::Quote(inner) | Block::Note { blocks: inner, .. } => gather(inner, out),
            Block::Code(text) => {
                out.push_str(text);
                out.push('\n');
            }
            Block::Rule => {}
        }
    }
}
