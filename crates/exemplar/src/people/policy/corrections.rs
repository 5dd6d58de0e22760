//! What may be done with corrections: anyone disputes a record, somebody of the office answers.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Action, Actor, Denied, Role};

/// Disputing a public record.
#[derive(Debug)]
pub struct DisputeRecord {
    /// The address of its page.
    pub record: String,
}

/// Saying what becomes of a dispute.
#[derive(Debug)]
pub struct AnswerCorrection {
    /// The dispute.
    pub correction: Uuid,
}

/// What is disputed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disputed {
    /// The organisation it is about.
    pub organisation: Option<String>,
    /// Who disputes it, when they were signed in.
    pub by: Option<Uuid>,
}

impl Action for DisputeRecord {
    const NAME: &'static str = "dispute record";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Reader | Actor::Person(_) => Ok(()),
            Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for AnswerCorrection {
    const NAME: &'static str = "answer correction";
    type Facts = Disputed;

    /// Somebody of the office, but not of the organisation it is about, and not whoever disputes it.
    fn rule(&self, actor: &Actor, disputed: &Disputed, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person)
                if person.first_with(Role::Office).is_some()
                    && disputed.by != Some(person.account)
                    && !disputed.organisation.as_deref().is_some_and(|code| person.belongs_to(code)) =>
            {
                Ok(())
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}
