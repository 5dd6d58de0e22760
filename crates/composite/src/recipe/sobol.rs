//! Recipes of `kind = "sobol"`: indices from outputs that were computed elsewhere.

use super::tables::cell;
use super::{Load, Output, Source, Table, output};
use crate::fields::Fields;
use crate::sensitivity::sobol;

/// What a Sobol recipe says.
#[derive(Debug)]
pub(super) struct Sobol {
    source: Source,
    first: String,
    second: String,
    swapped: Vec<String>,
}

impl Sobol {
    pub fn read(file: &Fields<'_, '_>) -> Self {
        let swapped: Vec<String> = file.texts("swapped").into_iter().map(|(text, _)| text).collect();
        if swapped.is_empty() {
            file.wrong("swapped", "swapped lists a column for each input");
        }
        let source = Source { file: file.needed("file") };
        Self { source, first: file.needed("first"), second: file.needed("second"), swapped }
    }

    pub fn run(&self, load: &Load<'_>) -> Result<Vec<Output>, String> {
        let table = self.source.table(load)?;
        let column = |name: &str| -> Result<Vec<f64>, String> {
            let numbers = table.numbers(&self.source.file, name, "")?;
            let full: Option<Vec<f64>> = numbers.into_iter().collect();
            full.ok_or_else(|| format!("{}: column {name} has an empty cell", self.source.file))
        };
        let swapped: Vec<Vec<f64>> = self.swapped.iter().map(|name| column(name)).collect::<Result<_, _>>()?;
        let slices: Vec<&[f64]> = swapped.iter().map(Vec::as_slice).collect();
        let mut result = Table::new(["input", "first", "total"]);
        for (name, found) in self.swapped.iter().zip(sobol(&column(&self.first)?, &column(&self.second)?, &slices)) {
            result.rows.push(vec![name.clone(), cell(Some(found.first)), cell(Some(found.total))]);
        }
        Ok(vec![output("sobol", result)])
    }
}
