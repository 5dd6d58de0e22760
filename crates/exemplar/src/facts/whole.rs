//! A programme as one file: lines of every kind, each with the word of its kind in the column `file`. The columns are those of all
//! kinds together; what a kind does not have is empty.

use super::{Line, Rule, Shape, Value};
use crate::platform::csv::guarded;

/// The column that says of which kind a line is.
pub(super) const FILE: &str = "file";

/// The columns of a file of these kinds.
fn columns(shapes: &[&'static Shape]) -> Vec<&'static str> {
    let mut all = vec![FILE];
    for field in shapes.iter().flat_map(|shape| shape.fields) {
        if !matches!(field.rule, Rule::Pence) && !all.contains(&field.name) {
            all.push(field.name);
        }
    }
    all
}

/// Whether a column belongs to any of these kinds.
pub(super) fn has_column(shapes: &[&'static Shape], name: &str) -> bool {
    columns(shapes).contains(&name)
}

/// Writes lines of these kinds as one file.
///
/// # Errors
/// When it cannot be written.
pub fn write<'a>(shapes: &[&'static Shape], lines: impl Iterator<Item = &'a Line>) -> anyhow::Result<Vec<u8>> {
    let columns = columns(shapes);
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(&columns)?;
    for line in lines {
        let cell = |name: &&str| {
            if *name == FILE {
                return line.shape.word.to_owned();
            }
            let at = line.shape.fields.iter().position(|field| field.name == *name);
            match at.and_then(|at| line.values.get(at)) {
                Some(Value::Text(Some(text))) => guarded(text.clone()),
                Some(Value::Number(Some(number))) => number.to_string(),
                Some(Value::Text(None) | Value::Number(None)) | None => String::new(),
            }
        };
        csv.write_record(columns.iter().map(cell))?;
    }
    csv.into_inner().map_err(|error| anyhow::anyhow!("{error}"))
}
