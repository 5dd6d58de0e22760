//! Blueprints: how-to guides, their versions, what is attached to them, and the library of all of them.
//!
//! A guide is a record with one current text; every text it ever had is a version that stays. An
//! index entry is a guide whose text is held elsewhere. Not here: finding them (`search`), and
//! copies of one organisation's guide by another.

mod changes;
mod compare;
mod export;
pub mod feeds;
mod folder;
mod found;
mod index;
mod own;
mod pack;
pub mod pages;
mod papers;
mod render;
pub mod store;
mod synth;
mod taking;
mod text;
mod views;

pub use changes::{ImportReport, Intent, Origin, import_folder, import_index, synthesise};
pub use export::{ExportReport, export};
pub use folder::{Folder, Progress, read_folder};
pub use found::FoundGuides;
pub use index::{IndexEntry, read_index};
pub use own::{
    Copied, NextVersion, Published, WARNED, as_copied, foreign_tags, publish, start_attached, start_copy, start_new,
    withdraw,
};
pub use render::{PreviewFile, RenderedGuides, preview};
pub use store::{GuideLine, of_organisation};
pub use text::{
    Cost, Depth, EditError, Fields, Hazard, Kind, Person, SectionKind, Step, Text, Variable, WrittenHazard,
};
pub use views::{Beside, asked_in_words, difference, guide_list, said_before, size};

use crate::journal::{Column, RecordTable};

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[&BLUEPRINTS, &REVISIONS, &CLASSES, &ATTACHMENTS, &LINKS, &SLUGS];

pub(crate) const BLUEPRINTS: RecordTable = RecordTable {
    name: "blueprints",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("id"),
        Column::Text("slug"),
        Column::Text("organisation"),
        Column::Text("origin"),
        Column::Text("origin_path"),
        Column::Text("state"),
        Column::Integer("is_held"),
        Column::Text("held_at"),
        Column::Integer("revision"),
        Column::Text("title"),
        Column::Text("listing_hash"),
        Column::Text("published_on"),
        Column::Text("known_from"),
        Column::Text("known_until"),
        Column::Integer("first_sequence"),
    ],
    ends: true,
};

pub(crate) const REVISIONS: RecordTable = RecordTable {
    name: "revisions",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Integer("number"),
        Column::Text("text_hash"),
        Column::Text("title"),
        Column::Text("note"),
        Column::Text("revised_on"),
    ],
    ends: false,
};

pub(crate) const CLASSES: RecordTable = RecordTable {
    name: "revision_classes",
    key: Column::Bytes("id"),
    columns: &[Column::Bytes("blueprint_id"), Column::Integer("number"), Column::Text("class")],
    ends: false,
};

pub(crate) const ATTACHMENTS: RecordTable = RecordTable {
    name: "attachments",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Integer("number"),
        Column::Text("path"),
        Column::Text("name"),
        Column::Text("file_hash"),
        Column::Text("media_type"),
        Column::Integer("size_bytes"),
        Column::Integer("is_picture"),
    ],
    ends: false,
};

pub(crate) const LINKS: RecordTable = RecordTable {
    name: "revision_links",
    key: Column::Bytes("id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Integer("number"),
        Column::Text("href"),
        Column::Text("target_slug"),
    ],
    ends: false,
};

pub(crate) const SLUGS: RecordTable =
    RecordTable { name: "slugs", key: Column::Text("slug"), columns: &[Column::Bytes("blueprint_id")], ends: false };

/// What kind of change made a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeClass {
    /// Something could harm.
    Safety,
    /// Something was wrong.
    Correction,
    /// Something is better or new.
    Improvement,
    /// The same is said in other words.
    Editorial,
}

impl ChangeClass {
    /// Every kind, the most pressing first.
    pub const ALL: [Self; 4] = [Self::Safety, Self::Correction, Self::Improvement, Self::Editorial];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::Correction => "correction",
            Self::Improvement => "improvement",
            Self::Editorial => "editorial",
        }
    }

    /// The word on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Safety => "Safety",
            Self::Correction => "Correction",
            Self::Improvement => "Improvement",
            Self::Editorial => "Wording",
        }
    }

    /// What it means, for whoever chooses.
    #[must_use]
    pub fn meant(self) -> &'static str {
        match self {
            Self::Safety => "Following the version before it could harm somebody",
            Self::Correction => "Something in the version before it was wrong",
            Self::Improvement => "Something is new, or done in a better way",
            Self::Editorial => "The same is said in other words",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }
}

/// Where a guide stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Seen by those it belongs to.
    Draft,
    /// Seen by everyone.
    Published,
    /// Seen by everyone, with the word that it is withdrawn.
    Withdrawn,
}

impl State {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a word; what is not known is not shown.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "published" => Self::Published,
            "withdrawn" => Self::Withdrawn,
            _ => Self::Draft,
        }
    }
}
