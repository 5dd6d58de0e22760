//! The rules of who may do what: pure, exhaustive, and knowing no room.
//!
//! An action is a small struct with the ids it is about. [`decide`] turns it into a [`Permit`]
//! which owns it and cannot be cloned; acts take their target from the permit, so that a handler
//! which forgot to ask does not compile. The answers are held by the golden table in
//! `tests/it/permissions.csv`.

mod asking;
mod copies;
mod corrections;
mod guides;
mod maturity;
mod operating;
mod programmes;
mod watching;

use jiff::Timestamp;
use uuid::Uuid;

pub use asking::{
    AnswerQuestion, AnswerRequest, AskPeople, Asked, BeAsked, ConfirmGuide, Parties, ReadRequest, WithdrawQuestion,
};
pub use copies::{
    AnswerConcern, AnswerNotice, Answerable, KeepCopies, NameDirector, ReadCopies, ReadNotices, ReportConcern,
};
pub use corrections::{AnswerCorrection, DisputeRecord, Disputed};
pub use guides::{
    AgreeToText, CommentOnDraft, CopyBlueprint, EditBlueprint, PlanCopy, PublishBlueprint, ReadBlueprint, ReadDraft,
    ReviewText, ShowDraft, SignText, StartBlueprint, WithdrawBlueprint, Written,
};
pub use maturity::{
    AddFramework, AnswerAssessment, CheckAssessment, Checkers, ImportRound, NameChecker, PlanImprovement,
    PublishEdition, ReadAssessment, ReadCheck, ReadEdition, ReopenAssessment, SignAssessment,
};
pub use operating::{
    EditVocabulary, ImportBlueprints, ImportOrganisations, ManageAccounts, RemoveValue, SynthesiseBlueprints, TwoPeople,
};
pub use programmes::{
    AcceptEvidence, EnterFor, Given, ImportProgramme, MoveMember, ReadProgramme, ReopenReport, Reported, RunProgramme,
    SignReport, SpeakFor, WriteReport,
};
pub use watching::{KeepWatches, LookAfterJobs, WatchBlueprint};

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

    /// Those that an organisation's administrator gives. The programme office is made on the command line alone.
    pub const GIVEN: [Self; 5] =
        [Self::Contributor, Self::Publisher, Self::Reviewer, Self::SafetyOfficer, Self::Administrator];

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

    /// The organisations they write for, each once.
    #[must_use]
    pub fn organisations_written_for(&self) -> Vec<&str> {
        self.organisations().into_iter().filter(|code| self.writes_for(code)).collect()
    }

    /// Whether they write for this organisation.
    fn writes_for(&self, organisation: &str) -> bool {
        let writes = |role: Role| matches!(role, Role::Contributor | Role::Publisher);
        self.roles.iter().any(|(role, code)| code == organisation && writes(*role))
    }

    /// The first organisation they have this role for.
    #[must_use]
    pub fn first_with(&self, role: Role) -> Option<&str> {
        self.roles.iter().find(|(has, _)| *has == role).map(|(_, code)| code.as_str())
    }

    /// Whether they are a clinical safety officer of this organisation.
    #[must_use]
    pub fn signs_for(&self, organisation: &str) -> bool {
        self.is(Role::SafetyOfficer, organisation)
    }

    /// Whether safety concerns about anything may wait for them.
    #[must_use]
    pub fn answers_concerns(&self) -> bool {
        self.first_with(Role::SafetyOfficer).or(self.first_with(Role::Office)).is_some()
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

/// Reading what waits for oneself.
#[derive(Debug)]
pub struct ReadHome;

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
