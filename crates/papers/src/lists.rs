//! Paragraphs that each say which list they belong to, nested into lists.

use crate::blocks::{Block, Inline};

/// A part of a text as Word has it: lists are paragraphs with a level.
#[derive(Debug)]
pub(crate) enum Piece {
    Item {
        /// Which list; items of another list begin one of their own.
        list: String,
        level: u8,
        /// Its number, or none for a bullet.
        number: Option<u64>,
        line: Vec<Inline>,
    },
    Block(Block),
}

#[derive(Debug)]
struct Open {
    list: String,
    level: u8,
    start: Option<u64>,
    items: Vec<Vec<Block>>,
}

/// `pieces` with their items nested.
pub(crate) fn nest(pieces: Vec<Piece>) -> Vec<Block> {
    let (mut out, mut open) = (Vec::new(), Vec::<Open>::new());
    for piece in pieces {
        match piece {
            Piece::Item { list, level, number, line } => {
                let level = level.min(8);
                while open.last().is_some_and(|top| top.level > level) {
                    close(&mut open, &mut out);
                }
                let is_other = |top: &Open| top.list != list || top.start.is_some() != number.is_some();
                if open.last().is_some_and(|top| top.level == level && is_other(top)) {
                    close(&mut open, &mut out);
                }
                if open.last().is_none_or(|top| top.level < level) {
                    open.push(Open { list, level, start: number, items: Vec::new() });
                }
                if let Some(top) = open.last_mut() {
                    top.items.push(vec![Block::Paragraph(line)]);
                }
            }
            Piece::Block(block) => {
                while !open.is_empty() {
                    close(&mut open, &mut out);
                }
                out.push(block);
            }
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut out);
    }
    out
}

fn close(open: &mut Vec<Open>, out: &mut Vec<Block>) {
    let Some(closed) = open.pop() else { return };
    let block = Block::List { start: closed.start, items: closed.items };
    match open.last_mut().and_then(|top| top.items.last_mut()) {
        Some(item) => item.push(block),
        None => out.push(block),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_nest_by_their_level_and_end_where_another_list_begins() {
        let item = |list: &str, level, number| Piece::Item {
            list: list.to_owned(),
            level,
            number,
            line: vec![Inline::plain(&format!("{list}{level}"))],
        };
        let blocks = nest(vec![
            item("a", 0, Some(1)),
            item("a", 2, None),
            item("a", 0, Some(2)),
            item("b", 0, Some(1)),
            Piece::Block(Block::Rule),
        ]);
        let para = |words: &str| Block::Paragraph(vec![Inline::plain(words)]);
        assert_eq!(
            blocks,
            [
                Block::List {
                    start: Some(1),
                    items: vec![
                        vec![para("a0"), Block::List { start: None, items: vec![vec![para("a2")]] }],
                        vec![para("a0")]
                    ]
                },
                Block::List { start: Some(1), items: vec![vec![para("b0")]] },
                Block::Rule,
            ]
        );
    }
}
