//! What may be done with question sets, rounds and published results: everyone reads what is published, the command line takes
//! files and publishes, organisations answer, two of their people sign, and the office opens sections again.

use jiff::Timestamp;

use super::guides::writers_only;
use super::operating::operator_only;
use super::{Action, Actor, Denied, Role, Written};

/// Reading published results: their pages, tables and files.
#[derive(Debug)]
pub struct ReadEdition {
    /// Their part of the address.
    pub slug: String,
}

/// Keeping a question set.
#[derive(Debug)]
pub struct AddFramework;

/// Taking what organisations answered, from a file or invented.
#[derive(Debug)]
pub struct ImportRound;

/// Publishing the results of a round.
#[derive(Debug)]
pub struct PublishEdition {
    /// The round.
    pub round: String,
}

/// Reading what an organisation answers in a round, before it is public.
#[derive(Debug)]
pub struct ReadAssessment {
    /// The round.
    pub round: String,
    /// Whose answers.
    pub organisation: String,
}

/// Answering for an organisation.
#[derive(Debug)]
pub struct AnswerAssessment {
    /// The round.
    pub round: String,
    /// For whom.
    pub organisation: String,
}

/// Signing answers, so that they count.
#[derive(Debug)]
pub struct SignAssessment {
    /// The round.
    pub round: String,
    /// Whose answers.
    pub organisation: String,
    /// The answers that were seen.
    pub answers_hash: String,
}

/// Opening sections of signed answers again.
#[derive(Debug)]
pub struct ReopenAssessment {
    /// The round.
    pub round: String,
    /// Whose answers.
    pub organisation: String,
}

impl Action for ReadEdition {
    const NAME: &'static str = "read edition";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Reader | Actor::Person(_) | Actor::Operator => Ok(()),
        }
    }
}

impl Action for AddFramework {
    const NAME: &'static str = "add framework";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        operator_only(actor)
    }
}

impl Action for ImportRound {
    const NAME: &'static str = "import round";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        operator_only(actor)
    }
}

impl Action for PublishEdition {
    const NAME: &'static str = "publish edition";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        operator_only(actor)
    }
}

impl Action for ReadAssessment {
    const NAME: &'static str = "read assessment";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.belongs_to(&self.organisation) => Ok(()),
            Actor::Person(person) if person.first_with(Role::Office).is_some() => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for AnswerAssessment {
    const NAME: &'static str = "answer assessment";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        writers_only(actor, &self.organisation)
    }
}

impl Action for SignAssessment {
    const NAME: &'static str = "sign assessment";
    /// Whose answers they are, and everyone who saved them.
    type Facts = Written;

    fn rule(&self, actor: &Actor, written: &Written, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.is(Role::Publisher, &written.organisation) => {
                if written.by.contains(&person.account) { Err(Denied::Forbidden) } else { Ok(()) }
            }
            Actor::Person(person) if person.belongs_to(&written.organisation) => Err(Denied::Forbidden),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for ReopenAssessment {
    const NAME: &'static str = "reopen assessment";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.first_with(Role::Office).is_some() => Ok(()),
            Actor::Person(person) if person.belongs_to(&self.organisation) => Err(Denied::Forbidden),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}
