//! What people fill in to say whether a guide is still true.

use serde::Deserialize;

use crate::asking::forms::{Errors, Needed, words};

/// Whether it is still true, and in a sentence why or why not.
#[derive(Debug, Default, Deserialize)]
pub struct StillTrueForm {
    /// `yes` or `no`.
    #[serde(default)]
    pub holds: String,
    /// The sentence.
    #[serde(default)]
    pub text: String,
}

impl StillTrueForm {
    /// What is said, or what is wrong with it.
    pub fn check(&self) -> Result<(bool, String), Errors> {
        let mut errors = Errors::new();
        let holds = self.holds == "yes";
        if !holds && self.holds != "no" {
            errors.insert("holds", "Choose whether it is still true where you are".to_owned());
        }
        let needed = if self.holds == "no" { Needed::Yes("Say what is no longer true") } else { Needed::No };
        let words = words(&mut errors, "text", &self.text, (needed, 500));
        if errors.is_empty() { Ok((holds, words)) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_needs_a_sentence_and_a_yes_does_not() {
        let check = |holds: &str, text: &str| StillTrueForm { holds: holds.into(), text: text.into() }.check();
        assert_eq!(check("yes", ""), Ok((true, String::new())));
        assert!(check("no", " ").unwrap_err().contains_key("text"));
        assert!(check("", "x").unwrap_err().contains_key("holds"));
        assert_eq!(check("no", "We moved to wi-fi 7"), Ok((false, "We moved to wi-fi 7".to_owned())));
    }
}
