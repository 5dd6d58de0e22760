//! A file that somebody sends: what it is, whether it is taken, and the numbers in it that look like patients'.

use super::LARGEST;
use crate::app::App;
use crate::error::AppError;
use crate::file_words;
use crate::platform::media::{Media, MediaError};
use crate::writing::nhs_numbers;

/// A file that can be taken.
#[derive(Clone, Debug)]
pub struct Came {
    /// As it was named.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What came, or why it is not taken.
///
/// # Errors
/// With a sentence for whoever sent it.
pub fn came(name: &str, bytes: &[u8]) -> Result<Came, String> {
    if bytes.len() > LARGEST {
        return Err(format!("The file is larger than {} MB", LARGEST / (1024 * 1024)));
    }
    let media = Media::of(name, bytes).map_err(|error| match error {
        MediaError::Empty => "The file is empty".to_owned(),
        MediaError::Unknown(_) => {
            "Files of this type are not taken. Choose a picture, PDF, Word, Excel, PowerPoint, OpenDocument, CSV or text file"
                .to_owned()
        }
        MediaError::NotWhatItSays { said, why } => format!("The file\u{2019}s name says {said}, but it is not: {why}"),
    })?;
    Ok(Came { name: name.to_owned(), media, bytes: bytes.to_vec() })
}

impl Came {
    /// Puts it on disk. Gives its hash, and how many numbers in it look like patients'.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn keep(self, app: &App) -> Result<(String, usize), AppError> {
        let plain = self.media.is_plain_text().then(|| nhs_numbers(&String::from_utf8_lossy(&self.bytes)).len());
        let (files, media) = (app.files().clone(), self.media);
        let kept = tokio::task::spawn_blocking(move || files.put(&self.bytes)).await.map_err(anyhow::Error::from)?;
        let hash = kept.map_err(anyhow::Error::from)?;
        let numbers = match plain {
            Some(numbers) => numbers,
            None => numbers_within(app, &hash, media).await,
        };
        Ok((hash, numbers))
    }
}

/// How many numbers in a PDF or Word document look like patients'. One that cannot be read has none that are known.
async fn numbers_within(app: &App, hash: &str, media: Media) -> usize {
    match app.extractor().filter(|_| file_words::has_words(media.mime)) {
        Some(extractor) => extractor.words(&app.files().path(hash)).await.map_or(0, |words| nhs_numbers(&words).len()),
        None => 0,
    }
}
