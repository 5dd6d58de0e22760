//! Organisations: trusts and other bodies, by code, with their names over time and who succeeded whom.
//!
//! The register is read from dated lists. What a list says of a code holds from the list's day
//! until a later list says otherwise; an older list fills in the past and never overwrites what a
//! newer one said. Not here: what an organisation does in a programme.

mod changes;
mod export;
pub mod footprints;
mod name_book;
mod names;
pub mod pages;
mod reading;
mod regions;
mod register;
pub mod store;
mod successions;
pub mod systems;
mod views;

use jiff::civil::Date;

pub use changes::{Run, import, import_successions, mend_name};
pub use export::export;
pub use name_book::{NameBook, Names, named_like};
pub use names::{has_words, ordinary_case, sort_name};
pub use reading::{ListError, Listed, OrganisationList, is_successions, read_list, read_successions};
pub use regions::region;
pub use register::{Outcome, Report};
pub use store::{set_variable, variables};
pub use successions::Successions;

use crate::journal::{Column, RecordTable};

/// The record tables of this room.
pub const TABLES: &[&RecordTable] = &[
    &ORGANISATIONS,
    &SUCCESSIONS,
    &LISTS,
    &VARIABLES,
    &systems::SYSTEMS,
    &footprints::FOOTPRINTS,
    &footprints::FOOTPRINT_MEMBERS,
    &footprints::TARGETS,
];

pub(crate) const ORGANISATIONS: RecordTable = RecordTable {
    name: "organisations",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("code"),
        Column::Text("name"),
        Column::Text("shown_name"),
        Column::Text("sort_name"),
        Column::Text("kind"),
        Column::Text("kind_source"),
        Column::Text("national_group"),
        Column::Text("local_group"),
        Column::Text("address"),
        Column::Text("postcode"),
        Column::Text("opened_on"),
        Column::Text("closed_on"),
        Column::Integer("is_invented"),
        Column::Text("source"),
        Column::Text("known_from"),
        Column::Text("known_until"),
        Column::Integer("first_sequence"),
    ],
    ends: true,
};

pub(crate) const SUCCESSIONS: RecordTable = RecordTable {
    name: "successions",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("predecessor"),
        Column::Text("successor"),
        Column::Text("succeeded_on"),
        Column::Text("source"),
        Column::Text("known_from"),
        Column::Text("known_until"),
    ],
    ends: true,
};

pub(crate) const LISTS: RecordTable = RecordTable {
    name: "organisation_lists",
    key: Column::Bytes("id"),
    columns: &[Column::Text("listed_on"), Column::Text("source"), Column::Integer("organisations")],
    ends: false,
};

pub(crate) const VARIABLES: RecordTable = RecordTable {
    name: "organisation_variables",
    key: Column::Bytes("id"),
    columns: &[Column::Text("organisation"), Column::Text("name"), Column::Text("value")],
    ends: true,
};

/// What kind of body an organisation is. Stored and shown only when a source says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Acute hospitals.
    Acute,
    /// Mental health services.
    MentalHealth,
    /// Community services.
    Community,
    /// Ambulance services.
    Ambulance,
    /// A care trust: health and social care together.
    CareTrust,
    /// A provider of social care.
    Care,
    /// A body of the programme or the national health service itself.
    National,
}

impl Kind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 7] = [
        Self::Acute,
        Self::MentalHealth,
        Self::Community,
        Self::Ambulance,
        Self::CareTrust,
        Self::Care,
        Self::National,
    ];

    /// The word in files, addresses and the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Acute => "acute",
            Self::MentalHealth => "mental-health",
            Self::Community => "community",
            Self::Ambulance => "ambulance",
            Self::CareTrust => "care-trust",
            Self::Care => "care",
            Self::National => "national",
        }
    }

    /// The word on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Acute => "Acute hospitals",
            Self::MentalHealth => "Mental health",
            Self::Community => "Community services",
            Self::Ambulance => "Ambulance service",
            Self::CareTrust => "Care trust",
            Self::Care => "Social care",
            Self::National => "National body",
        }
    }

    /// The kind of a word, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace([' ', '_'], "-");
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What one source says of an organisation. Nothing said is not the same as nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its name as the source writes it.
    pub name: String,
    /// Its kind, when a source says it.
    pub kind: Option<Kind>,
    /// The source of the kind.
    pub kind_source: Option<String>,
    /// The national grouping: a code of the Organisation Data Service such as `Y56`.
    pub national_group: Option<String>,
    /// The local grouping: the code of its area, health board or care board.
    pub local_group: Option<String>,
    /// Its address, lines parted by a comma.
    pub address: Option<String>,
    /// Its postcode.
    pub postcode: Option<String>,
    /// The day it opened.
    pub opened_on: Option<Date>,
    /// The day it closed.
    pub closed_on: Option<Date>,
    /// Where this is said.
    pub source: String,
}

impl Facts {
    /// These facts, with what they do not speak of taken from `other`.
    #[must_use]
    pub fn completed_from(&self, other: &Self) -> Self {
        let mut facts = self.clone();
        if facts.kind.is_none() {
            facts.kind = other.kind;
            facts.kind_source.clone_from(&other.kind_source);
        }
        for (mine, theirs) in [
            (&mut facts.national_group, &other.national_group),
            (&mut facts.local_group, &other.local_group),
            (&mut facts.address, &other.address),
            (&mut facts.postcode, &other.postcode),
        ] {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        }
        facts
    }

    /// Whether both say the same, wherever they say it.
    #[must_use]
    pub fn say_the_same(&self, other: &Self) -> bool {
        let apart = |facts: &Self| Self { source: String::new(), kind_source: None, ..facts.clone() };
        apart(self) == apart(other)
    }
}

/// Whether a code can only belong to an invented organisation: real codes have no hyphen.
#[must_use]
pub fn is_invented(code: &str) -> bool {
    code.contains('-')
}
