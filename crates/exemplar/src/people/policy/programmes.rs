//! What may be done with programmes and milestones: everyone reads them, the command line takes their files.

use jiff::Timestamp;

use super::operating::operator_only;
use super::{Action, Actor, Denied};

/// Reading a programme's pages, its milestones and its lists.
#[derive(Debug)]
pub struct ReadProgramme {
    /// Its part of the address.
    pub slug: String,
}

/// Taking a programme's files.
#[derive(Debug)]
pub struct ImportProgramme;

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
