//! A text as blocks and words: what every reader makes and every writer takes.

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub strong: bool,
    pub emphasis: bool,
    pub struck: bool,
    pub code: bool,
    pub shift: Shift,
}

/// Where words stand on their line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shift {
    #[default]
    None,
    Sub,
    Super,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inline {
    Words(String, Look),
    Link {
        address: String,
        words: Vec<Inline>,
    },
    Picture {
        name: String,
        description: String,
    },
    Break,
    /// Where a note is referred to, by its name.
    Note(String),
}

impl Inline {
    /// Words that look like any others.
    #[cfg(test)]
    pub fn plain(words: &str) -> Self {
        Self::Words(words.to_owned(), Look::default())
    }
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Heading {
        level: u8,
        words: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    /// Numbered from `start`, or with bullets.
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    /// The first row is the header.
    Table(Vec<Vec<Vec<Inline>>>),
    Quote(Vec<Block>),
    Code(String),
    Rule,
    /// What a note says.
    Note {
        name: String,
        blocks: Vec<Block>,
    },
}

/// The words alone, on one line.
pub(crate) fn words_of(line: &[Inline]) -> String {
    let mut out = String::new();
    gather(line, &mut out);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn gather(line: &[Inline], out: &mut String) {
    for part in line {
        match part {
            Inline::Words(words, _) => out.push_str(words),
            Inline::Link { words, .. } => gather(words, out),
            Inline::Break => out.push(' '),
            Inline::Picture { .. } | Inline::Note(_) => {}
        }
    }
}

/// Whether there is anything to see.
pub(crate) fn is_blank(line: &[Inline]) -> bool {
    line.iter().all(|part| match part {
        Inline::Words(words, _) => words.trim().is_empty(),
        Inline::Link { words, .. } => is_blank(words),
        Inline::Break => true,
        Inline::Picture { .. } | Inline::Note(_) => false,
    })
}

/// Puts the headings on the levels a guide has: the highest of them on the second, none deeper than the sixth.
pub(crate) fn level_headings(blocks: &mut [Block]) {
    let levels = blocks.iter().filter_map(|block| match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    });
    let Some(highest) = levels.min() else { return };
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level - highest + 2).min(6);
        }
    }
}

/// A table whose first row is strong throughout: a header is strong already.
pub(crate) fn plain_header(rows: &mut [Vec<Vec<Inline>>]) {
    let Some(header) = rows.first_mut() else { return };
    let is_strong =
        |part: &Inline| !matches!(part, Inline::Words(words, look) if !look.strong && !words.trim().is_empty());
    if header.iter().flatten().all(is_strong) {
        for part in header.iter_mut().flatten() {
            if let Inline::Words(_, look) = part {
                look.strong = false;
            }
        }
    }
}

/// Lines in one: what a table's cell can hold.
pub(crate) fn in_one_line(blocks: Vec<Block>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for block in blocks {
        let line = match block {
            Block::Heading { words, .. } | Block::Paragraph(words) => words,
            Block::Code(text) => vec![Inline::Words(text, Look { code: true, ..Look::default() })],
            Block::Quote(inner) | Block::Note { blocks: inner, .. } => in_one_line(inner),
            Block::List { start, items } => listed(start, items),
            Block::Table(rows) => rows.into_iter().flat_map(joined_row).collect(),
            Block::Rule => Vec::new(),
        };
        if !is_blank(&line) {
            if !out.is_empty() {
                out.push(Inline::Break);
            }
            out.extend(line);
        }
    }
    out
}

fn listed(start: Option<u64>, items: Vec<Vec<Block>>) -> Vec<Inline> {
    let mut out = Vec::new();
    for (number, item) in (start.unwrap_or(1)..).zip(items) {
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        let mark = start.map_or("\u{2022} ".to_owned(), |_| format!("{number}. "));
        out.push(Inline::Words(mark, Look::default()));
        out.extend(in_one_line(item));
    }
    out
}

fn joined_row(cells: Vec<Vec<Inline>>) -> Vec<Inline> {
    let mut out = Vec::new();
    for cell in cells.into_iter().filter(|cell| !is_blank(cell)) {
        if !out.is_empty() {
            out.push(Inline::Words("; ".to_owned(), Look::default()));
        }
        out.extend(cell);
    }
    out.push(Inline::Break);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_heading_becomes_the_second_level() {
        let heading = |level| Block::Heading { level, words: vec![Inline::plain("x")] };
        let mut blocks = vec![heading(3), heading(9), heading(4)];
        level_headings(&mut blocks);
        assert_eq!(blocks, [heading(2), heading(6), heading(3)]);
    }

    #[test]
    fn a_list_in_a_cell_keeps_its_marks() {
        let item = |words| vec![Block::Paragraph(vec![Inline::plain(words)])];
        let blocks = vec![Block::List { start: Some(3), items: vec![item("a"), item("b")] }];
        assert_eq!(words_of(&in_one_line(blocks)), "3. a 4. b");
    }
}
