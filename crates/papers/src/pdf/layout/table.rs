//! Tables: columns as wide as their words ask for, rows that go on over pages, the header on each of them.

use super::{BOTTOM, Kind, LEADING, Layout, Mark, PAGE, Room, SIDE, TOP, Tag, strong};
use crate::blocks::{Inline, Look};
use crate::pdf::fonts::Fonts;
use crate::pdf::lines::{Line, Part, lines, widths};

/// The size of words in tables.
const SIZE: f32 = 9.5;
/// The room between columns.
const GAP: f32 = 10.0;
/// The room above and below the words of a row.
const PAD: f32 = 4.0;

/// A row, its cells as lines.
struct Row {
    cells: Vec<Vec<Line>>,
    tag: Tag,
}

impl Layout<'_> {
    pub(super) fn table(&mut self, rows: &[Vec<Vec<Inline>>], room: Room) -> Tag {
        self.rows(rows, room, true)
    }

    /// What is known at a glance: names in the first column, values in the second.
    pub(super) fn facts(&mut self) -> Option<Tag> {
        let line = |words: &str| vec![Inline::Words(words.to_owned(), Look::default())];
        let rows: Vec<_> = self.paper.facts.iter().map(|(name, value)| vec![line(name), line(value)]).collect();
        (!rows.is_empty()).then(|| self.rows(&rows, Room::default(), false))
    }

    fn rows(&mut self, rows: &[Vec<Vec<Inline>>], room: Room, has_header: bool) -> Tag {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut parts = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let mut cells = Vec::new();
            for column in 0..columns {
                let is_head = if has_header { number == 0 } else { column == 0 };
                let words = row.get(column).cloned().unwrap_or_default();
                let words = if is_head { words.into_iter().map(strong).collect() } else { words };
                cells.push(self.parts(&words));
            }
            parts.push(cells);
        }
        let shares = shares(&parts, columns, room.width(), self.fonts);
        let mut out = Vec::new();
        let mut header: Vec<Vec<Line>> = Vec::new();
        for (number, cells) in parts.into_iter().enumerate() {
            let row = self.row(cells, &shares, number, has_header);
            if has_header && number == 0 {
                header.clone_from(&row.cells);
            }
            let again = if number == 0 { &[][..] } else { &header[..] };
            self.set_row(&row.cells, &shares, again, room);
            out.push(row.tag);
        }
        self.y += 10.0;
        Tag::Group(Kind::Table, out)
    }

    fn row(&mut self, cells: Vec<(Vec<Part>, Vec<Tag>)>, shares: &[f32], number: usize, has_header: bool) -> Row {
        let mut row = Row { cells: Vec::new(), tag: Tag::Group(Kind::Row, Vec::new()) };
        let mut tags = Vec::new();
        for (column, ((parts, inner), share)) in cells.into_iter().zip(shares).enumerate() {
            let kind = match (has_header, number, column) {
                (true, 0, _) => Kind::Header,
                (false, _, 0) => Kind::RowHeader,
                _ => Kind::Cell,
            };
            row.cells.push(lines(&parts, (share - GAP).max(8.0), SIZE, self.fonts));
            tags.push(Tag::Group(kind, inner));
        }
        row.tag = Tag::Group(Kind::Row, tags);
        row
    }

    /// Sets a row; one that is higher than a page goes on on the next.
    fn set_row(&mut self, cells: &[Vec<Line>], shares: &[f32], header: &[Vec<Line>], room: Room) {
        let step = SIZE * LEADING;
        let count = cells.iter().map(Vec::len).max().unwrap_or(0);
        let whole = PAGE.1 - BOTTOM - TOP;
        let height = |count: usize| count as f32 * step + 2.0 * PAD;
        let repeated = height(header.iter().map(Vec::len).max().unwrap_or(0));
        if height(count) + repeated <= whole {
            self.need_with(height(count), shares, header, room);
        } else {
            self.need_with(height(1), shares, header, room);
        }
        let mut from = 0;
        while from < count {
            let left = PAGE.1 - BOTTOM - self.y - 2.0 * PAD;
            let fits = ((left / step).floor() as usize).clamp(1, count - from);
            self.set_lines(cells, shares, (from, from + fits), room, false);
            from += fits;
            if from < count {
                self.need_with(whole, shares, &[], room);
            }
        }
    }

    /// A new page when it is needed, with the header of the table again.
    fn need_with(&mut self, height: f32, shares: &[f32], header: &[Vec<Line>], room: Room) {
        let before = self.page();
        self.need(height);
        let count = header.iter().map(Vec::len).max().unwrap_or(0);
        if self.page() > before && count > 0 && count < 10 {
            self.set_lines(header, shares, (0, count), room, true);
        }
    }

    fn set_lines(
        &mut self,
        cells: &[Vec<Line>],
        shares: &[f32],
        (from, to): (usize, usize),
        room: Room,
        is_again: bool,
    ) {
        let step = SIZE * LEADING;
        let mut left = SIDE + room.indent;
        for (cell, share) in cells.iter().zip(shares) {
            for (number, line) in cell.iter().enumerate().take(to).skip(from) {
                let base = self.y + PAD + (number - from) as f32 * step + SIZE;
                for (at, bit) in line.clone() {
                    let x = left + at;
                    self.mark(match is_again {
                        true => Mark::Again { x, base, size: SIZE, bit },
                        false => Mark::Words { x, base, size: SIZE, bit },
                    });
                }
            }
            left += share;
        }
        self.y += (to - from) as f32 * step + 2.0 * PAD;
        self.mark(Mark::Rule { x: SIDE + room.indent, y: self.y, width: shares.iter().sum(), height: 0.5 });
    }
}

/// How wide each column is: as its words ask for, and where that is too wide, by how much they ask.
fn shares(rows: &[Vec<(Vec<Part>, Vec<Tag>)>], columns: usize, width: f32, fonts: &Fonts) -> Vec<f32> {
    let mut asked = vec![(0.0_f32, 0.0_f32); columns];
    for row in rows {
        for ((parts, _), (narrow, wide)) in row.iter().zip(&mut asked) {
            let (least, most) = widths(parts, SIZE, fonts);
            *narrow = narrow.max(least + GAP + 1.0);
            *wide = wide.max(most + GAP + 1.0);
        }
    }
    let sums = |asked: &[(f32, f32)]| asked.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if sums(&asked).1 <= width {
        return asked.into_iter().map(|(_, wide)| wide).collect();
    }
    if sums(&asked).0 > width {
        // Words are cut somewhere: no column keeps more than its part for the sake of one.
        let even = width / columns as f32;
        asked.iter_mut().for_each(|(narrow, _)| *narrow = narrow.min(even));
    }
    let (narrow, wide) = sums(&asked);
    let share = (width - narrow) / (wide - narrow).max(1.0);
    asked.into_iter().map(|(narrow, wide)| narrow + (wide - narrow) * share).collect()
}
