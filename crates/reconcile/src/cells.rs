//! A table as its lines and cells, and which line and column of it is which of another.

use foldhash::HashMap;

use crate::alike::alike;
use crate::budget::Budget;
use crate::matches::{Pairs, matches};
use crate::words::straight;

/// A table as its lines, each cut into cells with the blanks around them; the first line is
/// the head, the second the one drawn under it.
pub(crate) struct Table<'t> {
    pub lines: Vec<Line<'t>>,
}

/// A line of a table.
pub(crate) struct Line<'t> {
    pub before: &'t str,
    pub cells: Vec<&'t str>,
    pub after: &'t str,
}

/// One side, tied to the base.
pub(crate) struct Side<'t> {
    pub table: Table<'t>,
    /// For each line (column) of the base, its counterpart, and the other way round.
    pub rows: Ties,
    pub columns: Ties,
}

/// What of one is what of the other.
pub(crate) struct Ties {
    to: Vec<Option<usize>>,
    pub from: Vec<Option<usize>>,
}

impl<'t> Table<'t> {
    pub fn of(text: &'t str) -> Option<Self> {
        let lines: Vec<Line<'t>> = text.trim_end().lines().map(Line::of).collect();
        let width = lines.first()?.cells.len();
        (lines.len() > 1 && lines.iter().all(|line| line.cells.len() == width)).then_some(Self { lines })
    }

    pub fn cell(&self, row: usize, column: usize) -> &'t str {
        self.lines.get(row).and_then(|line| line.cells.get(column)).copied().unwrap_or_default()
    }

    pub fn width(&self) -> usize {
        self.lines.first().map_or(0, |line| line.cells.len())
    }
}

impl<'t> Line<'t> {
    pub fn of(line: &'t str) -> Self {
        let start = line.len() - line.trim_start().len();
        let inner = line.trim();
        let (before, inner) = match inner.strip_prefix('|') {
            Some(rest) => (start + 1, rest),
            None => (start, inner),
        };
        let mut cells = split(inner);
        let closed = cells.len() > 1 && cells.last().is_some_and(|last| last.is_empty());
        if closed {
            cells.pop();
        }
        Self { before: line.get(..before).unwrap_or_default(), cells, after: if closed { "|" } else { "" } }
    }
}

/// A line cut at each `|` that is not escaped.
fn split(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (place, c) in line.char_indices() {
        if c == '|' && !escaped {
            cells.push(line.get(start..place).unwrap_or_default());
            start = place + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(line.get(start..).unwrap_or_default());
    cells
}

/// What a cell says.
pub(crate) fn said(cell: &str) -> String {
    let words = cell.split_whitespace().map(|word| straight(word).into_owned());
    words.collect::<Vec<_>>().join(" ")
}

/// Numbers for texts, common to two sequences.
fn numbers(old: &[String], new: &[String]) -> (Vec<usize>, Vec<usize>) {
    let mut known: HashMap<String, usize> = HashMap::default();
    let mut number = |text: &String| {
        let next = known.len();
        *known.entry(text.clone()).or_insert(next)
    };
    let old = old.iter().map(&mut number).collect();
    (old, new.iter().map(&mut number).collect())
}

impl Ties {
    /// What is the same, and in the gaps what `akin` says belongs together.
    pub fn of(old: &[String], new: &[String], akin: impl Fn(&[usize], &[usize]) -> Pairs) -> Self {
        let (x, y) = numbers(old, new);
        let mut ties = Self { to: vec![None; old.len()], from: vec![None; new.len()] };
        let (mut i, mut j) = (0, 0);
        for (a, b) in matches(&x, &y, &mut Budget::new()).into_iter().chain([(old.len(), new.len())]) {
            let (left, right): (Vec<usize>, Vec<usize>) = ((i..a).collect(), (j..b).collect());
            for (p, q) in akin(&left, &right) {
                if let (Some(&p), Some(&q)) = (left.get(p), right.get(q)) {
                    ties.set(p, q);
                }
            }
            ties.set(a, b);
            (i, j) = (a + 1, b + 1);
        }
        ties
    }

    pub fn set(&mut self, i: usize, j: usize) {
        if let (Some(to), Some(from)) = (self.to.get_mut(i), self.from.get_mut(j)) {
            (*to, *from) = (Some(j), Some(i));
        }
    }

    pub fn to(&self, place: usize) -> Option<usize> {
        self.to.get(place).copied().flatten()
    }
}

impl<'t> Side<'t> {
    pub fn of(base: &Table<'_>, table: Table<'t>) -> Self {
        let heads =
            |table: &Table<'_>| (0..table.width()).map(|column| said(table.cell(0, column))).collect::<Vec<_>>();
        let one = |left: &[usize], right: &[usize]| {
            if left.len() == 1 && right.len() == 1 { vec![(0, 0)] } else { Vec::new() }
        };
        let columns = Ties::of(&heads(base), &heads(&table), one);
        let common: Vec<(usize, usize)> =
            (0..base.width()).filter_map(|column| Some((column, columns.to(column)?))).collect();
        let texts = |table: &Table<'_>, own: &[usize]| -> Vec<String> {
            let row = |row| own.iter().map(|&column| said(table.cell(row, column)) + "|").collect::<String>();
            (2..table.lines.len()).map(row).collect()
        };
        let (left, right): (Vec<usize>, Vec<usize>) = common.into_iter().unzip();
        let (old, new) = (texts(base, &left), texts(&table, &right));
        let body = Ties::of(&old, &new, |left, right| akin(left, right, &old, &new));
        let shifted = |ties: &[Option<usize>]| -> Vec<Option<usize>> {
            [Some(0), Some(1)].into_iter().chain(ties.iter().map(|tie| tie.map(|tie| tie + 2))).collect()
        };
        let rows = Ties { to: shifted(&body.to), from: shifted(&body.from) };
        Self { table, rows, columns }
    }
}

/// Rows that begin with the same cell, or else share half their words.
pub(crate) fn akin(left: &[usize], right: &[usize], old: &[String], new: &[String]) -> Pairs {
    let row = |rows: &[String], place: usize| rows.get(place).cloned().unwrap_or_default();
    let words = |text: String| -> Vec<String> {
        let (first, _) = text.split_once('|').unwrap_or((&text, ""));
        let name = (0..8).map(|_| format!("|{first}"));
        name.chain(text.replace('|', " ").split_whitespace().map(str::to_lowercase)).collect()
    };
    let (left, right): (Vec<_>, Vec<_>) = (
        left.iter().map(|&place| words(row(old, place))).collect::<Vec<_>>(),
        right.iter().map(|&place| words(row(new, place))).collect::<Vec<_>>(),
    );
    let (x, y) = numbers(&left.concat(), &right.concat());
    let bags = |rows: &[Vec<String>], numbers: &[usize]| {
        let mut rest = numbers;
        let cut = |row: &Vec<String>| {
            let (own, after) = rest.split_at_checked(row.len()).unwrap_or_default();
            rest = after;
            let mut bag = own.to_vec();
            bag.sort_unstable();
            bag
        };
        rows.iter().map(cut).collect::<Vec<_>>()
    };
    alike(&bags(&left, &x), &bags(&right, &y), &mut Budget::new())
}
