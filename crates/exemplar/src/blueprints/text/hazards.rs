//! Hazards: the rows of a table whose first heading is “Hazard”. They travel with every copy.
//!
//! A row is read, changed and added on its own: the other rows stay as they are written. Where a table lacks a column
//! that a row needs, the table is written anew with all of them.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::editing::replaced;
use super::{EditError, SectionKind, Text};
use crate::platform::markdown::events;

/// The headings of a table of hazards, as it is written anew.
const HEADINGS: [&str; 5] = ["Hazard", "Cause", "Effect", "Control", "What is left"];

/// What could harm a patient, as a row of the table says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard {
    /// What could happen.
    pub name: String,
    /// Cause, effect, control and what is left, under the table's own headings.
    pub facts: Vec<(String, String)>,
}

/// A hazard as people fill it in: what could happen, its cause, its effect, what controls it, and what is left.
pub type WrittenHazard = [String; 5];

/// Every hazard of `body`, in order.
pub(super) fn read(body: &str) -> Vec<Hazard> {
    let tables = tables(body);
    let rows = tables.iter().flat_map(|table| table.rows.iter().map(|row| (&table.headings, row)));
    rows.map(|(headings, row)| {
        let mut cells = headings.iter().map(|cell| cell.words.clone()).zip(row.cells.iter().map(|c| c.words.clone()));
        let name = cells.next().map(|(_, name)| name).unwrap_or_default();
        Hazard { name, facts: cells.filter(|(_, words)| !words.is_empty()).collect() }
    })
    .collect()
}

impl Text {
    /// Its hazards as people filled them in, in order.
    #[must_use]
    pub fn written_hazards(&self) -> Vec<WrittenHazard> {
        tables(self.body()).iter().flat_map(|table| table.rows.iter().map(|row| table.written(row))).collect()
    }

    /// The whole text with another hazard at `place`, from 0; past the last one it is added. Without one, that row goes.
    ///
    /// # Errors
    /// When the section it belongs to cannot be changed.
    pub fn with_hazard(&self, place: usize, hazard: Option<&WrittenHazard>) -> Result<String, EditError> {
        let (body, tables) = (self.body(), tables(self.body()));
        let mut left = place;
        for table in &tables {
            if let Some(row) = table.rows.get(left) {
                return Ok(self.with_body(&match hazard {
                    None if table.rows.len() == 1 => replaced(body, table.place.clone(), ""),
                    None => replaced(body, row.place.clone(), ""),
                    Some(hazard) => table.with(body, Some(row), hazard),
                }));
            }
            left -= table.rows.len();
        }
        let Some(hazard) = hazard else { return Ok(self.with_body(body)) };
        match tables.last() {
            Some(table) => Ok(self.with_body(&table.with(body, None, hazard))),
            None => {
                let table = format!("{}{}", written_head(&HEADINGS.map(str::to_owned)), written_row(hazard));
                let section = self.section(SectionKind::Safety);
                let between = if section.is_empty() { "" } else { "\n\n" };
                self.with_section(SectionKind::Safety, &format!("{section}{between}{table}"))
            }
        }
    }
}

struct Cell {
    /// Its words alone.
    words: String,
    /// As it is written.
    source: String,
}

struct Row {
    place: Range<usize>,
    cells: Vec<Cell>,
}

struct Table {
    place: Range<usize>,
    headings: Vec<Cell>,
    /// Those that name a hazard.
    rows: Vec<Row>,
}

/// Every table of hazards.
fn tables(body: &str) -> Vec<Table> {
    let (mut found, mut cells, mut words) = (Vec::new(), Vec::new(), String::new());
    let mut table: Option<Table> = None;
    for (event, place) in events(body) {
        match event {
            Event::Start(Tag::Table(_)) => table = Some(Table { place, headings: Vec::new(), rows: Vec::new() }),
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::Start(Tag::TableCell) => words.clear(),
            Event::End(TagEnd::TableCell) => {
                let source = body.get(place).unwrap_or_default().trim().to_owned();
                cells.push(Cell { words: words.trim().to_owned(), source });
            }
            Event::End(TagEnd::TableHead) => {
                if let Some(table) = &mut table {
                    table.headings = std::mem::take(&mut cells);
                }
            }
            Event::End(TagEnd::TableRow) => {
                let cells = std::mem::take(&mut cells);
                if let Some(table) = &mut table
                    && cells.first().is_some_and(|cell| !cell.words.is_empty())
                {
                    table.rows.push(Row { place: whole_lines(body, &place), cells });
                }
            }
            Event::End(TagEnd::Table) => found.extend(table.take().filter(Table::is_of_hazards)),
            _ => {}
        }
    }
    found
}

/// The lines a range stands on, with the end of the last one.
fn whole_lines(body: &str, place: &Range<usize>) -> Range<usize> {
    let before = body.get(..place.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let trimmed = place.start + body.get(place.clone()).unwrap_or_default().trim_end_matches('\n').len();
    let end = body.get(trimmed..).and_then(|rest| rest.find('\n')).map_or(body.len(), |at| trimmed + at + 1);
    start..end
}

impl Table {
    fn is_of_hazards(&self) -> bool {
        let first = self.headings.first().map(|cell| cell.words.trim_end_matches('s')).unwrap_or_default();
        first.eq_ignore_ascii_case("hazard")
    }

    /// Which of [`HEADINGS`] stands over a column.
    fn meaning(&self, column: usize) -> Option<usize> {
        let heading = self.headings.get(column)?.words.to_lowercase();
        match heading.as_str() {
            _ if column == 0 => Some(0),
            "cause" | "causes" => Some(1),
            "effect" | "effects" | "harm" => Some(2),
            "control" | "controls" | "mitigation" | "mitigations" => Some(3),
            "what is left" | "left" | "residual" | "residual risk" => Some(4),
            _ => None,
        }
    }

    fn written(&self, row: &Row) -> WrittenHazard {
        let mut hazard = WrittenHazard::default();
        for (column, cell) in row.cells.iter().enumerate() {
            if let Some(place) = self.meaning(column).and_then(|place| hazard.get_mut(place)) {
                *place = cell.source.replace("\\|", "|");
            }
        }
        hazard
    }

    /// The body with a row changed, or one more where there is none to change.
    fn with(&self, body: &str, row: Option<&Row>, hazard: &WrittenHazard) -> String {
        let has = |wanted: usize| (0..self.headings.len()).any(|column| self.meaning(column) == Some(wanted));
        let lacking: Vec<usize> = (0..HEADINGS.len())
            .filter(|place| !has(*place) && hazard.get(*place).is_some_and(|words| !words.trim().is_empty()))
            .collect();
        let written = self.row(row, hazard, &lacking);
        if lacking.is_empty() {
            return match (row, self.rows.last()) {
                (Some(row), _) => replaced(body, row.place.clone(), &written),
                (None, last) => {
                    let at = last.map_or(self.place.end, |last| last.place.end);
                    let before = if body.get(..at).is_some_and(|text| text.ends_with('\n')) { "" } else { "\n" };
                    replaced(body, at..at, &format!("{before}{written}"))
                }
            };
        }
        let added = lacking.iter().filter_map(|place| HEADINGS.get(*place)).map(|heading| (*heading).to_owned());
        let headings: Vec<String> = self.headings.iter().map(|cell| cell.source.clone()).chain(added).collect();
        let mut table = written_head(&headings);
        for other in &self.rows {
            table.push_str(&match row.is_some_and(|row| row.place == other.place) {
                true => written.clone(),
                false => self.row(Some(other), &self.written(other), &lacking),
            });
        }
        if row.is_none() {
            table.push_str(&written);
        }
        let end = self.rows.last().map_or(self.place.end, |last| last.place.end);
        replaced(body, self.place.start..end, &table)
    }

    /// A row under this table's headings, and under those it lacks.
    fn row(&self, row: Option<&Row>, hazard: &WrittenHazard, lacking: &[usize]) -> String {
        let said = |place: usize| hazard.get(place).cloned().unwrap_or_default();
        let cell = |column: usize| match self.meaning(column) {
            Some(place) => said(place),
            None => row.and_then(|row| row.cells.get(column)).map(|cell| cell.source.clone()).unwrap_or_default(),
        };
        let cells: Vec<String> =
            (0..self.headings.len()).map(cell).chain(lacking.iter().map(|place| said(*place))).collect();
        written_row(&cells)
    }
}

fn written_head(headings: &[String]) -> String {
    format!("{}|{}\n", written_row(headings), " --- |".repeat(headings.len()))
}

/// Cells on one line; a bar within one would end it.
fn written_row(cells: &[String]) -> String {
    let mut row = String::from("|");
    for cell in cells {
        let words = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        row.push(' ');
        row.push_str(&words.replace("\\|", "|").replace('|', "\\|"));
        row.push_str(" |");
    }
    row.push('\n');
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "| Hazard | Cause | Control |\n| --- | --- | --- |\n| Wrong `dose` shown | Old list | Check |\n| | x | y |\n";

    fn text(body: &str) -> Text {
        Text::parse(format!("# A\n\n{body}").as_bytes(), "x").unwrap()
    }

    fn hazard(words: [&str; 5]) -> WrittenHazard {
        words.map(str::to_owned)
    }

    #[test]
    fn rows_of_a_table_of_hazards_are_hazards_and_others_are_not() {
        let found = read(&format!("{TABLE}\n| Cost | Of |\n| --- | --- |\n| 1 | 2 |\n"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].name, "Wrong dose shown");
        assert_eq!(
            found[0].facts,
            [("Cause".to_owned(), "Old list".to_owned()), ("Control".to_owned(), "Check".to_owned())]
        );
    }

    #[test]
    fn a_row_is_changed_and_nothing_else() {
        let guide = text(&format!("Before.\n\n{TABLE}\nAfter.\n"));
        assert_eq!(guide.written_hazards(), [hazard(["Wrong `dose` shown", "Old list", "", "Check", ""])]);
        let changed = guide.with_hazard(0, Some(&hazard(["Wrong `dose` shown", "A | B", "", "Check twice", ""])));
        let expected = TABLE.replace("Old list | Check", "A \\| B | Check twice");
        assert_eq!(changed.unwrap(), format!("# A\n\nBefore.\n\n{expected}\nAfter.\n"));
        let same = guide.with_hazard(0, guide.written_hazards().first());
        assert_eq!(same.unwrap(), format!("# A\n\nBefore.\n\n{TABLE}\nAfter.\n"));
    }

    #[test]
    fn a_column_that_is_missing_comes_with_the_first_row_that_needs_it() {
        let guide = text("| Hazards | Owner |\n| --- | :-: |\n| Lost list | Ann |\n\nAfter.\n");
        let changed = guide.with_hazard(1, Some(&hazard(["No power", "Storm", "", "", "Little"]))).unwrap();
        let table = "| Hazards | Owner | Cause | What is left |\n| --- | --- | --- | --- |\n| Lost list | Ann |  |  |\n| No power |  | Storm | Little |\n";
        assert_eq!(changed, format!("# A\n\n{table}\nAfter.\n"));
    }

    #[test]
    fn the_first_hazard_brings_table_and_section_and_the_last_one_takes_the_table_away() {
        let guide = text("## Benefits\n\nx\n");
        let all = hazard(["No power", "Storm", "No list", "Paper", "Little"]);
        let first = text("").with_hazard(0, Some(&all)).unwrap();
        assert_eq!(Text::parse(first.as_bytes(), "x").unwrap().hazards().len(), 1, "{first}");
        let added = guide.with_hazard(5, Some(&all)).unwrap();
        let again = Text::parse(added.as_bytes(), "x").unwrap();
        assert_eq!(again.written_hazards(), std::slice::from_ref(&all));
        let two = Text::parse(again.with_hazard(1, Some(&all)).unwrap().as_bytes(), "x").unwrap();
        assert_eq!(two.with_hazard(1, None).unwrap(), added);
        let gone = Text::parse(again.with_hazard(0, None).unwrap().as_bytes(), "x").unwrap();
        assert!(gone.hazards().is_empty() && gone.body().contains("## Benefits"), "{}", gone.body());
    }
}
