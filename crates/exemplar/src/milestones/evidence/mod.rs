//! What an organisation says shows that a milestone is done, and whether somebody from outside accepts it.
//!
//! A milestone is done only when a second person from outside the organisation accepted what shows it. Until then its
//! page says that it waits, and since when.

pub(super) mod changes;
pub mod pages;
pub(crate) mod store;
pub(super) mod views;

pub use changes::{Decision, NewEvidence, accept, give};
pub use store::{EvidenceRow, waiting};

use crate::journal::{Column, RecordTable};

pub(crate) const EVIDENCE: RecordTable = RecordTable {
    name: "milestone_evidence",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("programme"),
        Column::Text("milestone"),
        Column::Text("organisation"),
        Column::Text("done_on"),
        Column::Text("words"),
        Column::Bytes("account_id"),
        Column::Text("said_on"),
    ],
    ends: false,
};

pub(crate) const DECISIONS: RecordTable = RecordTable {
    name: "milestone_decisions",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("evidence_id"),
        Column::Bytes("given_by"),
        Column::Bytes("account_id"),
        Column::Text("says"),
        Column::Text("reason"),
        Column::Text("decided_on"),
    ],
    ends: false,
};
