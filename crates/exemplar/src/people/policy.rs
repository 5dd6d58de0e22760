//! The rules of who may do what: pure, exhaustive, and knowing no room.
//!
//! An action is a small struct with the ids it is about. [`decide`] turns it into a [`Permit`]
//! which owns it and cannot be cloned; acts take their target from the permit, so that a handler
//! which forgot to ask does not compile. The answers are held by the golden table in
//! `tests/it/permissions.csv`.

use jiff::Timestamp;

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Anyone: no account, no cookie.
    Reader,
    /// Whoever runs the program's command line on the machine itself. May import and correct, never approve.
    Operator,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// It may be known to exist, but this actor may not do this. Answered with 403.
    Forbidden,
    /// It may not be known to exist. Answered with 404.
    Hidden,
}

/// Something that can be asked for.
pub trait Action: Sized {
    /// Its name in the golden table.
    const NAME: &'static str;
    /// What must be known to decide it.
    type Facts;

    /// Whether `actor` may do it, the facts being as they are at `now`.
    ///
    /// # Errors
    /// [`Denied`] with the way to answer.
    fn rule(&self, actor: &Actor, facts: &Self::Facts, now: Timestamp) -> Result<(), Denied>;
}

/// Leave to do one thing. Only [`decide`] makes one, and it is used up by the act.
#[derive(Debug)]
pub struct Permit<A> {
    action: A,
    actor: Actor,
}

impl<A> Permit<A> {
    /// What may be done.
    #[must_use]
    pub fn action(&self) -> &A {
        &self.action
    }

    /// Who asked, as the journal names them.
    #[must_use]
    pub fn actor(&self) -> &'static str {
        match self.actor {
            Actor::Reader => "reader",
            Actor::Operator => "operator",
        }
    }
}

/// Decides whether `actor` may do `action`.
///
/// # Errors
/// [`Denied`] with the way to answer.
pub fn decide<A: Action>(actor: &Actor, action: A, facts: &A::Facts, now: Timestamp) -> Result<Permit<A>, Denied> {
    action.rule(actor, facts, now)?;
    Ok(Permit { action, actor: actor.clone() })
}

/// Whether the public can see something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everyone can.
    Public,
    /// Those it belongs to can.
    Private,
}

/// Reading a page that is about nothing in particular: lists, statements, the search.
#[derive(Debug)]
pub struct ReadPage;

/// Reading an organisation's page.
#[derive(Debug)]
pub struct ReadOrganisation {
    /// Its code.
    pub code: String,
}

/// Reading a guide, a version of it, or what is attached to it.
#[derive(Debug)]
pub struct ReadBlueprint {
    /// Its slug.
    pub slug: String,
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

impl Action for ReadPage {
    const NAME: &'static str = "read page";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Reader | Actor::Operator => Ok(()),
        }
    }
}

impl Action for ReadOrganisation {
    const NAME: &'static str = "read organisation";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Reader | Actor::Operator => Ok(()),
        }
    }
}

impl Action for ReadBlueprint {
    const NAME: &'static str = "read blueprint";
    type Facts = Visibility;

    fn rule(&self, actor: &Actor, facts: &Visibility, _now: Timestamp) -> Result<(), Denied> {
        match (actor, facts) {
            (Actor::Reader | Actor::Operator, Visibility::Public) | (Actor::Operator, Visibility::Private) => Ok(()),
            (Actor::Reader, Visibility::Private) => Err(Denied::Hidden),
        }
    }
}

/// What only the command line may do.
fn operator_only(actor: &Actor) -> Result<(), Denied> {
    match actor {
        Actor::Operator => Ok(()),
        Actor::Reader => Err(Denied::Forbidden),
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
