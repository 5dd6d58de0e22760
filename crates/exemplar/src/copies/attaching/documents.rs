//! Documents as they come: Markdown or Word, read and held against every version that everyone can read.

use papers::word::{self, Picture};
use reconcile::Fingerprint;
use uuid::Uuid;

use super::{Best, Found, jobs, store};
use crate::blueprints::{Text, foreign_tags};
use crate::kit::Kit;
use crate::platform::markdown;
use crate::writing::FromWord;

/// The largest document, in bytes.
const LARGEST: usize = 25 * 1024 * 1024;

/// A document that was read.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// The name of its file.
    pub name: String,
    /// Its text, or why it was not taken.
    pub text: Result<String, String>,
    /// The pictures its text shows.
    pub pictures: Vec<Picture>,
    /// What of it was not kept as it was.
    pub report: Vec<String>,
}

impl Document {
    /// Reads a file: a Word document by its first bytes, otherwise Markdown.
    pub fn read(name: &str, bytes: &[u8]) -> Self {
        let read = match bytes {
            _ if bytes.len() > LARGEST => Err("it is larger than 25 MB".to_owned()),
            bytes if is_word(name) && !bytes.starts_with(b"PK") => {
                Err("its name says that it is a Word document (.docx), and it is none".to_owned())
            }
            [b'P', b'K', ..] => word::read(bytes).map(of_word).map_err(|refused| refused.to_string()),
            _ => String::from_utf8(bytes.to_vec())
                .map(|text| FromWord { text: text.replace("\r\n", "\n"), ..FromWord::default() })
                .map_err(|_| "it is neither Markdown (UTF-8) nor a Word document (.docx)".to_owned()),
        };
        let (read, name) = (read.and_then(checked), name.chars().take(200).collect());
        match read {
            Ok(read) => Self { name, text: Ok(read.text), pictures: read.pictures, report: read.report },
            Err(why) => Self { name, text: Err(why), pictures: Vec::new(), report: Vec::new() },
        }
    }
}

/// Whether a file's name says that it is a Word document.
fn is_word(name: &str) -> bool {
    let end = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    matches!(end.as_str(), "docx" | "doc")
}

/// A Word document under its title.
fn of_word(taken: word::Taken) -> FromWord {
    let text = match taken.title.trim() {
        "" => taken.markdown,
        title => format!("# {title}\n\n{}", taken.markdown),
    };
    FromWord::of(text, taken.pictures, taken.report)
}

/// A text that can stand in a guide.
fn checked(read: FromWord) -> Result<FromWord, String> {
    if read.text.trim().is_empty() {
        return Err("it has no words".to_owned());
    }
    let parsed = Text::parse(read.text.as_bytes(), "Untitled").map_err(|error| error.to_string())?;
    if let Some((href, _)) = markdown::running_link(parsed.body()) {
        return Err(format!("a link in it runs a program instead of leading somewhere: {href}"));
    }
    match foreign_tags(&parsed).as_slice() {
        [] => Ok(read),
        tags => Err(format!("these tags cannot stand in a guide: {}", tags.join(" "))),
    }
}

/// Holds documents against every published version of others, all in one pass.
pub(super) async fn found(kit: &Kit, organisation: &str, documents: &[Document]) -> anyhow::Result<Vec<Found>> {
    while jobs::make(kit).await? {}
    let texts: Vec<Option<String>> = documents.iter().map(|document| document.text.clone().ok()).collect();
    let own = tokio::task::spawn_blocking(move || {
        texts.iter().map(|text| text.as_deref().map(Fingerprint::of)).collect::<Vec<_>>()
    })
    .await?;
    let mut best: Vec<Best> = documents.iter().map(|_| Best::default()).collect();
    let mut after = (Uuid::nil().as_bytes().to_vec(), 0);
    let mut connection = kit.db.read().await?;
    loop {
        let page = store::fingerprints(&mut connection, organisation, (&after.0, after.1)).await?;
        let Some((guide, number, _)) = page.last() else { break };
        after = (guide.clone(), *number);
        for (guide, number, marks) in &page {
            let Some(other) = Fingerprint::from_bytes(marks) else { continue };
            let guide = Uuid::from_slice(guide)?;
            for (own, best) in own.iter().zip(&mut best) {
                if let Some(own) = own {
                    best.weigh(own, (guide, *number), &other);
                }
            }
        }
    }
    let refused = |document: &Document| document.text.clone().err().map(Found::Refused);
    Ok(documents
        .iter()
        .zip(best)
        .map(|(document, best)| refused(document).unwrap_or_else(|| best.into_found()))
        .collect())
}

/// A document with front matter: its own, or that of the version it was copied from.
pub(super) fn with_front(text: &str, base: &str) -> String {
    let front =
        |text: &str| Text::parse(text.as_bytes(), "Untitled").map(|text| text.front().to_owned()).unwrap_or_default();
    match front(text).is_empty() {
        true => format!("{}{text}", front(base)),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused_with_its_reason_and_front_matter_comes_from_the_source() {
        let read = |bytes: &[u8]| Document::read("a.md", bytes).text;
        assert_eq!(read(b"# A\r\n\r\nB\r\n"), Ok("# A\n\nB\n".to_owned()));
        assert!(read(b" \n").unwrap_err().contains("no words"));
        assert!(read(&[0xff, 0xfe]).unwrap_err().contains("neither Markdown"));
        assert!(read(b"PK\x03\x04rubbish").is_err());
        assert!(read(b"[x](javascript:alert(1))").unwrap_err().contains("runs a program"));
        assert_eq!(with_front("# A\n", "---\ntitle: B\n---\n\n# B\n"), "---\ntitle: B\n---\n# A\n");
        assert_eq!(with_front("---\ntitle: A\n---\n\n# A\n", "---\ntitle: B\n---\n"), "---\ntitle: A\n---\n\n# A\n");
    }
}
