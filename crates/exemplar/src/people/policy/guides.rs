//! What may be done with guides: reading, writing, agreeing, signing, publishing, copying, planning.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Action, Actor, Denied, Role, Visibility};

/// Reading a guide, a version of it, or what is attached to it.
#[derive(Debug)]
pub struct ReadBlueprint {
    /// Its slug.
    pub slug: String,
}

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

/// Saying something of a draft, settling it, and sending a draft back.
#[derive(Debug)]
pub struct CommentOnDraft {
    /// The guide.
    pub blueprint: Uuid,
}

/// Showing a draft to somebody outside by a link.
#[derive(Debug)]
pub struct ShowDraft {
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

/// Agreeing, for another organisation, to what an organisation published.
#[derive(Debug)]
pub struct ReviewText {
    /// The guide.
    pub blueprint: Uuid,
    /// The text that was seen.
    pub text_hash: String,
    /// The organisation that agrees.
    pub organisation: String,
}

/// Withdrawing what was published.
#[derive(Debug)]
pub struct WithdrawBlueprint {
    /// The guide.
    pub blueprint: Uuid,
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
pub(super) fn writers_only(actor: &Actor, organisation: &str) -> Result<(), Denied> {
    match actor {
        Actor::Person(person) if person.writes_for(organisation) => Ok(()),
        Actor::Person(person) if person.belongs_to(organisation) => Err(Denied::Forbidden),
        Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
    }
}

/// What an organisation's publishers may do with what is its own. Others may not know that it is there.
fn publishers_only(actor: &Actor, organisation: &str) -> Result<(), Denied> {
    match actor {
        Actor::Person(person) if person.is(Role::Publisher, organisation) => Ok(()),
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

/// What everyone of an organisation may do with what is its own. Others may not know that it is there.
pub(super) fn members_only(actor: &Actor, organisation: &str) -> Result<(), Denied> {
    match actor {
        Actor::Person(person) if person.belongs_to(organisation) => Ok(()),
        Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
    }
}

impl Action for ReadDraft {
    const NAME: &'static str = "read draft";
    /// The organisation whose draft it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        members_only(actor, organisation)
    }
}

impl Action for CommentOnDraft {
    const NAME: &'static str = "comment on draft";
    /// The organisation whose draft it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        members_only(actor, organisation)
    }
}

impl Action for ShowDraft {
    const NAME: &'static str = "show draft";
    /// The organisation whose draft it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        writers_only(actor, organisation)
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

impl Action for ReviewText {
    const NAME: &'static str = "review text";
    type Facts = Written;

    fn rule(&self, actor: &Actor, written: &Written, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person)
                if person.is(Role::Reviewer, &self.organisation) && !person.belongs_to(&written.organisation) =>
            {
                not_a_writer(actor, written)
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for WithdrawBlueprint {
    const NAME: &'static str = "withdraw blueprint";
    /// The organisation whose guide it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        publishers_only(actor, organisation)
    }
}

impl Action for PublishBlueprint {
    const NAME: &'static str = "publish blueprint";
    /// The organisation whose guide it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        publishers_only(actor, organisation)
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
