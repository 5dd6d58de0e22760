//! The questions of an assessment as a spreadsheet (XLSX), and back: out with the answers there are, in as the rows of the CSV.
//!
//! A file that comes back may be hostile: what it unpacks to is measured before it is read, cells far out are passed over, and
//! formulas are not computed.

use std::io::{Cursor, Read, sink};

use calamine::{DataRef, DataType, Reader, Xlsx, XlsxError as XlsxProblem, open_workbook_from_rs};
use composite::Answer;
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Workbook, XlsxError};

use super::Standing;
use crate::rounds::word;

/// The columns, as in the CSV, and how wide they are.
const COLUMNS: [(&str, f64); 4] = [("question", 24.0), ("text", 60.0), ("answers", 44.0), ("answer", 20.0)];

/// The most that a file may unpack to, in bytes.
const UNPACKED: u64 = 20 * 1024 * 1024;

/// What is said of a file that is none.
const UNREADABLE: &str = "The file is not a spreadsheet that can be read (XLSX)";

/// The most rows and columns that are looked at.
const ROWS: u32 = 5_000;
const WIDTH: u32 = 20;

/// The lines of an assessment's file: the id of a question, its words, its answers, and what is answered.
pub(super) fn lines(standing: &Standing) -> Vec<[String; 4]> {
    let asked = standing.framework.questions.iter().enumerate();
    let asked = asked.filter(|(place, _)| standing.framework.is_asked(*place, standing.setting));
    let line = |(place, question): (usize, &composite::framework::Question)| {
        let answers = standing.framework.scales.get(question.scale).map(|scale| scale.answers.as_slice());
        let choices: Vec<String> = (1..)
            .zip(answers.unwrap_or_default())
            .map(|(at, answer): (usize, _)| format!("{at} {}", answer.text))
            .collect();
        let note = standing.notes.get(&question.id).map(|note| note.why.as_str()).unwrap_or_default();
        let answer = match standing.answer(place) {
            Answer::NotApplicable => format!("na: {note}"),
            answer => word(answer),
        };
        let text = question.text_in(standing.setting).to_owned();
        [question.id.clone(), text, choices.join("; "), answer]
    };
    asked.map(line).collect()
}

/// The file.
pub(super) fn write(standing: &Standing) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Answers")?;
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    for (column, (name, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_with_format(0, column, name, &bold)?;
    }
    let lines = lines(standing);
    for (row, line) in (1_u32..).zip(&lines) {
        for (column, cell) in (0_u16..).zip(line) {
            sheet.write_string_with_format(row, column, cell, &wrapped)?;
        }
        let [_, _, answers, _] = line;
        let count = answers.split("; ").count();
        let choices: Vec<String> = (1..=count).map(|at| at.to_string()).chain(["?".to_owned()]).collect();
        // A suggestion: "na: why" can be written too.
        let list = DataValidation::new().allow_list_strings(&choices)?.show_error_message(false);
        sheet.add_data_validation(row, 3, row, 3, &list)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
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
