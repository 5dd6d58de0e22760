//! Reading a file of definitions: TOML, with `kind = "milestones"`.

use jiff::civil::Date;
use serde::Deserialize;

use super::MILESTONE;
use super::store::VersionRow;
use crate::facts::{Line, Refusal, Value};

/// A file of definitions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: String,
    kind: String,
    programme: String,
    source: String,
    #[serde(default)]
    published: Option<String>,
    written_for: String,
    #[serde(default)]
    milestone: Vec<Definition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    id: String,
    title: String,
    /// The milestones it is the whole set of.
    #[serde(default)]
    covers: Vec<String>,
    evidence: Vec<String>,
}

/// Reads a file of definitions into lines, each milestone in its place.
///
/// # Errors
/// When it is not such a file, in words with the line where there is one.
pub fn read(bytes: &[u8], name: &str, today: Date) -> Result<(Vec<Line>, Vec<Refusal>), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "the file is not UTF-8 text".to_owned())?;
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    if file.kind != "milestones" {
        return Err(format!("kind is \u{201c}{}\u{201d}; a file of definitions says kind = \"milestones\"", file.kind));
    }
    let ids: Vec<&str> = file.milestone.iter().map(|milestone| milestone.id.as_str()).collect();
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    for (place, milestone) in (1_u64..).zip(&file.milestone) {
        match line_of(&file, place, milestone, &ids, name, today) {
            Ok(line) => lines.push(line),
            Err(reason) => refused.push(Refusal { file: name.to_owned(), line: place, reason }),
        }
    }
    Ok((lines, refused))
}

fn line_of(
    file: &File,
    place: u64,
    milestone: &Definition,
    ids: &[&str],
    name: &str,
    today: Date,
) -> Result<Line, String> {
    if let Some(unknown) = milestone.covers.iter().find(|id| !ids.contains(&id.as_str()) || **id == milestone.id) {
        return Err(format!("{}: it cannot be over \u{201c}{unknown}\u{201d}", milestone.id));
    }
    if milestone.evidence.is_empty() {
        return Err(format!("{}: it does not say what counts as evidence", milestone.id));
    }
    let source = format!("{}; what counts as evidence: {}", file.source, file.written_for);
    let cells = [
        file.programme.as_str(),
        &milestone.id,
        &place.to_string(),
        &milestone.title,
        &milestone.covers.join(" "),
        &milestone.evidence.join(EVIDENCE),
        &file.id,
        &file.version,
        &source,
        file.published.as_deref().unwrap_or_default(),
    ];
    let values = MILESTONE
        .fields
        .iter()
        .zip(cells)
        .map(|(field, cell)| field.value(cell, today))
        .collect::<Result<Vec<Value>, String>>()
        .map_err(|reason| format!("{}: {reason}", milestone.id))?;
    Ok(Line { shape: &MILESTONE, file: name.to_owned(), number: place, values })
}

/// What stands between two sentences about evidence where they are kept.
pub(super) const EVIDENCE: &str = " \u{2022} ";

/// Whether a definition may stand where another of the same version is known: only when it says the same.
pub(super) fn is_new_version(line: &Line, known: Option<&VersionRow>) -> Result<(), String> {
    match known {
        Some(known) if known.version == line.word("version") && !known.says(line) => Err(format!(
            "{}: version {} is in use and says otherwise; give the file a new version",
            line.word("milestone"),
            known.version
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<(Vec<Line>, Vec<Refusal>), String> {
        read(text.as_bytes(), "m.toml", "2026-11-22".parse().unwrap())
    }

    const HEAD: &str =
        "id = \"m\"\nversion = \"1\"\nkind = \"milestones\"\nprogramme = \"p\"\nsource = \"s\"\nwritten_for = \"us\"\n";

    #[test]
    fn definitions_are_read_in_their_order() {
        let text = format!(
            "{HEAD}[[milestone]]\nid = \"one\"\ntitle = \"One\"\nevidence = [\"a\", \"b\"]\n\
             [[milestone]]\nid = \"all\"\ntitle = \"All\"\ncovers = [\"one\"]\nevidence = [\"c\"]\n"
        );
        let (lines, refused) = read_text(&text).unwrap();
        assert_eq!((lines.len(), refused.len()), (2, 0));
        assert_eq!((lines[1].word("milestone"), lines[1].word("covers")), ("all", "one"));
        assert_eq!(lines[0].word("evidence"), "a \u{2022} b");
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(read_text("kind = 1").is_err());
        assert!(read_text(&HEAD.replace("\"milestones\"", "\"maturity\"")).unwrap_err().contains("milestones"));
        let text =
            format!("{HEAD}[[milestone]]\nid = \"one\"\ntitle = \"One\"\ncovers = [\"two\"]\nevidence = [\"a\"]\n");
        assert_eq!(read_text(&text).unwrap().1.len(), 1);
    }
}
