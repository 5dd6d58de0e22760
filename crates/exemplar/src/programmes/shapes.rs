//! What the lines of a programme's files look like, and the tables they are kept in.

use super::{Money, State, Step};
use crate::facts::{Field, Line, Rule, Shape};
use crate::journal::{Column, RecordTable};
use crate::platform::{dates, money};

/// What a programme is.
pub const PROGRAMMES: RecordTable = RecordTable {
    name: "programmes",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("slug"),
        Column::Text("name"),
        Column::Text("summary"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

/// The groups and waves of a programme.
pub const GROUPS: RecordTable = RecordTable {
    name: "programme_groups",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("slug"),
        Column::Text("name"),
        Column::Text("care_setting"),
        Column::Text("announced"),
        Column::Integer("announced_members"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

/// The states of organisations in groups.
pub const STATES: RecordTable = RecordTable {
    name: "membership_states",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("group_slug"),
        Column::Text("organisation"),
        Column::Text("named_as"),
        Column::Text("state"),
        Column::Text("state_on"),
        Column::Text("said"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

/// Who says what of two organisations.
pub const CLAIMS: RecordTable = RecordTable {
    name: "pairing_claims",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("organisation"),
        Column::Text("partner"),
        Column::Text("said_by"),
        Column::Text("says"),
        Column::Text("said_on"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

/// Figures as sources state them.
pub const STATEMENTS: RecordTable = RecordTable {
    name: "statements",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("programme"),
        Column::Text("group_slug"),
        Column::Text("organisation"),
        Column::Text("subject"),
        Column::Text("measure"),
        Column::Text("money"),
        Column::Text("value"),
        Column::Text("unit"),
        Column::Integer("pence"),
        Column::Text("per"),
        Column::Text("holds_on"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

/// Every file has these at its end.
const SOURCE: Field = Field::needed("source", Rule::Text(500));
const PUBLISHED: Field = Field::maybe("published", Rule::Past);
const NOTE: Field = Field::maybe("note", Rule::Text(1_000));

/// Files of programmes.
pub(super) const PROGRAMME: Shape = Shape {
    word: "programmes",
    tells: "summary",
    action: "programmes.programme",
    table: &PROGRAMMES,
    fields: &[
        Field::key("programme", Rule::Slug).kept_as("slug"),
        Field::needed("name", Rule::Text(200)),
        Field::needed("summary", Rule::Text(2_000)),
        SOURCE,
        PUBLISHED,
    ],
    check: |_| Ok(()),
    says: |line| format!("The programme {}", line.word("name")),
};

/// Files of groups.
pub(super) const GROUP: Shape = Shape {
    word: "groups",
    tells: "announced_members",
    action: "programmes.group",
    table: &GROUPS,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("group", Rule::Slug).kept_as("slug"),
        Field::needed("name", Rule::Text(200)),
        Field::maybe("care_setting", Rule::Text(100)),
        Field::maybe("announced", Rule::Past),
        Field::maybe("announced_members", Rule::Count),
        NOTE,
        SOURCE,
        PUBLISHED,
    ],
    check: |_| Ok(()),
    says: |line| format!("The group {}", line.word("name")),
};

/// Files of members and their states.
pub(super) const MEMBER: Shape = Shape {
    word: "members",
    tells: "state",
    action: "programmes.member",
    table: &STATES,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("group", Rule::Slug).kept_as("group_slug"),
        Field::key("organisation", Rule::Code),
        Field::maybe("named_as", Rule::Text(200)),
        Field::key("state", Rule::Word(&State::WORDS)),
        Field::maybe("on", Rule::Past).kept_as("state_on"),
        Field::maybe("said", Rule::Text(200)),
        NOTE,
        Field::key("source", Rule::Text(500)),
        PUBLISHED,
    ],
    check: |_| Ok(()),
    says: |line| {
        let step = State::from_word(line.word("state")).map(|state| Step::of(state, line.text("said")));
        let state = step.map_or("", Step::shown).to_lowercase();
        let group = line.word("group").replace('-', " ");
        format!("{} is {state} in the group {group}{}", line.word("organisation"), since(line, "on"))
    },
};

/// Files of pairings, as a source or one of the two says them.
pub(super) const CLAIM: Shape = Shape {
    word: "pairings",
    tells: "partner",
    action: "programmes.pairing",
    table: &CLAIMS,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::key("organisation", Rule::Code),
        Field::key("partner", Rule::Code),
        Field::key("said_by", Rule::Word(&["source", "organisation", "partner"])),
        Field::key("says", Rule::Word(&["paired", "not-paired", "ended"])),
        Field::maybe("on", Rule::Past).kept_as("said_on"),
        NOTE,
        Field::key("source", Rule::Text(500)),
        PUBLISHED,
    ],
    check: |line| match line.word("organisation") == line.word("partner") {
        true => Err(format!("{} cannot be paired with itself", line.word("partner"))),
        false => Ok(()),
    },
    says: |line| {
        let who = match line.word("said_by") {
            "organisation" => line.word("organisation"),
            "partner" => line.word("partner"),
            _ => "a source",
        };
        let what = match line.word("says") {
            "paired" => "are paired",
            "ended" => "are no longer paired",
            _ => "are not paired",
        };
        format!("{who} says that {} and {} {what}", line.word("organisation"), line.word("partner"))
    },
};

/// Files of statements.
pub(super) const STATEMENT: Shape = Shape {
    word: "statements",
    tells: "measure",
    action: "programmes.statement",
    table: &STATEMENTS,
    fields: &[
        Field::key("programme", Rule::Slug),
        Field::maybe_key("group", Rule::Slug).kept_as("group_slug"),
        Field::maybe_key("organisation", Rule::Code),
        Field::key("subject", Rule::Text(200)),
        Field::key("measure", Rule::Text(200)),
        Field::maybe("money", Rule::Word(&Money::WORDS)),
        Field::maybe_key("value", Rule::Text(100)),
        Field::maybe("unit", Rule::Text(20)),
        Field { is_needed: false, ..Field::needed("", Rule::Pence).kept_as("pence") },
        Field::maybe("per", Rule::Word(&["each", "shared"])),
        Field::maybe_key("holds_on", Rule::Date),
        NOTE,
        Field::key("source", Rule::Text(500)),
        PUBLISHED,
    ],
    check: |line| {
        let is_money = line.word("unit").starts_with("GBP");
        match line.text("value").is_some() && line.text("money").is_some() && !is_money {
            true => Err("an amount of money needs the unit GBP or GBP m".to_owned()),
            false => Ok(()),
        }
    },
    says: |line| {
        let value = match (line.number("pence"), line.text("value"), line.text("unit")) {
            (Some(pence), ..) => money::said(pence),
            (None, Some(value), Some(unit)) if unit != "year" => format!("{value} {unit}"),
            (None, Some(value), _) => value.to_owned(),
            (None, None, _) => "not published".to_owned(),
        };
        let whose = line.text("organisation").map(|code| format!("{code}: ")).unwrap_or_default();
        format!("{whose}{}, {}: {value}", line.word("subject"), line.word("measure"))
    },
};

fn since(line: &Line, name: &str) -> String {
    line.text(name).map(|on| format!(" since {}", dates::said(on))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::read;

    const ALL: &[&Shape] = &[&PROGRAMME, &GROUP, &MEMBER, &CLAIM, &STATEMENT];

    #[test]
    fn tables_have_the_columns_of_their_shapes() {
        for shape in ALL {
            let kept: Vec<&str> = shape.table.columns.iter().map(|column| column.name()).collect();
            let said: Vec<&str> = shape.fields.iter().map(|field| field.column).collect();
            assert_eq!(kept, [&["fact"], said.as_slice(), &["known_from"]].concat(), "{}", shape.word);
        }
    }

    fn refused(text: &str) -> Vec<(u64, String)> {
        let (_, refused) = read(text.as_bytes(), "x.csv", ALL, "2026-11-22".parse().unwrap()).unwrap();
        refused.into_iter().map(|refusal| (refusal.line, refusal.reason)).collect()
    }

    #[test]
    fn bad_lines_are_named_one_by_one() {
        let members = "programme,group,organisation,state,on,source\n\
            a,g,RAA,named,2017-09,s\n\
            a,g,RAA,funded,September 2017,s\n\
            a,g,RAA,funded,19/01/2018,s\n\
            a,g,RAA,funded,2018-1-9,s\n\
            a,g,RAA,funded,2030-01,s\n\
            a,g,raa,funded,2018,s\n\
            a,g,RAA,funded,2018\n\
            a,,RAA,funded,2018,s\n";
        let said = refused(members);
        assert_eq!(refused(&members.replace('\n', "\r\n")), said, "however lines end");
        let starts = [
            (2, "state: \u{201c}named\u{201d} is none of proposed"),
            (3, "on: \u{201c}September 2017\u{201d} is not a date: write 2018, 2018-06 or 2018-06-19"),
            (4, "on: \u{201c}19/01/2018\u{201d} is not a date"),
            (5, "on: \u{201c}2018-1-9\u{201d} is not a date"),
            (6, "on: \u{201c}2030-01\u{201d} is in the future"),
            (7, "organisation: \u{201c}raa\u{201d} is not an organisation code"),
            (8, "it has 5 columns; the header has 6"),
            (9, "the column \u{201c}group\u{201d} is empty"),
        ];
        assert_eq!(said.len(), starts.len(), "{said:?}");
        for ((line, reason), (expected, start)) in said.iter().zip(starts) {
            assert_eq!(*line, expected);
            assert!(reason.starts_with(start), "{reason}");
        }
        let pairs = "programme,organisation,partner,said_by,says,source\na,RAA,RAA,source,paired,s\n";
        assert_eq!(refused(pairs), [(2, "RAA cannot be paired with itself".to_owned())]);
        let figures = "programme,subject,measure,value,unit,source\na,x,y,about 40,GBP m,s\n";
        assert_eq!(refused(figures).len(), 1);
    }

    #[test]
    fn a_header_that_is_wrong_is_named() {
        let read =
            |text: &str| read(text.as_bytes(), "x.csv", ALL, "2026-11-22".parse().unwrap()).unwrap_err().to_string();
        assert!(read("a,b\n1,2\n").starts_with("line 1: the header belongs to no kind of file"));
        assert!(
            read("programme,group,organisation,state,when,source\n").contains("has no column \u{201c}when\u{201d}")
        );
        assert!(read("programme,group,state,source\n").contains("needs a column \u{201c}organisation\u{201d}"));
        assert!(read("state,state\n").contains("stands twice"));
    }
}
