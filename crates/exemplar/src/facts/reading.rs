//! Reading files of facts: CSV, each kind told by its header. A line that cannot be taken is named with the reason.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder};
use jiff::civil::Date;

use super::{Field, Line, Rule, Shape, Value, whole};
use crate::platform::csv::unguarded;
use crate::platform::dates::PartialDate;
use crate::platform::money;

/// The largest file that is read, in bytes.
const LARGEST: usize = 20 * 1024 * 1024;

/// A file that cannot be read at all.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FileError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Too large.
    #[error("the file has {0} MB; a file of facts has at most 20 MB")]
    TooLarge(usize),
    /// A byte-order mark of UTF-16.
    #[error("the file is in UTF-16: save it as UTF-8 and import it again")]
    Utf16,
    /// A header that belongs to no kind of file.
    #[error("line 1: the header belongs to no kind of file; one of these columns tells which it is: {0}")]
    Unknown(String),
    /// A header without a column that is needed.
    #[error("line 1: a file of {0} needs a column \u{201c}{1}\u{201d}")]
    Missing(&'static str, &'static str),
    /// A header with a column nobody knows.
    #[error("line 1: a file of {0} has no column \u{201c}{1}\u{201d}; it has {2}")]
    Column(&'static str, String, String),
    /// A column that no kind of line has.
    #[error("line 1: no kind of line has a column \u{201c}{0}\u{201d}")]
    Unread(String),
    /// A column twice.
    #[error("line 1: the column \u{201c}{0}\u{201d} stands twice")]
    Twice(String),
}

/// A line that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file it stands in.
    pub file: String,
    /// Its number there, from 1.
    pub line: u64,
    /// Why, in words.
    pub reason: String,
}

/// Reads a file: its header tells which of `shapes` it is.
///
/// # Errors
/// [`FileError`] when the file as a whole cannot be read; single lines are refused one by one.
pub fn read(
    bytes: &[u8],
    file: &str,
    shapes: &[&'static Shape],
    today: Date,
) -> Result<(Vec<Line>, Vec<Refusal>), FileError> {
    let bytes = match bytes {
        [] => return Err(FileError::Empty),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(FileError::Utf16),
        _ if bytes.len() > LARGEST => return Err(FileError::TooLarge(bytes.len() / (1024 * 1024))),
        _ => bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
    };
    let mut records = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes).into_byte_records();
    let header = records.next().and_then(Result::ok).and_then(|record| cells(&record).ok()).unwrap_or_default();
    let is_whole = header.iter().any(|name| name.eq_ignore_ascii_case(whole::FILE));
    let (told, columns) = if is_whole { (None, all_columns(&header, shapes)?) } else { told(&header, shapes)? };
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    let mut numbers = LineNumbers { rest: bytes, at: 0, line: 1 };
    for record in records {
        let (number, read) = match record {
            Ok(record) => (numbers.of(record.position()), cells(&record)),
            Err(error) => (numbers.of(error.position()), Err(error.to_string())),
        };
        let line = read.and_then(|cells| match cells.len() == header.len() {
            true => match told {
                Some(shape) => Ok(shape),
                None => kind_of(&header, &columns, &cells, shapes),
            }
            .and_then(|shape| line_of(shape, &columns, &cells, (file, number), today)),
            false => Err(format!("it has {} columns; the header has {}", cells.len(), header.len())),
        });
        match line {
            Ok(line) => lines.push(line),
            Err(reason) => refused.push(Refusal { file: file.to_owned(), line: number, reason }),
        }
    }
    Ok((lines, refused))
}

/// The numbers of lines as a spreadsheet has them, whichever way lines end: the header is line 1.
struct LineNumbers<'a> {
    rest: &'a [u8],
    at: usize,
    line: u64,
}

impl LineNumbers<'_> {
    /// The line on which a record begins. What is read ends a line at its carriage return: the line feed after it is before the
    /// next record.
    fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let byte = position.map_or(self.at, |position| usize::try_from(position.byte()).unwrap_or(self.at));
        let (before, rest) = self.rest.split_at(byte.saturating_sub(self.at).min(self.rest.len()));
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let (gap, rest) = rest.split_at(ends);
        let feeds = before.iter().chain(gap).filter(|byte| **byte == b'\n').count();
        self.line += u64::try_from(feeds).unwrap_or(0);
        (self.at, self.rest) = (self.at + before.len() + gap.len(), rest);
        self.line
    }
}

/// Where each column stands.
fn placed(header: &[String]) -> Result<BTreeMap<String, usize>, FileError> {
    let mut columns = BTreeMap::new();
    for (at, name) in header.iter().enumerate() {
        if columns.insert(name.to_lowercase(), at).is_some() {
            return Err(FileError::Twice(name.clone()));
        }
    }
    Ok(columns)
}

/// Where each column of a file of all kinds stands.
fn all_columns(header: &[String], shapes: &[&'static Shape]) -> Result<BTreeMap<String, usize>, FileError> {
    let columns = placed(header)?;
    match columns.keys().find(|name| !whole::has_column(shapes, name)) {
        Some(unknown) => Err(FileError::Unread(unknown.clone())),
        None => Ok(columns),
    }
}

/// Of which kind a line of such a file is; what stands in a column that the kind does not have is not read over.
fn kind_of(
    header: &[String],
    columns: &BTreeMap<String, usize>,
    cells: &[String],
    shapes: &[&'static Shape],
) -> Result<&'static Shape, String> {
    let word = columns.get(whole::FILE).and_then(|at| cells.get(*at)).map_or("", String::as_str);
    let shape = shapes.iter().find(|shape| shape.word == word).ok_or_else(|| {
        let all: Vec<&str> = shapes.iter().map(|shape| shape.word).collect();
        format!("file: \u{201c}{}\u{201d} is none of {}", short(word), all.join(", "))
    })?;
    let is_known = |name: &str| name == whole::FILE || shape.fields.iter().any(|field| field.name == name);
    let stray = header.iter().zip(cells).find(|(name, cell)| !cell.is_empty() && !is_known(&name.to_lowercase()));
    match stray {
        Some((name, _)) => Err(format!("{name}: a line of {} has no such column", shape.word)),
        None => Ok(shape),
    }
}

/// What a header tells: the kind of file, when all its lines are of one, and where each column stands.
type Told = (Option<&'static Shape>, BTreeMap<String, usize>);

/// Which kind of file has this header, and where each column stands.
fn told(header: &[String], shapes: &[&'static Shape]) -> Result<Told, FileError> {
    let columns = placed(header)?;
    let Some(shape) = shapes.iter().find(|shape| columns.contains_key(shape.tells)) else {
        let all: Vec<&str> = shapes.iter().map(|shape| shape.tells).collect();
        return Err(FileError::Unknown(all.join(", ")));
    };
    let known: Vec<&str> = shape.fields.iter().filter(|f| in_file(f)).map(|field| field.name).collect();
    if let Some(column) = columns.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(FileError::Column(shape.word, column.clone(), known.join(", ")));
    }
    match shape.fields.iter().find(|field| field.is_needed && !columns.contains_key(field.name)) {
        Some(field) => Err(FileError::Missing(shape.word, field.name)),
        None => Ok((Some(shape), columns)),
    }
}

fn in_file(field: &Field) -> bool {
    !matches!(field.rule, Rule::Pence)
}

fn cells(record: &ByteRecord) -> Result<Vec<String>, String> {
    let text = |(at, cell): (usize, &[u8])| match std::str::from_utf8(cell) {
        Ok(cell) => Ok(unguarded(cell.trim()).to_owned()),
        Err(_) => Err(format!("column {} is not UTF-8 text", at + 1)),
    };
    record.iter().enumerate().map(text).collect()
}

fn line_of(
    shape: &'static Shape,
    columns: &BTreeMap<String, usize>,
    cells: &[String],
    (file, number): (&str, u64),
    today: Date,
) -> Result<Line, String> {
    let cell = |name: &str| columns.get(name).and_then(|at| cells.get(*at)).map_or("", String::as_str);
    let values = shape
        .fields
        .iter()
        .map(|field| match field.rule {
            Rule::Pence => money::of(cell("value"), cell("unit")).map(Value::Number),
            _ => field.value(cell(field.name), today),
        })
        .collect::<Result<Vec<_>, String>>()?;
    let line = Line { shape, file: file.to_owned(), number, values };
    (shape.check)(&line)?;
    Ok(line)
}

impl Field {
    /// What a cell says, by the rule of its column.
    ///
    /// # Errors
    /// Why it may not say that.
    pub fn value(&self, cell: &str, today: Date) -> Result<Value, String> {
        let name = self.name;
        if cell.is_empty() {
            return match (self.is_needed, self.rule) {
                (true, _) => Err(format!("the column \u{201c}{name}\u{201d} is empty")),
                (false, Rule::Count) => Ok(Value::Number(None)),
                (false, _) => Ok(Value::Text(None)),
            };
        }
        let text = |text: String| Ok(Value::Text(Some(text)));
        let wrong = |what: &str| Err(format!("{name}: \u{201c}{}\u{201d} {what}", short(cell)));
        match self.rule {
            Rule::Slug if is_slug(cell) => text(cell.to_owned()),
            Rule::Slug => wrong("may have small letters, digits and hyphens, at most 80"),
            Rule::Code if is_code(cell) => text(cell.to_owned()),
            Rule::Code => wrong("is not an organisation code: capital letters, digits and hyphens, 2 to 12 of them"),
            Rule::Text(most) if cell.chars().count() > most => Err(format!("{name}: more than {most} characters")),
            Rule::Text(_) if cell.contains(['\0', '\r', '\n']) => Err(format!("{name}: it has more than one line")),
            Rule::Text(_) => text(cell.to_owned()),
            Rule::Date | Rule::Past => {
                let date = plain_date(cell).ok_or_else(|| format!("{name}: {}", not_a_date(cell)))?;
                match self.rule {
                    Rule::Past if date.first_day() > today => wrong("is in the future"),
                    _ => text(date.stored()),
                }
            }
            Rule::Count => match cell.parse::<u32>() {
                Ok(number) => Ok(Value::Number(Some(i64::from(number)))),
                Err(_) => wrong("is not a whole number"),
            },
            Rule::Word(words) if words.contains(&cell) => text(cell.to_owned()),
            Rule::Word(words) => wrong(&format!("is none of {}", words.join(", "))),
            Rule::Pence => Ok(Value::Number(None)),
        }
    }
}

/// A date in the one form that cannot be read in two ways.
fn plain_date(cell: &str) -> Option<PartialDate> {
    let date: PartialDate = cell.parse().ok()?;
    (date.stored() == cell && (1900..=2199).contains(&date.first_day().year())).then_some(date)
}

fn not_a_date(cell: &str) -> String {
    format!("\u{201c}{}\u{201d} is not a date: write 2018, 2018-06 or 2018-06-19", short(cell))
}

fn short(cell: &str) -> String {
    cell.chars().take(40).collect()
}

/// Whether this can be the name of a programme, group or milestone in an address.
#[must_use]
pub fn is_slug(cell: &str) -> bool {
    cell.len() <= 80
        && !cell.starts_with('-')
        && !cell.ends_with('-')
        && cell.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_code(cell: &str) -> bool {
    (2..=12).contains(&cell.len()) && cell.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
}
