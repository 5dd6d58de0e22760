//! Links that show a draft to whoever holds them, without an account, until they end or are taken back.

mod changes;
pub mod pages;
pub(super) mod store;
mod views;

use crate::journal::{Column, RecordTable};

pub(crate) const PREVIEW_LINKS: RecordTable = RecordTable {
    name: "preview_links",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("id"),
        Column::Text("token_hash"),
        Column::Bytes("blueprint_id"),
        Column::Bytes("made_by"),
        Column::Text("made_for"),
        Column::Text("ends_on"),
    ],
    ends: true,
};

/// For how many days a link can be asked for.
pub(super) const DAYS: [i64; 3] = [7, 14, 30];

/// The most links of one guide that work at a time.
pub(super) const MOST: usize = 20;
