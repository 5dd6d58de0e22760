//! Whoever is signed in, as far as the page around every page shows it.

/// Someone who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Their name.
    pub name: String,
}
