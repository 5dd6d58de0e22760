//! What may be done with question sets, rounds and published results: everyone reads what is published, the command line takes
//! files and publishes, organisations answer, two of their people sign, somebody from elsewhere checks, and the office names who
//! does and opens sections again.

use jiff::Timestamp;
use uuid::Uuid;

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

/// Planning what an organisation does about its gaps.
#[derive(Debug)]
pub struct PlanImprovement {
    /// Whose plan.
    pub organisation: String,
}

impl Action for PlanImprovement {
    const NAME: &'static str = "plan improvement";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        writers_only(actor, &self.organisation)
    }
}

/// Saying who checks an organisation's answers.
#[derive(Debug)]
pub struct NameChecker {
    /// The round.
    pub round: String,
    /// Whose answers.
    pub organisation: String,
}

/// Reading how the check of an organisation's answers stands.
#[derive(Debug)]
pub struct ReadCheck {
    /// The round.
    pub round: String,
    /// Whose answers.
    pub organisation: String,
}

/// Checking an organisation's answers.
#[derive(Debug)]
pub struct CheckAssessment {
    /// The round.
    pub round: String,
    /// Whose answers.
    pub organisation: String,
}

/// Who was asked to check, and who answered.
#[derive(Clone, Debug, Default)]
pub struct Checkers {
    /// Whose answers.
    pub organisation: String,
    /// Who was asked to check them.
    pub named: Vec<Uuid>,
    /// Who saved or signed them.
    pub answered: Vec<Uuid>,
}

impl Action for NameChecker {
    const NAME: &'static str = "name checker";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.belongs_to(&self.organisation) => Err(Denied::Forbidden),
            Actor::Person(person) if person.first_with(Role::Office).is_some() => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for ReadCheck {
    const NAME: &'static str = "read check";
    type Facts = Checkers;

    fn rule(&self, actor: &Actor, checkers: &Checkers, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.belongs_to(&checkers.organisation) => Ok(()),
            Actor::Person(person) if person.first_with(Role::Office).is_some() => Ok(()),
            Actor::Person(person) if checkers.named.contains(&person.account) => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for CheckAssessment {
    const NAME: &'static str = "check assessment";
    /// Nobody of the organisation checks it, also when they were asked to; nor does anybody who answered.
    type Facts = Checkers;

    fn rule(&self, actor: &Actor, checkers: &Checkers, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.belongs_to(&checkers.organisation) => Err(Denied::Forbidden),
            Actor::Person(person) if checkers.named.contains(&person.account) => {
                if checkers.answered.contains(&person.account) { Err(Denied::Forbidden) } else { Ok(()) }
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
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
