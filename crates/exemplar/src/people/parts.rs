//! The parts of a form that carries a file.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use multer::Multipart;

use crate::app::App;

/// The most fields a form with a file has.
const MOST_PARTS: usize = 110;

/// What a form with a file was sent with, by the names of its fields.
#[derive(Clone, Debug, Default)]
pub struct SentParts(Vec<SentPart>);

#[derive(Clone, Debug)]
struct SentPart {
    name: String,
    file_name: Option<String>,
    bytes: Bytes,
}

/// Whether a form comes in parts.
pub(super) fn comes_in_parts(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

impl SentParts {
    /// Reads the parts of a body; none when it is broken.
    pub(super) async fn read(headers: &HeaderMap, body: &Bytes) -> Option<Self> {
        let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        let boundary = multer::parse_boundary(kind).ok()?;
        let mut multipart = Multipart::with_reader(body.as_ref(), boundary);
        let mut parts = Vec::new();
        while let Some(field) = multipart.next_field().await.ok()? {
            let (name, file_name) = (field.name()?.to_owned(), field.file_name().map(str::to_owned));
            parts.push(SentPart { name, file_name, bytes: field.bytes().await.ok()? });
            if parts.len() > MOST_PARTS {
                return None;
            }
        }
        Some(Self(parts))
    }

    /// The words of a field; empty when it has none.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        let part = self.0.iter().find(|part| part.name == name && part.file_name.is_none());
        part.map(|part| String::from_utf8_lossy(&part.bytes).into_owned()).unwrap_or_default()
    }

    /// The file of a field, with the name it came with; none when none was chosen.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<(&str, &[u8])> {
        let part = self.0.iter().find(|part| part.name == name)?;
        let file_name = part.file_name.as_deref().filter(|name| !name.is_empty())?;
        Some((file_name, &part.bytes))
    }

    /// Every file of a field that takes several, with the name each came with.
    pub fn files(&self, name: &str) -> impl Iterator<Item = (&str, &[u8])> {
        let parts = self.0.iter().filter(move |part| part.name == name);
        parts.filter_map(|part| {
            let file_name = part.file_name.as_deref().filter(|name| !name.is_empty())?;
            Some((file_name, part.bytes.as_ref()))
        })
    }
}

impl FromRequestParts<App> for SentParts {
    type Rejection = std::convert::Infallible;

    /// A form without parts has no fields.
    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}
