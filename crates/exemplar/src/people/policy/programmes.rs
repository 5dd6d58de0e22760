//! What may be done with programmes and milestones: everyone reads them, the command line takes their files, an
//! organisation speaks for itself, and the programme office runs them.

use jiff::Timestamp;
use uuid::Uuid;

use super::guides::writers_only;
use super::operating::operator_only;
use super::{Action, Actor, Denied, Role};

/// Reading a programme's pages, its milestones and its lists.
#[derive(Debug)]
pub struct ReadProgramme {
    /// Its part of the address.
    pub slug: String,
}

/// Taking a programme's files.
#[derive(Debug)]
pub struct ImportProgramme;

/// Saying something in public for an organisation: that it is paired, or no longer.
#[derive(Debug)]
pub struct SpeakFor {
    /// Its code.
    pub organisation: String,
}

/// Entering something about an organisation: it does so itself, or the programme office after it was told.
#[derive(Debug)]
pub struct EnterFor {
    /// Its code.
    pub organisation: String,
}

/// Running a programme: proposing, reminding, taking its file.
#[derive(Debug)]
pub struct RunProgramme;

/// Moving a member on, or saying what was found of it.
#[derive(Debug)]
pub struct MoveMember {
    /// Its code.
    pub organisation: String,
}

/// Accepting, or not, what an organisation says shows that a milestone is done.
#[derive(Debug)]
pub struct AcceptEvidence {
    /// The evidence.
    pub evidence: Uuid,
}

/// Whose evidence it is, and who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The organisation.
    pub organisation: String,
    /// The account.
    pub by: Uuid,
}

/// Writing an organisation's report in a round.
#[derive(Debug)]
pub struct WriteReport {
    /// The programme.
    pub programme: String,
    /// The round.
    pub round: String,
    /// Whose report.
    pub organisation: String,
}

/// Signing a report: first to pass it on, then to approve it.
#[derive(Debug)]
pub struct SignReport {
    /// The programme.
    pub programme: String,
    /// The round.
    pub round: String,
    /// Whose report.
    pub organisation: String,
    /// What was seen.
    pub seen: String,
}

/// Opening parts of an approved report again.
#[derive(Debug)]
pub struct ReopenReport {
    /// The programme.
    pub programme: String,
    /// The round.
    pub round: String,
    /// Whose report.
    pub organisation: String,
}

/// Whose report it is, who cannot approve it, and whether somebody passed it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The organisation.
    pub organisation: String,
    /// Whoever saved any of it, and whoever passed it on.
    pub by: Vec<Uuid>,
    /// Whether it waits for its second signature.
    pub is_passed_on: bool,
}

impl Action for WriteReport {
    const NAME: &'static str = "write report";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        writers_only(actor, &self.organisation)
    }
}

impl Action for SignReport {
    const NAME: &'static str = "sign report";
    type Facts = Reported;

    /// Whoever writes for the organisation passes it on; somebody else, who publishes for it and saved none of it, approves.
    fn rule(&self, actor: &Actor, reported: &Reported, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if reported.is_passed_on && person.writes_for(&reported.organisation) => {
                let may = person.is(Role::Publisher, &reported.organisation) && !reported.by.contains(&person.account);
                if may { Ok(()) } else { Err(Denied::Forbidden) }
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => writers_only(actor, &reported.organisation),
        }
    }
}

impl Action for ReopenReport {
    const NAME: &'static str = "reopen report";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.first_with(Role::Office).is_some() => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for SpeakFor {
    const NAME: &'static str = "speak for organisation";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.is(Role::Publisher, &self.organisation) => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for EnterFor {
    const NAME: &'static str = "enter for organisation";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person)
                if person.is(Role::Publisher, &self.organisation) || person.first_with(Role::Office).is_some() =>
            {
                Ok(())
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for RunProgramme {
    const NAME: &'static str = "run programme";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.first_with(Role::Office).is_some() => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for MoveMember {
    const NAME: &'static str = "move member";
    type Facts = ();

    /// Somebody of the programme office who does not belong to it.
    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person)
                if person.first_with(Role::Office).is_some() && !person.belongs_to(&self.organisation) =>
            {
                Ok(())
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for AcceptEvidence {
    const NAME: &'static str = "accept evidence";
    type Facts = Given;

    /// Somebody from outside who reviews or runs the programme, and never whoever gave it.
    fn rule(&self, actor: &Actor, given: &Given, _now: Timestamp) -> Result<(), Denied> {
        let may = |role: &Role| matches!(role, Role::Reviewer | Role::Office);
        match actor {
            Actor::Person(person)
                if person.account != given.by
                    && !person.belongs_to(&given.organisation)
                    && person.roles.iter().any(|(role, _)| may(role)) =>
            {
                Ok(())
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for ReadProgramme {
    const NAME: &'static str = "read programme";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Reader | Actor::Person(_) | Actor::Operator => Ok(()),
        }
    }
}

impl Action for ImportProgramme {
    const NAME: &'static str = "import programme";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        operator_only(actor)
    }
}
