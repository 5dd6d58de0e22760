//! What may be done with question sets, rounds and published results: everyone reads what is published, the command line takes
//! files and publishes.

use jiff::Timestamp;

use super::operating::operator_only;
use super::{Action, Actor, Denied};

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
