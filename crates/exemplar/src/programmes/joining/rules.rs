//! What was found of a member and what it says, and whether it may go on: pure.

use super::store::{AnswerRow, CheckRow, ExpectationRow, ReplyRow};
use crate::programmes::State;

/// What was decided of one thing that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is as it should be.
    Met,
    /// It is not.
    NotMet,
    /// It does not count here, for a reason.
    SetAside,
}

impl Decision {
    /// The words in files.
    pub const WORDS: [&str; 3] = ["met", "not-met", "set-aside"];

    /// Every decision, in the order of the words.
    pub const ALL: [Self; 3] = [Self::Met, Self::NotMet, Self::SetAside];

    /// The decision of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "met" => Self::Met,
            "set-aside" => Self::SetAside,
            _ => Self::NotMet,
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Met => "Met",
            Self::NotMet => "Not met",
            Self::SetAside => "Set aside",
        }
    }
}

/// What a member says to what is expected of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It accepts it, and says no more yet.
    Accepted,
    /// It is so.
    Met,
    /// Not yet.
    NotYet,
}

impl Reply {
    /// The words in files.
    pub const WORDS: [&str; 3] = ["accepted", "met", "not-yet"];

    /// Every reply, in the order of the words.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Met, Self::NotYet];

    /// The reply of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "accepted" => Self::Accepted,
            "met" => Self::Met,
            _ => Self::NotYet,
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Accepted => "Accepted, nothing said of it yet",
            Self::Met => "Met",
            Self::NotYet => "Not yet",
        }
    }
}

/// One thing that is looked at, and what was found, the newest last.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What is looked at.
    pub check: CheckRow,
    /// What was found.
    pub answers: Vec<AnswerRow>,
}

impl Checked {
    /// Each thing that is looked at in a group, with what was found of one member.
    #[must_use]
    pub fn all(checks: &[CheckRow], group: &str, answers: &[AnswerRow]) -> Vec<Self> {
        let with = |check: &CheckRow| Self {
            check: check.clone(),
            answers: answers
                .iter()
                .filter(|row| row.group_slug == group && row.check_slug == check.slug)
                .cloned()
                .collect(),
        };
        checks.iter().filter(|check| check.group_slug == group).map(with).collect()
    }

    /// What counts of it: the newest; none when nothing was found yet.
    #[must_use]
    pub fn decision(&self) -> Option<Decision> {
        self.answers.last().map(|row| Decision::from_word(&row.decision))
    }

    /// Whether a member may go on as far as this is concerned.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self.decision(), Some(Decision::Met | Decision::SetAside))
    }
}

/// What is expected, and what the member said, the newest last.
#[derive(Clone, Debug)]
pub struct Expected {
    /// What is expected.
    pub expectation: ExpectationRow,
    /// What the member said.
    pub replies: Vec<ReplyRow>,
}

impl Expected {
    /// Everything a group expects, with what one member said.
    #[must_use]
    pub fn all(expectations: &[ExpectationRow], group: &str, replies: &[ReplyRow]) -> Vec<Self> {
        let with = |row: &ExpectationRow| Self {
            expectation: row.clone(),
            replies: replies
                .iter()
                .filter(|reply| reply.group_slug == group && reply.expectation == row.slug)
                .cloned()
                .collect(),
        };
        expectations.iter().filter(|row| row.group_slug == group).map(with).collect()
    }

    /// What it says now, in words; that nothing was said is no "no".
    #[must_use]
    pub fn said(&self) -> &'static str {
        self.replies.last().map_or("Not answered", |row| Reply::from_word(&row.answer).shown())
    }
}

/// What still holds a member back from coming into `next`: what is needed for it, or for a state before it, and is not
/// settled. Nothing holds anybody back from leaving.
#[must_use]
pub fn holds_back(checked: &[Checked], next: State) -> Vec<&CheckRow> {
    let is_needed = |check: &CheckRow| {
        next != State::Withdrawn && State::from_word(&check.needed_for).is_some_and(|state| state <= next)
    };
    checked.iter().filter(|one| is_needed(&one.check) && !one.is_settled()).map(|one| &one.check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks() -> Vec<CheckRow> {
        vec![CheckRow::of("board", "agreed"), CheckRow::of("money", "funded")]
    }

    #[test]
    fn a_member_goes_on_only_when_what_is_needed_is_settled() {
        let held = |answers: &[AnswerRow], next| {
            let all = Checked::all(&checks(), "g", answers);
            holds_back(&all, next).into_iter().map(|check| check.slug.clone()).collect::<Vec<_>>()
        };
        assert_eq!(held(&[], State::DueDiligence), Vec::<String>::new());
        assert_eq!(held(&[], State::Agreed), ["board"]);
        assert_eq!(held(&[], State::Funded), ["board", "money"]);
        assert_eq!(held(&[], State::Withdrawn), Vec::<String>::new(), "anybody may leave");
        let met = AnswerRow::of("board", "met");
        assert_eq!(held(std::slice::from_ref(&met), State::Funded), ["money"]);
        let taken_back = [met, AnswerRow::of("board", "not-met"), AnswerRow::of("money", "set-aside")];
        assert_eq!(held(&taken_back, State::Funded), ["board"], "the newest counts");
    }

    #[test]
    fn nothing_said_is_no_no() {
        let all = Expected::all(&[ExpectationRow::of("standards")], "g", &[]);
        assert_eq!(all.first().unwrap().said(), "Not answered");
    }

    #[test]
    fn words_are_those_of_the_files() {
        assert!(Decision::WORDS.iter().zip(Decision::ALL).all(|(word, is)| Decision::from_word(word) == is));
        assert!(Reply::WORDS.iter().zip(Reply::ALL).all(|(word, is)| Reply::from_word(word) == is));
    }
}
