//! One-time keys: a form carries one, and its answer is kept under it. Sent twice, it is done once.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppError;
use crate::platform::files::sha256_hex;

/// The key of a form that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormKey {
    text: String,
    /// Of a form that was sent: whose it is, and where it went.
    form: Option<(Uuid, String)>,
}

impl FormKey {
    /// A key for a form about to be shown.
    #[must_use]
    pub fn new(id: Uuid) -> Self {
        Self { text: id.simple().to_string(), form: None }
    }

    /// The key a form was sent with; none when it is not one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().map(Self::new)
    }

    /// The key of everything that was sent with this one, and by whom: other words under the same key are another form.
    #[must_use]
    pub fn of(&self, actor: &str, path: &str, body: &[u8]) -> Self {
        let parts = [self.text.as_bytes(), b"\n", actor.as_bytes(), b"\n", path.as_bytes(), b"\n", body];
        let form = Uuid::try_parse(actor).ok().map(|account| (account, path.to_owned()));
        Self { text: sha256_hex(&parts.concat()), form }
    }

    /// As the form carries it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whose form it is that was sent, and where it went.
    #[must_use]
    pub fn form(&self) -> Option<(Uuid, &str)> {
        self.form.as_ref().map(|(account, path)| (*account, path.as_str()))
    }
}

/// The form that a request carries, when it has a key.
#[derive(Clone, Debug)]
pub struct SentForm(pub(super) Option<FormKey>);

impl SentForm {
    /// Its key.
    ///
    /// # Errors
    /// When it had none.
    pub fn key(&self) -> Result<&FormKey, AppError> {
        self.0
            .as_ref()
            .ok_or_else(|| AppError::BadRequest("The form was not complete. Open its page again.".to_owned()))
    }
}

impl FromRequestParts<App> for SentForm {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or(Self(None)))
    }
}
