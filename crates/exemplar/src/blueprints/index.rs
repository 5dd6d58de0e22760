//! Reading an index of guides whose text is held elsewhere: a CSV of titles and facts.

use csv::ReaderBuilder;

use super::text::{Fields, one_line};
use crate::platform::dates::PartialDate;

/// A line of an index.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexEntry {
    /// The code of the organisation it belongs to, where that is certain.
    pub organisation: Option<String>,
    /// What is known of it.
    pub fields: Fields,
    /// Where its text is.
    pub held_at: String,
    /// Where this is said.
    pub source: String,
}

/// A line that was not taken: its number and why.
pub type RefusedLine = (u64, String);

/// Reads an index: a CSV with at least the columns title, held_at and source. Gives the entries, and lines that cannot be taken.
///
/// # Errors
/// When the header lacks a column, in a sentence.
pub fn read_index(bytes: &[u8]) -> Result<(Vec<IndexEntry>, Vec<RefusedLine>), String> {
    let mut reader =
        ReaderBuilder::new().flexible(true).from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let header = reader.headers().map_err(|error| format!("line 1: {error}"))?.clone();
    let column = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    for needed in ["title", "held_at", "source"] {
        if column(needed).is_none() {
            return Err(format!("line 1: the header has no column \u{201c}{needed}\u{201d}"));
        }
    }
    let (mut entries, mut refused) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record {
            Ok(record) => {
                let cell =
                    |name: &str| column(name).and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned();
                match entry(&cell) {
                    Ok(entry) => entries.push(entry),
                    Err(why) => refused.push((record.position().map_or(0, csv::Position::line), why)),
                }
            }
            Err(error) => refused.push((error.position().map_or(0, csv::Position::line), error.to_string())),
        }
    }
    Ok((entries, refused))
}

fn entry(cell: &dyn Fn(&str) -> String) -> Result<IndexEntry, String> {
    let needed =
        |name: &str| Some(cell(name)).filter(|value| !value.is_empty()).ok_or_else(|| format!("it has no {name}"));
    let list = |name: &str| Some(cell(name)).filter(|value| !value.is_empty()).into_iter().collect::<Vec<_>>();
    let published = match cell("published").as_str() {
        "" => String::new(),
        written => written.parse::<PartialDate>().map(PartialDate::stored).map_err(|error| error.to_string())?,
    };
    let shown = [("As listed", cell("organisation")), ("Users", cell("users"))];
    let fields = Fields {
        title: one_line(&needed("title")?, 200),
        care_settings: list("care_setting"),
        project_types: list("project_type"),
        published,
        other: shown
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        ..Fields::default()
    };
    let organisation = Some(cell("organisation_code")).filter(|code| !code.is_empty());
    Ok(IndexEntry { organisation, fields, held_at: needed("held_at")?, source: needed("source")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_wrong_ones_named() {
        let csv = "title,held_at,source,published\nA guide,Elsewhere,a page,2020-10\n,Elsewhere,a page,\nB,Elsewhere,a page,soon\n";
        let (entries, refused) = read_index(csv.as_bytes()).unwrap();
        assert_eq!(entries.first().map(|e| e.fields.published.as_str()), Some("2020-10"));
        assert_eq!(refused.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4]);
        assert!(read_index(b"title\nA").is_err());
    }
}
