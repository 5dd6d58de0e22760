//! From gaps to a plan: what an organisation does about sections it scored low in, from which guide, towards which milestone,
//! by whom, and until when. Only its own people read it.

mod changes;
pub mod pages;
mod store;
mod views;

use crate::journal::{Column, RecordTable};

pub(crate) const IMPROVEMENTS: RecordTable = RecordTable {
    name: "improvements",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("improvement"),
        Column::Text("organisation"),
        Column::Text("edition"),
        Column::Text("section"),
        Column::Text("guide"),
        Column::Text("words_hash"),
        Column::Bytes("owner"),
        Column::Text("due_on"),
        Column::Text("state"),
        Column::Text("said_on"),
    ],
    ends: true,
};

pub(crate) const GOALS: RecordTable = RecordTable {
    name: "improvement_goals",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("improvement"),
        Column::Text("organisation"),
        Column::Text("programme"),
        Column::Text("milestone"),
    ],
    ends: false,
};

/// A milestone that a step can lead to.
#[derive(Clone, Debug)]
struct Goal {
    programme: String,
    milestone: String,
    title: String,
}

impl Goal {
    /// The word in a form.
    fn value(&self) -> String {
        format!("{}/{}", self.programme, self.milestone)
    }
}

/// How a step of the plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is to be done.
    Open,
    /// It is done.
    Done,
    /// It will not be done.
    Dropped,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Open, Self::Done, Self::Dropped].into_iter().find(|state| state.word() == word)
    }
}
