//! Documents as they come: Markdown or Word, read and held against every version that everyone can read.

use papers::word;
use reconcile::Fingerprint;
use uuid::Uuid;

use super::{Best, Found, jobs, store};
use crate::blueprints::{Text, foreign_tags};
use crate::kit::Kit;
use crate::platform::markdown;

/// The largest document, in bytes.
const LARGEST: usize = 25 * 1024 * 1024;

/// A document that was read.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// The name of its file.
    pub name: String,
    /// Its text, or why it was not taken.
    pub text: Result<String, String>,
}

impl Document {
    /// Reads a file: a Word document by its first bytes, otherwise Markdown.
    pub fn read(name: &str, bytes: &[u8]) -> Self {
        let text = match bytes {
            _ if bytes.len() > LARGEST => Err("it is larger than 25 MB".to_owned()),
            [b'P', b'K', ..] => word::read(bytes).map(of_word).map_err(|refused| refused.to_string()),
            _ => String::from_utf8(bytes.to_vec())
                .map(|text| text.replace("\r\n", "\n"))
                .map_err(|_| "it is neither Markdown (UTF-8) nor a Word document (.docx)".to_owned()),
        };
        Self { name: name.chars().take(200).collect(), text: text.and_then(checked) }
    }
}

/// The text of a Word document. Its pictures are not taken: they are added to the draft.
fn of_word(taken: word::Taken) -> String {
    let pictures = taken.pictures.iter().map(|picture| picture.name.clone());
    let text = pictures.fold(taken.markdown, |text, picture| match Text::parse(text.as_bytes(), "Untitled") {
        Ok(parsed) => parsed.without_file(&picture),
        Err(_) => text,
    });
    match taken.title.trim() {
        "" => text,
        title => format!("# {title}\n\n{text}"),
    }
}

/// A text that can stand in a guide.
fn checked(text: String) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("it has no words".to_owned());
    }
    let parsed = Text::parse(text.as_bytes(), "Untitled").map_err(|error| error.to_string())?;
    if let Some((href, _)) = markdown::running_link(parsed.body()) {
        return Err(format!("a link in it runs a program instead of leading somewhere: {href}"));
    }
    match foreign_tags(&parsed).as_slice() {
        [] => Ok(text),
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
