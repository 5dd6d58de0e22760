//! One-time keys: a form carries one, and its answer is kept under it. Sent twice, it is done once.

use uuid::Uuid;

/// The key of a form that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormKey(String);

impl FormKey {
    /// A key for a form about to be shown.
    #[must_use]
    pub fn new(id: Uuid) -> Self {
        Self(id.simple().to_string())
    }

    /// The key a form was sent with; none when it is not one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().map(Self::new)
    }

    /// As the form carries it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
