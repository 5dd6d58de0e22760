//! Tables: rows of cells, each one line.

use super::Refused;
use super::body::Document;
use super::xml::Element;
use crate::blocks::{Block, Inline, in_one_line, is_blank, plain_header};

/// The most columns Word allows.
const MOST_COLUMNS: usize = 63;

impl Document<'_> {
    /// A table; one of a single cell is a frame around text, and its text stands without it.
    pub fn table(&mut self, element: &Element) -> Result<Vec<Block>, Refused> {
        let mut rows = Vec::new();
        let mut elements = Vec::new();
        gather(element, "tr", &mut elements);
        if let [row] = elements[..] {
            let mut cells = Vec::new();
            gather(row, "tc", &mut cells);
            if let [cell] = cells[..] {
                self.report.say("a table of one cell was kept as plain text");
                return self.blocks(cell);
            }
        }
        for row in elements {
            if row.child("trPr").is_some_and(|properties| properties.child("del").is_some()) {
                self.report.say("a row of a table that was marked as deleted was left out");
                continue;
            }
            rows.push(self.row(row)?);
        }
        rows.retain(|row| !row.is_empty());
        plain_header(&mut rows);
        let is_empty = rows.iter().flatten().all(|cell: &Vec<Inline>| is_blank(cell));
        Ok(if is_empty { Vec::new() } else { vec![Block::Table(rows)] })
    }

    fn row(&mut self, row: &Element) -> Result<Vec<Vec<Inline>>, Refused> {
        let mut cells = Vec::new();
        let mut elements = Vec::new();
        gather(row, "tc", &mut elements);
        for cell in elements {
            let properties = cell.child("tcPr");
            let span = properties.and_then(|p| p.val("gridSpan")).and_then(|span| span.parse::<usize>().ok());
            let merged = properties.and_then(|p| p.child("vMerge"));
            let is_continued = merged.is_some_and(|merged| merged.attribute("val") != Some("restart"));
            if merged.is_some() || span.is_some_and(|span| span > 1) {
                self.report.say("cells of a table that were merged stand apart");
            }
            cells.push(if is_continued { Vec::new() } else { self.cell(cell)? });
            let others = span.unwrap_or(1).clamp(1, MOST_COLUMNS) - 1;
            cells.extend(std::iter::repeat_n(Vec::new(), others));
            if cells.len() >= MOST_COLUMNS {
                self.report.say(format!("columns of a table after the first {MOST_COLUMNS} were left out"));
                break;
            }
        }
        Ok(cells)
    }

    fn cell(&mut self, cell: &Element) -> Result<Vec<Inline>, Refused> {
        let mut blocks = self.blocks(cell)?;
        blocks.retain(|block| !matches!(block, Block::Paragraph(line) if is_blank(line)));
        if blocks.iter().any(|block| matches!(block, Block::Table(_))) {
            self.report.say("a table inside a table was kept as lines of its cell");
        } else if blocks.iter().any(|block| matches!(block, Block::List { .. })) {
            self.report.say("a list inside a table was kept as lines of its cell");
        } else if blocks.len() > 1 {
            self.report.say("paragraphs in a cell of a table were kept as lines");
        }
        Ok(in_one_line(blocks))
    }
}

/// The elements of this name, also inside content controls and tracked changes, but not inside other tables.
fn gather<'e>(element: &'e Element, name: &str, out: &mut Vec<&'e Element>) {
    for element in element.elements() {
        match &*element.name {
            found if found == name => out.push(element),
            "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag" => gather(element, name, out),
            _ => {}
        }
    }
}
