//! The questions of an assessment as a spreadsheet (XLSX) or CSV, and back: out with the answers there are, in with those that
//! were changed in it. What the file leaves as it was stays as it is now, also when a colleague saved meanwhile.
//!
//! A file that comes back may be hostile: what it unpacks to is measured before it is read, cells far out are passed over, and
//! formulas are not computed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, sink};

use calamine::{DataRef, DataType, Reader, Xlsx, XlsxError as XlsxProblem, open_workbook_from_rs};
use composite::Answer;
use jiff::civil::Date;
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Workbook, XlsxError};

use super::Standing;
use super::pages::Last;
use crate::platform::csv::{guarded, unguarded};
use crate::rounds::{Answered, Refusal, read_answers, word};

/// The columns, and how wide they are: what was answered in the round before, what was saved when the file was made, and
/// what is answered now.
const COLUMNS: [(&str, f64); 6] =
    [("question", 24.0), ("text", 60.0), ("answers", 44.0), ("last_time", 20.0), ("saved", 10.0), ("answer", 20.0)];

/// The place of the column that is filled in.
const ANSWER: u16 = 5;

/// The most that a file may unpack to, in bytes.
const UNPACKED: u64 = 20 * 1024 * 1024;

/// What is said of a file that is none.
const UNREADABLE: &str = "The file is not a spreadsheet that can be read (XLSX)";

/// The most rows and columns that are looked at.
const ROWS: u32 = 5_000;
const WIDTH: u32 = 20;

/// The lines of an assessment's file, as in [`COLUMNS`].
fn lines(standing: &Standing, last: Option<&Last>) -> Vec<[String; 6]> {
    let asked = standing.framework.questions.iter().enumerate();
    let asked = asked.filter(|(place, _)| standing.framework.is_asked(*place, standing.setting));
    let line = |(place, question): (usize, &composite::framework::Question)| {
        let answers = standing.framework.scales.get(question.scale).map(|scale| scale.answers.as_slice());
        let choices: Vec<String> = (1..)
            .zip(answers.unwrap_or_default())
            .map(|(at, answer): (usize, _)| format!("{at} {}", answer.text))
            .collect();
        let before = last.and_then(|last| last.answers.get(&question.id));
        let before = before.map(|answer| standing.said(place, *answer)).unwrap_or_default();
        let saved = saved(standing, place);
        let text = question.text_in(standing.setting).to_owned();
        [question.id.clone(), text, choices.join("; "), before, saved.clone(), saved]
    };
    asked.map(line).collect()
}

/// The answer to a question that is saved now, as a cell.
fn saved(standing: &Standing, place: usize) -> String {
    let note = standing.framework.questions.get(place).and_then(|question| standing.notes.get(&question.id));
    match standing.answer(place) {
        Answer::NotApplicable => {
            format!("na: {}", note.map(|note| note.why.as_str()).unwrap_or_default()).trim_end().to_owned()
        }
        answer => word(answer),
    }
}

/// The file as a CSV.
pub(super) fn write_csv(standing: &Standing, last: Option<&Last>) -> Result<Vec<u8>, csv::Error> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(COLUMNS.map(|(name, _)| name))?;
    for line in lines(standing, last) {
        csv.write_record(line.map(guarded))?;
    }
    csv.into_inner().map_err(|error| error.into_error().into())
}

/// The file as a spreadsheet.
pub(super) fn write(standing: &Standing, last: Option<&Last>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Answers")?;
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    for (column, (name, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_with_format(0, column, name, &bold)?;
    }
    let lines = lines(standing, last);
    for (row, line) in (1_u32..).zip(&lines) {
        for (column, cell) in (0_u16..).zip(line) {
            sheet.write_string_with_format(row, column, cell, &wrapped)?;
        }
        let [_, _, answers, ..] = line;
        let count = answers.split("; ").count();
        let choices: Vec<String> = (1..=count).map(|at| at.to_string()).chain(["?".to_owned()]).collect();
        // A suggestion: "na: why" can be written too.
        let list = DataValidation::new().allow_list_strings(&choices)?.show_error_message(false);
        sheet.add_data_validation(row, ANSWER, row, ANSWER, &list)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

/// What cannot be taken of a file.
#[derive(Debug, Default)]
pub(super) struct Untaken {
    /// In words.
    pub words: String,
    /// The cells, by their lines in the file.
    pub refused: Vec<Refusal>,
}

impl From<String> for Untaken {
    fn from(words: String) -> Self {
        Self { words, refused: Vec::new() }
    }
}

/// The answers that hold when a file is taken: those it changes, and for every other question what is saved now.
///
/// # Errors
/// [`Untaken`] with every cell that cannot be taken; then nothing is.
pub(super) fn taken(bytes: &[u8], standing: &Standing, today: Date) -> Result<Answered, Untaken> {
    let text = std::str::from_utf8(bytes).map_err(|_| "The file is not a CSV in UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    let (given, mut refused) = changed(text, standing, today)?;
    let mut out = csv::Writer::from_writer(Vec::new());
    let framework = &standing.framework;
    let ids = || framework.questions.iter().map(|question| question.id.clone());
    let cells = framework.questions.iter().enumerate().map(|(place, question)| match given.get(&question.id) {
        Some((_, cell)) => cell.clone(),
        None => saved(standing, place),
    });
    let columns = ["organisation", "care_setting"].map(str::to_owned);
    let own = [standing.organisation.clone(), standing.care_setting.clone()];
    let wrote = out.write_record(columns.into_iter().chain(ids()));
    let wrote = wrote.and_then(|()| out.write_record(own.into_iter().chain(cells.map(guarded))));
    wrote.map_err(|error| error.to_string())?;
    let read = read_answers(&out.into_inner().map_err(|error| error.to_string())?, framework, today)?;
    let line = |id: &str| given.get(id).map_or(0, |(line, _)| *line);
    refused.extend(read.refused.into_iter().map(|refusal| Refusal { line: line(&refusal.column), ..refusal }));
    refused.sort_by_key(|refusal| refusal.line);
    match read.answered.into_iter().next().filter(|_| refused.is_empty()) {
        Some(answered) => Ok(answered),
        None => Err(Untaken { words: "Some cells cannot be taken. Nothing was saved".to_owned(), refused }),
    }
}

/// The questions that a file answers anew, each with its line and cell.
type Given = BTreeMap<String, (u64, String)>;

/// What a file changes, and the lines that cannot be.
fn changed(text: &str, standing: &Standing, today: Date) -> Result<(Given, Vec<Refusal>), String> {
    // Where commas stand in numbers, spreadsheets part columns with semicolons.
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(',') { b',' } else { b';' };
    let mut csv = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header = csv.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| header.iter().position(|column| column.trim() == name);
    let needed = |name: &str| column(name).ok_or_else(|| format!("The file has no column \u{201c}{name}\u{201d}"));
    let (question, answer, saved_then) = (needed("question")?, needed("answer")?, column("saved"));
    let (mut given, mut refused) = (Given::new(), Vec::new());
    for record in csv.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |place: usize| unguarded(record.get(place).unwrap_or_default().trim());
        let (id, said, then) = (cell(question), cell(answer), saved_then.map(cell));
        if said.is_empty() || then == Some(said) {
            continue;
        }
        let reason = match standing.framework.question(id) {
            None => Some("it is no question of this assessment".to_owned()),
            Some(place) => not_now(standing, place, (said, then), today),
        };
        let twice = given.get(id).map(|(line, _)| format!("it stands already on line {line}"));
        match reason.or(twice) {
            Some(reason) => refused.push(Refusal { line, column: id.to_owned(), reason }),
            None => _ = given.insert(id.to_owned(), (line, said.to_owned())),
        }
    }
    Ok((given, refused))
}

/// Why a question cannot be answered by a cell now: its section is shut, or somebody else answered it since the file was made.
fn not_now(standing: &Standing, place: usize, (said, then): (&str, Option<&str>), today: Date) -> Option<String> {
    let section = standing.framework.questions.get(place).map_or(usize::MAX, |question| question.section);
    if !standing.is_open(section, today) {
        return Some("its section cannot be answered now".to_owned());
    }
    let now = saved(standing, place);
    let is_other = then.is_some_and(|then| then != now) && said != now;
    is_other.then(|| {
        let now = if now.is_empty() { "nothing".to_owned() } else { format!("\u{201c}{now}\u{201d}") };
        format!(
            "it was changed here since the file was made, and is {now} now: answer it on its page, or in a newer file"
        )
    })
}

/// Whether a file is a spreadsheet and no text.
pub(super) fn is_sheet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The first sheet of a file as a CSV.
///
/// # Errors
/// In words, when it is no spreadsheet, or too large.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let unreadable = |_: XlsxProblem| UNREADABLE.to_owned();
    measure(bytes)?;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let name = book.sheet_names().first().cloned().ok_or("The file has no sheet")?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(unreadable)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        if row >= ROWS || column >= WIDTH {
            continue;
        }
        let (row, column) = (row as usize, column as usize);
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if let Some(line) = rows.get_mut(row) {
            line.resize(line.len().max(column + 1), String::new());
            if let Some(kept) = line.get_mut(column) {
                *kept = said(cell.get_value());
            }
        }
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut csv = csv::Writer::from_writer(Vec::new());
    for mut line in rows.into_iter().filter(|line| line.iter().any(|cell| !cell.is_empty())) {
        line.resize(width, String::new());
        csv.write_record(line).map_err(|error| error.to_string())?;
    }
    csv.into_inner().map_err(|error| error.to_string())
}

/// Unpacks all parts into nothing, so that a small file that would fill the memory is refused before it does.
fn measure(bytes: &[u8]) -> Result<(), String> {
    let unreadable = |_| UNREADABLE.to_owned();
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut left = UNPACKED;
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(unreadable)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut sink());
        let read = read.map_err(|_| UNREADABLE.to_owned())?;
        left = left.checked_sub(read).ok_or("The spreadsheet is too large")?;
    }
    Ok(())
}

/// A cell as it would be typed: whole numbers without a point.
fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e9 => format!("{number:.0}"),
        value => value.as_string().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cells: &[(u32, u16, &str)]) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, column, words) in cells {
            sheet.write(*row, *column, *words).unwrap();
        }
        sheet.write(1, 1, 3.0).unwrap();
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn a_sheet_becomes_the_rows_of_a_csv_and_cells_far_out_are_passed_over() {
        let bytes = sheet(&[(0, 0, "question"), (0, 1, "answer"), (1, 0, "one"), (1_000_000, 16_000, "far")]);
        assert!(is_sheet(&bytes));
        assert_eq!(String::from_utf8(read(&bytes).unwrap()).unwrap(), "question,answer\none,3\n");
        assert!(read(b"PK\x03\x04 nothing").is_err());
    }

    #[test]
    fn a_file_that_would_fill_the_memory_is_refused() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/a.xml", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::copy(&mut std::io::repeat(b' ').take(UNPACKED + 1), &mut zip).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 100_000);
        assert_eq!(read(&bytes), Err("The spreadsheet is too large".to_owned()));
    }
}
