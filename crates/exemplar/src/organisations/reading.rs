//! Reading lists of organisations: the trust list of the Organisation Data Service, and our own small CSV.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder};
use jiff::civil::Date;

use super::{Facts, Kind, is_invented};
use crate::platform::csv::unguarded;
use crate::platform::dates::PartialDate;

/// The largest list that is read, in bytes.
const LARGEST: usize = 20 * 1024 * 1024;

/// Kinds that a public source gives, by code; the trust list itself has none.
const KINDS: &str = include_str!("kinds.csv");

/// A file that cannot be read as a list at all.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ListError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Too large to be a list of organisations.
    #[error("the file has {0} MB; a list of organisations has at most 20 MB")]
    TooLarge(usize),
    /// A byte-order mark of UTF-16.
    #[error("the file is in UTF-16: save it as UTF-8 and import it again")]
    Utf16,
    /// A header without a column that is needed.
    #[error("line 1: the header has no column \u{201c}{0}\u{201d}; it needs {1}")]
    Column(&'static str, &'static str),
    /// No date to say when the list was true.
    #[error("no date in the file tells when its names held: give it with --list-date")]
    NoDate,
}

/// A line that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Its number in the file, from 1.
    pub line: u64,
    /// Its code, as far as it has one.
    pub code: String,
    /// Why, in words.
    pub reason: String,
}

/// A line that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number in the file, from 1.
    pub line: u64,
    /// The organisation's code.
    pub code: String,
    /// What the list says of it.
    pub facts: Facts,
    /// The day it is known to hold, where the line says so itself.
    pub listed_on: Option<Date>,
}

/// A list of organisations as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationList {
    /// The lines that can be taken, each code once.
    pub listed: Vec<Listed>,
    /// The lines that cannot.
    pub refused: Vec<Refusal>,
    /// The newest day in the list that is not to come.
    pub newest_day: Option<Date>,
}

/// One organisation following another, as a line says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// Its number in the file, from 1.
    pub line: u64,
    /// The code that ended.
    pub predecessor: String,
    /// The code that followed.
    pub successor: String,
    /// The day.
    pub on: Date,
    /// Where this is said.
    pub source: String,
}

type Line = Result<Listed, (String, String)>;

/// Reads a list: the trust list (`etr.csv`, no header, 24 or 27 columns) or our small CSV (its header begins with `code`).
///
/// # Errors
/// [`ListError`] when the file as a whole cannot be read; single lines are refused one by one.
pub fn read_list(bytes: &[u8], source: &str, today: Date) -> Result<OrganisationList, ListError> {
    let bytes = readable(bytes)?;
    let kinds = kinds();
    match header(bytes) {
        Some(columns) if columns.contains_key("code") => {
            need(&columns, &["code", "name", "source"], "code, name and source")?;
            Ok(read(bytes, true, today, |record| small_line(record, &columns)))
        }
        _ => Ok(read(bytes, false, today, |record| trust_line(record, source, &kinds))),
    }
}

/// Reads successions: a CSV with the columns predecessor, successor, on and source.
///
/// # Errors
/// [`ListError`] when the file as a whole cannot be read.
pub fn read_successions(bytes: &[u8]) -> Result<(Vec<Succession>, Vec<Refusal>), ListError> {
    let bytes = readable(bytes)?;
    let columns = header(bytes).unwrap_or_default();
    need(&columns, &["predecessor", "successor", "on", "source"], "predecessor, successor, on and source")?;
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for (line, record) in records(bytes, true) {
        let said = record.and_then(|record| succession(&record, &columns, line));
        match said {
            Ok(succession) => taken.push(succession),
            Err(reason) => refused.push(Refusal { line, code: String::new(), reason }),
        }
    }
    Ok((taken, refused))
}

/// Whether the file is a list of successions rather than of organisations.
pub fn is_successions(bytes: &[u8]) -> bool {
    readable(bytes).ok().and_then(header).is_some_and(|columns| columns.contains_key("predecessor"))
}

fn readable(bytes: &[u8]) -> Result<&[u8], ListError> {
    match bytes {
        [] => Err(ListError::Empty),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err(ListError::Utf16),
        _ if bytes.len() > LARGEST => Err(ListError::TooLarge(bytes.len() / (1024 * 1024))),
        _ => Ok(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    }
}

fn need(columns: &BTreeMap<String, usize>, names: &[&'static str], all: &'static str) -> Result<(), ListError> {
    match names.iter().find(|name| !columns.contains_key(**name)) {
        Some(missing) => Err(ListError::Column(missing, all)),
        None => Ok(()),
    }
}

fn header(bytes: &[u8]) -> Option<BTreeMap<String, usize>> {
    let (_, first) = records(bytes, false).next()?;
    let first = first.ok()?;
    Some(first.iter().enumerate().map(|(at, name)| (name.to_lowercase(), at)).collect())
}

/// The records of a CSV with their line numbers, as trimmed text; a line in another encoding is an error of its own.
fn records(bytes: &[u8], skip_header: bool) -> impl Iterator<Item = (u64, Result<Vec<String>, String>)> + '_ {
    let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.into_byte_records().skip(usize::from(skip_header)).map(|record| match record {
        Ok(record) => (record.position().map_or(0, csv::Position::line), text(&record)),
        Err(error) => (error.position().map_or(0, csv::Position::line), Err(error.to_string())),
    })
}

fn text(record: &ByteRecord) -> Result<Vec<String>, String> {
    record
        .iter()
        .enumerate()
        .map(|(column, cell)| match std::str::from_utf8(cell) {
            Ok(cell) => Ok(cell.trim().to_owned()),
            Err(_) => Err(format!("column {} is not UTF-8 text", column + 1)),
        })
        .collect()
}

fn read(bytes: &[u8], skip_header: bool, today: Date, parse: impl Fn(&[String]) -> Line) -> OrganisationList {
    let mut list = OrganisationList { listed: Vec::new(), refused: Vec::new(), newest_day: None };
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for (line, record) in records(bytes, skip_header) {
        let said = record.map_err(|reason| (String::new(), reason)).and_then(|record| parse(&record));
        let said = said.and_then(|listed| match seen.get(&listed.code) {
            Some(first) => Err((listed.code, format!("the code already stands on line {first}"))),
            None => Ok(listed),
        });
        match said {
            Ok(Listed { listed_on: Some(day), code, .. }) if day > today => {
                list.refused.push(Refusal { line, code, reason: format!("listed_on {day} is still to come") });
            }
            Ok(listed) => {
                let days =
                    [listed.facts.opened_on, listed.facts.closed_on].into_iter().flatten().filter(|day| *day <= today);
                list.newest_day = list.newest_day.into_iter().chain(days).max();
                seen.insert(listed.code.clone(), line);
                list.listed.push(Listed { line, ..listed });
            }
            Err((code, reason)) => list.refused.push(Refusal { line, code, reason }),
        }
    }
    list
}

/// One line of the trust list. Columns (from 1): code, name, national grouping, local grouping, five of address, postcode, opened, closed.
fn trust_line(record: &[String], source: &str, kinds: &BTreeMap<&str, (Kind, &str)>) -> Line {
    let cell = |at: usize| record.get(at - 1).cloned().unwrap_or_default();
    let code = cell(1);
    let refuse = |reason: String| (code.chars().take(20).collect(), reason);
    if !matches!(record.len(), 24 | 27) {
        return Err(refuse(format!("it has {} columns; a trust list has 24 or 27", record.len())));
    }
    if !is_code(&code, false) {
        return Err(refuse("its first column is not an organisation code".to_owned()));
    }
    let address: Vec<String> = (5..=9).map(cell).filter(|line| !line.is_empty()).collect();
    let kind = kinds.get(code.as_str());
    let facts = Facts {
        name: cell(2),
        kind: kind.map(|(kind, _)| *kind),
        kind_source: kind.map(|(_, source)| (*source).to_owned()),
        national_group: some(cell(3)),
        local_group: some(cell(4)),
        address: some(address.join(", ")),
        postcode: some(cell(10)),
        opened_on: compact_day(&cell(11)).map_err(&refuse)?,
        closed_on: compact_day(&cell(12)).map_err(&refuse)?,
        source: source.to_owned(),
    };
    check(&facts, true).map_err(&refuse)?;
    Ok(Listed { line: 0, code: code.clone(), facts, listed_on: None })
}

/// One line of our own CSV, by the names of its columns.
fn small_line(record: &[String], columns: &BTreeMap<String, usize>) -> Line {
    let cell = |name: &str| {
        columns.get(name).and_then(|at| record.get(*at)).map(|cell| unguarded(cell).to_owned()).unwrap_or_default()
    };
    let code = cell("code");
    let refuse = |reason: String| (code.chars().take(20).collect(), reason);
    if !is_code(&code, true) {
        return Err(refuse("its code is not one: capital letters, digits and hyphens, 2 to 12 of them".to_owned()));
    }
    let word = cell("kind");
    let kind = match word.is_empty() {
        true => None,
        false => Some(
            Kind::from_word(&word)
                .ok_or_else(|| refuse(format!("\u{201c}{word}\u{201d} is not a kind of organisation")))?,
        ),
    };
    let source = cell("source");
    let facts = Facts {
        name: cell("name"),
        kind,
        kind_source: kind.map(|_| source.clone()),
        national_group: some(cell("grouping")),
        local_group: some(cell("local_grouping")),
        address: some(cell("address")),
        postcode: some(cell("postcode")),
        opened_on: plain_day(&cell("opened")).map_err(&refuse)?,
        closed_on: plain_day(&cell("closed")).map_err(&refuse)?,
        source,
    };
    check(&facts, false).map_err(&refuse)?;
    if facts.source.is_empty() {
        return Err(refuse("it names no source".to_owned()));
    }
    let listed_on = plain_day(&cell("listed_on")).map_err(&refuse)?;
    Ok(Listed { line: 0, code: code.clone(), facts, listed_on })
}

fn succession(record: &[String], columns: &BTreeMap<String, usize>, line: u64) -> Result<Succession, String> {
    let cell = |name: &str| columns.get(name).and_then(|at| record.get(*at)).cloned().unwrap_or_default();
    let (predecessor, successor) = (cell("predecessor"), cell("successor"));
    for code in [&predecessor, &successor] {
        if !is_code(code, true) {
            return Err(format!("\u{201c}{code}\u{201d} is not an organisation code"));
        }
    }
    if predecessor == successor {
        return Err(format!("{predecessor} cannot succeed itself"));
    }
    let on = plain_day(&cell("on"))?.ok_or("it has no date in the column \u{201c}on\u{201d}")?;
    let source = some(cell("source")).ok_or("it names no source")?;
    Ok(Succession { line, predecessor, successor, on, source })
}

fn check(facts: &Facts, dates_needed: bool) -> Result<(), String> {
    if facts.name.is_empty() {
        return Err("it has no name".to_owned());
    }
    if facts.name.chars().count() > 200 {
        return Err("its name has more than 200 characters".to_owned());
    }
    if dates_needed && facts.opened_on.is_none() {
        return Err("it has no opening date".to_owned());
    }
    match (facts.opened_on, facts.closed_on) {
        (Some(opened), Some(closed)) if closed < opened => {
            Err(format!("it closed on {closed}, before it opened on {opened}"))
        }
        _ => Ok(()),
    }
}

fn is_code(code: &str, ours: bool) -> bool {
    let length = if ours { 2..=12 } else { 3..=6 };
    let good = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || (ours && c == '-');
    length.contains(&code.len()) && code.chars().all(good) && (ours || !is_invented(code))
}

fn some(cell: String) -> Option<String> {
    Some(cell).filter(|cell| !cell.is_empty())
}

/// A day written `20110701`.
fn compact_day(cell: &str) -> Result<Option<Date>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    Date::strptime("%Y%m%d", cell).map(Some).map_err(|_| format!("\u{201c}{cell}\u{201d} is not a date (YYYYMMDD)"))
}

/// A day written `2011-07-01`; a month or a year counts from its last day.
fn plain_day(cell: &str) -> Result<Option<Date>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse::<PartialDate>().map(|date| Some(date.last_day())).map_err(|error| error.to_string())
}

fn kinds() -> BTreeMap<&'static str, (Kind, &'static str)> {
    KINDS
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (code, rest) = line.split_once(',')?;
            let (kind, source) = rest.split_once(',')?;
            Some((code, (Kind::from_word(kind)?, source.trim_matches('"'))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-11-22";

    fn list(text: &str) -> OrganisationList {
        read_list(text.as_bytes(), "a list", TODAY.parse().unwrap()).unwrap()
    }

    fn trust(code: &str, opened: &str, closed: &str) -> String {
        format!("{code},SOME TRUST,Y56,Q71,1 ROAD,,,LONDON,,E1 1AA,{opened},{closed},,,,,,,,,,0,,H\n")
    }

    #[test]
    fn lines_are_refused_one_by_one_with_their_place() {
        let text = [
            trust("RAA", "20110401", ""),
            trust("RAA", "20110401", ""),
            trust("RBB", "20110231", ""),
            trust("RCC", "20110401", "20100101"),
            trust("RDD", "", ""),
            "REE,SHORT\n".to_owned(),
        ]
        .concat();
        let list = list(&text);
        assert_eq!(list.listed.len(), 1);
        let reasons: Vec<(u64, &str)> = list.refused.iter().map(|r| (r.line, r.reason.as_str())).collect();
        assert_eq!(
            reasons,
            [
                (2, "the code already stands on line 1"),
                (3, "\u{201c}20110231\u{201d} is not a date (YYYYMMDD)"),
                (4, "it closed on 2010-01-01, before it opened on 2011-04-01"),
                (5, "it has no opening date"),
                (6, "it has 2 columns; a trust list has 24 or 27"),
            ]
        );
    }

    #[test]
    fn the_newest_day_that_has_come_dates_the_list() {
        let list = list(&(trust("RAA", "20110401", "20150930") + &trust("RBB", "20991231", "")));
        assert_eq!(list.newest_day, Some("2015-09-30".parse().unwrap()));
    }

    #[test]
    fn other_encodings_are_named() {
        let today = TODAY.parse().unwrap();
        assert_eq!(read_list(b"\xff\xfeR\0", "x", today), Err(ListError::Utf16));
        assert_eq!(read_list(b"", "x", today), Err(ListError::Empty));
        let mut latin = trust("RAA", "20110401", "").into_bytes();
        latin[4] = 0xe9;
        let list = read_list(&latin, "x", today).unwrap();
        assert_eq!(list.refused.first().map(|r| r.reason.as_str()), Some("column 2 is not UTF-8 text"));
    }

    #[test]
    fn our_own_csv_needs_a_source() {
        let list = list("code,name,kind,source\nDEMO-A,A,acute,Invented\nDEMO-B,B,castle,Invented\nDEMO-C,C,,\n");
        assert_eq!(list.listed.len(), 1);
        assert_eq!(list.refused.len(), 2);
        let future = super::tests::list("code,name,source,listed_on\nDEMO-A,A,Invented,2999-01-01\n");
        assert_eq!(future.refused.len(), 1);
    }
}
