//! Published results of digital maturity: who scored what, how far that is known, and which places it leaves.
//!
//! An edition is frozen: the question set, the recipe, the data and the results are kept to the byte, and whoever computes
//! them again gets the same bytes. What was wrong is put right by another edition. A place is always a range. Not here: taking
//! answers (`rounds`), and the arithmetic (`composite`).

mod any_weights;
mod calibrated;
mod changes;
mod circles;
mod compute;
mod data;
mod export;
pub mod first;
pub mod pages;
pub mod plans;
mod recipe;
mod replay;
mod results;
mod risen;
mod shelf;
mod store;
mod views;
mod weights;

pub use changes::{NewEdition, PublishError, publish, release_due};
pub use compute::results_of;
pub use data::{Checked, Data, Unit};
pub use pages::link_of;
pub use recipe::{Recipe, RecipeError};
pub use replay::{FILES, ReplayError, Replayed, replay, replay_files};
pub use results::{Bounds, Place, Results, Standing, Verified};
pub use shelf::Shelf;
pub use store::EditionRow;

use crate::journal::{Column, RecordTable};
use crate::platform::files::sha256_hex;

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[&EDITIONS, &EMBARGOES, &REPLIES, &plans::IMPROVEMENTS, &plans::GOALS];

pub(crate) const EMBARGOES: RecordTable = RecordTable {
    name: "edition_embargoes",
    key: Column::Bytes("id"),
    columns: &[Column::Text("edition"), Column::Integer("until_at")],
    ends: true,
};

pub(crate) const REPLIES: RecordTable = RecordTable {
    name: "edition_replies",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("edition"),
        Column::Text("organisation"),
        Column::Text("words_hash"),
        Column::Bytes("account_id"),
        Column::Text("said_on"),
    ],
    ends: true,
};

pub(crate) const EDITIONS: RecordTable = RecordTable {
    name: "editions",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("slug"),
        Column::Text("title"),
        Column::Text("round"),
        Column::Text("framework_hash"),
        Column::Text("recipe_hash"),
        Column::Text("data_hash"),
        Column::Text("results_hash"),
        Column::Text("hash"),
        Column::Integer("organisations"),
        Column::Integer("is_invented"),
        Column::Text("published_on"),
        Column::Text("corrects"),
        Column::Text("note"),
        Column::Text("known_from"),
    ],
    ends: false,
};

/// The hashes of the four parts of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashes {
    /// Of the question set's file.
    pub framework: String,
    /// Of the recipe.
    pub recipe: String,
    /// Of the answers.
    pub data: String,
    /// Of the results.
    pub results: String,
}

impl Hashes {
    /// The hash of the whole: SHA-256 over four lines, each the name of a part, a blank and its hash.
    #[must_use]
    pub fn whole(&self) -> String {
        let Self { framework, recipe, data, results } = self;
        sha256_hex(format!("framework {framework}\nrecipe {recipe}\ndata {data}\nresults {results}\n").as_bytes())
    }
}
