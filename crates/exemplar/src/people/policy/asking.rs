//! What may be done around a guide by asking: questions, calls and visits, and saying whether it is still true.

use jiff::Timestamp;
use uuid::Uuid;

use super::guides::{members_only, writers_only};
use super::{Action, Actor, Denied, Visibility};

/// Asking the people who run a guide: a question, or for a call or a visit.
#[derive(Debug)]
pub struct AskPeople {
    /// The guide.
    pub blueprint: Uuid,
    /// For which organisation.
    pub organisation: String,
}

/// The guide somebody asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who sees it.
    pub visibility: Visibility,
    /// Whose it is.
    pub organisation: String,
}

/// Answering a question, or setting it aside.
#[derive(Debug)]
pub struct AnswerQuestion {
    /// The question.
    pub question: Uuid,
}

/// Taking a question back.
#[derive(Debug)]
pub struct WithdrawQuestion {
    /// The question.
    pub question: Uuid,
}

/// Agreeing to be asked for a call or a visit, or no longer.
#[derive(Debug)]
pub struct BeAsked {
    /// The guide.
    pub blueprint: Uuid,
    /// The organisation whose guide it is.
    pub organisation: String,
}

/// Reading a request for a call or a visit.
#[derive(Debug)]
pub struct ReadRequest {
    /// The request.
    pub request: Uuid,
}

/// Answering a request for a call or a visit.
#[derive(Debug)]
pub struct AnswerRequest {
    /// The request.
    pub request: Uuid,
}

/// The people between whom a request is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Who asked.
    pub asker: Uuid,
    /// Everyone it was ever with, the last one now.
    pub asked: Vec<Uuid>,
}

/// Saying whether a guide is still true.
#[derive(Debug)]
pub struct ConfirmGuide {
    /// The guide.
    pub blueprint: Uuid,
    /// For which organisation.
    pub organisation: String,
}

impl Action for AskPeople {
    const NAME: &'static str = "ask people";
    type Facts = Asked;

    /// Anyone for their organisation, but nobody asks their own.
    fn rule(&self, actor: &Actor, asked: &Asked, _now: Timestamp) -> Result<(), Denied> {
        match (actor, &asked.visibility) {
            (_, Visibility::Private(_)) => Err(Denied::Hidden),
            (Actor::Person(person), Visibility::Public)
                if person.belongs_to(&self.organisation) && self.organisation != asked.organisation =>
            {
                Ok(())
            }
            (Actor::Person(_) | Actor::Reader | Actor::Operator, Visibility::Public) => Err(Denied::Forbidden),
        }
    }
}

impl Action for AnswerQuestion {
    const NAME: &'static str = "answer question";
    /// The organisation that was asked.
    type Facts = String;

    fn rule(&self, actor: &Actor, organisation: &String, _now: Timestamp) -> Result<(), Denied> {
        writers_only(actor, organisation)
    }
}

impl Action for WithdrawQuestion {
    const NAME: &'static str = "withdraw question";
    /// Who asked it.
    type Facts = Uuid;

    fn rule(&self, actor: &Actor, asker: &Uuid, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.account == *asker => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for BeAsked {
    const NAME: &'static str = "be asked";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        members_only(actor, &self.organisation)
    }
}

impl Action for ReadRequest {
    const NAME: &'static str = "read request";
    type Facts = Parties;

    fn rule(&self, actor: &Actor, parties: &Parties, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if parties.asker == person.account => Ok(()),
            Actor::Person(person) if parties.asked.contains(&person.account) => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for AnswerRequest {
    const NAME: &'static str = "answer request";
    type Facts = Parties;

    /// Whoever it is with now. Those it was with before, and who asked, may know that it is there.
    fn rule(&self, actor: &Actor, parties: &Parties, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if parties.asked.last() == Some(&person.account) => Ok(()),
            Actor::Person(person) if parties.asker == person.account || parties.asked.contains(&person.account) => {
                Err(Denied::Forbidden)
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}

impl Action for ConfirmGuide {
    const NAME: &'static str = "confirm guide";
    /// The organisations that live with it: its own, and those with a live copy.
    type Facts = Vec<String>;

    fn rule(&self, actor: &Actor, live: &Vec<String>, _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(person) if person.belongs_to(&self.organisation) && live.contains(&self.organisation) => {
                Ok(())
            }
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Hidden),
        }
    }
}
