//! What those who run a portal may do: accounts, imports, removals.

use jiff::Timestamp;

use super::{Action, Actor, Denied, Role};

/// Adding accounts and giving new passwords.
#[derive(Debug)]
pub struct ManageAccounts {
    /// Of which organisation.
    pub organisation: String,
}

/// Taking organisations from a list.
#[derive(Debug)]
pub struct ImportOrganisations;

/// Taking guides from a folder, for an organisation.
#[derive(Debug)]
pub struct ImportBlueprints {
    /// The organisation's code; none for an index of guides held elsewhere.
    pub organisation: Option<String>,
}

/// Making invented guides to try the portal's speed with.
#[derive(Debug)]
pub struct SynthesiseBlueprints;

/// Saying which words mean the same, and seeing what was searched for and not found.
#[derive(Debug)]
pub struct EditVocabulary;

/// Removing a value that must not be kept.
#[derive(Debug)]
pub struct RemoveValue {
    /// Which: `journal/12/private`, `texts/<hash>` or `files/<hash>`.
    pub record: String,
    /// Who asked and who agreed.
    pub people: TwoPeople,
}

/// The two people a removal names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoPeople {
    /// Who asked for it.
    pub asked_by: String,
    /// Who agreed to it.
    pub agreed_by: String,
}

impl TwoPeople {
    /// Whether they are two, by person: names are compared without case and spacing.
    #[must_use]
    pub fn are_two(&self) -> bool {
        let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let (asked, agreed) = (plain(&self.asked_by), plain(&self.agreed_by));
        !asked.is_empty() && !agreed.is_empty() && asked != agreed
    }
}

impl Action for ManageAccounts {
    const NAME: &'static str = "manage accounts";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Operator => Ok(()),
            Actor::Person(person) if person.is(Role::Administrator, &self.organisation) => Ok(()),
            Actor::Person(person) if person.belongs_to(&self.organisation) => Err(Denied::Forbidden),
            Actor::Person(_) | Actor::Reader => Err(Denied::Hidden),
        }
    }
}

impl Action for EditVocabulary {
    const NAME: &'static str = "edit vocabulary";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.first_with(Role::Office).is_some() => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

/// What only the command line may do.
pub(super) fn operator_only(actor: &Actor) -> Result<(), Denied> {
    match actor {
        Actor::Operator => Ok(()),
        Actor::Person(_) | Actor::Reader => Err(Denied::Forbidden),
    }
}

impl Action for ImportOrganisations {
    const NAME: &'static str = "import organisations";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        operator_only(actor)
    }
}

impl Action for ImportBlueprints {
    const NAME: &'static str = "import blueprints";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        operator_only(actor)
    }
}

impl Action for SynthesiseBlueprints {
    const NAME: &'static str = "synthesise blueprints";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        operator_only(actor)
    }
}

impl Action for RemoveValue {
    const NAME: &'static str = "remove value";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        operator_only(actor)?;
        if self.people.are_two() { Ok(()) } else { Err(Denied::Forbidden) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_under_two_spellings_is_one() {
        let people = |a: &str, b: &str| TwoPeople { asked_by: a.into(), agreed_by: b.into() };
        assert!(people("Ann Lee", "Bo Roe").are_two());
        assert!(!people("Ann Lee", "ann  lee").are_two());
        assert!(!people("Ann Lee", " ").are_two());
    }
}
