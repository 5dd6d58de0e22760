//! What it takes to be a member: what is looked at before a member of a group goes on, and what a group expects.
//!
//! Both are data of the group. A member goes on into a state only when everything that is needed for it was met or set
//! aside with a reason. Not here: the states themselves.

mod holding;
mod rules;
pub(super) mod store;

pub(super) use holding::held_back;
pub use rules::{Checked, Decision, Expected, Reply, holds_back};
pub use store::{CheckRow, ExpectationRow};

use crate::facts::{Field, Rule, Shape};
use crate::journal::{Column, RecordTable};

pub(crate) const CHECKS: RecordTable = RecordTable {
    name: "programme_checks",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("group_slug"),
        Column::Text("slug"),
        Column::Integer("place"),
        Column::Text("title"),
        Column::Text("asks_for"),
        Column::Text("needed_for"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

pub(crate) const CHECK_ANSWERS: RecordTable = RecordTable {
    name: "programme_check_answers",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("group_slug"),
        Column::Text("organisation"),
        Column::Text("check_slug"),
        Column::Text("decision"),
        Column::Text("evidence"),
        Column::Text("owner"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: false,
};

pub(crate) const EXPECTATIONS: RecordTable = RecordTable {
    name: "programme_expectations",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("group_slug"),
        Column::Text("slug"),
        Column::Integer("place"),
        Column::Text("title"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

pub(crate) const EXPECTATION_ANSWERS: RecordTable = RecordTable {
    name: "programme_expectation_answers",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("group_slug"),
        Column::Text("organisation"),
        Column::Text("expectation"),
        Column::Text("answer"),
        Column::Text("answered_on"),
        Column::Text("evidence"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: false,
};

/// Files of what is looked at.
pub const CHECK: Shape = Shape {
    word: "checks",
    tells: "asks_for",
    action: "programmes.check",
    table: &CHECKS,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("group", Rule::Slug).kept_as("group_slug"),
        Field::key("check", Rule::Slug).kept_as("slug"),
        Field::needed("place", Rule::Count),
        Field::needed("title", Rule::Text(200)),
        Field::needed("asks_for", Rule::Text(1_000)),
        Field::needed("needed_for", Rule::Word(&["agreed", "funded", "completed"])),
        Field::needed("source", Rule::Text(500)),
        Field::maybe("published", Rule::Past),
    ],
    check: |_| Ok(()),
    says: |line| format!("What is looked at: {}", line.word("title")),
};

/// Files of what was found.
pub const CHECK_ANSWER: Shape = Shape {
    word: "answers to checks",
    tells: "decision",
    action: "programmes.checked",
    table: &CHECK_ANSWERS,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("group", Rule::Slug).kept_as("group_slug"),
        Field::key("organisation", Rule::Code),
        Field::key("check", Rule::Slug).kept_as("check_slug"),
        Field::key("decision", Rule::Word(&Decision::WORDS)),
        Field::maybe_key("evidence", Rule::Text(1_000)),
        Field::maybe_key("owner", Rule::Text(100)),
        Field::maybe_key("note", Rule::Text(1_000)),
        Field::key("source", Rule::Text(500)),
        Field::maybe_key("published", Rule::Past),
    ],
    check: |line| match (line.word("decision"), line.text("evidence"), line.text("note")) {
        ("met", None, _) => Err("what is met needs evidence".to_owned()),
        ("set-aside" | "not-met", _, None) => Err("a note has to say why".to_owned()),
        _ => Ok(()),
    },
    says: |line| {
        let decision = Decision::from_word(line.word("decision")).shown().to_lowercase();
        format!("{}: {} is {decision}", line.word("organisation"), line.word("check").replace('-', " "))
    },
};

/// Files of what is expected.
pub const EXPECTATION: Shape = Shape {
    word: "expectations",
    tells: "expects",
    action: "programmes.expectation",
    table: &EXPECTATIONS,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("group", Rule::Slug).kept_as("group_slug"),
        Field::key("expectation", Rule::Slug).kept_as("slug"),
        Field::needed("place", Rule::Count),
        Field::needed("expects", Rule::Text(500)).kept_as("title"),
        Field::needed("source", Rule::Text(500)),
        Field::maybe("published", Rule::Past),
    ],
    check: |_| Ok(()),
    says: |line| format!("What is expected of members: {}", line.word("expects")),
};

/// Files of what members say to it.
pub const EXPECTATION_ANSWER: Shape = Shape {
    word: "answers to expectations",
    tells: "answer",
    action: "programmes.expected",
    table: &EXPECTATION_ANSWERS,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("group", Rule::Slug).kept_as("group_slug"),
        Field::key("organisation", Rule::Code),
        Field::key("expectation", Rule::Slug),
        Field::key("answer", Rule::Word(&Reply::WORDS)),
        Field::maybe_key("on", Rule::Past).kept_as("answered_on"),
        Field::maybe_key("evidence", Rule::Text(1_000)),
        Field::maybe_key("note", Rule::Text(1_000)),
        Field::key("source", Rule::Text(500)),
        Field::maybe_key("published", Rule::Past),
    ],
    check: |line| match (line.word("answer"), line.text("evidence")) {
        ("met", None) => Err("what is met needs evidence".to_owned()),
        _ => Ok(()),
    },
    says: |line| {
        let reply = Reply::from_word(line.word("answer")).shown().to_lowercase();
        format!("{}: {}, {reply}", line.word("organisation"), line.word("expectation").replace('-', " "))
    },
};
