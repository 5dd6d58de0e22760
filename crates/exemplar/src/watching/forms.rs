//! What people choose about what they watch.

use serde::Deserialize;

use super::Pace;

/// How soon to be told.
#[derive(Debug, Default, Deserialize)]
pub struct PaceForm {
    /// The word of the pace.
    #[serde(default)]
    pub pace: String,
    /// Of a search: what its address says after the question mark.
    #[serde(default)]
    pub query: String,
}

impl PaceForm {
    /// What was chosen, or what to say when nothing was.
    ///
    /// # Errors
    /// The message beside the field.
    pub fn check(&self) -> Result<Pace, &'static str> {
        Pace::from_word(&self.pace).ok_or("Choose how soon you want to be told")
    }
}
