//! What may be watched, and who looks after the work the portal does by itself.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Action, Actor, Denied, Role, Visibility};

/// Watching a guide.
#[derive(Debug)]
pub struct WatchBlueprint {
    /// The guide.
    pub blueprint: Uuid,
}

/// Keeping one's own list of what one watches: organisations and searches, which are public, among it.
#[derive(Debug)]
pub struct KeepWatches;

/// Seeing what waits and what failed of the portal's own work, and trying it again or giving it up.
#[derive(Debug)]
pub struct LookAfterJobs {
    /// Which job; none for all of them.
    pub job: Option<Uuid>,
}

impl Action for WatchBlueprint {
    const NAME: &'static str = "watch blueprint";
    type Facts = Visibility;

    fn rule(&self, actor: &Actor, facts: &Visibility, _now: Timestamp) -> Result<(), Denied> {
        match (actor, facts) {
            (Actor::Person(_), Visibility::Public) => Ok(()),
            (Actor::Person(person), Visibility::Private(organisation)) if person.belongs_to(organisation) => Ok(()),
            (Actor::Reader | Actor::Operator, Visibility::Public) => Err(Denied::Forbidden),
            (Actor::Person(_) | Actor::Reader | Actor::Operator, Visibility::Private(_)) => Err(Denied::Hidden),
        }
    }
}

impl Action for KeepWatches {
    const NAME: &'static str = "keep watches";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        match actor {
            Actor::Person(_) => Ok(()),
            Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}

impl Action for LookAfterJobs {
    const NAME: &'static str = "look after jobs";
    type Facts = ();

    fn rule(&self, actor: &Actor, (): &(), _now: Timestamp) -> Result<(), Denied> {
        let looks_after = |role: &Role| matches!(role, Role::Administrator | Role::Office);
        match actor {
            Actor::Person(person) if person.roles.iter().any(|(role, _)| looks_after(role)) => Ok(()),
            Actor::Person(_) | Actor::Reader | Actor::Operator => Err(Denied::Forbidden),
        }
    }
}
