//! What people type to sign in.

use serde::Deserialize;

/// Signing in with a password, or asking for a link.
#[derive(Debug, Default, Deserialize)]
pub struct SignInForm {
    /// The mail address.
    #[serde(default)]
    pub mail: String,
    /// The password.
    #[serde(default)]
    pub password: String,
    /// Where the person was going.
    #[serde(default)]
    pub next: String,
    /// `link` when a link is asked for.
    #[serde(default)]
    pub how: String,
}

impl SignInForm {
    /// Where to go on: an address of this portal, never of another.
    #[must_use]
    pub fn next(&self) -> &str {
        let fine = self.next.starts_with('/')
            && !self.next.starts_with("//")
            && !self.next.starts_with("/\\")
            && !self.next.contains(|c: char| c.is_control() || c.is_whitespace());
        if fine { &self.next } else { "/me" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_never_leaves_the_portal() {
        for (asked, goes) in [
            ("/blueprints/x/copy", "/blueprints/x/copy"),
            ("//evil.example", "/me"),
            ("https://evil.example", "/me"),
            ("/\\evil", "/me"),
            ("/a\r\nb", "/me"),
            ("", "/me"),
        ] {
            assert_eq!(SignInForm { next: asked.into(), ..SignInForm::default() }.next(), goes);
        }
    }
}
