//! A Word document on its way to be a draft: its text, its pictures, and what became of the rest.

use papers::word::Picture;

use super::changes::Brought;
use crate::blueprints::Text;
use crate::blueprints::store::AttachmentRow;
use crate::platform::files::FileStore;
use crate::platform::media::Media;

/// What is taken of a Word document.
#[derive(Clone, Debug, Default)]
pub struct FromWord {
    /// Its text.
    pub text: String,
    /// The pictures that the text shows.
    pub pictures: Vec<Picture>,
    /// What was not kept as it was, each in a sentence.
    pub report: Vec<String>,
}

impl FromWord {
    /// A text with the pictures it shows; those that are none are taken out of it, and the report says so.
    #[must_use]
    pub fn of(mut text: String, pictures: Vec<Picture>, mut report: Vec<String>) -> Self {
        let mut taken = Vec::new();
        for picture in pictures {
            let why = match Media::of(&picture.name, &picture.bytes) {
                Ok(media) if media.is_picture => {
                    taken.push(picture);
                    continue;
                }
                Ok(_) => format!("The picture {} is of a kind that browsers do not show.", picture.name),
                Err(why) => format!("The picture {} was not taken: {why}.", picture.name),
            };
            text = without(&text, &picture.name);
            report.push(why);
        }
        let undescribed = |picture: &&Picture| picture.description.as_deref().unwrap_or_default().trim().is_empty();
        let unsaid: Vec<&str> = taken.iter().filter(undescribed).map(|picture| picture.name.as_str()).collect();
        if !unsaid.is_empty() {
            report.push(format!("Say what these pictures show, under Files and pictures: {}.", unsaid.join(", ")));
        }
        Self { text, pictures: taken, report }
    }

    /// Puts its pictures on disk. Gives its text, and what it brings besides: `came_as` is the name of its file.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(self, files: &FileStore, came_as: &str) -> std::io::Result<(String, Brought)> {
        let pictures = self.pictures.iter().map(|picture| (picture.name.as_str(), picture.bytes.as_slice()));
        Ok((self.text.clone(), Brought { files: kept(files, pictures)?, report: Some(report(came_as, &self.report)) }))
    }
}

/// Puts pictures on disk, each under its name in a text.
///
/// # Errors
/// When the disk refuses.
pub fn kept<'a>(
    files: &FileStore,
    pictures: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> std::io::Result<Vec<AttachmentRow>> {
    let mut kept = Vec::new();
    for (name, bytes) in pictures {
        if let Some(media) = Media::of(name, bytes).ok().filter(|media| media.is_picture) {
            let (hash, size) = (files.put(bytes)?, i64::try_from(bytes.len()).unwrap_or(i64::MAX));
            kept.push(AttachmentRow::kept((name, name), &hash, (media.mime, true), size));
        }
    }
    Ok(kept)
}

/// What became of a document, as its draft's first comment says it.
#[must_use]
pub fn report(came_as: &str, lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
    match lines.as_slice() {
        [] => format!("Everything in \u{201c}{came_as}\u{201d} was kept."),
        lines => format!("What became of \u{201c}{came_as}\u{201d}:\n\n{}", lines.join("\n")),
    }
}

/// A text without the mentions of a picture.
#[must_use]
pub fn without(text: &str, picture: &str) -> String {
    Text::parse(text.as_bytes(), "Untitled").map_or_else(|_| text.to_owned(), |text| text.without_file(picture))
}
