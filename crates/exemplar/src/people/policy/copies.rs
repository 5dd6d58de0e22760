//! What may be done to keep copies safe and in step: notices, concerns, and an organisation's copies as a whole.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Action, Actor, Denied, Role, guides};

/// Answering a safety notice for a copy.
#[derive(Debug)]
pub struct AnswerNotice {
    /// The duty to answer it.
    pub duty: Uuid,
}

/// Whose duty it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answerable {
    /// Whose copy it is.
    pub organisation: String,
    /// Whom that organisation named as its director for safety.
    pub director: Option<Uuid>,
}

/// Reading who has answered the notices about a guide.
#[derive(Debug)]
pub struct ReadNotices {
    /// The guide.
    pub blueprint: Uuid,
}

/// Naming to whom of an organisation a notice goes that is not answered in time.
#[derive(Debug)]
pub struct NameDirector {
    /// The organisation.
    pub organisation: String,
}

/// Reporting a concern about the safety of a guide that everyone reads.
#[derive(Debug)]
pub struct ReportConcern {
    /// The guide.
    pub blueprint: Uuid,
}

/// Reading a concern, and answering it.
#[derive(Debug)]
pub struct AnswerConcern {
    /// The concern.
    pub concern: Uuid,
}

/// Reading how all copies of an organisation stand.
#[derive(Debug)]
pub struct ReadCopies {
    /// The organisation.
    pub organisation: String,
}

/// Bringing several copies of an organisation up to date at once, and attaching copies made elsewhere.
#[derive(Debug)]
pub struct KeepCopies {
    /// The organisation.
    pub organisation: String,
}

impl Action for AnswerNotice {
    const NAME: &'static str = "answer notice";
    type Facts = Answerable;

    /// Who writes for the organisation, its clinical safety officers, and whom it named as its director.
    fn rule(&self, actor: &Actor, whose: &Answerable, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person)
                if person.writes_for(&whose.organisation)
                    || person.is(Role::SafetyOfficer, &whose.organisation)
                    || (person.belongs_to(&whose.organisation) && whose.director == Some(person.account)) =>
            {
                Ok(())
            }
            Actor::Person(person)
                if person.is(Role::Administrator, &whose.organisation) && whose.director.is_none() =>
            {
                Ok(())
            }
            Actor::Person(person) if person.belongs_to(&whose.organisation) => Err(Denied::Forbidden),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for ReadNotices {
    const NAME: &'static str = "read notices";
    /// The organisation whose guide it is.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.belongs_to(organisation) || person.first_with(Role::Office).is_some() => {
                Ok(())
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for NameDirector {
    const NAME: &'static str = "name director";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person)
                if person.is(Role::Administrator, &self.organisation)
                    || person.is(Role::SafetyOfficer, &self.organisation) =>
            {
                Ok(())
            }
            Actor::Person(person) if person.belongs_to(&self.organisation) => Err(Denied::Forbidden),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for ReportConcern {
    const NAME: &'static str = "report concern";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Reader | Actor::Person(_) => Ok(()),
            Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for AnswerConcern {
    const NAME: &'static str = "answer concern";
    /// The organisations whose safety officers it is for.
    type Facts = Vec<String>;

    fn rule(&self, actor: &Actor, organisations: &Vec<String>, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person)
                if person.first_with(Role::Office).is_some()
                    || organisations.iter().any(|code| person.is(Role::SafetyOfficer, code)) =>
            {
                Ok(())
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for ReadCopies {
    const NAME: &'static str = "read copies";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        guides::members_only(actor, &self.organisation)
    }
}

impl Action for KeepCopies {
    const NAME: &'static str = "keep copies";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        guides::writers_only(actor, &self.organisation)
    }
}
