//! The rules of who may do what: pure, exhaustive, and knowing no room.
//!
//! An action is a small struct with the ids it is about. [`decide`] turns it into a [`Permit`]
//! which owns it and cannot be cloned; acts take their target from the permit, so that a handler
//! which forgot to ask does not compile. The answers are held by the golden table in
//! `tests/it/permissions.csv`.

use jiff::Timestamp;
use uuid::Uuid;

/// What someone may do for an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Writes, copies and plans.
    Contributor,
    /// Shows it to everyone.
    Publisher,
    /// Reviews guides of other organisations.
    Reviewer,
    /// Signs what touches care.
    SafetyOfficer,
    /// Runs the programme.
    Office,
    /// Looks after accounts.
    Administrator,
}

/// Someone who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their account.
    pub account: Uuid,
    /// Their name.
    pub name: String,
    /// What they may do today, and for which organisation.
    pub roles: Vec<(Role, String)>,
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Anyone: no account, no cookie.
    Reader,
    /// Someone who is signed in.
    Person(Person),
    /// Whoever runs the program's command line on the machine itself. May import and correct, never approve.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] =
        [Self::Contributor, Self::Publisher, Self::Reviewer, Self::SafetyOfficer, Self::Office, Self::Administrator];

    /// The word on the command line and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Contributor => "contributor",
            Self::Publisher => "publisher",
            Self::Reviewer => "reviewer",
            Self::SafetyOfficer => "safety-officer",
            Self::Office => "office",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a word, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

impl Person {
    /// The organisations they belong to, each once.
    #[must_use]
    pub fn organisations(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.roles.iter().map(|(_, code)| code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Whether they write for this organisation.
    fn writes_for(&self, organisation: &str) -> bool {
        let writes = |role: Role| matches!(role, Role::Contributor | Role::Publisher);
        self.roles.iter().any(|(role, code)| code == organisation && writes(*role))
    }

    /// Whether they have this role for this organisation.
    fn is(&self, role: Role, organisation: &str) -> bool {
        self.roles.iter().any(|(has, code)| *has == role && code == organisation)
    }

    /// Whether they belong to this organisation at all.
    fn belongs_to(&self, organisation: &str) -> bool {
        self.roles.iter().any(|(_, code)| code == organisation)
    }
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
    named: String,
}

impl<A> Permit<A> {
    /// What may be done.
    #[must_use]
    pub fn action(&self) -> &A {
        &self.action
    }

    /// Who asked, as the journal names them.
    #[must_use]
    pub fn actor(&self) -> &str {
        &self.named
    }

    /// The account that asked, when somebody did who is signed in.
    #[must_use]
    pub fn person(&self) -> Option<Uuid> {
        Uuid::try_parse(&self.named).ok()
    }
}

/// Decides whether `actor` may do `action`.
///
/// # Errors
/// [`Denied`] with the way to answer.
pub fn decide<A: Action>(actor: &Actor, action: A, facts: &A::Facts, now: Timestamp) -> Result<Permit<A>, Denied> {
    action.rule(actor, facts, now)?;
    let named = match actor {
        Actor::Reader => "reader".to_owned(),
        Actor::Operator => "operator".to_owned(),
        Actor::Person(person) => person.account.to_string(),
    };
    Ok(Permit { action, named })
}

/// Whether the public can see something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everyone can.
    Public,
    /// People of this organisation can.
    Private(String),
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

/// Reading what waits for oneself.
#[derive(Debug)]
pub struct ReadHome;

/// Taking a published guide as an organisation's own.
#[derive(Debug)]
pub struct CopyBlueprint {
    /// The guide.
    pub source: Uuid,
    /// For which organisation.
    pub organisation: String,
}

/// Reading the draft of a guide, and what is missing before everyone can read it.
#[derive(Debug)]
pub struct ReadDraft {
    /// The guide.
    pub blueprint: Uuid,
}

/// Beginning a guide.
#[derive(Debug)]
pub struct StartBlueprint {
    /// For which organisation.
    pub organisation: String,
}

/// Saving the draft of a guide, and answering for it.
#[derive(Debug)]
pub struct EditBlueprint {
    /// The guide.
    pub blueprint: Uuid,
}

/// Agreeing to a text that somebody else wrote.
#[derive(Debug)]
pub struct AgreeToText {
    /// The guide.
    pub blueprint: Uuid,
    /// The text that was seen.
    pub text_hash: String,
    /// For which organisation.
    pub organisation: String,
}

/// Signing a text that touches care.
#[derive(Debug)]
pub struct SignText {
    /// The guide.
    pub blueprint: Uuid,
    /// The text that was seen.
    pub text_hash: String,
    /// For which organisation.
    pub organisation: String,
}

/// Showing a draft to everyone.
#[derive(Debug)]
pub struct PublishBlueprint {
    /// The guide.
    pub blueprint: Uuid,
    /// The text that was seen.
    pub text_hash: String,
}

/// Planning with a copy, and saying how far it got.
#[derive(Debug)]
pub struct PlanCopy {
    /// The copy.
    pub blueprint: Uuid,
}

/// What must be known before somebody agrees to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The organisation whose text it is.
    pub organisation: String,
    /// Everyone who saved it.
    pub by: Vec<Uuid>,
}

/// Adding accounts and giving new passwords.
#[derive(Debug)]
pub struct ManageAccounts;

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

impl Action for ReadHome {
    const NAME: &'static str = "read home";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(_) => Ok(()),
            Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for CopyBlueprint {
    const NAME: &'static str = "copy blueprint";
    type Facts = Visibility;

    fn rule(&self, actor: &Actor, source: &Visibility, _now: Timestamp) -> Result<(), Denied> {
        match (actor, source) {
            (_, Visibility::Private(_)) => Err(Denied::Hidden),
            (Actor::Person(person), Visibility::Public) if person.writes_for(&self.organisation) => Ok(()),
            (Actor::Person(_) | Actor::Reader | Actor::Operator, Visibility::Public) => Err(Denied::Forbidden),
        }
    }
}

/// What people who write for an organisation may do with what is its own. Others may not know that it is there.
fn writers_only(actor: &Actor, organisation: &str) -> Result<(), Denied> {
    match actor {
        Actor::Person(person) if person.writes_for(organisation) => Ok(()),
        Actor::Person(person) if person.belongs_to(organisation) => Err(Denied::Forbidden),
        Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
    }
}

/// Nobody agrees to what they wrote.
fn not_a_writer(actor: &Actor, written: &Written) -> Result<(), Denied> {
    match actor {
        Actor::Person(person) if !written.by.contains(&person.account) => Ok(()),
        Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
    }
}

impl Action for ReadDraft {
    const NAME: &'static str = "read draft";
    /// The organisation whose draft it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.belongs_to(organisation) => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for StartBlueprint {
    const NAME: &'static str = "start blueprint";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.writes_for(&self.organisation) => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for EditBlueprint {
    const NAME: &'static str = "edit blueprint";
    /// The organisation whose guide it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        writers_only(actor, organisation)
    }
}

impl Action for PlanCopy {
    const NAME: &'static str = "plan copy";
    /// The organisation whose copy it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        writers_only(actor, organisation)
    }
}

impl Action for AgreeToText {
    const NAME: &'static str = "agree to text";
    type Facts = Written;

    fn rule(&self, actor: &Actor, written: &Written, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.belongs_to(&written.organisation) => not_a_writer(actor, written),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for SignText {
    const NAME: &'static str = "sign text";
    type Facts = Written;

    fn rule(&self, actor: &Actor, written: &Written, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.is(Role::SafetyOfficer, &written.organisation) => {
                not_a_writer(actor, written)
            }
            Actor::Person(person) if person.belongs_to(&written.organisation) => Err(Denied::Forbidden),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for PublishBlueprint {
    const NAME: &'static str = "publish blueprint";
    /// The organisation whose guide it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.is(Role::Publisher, organisation) => Ok(()),
            Actor::Person(person) if person.belongs_to(organisation) => Err(Denied::Forbidden),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for ManageAccounts {
    const NAME: &'static str = "manage accounts";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Operator => Ok(()),
            Actor::Person(person) if person.roles.iter().any(|(role, _)| *role == Role::Administrator) => Ok(()),
            Actor::Person(_) | Actor::Reader => Err(Denied::Forbidden),
        }
    }
}

impl Action for ReadPage {
    const NAME: &'static str = "read page";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Reader | Actor::Person(_) | Actor::Operator => Ok(()),
        }
    }
}

impl Action for ReadOrganisation {
    const NAME: &'static str = "read organisation";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Reader | Actor::Person(_) | Actor::Operator => Ok(()),
        }
    }
}

impl Action for ReadBlueprint {
    const NAME: &'static str = "read blueprint";
    type Facts = Visibility;

    fn rule(&self, actor: &Actor, facts: &Visibility, _now: Timestamp) -> Result<(), Denied> {
        match (actor, facts) {
            (Actor::Reader | Actor::Person(_) | Actor::Operator, Visibility::Public) => Ok(()),
            (Actor::Operator, Visibility::Private(_)) => Ok(()),
            (Actor::Person(person), Visibility::Private(organisation)) if person.belongs_to(organisation) => Ok(()),
            (Actor::Person(_) | Actor::Reader, Visibility::Private(_)) => Err(Denied::Hidden),
        }
    }
}

/// What only the command line may do.
fn operator_only(actor: &Actor) -> Result<(), Denied> {
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
