//! Places that organisations plan for together: transformation footprints then, integrated care systems now, regions; and
//! what the centre said would be so everywhere by when. Who belongs where is dated.

pub mod pages;
pub(crate) mod store;
mod views;

pub use store::{FootprintRow, PlaceRow, TargetRow};

use crate::facts::{Field, Rule, Shape};
use crate::journal::{Column, RecordTable};
use crate::platform::dates;

pub(crate) const FOOTPRINTS: RecordTable = RecordTable {
    name: "footprints",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("slug"),
        Column::Text("name"),
        Column::Text("kind"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

pub(crate) const FOOTPRINT_MEMBERS: RecordTable = RecordTable {
    name: "footprint_members",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("footprint"),
        Column::Text("organisation"),
        Column::Text("since"),
        Column::Text("until"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

pub(crate) const TARGETS: RecordTable = RecordTable {
    name: "national_targets",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("slug"),
        Column::Text("name"),
        Column::Text("due_on"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: false,
};

/// Files of places.
pub const FOOTPRINT: Shape = Shape {
    word: "footprints",
    tells: "place_kind",
    action: "footprints.footprint",
    table: &FOOTPRINTS,
    fields: &[
        Field::key("footprint", Rule::Slug).kept_as("slug"),
        Field::needed("name", Rule::Text(200)),
        Field::needed("place_kind", Rule::Word(&["footprint", "care-system", "region"])).kept_as("kind"),
        Field::maybe("note", Rule::Text(1_000)),
        Field::needed("source", Rule::Text(500)),
        Field::maybe("published", Rule::Past),
    ],
    check: |_| Ok(()),
    says: |line| format!("The place {}", line.word("name")),
};

/// Files of who belongs where.
pub const FOOTPRINT_MEMBER: Shape = Shape {
    word: "members of footprints",
    tells: "belongs_to",
    action: "footprints.member",
    table: &FOOTPRINT_MEMBERS,
    fields: &[
        Field::key("belongs_to", Rule::Slug).kept_as("footprint"),
        Field::key("organisation", Rule::Code),
        Field::maybe_key("since", Rule::Past),
        Field::maybe("until", Rule::Past),
        Field::needed("source", Rule::Text(500)),
        Field::maybe("published", Rule::Past),
    ],
    check: |line| match (line.date("since"), line.date("until")) {
        (Some(since), Some(until)) if until.last_day() < since.first_day() => {
            Err(format!("it cannot end on {until} and begin on {since}"))
        }
        _ => Ok(()),
    },
    says: |line| format!("{} belongs to {}", line.word("organisation"), line.word("belongs_to").replace('-', " ")),
};

/// Files of national targets.
pub const TARGET: Shape = Shape {
    word: "national targets",
    tells: "target",
    action: "footprints.target",
    table: &TARGETS,
    fields: &[
        Field::key("target", Rule::Slug).kept_as("slug"),
        Field::key("name", Rule::Text(200)),
        Field::key("due", Rule::Date).kept_as("due_on"),
        Field::maybe_key("note", Rule::Text(1_000)),
        Field::key("source", Rule::Text(500)),
        Field::maybe_key("published", Rule::Past),
    ],
    check: |_| Ok(()),
    says: |line| format!("{}: by {}", line.word("name"), dates::said(line.word("due"))),
};
