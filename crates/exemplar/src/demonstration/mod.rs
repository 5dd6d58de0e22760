//! The demonstration's people: who they are, what each should try first, and signing in as one of them with one click.
//!
//! Only `exemplar demo` has these addresses. The people and what they did are invented, and made by the same acts that
//! everyone uses.

mod asking;
mod behind;
mod changes;
mod checking;
mod giving_back;
mod many;
pub mod pages;
mod views;

pub use changes::{DemonstrationError, fill};
pub use checking::ask_to_check;

use crate::people::Role;

/// Somebody a visitor can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// Their mail address.
    pub mail: String,
    /// Their name.
    pub name: String,
    /// The code of their organisation.
    pub organisation: String,
    /// What they may do there.
    pub roles: Vec<Role>,
    /// Who they are, in a sentence.
    pub who: String,
    /// What to try as them.
    pub try_first: String,
}

/// Everybody a visitor can be.
#[must_use]
pub fn everybody() -> Vec<Somebody> {
    let mut people = Vec::new();
    for record in csv::Reader::from_reader(include_bytes!("../../../../demo/people.csv").as_slice()).records().flatten()
    {
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        people.push(Somebody {
            mail: cell(0),
            name: cell(1),
            organisation: cell(2),
            roles: cell(3).split_whitespace().filter_map(Role::from_word).collect(),
            who: cell(4),
            try_first: cell(5),
        });
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_can_do_something() {
        let people = everybody();
        assert!(people.len() >= 5);
        for somebody in people {
            assert!(!somebody.roles.is_empty() && somebody.try_first.len() > 40, "{somebody:?}");
            assert!(
                somebody.mail.ends_with("@example.org") && somebody.organisation.starts_with("DEMO-"),
                "{somebody:?}"
            );
        }
    }
}
