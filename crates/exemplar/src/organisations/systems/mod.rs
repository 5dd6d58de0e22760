//! Systems in use: which organisation runs which product, since when, as it or a source says.

pub mod pages;
pub(crate) mod store;
mod views;

pub use store::SystemRow;
pub use views::of_organisation;

use crate::facts::{Field, Rule, Shape};
use crate::journal::{Column, RecordTable};
use crate::platform::dates;

pub(crate) const SYSTEMS: RecordTable = RecordTable {
    name: "systems_in_use",
    key: Column::Bytes("id"),
    columns: &[
        Column::Text("fact"),
        Column::Text("organisation"),
        Column::Text("kind"),
        Column::Text("product"),
        Column::Text("slug"),
        Column::Text("supplier"),
        Column::Text("since"),
        Column::Text("until"),
        Column::Text("note"),
        Column::Text("source"),
        Column::Text("published"),
        Column::Text("known_from"),
    ],
    ends: true,
};

/// Files of systems in use.
pub const SYSTEM: Shape = Shape {
    word: "systems in use",
    tells: "product",
    action: "organisations.system",
    table: &SYSTEMS,
    fields: &[
        Field::key("organisation", Rule::Code),
        Field::key("kind", Rule::Word(&KINDS)),
        Field::key("product", Rule::Text(100)),
        Field::needed("system", Rule::Slug).kept_as("slug"),
        Field::maybe("supplier", Rule::Text(100)),
        Field::maybe("since", Rule::Past),
        Field::maybe("until", Rule::Past),
        Field::maybe("note", Rule::Text(500)),
        Field::needed("source", Rule::Text(500)),
        Field::maybe("published", Rule::Past),
    ],
    check: |line| match (line.date("since"), line.date("until")) {
        (Some(since), Some(until)) if until.last_day() < since.first_day() => {
            Err(format!("it cannot end on {until} and begin on {since}"))
        }
        _ if line.word("system") != slug_of(line.word("product")) => {
            Err(format!("system: write {}", slug_of(line.word("product"))))
        }
        _ => Ok(()),
    },
    says: |line| {
        let verb = if line.text("until").is_some() { "ran" } else { "runs" };
        let since = line.text("since").map(|on| format!(" since {}", dates::said(on))).unwrap_or_default();
        format!(
            "{} {verb} {} ({}){since}",
            line.word("organisation"),
            line.word("product"),
            line.word("kind").replace('-', " ")
        )
    },
};

/// The word of the kind that partners are found by.
pub const RECORD: &str = "patient-record";

/// What kinds of systems there are.
pub const KINDS: [&str; 8] =
    [RECORD, "prescribing", "order-communications", "imaging", "laboratory", "e-rostering", "integration", "other"];

/// A kind as pages call it.
#[must_use]
pub fn kind_shown(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str().replace('-', " "))
}

/// A product's part of addresses.
#[must_use]
pub fn slug_of(product: &str) -> String {
    let plain: String =
        product.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let slug = plain.split_whitespace().collect::<Vec<_>>().join("-");
    slug.chars().take(80).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_kinds_have_plain_names() {
        assert_eq!(slug_of("Cerner Millennium (R3)"), "cerner-millennium-r3");
        assert_eq!(kind_shown(RECORD), "Patient record");
    }
}
