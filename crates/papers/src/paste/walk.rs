//! From the tree of a clipboard's HTML to blocks.

use super::Pasted;
use super::html::{Element, Node, is_block};
use super::styles::{is_hidden, is_word_mark, look, property, word_list};
use crate::blocks::{Block, Inline, Look, in_one_line, is_blank, level_headings, plain_header, words_of};
use crate::lists::{Piece, nest};
use crate::markdown;
use crate::report::{Report, short};

/// The most columns of a table.
const MOST_COLUMNS: usize = 63;

pub(super) fn read(root: &Element) -> Pasted {
    let mut walk = Walk { report: Report::default() };
    let mut blocks = walk.blocks(root, Look::default());
    level_headings(&mut blocks);
    Pasted { markdown: markdown::write(&blocks), left_out: walk.report.lines() }
}

struct Walk {
    report: Report,
}

/// Pieces that are whole, and the line that is being gathered.
#[derive(Default)]
struct Flow {
    pieces: Vec<Piece>,
    line: Vec<Inline>,
}

impl Flow {
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !is_blank(&line) {
            self.pieces.push(Piece::Block(Block::Paragraph(line)));
        }
    }

    fn block(&mut self, block: Block) {
        self.end_line();
        self.pieces.push(Piece::Block(block));
    }
}

impl Walk {
    fn blocks(&mut self, element: &Element, look: Look) -> Vec<Block> {
        let mut flow = Flow::default();
        self.children(element, look, &mut flow);
        flow.end_line();
        nest(flow.pieces)
    }

    fn children(&mut self, element: &Element, look: Look, flow: &mut Flow) {
        for node in &element.children {
            match node {
                Node::Text(text) => flow.line.push(Inline::Words(text.clone(), look)),
                Node::Element(element) => self.element(element, look, flow),
            }
        }
    }

    fn element(&mut self, element: &Element, outer: Look, flow: &mut Flow) {
        if is_hidden(element) || is_word_mark(element) {
            return;
        }
        let look = look(element, outer);
        match element.name.as_str() {
            "head" | "style" | "script" | "title" | "xml" | "template" | "noscript" | "meta" | "link" => {}
            "br" => flow.line.push(Inline::Break),
            "hr" => flow.block(Block::Rule),
            "img" | "svg" | "picture" | "video" | "audio" | "object" | "iframe" | "canvas" | "math" => {
                self.left_out(element);
            }
            "input" | "select" | "textarea" | "button" => self.report.say("a field of a form was left out"),
            "a" => self.link(element, look, flow),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, flow),
            "ul" | "ol" => {
                let list = self.list(element, look);
                self.put_list(list, flow);
            }
            "table" => {
                flow.end_line();
                let table = self.table(element, look);
                flow.pieces.extend(table.into_iter().map(Piece::Block));
            }
            "blockquote" => {
                let inner = self.blocks(element, look);
                flow.block(Block::Quote(inner));
            }
            "pre" => flow.block(Block::Code(element.text().trim_matches('\n').to_owned())),
            "dt" => {
                flow.end_line();
                self.children(element, Look { strong: true, ..look }, flow);
                flow.end_line();
            }
            _ => self.other(element, look, flow),
        }
    }

    fn other(&mut self, element: &Element, look: Look, flow: &mut Flow) {
        if let Some((list, level)) = word_list(element).filter(|_| is_block(&element.name)) {
            return self.word_item(element, look, (list, level), flow);
        }
        if element.attribute("class").is_some_and(|class| class.split(' ').any(|c| c == "MsoTitle")) {
            return self.heading(element, flow);
        }
        let is_line = is_block(&element.name);
        if is_line {
            flow.end_line();
        }
        self.children(element, look, flow);
        if is_line {
            flow.end_line();
        }
    }

    fn heading(&mut self, element: &Element, flow: &mut Flow) {
        let level = element.name.strip_prefix('h').and_then(|level| level.parse().ok()).unwrap_or(1);
        let blocks = self.blocks(element, Look::default());
        let words: Vec<Inline> = in_one_line(blocks)
            .into_iter()
            .map(|part| match part {
                Inline::Words(words, look) => Inline::Words(words, Look { strong: false, ..look }),
                other => other,
            })
            .collect();
        self.report.under(&words_of(&words));
        flow.block(Block::Heading { level, words });
    }

    fn link(&mut self, element: &Element, look: Look, flow: &mut Flow) {
        let address = element.attribute("href").unwrap_or_default().trim();
        let leads = ["http://", "https://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        if !leads || element.elements().any(|inner| is_block(&inner.name)) {
            if !address.is_empty() && !address.starts_with('#') && !leads {
                self.report.say(format!("a link that leads to no page was kept as words: {}", short(address, 60)));
            }
            return self.children(element, look, flow);
        }
        let mut inner = Flow::default();
        self.children(element, look, &mut inner);
        flow.pieces.append(&mut inner.pieces);
        if !is_blank(&inner.line) {
            flow.line.push(Inline::Link { address: address.to_owned(), words: inner.line });
        }
    }

    fn left_out(&mut self, element: &Element) {
        let what = match element.name.as_str() {
            "img" | "svg" | "picture" | "canvas" => "a picture was left out: send it as a file",
            "math" => "an equation was left out",
            _ => "a video or another object was left out",
        };
        match element.attribute("alt").map(str::trim).filter(|alt| !alt.is_empty()) {
            Some(alt) => self.report.say(format!("{what} (\u{201c}{}\u{201d})", short(alt, 60))),
            None => self.report.say(what),
        }
    }

    /// A paragraph that is an item only by what Word says in its style.
    fn word_item(&mut self, element: &Element, look: Look, (list, level): (String, u8), flow: &mut Flow) {
        flow.end_line();
        let mark = mark_of(element);
        let letters = mark.trim().trim_end_matches(['.', ')']).trim_start_matches('(');
        // A letter "o" is Word's round bullet of the second level.
        let is_bullet = letters.is_empty() || letters == "o" || !letters.chars().all(|c| c.is_ascii_alphanumeric());
        let is_lettered = letters.chars().all(|c| c.is_ascii_alphabetic());
        if !is_bullet && is_lettered {
            self.report.say("a list that Word marks with letters or Roman numbers is numbered 1, 2, 3");
        }
        let number = (!is_bullet).then(|| letters.parse().unwrap_or(1));
        let line = in_one_line(self.blocks(element, look));
        if !is_blank(&line) {
            flow.pieces.push(Piece::Item { list, level, number, line });
        }
    }

    fn list(&mut self, element: &Element, look: Look) -> Block {
        let is_numbered = element.name == "ol";
        let start = element.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        let mut items: Vec<Vec<Block>> = Vec::new();
        for inner in element.elements().filter(|inner| !is_hidden(inner)) {
            match inner.name.as_str() {
                // Google Docs and Outlook put a list beside the item it belongs to.
                "ul" | "ol" => {
                    let block = self.list(inner, look);
                    match items.last_mut() {
                        Some(item) => item.push(block),
                        None => items.push(vec![block]),
                    }
                }
                "li" => {
                    let look = super::styles::look(inner, look);
                    items.push(self.blocks(inner, look));
                }
                _ => items.push(self.blocks(inner, look)),
            }
        }
        items.retain(|item| !item.is_empty());
        Block::List { start: is_numbered.then_some(start), items }
    }

    fn put_list(&mut self, list: Block, flow: &mut Flow) {
        flow.end_line();
        if let Block::List { items, .. } = &list
            && !items.is_empty()
        {
            flow.pieces.push(Piece::Block(list));
        }
    }

    fn table(&mut self, element: &Element, look: Look) -> Vec<Block> {
        let mut rows = Vec::new();
        gather(element, "tr", &mut rows);
        let mut table: Vec<Vec<Vec<Inline>>> = Vec::new();
        // How many more rows the cell above reaches into each column.
        let mut reaches: Vec<usize> = Vec::new();
        let cells_of = |row: &Element| row.elements().filter(|e| matches!(e.name.as_str(), "td" | "th")).count();
        if let [row] = rows[..]
            && cells_of(row) == 1
        {
            return row.elements().flat_map(|cell| self.blocks(cell, look)).collect();
        }
        for row in rows {
            let mut line: Vec<Vec<Inline>> = Vec::new();
            for cell in row.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")) {
                pad(&mut line, &mut reaches);
                if line.len() >= MOST_COLUMNS {
                    self.report.say(format!("columns of a table after the first {MOST_COLUMNS} were left out"));
                    break;
                }
                let number = |name| cell.attribute(name).and_then(|n| n.trim().parse::<usize>().ok()).unwrap_or(1);
                let (columns, deep) = (number("colspan").clamp(1, MOST_COLUMNS), number("rowspan").clamp(1, 1_000));
                if columns > 1 || deep > 1 {
                    self.report.say("cells of a table that were merged stand apart");
                }
                let said = self.cell(cell, look);
                reaches.resize(reaches.len().max(line.len() + columns), 0);
                for reach in reaches.iter_mut().skip(line.len()).take(columns) {
                    *reach = deep - 1;
                }
                line.push(said);
                line.extend(std::iter::repeat_n(Vec::new(), columns - 1));
            }
            pad(&mut line, &mut reaches);
            table.push(line);
        }
        plain_header(&mut table);
        let is_empty = table.iter().flatten().all(|cell| is_blank(cell));
        if is_empty { Vec::new() } else { vec![Block::Table(table)] }
    }

    fn cell(&mut self, cell: &Element, look: Look) -> Vec<Inline> {
        // A header is strong already.
        let strong = look.strong && cell.name != "th";
        let blocks = self.blocks(cell, Look { strong, ..look });
        if blocks.iter().any(|block| matches!(block, Block::Table(_))) {
            self.report.say("a table inside a table was kept as lines of its cell");
        } else if blocks.iter().any(|block| matches!(block, Block::List { .. })) {
            self.report.say("a list inside a table was kept as lines of its cell");
        } else if blocks.len() > 1 {
            self.report.say("paragraphs in a cell of a table were kept as lines");
        }
        in_one_line(blocks)
    }
}

/// Empty cells where cells of rows above reach.
fn pad(line: &mut Vec<Vec<Inline>>, reaches: &mut [usize]) {
    while let Some(reach) = reaches.get_mut(line.len()).filter(|reach| **reach > 0) {
        *reach -= 1;
        line.push(Vec::new());
    }
}

/// The mark Word wrote before an item.
fn mark_of(element: &Element) -> String {
    for inner in element.elements() {
        if is_word_mark(inner) || property(inner, "mso-list").is_some() {
            return inner.text();
        }
        let found = mark_of(inner);
        if !found.is_empty() {
            return found;
        }
    }
    String::new()
}

fn gather<'e>(element: &'e Element, name: &str, out: &mut Vec<&'e Element>) {
    for element in element.elements() {
        match element.name.as_str() {
            found if found == name => out.push(element),
            "tbody" | "thead" | "tfoot" => gather(element, name, out),
            _ => {}
        }
    }
}
