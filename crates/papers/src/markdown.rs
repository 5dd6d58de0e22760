//! Blocks to Markdown and back. What was written is read again before it is let go: words are never markup.

mod escape;
mod line;
mod read;

pub(crate) use read::read;

use crate::blocks::{Block, Inline, is_blank};
use line::{Place, line};

/// The deepest nesting that is written: a guide's text may nest no deeper than 64.
const DEEPEST: usize = 24;

/// `blocks` as Markdown.
pub(crate) fn write(blocks: &[Block]) -> String {
    let mut out = blocks_at(blocks, 0);
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn blocks_at(blocks: &[Block], depth: usize) -> String {
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    let mut is_other_mark = false;
    for block in blocks {
        // Two lists of one kind in a row would be one, so the second has another mark.
        let follows = matches!((before, block), (Some(Block::List { start: a, .. }), Block::List { start: b, .. }) if a.is_some() == b.is_some());
        is_other_mark = follows && !is_other_mark;
        let text = one(block, depth, is_other_mark);
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&text);
        before = Some(block);
    }
    out
}

fn one(block: &Block, depth: usize, is_other_mark: bool) -> String {
    match block {
        Block::Heading { words, .. } | Block::Paragraph(words) if is_blank(words) => String::new(),
        Block::Heading { level, words } => {
            format!("{} {}", "#".repeat(usize::from((*level).clamp(1, 6))), line(words, Place::Heading))
        }
        Block::Paragraph(words) => line(words, Place::Text),
        Block::List { start, items } if depth < DEEPEST => list(*start, items, depth, is_other_mark),
        Block::List { items, .. } => {
            let flat: Vec<String> = items.iter().map(|item| blocks_at(item, depth)).filter(|t| !t.is_empty()).collect();
            flat.join("\n\n")
        }
        Block::Table(rows) => table(rows),
        Block::Quote(inner) if depth < DEEPEST => prefixed(&blocks_at(inner, depth + 1), "> ", "> "),
        Block::Quote(inner) => blocks_at(inner, depth),
        Block::Code(text) => code(text),
        Block::Rule => "***".to_owned(),
        Block::Note { name, blocks } => {
            let text = blocks_at(blocks, depth + 1);
            if text.is_empty() { String::new() } else { prefixed(&text, &format!("[^{name}]: "), "    ") }
        }
    }
}

fn list(start: Option<u64>, items: &[Vec<Block>], depth: usize, is_other_mark: bool) -> String {
    let is_tight = items.iter().all(|item| {
        let mut blocks = item.iter();
        matches!(blocks.next(), Some(Block::Paragraph(_)) | None) && blocks.all(|b| matches!(b, Block::List { .. }))
    });
    let mut written = Vec::new();
    for (number, item) in (start.unwrap_or(1).min(900_000_000)..).zip(items) {
        let mark = match (start, is_other_mark) {
            (Some(_), false) => format!("{number}. "),
            (Some(_), true) => format!("{number}) "),
            (None, false) => "- ".to_owned(),
            (None, true) => "* ".to_owned(),
        };
        let mut text = blocks_at(item, depth + 1);
        if is_tight {
            text = text.replace("\n\n", "\n");
        }
        if !text.is_empty() {
            written.push(prefixed(&text, &mark, &" ".repeat(mark.len())));
        }
    }
    written.join(if is_tight { "\n" } else { "\n\n" })
}

/// `text` with `first` before its first line and `others` before all others that are not empty.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut out = String::with_capacity(text.len() + first.len());
    for (number, line) in text.split('\n').enumerate() {
        let before = if number == 0 { first } else { others };
        if number > 0 {
            out.push('\n');
        }
        out.push_str(if line.is_empty() { before.trim_end() } else { before });
        out.push_str(line);
    }
    out
}

fn table(rows: &[Vec<Vec<Inline>>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return String::new();
    }
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        out.push('|');
        for column in 0..columns {
            let cell = row.get(column).map(|cell| line(cell, Place::Cell)).unwrap_or_default();
            out.push(' ');
            out.push_str(&cell);
            out.push_str(if cell.is_empty() { "|" } else { " |" });
        }
        out.push('\n');
        if number == 0 {
            out.push('|');
            out.push_str(&" --- |".repeat(columns));
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn code(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn para(words: &str) -> Block {
        Block::Paragraph(vec![Inline::plain(words)])
    }

    fn list(start: Option<u64>, items: &[&str]) -> Block {
        Block::List { start, items: items.iter().map(|words| vec![para(words)]).collect() }
    }

    #[test]
    fn blocks_are_written_and_read_back() {
        let blocks = vec![
            Block::Heading { level: 2, words: vec![Inline::plain("Steps # here")] },
            para("1. not a list"),
            para("+++"),
            Block::List { start: Some(3), items: vec![vec![para("one"), list(None, &["a", "b"])], vec![para("two")]] },
            list(Some(1), &["another"]),
            Block::List { start: None, items: vec![vec![para("long"), para("more")]] },
            Block::Quote(vec![para("said"), para("so")]),
            Block::Table(vec![
                vec![vec![Inline::plain("a|b")], vec![Inline::plain("c")]],
                vec![vec![], vec![Inline::plain("x"), Inline::Break, Inline::plain("y")]],
            ]),
            Block::Code("let `a` = ```b```;\n\n  two".to_owned()),
            Block::Rule,
            Block::Paragraph(vec![Inline::plain("noted"), Inline::Note("1".to_owned())]),
            Block::Note { name: "1".to_owned(), blocks: vec![para("first"), para("second")] },
        ];
        assert_eq!(read(&write(&blocks)), blocks, "{}", write(&blocks));
    }

    #[test]
    fn nesting_that_is_too_deep_is_flattened() {
        let mut block = para("x");
        for _ in 0..500 {
            block = Block::Quote(vec![block]);
        }
        assert!(write(&[block]).starts_with(&"> ".repeat(DEEPEST)));
    }
}
