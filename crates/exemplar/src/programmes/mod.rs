//! Programmes: what they are, their groups and waves, who was in them and in which state, who was paired with whom,
//! and the figures that were published of them.
//!
//! All of it is facts with a source and the day from which they were public. Facts that disagree stand beside each
//! other. Not here: milestones and their dates, and money that is kept in a ledger.

mod changes;
mod export;
mod forms;
pub mod joining;
mod kept;
mod memberships;
mod mending;
mod of_organisation;
pub mod pages;
mod pairings;
mod shapes;
mod stays;
mod store;
mod suggestions;
mod sums;
pub mod synth;
mod views;

pub use changes::{SHAPES, Said, SayError, import, say, take_file, write_lines};
pub use forms::{no_patients, one_line};
pub use kept::{MemberCounts, NamedMemberships};
pub use memberships::{Group, Membership, groups_of_all, memberships_of};
pub use mending::{Mendable, Mended, Mending, mend, mendable};
pub use of_organisation::{
    OfOrganisation, named_like, of_organisation, pairings_in, partners_of, reporting_members, reports_in,
    waiting_members,
};
pub use pages::{entered_for, get, is_told};
pub use pairings::{Pairing, Side, Standing, pairings};
pub use shapes::{CLAIMS, GROUPS, PROGRAMMES, STATEMENTS, STATES};
pub use stays::{Stay, apart, counted, days_between, stays};
pub use store::{ClaimRow, GroupRow, ProgrammeRow, StateRow, StatementRow, find, list, programmes_of};
pub use sums::{Sums, sums};
pub use views::{beside_organisation, invented, memberships, named, said_in, source, waiting_for};

use crate::journal::RecordTable;

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[
    &PROGRAMMES,
    &GROUPS,
    &STATES,
    &CLAIMS,
    &STATEMENTS,
    &joining::CHECKS,
    &joining::CHECK_ANSWERS,
    &joining::EXPECTATIONS,
    &joining::EXPECTATION_ANSWERS,
];

/// Whose words those of the programme office are.
pub const OFFICE: &str = "The programme office";

/// How far an organisation got in a group. Each state is a date and a source of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It was put forward, or a source names it.
    Proposed,
    /// Its plans are being looked at.
    DueDiligence,
    /// Both sides agreed.
    Agreed,
    /// Money was given.
    Funded,
    /// It is done.
    Completed,
    /// It left, or was left out. It keeps its history.
    Withdrawn,
}

impl State {
    /// Every state, in order.
    pub const ALL: [Self; 6] =
        [Self::Proposed, Self::DueDiligence, Self::Agreed, Self::Funded, Self::Completed, Self::Withdrawn];

    /// The words in files, in the order of [`State::ALL`].
    pub const WORDS: [&str; 6] = ["proposed", "due-diligence", "agreed", "funded", "completed", "withdrawn"];

    /// The word in files, addresses and the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::DueDiligence => "due-diligence",
            Self::Agreed => "agreed",
            Self::Funded => "funded",
            Self::Completed => "completed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The word on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Proposed => "Proposed",
            Self::DueDiligence => "Due diligence",
            Self::Agreed => "Agreed",
            Self::Funded => "Funded",
            Self::Completed => "Completed",
            Self::Withdrawn => "Withdrawn",
        }
    }

    /// The state of a word, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether an organisation can come from this state into `next`: forward, or out. Nothing follows an end.
    #[must_use]
    pub fn leads_to(self, next: Self) -> bool {
        match self {
            Self::Completed | Self::Withdrawn => false,
            Self::Proposed | Self::DueDiligence | Self::Agreed | Self::Funded => next > self,
        }
    }
}

/// What members are counted under: their state, where those that a source only names stand apart from those put forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A source names it, and no more is known.
    Named,
    /// It came into this state last.
    In(State),
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 7] = [
        Self::Named,
        Self::In(State::Proposed),
        Self::In(State::DueDiligence),
        Self::In(State::Agreed),
        Self::In(State::Funded),
        Self::In(State::Completed),
        Self::In(State::Withdrawn),
    ];

    /// The place of due diligence among all steps: up to it a member waits.
    pub(super) const IN_DUE_DILIGENCE: i64 = 2;

    /// The step of a state that a source has in this word.
    #[must_use]
    pub fn of(state: State, said: Option<&str>) -> Self {
        match said {
            Some(said) if state == State::Proposed && said.eq_ignore_ascii_case("named") => Self::Named,
            _ => Self::In(state),
        }
    }

    /// The step with this place among all, from 0.
    #[must_use]
    pub fn at(place: i64) -> Self {
        usize::try_from(place).ok().and_then(|at| Self::ALL.get(at)).copied().unwrap_or(Self::Named)
    }

    /// The state it is in.
    #[must_use]
    pub fn state(self) -> State {
        match self {
            Self::Named => State::Proposed,
            Self::In(state) => state,
        }
    }

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::In(state) => state.word(),
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Named => "Named by a source",
            Self::In(state) => state.shown(),
        }
    }

    /// The step of a word, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }
}

/// What kind of money a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// There for the programme.
    Secured,
    /// Promised, at most.
    Promised,
    /// The local share that is expected.
    Match,
    /// Paid.
    Paid,
}

impl Money {
    /// Every kind, in order.
    pub const ALL: [Self; 4] = [Self::Secured, Self::Promised, Self::Match, Self::Paid];

    /// The words in files, in the order of [`Money::ALL`].
    pub const WORDS: [&str; 4] = ["secured", "promised", "match", "paid"];

    /// The word in files and the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Secured => "secured",
            Self::Promised => "promised",
            Self::Match => "match",
            Self::Paid => "paid",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Secured => "Secured",
            Self::Promised => "Promised, up to",
            Self::Match => "Local share expected",
            Self::Paid => "Paid",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_files() {
        assert_eq!(State::ALL.map(State::word), State::WORDS);
        assert_eq!(Money::ALL.map(Money::word), Money::WORDS);
    }

    #[test]
    fn whoever_is_only_named_stands_before_whoever_was_put_forward() {
        assert!(Step::ALL.is_sorted());
        assert_eq!(Step::of(State::Proposed, Some("Named")), Step::Named);
        assert_eq!(Step::of(State::Proposed, Some("disputed")), Step::In(State::Proposed));
        assert_eq!(Step::of(State::Funded, Some("named")), Step::In(State::Funded));
        assert_eq!((Step::at(0), Step::at(Step::IN_DUE_DILIGENCE)), (Step::Named, Step::In(State::DueDiligence)));
        assert!(Step::ALL.into_iter().all(|step| Step::from_word(step.word()) == Some(step)));
    }

    #[test]
    fn states_lead_forward_or_out_and_nothing_follows_an_end() {
        assert!(State::Proposed.leads_to(State::Funded) && State::Funded.leads_to(State::Withdrawn));
        assert!(!State::Funded.leads_to(State::DueDiligence) && !State::Agreed.leads_to(State::Agreed));
        assert!(State::ALL.iter().all(|next| !State::Withdrawn.leads_to(*next) && !State::Completed.leads_to(*next)));
    }
}
