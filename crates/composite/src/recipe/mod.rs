//! Recipes: every choice of a computation in one TOML file, and computing it from tables.
//!
//! `docs/index-recipes.md` has each kind with an example. Nothing is read here but what is handed in: [`Recipe::run`]
//! takes a function that gives the bytes of a file by the name the recipe uses.

mod calibration;
mod implausible;
mod index;
mod places;
mod plan;
mod reports;
mod sobol;
mod steps;
pub mod tables;
mod uncertain;

use crate::fields::{Fields, Page};
use crate::mistake::Mistake;
pub use tables::Table;

/// A recipe that was read without a mistake.
#[derive(Debug)]
pub struct Recipe {
    /// What it computes, in words.
    pub title: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Index(Box<index::Index>),
    Places(places::Places),
    Calibration(calibration::Calibrating),
    Implausible(implausible::Implausible),
    Sobol(sobol::Sobol),
}

/// A table that a recipe gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its file name without `.csv`.
    pub name: String,
    /// The table.
    pub table: Table,
}

/// Gives the bytes of a file by the name that the recipe uses.
pub type Load<'l> = dyn Fn(&str) -> Result<Vec<u8>, String> + 'l;

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// Every mistake that was found, in the order of the lines.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        let page = Page::new(text);
        let table = page.table();
        let file = Fields::new(&page, &table, 1, "recipe");
        let title = file.needed("title");
        let kind = match file.needed("kind").as_str() {
            "index" => Some(Kind::Index(Box::new(index::Index::read(&file)))),
            "places" => Some(Kind::Places(places::Places::read(&file))),
            "calibration" => Some(Kind::Calibration(calibration::Calibrating::read(&file))),
            "implausible" => Some(Kind::Implausible(implausible::Implausible::read(&file))),
            "sobol" => Some(Kind::Sobol(sobol::Sobol::read(&file))),
            "" => None,
            other => {
                file.wrong(
                    "kind",
                    format!(
                        "kind is one of index, places, calibration, implausible, sobol, not \u{201c}{other}\u{201d}"
                    ),
                );
                None
            }
        };
        if kind.is_some() {
            file.end();
        }
        let kind = page.end(kind)?;
        kind.map(|kind| Self { title, kind }).ok_or_else(Vec::new)
    }

    /// Computes the recipe.
    ///
    /// # Errors
    /// What is wrong with the data, in a sentence with file and line where there is one.
    pub fn run(&self, load: &Load<'_>) -> Result<Vec<Output>, String> {
        match &self.kind {
            Kind::Index(index) => index.run(load),
            Kind::Places(places) => places.run(load),
            Kind::Calibration(calibrating) => calibrating.run(load),
            Kind::Implausible(implausible) => implausible.run(load),
            Kind::Sobol(sobol) => sobol.run(load),
        }
    }
}

/// Where a table is read from.
#[derive(Debug)]
struct Source {
    file: String,
}

impl Source {
    fn table(&self, load: &Load<'_>) -> Result<Table, String> {
        Table::read(&self.file, &load(&self.file)?)
    }

    /// The rows in the order of their ids.
    fn units(&self, load: &Load<'_>, id: &str) -> Result<Table, String> {
        self.table(load)?.sorted_by(&self.file, id)
    }
}

fn output(name: &str, table: Table) -> Output {
    Output { name: name.to_owned(), table }
}

/// A seed: a whole number.
fn seed(fields: &Fields<'_, '_>) -> u64 {
    fields.whole("seed").map_or(1, u64::from)
}
